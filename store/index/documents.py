"""From a record to what the index keeps of it, as the JSON of a tantivy document.

Everything is computed as a query means it (:mod:`store.query.evaluate`), so that finding is only looking up.

A million events go through here, each with some thirty values, most of which were met before. So a document is put
together from pieces of JSON, and the pieces for dates, names, places and tags are kept. Tokens need no escaping: they
are letters, digits, marks and ``_``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec

from store import claims
from store.index.linemap import hash_of
from store.index.schema import LONGEST_TERM
from store.index.times import times_of
from store.model import Article, Claim, Event, event_texts, shown_status
from store.query.terms import label_key
from store.text import tokens, words

SHORT = 32
"""Letters of a text that is likely to be met again."""

MOST_FOLDED = 100_000
"""Pieces of text whose tokens are kept: about 20 MB."""

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

_name_words = lru_cache(maxsize=32_768)(words_of)
"""The same for names, places and tags."""


def _quote(text: str) -> str:
    """A value as it stands, as JSON."""
    return msgspec.json.encode(text[:LONGEST_TERM]).decode()


_quoted = lru_cache(maxsize=32_768)(_quote)


def article_hash(identity: str) -> int:
    """The number that stands for an article, fit for a column of 64 bits with sign."""
    return hash_of(identity) >> 1


def event_documents(event: Event, key: int, rank: int, names: Names) -> Iterator[str]:
    """The documents of one event: as it stands, then as it was known on earlier days."""
    days = {times_of(claim.reported).last for claim in event.claims}
    dated = sorted(day for day in days if day is not None)
    told = dated.pop() if dated and len(dated) == len(days) else None
    fixed = f'{{"key":{key},"rank":{rank},"id":{_quote(label_key(event.id))}'
    yield fixed + _members(event, names) + ("}" if told is None else f',"told":{told}}}')
    until = told
    for day in reversed(dated):
        known = claims.as_of(event, day)
        assert known is not None  # one claim at least was reported by that day
        lasted = "" if until is None else f',"until":{until}'
        yield f'{fixed}{_members(known, names, "edition")},"told":{day}{lasted}}}'
        until = day


def _members(event: Event, names: Names, *flags: str) -> str:
    """The fields that follow from the record."""
    status, times = shown_status(event), times_of(event.date)
    later_texts = event_texts(event)
    title = words_of(next(later_texts))
    texts = [title, *[_name_words(text) if len(text) < SHORT else words_of(text) for text in later_texts if text]]
    members = [f',"title":"{title}","status":"{status}","claims":{len(event.claims)}{times.members}']
    if flags := (*flags, *times.flags, *_flags(event, status, times.last)):
        members.append(_tokens("flag", flags))
    if event.kind:
        members.append(f',"kind":{_quoted(event.kind)}')
    places: list[str] = []
    if place := event.place:
        if place.name:
            members.append(f',"place":{_quoted(place.name)}')
            places.append(_name_words(place.name))
        if place.country:
            places.append(_name_words(place.country))
    if event.tags:
        members.append(_several("tag", event.tags))
    if event.actors:
        actors = list(dict.fromkeys([participant.actor for participant in event.actors]))
        for actor in actors:
            texts += names(actor)
        parts = ",".join([_part(participant.role, participant.actor) for participant in event.actors])
        members.append(f'{_several("actor", actors)},"part":[{parts}]')
    if event.claims:
        members.append(_of_claims(event.claims))
        places += [_name_words(claim.place) for claim in event.claims if claim.place]
    if places:
        members.append(_tokens("place_words", places))
    members.append(_tokens("words", texts))
    return "".join(members)


def _tokens(field: str, values: Iterable[str]) -> str:
    """A field whose values are tokens, with blanks between."""
    return f',"{field}":["' + '","'.join(values) + '"]'


def _several(field: str, values: Sequence[str]) -> str:
    """A field with the different values, but for the empty one; nothing where there is none."""
    if len(values) == 1:
        return f',"{field}":{_quoted(values[0])}' if values[0] else ""
    found = ",".join([_quoted(value) for value in dict.fromkeys(values) if value])
    return f',"{field}":[{found}]' if found else ""


def part_term(role: str, actor: str) -> str:
    """The term that stands for an actor's part in an event."""
    return f"{role} {actor}"


@lru_cache(maxsize=32_768)
def _part(role: str, actor: str) -> str:
    return _quote(part_term(role, actor))


def _of_claims(made: Sequence[Claim]) -> str:
    """The fields of who reported when, citing whom and what."""
    sources, reported = [claim.source for claim in made], [claim.reported for claim in made]
    fields = _several("source", sources) + _several("reported", reported)
    if via := [name for claim in made for name in claim.via]:
        fields += _several("via", via)
    if articles := [article_hash(claim.article) for claim in made if claim.article]:
        fields += f',"article":{articles}'
    return fields


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


def article_document(article: Article, key: int) -> str:
    """The document of an article."""
    texts = f'"{words_of(article.title)}","{words_of(article.text)}"'
    return f'{{"key":{key},"article":{article_hash(article.id)},"words":[{texts}]}}'
