"""Events over time: how many there are in each bucket for sure, and how many may be.

Most events lie within one bucket. Of the others the index knows where they begin and where they end: the number that
may be in a bucket is the number begun by then less the number ended before it. So nothing is counted twice, and no
event need be looked at more than once, however many buckets it may lie in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from tantivy import Query, Searcher

from store.chronology.answers import Bucket, Gap, Histogram
from store.index.buckets import UNITS, Unit, first_day, last_day, months_in
from store.index.times import EARLIEST, LATEST

MOST_BUCKETS = 40_000
"""A hundred years of days: more than any screen can show, and few enough to make at once."""

Counts = Mapping[int, int]
"""Number of a bucket -> number of events."""


class Mass(Struct, frozen=True):
    """Where the events of a view begin, and, of those not within one bucket, where they begin and end."""

    begin: Counts
    crossing_begin: Counts
    crossing_end: Counts

    def extent(self) -> tuple[int, int] | None:
        """The first and the last bucket that is named by any event; ``None`` where there is none."""
        named = [number for counts in (self.begin, self.crossing_end) for number in counts if is_known(number)]
        return (min(named), max(named)) if named else None

    def grouped(self, size: int) -> Mass:
        """The same in buckets of ``size`` of these."""
        return Mass(*(_grouped(counts, size) for counts in (self.begin, self.crossing_begin, self.crossing_end)))


def is_known(number: int) -> bool:
    """Whether the number of a bucket is one, and does not stand for an open end."""
    return EARLIEST < number < LATEST


def _grouped(counts: Counts, size: int) -> Counts:
    grouped: Counter[int] = Counter()
    for number, events in counts.items():
        grouped[number // size if is_known(number) else number] += events
    return grouped


class Outline(Struct, frozen=True):
    """What one pass over the events of a view tells: how many, how many undated, and the months they lie in."""

    total: int
    undated: int
    months: Counts
    crossing: Mapping[Unit, tuple[Counts, Counts]]

    def mass(self, unit: Unit) -> Mass | None:
        """The mass of a unit that is whole months, ``None`` for the others."""
        size = months_in(unit)
        return None if size is None else Mass(self.months, *self.crossing[unit]).grouped(size)

    def years(self) -> tuple[tuple[int | None, int], ...]:
        """Runs of events with the same year of their first day, in the order of the chronology."""
        runs: list[tuple[int | None, int]] = []
        counts = _grouped(self.months, 12)
        for year in sorted(counts):
            runs.append((year if is_known(year) else None, counts[year]))
        if self.undated:
            runs.append((None, runs.pop()[1] + self.undated) if runs and runs[-1][0] is None else (None, self.undated))
        return tuple(runs)


_NOTHING: tuple[Counts, Counts] = ({}, {})


def outline_asked() -> dict[str, Any]:
    """What to ask tantivy for an outline."""
    return {
        "total": {"value_count": {"field": "rank"}},
        "dated": {"value_count": {"field": "first"}},
        "months": _counted("first_month"),
    } | {unit: _crossing(unit, "first_month", "last_month") for unit in _whole_months()}


def outline_of(found: Mapping[str, Any]) -> Outline:
    """The outline from what tantivy answered."""
    total, dated = int(found["total"]["value"]), int(found["dated"]["value"])
    crossing = {unit: (_counts(found[unit]["begin"]), _counts(found[unit]["end"])) for unit in _whole_months()}
    return Outline(total, total - dated, _counts(found["months"]), crossing)


def _whole_months() -> list[Unit]:
    return [unit for unit in UNITS if months_in(unit) is not None]


def mass_of(searcher: Searcher, query: Query, unit: Unit) -> Mass:
    """The mass of a unit that is not whole months: ``week``, ``day`` or ``hour``."""
    if unit == "hour":
        return _hours(searcher, query)
    asked = {"begin": _counted("first"), "crossing": _crossing(unit, "first", "last")}
    found = searcher.aggregate(query, asked)
    crossing = found["crossing"]
    days = Mass(_counts(found["begin"]), _counts(crossing["begin"]), _counts(crossing["end"]))
    return _weeks(days) if unit == "week" else days


def _weeks(days: Mass) -> Mass:
    # Weeks begin on Monday, and day 1 (0001-01-01) was one.
    def shifted(counts: Counts) -> Counts:
        return {number - 1 if is_known(number) else number: events for number, events in counts.items()}

    return Mass(shifted(days.begin), shifted(days.crossing_begin), shifted(days.crossing_end)).grouped(7)


def _hours(searcher: Searcher, query: Query) -> Mass:
    """Events with a time of day by their hours; the others may be in any hour of their days."""
    asked = {
        "hours": _counted("first_hour"),
        "crossing": _crossing("hour", "first_hour", "last_hour"),
        "first": _counted("first"),
        "last": _counted("last"),
        "timed": {"filter": "flag:timed", "aggs": {"first": _counted("first"), "last": _counted("last")}},
    }
    found = searcher.aggregate(query, asked)
    begin = Counter(_counts(found["hours"]))
    crossing_begin = Counter(_counts(found["crossing"]["begin"]))
    crossing_end = Counter(_counts(found["crossing"]["end"]))
    for name, hour, counters in (("first", 0, (begin, crossing_begin)), ("last", 23, (crossing_end,))):
        untimed = Counter(_counts(found[name])) - Counter(_counts(found["timed"][name]))
        for day, events in untimed.items():
            for counter in counters:
                counter[day * 24 + hour if is_known(day) else day] += events
    return Mass(begin, crossing_begin, crossing_end)


def _counted(field: str) -> dict[str, Any]:
    return {"histogram": {"field": field, "interval": 1, "min_doc_count": 1}}


def _crossing(unit: Unit, begin: str, end: str) -> dict[str, Any]:
    return {"filter": f"crosses:{unit}", "aggs": {"begin": _counted(begin), "end": _counted(end)}}


def _counts(found: dict[str, Any]) -> Counts:
    return {int(bucket["key"]): bucket["doc_count"] for bucket in found["buckets"]}


def histogram(unit: Unit, mass: Mass, bounds: tuple[int, int] | None) -> Histogram:
    """All buckets from the one numbered ``bounds[0]`` to ``bounds[1]``; without bounds those that the events name."""
    bounds = bounds or mass.extent()
    if bounds is None:
        return Histogram(unit)
    low, high = bounds
    clipped = high - low >= MOST_BUCKETS
    if clipped:
        low = high - MOST_BUCKETS + 1
    open_now = sum(events for number, events in mass.crossing_begin.items() if number < low)
    open_now -= sum(events for number, events in mass.crossing_end.items() if number < low)
    buckets = []
    for number in range(low, high + 1):
        begun = mass.crossing_begin.get(number, 0)
        open_now += begun
        definite = mass.begin.get(number, 0) - begun
        hour = number % 24 if unit == "hour" else None
        buckets.append(Bucket(first_day(unit, number), last_day(unit, number), definite, open_now, hour))
        open_now -= mass.crossing_end.get(number, 0)
    return Histogram(unit, tuple(buckets), clipped)


def gaps(searcher: Searcher, query: Query, top: int) -> tuple[Gap, ...]:
    """The longest stretches of days, longest first, on which nothing happened as far as is known to the month.

    Vaguer events neither end a silence nor make one: they may lie anywhere.
    """
    asked = {"first": _counted("first"), "last": _counted("last")}
    found = searcher.aggregate(query, asked)
    ends = _counts(found["last"])
    silences: list[Gap] = []
    under_way, reached = 0, None
    begins = _counts(found["first"])
    for day in sorted({*begins, *ends}):
        if not under_way and reached is not None and day > reached + 1:
            silences.append(Gap(reached, day))
        under_way += begins.get(day, 0) - ends.get(day, 0)
        reached = day
    return tuple(sorted(silences, key=lambda gap: (-gap.days, gap.last_before))[:top])
