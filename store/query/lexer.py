"""The text of a query cut into lexemes, in one pass. ``docs/query.md`` has the grammar."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from store.query.errors import QueryError
from store.query.fields import DATE_FIELDS, FIELDS, WORD_FIELDS, nearest
from store.query.nodes import MAX_FUZZ
from store.text import tokens

MAX_LENGTH = 10_000
"""Code points of a query. A longer one is no query that somebody typed, but a text that got into the wrong place."""

QUOTES = '"“”„'
"""A typographic quotation mark is what word processors make of a typed one."""

_BARE = rf"(?:\\.|[^\s(){QUOTES}\\]|\\\Z)+"
_BARE_TEXT = re.compile(_BARE, re.DOTALL)
_BARE_VALUE = re.compile(rf"(?:\\.|[^\s(){QUOTES},\\]|\\\Z)+", re.DOTALL)
_QUOTED = re.compile(rf"[{QUOTES}]((?:\\.|[^{QUOTES}\\]|\\\Z)*)([{QUOTES}]\*?)?", re.DOTALL)
_NAME = re.compile(r"([^\W\d_]+):(?!//)")
_COMPARED = re.compile("[<>]=?|=")
_MARK = re.compile(r"(?<!\\)(\\*)(\*|~[0-9]*)\Z")
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
"""A backslash, and the character that it makes a plain one."""

_SPACE = re.compile(r"\s+")

Kind = Literal["(", ")", "OR", "AND", "NOT", "term", "field"]


class Value(Struct, frozen=True):
    """A word or a quoted text with its marks. ``op`` is a comparison in front of it (``claims:>1``)."""

    text: str
    start: int
    end: int
    quoted: bool = False
    closed: bool = True
    prefix: bool = False
    fuzz: int = 0
    op: str = ""


class Lexeme(Struct, frozen=True):
    """A piece of the query: an operator, a parenthesis, a term, or a field with its values."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    values: tuple[Value, ...] = ()


class Lexed(Struct, frozen=True):
    lexemes: tuple[Lexeme, ...]
    hints: tuple[str, ...]


def lex(text: str) -> Lexed:
    """Cut the text. Raises :class:`QueryError` for a text too long, an empty value, and marks that make no sense."""
    if len(text) > MAX_LENGTH:
        raise QueryError(text, MAX_LENGTH, len(text) - MAX_LENGTH, f"longer than {MAX_LENGTH:,} characters")
    lexemes: list[Lexeme] = []
    hints: list[str] = []
    at = 0
    while at < len(text):
        if space := _SPACE.match(text, at):
            at = space.end()
            continue
        lexeme, hint = _lexeme(text, at)
        lexemes.append(lexeme)
        if hint and hint not in hints:
            hints.append(hint)
        at = lexeme.end
    return Lexed(tuple(lexemes), tuple(hints))


def _lexeme(text: str, at: int) -> tuple[Lexeme, str]:
    """The lexeme that begins here, and a hint on it."""
    character = text[at]
    if character == "(":
        return Lexeme("(", at, at + 1), ""
    if character == ")":
        return Lexeme(")", at, at + 1), ""
    if character in QUOTES:
        value = _quoted(text, at)
        return Lexeme("term", at, value.end, values=(value,)), ""
    if character == "-" and at + 1 < len(text) and not text[at + 1].isspace() and text[at + 1] != ")":
        return Lexeme("NOT", at, at + 1), ""
    if name := _NAME.match(text, at):
        if name[1].lower() in FIELDS:
            return _field(text, at, name[1].lower(), name.end()), ""
        return _unknown(text, at, name[1], name.end())
    bare = _BARE_TEXT.match(text, at)
    assert bare is not None  # everything else has been taken above
    word = bare[0]
    if word == "OR":
        return Lexeme("OR", at, bare.end()), ""
    if word == "AND":
        return Lexeme("AND", at, bare.end()), ""
    if word == "NOT":
        return Lexeme("NOT", at, bare.end()), ""
    value = _bare(text, word, at)
    return Lexeme("term", at, value.end, values=(value,)), ""


def _quoted(text: str, at: int) -> Value:
    match = _QUOTED.match(text, at)
    assert match is not None  # the caller has seen the quote
    closing = match[2] or ""
    return Value(
        ESCAPE.sub(r"\1", match[1]), at, match.end(), quoted=True, closed=bool(closing), prefix=closing.endswith("*")
    )


def _bare(text: str, raw: str, at: int) -> Value:
    """A word without quotes: its marks taken off, its escapes read."""
    end = at + len(raw)
    mark = _MARK.search(raw)
    # After an odd number of backslashes the mark is a letter like any other; alone, a star is the whole word.
    if mark is None or len(mark[1]) % 2 or mark.start(2) == 0:
        return Value(ESCAPE.sub(r"\1", raw), at, end)
    body = ESCAPE.sub(r"\1", raw[: mark.start(2)])
    if mark[2] == "*":
        return Value(body, at, end, prefix=True)
    digits = mark[2][1:]
    if len(digits) > 1 or int(digits or 1) > MAX_FUZZ:
        reason = f"~{MAX_FUZZ} is the most: {MAX_FUZZ} letters that may differ"
        raise QueryError(text, at + mark.start(2), len(mark[2]), reason)
    return Value(body, at, end, fuzz=int(digits or 1))


def _field(text: str, start: int, name: str, at: int) -> Lexeme:
    """A field and its values, parted by commas."""
    if name == "sure":
        if at < len(text) and not text[at].isspace() and text[at] != ")":
            raise QueryError(text, start, at - start, "sure: takes no value; leave a blank after it")
        return Lexeme("field", start, at, name)
    compared = name in ("claims", "date", "reported")
    values: list[Value] = []
    while True:
        values.append(_value(text, start, name, at, compared))
        at = values[-1].end
        if not text.startswith(",", at):
            return Lexeme("field", start, at, name, tuple(values))
        at += 1


def _value(text: str, start: int, name: str, at: int, compared: bool) -> Value:
    first = at
    op = _COMPARED.match(text, at) if compared else None
    at = op.end() if op else at
    if at < len(text) and text[at] in QUOTES:
        value = _quoted(text, at)
    elif bare := _BARE_VALUE.match(text, at):
        # A date such as 2023-09~ ends in what is a mark elsewhere.
        plain = name in DATE_FIELDS or name == "asof"
        value = Value(ESCAPE.sub(r"\1", bare[0]), at, bare.end()) if plain else _bare(text, bare[0], at)
    elif text.startswith("(", at):
        raise QueryError(text, at, 1, f"alternatives of {name}: are parted by commas, as in {name}:a,b")
    else:
        what = (
            f"nothing after the comma of {name}:" if text[first - 1] == "," else f"{name}: of what? A value is missing"
        )
        raise QueryError(text, start, at - start, what)
    return replace(value, start=first, op=op[0] if op else "")


def _unknown(text: str, start: int, name: str, at: int) -> tuple[Lexeme, str]:
    """``foo:bar`` of no field: a word like any other (with what is quoted after the colon), and a hint."""
    shown = name[:24]
    near = nearest(name.lower(), FIELDS)
    hint = f"{shown}: is no field, so it is searched as text; "
    hint += f"did you mean {near}:?" if near else f"fields are {' '.join(FIELDS)}"
    if at < len(text) and text[at] in QUOTES:
        value = _quoted(text, at)
        value = replace(value, text=f"{name}:{value.text}", start=start)
    else:
        bare = _BARE_TEXT.match(text, start)
        assert bare is not None  # it begins with a name
        value = _bare(text, bare[0], start)
    return Lexeme("term", start, value.end, values=(value,)), hint


def last_typed(lexemes: tuple[Lexeme, ...]) -> int | None:
    """Which lexeme is the last text that is searched for and not excluded: the one a person may still be typing.

    A bare word or a value of ``title: note: text:``; what stands after ``-`` or ``NOT`` does not count.
    """
    found: int | None = None
    outer: list[bool] = []
    excluded = after_not = False
    for index, lexeme in enumerate(lexemes):
        if lexeme.kind == "NOT":
            after_not = True
            continue
        if lexeme.kind == "(":
            outer.append(excluded)
            excluded = excluded or after_not
        elif lexeme.kind == ")":
            excluded = outer.pop() if outer else False
        elif (lexeme.kind == "term" or lexeme.name in WORD_FIELDS) and not excluded and not after_not:
            found = index if tokens(lexeme.values[-1].text) else found
        after_not = False
    return found


def opened(lexeme: Lexeme) -> Lexeme:
    """The lexeme with its last value as the beginning of a word, unless quotes or ``~`` say that it is complete."""
    value = lexeme.values[-1]
    if (value.quoted and value.closed) or value.fuzz or value.text == "*":
        return lexeme
    return replace(lexeme, values=(*lexeme.values[:-1], replace(value, prefix=True)))
