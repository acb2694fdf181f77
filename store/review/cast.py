"""The actors of a dossier by what they are called: whom a name means, and who is new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from store.model import Actor, ActorKind
from store.text import fold


class Cast:
    """The actors of a dossier at one moment. Never changes: :meth:`plus` and :meth:`without` give another cast."""

    def __init__(self, actors: Iterable[Actor] = ()) -> None:
        self._actors: Mapping[str, Actor] = {actor.id: actor for actor in actors}
        self._names: Mapping[str, tuple[str, ...]] | None = None

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._actors.values())

    def __len__(self) -> int:
        return len(self._actors)

    def __contains__(self, actor_id: object) -> bool:
        return actor_id in self._actors

    def actor(self, actor_id: str) -> Actor | None:
        """The actor with this id."""
        return self._actors.get(actor_id)

    def name(self, reference: str) -> str:
        """The name of the actor with this id; any other text is its own name."""
        actor = self._actors.get(reference)
        return actor.name if actor else reference

    def named(self, name: str, kind: ActorKind | None = None) -> Actor | None:
        """The one actor that is called so, by id, name or alias, in whatever case and accents.

        An actor's name goes before another's alias. ``None`` if nobody is called so, or several are: which of them is
        meant only a person can say. With ``kind``, only actors of that kind count.
        """
        if (actor := self._actors.get(name)) is not None and kind in (None, actor.kind):
            return actor
        found = [actor for actor in self.called(name) if kind in (None, actor.kind)]
        by_name = [actor for actor in found if fold(actor.name) == fold(name)]
        found = by_name or found
        return found[0] if len(found) == 1 else None

    def called(self, name: str) -> tuple[Actor, ...]:
        """Everybody with this name or alias, in whatever case and accents."""
        return tuple(self._actors[each] for each in self._ids().get(fold(name), ()))

    def plus(self, *actors: Actor) -> Cast:
        """The cast with these actors, in the place of those with their ids."""
        return Cast({**self._actors, **{actor.id: actor for actor in actors}}.values()) if actors else self

    def without(self, *actor_ids: str) -> Cast:
        """The cast without these actors."""
        return Cast(actor for actor in self if actor.id not in actor_ids) if actor_ids else self

    def _ids(self) -> Mapping[str, tuple[str, ...]]:
        """Ids by folded name and alias; made when it is first asked for."""
        if self._names is None:
            names: defaultdict[str, dict[str, None]] = defaultdict(dict)
            for actor in self:
                for name in (actor.name, *actor.aliases):
                    names[fold(name)][actor.id] = None
            self._names = {name: tuple(ids) for name, ids in names.items()}
        return self._names
