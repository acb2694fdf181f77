"""Bytes to lines of text: encodings, byte order marks and every kind of line end.

UTF-8 is read strictly. A line that is not UTF-8 keeps the characters that are, and each other byte is read as
Windows-1252, the encoding of most old spreadsheets; how many lines that were is said. Lines end at LF, CR LF or a
lone CR, also mixed in one file.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from store.importers.opening import Source, Stream
from store.importers.report import ImportFailed, Job

LONGEST = 4 << 20
"""Characters that a line of a table may have."""


def _windows_1252() -> dict[int, str]:
    """Lone surrogates of ``surrogateescape`` to characters; the five holes of Windows-1252 become C1 controls."""
    table = {}
    for byte in range(0x80, 0x100):
        try:
            table[0xDC00 + byte] = bytes([byte]).decode("cp1252")
        except UnicodeDecodeError:
            table[0xDC00 + byte] = chr(byte)
    return table


_STRAY = _windows_1252()


def read_lines(source: Source, stream: Stream, job: Job, longest: int = LONGEST) -> Iterator[str]:
    """Yield lines without their ends. Raises :class:`ImportFailed` for a line beyond ``longest`` or a bad
    encoding."""
    encoding = job.options.encoding or source.encoding
    if encoding == "binary":
        raise ImportFailed(f"{source.name} is a binary file, not text")
    try:
        utf_8 = codecs.lookup(encoding).name == "utf-8"
    except LookupError:
        raise ImportFailed(f"there is no encoding named {encoding}") from None
    if encoding.startswith("utf-16"):
        job.note("read as UTF-16")
    elif not utf_8:
        job.note(f"read as {encoding}, as told")
    yield from _utf_8(source, stream, job, longest) if utf_8 else _other(source, stream, encoding, longest)


def _utf_8(source: Source, stream: Stream, job: Job, longest: int) -> Iterator[str]:
    """Whole blocks are decoded at once, which is what makes a million rows bearable; a bad block line by line."""
    rest = b""
    number = stray = first_stray = 0
    while chunk := stream.read():
        block = rest + chunk
        # A CR at the very end may be the first half of CR LF: it waits for the next chunk.
        cut = max(block.rfind(b"\n"), block.rfind(b"\r", 0, len(block) - 1)) + 1
        rest, block = block[cut:], block[:cut]
        if len(rest) > longest:
            raise _too_long(source, longest)
        if not number and block.startswith(codecs.BOM_UTF8):
            block = block[3:]
        if b"\r" in block:
            block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if not block:
            continue
        try:
            lines = block[:-1].decode().split("\n")
        except UnicodeDecodeError:
            lines = []
            for raw in block[:-1].split(b"\n"):
                line, strays = _lenient(raw)
                lines.append(line)
                if strays:
                    stray += 1
                    first_stray = first_stray or number + len(lines)
        number += len(lines)
        yield from lines
    if rest:
        line, strays = _lenient(rest.removeprefix(codecs.BOM_UTF8) if not number else rest)
        if strays:
            stray, first_stray = stray + 1, first_stray or number + 1
        yield from line.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    if stray:
        lines_are = "1 line is" if stray == 1 else f"{stray} lines are"
        job.note(f"{lines_are} not UTF-8 (first: line {first_stray}); such bytes were read as Windows-1252")


def _lenient(raw: bytes) -> tuple[str, bool]:
    """A line, and whether it held bytes that are no UTF-8."""
    try:
        return raw.decode(), False
    except UnicodeDecodeError:
        return raw.decode(errors="surrogateescape").translate(_STRAY), True


def _other(source: Source, stream: Stream, encoding: str, longest: int) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    rest, first = "", True
    try:
        while chunk := stream.read():
            text = decoder.decode(chunk)
            if first:
                text, first = text.removeprefix("\ufeff"), False
            block = rest + text
            held = "\r" if block.endswith("\r") else ""
            block = block.removesuffix("\r").replace("\r\n", "\n").replace("\r", "\n")
            *lines, rest = block.split("\n")
            rest += held
            if len(rest) > longest:
                raise _too_long(source, longest)
            yield from lines
        rest += decoder.decode(b"", final=True)
    except UnicodeError as error:
        raise ImportFailed(f"{source.name} is not {encoding}: {error}") from None
    if rest:
        yield from rest.replace("\r", "\n").removesuffix("\n").split("\n")


def _too_long(source: Source, longest: int) -> ImportFailed:
    return ImportFailed(f"{source.name} has a line of more than {longest >> 20} MiB: not what it seems to be")
