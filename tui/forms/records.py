"""The forms of the four records that people edit: event, claim, actor, article."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from store.model import (
    ACTOR_KINDS,
    ROLES,
    STATUSES,
    Actor,
    Article,
    Claim,
    Event,
    Participant,
    Place,
    latest_claim,
    shown_status,
)
from tui.forms import kinds
from tui.forms.fields import Choice, Field, Form, Names


def of_event(event: Event, names: Names, basis: datetime.date, title: str = "Event") -> Form:
    """The form of an event. Dates in words count from ``basis``."""
    place = event.place or Place()
    fields = (
        kinds.line("title", "title", event.title, needed=True),
        kinds.text("summary", "summary", event.summary),
        kinds.date("date", "date", event.date, basis),
        kinds.choice("status", "status", event.status, STATUSES, empty=_from_claims(event, names)),
        kinds.known("kind", "kind", event.kind, "kind", names),
        kinds.known("place", "place", place.name, "place", names),
        kinds.line("country", "country", place.country),
        kinds.point("point", "point", (place.lat, place.lon, place.precision)),
        *(kinds.actors(role, role, [p.actor for p in event.actors if p.role == role], names) for role in ROLES),
        kinds.several("tags", "tags", event.tags, "tag", names),
        kinds.links("links", "links", event.links, event.id, names),
    )

    def build(values: Mapping[str, Any]) -> Event:
        lat, lon, precision = values["point"]
        found = Place(name=values["place"], country=values["country"], lat=lat, lon=lon, precision=precision)
        return replace(
            event,
            **{name: values[name] for name in ("title", "summary", "date", "status", "kind", "tags", "links")},
            place=found if found != Place() else event.place if event.place == Place() else None,
            actors=_cast(event.actors, values),
        )

    return Form(title, fields, build)


def _from_claims(event: Event, names: Names) -> str:
    """The status that an event without one of its own is shown with, and whose word that is."""
    derived = shown_status(replace(event, status=None))
    if (claim := latest_claim(event)) is None:
        return f"{derived}: nobody is on record, and none is set"
    source = names.actor(claim.source)
    told = " ".join(filter(None, (source.name if source else claim.source, claim.reported)))
    return f"{derived}, from the latest claim ({told})"


def _cast(before: Sequence[Participant], values: Mapping[str, Any]) -> tuple[Participant, ...]:
    """Who takes part, in the order of before; those who are new at the end."""
    wanted = [Participant(actor=actor, role=role) for role in ROLES for actor in values[role]]
    return (*(part for part in before if part in wanted), *(part for part in wanted if part not in before))


def _none(_: str) -> Sequence[Choice]:
    return ()


def of_claim(
    claim: Claim,
    names: Names,
    basis: datetime.date,
    title: str = "Claim",
    articles: Callable[[str], Sequence[Choice]] = _none,
) -> Form:
    """The form of a claim. Its passage is quoted from the article that stands in the form.

    ``articles`` gives those of whose id or title something is typed.
    """
    fields = (
        kinds.actor("source", "outlet", claim.source, names, strict=False),
        kinds.actors("via", "citing", claim.via, names, strict=False),
        kinds.date("reported", "reported", claim.reported, basis),
        kinds.choice("status", "status", claim.status, STATUSES),
        kinds.date("date", "date said", claim.date, basis),
        kinds.known("place", "place said", claim.place, "place", names),
        kinds.line("says", "says", claim.says),
        kinds.article("article", "article", claim.article, names, articles),
        kinds.passage("excerpt", "passage", claim.excerpt, claim.article, names),
        kinds.address("url", "link", claim.url),
    )

    def build(values: Mapping[str, Any]) -> Claim:
        return replace(claim, **values)

    return Form(title, fields, build)


def of_actor(actor: Actor, names: Names, title: str = "Actor") -> Form:
    """The form of an actor."""
    fields = (
        kinds.line("name", "name", actor.name, needed=True),
        kinds.choice("kind", "kind", actor.kind, ACTOR_KINDS),
        kinds.several("aliases", "also called", actor.aliases),
        kinds.actor("part_of", "part of", actor.part_of, names),
        kinds.text("description", "about", actor.description, lines=2),
        kinds.line("country", "country", actor.country),
        kinds.wikidata("wikidata", "Wikidata", actor.wikidata),
    )
    return Form(title, fields, lambda values: replace(actor, **values))


def of_article(article: Article, basis: datetime.date, title: str = "Article") -> Form:
    """The form of what is known about an article; its text is as published."""
    fields: tuple[Field, ...] = (
        kinds.line("title", "title", article.title, needed=True),
        kinds.line("publisher", "publisher", article.publisher),
        kinds.date("published", "published", article.published, basis),
        kinds.several("authors", "authors", article.authors),
        kinds.address("url", "link", article.url),
        kinds.date("retrieved", "retrieved", article.retrieved, basis),
        kinds.line("language", "language", article.language),
    )
    return Form(title, fields, lambda values: replace(article, **values))
