"""A TinyDB storage for files that several programs and people keep for years.

``TinyDB(path, storage=LineStorage)`` reads and writes plain TinyDB JSON, one document a line, with the care of
:mod:`store.disk`: locked, atomic, flushed to the disk, with the version before as ``.bak``. Nothing is remembered
between two operations, so what other programs saved is always seen.

TinyDB reads and then writes on every change; hold :meth:`LineStorage.transaction` around the two (and around any
number of changes that belong together) so that nobody saves in between::

    storage = LineStorage(path)
    with storage.transaction():
        TinyDB(path, storage=lambda _: storage).table("marks").insert({...})

Make a new ``TinyDB`` for each transaction, as here: its tables remember answers and the next free number, which
other programs may have used. Without a transaction a save that would overwrite somebody else's raises
:class:`store.errors.Changed`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

import msgspec
from tinydb.storages import Storage

from store import disk
from store.lines import Line, Scan, encode, write_tables

Tables = dict[str, dict[str, Any]]
"""What TinyDB keeps: tables by name, documents by number (as text)."""


class LineStorage(Storage):
    """One file of tables. Use one object in one thread; any number of objects and processes may share the file."""

    def __init__(self, path: str | PathLike[str], *, seconds: float = disk.LOCK_SECONDS) -> None:
        """``seconds``: how long to wait for another program's save before raising :class:`store.errors.Busy`."""
        self.path = disk.real(path)
        self._seconds = seconds
        self._held = False
        self._known = False  # whether we have looked at the file, so that a save can tell if it changed since
        self._seen: disk.Identity | None = None
        self._tables: Tables | None = None
        self._unsaved = False

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the file's lock: reads inside see each other's writes, and all writes are saved at once at the end.

        When the block raises, nothing is saved. May be nested; the outermost block saves. Raises
        :class:`store.errors.Busy` and, at the end, what :meth:`write` raises.
        """
        if self._held:
            yield
            return
        with disk.locked(self.path, seconds=self._seconds):
            self._held, self._known, self._seen = True, True, disk.identity(self.path)
            try:
                yield
                if self._unsaved and self._tables is not None:
                    self._save(self._tables)
            finally:
                # TinyDB changes our tables in place: after a failure they are not what is on the disk.
                self._held, self._known, self._tables, self._unsaved = False, False, None, False

    def read(self) -> Tables | None:
        """All tables, ``None`` where there is no file yet.

        Raises :class:`store.errors.Damaged` for a file that is empty, cut off, not TinyDB JSON, or gone while its
        backup is there; other :class:`store.errors.StoreError` as :func:`store.disk.open_file`.
        """
        if self._tables is not None:
            return self._tables
        if disk.identity(self.path) is None and not disk.backup_of(self.path).exists():
            self._known, self._seen = True, None
            return None
        with Scan(self.path) as lines:
            documents = [(line.table, str(line.doc_id), self._decode(line)) for line in lines]
            tables: Tables = {name: {} for name in lines.tables}
        for table, number, document in documents:
            tables[table][number] = document
        self._known, self._seen = True, lines.identity
        if self._held:
            self._tables = tables
        return tables

    def write(self, data: Tables) -> None:
        """Save all tables, documents in order of their numbers; inside a transaction, at its end.

        Raises :class:`store.errors.Changed` when the file is not the one that :meth:`read` saw, and
        :class:`store.errors.StoreError` for what JSON cannot hold (not-a-number, infinities, lone surrogates).
        """
        known, seen = self._known, self._seen
        with self.transaction():
            if known:
                self._seen = seen
            self._tables, self._unsaved = data, True

    def _save(self, tables: Tables) -> None:
        encoded = {name: _encode_table(self.path, name, table) for name, table in tables.items()}
        with disk.replacing(self.path, self._seen) as file:
            write_tables(file, encoded)

    def _decode(self, line: Line) -> Any:
        try:
            return msgspec.json.decode(line.raw)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            reason = f"document {line.doc_id} of table {line.table!r} is not JSON: {error}"
        except RecursionError:
            reason = f"document {line.doc_id} of table {line.table!r} is nested too deep"
        raise disk.damaged(self.path, reason, line.offset)


def _encode_table(path: Path, name: str, table: Mapping[str, Any]) -> list[tuple[int, bytes]]:
    return [
        (int(number), encode(table[number], f"{path}: document {number} of table {name!r}"))
        for number in sorted(table, key=int)
    ]
