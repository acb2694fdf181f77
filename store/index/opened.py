"""An index on the disk that is open: reading it, and bringing it up to date together with other processes.

Who changes an index holds the lock ``changing``, writes down what is to be changed, lets tantivy commit, writes the
catalog, and strikes out the note. Killed in between, the note is found by the next one, who does those documents
again. Who opens the index holds the lock too, so tantivy's part and the catalog are always of one change. While the
lock ``merging`` is held, for some seconds after a large index was made, nobody else may change it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection
from pathlib import Path

import tantivy
from msgspec import Struct
from msgspec.structs import replace

from store import disk
from store.dossier import Dossier
from store.errors import Busy, StoreError
from store.index import catalog as catalogs
from store.index.articles import found_in
from store.index.building import ARTICLES, EVENTS, in_parts
from store.index.catalog import Catalog, Unusable
from store.index.difference import Anew, Difference, Suspect, apply, difference
from store.index.filling import Filler, writing
from store.index.folder import Folder
from store.index.roster import Roster
from store.index.schema import article_schema, event_schema
from store.index.state import State
from store.query.terms import Pattern

HEAP = 30_000_000
"""Bytes for a change of a few events."""

PATIENCE = 10.0
"""Seconds to wait for another process that changes the index: such a change takes milliseconds."""


class Opened(Struct, frozen=True):
    """An index as it was after one of its changes."""

    path: Path
    catalog: Catalog
    index: tantivy.Index
    state: State
    stamp: disk.Identity | None
    """Which version of the catalog this is."""


def open_index(path: Path, dossier: Dossier, roster: Roster | None = None) -> Opened:
    """Open the index in a folder. The caller holds the lock ``changing``, or nobody else knows the folder.

    A ``roster`` that is known to be that of the index is kept, with the words that were made of its names.
    Raises :class:`Unusable`.
    """
    stamp = _stamp(path)
    catalog = catalogs.load(path, dossier)
    if roster is not None:
        catalog = replace(catalog, roster=roster)
    try:
        index = tantivy.Index.open(str(path / EVENTS))
        searcher = index.searcher()
    except (ValueError, OSError) as error:
        raise Unusable(str(error)) from error
    articles = _Articles(path / ARTICLES if catalog.articles else None)
    state = State(catalog.shelf, catalog.roster, event_schema(), searcher, articles)
    return Opened(path, catalog, index, state, stamp)


class _Articles:
    """Finds articles in an index that is opened when it is first asked; none as long as there is no index."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._index: tantivy.Index | None = None

    def __call__(self, wanted: Pattern) -> Collection[int]:
        if self._path is None:
            return ()
        if self._index is None:
            try:
                self._index = tantivy.Index.open(str(self._path))
            except ValueError:
                return ()  # another index has taken the place of this one, as the next look will find
        return found_in(self._index, wanted)


def is_current(opened: Opened, folder: Folder, dossier: Dossier) -> bool:
    """Whether neither the dossier's files nor the index are others than when it was opened. A few stats."""
    return (
        folder.current() == opened.path
        and _stamp(opened.path) == opened.stamp
        and fits(opened, dossier)
        and not (opened.path / catalogs.SUSPECT).exists()
    )


def fits(opened: Opened, dossier: Dossier) -> bool:
    """Whether the dossier's files are those that the index speaks of: else not even its rows could be read."""
    known = {source.file.label: source.identity for source in opened.catalog.shelf.sources}
    now = {label: (inode, size, time) for label, inode, size, time in dossier.identity()}
    personal = {file.label for file in dossier.files() if file.role == "person"}
    return known == {label: identity for label, identity in now.items() if label not in personal}


def follow(opened: Opened, folder: Folder, dossier: Dossier) -> Opened:
    """Bring the index up to date with the dossier's files, or open what another process has made of it.

    Gives the same object where nothing is different. Raises :class:`Anew`, :class:`Unusable`,
    :class:`store.index.order.NoRoom` where it must be made anew, :class:`store.errors.Busy` where another process is
    at it for long or merges its parts, and as :func:`store.index.survey.follow`.
    """
    if is_current(opened, folder, dossier):
        return opened
    with folder.lock("changing", seconds=PATIENCE):
        path = folder.current()
        if path is None:
            raise Anew
        if path != opened.path or _stamp(path) != opened.stamp:
            opened = open_index(path, dossier)
        if folder.is_locked("merging") or (in_parts(opened.index) and folder.is_locked("building")):
            if not fits(opened, dossier):
                raise Busy(f"the parts of the index in {path} are being put together")
            return opened
        found = difference(dossier, opened.state, opened.catalog.faults, catalogs.suspect_of(path))
        return opened if found is None else _changed(opened, found, dossier)


def _changed(opened: Opened, found: Difference, dossier: Dossier) -> Opened:
    path, before = opened.path, opened.catalog
    try:
        catalogs.note_suspect(path, Suspect(found.out, found.articles_out))
        with writing(opened.index, HEAP) as writer:
            filler = apply(found, opened.state, writer)
        late = frozenset[int]()
        if found.articles_out:
            if before.articles:
                _change_articles(path, found)
            else:
                late = before.late_articles | found.articles_out
        now = replace(
            before,
            change=before.change + 1,
            shelf=found.shelf,
            roster=found.roster,
            faults=filler.faults,
            late_articles=late,
        )
        catalogs.save(now, path, dossier.path, actors=found.roster is not before.roster)
        catalogs.forget_suspect(path)
    except (OSError, ValueError) as error:
        raise StoreError(f"the index in {path} cannot be changed: {error}") from error
    return open_index(path, dossier, now.roster)


def _change_articles(path: Path, found: Difference) -> None:
    index = tantivy.Index.open(str(path / ARTICLES))
    with writing(index, HEAP) as writer:
        filler = Filler(writer, article_schema())
        filler.remove(found.articles_out)
        filler.add_articles(found.shelf.some("articles", found.articles_put))


def _stamp(path: Path) -> disk.Identity | None:
    with contextlib.suppress(OSError):
        return disk.identity_of(os.stat(path / catalogs.NAME))
    return None
