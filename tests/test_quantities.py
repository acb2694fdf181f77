"""Counts in sentences: what is one, and when two disagree."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.quantities import disagree, find
from tests.properties import tries


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("1,500 soldiers", [("soldiers", 1500, 1500)]),
        ("shipped 1,500 North Korean soldiers east", [("soldiers", 1500, 1500)]),
        ("at least 3,000 troops", [("troops", 3000, inf)]),
        ("More than 1,000 containers", [("containers", 1000, inf)]),
        ("up to 12 missiles", [("missiles", 0, 12)]),
        ("about 100 shells", [("shells", 80, 120)]),
        ("1.5 million shells", [("shells", 1_500_000, 1_500_000)]),
        ("2 missiles and 3 drones", [("missiles", 2, 2), ("drones", 3, 3)]),
        ("a 20-member delegation", []),
        ("on 13 September talks began", []),
        ("13 Sept talks", []),
        ("the 70th anniversary", []),
        ("the 2023 summit", []),
        ("2,023 summits", [("summits", 2023, 2023)]),
        ("3 days later", []),
        ("20 of them", []),
        ("at 10 am", []),
        ("2023-09-13 talks", []),
        ("10:30 talks", []),
        ("100 Kim Jong Un Kim", []),
        ("100.", []),
        ("12, soldiers", []),
    ],
)
def test_counts(text: str, counts: list[tuple[str, float, float]]) -> None:
    assert [(count.noun, count.low, count.high) for count in find(text)] == counts


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("1,500 soldiers", "3,000 soldiers", True),
        ("1,500 soldiers", "3,000 troops", False),
        ("1,500 soldiers", "at least 1,000 soldiers", False),
        ("1,500 soldiers", "at least 3,000 soldiers", True),
        ("about 1,400 soldiers", "1,500 soldiers", False),
        ("2 soldiers, then 5 soldiers", "5 soldiers", False),
        ("2 missiles, 5 drones", "2 missiles, 6 drones", True),
    ],
)
def test_disagreement(one: str, other: str, expected: bool) -> None:
    assert disagree(find(one), find(other)) is expected
    assert disagree(find(other), find(one)) is expected


@tries(50)
@given(st.one_of(st.text(), st.text("0123456789,. aAé-:\n")))
def test_any_text_agrees_with_itself(text: str) -> None:
    assert not disagree(find(text), find(text))


def test_long_texts_of_digits_and_blanks_are_no_trouble() -> None:
    for piece in ("1", "1,", "1,000", "1 ", " ", "1.1", "about ", "A "):
        find((piece * 200_000)[:200_000] + "x")
