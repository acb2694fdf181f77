"""Finding the documents of a TinyDB file without decoding them, whatever its layout.

A TinyDB file is a JSON object of tables, each an object of documents by number. The scanner walks these two levels
token by token and steps over each document by counting braces outside strings, so that it knows at which byte each
one stands. It holds a window of the file, never the whole. What is inside a document is for its reader to decode.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from os import PathLike
from typing import BinaryIO, NamedTuple

import msgspec
from msgspec import Struct, field

from store import disk

LONGEST = 64 << 20
"""Bytes a document (or a line) may have. Far beyond any article; it keeps a broken file from filling the memory."""

_WINDOW = 1 << 20
_BLANK = re.compile(rb"[ \t\r\n]*+")
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_NUMBER = re.compile(r"-?[0-9]{1,18}")
# Runs of anything but braces, strings taken whole; possessive, so that a long text costs no backtracking stack.
_RUN = rb'(?:[^"{}]++|"(?:[^"\\]++|\\.)*+")*+'
_BETWEEN_BRACES = re.compile(_RUN, re.DOTALL)


class Line(NamedTuple):
    """One document as it stands in a file: ``raw`` is the JSON object in the bytes ``[offset, offset + length)``."""

    table: str
    doc_id: int
    offset: int
    length: int
    raw: bytes


class Table(Struct):
    """Where a table stands: ``opened`` is the byte after its ``{``, ``closed`` that of its ``}`` (-1: not yet seen)."""

    name: str
    opened: int
    closed: int = -1
    numbers: Numbers = field(default_factory=lambda: Numbers())


class Numbers:
    """The document numbers seen in one table, to notice one that stands twice (as after a merge of two versions).

    Numbers nearly always ascend without gaps, so runs are kept instead of a set of a million integers.
    """

    __slots__ = ("_first", "_firsts", "_lasts", "_late", "following")

    def __init__(self) -> None:
        self._firsts: list[int] = []
        self._lasts: list[int] = []
        self._late: set[int] = set()
        self._first = self.following = 1
        """``following`` is the number after the highest seen: the next free one, and the one expected next."""

    @property
    def empty(self) -> bool:
        """Whether no number has been seen."""
        return self.following == 1 and not self._late

    def add(self, number: int) -> bool:
        """Note a number; ``False`` when it was there already."""
        if number < self.following:
            return self._add_late(number)
        if number > self.following:
            if self._first < self.following:
                self._firsts.append(self._first)
                self._lasts.append(self.following - 1)
            self._first = number
        self.following = number + 1
        return True

    def __contains__(self, number: int) -> bool:
        run = bisect_right(self._firsts, number) - 1
        in_run = run >= 0 and number <= self._lasts[run]
        return in_run or self._first <= number < self.following or number in self._late

    def _add_late(self, number: int) -> bool:
        if number in self:
            return False
        self._late.add(number)
        return True


@cache
def _shallow_object() -> re.Pattern[bytes]:
    """A whole document at once, many times faster than brace by brace. Those nested deeper are stepped through.

    Compiled when it is needed: most files never need it.
    """
    pattern = rb"\{" + _RUN + rb"\}"
    for _ in range(8):  # deeper than any record
        pattern = rb"\{" + _RUN + b"(?:" + pattern + _RUN + b")*+" + rb"\}"
    return re.compile(pattern, re.DOTALL)


class Walk:
    """A walk over a file from one token to the next. Offsets are absolute; errors are :class:`store.errors.Damaged`."""

    def __init__(self, file: BinaryIO, path: str | PathLike[str], position: int) -> None:
        self._file, self._path = file, path
        self._data, self._base, self._at = b"", position, 0
        self._ended = False

    @property
    def position(self) -> int:
        """The byte that the next token, or the blanks before it, begins with."""
        return self._base + self._at

    def documents(self, tables: dict[str, Table], table: Table | None, *, more: bool) -> Iterator[Line]:
        """The documents from here to the end of the file.

        ``table`` is the one we stand in (``None``: before the file's first token) and ``more`` whether a comma has
        just been read. Tables are added to ``tables`` as they are met.
        """
        if table is None:
            self._expect(b"{", "expected { : a TinyDB file is an object of tables")
            table = self._next_table(tables, more=False)
        while table is not None:
            while (line := self._next_document(table, more=more)) is not None:
                yield line
                more = self._skip(b",")
            more = False
            table = self._next_table(tables, more=self._skip(b","))
        self._expect_end()

    def _next_table(self, tables: dict[str, Table], *, more: bool) -> Table | None:
        """Step into the next table, or over the closing brace of the file. ``more``: a comma stands before."""
        if (tables and not more) or (not tables and self._peek() == b"}"):
            self._expect(b"}", "expected , or } after a table")
            return None
        name, at = self._key("the name of a table")
        if name in tables:
            raise disk.damaged(self._path, f"table {name!r} stands twice", at)
        self._expect(b"{", f"table {name!r} is not an object of documents by number")
        tables[name] = Table(name, self.position)
        return tables[name]

    def _next_document(self, table: Table, *, more: bool) -> Line | None:
        """The next document of the table, or ``None`` after stepping over the brace that closes it."""
        if not more and (not table.numbers.empty or self._peek() == b"}"):
            self._expect(b"}", f"expected , or }} after a document of table {table.name!r}")
            table.closed = self.position - 1
            return None
        name, at = self._key(f"the number of a document of table {table.name!r}")
        if not _NUMBER.fullmatch(name):
            raise disk.damaged(self._path, f"{name[:40]!r} in table {table.name!r} is not a document number", at)
        number = int(name)
        if not table.numbers.add(number):
            raise disk.damaged(self._path, f"document {number} stands twice in table {table.name!r}", at)
        if self._peek() != b"{":
            raise disk.damaged(self._path, f"document {number} of table {table.name!r} is not an object", self.position)
        offset = self.position
        raw = self._object(f"document {number} of table {table.name!r}")
        return Line(table.name, number, offset, len(raw), raw)

    def _object(self, what: str) -> bytes:
        """Step over an object and give its bytes."""
        if whole := _shallow_object().match(self._data, self._at):
            self._at = whole.end()
            return whole[0]
        start, depth = self.position, 0
        while True:
            match = _BETWEEN_BRACES.match(self._data, self._at)
            end = match.end() if match else self._at
            brace = self._data[end : end + 1]
            if brace in (b"{", b"}"):
                depth += 1 if brace == b"{" else -1
                self._at = end + 1
                if not depth:
                    break
            elif not self._read_on(keep=start):
                raise disk.damaged(self._path, f"the file ends inside {what}", self._base + len(self._data))
            if self.position - start > LONGEST or len(self._data) > LONGEST + _WINDOW:
                raise disk.damaged(self._path, f"{what} is longer than {LONGEST >> 20} MiB", start)
        return self._data[start - self._base : self._at]

    def _key(self, what: str) -> tuple[str, int]:
        """Step over a string and its colon; the string and where it stands."""
        if self._peek() != b'"':
            raise disk.damaged(self._path, f"expected {what} in double quotes", self.position)
        at = self.position
        while (match := _STRING.match(self._data, self._at)) is None:
            if len(self._data) > LONGEST or not self._read_on(keep=at):
                raise disk.damaged(self._path, f"{what} has no end", at)
        try:
            name = msgspec.json.decode(match[0], type=str)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise disk.damaged(self._path, f"{what} is not a JSON string: {error}", at) from None
        self._at = match.end()
        self._expect(b":", f"expected : after {what}")
        return name, at

    def _peek(self) -> bytes:
        """The next byte that is not blank, ``b""`` at the end of the file."""
        while True:
            match = _BLANK.match(self._data, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._data) or not self._read_on(keep=self.position):
                return self._data[self._at : self._at + 1]

    def _skip(self, token: bytes) -> bool:
        found = self._peek() == token
        self._at += found
        return found

    def _expect(self, token: bytes, reason: str) -> None:
        if not self._skip(token):
            cut = "the file ends here; " if not self._peek() else ""
            raise disk.damaged(self._path, cut + reason, self.position)

    def _expect_end(self) -> None:
        if self._peek():
            raise disk.damaged(self._path, "there is something after the end of the last table", self.position)

    def _read_on(self, *, keep: int) -> bool:
        """Read more, dropping what lies before byte ``keep``; ``False`` at the end of the file.

        The window doubles when it is kept whole, so that one long document costs time in proportion to its length.
        """
        held = self._data[keep - self._base :]
        self._file.seek(self._base + len(self._data))
        block = self._file.read(max(_WINDOW, len(held)))
        self._at -= keep - self._base
        self._data, self._base = held + block, keep
        return bool(block)
