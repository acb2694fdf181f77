"""From a record to what the index keeps of it. Pure functions; everything is computed as a query means it
(:mod:`store.query.evaluate`), so that finding is only looking up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from store import claims
from store.index.linemap import hash_of
from store.index.schema import LONGEST_TOKEN
from store.index.times import time_fields
from store.model import Article, Event, event_texts, shown_status
from store.query.fields import ROLE_FIELDS
from store.query.terms import label_key
from store.text import tokens

MONTH_DAYS = 31
"""Events that may be spread over more days are not known to the month."""

Document = dict[str, Any]
"""Fields of a tantivy document."""

Names = Callable[[str], Sequence[str]]
"""What an actor may be called (id, name, aliases), each as its tokens with blanks between."""


def words_of(text: str) -> str:
    """The tokens of a text with blanks between: what the index splits again into the same tokens."""
    found = tokens(text)
    if len(text) > LONGEST_TOKEN:
        found = [token[:LONGEST_TOKEN] for token in found]
    return " ".join(found)


short_words = lru_cache(maxsize=32_768)(words_of)
"""The same for names, places and tags, which come again and again."""


def article_hash(identity: str) -> int:
    """The number that stands for an article, fit for a column of 64 bits with sign."""
    return hash_of(identity) >> 1


def event_documents(event: Event, key: int, rank: int, names: Names) -> Iterator[Document]:
    """The documents of one event: as it stands, then as it was known on earlier days."""
    days = [claims.date_of(claim.reported).last for claim in event.claims]
    dated = sorted({day for day in days if day is not None})
    current = _document(event, key, rank, names)
    following: int | None = None
    if dated and None not in days:
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
    place = event.place
    title = words_of(event.title)
    # The same texts as event_texts(), each folded in the way that is quickest for it.
    words = [title, words_of(event.summary)]
    for text in _after(event_texts(event), 2):
        words.append(short_words(text) if len(text) < 64 else words_of(text))
    document: Document = {
        "key": key,
        "rank": rank,
        "id": label_key(event.id)[:LONGEST_TOKEN],
        "title": title,
        "status": shown_status(event),
        "claims": len(event.claims),
        "flag": list(_flags(event)),
        **time_fields(event.date),
    }
    if event.kind:
        document["kind"] = event.kind[:LONGEST_TOKEN]
    places = []
    if place:
        if place.name:
            document["place"] = place.name[:LONGEST_TOKEN]
        places += [short_words(place.name), short_words(place.country)]
    if event.actors:
        actors = dict.fromkeys(participant.actor for participant in event.actors)
        document["actor"] = _cut(actors)
        for actor in actors:
            words += names(actor)
        for participant in event.actors:
            if participant.role in ROLE_FIELDS:
                document.setdefault(participant.role, []).append(participant.actor[:LONGEST_TOKEN])
    if event.tags:
        document["tag"] = _cut(event.tags)
    if event.claims:
        document["source"] = _cut(claim.source for claim in event.claims)
        document["reported"] = _cut(claim.reported for claim in event.claims)
        document["via"] = _cut(via for claim in event.claims for via in claim.via)
        places += [short_words(claim.place) for claim in event.claims if claim.place]
        document["article"] = [article_hash(claim.article) for claim in event.claims if claim.article]
    document["words"] = words
    document["place_words"] = places
    return document


def _after(texts: Iterator[str], number: int) -> Iterator[str]:
    """The texts after the first so many, empty ones left out."""
    for _ in range(number):
        next(texts)
    return filter(None, texts)


def _cut(values: Iterable[str]) -> list[str]:
    """The different values, none of them empty or too long for a term."""
    return list(dict.fromkeys(value[:LONGEST_TOKEN] for value in values if value))


def _flags(event: Event) -> Iterator[str]:
    date = claims.date_of(event.date)
    if date.is_undated:
        yield "undated"
    if date.first is None or date.last is None or date.last - date.first >= MONTH_DAYS:
        yield "vague"
    if date.instant:
        yield "timed"
    if date.uncertain:
        yield "uncertain"
    if date.approximate:
        yield "approximate"
    if date.last is not None and claims.overdue(event, date.last + 1):
        yield "plan"
    if claims.has_conflict(event):
        yield "conflict"
    if event.origin:
        if event.origin.format == "suggest":
            yield "suggested"
        if event.origin.machine:
            yield "machine"


def article_document(article: Article, key: int) -> Document:
    return {
        "key": key,
        "article": article_hash(article.id),
        "words": [words_of(article.title), words_of(article.text)],
    }
