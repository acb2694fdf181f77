"""Names in a query that nobody in the dossier has: said with the nearest names, as a field that is none is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from store.index.compiling import standing
from store.index.state import State
from store.query.fields import NAME_FIELDS
from store.query.nodes import And, Field, Node, Not, Or, Term
from store.query.terms import name_pattern

NEAR = 3
"""Names offered at most."""

_CALLED: Mapping[str, str] = {"source": "source", "via": "cited source", "place": "place"}
"""What a value of a field names; an actor elsewhere."""

_PLACES = 20_000
"""Different places up to which near ones are looked for: a data set may have one for each of its events."""


def unknown(state: State, tree: Node) -> tuple[str, ...]:
    """What to say of each name in a query that means nobody, a sentence each."""
    said = (_said(state, name, value) for name, value in _named(tree) if not _means(state, name, value))
    return tuple(dict.fromkeys(said))


def _named(tree: Node) -> Iterator[tuple[str, Term]]:
    """The fields of names in a query with each of their values."""
    match tree:
        case Field(name, values) if name in NAME_FIELDS:
            yield from ((name, value) for value in values)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _named(part)
        case Not(part):
            yield from _named(part)


def _means(state: State, name: str, value: Term) -> bool:
    """Whether anybody or any place is meant, as the compiler has it; an actor without events is known too."""
    if name == "place":
        return state.count(standing(state.schema, "place_words", name_pattern(value))) > 0
    field = name if name in _CALLED else "actor"
    return bool(state.named(field).meant_by(value) or state.everybody.meant_by(value))


def _said(state: State, name: str, value: Term) -> str:
    field = name if name in _CALLED else "actor"
    named = state.everybody if field == "actor" else state.named(field)
    near = [] if field == "place" and len(named.references) > _PLACES else named.near(value.text, NEAR)
    called = [state.roster.names(each)[1] if each in state.roster else each for each in near]
    offered = f"; did you mean {' or '.join(called)}?" if called else ""
    return f"no {_CALLED.get(name, 'actor')} is called {value.text}{offered}"
