"""The five questions answered by brute force over decoded records: what an index has to give as well.

Nothing here is shared with an index: events are asked one by one (:mod:`store.query.evaluate`), and the calendar is
that of :mod:`datetime`, so years must lie in 1..9999. Answers are plain tuples and dicts, in the order of the
chronology.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from store import edtf
from store.claims import as_of, date_of
from store.model import Actor, Article, Event, Mark, shown_status
from store.query import Query
from store.query.evaluate import Answer, Context, matches

DAY = 86_400
HOUR = 3_600


class Oracle:
    """A dossier in memory. ``events`` in the order that breaks ties: file, then document number."""

    def __init__(
        self,
        events: Sequence[Event],
        actors: Iterable[Actor] = (),
        articles: Iterable[Article] = (),
        marks: Iterable[Mark] = (),
    ) -> None:
        self.events = sorted(events, key=lambda event: edtf.sort_key(date_of(event.date)))
        self.actors = {actor.id: actor for actor in actors}
        self.articles = {article.id: article for article in articles}
        self.marks: Mapping[str, Mark] = {mark.id: mark for mark in marks}
        self._asked: Query | None = None
        self._found: list[tuple[Event, bool]] = []

    def filter(self, query: Query) -> list[tuple[Event, bool]]:
        """The events that match, as they were known at ``asof:``, each with whether it is sure to match."""
        # One query is asked with many questions in a row.
        if self._asked is not query:
            self._found = self._filter(query)
            self._asked = query
        return self._found

    def _filter(self, query: Query) -> list[tuple[Event, bool]]:
        context = Context(query.basis.toordinal(), self.actors, self.articles, self.marks)
        found = []
        for event in self.events:
            answer = matches(query.tree, event, context)
            if answer:
                known = event if query.as_of is None else as_of(event, query.as_of)
                assert known is not None, "what nobody had reported cannot match"
                found.append((known, answer is Answer.SURE))
        return found

    def ids(self, query: Query) -> list[str]:
        return [event.id for event, _ in self.filter(query)]

    def window(self, query: Query, start: int, stop: int) -> list[tuple[Event, bool]]:
        return self.filter(query)[start:stop]

    def count(self, query: Query) -> tuple[int, int, int, int]:
        """Matching events, those that are sure, those without a date, and all events of the dossier."""
        found = self.filter(query)
        undated = sum(date_of(event.date).is_undated for event, _ in found)
        return len(found), sum(sure for _, sure in found), undated, len(self.events)

    def position(self, query: Query, event_id: str) -> int | None:
        ids = self.ids(query)
        return ids.index(event_id) if event_id in ids else None

    def years(self, query: Query) -> list[tuple[int | None, int]]:
        """Runs of events with the same year of their first day; ``None`` where there is no first day."""
        years = [_year(date_of(event.date)) for event, _ in self.filter(query)]
        return [(year, len(list(run))) for year, run in groupby(years)]

    def facets(self, query: Query, field: str) -> dict[str, int]:
        """How many matching events have each value of a field. An event counts once for a value."""
        counter: Counter[str] = Counter()
        for event, _ in self.filter(query):
            counter.update({value for value in self._values(event, field) if value})
        return dict(counter)

    def _values(self, event: Event, field: str) -> Iterator[str]:
        if field == "actor":
            yield from (participant.actor for participant in event.actors)
        elif field == "status":
            yield shown_status(event)
        elif field == "source":
            yield from (claim.source for claim in event.claims)
        elif field == "via":
            yield from (via for claim in event.claims for via in claim.via)
        elif field == "place":
            yield event.place.name if event.place else ""
        elif field == "kind":
            yield event.kind
        elif field == "tag":
            mark = self.marks.get(event.id)
            yield from (*event.tags, *(mark.tags if mark else ()))
        else:
            raise ValueError(field)

    def histogram(self, query: Query, unit: str, first: int, last: int) -> list[tuple[int, int, int]]:
        """``(first second, definite, possible)`` of each bucket, from that of day ``first`` to that of day ``last``.

        Definite events lie wholly within the bucket, possible ones share a second with it and one outside of it.
        """
        times = [edtf.sort_key(date) for event, _ in self.filter(query) if not (date := date_of(event.date)).is_undated]
        answer = []
        for start, end in _buckets(unit, first, last):
            definite = sum(start <= low and high <= end for low, high in times)
            touching = sum(low <= end and start <= high for low, high in times)
            answer.append((start, definite, touching - definite))
        return answer


def _year(date: edtf.Date) -> int | None:
    return None if date.first is None else datetime.date.fromordinal(date.first).year


def _buckets(unit: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """First and last second of each bucket."""
    if unit == "hour":
        for second in range(first * DAY, (last + 1) * DAY, HOUR):
            yield second, second + HOUR - 1
        return
    day = _start(unit, datetime.date.fromordinal(first))
    while day.toordinal() <= last:
        following = _start(unit, day + datetime.timedelta(days=_LONGEST[unit]))
        yield day.toordinal() * DAY, following.toordinal() * DAY - 1
        day = following


_LONGEST = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366, "decade": 3653}
"""Days from the start of a bucket that are sure to lead into the next one, and not beyond it."""


def _start(unit: str, day: datetime.date) -> datetime.date:
    """The first day of the bucket that a day lies in."""
    if unit == "week":
        return day - datetime.timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    if unit == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    if unit == "year":
        return day.replace(month=1, day=1)
    if unit == "decade":
        return day.replace(year=max(1, day.year // 10 * 10), month=1, day=1)
    return day
