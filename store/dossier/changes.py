"""What an edit does to the documents of a file: pure decisions, made while the file is locked (``edits``).

Each edit names the documents it has to look at (:func:`keys`), and :func:`decide` turns what is stored there at that
moment into changes. Nothing here reads or writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from store.dossier.amend import DELETED, changes, merged
from store.dossier.edits import Change, Found, Key, Stored
from store.dossier.files import PERSONAL
from store.errors import Conflict, StoreError
from store.lines import encode
from store.merge import merged_mark
from store.model import Amendment, Mark, Record, Where, decode

AMENDED = ("events", "actors")
"""The tables that an import may fill; edits to its records are amendments."""

UPSERTED = ("meta", "redirects", *PERSONAL)
"""The tables in which a record that is not there yet is simply put."""


class Add(Struct, frozen=True):
    """A new record, whose id must be free."""

    table: str
    record: Any

    @property
    def id(self) -> str:
        """The id of the record."""
        return str(self.record.id)


class Put(Struct, frozen=True):
    """A record in the place of the one with its id; with ``seen``, only if that is still what is stored."""

    table: str
    record: Any
    seen: Any = None

    @property
    def id(self) -> str:
        """The id of the record."""
        return str(self.record.id)


class Remove(Struct, frozen=True):
    """No record with this id; with ``seen``, only if that is still what is stored."""

    table: str
    id: str
    seen: Any = None


Edit = Add | Put | Remove


class Editor(Struct, frozen=True):
    """Who edits, when (UTC, ISO 8601), which file (its label), and how to look up a record in the imports."""

    person: str
    at: str
    label: str
    imported: Callable[[str, str], Any]


def keys(edit: Edit) -> tuple[Key, ...]:
    """The documents that an edit depends on."""
    own = _own(edit.table, edit.id)
    return (own, Key("amendments", "event", edit.id)) if edit.table in AMENDED else (own,)


def decide(edit: Edit, found: Found, editor: Editor) -> list[Change]:
    """The changes that make the edit; none where everything is already as it says.

    Raises :class:`Conflict` when ``seen`` is not what is stored, :class:`StoreError` for an id that is taken, missing
    or empty, :class:`store.model.RecordError` where the stored document is not a record.
    """
    if not edit.id:
        raise StoreError(f"a record of {edit.table} needs an id; nothing was saved")
    own = next(iter(found[_own(edit.table, edit.id)]), None)
    if isinstance(edit, Add):
        if own is not None or editor.imported(edit.table, edit.id) is not None:
            raise StoreError(f"there is already a record {edit.id!r} in {edit.table}; nothing was saved")
        return [Change(edit.table, None, None, encode(edit.record, _what(edit)))]
    if own is not None:
        theirs = decode(edit.table, own.raw, Where(editor.label, edit.table, str(own.number)))
        _refuse_stale(edit, theirs)
        return _on_own(edit, own, theirs)
    original = editor.imported(edit.table, edit.id) if edit.table in AMENDED else None
    if original is not None:
        return _on_imported(edit, original, found[Key("amendments", "event", edit.id)], editor)
    _refuse_stale(edit, None)
    if isinstance(edit, Put) and edit.table in UPSERTED:
        return [Change(edit.table, None, None, encode(edit.record, _what(edit)))]
    raise StoreError(f"there is no record {edit.id!r} in {edit.table}; nothing was saved")


def mark(
    found: Found, event_id: str, label: str, wanted: Mapping[str, Any], formerly: Sequence[str] = ()
) -> tuple[Mark, list[Change]]:
    """A person's mark with the ``wanted`` fields changed, and how it gets there. An empty mark is not kept.

    What the person had put on events that the event stands for, ``formerly``, is put on it for good.
    """
    stored = next(iter(found[Key("marks", "id", event_id)]), None)
    before = shown = Mark(id=event_id)
    if stored is not None:
        before = shown = decode("marks", stored.raw, Where(label, "marks", str(stored.number)))
    gone = [document for old in formerly for document in found[Key("marks", "id", old)]]
    for document in gone:
        old = decode("marks", document.raw, Where(label, "marks", str(document.number)))
        shown = merged_mark(event_id, shown, old) or shown
    after = msgspec.structs.replace(shown, **wanted)
    if after == shown:
        return after, []
    removed = [Change("marks", document.number, document.raw, None) for document in gone]
    if after == Mark(id=event_id):
        return after, removed + ([Change("marks", stored.number, stored.raw, None)] if stored else [])
    raw = _grafted(stored.raw, before, after) if stored else encode(after, f"the mark on {event_id}")
    number, was = (stored.number, stored.raw) if stored else (None, None)
    return after, [*removed, Change("marks", number, was, raw)]


def keys_of(done: Sequence[Change]) -> tuple[Key, ...]:
    """The documents that taking back these changes depends on."""
    return tuple(_own(change.table, _id(change)) for change in done)


def take_back(done: Sequence[Change], found: Found, label: str) -> list[Change]:
    """The changes that undo ``done``. Raises :class:`Conflict` when one of the documents has changed since."""
    undone = []
    for change in reversed(done):
        record_id = _id(change)
        stored = next(iter(found[_own(change.table, record_id)]), None)
        if not _same(stored.raw if stored else None, change.after):
            theirs = (
                decode(change.table, stored.raw, Where(label, change.table, str(stored.number))) if stored else None
            )
            verb = "changed" if stored else "removed"
            raise Conflict(f"{record_id} in {change.table} has been {verb} since; nothing was undone", theirs=theirs)
        number = stored.number if stored else change.number
        undone.append(Change(change.table, number, stored.raw if stored else None, change.before))
    return undone


def _own(table: str, record_id: str) -> Key:
    """The record itself. A dossier has one ``meta``, whose id is understood and not stored."""
    return Key("meta", "", "") if table == "meta" else Key(table, "id", record_id)


def _on_own(edit: Put | Remove, own: Stored, theirs: Record) -> list[Change]:
    if isinstance(edit, Remove):
        return [Change(edit.table, own.number, own.raw, None)]
    if edit.record == theirs:
        return []
    return [Change(edit.table, own.number, own.raw, _grafted(own.raw, theirs, edit.record))]


def _on_imported(edit: Put | Remove, original: Record, stored: Sequence[Stored], editor: Editor) -> list[Change]:
    amendments = [
        amendment
        for document in stored
        for amendment in [decode("amendments", document.raw, Where(editor.label, "amendments", str(document.number)))]
        if amendment.table == edit.table
    ]
    theirs = merged(original, amendments)
    _refuse_stale(edit, theirs)
    if theirs is None:
        raise StoreError(f"{edit.id!r} in {edit.table} has been removed; nothing was saved")
    changed = {DELETED: True} if isinstance(edit, Remove) else changes(theirs, edit.record)
    if not changed:
        return []
    # Numbered on after the highest, not counted: taking an amendment back must not free its id for another one.
    used = [int(match[1]) for one in amendments if (match := re.search(r"/([0-9]{1,9})$", one.id))]
    amendment = Amendment(
        id=f"{edit.id}/{max(used, default=0) + 1}",
        event=edit.id,
        table=edit.table,  # type: ignore[arg-type]  # one of AMENDED
        changes=changed,
        by=editor.person,
        at=editor.at,
    )
    return [Change("amendments", None, None, encode(amendment, _what(edit)))]


def _refuse_stale(edit: Put | Remove, theirs: Record | None) -> None:
    if edit.seen is not None and edit.seen != theirs:
        verb = "removed" if theirs is None else "changed"
        raise Conflict(
            f"{edit.id!r} in {edit.table} was {verb} by somebody else meanwhile; nothing was saved",
            theirs=theirs,
            seen=edit.seen,
        )


def _grafted(raw: bytes, before: Record, after: Record) -> bytes:
    """The stored document with the record's changed fields put in: fields that we do not know stay as they are."""
    stored = msgspec.json.decode(raw)
    return encode(_graft(stored, before, after), f"the record {getattr(after, 'id', '')}")


def _graft(stored: Any, before: Any, after: Any) -> Any:
    if before == after:
        return stored
    plain = msgspec.to_builtins(after)
    if isinstance(after, Record) and type(before) is type(after) and isinstance(stored, dict):
        known = type(after).__struct_fields__
        kept = {name: _graft(stored.get(name), getattr(before, name), getattr(after, name)) for name in plain}
        return kept | {name: value for name, value in stored.items() if name not in known}
    if isinstance(after, tuple) and isinstance(stored, list) and len(stored) == len(before):
        return [_graft_item(stored, before, after, index) for index in range(len(after))]
    return plain


def _graft_item(stored: list[Any], before: tuple[Any, ...], after: tuple[Any, ...], index: int) -> Any:
    """An item of a list: an equal one of before wherever it stood, else the one that was changed in its place."""
    item = after[index]
    if item in before:
        return stored[before.index(item)]
    if len(before) == len(after) and before[index] not in after:
        return _graft(stored[index], before[index], item)
    return msgspec.to_builtins(item)


def _same(one: bytes | None, other: bytes | None) -> bool:
    """Whether two documents say the same, however they are spelled."""
    if one is None or other is None:
        return one is other
    return one == other or msgspec.json.decode(one) == msgspec.json.decode(other)


def _id(change: Change) -> str:
    return str(msgspec.json.decode(change.after or change.before or b"{}").get("id", ""))


def _what(edit: Edit) -> str:
    return f"{edit.id!r} in {edit.table}"
