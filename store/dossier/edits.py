"""One durable edit of one file: lock it, look at the documents in question, decide, save.

Small files, and files that another tool laid out, are edited through TinyDB. A big file with one document a line is
spliced instead (:mod:`store.splice`): decoding 10,000 events to change one would take a second. Both give the same
tables, which a test holds true.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from store import disk, splice
from store.dossier.survey import Asked, Survey, survey
from store.lookup import Wanted
from store.splice import Piece, Spot

if TYPE_CHECKING:
    from store.storage import LineStorage

SPLICE_BYTES = 256 << 10
"""Files above this size are spliced where they can be. Below it, TinyDB saves within a few milliseconds."""


class Key(NamedTuple):
    """The documents of a table whose ``field`` is ``value``; ``Key(table, "", "")``: all of them."""

    table: str
    field: str
    value: str


class Stored(NamedTuple):
    """A document as it is stored: its number in the table and its JSON."""

    number: int
    raw: bytes


class Change(Struct, frozen=True):
    """One document before and after an edit, as JSON; ``None``: it was not there, or shall not be.

    ``number`` is its place in the table; ``None`` asks for the next free one.
    """

    table: str
    number: int | None
    before: bytes | None
    after: bytes | None

    @property
    def undone(self) -> Change:
        """The change that takes this one back."""
        return replace(self, before=self.after, after=self.before)


Found = Mapping[Key, tuple[Stored, ...]]
Decide = Callable[[Found], Sequence[Change]]


def edit(
    path: str | PathLike[str],
    keys: Collection[Key],
    decide: Decide,
    *,
    places: Collection[tuple[str, int]] = (),
    seconds: float = disk.LOCK_SECONDS,
) -> tuple[Change, ...]:
    """Change documents of a file (made if it is not there) in one save; the changes, with their numbers.

    ``decide`` is called with the lock held and gets the documents of each key as they are stored at that moment; what
    it raises is raised and nothing is saved. A new document whose number is among ``places`` (table, number) is put
    there again if the number is free. Raises :class:`store.errors.StoreError`.
    """
    # TinyDB is needed for edits only, not to open and show a dossier.
    from store.storage import LineStorage

    target = disk.real(path)
    disk.make_folder(target.parent)
    storage = LineStorage(target, seconds=seconds)
    with storage.transaction(), _opened(storage, target, keys, places) as file:
        changes = tuple(_numbered(file, decide({key: file.find(key) for key in keys})))
        if changes:
            file.apply(changes)
        return changes


class _Editable(Protocol):
    """A locked file whose documents can be found and changed."""

    def find(self, key: Key) -> tuple[Stored, ...]: ...
    def is_free(self, table: str, number: int) -> bool: ...
    def following(self, table: str) -> int: ...
    def apply(self, changes: Sequence[Change]) -> None: ...


def _numbered(file: _Editable, changes: Sequence[Change]) -> Iterator[Change]:
    """Give new documents their numbers."""
    following: dict[str, int] = {}
    for change in changes:
        if change.before is None and (change.number is None or not file.is_free(change.table, change.number)):
            number = following.get(change.table) or file.following(change.table)
            change = replace(change, number=number)
        if change.number is not None:
            following[change.table] = max(following.get(change.table, file.following(change.table)), change.number + 1)
        yield change


@contextmanager
def _opened(
    storage: LineStorage, path: Path, keys: Collection[Key], places: Collection[tuple[str, int]]
) -> Iterator[_Editable]:
    identity = disk.identity(path)
    if identity is not None and identity[1] > SPLICE_BYTES:
        asked = {table: _asked(key for key in keys if key.table == table) for table, _, _ in keys}
        with survey(path, asked, places) as found:
            if found is not None:
                yield _Spliced(found, keys)
                return
    yield _Decoded(storage)


class _Decoded:
    """A file edited through TinyDB, inside a transaction of its storage."""

    def __init__(self, storage: LineStorage) -> None:
        from tinydb import TinyDB

        # A new database each time: TinyDB's tables remember queries and the next number, which others may have used.
        self._database = TinyDB(storage=lambda: storage)

    def find(self, key: Key) -> tuple[Stored, ...]:
        from tinydb import where

        table = self._database.table(key.table)
        documents = table.search(where(key.field) == key.value) if key.field else table.all()
        return tuple(Stored(document.doc_id, msgspec.json.encode(document)) for document in documents)

    def is_free(self, table: str, number: int) -> bool:
        return not self._database.table(table).contains(doc_id=number)

    def following(self, table: str) -> int:
        return max((document.doc_id for document in self._database.table(table)), default=0) + 1

    def apply(self, changes: Sequence[Change]) -> None:
        from tinydb.table import Document

        for change in changes:
            table, number = self._database.table(change.table), change.number or 0
            if change.before is not None:
                table.remove(doc_ids=[number])
            if change.after is not None:
                table.insert(Document(msgspec.json.decode(change.after), number))


class _Spliced:
    """A file of lines, looked through once and edited by splicing."""

    def __init__(self, seen: Survey, keys: Collection[Key]) -> None:
        self._seen = seen
        self._found: dict[Key, list[Stored]] = {key: [] for key in keys}
        self._spots: dict[tuple[str, int], Spot] = {}
        for line in seen.found:
            self._spots[line.table, line.doc_id] = Spot(line.doc_id, line.offset, line.offset + line.length)
            for field, value in seen.asked[line.table].matches(line.raw):
                self._found[Key(line.table, field, value)].append(Stored(line.doc_id, line.raw))

    def find(self, key: Key) -> tuple[Stored, ...]:
        return tuple(self._found[key])

    def is_free(self, table: str, number: int) -> bool:
        return table not in self._seen.tables or number not in self._seen.tables[table].numbers

    def following(self, table: str) -> int:
        return self._seen.tables[table].numbers.following if table in self._seen.tables else 1

    def apply(self, changes: Sequence[Change]) -> None:
        pieces: list[Piece] = []
        for name in dict.fromkeys(change.table for change in changes):
            pieces += self._pieces(name, [change for change in changes if change.table == name])
        size = self._seen.identity[1]
        with disk.replacing(disk.real(self._seen.path), self._seen.identity) as target:
            splice.copy(self._seen.file, pieces, size, target)

    def _pieces(self, name: str, changes: Sequence[Change]) -> list[Piece]:
        removed, added, pieces = [], [], []
        for change in changes:
            number = change.number or 0
            if change.before is None and change.after is not None:
                added.append((number, change.after, self._seen.before.get((name, number))))
            elif change.after is None:
                removed.append(self._spots[name, number])
            else:
                pieces.append(splice.replace(self._spots[name, number], change.after))
        if not removed and not added:
            return pieces
        table = self._seen.tables.get(name)
        if table is None:
            documents = [(number, raw) for number, raw, _ in added]
            return [splice.new_table(self._seen.tables.values(), msgspec.json.encode(name), documents)]
        return pieces + splice.rearrange(self._seen.file, table, removed, added)


class _Every:
    """Asks for all documents of a table."""

    def may_match(self, raw: bytes) -> bool:
        return True

    def matches(self, raw: bytes) -> Sequence[tuple[str, str]]:
        return [("", "")]


def _asked(keys: Iterable[Key]) -> Asked:
    """What gives the (field, value) pairs by which a document of one table is asked for."""
    values: defaultdict[str, set[str]] = defaultdict(set)
    for key in keys:
        values[key.field].add(key.value)
    return _Every() if "" in values else Wanted(values)
