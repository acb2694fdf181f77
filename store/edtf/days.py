"""Days of the proleptic Gregorian calendar, for every year: also 0 (1 BC), below it, and above 9999.

A day is its ordinal as in :meth:`datetime.date.toordinal`: 1 is 0001-01-01, 0 the day before it.
"""

from __future__ import annotations

import datetime

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""English names; ``MONTHS[0]`` is January."""

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BEFORE = tuple(sum(_LENGTHS[:month]) for month in range(12))
_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """Days of a month (1..12)."""
    return 29 if month == 2 and is_leap(year) else _LENGTHS[month - 1]


def to_ordinal(year: int, month: int, day: int) -> int:
    """The day's ordinal. The caller has checked that the day exists."""
    past = year - 1
    leap_day = month > 2 and is_leap(year)
    return past * 365 + past // 4 - past // 100 + past // 400 + _BEFORE[month - 1] + leap_day + day


def from_ordinal(ordinal: int) -> tuple[int, int, int]:
    """``(year, month, day)`` of a day."""
    cycles, rest = divmod(ordinal - 1, _CYCLE_DAYS)
    day = datetime.date.fromordinal(rest + 1)
    return day.year + cycles * _CYCLE_YEARS, day.month, day.day


def year_text(year: int) -> str:
    """A year as EDTF writes it: ``2023``, ``-0044``, ``Y17000``."""
    if -9999 <= year <= 9999:
        return f"-{-year:04d}" if year < 0 else f"{year:04d}"
    return f"Y{year}"


def day_text(ordinal: int) -> str:
    """The day in ISO 8601: ``2023-09-13``, ``-0044-03-15``. Years above 9999 stand with all their digits."""
    year, month, day = from_ordinal(ordinal)
    return f"{year_text(year).lstrip('Y')}-{month:02d}-{day:02d}"
