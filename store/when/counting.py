"""Counting from a day: so many days, weeks, months away, and the calendar's own weeks and months around it."""

from __future__ import annotations

import datetime

from dateutil.relativedelta import relativedelta

from store.edtf import Date, from_days, parse

_MEASURES = {
    "day": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "fortnight": relativedelta(weeks=2),
    "month": relativedelta(months=1),
    "quarter": relativedelta(months=3),
    "year": relativedelta(years=1),
    "decade": relativedelta(years=10),
}
_SATURDAY = 5


class OutOfRange(ValueError):
    """A day before the year 1 or after 9999; the text says so."""

    def __init__(self) -> None:
        super().__init__("that is beyond the years 1 to 9999")


class Uncountable(ValueError):
    """A unit that is no measure; the text says so."""


def moved(day: datetime.date, amount: int, unit: str) -> datetime.date:
    """The day so many units away. A month from 31 January is the last day of February.

    Raises :class:`OutOfRange` and, for weekends, :class:`Uncountable`.
    """
    if unit not in _MEASURES:
        raise Uncountable(f"a {unit} is no measure: count days, weeks, months or years")
    try:
        return day + _MEASURES[unit] * amount
    except (ValueError, OverflowError):
        raise OutOfRange from None


def calendar_unit(day: datetime.date, steps: int, unit: str) -> Date:
    """The calendar's day, week (Monday to Sunday), weekend, month, quarter, year or decade that a day is in.

    ``steps`` counts on from there: -1 is the one before. Raises :class:`OutOfRange` and :class:`Uncountable`.
    """
    if unit == "weekend":
        saturday = moved(day, steps, "week").toordinal() + _SATURDAY - day.weekday()
        return _days(saturday, saturday + 1)
    if unit == "fortnight":
        raise Uncountable("a fortnight begins on no fixed day: say the last or next 2 weeks")
    there = moved(day, steps, unit)
    if unit == "day":
        return parse(there.isoformat())
    if unit == "week":
        monday = there.toordinal() - there.weekday()
        return _days(monday, monday + 6)
    if unit == "month":
        return parse(f"{there.year:04d}-{there.month:02d}")
    if unit == "quarter":
        month = there.month - (there.month - 1) % 3
        return parse(f"{there.year:04d}-{month:02d}/{there.year:04d}-{month + 2:02d}")
    return parse(f"{there.year:04d}" if unit == "year" else f"{there.year:04d}"[:3] + "X")


def _days(first: int, last: int) -> Date:
    if last > datetime.date.max.toordinal():
        raise OutOfRange
    return from_days(first, last)
