"""What an import would make of the first rows of a file, for a person who chooses files and columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from store.importers.fields import ARTICLE_FIELDS, EVENT_FIELDS
from store.importers.format import Format, Head
from store.importers.opening import look
from store.importers.registry import by_name, sniff_source
from store.importers.report import Item, Job, Options
from store.importers.runner import default_name

GUESSING = {"table": tuple(EVENT_FIELDS), "json": tuple(EVENT_FIELDS), "articles": tuple(ARTICLE_FIELDS)}
"""Formats whose columns are guessed and may be mapped, with the fields that they can be mapped to."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The first items of a file, its format, and how its columns were understood."""

    format: Format
    name: str
    """The name that the import would have."""
    columns: tuple[str, ...]
    """The columns or keys of the file, where it has such."""
    mapping: dict[str, str]
    """Field to column, where columns are guessed; a person may change it and look again."""
    fields: tuple[str, ...]
    """The fields that columns can be mapped to; empty where nothing is guessed."""
    items: tuple[Item, ...]
    notes: tuple[str, ...]


def preview(
    path: Path | str,
    *,
    format: str | None = None,
    mapping: Mapping[str, str] | None = None,
    options: Options | None = None,
    rows: int = 20,
) -> Preview:
    """Read the first rows of a file. Raises :class:`~store.importers.report.ImportFailed` as an import would.

    Columns with dates of two readings are looked through to the end, as for an import.
    """
    source = look(Path(path))
    chosen = by_name(format) if format else sniff_source(source)
    job = Job(default_name(source.path), mapping=mapping or {}, options=options or Options())
    items = tuple(islice(chosen.read(source, job), rows))
    head = Head(source)
    return Preview(
        chosen,
        job.name,
        head.header or tuple(head.record),
        dict(job.columns),
        GUESSING.get(chosen.name, ()),
        items,
        tuple(job.notes),
    )
