"""Reading the files of a dossier: which documents there are, where they lie, and which changed since the last time."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Protocol

import msgspec
from msgspec import Struct, field

from store import disk
from store.dossier import Dossier, SourceFile
from store.dossier.files import READ_FROM
from store.errors import StoreError
from store.index.linemap import Followed, LineMap
from store.index.sources import TABLES, Amendments, Handle, Shelf, Source, key_of
from store.lines import Line, Scan
from store.model import Amendment, Where, decode


class Look(Protocol):
    """Called with the document of each event as it passes, and the amendments that count in its file."""

    def __call__(self, line: Line, amendments: Mapping[str, tuple[Amendment, ...]]) -> None: ...


class Changes(Struct):
    """Keys of documents that are ``gone`` and of those that are new or changed, by table.

    ``shuffled``: events stand in another order in their file, which decides between equal dates.
    """

    gone: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    fresh: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    shuffled: bool = False


def survey(dossier: Dossier, look: Look | None = None, tables: Collection[str] = TABLES) -> Shelf:
    """Read the files for the first time, those of all :data:`TABLES` or of some.

    ``look`` sees the events in the order that breaks ties: as they stand. The sources have the same numbers whatever
    is read.

    Raises :class:`StoreError` for a file that cannot be read or is no TinyDB file, :class:`RecordError` for an
    amendment that is none: what it changes would be shown unchanged.
    """
    shelf = Shelf()
    for number, file in enumerate(_read_files(dossier)):
        if any(file.role in READ_FROM[table] for table in tables):
            read = _read(file, number, None, shelf.amendments, tables, look)
            shelf = Shelf((*shelf.sources, read.source), read.amendments)
    return shelf


def follow(dossier: Dossier, shelf: Shelf) -> tuple[Shelf, Changes]:
    """Read again the files that changed. Raises as :func:`survey`."""
    known = {source.file.label: source for source in shelf.sources}
    unused = max((source.number for source in shelf.sources), default=-1) + 1
    changes, now = Changes(), Shelf()
    for file in _read_files(dossier):
        before = known.pop(file.label, None)
        if before is not None and before.identity == disk.identity(file.path):
            amendments = shelf.amendments if file.role in READ_FROM["amendments"] else now.amendments
            now = Shelf((*now.sources, before), amendments)
            continue
        number = before.number if before else unused
        unused += before is None
        read = _read(file, number, before, now.amendments, TABLES)
        now = Shelf((*now.sources, read.source), read.amendments)
        for table, followed in read.followed.items():
            changes.gone[table] += [key_of(number, position) for position in followed.gone]
            changes.fresh[table] += [key_of(number, position) for position in followed.fresh]
            changes.shuffled |= followed.shuffled and table == "events"
    for source in known.values():
        for table, lines in source.lines.items():
            changes.gone[table] += [key_of(source.number, position) for position in lines.positions()]
    return now, changes


def amended(before: Amendments, after: Amendments, table: str) -> set[str]:
    """Ids of records whose amendments are not what they were."""
    old, new = before.get(table, {}), after.get(table, {})
    return {identity for identity in old.keys() | new.keys() if old.get(identity) != new.get(identity)}


class _Identified(msgspec.Struct):
    id: str = ""


_IDENTIFIED = msgspec.json.Decoder(_Identified)


def id_of(raw: bytes) -> str:
    """The id of a document, empty where it has none."""
    try:
        return _IDENTIFIED.decode(raw).id
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""


def _read_files(dossier: Dossier) -> Iterator[SourceFile]:
    return (file for file in dossier.files() if any(file.role in READ_FROM[table] for table in TABLES))


class _Read(Struct, frozen=True):
    """What reading a file from its first document to its last gave."""

    source: Source
    followed: Mapping[str, Followed]
    amendments: Amendments


def _read(
    file: SourceFile,
    number: int,
    before: Source | None,
    amendments: Amendments,
    tables: Collection[str],
    look: Look | None = None,
) -> _Read:
    followed: dict[str, Followed] = {}
    known = dict(before.lines) if before else {}
    counted = amendments.get("events", {}) if file.role == "import" else {}
    if file.role in READ_FROM["amendments"]:
        amendments = {}
    with Scan(file.path) as scan:
        handle = Handle(os.dup(scan.file.fileno()))
        for table, lines in groupby(scan, key=attrgetter("table")):
            if file.role not in READ_FROM.get(table, ()):
                continue
            if table == "amendments":
                amendments = _amendments(file, lines)
            elif table in tables:
                seen = _id_of if table != "events" else partial(look, amendments=counted) if look else _nothing
                followed[table] = known.pop(table, LineMap()).follow(lines, seen)
        if file.role == "single" and not {"events", "meta"} & scan.tables.keys():
            raise StoreError(f"{file.path} is not a dossier: it has no table 'events'")
    followed |= {table: lines.follow((), _nothing) for table, lines in known.items()}
    lines_of = {table: each.lines for table, each in followed.items()}
    return _Read(Source(number, file, scan.identity, handle, lines_of), followed, amendments)


def _id_of(line: Line) -> str:
    return id_of(line.raw)


def _nothing(_: Line) -> None:
    """Events are found by tantivy: their map holds no ids."""


def _amendments(file: SourceFile, lines: Iterator[Line]) -> Amendments:
    found: defaultdict[str, defaultdict[str, tuple[Amendment, ...]]] = defaultdict(lambda: defaultdict(tuple))
    for line in lines:
        amendment: Amendment = decode("amendments", line.raw, Where(file.label, "amendments", str(line.doc_id)))
        found[amendment.table][amendment.event] += (amendment,)
    return {table: dict(records) for table, records in found.items()}
