"""The EDTF profile: text to :class:`Date`.

Source: *Extended Date/Time Format (EDTF) Specification*, Library of Congress, 2019 (ISO 8601-2:2019). Levels 0 and 1
whole; of level 2 only ``[a..b]``, ``[..b]`` and ``[a..]`` (one day, month or year out of these). Beyond the
specification a time of day may stop at the minute or the hour (``2023-09-13T14:30``), because reports do.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from store.edtf.days import MONTHS, from_ordinal, month_length, to_ordinal, year_text
from store.edtf.errors import EdtfError, why_not

Precision = Literal[
    "second", "minute", "hour", "day", "month", "season", "year", "decade", "century", "span", "undated"
]  # fmt: skip

DAY_SECONDS = 86_400


class Date(Struct, frozen=True):
    """A date of the profile: its text, and the days that it may mean.

    ``first`` and ``last`` are the earliest and the latest day (see :mod:`store.edtf.days`), both included; ``None`` is
    an end that is open or unknown. For a date with a time of day they are the day as written, in its own zone.

    ``~`` and ``?`` (``approximate``, ``uncertain``; ``%`` is both) do not move the ends: EDTF gives them no width, and
    any number of days would be made up. A span is approximate when one of its ends is.
    """

    text: str
    first: int | None
    last: int | None
    approximate: bool = False
    uncertain: bool = False
    precision: Precision = "day"
    instant: tuple[int, int] | None = None
    """First and last second of a time of day, in UTC where the text has an offset; ``None`` for whole days."""

    def __str__(self) -> str:
        """The canonical EDTF text: ``parse(str(date)) == date``."""
        return self.text

    @property
    def is_undated(self) -> bool:
        return self.precision == "undated"

    @property
    def start_second(self) -> int | None:
        """First second, counted so that a day begins at ``ordinal * 86400``; ``None`` where the start is open."""
        if self.instant:
            return self.instant[0]
        return None if self.first is None else self.first * DAY_SECONDS

    @property
    def end_second(self) -> int | None:
        """Last second, included; ``None`` where the end is open."""
        if self.instant:
            return self.instant[1]
        return None if self.last is None else self.last * DAY_SECONDS + DAY_SECONDS - 1


UNDATED = Date("", None, None, precision="undated")
"""No date known: the empty text."""

MAX_YEAR = 9_999_999_999
"""Years stop here on both sides, so that seconds fit in 64 bits everywhere. (EDTF itself knows no limit.)"""

SEASONS = {21: ("spring", 3), 22: ("summer", 6), 23: ("autumn", 9), 24: ("winter", 12)}
"""Season -> name and first of its three months. EDTF leaves the months open; these are the northern meteorological
seasons. Winter begins in December of its year and ends in February of the next, since the codes run in the order of
the year: winter 2023 (``2023-24``) is December 2023 to February 2024."""

POINT = re.compile(
    r"(?P<year>-?\d{4}|-?\d{3}X|-?\d\dXX|Y-?[1-9]\d{4,9})"
    r"(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX)"
    r"(?:T(?P<time>\d\d(?::\d\d(?::\d\d)?)?)(?P<zone>Z|[+-]\d\d(?::\d\d)?)?)?)?)?"
    r"(?P<mark>[?~%])?",
    re.ASCII,
)
"""One date, without an interval. What it lets through can still be no date: a 13th month, an X before a digit."""


@lru_cache(maxsize=32_768)
def parse(text: str) -> Date:
    """Read one EDTF expression of the profile; the empty text is :data:`UNDATED`.

    Raises :class:`EdtfError` with the position (code point) and the reason. Surrounding blanks are not stripped, and
    an interval that ends before it begins is refused.
    """
    if len(text) == 10 and text[4] == "-" == text[7]:  # nearly every date of a chronology is a plain day
        try:
            ordinal = datetime.date.fromisoformat(text).toordinal()
        except ValueError:
            pass
        else:
            return Date(text, ordinal, ordinal)
    if not text:
        return UNDATED
    if text[0] == "[":
        return _one_of(text)
    if "/" in text:
        return _interval(text)
    return _point(text, text, 0)


def is_valid(text: str) -> bool:
    """Whether :func:`parse` accepts the text."""
    try:
        parse(text)
    except EdtfError:
        return False
    return True


def _interval(text: str) -> Date:
    left, _, right = text.partition("/")
    if "/" in right:
        raise EdtfError(text, len(left) + 1 + right.index("/"), "an interval has one '/' only")
    if left in ("", "..") and right in ("", ".."):
        raise EdtfError(text, 0, "an interval needs a date at one end at least")
    return _between(text, _end(text, left, 0), _end(text, right, len(left) + 1))


def _end(text: str, part: str, at: int) -> Date | None:
    """One end of an interval; ``None`` for an unknown (empty) or an open (``..``) one."""
    if part in ("", ".."):
        return None
    end = _point(text, part, at)
    if "X" in part:
        raise EdtfError(text, at + part.index("X"), "an X within an interval is level 2, outside the profile")
    if end.instant:
        raise EdtfError(text, at + part.index("T"), "the ends of an interval have no time of day in EDTF")
    return end


def _one_of(text: str) -> Date:
    if len(text) < 2 or text[-1] != "]":
        raise EdtfError(text, len(text), "']' is missing")
    left, dots, right = text[1:-1].partition("..")
    if "," in text or not dots:
        at = text.find(",") if "," in text else 1
        raise EdtfError(text, at, "of the sets of level 2 the profile has only [a..b], [..b] and [a..]")
    if not left and not right:
        raise EdtfError(text, 1, "one of which dates? [..] names none")
    ends = []
    for part, at in ((left, 1), (right, len(left) + 3)):
        end = _point(text, part, at) if part else None
        if end and end.precision not in ("day", "month", "year"):
            raise EdtfError(text, at, "between [ and ] stand plain days, months and years")
        if end and ("X" in part or end.approximate or end.uncertain):
            raise EdtfError(text, at, "between [ and ] a date has no X and no ? ~ %")
        ends.append(end)
    return _between(text, ends[0], ends[1])


def _between(text: str, start: Date | None, end: Date | None) -> Date:
    if start and end and start.first is not None and end.last is not None and end.last < start.first:
        raise EdtfError(text, text.index(end.text, len(start.text)), f"{end.text} is before {start.text}")
    present = [date for date in (start, end) if date]
    return Date(
        text,
        start.first if start else None,
        end.last if end else None,
        any(date.approximate for date in present),
        any(date.uncertain for date in present),
        "span",
    )


def _point(whole: str, text: str, at: int) -> Date:
    """Read one date that stands at ``at`` in ``whole``."""
    match = POINT.fullmatch(text)
    if match is None:
        position, reason = why_not(text)
        raise EdtfError(whole, at + position, reason)
    year_part, month_part, day_part, time, zone, mark = match.groups()
    approximate, uncertain = mark in ("~", "%"), mark in ("?", "%")

    def refuse(group: str, reason: str) -> EdtfError:
        return EdtfError(whole, at + match.start(group), reason)

    if year_part == "-0000":
        raise refuse("year", "the year 0000 has no sign")
    if month_part is None:
        first_year, last_year, precision = years(year_part)
        if not -MAX_YEAR <= first_year <= last_year <= MAX_YEAR:
            raise refuse("year", f"years beyond {MAX_YEAR} are outside the profile")
        return Date(
            text, to_ordinal(first_year, 1, 1), to_ordinal(last_year, 12, 31), approximate, uncertain, precision
        )
    if year_part[0] == "Y":
        raise refuse("month", "a year with Y stands alone")
    if year_part[-1] == "X":
        raise refuse("month", "an X in the year leaves no room for a month: that is level 2, outside the profile")
    year = int(year_part)
    if month_part == "XX":
        if day_part not in (None, "XX"):
            raise refuse("day", "a known day of an unknown month is level 2, outside the profile")
        first, last = to_ordinal(year, 1, 1), to_ordinal(year, 12, 31)
        return Date(text, first, last, approximate, uncertain, "year")
    month = int(month_part)
    if month in SEASONS:
        if day_part is not None:
            raise refuse("day", "a season has no days")
        first, last = season_days(year, month)
        return Date(text, first, last, approximate, uncertain, "season")
    if not 1 <= month <= 12:
        beyond = "seasons beyond 21-24 are level 2, outside the profile" if 25 <= month <= 41 else ""
        raise refuse("month", beyond or f"there is no month {month_part}")
    length = month_length(year, month)
    if day_part in (None, "XX"):
        first, last = to_ordinal(year, month, 1), to_ordinal(year, month, length)
        return Date(text, first, last, approximate, uncertain, "month")
    day = int(day_part)
    if not 1 <= day <= length:
        raise refuse("day", f"{MONTHS[month - 1]} {year_text(year)} has {length} days")
    ordinal = to_ordinal(year, month, day)
    if time is None:
        return Date(text, ordinal, ordinal, approximate, uncertain, "day")
    if mark:
        raise refuse("mark", "a time of day cannot be qualified")
    hour, minute, second = (int(part) for part in (time + ":00:00")[:8].split(":"))
    if hour > 23 or minute > 59 or second > 59:
        raise refuse("time", "times run from 00:00:00 to 23:59:59")
    start = ordinal * DAY_SECONDS + hour * 3600 + minute * 60 + second
    if zone and zone != "Z":
        if int(zone[1:3]) > 23 or int(zone[4:] or 0) > 59:
            raise refuse("zone", "offsets run up to 23:59")
        start -= int(zone[0] + "1") * (int(zone[1:3]) * 3600 + int(zone[4:] or 0) * 60)
    clock: dict[int, tuple[int, Precision]] = {2: (3600, "hour"), 5: (60, "minute"), 8: (1, "second")}
    length, precision = clock[len(time)]
    return Date(text, ordinal, ordinal, False, False, precision, (start, start + length - 1))


def years(text: str) -> tuple[int, int, Precision]:
    """First and last year of ``2023``, ``201X``, ``20XX``, ``-0044``, ``Y17000``."""
    digits = text.lstrip("Y")
    ends = sorted((int(digits.replace("X", "0")), int(digits.replace("X", "9"))))
    precisions: tuple[Precision, Precision, Precision] = ("year", "decade", "century")
    return ends[0], ends[1], precisions[digits.count("X")]


def season_days(year: int, season: int) -> tuple[int, int]:
    """First and last day of a season (21..24) of a year: see :data:`SEASONS`."""
    month = SEASONS[season][1]
    end_year, end_month = (year + 1, 2) if month == 12 else (year, month + 2)
    return to_ordinal(year, month, 1), to_ordinal(end_year, end_month, month_length(end_year, end_month))


def from_days(first: int | None, last: int | None) -> Date:
    """The shortest EDTF for all days from ``first`` to ``last``, both included; ``None`` is an open end.

    Whole years and months stand as such: ``2023``, ``2023-07/2023-08``, ``2023-09-10/2023-09-13``, ``../2023-06``.
    Raises :class:`EdtfError` when both are ``None``, in the wrong order, or beyond what a day of EDTF can say.
    """
    if first is None or last is None:
        start = ".." if first is None else _shortest_start(first)
        end = ".." if last is None else _shortest_end(last)
        return parse(f"{start}/{end}")
    (year, month, day), (end_year, end_month, end_day) = from_ordinal(first), from_ordinal(last)
    if day == 1 and end_day == month_length(end_year, end_month):
        whole_years = month == 1 and end_month == 12
        start = year_text(year) + ("" if whole_years else f"-{month:02d}")
        end = year_text(end_year) + ("" if whole_years else f"-{end_month:02d}")
    else:
        start, end = f"{year_text(year)}-{month:02d}-{day:02d}", f"{year_text(end_year)}-{end_month:02d}-{end_day:02d}"
    return parse(start if start == end else f"{start}/{end}")


def _shortest_start(ordinal: int) -> str:
    year, month, day = from_ordinal(ordinal)
    return year_text(year) + ("" if month == day == 1 else f"-{month:02d}" + ("" if day == 1 else f"-{day:02d}"))


def _shortest_end(ordinal: int) -> str:
    year, month, day = from_ordinal(ordinal)
    if day != month_length(year, month):
        return f"{year_text(year)}-{month:02d}-{day:02d}"
    return year_text(year) + ("" if month == 12 else f"-{month:02d}")
