"""A text cut into words once, for everything that looks at names and verbs.

Columns instead of objects: a megabyte of news has 170,000 words, and most of them are looked at once or never.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from store.suggest.sentences import Sentence
from store.text import fold

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[’'][^\W_]+)*")
_POSSESSIVE = ("'s", "’s", "'S", "’S")

JOINING_GAPS = frozenset([" ", "-", "\u2010", "\u2011", "\n", "\u00a0", ". ", " & ", "&", "' ", "’ ", "/", "\r\n"])
"""What may stand between two words of one name."""


@dataclass(slots=True)
class Words:
    """The words of ``text``, in order: ``raw`` as written, without a possessive 's; ``low`` folded, without dots.

    ``start`` and ``end`` are code points. ``owns`` tells whether a possessive 's was cut off, ``comma`` whether a comma
    follows that parts phrases (the one in "3,000" does not), ``opens`` whether the word is the first of its sentence,
    ``sentence`` which sentence it stands in.
    """

    text: str
    raw: list[str] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    owns: list[bool] = field(default_factory=list)
    comma: list[bool] = field(default_factory=list)
    opens: list[bool] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    """The first word of each sentence; one more at the end for the number of words."""

    def __len__(self) -> int:
        return len(self.raw)

    def gap(self, index: int) -> str:
        """What stands between word ``index`` and the next, a possessive 's included; a break at the text's ends."""
        return self.text[self.end[index] : self.start[index + 1]] if 0 <= index < len(self.raw) - 1 else "\n\n"

    def joins(self, index: int) -> bool:
        """Whether word ``index`` and the next may belong to one name by what stands between them.

        A possessive 's is passed over: whether it may part a name ("People's Daily") is for the caller to say.
        """
        following = index + 1
        if following >= len(self.raw) or self.sentence[index] != self.sentence[following]:
            return False
        return self.text[self.end[index] + 2 * self.owns[index] : self.start[following]] in JOINING_GAPS

    def is_capital(self, index: int) -> bool:
        """Whether the word is written like a name: first letter a capital."""
        return self.raw[index][0].isupper()

    def after(self, index: int) -> str:
        """The folded word after ``index`` if only a blank parts them, else nothing."""
        following = index + 1
        if following < len(self.raw) and self.text[self.end[index] : self.start[following]] in (
            " ",
            "\n",
            "'s ",
            "’s ",
        ):
            return self.low[following]
        return ""

    def before(self, index: int, back: int = 1) -> str:
        """The folded word ``back`` words before ``index`` in the same sentence, else nothing."""
        at = index - back
        return self.low[at] if at >= 0 and self.sentence[at] == self.sentence[index] else ""


def cut(text: str, sentences: Sequence[Sentence]) -> Words:
    """The words of a text whose sentences are known."""
    words = Words(text)
    raw, low, start, end = words.raw, words.low, words.start, words.end
    owns, comma, opens, numbers = words.owns, words.comma, words.opens, words.sentence
    for number, sentence in enumerate(sentences):
        words.first.append(len(raw))
        opening = True
        for match in _WORD.finditer(text, sentence.start, sentence.end):
            word, finish = match.group(), match.end()
            owning = word.endswith(_POSSESSIVE) and len(word) > 2
            if owning:
                word, finish = word[:-2], finish - 2
            raw.append(word)
            low.append(_fold(word))
            start.append(match.start())
            end.append(finish)
            owns.append(owning)
            after = match.end()
            comma.append(text[after : after + 1] == "," and not text[after + 1 : after + 2].isalnum())
            opens.append(opening)
            numbers.append(number)
            opening = False
    words.first.append(len(raw))
    return words


def _fold(word: str) -> str:
    """A word folded, without the dots of an acronym. What folding drops altogether must still be a word."""
    low = word.lower() if word.isascii() else fold(word)
    return (low.replace(".", "") if "." in low else low) or word


@lru_cache(maxsize=8192)
def parts(name: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[bool, ...]]:
    """A single name cut as texts are: its words as written, folded, and whether each has a possessive 's."""
    found = _WORD.findall(name)
    owns = tuple(word.endswith(_POSSESSIVE) and len(word) > 2 for word in found)
    raw = tuple(word[:-2] if owning else word for word, owning in zip(found, owns, strict=True))
    return raw, tuple(map(_fold, raw)), owns
