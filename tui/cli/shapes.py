"""The stable fields of ``--json``: what scripts may rely on. Pure functions from records to plain values."""

from __future__ import annotations

from typing import Any

from store import edtf
from store.chronology import Chronology, Row
from store.model import to_builtins


def day(ordinal: int | None) -> str | None:
    """An ISO day, or ``None`` where the date is open."""
    return None if ordinal is None else edtf.day_text(ordinal)


def event(row: Row, chronology: Chronology) -> dict[str, Any]:
    """An event as ``list`` and ``show`` print it: every field present, dates as EDTF and as earliest/latest day."""
    record = row.event
    actors = []
    for participant in record.actors:
        actor = chronology.actor(participant.actor)
        actors.append(
            {
                "id": participant.actor,
                "name": actor.name if actor else participant.actor,
                "kind": actor.kind if actor else None,
                "role": participant.role,
            }
        )
    claims = [
        {
            "source": claim.source,
            "via": list(claim.via),
            "reported": claim.reported,
            "status": claim.status,
            "date": claim.date,
            "place": claim.place,
            "says": claim.says,
            "article": claim.article,
            "url": claim.url,
            "excerpt": {"exact": claim.excerpt.exact, "start": claim.excerpt.start, "end": claim.excerpt.end}
            if claim.excerpt
            else None,
        }
        for claim in record.claims
    ]
    return {
        "id": record.id,
        "date": record.date,
        "earliest": day(row.date.first),
        "latest": day(row.date.last),
        "title": record.title,
        "summary": record.summary,
        "status": row.status,
        "kind": record.kind,
        "actors": actors,
        "place": to_builtins(record.place) if record.place else None,
        "tags": list(record.tags),
        "claims": claims,
        "links": [{"event": link.event, "relation": link.relation} for link in record.links],
        "origin": to_builtins(record.origin) if record.origin else None,
        "starred": row.starred,
        "sure": row.sure,
    }
