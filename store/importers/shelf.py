"""Articles of an import, on their way into ``articles.json`` beside those that are there already.

An article is known by its id, which its reader makes from its address, or else from what it says; the day in the id
is for people, so that one without an address is the same under another day. An outlet or a day that the source does
not name is kept. An article that was written by hand (it has no origin) is left alone; one that an import brought is
updated. None is ever removed: a feed forgets. Where the text of one changed, the old text is kept
(:mod:`store.versions`).
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec
from msgspec.structs import replace

from store import disk, lines
from store.importers.format import Format
from store.importers.prose import words_of
from store.importers.report import Options, Refused, Report, Rule, Taken
from store.importers.spool import Spool
from store.model import Article, Origin, Where, decode, encode
from store.versions import TABLE as VERSIONS
from store.versions import superseded

OWN = Rule("own", "the dossier has this article, written by hand")
"""The rule of every import of articles. Switched off, what the source has replaces what was written."""

WORDS = Rule("words", "the dossier has an article of this outlet in the same words, under another day")
"""The rule by which an article without an address is known by its words. Switched off, each day has its own."""

_NAMED = 10
"""Articles of another day that are named before only their number is said."""

_LABEL = "articles.json"


class _Known(msgspec.Struct):
    """What has to be known of each article that is there."""

    id: str
    url: str = ""
    publisher: str = ""
    published: str = ""
    origin: Origin | None = None


class Shelf:
    """The articles of one import. A context manager: the spool goes with it."""

    def __init__(self, path: Path, today: str, options: Options, folder: Path | None = None) -> None:
        """``path`` is the file of articles; ``folder`` is where to spool."""
        self._path, self._today = path, today
        self._own_stay = OWN.name not in options.off
        self._words_tell = WORDS.name not in options.off
        self._spool = Spool(folder)
        self._by_id: dict[str, int] = {}
        self._reports: list[Report] = []
        self._urls: dict[str, str] = {}
        self._words: dict[str, tuple[str, ...]] = {}
        self._told: dict[str, tuple[str, str]] = {}
        self._own: set[str] = set()
        self._redated: list[tuple[Report, str]] = []
        if path.exists():
            for line in lines.scan(path, ("articles",)):
                known = msgspec.json.decode(line.raw, type=_Known)
                # Outlets are few and articles many.
                self._told[known.id] = (sys.intern(known.publisher), known.published)
                if known.url:
                    self._urls.setdefault(known.url, known.id)
                elif words := words_of(known.id):
                    self._words[words] = (*self._words.get(words, ()), known.id)
                if known.origin is None:
                    self._own.add(known.id)

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, *_: object) -> None:
        self._spool.__exit__()

    @property
    def ids(self) -> Collection[str]:
        """The ids of the articles that this import brought."""
        return self._by_id.keys()

    def take(self, report: Report, format: Format, item: Taken, article: Article) -> None:
        """Account for one article as read; whether it is new shows in :meth:`finish`."""
        if not format.ids:
            article = self._known(report, article)
        if self._own_stay and article.id in self._own:
            report.skip(OWN.name)
            return
        if article.id in self._by_id:
            first = self._article(self._by_id[article.id])
            if replace(first, origin=None) == replace(article, origin=None):
                report.merge()
            else:
                was = first.origin.row if first.origin else 0
                report.refused.append(Refused(item.row, "id", f"row {was} is the same article and says something else"))
            return
        origin = article.origin or Origin(file=report.file, row=item.row, format=format.name, imported=self._today)
        if article.url:
            self._urls.setdefault(article.url, article.id)
        self._by_id[article.id] = self._spool.add(encode(replace(article, origin=origin)))
        self._reports.append(report)

    def _known(self, report: Report, article: Article) -> Article:
        """The article under the id by which it is here already, if it is, with the outlet and day it had if it names
        none."""
        words = "" if article.url or not self._words_tell else words_of(article.id)
        id = self._urls.get(article.url) if article.url else self._in_words(words, article.publisher)
        id = id or article.id
        publisher, published = self._told.get(id, ("", article.published))
        if words and article.published and article.published != published and not (self._own_stay and id in self._own):
            was = f"was of {published}" if published else "had no date"
            said = f"{id} has the same words and {was}; it is of {article.published} now"
            self._redated.append((report, said))
        return replace(
            article, id=id, publisher=article.publisher or publisher, published=article.published or published
        )

    def _in_words(self, words: str, publisher: str) -> str | None:
        """The id of the article in these words of this outlet, else of the one that names none and is now this
        outlet's; who names no outlet means the only one there is."""
        outlets: dict[str, str] = {}
        for id in self._words.get(words, ()):
            outlets.setdefault(self._told[id][0], id)
        if publisher in outlets:
            return outlets[publisher]
        if not publisher:
            return next(iter(outlets.values())) if len(outlets) == 1 else None
        nobodys = outlets.get("")
        if nobodys is not None:
            self._told[nobodys] = (publisher, self._told[nobodys][1])
        return nobodys

    def _article(self, ordinal: int) -> Article:
        article: Article = decode("articles", self._spool.read(ordinal), Where("spool", "articles", str(ordinal)))
        return article

    def finish(self, *, write: bool) -> None:
        """Count what is new, and save unless nothing is. Raises :class:`store.errors.StoreError`."""
        if not self._by_id:
            return
        for report, said in self._redated[:_NAMED]:
            report.notes.append(f"{said} (--off {WORDS.name} keeps both)")
        if (more := len(self._redated) - _NAMED) > 0:
            self._redated[-1][0].notes.append(f"so have {more:,} more articles")
        if not write:
            self._count(self._compare())
            return
        target = disk.real(self._path)
        # Compared under the lock: somebody may have written an article since the import began.
        with disk.locked(target):
            states = self._compare()
            if set(states.values()) != {"unchanged"}:
                with disk.replacing(target, disk.identity(target)) as file:
                    lines.write_tables(file, {table: self._documents(table, states) for table in self._tables()})
        self._count(states)

    def _compare(self) -> dict[str, str]:
        """Each article's id -> ``added``, ``updated`` or ``unchanged``."""
        states = dict.fromkeys(self._by_id, "added")
        for line in self._lines("articles"):
            id = msgspec.json.decode(line.raw, type=_Known).id
            if id in states:
                old: Article = decode("articles", line.raw, Where(_LABEL, "articles", str(line.doc_id)))
                new = self._article(self._by_id[id])
                states[id] = "unchanged" if replace(old, origin=None) == replace(new, origin=None) else "updated"
        return states

    def _count(self, states: dict[str, str]) -> None:
        for id, ordinal in self._by_id.items():
            report, state = self._reports[ordinal], states[id]
            setattr(report, state, getattr(report, state) + 1)

    def _tables(self) -> list[str]:
        """The tables of the file, whatever else somebody keeps there, in their order."""
        if not self._path.exists():
            return ["articles"]
        with lines.Scan(self._path) as found:
            for _ in found:
                pass
            return list(dict.fromkeys((*found.tables, "articles", VERSIONS)))

    def _documents(self, table: str, states: dict[str, str]) -> Iterator[tuple[int, bytes]]:
        """The new documents of a table: as they are but for updated articles, new ones at the end."""
        following = 1
        for line in self._lines(table):
            following = max(following, line.doc_id + 1)
            raw = line.raw
            if table == "articles" and states.get(id := msgspec.json.decode(raw, type=_Known).id) == "updated":
                raw = self._spool.read(self._by_id[id])
            # A document that somebody laid out over several lines goes onto one.
            yield line.doc_id, raw if b"\n" not in raw else msgspec.json.format(raw, indent=-1)
        if table == VERSIONS:
            known = {msgspec.json.decode(line.raw, type=_Known).id for line in self._lines(VERSIONS)}
            kept = (version for version in self._superseded(states) if version.id not in known)
            for number, version in enumerate(kept, following):
                yield number, encode(version)
        if table == "articles":
            added = (ordinal for id, ordinal in self._by_id.items() if states[id] == "added")
            for number, ordinal in enumerate(added, following):
                yield number, self._spool.read(ordinal)

    def _superseded(self, states: dict[str, str]) -> Iterator[Article]:
        """The old texts of the articles that say something else now."""
        for line in self._lines("articles"):
            id = msgspec.json.decode(line.raw, type=_Known).id
            if states.get(id) == "updated":
                old: Article = decode("articles", line.raw, Where(_LABEL, "articles", str(line.doc_id)))
                if (version := superseded(old, self._article(self._by_id[id]))) is not None:
                    yield version

    def _lines(self, table: str) -> Iterator[lines.Line]:
        return lines.scan(self._path, (table,)) if self._path.exists() else iter(())
