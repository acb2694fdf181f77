"""Compact tables of general knowledge that the suggestions are made with: plain text, read once, when first needed.

Two forms. ``NAME.tsv``: one row a line, fields parted by tabs, several values in a field by ``|``. ``NAME.txt``:
sections headed ``[section]``, words parted by blanks (phrases by ``|``). Lines that start with ``#`` are comments.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def _lines(name: str) -> list[str]:
    text = (files(__name__) / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of ``name.tsv``; a row's missing last fields are left out."""
    return tuple(tuple(line.split("\t")) for line in _lines(f"{name}.tsv"))


def field(row: tuple[str, ...], index: int) -> tuple[str, ...]:
    """The values of one field; none when the row is shorter or the field empty."""
    return tuple(row[index].split("|")) if index < len(row) and row[index] else ()


@cache
def _sections(name: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    words: set[str] = set()
    for line in _lines(f"{name}.txt"):
        if line.startswith("["):
            words = found.setdefault(line.strip("[]"), set())
        else:
            words.update(line.split("|") if "|" in line else line.split())
    return {key: frozenset(words) for key, words in found.items()}


@cache
def section(name: str, heading: str) -> frozenset[str]:
    """The words under ``[heading]`` in ``name.txt``. Raises ``KeyError`` where there is no such heading."""
    return _sections(name)[heading]
