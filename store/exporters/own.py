"""dateline's own JSON Lines: nothing is lost, each line is a record and can be read by itself.

The first line says what the file is. Then come the events, then the actors and articles that they speak of, each
with its ``type`` before the fields that it has in a dossier (``dateline schema``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

import msgspec

from store.exporters.format import Context, Losses
from store.model import Event, Record, encode

SCHEMA = 1
TYPES = ("event", "actor", "article")


def write(rows: Iterable[Event], context: Context, out: BinaryIO, losses: Losses) -> None:
    """Write events as they come, then what they speak of. Memory grows with the different ids, not with the
    events."""
    head = {
        "type": "dateline",
        "schema": SCHEMA,
        "title": context.title,
        "description": context.description,
        "query": context.query,
        "basis": context.basis,
    }
    out.write(msgspec.json.encode(head) + b"\n")
    actors: dict[str, None] = {}
    articles: dict[str, None] = {}
    for event in rows:
        _line(out, "event", event)
        losses.written += 1
        actors.update((part.actor, None) for part in event.actors)
        for claim in event.claims:
            actors.update((id, None) for id in (claim.source, *claim.via))
            if claim.article:
                articles[claim.article] = None
    _actors(out, context, list(actors))
    for id in articles:
        article = context.article(id)
        if article is not None:
            _line(out, "article", article)


def _actors(out: BinaryIO, context: Context, ids: list[str]) -> None:
    """The actors, and those that they are part of. (Sources that are no actors of the dossier stand in claims
    by name.)"""
    done: set[str] = set()
    while ids:
        id = ids.pop(0)
        actor = context.actor(id)
        if id in done or actor is None:
            continue
        done.add(id)
        _line(out, "actor", actor)
        if actor.part_of:
            ids.append(actor.part_of)


def _line(out: BinaryIO, kind: str, record: Record) -> None:
    out.write(b'{"type":"%s",%s\n' % (kind.encode(), encode(record)[1:]))
