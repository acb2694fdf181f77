"""From a suggestion to records: the event with its claim, the actors that are new, the aliases that are learned.

Nothing here reads or saves. The claim's source is the article's outlet, whatever the article cites: an outlet that the
passage names ("the newspaper reported") is cited, and stands first in ``via``. So :func:`store.claims.independent`
counts ten outlets that repeat one report once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from store.model import Actor, Article, Claim, Event, Origin, Participant, Place
from store.query.fields import SUGGESTED_FORMAT
from store.review.cast import Cast
from store.review.slugs import event_slug, free, slug
from store.suggest.names import Mention, Name, learn, offered
from store.suggest.suggest import SuggestedActor, Suggestion


@dataclass(slots=True)
class Drafter:
    """Drafts records for one article. Names that become actors while it drafts are the same actors from then on."""

    article: Article
    cast: Cast
    is_event: Callable[[str], bool]
    mentions: Sequence[Mention] = ()
    today: str = ""
    new: dict[str, Actor] = field(default_factory=dict)
    learned: dict[str, tuple[Actor, Actor]] = field(default_factory=dict)
    """Actors with what they learned, each with the actor as the dossier has it."""
    _events: set[str] = field(default_factory=set)
    _names: Mapping[str, Name] | None = None

    def event(self, suggestion: Suggestion, key: str) -> Event:
        """The event that a suggestion tells of, with its one claim; ``key`` is what the suggestion is known by.

        Its actors learn what the article calls them; those that are new are noted in ``new``.
        """
        self.teach(suggestion)
        event_id = free(event_slug(suggestion.date, suggestion.title), self._is_taken)
        self._events.add(event_id)
        participants: dict[str, Participant] = {}
        for suggested in taken(suggestion.actors):
            actor = self._actor(suggested)
            if actor is not None:
                participants.setdefault(actor.id, Participant(actor=actor.id, role=suggested.role))
        return Event(
            id=event_id,
            title=suggestion.title,
            date=suggestion.date,
            place=Place(name=suggestion.place) if suggestion.place else None,
            actors=tuple(participants.values()),
            claims=(self.claim(suggestion),),
            origin=Origin(file=self.article.id, format=SUGGESTED_FORMAT, imported=self.today, key=key),
        )

    def claim(self, suggestion: Suggestion, event: Event | None = None) -> Claim:
        """What the article says: with ``event``, as a further claim on that."""
        source = outlet(self.article, self.cast)
        cited = [suggestion.source, *suggestion.via]
        via = (reference(self.cast, name) or name for name in cited if name)
        says = suggestion.title if event is not None and suggestion.title != event.title else ""
        return Claim(
            id=free_claim_id(event.claims if event else ()),
            source=source,
            via=tuple(name for name in dict.fromkeys(via) if name not in (source, self.article.publisher)),
            article=self.article.id,
            excerpt=suggestion.excerpt,
            reported=self.article.published,
            status=suggestion.status,
            date=suggestion.date,
            place=suggestion.place,
            says=says,
            url="" if source else self.article.url,
        )

    def teach(self, suggestion: Suggestion) -> None:
        """Let the actors that a suggestion names learn what the article calls them."""
        for suggested in suggestion.actors:
            actor = self.cast.actor(suggested.id) if suggested.id else self.cast.named(suggested.name)
            if actor is None:
                continue
            before, so_far = self.learned.get(actor.id, (actor, actor))
            known = learn(so_far, (suggested.name, *self._forms(suggested.name)))
            if known != before:
                self.learned[actor.id] = (before, known)

    def _actor(self, suggested: SuggestedActor) -> Actor | None:
        """The dossier's actor, or a new one of that name and kind; ``None`` where several are called so."""
        actor = self.cast.actor(suggested.id) if suggested.id else self.cast.named(suggested.name)
        actor = actor or self.new.get(suggested.name)
        if actor is None and not self.cast.called(suggested.name):
            actor_id = free(slug(suggested.name) or suggested.kind, self._is_actor)
            actor = Actor(id=actor_id, name=suggested.name, kind=suggested.kind)
            actor = self.new[suggested.name] = learn(actor, self._forms(suggested.name))
        return actor

    def _forms(self, name: str) -> tuple[str, ...]:
        """The words by which the article names an actor, unless who is meant by them is itself a guess."""
        if self._names is None:
            self._names = {each.name: each for each in offered(self.mentions)}
        found = self._names.get(name)
        return found.forms if found and found.confidence != "low" else ()

    def _is_taken(self, event_id: str) -> bool:
        return event_id in self._events or self.is_event(event_id)

    def _is_actor(self, actor_id: str) -> bool:
        return actor_id in self.cast or any(actor.id == actor_id for actor in self.new.values())


def taken(actors: Iterable[SuggestedActor]) -> tuple[SuggestedActor, ...]:
    """The actors that are taken over when nobody says more: all but unknown names that may be no names at all."""
    return tuple(actor for actor in actors if actor.known or actor.confidence != "low")


def outlet(article: Article, cast: Cast) -> str:
    """The source of claims that rest on the article: its outlet's id, or name where the dossier does not know it."""
    return reference(cast, article.publisher, "outlet") or article.publisher


def reference(cast: Cast, name: str, kind: str = "") -> str:
    """The id of the actor that is called so, an actor of that kind before others; empty if nobody is."""
    actor = (cast.named(name, kind) if kind else None) or cast.named(name)  # type: ignore[arg-type]
    return actor.id if actor else ""


def free_claim_id(claims: Sequence[Claim]) -> str:
    """The first of ``c1``, ``c2`` … behind those there are."""
    used = {claim.id for claim in claims}
    return next(name for number in range(len(claims) + 1, 2 * len(claims) + 2) if (name := f"c{number}") not in used)


def with_claim(event: Event, claim: Claim) -> Event:
    """The event with a further claim, behind those it has."""
    return msgspec.structs.replace(event, claims=(*event.claims, claim))
