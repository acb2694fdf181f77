"""Days and months in figures: ``13/9/2023`` is a day, ``3/4/2023`` may be two."""

from __future__ import annotations

import re

from store.edtf import MONTHS, Date, EdtfError, parse
from store.when import cycles
from store.when.cycles import Cycle
from store.when.tokens import Cursor, Token
from store.when.wording import offered

_FIGURES = re.compile(r"\d+", re.ASCII)
_AMBIGUOUS = "day and month can be read either way"


def figures(cursor: Cursor, token: Token) -> Date | Cycle:
    """The date, or without a year the day that comes again. Raises :class:`WhenError`, with the readings if many."""
    found = list(_FIGURES.finditer(token.text))
    parts = [match[0] for match in found]
    starts = [token.start + match.start() for match in found]
    if len(parts[0]) == 4:
        return _year_first(cursor, token, parts, starts)
    if len(parts) == 2 and len(parts[1]) == 4:
        return _year_first(cursor, token, parts[::-1], starts[::-1])
    if len(parts) == 2:
        return _yearless(cursor, token, int(parts[0]), int(parts[1]))
    return _day_or_month_first(cursor, token, parts, starts)


def _year_first(cursor: Cursor, token: Token, parts: list[str], starts: list[int]) -> Date:
    """A year, a month and perhaps a day: the order of ISO 8601, which nobody reads otherwise."""
    year, *rest = parts
    date = _date(year, *rest)
    if date is None:
        month_is_wrong = not 1 <= int(rest[0]) <= 12
        reason = _why_not(year, *rest)
        raise cursor.error(Token("numeric", starts[1 if month_is_wrong else 2], token.end), reason)
    return date


def _day_or_month_first(cursor: Cursor, token: Token, parts: list[str], starts: list[int]) -> Date:
    first, second, third = parts
    if len(third) == 4:
        dates = _distinct(_date(third, second, first), _date(third, first, second))
        if not dates:
            day_first = int(first) > 12 or int(second) <= 12
            reason = _why_not(third, second, first) if day_first else _why_not(third, first, second)
            raise cursor.error(token, reason)
        if len(dates) == 1:
            return dates[0]
        raise cursor.error(token, _AMBIGUOUS, map(offered, dates))
    if len(third) == 3 or len(first) == 3:
        raise cursor.error(Token("numeric", starts[2 if len(third) == 3 else 0], token.end), "a year has four digits")
    this_century = cursor.basis.year // 100
    last, first_as_year = f"{this_century:02d}{third:0>2}", f"{this_century:02d}{first:0>2}"
    readings = _distinct(_date(last, second, first), _date(last, first, second), _date(first_as_year, second, third))
    raise cursor.error(token, "a year has four digits", map(offered, readings))


def _yearless(cursor: Cursor, token: Token, first: int, second: int) -> Cycle:
    found = [_cycle(month, day) for day, month in dict.fromkeys(((first, second), (second, first)))]
    days = [cycle for cycle in found if cycle]
    if len(days) == 1:
        return days[0]
    latest = [cycle.begun(cursor.basis.toordinal()) for cycle in days]
    reason = _AMBIGUOUS if days else "neither a day and a month nor a month and a day"
    raise cursor.error(token, reason, [offered(date) for date in latest if date])


def _cycle(month: int, day: int) -> Cycle | None:
    # 2024 is a leap year: 29 February exists in some year.
    return cycles.days(month, day, day) if _date("2024", str(month), str(day)) else None


def _date(year: str, *parts: str) -> Date | None:
    try:
        return parse("-".join((year, *(f"{part:0>2}" for part in parts))))
    except EdtfError:
        return None


def _why_not(year: str, month: str, day: str = "") -> str:
    if not 1 <= int(month) <= 12:
        return f"there is no month {int(month)}"
    try:
        parse(f"{year}-{month:0>2}-{day:0>2}")
    except EdtfError as error:
        return error.reason
    return f"{MONTHS[int(month) - 1]} has no such day"


def _distinct(*dates: Date | None) -> list[Date]:
    return list(dict.fromkeys(date for date in dates if date))
