"""What a typed word or phrase means in terms of index words: the one definition that evaluating, lighting and the
index share.

A text is its :func:`store.text.tokens`. A pattern is a row of tokens that must stand side by side in *one* text (a
title, one alias, one excerpt), never across two.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from store.query.nodes import Phrase, Term, Word
from store.text import fold, tokens


class Pattern(Struct, frozen=True):
    """Tokens to be found in a row. The last one may go on (``prefix``); a single one may differ (``fuzz``)."""

    tokens: tuple[str, ...]
    prefix: bool = False
    fuzz: int = 0

    def stands_at(self, words: Sequence[str], at: int) -> bool:
        """Whether the pattern matches ``words`` from ``at`` on."""
        if at + len(self.tokens) > len(words):
            return False
        if len(self.tokens) == 1:
            return self.fits(words[at])
        last = at + len(self.tokens) - 1
        return (
            all(words[at + step] == token for step, token in enumerate(self.tokens[:-1]))
            and (words[last].startswith(self.tokens[-1]) if self.prefix else words[last] == self.tokens[-1])
        )  # fmt: skip

    def fits(self, word: str) -> bool:
        """Whether the only token of the pattern matches this token."""
        token = self.tokens[0]
        if self.fuzz:
            return distance(token, word, self.fuzz) is not None
        return word.startswith(token) if self.prefix else word == token

    def found_in(self, words: Sequence[str]) -> bool:
        """Whether the pattern stands anywhere in the tokens of one text. No token: nothing to find, hence never."""
        return bool(self.tokens) and any(self.stands_at(words, at) for at in range(len(words)))


@lru_cache(maxsize=4096)
def pattern(term: Term) -> Pattern:
    """The tokens to look for.

    A word of one token counts in its bare form (an Arabic word without its article). A word of several (``re-arm``, a
    run of Chinese) is a phrase of them, and its ``fuzz`` does not count. A phrase keeps each word's form as written.
    """
    if not isinstance(term, Phrase):
        found = tokens(term.text, query=True)
        if len(found) == 1:
            return Pattern((found[0],), term.prefix, term.fuzz)
    row = tokens(term.text)
    # An Arabic word with the article is two tokens, and the second only repeats the first: what is typed so far is the
    # beginning of the first.
    if term.prefix and len(row) > 1 and tokens(row[-2]) == row[-2:]:
        row.pop()
    return Pattern(tuple(row), term.prefix)


def name_pattern(value: Term) -> Pattern:
    """The tokens to look for in names, the last word as far as it is typed.

    ``kim`` fits ``Kim Jong Un`` and ``Kimberly``; in quotes words are whole, with ``~`` they may differ.
    """
    return pattern(Word(value.text, prefix=True) if isinstance(value, Word) and not value.fuzz else value)


def label_key(text: str) -> str:
    """A tag, code or id as it is compared: folded, blanks as one."""
    return " ".join(fold(text).split())


def label_fits(term: Term, label: str) -> bool:
    """Whether a tag, code or id is meant: equal as a whole, or its beginning, or nearly. No label is never meant."""
    wanted, key = label_key(term.text), label_key(label)
    if not key:
        return False
    if not isinstance(term, Phrase) and term.fuzz:
        return distance(wanted, key, term.fuzz) is not None
    return key.startswith(wanted) if term.prefix else key == wanted


def distance(a: str, b: str, limit: int) -> int | None:
    """Edit distance of two words if it is at most ``limit``: insert, delete, replace, or swap two neighbours.

    The *optimal string alignment* (a swapped pair is not edited again), as in tantivy's fuzzy terms with
    ``transposition_cost_one``. Letters are code points.
    """
    if abs(len(a) - len(b)) > limit:
        return None
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        above, row = row, [i]
        for j, other in enumerate(b, 1):
            cost = min(above[j] + 1, row[-1] + 1, above[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return None
        before = above
    return row[-1] if row[-1] <= limit else None
