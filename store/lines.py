"""TinyDB files with one document a line: read as a stream, written as a stream, never held whole.

Such a file is plain TinyDB JSON; a newline cannot stand inside a JSON string, so each line is a whole document::

    {"meta":{
    "1":{"id":"meta","title":"…"}
    },
    "events":{
    "1":{"id":"…"},
    "2":{"id":"…"}
    }}

It streams, gives small differences under version control, and one document can be replaced without touching the
others. Files in any other layout are read too (:mod:`store.scanner`), more slowly, and take this one when saved.
"""

from __future__ import annotations

import io
import math
import os
import re
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from functools import partial
from os import PathLike
from typing import Any, BinaryIO, NamedTuple

import msgspec

from store import disk
from store.errors import Changed, StoreError
from store.scanner import LONGEST, Line, Table, Walk

__all__ = [
    "DOCUMENT",
    "TABLE",
    "Line",
    "Scan",
    "Table",
    "encode",
    "read_at",
    "scan",
    "table_name",
    "write",
    "write_tables",
]

_BUFFER = 1 << 20
DOCUMENT = re.compile(rb'"(-?[0-9]{1,18})":(?=\{)')
TABLE = re.compile(rb'(\{?)("(?:[^"\\\n]|\\[^\n])*"):\{\n')
"""How the line of a document begins (group 1: its number), and the line that opens a table (group 2: its name)."""

_ENDINGS = (b"},\n", b"}}\n")


def scan(path: str | PathLike[str], tables: Collection[str] | None = None) -> Iterator[Line]:
    """Every document of a file in file order, or those of the named tables, undecoded; memory stays flat.

    Documents are found whatever the layout of the JSON. What is inside them is not looked at. Raises
    :class:`store.errors.Damaged` with the byte where the file stops being a TinyDB file,
    :class:`store.errors.Changed` when another program wrote into the file while it was read.
    """
    with Scan(path) as lines:
        if tables is None:
            yield from lines
        else:
            yield from (line for line in lines if line.table in tables)


class Scan:
    """A reading of a file from its first document to its last, which can be iterated once.

    Afterwards ``tables`` tells where each table stands, ``in_lines`` whether the file has one document a line
    exactly as :func:`write` makes it, and ``identity`` which version of the file was read. A context manager.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path = path
        self.file = io.BufferedReader(disk.open_file(path), _BUFFER)
        self.identity = disk.identity_of(os.fstat(self.file.fileno()))
        self.tables: dict[str, Table] = {}
        self.in_lines = True

    def __enter__(self) -> Scan:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def __iter__(self) -> Iterator[Line]:
        try:
            left = yield from self._plain_lines()
            if left is not None:
                self.in_lines = False
                walk = Walk(self.file, self.path, left.position)
                yield from walk.documents(self.tables, left.table, more=left.more)
            if disk.identity_of(os.fstat(self.file.fileno())) != self.identity:
                raise Changed(f"{self.path} was written by another program while it was read; read it again")
        except OSError as error:
            raise StoreError(f"{self.path} cannot be read: {error.strerror}") from error

    def _plain_lines(self) -> Generator[Line, None, _Left | None]:
        """The documents as long as the file is laid out as we write it; then where it stops being so, if it does."""
        left = _Left(None, False, 0)
        line, begin = self.file.readline(LONGEST), 0
        while opened := TABLE.fullmatch(line):
            name = table_name(opened[2])
            if not name or name in self.tables or bool(opened[1]) != (not self.tables):
                break
            table = self.tables[name] = Table(name, begin + len(line) - 1)
            left, ending = yield from self._plain_table(table, begin + len(line))
            if ending == b"}}\n" and not self.file.peek(1):
                return None
            if ending != b"},\n":
                break
            line, begin = self.file.readline(LONGEST), table.closed + len(ending)
        return left

    def _plain_table(self, table: Table, begin: int) -> Generator[Line, None, tuple[_Left, bytes]]:
        """The documents of a table whose first line is at ``begin``; where to go on, and the line that closed it.

        A document is given only when the line after it is one that may follow: one that somebody broke into several
        lines is left to the walk.
        """
        name, numbers = table.name, table.numbers
        held: bytes | None = None
        comma: bool | None = None  # whether one ended the line before; None on the first line
        at, more = table.opened, False
        number = start = 0
        for line in iter(partial(self.file.readline, LONGEST), b""):
            document = DOCUMENT.match(line)
            if comma is False if document else comma is True or line not in _ENDINGS:
                break
            if held is not None:
                if number == numbers.following:
                    numbers.following += 1
                elif not numbers.add(number):
                    raise disk.damaged(self.path, f"document {number} stands twice in table {name!r}", at)
                yield Line(name, number, start, len(held), held)
            if document is None:
                table.closed = begin
                return _Left(table, False, begin), line
            at, more = begin, comma is True
            begins = document.end()
            number, start = int(document[1]), begin + begins
            comma = line.endswith(b"},\n")
            if not comma and not line.endswith(b"}\n"):
                break
            held = line[begins : -2 if comma else -1]
            begin += len(line)
        return _Left(table, more, at), b""


def table_name(string: bytes) -> str:
    """A table's name from its JSON string; ``""`` for one that the walk has to look at, or to complain about."""
    try:
        return msgspec.json.decode(string, type=str)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""


class _Left(NamedTuple):
    """Where the walk takes over: in which table, whether after a comma, at which byte."""

    table: Table | None
    more: bool
    position: int


def read_at(path: str | PathLike[str], offset: int, length: int, *, identity: disk.Identity | None = None) -> bytes:
    """The bytes of one document, from the ``offset`` and ``length`` of its :class:`Line`.

    With ``identity`` (of the version that was scanned) raises :class:`store.errors.Changed` when the file is another
    one by now. Raises :class:`store.errors.StoreError` when the file cannot be read or is shorter.
    """
    with disk.open_file(path) as file:
        now = disk.identity_of(os.fstat(file.fileno()))
        if identity is not None and now != identity:
            raise Changed(f"{path} has been saved since it was indexed")
        raw = os.pread(file.fileno(), length, offset)
    if len(raw) != length:
        raise Changed(f"{path} has become shorter since it was indexed")
    return raw


def write(
    path: str | PathLike[str],
    tables: Mapping[str, Iterable[tuple[int, bytes]]],
    *,
    seconds: float = disk.LOCK_SECONDS,
) -> None:
    """Write a whole file as a stream of (document number, JSON object on one line) by table, replacing what was there.

    Locked and atomic as every save (:mod:`store.disk`): a reader sees the old file or the new one. When an iterable
    raises, the old file stays. Raises :class:`store.errors.StoreError`; ``ValueError`` for a document with a newline.
    """
    target = disk.real(path)
    with disk.locked(target, seconds=seconds), disk.replacing(target, disk.identity(target)) as file:
        write_tables(file, tables)


def write_tables(file: BinaryIO, tables: Mapping[str, Iterable[tuple[int, bytes]]]) -> None:
    """Write the tables into an open file, one document a line."""
    before = b"{"
    for name, documents in tables.items():
        file.write(b"%s%s:{\n" % (before, msgspec.json.encode(name)))
        comma = b""
        for number, raw in documents:
            if b"\n" in raw:
                raise ValueError(f"document {number} of table {name!r} is not on one line")
            if len(raw) > LONGEST:
                # Nothing would read it again.
                raise StoreError(f"document {number} of table {name!r} is longer than {LONGEST >> 20} MiB: not written")
            file.write(b'%s"%d":%s' % (comma, number, raw))
            comma = b",\n"
        file.write(b"\n}" if comma else b"}")
        before = b",\n"
    file.write(b"}\n" if tables else b"{}\n")


def encode(document: Any, what: str) -> bytes:
    """A document (a mapping or a record) as JSON on one line.

    Raises :class:`store.errors.StoreError`, naming ``what``, for what JSON in UTF-8 cannot hold: numbers that are not
    finite, lone surrogates, nesting without end.
    """
    try:
        raw = msgspec.json.encode(document)
        # msgspec writes not-a-number as null without a word, so only a null can hide one.
        if b"null" not in raw or _is_finite(msgspec.to_builtins(document)):
            return raw
        reason = "has a number that is not finite"
    except UnicodeEncodeError:
        reason = "has a lone surrogate"
    except RecursionError:
        reason = "is nested too deep"
    raise StoreError(f"{what} {reason}, which the file cannot hold; nothing was saved")


def _is_finite(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, Mapping):
        return all(map(_is_finite, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_is_finite, value))
    return True
