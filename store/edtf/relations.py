"""How a date stands to a range of days, and to other dates in a list."""

from __future__ import annotations

from store.edtf.grammar import DAY_SECONDS, Date

FLOOR = -(2**62)
"""Sorts an open or unknown start before every second of the profile."""
CEILING = 2**62
"""Sorts an open or unknown end after every second; undated comes after this."""


def possibly(date: Date, first: int | None, last: int | None) -> bool:
    """Whether the date may fall on a day of the closed range ``first..last`` (``None`` = open).

    An open or unknown end of the date may reach any day. An undated event is in no range that has a bound.
    """
    if date.is_undated:
        return first is None and last is None
    return (last is None or date.first is None or date.first <= last) and (
        first is None or date.last is None or date.last >= first
    )


def definitely(date: Date, first: int | None, last: int | None) -> bool:
    """Whether every day that the date may mean lies in the range. Implies :func:`possibly`.

    ``~`` and ``?`` count by their stated ends (see :class:`~store.edtf.grammar.Date`): whether a date is sure of itself
    is another question, asked with ``date.approximate`` and ``date.uncertain``.
    """
    return (first is None or (date.first is not None and date.first >= first)) and (
        last is None or (date.last is not None and date.last <= last)
    )


def sort_key(date: Date) -> tuple[int, int]:
    """Order of a chronology: by first second, then by last; so a day comes before the month that it begins.

    Open starts come first, undated last of all. A time of day counts in UTC but never leaves the day as written, so
    that a list is in the order of the days that it shows.
    """
    if date.is_undated:
        return CEILING + 1, CEILING + 1
    start, end = date.start_second, date.end_second
    if date.instant and date.first is not None:
        day = date.first * DAY_SECONDS
        start, end = (min(max(second, day), day + DAY_SECONDS - 1) for second in date.instant)
    return FLOOR if start is None else start, CEILING if end is None else end
