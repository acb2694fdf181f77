"""What reading a typed date gives: a :class:`Reading`, or a :class:`WhenError` that helps to mend it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from store.edtf import Date


@dataclass(frozen=True, slots=True)
class Reading:
    """What a person's date means.

    ``basis`` is the day that it was counted from, and ``relative`` whether it would mean another time on another
    basis. ``explanation`` says in English what was understood.
    """

    text: str
    date: Date
    basis: datetime.date
    relative: bool
    explanation: str
    point: Date | None = None
    """The day that a bare shift reaches. ``-30d`` alone is the stretch from that day to the basis; where one day is
    meant, as in "until -30d", it is this one. ``None`` for everything else."""

    @property
    def edtf(self) -> str:
        """The date as EDTF text."""
        return self.date.text


class WhenError(ValueError):
    """A typed date that says nothing, or more than one thing.

    ``position`` is the code point of ``text`` at the word that was not understood. ``readings`` are what it may have
    meant, each an EDTF date with its English in brackets: ``2023-03-04 (4 March 2023)``.
    """

    def __init__(self, text: str, position: int, reason: str, readings: Iterable[str] = ()) -> None:
        self.text, self.position, self.reason, self.readings = text, position, reason, tuple(readings)
        super().__init__(text, position, reason, self.readings)

    def __str__(self) -> str:
        offered = f": {' or '.join(self.readings)}?" if self.readings else ""
        return f"{self.reason}{offered} (at character {self.position + 1})"
