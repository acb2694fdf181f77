"""From a record to what the index keeps of it, as the JSON of a tantivy document.

Everything is computed as a query means it (:mod:`store.query.evaluate`), so that finding is only looking up.

A million events go through here, each with some thirty values: so a document is a plain dict that msgspec writes, and
what is derived from dates, places and tags, which come again, is kept. Empty values are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from store import claims
from store.index.kept import Kept, kept
from store.index.linemap import hash_of
from store.index.schema import LONGEST_TERM
from store.index.times import times_of
from store.model import Article, Claim, Event, Participant, event_texts, shown_status
from store.query.terms import label_key
from store.text import tokens, western_words, words

SHORT = 32
"""Letters of a text that is likely to be met again."""

MOST_KEPT = 100_000
"""Short texts whose tokens are kept: about 20 MB."""


OTHER_SCRIPTS = "\u0250"
"""Who begins with a letter from here on hardly goes on in Western ones: these are not tried, which costs a little."""


def words_of(text: str) -> str:
    """The tokens of a text with blanks between: what the index splits again into the same tokens."""
    if text < OTHER_SCRIPTS and len(text) <= LONGEST_TERM and (western := western_words(text)) is not None:
        return western
    # Folding letter by letter is slow, and words come again: so each is folded once, for as long as there is room.
    return " ".join(map(_PIECES.__getitem__, text.split()))


class _Pieces(Kept[str, str]):
    """The tokens of pieces of text without blanks; only words come again, not what is written without blanks."""

    def __missing__(self, piece: str) -> str:
        if len(piece) > LONGEST_TERM:
            return " ".join(token[:LONGEST_TERM] for token in tokens(piece))
        return words(piece) if len(piece) > SHORT else super().__missing__(piece)


_PIECES = _Pieces(words, MOST_KEPT)

encode = msgspec.json.Encoder().encode
"""A document as JSON, in one line."""


_short_words = kept(MOST_KEPT)(words_of)
"""The same for places, tags and what else comes again."""


def article_hash(identity: str) -> int:
    """The number that stands for an article, fit for a column of 64 bits with sign."""
    return hash_of(identity) >> 1


def event_documents(event: Event, key: int, rank: int) -> Iterator[bytes]:
    """The documents of one event: as it stands, then as it was known on earlier days."""
    fixed = {"key": key, "rank": rank, "id": label_key(event.id)[:LONGEST_TERM]}
    days = {times_of(claim.reported).last for claim in event.claims}
    dated = sorted([day for day in days if day is not None])
    document = _document(event)
    document.update(fixed)
    until = None
    if dated and len(dated) == len(days):
        document["told"] = until = dated.pop()
    yield encode(document)
    for day in reversed(dated):
        known = claims.as_of(event, day)
        assert known is not None  # one claim at least was reported by that day
        edition = {**_document(known, "edition"), **fixed, "told": day}
        if until is not None:
            edition["until"] = until
        yield encode(edition)
        until = day


def _document(event: Event, *flags: str) -> dict[str, Any]:
    """The fields that follow from the record."""
    status, times = shown_status(event), times_of(event.date)
    title, *others = event_texts(event)
    title = words_of(title)
    texts = [title]
    for text in others:
        if text:
            texts.append(_short_words(text) if len(text) < SHORT else words_of(text))
    document: dict[str, Any] = {
        "title": title,
        "status": status,
        "claims": len(event.claims),
        "words": texts,
        **times.members,
    }
    if flags := (*flags, *times.flags, *_flags(event, status, times.last)):
        document["flag"] = flags
    if event.kind:
        document["kind"] = event.kind[:LONGEST_TERM]
    if event.tags:
        document["tag"] = [tag[:LONGEST_TERM] for tag in dict.fromkeys(event.tags) if tag]
    if event.actors:
        _add_actors(document, event.actors)
    places = []
    if place := event.place:
        if place.name:
            document["place"] = place.name[:LONGEST_TERM]
            places.append(_short_words(place.name))
        if place.country:
            places.append(_short_words(place.country))
    if event.claims:
        _add_claims(document, event.claims)
        places += [_short_words(claim.place) for claim in event.claims if claim.place]
    if places:
        document["place_words"] = places
    return document


def part_term(role: str, actor: str) -> str:
    """The term that stands for an actor's part in an event."""
    return f"{role} {actor}"


# The keys of a dict are its different values in their order: a function to that end would be called ten million times.


def _add_actors(document: dict[str, Any], parts: Sequence[Participant]) -> None:
    """The fields of who took part, and how."""
    actors: dict[str, None] = {}
    terms = []
    for part in parts:
        actors[part.actor[:LONGEST_TERM]] = None
        terms.append(part_term(part.role, part.actor)[:LONGEST_TERM])
    actors.pop("", None)
    document["actor"] = list(actors)
    document["part"] = terms


def _add_claims(document: dict[str, Any], made: Sequence[Claim]) -> None:
    """The fields of who reported when, citing whom and what."""
    sources: dict[str, None] = {}
    days: dict[str, None] = {}
    cited: dict[str, None] = {}
    articles = []
    for claim in made:
        sources[claim.source[:LONGEST_TERM]] = None
        days[claim.reported[:LONGEST_TERM]] = None
        for name in claim.via:
            cited[name[:LONGEST_TERM]] = None
        if claim.article:
            articles.append(article_hash(claim.article))
    sources.pop("", None)
    days.pop("", None)
    cited.pop("", None)
    document["source"] = list(sources)
    document["reported"] = list(days)
    if cited:
        document["via"] = list(cited)
    if articles:
        document["article"] = articles


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


def article_document(article: Article, key: int) -> bytes:
    """The document of an article."""
    words = [words_of(article.title), words_of(article.text)]
    return encode({"key": key, "article": article_hash(article.id), "words": words})
