"""Finishing what is being typed in the search bar: a pure function of the text, the cursor and a vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from store.query.fields import DATE_FIELDS, FIELDS, FLAGS, ROLE_FIELDS, STATUS_VALUES
from store.query.formatting import quoted
from store.query.lexer import ESCAPE, QUOTES

LIMIT = 30
"""Candidates offered at most."""

_DATE_WORDS = ("today", "yesterday", "last week", "this month", "last month", "last 30 days", "this year", "last year")

_PIECE = rf"[{QUOTES}](?:\\.|[^{QUOTES}\\])*+(?:[{QUOTES}]|\\?\Z)|\\.|[^\s(){QUOTES}]"
_FRAGMENT = re.compile(rf"(?:{_PIECE})++", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z]+):(?:[<>]=?|=)?")
_VALUE = re.compile(rf"(?:{_PIECE.replace('[^', '[^,')})*+", re.DOTALL)


class Vocabulary(Protocol):
    """What a dossier has for the values of a field (a :class:`~store.chronology.Chronology` is one)."""

    def complete(self, field: str, prefix: str, limit: int) -> Sequence[tuple[str, str]]:
        """Values, each with a name for people, best first: ``("kim-jong-un", "Kim Jong Un")``.

        The two are equal where a value has no other name.
        ``field`` is ``actor source via place kind tag`` or ``id``. ``prefix`` is what has been typed, unquoted: the
        beginning of the value or of a word of its name. Empty: the most frequent values.
        """
        ...


class Candidate(Struct, frozen=True):
    """``text`` replaces the span of the completion; ``label`` says what it is."""

    text: str
    label: str


class Completion(Struct, frozen=True):
    """Candidates for ``text[start:end]`` (code points), best first."""

    start: int
    end: int
    candidates: tuple[Candidate, ...]


def complete(text: str, cursor: int, vocabulary: Vocabulary, limit: int = LIMIT) -> Completion | None:
    """What the word at the cursor (a code point offset) may become; ``None`` where nothing fits.

    A field's value is completed from its vocabulary, quoted where it must be; a bare word becomes the name of a
    field, or an actor to filter by. Text that is no query yet is read as far as it goes.
    """
    cursor = max(0, min(cursor, len(text)))
    start = next((match.start() for match in _FRAGMENT.finditer(text, 0, cursor) if match.end() == cursor), cursor)
    while start < cursor and text[start] == "-":
        start += 1
    whole = _FRAGMENT
    field = _FIELD.match(text, start, cursor)
    if field and field[1].lower() in FIELDS:
        name = field[1].lower()
        values = []
        at = field.end()
        while at <= cursor:
            match = _VALUE.match(text, at, cursor)
            assert match is not None  # it matches the empty text
            values.append((at, match[0]))
            at = match.end() + 1
        start, typed = values[-1]
        whole = _VALUE
        others = {_plain(value).lower() for _, value in values[:-1]}
        found = [each for each in _values(name, _plain(typed), vocabulary, limit) if each.text.lower() not in others]
    else:
        found = list(_words(_plain(text[start:cursor]), vocabulary, limit))
    # What stands right of the cursor is part of the same word, and goes with it.
    match = whole.match(text, start)
    end = max(cursor, match.end()) if match else cursor
    unique = tuple(dict.fromkeys(found))[:limit]
    return Completion(start, end, unique) if unique else None


def _plain(typed: str) -> str:
    """What is meant by a value that is still being typed: without quotation marks and escapes."""
    return str(ESCAPE.sub(r"\1", typed.strip(QUOTES) if typed[:1] in QUOTES else typed))


def _words(typed: str, vocabulary: Vocabulary, limit: int) -> Iterator[Candidate]:
    """Names of fields that a bare word begins, then actors of that name."""
    for field in FIELDS:
        if field.startswith(typed.lower()):
            yield Candidate(f"{field}:", field)
    if typed:
        for value, label in vocabulary.complete("actor", typed, limit):
            yield Candidate(f"actor:{quoted(value)}", label)


def _values(name: str, typed: str, vocabulary: Vocabulary, limit: int) -> Iterator[Candidate]:
    fixed: dict[str, str] | None = None
    if name == "status":
        fixed = dict(zip(STATUS_VALUES, STATUS_VALUES, strict=True))
    elif name == "is":
        fixed = FLAGS
    elif name in DATE_FIELDS or name == "asof":
        fixed = dict(zip(_DATE_WORDS, _DATE_WORDS, strict=True))
    if fixed is not None:
        for value, label in fixed.items():
            if value.startswith(typed.lower()):
                yield Candidate(quoted(value), label)
    elif name in ("actor", *ROLE_FIELDS):
        yield from _known("actor", typed, vocabulary, limit)
    elif name in ("source", "via", "place", "kind", "tag", "id"):
        yield from _known(name, typed, vocabulary, limit)


def _known(name: str, typed: str, vocabulary: Vocabulary, limit: int) -> Iterator[Candidate]:
    for value, label in vocabulary.complete(name, typed, limit):
        yield Candidate(quoted(value), label)
