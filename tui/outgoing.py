"""The events of a view as a stream, for exports: read a page at a time, whatever their number."""

from __future__ import annotations

from collections.abc import Iterator

from store.chronology import Chronology
from store.model import Event
from store.query import Query

PAGE = 500
"""Events read at a time."""


def events_of(chronology: Chronology, query: Query) -> Iterator[Event]:
    """Every event of the view in the order of time."""
    total = chronology.count(query).total
    for start in range(0, total, PAGE):
        yield from (row.event for row in chronology.window(query, start, min(total, start + PAGE)))
