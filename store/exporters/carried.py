"""Our events inside other people's formats: what a format has no place for travels in a field of its own.

TimelineJS and Timesketch let a record have fields that they do not know. Ours is ``dateline`` and holds the whole
event. Reading it back, what the format itself says comes first wherever somebody changed it; the rest is taken from
our field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from store.exporters.format import Losses
from store.model import Actor, Event, to_builtins

KEY = "dateline"
"""The name of the field."""

ARTICLES_STAY = "the articles that claims point at are not in the file; jsonl has them"
"""What the field cannot carry: a text would stand in it once for each claim."""


def carry(event: Event, actors: Callable[[str], Actor | None], losses: Losses) -> dict[str, Any]:
    """An event as plain JSON, the names and kinds of its actors beside their ids; of its articles only the ids."""
    if any(claim.article for claim in event.claims):
        losses.reduce(ARTICLES_STAY)
    plain = to_builtins(event)
    for part in plain.get("actors", ()):
        actor = actors(part["actor"])
        if actor is not None:
            part |= {"name": actor.name, "kind": actor.kind}
    return plain


def names_of(plain: Mapping[str, Any]) -> list[dict[str, str]]:
    """The actors of a carried event: ``actor`` (id), ``role``, ``name`` and ``kind`` where they were known."""
    actors = plain.get("actors")
    return [part for part in actors if isinstance(part, dict)] if isinstance(actors, list | tuple) else []
