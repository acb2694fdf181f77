"""Opening a file that somebody else made: regular, bounded, decompressed, its encoding found.

Nothing here trusts the file: a FIFO or device is refused before it can block, a compressed file may grow only to a
bound, a line only to a length, and bytes that are no text are said to be so.
"""

from __future__ import annotations

import codecs
import gzip
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from store import text as texts
from store.importers.report import ImportFailed

HEAD = 1 << 16
"""Bytes (decompressed) that sniffing looks at."""

_FREE_GROWTH = 32 << 20
_MAX_RATIO = 100
"""Text compresses 5 to 20 times, tables with many equal cells up to 60 times. Beyond 32 MiB a file that grew more
than 100 times is taken for a bomb: deflate's best is 1032 times."""

_CHUNK = 1 << 20

_OFFICE = frozenset(("[Content_Types].xml", "META-INF/manifest.xml"))
"""Members by which zip archives of Office Open XML and of OpenDocument are known."""


def shown_name(path: Path) -> str:
    """A file's own name as text: file systems allow line ends, escape sequences and bytes that are no text at all."""
    return texts.clean(path.name, line=True) or "file"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to import, looked at but not read: its head, how it is packed, how its text is encoded."""

    path: Path
    size: int
    packed: str
    """``gzip``, ``zip`` or empty."""
    head: bytes
    """The first bytes, decompressed, byte order mark included."""
    encoding: str
    """``utf-8``, ``utf-16-le``, ``utf-16-be``, or ``binary`` where the head is no text."""
    member: str = ""
    """The file inside the archive."""

    @property
    def name(self) -> str:
        """The file's own name, as the user sees it."""
        return shown_name(self.path)

    @property
    def inner(self) -> str:
        """The name without packing: what the ending of the name says about the content."""
        if self.member:
            return self.member.rpartition("/")[2]
        return self.name[: -len(".gz")] if self.packed == "gzip" and self.name.lower().endswith(".gz") else self.name

    @property
    def suffix(self) -> str:
        """The ending of :attr:`inner`, lower case, with its dot."""
        return Path(self.inner).suffix.lower()

    @property
    def text(self) -> str:
        """The head as text; a character cut at its end is left out, bytes that are no UTF-8 are read leniently."""
        decoder = codecs.getincrementaldecoder(self.encoding if self.encoding != "binary" else "latin-1")("replace")
        return decoder.decode(self.head).lstrip("\ufeff")


def look(path: Path) -> Source:
    """Open, look at the head and close. Raises :class:`ImportFailed`."""
    size = _check(path)
    with path.open("rb") as raw:
        start = raw.read(4)
    packed, member = "", ""
    if start[:2] == b"\x1f\x8b":
        packed = "gzip"
    elif start == b"PK\x03\x04":
        packed, member = "zip", _member(path)
    bare = Source(path, size, packed, b"", "utf-8", member)
    with reading(bare) as stream:
        head = stream.read(HEAD)
        if packed:
            # Unpacking is fast and parsing is not: a bomb shows itself here, before anything is parsed.
            unpacked = len(head)
            while unpacked < 2 * _FREE_GROWTH and (more := stream.read()):
                unpacked += len(more)
    if not head.strip():
        raise ImportFailed(f"{shown_name(path)} is empty")
    return Source(path, size, packed, head, _encoding(head), member)


def _check(path: Path) -> int:
    """Size of a regular, readable file; links are followed. Raises :class:`ImportFailed`."""
    try:
        # O_NONBLOCK: opening a FIFO that nobody writes to must not hang before fstat can tell that it is one.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        link = f"is a link to {os.readlink(path)}, which does not exist" if path.is_symlink() else "does not exist"
        raise ImportFailed(f"{shown_name(path)} {link}") from None
    except OSError as error:
        raise ImportFailed(f"{shown_name(path)} cannot be opened: {error.strerror}") from None
    try:
        status = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if stat.S_ISDIR(status.st_mode):
        raise ImportFailed(f"{shown_name(path)} is a folder; name the files in it")
    if not stat.S_ISREG(status.st_mode):
        raise ImportFailed(f"{shown_name(path)} is not a regular file")
    if status.st_size == 0:
        raise ImportFailed(f"{shown_name(path)} is empty")
    return status.st_size


def _member(path: Path) -> str:
    """The one file in a zip archive. Raises :class:`ImportFailed` for none, several, or an encrypted one."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX/")]
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ImportFailed(f"{shown_name(path)} is a damaged zip archive: {error}") from None
    if any(member.filename in _OFFICE for member in members):
        raise ImportFailed(f"{shown_name(path)} is a spreadsheet or a text document; save it as CSV or as plain text")
    if len(members) != 1:
        raise ImportFailed(f"{shown_name(path)} holds {len(members)} files; unpack it and name the ones to import")
    if members[0].flag_bits & 0x1:
        raise ImportFailed(f"{shown_name(path)} is encrypted")
    return members[0].filename


def _encoding(head: bytes) -> str:
    """Find the text encoding of a head from its byte order mark or its zero bytes."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    if b"\0" not in head:
        # Control characters other than tab, line ends, form feed and escape do not occur in text.
        controls = head.translate(None, bytes(set(range(256)) - set(range(32)) | {9, 10, 12, 13, 27}))
        return "binary" if len(controls) * 50 > len(head) else "utf-8"
    # Western text in UTF-16 has a zero in every second byte, always on the same side.
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return "binary"


class Stream:
    """The decompressed bytes of a source; refuses to grow beyond what its packed size can honestly hold."""

    def __init__(self, name: str, inner: IO[bytes], raw: IO[bytes], limit: int | None) -> None:
        self._name, self._inner, self._raw, self._limit = name, inner, raw, limit
        self._given = 0

    def read(self, size: int = _CHUNK) -> bytes:
        """Up to ``size`` bytes, empty at the end. Raises :class:`ImportFailed` on damage or beyond the bound."""
        try:
            data = self._inner.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
            raise ImportFailed(f"{self._name} is damaged or cut short: {error}") from None
        except (OSError, NotImplementedError) as error:
            raise ImportFailed(f"{self._name} cannot be read: {error}") from None
        self._given += len(data)
        if self._limit is not None:
            if self._given > _FREE_GROWTH + _MAX_RATIO * self.done():
                raise ImportFailed(f"{self._name} grows more than {_MAX_RATIO} times when unpacked: not read")
            if self._given > self._limit:
                raise ImportFailed(f"{self._name} unpacks to more than {self._limit >> 20} MiB: not read")
        return data

    def done(self) -> int:
        """Bytes consumed of the file as it lies on the disk, for progress."""
        return self._raw.tell()


@contextmanager
def reading(source: Source, expanded: int = 16 << 30) -> Iterator[Stream]:
    """Open a looked-at source for reading from its start, decompressed and bounded."""
    with source.path.open("rb") as raw:
        if source.packed == "gzip":
            with gzip.GzipFile(fileobj=raw) as unzipped:
                yield Stream(source.name, cast(IO[bytes], unzipped), raw, expanded)
        elif source.packed == "zip":
            with zipfile.ZipFile(raw) as archive, archive.open(source.member) as member:
                yield Stream(source.name, member, raw, expanded)
        else:
            yield Stream(source.name, raw, raw, None)


def whole(source: Source, limit: int) -> bytes:
    """The whole content, for formats that cannot be read in pieces. Raises :class:`ImportFailed` beyond ``limit``."""
    pieces: list[bytes] = []
    size = 0
    with reading(source) as stream:
        while piece := stream.read(_CHUNK):
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raise ImportFailed(f"{source.name} is larger than {limit >> 20} MiB, too large for one document")
    return b"".join(pieces)
