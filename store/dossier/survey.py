"""One look through a file of lines: where its tables stand, and the few documents that an edit asks for.

Most lines only have to be there. A block of documents that are numbered on and on, without the values asked for, is
passed over when each line begins and ends as it should: ten thousand documents take a few milliseconds. A file with any
other line in it is left to those who read every layout.
"""

from __future__ import annotations

import io
import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from os import PathLike
from typing import BinaryIO, Protocol

from store import disk, lines
from store.errors import StoreError
from store.scanner import LONGEST, Line, Table

BLOCK = 1 << 16
"""Bytes looked at at once: few enough that only a handful of documents is read beside the one asked for."""

_NEXT = re.compile(rb'\},\n"([0-9]{1,18})":\{')


class Asked(Protocol):
    """Tells the documents of a table that are asked for."""

    def may_match(self, raw: bytes) -> bool:
        """Whether one can stand in these bytes, a document or several; ``False`` is certain."""

    def matches(self, raw: bytes) -> Sequence[tuple[str, str]]:
        """The (field, value) pairs of what is asked for that a document has."""


class Survey:
    """What was seen: the ``tables``, the documents ``found`` of those ``asked`` for, which version of the ``file``.

    ``before`` tells, for a number that is not in a table, where the first line of a higher number begins: only for the
    numbers looked for, and those not after the last.
    """

    def __init__(
        self, path: str | PathLike[str], file: BinaryIO, asked: Mapping[str, Asked], places: Collection[tuple[str, int]]
    ) -> None:
        self.path, self.file = path, file
        self.identity = disk.identity_of(os.fstat(file.fileno()))
        self.tables: dict[str, Table] = {}
        self.found: list[Line] = []
        self.before: dict[tuple[str, int], int] = {}
        self.asked = asked
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for table, number in places:
            self._places[table].append(number)
        self._table: Table | None = None
        """The table that is open."""
        self._more: bool | None = None
        """Whether a comma ended the line before; ``None`` on the first line of a table."""

    def look(self) -> bool:
        """Look through the file; whether it has one document a line from beginning to end."""
        begin, ended = 0, False
        while block := self.file.read(BLOCK) + self.file.readline(LONGEST):
            if ended or not block.endswith(b"\n"):
                return False
            if not self._pass_over(block):
                at = begin
                for line in block[:-1].split(b"\n"):
                    if ended or not (self._document(line, at) if self._table else self._opening(line, at)):
                        return False
                    ended = line == b"}}" and self._table is None
                    at += len(line) + 1
            begin += len(block)
        return ended

    def _pass_over(self, block: bytes) -> bool:
        """Count a block that is nothing but documents numbered on, none of them asked for; whether it is."""
        table = self._table
        if table is None or self._more is False:
            return False
        asked = self.asked.get(table.name)
        following = table.numbers.following
        if (asked and asked.may_match(block)) or not block.startswith(b'"%d":{' % following):
            return False
        # Every line but the last has to be one end of a document and the beginning of the next.
        numbers = list(map(int, _NEXT.findall(block)))
        after = following + 1 + len(numbers)
        if after - following != block.count(b"\n") or numbers != list(range(following + 1, after)):
            return False
        if not block.endswith(b"},\n"):
            return False
        table.numbers.following = after
        self._more = True
        return True

    def _opening(self, line: bytes, begin: int) -> bool:
        opened = lines.TABLE.fullmatch(line + b"\n")
        name = lines.table_name(opened[2]) if opened else ""
        if opened is None or not name or name in self.tables or bool(opened[1]) != (not self.tables):
            return False
        self._table = self.tables[name] = Table(name, begin + len(line))
        self._more = None
        return True

    def _document(self, line: bytes, begin: int) -> bool:
        table = self._table
        assert table is not None
        document = lines.DOCUMENT.match(line)
        if document is None:
            table.closed, self._table = begin, None
            return self._more is not True and line in (b"},", b"}}")
        number, start = int(document[1]), begin + document.end()
        if self._more is False or not line.endswith((b"}", b"},")) or not table.numbers.add(number):
            return False
        self._more = line.endswith(b",")
        raw = line[document.end() :].removesuffix(b",")
        if (asked := self.asked.get(table.name)) and asked.matches(raw):
            self.found.append(Line(table.name, number, start, len(raw), raw))
        for place in self._places.get(table.name, ()):
            # Lines that were passed over follow on the number before: none of them is the first beyond a gap.
            if number > place:
                self.before.setdefault((table.name, place), begin)
        return True


@contextmanager
def survey(
    path: str | PathLike[str], asked: Mapping[str, Asked], places: Collection[tuple[str, int]]
) -> Iterator[Survey | None]:
    """Look through a file, which stays open meanwhile; ``None`` when it does not have one document a line.

    ``asked`` by table; ``places`` are (table, number). Errors as :func:`store.disk.open_file`.
    """
    with io.BufferedReader(disk.open_file(path), BLOCK) as file:
        found = Survey(path, file, asked, places)
        try:
            in_lines = found.look()
        except OSError as error:
            raise StoreError(f"{path} cannot be read: {error.strerror}") from error
        yield found if in_lines else None
