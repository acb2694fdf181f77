"""What a person's decisions on names teach the dossier."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from store.model import Actor
from store.suggest.names.lexicon import aliases
from store.suggest.names.model import Mention, Name
from store.text import fold

_RANK = {"high": 0, "medium": 1, "low": 2}
_NAMING = frozenset(["name", "short", "acronym"])


def learn(actor: Actor, accepted: Iterable[str]) -> Actor:
    """``actor`` with the ``accepted`` names among its aliases, in the order given.

    Names it has already, in whatever case or accents, are not added, nor blanks; the actor itself is returned when
    there is nothing to learn.
    """
    have = {fold(name) for name in (actor.name, *actor.aliases)}
    new: list[str] = []
    for name in accepted:
        written = " ".join(name.split())
        if written and fold(written) not in have:
            have.add(fold(written))
            new.append(written)
    return msgspec.structs.replace(actor, aliases=(*actor.aliases, *new)) if new else actor


def offered(mentions: Iterable[Mention]) -> list[Name]:
    """The actors of an article, the most often named first; places that are only places come with kind ``place``.

    ``forms`` are the words that name them (no adjectives, no capitals): what :func:`learn` may be given once a person
    agrees.
    """
    found: dict[str, list[Mention]] = {}
    for mention in mentions:
        found.setdefault(mention.entity, []).append(mention)
    names = []
    for entity, own in found.items():
        best = min(own, key=lambda mention: (_RANK[mention.confidence], mention.form not in _NAMING, mention.start))
        known = {fold(alias) for alias in aliases(best.name)}
        forms = dict.fromkeys(m.text for m in own if m.form in _NAMING and fold(m.text) not in known)
        names.append(Name(best.name, best.kind, best.actor, entity, len(own), tuple(forms), best.confidence))
    names.sort(key=lambda name: (-name.mentions, name.name))
    return names
