"""What the index keeps of a date, so that ranges and histograms are counting integers.

``first`` and ``last`` are the days an event may mean (:data:`EARLIEST`, :data:`LATEST` where an end is open), and
``first_month`` the month that it begins in. Most events lie within one month; only the others have ``last_month``, and
only those with a time of day ``first_hour`` and ``last_hour``. ``crosses`` names the units that do not hold the event
in one bucket: its mass there is possible, in all other units it is definite. An undated event has none of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from store import edtf
from store.claims import date_of
from store.index.buckets import UNITS, Unit, month_of, number_of
from store.index.kept import kept

EARLIEST = -(1 << 52)
"""Stands for an open or unknown start: before every day, month and hour, and still exact as a 64-bit float, which is
what tantivy's histograms count in."""

LATEST = 1 << 52
"""Stands for an open or unknown end."""

HOUR_SECONDS = 3600


MONTH_DAYS = 31
"""Events that may be spread over more days are not known to the month."""


class Times(Struct, frozen=True):
    """What a date puts into the index: columns and crossed units as members of a document, and flags."""

    members: Mapping[str, int | list[Unit]]
    flags: tuple[str, ...]
    last: int | None
    """The last day, ``None`` where it is open or unknown."""


@kept(65_536)
def times_of(text: str) -> Times:
    """The columns, crossed units and flags of a date; a text that is no date gives those of an undated event."""
    date = date_of(text)
    members: dict[str, int | list[Unit]] = {**_numbers(date)}
    if crosses := list(_crossed(date)):
        members["crosses"] = crosses
    return Times(members, tuple(_flags(date)), date.last)


def _numbers(date: edtf.Date) -> dict[str, int]:
    if date.is_undated:
        return {}
    first_month = EARLIEST if date.first is None else month_of(date.first)
    numbers = {
        "first": EARLIEST if date.first is None else date.first,
        "last": LATEST if date.last is None else date.last,
        "first_month": first_month,
    }
    if date.first != date.last or date.first is None:
        last_month = LATEST if date.last is None else month_of(date.last)
        if last_month != first_month:
            numbers["last_month"] = last_month
    if date.instant:
        numbers["first_hour"], numbers["last_hour"] = (second // HOUR_SECONDS for second in edtf.sort_key(date))
    return numbers


def _flags(date: edtf.Date) -> Iterator[str]:
    if date.is_undated:
        yield "undated"
    if date.first is None or date.last is None or date.last - date.first >= MONTH_DAYS:
        yield "vague"
    if date.instant:
        yield "timed"
    if date.uncertain:
        yield "uncertain"
    if date.approximate:
        yield "approximate"


def _crossed(date: edtf.Date) -> Iterator[Unit]:
    """The units of which no single bucket holds the date."""
    if date.is_undated:
        return
    # Whole days are counted apart from events with a time, by their days: no need to mark each of them.
    if date.instant and len({second // HOUR_SECONDS for second in edtf.sort_key(date)}) > 1:
        yield "hour"
    if date.first is None or date.last is None:
        yield from UNITS[1:]
    elif date.first != date.last:
        yield from (unit for unit in UNITS[1:] if number_of(unit, date.first) != number_of(unit, date.last))
