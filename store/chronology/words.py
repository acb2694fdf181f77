"""What people may mean by what they have typed so far: actors, and values of fields."""

from __future__ import annotations

from collections.abc import Mapping

from store.index.roster import Named
from store.index.state import State
from store.model import Actor, Mark
from store.query.nodes import Word
from store.query.terms import label_key, pattern


def named(state: State, typed: str, limit: int) -> tuple[Actor, ...]:
    """Actors with a name in which the words typed stand, the last of them as far as it is typed."""
    best = _best(state.everybody, typed, limit)
    return tuple(actor for identity in best if (actor := state.shelf.actor(identity)))


def complete(
    state: State, marks: Mapping[str, Mark], field: str, typed: str, limit: int
) -> tuple[tuple[str, str], ...]:
    """Values of a field with their labels (see :class:`store.query.Vocabulary`)."""
    if field == "id":
        found = state.searcher.terms_with_prefix("id", label_key(typed), limit=limit)
        return tuple((value, value) for value, _ in found)
    known = state.named(field)
    if field == "tag":
        own = {tag for mark in marks.values() for tag in mark.tags}
        known = Named(state.roster, {**dict.fromkeys(own, 0), **known.references})
    labels = ((value, state.roster.names(value)) for value in _best(known, typed, limit))
    of_actors = field in ("actor", "source", "via")
    return tuple((value, names[1] if of_actors and len(names) > 1 else value) for value, names in labels)


def _best(known: Named, typed: str, limit: int) -> list[str]:
    """Those that fit, the most frequent first."""
    wanted = pattern(Word(typed, prefix=True))
    folded = label_key(typed)
    fitting = known.called(wanted) if wanted.tokens else set(known.references)
    fitting |= {value for value in known.references if folded and label_key(value).startswith(folded)}
    return sorted(fitting, key=lambda value: (-known.references.get(value, 0), value))[:limit]
