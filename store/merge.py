"""Merging two actors or two events, splitting one, naming an outlet: pure functions from records to the edits of one
step.

Nothing is lost: of two values for one field the kept record's stands, and what the other one said goes where it is
still told (a name among the aliases, a date into the claims that rested on it). Each edit carries the record that it
was made from, so a step refuses to run over what somebody else changed meanwhile, and is undone as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from store.model import Actor, Article, Claim, Event, Mark, Participant, Redirect
from store.text import fold

if TYPE_CHECKING:
    from store.dossier.changes import Edit

V = TypeVar("V")


class Shared(Struct, frozen=True):
    """A name that two actors have in common (folded alike): a reason to ask whether they are one, no more."""

    name: str
    one: str
    other: str


def shared_names(actors: Iterable[Actor]) -> Iterator[Shared]:
    """Pairs of actors (ids) that share a name or alias. Two people may: nothing is merged because of it."""
    owners: dict[str, dict[str, str]] = {}
    for actor in actors:
        for name in (actor.name, *actor.aliases):
            known = owners.setdefault(fold(name), {})
            yield from (Shared(name, other, actor.id) for other in known if other != actor.id)
            known.setdefault(actor.id, name)


def merge_actors(
    keep: Actor, drop: Actor, events: Iterable[Event], actors: Iterable[Actor], *, aliases: bool = True
) -> list[Edit]:
    """The edits that make two actors one: ``drop`` goes, and whatever named it names ``keep``.

    ``events`` and ``actors`` are those that may name it. With ``aliases`` its names become names of ``keep``. Raises
    ``ValueError`` for one actor merged with itself, and for two of which one is part of the other.
    """
    from store.dossier.changes import Put, Remove

    if keep.id == drop.id:
        raise ValueError("an actor cannot be merged with itself")
    if keep.id == drop.part_of or drop.id == keep.part_of:
        raise ValueError(f"{keep.name} and {drop.name} are part of one another: they are two")
    edits: list[Edit] = []
    merged = replace(
        keep,
        aliases=_names(keep, drop) if aliases else keep.aliases,
        part_of=keep.part_of or drop.part_of,
        description=keep.description or drop.description,
        country=keep.country or drop.country,
        wikidata=keep.wikidata or drop.wikidata,
    )
    if merged != keep:
        edits.append(Put("actors", merged, keep))
    for event in events:
        changed = renamed(event, drop.id, keep.id)
        if changed != event:
            edits.append(Put("events", changed, event))
    for actor in actors:
        if actor.part_of == drop.id:
            edits.append(Put("actors", replace(actor, part_of=keep.id), actor))
    return [*edits, Remove("actors", drop.id, drop)]


def _names(keep: Actor, drop: Actor) -> tuple[str, ...]:
    kept = dict.fromkeys(keep.aliases)
    known = {fold(keep.name), *map(fold, keep.aliases)}
    for name in (drop.name, *drop.aliases):
        if fold(name) not in known:
            known.add(fold(name))
            kept[name] = None
    return tuple(kept)


def renamed(event: Event, old: str, new: str) -> Event:
    """The event with one actor's id in the place of another's, wherever it stands; doubled parts count once."""

    def name(reference: str) -> str:
        return new if reference == old else reference

    if not names(old)(event):
        return event
    return replace(
        event,
        actors=_once(replace(part, actor=name(part.actor)) for part in event.actors),
        claims=tuple(
            replace(claim, source=name(claim.source), via=_once(map(name, claim.via))) for claim in event.claims
        ),
    )


def told_outlet(seen: Article, article: Article, source: str, events: Iterable[Event]) -> list[Edit]:
    """The edits that put an ``article``, whose outlet is told now, in the place of the one that was ``seen``.

    Claims on it that name no source get ``source``, the outlet's id or name, and cite it no more: it says so itself.
    Claims that name one keep it. ``events`` are those that may have such claims.
    """
    from store.dossier.changes import Put

    def sourced(claim: Claim) -> Claim:
        if claim.article != article.id or claim.source:
            return claim
        return replace(claim, source=source, via=tuple(n for n in claim.via if n not in (source, article.publisher)))

    edits: list[Edit] = [Put("articles", article, seen)]
    for event in events:
        claims = tuple(map(sourced, event.claims))
        if claims != event.claims:
            edits.append(Put("events", replace(event, claims=claims), event))
    return edits


def merge_events(keep: Event, drop: Event, linking: Iterable[Event]) -> list[Edit]:
    """The edits that make two events one: ``keep`` gets the claims of ``drop``, which goes.

    ``linking`` are the events that may be linked to ``drop``: their links lead to ``keep`` afterwards. What the claims
    of ``drop`` rested on (its date, place and title) is written into them where that of ``keep`` is another.
    Raises ``ValueError`` for one event merged with itself.
    """
    from store.dossier.changes import Put, Remove

    if keep.id == drop.id:
        raise ValueError("an event cannot be merged with itself")
    edits: list[Edit] = [Put("events", joined(keep, drop), keep)]
    for event in linking:
        if event.id in (keep.id, drop.id):
            continue
        moved = _once(replace(link, event=keep.id) if link.event == drop.id else link for link in event.links)
        if moved != event.links:
            edits.append(Put("events", replace(event, links=moved), event))
    # What others marked on it stays theirs, in their files, and is shown on the event that stays.
    return [*edits, Remove("events", drop.id, drop), Put("redirects", Redirect(id=drop.id, event=keep.id))]


def deleted(event: Event, linking: Iterable[Event]) -> list[Edit]:
    """The edits that take an event away, and the links of others to it: none is left pointing at nothing."""
    from store.dossier.changes import Put, Remove

    edits: list[Edit] = [Remove("events", event.id, event)]
    for other in linking:
        kept = tuple(link for link in other.links if link.event != event.id)
        if other.id != event.id and kept != other.links:
            edits.append(Put("events", replace(other, links=kept), other))
    return edits


def joined(keep: Event, drop: Event) -> Event:
    """Both events as one, under the id, title and date of ``keep`` (and what it does not say, of ``drop``)."""
    date, place = keep.date or drop.date, keep.place or drop.place
    moved = [_outspoken(claim, drop, date, keep) for claim in drop.claims]
    taken = {claim.id for claim in keep.claims if claim.id}
    claims = [*keep.claims]
    for claim in moved:
        if claim not in claims:
            claims.append(replace(claim, id="") if claim.id in taken else claim)
    links = (link for link in (*keep.links, *drop.links) if link.event not in (keep.id, drop.id))
    summaries = dict.fromkeys(text for text in (keep.summary, drop.summary) if text)
    return replace(
        keep,
        summary="\n\n".join(summaries),
        date=date,
        place=place,
        kind=keep.kind or drop.kind,
        status=keep.status or (drop.status if not claims else None),
        actors=_once((*keep.actors, *_parts_of_others(keep.actors, drop.actors))),
        tags=_once((*keep.tags, *drop.tags)),
        links=_once(links),
        claims=tuple(claims),
    )


def _outspoken(claim: Claim, event: Event, date: str, other: Event) -> Claim:
    """A claim that says itself what it left to its event, where it will stand under another."""
    if claim.status == "denied":
        return claim  # a denial holds that nothing happened, on no day and at no place
    place = event.place.name if event.place else ""
    there = other.place.name if other.place else ""
    return replace(
        claim,
        date=claim.date or (event.date if event.date != date else ""),
        place=claim.place or (place if there and place != there else ""),
        says=claim.says or (event.title if event.title != other.title else ""),
    )


def _parts_of_others(kept: Collection[Participant], added: Iterable[Participant]) -> Iterator[Participant]:
    """Participants that are not there in any role: two roles of one actor in one event are a person's to decide."""
    there = {part.actor for part in kept}
    yield from (part for part in added if part.actor not in there)


def merged_mark(keep: str, kept: Mark | None, dropped: Mark | None) -> Mark | None:
    """One person's marks on two events as one on the event that stays; ``None`` where there is nothing to move."""
    if dropped is None:
        return None
    kept = kept or Mark(id=keep)
    notes = dict.fromkeys(note for note in (kept.note, dropped.note) if note)
    return replace(
        kept,
        starred=kept.starred or dropped.starred,
        tags=_once((*kept.tags, *dropped.tags)),
        note="\n\n".join(notes),
    )


def followed(marks: Mapping[str, Mark], redirects: Mapping[str, str]) -> dict[str, Mark]:
    """One person's marks by the events that stand now: those on an event that was merged, on the one that stays."""
    found = {event_id: mark for event_id, mark in marks.items() if event_id not in redirects}
    for event_id in marks.keys() & redirects.keys():
        there = standing(event_id, redirects)
        if (mark := merged_mark(there, found.get(there), marks[event_id])) is not None:
            found[there] = mark
    return found


def standing(event_id: str, redirects: Mapping[str, str]) -> str:
    """The event that stands for one, itself where it was not merged. Events merged in a circle end somewhere."""
    seen = {event_id}
    while (following := redirects.get(event_id)) is not None and following not in seen:
        event_id = following
        seen.add(event_id)
    return event_id


def formerly(event_id: str, redirects: Mapping[str, str]) -> tuple[str, ...]:
    """The events for which one stands."""
    return tuple(old for old in redirects if old != event_id and standing(old, redirects) == event_id)


def split_event(event: Event, moved: Collection[int], new_id: str, title: str, date: str) -> list[Edit]:
    """The edits that take some claims (indexes) of an event out into an event of their own.

    Who takes part, where, kind and tags are those of the event until a person says otherwise. Raises ``ValueError``
    when no claim is taken, or none is left, or the new id is the old one.
    """
    from store.dossier.changes import Add, Put

    taken = tuple(claim for index, claim in enumerate(event.claims) if index in moved)
    left = tuple(claim for index, claim in enumerate(event.claims) if index not in moved)
    if not taken or not left:
        raise ValueError("a split leaves at least one claim on either side")
    if new_id == event.id:
        raise ValueError("the new event needs an id of its own")
    fresh = replace(event, id=new_id, title=title, date=date, status=None, claims=taken, links=(), origin=None)
    return [Put("events", replace(event, claims=left), event), Add("events", fresh)]


def date_said(claims: Iterable[Claim], otherwise: str) -> str:
    """The date that claims agree on, ``otherwise`` where they name none or several."""
    said = {claim.date for claim in claims if claim.date}
    return said.pop() if len(said) == 1 else otherwise


def links_to(event_id: str) -> Callable[[Event], bool]:
    """Tells the events that are linked to one."""
    return lambda event: any(link.event == event_id for link in event.links)


def names(actor_id: str) -> Callable[[Event], bool]:
    """Tells the events in which an actor takes part, reports or is cited."""

    def named(event: Event) -> bool:
        return any(part.actor == actor_id for part in event.actors) or any(
            actor_id in (claim.source, *claim.via) for claim in event.claims
        )

    return named


def quotes(article_id: str) -> Callable[[Event], bool]:
    """Tells the events one of whose claims rests on an article."""
    return lambda event: any(claim.article == article_id for claim in event.claims)


def _once(values: Iterable[V]) -> tuple[V, ...]:
    """The values in their order, each once."""
    kept: dict[Any, None] = dict.fromkeys(values)
    return tuple(kept)
