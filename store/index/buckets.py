"""Buckets of time: the hour, day, week, month, quarter, year or decade that a moment falls in, as one number each.

Numbers of one unit are consecutive, so that a histogram is counting small integers. Days are proleptic Gregorian
ordinals (1 is 0001-01-01, as ``date.toordinal()``); weeks begin on Monday (ISO 8601); decades are those of the
calendar (2020-2029). Any year can be numbered, also before 1 and after 9999.
"""

from __future__ import annotations

from typing import Literal, get_args

from store import edtf

Unit = Literal["hour", "day", "week", "month", "quarter", "year", "decade"]

UNITS: tuple[Unit, ...] = get_args(Unit)

_MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
"""Units that are whole numbers of months, and of how many."""


def month_of(day: int) -> int:
    """Months since January of the year 0, of the month that ``day`` lies in."""
    year, month, _ = edtf.from_ordinal(day)
    return year * 12 + month - 1


def number_of(unit: Unit, day: int, hour: int = 0) -> int:
    """The number of the bucket that ``day`` (and, for hours, the hour of it) falls in."""
    if unit == "hour":
        return day * 24 + hour
    if unit == "day":
        return day
    if unit == "week":
        return (day - 1) // 7
    return month_of(day) // _MONTHS[unit]


def first_day(unit: Unit, number: int) -> int:
    """The first day of a bucket (for an hour, the day it belongs to)."""
    if unit == "hour":
        return number // 24
    if unit == "day":
        return number
    if unit == "week":
        return number * 7 + 1
    year, month = divmod(number * _MONTHS[unit], 12)
    return edtf.to_ordinal(year, month + 1, 1)


def last_day(unit: Unit, number: int) -> int:
    """The last day of a bucket, inclusive (for an hour, the day it belongs to)."""
    return number // 24 if unit == "hour" else first_day(unit, number + 1) - 1


def months_in(unit: Unit) -> int | None:
    """How many months the unit is, ``None`` for those that are not whole months."""
    return _MONTHS.get(unit)
