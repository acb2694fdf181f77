"""The words of dates: what each may be, and the number it stands for.

A word has classes (upper case, as the patterns of the grammar name them) and at most one number. Words that the
patterns name literally need no entry here.
"""

from __future__ import annotations

from typing import NamedTuple

from store.suggest.timex.model import Part


class Entry(NamedTuple):
    """What a word may be in a date, and its number: of the month, the weekday, the amount."""

    classes: tuple[str, ...]
    number: int


def words(text: str) -> tuple[str, ...]:
    """The words of a list written as a line of text."""
    return tuple(text.split())


MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
UNITS = ("day", "week", "weekend", "month", "quarter", "year", "decade", "century")
SMALL = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
ORDINALS = words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second"
)
DECADES = words("twenties thirties forties fifties sixties seventies eighties nineties")

# Month names that are also verbs, modals, adjectives or given names; these need company to be a month.
DOUBTFUL_MONTHS = frozenset({"march", "april", "may", "june", "august"})

MONTH_ABBREVIATIONS = {name[:3]: number for number, name in enumerate(MONTHS, 1) if len(name) > 3} | {"sept": 9}
WEEKDAY_ABBREVIATIONS = {name[:3]: number for number, name in enumerate(WEEKDAYS)} | {"tues": 1, "thur": 3, "thurs": 3}

# Periods by a relation to the publication day ("last") or to a date just spoken of ("the following").
FROM_PUBLICATION = {"last": -1, "this": 0, "current": 0, "next": 1, "coming": 1, "upcoming": 1}
FROM_TEXT = {"previous": -1, "preceding": -1, "prior": -1, "same": 0, "that": 0, "following": 1, "ensuing": 1}

# "early" says a part of the period that follows, "earlier" the part of a running period up to the publication day.
PARTS: dict[str, Part] = {"early": "early", "mid": "mid", "late": "late"}
RUNNING: dict[str, Part] = {"earlier": "so far", "later": "to come"}
EDGES: dict[str, Part] = {
    "start": "start",
    "beginning": "start",
    "middle": "mid",
    "end": "end",
    "close": "end",
    "rest": "to come",
    "remainder": "to come",
}


# What may stand behind "two days before" when it ends there; a noun would say before what.
ENDINGS = frozenset(words(", . ; : ! ? ) and but or when in at on by while that with '")) | {"", '"', "”", "-"}


def lexicon() -> dict[str, Entry]:
    """Every word with a class, in lower case. Apostrophes are ``'``."""
    words: dict[str, Entry] = {}

    def add(word: str, kind: str, number: int = 0) -> None:
        known = words.get(word)
        words[word] = Entry((*known.classes, kind), known.number) if known else Entry((kind,), number)

    for number, name in enumerate(MONTHS, 1):
        add(name, "MONTH", number)
    for number, name in enumerate(WEEKDAYS):
        add(name, "WEEKDAY", number)
    for name, number in SEASONS.items():
        add(name, "SEASON", number)
    for name in UNITS:
        add(name, "UNIT")
        add(f"{name}s" if name != "century" else "centuries", "UNITS")
    add("fortnight", "UNIT")
    add("fortnights", "UNITS")
    for number, name in enumerate(SMALL):
        add(name, "NUM", number)
    for number, name in enumerate(TENS, 2):
        add(name, "NUM", number * 10)
    for name, number in {"couple": 2, "dozen": 12, "hundred": 100, "thousand": 1000}.items():
        add(name, "AMOUNT", number)
    for name in ("a", "an"):
        add(name, "ONE", 1)
    for number, name in enumerate(ORDINALS, 1):
        add(name, "ORD", number)
    for name, number in {"last": -1, "final": -1, "closing": -1, "opening": 1}.items():
        add(name, "NTH", number)
    for number, name in enumerate(DECADES, 2):
        add(name, "DECADE", number)
    for name, steps in FROM_PUBLICATION.items():
        add(name, "REL", steps)
    for name, steps in FROM_TEXT.items():
        add(name, "ANA", steps)
    for name in ("morning", "afternoon", "evening", "night"):
        add(name, "DAYPART")
    return words


LEXICON = lexicon()
