"""Changing a few documents of a big file without decoding, or even touching, the others.

Works on files that have one document a line exactly as :mod:`store.lines` writes them. The bytes between the changed
lines are copied by the kernel; nothing is parsed.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Sequence
from typing import BinaryIO, NamedTuple

from store.scanner import Table

_COPY_BYTES = 8 << 20
_NO_COPY = (errno.EXDEV, errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP)


class Piece(NamedTuple):
    """The bytes ``[start, end)`` of the old file, and what stands there in the new one."""

    start: int
    end: int
    new: bytes


class Spot(NamedTuple):
    """Where a document's JSON stands: number and the bytes ``[start, end)``."""

    number: int
    start: int
    end: int

    @property
    def line_start(self) -> int:
        """Where the line begins: with the number in double quotes, and a colon."""
        return self.start - len(b'"%d":' % self.number)


def replace(spot: Spot, raw: bytes) -> Piece:
    """Put another document in the place of one."""
    return Piece(spot.start, spot.end, raw)


def rearrange(
    source: BinaryIO, table: Table, removed: Iterable[Spot], added: Iterable[tuple[int, bytes, int | None]]
) -> list[Piece]:
    """Take documents out of a table and put new ones in, keeping the commas right.

    ``added`` are (number, JSON, start of the line to stand before, or ``None`` for the table's end).
    """
    gone = sorted(((spot.line_start, _next_line(source, spot)) for spot in removed), reverse=True)
    # Removed lines that end the table go together with the comma before them.
    end, pieces = table.closed, []
    for start, after in gone:
        if after == end:
            end = start
        else:
            pieces.append(Piece(start, after, b""))
    last: list[bytes] = []
    for number, raw, before in added:
        line = b'"%d":%s' % (number, raw)
        if before is None or before >= end:
            last.append(line)
        else:
            pieces.append(Piece(before, before, line + b",\n"))
    if end > table.opened + 1:  # some lines stay before
        cut = end - len(b",\n" if end < table.closed else b"\n")
        pieces.append(Piece(cut, table.closed, b"".join(b",\n" + line for line in last) + b"\n"))
    elif end < table.closed or last:
        pieces.append(Piece(table.opened + 1, table.closed, b",\n".join(last) + (b"\n" if last else b"")))
    return pieces


def new_table(tables: Iterable[Table], name: bytes, documents: Sequence[tuple[int, bytes]]) -> Piece:
    """Add a table after the last one. ``name`` is a JSON string."""
    end = max(table.closed for table in tables) + 1
    body = b",\n".join(b'"%d":%s' % document for document in documents)
    return Piece(end, end, b",\n%s:{\n%s\n}" % (name, body))


def copy(source: BinaryIO, pieces: Iterable[Piece], size: int, target: BinaryIO) -> None:
    """Write ``size`` bytes of ``source`` to ``target`` with the pieces put in their places. They must not overlap."""
    at = 0
    for piece in sorted(pieces, key=lambda piece: piece[:2]):
        if piece.start < at:
            raise ValueError(f"pieces overlap at byte {piece.start}")
        _copy_bytes(source, at, piece.start, target)
        target.write(piece.new)
        at = piece.end
    _copy_bytes(source, at, size, target)


def _next_line(source: BinaryIO, spot: Spot) -> int:
    """Where the line after a document begins."""
    return spot.end + (2 if os.pread(source.fileno(), 1, spot.end) == b"," else 1)


def _copy_bytes(source: BinaryIO, start: int, end: int, target: BinaryIO) -> None:
    target.flush()
    while start < end:
        copied = _copy_some(source.fileno(), start, end - start, target.fileno())
        if not copied:
            raise OSError(errno.EIO, "the file became shorter while it was copied")
        start += copied


def _copy_some(source: int, start: int, count: int, target: int) -> int:
    """Copy up to ``count`` bytes, in the kernel where it can; how many it were."""
    if hasattr(os, "copy_file_range"):  # Linux
        try:
            return os.copy_file_range(source, target, count, start)
        except OSError as error:
            if error.errno not in _NO_COPY:
                raise
    return os.write(target, os.pread(source, min(count, _COPY_BYTES), start))
