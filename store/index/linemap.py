"""Where each record of a file lies, so that one can be read without the others.

A :class:`LineMap` holds, for one table of one file, the document number, byte offset, length and check sum of every
document, as flat columns of machine integers, used in place from a memory-mapped file. A document's **position** in
the map is its name in the index. When the file is written anew its offsets shift, but the documents keep their
positions (:meth:`LineMap.follow`), so the index has to learn only of those that changed.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec import Struct

from store.lines import Line

_MAGIC = b"dateline lines 1\n"
_ALIGN = 8

_KINDS: dict[str, Literal["q", "I", "Q"]] = {
    "numbers": "q",
    "offsets": "q",
    "lengths": "I",
    "checks": "I",
    "hashes": "Q",
    "order": "I",
}
"""The columns and their type: a 64-bit integer with sign, 32 bits, 64 bits."""


check_of = zlib.crc32
"""A check sum of a document: one that was changed has the same only once in four billion times."""


def hash_of(identity: str) -> int:
    """64 bits that stand for an id, equal in every process."""
    return int.from_bytes(hashlib.blake2b(identity.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


Identify = Callable[[Line], str | None]
"""Tells the id of a document, or ``None`` where the map is to hold no ids."""


class Spot(NamedTuple):
    """Where a document lies in its file, and the check sum it had."""

    offset: int
    length: int
    check: int


class Followed(Struct, frozen=True):
    """A map brought up to date, with the positions of documents that are ``gone``, and of changed or new ones.

    ``shuffled``: documents that were there before stand in another order now.
    """

    lines: LineMap
    gone: Sequence[int]
    fresh: Sequence[int]
    shuffled: bool


class LineMap:
    """The documents of one table of one file. A position whose length is 0 held a document that is gone.

    ``hashes`` has the :func:`hash_of` each id, and ``order`` the positions sorted by it, for tables whose records are
    looked up by id here; else both are empty. Once made, a map is not changed.
    """

    __slots__ = tuple(_KINDS)

    numbers: Sequence[int]
    offsets: Sequence[int]
    lengths: Sequence[int]
    checks: Sequence[int]
    hashes: Sequence[int]
    order: Sequence[int]

    def __init__(self, **columns: Sequence[int]) -> None:
        for name, kind in _KINDS.items():
            setattr(self, name, columns.get(name, array(kind)))

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, position: int) -> Spot:
        return Spot(self.offsets[position], self.lengths[position], self.checks[position])

    def positions(self) -> Iterator[int]:
        """Positions of the documents that are there."""
        return (position for position, length in enumerate(self.lengths) if length)

    def find(self, identity: str) -> Iterator[int]:
        """Positions of documents whose id is ``identity``, or, very rarely, another: the caller compares."""
        wanted = hash_of(identity)
        at = bisect_left(self.order, wanted, key=self.hashes.__getitem__)
        while at < len(self.order) and self.hashes[self.order[at]] == wanted:
            yield self.order[at]
            at += 1

    def follow(self, lines: Iterable[Line], identify: Identify) -> Followed:
        """The map of the file as it is now, given its documents. ``identify`` is asked once for each, as it passes."""
        return self._followed(lines, identify) if len(self) else _first(lines, identify)

    def _followed(self, lines: Iterable[Line], identify: Identify) -> Followed:
        numbers, checks = array("q", self.numbers), array("I", self.checks)
        offsets, lengths = array("q", bytes(8 * len(self))), array("I", bytes(4 * len(self)))
        hashes = array("Q", self.hashes)
        fresh, shuffled = array("I"), False
        late: dict[int, int] | None = None
        expected = 0
        for line in lines:
            identity = identify(line)
            # Documents nearly always keep their order: the next one stands where the last one ended.
            while expected < len(self) and not self.lengths[expected]:
                expected += 1
            position: int | None = expected
            if expected >= len(self) or self.numbers[expected] != line.doc_id:
                if late is None:
                    late = {self.numbers[kept]: kept for kept in self.positions()}
                position = late.get(line.doc_id)
            check = check_of(line.raw)
            if position is None:
                position = len(numbers)
                numbers.append(line.doc_id)
                offsets.append(line.offset)
                lengths.append(line.length)
                checks.append(check)
                hashes.extend([hash_of(identity)] if identity is not None else [])
                fresh.append(position)
                continue
            shuffled = shuffled or position < expected - 1
            expected = position + 1
            offsets[position], lengths[position] = line.offset, line.length
            if check != self.checks[position] or line.length != self.lengths[position]:
                checks[position] = check
                if identity is not None:
                    hashes[position] = hash_of(identity)
                fresh.append(position)
        gone = [position for position in self.positions() if not lengths[position]]
        order = array("I", sorted((at for at in range(len(hashes)) if lengths[at]), key=hashes.__getitem__))
        made = LineMap(numbers=numbers, offsets=offsets, lengths=lengths, checks=checks, hashes=hashes, order=order)
        return Followed(made, gone, fresh, shuffled)

    def save(self, path: Path) -> None:
        """Write the columns as they are used, after a line of JSON with their lengths."""
        columns: list[memoryview] = [memoryview(getattr(self, name)).cast("B") for name in _KINDS]
        header = _MAGIC + json.dumps([len(column) for column in columns]).encode() + b"\n"
        with path.open("wb") as file:
            file.write(header + b" " * (-len(header) % _ALIGN))
            for column in columns:
                file.write(column)
                file.write(b" " * (-len(column) % _ALIGN))

    @classmethod
    def load(cls, path: Path) -> LineMap:
        """Map a saved file into memory. Raises :class:`ValueError` for any other file, :class:`OSError`."""
        with path.open("rb") as file:
            if file.readline(len(_MAGIC)) != _MAGIC:
                raise ValueError(f"{path} is not a line map")
            sizes = json.loads(file.readline(4096))
            begin = file.tell() + -file.tell() % _ALIGN
            view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        columns: dict[str, Sequence[int]] = {}
        for (name, kind), size in zip(_KINDS.items(), sizes, strict=True):
            if begin + size > len(view):
                raise ValueError(f"{path} is cut off")
            columns[name] = view[begin : begin + size].cast(kind)
            begin += size + -size % _ALIGN
        return cls(**columns)


def _first(lines: Iterable[Line], identify: Identify) -> Followed:
    """The map of documents of which none was known: a million at the first reading of a dossier."""
    numbers, offsets, lengths, checks = array("q"), array("q"), array("I"), array("I")
    hashes = array("Q")
    add_number, add_offset, add_length, add_check = numbers.append, offsets.append, lengths.append, checks.append
    for line in lines:
        identity = identify(line)
        _, number, offset, length, raw = line
        add_number(number)
        add_offset(offset)
        add_length(length)
        add_check(check_of(raw))
        if identity is not None:
            hashes.append(hash_of(identity))
    order = array("I", sorted(range(len(hashes)), key=hashes.__getitem__))
    made = LineMap(numbers=numbers, offsets=offsets, lengths=lengths, checks=checks, hashes=hashes, order=order)
    return Followed(made, (), range(len(numbers)), False)
