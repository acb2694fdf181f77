"""The ledger of an event: who said what when, where reports disagree, what was known on a day.

Pure functions of one event. Days are ordinals as in :mod:`store.edtf`. A claim's report date orders claims, those of
the same day as they are listed, as :func:`store.model.latest_claim` does; a date text that is none counts as no date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct

from store import edtf, quantities
from store.model import Claim, Event, Status, shown_status
from store.text import fold, tokens

ConflictKind = Literal["date", "place", "number", "status"]
T = TypeVar("T")


SETTLING = frozenset(
    ("plan of", "carried out by", "contradicted by", "contradicts", "cancelled by", "replaced by", "postponed to")
)
"""Relations of a plan to the event that says what came of it, in any case. The links of the event it leads to are not
asked: an event is judged, and indexed, by itself, so that one changed record never makes another one's answers old."""


class Step(Struct, frozen=True):
    """A change of status: the first claim (an index into ``Event.claims``) in a row that says so."""

    status: Status
    reported: str
    claim: int


class Conflict(Struct, frozen=True):
    """Two claims (indexes into ``Event.claims``, ``a`` listed first) that cannot both be right, and why."""

    kind: ConflictKind
    a: int
    b: int
    why: str


def date_of(text: str) -> edtf.Date:
    """The date of a record; undated where the text is none (a fault that ``check`` names, and no reason to fail)."""
    try:
        return edtf.parse(text)
    except edtf.EdtfError:
        return edtf.UNDATED


def _in_order(event: Event) -> list[int]:
    """Indexes of the claims as they were reported."""
    return sorted(range(len(event.claims)), key=lambda index: event.claims[index].reported)


def history(event: Event) -> tuple[Step, ...]:
    """How the status went, one step a change: planned 09-04, reported 09-12, confirmed 09-14."""
    steps: list[Step] = []
    for index in _in_order(event):
        claim = event.claims[index]
        if not steps or steps[-1].status != claim.status:
            steps.append(Step(claim.status, claim.reported, index))
    return tuple(steps)


def overdue(event: Event, today: int) -> bool:
    """Whether a plan's time has wholly passed before ``today`` and no later claim says what came of it, nor a link.

    The plan's own links in a relation of :data:`SETTLING` count; an event they lead to may be overdue itself.
    """
    last = date_of(event.date).last
    if shown_status(event) != "planned" or last is None or last >= today:
        return False
    if any(link.relation.strip().casefold() in SETTLING for link in event.links):
        return False
    statuses = [event.claims[index].status for index in _in_order(event)]
    # Set to planned by hand, an event can have no claim that plans it: then the hand's word stands.
    return "planned" not in statuses or statuses[-1] == "planned"


def as_of(event: Event, day: int) -> Event | None:
    """The event as it was known at the end of ``day``: only claims reported by then, and their status.

    ``None`` where nobody had reported it. A claim counts when its report date had wholly passed; one without a report
    date cannot be shown to have been there. A status set by hand is of today, so it falls away with any claim. Title,
    date and actors stay as they are now: nothing records when they were entered.
    """
    kept = tuple(claim for claim in event.claims if _reported_by(claim, day))
    if not kept:
        return None
    if len(kept) == len(event.claims):
        return event
    return msgspec.structs.replace(event, claims=kept, status=None)


def _reported_by(claim: Claim, day: int) -> bool:
    last = date_of(claim.reported).last
    return last is not None and last <= day


def independent(event: Event) -> int:
    """How many of the claims are independent: those that share an outlet or whom they cite count once.

    Ten outlets that cite one agency, that agency itself, and whoever it cites are one. (That two texts are the same
    although neither says so is for :mod:`store.suggest` to find.)
    """
    group: dict[str, str] = {}

    def root(name: str) -> str:
        while group.setdefault(name, name) != name:
            group[name] = group[group[name]]
            name = group[name]
        return name

    for claim in event.claims:
        first, *others = [fold(name) for name in (claim.source, *claim.via)]
        for other in others:
            group[root(other)] = root(first)
    return len({root(fold(claim.source)) for claim in event.claims})


# What claims say, each about one thing, and whether two of them go together. A claim that is silent on a thing says
# what the event says; a denial is silent on everything else, since it holds that nothing happened.


def conflicts(event: Event) -> tuple[Conflict, ...]:
    """Where claims disagree: one conflict for each pair of different statements on date, place, number or status.

    Of claims that say the same one is named, the first that says so in its own words. Dates differ when no day fits
    both (a plan's span that contains the day is no conflict); places when neither name contains the other, and no
    third contains both; numbers when they count the same noun (see :mod:`store.quantities`); status when one denies
    what another reports or confirms.
    """
    return tuple(_conflicts(event))


def has_conflict(event: Event) -> bool:
    """Whether there is any conflict: what ``is:conflict`` asks."""
    return next(_conflicts(event), None) is not None


def _conflicts(event: Event) -> Iterator[Conflict]:
    if len(event.claims) < 2:
        return
    yield from _status_conflicts(event)
    yield from _disagreements(
        "date",
        _said(event, _date, lambda claim: bool(claim.date)),
        lambda a, b: not edtf.possibly(a, b.first, b.last),
        str,
    )
    yield from _disagreements(
        "place", _fullest(event, _said(event, _place, _names_place)), lambda a, b: True, lambda place: place.name
    )
    yield from _disagreements(
        "number", _said(event, _numbers, lambda claim: bool(claim.says)), quantities.disagree, quantities.told
    )


def _status_conflicts(event: Event) -> Iterator[Conflict]:
    first: dict[Status, int] = {}
    for index, claim in enumerate(event.claims):
        first.setdefault(claim.status, index)
    if (denied := first.get("denied")) is None:
        return
    for status in ("reported", "confirmed"):
        if (other := first.get(status)) is not None:
            a, b = sorted((denied, other))
            yield Conflict("status", a, b, f"{event.claims[a].status} against {event.claims[b].status}")


def _said(event: Event, about: Callable[[Event, Claim], T | None], itself: Callable[[Claim], bool]) -> dict[T, int]:
    """The different statements on one thing, each with the first claim that makes it.

    One that says so ``itself`` goes before those that are silent and so say what the event does. Where all are silent
    nothing can be said against each other, and nothing is given.
    """
    statements: dict[T, int] = {}
    if not any(map(itself, event.claims)):
        return statements
    for index, claim in enumerate(event.claims):
        statement = about(event, claim)
        if statement is not None:
            named = statements.setdefault(statement, index)
            if itself(claim) and not itself(event.claims[named]):
                statements[statement] = index
    return statements


def _disagreements(
    kind: ConflictKind, statements: dict[T, int], disagree: Callable[[T, T], bool], told: Callable[[T], str]
) -> Iterator[Conflict]:
    for (one, one_claim), (other, other_claim) in combinations(statements.items(), 2):
        if disagree(one, other):
            (a, first), (b, second) = sorted(((one_claim, one), (other_claim, other)), key=lambda side: side[0])
            yield Conflict(kind, a, b, f"{told(first)} against {told(second)}")


def _date(event: Event, claim: Claim) -> edtf.Date | None:
    date = date_of(claim.date or ("" if claim.status == "denied" else event.date))
    return None if date.is_undated else date


@dataclass(frozen=True, slots=True)
class _Named:
    """A place by its words, and as it was written."""

    words: tuple[str, ...]
    name: str = field(compare=False)

    def within(self, other: _Named) -> bool:
        """Whether the other name contains this one: ``Vladivostok`` and ``FEFU, Vladivostok``."""
        size = len(self.words)
        return any(other.words[at : at + size] == self.words for at in range(len(other.words) - size + 1))


def _place(event: Event, claim: Claim) -> _Named | None:
    name = claim.place
    if not name and event.place and claim.status != "denied":
        name = ", ".join(filter(None, (event.place.name, event.place.country)))
    words = tuple(tokens(name))
    return _Named(words, name) if words else None


def _names_place(claim: Claim) -> bool:
    return bool(claim.place)


def _fullest(event: Event, places: dict[_Named, int]) -> dict[_Named, int]:
    """The places that no other name contains. Any two of them are apart; the others go with one of these."""
    found = {}
    for place, claim in places.items():
        if not any(place != one and place.within(one) for one in places):
            # Who names a part of it is on record for it rather than who is silent.
            own = (at for one, at in places.items() if one.within(place) and _names_place(event.claims[at]))
            found[place] = claim if _names_place(event.claims[claim]) else min(own, default=claim)
    return found


def _numbers(event: Event, claim: Claim) -> tuple[quantities.Quantity, ...] | None:
    text = claim.says or ("" if claim.status == "denied" else event.title)
    return quantities.find(text) or None
