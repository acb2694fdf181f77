"""What a query means, plainly: a tree and one event's records give an answer.

This is the reference that the index is tested against, and what it asks where it cannot answer itself. It takes care to
be right, not to be fast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import IntEnum
from functools import lru_cache
from operator import eq, ge, gt, le, lt

from msgspec import Struct, field

from store import claims, edtf
from store.model import Actor, Article, Event, Mark, event_texts, shown_status
from store.query import nodes
from store.query.fields import LABEL_FIELDS, NAME_FIELDS, ROLE_FIELDS, SUGGESTED_FORMAT
from store.query.nodes import All, And, AsOf, Count, Field, Is, Node, Not, Or, Phrase, Sure, Term, When, Word
from store.query.terms import label_fits, name_pattern, pattern
from store.text import tokens


class Answer(IntEnum):
    """Whether an event matches. ``POSSIBLE``: it depends on which of its possible days is the true one."""

    NO = 0
    POSSIBLE = 1
    SURE = 2


class Context(Struct, frozen=True):
    """What a dossier knows beside the event.

    ``today`` is the basis of the query as an ordinal; ``marks`` are one person's, by the event's id.
    """

    today: int
    actors: Mapping[str, Actor] = field(default_factory=dict)
    articles: Mapping[str, Article] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)


def matches(tree: Node, event: Event, context: Context) -> Answer:
    """Whether an event (with its amendments) matches a query. ``NO`` is false, the others are true.

    ``asof:`` first takes the event back to what was known that day, and plans are overdue as of then; ``sure:`` turns
    ``POSSIBLE`` into ``NO``.
    """
    today = context.today
    if (day := nodes.as_of(tree)) is not None:
        known = claims.as_of(event, day)
        if known is None:
            return Answer.NO
        event, today = known, min(today, day)
    answer = _Reader(event, context, today).answer(nodes.conditions(tree))
    return Answer.NO if nodes.only_sure(tree) and answer is Answer.POSSIBLE else answer


def is_sure(tree: Node, event: Event, context: Context) -> bool:
    """Whether the event matches on each of its possible days."""
    return matches(tree, event, context) is Answer.SURE


def actor_id(value: Term, actors: Mapping[str, Actor]) -> str | None:
    """The actor that a value of a name field means by id (as typed, or in lower case), if it is one."""
    if value.prefix or (isinstance(value, Word) and value.fuzz):
        return None
    return next((typed for typed in (value.text, value.text.lower()) if typed in actors), None)


def name_fits(value: Term, names: Iterable[str]) -> bool:
    """Whether a value of a name field stands in one of the names."""
    wanted = name_pattern(value)
    return any(wanted.found_in(_words(name)) for name in names)


@lru_cache(maxsize=65_536)
def _words(text: str) -> tuple[str, ...]:
    return tuple(tokens(text))


_COMPARE: dict[str, Callable[[int, int], bool]] = {"=": eq, "<": lt, "<=": le, ">": gt, ">=": ge}


class _Reader(Struct, frozen=True):
    """One event with what belongs to it, being asked about."""

    event: Event
    context: Context
    today: int

    def answer(self, node: Node) -> Answer:
        match node:
            case All():
                return Answer.SURE
            case And(parts):
                return min((self.answer(part) for part in parts), default=Answer.SURE)
            case Or(parts):
                return max((self.answer(part) for part in parts), default=Answer.NO)
            case Not(part):
                return Answer(Answer.SURE - self.answer(part))
            case When():
                return max((_falls(date, node) for date in self._dates(node.field)), default=Answer.NO)
            case AsOf() | Sure():
                raise ValueError("a modifier stands at the top of a query only")
            case _:
                return Answer.SURE if self._holds(node) else Answer.NO

    def _holds(self, node: Word | Phrase | Field | Is | Count) -> bool:
        match node:
            case Word() | Phrase():
                return _stands(node, self._texts())
            case Field(name, values):
                return any(self._has(name, value) for value in values)
            case Is(flag):
                return self._is(flag)
            case Count(_, op, number):
                return _COMPARE[op](len(self.event.claims), number)

    # Fields.

    def _has(self, name: str, value: Term) -> bool:
        if name == "place":
            return name_fits(value, self._places())
        if name in NAME_FIELDS:
            return self._names_fit(value, self._references(name))
        if name in LABEL_FIELDS:
            return any(label_fits(value, label) for label in self._labels(name))
        if name == "status":
            return value.text == shown_status(self.event)
        return _stands(value, self._field_texts(name))

    def _names_fit(self, value: Term, references: Iterable[str]) -> bool:
        actors = self.context.actors
        if (exact := actor_id(value, actors)) is not None:
            # A source that is no actor can have the same name as the id, but for capitals.
            return any(
                reference == exact or (reference not in actors and reference.lower() == exact.lower())
                for reference in references
            )
        return any(name_fits(value, self._names(reference)) for reference in references)

    def _references(self, name: str) -> Iterator[str]:
        """The ids (or names that are no id) of the actors in a field."""
        if name == "source":
            yield from (claim.source for claim in self.event.claims)
        elif name == "via":
            yield from (via for claim in self.event.claims for via in claim.via)
        else:
            for participant in self.event.actors:
                if name not in ROLE_FIELDS or participant.role == name:
                    yield participant.actor

    def _places(self) -> Iterator[str]:
        if self.event.place:
            yield self.event.place.name
            yield self.event.place.country
        yield from (claim.place for claim in self.event.claims)

    def _names(self, reference: str) -> tuple[str, ...]:
        """What a person may call the actor of this id: id, name, aliases. A name that is no id is itself."""
        actor = self.context.actors.get(reference)
        return (reference, actor.name, *actor.aliases) if actor else (reference,)

    def _labels(self, name: str) -> tuple[str, ...]:
        if name == "tag":
            return (*self.event.tags, *self._mark().tags)
        return (self.event.kind if name == "kind" else self.event.id,)

    def _field_texts(self, name: str) -> Iterator[str]:
        if name == "title":
            yield self.event.title
        elif name == "note":
            yield self._mark().note
        else:
            for claim in self.event.claims:
                if article := self.context.articles.get(claim.article):
                    yield article.title
                    yield article.text

    def _texts(self) -> Iterator[str]:
        """Each text that a bare word is looked for in."""
        yield from event_texts(self.event)
        for participant in self.event.actors:
            yield from self._names(participant.actor)
        yield from self._mark().tags
        yield self._mark().note

    # Flags, dates, marks.

    def _is(self, flag: str) -> bool:
        event = self.event
        date = claims.date_of(event.date)
        match flag:
            case "starred":
                return self._mark().starred
            case "noted":
                return bool(self._mark().note)
            case "undated":
                return date.is_undated
            case "uncertain":
                return date.uncertain
            case "approximate":
                return date.approximate
            case "conflict":
                return claims.has_conflict(event)
            case "overdue":
                return claims.overdue(event, self.today)
            case "suggested":
                return event.origin is not None and event.origin.format == SUGGESTED_FORMAT
            case "machine":
                return event.origin is not None and event.origin.machine
        raise ValueError(f"no such flag: {flag}")

    def _dates(self, field: nodes.WhenField) -> Iterator[edtf.Date]:
        if field == "event":
            yield claims.date_of(self.event.date)
        else:
            yield from (claims.date_of(claim.reported) for claim in self.event.claims)

    def _mark(self) -> Mark:
        return self.context.marks.get(self.event.id) or Mark(id=self.event.id)


def _falls(date: edtf.Date, when: When) -> Answer:
    """Whether a date lies in a stretch of days. Undated is in none, not even in one that is open on both sides."""
    if date.is_undated or not edtf.possibly(date, when.first, when.last):
        return Answer.NO
    return Answer.SURE if edtf.definitely(date, when.first, when.last) else Answer.POSSIBLE


def _stands(term: Term, texts: Iterable[str]) -> bool:
    """Whether the term stands in one of the texts."""
    wanted = pattern(term)
    return any(wanted.found_in(_words(text)) for text in texts)
