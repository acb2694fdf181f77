"""Periods that come again: every July, every 13 September, every Saturday. Typed alone, which one is meant?"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from store.edtf import MONTHS, SEASONS, Date, from_days, from_ordinal, month_length, parse, season_days, to_ordinal
from store.when.words import WEEKDAYS

FIRST_YEAR, LAST_YEAR = 1, 9999
_FAR = 41
"""Years to look either way: 29 February on a given weekday can be 40 years off, across 1900."""


class NoSuchDay(ValueError):
    """A year in which the period does not come; the text says why."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """A period that comes again. ``near`` gives those around a day, in order; ``in_year`` that of a year.

    ``in_year`` raises :class:`NoSuchDay`; it is ``None`` for weekdays, which a year does not single out.
    """

    name: str
    near: Callable[[int], Iterable[Date]]
    in_year: Callable[[int], Date] | None = None

    def begun(self, day: int) -> Date | None:
        """The latest that has begun by a day."""
        return _last(date for date in self.near(day) if _first(date) <= day)

    def over(self, day: int) -> Date | None:
        """The latest that was over before a day."""
        return _last(date for date in self.near(day) if _end(date) < day)

    def coming(self, day: int) -> Date | None:
        """The first that begins on a day or later."""
        return next((date for date in self.near(day) if _first(date) >= day), None)

    def next(self, day: int) -> Date | None:
        """The first that begins after a day."""
        return self.coming(day + 1)

    def current(self, day: int) -> Date | None:
        """The one that a day is in; else that of the day's year or, for a weekday, of its week."""
        inside = _last(date for date in self.near(day) if _first(date) <= day <= _end(date))
        if inside:
            return inside
        if self.in_year is None:
            monday = day - (day - 1) % 7
            return self.coming(monday)
        return self.in_year(from_ordinal(day)[0])


def _first(date: Date) -> int:
    assert date.first is not None  # every period that comes again is bounded
    return date.first


def _end(date: Date) -> int:
    assert date.last is not None
    return date.last


def _last(dates: Iterator[Date]) -> Date | None:
    found = None
    for found in dates:  # noqa: B007 - the last one is wanted
        pass
    return found


def yearly(name: str, in_year: Callable[[int], Date]) -> Cycle:
    """A period that comes once a year, or in some years."""

    def near(day: int) -> Iterator[Date]:
        year = from_ordinal(day)[0]
        for each in range(max(FIRST_YEAR, year - _FAR), min(LAST_YEAR, year + _FAR) + 1):
            try:
                yield in_year(each)
            except NoSuchDay:
                continue

    return Cycle(name, near, in_year)


def weekday(number: int) -> Cycle:
    """A day of the week; 0 is Monday."""

    def near(day: int) -> Iterator[Date]:
        same = day + (number - (day - 1)) % 7  # ordinal 1 was a Monday
        for each in range(same - 14, same + 15, 7):
            if 1 <= each <= datetime.date.max.toordinal():
                yield from_days(each, each)

    return Cycle(WEEKDAYS[number], near)


def month(number: int) -> Cycle:
    return yearly(MONTHS[number - 1], lambda year: parse(f"{year:04d}-{number:02d}"))


def days(number: int, first: int, last: int) -> Cycle:
    """One or several days of a month. The caller has checked that some year has them."""

    def in_year(year: int) -> Date:
        length = month_length(year, number)
        if last > length:
            raise NoSuchDay(f"{MONTHS[number - 1]} {year} has {length} days")
        return from_days(to_ordinal(year, number, first), to_ordinal(year, number, last))

    day = str(first) if first == last else f"{first} to {last}"
    return yearly(f"{day} {MONTHS[number - 1]}", in_year)


def on_weekday(cycle: Cycle, number: int) -> Cycle:
    """Only those of a day's years in which it falls on the weekday."""
    every = cycle.in_year
    assert every is not None  # days of a month

    def in_year(year: int) -> Date:
        date = every(year)
        falls_on = (_first(date) - 1) % 7
        if falls_on != number:
            raise NoSuchDay(f"{cycle.name} {year} is a {WEEKDAYS[falls_on]}")
        return date

    return yearly(f"{WEEKDAYS[number]} {cycle.name}", in_year)


def season(number: int) -> Cycle:
    def in_year(year: int) -> Date:
        if season_days(year, number)[1] > to_ordinal(LAST_YEAR, 12, 31):
            raise NoSuchDay(f"years end at {LAST_YEAR}")
        return parse(f"{year:04d}-{number}")

    return yearly(SEASONS[number][0], in_year)


def part_of_year(letter: str, number: int) -> Cycle:
    """A quarter (``q``) or a half (``h``)."""
    length = {"q": 3, "h": 6}[letter]
    first, last = (number - 1) * length + 1, number * length
    return yearly(f"{letter.upper()}{number}", lambda year: parse(f"{year:04d}-{first:02d}/{year:04d}-{last:02d}"))


def week(number: int) -> Cycle:
    """A week of the ISO calendar: Monday to Sunday, week 1 is the one with 4 January."""

    def in_year(year: int) -> Date:
        fourth = to_ordinal(year, 1, 4)
        monday = fourth - (fourth - 1) % 7 + (number - 1) * 7
        if from_ordinal(monday + 3)[0] != year:  # a week belongs to the year of its Thursday
            raise NoSuchDay(f"{year} has {number - 1} weeks")
        if monday < 1 or monday + 6 > to_ordinal(LAST_YEAR, 12, 31):
            raise NoSuchDay(f"years run from {FIRST_YEAR} to {LAST_YEAR}")
        return from_days(monday, monday + 6)

    return yearly(f"week {number}", in_year)
