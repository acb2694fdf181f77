"""Where the words of a query stand in a text, so that they can be lit. Offsets are code points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from store.query.fields import NAME_FIELDS
from store.query.nodes import And, Field, Node, Or, Phrase, Term, Word
from store.query.terms import Pattern, name_pattern, pattern
from store.text import spans

Needle: TypeAlias = Pattern
"""A row of folded tokens to look for."""

Names = Callable[[str], Iterable[str]]
"""The names and aliases of the actors that a value of ``actor:`` and the like means."""

MOST_NEEDLES = 64
"""Needles of one query; where more are lit, light says nothing any more."""

_UNSEEN_FIELDS = ("id", "kind", "status", "tag")
"""Fields whose values are not words of a text."""


def needles(tree: Node, names: Names | None = None) -> tuple[Needle, ...]:
    """What of a query a text can show: its words, phrases and values, but for what it excludes. Without doubles.

    ``names`` resolves a value of ``actor:``, ``source:`` and the like; without it (or where it knows none) the words of
    the value itself are looked for.
    """
    found: dict[Needle, None] = {}
    for needle in _needles(tree, names):
        if needle.tokens:
            found[needle] = None
        if len(found) == MOST_NEEDLES:
            break
    return tuple(found)


def _needles(node: Node, names: Names | None) -> Iterator[Needle]:
    match node:
        case Word() | Phrase():
            yield pattern(node)
        case Field(name, values) if name not in _UNSEEN_FIELDS:
            for value in values:
                yield from _value_needles(name, value, names)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _needles(part, names)


def _value_needles(field: str, value: Term, names: Names | None) -> Iterator[Needle]:
    if field not in NAME_FIELDS:
        yield pattern(value)
        return
    known = tuple(names(value.text)) if names and field != "place" else ()
    for name in known:
        yield pattern(Phrase(name))
    if not known:
        yield name_pattern(value)


def find(text: str, needles: Sequence[Needle]) -> list[tuple[int, int]]:
    """Where the needles stand: ``(start, end)``, in order, whole words, overlapping ones as one span.

    One pass over the words of the text, whatever the number of needles that begin with plain words.
    """
    rows: dict[str, list[Needle]] = {}
    loose: list[Needle] = []
    for needle in needles:
        if len(needle.tokens) == 1 and (needle.prefix or needle.fuzz):
            loose.append(needle)
        else:
            rows.setdefault(needle.tokens[0], []).append(needle)
    words = spans(text)
    tokens = [word for word, _, _ in words]
    fits: dict[str, bool] = {}
    lit: list[tuple[int, int]] = []
    for at, token in enumerate(tokens):
        length = 0
        if loose:
            if token not in fits:
                fits[token] = any(needle.fits(token) for needle in loose)
            length = int(fits[token])
        for needle in rows.get(token, ()):
            if needle.stands_at(tokens, at):
                length = max(length, len(needle.tokens))
        if length:
            start, end = words[at][1], words[at + length - 1][2]
            if lit and start < lit[-1][1]:
                start, end = lit[-1][0], max(end, lit.pop()[1])
            lit.append((start, end))
    return lit
