"""GeoJSON (RFC 7946): a feature an event.

Only places that are spots get a point. The middle of a region or a country is none: such events, and those without a
place, are features without geometry, as the RFC allows for what is not located.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

import msgspec

from store import edtf
from store.exporters import words
from store.exporters.format import Context, Losses
from store.model import Event, Place, shown_status


def write(rows: Iterable[Event], context: Context, out: BinaryIO, losses: Losses) -> None:
    """Write the collection; features stream."""
    out.write(b'{"type":"FeatureCollection","name":%s,"features":[' % msgspec.json.encode(context.title))
    separator = b"\n"
    for event in rows:
        if _point(event.place) is None:
            losses.reduce("no spot is known: a feature without geometry")
        out.write(separator + msgspec.json.encode(_feature(event, context)))
        separator = b",\n"
        losses.written += 1
    out.write(b"\n]}\n")


def _point(place: Place | None) -> list[float] | None:
    """Longitude and latitude of a spot."""
    if place is None or place.lat is None or place.lon is None or place.precision in ("region", "country"):
        return None
    return [place.lon, place.lat]


def _feature(event: Event, context: Context) -> dict[str, Any]:
    date, point = edtf.parse(event.date), _point(event.place)
    place = event.place or Place()
    properties = {
        "title": event.title,
        "summary": event.summary,
        "date": event.date,
        "earliest": None if date.first is None else edtf.day_text(date.first),
        "latest": None if date.last is None else edtf.day_text(date.last),
        "status": shown_status(event),
        "kind": event.kind,
        "tags": list(event.tags),
        "place": place.name,
        "country": place.country,
        "precision": place.precision,
        "actors": [{"name": context.name(part.actor), "role": part.role} for part in event.actors],
        "sources": [
            {"source": source.outlet, "status": source.status, "url": source.url, "quote": source.quote}
            for source in (words.source(claim, context) for claim in event.claims)
        ],
        "machine": bool(event.origin and event.origin.machine),
    }
    geometry = {"type": "Point", "coordinates": point} if point else None
    return {"type": "Feature", "id": event.id, "geometry": geometry, "properties": properties}
