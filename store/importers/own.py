"""dateline's own JSON Lines (:mod:`store.exporters.own`): events with the actors and articles that they speak of.

Each line is a record with a ``type``. Records keep their ids and their origin, so that what comes back is what went
out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from store.exporters.own import SCHEMA, TYPES
from store.importers.format import Format, Head
from store.importers.objects import read_objects
from store.importers.opening import Source
from store.importers.records import actor_of, article_of, event_of
from store.importers.report import CellError, ImportFailed, Item, Job, Refused, Taken
from store.model import Actor, Article, Event

_MAKERS: dict[str, Callable[[dict[str, Any]], Event | Actor | Article]] = {
    "event": event_of,
    "actor": actor_of,
    "article": article_of,
}


def sniff(head: Head) -> bool:
    """Whether the first line says that it is ours."""
    return head.record.get("type") == "dateline" or (head.record.get("type") in TYPES and "id" in head.record)


def read(source: Source, job: Job) -> Iterator[Item]:
    """One item a record. Raises :class:`ImportFailed` for a version that is not known yet."""
    for found in read_objects(source, job):
        if isinstance(found, Refused):
            yield found
            continue
        number, plain = found
        if plain.get("type") == "dateline":
            if plain.get("schema") != SCHEMA:
                raise ImportFailed(f"{source.name} was written by a newer dateline (schema {plain.get('schema')})")
            continue
        yield record_item(number, str(plain.get("type")), plain)


def record_item(number: int, kind: str, plain: dict[str, Any]) -> Item:
    """The record of a clean JSON object, or why it is none."""
    maker = _MAKERS.get(kind)
    if maker is None:
        return Refused(number, "type", f"there is no record of type {kind}")
    try:
        return Taken(number, maker(plain))
    except CellError as error:
        return Refused(number, error.field, error.reason)


FORMAT = Format("dateline", "dateline JSON Lines", sniff, read, ids=True)
