"""Cells that hold dates, to EDTF, without adding to what they say: a year is a year, a month a month.

``2/1/2015`` has two readings. Which one a file means is found from all its dates (:class:`Order`); one that shows
neither is asked about, or read as its format's habit says, and that is told.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

from store import edtf
from store.importers.cells import shown
from store.text import fold
from store.when import WhenError, when

_MONTH_NAMES = """
    january february march april may june july august september october november december
    januar februar marz april mai juni juli august september oktober november dezember
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
    gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
"""
"""English, German, French, Spanish, Portuguese, Italian; folded. Feeds write their dates in their own language."""


def _months() -> dict[str, int]:
    """Names and their first three and four letters to numbers, without those that mean two months (``jui``)."""
    found: dict[str, set[int]] = {}
    for place, name in enumerate(_MONTH_NAMES.split()):
        for form in {name, name[:3], name[:4]}:
            found.setdefault(form, set()).add(place % 12 + 1)
    return {form: numbers.pop() for form, numbers in found.items() if len(numbers) == 1}


_MONTHS = _months()

_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAME = r"(?P<name>[^\W\d]{3,9})\.?"
_YEAR = r"(?P<year>\d{4})"
_HALF = r"(?P<half> ?[AaPp]\.?[Mm]\.?)?"
_TIME = rf"(?:[T ,]+(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?{_HALF})?"
_ZONE = r" ?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?"
_COMPACT = re.compile(rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?:T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?Z?)?")
_YEAR_FIRST = re.compile(rf"{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TIME}{_ZONE}")
_DAY_NAMED = re.compile(rf"(?:[^\W\d]+,? +)?{_DAY}[-/. ]*{_NAME}[-/., ]*{_YEAR}{_TIME}{_ZONE}")
_NAME_FIRST = re.compile(rf"{_NAME} +{_DAY},? +{_YEAR}{_TIME}{_ZONE}")
_MONTH_NAMED = re.compile(r"(?P<name>[^\W\d]{3,9})\.?[-/., ]*(?P<year>\d{4})")
_TWO_READINGS = re.compile(rf"(?P<one>\d{{1,2}})[-/.](?P<two>\d{{1,2}})[-/.](?P<year>\d{{4}}){_TIME}{_ZONE}")
_SHORT_YEAR = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d\d)")
_MONTH_YEAR = re.compile(
    r"(?P<month>\d{1,2})[-/](?P<year>\d{4})|(?P<year2>\d{4})(?:/(?P<month2>\d{1,2})|-(?P<month3>\d))"
)

_ANY_DAY = datetime.date(2000, 1, 1)
"""What :func:`store.when.when` is told to count from. No reading that depends on it is taken."""

_FORMS = (_YEAR_FIRST, _COMPACT, _DAY_NAMED, _NAME_FIRST)


class DateError(ValueError):
    """A cell that is no date; the message is a reason without the column's name."""


class Order:
    """Whether the days of a column stand before the months, found from all of its cells."""

    def __init__(self) -> None:
        self.seen = 0
        self.day_first = 0
        self.month_first = 0
        self.either = 0

    def look(self, cell: str) -> None:
        """Take one cell into account."""
        self.seen += 1
        match = _TWO_READINGS.fullmatch(cell.strip())
        if match is None:
            return
        one, two = int(match["one"]), int(match["two"])
        if one > 12 >= two:
            self.day_first += 1
        elif two > 12 >= one:
            self.month_first += 1
        elif one != two:
            self.either += 1

    @property
    def asked(self) -> bool:
        """Whether any cell could be read both ways, and nothing tells which is meant."""
        return self.either > 0 and bool(self.day_first) == bool(self.month_first)

    @property
    def found(self) -> bool | None:
        """``True`` for day first, ``False`` for month first, ``None`` where the cells do not tell."""
        return None if bool(self.day_first) == bool(self.month_first) else bool(self.day_first)


def has_two_readings(cell: str) -> bool:
    """Whether a cell is written with day and month as numbers, year last."""
    return _TWO_READINGS.fullmatch(cell.strip()) is not None


@lru_cache(maxsize=65_536)
def to_edtf(cell: str, day_first: bool | None = None) -> str:
    """EDTF for a cell; empty stays empty. Raises :class:`DateError`.

    EDTF itself is kept; ten digits are seconds since 1970, thirteen milliseconds, and so on. Times of day are kept
    with their offset; fractions of a second are cut. Whatever else people may type as a date is read as
    :func:`store.when.when` reads it, if it means the same on every day.
    """
    cell = cell.strip()
    try:
        return _in_figures(cell, day_first)
    except DateError as error:
        return _as_typed(cell, error)


def _as_typed(cell: str, unread: DateError) -> str:
    """The date as a person types it: ``summer 2023``, ``before July 2023``. Raises :class:`DateError`.

    ``unread`` is what is wrong with the cell otherwise. It stands for all figures: their order is the column's matter.
    """
    try:
        reading = when(cell, _ANY_DAY)
    except WhenError as error:
        if error.readings and any(sign.isalpha() for sign in cell):
            raise DateError(f"{shown(cell)}: {error.reason}: {' or '.join(error.readings)}?") from None
        raise unread from None
    if reading.relative:
        raise DateError(f"{shown(cell)} is not a date: it counts from a day that the file does not name") from None
    return reading.date.text


def _in_figures(cell: str, day_first: bool | None) -> str:
    """EDTF, or a day, month or moment in the forms that programs write and newspapers print."""
    if not cell or (len(cell) == 10 and cell[4] == "-" == cell[7] and edtf.is_valid(cell)):
        return cell
    for form in _FORMS:
        if match := form.fullmatch(cell):
            return _checked(cell, match.groupdict())
    if match := _TWO_READINGS.fullmatch(cell):
        one, two = match["one"], match["two"]
        if day_first is None and int(one) <= 12 and int(two) <= 12 and one != two:
            raise DateError(_offered(cell, match["year"], int(one), int(two)))
        days = day_first if day_first is not None else int(one) > 12
        return _checked(cell, match.groupdict() | {"day": one if days else two, "month": two if days else one})
    if match := _MONTH_NAMED.fullmatch(cell):
        return _month(cell, match["year"], str(_month_number(cell, match["name"])))
    if cell.isdecimal() and len(cell) in (10, 13, 16, 19):
        return from_epoch(cell)
    if match := _SHORT_YEAR.fullmatch(cell):
        raise DateError(_short_year(cell, *match.groups()))
    if match := _MONTH_YEAR.fullmatch(cell):
        return _month(cell, match["year"] or match["year2"], match["month"] or match["month2"] or match["month3"])
    try:
        return edtf.parse(cell).text
    except edtf.EdtfError:
        raise DateError(f"{shown(cell)} is not a date") from None


def _offered(cell: str, year: str, one: int, two: int) -> str:
    """What to say of a day that can be read both ways: the readings, and what tells them apart."""
    return (
        f"{shown(cell)} is {year}-{two:02d}-{one:02d} with --day-first and {year}-{one:02d}-{two:02d} with"
        " --month-first; the file does not tell which is meant"
    )


def _short_year(cell: str, *parts: str) -> str:
    """What to say of a date whose year has two digits: in which orders it is a date, none of which is assumed."""
    orders = [
        " ".join(names)
        for names in (("day", "month", "year"), ("month", "day", "year"), ("year", "month", "day"))
        if _fits(dict(zip(names, map(int, parts), strict=True)))
    ]
    if not orders:
        return f"{shown(cell)} is not a date"
    read = f"may be {', '.join(orders[:-1])} or {orders[-1]}" if len(orders) > 1 else f"is {orders[0]} of some century"
    return f"{shown(cell)} {read}; no option tells: write the year with four digits"


def _fits(parts: dict[str, int]) -> bool:
    """Whether there is such a day in some year that ends so."""
    month = parts["month"]
    return 1 <= month <= 12 and 1 <= parts["day"] <= edtf.month_length(2000 + parts["year"], month)


def _month_number(cell: str, name: str) -> int:
    try:
        return _MONTHS[fold(name)]
    except KeyError:
        raise DateError(f"{shown(cell)} is not a date: there is no month {shown(name)}") from None


def _month(cell: str, year: str, month: str) -> str:
    if not 1 <= int(month) <= 12:
        raise DateError(f"{shown(cell)} is not a date: there is no month {month}")
    return f"{year}-{int(month):02d}"


def _checked(cell: str, parts: dict[str, str | None]) -> str:
    """Put the parts of a day together, with the time of day if there is one, if there is such a day."""
    month = _month_number(cell, parts["name"] or "") if "name" in parts else int(parts["month"] or 0)
    year, day = int(parts["year"] or 0), int(parts["day"] or 0)
    if not 1 <= month <= 12:
        raise DateError(f"{shown(cell)} is not a date: there is no month {month}")
    if not 1 <= day <= edtf.month_length(year, month):
        raise DateError(f"{shown(cell)} is not a date: {edtf.MONTHS[month - 1]} {year} has no day {day}")
    text = f"{year:04d}-{month:02d}-{day:02d}"
    if parts.get("hour"):
        text += _clock(cell, parts)
    return text


def _clock(cell: str, parts: dict[str, str | None]) -> str:
    hour, minute, second = int(parts["hour"] or 0), int(parts["minute"] or 0), parts.get("second")
    half = (parts.get("half") or "").strip().casefold()[:1]
    if half and not 1 <= hour <= 12:
        raise DateError(f"{shown(cell)} is not a time of day")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or int(second or 0) > 59:
        raise DateError(f"{shown(cell)} is not a time of day")
    zone = parts.get("zone") or ""
    zone = "Z" if zone in ("UTC", "GMT") else zone if len(zone) != 5 else f"{zone[:3]}:{zone[3:]}"
    return f"T{hour:02d}:{minute:02d}" + (f":{int(second):02d}" if second else "") + zone


def around(day: str, precision: str) -> str:
    """A day known only roughly: ``day`` gives ``2020-12-03~``, ``month`` ``2020-12~``, ``year`` ``2020~``."""
    return {"day": day[:10], "month": day[:7], "year": day[:4]}[precision] + "~"


_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def from_epoch(number: str) -> str:
    """EDTF of seconds, milli-, micro- or nanoseconds since 1970 (told apart by size). Raises :class:`DateError`."""
    try:
        value = float(number)
        while abs(value) > 1e11:  # beyond the year 5138 in seconds
            value /= 1000
        moment = _EPOCH + datetime.timedelta(seconds=int(value))
    except (ValueError, OverflowError):
        raise DateError(f"{shown(number)} is not a moment") from None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def span(start: str, end: str) -> str:
    """EDTF of a thing that began and ended; times of day fall away, as EDTF's intervals have none.

    Raises :class:`DateError` if it ends before it begins.
    """
    if not end or end == start:
        return start
    if not start:
        return f"/{end}"
    start, end = start.partition("T")[0], end.partition("T")[0]
    if start == end:
        return start
    try:
        return edtf.parse(f"{start}/{end}").text
    except edtf.EdtfError as error:
        raise DateError(error.reason) from None
