"""Lexemes to a tree: recursive descent, one function a rule of the grammar in ``docs/query.md``."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct

from store.query import dates
from store.query.errors import QueryError
from store.query.fields import (
    DATE_FIELDS,
    FLAGS,
    LABEL_FIELDS,
    NAME_FIELDS,
    STATUS_VALUES,
    WORD_FIELDS,
    nearest,
)
from store.query.lexer import Lexed, Lexeme, Value, last_typed, lex, opened
from store.query.nodes import (
    All,
    AsOf,
    Count,
    CountOp,
    Field,
    Is,
    Node,
    Not,
    Or,
    Phrase,
    Sure,
    Term,
    Word,
    joined,
)
from store.query.terms import label_key, pattern

MAX_DEPTH = 50
"""Parentheses and negations within each other."""

_COUNT_OPS: dict[str, CountOp] = {"": "=", "=": "=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_LONGEST_NUMBER = 9

T = TypeVar("T")


class Item(Struct, frozen=True):
    """A node and where it stands in the text. ``whole``: the slice of the text is a complete term of its own."""

    node: Node
    start: int
    end: int
    whole: bool = True


class Parsed(Struct, frozen=True):
    """``items`` are the terms of the topmost AND in the order typed, modifiers among them."""

    tree: Node
    items: tuple[Item, ...]
    hints: tuple[str, ...]


def read(text: str, basis: datetime.date, as_you_type: bool) -> Parsed:
    """Read a query. Raises :class:`QueryError`, nothing else."""
    lexed = lex(text)
    if as_you_type:
        if (last := last_typed(lexed.lexemes)) is not None:
            row = list(lexed.lexemes)
            row[last] = opened(row[last])
            lexed = Lexed(tuple(row), lexed.hints)
    elif (quote := _open_quote(lexed.lexemes)) is not None:
        raise QueryError(text, quote, 1, "this quotation mark is never closed")
    return _Parser(text, basis, lexed).query()


def _open_quote(lexemes: tuple[Lexeme, ...]) -> int | None:
    """Where a quotation mark is never closed: only the last one can be."""
    return next((value.start for lexeme in lexemes[-1:] for value in lexeme.values if not value.closed), None)


class _Parser:
    """One reading of one text: where it is, and what it has met on the way."""

    def __init__(self, text: str, basis: datetime.date, lexed: Lexed) -> None:
        self.text, self.basis, self.lexed = text, basis, lexed
        self.open_quote = _open_quote(lexed.lexemes)
        self.at = self.depth = 0
        self.modifiers: list[Item] = []
        self.hints = list(lexed.hints)

    def query(self) -> Parsed:
        """``query = [ alternatives ]``"""
        rows = self._alternatives() if self._kind() else []
        if self._kind():
            raise self._wrong("this parenthesis closes nothing")
        # Modifiers hold for the whole, wherever they stand in it.
        if len(rows) > 1:
            start, end = rows[0][0].start, rows[-1][-1].end
            plain = all(not start <= item.start < end for item in self.modifiers)
            items = [Item(Or(tuple(_all(row) for row in rows)), start, end, plain and self._is_closed(start, end))]
        else:
            items = rows[0] if rows else []
        conditions = tuple(item.node for item in items)
        order = sorted(self.modifiers, key=lambda item: isinstance(item.node, Sure))
        tree = joined((*conditions, *(item.node for item in order)))
        placed = tuple(sorted((*items, *self.modifiers), key=lambda item: item.start))
        return Parsed(tree, placed, tuple(dict.fromkeys(self.hints)))

    def _alternatives(self) -> list[list[Item]]:
        """``alternatives = row { "OR" row }``: a row that only holds what cannot be searched is left out."""
        rows = [self._row()]
        while self._kind() == "OR":
            self.at += 1
            rows.append(self._row())
        return [row for row in rows if row]

    def _row(self) -> list[Item]:
        """``row = unary { [ "AND" ] unary }``"""
        items = [self._unary()]
        while (kind := self._kind()) not in ("", "OR", ")"):
            if kind == "AND":
                self.at += 1
            items.append(self._unary())
        return [item for item in items if item is not None]

    def _unary(self) -> Item | None:
        """``unary = ( "-" | "NOT" ) unary | "(" alternatives ")" | term``; ``None`` where nothing is to be searched."""
        kind = self._kind()
        if kind in ("", "OR", "AND", ")"):
            raise self._missing()
        lexeme = self.lexed.lexemes[self.at]
        self.at += 1
        if kind == "NOT":
            part = self._deeper(lexeme, self._unary)
            return Item(Not(part.node), lexeme.start, part.end, part.whole) if part else None
        if kind == "(":
            return self._group(lexeme)
        if kind == "term":
            return self._word(lexeme)
        return self._field(lexeme)

    def _group(self, opening: Lexeme) -> Item | None:
        if self._kind() == ")":
            end = self.lexed.lexemes[self.at].end
            raise QueryError(self.text, opening.start, end - opening.start, "nothing between the parentheses")
        rows = self._deeper(opening, self._alternatives)
        if self._kind() != ")":
            raise QueryError(self.text, opening.start, 1, "this parenthesis is never closed")
        end = self.lexed.lexemes[self.at].end
        self.at += 1
        if not rows:
            return None
        node = _all(rows[0]) if len(rows) == 1 else Or(tuple(_all(row) for row in rows))
        return Item(node, opening.start, end, self._is_closed(opening.start, end))

    def _deeper(self, lexeme: Lexeme, rule: Callable[[], T]) -> T:
        if self.depth >= MAX_DEPTH:
            raise QueryError(
                self.text, lexeme.start, 1, f"more than {MAX_DEPTH} parentheses or negations in each other"
            )
        self.depth += 1
        try:
            return rule()
        finally:
            self.depth -= 1

    # Terms.

    def _word(self, lexeme: Lexeme) -> Item | None:
        (value,) = lexeme.values
        if self.text[lexeme.start : lexeme.end] == "*":
            return Item(All(), lexeme.start, lexeme.end)
        term = _term(value)
        row = pattern(term).tokens
        if not row:
            if value.text.strip("-"):  # a lone hyphen is a negation that is still being typed
                self.hints.append(f"“{value.text[:24]}” has neither letters nor digits: left out")
            return None
        self._refuse_vague(value, len(row))
        return Item(term, lexeme.start, lexeme.end, value.closed)

    def _field(self, lexeme: Lexeme) -> Item | None:
        name = lexeme.name
        if name in ("sure", "asof"):
            self._modifier(lexeme)
            return None
        closed = all(value.closed for value in lexeme.values)
        if name in NAME_FIELDS + WORD_FIELDS + LABEL_FIELDS:
            node: Node = Field(name, tuple(self._value(name, value) for value in lexeme.values))
        elif name == "status":
            node = Field(name, tuple(Word(self._one_of(value, STATUS_VALUES, "status")) for value in lexeme.values))
        elif name == "is":
            node = _any(tuple(Is(self._one_of(value, FLAGS, "flag")) for value in lexeme.values))
        elif name == "claims":
            node = _any(tuple(self._count(value) for value in lexeme.values))
        else:
            node = _any(tuple(self._when(name, value, value is lexeme.values[-1]) for value in lexeme.values))
        return Item(node, lexeme.start, lexeme.end, closed)

    def _modifier(self, lexeme: Lexeme) -> None:
        name = lexeme.name
        length = lexeme.end - lexeme.start
        if self.depth:
            reason = f"{name}: holds for the whole query; it cannot stand in parentheses or be negated"
            raise QueryError(self.text, lexeme.start, length, reason)
        if len(lexeme.values) > 1:
            raise QueryError(self.text, lexeme.start, length, f"{name}: takes one date")
        node: AsOf | Sure = Sure()
        if lexeme.values:
            node, hint = dates.as_of_term(self.text, lexeme.values[0], self._following(), self.basis)
            self._hint(hint)
        if any(type(item.node) is type(node) for item in self.modifiers):
            raise QueryError(self.text, lexeme.start, length, f"{name}: is there already")
        closed = all(value.closed for value in lexeme.values)
        self.modifiers.append(Item(node, lexeme.start, lexeme.end, closed))

    def _value(self, name: str, value: Value) -> Term:
        term = _term(value)
        if name in LABEL_FIELDS:
            if not label_key(value.text):
                raise self._bad(value, f"{name}: of what? A value is missing")
            return term
        row = pattern(term).tokens
        if not row:
            raise self._bad(value, f"{name}: has nothing to search for here: neither letters nor digits")
        self._refuse_vague(value, len(row))
        return term

    def _refuse_vague(self, value: Value, words: int) -> None:
        if value.fuzz and words > 1:
            raise self._bad(value, f"~ is for one word, and this makes {words}")

    def _one_of(self, value: Value, options: tuple[str, ...] | dict[str, str], what: str) -> str:
        wanted = value.text.lower()
        if wanted in options and not value.prefix and not value.fuzz:
            return wanted
        near = nearest(wanted, options)
        raise self._bad(value, f"no such {what}; " + (f"{near}?" if near else f"there are {', '.join(options)}"))

    def _count(self, value: Value) -> Count:
        digits = value.text
        if not (digits.isascii() and digits.isdecimal()) or len(digits) > _LONGEST_NUMBER or value.prefix or value.fuzz:
            raise self._bad(value, "claims: takes a number, as in claims:2 or claims:>1")
        return Count("claims", _COUNT_OPS[value.op], int(digits))

    def _when(self, name: str, value: Value, is_last: bool) -> Node:
        assert name in DATE_FIELDS
        node, hint = dates.when_term(self.text, name, value, self._following() if is_last else (), self.basis)
        self._hint(hint)
        return node

    # Where we are, and what is wrong there.

    def _kind(self) -> str:
        """Kind of the next lexeme; empty at the end."""
        return self.lexed.lexemes[self.at].kind if self.at < len(self.lexed.lexemes) else ""

    def _following(self) -> tuple[str, ...]:
        """The next few bare words: what people type after the first word of a date."""
        words: list[str] = []
        for lexeme in self.lexed.lexemes[self.at : self.at + 4]:
            if lexeme.kind != "term" or lexeme.values[0].quoted:
                break
            words.append(lexeme.values[0].text)
        return tuple(words)

    def _is_closed(self, start: int, end: int) -> bool:
        """Whether all quotation marks in this slice of the text are closed."""
        return self.open_quote is None or not start <= self.open_quote < end

    def _hint(self, hint: str) -> None:
        if hint:
            self.hints.append(hint)

    def _bad(self, value: Value, reason: str) -> QueryError:
        return QueryError(self.text, value.start, value.end - value.start, reason)

    def _wrong(self, reason: str) -> QueryError:
        lexeme = self.lexed.lexemes[self.at]
        return QueryError(self.text, lexeme.start, lexeme.end - lexeme.start, reason)

    def _missing(self) -> QueryError:
        """A term is missing here: after an operator, or before one."""
        before = self.lexed.lexemes[self.at - 1] if self.at else None
        if before and before.kind in ("OR", "AND", "NOT"):
            name = self.text[before.start : before.end]
            return QueryError(self.text, before.start, before.end - before.start, f"{name} of what? A term is missing")
        if not self._kind():
            assert before is not None  # the first lexeme is there: an empty query has no term to miss
            return QueryError(self.text, before.start, 1, "this parenthesis is never closed")
        name = self._kind()
        return self._wrong(
            "this parenthesis closes nothing" if name == ")" else f"{name} joins two terms; one is missing"
        )


def _term(value: Value) -> Term:
    if value.quoted:
        return Phrase(value.text, value.prefix)
    return Word(value.text, value.prefix, value.fuzz)


def _all(items: list[Item]) -> Node:
    return joined(tuple(item.node for item in items))


def _any(nodes: tuple[Node, ...]) -> Node:
    return nodes[0] if len(nodes) == 1 else Or(nodes)
