"""A period, a part of it or a range as EDTF.

Early, middle and late are thirds, marked approximate because nobody says where they begin; the start and the end of
a year are about its first and last month, of a month about its first and last day.
"""

from __future__ import annotations

from datetime import date, timedelta

from store.suggest.timex.model import FINENESS, Part, Period, Unit, month_text

PLAIN: frozenset[Unit] = frozenset({"day", "month", "year"})
Extent = tuple[str, str]
THIRDS = {"early": 0, "mid": 1, "late": 2}


def extent(period: Period, part: Part, approximate: bool, published: date) -> Extent:
    """The first and last term of a period as EDTF; both are the same where one term says it all."""
    if part in ("so far", "to come"):
        return running(period, part, published)
    if part and period.unit not in ("day", "weekend"):
        narrowed = thirds(period, part) if part in THIRDS else edge(period, part)
        if narrowed:
            return narrowed[0] + "~", narrowed[1] + "~"
    mark = "~" if approximate or (part and period.unit != "day") else ""
    whole = period.edtf
    if "/" in whole or (mark and "X" in whole):
        first, last = ends(period)
        return first + mark, last + mark
    return whole + mark, whole + mark


def edtf_of(first: Extent, last: Extent | None = None) -> str:
    """The EDTF text from the start of one extent to the end of another."""
    start, end = first[0], (last or first)[1]
    return start if start == end else f"{start}/{end}"


def ends(period: Period) -> Extent:
    """Terms that may stand in an interval: a day, month or year; what has no such name is said in a finer one."""
    if period.unit in PLAIN:
        return period.edtf, period.edtf
    first, last = period.first, period.last
    if FINENESS[period.unit] < FINENESS["month"]:
        return first.isoformat(), last.isoformat()
    if FINENESS[period.unit] < FINENESS["year"]:
        return month_text(first), month_text(last)
    return f"{first.year:04}", f"{last.year:04}"


def span(first: Period, last: Period) -> Extent:
    """From the start of one period to the end of another."""
    return ends(first)[0], ends(last)[1]


def running(period: Period, part: Part, day: date) -> Extent:
    """Earlier or later in a period that holds a day: up to that day, or from it on."""
    first, last = ends(period)
    if period.unit == "day" or not period.holds(day):
        return first, last
    return (first, day.isoformat()) if part == "so far" else (day.isoformat(), last)


def thirds(period: Period, part: Part) -> Extent | None:
    third = THIRDS[part]
    first = period.first
    if period.unit == "month":
        days = (1, 10), (11, 20), (21, period.last.day)
        start, end = days[third]
        return first.replace(day=start).isoformat(), first.replace(day=end).isoformat()
    if period.unit == "week":
        start, end = ((0, 1), (2, 3), (4, 6))[third]
        return (first + timedelta(days=start)).isoformat(), (first + timedelta(days=end)).isoformat()
    if period.unit in ("quarter", "season"):
        month = Period("month", first).shift(third)
        return month.edtf, month.edtf
    if period.unit in ("half", "year"):
        size = 2 if period.unit == "half" else 4
        months = Period("month", first).shift(size * third), Period("month", first).shift(size * third + size - 1)
        return months[0].edtf, months[1].edtf
    size = 1 if period.unit == "decade" else 10
    start, end = ((0, 3), (4, 6), (7, 9))[third]
    return f"{first.year + start * size:04}", f"{first.year + end * size + size - 1:04}"


def edge(period: Period, part: Part) -> Extent:
    day = period.first if part == "start" else period.last
    if FINENESS[period.unit] <= FINENESS["month"]:
        return day.isoformat(), day.isoformat()
    if FINENESS[period.unit] <= FINENESS["year"]:
        return month_text(day), month_text(day)
    return f"{day.year:04}", f"{day.year:04}"
