"""Going through the files of a dossier, and the rules between its records.

Events are streamed: what is kept in memory are ids, the amendments, and a few articles at a time. Actors and articles
are read before the events that refer to them, and everything that refers to events after them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from store import lines
from store.check import passages, rules
from store.check.fault import Fault, Finding
from store.dossier import Dossier, SourceFile, merged
from store.dossier.files import PERSONAL, READ_FROM
from store.errors import StoreError
from store.lines import Line
from store.model import TABLES, Actor, Amendment, Article, Decision, Event, Record, RecordError, Redirect, Where, decode

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What an actor's id looks like. A name as a source gives it has capitals, blanks or dots."""


def check(dossier: Dossier) -> Iterator[Fault]:
    """Every fault of a dossier, as the files stand now. Raises nothing that a file can cause.

    When a file cannot be read, records that refer to others are not held against those: what they refer to may stand
    in it.
    """
    try:
        files = dossier.files()
    except StoreError as error:
        yield _of_file(dossier.name, error)
        return
    yield from _Sweep(files).faults()


def _of_file(label: str, error: StoreError) -> Fault:
    return Fault.at(Where(label, "", ""), "", Finding("", str(error)))


class _Kept(NamedTuple):
    """An amendment and where it stands."""

    amendment: Amendment
    where: Where


class _Sweep:
    """One check of the given files."""

    def __init__(self, files: tuple[SourceFile, ...]) -> None:
        self._files = list(files)
        self._all_read = True
        self._ids: dict[str, dict[str, str]] = {table: {} for table in TABLES}  # table -> id -> file of the first
        self._shelf = passages.Shelf()
        self._part_of: dict[str, tuple[str, Where]] = {}
        self._amendments: defaultdict[tuple[str, str], list[_Kept]] = defaultdict(list)
        self._amended: set[tuple[str, str]] = set()
        self._links: list[tuple[str, Fault]] = []
        self._merged: list[tuple[str, Fault]] = []

    def faults(self) -> Iterator[Fault]:
        """All of them: dossier and actors, then events, then what points at events."""
        yield from self._read(("meta", "amendments", "redirects", "actors", "articles", "versions"))
        yield from self._affiliations()
        yield from self._read(("events",))
        yield from (fault for event, fault in self._links if self._is_missing("events", event))
        gone = (each for each in self._merged if each[0] not in self._ids["redirects"])
        yield from (fault for event, fault in gone if self._is_missing("events", event))
        yield from self._amendments_of_nothing()
        yield from self._read(PERSONAL)

    # Files

    def _read(self, tables: tuple[str, ...]) -> Iterator[Fault]:
        """The documents of these tables, in all files that they are read from."""
        for file in list(self._files):
            if (file.role == "person") != (tables == PERSONAL):
                continue
            seen: dict[str, lines.Table] = {}
            try:
                with lines.Scan(file.path) as scan:
                    for line in scan:
                        if line.table in tables and _belongs(line.table, file):
                            yield from self._document(line, file, scan)
                    seen = scan.tables
            except StoreError as error:
                self._all_read = False
                self._files.remove(file)
                yield _of_file(file.label, error)
            if "events" not in tables:  # a file is read for its events once more
                yield from _tables(file, seen)

    def _document(self, line: Line, file: SourceFile, scan: lines.Scan) -> Iterator[Fault]:
        where = Where(file.label, line.table, str(line.doc_id))
        try:
            record = decode(line.table, line.raw, where)
        except RecordError as error:
            self._note(line.table, _id_of(line.raw), file)
            yield Fault.at(where, _id_of(line.raw), Finding(error.field, error.reason))
            return
        yield from self._unique(line.table, record, file, where)
        yield from (Fault.at(where, record.id, found) for found in rules.strangers(record, line.raw))
        kept = self._amendments.get((line.table, record.id), []) if file.role == "import" else []
        shown: Record | None = record
        for each in kept:
            self._amended.add((line.table, record.id))
            try:
                shown = shown and merged(shown, (each.amendment,))
            except RecordError as error:
                yield Fault.at(each.where, each.amendment.id, Finding(f"changes.{error.field}", error.reason))
        if shown is None:
            return
        raw = line.raw if shown is record else b""
        for found in self._findings(line.table, shown, raw, file, where):
            # What a person changed is mended where that person changed it.
            changed = [each for each in kept if re.split(r"[.\[]", found.field)[0] in each.amendment.changes]
            if changed:
                found = found._replace(field=f"changes.{found.field}")
                yield Fault.at(changed[-1].where, changed[-1].amendment.id, found)
            else:
                yield Fault.at(where, record.id, found)
        if line.table == "articles" and isinstance(record, Article):
            self._shelf.add(record, passages.Spot(file.path, scan.identity, line.offset, line.length))

    def _findings(self, table: str, record: Any, raw: bytes, file: SourceFile, where: Where) -> Iterator[Finding]:
        yield from rules.findings(table, record)
        yield from rules.texts(record, raw)
        if isinstance(record, Event):
            yield from self._event(record, file, where)
        elif isinstance(record, Actor) and record.part_of:
            self._part_of[record.id] = (record.part_of, where)
        elif isinstance(record, Amendment):
            self._amendments[record.table, record.event].append(_Kept(record, where))
        elif isinstance(record, Redirect):
            found = Finding(
                "event", f"there is no event {record.event!r}: marks on {record.id!r} show nowhere", "warning"
            )
            self._merged.append((record.event, Fault.at(where, record.id, found)))
        elif table == "marks" and self._is_missing("events", record.id) and record.id not in self._ids["redirects"]:
            yield Finding("id", f"there is no event {record.id!r}", "warning")
        elif isinstance(record, Decision) and self._is_missing("articles", record.article):
            yield Finding("article", f"there is no article {record.article!r}", "warning")
        elif isinstance(record, Decision) and record.event and self._is_missing("events", record.event):
            yield Finding("event", f"there is no event {record.event!r}", "warning")

    # References

    def _note(self, table: str, record_id: str, file: SourceFile) -> None:
        self._ids[table].setdefault(record_id, file.label)

    def _unique(self, table: str, record: Any, file: SourceFile, where: Where) -> Iterator[Fault]:
        ids = self._ids[table]
        first = ids.get(record.id)
        # Each person's file has marks, views and decisions of its own.
        if first is not None and record.id and (table not in PERSONAL or first == file.label):
            message = f"{first} has another of this id, which is the one that is shown"
            yield Fault.at(where, record.id, Finding("id", message))
        if table in PERSONAL:
            ids[record.id] = file.label
        else:
            ids.setdefault(record.id, file.label)

    def _is_missing(self, table: str, record_id: str) -> bool:
        """Whether a reference leads nowhere, as far as everything could be read."""
        return self._all_read and record_id not in self._ids[table]

    def _event(self, event: Event, file: SourceFile, where: Where) -> Iterator[Finding]:
        for number, part in enumerate(event.actors):
            if self._is_missing("actors", part.actor):
                yield Finding(f"actors[{number}].actor", f"there is no actor {part.actor!r}")
        for number, link in enumerate(event.links):
            if link.event not in self._ids["events"]:  # it may yet come
                found = Finding(f"links[{number}].event", f"there is no event {link.event!r}")
                self._links.append((link.event, Fault.at(where, event.id, found)))
        for number, claim in enumerate(event.claims):
            at = f"claims[{number}]"
            if file.role != "import" and self._ids["actors"]:
                named = [(f"{at}.source", claim.source)]
                named += [(f"{at}.via[{i}]", via) for i, via in enumerate(claim.via)]
                for field, name in named:
                    if _SLUG.fullmatch(name) and self._is_missing("actors", name):
                        yield Finding(field, f"looks like an actor's id, but there is no actor {name!r}", "warning")
            if self._all_read:
                try:
                    yield from passages.findings(at, claim, self._shelf)
                except StoreError as error:
                    yield Finding(f"{at}.article", str(error))

    def _affiliations(self) -> Iterator[Fault]:
        """``part_of`` leads to an actor, and never back to where one came from."""
        done: set[str] = set()
        for actor, (whole, where) in self._part_of.items():
            if self._is_missing("actors", whole):
                yield Fault.at(where, actor, Finding("part_of", f"there is no actor {whole!r}"))
            path: list[str] = []
            while actor in self._part_of and actor not in done:
                done.add(actor)
                path.append(actor)
                actor = self._part_of[actor][0]
            if actor in path:
                ring = path[path.index(actor) :]
                message = "leads in a circle: " + " in ".join([*ring, ring[0]])
                yield Fault.at(self._part_of[ring[0]][1], ring[0], Finding("part_of", message))

    def _amendments_of_nothing(self) -> Iterator[Fault]:
        for (table, record_id), kept in self._amendments.items():
            if self._all_read and (table, record_id) not in self._amended:
                known = record_id in self._ids[table]
                reason = "is not an imported one" if known else "does not exist"
                for amendment, where in kept:
                    message = f"{table}: {record_id!r} {reason}, so this amendment is not shown"
                    yield Fault.at(where, amendment.id, Finding("event", message, "warning"))


def _belongs(table: str, file: SourceFile) -> bool:
    """Whether a table is read from a file of this role."""
    return table in PERSONAL if file.role == "person" else file.role in READ_FROM.get(table, ())


def _tables(file: SourceFile, tables: dict[str, lines.Table]) -> Iterator[Fault]:
    """Tables that nobody reads, and a single file that is no dossier."""
    for name, table in tables.items():
        if name not in TABLES and name != "_default":  # TinyDB makes _default by itself
            yield Fault.at(
                Where(file.label, name, ""), "", Finding("", "dateline knows no table of this name", "warning")
            )
        elif name in TABLES and not _belongs(name, file) and not table.numbers.empty:
            found = Finding("", f"{name} are not read from this file", "warning")
            yield Fault.at(Where(file.label, name, ""), "", found)
    if file.role == "single" and tables and not {"events", "meta"} & tables.keys():
        yield Fault.at(Where(file.label, "", ""), "", Finding("", "is not a dossier: it has no table 'events'"))


def _id_of(raw: bytes) -> str:
    """The id of a document that is not the record it should be, so that others may still refer to it."""
    try:
        document = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    found = document.get("id", "") if isinstance(document, dict) else ""
    return found if isinstance(found, str) else ""
