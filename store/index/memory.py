"""The index of a small dossier, held in memory: made in milliseconds when the dossier is opened."""

from __future__ import annotations

import threading

import tantivy

from store.dossier import Dossier
from store.index.articles import MemoryArticles
from store.index.difference import Anew, apply, difference
from store.index.filling import Filler, portions, surveyed, writing
from store.index.order import NoRoom
from store.index.roster import Roster, roster_of
from store.index.schema import event_schema
from store.index.sources import Faults, Shelf
from store.index.state import State
from store.model import RecordError, Where

HEAP = 15_000_000
"""Bytes that tantivy asks for at least; it touches only what it fills."""


class MemoryIndex:
    """Keeps the state of a dossier in memory."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._refreshing = threading.Lock()
        self._faults: Faults = {}
        self._make()

    def _make(self) -> None:
        found = surveyed(self._dossier)
        faults: dict[Where, RecordError] = {}
        roster = roster_of(found.shelf, faults)
        self._index = tantivy.Index(event_schema())
        with writing(self._index, HEAP) as writer:
            filler = Filler(writer, self._index.schema, faults)
            filler.add_events(portions(found.shelf.each("events"), found.ranks))
        self._faults = filler.faults
        self._articles = MemoryArticles(found.shelf, HEAP)
        self._settle(found.shelf, roster)

    def _settle(self, shelf: Shelf, roster: Roster) -> None:
        self._index.reload()
        self._articles = self._articles.over(shelf)
        self.state = State(shelf, roster, self._index.schema, self._index.searcher(), self._articles)

    @property
    def faults(self) -> tuple[RecordError, ...]:
        """The documents that are no such record as their table holds, and so are not found."""
        return tuple(self._faults.values())

    @property
    def progress(self) -> None:
        """Made at once: never half made."""
        return None

    @property
    def where(self) -> None:
        """In memory: nowhere on a disk."""
        return None

    @property
    def problem(self) -> str:
        """Memory is always there."""
        return ""

    def close(self) -> None:
        """Nothing to let go of."""

    def refresh(self, *, force: bool = False) -> bool:
        """Follow the files; whether anything is different now. Raises as :func:`store.index.survey.follow`."""
        with self._refreshing:
            try:
                if force:
                    raise Anew
                found = difference(self._dossier, self.state, self._faults)
                if found is None:
                    return False
                with writing(self._index, HEAP) as writer:
                    filler = apply(found, self.state, writer)
                self._faults = filler.faults
                self._settle(found.shelf, found.roster)
            except (Anew, NoRoom):
                self._make()
            return True
