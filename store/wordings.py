"""What an imported record says in the source's words, and what people made of it: each amendment, who and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from store.dossier import Dossier, merged
from store.dossier.amend import DELETED
from store.lookup import find
from store.model import Record, Where, decode, to_builtins

Table = Literal["events", "actors"]
"""The tables that an import fills."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A field of a record before and after an amendment, as plain JSON values; ``None`` where there was none."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Wording:
    """A record as it read from an amendment on; ``record`` is ``None`` when that amendment removes it.

    The first wording is the source's: no ``by``, in ``at`` the day of import, in ``file`` the dossier's file.
    ``at`` of the others is UTC, ISO 8601.
    """

    record: Record | None
    at: str
    by: str = ""
    file: str = ""
    revisions: tuple[Revision, ...] = ()


def wordings(dossier: Dossier, table: Table, record_id: str) -> tuple[Wording, ...]:
    """All wordings of an imported record, the source's first; empty when no import has the record.

    Raises :class:`store.errors.StoreError`, and :class:`store.model.RecordError` for an amendment that does not fit.
    """
    for file in dossier.files():
        if file.role == "import" and (line := find(file.path, table, record_id)):
            source: Any = decode(table, line.raw, Where(file.label, table, str(line.doc_id)))
            break
    else:
        return ()
    imported = source.origin.imported if source.origin else ""
    told = [Wording(source, imported, file=file.label)]
    record: Record | None = source
    for amendment in dossier.amendments(table).get(record_id, ()):
        if record is None:
            break  # whoever amends what is removed changes nothing that is shown
        before = to_builtins(record)
        record = merged(record, (amendment,))
        after = to_builtins(record) if record else {}
        changed = tuple(
            Revision(field, before.get(field), after.get(field))
            for field in amendment.changes
            if field != DELETED and before.get(field) != after.get(field)
        )
        told.append(Wording(record, amendment.at, amendment.by, revisions=changed))
    return tuple(told)
