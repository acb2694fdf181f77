"""The tree of a query: frozen values that say what is asked, not how it is found.

A tree is *conditions*, which an event meets or not, and *modifiers* (:class:`AsOf`, :class:`Sure`), which hold for the
query as a whole and stand only at the top: alone, or as the last parts of the topmost :class:`And`.
:func:`conditions`, :func:`as_of` and :func:`only_sure` take them apart. What each node means is told by
:mod:`store.query.evaluate`.

(Structs of msgspec, as the records are: they are made ready thirty times as fast as frozen dataclasses, which the start
of the program would notice.)
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from store.edtf import Date

MAX_FUZZ = 2
"""Most letters that may differ: what finite automata of edit distance are commonly built for."""

WhenField = Literal["event", "reported"]
WhenOp = Literal["on", "since", "until", "after", "before"]
CountOp = Literal["=", "<", "<=", ">", ">="]


class Word(Struct, frozen=True):
    """A word as typed. ``prefix``: words that begin with it; ``fuzz``: words that differ in up to so many letters."""

    text: str
    prefix: bool = False
    fuzz: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.fuzz <= MAX_FUZZ or (self.prefix and self.fuzz):
            raise ValueError("a word is a prefix, or differs in one or two letters, or neither")


class Phrase(Struct, frozen=True):
    """Words side by side in one text. ``prefix``: the last of them may go on."""

    text: str
    prefix: bool = False


Term: TypeAlias = Word | Phrase


class Field(Struct, frozen=True):
    """A field has one of the values: ``actor:putin,kim``."""

    name: str
    values: tuple[Term, ...]


class Is(Struct, frozen=True):
    """A flag that an event has or not: ``is:starred``."""

    flag: str


class Count(Struct, frozen=True):
    """How many there are of something: ``claims:>1``."""

    field: str
    op: CountOp
    number: int


class When(Struct, frozen=True):
    """The event, or a report of it, falls into a stretch of days: ``since:july``.

    ``text`` is what was typed and stays relative; ``date`` is what it means under the basis of the query.
    """

    field: WhenField
    op: WhenOp
    text: str
    date: Date
    relative: bool = False

    @property
    def first(self) -> int | None:
        """First day of the stretch as an ordinal (:mod:`store.edtf`); ``None`` = open."""
        if self.op in ("on", "since"):
            return self.date.first
        return self.date.last + 1 if self.op == "after" and self.date.last is not None else None

    @property
    def last(self) -> int | None:
        """Last day of the stretch, included; ``None`` = open."""
        if self.op in ("on", "until"):
            return self.date.last
        return self.date.first - 1 if self.op == "before" and self.date.first is not None else None


class AsOf(Struct, frozen=True):
    """Modifier: the dossier as it was known at the end of ``date``."""

    text: str
    date: Date
    relative: bool = False


class Sure(Struct, frozen=True):
    """Modifier: only events that match whatever day their uncertain date turns out to mean."""


class All(Struct, frozen=True):
    """Every event: the empty query, and ``*``."""


class And(Struct, frozen=True):
    parts: tuple[Node, ...]


class Or(Struct, frozen=True):
    parts: tuple[Node, ...]


class Not(Struct, frozen=True):
    part: Node


Node: TypeAlias = Word | Phrase | Field | Is | Count | When | AsOf | Sure | All | And | Or | Not
Modifier: TypeAlias = AsOf | Sure


def _top(tree: Node) -> tuple[Node, ...]:
    return tree.parts if isinstance(tree, And) else (tree,)


def conditions(tree: Node) -> Node:
    """The tree without its modifiers: what is asked of each event."""
    parts = _top(tree)
    kept = tuple(part for part in parts if not isinstance(part, AsOf | Sure))
    return tree if len(kept) == len(parts) else joined(kept)


def as_of(tree: Node) -> int | None:
    """The last day (ordinal) whose reports count, if the query names one with an end."""
    return next((part.date.last for part in _top(tree) if isinstance(part, AsOf)), None)


def only_sure(tree: Node) -> bool:
    """Whether only definite matches are wanted."""
    return any(isinstance(part, Sure) for part in _top(tree))


def has_phrase(tree: Node) -> bool:
    """Whether words have to stand side by side in a text: what takes long to find."""
    match tree:
        case Phrase():
            return True
        case Field(name, values):
            return name in ("title", "place") and any(isinstance(value, Phrase) for value in values)
        case And(parts) | Or(parts):
            return any(map(has_phrase, parts))
        case Not(part):
            return has_phrase(part)
    return False


def joined(parts: tuple[Node, ...]) -> Node:
    """All of the parts: nothing asked, the one part, or :class:`And`."""
    if not parts:
        return All()
    return parts[0] if len(parts) == 1 else And(parts)
