"""Titles and trades that stand by a name: "Defence Minister", "secretary of state", "Lt. Gen."."""

from __future__ import annotations

from functools import cache

from store.suggest.names.words import Words
from store.suggest.tables import section


@cache
def _tails() -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in section("titles", "tails"):
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(phrases, key=len, reverse=True)) for first, phrases in found.items()}


def is_head(word: str) -> bool:
    """Whether a folded word alone may be a title or trade (``minister``, ``spokesman``)."""
    return word in section("titles", "heads")


def is_kin(word: str) -> bool:
    """Whether a folded word tells whose relative somebody is; as a capital it may be a name ("Son Hui")."""
    return word in section("titles", "kin")


def after(words: Words, index: int, last: int) -> int:
    """Where the title that starts at word ``index`` ends: the index after it, or ``index`` where there is none.

    Looks no further than word ``last``. Modifiers count only if a head follows: "Defence Minister" is a title,
    "Defence" is none.
    """
    heads, honorifics, modifiers = (section("titles", part) for part in ("heads", "honorifics", "modifiers"))
    at, found = index, index
    while at <= last:
        word = words.low[at]
        if word in heads or word in honorifics:
            found = at = at + 1
        elif found > index and (tail := tail_at(words, at, last)):
            found = at = at + tail
        elif word in modifiers:
            at += 1
        else:
            break
        if at <= last and not words.joins(at - 1):
            break
    return found


def tail_at(words: Words, index: int, last: int) -> int:
    """How many words from ``index`` on are the tail of a title ("of State", "General"); 0 where they are none."""
    for phrase in _tails().get(words.low[index], ()):
        if index + len(phrase) - 1 <= last and tuple(words.low[index : index + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def before(words: Words, index: int) -> int:
    """Where the title that ends right before word ``index`` starts; ``index`` itself where there is none.

    "Russian defence minister Sergei" gives the index of "defence"; a comma may part it from the name ("the ministry's
    spokesman, Igor ...").
    """
    heads, honorifics, modifiers = (section("titles", part) for part in ("heads", "honorifics", "modifiers"))
    heads = heads | section("titles", "kin")
    at = index - 1
    if at < 0 or words.sentence[at] != words.sentence[index] or words.owns[at]:
        return index
    gap = words.gap(at)
    if gap not in (" ", "\n", ". ", ", ", "-", "\u00a0") or (gap == ", " and words.low[at] not in heads):
        return index
    last = at
    if words.low[at] not in heads and words.low[at] not in honorifics:
        # A tail: "secretary of state X", "chief of staff X".
        for size in (2, 3):
            first = at - size + 1
            if first > 0 and tuple(words.low[first : at + 1]) in _tails().get(words.low[first], ()):
                last = first - 1
                break
        if last == at or words.low[last] not in heads:
            return index
    start = last
    while (
        start > 0
        and words.sentence[start - 1] == words.sentence[index]
        and words.joins(start - 1)
        and not words.owns[start - 1]
        and (words.low[start - 1] in heads or words.low[start - 1] in modifiers)
        # "White House spokesman": the House belongs to another name.
        and (words.is_capital(last) or not words.is_capital(start - 1) or words.opens[start - 1])
    ):
        start -= 1
    return start
