"""Putting a dossier's records into tantivy, all of them or those that changed."""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec
import tantivy
from msgspec import Struct, field
from tantivy import IndexWriter, Query, Schema

from store.dossier import Dossier, merged
from store.index.documents import article_document, event_documents
from store.index.order import Dealer
from store.index.sources import TABLES, Found, Shelf
from store.index.survey import survey
from store.lines import Line
from store.model import Amendment, RecordError, Where, decode

PORTION = 200
"""Events that are handed on together."""


class Surveyed(Struct, frozen=True):
    """A dossier after the first reading: where its records lie, and its events' ranks."""

    shelf: Shelf
    ranks: array[int]
    """In the order of ``shelf.keys("events")``."""


class _Dated(msgspec.Struct):
    """As little of an event as its place in the chronology depends on."""

    id: str = ""
    date: str = ""


_DATED = msgspec.json.Decoder(_Dated)


def surveyed(dossier: Dossier, tables: Collection[str] = TABLES) -> Surveyed:
    """Read the files of a dossier, those of events among them. Raises as :func:`store.index.survey.survey`."""
    dealer = Dealer()

    def look(line: Line, amendments: Mapping[str, tuple[Amendment, ...]]) -> None:
        try:
            dated = _DATED.decode(line.raw)
            date = dated.date
            if amendments and dated.id in amendments:
                event = merged(decode("events", line.raw, Where("", "events", "")), amendments[dated.id])
                date = event.date if event else ""
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, RecordError):
            date = ""  # it is no event; filling names the fault
        dealer.add(date)

    return Surveyed(survey(dossier, look, tables), dealer.ranks())


@contextlib.contextmanager
def writing(index: tantivy.Index, heap: int) -> Iterator[tantivy.IndexWriter]:
    """A writer whose work is committed when the block ends well, and undone when it does not."""
    writer = index.writer(heap, 1)
    try:
        yield writer
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()  # and let go of the lock


class Portion(NamedTuple):
    """Some events as the index keeps them: how many, their documents, a line each, and why others are no events."""

    events: int
    documents: bytes
    faults: list[tuple[Where, str, str]]


def portions(events: Iterable[Found], ranks: Iterable[int]) -> Iterator[Portion]:
    """The documents of events, each of which has its rank."""
    documents: list[bytes] = []
    faults: list[tuple[Where, str, str]] = []
    done = 0
    # One after another, though they are handed on together: 200 records at once would not fit into the nearest cache.
    for done, ((key, event), rank) in enumerate(zip(events, ranks, strict=True), 1):
        if isinstance(event, RecordError):
            faults.append((event.where, event.field, event.reason))
        elif event is not None:
            documents += event_documents(event, key, rank)
        if done % PORTION == 0:
            yield Portion(PORTION, b"\n".join(documents), faults)
            documents, faults = [], []
    if done % PORTION:
        yield Portion(done % PORTION, b"\n".join(documents), faults)


class Filler(Struct):
    """Writes documents, and keeps what could not be read."""

    writer: IndexWriter
    schema: Schema
    faults: dict[Where, RecordError] = field(default_factory=dict)

    def add_events(self, made: Iterable[Portion]) -> None:
        """Add events, portion by portion."""
        for portion in made:
            if portion.documents:
                for document in portion.documents.decode().split("\n"):
                    self.writer.add_json(document)
            for where, name, reason in portion.faults:
                self.faults[where] = RecordError(where, name, reason)

    def add_articles(self, articles: Iterable[Found]) -> None:
        """Add articles."""
        for key, article in articles:
            if isinstance(article, RecordError):
                self.faults[article.where] = article
            else:
                self.writer.add_json(article_document(article, key).decode())

    def remove(self, keys: Iterable[int]) -> None:
        """Take out the documents of these keys."""
        for key in keys:
            self.writer.delete_documents_by_query(Query.term_query(self.schema, "key", key))
