"""A stretch of a text that is being marked, and the steps by which its ends move. Pure values.

One end moves at a time: by code points (never between a letter and its accents), by words, by sentences. An end never
passes the other: a selection holds at least one code point.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

Unit = Literal["letter", "word", "sentence"]

_WORD = re.compile(r"\w+(?:['’.,-]\w+)*")


@dataclass(frozen=True, slots=True)
class Stops:
    """Where the ends of a selection may stop in a text: starts and ends of its words and sentences, each sorted."""

    words: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str, sentences: Sequence[tuple[int, int]]) -> Stops:
        """The stops of a text with these sentences (start, end)."""
        words = tuple((match.start(), match.end()) for match in _WORD.finditer(text))
        return cls(words, tuple(sentences) or ((0, len(text)),))


@dataclass(frozen=True, slots=True)
class Selection:
    """Code points ``[start, end)`` of a text; ``moves_end`` says which end moves."""

    text: str
    stops: Stops
    start: int
    end: int
    moves_end: bool = True

    @classmethod
    def at(cls, text: str, stops: Stops, offset: int) -> Selection:
        """The sentence at a code point, or the one behind it."""
        after = bisect_right([end for _, end in stops.sentences], offset)
        start, end = stops.sentences[min(after, len(stops.sentences) - 1)]
        return cls(text, stops, start, end)

    @property
    def exact(self) -> str:
        """The words that are marked."""
        return self.text[self.start : self.end]

    def other_end(self) -> Selection:
        """The same stretch, the other end moving."""
        return replace(self, moves_end=not self.moves_end)

    def next_sentence(self, step: int) -> Selection:
        """The next (or previous) sentence instead, whole."""
        starts = [start for start, _ in self.stops.sentences]
        at = bisect_right(starts, self.start) - 1
        if step < 0 and at >= 0 and starts[at] < self.start:
            step += 1  # back to the start of this one first
        start, end = self.stops.sentences[max(0, min(at + step, len(starts) - 1))]
        return replace(self, start=start, end=end, moves_end=True)

    def move(self, unit: Unit, step: int) -> Selection:
        """Move the end that moves by one unit, on (``step`` 1) or back (-1)."""
        if self.moves_end:
            stops = self._ends(unit)
            return replace(self, end=_next(stops, self.end, step, self.start + 1, len(self.text)))
        stops = self._starts(unit)
        return replace(self, start=_next(stops, self.start, step, 0, self.end - 1))

    def _ends(self, unit: Unit) -> Sequence[int]:
        if unit == "letter":
            return self._letters(self.end)
        return [end for _, end in (self.stops.words if unit == "word" else self.stops.sentences)]

    def _starts(self, unit: Unit) -> Sequence[int]:
        if unit == "letter":
            return self._letters(self.start)
        return [start for start, _ in (self.stops.words if unit == "word" else self.stops.sentences)]

    def _letters(self, around: int) -> Sequence[int]:
        """The borders of letters next to a place: those with no accent behind them."""
        back, on = around - 1, around + 1
        while back > 0 and unicodedata.combining(self.text[back]):
            back -= 1
        while on < len(self.text) and unicodedata.combining(self.text[on]):
            on += 1
        return [back, around, on]


def _next(stops: Sequence[int], at: int, step: int, least: int, most: int) -> int:
    """The stop behind (or before) a place, within bounds; the place itself where there is none."""
    found = bisect_right(stops, at) if step > 0 else bisect_left(stops, at) - 1
    if not 0 <= found < len(stops):
        return at
    return stops[found] if least <= stops[found] <= most else at
