"""From a record to what the index keeps of it. Pure functions; everything is computed as a query means it
(:mod:`store.query.evaluate`), so that finding is only looking up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from store import claims
from store.index.linemap import hash_of
from store.index.schema import LONGEST_TERM
from store.index.times import times_of
from store.model import Article, Event, shown_status
from store.query.fields import ROLE_FIELDS
from store.query.terms import label_key
from store.text import tokens, words

Document = dict[str, Any]
"""Fields of a tantivy document, as its JSON has them."""

Names = Callable[[str], Sequence[str]]
"""What an actor may be called (id, name, aliases), each as its tokens with blanks between."""


def words_of(text: str) -> str:
    """The tokens of a text with blanks between: what the index splits again into the same tokens."""
    if len(text) > LONGEST_TERM:
        return " ".join(token[:LONGEST_TERM] for token in tokens(text))
    return words(text)


name_words = lru_cache(maxsize=32_768)(words_of)
"""The same for names, places and tags, which come again and again."""


def article_hash(identity: str) -> int:
    """The number that stands for an article, fit for a column of 64 bits with sign."""
    return hash_of(identity) >> 1


def event_documents(event: Event, key: int, rank: int, names: Names) -> Iterator[Document]:
    """The documents of one event: as it stands, then as it was known on earlier days."""
    days = {times_of(claim.reported).last for claim in event.claims}
    dated = sorted(day for day in days if day is not None)
    current = _document(event, key, rank, names)
    following: int | None = None
    if dated and len(dated) == len(days):
        following = current["told"] = dated.pop()
    yield current
    for day in reversed(dated):
        known = claims.as_of(event, day)
        assert known is not None  # one claim at least was reported by that day
        edition = _document(known, key, rank, names)
        edition["told"] = day
        if following is not None:
            edition["until"] = following
        edition["flag"].append("edition")
        following = day
        yield edition


def _document(event: Event, key: int, rank: int, names: Names) -> Document:
    # A million events go through here: fields that are empty are left out, and nothing is computed twice.
    status, times = shown_status(event), times_of(event.date)
    title = words_of(event.title)
    texts: list[str] = [title]
    places: list[str] = []
    document: Document = {
        "key": key,
        "rank": rank,
        "id": label_key(event.id)[:LONGEST_TERM],
        "title": title,
        "status": status,
        "claims": len(event.claims),
        "words": texts,
        "place_words": places,
        "flag": [*times.flags, *_flags(event, status, times.last)],
        "crosses": times.crosses,
    }
    document.update(times.numbers)
    # The same texts as store.model.event_texts has.
    if event.summary:
        texts.append(words_of(event.summary))
    if event.kind:
        document["kind"] = event.kind[:LONGEST_TERM]
    if place := event.place:
        if place.name:
            document["place"] = place.name[:LONGEST_TERM]
        places += (name_words(place.name), name_words(place.country))
        texts += places
    if event.tags:
        document["tag"] = _different(event.tags)
        texts += map(name_words, event.tags)
    if event.actors:
        _add_actors(document, event, names)
    if event.claims:
        _add_claims(document, event)
    return document


def _add_actors(document: Document, event: Event, names: Names) -> None:
    document["actor"] = actors = _different(participant.actor for participant in event.actors)
    for actor in actors:
        document["words"] += names(actor)
    for participant in event.actors:
        if participant.role in ROLE_FIELDS:
            document.setdefault(participant.role, []).append(participant.actor[:LONGEST_TERM])


def _add_claims(document: Document, event: Event) -> None:
    sources, reported = [], []
    via: list[str] = []
    articles: list[int] = []
    for claim in event.claims:
        sources.append(claim.source)
        reported.append(claim.reported)
        via += claim.via
        if claim.article:
            articles.append(article_hash(claim.article))
        if claim.place:
            document["place_words"].append(name_words(claim.place))
        if claim.says:
            document["words"].append(words_of(claim.says))
        if claim.excerpt:
            document["words"].append(words_of(claim.excerpt.exact))
    document["source"], document["reported"] = _different(sources), _different(reported)
    if via:
        document["via"] = _different(via)
    if articles:
        document["article"] = articles


def _different(values: Iterable[str]) -> list[str]:
    """The different values, none of them empty or too long for a term."""
    return [value[:LONGEST_TERM] for value in dict.fromkeys(values) if value]


def _flags(event: Event, status: str, last: int | None) -> Iterator[str]:
    """The flags that need more than the date."""
    if status == "planned" and last is not None and claims.overdue(event, last + 1):
        yield "plan"
    if len(event.claims) > 1 and claims.has_conflict(event):
        yield "conflict"
    if origin := event.origin:
        if origin.format == "suggest":
            yield "suggested"
        if origin.machine:
            yield "machine"


def article_document(article: Article, key: int) -> Document:
    """The document of an article."""
    return {
        "key": key,
        "article": article_hash(article.id),
        "words": [words_of(article.title), words_of(article.text)],
    }
