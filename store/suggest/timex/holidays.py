"""Days with a name whose date can be computed for any year, and the few dates that became a name.

A national day is taken only with its country beside it ("Ukraine's Independence Day"): many countries have one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import MO, TH, relativedelta, weekday

from store.suggest.timex.lexicon import words

InYear = Callable[[int], date]


def fixed(month: int, day: int) -> InYear:
    return lambda year: date(year, month, day)


def nth(which: weekday, month: int, offset: int = 0) -> InYear:
    """Such a weekday of a month, such as the fourth Thursday of November, and days counted from it."""
    edge = 31 if which.n == -1 else 1
    return lambda year: date(year, month, 1) + relativedelta(day=edge, weekday=which) + timedelta(days=offset)


def from_easter(days: int) -> InYear:
    """Days from Western Easter (Gregorian computus)."""
    return lambda year: easter(year) + timedelta(days=days)


def election_day(year: int) -> date:
    """The Tuesday after the first Monday of November."""
    return date(year, 11, 1) + relativedelta(weekday=MO(1)) + timedelta(days=1)


# Names as patterns of the grammar.
HOLIDAYS: Mapping[str, InYear] = {
    "new year '? s eve": fixed(12, 31),
    "new year '? s day?": fixed(1, 1),
    "martin luther king (, jr .?)? (jr .?)? day": nth(MO(3), 1),
    "groundhog day": fixed(2, 2),
    "valentine '? s day": fixed(2, 14),
    "presidents '? day": nth(MO(3), 2),
    "st .? patrick '? s day": fixed(3, 17),
    "april fool '? s? '? day": fixed(4, 1),
    "ash wednesday": from_easter(-46),
    "palm sunday": from_easter(-7),
    "maundy thursday": from_easter(-3),
    "good friday": from_easter(-2),
    "easter sunday?": from_easter(0),
    "easter monday": from_easter(1),
    "ascension day": from_easter(39),
    "whit monday": from_easter(50),
    "patriots '? day": nth(MO(3), 4),
    "earth day": fixed(4, 22),
    "may day": fixed(5, 1),
    "cinco de mayo": fixed(5, 5),
    "memorial day": nth(MO(-1), 5),
    "juneteenth": fixed(6, 19),
    "bastille day": fixed(7, 14),
    "labor day": nth(MO(1), 9),
    "columbus day": nth(MO(2), 10),
    "halloween": fixed(10, 31),
    "guy fawkes (day|night)?": fixed(11, 5),
    "election day": election_day,
    "veterans '? day": fixed(11, 11),
    "armistice day": fixed(11, 11),
    "remembrance day": fixed(11, 11),
    "thanksgiving day?": nth(TH(4), 11),
    "black friday": nth(TH(4), 11, 1),
    "christmas eve": fixed(12, 24),
    "christmas day?": fixed(12, 25),
    "boxing day": fixed(12, 26),
}


@dataclass(frozen=True, slots=True)
class National:
    """A country's day: the words that must stand just before the name, in lower case."""

    name: str
    country: frozenset[str]
    day: InYear

    @property
    def key(self) -> str:
        return " ".join((self.name, *sorted(self.country)))


def national(name: str, countries: Mapping[str, tuple[int, int]]) -> tuple[National, ...]:
    return tuple(National(name, frozenset(words.split()), fixed(*day)) for words, day in countries.items())


NATIONAL_DAYS: tuple[National, ...] = (
    *national(
        "independence day",
        {
            "u.s. us american america united states": (7, 4),
            "ukraine ukrainian": (8, 24),
            "india indian": (8, 15),
            "pakistan pakistani": (8, 14),
            "poland polish": (11, 11),
            "finland finnish": (12, 6),
            "mexico mexican": (9, 16),
            "brazil brazilian": (9, 7),
            "argentina argentine": (7, 9),
            "philippines philippine": (6, 12),
            "indonesia indonesian": (8, 17),
            "kenya kenyan": (12, 12),
            "ghana ghanaian": (3, 6),
            "nigeria nigerian": (10, 1),
            "georgia georgian": (5, 26),
            "kosovo": (2, 17),
        },
    ),
    *national("victory day", {"russia russian soviet moscow": (5, 9)}),
    *national("liberation day", {"korea korean": (8, 15), "italy italian": (4, 25), "dutch netherlands": (5, 5)}),
    *national("national day", {"china chinese": (10, 1), "french france": (7, 14), "taiwan taiwanese": (10, 10)}),
    *national("republic day", {"india indian": (1, 26), "turkey turkish": (10, 29)}),
    *national("constitution day", {"russia russian": (12, 12), "norway norwegian": (5, 17)}),
    *national("unity day", {"russia russian": (11, 4), "germany german": (10, 3)}),
    *national("australia day", {"": (1, 26)}),
    *national("canada day", {"": (7, 1)}),
)

# Attacks and disasters spoken of by their day alone; the words after are what makes a year-less day that day.
ATTACK_WORDS = frozenset(words("attack attacks terror terrorist terrorists terrorism hijackings hijackers atrocities"))
NAMED_DATES: Mapping[tuple[int, int], date] = {(9, 11): date(2001, 9, 11)}


def holiday_in(name: str, year: int) -> date:
    """The day of a holiday in a year; ``name`` as in :data:`HOLIDAYS`, or the key of a national day."""
    return DAYS[name](year)


DAYS: Mapping[str, InYear] = {**HOLIDAYS, **{day.key: day.day for day in NATIONAL_DAYS}}
