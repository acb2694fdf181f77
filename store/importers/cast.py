"""Names to actors: an import makes an actor for each name once, and links to those that the dossier knows already.

A name is linked when it is exactly an actor's id, or when folded it is the name or an alias of one actor only. Two
known actors with the same alias make the name ambiguous: the import then makes its own, rather than guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from store import text
from store.importers.cells import digest, slug
from store.importers.report import Part
from store.model import Actor, Origin


class Cast:
    """The actors of one import. Memory grows with the number of different names, not with the rows."""

    def __init__(self, known: Iterable[Actor] = (), before: Iterable[Actor] = ()) -> None:
        """``known`` are the actors of the dossier's other files, ``before`` those of this import as it stands."""
        self._ids: set[str] = set()
        self._by_name: dict[str, str | None] = {}
        for actor in known:
            self._ids.add(actor.id)
            for name in {text.fold(name) for name in (actor.name, *actor.aliases)}:
                # Two files may hold the same actor: only different ones are in each other's way.
                same = self._by_name.setdefault(name, actor.id)
                if same != actor.id:
                    self._by_name[name] = None
        self._before = {actor.id: actor for actor in before}
        self._made: dict[str, Actor] = {}
        self._own: dict[str, str] = {text.fold(actor.name): actor.id for actor in self._before.values()}
        self._seen: dict[str, str] = {}

    def id_of(self, part: Part, origin: Origin) -> str:
        """The id of the actor that a part names, made now if it is new; ``origin`` is the row that names it."""
        found = self._seen.get(part.name)
        if found is None:
            found = self._seen[part.name] = self._find(part, origin)
        return found

    def known_id(self, name: str) -> str:
        """The id of a known actor of this name, else the name as it is: for outlets, for which none is made."""
        return self._known(name) or name

    def _known(self, name: str) -> str | None:
        return name if name in self._ids else self._by_name.get(text.fold(name))

    def _find(self, part: Part, origin: Origin) -> str:
        known = self._known(part.name)
        if known is not None:
            return known
        folded = text.fold(part.name)
        id = self._own.get(folded)
        if id is None:
            id = slug(part.name)
            if id in self._ids or id in self._made or id in self._before:
                id = f"{id}-{digest(folded)}"
            self._own[folded] = id
        if id not in self._made:
            actor = Actor(id=id, name=part.name, kind=part.kind, country=part.country, origin=origin)
            self._made[id] = self._as_before(actor)
        return id

    def take(self, actor: Actor) -> str:
        """Take an actor whose id its source knows. Returns ``added``, ``updated``, ``unchanged`` as against the last
        import, or ``known`` if another file of the dossier has an actor of this id, which then stays as it is."""
        if actor.id in self._ids:
            return "known"
        before = self._before.get(actor.id)
        kept = before if before and replace(before, origin=None) == replace(actor, origin=None) else actor
        self._made[actor.id] = kept
        return "added" if before is None else "unchanged" if kept is before else "updated"

    def holds(self, id: str) -> bool:
        """Whether the dossier or this import has an actor of this id."""
        return id in self._ids or id in self._made

    def _as_before(self, actor: Actor) -> Actor:
        """The record as it stands if nothing but its origin differs: the same file again changes nothing."""
        before = self._before.get(actor.id)
        if before is None:
            return actor
        same = (before.name, before.kind, before.country) == (actor.name, actor.kind, actor.country)
        return before if same else actor

    def made(self) -> Iterator[Actor]:
        """The actors of this import, in the order in which they were first named."""
        yield from self._made.values()

    def dropped(self) -> tuple[Actor, ...]:
        """Actors of the import as it stood that no row names any more."""
        return tuple(actor for id, actor in self._before.items() if id not in self._made)
