"""Finding articles by their whole text, which ``text:`` asks for and nothing else does."""

from __future__ import annotations

import threading

import tantivy

from store.index.compiling import standing
from store.index.filling import Filler, writing
from store.index.schema import article_schema
from store.index.sources import Shelf
from store.query.terms import Pattern

MOST = 1 << 24
"""Where tantivy wants a limit and none is meant."""


def found_in(index: tantivy.Index, wanted: Pattern) -> frozenset[int]:
    """The numbers of the articles of an index of :func:`~store.index.schema.article_schema`."""
    searcher = index.searcher()
    hits = searcher.search(standing(index.schema, "words", wanted), MOST, count=False).hits
    numbers = searcher.fast_field_values("article", [address for _, address in hits])
    return frozenset(number for number in numbers if isinstance(number, int))


class MemoryArticles:
    """The articles of a small dossier, indexed when they are first asked for."""

    def __init__(self, shelf: Shelf, heap: int) -> None:
        self._shelf = shelf
        self._heap = heap
        self._making = threading.Lock()
        self._index: tantivy.Index | None = None

    def __call__(self, wanted: Pattern) -> frozenset[int]:
        with self._making:
            if self._index is None:
                self._index = self._made()
        return found_in(self._index, wanted)

    def _made(self) -> tantivy.Index:
        index = tantivy.Index(article_schema())
        with writing(index, self._heap) as writer:
            # What cannot be read is left out: `dateline check` names it.
            Filler(writer, index.schema).add_articles(self._shelf.each("articles"))
        index.reload()
        return index

    def over(self, shelf: Shelf) -> MemoryArticles:
        """The same for what the files hold now."""
        if shelf.lines("articles") == self._shelf.lines("articles"):
            return self
        return MemoryArticles(shelf, self._heap)
