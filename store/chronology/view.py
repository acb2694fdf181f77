"""The events that a query leaves, asked about: where each stands, how many there are, what they have in common."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

from tantivy import FieldType, Occur, Query

from store.chronology import density
from store.chronology.answers import Facet, FacetCount
from store.chronology.density import Mass, Outline
from store.index.buckets import Unit, months_in
from store.index.compiling import Sets
from store.index.order import GAP
from store.index.state import State
from store.model import Mark

Cancelled = Callable[[], bool]

DEEP = 2_000
"""Rows from the start that tantivy passes over quickly enough; beyond, it is told where to begin."""

FEW = 4_096
"""Events up to which a view is asked about by their keys, once these are known: a word that is only begun, or a phrase,
takes tantivy most of its time, and would take it again for each answer."""

HEAD = 100
"""The first rows, and the most frequent actors, that are looked up with the outline where the events are dear."""

RUNGS = 1_024
"""Steps of the ladder that leads to rows far from the start."""


class View:
    """A query, compiled for the state of an index. Answers are kept; they may be asked for in any thread."""

    def __init__(self, state: State, sets: Sets, marks: Mapping[str, Mark]) -> None:
        self.state = state
        self.sets = sets
        self._marks = marks
        self._masses: dict[Unit, Mass] = {}

    @cached_property
    def _surveyed(self) -> Mapping[str, Any]:
        """What one pass over the events tells; of dear ones all that a keystroke asks for."""
        asked = density.outline_asked()
        if self.sets.dear:
            rows = {"size": HEAD, "sort": [{"rank": "asc"}], "docvalue_fields": ["key"]}
            asked |= {"rows": {"top_hits": rows}, "actor": self._values_asked("actor", HEAD)}
        found: Mapping[str, Any] = self.state.searcher.aggregate(self.sets.possible, asked)
        return found

    @cached_property
    def outline(self) -> Outline:
        return density.outline_of(self._surveyed)

    @cached_property
    def sure(self) -> int:
        """How many events are sure to match."""
        return self.outline.total if self.sets.certain else self.state.count(self.sets.sure)

    def narrowed(self, *queries: Query) -> View:
        """Those of the events that also match tantivy queries."""
        return View(self.state, self.sets.narrowed(*((Occur.Must, query) for query in queries)), self._marks)

    def excluding(self, query: Query) -> View:
        """Those of the events that do not match a tantivy query."""
        return View(self.state, self.sets.narrowed((Occur.MustNot, query)), self._marks)

    @cached_property
    def _few(self) -> list[int] | None:
        """The keys of all events in their order, unless there are many."""
        return self.state.column("key", self.sets.possible, FEW) if 0 < self.outline.total <= FEW else None

    @cached_property
    def _found(self) -> Query:
        """The events as a query that is cheap to ask again."""
        if self._few is None:
            return self.sets.possible
        named = Query.term_set_query(self.state.schema, "key", self._few)
        return Query.boolean_query([(Occur.Must, named), *self.sets.edition])

    # Rows.

    def keys(self, start: int, stop: int) -> list[int]:
        """The keys of the events at these positions."""
        start = max(0, start)
        stop = min(stop, self.outline.total)
        if start >= stop:
            return []
        if self.sets.dear and stop <= HEAD:
            return [hit["docvalue_fields"]["key"][0] for hit in self._surveyed["rows"]["hits"][start:stop]]
        if self._few is not None:
            return self._few[start:stop]
        if start < DEEP:
            return self.state.column("key", self.sets.possible, stop - start, start)
        if self.outline.total - stop < DEEP:
            after = self.outline.total - stop
            return self.state.column("key", self.sets.possible, stop - start, after, descending=True)[::-1]
        ranks, passed = self._ladder
        rung = bisect_right(passed, start) - 1
        rest = Query.boolean_query([(Occur.Must, self.sets.possible), (Occur.Must, self._ranked(ranks[rung], None))])
        return self.state.column("key", rest, stop - start, start - passed[rung])

    @cached_property
    def _ladder(self) -> tuple[Sequence[int], Sequence[int]]:
        """Ranks, ascending, and how many events of the view stand before each."""
        width = GAP * max(1, self.state.events // RUNGS)
        asked = {"ranks": {"histogram": {"field": "rank", "interval": width, "min_doc_count": 1}}}
        found = self.state.searcher.aggregate(self.sets.possible, asked)["ranks"]["buckets"]
        ranks = [int(bucket["key"]) for bucket in found]
        return ranks, [0, *accumulate(bucket["doc_count"] for bucket in found)][:-1]

    def sure_of(self, keys: Sequence[int]) -> frozenset[int]:
        """Which of these events, neighbours in the view, are sure to match."""
        if self.sets.certain or not keys:
            return frozenset(keys)
        ranks = [rank for key in (keys[0], keys[-1]) if (rank := self.state.rank(key)) is not None]
        near = self._ranked(min(ranks), max(ranks)) if ranks else Query.empty_query()
        return frozenset(self.state.keys_of(Query.boolean_query([(Occur.Must, self.sets.sure), (Occur.Must, near)])))

    def has(self, key: int) -> bool:
        return self.narrowed(Query.term_query(self.state.schema, "key", key)).any()

    def any(self) -> bool:
        return self.state.count(self.sets.possible) > 0

    def before_rank(self, rank: int) -> int:
        """How many events of the view stand before a rank."""
        return self._among(self._ranked(None, rank - 1))

    def before_day(self, day: int) -> int:
        """How many begin before a day (an ordinal)."""
        return self._among(self._first(None, day - 1))

    def day_before(self, day: int) -> int | None:
        """The last day before ``day`` on which an event of the view begins."""
        known = Query.boolean_query([(Occur.Must, self._found), (Occur.Must, self._first(None, day - 1))])
        found = self.state.column("first", known, 1, descending=True)
        return found[0] if found and density.is_known(found[0]) else None

    def _among(self, query: Query) -> int:
        return self.state.count(Query.boolean_query([(Occur.Must, self._found), (Occur.Must, query)]))

    def _ranked(self, low: int | None, high: int | None) -> Query:
        return Query.range_query(self.state.schema, "rank", FieldType.Integer, low, high)

    def _first(self, low: int | None, high: int | None) -> Query:
        return Query.range_query(self.state.schema, "first", FieldType.Integer, low, high)

    # Time.

    def mass(self, unit: Unit) -> Mass:
        if unit not in self._masses:
            whole_months = self.outline.mass(unit) if months_in(unit) else None
            self._masses[unit] = whole_months or density.mass_of(self.state.searcher, self._found, unit)
        return self._masses[unit]

    # Values.

    def counts(self, field: Facet, top: int) -> list[tuple[str, int]]:
        """The most frequent values of a field and how many events have each: most first, equal ones by value."""
        own = self._own_tags() if field == "tag" else {}
        wanted = top + len(own)
        if self.sets.dear and field == "actor" and top <= HEAD:
            found = self._surveyed["actor"]
        else:
            found = self.state.searcher.aggregate(self._found, {field: self._values_asked(field, wanted)})[field]
        counts = {bucket["key"]: int(bucket["doc_count"]) for bucket in found["buckets"]} | own
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:top]

    def _values_asked(self, field: Facet, most: int) -> dict[str, Any]:
        # With one segment the first so many are the first so many; several must tell all they have to be added up.
        shards = {"segment_size": 1 << 20} if self.state.searcher.num_segments > 1 else {}
        return {"terms": {"field": field, "size": most, **shards}}

    def _own_tags(self) -> dict[str, int]:
        """This person's tags, which are not in the index, with the events that have each from anybody."""
        tagged: dict[str, list[str]] = {}
        for mark in self._marks.values():
            for tag in mark.tags:
                tagged.setdefault(tag, []).append(mark.id)
        counts = {}
        for tag, identities in tagged.items():
            keys = Query.term_set_query(self.state.schema, "key", self.state.keys(identities))
            of_all = Query.term_query(self.state.schema, "tag", tag, "basic")
            counts[tag] = self._among(Query.boolean_query([(Occur.Should, keys), (Occur.Should, of_all)]))
        return {tag: events for tag, events in counts.items() if events}

    def facets(self, field: Facet, top: int) -> tuple[FacetCount, ...]:
        found = []
        for value, events in self.counts(field, top):
            actor = self.state.shelf.actor(value) if field in ("actor", "source", "via") else None
            label, kind = (actor.name, actor.kind) if actor else (value, "")
            found.append(FacetCount(value, label, kind, events))
        return tuple(found)

    def trends(self, actors: Iterable[str], buckets: int) -> dict[str, tuple[int, ...]]:
        """For each actor the events that begin in each of so many equal stretches of the view's time."""
        extent = self.mass("day").extent()
        if extent is None:
            return {}
        first, last = extent
        width = -(-(last - first + 1) // buckets)
        histogram = {"field": "first", "interval": width, "offset": first % width, "min_doc_count": 1}
        asked: dict[str, Any] = {}
        for actor in actors:
            quoted = actor.replace("\\", "\\\\").replace('"', '\\"')
            asked[actor] = {"filter": f'actor:"{quoted}"', "aggs": {"days": {"histogram": histogram}}}
        if not asked:
            return {}
        found = self.state.searcher.aggregate(self._found, asked)
        trends = {}
        for actor in asked:
            row = [0] * buckets
            for bucket in found[actor]["days"]["buckets"]:
                if density.is_known(int(bucket["key"])):
                    row[(int(bucket["key"]) - first) // width] += bucket["doc_count"]
            trends[actor] = tuple(row)
        return trends
