"""From a record to what the index keeps of it. Pure functions; everything is computed as a query means it
(:mod:`store.query.evaluate`), so that finding is only looking up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from store import claims
from store.index.linemap import hash_of
from store.index.schema import LONGEST_TERM
from store.index.times import times_of
from store.model import Article, Claim, Event, event_texts, shown_status
from store.query.fields import ROLE_FIELDS
from store.query.terms import label_key
from store.text import tokens, words

SHORT = 32
"""Letters of a text that is likely to be met again."""

MOST_FOLDED = 100_000
"""Pieces of text whose tokens are kept: about 20 MB."""

Document = dict[str, Any]
"""Fields of a tantivy document, as its JSON has them."""

Names = Callable[[str], Sequence[str]]
"""What an actor may be called (id, name, aliases), each as its tokens with blanks between."""


def words_of(text: str) -> str:
    """The tokens of a text with blanks between: what the index splits again into the same tokens."""
    if text.isascii() and len(text) <= LONGEST_TERM:
        return words(text)
    # Folding letter by letter is slow, and words come again: so each is folded once, for as long as there is room.
    return " ".join(map(_FOLDED.__getitem__, text.split()))


class _Folded(dict[str, str]):
    """Blank-separated pieces of text to their tokens, filled as pieces are met."""

    def __missing__(self, piece: str) -> str:
        if len(piece) > LONGEST_TERM:
            return " ".join(token[:LONGEST_TERM] for token in tokens(piece))
        folded = words(piece)
        if len(piece) <= SHORT:
            if len(self) >= MOST_FOLDED:
                self.clear()
            self[piece] = folded
        return folded


_FOLDED = _Folded()

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
        edition["flag"] = [*edition.get("flag", ()), "edition"]
        following = day
        yield edition


def _document(event: Event, key: int, rank: int, names: Names) -> Document:
    # A million events go through here: fields that are empty are left out, and nothing is computed twice.
    status, times = shown_status(event), times_of(event.date)
    later_texts = event_texts(event)
    title = words_of(next(later_texts))
    # Short texts are names, places and tags, which come again.
    texts = [title, *[name_words(text) if len(text) < SHORT else words_of(text) for text in later_texts if text]]
    document: Document = {
        "key": key,
        "rank": rank,
        "id": label_key(event.id)[:LONGEST_TERM],
        "title": title,
        "status": status,
        "claims": len(event.claims),
        "words": texts,
        **times.fields,
    }
    flags = [*times.flags, *_flags(event, status, times.last)]
    if flags:
        document["flag"] = flags
    if event.kind:
        document["kind"] = event.kind[:LONGEST_TERM]
    places = []
    if place := event.place:
        if place.name:
            document["place"] = place.name[:LONGEST_TERM]
            places.append(name_words(place.name))
        if place.country:
            places.append(name_words(place.country))
    if event.tags:
        document["tag"] = _different(event.tags)
    if event.actors:
        document["actor"] = actors = _different([participant.actor for participant in event.actors])
        for actor in actors:
            texts += names(actor)
        for participant in event.actors:
            if participant.role in ROLE_FIELDS:
                document.setdefault(participant.role, []).append(participant.actor[:LONGEST_TERM])
    if event.claims:
        document |= _claim_fields(event.claims)
        places += [name_words(claim.place) for claim in event.claims if claim.place]
    if places:
        document["place_words"] = places
    return document


def _claim_fields(made: Sequence[Claim]) -> Document:
    """What the claims on an event say of sources and articles."""
    fields: Document = {
        "source": _different([claim.source for claim in made]),
        "reported": _different([claim.reported for claim in made]),
    }
    if via := _different([name for claim in made for name in claim.via]):
        fields["via"] = via
    if articles := [article_hash(claim.article) for claim in made if claim.article]:
        fields["article"] = articles
    return fields


def _different(values: Sequence[str]) -> list[str]:
    """The different values, none of them empty or too long for a term."""
    if len(values) > 1:
        values = list(dict.fromkeys(values))
    return [value[:LONGEST_TERM] for value in values if value]


def _flags(event: Event, status: str, last: int | None) -> list[str]:
    """The flags that need more than the date."""
    flags = []
    if status == "planned" and last is not None and claims.overdue(event, last + 1):
        flags.append("plan")
    if len(event.claims) > 1 and claims.has_conflict(event):
        flags.append("conflict")
    if origin := event.origin:
        if origin.format == "suggest":
            flags.append("suggested")
        if origin.machine:
            flags.append("machine")
    return flags


def article_document(article: Article, key: int) -> Document:
    """The document of an article."""
    return {
        "key": key,
        "article": article_hash(article.id),
        "words": [words_of(article.title), words_of(article.text)],
    }
