"""Cells to values. What a cell cannot be is a :class:`~store.importers.report.CellError` that names its column."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from store import text as texts
from store.importers.report import CellError

_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?")
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_ID_PART = re.compile(r"[^\W_]+(?:[._][^\W_]+)*")

_SHORT = 100
_LONGEST_ID = 60
_LONGEST_TITLE = 300


def line(cell: str) -> str:
    """A cell as one clean line."""
    # Most cells of a table are empty, or stand in many rows: names, places, codes.
    return _short_line(cell) if len(cell) < _SHORT else texts.clean(cell, line=True)


@lru_cache(maxsize=32_768)
def _short_line(cell: str) -> str:
    return texts.clean(cell, line=True)


def text(cell: str) -> str:
    """A cell as clean text that keeps its paragraphs."""
    return texts.clean(cell).strip()


def split(cell: str, separator: str = ";") -> tuple[str, ...]:
    """The items of a list in a cell, clean, without empty ones and repetitions, in order."""
    if not cell:
        return ()
    return _short_split(cell, separator) if len(cell) < _SHORT else unique(map(line, cell.split(separator)))


@lru_cache(maxsize=32_768)
def _short_split(cell: str, separator: str) -> tuple[str, ...]:
    return unique(map(line, cell.split(separator)))


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """Items without empty ones and repetitions, in order."""
    return tuple(dict.fromkeys(item for item in items if item))


def title(words: str) -> str:
    """A title of bearable length from any text: its first line, cut at a word."""
    first = line(words.partition("\n")[0] if "\n" in words[:_LONGEST_TITLE] else words[: _LONGEST_TITLE * 4])
    if len(first) <= _LONGEST_TITLE:
        return first
    return first[:_LONGEST_TITLE].rpartition(" ")[0].rstrip(",;:") + "…"


def number(cell: str, field: str) -> float | None:
    """A decimal number, with point or comma; ``None`` for an empty cell. Raises :class:`CellError`."""
    cell = cell.strip()
    if not cell:
        return None
    if not _NUMBER.fullmatch(cell):
        raise CellError(field, f"{shown(cell)} is not a number")
    value = float(cell.replace(",", "."))
    if not math.isfinite(value):
        raise CellError(field, f"{shown(cell)} is too large")
    return value


def point(
    latitude: str, longitude: str, fields: tuple[str, str] = ("latitude", "longitude")
) -> tuple[float, float] | None:
    """WGS 84 degrees of two cells; ``None`` if both are empty. Raises :class:`CellError` beyond the globe."""
    lat, lon = number(latitude, fields[0]), number(longitude, fields[1])
    if lat is None and lon is None:
        return None
    if lat is None or lon is None:
        raise CellError(fields[lat is not None], "a point needs latitude and longitude")
    if not -90 <= lat <= 90:
        raise CellError(fields[0], f"{shown(latitude)} is not between -90 and 90")
    if not -180 <= lon <= 180:
        raise CellError(fields[1], f"{shown(longitude)} is not between -180 and 180")
    return lat, lon


def web_address(cell: str) -> str:
    """The cell if it is an http or https address, else empty: nothing else is ever offered as a link."""
    cell = line(cell)
    return cell if _WEB.fullmatch(cell) else ""


def host(url: str) -> str:
    """The site of a web address, without ``www.``: the name of a source that is known by its address only."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def shown(cell: str) -> str:
    """A bad cell in a message: clean, quoted, cut."""
    cell = line(cell)
    return f"'{cell[:40]}…'" if len(cell) > 40 else f"'{cell}'"


def slug(name: str) -> str:
    """A readable id from a name: folded words joined by ``-``, in any script; cut and hashed if long."""
    words = "-".join(_ID_PART.findall(texts.fold(name)))
    if words and len(words) <= _LONGEST_ID:
        return words
    return f"{words[:_LONGEST_ID].rstrip('-')}-{digest(name)}".lstrip("-")


def digest(*parts: str) -> str:
    """Ten hex digits that name these texts in every run and on every machine."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=5).hexdigest()


def key_id(prefix: str, key: str) -> str:
    """An event's id from the key its source gives it: the key itself where it is plain, else its slug and digest."""
    if key.isascii() and len(key) <= _LONGEST_ID and key.replace("-", "").replace("_", "").replace(".", "").isalnum():
        return f"{prefix}-{key}"
    return f"{prefix}-{slug(key)[:_LONGEST_ID]}-{digest(key)}"
