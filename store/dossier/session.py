"""One person's edits of a dossier, from opening it to closing it: each a named, durable step that can be taken back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from store.dossier import changes, saving
from store.dossier.changes import AMENDED, Add, Edit, Editor, Put, Remove
from store.dossier.edits import Change, Found, Key
from store.dossier.files import PERSONAL, Layout, SourceFile
from store.dossier.journal import Journal, Step
from store.lookup import find
from store.model import Mark, Record, SavedView, Where, decode


class Session:
    """What :class:`store.dossier.Dossier` edits with; the meaning of the methods is told there."""

    def __init__(self, layout: Layout, person: str) -> None:
        self._layout = layout
        self._person = person
        self.journal = Journal(saving.take_back)

    def add(self, table: str, record: Record) -> None:
        """Add a record."""
        self.change(f"add {_title(record)}", Add(table, record))

    def put(self, table: str, record: Record, seen: Record | None) -> None:
        """Put a record in the place of the one with its id."""
        self.change(f"edit {_title(record)}", Put(table, record, seen))

    def remove(self, table: str, record_id: str, seen: Record | None) -> None:
        """Remove a record."""
        self.change(f"remove {record_id}", Remove(table, record_id, seen))

    def save_view(self, view: SavedView) -> None:
        """Save a view for the person."""
        self.change(f"save view {view.name}", Put("views", view))

    def change(self, name: str, *edits: Edit) -> None:
        """Make several edits as one step."""
        self.journal.note(Step(name, saving.save(saving.plan(edits, self._owner, self._editor))))

    def mark(self, event_id: str, wanted: Mapping[str, Any], formerly: Sequence[str]) -> Mark:
        """Change the ``wanted`` fields of the person's mark on an event, which stands for those of ``formerly``."""
        file = self._layout.person(self._person)
        result = Mark(id=event_id)

        def decide(found: Found) -> list[Change]:
            nonlocal result
            result, made = changes.mark(found, event_id, file.label, wanted, formerly)
            return made

        keys = [Key("marks", "id", each) for each in (event_id, *formerly)]
        saved = saving.save([saving.FileEdit(file, keys, decide)])
        self.journal.note(Step(f"{_verb(wanted)} {event_id}", saved))
        return result

    def _owner(self, table: str) -> SourceFile:
        return self._layout.person(self._person) if table in PERSONAL else self._layout.owner(table)

    def _editor(self, file: SourceFile) -> Editor:
        now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Editor(self._person, now, file.label, self._imported)

    def _imported(self, table: str, record_id: str) -> Any:
        """An imported record in the source's words."""
        if table in AMENDED:
            for file in self._layout.files():
                if file.role == "import" and (line := find(file.path, table, record_id)):
                    return decode(table, line.raw, Where(file.label, table, str(line.doc_id)))
        return None


def _title(record: Record) -> str:
    return str(getattr(record, "title", "") or getattr(record, "name", "") or getattr(record, "id", ""))


def _verb(wanted: Mapping[str, Any]) -> str:
    if "starred" in wanted:
        return "star" if wanted["starred"] else "unstar"
    return "tag" if "tags" in wanted else "note on"
