"""What the questions give back: frozen values, ready to be shown, with nothing of the engine behind them."""

from __future__ import annotations

from typing import Literal, NamedTuple

from msgspec import Struct

from store.edtf import Date
from store.index.buckets import Unit
from store.model import Event, Mark, Status

Facet = Literal["actor", "status", "source", "via", "place", "kind", "tag"]
Step = Literal["event", "day"]


class Row(Struct, frozen=True):
    """One event of a view, as it was known on the day of ``asof:`` where the query has that.

    ``mark`` is what this person put on it. ``sure`` is false where the event only may match: its date may lie outside
    of the range.
    """

    event: Event
    status: Status
    date: Date
    mark: Mark | None = None
    sure: bool = True

    @property
    def starred(self) -> bool:
        """Whether this person starred the event."""
        return self.mark is not None and self.mark.starred


class Count(Struct, frozen=True):
    """``total`` events may match, ``sure`` of them must; ``undated`` of the total have no date; ``all`` there are."""

    total: int
    sure: int
    undated: int
    all: int


class Bucket(NamedTuple):
    """Events of one bucket of time: ``definite`` lie wholly within it, ``possible`` may lie in it or in another.

    ``first`` and ``last`` are days (ordinals, both included); ``hour`` is the hour of the day where the unit is hours.
    """

    first: int
    last: int
    definite: int
    possible: int
    hour: int | None = None


class Histogram(Struct, frozen=True):
    """All buckets of a stretch of time in order, empty ones too. ``clipped``: earlier ones are left out as too many."""

    unit: Unit
    buckets: tuple[Bucket, ...] = ()
    clipped: bool = False


class FacetCount(Struct, frozen=True):
    """How many events of a view have the value. ``label`` is what to show, ``kind`` the kind of actor, if it is one."""

    value: str
    label: str
    kind: str
    events: int


class Neighbours(Struct, frozen=True):
    """Positions in the view before and after an event, ``None`` where there is none."""

    previous: int | None = None
    next: int | None = None


class Gap(Struct, frozen=True):
    """A silence: the last day before it and the first day after it on which something may have happened."""

    last_before: int
    first_after: int

    @property
    def days(self) -> int:
        """How many days it lasted."""
        return self.first_after - self.last_before - 1


class Pair(Struct, frozen=True):
    """The events that two actors share: how many, and how many of them are contacts.

    A contact is reported or confirmed, not only planned, nor denied. Of contacts are the ids of the first and the
    latest, and the longest silence between.
    """

    events: int
    contacts: int = 0
    first: str | None = None
    latest: str | None = None
    gap: Gap | None = None
