"""Date terms: what they mean under a basis, what is said of them, and how they bound the view."""

from __future__ import annotations

import datetime

import pytest

from store import edtf
from store.query import Query, QueryError, caret, format, parse
from store.query.nodes import AsOf, Or, When

BASIS = datetime.date(2023, 9, 5)  # a Tuesday


def read(text: str) -> Query:
    return parse(text, BASIS)


def stretch(text: str) -> str:
    """The days that one date term means, as EDTF-like text."""
    node = read(text).tree
    assert isinstance(node, When)
    ends = ("" if end is None else edtf.day_text(end) for end in (node.first, node.last))
    return "..".join(ends)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on:2023-09", "2023-09-01..2023-09-30"),
        ("date:2023-09", "2023-09-01..2023-09-30"),
        ("since:2023-09", "2023-09-01.."),
        ("until:2023-09", "..2023-09-30"),
        ("after:2023-09", "2023-10-01.."),
        ("before:2023-09", "..2023-08-31"),
        ("date:2023-07..2023-09-13", "2023-07-01..2023-09-13"),
        ("date:2023-07..", "2023-07-01.."),
        ("date:..2023", "..2023-12-31"),
        ("date:>=2023-09", "2023-09-01.."),
        ("date:<2023-09", "..2023-08-31"),
        ("on:today", "2023-09-05..2023-09-05"),
        ("since:-30d", "2023-08-06.."),
        ("since:+3d", "2023-09-08.."),
        ("before:+3d", "..2023-09-07"),
        ("on:-30d", "2023-08-07..2023-09-05"),
        ("until:-30d", "..2023-08-06"),
        ("since:july", "2023-07-01.."),
        ('on:"last saturday"', "2023-09-02..2023-09-02"),
        ("on:2023-09-10/2023-09-13", "2023-09-10..2023-09-13"),
        ("before:2023-09..", "..2023-08-31"),
        ("reported:>2023-09-05", "2023-09-06.."),
        ('reported:<="last saturday"', "..2023-09-02"),
    ],
)
def test_stretches(text: str, days: str) -> None:
    assert stretch(text) == days


def test_dates_keep_what_was_typed() -> None:
    node = read('since:"last saturday"').tree
    assert isinstance(node, When)
    assert (node.text, node.relative) == ("last saturday", True)
    assert format(node) == 'since:"last saturday"'
    later = parse(format(node), datetime.date(2024, 1, 1)).tree
    assert isinstance(later, When)
    assert later.first == datetime.date(2023, 12, 30).toordinal(), "relative dates move with the basis"


def test_alternative_dates() -> None:
    query = read("on:2023-07,2023-09-13")
    assert isinstance(query.tree, Or)
    assert query.parts[0].kind == "date"
    assert query.date_range == (edtf.to_ordinal(2023, 7, 1), edtf.to_ordinal(2023, 9, 13))
    assert read("since:2023-07,2024").date_range == (edtf.to_ordinal(2023, 7, 1), None)


@pytest.mark.parametrize(
    ("text", "wrong", "says"),
    [
        ("kim since:plover", "plover", ""),
        ("on:10/11/12", "10/11/12", "?"),
        ('on:"13 sep plover"', "plover", ""),
        ("since:..2023", "..2023", "since: needs a date that has a beginning"),
        ("before:..2023", "..2023", "before: needs a date that has a beginning"),
        ("until:2023..", "2023..", "until: needs a date that has an end"),
        ("after:2023..", "2023..", "after: needs a date that has an end"),
        ("asof:2023..", "2023..", "asof: needs a date that has an end"),
        ("since:last saturday", "last", 'a date of several words needs quotes: since:"last saturday"'),
        ("asof:last saturday kim", "last", 'a date of several words needs quotes: asof:"last saturday"'),
        ("asof:2023,2024", "asof:2023,2024", "asof: takes one date"),
        ("asof:2023 asof:2024", "asof:2024", "asof: is there already"),
        (
            "kim (asof:2023)",
            "asof:2023",
            "asof: holds for the whole query; it cannot stand",
        ),
        ('on:""', '""', ""),
    ],
)
def test_what_is_no_date(text: str, wrong: str, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        read(text)
    error = caught.value
    assert error.text[error.position : error.position + error.length] == wrong
    assert says in error.reason
    assert error.reason
    assert "^" * len(wrong) in caret(error)


def test_a_date_that_goes_on_without_quotes_gets_a_hint() -> None:
    query = read("since:july 2022 kim")
    assert query.hints == ('only “july” is the date here; for all of it: since:"july 2022"',)
    assert read("since:july kim").hints == ()
    assert read('since:"july 2022" kim').hints == ()
    assert read("since:july -2022").hints == ()


def test_the_range_that_the_top_level_leaves() -> None:
    first, last = edtf.to_ordinal(2023, 7, 1), edtf.to_ordinal(2023, 9, 30)
    assert read("kim since:2023-07 until:2023-09").date_range == (first, last)
    assert read("date:2023-07..2023-12 until:2023-09").date_range == (first, last)
    assert read("kim").date_range == (None, None)
    assert read("-since:2023 (on:2023-07 kim) reported:2023").date_range == (None, None)


def test_a_new_range_takes_the_place_of_the_old() -> None:
    query = read("kim since:2023-07 status:planned until:2023-09 reported:2023 sure:")
    assert query.with_date_range("last 30 days").text == 'kim date:"last 30 days" status:planned reported:2023 sure:'
    assert query.with_date_range(" ").text == "kim status:planned reported:2023 sure:"
    assert read("kim").with_date_range("2023-07..2023-08").text == "kim date:2023-07..2023-08"
    with pytest.raises(QueryError):
        query.with_date_range("nonsense")


def test_as_of() -> None:
    query = read("kim asof:2023-09 sure:")
    assert query.as_of == edtf.to_ordinal(2023, 9, 30)
    assert isinstance(query.parts[1].node, AsOf)
    assert read("kim").as_of is None
    assert read("asof:-30d").as_of == edtf.to_ordinal(2023, 8, 6)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "everything"),
        ("since:july", "since july -> 2023-07-01.. (basis 2023-09-05)"),
        ("since:2023-07", "since 2023-07 -> 2023-07-01.."),
        ("on:2023-09-13", "on 2023-09-13"),
        ("on:today", "on today -> 2023-09-05 (basis 2023-09-05)"),
        ("date:2023-07..2023-09-13", "date 2023-07..2023-09-13 -> 2023-07-01..2023-09-13"),
        ("before:2023", "before 2023 -> ..2022-12-31"),
        ("reported:>=2023-09-13", "reported since 2023-09-13 -> 2023-09-13.."),
        ("asof:2023-09 kim", "kim* · as of 2023-09 -> 2023-09-30"),
        ("asof:2023-09-10", "as of 2023-09-10"),
        ('actor:kim-jong-un,"Putin" -"arms deal" sure:',
         'actor Kim Jong Un or "Putin" · not "arms deal" · definite matches only'),
        ("status:planned,denied is:noted claims:>1 -status:planned,denied",
         "status planned or denied · noted · claims > 1 · not (status planned or denied)"),
        ("(a b) OR -(c OR d*) OR e~1", "(a and b) or not (c or d*) or e~1"),
        ("* OR a", "everything or a*"),
    ],
)  # fmt: skip
def test_described(text: str, said: str) -> None:
    assert read(text).describe(lambda value: {"kim-jong-un": "Kim Jong Un"}.get(value)) == said


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("date:2023-07..2023-10", "2023-07..2023-10"),
        ("on:july", "july"),
        ('since:"last  week"', "since last week"),
        ("reported:2023", "reported:2023"),
        ("actor:kim", "actor:kim"),
        ("(a\n\n OR   b)", "(a OR b)"),
    ],
)
def test_chip_labels(text: str, label: str) -> None:
    assert [part.label for part in read(text).parts] == [label]
