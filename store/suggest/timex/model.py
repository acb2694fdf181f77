"""The values of the tagger: a calendar period, and a date expression with the story of its reading.

Two notations are kept apart. TIMEX3 (TimeML) is what corpora of date expressions use and has names for weeks,
quarters and seasons of any year: ``2023-W36``, ``2023-Q3``, ``2023-SU``. EDTF (ISO 8601-2, levels 0 and 1) is what a
dossier holds; there a week or a quarter is an interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

Unit = Literal["day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade", "century"]
Part = Literal["", "early", "mid", "late", "start", "end", "so far", "to come"]
Confidence = Literal["high", "medium", "low"]

# From fine to coarse; a season is as long as a quarter.
FINENESS: dict[Unit, int] = {
    "day": 0,
    "weekend": 1,
    "week": 2,
    "month": 3,
    "quarter": 4,
    "season": 4,
    "half": 5,
    "year": 6,
    "decade": 7,
    "century": 8,
}
ONE_DAY = timedelta(days=1)
SEASON_CODES = ("SP", "SU", "FA", "WI")  # TIMEX3; EDTF 21-24 stand in the same order
MONTHS_OF: dict[Unit, int] = {
    "month": 1,
    "quarter": 3,
    "season": 3,
    "half": 6,
    "year": 12,
    "decade": 120,
    "century": 1200,
}


@dataclass(frozen=True, slots=True)
class Period:
    """A named stretch of the calendar: its kind and its first day.

    Seasons start on the first of March, June, September and December, so a winter carries the year of its
    December; weeks are ISO weeks. Raises ``ValueError`` or ``OverflowError`` outside the years 1 to 9999.
    """

    unit: Unit
    first: date

    @classmethod
    def holding(cls, unit: Unit, day: date) -> Period:
        """The period of this kind that ``day`` falls in (for a weekend: that of the same ISO week)."""
        if unit == "day":
            return cls(unit, day)
        if unit == "week":
            return cls(unit, day - timedelta(days=day.weekday()))
        if unit == "weekend":
            return cls(unit, day + timedelta(days=5 - day.weekday()))
        if unit == "season":
            start = date(day.year if day.month > 2 else day.year - 1, day.month - day.month % 3 or 12, 1)
            return cls(unit, start)
        if unit in ("month", "quarter", "half"):
            size = MONTHS_OF[unit]
            return cls(unit, date(day.year, (day.month - 1) // size * size + 1, 1))
        size = MONTHS_OF[unit] // 12
        return cls(unit, date(day.year // size * size, 1, 1))

    @property
    def last(self) -> date:
        """The last day, inclusive."""
        if self.unit == "day":
            return self.first
        if self.unit in ("week", "weekend"):
            return self.first + timedelta(days=6 if self.unit == "week" else 1)
        year, month = divmod(self.first.year * 12 + self.first.month - 1 + MONTHS_OF[self.unit], 12)
        return date(year, month + 1, 1) - ONE_DAY if year <= date.max.year else date.max

    def shift(self, steps: int) -> Period:
        """The period ``steps`` further on (a season: the same season, years on)."""
        if self.unit == "day":
            return Period(self.unit, self.first + timedelta(days=steps))
        if self.unit in ("week", "weekend"):
            return Period(self.unit, self.first + timedelta(weeks=steps))
        months = 12 if self.unit == "season" else MONTHS_OF[self.unit]
        return Period(self.unit, self.first + relativedelta(months=months * steps))

    def years_on(self, years: int) -> Period:
        """The same period of another year: the third quarter a year earlier, the same day ten years later."""
        return Period.holding(self.unit, self.first + relativedelta(years=years))

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def timex(self) -> str:
        """The TIMEX3 value."""
        first = self.first
        if self.unit == "day":
            return first.isoformat()
        if self.unit in ("week", "weekend"):
            year, week, _ = first.isocalendar()
            return f"{year:04}-W{week:02}" + ("-WE" if self.unit == "weekend" else "")
        if self.unit == "month":
            return f"{first.year:04}-{first.month:02}"
        if self.unit == "quarter":
            return f"{first.year:04}-Q{first.month // 3 + 1}"
        if self.unit == "half":
            return f"{first.year:04}-H{first.month // 6 + 1}"
        if self.unit == "season":
            return f"{first.year:04}-{SEASON_CODES[first.month // 3 - 1]}"
        return f"{first.year:04}"[: {"year": 4, "decade": 3, "century": 2}[self.unit]]

    @property
    def edtf(self) -> str:
        """The EDTF text; a week, weekend, quarter or half is an interval."""
        first, last = self.first, self.last
        if self.unit in ("week", "weekend"):
            return f"{first.isoformat()}/{last.isoformat()}"
        if self.unit in ("quarter", "half"):
            return f"{month_text(first)}/{month_text(last)}"
        if self.unit == "season":
            return f"{first.year:04}-{20 + first.month // 3}"
        if self.unit == "decade":
            return self.timex + "X"
        if self.unit == "century":
            return self.timex + "XX"
        return self.timex


def month_text(day: date) -> str:
    """``2023-09``, also for years before 1000, which ``strftime`` does not pad."""
    return f"{day.year:04}-{day.month:02}"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a relative expression was counted from: the publication day (no ``text``) or an expression before it."""

    date: str
    text: str = ""
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of the same words: its EDTF date and the rule that gives it."""

    edtf: str
    rule: str


@dataclass(frozen=True, slots=True)
class Timex:
    """A date expression of a text and what it was read as.

    ``start`` and ``end`` are code points (end excluded): ``source[start:end] == text`` always holds. ``value`` is the
    TIMEX3 value, ``edtf`` the date for a dossier. ``ends`` holds the two ends of a range that names two whole dates
    ("from May 2012 to July 2013") as expressions of their own, as TimeML marks them.
    """

    start: int
    end: int
    text: str
    value: str
    edtf: str
    rule: str
    why: str
    confidence: Confidence
    basis: Basis | None = None
    alternatives: tuple[Alternative, ...] = ()
    ends: tuple[Timex, ...] = ()
