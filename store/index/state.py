"""A dossier's index at one moment: what was found in the files, and tantivy's view of it. Safe in any thread."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property

from tantivy import Order, Query, Schema, Searcher

from store.index.roster import Named, Roster
from store.index.schema import LONGEST_TERM
from store.index.sources import Shelf
from store.model import Event, RecordError
from store.query.terms import Pattern, label_key

MANY = 1 << 20
"""More than anybody's marks or the actors of any dossier: where tantivy wants a limit and none is meant."""


class State:
    """What the questions are answered from. A refresh makes another one; this one stays as it is.

    ``articles`` finds the numbers of the articles that a pattern stands in.
    """

    def __init__(
        self,
        shelf: Shelf,
        roster: Roster,
        schema: Schema,
        searcher: Searcher,
        articles: Callable[[Pattern], Collection[int]],
    ) -> None:
        self.shelf = shelf
        self.roster = roster
        self.schema = schema
        self.searcher = searcher
        self._articles = articles
        self._named: dict[str, Named] = {}
        self._values: dict[str, Mapping[str, int]] = {}

    def seen_by(self, searcher: Searcher) -> State:
        """The same files with more of them indexed."""
        return State(self.shelf, self.roster, self.schema, searcher, self._articles)

    # What the compiler looks up.

    def named(self, field: str) -> Named:
        """The references in a field, to be found by name."""
        if field not in self._named:
            self._named[field] = Named(self.roster, self.values(field))
        return self._named[field]

    @cached_property
    def everybody(self) -> Named:
        """All actors, with events or without, to be found by name."""
        events = self.values("actor")
        return Named(self.roster, {actor: events.get(actor, 0) for actor in self.roster})

    def values(self, field: str) -> Mapping[str, int]:
        """The different values of a field with the number of documents that have it."""
        if field not in self._values:
            self._values[field] = dict(self.searcher.terms_with_prefix(field, ""))
        return self._values[field]

    def keys(self, identities: Iterable[str]) -> list[int]:
        """The keys of the events with these ids, as far as there are any."""
        wanted = set(identities)
        labels = [label_key(identity)[:LONGEST_TERM] for identity in wanted]
        found = self.keys_of(Query.term_set_query(self.schema, "id", labels)) if labels else []
        return [key for key in found if self.id_of(key) in wanted]

    def articles_with(self, wanted: Pattern) -> Collection[int]:
        return self._articles(wanted)

    def has_editions(self) -> bool:
        return self._editions > 0

    @cached_property
    def _editions(self) -> int:
        return self.searcher.doc_freq("flag", "edition")

    # Looking things up.

    @cached_property
    def events(self) -> int:
        """How many events there are."""
        return self.searcher.num_docs - (self.count(self._edition()) if self._editions else 0)

    def _edition(self) -> Query:
        return Query.term_query(self.schema, "flag", "edition", "basic")

    def count(self, query: Query) -> int:
        found = self.searcher.search(query, limit=1, count=True)
        return int(found.count)  # type: ignore[attr-defined]  # tantivy's stubs leave it out

    def column(self, name: str, query: Query, limit: int, offset: int = 0, descending: bool = False) -> list[int]:
        """Values of a column of the events found, in the order of the chronology."""
        order = Order.Desc if descending else Order.Asc
        found = self.searcher.search(query, limit, count=False, order_by_field="rank", offset=offset, order=order)
        addresses = [address for _, address in found.hits]
        return [value for value in self.searcher.fast_field_values(name, addresses) if isinstance(value, int)]

    def keys_of(self, query: Query) -> list[int]:
        """The keys of all events found, each once."""
        return list(dict.fromkeys(self.column("key", query, MANY)))

    def key(self, identity: str) -> int | None:
        """The key of the event with this id: of several the first in the chronology."""
        label = Query.term_query(self.schema, "id", label_key(identity)[:LONGEST_TERM], "basic")
        return next((key for key in self.keys_of(label) if self.id_of(key) == identity), None)

    def id_of(self, key: int) -> str | None:
        event = self.event(key)
        return event.id if event else None

    def rank(self, key: int) -> int | None:
        found = self.column("rank", Query.term_query(self.schema, "key", key), 1)
        return found[0] if found else None

    def event(self, key: int) -> Event | None:
        """The event of a key; ``None`` where its document is none any more, which a refresh will find out."""
        try:
            return self.shelf.event(key)
        except RecordError:
            return None
