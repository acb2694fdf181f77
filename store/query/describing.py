"""What was understood of a query, in words: relative dates with the days they mean and the basis they count from."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from store.edtf import day_text
from store.query.fields import NAME_FIELDS
from store.query.formatting import quoted
from store.query.nodes import (
    All,
    And,
    AsOf,
    Count,
    Field,
    Is,
    Node,
    Not,
    Or,
    Phrase,
    Sure,
    Term,
    When,
    Word,
)

Names = Callable[[str], str | None]
"""The name of an actor id, ``None`` for a value that is no id."""


def describe(tree: Node, basis: datetime.date, names: Names | None = None) -> str:
    """The query in words, its terms parted by middle dots. ::

    actor Kim Jong Un · since july -> 2023-07-01.. (basis 2023-09-05) · status planned or denied · not "arms deal"
    """
    parts = tree.parts if isinstance(tree, And) else (tree,)
    return " · ".join(_say(part, basis, names) for part in parts)


def days(first: int | None, last: int | None) -> str:
    """A stretch of days: ``2023-07-01..``, ``..2023-07-31``, one day as itself."""
    if first is not None and first == last:
        return day_text(first)
    return f"{'' if first is None else day_text(first)}..{'' if last is None else day_text(last)}"


def _say(node: Node, basis: datetime.date, names: Names | None) -> str:
    match node:
        case All():
            return "everything"
        case Word() | Phrase():
            return _term(node)
        case Field(name, values):
            return f"{name} {' or '.join(_value(name, value, names) for value in values)}"
        case Is(flag):
            return flag
        case Count(field, op, number):
            return f"{field} {op} {number}"
        case When(field, op, text, _, relative):
            name = "date" if op == "on" and ".." in text else op
            said = days(node.first, node.last)
            echo = "" if said == text else f" -> {said}"
            return f"{'reported ' if field == 'reported' else ''}{name} {text}{echo}{_basis(relative, basis)}"
        case AsOf(text, date, relative):
            said = days(None, date.last).lstrip(".")
            return f"as of {text}{'' if said == text else f' -> {said}'}{_basis(relative, basis)}"
        case Sure():
            return "definite matches only"
        case Not(part):
            return f"not {_operand(part, basis, names)}"
        case And(parts):
            return " and ".join(_operand(part, basis, names) for part in parts)
        case Or(parts):
            return " or ".join(_operand(part, basis, names) for part in parts)


def _operand(node: Node, basis: datetime.date, names: Names | None) -> str:
    said = _say(node, basis, names)
    mixed = isinstance(node, And | Or) or (isinstance(node, Field) and len(node.values) > 1)
    return f"({said})" if mixed else said


def _basis(relative: bool, basis: datetime.date) -> str:
    return f" (basis {basis.isoformat()})" if relative else ""


def _term(term: Term) -> str:
    if isinstance(term, Phrase):
        return f'"{term.text}"{"*" if term.prefix else ""}'
    return f"{quoted(term.text)}{'*' if term.prefix else ''}{f'~{term.fuzz}' if term.fuzz else ''}"


def _value(field: str, value: Term, names: Names | None) -> str:
    name = names(value.text) if names and field in NAME_FIELDS and not value.prefix else None
    return name or _term(value)
