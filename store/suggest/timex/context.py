"""What readings are counted from and made of: the text with its publication day, and the dates read so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from store.suggest.timex.lexicon import WEEKDAYS
from store.suggest.timex.model import FINENESS, Alternative, Basis, Confidence, Period, Unit
from store.suggest.timex.modifiers import Piece
from store.suggest.timex.parts import Extent, extent
from store.suggest.timex.scan import Token
from store.suggest.timex.tense import Lean, Tenses

CLOSE = 6  # words within which a sign of tense is close
NEAR_TEXT = 60  # tokens within which "the year" still means the year just spoken of
NEAR_ACCOUNT = 120  # tokens within which "a year earlier" still means the quarter just spoken of
ACCOUNTED: frozenset[Unit] = frozenset({"month", "quarter", "half", "season"})
IN_FULL = "The text says it in full."


class Reading(NamedTuple):
    """What a form is on the calendar: a period, or from one to another (``last``).

    ``value`` is a TIMEX3 value and ``within`` an EDTF extent that are not simply those of the period.
    """

    period: Period
    why: str
    confidence: Confidence = "high"
    last: Period | None = None
    value: str = ""
    within: Extent | None = None
    basis: Basis | None = None
    alternatives: tuple[Alternative, ...] = ()


class Seen(NamedTuple):
    """A date already read: what later ones may be counted from. ``compared`` is one that stands for a year before."""

    period: Period
    text: str
    start: int
    place: int
    compared: bool = False


@dataclass
class Context:
    """A text being read: its tokens, its publication day, and the dates read so far, in order."""

    tokens: Sequence[Token]
    published: date
    seen: list[Seen] = field(default_factory=list)

    @cached_property
    def tenses(self) -> Tenses:
        return Tenses(self.tokens)

    @cached_property
    def today(self) -> Basis:
        return Basis(self.published.isoformat())

    def lean(self, piece: Piece) -> Lean:
        return self.tenses.leaning(piece.first, piece.stop)

    def spoken_of(self, unit: Unit, piece: Piece, *, near: bool = False) -> Seen | None:
        """The last date before a piece that is at least as fine as ``unit``; ``near`` if it must stand near."""
        for seen in reversed(self.seen):
            if near and piece.first - seen.place > NEAR_TEXT:
                return None
            if FINENESS[seen.period.unit] <= FINENESS[unit]:
                return seen
        return None

    def accounted(self, unit: Unit, piece: Piece, *, recent: bool) -> Seen | None:
        """The month, quarter or year that figures near a piece are about; of a named unit the last of that kind.

        ``recent`` leaves out years and what ended long before publication: "a year ago" counts from now.
        """
        units = (ACCOUNTED if recent else ACCOUNTED | {"year"}) if unit == "year" else {unit}
        for seen in reversed(self.seen):
            if piece.first - seen.place > NEAR_ACCOUNT:
                return None
            old = recent and seen.period.last.year < self.published.year - 1
            if not seen.compared and not old and seen.period.unit in units:
                return seen
        return None

    def basis(self, source: Seen | None) -> Basis:
        return Basis(source.period.edtf, source.text, source.start) if source else self.today

    def counted_from(self, source: Seen | None) -> str:
        """A sentence for people."""
        return f"Counted from “{source.text}” before it." if source else f"Counted from {self.day_named}."

    @property
    def day_named(self) -> str:
        return f"the publication day, {self.published.isoformat()}"


def about(period: Period) -> Extent:
    """The extent of a period that is only approximately meant."""
    return extent(period, "", True, period.first)


def days_off(period: Period, day: date) -> int:
    return abs((period.first - day).days)


def weekday_note(period: Period, weekday: int | None) -> str:
    """A sentence for people if the weekday beside a date is not that of the date."""
    if weekday is None or period.first.weekday() == weekday:
        return ""
    named, real = WEEKDAYS[weekday].capitalize(), WEEKDAYS[period.first.weekday()].capitalize()
    return f" The text says {named}, but {period.edtf} is a {real}; the explicit date is kept."
