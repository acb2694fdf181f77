"""A TinyDB storage for files that several programs and people keep for years.

``TinyDB(path, storage=LineStorage)`` reads and writes plain TinyDB JSON, one document a line, with the care of
:mod:`store.disk`: locked, atomic, flushed to the disk, with the version before as ``.bak``. Nothing is remembered
between two operations, so what other programs saved is always seen.

TinyDB reads and then writes on every change; hold :meth:`LineStorage.transaction` around the two (and around any
longer thought) so that nobody saves in between::

    storage = LineStorage(path)
    with storage.transaction():
        TinyDB(path, storage=lambda _: storage).table("marks").insert({...})

Without it a save that would overwrite somebody else's raises :class:`store.errors.Changed`.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

import msgspec
from tinydb.storages import Storage

from store import disk
from store.errors import StoreError
from store.lines import Line, Scan, write_tables

Tables = dict[str, dict[str, Any]]
"""What TinyDB keeps: tables by name, documents by number (as text)."""


class LineStorage(Storage):
    """One file of tables. Use one object in one thread; any number of objects and processes may share the file."""

    def __init__(self, path: str | PathLike[str], *, seconds: float = disk.LOCK_SECONDS) -> None:
        """``seconds``: how long to wait for another program's save before raising :class:`store.errors.Busy`."""
        self.path = disk.real(path)
        self._seconds = seconds
        self._inside = False
        self._seen = False
        self._identity: disk.Identity | None = None
        self._tables: Tables | None = None

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the file's lock: what is read inside is what a write inside replaces. May be nested."""
        if self._inside:
            yield
            return
        with disk.locked(self.path, seconds=self._seconds):
            self._forget()
            self._inside = True
            try:
                yield
            finally:
                self._inside = False
                self._forget()

    def read(self) -> Tables | None:
        """All tables, ``None`` where there is no file yet.

        Raises :class:`store.errors.Damaged` for a file that is empty, cut off, not TinyDB JSON, or gone while its
        backup is there; other :class:`store.errors.StoreError` as :func:`store.disk.open_file`.
        """
        if self._inside and self._tables is not None:
            return self._tables
        self._forget()
        if disk.identity(self.path) is None and not disk.backup_of(self.path).exists():
            self._seen = True
            return None
        with Scan(self.path) as lines:
            documents = [(line.table, str(line.doc_id), self._decode(line)) for line in lines]
            tables: Tables = {name: {} for name in lines.tables}
        for table, number, document in documents:
            tables[table][number] = document
        self._seen, self._identity = True, lines.identity
        if self._inside:
            self._tables = tables
        return tables

    def write(self, data: Tables) -> None:
        """Save all tables, documents in order of their numbers.

        Raises :class:`store.errors.Changed` when the file is not the one that :meth:`read` saw, and
        :class:`store.errors.StoreError` for what JSON cannot hold (not-a-number, infinities, lone surrogates).
        """
        seen, expected = self._seen, self._identity
        with self.transaction():
            try:
                encoded = {name: _encode_table(self.path, name, table) for name, table in data.items()}
                with disk.replacing(self.path, expected if seen else disk.identity(self.path)) as file:
                    write_tables(file, encoded)
            except BaseException:
                self._forget()  # TinyDB has changed our tables in place: they are not what is on the disk
                raise
            self._seen, self._identity, self._tables = True, disk.identity(self.path), data

    def _forget(self) -> None:
        self._tables, self._identity, self._seen = None, None, False

    def _decode(self, line: Line) -> Any:
        try:
            return msgspec.json.decode(line.raw)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            reason = f"document {line.doc_id} of table {line.table!r} is not JSON: {error}"
        except RecursionError:
            reason = f"document {line.doc_id} of table {line.table!r} is nested too deep"
        raise disk.damaged(self.path, reason, line.offset)


def _encode_table(path: Path, name: str, table: Mapping[str, Any]) -> list[tuple[int, bytes]]:
    documents = []
    for number in sorted(table, key=int):
        place = f"{path}: document {number} of table {name!r}"
        try:
            raw = msgspec.json.encode(table[number])
        except UnicodeEncodeError:
            raise StoreError(f"{place} has a lone surrogate, which no file can hold; nothing was saved") from None
        except RecursionError:
            raise StoreError(f"{place} is nested too deep; nothing was saved") from None
        # msgspec writes not-a-number as null without a word, so only a null can hide one.
        if b"null" in raw and not _is_finite(table[number]):
            raise StoreError(f"{place} has a number that is not finite; nothing was saved")
        documents.append((int(number), raw))
    return documents


def _is_finite(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, Mapping):
        return all(map(_is_finite, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_is_finite, value))
    return True
