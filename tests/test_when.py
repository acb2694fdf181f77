"""What people type as dates, and every example of docs/dates.md."""

import datetime
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store import edtf
from store.when import Reading, WhenError, when
from store.when.words import VOCABULARY
from tests.properties import tries

BASIS = datetime.date(2023, 9, 5)
"""A Tuesday."""
DOCS = Path(__file__).parents[1] / "docs" / "dates.md"


def tables() -> dict[str, list[list[str]]]:
    """The rows of the tables in docs/dates.md, by the name of their first column; `` ` `` around cells is taken off."""
    found: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in DOCS.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if not cells:
            rows = []
        elif set(line) <= set("|- "):
            continue
        elif not rows:
            rows = found.setdefault(" ".join(cells), [])
            rows.append([])  # the heading, so that the next line is a row
        else:
            rows.append([cell.strip("`") if cell.count("`") == 2 else cell for cell in cells])
    return {name: [row for row in table if row] for name, table in found.items()}


TABLES = tables()


def refusal(text: str, basis: datetime.date = BASIS) -> WhenError | None:
    try:
        when(text, basis)
    except WhenError as error:
        return error
    return None


def test_the_docs_have_their_tables() -> None:
    assert {name: len(rows) > 10 for name, rows in TABLES.items()} == {
        "EDTF says first day last day in a list": True,
        "refused because": True,
        "typed EDTF": True,
        "typed because offered": True,
    }


@pytest.mark.parametrize("row", TABLES["EDTF says first day last day in a list"], ids=lambda row: row[0])
def test_documented_edtf(row: list[str]) -> None:
    text, _, first, last, label = row
    date = edtf.parse(text)
    assert [day and edtf.day_text(day) for day in (date.first, date.last)] == [
        None if day == "open" else day for day in (first, last)
    ]
    assert edtf.label(date, year=True) == label
    assert when(text, BASIS).date == date  # all EDTF may be typed


@pytest.mark.parametrize("row", TABLES["refused because"], ids=lambda row: row[0])
def test_documented_refusals_of_edtf(row: list[str]) -> None:
    text, reason = row
    with pytest.raises(edtf.EdtfError) as refused:
        edtf.parse(text)
    assert refused.value.reason == reason


@pytest.mark.parametrize("row", TABLES["typed EDTF"], ids=lambda row: row[0])
def test_documented_readings(row: list[str]) -> None:
    typed, text = row
    assert when(typed, BASIS).edtf == text
    assert when(f"  {typed.upper()} ", BASIS).edtf == text
    assert when(re.sub(r"(?<=[^\d,]) ", "   ", typed), BASIS).edtf == text


@pytest.mark.parametrize("row", TABLES["typed because offered"], ids=lambda row: row[0])
def test_documented_refusals(row: list[str]) -> None:
    typed, reason, offered = row
    error = refusal(typed)
    assert error is not None
    assert error.reason == reason
    assert [reading.split(" (")[0] for reading in error.readings] == re.findall(r"[^`, ]+", offered)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Sept. 13th 2023", "2023-09-13"),
        ("FEBRUARY", "2023-02"),
        ("jul–aug 2023", "2023-07/2023-08"),
        ("2022 -2023", "2022/2023"),
        ("2023-2024", "2023/2024"),
        ("2023/2024", "2023/2024"),
        ("-0050..-0044", "-0050/-0044"),
        ("since -0044", "-0044/.."),
        ("2023-q3", "2023-07/2023-09"),
        ("q3-2023", "2023-07/2023-09"),
        ("2023 week 36", "2023-09-04/2023-09-10"),
        ("1500 days ago", "2019-07-28"),
        ("a week ago", "2023-08-29"),
        ("two weeks ago", "2023-08-22"),
        ("fall 2023", "2023-23"),
        ("last winter", "2022-24"),
        ("90s", "199X"),
        ("c. 2023", "2023~"),
        ("~2023?", "2023%"),
        ("about q3 2023", "2023-07~/2023-09~"),
        ("nov 2022..feb", "2022-11/2023-02"),
        ("sep 10 - oct 2", "2022-09-10/2022-10-02"),
        ("saturday..monday", "2023-09-02/2023-09-04"),
        ("last week..today", "2023-08-28/2023-09-05"),
        ("march to end of july", "2023-03/2023-07"),
        ("2023-07 ..2023-09", "2023-07/2023-09"),
        ("2023-07…2023-09", "2023-07/2023-09"),
        ("2023-09-13T10:00 .. 2023-09-14", "2023-09-13/2023-09-14"),
        ("[2022..2023] to 2024", "2022-01-01/2024"),
        ("2023..2023", "2023"),
        ("next 29 feb", "2024-02-29"),
        ("-1m", "2023-08-06/2023-09-05"),
        ("−30d", "2023-08-07/2023-09-05"),
        ("last 1 day", "2023-09-05"),
        ("next 1 day", "2023-09-05"),
        ("-0d", "2023-09-05"),
        ("9999-12-31", "9999-12-31"),
        ("after 9999", "Y10000/.."),
    ],
)
def test_readings(typed: str, text: str) -> None:
    assert when(typed, BASIS).edtf == text


def test_nothing_is_filled_in() -> None:
    for typed, precision in (("March 2021", "month"), ("2021", "year"), ("summer 2021", "season"), ("1990s", "decade")):
        assert when(typed, BASIS).date.precision == precision


def test_a_reading_carries_its_basis_and_its_reason() -> None:
    reading = when("July", BASIS)
    assert reading == Reading("July", edtf.parse("2023-07"), BASIS, True, "July: the last July not after 2023-09-05")
    assert not when("july 2023", BASIS).relative
    assert when("july last year", BASIS).relative
    assert not when("july to september 2023", BASIS).relative
    assert when("july to yesterday", BASIS).relative
    assert when("september 2023", BASIS).explanation == "September 2023"
    assert when("2023-24", BASIS).explanation == "winter 2023 (December to February of the next year)"
    assert when("-30d", BASIS).explanation == "-30d: 30 days up to 2023-09-05, this day included"
    assert "last July not after 2023-09-05" in when("since july", BASIS).explanation


def test_a_bare_shift_has_the_day_that_it_reaches() -> None:
    assert when("-30d", BASIS).point == edtf.parse("2023-08-06")
    assert when("+3d", BASIS).point == edtf.parse("2023-09-08")
    for typed in ("last 30 days", "since -30d", "-60d..-30d", "yesterday"):
        assert when(typed, BASIS).point is None


@pytest.mark.parametrize("day", range(7))
def test_weekdays_go_by_the_basis(day: int) -> None:
    basis = BASIS + datetime.timedelta(days=day)
    today = basis.strftime("%A")
    assert when(today, basis).edtf == basis.isoformat()
    assert when(f"last {today}", basis).edtf == (basis - datetime.timedelta(days=7)).isoformat()
    assert when(f"next {today}", basis).edtf == (basis + datetime.timedelta(days=7)).isoformat()
    monday = basis - datetime.timedelta(days=basis.weekday())
    assert when("this week", basis).date.first == monday.toordinal()
    assert when("this monday", basis).edtf == monday.isoformat()


@pytest.mark.parametrize(
    ("basis", "typed", "text"),
    [
        ("2023-03-31", "1 month ago", "2023-02-28"),
        ("2024-02-29", "1 year ago", "2023-02-28"),
        ("2023-01-15", "last month", "2022-12"),
        ("2023-01-15", "last quarter", "2022-10/2022-12"),
        ("2023-01-15", "winter", "2022-24"),
        ("2023-01-15", "this winter", "2022-24"),
        ("2023-01-15", "last winter", "2021-24"),
        ("2023-07-15", "july", "2023-07"),
        ("2023-07-15", "last july", "2022-07"),
        ("2023-07-15", "this july", "2023-07"),
        ("2023-07-15", "next july", "2024-07"),
        ("2021-01-03", "w53", "2020-12-28/2021-01-03"),
        ("2023-12-31", "next year", "2024"),
        ("2023-03-31", "last month", "2023-02"),
        ("2020-05-01", "20s", "202X"),
        ("2019-12-31", "20s", "192X"),
    ],
)
def test_other_bases(basis: str, typed: str, text: str) -> None:
    assert when(typed, datetime.date.fromisoformat(basis)).edtf == text


@pytest.mark.parametrize(
    ("typed", "position", "reason"),
    [
        ("", 0, "no date"),
        ("   ", 3, "no date"),
        ("2023 foo", 5, "not a word"),
        ("13 septmber 2023", 3, "“september”"),
        ("last saturdy", 5, "“saturday”"),
        ("july $ august", 5, "this character"),
        ("2023-02-29", 8, "28 days"),
        ("since 2023-13", 11, "no month 13"),
        ("2023-W60", 0, "1 to 53"),
        ("week 53 2023", 0, "52 weeks"),
        ("2023 2024", 5, "does not fit"),
        ("to", 2, "missing"),
        ("between july and", 16, "missing"),
        ("between july", 12, "between this and what"),
        ("this 3 weeks", 0, "no number"),
        ("last fortnight", 5, "no fixed day"),
        ("-5 weekends", 0, "no measure"),
        ("weekend", 0, "which weekend"),
        ("sep 13-10 2023", 7, "before"),
        ("2023-09 ±", 9, "how far"),
        ("1/2/345", 4, "four digits"),
        ("2023-09-13T10:00~", 16, "qualified"),
        ("~2023-09-13T10:00", 0, "can be approximate"),
        ("monday 2023", 0, "more than one Monday"),
        ("last july 2023", 0, "two things"),
        ("since /2023", 6, "no beginning"),
        ("until 2023/..", 6, "no end"),
    ],
)
def test_a_refusal_points_at_the_word(typed: str, position: int, reason: str) -> None:
    error = refusal(typed)
    assert error is not None
    assert reason in error.reason
    assert error.position == position


@pytest.mark.parametrize(
    "typed",
    [
        "-99999999999d",
        "-9999999d",
        "last 9999 years",
        "9999999 weeks ago",
        "in 9999999 months",
        "9999-12-31 ±3d",
        "3 days after 9999-12-31",
        "9999999 days around 2023",
        "july " + "9" * 190,
        "2" * 100_000,
        "(" * 100_000,
        "last " * 100_000,
        "in " * 60 + "july $",
    ],
)
@pytest.mark.parametrize("basis", [datetime.date.min, BASIS, datetime.date.max])
def test_hostile_sizes_are_refused(typed: str, basis: datetime.date) -> None:
    assert refusal(typed, basis) is not None


BASES = st.sampled_from([datetime.date.min, BASIS, datetime.date(2024, 2, 29), datetime.date.max]) | st.dates()
SIGNS_AND_FIGURES = (
    "2023 2022 13 9 31 1 23 1500 0 0000 9999 99999999 2023-09-13 2023-07 201X 2023~ [2023..] -0044 Y12345 "
    "2023-09-13T10:00 9999-12-31 0001-01-01 2023/.. ../2023 .. - – / ± ~ ? % , -30d +2w -1y q3 h1 w36 2023-W36 90s "
    "1990s 2000s 13th 3/4/2023 13/9 9/2023 foo ü $"
)
PIECES = st.sampled_from([*VOCABULARY, *SIGNS_AND_FIGURES.split()])
TYPED = st.builds(
    lambda parts, glue: glue.join(parts), st.lists(PIECES, max_size=6), st.sampled_from([" ", " ", "", ", "])
)


@tries(400)
@given(TYPED | st.text(max_size=30), BASES)
@example("sunday", datetime.date.max)
@example("week of today", datetime.date.max)
@example("january next year", datetime.date.max)
@example("mid -0044", BASIS)
@example("h1 13", datetime.date.min)
def test_any_text_is_read_or_refused_in_place(typed: str, basis: datetime.date) -> None:
    error = refusal(typed, basis)
    if error:
        assert 0 <= error.position <= len(typed)
        assert error.reason
        assert error.text == typed
        for reading in error.readings:
            assert edtf.is_valid(reading.split(" (")[0])
        return
    reading = when(typed, basis)
    assert edtf.parse(reading.date.text) == reading.date
    assert not reading.date.is_undated
    assert reading.basis == basis
    assert reading.explanation


@tries(200)
@given(TYPED, BASES)
def test_what_is_not_relative_is_the_same_on_every_basis(typed: str, basis: datetime.date) -> None:
    if refusal(typed, basis) is None and not when(typed, basis).relative:
        assert when(typed, BASIS).date == when(typed, basis).date


@tries(100)
@given(
    st.sampled_from(["july", "sep 13", "saturday", "q3", "summer", "w36", "feb 29", "13/9", "sep 10-13"]), st.dates()
)
def test_what_comes_again_is_the_last_begun(typed: str, basis: datetime.date) -> None:
    error = refusal(typed, basis)
    if error:
        assert basis.year < 10  # before the first of them
        return
    today = basis.toordinal()
    named, last = when(typed, basis).date, refusal(f"last {typed}", basis)
    assert named.first is not None
    assert named.first <= today
    if last is None:
        over = when(f"last {typed}", basis).date.last
        assert over is not None
        assert over < today
    if refusal(f"next {typed}", basis) is None:
        following = when(f"next {typed}", basis).date.first
        assert following is not None
        assert following > today
        assert when(typed, datetime.date.fromordinal(following)).date.first == following


def test_a_third_half_of_a_year_is_refused() -> None:
    with pytest.raises(WhenError):
        when("~h3", datetime.date(2023, 9, 5))
