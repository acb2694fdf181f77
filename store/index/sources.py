"""The files of a dossier, held open as they were when the index last read them.

A save puts a new file in the place of the old one, so a file that we hold open keeps the bytes that its line map was
made of, and rows can be read from it until the index has followed. (A program that writes into the file in place
breaks this; the check sum of each line tells.)
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from store import disk
from store.dossier import SourceFile, merged
from store.dossier.files import READ_FROM
from store.errors import Changed
from store.index.linemap import LineMap, check_of
from store.model import Actor, Amendment, Article, Event, RecordError, Where, decode

TABLES = ("events", "actors", "articles")
"""The tables whose documents the index keeps the places of."""

_SOURCE_SHIFT = 40
_POSITIONS = (1 << _SOURCE_SHIFT) - 1


_NOWHERE = Where("", "", "")

_BLOCK = 1 << 16
"""Bytes that are read together where documents are read in the order in which they stand."""


class Handle:
    """An open file, closed when nobody reads from it any more: a question may still hold what a refresh replaced."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        weakref.finalize(self, os.close, descriptor)


Faults = Mapping[Where, RecordError]
"""Documents that are no such record as their table holds."""

Found = tuple[int, Any]
"""A key, and the record that stands there: ``None`` where it is removed, a :class:`RecordError` where it is none."""

Amendments = Mapping[str, Mapping[str, tuple[Amendment, ...]]]
"""Table (``events``, ``actors``), then record id, to the amendments of that record, oldest first."""


def key_of(source: int, position: int) -> int:
    """The name of a document in the index: which source, and which position in its line map."""
    return source << _SOURCE_SHIFT | position


def split_key(key: int) -> tuple[int, int]:
    """Source number and position."""
    return key >> _SOURCE_SHIFT, key & _POSITIONS


class Source(Struct, frozen=True):
    """One file: ``number`` is its name in keys, which it keeps as long as the index lives."""

    number: int
    file: SourceFile
    identity: disk.Identity
    handle: Handle
    lines: Mapping[str, LineMap]

    @property
    def imported(self) -> bool:
        """Whether amendments apply to its records."""
        return self.file.role == "import"

    def where(self, table: str, position: int) -> Where:
        return Where(self.file.label, table, str(self.lines[table].numbers[position]))

    def raw(self, table: str, position: int) -> bytes:
        """The JSON of a document. Raises :class:`Changed` when the bytes are no longer those that were indexed."""
        offset, length, check = self.lines[table][position]
        return self._unchanged(os.pread(self.handle.descriptor, length, offset), length, check)

    def each(self, table: str) -> Iterator[tuple[int, bytes]]:
        """All documents of a table that are there: position and JSON. Raises as :meth:`raw`."""
        lines = self.lines[table]
        spots = zip(lines.offsets, lines.lengths, lines.checks, strict=True)
        block, begin = b"", 0
        for position, (offset, length, check) in enumerate(spots):
            if not length:
                continue
            start = offset - begin
            if start < 0 or start + length > len(block):
                # After edits documents may stand anywhere: only from one that follows is more to be expected.
                ahead = length if start < 0 else max(length, _BLOCK)
                block, begin, start = os.pread(self.handle.descriptor, ahead, offset), offset, 0
            yield position, self._unchanged(block[start : start + length], length, check)

    def _unchanged(self, raw: bytes, length: int, check: int) -> bytes:
        if len(raw) != length or check_of(raw) != check:
            raise Changed(f"{self.file.label} was written into since it was indexed")
        return raw


class Shelf(Struct, frozen=True):
    """All records of a dossier at one moment, each read from its file when asked for. Safe in any thread."""

    sources: tuple[Source, ...] = ()
    amendments: Amendments = field(default_factory=dict)

    def source(self, number: int) -> Source:
        for source in self.sources:
            if source.number == number:
                return source
        raise KeyError(number)

    def versions(self, table: str) -> list[tuple[int, str, disk.Identity]]:
        """Which files may hold records of a table: number, label, and which version of it was read."""
        return [
            (source.number, source.file.label, source.identity)
            for source in self.sources
            if source.file.role in READ_FROM[table]
        ]

    def lines(self, table: str) -> list[LineMap]:
        """The line maps of a table, one a file."""
        return [source.lines[table] for source in self.sources if table in source.lines]

    def where(self, table: str, key: int) -> Where:
        """Where the document of a key stands, for people."""
        number, position = split_key(key)
        return self.source(number).where(table, position)

    def has(self, table: str, key: int) -> bool:
        """Whether there is a document of this key."""
        number, position = split_key(key)
        found = next((source for source in self.sources if source.number == number), None)
        lines = found.lines.get(table) if found else None
        return lines is not None and position < len(lines) and lines.lengths[position] > 0

    def keys(self, table: str) -> Iterator[int]:
        """Keys of all documents of a table, in the order of the files and within them of the documents' numbers."""
        for source in self.sources:
            if lines := source.lines.get(table):
                yield from (key_of(source.number, position) for position in lines.positions())

    def each(self, table: str) -> Iterator[Found]:
        """All documents of a table in the order of the files, and within them of their positions."""
        for source in self.sources:
            if table in source.lines:
                amendments = self.amendments.get(table, {}) if source.imported else {}
                base = key_of(source.number, 0)
                for position, raw in source.each(table):
                    try:
                        record = decode(table, raw, _NOWHERE)
                        if amendments and record.id in amendments:
                            record = self.record(table, base + position)
                    except RecordError as error:
                        record = RecordError(source.where(table, position), error.field, error.reason)
                    yield base + position, record

    def some(self, table: str, keys: Iterable[int]) -> Iterator[Found]:
        """The documents of these keys."""
        for key in keys:
            try:
                yield key, self.record(table, key)
            except RecordError as error:
                # A new one, without the frames that an error holds on to, and all that they hold on to.
                yield key, RecordError(error.where, error.field, error.reason)

    def event(self, key: int) -> Event | None:
        """The event of a key as it is shown (see :meth:`record`)."""
        event: Event | None = self.record("events", key)
        return event

    def record(self, table: str, key: int) -> Any:
        """The record of a key with its amendments, ``None`` when one removes it.

        Raises :class:`RecordError` for a document that is no such record, :class:`Changed` for another file.
        """
        number, position = split_key(key)
        source = self.source(number)
        raw = source.raw(table, position)
        try:
            record = decode(table, raw, _NOWHERE)
        except RecordError as error:
            # Hardly ever: so only now is it found out where it stands.
            raise RecordError(source.where(table, position), error.field, error.reason) from None
        if source.imported and (amendments := self.amendments.get(table, {}).get(record.id)):
            try:
                return merged(record, amendments)
            except RecordError as error:
                reason = f"{error.reason} (in amendment {error.where.document})"
                raise RecordError(source.where(table, position), error.field, reason) from None
        return record

    def actor(self, identity: str) -> Actor | None:
        found: Actor | None = self._by_id("actors", identity)
        return found

    def article(self, identity: str) -> Article | None:
        found: Article | None = self._by_id("articles", identity)
        return found

    def _by_id(self, table: str, identity: str) -> Any:
        """The first record with this id that can be read."""
        for source in self.sources:
            if (lines := source.lines.get(table)) is None:
                continue
            for position in sorted(lines.find(identity)):
                try:
                    record = self.record(table, key_of(source.number, position))
                except RecordError:
                    continue
                if record is not None and record.id == identity:
                    return record
        return None
