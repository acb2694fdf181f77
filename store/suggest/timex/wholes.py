"""Parts of a period on the calendar: its n-th week or weekday, its last three months, its first half."""

from __future__ import annotations

from datetime import timedelta

from store.suggest.timex.model import FINENESS, Period, Unit

HALF_MONTH = 15  # days in the first half of a month


def nth_weekday(period: Period, number: int, weekday: int) -> Period | None:
    """The n-th such weekday of a period, -1 for the last; ``None`` if it has not so many."""
    if number > 0:
        day = period.first + timedelta(days=(weekday - period.first.weekday()) % 7 + 7 * (number - 1))
    else:
        day = period.last - timedelta(days=(period.last.weekday() - weekday) % 7)
    return Period("day", day) if period.holds(day) else None


def half_of(period: Period, number: int) -> tuple[Period, Period]:
    """The first (1) or second half of a period as its first and last day, month or year."""
    if FINENESS[period.unit] <= FINENESS["month"]:
        size = (period.last - period.first).days + 1
        middle = HALF_MONTH if period.unit == "month" else (size + 1) // 2
        first, last = Period("day", period.first), Period("day", period.last)
        return (first, first.shift(middle - 1)) if number == 1 else (first.shift(middle), last)
    unit: Unit = "month" if FINENESS[period.unit] <= FINENESS["year"] else "year"
    first, last = Period.holding(unit, period.first), Period.holding(unit, period.last)
    months = (last.first.year - first.first.year) * 12 + last.first.month - first.first.month + 1
    middle = months // 2 if unit == "month" else months // 24 + 1
    return (first, first.shift(middle - 1)) if number == 1 else (first.shift(middle), last)


def units_of(period: Period, unit: Unit, number: int, count: int) -> tuple[Period, Period] | None:
    """The n-th unit of a period, or its first (1) or last (-1) ``count``, as first and last of them.

    A week belongs to the month that its Thursday is in, as ISO 8601 counts the weeks of a year.
    """
    offset = timedelta(days=3 if unit == "week" else 0)
    start, end = Period.holding(unit, period.first), Period.holding(unit, period.last)
    if not period.holds(start.first + offset):
        start = start.shift(1)
    if not period.holds(end.first + offset):
        end = end.shift(-1)
    if number > 0:
        first, last = start.shift(number - 1), start.shift(number + count - 2)
    else:
        first, last = end.shift(1 - count), end
    return (first, last) if first.first >= start.first and last.last <= end.last else None
