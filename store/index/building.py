"""Making an index on the disk from nothing: events first, which is what people wait for, then the articles' texts."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import tantivy
from msgspec.structs import replace

from store.dossier import Dossier
from store.errors import Changed, NoSpace
from store.index import catalog
from store.index.catalog import Catalog
from store.index.elsewhere import made_elsewhere
from store.index.filling import Filler, Portion, portions, surveyed, writing
from store.index.folder import Folder
from store.index.progress import Teller
from store.index.roster import roster_of
from store.index.schema import article_schema, event_schema
from store.index.sources import Found
from store.index.survey import survey
from store.model import RecordError, Where

EVENTS = "events"
ARTICLES = "articles"

HEAP = 400_000_000
"""Bytes of postings that tantivy collects at most before it writes a segment."""

ARTICLES_HEAP = 160_000_000
"""The same for articles, for which nobody waits."""

FIRST_PART = 20_000
"""Events after which the first of them can be seen."""

PARTS = 8
"""Large indexes are written in so many parts of one size: that many are put together into one by tantivy."""

LARGE = 50_000
"""Events from which an index is written in parts. One part answers half as quickly again as several."""

AHEAD = 30_000
"""Events whose documents are taken before there is use for them: 30 MB."""

TOGETHER = 2_000_000
"""Bytes of a dossier up to which another process would not be worth its start: some two thousand events."""

SHARE = 3
"""An index takes less than a third of the bytes of the files that it is made from."""

_PATIENCE = 60.0
"""Seconds to wait for those who open or change the index: it takes them milliseconds."""


def in_background(dossier: Path, cache: Path, *, anew: bool = False) -> subprocess.Popen[str]:
    """Have another process :func:`build`; it goes on when we are gone, and says on its stderr why it failed."""
    command = [sys.executable, "-m", "store.index", os.fspath(dossier), os.fspath(cache)]
    return subprocess.Popen(
        [*command, "anew"] if anew else command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def build(dossier: Dossier, folder: Folder, *, anew: bool = False) -> None:
    """Make what there is not yet of the index of a dossier, or all of it ``anew``. The caller holds the lock
    ``building``.

    Raises :class:`store.errors.StoreError` and :class:`store.model.RecordError` for files that cannot be read,
    :class:`store.errors.NoSpace`, and :class:`OSError` or :class:`ValueError` where tantivy cannot write.
    """
    made = None if anew else _usable(dossier, folder)
    if made is None:
        _check_room(dossier, folder)
        made = _make_events(dossier, folder)
    _put_together(dossier, folder, made)
    if not catalog.load(made, dossier).articles:
        _build_articles(dossier, folder, made, Teller(made))


def _usable(dossier: Dossier, folder: Folder) -> Path | None:
    """The index that is there, if it is one."""
    made = folder.current()
    try:
        if made is not None:
            catalog.load(made, dossier)
            tantivy.Index.open(str(made / EVENTS)).searcher()
    except (catalog.Unusable, ValueError, OSError):
        return None
    return made


def _check_room(dossier: Dossier, folder: Folder) -> None:
    """Better to know at once than after a minute. Raises :class:`NoSpace`."""
    needed = sum(size for _, _, size, _ in dossier.identity()) // SHARE
    free = shutil.disk_usage(folder.path).free
    if free < needed:
        raise NoSpace(
            f"{folder.path} has no room for the index of {dossier.name}: it may need {needed >> 20} MB and "
            f"{free >> 20} MB are free; make room, or name another folder in $DATELINE_CACHE"
        )


def _make_events(dossier: Dossier, folder: Folder, attempts: int = 3) -> Path:
    """Make the index of the events, and begin again where somebody saves while the files are read."""
    made = folder.begin()
    try:
        _build_events(dossier, folder, made, Teller(made))
    except Changed:
        if attempts == 1:
            raise
        return _make_events(dossier, folder, attempts - 1)
    return made


def _build_events(dossier: Dossier, folder: Folder, made: Path, tell: Teller) -> None:
    """Make the index of the events in an empty folder and let it be the dossier's."""
    tell("reading")
    # Before tantivy is at work: a fork has none of its threads.
    with contextlib.ExitStack() as until_merged, _documents(dossier) as coming:
        shelf, faults = survey(dossier), dict[Where, RecordError]()
        roster = roster_of(shelf, faults)
        index = new_index(made / EVENTS, event_schema())
        # From here on whoever wants to can open what there is of the index.
        catalog.save(Catalog(0, shelf, roster, faults), made, dossier.path, actors=True)
        if next(coming) != shelf.versions("events"):
            raise Changed(f"{dossier.name} was saved again and again while it was read")
        with _merging_may_fail(folder, made), writing(index, HEAP) as writer:
            filler = Filler(writer, index.schema, faults)
            filler.add_events(_in_parts(coming, sum(map(len, shelf.lines("events"))), writer, tell))
            writer.commit()  # with which tantivy may begin to merge; nobody has to wait for that to find all events
            catalog.save(Catalog(1, shelf, roster, filler.faults), made, dossier.path, actors=False)
            until_merged.enter_context(folder.lock("merging", seconds=_PATIENCE))
            with folder.lock("changing", seconds=_PATIENCE):
                folder.publish(made)


@contextlib.contextmanager
def _merging_may_fail(folder: Folder, made: Path) -> Iterator[None]:
    """Pass over what goes wrong once an index is the dossier's: everything is found in its parts, only more slowly."""
    try:
        yield
    except (OSError, ValueError):
        if folder.current() != made:
            raise


def in_parts(index: tantivy.Index) -> bool:
    """Whether these are the parts of a large index that have not been merged."""
    searcher = index.searcher()
    return searcher.num_docs >= LARGE and searcher.num_segments >= PARTS


def _put_together(dossier: Dossier, folder: Folder, made: Path) -> None:
    """Have the parts of a large index merged, if whoever made them was killed before they were, and read as one."""
    index = tantivy.Index.open(str(made / EVENTS))
    if index.searcher().num_docs < LARGE:
        return
    if in_parts(index):
        with contextlib.ExitStack() as until_merged:
            with folder.lock("changing", seconds=_PATIENCE):
                until_merged.enter_context(folder.lock("merging", seconds=_PATIENCE))
            with _merging_may_fail(folder, made), writing(index, HEAP):
                pass  # its commit has tantivy look for what is to be merged
    with folder.lock("changing", seconds=_PATIENCE):
        now = catalog.load(made, dossier)
        catalog.save(replace(now, change=now.change + 1), made, dossier.path, actors=False)


@contextlib.contextmanager
def _documents(dossier: Dossier) -> Iterator[Iterator[Any]]:
    """Of which versions of the files they are (:meth:`Shelf.versions`), then all events, portion by portion.

    Reading them takes as long as what tantivy does with them, so of many another process does that. It looks for them
    itself: that takes as long as what is to be known of the files here.
    """

    def make() -> Iterator[Any]:
        found = surveyed(dossier, ("events",))
        yield found.shelf.versions("events")
        yield from portions(found.shelf.each("events"), found.ranks)

    if sum(size for _, _, size, _ in dossier.identity()) <= TOGETHER:
        yield make()
    else:
        with made_elsewhere(make) as made:
            yield made


def _in_parts(made: Iterable[Portion], total: int, writer: tantivy.IndexWriter, tell: Teller) -> Iterator[Portion]:
    """The portions as they come; after each part what has been written can be seen."""
    parts = range(total // PARTS + 1, total, total // PARTS + 1) if total >= LARGE else (FIRST_PART,)
    ends, coming = iter(parts), iter(made)
    end, done = next(ends), 0
    ahead = deque[Portion]()
    while (portion := ahead.popleft() if ahead else next(coming, None)) is not None:
        tell("indexing", done, total)
        yield portion
        done += portion.events
        if end <= done < total:
            end = next(ends, total)
            ahead.extend(_come_meanwhile(coming, writer.commit, min(AHEAD, end - done)))
    tell("indexing", total, total)


def _come_meanwhile(coming: Iterator[Portion], work: Callable[[], object], most: int) -> list[Portion]:
    """Have work done that takes a second, and take what comes meanwhile: else the other process would have to wait.

    It ends with the portion that makes it ``most`` events, or more.
    """
    from concurrent.futures import ThreadPoolExecutor  # the explorer starts without it

    taken: list[Portion] = []
    events = 0
    with ThreadPoolExecutor(1) as thread:
        working = thread.submit(work)
        while not working.done() and events < most and (portion := next(coming, None)) is not None:
            taken.append(portion)
            events += portion.events
        working.result()
    return taken


def _build_articles(dossier: Dossier, folder: Folder, made: Path, tell: Teller) -> None:
    """Index the articles of a published index; those that change meanwhile are noted by whoever follows them."""
    shelf = catalog.load(made, dossier).shelf
    unfinished = made / f"{ARTICLES}.building"
    shutil.rmtree(unfinished, ignore_errors=True)
    index = new_index(unfinished, article_schema())
    with writing(index, ARTICLES_HEAP) as writer:
        total = sum(map(len, shelf.lines("articles")))
        Filler(writer, index.schema).add_articles(_told(shelf.each("articles"), total, tell))
    with folder.lock("changing", seconds=_PATIENCE):
        now = catalog.load(made, dossier)
        with writing(index, ARTICLES_HEAP) as writer:
            filler = Filler(writer, index.schema)
            filler.remove(now.late_articles)
            late = [key for key in now.late_articles if now.shelf.has("articles", key)]
            filler.add_articles(now.shelf.some("articles", late))
        os.rename(unfinished, made / ARTICLES)
        complete = replace(now, change=now.change + 1, articles=True, late_articles=frozenset())
        catalog.save(complete, made, dossier.path, actors=False)


def _told(articles: Iterable[Found], total: int, tell: Teller) -> Iterator[Found]:
    for done, article in enumerate(articles):
        if done % 100 == 0:
            tell("articles", done, total)
        yield article


def new_index(path: Path, schema: tantivy.Schema) -> tantivy.Index:
    """An empty index in a folder that is not there yet."""
    path.mkdir(mode=0o700)
    return tantivy.Index(schema, path=str(path))
