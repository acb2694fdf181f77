"""The examples of docs/suggest.md are what the program does."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from store.suggest import tables
from store.suggest.names import find, offered
from store.suggest.suggest import suggest

PAGE = (Path(__file__).parent.parent / "docs" / "suggest.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The rows of the table whose header starts with these columns."""
    start = PAGE.index(heading)
    lines = PAGE[start:].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


@pytest.mark.parametrize("row", rows("| text | date | status |"), ids=lambda row: row[0][:40])
def test_examples_of_suggestions(row: list[str]) -> None:
    text, day, status, why = row
    found = suggest(text, date(2023, 9, 5))[0]
    assert (found.date, found.status) == (day.strip("`"), status)
    for alternative in re.findall(r"`(\[.*?\])` is the alternative", why):
        assert alternative in found.alternatives


@pytest.mark.parametrize("row", rows("| text | names | because |"), ids=lambda row: row[0][:40])
def test_examples_of_names(row: list[str]) -> None:
    names = {f"{name.name}, {name.kind}" for name in offered(find(row[0]))}
    assert names == set(row[1].split("; "))


def test_the_sizes_of_the_tables() -> None:
    said = re.search(r"\((\d+) states .*?, (\d+) bodies\s+and companies, (\d+) outlets, (\d+) places\)", PAGE)
    assert said is not None
    for number, name in zip(said.groups(), ("states", "institutions", "outlets", "places"), strict=True):
        assert abs(int(number) - len(tables.rows(name))) <= 5, name
