"""Timesketch (Google): events as JSON Lines or CSV with ``message``, ``datetime`` and ``timestamp_desc``.

Source: Timesketch documentation, "Create timeline from JSON/JSONL/CSV file". ``timestamp`` (microseconds since 1970)
stands in for a ``datetime`` that is missing. A moment is always exact there: dateline's own dates come back from its
own field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from store.exporters.carried import KEY
from store.exporters.timesketch import record_of
from store.importers import dates
from store.importers.cells import digest, key_id, line, slug, text, title, unique
from store.importers.format import Format, Head
from store.importers.objects import read_objects
from store.importers.opening import Source
from store.importers.report import CellError, Item, Job, Refused, Taken
from store.importers.restore import restore
from store.importers.tables import open_table
from store.model import Event, Origin

_NEEDED = frozenset(("message", "timestamp_desc"))
_KEYS = ("uuid", "__ts_timeline_event_id", "_id")


def sniff(head: Head) -> bool:
    """Whether a header or a first record has Timesketch's fields."""
    names = head.columns or head.record.keys()
    return set(names) >= _NEEDED and bool({"datetime", "timestamp"} & set(names))


def read(source: Source, job: Job) -> Iterator[Item]:
    """One item a row."""
    keys: dict[int, int] = {}
    for found in _records(source, job):
        yield found if isinstance(found, Refused) else _item(*found, job, keys)


def _records(source: Source, job: Job) -> Iterator[tuple[int, Mapping[str, Any]] | Refused]:
    if source.text.lstrip().startswith(("{", "[")):
        yield from read_objects(source, job)
        return
    with open_table(source, job) as table:
        for row in table.rows():
            yield row if isinstance(row, Refused) else (row[0], {k: row[1][at] for k, at in table.columns.items()})


def _item(number: int, record: Mapping[str, Any], job: Job, keys: dict[int, int]) -> Item:
    try:
        event = _event(record, job.options.day_first)
    except CellError as error:
        return Refused(number, error.field, error.reason)
    key = next((line(str(record[name])) for name in _KEYS if record.get(name)), "")
    if key:
        id = key_id(job.name, key)
    else:
        id, said = f"{job.name}-{slug(f'{event.date} {event.title}')}", hash(repr(event))
        if keys.setdefault(hash(id), said) != said:
            id = f"{id}-{digest(repr(event))}"
    base = Taken(number, replace(event, id=id, origin=Origin(file="", key=key)))
    return restore(base, record.get(KEY), lambda ours: _event(record_of(ours)))


def _event(record: Mapping[str, Any], day_first: bool | None = None) -> Event:
    """The event of a record, without id and origin. Raises :class:`CellError`."""
    words = text(str(record.get("message") or ""))
    if not words:
        raise CellError("message", "the row has no message")
    name = title(words)
    return Event(
        id="",
        title=name,
        summary="" if words == name else words,
        date=_date(record, day_first),
        kind=line(str(record.get("timestamp_desc") or "")),
        tags=_tags(record.get("tag")),
    )


def _date(record: Mapping[str, Any], day_first: bool | None) -> str:
    for field in ("datetime", "timestamp"):
        cell = record.get(field)
        if cell not in (None, ""):
            try:
                return dates.to_edtf(str(cell), day_first)
            except dates.DateError as error:
                raise CellError(field, str(error)) from None
    raise CellError("datetime", "the row has no date")


def _tags(cell: object) -> tuple[str, ...]:
    """A list, or what CSV makes of one: ``['a', 'b']``, ``["a"]``, ``a,b``."""
    if isinstance(cell, list):
        return unique(line(str(tag)) for tag in cell)
    if not isinstance(cell, str):
        return ()
    return unique(line(tag).strip("'\" ") for tag in cell.strip("[] ").split(","))


FORMAT = Format("timesketch", "Timesketch events (JSON Lines or CSV)", sniff, read)
