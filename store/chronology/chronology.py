"""The questions that the panes, the command line and a notebook ask of a dossier."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from tantivy import Query as Found

from store.chronology import density
from store.chronology.answers import (
    Count,
    Facet,
    FacetCount,
    Gap,
    Histogram,
    Neighbours,
    Pair,
    Row,
    Step,
)
from store.chronology.unknown import unknown
from store.chronology.view import View
from store.chronology.words import complete, named
from store.claims import as_of, date_of
from store.dossier import Dossier
from store.edtf import Date
from store.errors import Changed
from store.index.buckets import Unit, first_day, last_day, number_of
from store.index.compiling import compiled
from store.index.progress import Progress
from store.index.state import State
from store.index.times import EARLIEST, LATEST
from store.model import HAPPENED, Actor, Article, Event, Mark, RecordError, shown_status
from store.query import Query

VIEWS = 32
"""Queries whose answers are kept: what a person goes back and forth between."""


class Cancelled(Exception):
    """The question was given up: the one who asked has no use for the answer any more."""


def never() -> bool:
    """Not cancelled."""
    return False


class Index(Protocol):
    """What keeps the state that the questions are answered from."""

    @property
    def state(self) -> State: ...

    @property
    def faults(self) -> tuple[RecordError, ...]: ...

    @property
    def progress(self) -> Progress | None: ...

    @property
    def where(self) -> Path | None: ...

    @property
    def problem(self) -> str: ...

    def refresh(self, *, force: bool = False) -> bool: ...

    def close(self) -> None: ...


class Chronology:
    """A dossier in the order of time. Every question may be asked in any thread.

    Questions take a :class:`store.query.Query`, positions count from 0 in the order of the chronology: by first
    second, then last (:func:`store.edtf.sort_key`), then as events stand in the files. A long question asks
    ``cancelled`` between its steps and raises :class:`Cancelled`.
    """

    def __init__(self, dossier: Dossier, index: Index, problem: str = "") -> None:
        self._dossier = dossier
        self._problem = problem
        self._index = index
        self._marks: Mapping[str, Mark] = dossier.marks()
        self._views: OrderedDict[tuple[Any, ...], View] = OrderedDict()
        self._lock = threading.Lock()
        self.generation = 1
        """Another number means that answers may be others."""

    # The state of things.

    @property
    def progress(self) -> Progress | None:
        """How far the making of the index is; ``None`` when it is made."""
        return self._index.progress

    @property
    def where(self) -> Path | None:
        """The folder of the index, ``None`` for one in memory."""
        return self._index.where

    @property
    def problem(self) -> str:
        """Why the index cannot be kept on the disk, in a line for people; empty when nothing is wrong."""
        return self._problem or self._index.problem

    @property
    def events(self) -> int:
        """How many events there are."""
        return self._index.state.events

    @property
    def faults(self) -> tuple[RecordError, ...]:
        """The documents that are no such record as their table holds: they are left out of every answer."""
        return self._index.faults

    def refresh(self, *, force: bool = False) -> bool:
        """Follow the dossier's files; whether answers may be others than before. ``force`` makes the index anew.

        Cheap when nothing changed. Raises :class:`store.errors.StoreError` and :class:`store.model.RecordError` for
        files that cannot be followed; the answers stay those of before.
        """
        changed = self._index.refresh(force=force)
        marks = self._dossier.marks()
        if changed or marks != self._marks:
            with self._lock:
                self._marks = marks
                self._views.clear()
                self.generation += 1
            return True
        return False

    def close(self) -> None:
        """Let go of files and threads."""
        self._index.close()

    def _view(self, query: Query) -> View:
        name = (query.tree, query.basis)
        with self._lock:
            view = self._views.get(name)
            if view is not None:
                self._views.move_to_end(name)
                return view
            state, marks = self._index.state, self._marks
        view = View(state, compiled(query.tree, query.basis.toordinal(), state.schema, state, marks), marks)
        with self._lock:
            if state is self._index.state and marks is self._marks:
                self._views[name] = view
                while len(self._views) > VIEWS:
                    self._views.popitem(last=False)
        return view

    # The five questions.

    def window(self, query: Query, start: int, stop: int, *, cancelled: Callable[[], bool] = never) -> tuple[Row, ...]:
        """The rows at the positions ``start`` to ``stop`` (excluded), as many as there are."""
        try:
            return self._rows(query, start, stop, cancelled)
        except Changed:
            # Another program wrote into a file in place, so that what we hold open is not what was indexed.
            self.refresh()
            return self._rows(query, start, stop, cancelled)

    def _rows(self, query: Query, start: int, stop: int, cancelled: Callable[[], bool]) -> tuple[Row, ...]:
        view = self._view(query)
        keys = view.keys(start, stop)
        _stop_if(cancelled)
        sure = view.sure_of(keys)
        found = []
        for key in keys:
            event = view.state.event(key)
            if event is not None:
                found.append(self._row(event, query.as_of, key in sure))
        return tuple(found)

    def _row(self, event: Event, day: int | None = None, sure: bool = True) -> Row:
        known = event if day is None else as_of(event, day) or event
        return Row(known, shown_status(known), date_of(event.date), self._marks.get(event.id), sure)

    def count(self, query: Query, *, cancelled: Callable[[], bool] = never) -> Count:
        """How many events match, how many of them for sure, and how many have no date."""
        view = self._view(query)
        outline = view.outline
        _stop_if(cancelled)
        return Count(outline.total, view.sure, outline.undated, view.state.events)

    def histogram(
        self,
        query: Query,
        unit: Unit,
        first: int | None = None,
        last: int | None = None,
        *,
        cancelled: Callable[[], bool] = never,
    ) -> Histogram:
        """Events over time, empty buckets too: from the bucket of day ``first`` to that of day ``last`` (ordinals).

        Without these from the first to the last bucket that any event names.
        """
        view = self._view(query)
        _stop_if(cancelled)
        mass = view.mass(unit)
        _stop_if(cancelled)
        bounds = mass.extent()
        if first is not None or last is not None:
            low = number_of(unit, first, 0) if first is not None else bounds[0] if bounds else None
            high = number_of(unit, last, 23) if last is not None else bounds[1] if bounds else None
            bounds = (low, high) if low is not None and high is not None else None
        return density.histogram(unit, mass, bounds)

    def extent(self, query: Query) -> tuple[int, int] | None:
        """The first and the last day (ordinals) of the months that events of a view name, if any names one."""
        mass = self._view(query).mass("month").extent()
        return mass and (first_day("month", mass[0]), last_day("month", mass[1]))

    def facets(
        self, query: Query, field: Facet, top: int, *, cancelled: Callable[[], bool] = never
    ) -> tuple[FacetCount, ...]:
        """The most frequent values of a field: most events first, equally frequent ones by value."""
        view = self._view(query)
        _stop_if(cancelled)
        return view.facets(field, top)

    def neighbours(self, query: Query, event_id: str, field: Step = "event") -> Neighbours:
        """Positions of the next and the previous event, or of the first events of the days around that have any."""
        view = self._view(query)
        key = view.state.key(event_id)
        event = view.state.event(key) if key is not None else None
        rank = view.state.rank(key) if key is not None else None
        if key is None or event is None or rank is None:
            return Neighbours()
        total = view.outline.total
        if field == "event":
            at = view.before_rank(rank)
            after = at + view.has(key)
            return Neighbours(at - 1 if at else None, after if after < total else None)
        previous, following = self._days_around(view, date_of(event.date))
        return Neighbours(
            None if previous is None else view.before_day(previous),
            following if following is not None and following < total - view.outline.undated else None,
        )

    @staticmethod
    def _days_around(view: View, date: Date) -> tuple[int | None, int | None]:
        """The last day before a date on which an event begins, and the position of the first event after its day."""
        if date.is_undated:  # stands after all days
            return view.day_before(LATEST), None
        if date.first is None:  # stands before all days
            return None, view.before_day(EARLIEST + 1)
        return view.day_before(date.first), view.before_day(date.first + 1)

    # Places in a view.

    def position(self, query: Query, event_id: str, *, near: bool = False) -> int | None:
        """Where an event stands in the view, ``None`` if it does not; with ``near`` where it would stand."""
        view = self._view(query)
        key = view.state.key(event_id)
        rank = view.state.rank(key) if key is not None else None
        if key is None or rank is None or not (near or view.has(key)):
            return None
        return view.before_rank(rank)

    def first_at(self, query: Query, day: int) -> int:
        """The position of the first event that begins on ``day`` (an ordinal) or later; the last one if none does."""
        view = self._view(query)
        return max(0, min(view.before_day(day), view.outline.total - 1))

    def years(self, query: Query, *, cancelled: Callable[[], bool] = never) -> tuple[tuple[int | None, int], ...]:
        """Runs of events with the same year of their first day, in order; ``None`` where there is no first day."""
        view = self._view(query)
        _stop_if(cancelled)
        return view.outline.years()

    # More about a view.

    def sparklines(
        self, query: Query, actor_ids: Iterable[str], buckets: int, *, cancelled: Callable[[], bool] = never
    ) -> dict[str, tuple[int, ...]]:
        """For each actor the events in each of ``buckets`` equal stretches of the view's time, by their first day."""
        view = self._view(query)
        _stop_if(cancelled)
        return view.trends(actor_ids, buckets)

    def gaps(self, query: Query, top: int) -> tuple[Gap, ...]:
        """The longest silences between the events of a view that are known to the month, longest first.

        What is only planned, or denied, neither ends a silence nor makes one.
        """
        return self._silences(self._happened(self._view(query)), top)

    @staticmethod
    def _happened(view: View) -> View:
        """Those of the events that are reported or confirmed, as far as was known on the day of the view."""
        return view.narrowed(Found.term_set_query(view.state.schema, "status", list(HAPPENED)))

    @staticmethod
    def _silences(view: View, top: int) -> tuple[Gap, ...]:
        vague = Found.term_query(view.state.schema, "flag", "vague", "basic")
        return density.gaps(view.state.searcher, view.excluding(vague).sets.possible, top)

    def pair(self, query: Query, one: str, other: str) -> Pair:
        """The events of a view that two actors (by id) share, and their contacts."""
        view = self._view(query)
        both = [Found.term_query(view.state.schema, "actor", actor, "basic") for actor in (one, other)]
        shared = view.narrowed(*both)
        met = self._happened(shared)
        contacts = met.outline.total
        first = met.keys(0, 1)
        dated = contacts - met.outline.undated
        latest = met.keys(dated - 1, dated) if dated else []
        silence = self._silences(met, 1)
        ids = [view.state.id_of(keys[0]) if keys else None for keys in (first, latest or first)]
        return Pair(shared.outline.total, contacts, ids[0], ids[1], silence[0] if silence else None)

    # Records.

    def row(self, event_id: str) -> Row | None:
        """The event with this id, as a row."""
        event = self.event(event_id)
        return self._row(event) if event else None

    def event(self, event_id: str) -> Event | None:
        """The event with this id."""
        state = self._index.state
        key = state.key(event_id)
        return state.event(key) if key is not None else None

    def actor(self, actor_id: str) -> Actor | None:
        """The actor with this id."""
        return self._index.state.shelf.actor(actor_id)

    def article(self, article_id: str) -> Article | None:
        """The article with this id."""
        return self._index.state.shelf.article(article_id)

    def actors_named(self, prefix: str, limit: int) -> tuple[Actor, ...]:
        """Actors one of whose names has words that begin so, those with most events first."""
        return named(self._index.state, prefix, limit)

    def learn_names(self) -> None:
        """Read what a search needs of the actors' names, so that its first answer is as quick as the others."""
        self._index.state.named("actor").learn()

    def unknown(self, query: Query) -> tuple[str, ...]:
        """What to say of names in a query that nobody has, with the nearest names there are."""
        return unknown(self._index.state, query.tree)

    def complete(self, field: str, prefix: str, limit: int) -> Sequence[tuple[str, str]]:
        """Values of a field that may be meant by what is typed so far, each with a name for people, best first."""
        return complete(self._index.state, self._marks, field, prefix, limit)


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled
