"""What the words of a date expression mean, before anything is counted: the border between grammar and calendar.

The grammar makes forms of words; :mod:`store.suggest.timex.anchoring` makes calendar periods of forms, given the
publication day, the dates before in the text and the tense. A form holds only what the words say: "Sept. 10" has no
year, "the following day" does not know which day it follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from store.suggest.timex.model import Part, Period, Unit

Base = Literal["published", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Common to all: a part of the period ("early"), whether only about, and a part of the day ("MO", "NI" …)."""

    part: Part = ""
    approximate: bool = False
    daypart: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOf:
    """The year of something that comes every year: a number, or steps from the publication's or the text's year."""

    number: int | None = None
    steps: int = 0
    base: Base = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed(Form):
    """A period that the words name completely: a year, a decade, a numeric date (perhaps with another reading)."""

    period: Period
    other: Period | None = None
    weekday: int | None = None
    fiscal: bool = False
    told: str = ""  # a sentence on where a date is from that the words do not spell, such as 9/11


Yearly = Literal["month", "day", "quarter", "half", "season", "holiday"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EachYear(Form):
    """Something that comes once a year, and which year if said.

    ``number`` is the month (for a day too), the quarter, half or season; ``direction`` is that of "last" (-1), "this"
    (0) or "next" (1) September, seen from ``base``. ``weekday`` is one said beside a day ("Sunday, September 10").
    """

    what: Yearly
    number: int = 0
    day: int = 0
    name: str = ""
    year: YearOf | None = None
    direction: int | None = None
    base: Base = "published"
    weekday: int | None = None
    fiscal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfWeek(Form):
    """A weekday: bare, with a direction ("last Friday"), in a week so many weeks on ("Friday of next week").

    "The weekend" is the Saturday and Sunday that a bare Saturday would be.
    """

    number: int
    unit: Literal["day", "weekend"] = "day"
    direction: int | None = None
    weeks: int | None = None
    base: Base = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfMonth(Form):
    """A day of a month that is not named: "on the 13th", "the 5th of last month"; perhaps with its weekday."""

    day: int
    months: int | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps(Form):
    """So many units from the publication day or from a date before in the text: "last week", "two days later".

    ``like`` keeps the kind of that date instead: "a year earlier" said of a quarter is the quarter a year earlier;
    ``year`` is the year to take it in where one is named ("the same quarter of 2008"). ``years`` go on from there:
    "ten years ago this week".
    """

    unit: Unit
    steps: int
    base: Base = "published"
    like: bool = False
    year: int | None = None
    years: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Nth(Form):
    """The first week of May, the last three months of 2009, the second Tuesday in June; ``number`` -1 is the last."""

    number: int
    unit: Unit | None = None
    weekday: int | None = None
    count: int = 1
    whole: Form | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Between(Form):
    """A range of two forms; the second may leave out what the first says ("September 10-13")."""

    first: Form
    last: Form
