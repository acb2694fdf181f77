"""What a form is made of: fields with a text, and how a text becomes a value with a word on what was understood.

A field whose text was not touched keeps its value as it was, so that looking at a form changes nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from store.model import Actor, Article, Event, Record
from store.text import fold


class FieldError(ValueError):
    """A text that a field cannot take, and why, in a few words."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a text means: the ``value`` for the record, and what is ``said`` of it to the person who types."""

    value: Any
    said: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may stand in a field, and what it is called."""

    text: str
    label: str


class Names(Protocol):
    """What a dossier knows by name (a :class:`~store.chronology.Chronology` is one)."""

    def actor(self, actor_id: str) -> Actor | None: ...
    def event(self, event_id: str) -> Event | None: ...
    def article(self, article_id: str) -> Article | None: ...
    def actors_named(self, prefix: str, limit: int) -> tuple[Actor, ...]: ...
    def complete(self, field: str, prefix: str, limit: int) -> Sequence[tuple[str, str]]: ...


def _nothing(_: str) -> Sequence[Choice]:
    return ()


def _no_name(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its ``name`` in the record, ``label`` on the screen, ``text`` at first and the ``value`` of that.

    ``read`` raises :class:`FieldError`. ``choices`` gives what the last item of a text may become; with ``several``
    the items stand between commas. ``named`` tells whether an item is the whole name of something, although it begins
    other names too. ``lines`` is the height of its box, ``hint`` what stands
    there dimly while it is empty. A field whose meaning rests on the text of
    another names that one in ``beside`` and reads both with ``read_beside``.
    """

    name: str
    label: str
    text: str
    value: Any
    read: Callable[[str], Read]
    choices: Callable[[str], Sequence[Choice]] = _nothing
    named: Callable[[str], bool] = _no_name
    several: bool = False
    lines: int = 1
    hint: str = ""
    beside: str = ""
    read_beside: Callable[[str, str], Read] | None = None

    def understood(self, texts: Mapping[str, str]) -> Read:
        """What the field means, given the texts of all fields by name. Raises :class:`FieldError`."""
        text = texts.get(self.name, self.text)
        if self.read_beside is not None and self.beside in texts:
            return self.read_beside(text, texts[self.beside])
        return self.read(text)

    def completed(self, text: str, choice: Choice) -> str:
        """The text with its last item replaced by a choice."""
        start, _ = last_item(text) if self.several else (0, text)
        return text[:start] + (join((choice.text,)) if self.several else choice.text)

    def offered(self, text: str) -> Sequence[Choice]:
        """What the last item of a text may become."""
        return self.choices(self._last(text))

    def is_settled(self, text: str, offered: Sequence[Choice]) -> bool:
        """Whether the last item of a text is complete as it stands, whatever else begins so; case does not count."""
        last = self._last(text)
        typed = fold(last)
        return any(typed == fold(choice.text) for choice in offered) or self.named(last)

    def _last(self, text: str) -> str:
        return last_item(text)[1] if self.several else text.strip()


@dataclass(frozen=True, slots=True)
class Form:
    """Fields and what they make: ``build`` gets the value of every field by its name."""

    title: str
    fields: tuple[Field, ...]
    build: Callable[[Mapping[str, Any]], Record]

    def record(self, texts: Mapping[str, str]) -> Record:
        """The record of these texts; fields left out stay. Raises :class:`FieldError`, saying ``LABEL: reason``."""
        values = {}
        touched = {field.name for field in self.fields if texts.get(field.name, field.text) != field.text}
        for field in self.fields:
            try:
                anew = field.name in touched or field.beside in touched
                values[field.name] = field.understood(texts).value if anew else field.value
            except FieldError as error:
                raise FieldError(f"{field.label}: {error}") from None
        return self.build(values)


# Several values in one line: as in a table, quoted where a value has a comma or a quotation mark in it.


def split(text: str) -> tuple[str, ...]:
    """The values of a line, blanks around them and empty ones left out, each once."""
    rows = csv.reader([text.replace("\n", " ")], skipinitialspace=True)
    values = (value.strip() for row in rows for value in row)
    return tuple(dict.fromkeys(value for value in values if value))


def join(values: Iterable[str]) -> str:
    """The values in a line, so that :func:`split` gives them back."""
    written = []
    for value in values:
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow([value])
        written.append(line.getvalue())
    return ", ".join(written)


def last_item(text: str) -> tuple[int, str]:
    """Where the last value of a line begins (a code point), and that value as far as it is typed."""
    quoted = False
    start = 0
    for at, char in enumerate(text):
        if char == '"':
            quoted = not quoted
        elif char == "," and not quoted:
            start = at + 1
    item = text[start:]
    return start + len(item) - len(item.lstrip()), item.strip().strip('"')
