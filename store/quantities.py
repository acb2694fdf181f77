"""Counts in a sentence (``at least 3,000 soldiers``), so that two reports can be compared. Modest on purpose.

Only a number in digits with a lower-case noun right behind it is a count; a capitalised name between the two is
passed over (``1,500 North Korean soldiers``). What looks like a year, a day of a month or a span of time is none.
English cues; in scripts without capitals the word behind the number is the noun.
"""

from __future__ import annotations

import re
from math import inf

from msgspec import Struct

from store.edtf import MONTHS
from store.text import fold

_NUMBER = re.compile(
    r"(?<![\w.,/:-])(\d{1,3}(?:,\d{3})+|\d{1,15}+)(\.\d{1,6}+)?(?![\w/:-])"
    r"(?:\s+(thousand|million|billion)\b)?"
)
_WORD = re.compile(r"\s+([^\W\d_][\w'’-]*)")
_MULTIPLES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_MOST_NAMES = 3
"""Capitalised words passed over between a number and its noun."""

_MONTHS = frozenset(name[:length].lower() for name in MONTHS for length in (3, len(name))) | {"sept"}
_NO_NOUN = re.compile(
    r"am|pm|per|percent|to|of|or|and|in|on|at|by|from|with|for|the|an?"
    r"|(?:second|minute|hour|day|week|month|year|decade)s?|o['’]clock"
)
"""Words of time, and words that join: what stands before them is no count."""

_YEARS = range(1500, 2200)

_AT_LEAST = re.compile(r"\b(?:at least|more than|over|above|no fewer than|upwards? of)\s+\Z")
_AT_MOST = re.compile(r"\b(?:at most|less than|fewer than|under|below|up to|no more than|as many as)\s+\Z")
_ABOUT = re.compile(r"\b(?:about|around|roughly|some|approximately|nearly|almost|an estimated|close to)\s+\Z")
_LONGEST_CUE = 20
_LOOSE = 0.2
"""How far ``about`` reaches on both sides, as a part of the number."""


class Quantity(Struct, frozen=True):
    """A number of something: the noun, what the number can be (both ends included), and the words of the text."""

    noun: str
    low: float
    high: float
    text: str


def find(text: str) -> tuple[Quantity, ...]:
    """The counts of a text, in order."""
    found = []
    for match in _NUMBER.finditer(text):
        whole, fraction, multiple = match.groups()
        noun = _noun(text, match.end())
        if noun is None or (not multiple and not fraction and "," not in whole and int(whole) in _YEARS):
            continue
        number = float(whole.replace(",", "") + (fraction or "")) * _MULTIPLES.get(multiple or "", 1)
        before = text[max(0, match.start() - _LONGEST_CUE) : match.start()].lower()
        cue, low, high = _range(before, number)
        found.append(Quantity(noun, low, high, f"{cue}{match[0]} {noun}"))
    return tuple(found)


def disagree(a: tuple[Quantity, ...], b: tuple[Quantity, ...]) -> bool:
    """Whether the two count the same noun, and no number of the one can be that of the other."""
    return bool(_differing(a, b))


def told(counts: tuple[Quantity, ...]) -> str:
    """The counts as the text has them."""
    return ", ".join(count.text for count in counts)


def _differing(a: tuple[Quantity, ...], b: tuple[Quantity, ...]) -> set[str]:
    """The nouns that both count, and differently."""
    return {
        noun
        for noun in {count.noun for count in a} & {count.noun for count in b}
        if not any(
            one.low <= other.high and other.low <= one.high
            for one in a
            for other in b
            if one.noun == noun == other.noun
        )
    }


def _noun(text: str, at: int) -> str | None:
    for _ in range(_MOST_NAMES + 1):
        word = _WORD.match(text, at)
        if word is None:
            return None
        name = word[1].lower()
        if name in _MONTHS or _NO_NOUN.fullmatch(name):
            return None
        if not word[1][0].isupper():
            return fold(word[1])
        at = word.end()
    return None


def _range(before: str, number: float) -> tuple[str, float, float]:
    """The cue in front of a number, and what the number can be."""
    if match := _AT_LEAST.search(before):
        return match[0], number, inf
    if match := _AT_MOST.search(before):
        return match[0], 0, number
    if match := _ABOUT.search(before):
        return match[0], number * (1 - _LOOSE), number * (1 + _LOOSE)
    return "", number, number
