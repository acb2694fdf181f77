"""EDTF dates as the formats of others want them: a start and perhaps an end, each as precise as it was said."""

from __future__ import annotations

import re
from typing import NamedTuple

from store import edtf
from store.edtf import Date


class Point(NamedTuple):
    """A date by its parts; parts that nobody said are ``None``."""

    year: int
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None


_PLAIN = re.compile(
    r"(?P<year>-?\d{4}|Y-?\d+)(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d)(?:T(?P<hour>\d\d)(?::(?P<minute>\d\d)"
    r"(?::(?P<second>\d\d))?)?(?:Z|[+-]\d\d(?::\d\d)?)?)?)?)?[?~%]?"
)
"""A year, month, day or time of day without X, as EDTF writes it. (Months 21 to 24 are seasons.)"""


def plain(text: str) -> Point | None:
    """The parts of a plain date, qualified or not; ``None`` for spans, seasons, decades and unknown digits."""
    match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    year, *rest = match.groups()
    return Point(int(year.lstrip("Y")), *(int(part) if part else None for part in rest))


def ends(date: Date) -> tuple[Point | None, Point | None]:
    """Start and end of a date. The start is ``None`` where it is open or unknown, the end where it is that, or where
    the date is a plain one that needs none.

    ``1943-07/1946`` keeps a month and a year; a season or a decade gives its first and last day.
    """
    if (point := plain(date.text)) is not None:
        return point, None
    left, slash, right = date.text.strip("[]").replace("..", "/" if date.text.startswith("[") else "..").partition("/")
    start = (plain(left) if slash else None) or _day(date.first)
    end = (plain(right) if slash else None) or _day(date.last)
    return start, end


def _day(ordinal: int | None) -> Point | None:
    return None if ordinal is None else Point(*edtf.from_ordinal(ordinal))


def is_exact(date: Date) -> bool:
    """Whether a start and an end say all there is to say: no qualifier, no open end, no unknown digit."""
    if date.approximate or date.uncertain or date.text.startswith("["):
        return False
    return all(plain(part) is not None for part in date.text.split("/"))
