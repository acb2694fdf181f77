"""The index of a large dossier, kept on the disk: opened at once when it is there, made in the background when not."""

from __future__ import annotations

import contextlib
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import tantivy

from store.dossier import Dossier
from store.errors import Busy, StoreError
from store.index import progress
from store.index.building import in_background
from store.index.catalog import Unusable
from store.index.difference import Anew
from store.index.folder import Folder
from store.index.memory import MemoryIndex
from store.index.opened import PATIENCE, Opened, fits, follow, open_index
from store.index.order import NoRoom
from store.index.progress import Progress, Tell
from store.index.roster import Roster
from store.index.schema import event_schema
from store.index.sources import Shelf
from store.index.state import State
from store.model import RecordError

AT_ONCE = 32_000_000
"""Bytes of changed files that are read while a person waits for the first rows: a tenth of a second."""

_POLL = 0.1


class DiskIndex:
    """Keeps the state of a dossier in a folder of the person's cache, as other processes may do at the same time."""

    def __init__(self, dossier: Dossier, folder: Folder, *, rebuild: bool = False) -> None:
        """Have something to show at once, and see to the rest in the background."""
        self._dossier = dossier
        self._folder = folder
        self._refreshing = threading.Lock()
        self._builder: subprocess.Popen[str] | None = None
        self._worker: threading.Thread | None = None
        self._opened: Opened | None = None
        self._partial: Opened | None = None
        self._memory: MemoryIndex | None = None
        self.state = _nothing()
        self.progress: Progress | None = None
        self.problem = ""
        """Why the index is not where it should be, in one line; empty as long as nothing is wrong."""
        self._told = self._tellable()
        self._behind = False
        """Whether the files may be others than those that the state is of."""
        self._given_up: object = None
        """The files (their identity) of which the index could not be made to its end."""
        self._unreadable: tuple[object, StoreError | RecordError] | None = None
        """The files (their identity) of which no index can be made, nor anything be read in memory, and why."""
        if not rebuild:
            self._open()
        if self._opened is None:
            self._start_builder(anew=rebuild)
        elif self._changed_bytes() <= AT_ONCE:
            self.refresh()
        else:
            # What is indexed does not fit the files as they are: until that is mended no row could be read.
            self.state = _nothing()
            self._in_background("reading", self._follow)
        self._told = self._tellable()

    @property
    def faults(self) -> tuple[RecordError, ...]:
        """The documents that are no such record as their table holds, and so are not found."""
        if self._memory:
            return self._memory.faults
        return tuple(self._opened.catalog.faults.values()) if self._opened else ()

    @property
    def where(self) -> Path | None:
        """The folder of the index, once there is one."""
        return self._opened.path if self._opened else None

    def close(self) -> None:
        """Leave a builder to its work: the next one who opens the dossier will be glad of it."""

    def refresh(self, *, force: bool = False) -> bool:
        """See what has become of the files and of the index; whether anything is different now.

        ``force`` has the index made anew, in the background. Raises as :func:`store.index.survey.follow`.
        """
        with self._refreshing:
            if self._memory:
                self._memory.refresh(force=force)
                self.state = self._memory.state
            elif self._worker is None or not self._worker.is_alive():
                if force:
                    self._start_builder(anew=True)
                building = self._builder is not None or self.progress is not None
                if building or self._opened is None or not self._opened.catalog.articles:
                    self._look_after_builder()
                self._follow()
            before, self._told = self._told, self._tellable()
            return before != self._told

    def _tellable(self) -> tuple[State, str, bool]:
        """What makes a difference to those who ask."""
        return self.state, self.problem, self.progress is None

    def wait(self, tell: Tell) -> None:
        """Wait until the index is made and fits the files. Raises as :meth:`refresh`."""
        while True:
            self.refresh()
            if self.progress is None and not self._behind:
                if self._unreadable is not None:
                    raise self._unreadable[1]
                return
            tell(self.progress or Progress("reading"))
            time.sleep(_POLL)

    # What is there already.

    def _open(self) -> None:
        """Open the index, if there is one that is not open yet."""
        try:
            with self._folder.lock("changing", shared=True, seconds=PATIENCE):
                path = self._folder.current()
                if path is not None and (self._opened is None or self._opened.path != path):
                    opened = open_index(path, self._dossier)
                    if fits(opened, self._dossier) or not self._folder.is_locked("merging"):
                        self._use(opened)
                        self._folder.used()
        except (Unusable, Busy):
            return

    def _use(self, opened: Opened) -> None:
        self._opened, self.state, self._partial = opened, opened.state, None

    def _changed_bytes(self) -> int:
        sources = self._opened.catalog.shelf.sources if self._opened else ()
        known = {source.file.label: source.identity for source in sources}
        now = self._dossier.identity()
        return sum(size for label, inode, size, time_ in now if known.get(label) != (inode, size, time_))

    def _follow(self) -> None:
        """Bring the index up to date; where it cannot be, have it made anew and keep the old one meanwhile."""
        if self._opened is None:
            return
        try:
            now = follow(self._opened, self._folder, self._dossier)
        except Busy:
            self._behind = True
            return  # the next look will tell
        except (Anew, NoRoom, Unusable):
            self._start_builder(anew=True)
            return
        self._behind = False
        if now is not self._opened or self.state is not now.state:
            self._use(now)

    # What is being made.

    def _start_builder(self, *, anew: bool) -> None:
        """Have another process make the index; it goes on when we are gone."""
        if self._builder is not None or self._given_up == self._dossier.identity():
            return
        if self._given_up is not None:
            self._given_up, self.problem = None, ""
        if self._unreadable is not None:
            if self._unreadable[0] == self._dossier.identity():
                return  # it would be of no more use than the last time
            self._unreadable, self.problem = None, ""
        self._builder = in_background(self._dossier.path, self._folder.cache, anew=anew)
        self.progress = Progress("reading")

    def _look_after_builder(self) -> None:
        """See how far the index is that is being made, by our builder or another session's."""
        if self._builder is not None and self._builder.poll() is not None:
            _, said = self._builder.communicate()
            failed = self._builder.returncode
            self._builder = None
            if failed:
                self._give_up(said.strip().rpartition("\n")[2] or "the index could not be made")
                return
        self._open()
        if self._builder is not None or self._folder.is_locked("building"):
            making = self._folder.building() or self.where
            if making is not None:
                self.progress = progress.read(making) or self.progress
                if self._opened is None:
                    self._peek(making)
            return
        self.progress = None
        if self._opened is None or not self._opened.catalog.articles:
            # Nobody is at it: whoever was has been killed.
            self._start_builder(anew=self._opened is None)

    def _peek(self, making: Path) -> None:
        """Use what there is of an index that is being made."""
        with contextlib.suppress(Unusable, ValueError):
            if self._partial is None or self._partial.path != making:
                self._partial = open_index(making, self._dossier)
            else:
                self._partial.index.reload()
            if not fits(self._partial, self._dossier):
                return
            searcher = self._partial.index.searcher()
            if searcher.num_docs != self.state.searcher.num_docs:
                self.state = self._partial.state.seen_by(searcher)

    # When there is no room for it.

    def _give_up(self, why: str) -> None:
        """Leave it at what could be made: all of the events, or nothing of use."""
        self._open()
        if self._opened is None:
            self._fall_back(why)
        else:
            self.problem, self._given_up, self.progress = why, self._dossier.identity(), None

    def _fall_back(self, why: str) -> None:
        """Make an index in memory: slower, and anew each time, but everything can be found."""
        self.problem = why
        self._in_background("indexing", self._index_in_memory)

    def _index_in_memory(self) -> None:
        self._memory = MemoryIndex(self._dossier)
        self.state = self._memory.state

    def _in_background(self, phase: str, work: Callable[[], None]) -> None:
        identity = self._dossier.identity()

        def run() -> None:
            try:
                work()
            except (StoreError, RecordError) as error:
                # Last the problem, which is what others look for: by then all is as it stays.
                self._unreadable = (identity, error)
                self.progress = None
                self.problem = str(error)
            except OSError:
                self.progress = None
                self.problem = "the index does not fit the files, and cannot be made anew here"
            finally:
                self.progress = None

        self.progress = Progress(phase)
        self._worker = threading.Thread(target=run, name="index", daemon=True)
        self._worker.start()


def _nothing() -> State:
    """A dossier of which nothing is known yet."""
    schema = event_schema()
    return State(Shelf(), Roster(dict), schema, tantivy.Index(schema).searcher(), lambda _: ())
