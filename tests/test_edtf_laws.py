"""What holds of every date: reading and writing, first and last day, possible and definite, order, the calendar."""

import datetime

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from store.edtf import (
    UNDATED,
    Date,
    day_text,
    definitely,
    from_days,
    from_ordinal,
    month_length,
    parse,
    possibly,
    sort_key,
    to_ordinal,
)
from tests.edtf_texts import DATES, DAYS, TEXTS, refusal
from tests.properties import tries


@tries(125)
@given(st.text(st.sampled_from("0129-XYTZ:?~%/.[]+ S"), max_size=24) | st.text(max_size=12))
def test_any_text_is_read_or_refused_in_place(text: str) -> None:
    error = refusal(text)
    if error is None:
        assert str(parse(text)) == text
    else:
        assert 0 <= error.position <= len(text)
        assert error.reason
        assert error.text == text


@tries(125)
@given(TEXTS)
def test_format_is_the_inverse_of_parse(text: str) -> None:
    date = parse(text)
    assert str(date) == text
    assert parse(str(date)) == date
    assert parse.__wrapped__(text) == date  # what the cache holds is what is read


@tries(125)
@given(DATES)
def test_first_is_not_after_last(date: Date) -> None:
    if date.first is not None and date.last is not None:
        assert date.first <= date.last
    if date.start_second is not None and date.end_second is not None:
        assert date.start_second <= date.end_second
    assert date.is_undated == (date == UNDATED)
    assert date.is_undated or date.first is not None or date.last is not None


@tries(125)
@given(DATES, st.none() | DAYS, st.none() | DAYS)
def test_definitely_implies_possibly(date: Date, first: int | None, last: int | None) -> None:
    assume(first is None or last is None or first <= last)
    if definitely(date, first, last):
        assert possibly(date, first, last)
    assert possibly(date, None, None)
    assert definitely(date, None, None)
    if date.is_undated and (first is not None or last is not None):
        assert not possibly(date, first, last)


@tries(150)
@given(st.integers(-9, 9), st.integers(0, 9), st.integers(-9, 9), st.integers(0, 9))
def test_relations_are_those_of_the_days_themselves(start: int, length: int, first: int, width: int) -> None:
    base = to_ordinal(2023, 9, 13)
    date = from_days(base + start, base + start + length)
    days = set(range(start, start + length + 1))
    window = set(range(first, first + width + 1))
    assert possibly(date, base + first, base + first + width) == bool(days & window)
    assert definitely(date, base + first, base + first + width) == (days <= window)


@tries(125)
@given(DATES, DATES)
def test_sorting_follows_time(one: Date, other: Date) -> None:
    if one.last is not None and other.first is not None and one.last < other.first:
        assert sort_key(one) < sort_key(other)
    if other.is_undated:
        assert sort_key(one) <= sort_key(other)
    if one.first is None and other.first is not None and not one.is_undated:
        assert sort_key(one) < sort_key(other)
    assert all(abs(part) < 2**63 for part in sort_key(one))


def test_sorting_puts_the_narrow_before_the_wide() -> None:
    texts = ["", "2024-01-01", "2023-22", "2023-01-02", "2023/", "2023", "2023-01", "2023-01-01", "../2023"]
    assert sorted(texts, key=lambda text: sort_key(parse(text))) == texts[::-1]


@given(st.integers(-5_000_000, 5_000_000))
@example(to_ordinal(0, 2, 29))
@example(to_ordinal(-400, 12, 31))
def test_ordinals_count_every_day(ordinal: int) -> None:
    assert to_ordinal(*from_ordinal(ordinal)) == ordinal
    if 1 <= ordinal <= datetime.date.max.toordinal():
        day = datetime.date.fromordinal(ordinal)
        assert from_ordinal(ordinal) == (day.year, day.month, day.day)
        assert day_text(ordinal) == day.isoformat()
    (year, month, day), (next_year, next_month, next_day) = from_ordinal(ordinal), from_ordinal(ordinal + 1)
    if next_day == 1:
        assert day == month_length(year, month)
        assert (next_year, next_month) == ((year, month + 1) if month < 12 else (year + 1, 1))
    else:
        assert (next_year, next_month, next_day) == (year, month, day + 1)


@given(st.none() | DAYS, st.none() | DAYS)
def test_from_days_keeps_exactly_the_days(first: int | None, last: int | None) -> None:
    assume(first is not None or last is not None)
    if first is not None and last is not None and last < first:
        first, last = last, first
    date = from_days(first, last)
    assert (date.first, date.last) == (first, last)
    assert len(date.text) <= len(f"{first and day_text(first)}/{last and day_text(last)}")


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2023-09-13", "2023-09-13", "2023-09-13"),
        ("2023-09-01", "2023-09-30", "2023-09"),
        ("2023-07-01", "2023-08-31", "2023-07/2023-08"),
        ("2023-01-01", "2023-12-31", "2023"),
        ("2022-01-01", "2023-12-31", "2022/2023"),
        ("2022-01-01", "2023-11-30", "2022-01/2023-11"),
        ("2023-07-01", "2023-09-13", "2023-07-01/2023-09-13"),
        ("2023-07-01", "", "2023-07/.."),
        ("", "2022-12-31", "../2022"),
        ("", "2023-09-05", "../2023-09-05"),
    ],
)
def test_from_days_is_short(first: str, last: str, text: str) -> None:
    ends = [datetime.date.fromisoformat(end).toordinal() if end else None for end in (first, last)]
    assert from_days(*ends).text == text
