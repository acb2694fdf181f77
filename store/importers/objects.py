"""JSON Lines and other files of JSON objects, one at a time, however broken the others are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from store import text as texts
from store.importers.decoding import read_lines
from store.importers.opening import Source, reading, whole
from store.importers.report import ImportFailed, Job, Refused

LONGEST_LINE = 16 << 20
"""Characters that one line of JSON Lines, or bytes that one object of a list may have: an article of several books."""

LARGEST_DOCUMENT = 256 << 20
"""Bytes of a JSON file that is one document and has to be read whole."""

Found = tuple[int, dict[str, Any]]
"""A row number (the line, or the place in the list, from 1) and its object, all strings clean."""


def read_objects(source: Source, job: Job) -> Iterator[Found | Refused]:
    """The objects of a JSON Lines file, or of a JSON file that is one list. Raises :class:`ImportFailed`."""
    if source.text.lstrip().startswith("["):
        yield from _of_list(source)
        return
    with reading(source, job.options.expanded) as stream:
        job.position = stream.done
        for number, line in enumerate(read_lines(source, stream, job, LONGEST_LINE), 1):
            if line and not line.isspace():
                yield _object(number, line)


def _of_list(source: Source) -> Iterator[Found | Refused]:
    try:
        items = msgspec.json.decode(whole(source, LARGEST_DOCUMENT), type=list[msgspec.Raw])
    except (msgspec.DecodeError, RecursionError) as error:
        raise ImportFailed(f"{source.name} is not JSON: {error}") from None
    for number, item in enumerate(items, 1):
        yield _object(number, bytes(item))


def _object(number: int, raw: str | bytes) -> Found | Refused:
    if len(raw) > LONGEST_LINE:
        return Refused(number, "", f"longer than {LONGEST_LINE >> 20} MiB: not what it seems to be")
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        return Refused(number, "", f"not JSON: {error}")
    if not isinstance(found, dict):
        return Refused(number, "", "not a JSON object")
    try:
        return number, clean(found)
    except RecursionError:
        return Refused(number, "", "nested too deep")


def document(source: Source) -> dict[str, Any]:
    """A JSON file that is one object, all strings clean. Raises :class:`ImportFailed`."""
    raw = whole(source, LARGEST_DOCUMENT)
    try:
        found = msgspec.json.decode(
            raw.removeprefix(b"\xef\xbb\xbf") if source.encoding == "utf-8" else _utf_8(source, raw)
        )
        if isinstance(found, dict):
            return clean(found)  # type: ignore[no-any-return]  # a dict stays one
    except (msgspec.DecodeError, UnicodeError) as error:
        raise ImportFailed(f"{source.name} is not JSON: {error}") from None
    except RecursionError:
        raise ImportFailed(f"{source.name} is nested too deep") from None
    raise ImportFailed(f"{source.name} is not a JSON object")


def _utf_8(source: Source, raw: bytes) -> bytes:
    """The bytes as JSON has to be: UTF-8 without byte order mark."""
    if source.encoding.startswith("utf-16"):
        return raw.decode(source.encoding).removeprefix("\ufeff").encode()
    return raw.removeprefix(b"\xef\xbb\xbf")


def clean(value: Any) -> Any:
    """A JSON value with every string clean (:func:`store.text.clean`), keys included."""
    if isinstance(value, str):
        return texts.clean(value)
    if isinstance(value, list):
        return [clean(item) for item in value]
    if isinstance(value, dict):
        return {texts.clean(key): clean(item) for key, item in value.items()}
    return value
