"""What the index keeps of a date, so that ranges and histograms are counting integers.

``first`` and ``last`` are the days an event may mean (:data:`EARLIEST`, :data:`LATEST` where an end is open), and
``first_month`` the month that it begins in. Most events lie within one month; only the others have ``last_month``, and
only those with a time of day ``first_hour`` and ``last_hour``. ``crosses`` names the units that do not hold the event
in one bucket: its mass there is possible, in all other units it is definite. An undated event has none of these.
"""

from __future__ import annotations

from functools import lru_cache

from store import edtf
from store.claims import date_of
from store.index.buckets import UNITS, Unit, month_of, number_of

EARLIEST = -(1 << 52)
"""Stands for an open or unknown start: before every day, month and hour, and still exact as a 64-bit float, which is
what tantivy's histograms count in."""

LATEST = 1 << 52
"""Stands for an open or unknown end."""

HOUR_SECONDS = 3600


@lru_cache(maxsize=65_536)
def time_fields(text: str) -> dict[str, int | list[Unit]]:
    """The fields of the index that the date fills; callers must not change the answer."""
    date = date_of(text)
    if date.is_undated:
        return {}
    fields: dict[str, int | list[Unit]] = {
        "first": EARLIEST if date.first is None else date.first,
        "last": LATEST if date.last is None else date.last,
        "first_month": EARLIEST if date.first is None else month_of(date.first),
    }
    last_month = LATEST if date.last is None else month_of(date.last)
    if last_month != fields["first_month"]:
        fields["last_month"] = last_month
    if date.instant:
        start, end = (second // HOUR_SECONDS for second in edtf.sort_key(date))
        fields |= {"first_hour": start, "last_hour": end}
    crosses = [unit for unit in UNITS if _crosses(unit, date)]
    if crosses:
        fields["crosses"] = crosses
    return fields


def _crosses(unit: Unit, date: edtf.Date) -> bool:
    if date.first is None or date.last is None:
        return True
    if unit == "hour":
        # Whole days are counted apart from events with a time, by their days: no need to mark each of them.
        return date.instant is not None and len({second // HOUR_SECONDS for second in edtf.sort_key(date)}) > 1
    return number_of(unit, date.first) != number_of(unit, date.last)
