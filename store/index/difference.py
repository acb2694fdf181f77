"""Bringing an index up to date by what changed: an edit in a dossier of a million events costs one event."""

from __future__ import annotations

from bisect import bisect_left

from msgspec import Struct
from tantivy import FieldType, IndexWriter, Query

from store.dossier import Dossier
from store.edtf.grammar import DAY_SECONDS
from store.index.filling import Filler, portions
from store.index.order import Moments, between, moments_of
from store.index.roster import Roster, roster_of
from store.index.sources import Faults, Shelf, split_key
from store.index.state import State
from store.index.survey import amended, follow
from store.index.times import EARLIEST
from store.model import RecordError

FEW = 5_000
"""Events that are indexed anew one by one; above it, and above a tenth of all, making the index anew is as quick."""


class Anew(Exception):
    """The differences are too many, or of a kind that only making the index anew takes account of."""


class Suspect(Struct, frozen=True):
    """Keys of documents of which nobody knows whether the index has them as they are, as they were, or not."""

    events: frozenset[int] = frozenset()
    articles: frozenset[int] = frozenset()


NOBODY = Suspect()


class Difference(Struct, frozen=True):
    """What an index has to learn: which keys to take out, and which to put in (again)."""

    shelf: Shelf
    roster: Roster
    out: frozenset[int]
    put: frozenset[int]
    articles_out: frozenset[int]
    articles_put: frozenset[int]
    faults: Faults
    """Those of before that still are, and new ones among the actors."""


def difference(dossier: Dossier, state: State, faults: Faults, suspect: Suspect = NOBODY) -> Difference | None:
    """How the dossier's files differ from what is indexed; ``None`` where they do not.

    ``suspect`` are documents that an unfinished change may have left in the index in any state. Raises :class:`Anew`,
    and as :func:`store.index.survey.follow`.
    """
    shelf, changes = follow(dossier, state.shelf)
    same_files = [source.identity for source in shelf.sources] == [source.identity for source in state.shelf.sources]
    if same_files and suspect is NOBODY:
        return None
    if changes.shuffled:
        raise Anew
    before, after = state.shelf.amendments, shelf.amendments
    touched = set(changes.fresh["events"]) | set(state.keys(amended(before, after, "events")))
    roster, remaining = state.roster, dict(faults)
    if changes.gone["actors"] or changes.fresh["actors"] or amended(before, after, "actors"):
        remaining = {where: fault for where, fault in faults.items() if where.table != "actors"}
        roster = roster_of(shelf, remaining)
    gone = set(changes.gone["events"])
    if len(touched) + len(gone) > max(FEW, state.events // 10):
        raise Anew
    out = frozenset(touched | gone | suspect.events)
    for key in out:
        if state.shelf.has("events", key):
            remaining.pop(state.shelf.where("events", key), None)
    articles = frozenset(changes.fresh["articles"]) | suspect.articles
    return Difference(
        shelf,
        roster,
        out=out,
        put=frozenset(key for key in (touched | suspect.events) - gone if shelf.has("events", key)),
        articles_out=articles | frozenset(changes.gone["articles"]),
        articles_put=frozenset(key for key in articles if shelf.has("articles", key)),
        faults=remaining,
    )


def apply(found: Difference, state: State, writer: IndexWriter) -> Filler:
    """Write the difference; the caller commits. Raises :class:`store.index.order.NoRoom`."""
    filler = Filler(writer, state.schema, dict(found.faults))
    keys, ranks = _Places(state, found).ranks()
    filler.remove(found.out)
    filler.add_events(portions(found.shelf.some("events", keys), ranks))
    return filler


Standing = tuple[Moments, int, int]
"""What events are sorted by: their moments, then the place of their file among the files, then their place in it."""

_LAST: Moments = (1 << 63, 1 << 63)
"""Of documents that are no event: they get a rank, wherever it is, and are left out."""


class _Places:
    """Finds ranks for events among those that stay."""

    def __init__(self, state: State, found: Difference) -> None:
        self._state = state
        self._shelf = found.shelf
        self._out = found.out
        self._put = found.put
        self._file = {source.number: place for place, source in enumerate(found.shelf.sources)}

    def ranks(self) -> tuple[list[int], list[int]]:
        """The keys of the events to put in, in the order of the chronology, and their ranks."""
        keys, ranks = [], list[int]()
        for standing, key in sorted((self._standing(key), key) for key in self._put):
            low, high = self._neighbours(standing)
            if ranks and (low is None or low < ranks[-1]):
                low = ranks[-1]
            ranks.append(between(low, high))
            keys.append(key)
        return keys, ranks

    def _standing(self, key: int) -> Standing:
        source, position = split_key(key)
        try:
            event = self._shelf.event(key)
        except RecordError:
            event = None
        offset = self._shelf.source(source).lines["events"].offsets[position]
        return moments_of(event.date) if event else _LAST, self._file[source], offset

    def _neighbours(self, standing: Standing) -> tuple[int | None, int | None]:
        """The ranks of the events before and after, among those that stay."""
        day = self._day(standing[0])
        keys = [key for key in self._keys_on(day) if key not in self._out]
        at = bisect_left(keys, standing, key=self._standing)
        low = self._state.rank(keys[at - 1]) if at else self._beside(day, descending=True)
        high = self._state.rank(keys[at]) if at < len(keys) else self._beside(day, descending=False)
        return low, high

    @staticmethod
    def _day(moments: Moments) -> int | None:
        """The first day as the index has it; ``None`` for undated, which stands after every day."""
        if moments >= moments_of(""):
            return None
        return max(EARLIEST, moments[0] // DAY_SECONDS)

    def _keys_on(self, day: int | None) -> list[int]:
        if day is None:
            return self._state.keys_of(Query.term_query(self._state.schema, "flag", "undated", "basic"))
        return self._state.keys_of(self._first(day, day))

    def _beside(self, day: int | None, descending: bool) -> int | None:
        """The rank of the last event before the day, or of the first one after it."""
        state = self._state
        if descending:
            query = Query.exists_query("first") if day is None else self._first(None, day - 1)
        elif day is None:
            return None
        else:
            query = self._first(day + 1, None)
        limit = 1
        while True:
            # Those that are taken out are few, but they may be all of the nearest.
            keys = state.column("key", query, limit, descending=descending)
            for key in keys:
                if key not in self._out:
                    return state.rank(key)
            if len(keys) < limit:
                break
            limit *= 16
        undated = [] if descending else [key for key in self._keys_on(None) if key not in self._out]
        return state.rank(undated[0]) if undated else None

    def _first(self, low: int | None, high: int | None) -> Query:
        return Query.range_query(self._state.schema, "first", FieldType.Integer, low, high)
