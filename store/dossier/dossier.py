"""The dossier itself: one object that a program holds while it shows a chronology."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store import disk, lines
from store.dossier import files
from store.dossier.amend import merged
from store.dossier.files import PERSONAL, READ_FROM, Layout, SourceFile
from store.errors import ReadOnly, StoreError
from store.lines import Line, encode
from store.lookup import find
from store.merge import followed, formerly
from store.model import Actor, Amendment, Article, Decision, Event, Mark, Meta, Record, SavedView, Where, decode

if TYPE_CHECKING:
    from store.dossier.changes import Edit
    from store.dossier.journal import Journal, Step
    from store.dossier.session import Session

HELD_BYTES = 4 << 20
"""Dossiers up to this size are kept decoded between two look-ups of a record by its id."""


class Dossier:
    """An open dossier. Opening looks at the folder and nothing else; every question reads what is on the disk then.

    Reading may happen in any thread, editing in one at a time. Every edit is one locked, durable save. Errors are
    :class:`StoreError` (files) and :class:`store.model.RecordError` (a document that is not the record it should be).
    """

    def __init__(self, layout: Layout, person: str, why_read_only: str) -> None:
        self._layout = layout
        self.path = layout.path
        self.name = layout.name
        self.person = person
        self.why_read_only = why_read_only
        self._looked = self.identity()
        self._editing: Session | None = None
        self._redirects: tuple[disk.Identity | None, dict[str, str]] | None = None
        self._held: dict[str, tuple[tuple[object, ...], dict[str, Any]]] = {}

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, person: str | None = None, read_only: bool = False) -> Dossier:
        """Open the folder or TinyDB file at ``path`` for ``person`` (default: the user who runs this program).

        Reads no file, whatever its size. A dossier that cannot be written, or that lies in an installed package, is
        opened for reading: see ``why_read_only``. Raises :class:`StoreError` when there is no dossier at ``path``.
        """
        layout = files.find(Path(path))
        why = "it was opened for reading only" if read_only else files.why_read_only(layout)
        return cls(layout, files.file_name(person) if person else files.this_person(), why)

    @property
    def read_only(self) -> bool:
        """Whether edits are refused; ``why_read_only`` says why."""
        return bool(self.why_read_only)

    # What is on the disk

    def files(self) -> tuple[SourceFile, ...]:
        """The files that exist now, the dossier's own first, then imports and people by name."""
        return self._layout.files()

    def identity(self) -> tuple[tuple[str, int, int, int], ...]:
        """(label, inode, size, time of change in ns) of every file: equal identities mean equal contents."""
        found = ((file.label, disk.identity(file.path)) for file in self.files())
        return tuple((label, *identity) for label, identity in found if identity is not None)

    def changed(self) -> bool:
        """Whether anything on the disk changed since the dossier was opened or this was last asked. A few stats."""
        before, self._looked = self._looked, self.identity()
        return before != self._looked

    # Reading

    def scan(self, table: str) -> Iterator[tuple[Line, SourceFile]]:
        """Every document of a table as it stands in the files, undecoded, without amendments; memory stays flat."""
        for file in self.files():
            if file.role in READ_FROM[table]:
                with lines.Scan(file.path) as found:
                    yield from ((line, file) for line in found if line.table == table)
                if file.role == "single" and not {"events", "meta"} & found.tables.keys():
                    raise StoreError(f"{file.path} is not a dossier: it has no table 'events'")

    def records(self, table: str) -> Iterator[Any]:
        """Every record of a table, decoded; imported ones with their amendments, removed ones left out.

        ``marks``, ``views`` and ``decisions`` are those of this person.
        """
        if table in PERSONAL:
            yield from self._personal(table, self.person).values()
            return
        amendments = self.amendments(table) if table in ("events", "actors") else {}
        for line, file in self.scan(table):
            record = decode(table, line.raw, Where(file.label, table, str(line.doc_id)))
            if file.role == "import" and record.id in amendments:
                record = merged(record, amendments[record.id])
            if record is not None:
                yield record

    def event(self, event_id: str) -> Event | None:
        """The event with this id, as shown. Reads through a big dossier: the index is the fast way there."""
        found: Event | None = self._find("events", event_id)
        return found

    def actor(self, actor_id: str) -> Actor | None:
        """The actor with this id."""
        found: Actor | None = self._find("actors", actor_id)
        return found

    def article(self, article_id: str) -> Article | None:
        """The article with this id."""
        found: Article | None = self._find("articles", article_id)
        return found

    @property
    def meta(self) -> Meta:
        """What the dossier says of itself. Reads only the head of the file when its first table is ``meta``."""
        with lines.Scan(self._layout.main.path) as found:
            for line in found:
                if line.table == "meta":
                    meta: Meta = decode("meta", line.raw, Where(self._layout.main.label, "meta", str(line.doc_id)))
                    return meta
                if next(iter(found.tables)) == "meta":
                    break  # and it is empty
        return Meta()

    def amendments(self, table: str = "events") -> Mapping[str, tuple[Amendment, ...]]:
        """The amendments to imported events (or actors), oldest first, by the id of the record."""
        found: defaultdict[str, tuple[Amendment, ...]] = defaultdict(tuple)
        for line, file in self.scan("amendments"):
            amendment = decode("amendments", line.raw, Where(file.label, "amendments", str(line.doc_id)))
            if amendment.table == table:
                found[amendment.event] += (amendment,)
        return dict(found)

    def redirects(self) -> Mapping[str, str]:
        """The events that were merged into others: the id of the one that stays by that of the one that went.

        They have a small file of their own, so that nothing big is read to show or to change a mark.
        """
        identity = disk.identity(self._layout.merged.path)
        if self._redirects is None or self._redirects[0] != identity:
            found: dict[str, str] = {}
            for line, file in self.scan("redirects"):
                one = decode("redirects", line.raw, Where(file.label, "redirects", str(line.doc_id)))
                found[one.id] = one.event
            self._redirects = (identity, found)
        return self._redirects[1]

    # One person's

    def marks(self) -> Mapping[str, Mark]:
        """This person's stars, tags and notes by event id; those on an event that was merged, on the one that stays."""
        return followed(self._personal("marks", self.person), self.redirects())

    def marks_of_all(self) -> Mapping[str, Mapping[str, Mark]]:
        """Everybody's marks, by person and event id."""
        people = [file.path.stem for file in self.files() if file.role == "person"]
        return {person: followed(self._personal("marks", person), self.redirects()) for person in people}

    def views(self) -> tuple[SavedView, ...]:
        """This person's saved views, in the order they were saved."""
        return tuple(self._personal("views", self.person).values())

    def decisions(self) -> Mapping[str, Decision]:
        """What this person decided on suggested events, by the key of the suggestion (:mod:`store.review`)."""
        return self._personal("decisions", self.person)

    # Editing

    def add(self, table: str, record: Record) -> None:
        """Add a record, durably. Raises :class:`StoreError` when its id is taken."""
        self._writing().add(table, record)

    def put(self, table: str, record: Record, *, seen: Record | None = None) -> None:
        """Put a record in the place of the one with its id, durably. On an imported record this is an amendment.

        With ``seen``, the record that the editor started from, raises :class:`store.errors.Conflict` carrying what is
        stored when that is something else by now; without it the last one to save wins. Fields of the stored document
        that no record has are kept.
        """
        self._writing().put(table, record, seen)

    def remove(self, table: str, record_id: str, *, seen: Record | None = None) -> None:
        """Remove a record, durably; of an imported record an amendment says so. ``seen`` as in :meth:`put`."""
        self._writing().remove(table, record_id, seen)

    def change(self, name: str, *edits: Edit) -> None:
        """Make several edits as one step with one name, which is undone as a whole.

        Edits of one file are saved together or not at all. Where articles and events are concerned, that are two
        files: when the second cannot be saved, the first is taken back. Raises what :meth:`put` raises,
        :class:`store.errors.ReadOnly`, and other :class:`StoreError`.
        """
        self._writing().change(name, *edits)

    def mark(
        self,
        event_id: str,
        *,
        starred: bool | None = None,
        tags: Iterable[str] | None = None,
        note: str | None = None,
    ) -> Mark:
        """Change what this person put on an event (``None``: leave as it is); the mark as it is then.

        Saved in the person's own file, in the same few milliseconds however big the dossier is.
        """
        asked = {"starred": starred, "tags": None if tags is None else tuple(tags), "note": note}
        wanted = {field: value for field, value in asked.items() if value is not None}
        return self._writing().mark(event_id, wanted, formerly(event_id, self.redirects()))

    def save_view(self, view: SavedView) -> None:
        """Save a view for this person, in the place of an older one with its id."""
        self._writing().save_view(view)

    def undo(self) -> Step | None:
        """Take back this session's last step: see :meth:`store.dossier.journal.Journal.undo`."""
        return self._writing().journal.undo()

    def redo(self) -> Step | None:
        """Do the step last undone again."""
        return self._writing().journal.redo()

    @property
    def journal(self) -> Journal:
        """The steps of this session that can be undone and redone."""
        return self._session().journal

    def _writing(self) -> Session:
        self._refuse_read_only()
        return self._session()

    def _session(self) -> Session:
        if self._editing is None:
            # The rooms for edits are not needed to show a dossier, which has to be quick.
            from store.dossier.session import Session

            self._editing = Session(self._layout, self.person)
        return self._editing

    def import_file(self, name: str) -> Path:
        """Where the import called ``name`` is kept; write it with :func:`store.lines.write`. The folder is made."""
        self._refuse_read_only()
        path = self._layout.imported(name).path
        disk.make_folder(path.parent)
        return path

    def _refuse_read_only(self) -> None:
        if self.why_read_only:
            raise ReadOnly(f"{self.name} cannot be changed: {self.why_read_only}")

    def _personal(self, table: str, person: str) -> dict[str, Any]:
        file = self._layout.person(person)
        if disk.identity(file.path) is None:
            return {}
        records = [
            decode(table, line.raw, Where(file.label, table, str(line.doc_id)))
            for line in lines.scan(file.path, (table,))
        ]
        return {record.id: record for record in records}

    def _find(self, table: str, record_id: str) -> Any:
        identity = self.identity()
        if sum(size for _, _, size, _ in identity) <= HELD_BYTES:
            held = self._held.get(table)
            if held is None or held[0] != identity:
                # The first of two records with one id is shown; `check` reports the other.
                records = reversed(list(self.records(table)))
                held = self._held[table] = (identity, {record.id: record for record in records})
            return held[1].get(record_id)
        for file in self.files():
            if file.role in READ_FROM[table] and (line := find(file.path, table, record_id)):
                record = decode(table, line.raw, Where(file.label, table, str(line.doc_id)))
                imported = file.role == "import"
                return merged(record, self.amendments(table).get(record_id, ())) if imported else record
        return None


def create(path: str | os.PathLike[str], title: str = "") -> Dossier:
    """Begin a dossier: a folder, or a single file when ``path`` ends in ``.json``.

    Raises :class:`StoreError` when there is already a file, or a folder with something in it.
    """
    target = Path(os.path.abspath(path))
    layout = Layout(target, single=target.suffix == ".json")
    if target.exists() and (layout.single or not target.is_dir() or any(target.iterdir())):
        raise StoreError(f"{target} exists already and is not empty: give another path")
    disk.make_folder(target.parent if layout.single else target)
    meta = encode(Meta(title=title), "the title")
    lines.write(layout.main.path, {"meta": [(1, meta)], "actors": [], "events": [], "amendments": []})
    if not layout.single:
        lines.write(layout.articles.path, {"articles": []})
    return Dossier.open(target)
