"""The figures of a report, counted while the events of a view go by.

Memory does not grow with the number of events: what is counted is counted by actor and outlet, and of conflicts,
overdue plans and silences only the first or longest few are kept, with the number of all.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from store import claims, edtf
from store.edtf import Date
from store.model import HAPPENED, STATUSES, Claim, Event, Status, shown_status

Support = Literal["none", "one", "two", "more"]

KNOWN_WITHIN = 31
"""An event known to so many days or fewer ends a silence; a vaguer one may lie anywhere."""


@dataclass(frozen=True, slots=True)
class Tally:
    """An actor (``id``, as it is named) and in how many events it takes part."""

    id: str
    name: str
    events: int


@dataclass(frozen=True, slots=True)
class SourceTally:
    """What an outlet contributes.

    ``claims`` it makes, ``own`` of them without citing anybody; ``cited`` is how often others rest on it; ``alone`` is
    how many events would have no report without it and those who share its sources.
    """

    id: str
    name: str
    claims: int
    own: int
    cited: int
    alone: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of two claims that disagree: who, when, and the passage (or what it says)."""

    source: str
    via: tuple[str, ...]
    reported: str
    status: Status
    passage: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A conflict within an event."""

    event: str
    date: str
    title: str
    kind: claims.ConflictKind
    why: str
    sides: tuple[Side, Side]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan whose time has passed by ``days`` without a claim or a link of its own saying what came of it."""

    event: str
    date: str
    title: str
    days: int


@dataclass(frozen=True, slots=True)
class Silence:
    """``days`` days from ``first`` to ``last`` (both silent, ISO) between two events (ids)."""

    days: int
    first: str
    last: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Digest:
    """A view in figures. ``first`` and ``last`` are ISO days; ``None`` where no event names one."""

    events: int = 0
    undated: int = 0
    first: str | None = None
    last: str | None = None
    today: str = ""
    statuses: dict[Status, int] = field(default_factory=dict)
    actors: tuple[Tally, ...] = ()
    all_actors: int = 0
    claims: int = 0
    independent: int = 0
    support: dict[Support, int] = field(default_factory=dict)
    """Events by the number of independent sources that report them."""
    sources: tuple[SourceTally, ...] = ()
    all_sources: int = 0
    conflicts: tuple[Disagreement, ...] = ()
    all_conflicts: int = 0
    overdue: tuple[Plan, ...] = ()
    all_overdue: int = 0
    silences: tuple[Silence, ...] = ()


def digest(events: Iterable[Event], name: Callable[[str], str], today: int, *, top: int = 10) -> Digest:
    """Count the events of a view, given in the order of time (:func:`store.edtf.sort_key`).

    ``name`` gives the name of an actor's id (anything else as it is), ``today`` is the day (ordinal) that tells whether
    a plan is overdue, and ``top`` how many of each kind are listed.
    """
    count = _Count(name, today, top)
    for event in events:
        count.take(event)
    return count.digest()


class _Count:
    """The counters of one digest."""

    def __init__(self, name: Callable[[str], str], today: int, top: int) -> None:
        self._name, self._today, self._top = name, today, top
        self._events = self._undated = self._claims = self._independent = 0
        self._statuses: Counter[Status] = Counter()
        self._support: Counter[Support] = Counter()
        self._actors: Counter[str] = Counter()
        self._made: Counter[str] = Counter()
        self._own: Counter[str] = Counter()
        self._cited: Counter[str] = Counter()
        self._alone: Counter[str] = Counter()
        self._conflicts: list[Disagreement] = []
        self._overdue: list[Plan] = []
        self._all_conflicts = self._all_overdue = 0
        self._first: int | None = None
        self._last: int | None = None
        self._silences: list[tuple[int, int, str, str]] = []
        self._reached: tuple[int, str] | None = None

    def take(self, event: Event) -> None:
        """Count one event."""
        self._events += 1
        status = shown_status(event)
        self._statuses[status] += 1
        self._actors.update({part.actor for part in event.actors})
        date = claims.date_of(event.date)
        self._undated += date.is_undated
        self._extend(date)
        if status in HAPPENED:
            self._listen(event.id, date)
        self._take_claims(event)
        for found in claims.conflicts(event):
            self._all_conflicts += 1
            if len(self._conflicts) < self._top:
                self._conflicts.append(self._disagreement(event, found))
        if date.last is not None and claims.overdue(event, self._today):
            self._all_overdue += 1
            if len(self._overdue) < self._top:
                self._overdue.append(Plan(event.id, event.date, event.title, self._today - date.last))

    def _extend(self, date: Date) -> None:
        days = [day for day in (date.first, date.last) if day is not None]
        if days:
            self._first = min(days) if self._first is None else min(self._first, *days)
            self._last = max(days) if self._last is None else max(self._last, *days)

    def _listen(self, event_id: str, date: Date) -> None:
        """Note the silence that this event ends. Events come in the order of their first day."""
        first, last = date.first, date.last
        if first is None or last is None or last - first >= KNOWN_WITHIN:
            return
        if self._reached is None:
            self._reached = (last, event_id)
            return
        reached, before = self._reached
        if first > reached + 1:
            # The longest few stay in the heap; of equally long ones the earliest.
            heapq.heappush(self._silences, (first - reached - 1, -reached, before, event_id))
            if len(self._silences) > self._top:
                heapq.heappop(self._silences)
        if last >= reached:
            self._reached = (last, event_id)

    def _take_claims(self, event: Event) -> None:
        alone = claims.independent(event)
        self._claims += len(event.claims)
        self._independent += alone
        self._support["none" if not alone else "one" if alone == 1 else "two" if alone == 2 else "more"] += 1
        for claim in event.claims:
            self._made[claim.source] += 1
            self._own[claim.source] += not claim.via
            self._cited.update(set(claim.via))
        if alone == 1:
            self._alone.update({claim.source for claim in event.claims})

    def _disagreement(self, event: Event, found: claims.Conflict) -> Disagreement:
        sides = (self._side(event.claims[found.a]), self._side(event.claims[found.b]))
        return Disagreement(event.id, event.date, event.title, found.kind, found.why, sides)

    def _side(self, claim: Claim) -> Side:
        passage = claim.excerpt.exact if claim.excerpt else claim.says
        via = tuple(map(self._name, claim.via))
        return Side(self._name(claim.source), via, claim.reported, claim.status, passage)

    def digest(self) -> Digest:
        """What was counted."""
        sources = {*self._made, *self._cited}
        ranked = heapq.nsmallest(self._top, sources, key=lambda one: (-self._own[one], -self._made[one], one))
        actors = heapq.nsmallest(self._top, self._actors, key=lambda one: (-self._actors[one], one))
        silences = sorted(self._silences, key=lambda one: (-one[0], -one[1]))
        return Digest(
            events=self._events,
            undated=self._undated,
            first=None if self._first is None else edtf.day_text(self._first),
            last=None if self._last is None else edtf.day_text(self._last),
            today=edtf.day_text(self._today),
            statuses={status: self._statuses[status] for status in STATUSES},
            actors=tuple(Tally(one, self._name(one), self._actors[one]) for one in actors),
            all_actors=len(self._actors),
            claims=self._claims,
            independent=self._independent,
            support={kind: self._support[kind] for kind in ("none", "one", "two", "more")},
            sources=tuple(self._source(one) for one in ranked),
            all_sources=len(sources),
            conflicts=tuple(self._conflicts),
            all_conflicts=self._all_conflicts,
            overdue=tuple(self._overdue),
            all_overdue=self._all_overdue,
            silences=tuple(
                Silence(days, edtf.day_text(1 - reached), edtf.day_text(days - reached), before, after)
                for days, reached, before, after in silences
            ),
        )

    def _source(self, one: str) -> SourceTally:
        return SourceTally(one, self._name(one), self._made[one], self._own[one], self._cited[one], self._alone[one])
