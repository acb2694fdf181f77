"""A query as a value: its text, its tree, its chips, and the queries that one key makes of it."""

from __future__ import annotations

import datetime

from msgspec import Struct

from store.query import describing, nodes, parser
from store.query.fields import SINGLE_FIELDS
from store.query.formatting import format, quoted
from store.query.lexer import lex
from store.query.nodes import Field, Node, Or, When, Word


class Part(Struct, frozen=True):
    """One term of the topmost AND: a chip of the search bar.

    ``text`` is a complete query of its own, as typed where it can be; ``start`` and ``end`` are code points of
    ``Query.text``. ``kind`` is the name of the field (``date`` for every term on the event's date, ``is``, ``claims``,
    ``asof``, ``sure``), ``text`` for a bare word or phrase, ``not`` for what is excluded, ``group`` for other
    alternatives and parentheses, ``all`` for ``*``. ``label`` is what a chip shows.
    """

    text: str
    kind: str
    label: str
    node: Node
    start: int
    end: int


class Query(Struct, frozen=True):
    """What is asked of a dossier. Made by :func:`parse`; every change makes a new one.

    ``basis`` is the day that relative dates count from: the text keeps them as typed. ``as_you_type``: the last word
    searched for is taken as the beginning of one. ``hints`` say what may not have been meant so.
    """

    text: str
    tree: Node
    basis: datetime.date
    parts: tuple[Part, ...] = ()
    hints: tuple[str, ...] = ()
    as_you_type: bool = True

    def describe(self, names: describing.Names | None = None) -> str:
        """What was understood, in words. ``names`` gives the name of an actor id."""
        return describing.describe(self.tree, self.basis, names)

    @property
    def as_of(self) -> int | None:
        """The last day (ordinal) whose reports count, if ``asof:`` names one."""
        return nodes.as_of(self.tree)

    @property
    def only_sure(self) -> bool:
        """Whether ``sure:`` asks for definite matches only."""
        return nodes.only_sure(self.tree)

    @property
    def date_range(self) -> tuple[int | None, int | None]:
        """First and last day (ordinals) that the topmost terms on the event's date leave; ``None`` = open."""
        stretches = [_stretch(part.node) for part in self.parts if part.kind == "date"]
        return (
            max((first for first, _ in stretches if first is not None), default=None),
            min((last for _, last in stretches if last is not None), default=None),
        )

    def without(self, index: int) -> Query:
        """The query without its part number ``index``."""
        return self._of([part for at, part in enumerate(self.parts) if at != index])

    def plus(self, term: str) -> Query:
        """The query with a further condition, at its end. Raises :class:`~store.query.QueryError` for no query.

        A term that is there already changes nothing.
        """
        added = parse(term, self.basis, as_you_type=self.as_you_type)
        present = {part.node for part in self.parts}
        new = [part for part in added.parts if part.node not in present]
        return self._of([*self.parts, *new]) if new else self

    def replacing(self, kind: str, term: str) -> Query:
        """The query with ``term`` in the place of its parts of this kind; the empty text takes them off."""
        new = parse(term, self.basis, as_you_type=self.as_you_type).parts
        at = next((at for at, part in enumerate(self.parts) if part.kind == kind), len(self.parts))
        kept = [part for part in self.parts if part.kind != kind]
        return self._of([*kept[:at], *new, *kept[at:]])

    def with_date_range(self, text: str) -> Query:
        """The query with this date (``2023-07..2023-09``, ``last 30 days``) as its only one; empty: any date."""
        return self.replacing("date", f"date:{quoted(text.strip())}" if text.strip() else "")

    def filtered_values(self, field: str) -> tuple[str, ...]:
        """The values of a field that the topmost terms filter by."""
        return tuple(value.text for part in self.parts for value in _values(part, field))

    def toggle(self, field: str, value: str) -> Query:
        """The query with this value of a field filtered by, or released if it was.

        A second value of a field that an event has only one of (``status``) becomes an alternative to the first, of
        others (``actor``) a further condition.
        """
        for at, part in enumerate(self.parts):
            values = _values(part, field)
            kept = tuple(each for each in values if each.text != value)
            if len(kept) < len(values):
                return self._changed(at, kept)
        if field in SINGLE_FIELDS:
            for at, part in enumerate(self.parts):
                if values := _values(part, field):
                    return self._changed(at, (*values, Word(value)))
        return self.plus(f"{field}:{quoted(value)}")

    def _changed(self, index: int, values: tuple[nodes.Term, ...]) -> Query:
        """The query with other values in the field of one part; without the part if there are none."""
        part = self.parts[index]
        if not values or not isinstance(part.node, Field):
            return self.without(index)
        text = format(Field(part.node.name, values))
        changed = Part(text, part.kind, text, Field(part.node.name, values), part.start, part.end)
        return self._of([*self.parts[:index], changed, *self.parts[index + 1 :]])

    def _of(self, parts: list[Part]) -> Query:
        """The query that these parts make, under the same basis."""
        many = len(parts) > 1
        texts = [f"({part.text})" if many and _is_bare_or(part) else part.text for part in parts]
        return parse(" ".join(texts), self.basis, as_you_type=self.as_you_type)


def parse(text: str, basis: datetime.date, *, as_you_type: bool = True) -> Query:
    """Read a query; relative dates count from ``basis``.

    ``as_you_type`` (the rule everywhere, so that a search finds the same in the search bar, in a saved view and on the
    command line) takes the last word that is searched for as the beginning of one, and closes an open quotation mark.
    Raises :class:`~store.query.QueryError`, nothing else.
    """
    parsed = parser.read(text, basis, as_you_type)
    return Query(
        text,
        parsed.tree,
        basis,
        tuple(_part(text, item) for item in parsed.items),
        parsed.hints,
        as_you_type,
    )


_PLAIN = Word | nodes.Phrase | nodes.Not | nodes.And


def _part(text: str, item: parser.Item) -> Part:
    own = text[item.start : item.end]
    # With an open quotation mark or a last backslash, it would swallow what comes to stand behind it.
    if not item.whole or own.endswith("\\"):
        own = format(item.node)
    kind = _kind(item.node)
    label = own
    if isinstance(item.node, When) and item.node.field == "event":
        label = item.node.text if item.node.op == "on" else f"{item.node.op} {item.node.text}"
    return Part(own, kind, " ".join(label.split()), item.node, item.start, item.end)


def _kind(node: Node) -> str:
    match node:
        case Or(parts) if not isinstance(parts[0], _PLAIN):
            kinds = {_kind(part) for part in parts}
            return kinds.pop() if len(kinds) == 1 else "group"
        case When(field):
            return "date" if field == "event" else field
        case Field(name) | nodes.Count(name):
            return name
        case Word() | nodes.Phrase():
            return "text"
        case nodes.And() | Or():
            return "group"
        case _:
            return type(node).__name__.lower()


def _stretch(node: Node) -> tuple[int | None, int | None]:
    """First and last day of a date term; of alternatives, from the first of all to the last."""
    stretches = [_stretch(part) for part in node.parts] if isinstance(node, Or) else []
    if isinstance(node, When):
        return node.first, node.last
    firsts = [first for first, _ in stretches if first is not None]
    lasts = [last for _, last in stretches if last is not None]
    return (
        min(firsts) if len(firsts) == len(stretches) else None,
        max(lasts) if len(lasts) == len(stretches) else None,
    )


def _values(part: Part, field: str) -> tuple[nodes.Term, ...]:
    return part.node.values if isinstance(part.node, Field) and part.node.name == field else ()


def _is_bare_or(part: Part) -> bool:
    """Whether the part is alternatives without parentheses around them all (commas hold together by themselves)."""
    if not isinstance(part.node, Or):
        return False
    depth = 0
    for lexeme in lex(part.text).lexemes:
        depth += (lexeme.kind == "(") - (lexeme.kind == ")")
        if lexeme.kind == "OR" and depth == 0:
            return True
    return False
