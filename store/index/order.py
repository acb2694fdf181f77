"""The place of every event in the chronology, as one integer that an index can sort by.

Events are sorted by two moments and, where those are equal, by where they are kept; no 64-bit number holds all that
exactly. So an event gets a **rank**: the events are sorted once, and ranks are dealt out with wide gaps, into which
later events fit without touching the others (as line numbers were in BASIC).
"""

from __future__ import annotations

from array import array
from collections import Counter

from store import edtf
from store.claims import date_of

GAP = 1 << 26
"""Between two neighbours at first: over a hundred million of them stay exact as 64-bit floats, in which tantivy
aggregates."""

STEP = 1 << 12
"""How far behind its predecessor a newcomer is put, so that events added to one day do not halve the gap each time."""

Moments = tuple[int, int]
"""First and last second of an event, as :func:`store.edtf.sort_key` gives them."""


def moments_of(date: str) -> Moments:
    """What the event of this date is sorted by."""
    return edtf.sort_key(date_of(date))


class NoRoom(Exception):
    """Two neighbours have no free rank between them: all ranks must be dealt out again."""


class _Numbered(dict[str, int]):
    """Texts to numbers, in the order in which they are first asked for."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


class Dealer:
    """Deals out the first ranks. Events are given in the order that breaks ties: by file, then document number."""

    def __init__(self) -> None:
        # A million events share far fewer dates: sorting those, and counting, is all the sorting there is to do.
        self._dates = _Numbered()
        self._events = array("I")

    def add(self, date: str) -> None:
        """Add an event of this date."""
        self._events.append(self._dates[date])

    def ranks(self) -> array[int]:
        """The rank of each event, in the order in which they were given."""
        # Dates that are written in several ways, or told apart by a mark only, are one here: the first of them.
        firsts: dict[Moments, int] = {}
        same = [firsts.setdefault(moments_of(date), number) for date, number in self._dates.items()]
        counts = [0] * len(same)
        for number, count in Counter(self._events).items():
            counts[same[number]] += count
        following, starts = 1, [0] * len(same)
        for moments in sorted(firsts):
            number = firsts[moments]
            starts[number], following = following, following + counts[number]
        ranks = array("q")
        for number in map(same.__getitem__, self._events):
            ranks.append(starts[number] * GAP)
            starts[number] += 1
        return ranks


def between(before: int | None, after: int | None) -> int:
    """A free rank between those of two neighbours (``None``: there is none). Raises :class:`NoRoom`."""
    if after is None:
        return (before or 0) + GAP
    low = after - 2 * GAP if before is None else before
    room = after - low
    if room < 2:
        raise NoRoom
    return low + min(room // 2, STEP)
