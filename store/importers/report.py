"""What an import says about itself: items that a format yields, and the account of each file.

The books balance: ``read = added + updated + unchanged + merged + skipped + len(refused)``. A row stands in exactly
one of these; rows of the last import that are gone now (``removed``) were not read and stand beside the sum.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from store.model import Actor, ActorKind, Article, Event, Role

Progress = Callable[[int, int, int], None]
"""Called now and then with bytes done, bytes in all (as the file lies on the disk) and rows read."""


class ImportFailed(Exception):
    """Nothing was taken from a file: it cannot be read, is not what it should be, or may not be written.

    The message is one sentence for the user; it names no row, as rows that fail alone are :class:`Refused`.
    """


class Refused(msgspec.Struct, frozen=True):
    """A row that was not taken. ``row`` is 1-based as the source counts (the header of a table is row 1).

    ``field`` is the column or JSON path at fault, empty where the whole row is.
    """

    row: int
    field: str
    reason: str


class CellError(ValueError):
    """A cell that cannot be what its column says. The reader turns it into :class:`Refused` of its row."""

    def __init__(self, field: str, reason: str) -> None:
        self.field, self.reason = field, reason
        super().__init__(f"{field}: {reason}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by which rows are left out or put together; naming it in :attr:`Options.off` switches it off."""

    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row left out by a rule of its format."""

    row: int
    rule: str


@dataclass(frozen=True, slots=True)
class Part:
    """An actor as a source names it, and what it did. The runner finds or makes the actor's record."""

    name: str
    role: Role = "with"
    kind: ActorKind = "organization"
    country: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A cleaned record of one row.

    ``cast`` holds the actors by name; formats that know actor ids fill ``Event.actors`` themselves. ``same`` is the
    key by which rows of one file are the same event; empty means the record's own id.
    """

    row: int
    record: Event | Actor | Article
    cast: tuple[Part, ...] = ()
    same: str = ""


Item = Taken | Skipped | Refused


@dataclass(frozen=True, slots=True)
class Options:
    """What the user may decide about reading.

    ``off`` names rules to switch off. ``encoding`` overrides the guess. ``day_first`` says how ``2/1/2015`` is meant
    (``None``: as the file's other dates show). ``expanded`` bounds the bytes that a compressed file may grow to.
    """

    off: frozenset[str] = frozenset()
    encoding: str = ""
    day_first: bool | None = None
    expanded: int = 16 << 30


@dataclass(slots=True)
class Report:
    """The account of one file. ``error`` is set if nothing was taken from it, with the reason."""

    file: str
    format: str = ""
    name: str = ""
    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    merged: int = 0
    skipped: int = 0
    removed: int = 0
    refused: list[Refused] = field(default_factory=list)
    rules: dict[str, int] = field(default_factory=dict)
    """How many rows each rule left out or merged, by the rule's name."""
    notes: list[str] = field(default_factory=list)
    """What the reader had to decide: encoding, order of day and month, guessed columns."""
    mapping: dict[str, str] = field(default_factory=dict)
    """Field to column, where the columns were guessed or given."""
    error: str = ""

    @property
    def taken(self) -> int:
        """Rows that are now in the dossier as records of their own."""
        return self.added + self.updated + self.unchanged

    def skip(self, rule: str) -> None:
        """Count a row that a rule left out."""
        self.skipped += 1
        self.rules[rule] = self.rules.get(rule, 0) + 1

    def merge(self, rule: str = "") -> None:
        """Count a row that became one event with an earlier row, by a rule that can be switched off if there
        is one."""
        self.merged += 1
        if rule:
            self.rules[rule] = self.rules.get(rule, 0) + 1

    def to_builtins(self) -> dict[str, Any]:
        """Plain dicts and lists, in the order that ``dateline import --json`` prints."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain


@dataclass(slots=True)
class Job:
    """What a format's reader may look at and add to while it reads one file."""

    name: str = ""
    """The name of the import, which scopes the ids of formats whose own ids hold within one file only."""
    published: str = ""
    """Publication date (EDTF) given by the user, for articles that carry none."""
    publisher: str = ""
    """Outlet given by the user, for articles that name none."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    options: Options = field(default_factory=Options)
    notes: list[str] = field(default_factory=list)
    position: Callable[[], int] = int
    """How many bytes of the file are read, once it is open."""
    columns: dict[str, str] = field(default_factory=dict)
    """Field to column as finally used; filled by readers that guess."""
    tallies: dict[str, int] = field(default_factory=dict)
    """Decisions that are told once with the number of rows they were taken on."""

    def on(self, rule: Rule) -> bool:
        """Whether a rule is in force."""
        return rule.name not in self.options.off

    def tally(self, text: str) -> None:
        """Count a row on which a decision was taken; ``text`` goes on from the number of them."""
        self.tallies[text] = self.tallies.get(text, 0) + 1

    def note(self, text: str) -> None:
        """Tell the user once about a decision."""
        if text not in self.notes:
            self.notes.append(text)
