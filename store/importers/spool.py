"""Where records wait until the whole file is read: a temporary file without a name, and an index of sixteen bytes a
record.

A later row can still change an earlier event (a newer version, another report of it), and nothing may be written
before the file is known to be readable. Keeping the records on the disk keeps the memory flat.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import IO

_BUFFER = 1 << 20


class Spool:
    """Records as bytes by ordinal (0, 1, 2 …), replaceable, read back in order. A context manager."""

    def __init__(self, folder: Path | None = None) -> None:
        """``folder`` should lie on the disk that the result goes to; the default is the system's for temporary
        files."""
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder, buffering=_BUFFER)  # noqa: SIM115 (closed by __exit__)
        self._offsets = array("Q")
        self._lengths = array("L")
        self._end = 0
        self._at_end = True

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._offsets)

    def add(self, raw: bytes) -> int:
        """Append a record; returns its ordinal."""
        self._offsets.append(self._end)
        self._lengths.append(len(raw))
        self._write(raw)
        return len(self._offsets) - 1

    def replace(self, ordinal: int, raw: bytes) -> None:
        """Put another record in a place; the old bytes stay unused in the file."""
        self._offsets[ordinal], self._lengths[ordinal] = self._end, len(raw)
        self._write(raw)

    def read(self, ordinal: int) -> bytes:
        """One record."""
        self._at_end = False
        self._file.seek(self._offsets[ordinal])
        return self._file.read(self._lengths[ordinal])

    def __iter__(self) -> Iterator[bytes]:
        """All records in order; the file is read from front to back but for replaced ones."""
        self._at_end = False
        position = -1
        for offset, length in zip(self._offsets, self._lengths, strict=True):
            if offset != position:
                self._file.seek(offset)
            position = offset + length
            yield self._file.read(length)

    def _write(self, raw: bytes) -> None:
        if not self._at_end:
            self._file.seek(self._end)
            self._at_end = True
        self._file.write(raw)
        self._end += len(raw)
