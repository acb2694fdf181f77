"""Text to tokens, in one pass: words, numbers and signs with their offsets, and what each may be in a date.

Only things that several patterns need are joined here: an ordinal and its ending ("3rd"), an abbreviation and its
point ("Sept."), a number in words ("twenty-five", "nineteen ninety-two"). Each step looks a fixed number of tokens
ahead, so the scan is linear whatever the text.
"""

from __future__ import annotations

import re

from store.suggest.timex.lexicon import LEXICON, MONTH_ABBREVIATIONS, ORDINALS, SMALL, TENS, WEEKDAY_ABBREVIATIONS

TOKEN = re.compile(r"[^\W\d_]+|[0-9]+|\S")
ALIKE = {"’": "'", "‘": "'", "ʼ": "'", "–": "-", "—": "-", "‒": "-", "−": "-", "‐": "-", "‑": "-", "―": "-"}
ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
NOTHING: tuple[str, ...] = ()


class Token:
    """A word, number or sign. ``low`` is its lower case (dashes and apostrophes made alike), ``cased`` says that it has
    a capital, ``glued`` that no white space stands before it, ``broke`` that a blank line does; ``paragraph`` counts
    those."""

    __slots__ = ("broke", "cased", "classes", "end", "glued", "low", "number", "paragraph", "start")

    def __init__(self, low: str, cased: bool, start: int, end: int, glued: bool, broke: bool, paragraph: int) -> None:
        self.low = low
        self.cased = cased
        self.start = start
        self.end = end
        self.glued = glued
        self.broke = broke
        self.paragraph = paragraph
        self.classes = NOTHING
        self.number = -1

    def __repr__(self) -> str:
        return f"Token({self.low!r} {self.start}:{self.end} {' '.join(self.classes)} {self.number})"


def scan(text: str) -> list[Token]:
    """The tokens of a text, in order. Offsets are code points."""
    return join(raw_tokens(text))


def raw_tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    end = paragraph = 0
    known = LEXICON.get
    for found in TOKEN.finditer(text):
        start = found.start()
        glued = start == end
        broke = not glued and text.count("\n", end, start) > 1
        paragraph += broke
        end = found.end()
        written = found.group()
        low = written.lower()
        token = Token(ALIKE.get(low, low), low != written, start, end, glued, broke, paragraph)
        entry = known(low)
        if entry:
            token.classes, token.number = entry
        elif "0" <= low[0] <= "9":
            number_classes(token)
        tokens.append(token)
    return tokens


def number_classes(token: Token) -> None:
    """What a run of digits may be; longer runs than four are no part of a date."""
    digits = token.low
    if len(digits) > 4:
        if len(digits) == 8:
            token.classes = ("COMPACT",)
        return
    token.number = number = int(digits)
    kinds = ["NUM"] if digits[0] != "0" else []
    if len(digits) <= 2 and 1 <= number <= 31:
        kinds.append("DAY")
        if number <= 12:
            kinds.append("MM")
    if len(digits) == 2:
        kinds.append("YY")
    if len(digits) == 4 and 1000 <= number <= 2199:
        kinds.append("YEAR")
    token.classes = tuple(kinds)


def join(raw: list[Token]) -> list[Token]:
    """The tokens with ordinals, abbreviations and numbers in words made one token each."""
    tokens: list[Token] = []
    index = 0
    size = len(raw)
    while index < size:
        token = raw[index]
        taken = 1
        if "NUM" in token.classes:
            taken = join_number(raw, index)
        elif token.low in MONTH_ABBREVIATIONS or token.low in WEEKDAY_ABBREVIATIONS:
            taken = join_abbreviation(raw, index)
        if taken > 1:
            token.end = raw[index + taken - 1].end
        tokens.append(token)
        index += taken
    return tokens


def join_number(raw: list[Token], index: int) -> int:
    """Make ``raw[index]`` the whole number or ordinal that starts there; how many tokens that takes."""
    token = raw[index]
    following = raw[index + 1 : index + 6]
    if "0" <= token.low[0] <= "9":
        if following and following[0].glued and following[0].low in ORDINAL_ENDINGS and token.number < 100:
            token.classes = ("ORD", "DAY") if "DAY" in token.classes else ("ORD",)
            return 2
        return 1
    if token.low in ("eighteen", "nineteen", "twenty") or token.number == 2:
        taken = join_spoken_year(token, following)
        if taken:
            return taken
    if token.low in TENS:
        hyphen = 1 if following and following[0].low == "-" else 0
        if len(following) > hyphen and not following[hyphen].broke:
            ones = following[hyphen].low
            if ones in SMALL[1:10]:
                token.number += SMALL.index(ones)
                return hyphen + 2
            if ones in ORDINALS[:9]:
                token.number += ORDINALS.index(ones) + 1
                token.classes = ("ORD",)
                return hyphen + 2
    return 1


def join_spoken_year(token: Token, following: list[Token]) -> int:
    """A year in words: "nineteen eighty-four", "twenty twelve", "two thousand (and) eight"; 0 if it is none."""
    words = [(place, t.low) for place, t in enumerate(following, 2) if t.low != "-" and not t.broke]
    if not words:
        return 0
    place, second = words[0]
    third_place, third = words[1] if len(words) > 1 else (0, "")
    if token.number == 2:
        if second != "thousand":
            return 0
        if third == "and" and len(words) > 2:
            third_place, third = words[2]
        year, taken = (2000 + SMALL.index(third), third_place) if third in SMALL[1:] else (2000, place)
    elif second in TENS:
        year, taken = token.number * 100 + 10 * (TENS.index(second) + 2), place
        if third in SMALL[1:10]:
            year, taken = year + SMALL.index(third), third_place
    elif second in SMALL[10:] or second == "hundred":
        year, taken = token.number * 100 + (SMALL.index(second) if second in SMALL else 0), place
    else:
        return 0
    token.number = year
    token.classes = ("SPOKENYEAR",)
    return taken


def join_abbreviation(raw: list[Token], index: int) -> int:
    """``Sept.`` and ``Sun.`` with their point, ``Sept 5`` and ``5 Sept`` without; only when written as a name."""
    token = raw[index]
    if not token.cased:
        return 1
    after = raw[index + 1] if index + 1 < len(raw) else None
    point = after is not None and after.low == "." and after.glued
    dashed = after is not None and after.low == "-" and after.glued
    beyond = (raw[index + 2] if index + 2 < len(raw) else None) if point or dashed else after
    numbered = any(t is not None and "0" <= t.low[0] <= "9" for t in (beyond, raw[index - 1] if index else None))
    if token.low in MONTH_ABBREVIATIONS:
        if point or numbered:
            token.classes, token.number = ("MONTH",), MONTH_ABBREVIATIONS[token.low]
    elif point or (after is not None and after.low == ","):
        token.classes, token.number = ("WEEKDAYABBR",), WEEKDAY_ABBREVIATIONS[token.low]
    return 2 if point and token.classes else 1
