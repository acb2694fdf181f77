"""A tree as canonical text: parsing it (not as you type) gives the tree again."""

from __future__ import annotations

import re

from store.query.lexer import QUOTES
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

_IN_WORD = re.compile(rf"[\s(){QUOTES}\\:]")
_IN_VALUE = re.compile(rf"[\s(){QUOTES}\\,]")
_IN_QUOTES = re.compile(rf"[{QUOTES}\\]")
_MARK = re.compile(r"(\*|~[0-9]*)\Z")
_SIGNS = {"on": "", "since": ">=", "until": "<=", "after": ">", "before": "<"}


def format(tree: Node) -> str:
    """The canonical text of a tree; the empty text for every event."""
    if isinstance(tree, All):
        return ""
    if isinstance(tree, And):
        return " ".join(_operand(part) for part in tree.parts)
    return _text(tree)


def quoted(text: str) -> str:
    """The text as a value: as it is where it can stand so, else in quotation marks."""
    if text and text == _escaped(text, _IN_VALUE) and text[0] not in "<>=":
        return text
    return f'"{_IN_QUOTES.sub(_escape, text)}"'


def _text(node: Node) -> str:
    match node:
        case All():
            return "*"
        case Word() | Phrase():
            return _term(node, _IN_WORD)
        case Field(name, values):
            return f"{name}:{','.join(_term(value, _IN_VALUE) for value in values)}"
        case Is(flag):
            return f"is:{flag}"
        case Count(field, op, number):
            return f"{field}:{'' if op == '=' else op}{number}"
        case When(field, op, text):
            return _when(field, op, text)
        case AsOf(text):
            return f"asof:{quoted(text)}"
        case Sure():
            return "sure:"
        case Not(part):
            return f"-{_operand(part)}"
        case And(parts):
            return " ".join(_operand(part) for part in parts)
        case Or(parts):
            return " OR ".join(_operand(part) for part in parts)


def _operand(node: Node) -> str:
    """A node that stands beside others: an AND or OR within needs parentheses to stay one."""
    return f"({_text(node)})" if isinstance(node, And | Or) else _text(node)


def _when(field: str, op: str, text: str) -> str:
    if field == "reported":
        return f"reported:{_SIGNS[op]}{quoted(text)}"
    name = "date" if op == "on" and ".." in text else op
    return f"{name}:{quoted(text)}"


def _term(term: Term, special: re.Pattern[str]) -> str:
    if isinstance(term, Phrase):
        return f'"{_IN_QUOTES.sub(_escape, term.text)}"{"*" if term.prefix else ""}'
    text = _escaped(term.text, special)
    if special is _IN_WORD and (text in ("OR", "AND", "NOT") or text.startswith("-")):
        text = "\\" + text
    return f"{text}{'*' if term.prefix else ''}{f'~{term.fuzz}' if term.fuzz else ''}"


def _escaped(text: str, special: re.Pattern[str]) -> str:
    """The text with a backslash before each character that would mean something here."""
    mark = _MARK.search(text)
    body, tail = (text[: mark.start()], "\\" + mark[0]) if mark else (text, "")
    return special.sub(_escape, body) + tail


def _escape(match: re.Match[str]) -> str:
    return "\\" + match[0]
