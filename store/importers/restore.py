"""Events of ours that come back inside another format (:mod:`store.exporters.carried`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from store.importers.cells import line
from store.importers.records import event_of
from store.importers.report import CellError, Part, Taken
from store.model import ACTOR_KINDS, ROLES, Event

_FIELDS = ("title", "summary", "date", "kind", "tags", "place", "claims", "status")


def restore(base: Taken, carried: object, trip: Callable[[Event], Event]) -> Taken:
    """The event that a format's record carries, with what was changed in the record itself.

    ``base`` is the record as any other program's; ``carried`` the value of our field, ``trip`` what a carried event
    gives when it goes through the format without our field: where ``base`` differs from that, somebody edited it. A
    field of ours that is no event is left aside.
    """
    if not isinstance(carried, dict) or not isinstance(base.record, Event):
        return base
    try:
        event = event_of(carried)
        there = trip(event)
    except CellError:
        return base
    edited = {
        name: getattr(base.record, name) for name in _FIELDS if getattr(base.record, name) != getattr(there, name)
    }
    event = replace(event, **edited)
    return Taken(base.row, replace(event, actors=()), _cast(carried))


def _cast(carried: dict[str, Any]) -> tuple[Part, ...]:
    """Actors by name, so that they are found or made in whatever dossier they come to. One without a name has
    its id."""
    parts = []
    for part in carried.get("actors", ()):
        role, kind = part.get("role", "with"), part.get("kind")
        parts.append(
            Part(
                line(str(part.get("name") or part["actor"])),
                role if role in ROLES else "with",
                kind if kind in ACTOR_KINDS else "organization",
            )
        )
    return tuple(parts)
