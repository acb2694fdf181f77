"""What a format is to the importer: a name, a nose, a reader, rules, and what two rows with one key mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec

from store.importers.opening import Source
from store.importers.report import Item, Job, Rule
from store.importers.tables import Dialect, column_key, guess_dialect, header_of
from store.model import Event


class Head:
    """The beginning of a file as sniffing sees it; each view of it is made once, when it is asked for."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @cached_property
    def text(self) -> str:
        """The head as text, without blank lines at its start."""
        return self.source.text.lstrip("\n\r \t")

    @cached_property
    def dialect(self) -> Dialect | None:
        """The dialect if this can be a table."""
        return None if self.text[:1] in "{[<" else guess_dialect(self.text)

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The cells of the first line, if this can be a table."""
        return tuple(header_of(self.text, self.dialect)) if self.dialect else ()

    @cached_property
    def columns(self) -> frozenset[str]:
        """The header's cells by the names that columns are looked up with."""
        return frozenset(column_key(name) for name in self.header)

    @cached_property
    def record(self) -> dict[str, Any]:
        """The first line as a JSON object; empty if it is none (or does not end within the head)."""
        if not self.text.startswith("{"):
            return {}
        try:
            found = msgspec.json.decode(self.text.partition("\n")[0])
        except (msgspec.DecodeError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


def refuse_other(_first: Event, _second: Event) -> Event | None:
    """The rule of formats whose keys are unique: a second row with the same key and other content is refused."""
    return None


def keep_first(first: Event, _second: Event) -> Event:
    """The rule of formats that report one event many times over."""
    return first


@dataclass(frozen=True, slots=True)
class Format:
    """A format that can be imported.

    ``read`` yields one item a row and raises :class:`~store.importers.report.ImportFailed` where the file as a whole
    is not to be read. ``combine`` makes one event of two with the same key, or says by ``None`` that they cannot be
    one.
    """

    name: str
    title: str
    sniff: Callable[[Head], bool]
    read: Callable[[Source, Job], Iterator[Item]]
    events: bool = True
    """Whether it can hold events (then the import has a file), or articles only."""
    ids: bool = False
    """Whether its articles have ids of a dossier, which its claims cite, and which therefore stay."""
    rules: tuple[Rule, ...] = ()
    """The rules of this format that :attr:`~store.importers.report.Options.off` can switch off."""
    combine: Callable[[Event, Event], Event | None] = refuse_other
