"""Finding a few documents by the value of a field, in files of which hardly anything is decoded."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from store import disk, lines
from store.lines import Line
from store.scanner import LONGEST
from store.text import fold

_BLOCK = 1 << 20
_FEW = 8  # up to this many values, looking for their bytes is faster than decoding


class Wanted:
    """A quick look for the documents in which a field has one of some values."""

    def __init__(self, values: Mapping[str, Collection[str]]) -> None:
        self._values = {field: frozenset(wanted) for field, wanted in values.items()}
        every = [value for wanted in self._values.values() for value in wanted]
        self._needles = [msgspec.json.encode(value) for value in every if _can_be_stored(value)]
        fields = [(field, Any, None) for field in values]
        self._decoder = msgspec.json.Decoder(msgspec.defstruct("Fields", fields))

    def may_match(self, raw: bytes) -> bool:
        """Whether a document in these bytes can be one of those wanted; ``False`` is certain."""
        if len(self._needles) > _FEW:
            return True
        for needle in self._needles:
            if needle in raw:
                return True
        # Another tool may have escaped what msgspec writes as it is.
        return b"\\" in raw and (b"\\u" in raw or b"\\/" in raw)

    def matches(self, raw: bytes) -> Sequence[tuple[str, str]]:
        """The (field, value) pairs that a document has of those wanted. A document that is not JSON has none."""
        if not self.may_match(raw):
            return ()
        try:
            document = self._decoder.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return ()  # reading the records will tell
        found = [(field, getattr(document, field)) for field in self._values]
        return [(field, value) for field, value in found if isinstance(value, str) and value in self._values[field]]


class Heading(msgspec.Struct, frozen=True):
    """What an article is known by: the record without its text."""

    id: str
    title: str = ""
    publisher: str = ""
    published: str = ""

    @property
    def words(self) -> str:
        """What finds it, folded, a blank before each word."""
        return "".join(f" {word}" for word in fold(f"{self.id} {self.title} {self.publisher} {self.published}").split())


class Titled(NamedTuple):
    """An article as it is offered where one is to be named."""

    id: str
    title: str


class Headings:
    """The headings of the articles in a file as it was once. A document that has none is left out."""

    def __init__(self, found: Iterable[Line]) -> None:
        decoder = msgspec.json.Decoder(Heading)
        self._known: list[tuple[str, Titled]] = []
        for line in found:
            with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                heading = decoder.decode(line.raw)
                self._known.append((heading.words, Titled(heading.id, heading.title)))

    def beginning(self, typed: str) -> Iterator[Titled]:
        """The articles whose id, or words of whose title, outlet or day, begin with each of the words typed."""
        wanted = [f" {word}" for word in fold(typed).split()]
        return (article for words, article in self._known if all(word in words for word in wanted))


def headings(path: Path) -> Headings:
    """The headings of a file's articles, read again only when the file is another. Errors as :func:`lines.scan`."""
    return _headings(path, disk.identity(path))


@lru_cache(maxsize=2)
def _headings(path: Path, identity: disk.Identity | None) -> Headings:
    # A dossier has articles in one file or two; their texts, which are passed over, may be a gigabyte.
    return Headings(lines.scan(path, ("articles",)) if identity is not None else ())


def find(path: str | PathLike[str], table: str, record_id: str) -> Line | None:
    """The first document of a table whose ``id`` is ``record_id``.

    In a file with one document a line, blocks of lines that do not contain the id are passed over: a gigabyte takes
    less than a second. Damage there is not noticed. Errors as :func:`store.lines.scan`.
    """
    wanted = Wanted({"id": (record_id,)})
    inside = ""
    for begin, block in _blocks(path):
        if block is None:
            return next((line for line in lines.scan(path, (table,)) if wanted.matches(line.raw)), None)
        if not wanted.may_match(block):
            inside = _last_table(block) or inside
            continue
        offset = begin
        for line in block.splitlines(keepends=True):
            if opened := lines.TABLE.fullmatch(line):
                inside = lines.table_name(opened[2])
            elif inside == table and (document := lines.DOCUMENT.match(line)):
                raw = line[document.end() :].rstrip(b",\n")
                if wanted.matches(raw):
                    return Line(table, int(document[1]), offset + document.end(), len(raw), raw)
            offset += len(line)
    return None


def _can_be_stored(value: str) -> bool:
    """Whether any file can have the value: none has a lone surrogate."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _blocks(path: str | PathLike[str]) -> Iterator[tuple[int, bytes | None]]:
    """Blocks of whole lines and where they begin; ``None`` in place of a block that is not one."""
    with io.BufferedReader(disk.open_file(path), _BLOCK) as file:
        begin = 0
        while block := file.read(_BLOCK) + file.readline(LONGEST):
            # In one that is so long a document may be too long, which reading by documents will tell.
            whole = block.endswith(b"\n") and len(block) <= LONGEST
            if not whole or not (begin or lines.TABLE.match(block)):
                yield begin, None
                return
            yield begin, block
            begin += len(block)


def _last_table(block: bytes) -> str:
    """The name of the last table that is opened in a block of lines, ``""`` when none is."""
    end = block.rfind(b'":{\n')
    opened = lines.TABLE.fullmatch(block, block.rfind(b"\n", 0, end) + 1, end + 4) if end >= 0 else None
    return lines.table_name(opened[2]) if opened else ""
