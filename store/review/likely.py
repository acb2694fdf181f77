"""Which events of the dossier a suggestion may be about: by date, by actors in common, by words in common."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store import edtf
from store.claims import date_of
from store.model import Event
from store.query import QueryError, parse, quoted
from store.review.cast import Cast
from store.suggest.events.model import Suggestion
from store.text import tokens

if TYPE_CHECKING:
    from store.chronology import Chronology

REACH = 3
"""Days before and after a suggestion's date at which another report may put the same event."""

OPEN = 60
"""Days looked through where a suggestion's date has an open end."""

MOST = 200
"""Events of one question that are looked at."""

ACTORS, TEXT = 3.0, 8.0
"""Points for the very same actors and for the very same words; the same day has three."""

LEAST = 2.0
"""Points from which on an event is worth showing."""

SHOWN = 6
"""Words in common that are named, the rarest."""

WORDS = 12
"""Words of a passage that are searched for, the longest ones."""

_SHORTEST = 4
_NO_BASIS = datetime.date(2000, 1, 1)  # the questions hold no relative date


@dataclass(frozen=True, slots=True)
class Match:
    """An event that a suggestion may be about. ``why`` says in words what the two have in common."""

    event: Event
    score: float
    why: str


def likely(
    suggestion: Suggestion, chronology: Chronology, cast: Cast | None = None, limit: int = 20
) -> tuple[Match, ...]:
    """The existing events that a suggestion may be about, the likeliest first.

    ``cast`` tells whom names mean that the suggestion could not tie to the dossier when it was made.
    """
    cast = cast or Cast()
    named = (actor.id or getattr(cast.named(actor.name), "id", "") for actor in suggestion.actors)
    actors = frozenset(filter(None, named))
    words = _words(suggestion.title, suggestion.excerpt.exact)
    date = date_of(suggestion.date)
    events: dict[str, Event] = {}
    for text in _questions(date, actors, words):
        try:
            query = parse(text, _NO_BASIS, as_you_type=False)
        except QueryError:  # a year that the query language has no sign for
            continue
        for row in chronology.window(query, 0, MOST):
            events.setdefault(row.event.id, row.event)
    texts = {event.id: _texts(event, suggestion.excerpt.hash) for event in events.values()}
    rarity = _Rarity([frozenset().union(*texts[event.id]) | _cast_of(event) for event in events.values()])
    found = (_weighed(event, texts[event.id], date, actors, words, rarity, cast) for event in events.values())
    best = sorted(found, key=lambda match: (-match.score, match.event.id))
    return tuple(match for match in best[:limit] if match.score >= LEAST)


class _Rarity:
    """What a word or an actor tells, more the fewer of the candidates have it."""

    def __init__(self, candidates: Collection[frozenset[str]]) -> None:
        self._count = Counter(name for names in candidates for name in names)
        self._all = len(candidates)

    def of(self, name: str) -> float:
        return math.log(1 + self._all / (self._count[name] or 1))

    def likeness(self, one: Collection[str], other: Collection[str]) -> float:
        """From 0 (nothing in common) to 1 (the same): the cosine of the two sets, each member by its weight."""
        norms = math.hypot(*map(self.of, one)) * math.hypot(*map(self.of, other))
        return sum(self.of(name) ** 2 for name in one if name in other) / norms if norms else 0


def _weighed(
    event: Event,
    texts: Sequence[frozenset[str]],
    date: edtf.Date,
    actors: Collection[str],
    words: Collection[str],
    rarity: _Rarity,
    cast: Cast,
) -> Match:
    """How much an event has in common with a date, actors (ids) and words (folded)."""
    points, why = _dates_in_common(date, date_of(event.date))
    own = _cast_of(event)
    if shared := own & set(actors):
        points += ACTORS * rarity.likeness(actors, own)
        why.append(", ".join(sorted(cast.name(actor) for actor in shared)))
    nearest = max(texts, key=lambda text: rarity.likeness(words, text))
    if common := nearest & set(words):
        points += TEXT * rarity.likeness(words, nearest)
        best = sorted(common, key=lambda word: (-rarity.of(word), word))[:SHOWN]
        why.append(f"words: {', '.join(best)}")
    return Match(event, points, "; ".join(why))


def _cast_of(event: Event) -> frozenset[str]:
    return frozenset(part.actor for part in event.actors)


def _texts(event: Event, text_hash: str) -> list[frozenset[str]]:
    """The words of what the dossier says of the event, and of each passage of another text."""
    passages = [claim.excerpt for claim in event.claims if claim.excerpt and claim.excerpt.hash != text_hash]
    return [_words(event.title, event.summary), *(_words(event.title, passage.exact) for passage in passages)]


def _dates_in_common(one: edtf.Date, other: edtf.Date) -> tuple[float, list[str]]:
    """Points for two dates that may be one, more the finer they are."""
    if one.is_undated or other.is_undated:
        return 0, []
    if not edtf.possibly(other, one.first, one.last):
        near = edtf.possibly(
            other,
            None if one.first is None else one.first - REACH,
            None if one.last is None else one.last + REACH,
        )
        return (1, ["days apart"]) if near else (0, [])
    if None in (one.first, one.last, other.first, other.last):
        return 0.5, []
    longest = max(_days(one), _days(other))
    if longest <= 1:
        return 3, ["same day"]
    return (2, ["same time"]) if longest <= 31 else (1, [])


def _days(date: edtf.Date) -> int:
    return (date.last or 0) - (date.first or 0) + 1


def _words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in tokens(text) if len(word) >= _SHORTEST or not word.isascii())


def _questions(date: edtf.Date, actors: Collection[str], words: Collection[str]) -> Iterator[str]:
    """Queries whose answers may hold the event: time and actors, time and words, actors and words."""
    time = _time(date)
    who = f"actor:{','.join(map(quoted, sorted(actors)))}" if actors else ""
    longest = sorted(words, key=lambda word: (-len(word), word))[:WORDS]
    what = f"({' OR '.join(map(quoted, longest))})" if longest else ""
    for both in ((time, who), (time, what), (who, what)):
        if all(both):
            yield " ".join(both)


def _time(date: edtf.Date) -> str:
    """The days to look through; empty for a date that leaves all days open."""
    if date.first is None and date.last is None:
        return ""
    first = date.first - REACH if date.first is not None else (date.last or 0) - OPEN
    last = date.last + REACH if date.last is not None else (date.first or 0) + OPEN
    return f"date:{edtf.day_text(first)}..{edtf.day_text(last)}"
