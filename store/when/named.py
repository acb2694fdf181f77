"""Days, months, seasons, quarters and weeks by their names: first without their year, then with it."""

from __future__ import annotations

import re
from contextlib import suppress

from store.edtf import MONTHS, Date, from_days, month_length, parse
from store.when import cycles
from store.when.cycles import Cycle, NoSuchDay
from store.when.numeric import figures
from store.when.tokens import Cursor, Token
from store.when.wording import offered

_LEAP_YEAR = 2024
_SEASON_YEARS = re.compile(r"(\d{4})[-/](?:\d\d)?(\d\d)", re.ASCII)


def dated(cursor: Cursor) -> Date | Cycle | None:
    """Something named, with its year or without (a :class:`Cycle`); ``None`` if the next words name nothing.

    Raises :class:`WhenError` for a day that its month or its year does not have.
    """
    start = cursor.peek()
    year = cursor.take() if start.is_year and _names_something(cursor, 1) else None
    found = _name(cursor)
    if not isinstance(found, Cycle):
        return found
    if year is None and (year := _year_after(cursor, found)) is None:
        _refuse_short_year(cursor, found)
        return found
    return in_year(cursor, start, found, year.number)


def in_year(cursor: Cursor, start: Token, cycle: Cycle, year: int) -> Date:
    """The one of a year. Raises :class:`WhenError` where there is none."""
    if cycle.in_year is None:
        raise cursor.error(start, f"{year} has more than one {cycle.name}")
    if not 0 <= year <= cycles.LAST_YEAR:
        raise cursor.error(start, "that is beyond the years 1 to 9999")
    try:
        return cycle.in_year(year)
    except NoSuchDay as no:
        raise cursor.error(start, str(no)) from None


def _names_something(cursor: Cursor, ahead: int) -> bool:
    token, after = cursor.peek(ahead), cursor.peek(ahead + 1)
    if token.kind in ("month", "season", "part"):
        return True
    if token.is_unit("week"):
        return after.is_day
    if token.kind == "ordinal" and (after.is_word("half") or after.is_unit("quarter")):
        return True
    return token.is_day and after.kind == "month"


def _year_after(cursor: Cursor, cycle: Cycle) -> Token | None:
    """``2023``, or ``last year`` (this, next), after a name; ``2022-23`` after winter."""
    token = cursor.peek()
    if token.is_year:
        return cursor.take()
    if token.is_word("last", "this", "next") and cursor.peek(1).is_unit("year"):
        cursor.take()
        cursor.take()
        steps = {"last": -1, "this": 0, "next": 1}[token.name]
        return Token("number", token.start, token.end, number=cursor.basis.year + steps)
    years = _SEASON_YEARS.fullmatch(token.text) if cycle.name == "winter" else None
    if years and int(years[2]) == (int(years[1]) + 1) % 100:
        cursor.take()
        return Token("number", token.start, token.end, number=int(years[1]))
    return None


def _refuse_short_year(cursor: Cursor, cycle: Cycle) -> None:
    token = cursor.peek()
    if token.kind == "number" and len(token.text) == 2 and token.text.isdigit() and cycle.in_year:
        readings = []
        this_century = cursor.basis.year // 100 * 100
        for year in (this_century + token.number, this_century + token.number - 100):
            if year >= cycles.FIRST_YEAR:
                with suppress(NoSuchDay):
                    readings.append(offered(cycle.in_year(year)))
        raise cursor.error(token, "a year has four digits", readings)


def _name(cursor: Cursor) -> Date | Cycle | None:
    token = cursor.peek()
    if token.kind == "numeric":
        return figures(cursor, cursor.take())
    if token.kind == "weekday":
        cursor.take()
        day = _day_of_month(cursor)
        return cycles.on_weekday(day, token.number) if day else cycles.weekday(token.number)
    if token.kind == "season":
        return cycles.season(cursor.take().number)
    if token.kind == "part":
        return cycles.part_of_year(token.name, cursor.take().number)
    if token.kind == "week":
        return _week(cursor, cursor.take())
    if token.is_unit("week") and cursor.peek(1).is_day:
        cursor.take()
        return _week(cursor, cursor.take())
    if token.kind == "ordinal" and (part := _ordinal_part(cursor)):
        return part
    return _day_of_month(cursor) or (cycles.month(cursor.take().number) if token.kind == "month" else None)


def _week(cursor: Cursor, token: Token) -> Date | Cycle:
    if not 1 <= token.number <= 53:
        raise cursor.error(token, "weeks run from 1 to 53")
    week = cycles.week(token.number)
    if not token.year:
        if token.name:
            raise cursor.error(token, "a day of a week needs the year, as in 2023-W36-3")
        return week
    date = in_year(cursor, token, week, token.year)
    if not token.name or date.first is None:
        return date
    day = date.first + int(token.name) - 1
    return from_days(day, day)


def _ordinal_part(cursor: Cursor) -> Date | Cycle | None:
    """``third quarter``, ``1st half``, ``20th century``."""
    token, what = cursor.peek(), cursor.peek(1)
    is_century = what.is_word("century")
    if not (what.is_unit("quarter") or what.is_word("half") or is_century):
        return None
    most = 99 if is_century else 2 if what.is_word("half") else 4
    if not 1 <= token.number <= most:
        raise cursor.error(token, f"there is no such {what.text}")
    cursor.take()
    cursor.take()
    if is_century:
        return parse(f"{token.number - 1:02d}XX")
    return cycles.part_of_year("h" if what.is_word("half") else "q", token.number)


def joins_days(cursor: Cursor) -> bool:
    """Whether the next words are two days of one month: ``sep 10-13``, ``10 to 13 september``."""
    at = 1 if cursor.peek().kind == "month" else 0
    joint = cursor.peek(at + 1)
    joins = joint.kind in ("range", "ellipsis") or joint.is_word("until")
    if joint.is_word("and"):
        joins = cursor.peek(-1).is_word("between")
    if not (joins and cursor.peek(at).is_day and cursor.peek(at + 2).is_day):
        return False
    after = cursor.peek(at + 3)
    return after.kind not in ("month", "unit") if at else after.kind == "month"


def _day_of_month(cursor: Cursor) -> Cycle | None:
    """``sep 13``, ``13 sep``, ``sep 10-13``, ``10-13 sep``."""
    token = cursor.peek()
    if joins_days(cursor):
        month = cursor.take() if token.kind == "month" else None
        first, _, last = cursor.take(), cursor.take(), cursor.take()
    elif token.kind == "month" and cursor.peek(1).is_day:
        month, first = cursor.take(), cursor.take()
        last = first
    elif token.is_day and cursor.peek(1).kind == "month":
        month, first = None, cursor.take()
        last = first
    else:
        return None
    month = month or cursor.take()
    longest = month_length(_LEAP_YEAR, month.number)
    for day in (first, last):
        if not 1 <= day.number <= longest:
            raise cursor.error(day, f"{MONTHS[month.number - 1]} has {longest} days")
    if last.number < first.number:
        raise cursor.error(last, f"the {last.number} is before the {first.number}")
    return cycles.days(month.number, first.number, last.number)
