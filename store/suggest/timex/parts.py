"""A period, a part of it or a range as EDTF.

Early, middle and late are thirds, the start and the end about a quarter; all are marked approximate, because nobody
says where they begin.
"""

from __future__ import annotations

from datetime import date

from store.suggest.timex.model import FINENESS, Part, Period, Unit, month_text

Extent = tuple[str, str]

PLAIN: frozenset[Unit] = frozenset({"day", "month", "year"})

# Of each kind of period the smaller units its parts are said in, and from which to which of them each part goes
# (counted from 0, or from the end if negative).
SHARES: dict[Unit, tuple[Unit, dict[Part, tuple[int, int]]]] = {
    "week": ("day", {"early": (0, 1), "mid": (2, 3), "late": (4, 6), "start": (0, 1), "end": (4, 6)}),
    "month": ("day", {"early": (0, 9), "mid": (10, 19), "late": (20, -1), "start": (0, 6), "end": (-7, -1)}),
    "quarter": ("month", {"early": (0, 0), "mid": (1, 1), "late": (2, 2), "start": (0, 0), "end": (2, 2)}),
    "season": ("month", {"early": (0, 0), "mid": (1, 1), "late": (2, 2), "start": (0, 0), "end": (2, 2)}),
    "half": ("month", {"early": (0, 1), "mid": (2, 3), "late": (4, 5), "start": (0, 1), "end": (4, 5)}),
    "year": ("month", {"early": (0, 3), "mid": (4, 7), "late": (8, 11), "start": (0, 2), "end": (9, 11)}),
    "decade": ("year", {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "start": (0, 2), "end": (7, 9)}),
    "century": ("year", {"early": (0, 32), "mid": (33, 65), "late": (66, 99), "start": (0, 24), "end": (75, 99)}),
}


def extent(period: Period, part: Part, approximate: bool, published: date) -> Extent:
    """The first and last term of a period as EDTF; both are the same where one term says it all."""
    if part in ("so far", "to come"):
        return running(period, part, published)
    if part and period.unit in SHARES:
        start, stop = share(period, part)
        return start.edtf + "~", stop.edtf + "~"
    mark = "~" if approximate else ""
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


def share(period: Period, part: Part) -> tuple[Period, Period]:
    """The first and last of the smaller units that a part is made of."""
    unit, shares = SHARES[period.unit]
    opening, closing = Period.holding(unit, period.first), Period.holding(unit, period.last)
    start, stop = (opening.shift(n) if n >= 0 else closing.shift(n + 1) for n in shares[part])
    return start, stop
