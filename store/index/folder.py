"""Where the index of a dossier is kept: in the person's own cache, apart from every other version and dossier.

::

    CACHE/index/                         0700, as all below
        NAME-0123456789abcdef/           one dossier, by its path
            2-tantivy-0.27/              one version of the index
                .building.lock           held by the process that makes an index
                .changing.lock           held while the index is changed, or opened
                .merging.lock            held while tantivy puts its parts together, and nobody else may change it
                made-17/                 the index
                current                  its name
                made-18/                 one that is being made
                building                 its name

An index is made beside the old one and takes its place by the renaming of one file, so that whoever is killed, and
wherever, leaves the old index, or the new one, or none.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from store.errors import Busy, StoreError
from store.index.schema import VERSION

UNUSED_DAYS = 60
"""Days after which the index of a dossier that nobody opened is thrown away."""

_POLL = 0.01


class NoCache(StoreError):
    """There is no place where an index could be kept. The text says why, and what to do."""


def cache_folder() -> Path:
    """The folder for this person's caches: ``$DATELINE_CACHE``, else the platform's."""
    if named := os.environ.get("DATELINE_CACHE"):
        return Path(named)
    from platformdirs import user_cache_dir  # most dossiers are small and have no index on the disk

    return Path(user_cache_dir("dateline", appauthor=False))


def version_name() -> str:
    """Of the index and the tantivy that wrote it: another version reads its own folder, and leaves this one alone."""
    from importlib.metadata import version  # brings all of email: small dossiers need no name of an index

    major, minor = version("tantivy").split(".")[:2]
    return f"{VERSION}-tantivy-{major}.{minor}"


class Folder:
    """The folder of one dossier's index."""

    def __init__(self, dossier: Path, cache: Path | None = None) -> None:
        """Find or make the folder for the dossier at this path. Raises :class:`NoCache`."""
        real = os.path.realpath(dossier)
        name = re.sub(r"[^\w.-]+", "-", Path(real).name)[:40]
        mark = hashlib.blake2b(os.fsencode(real), digest_size=8).hexdigest()
        self.cache = cache or cache_folder()
        self._all = self.cache / "index"
        self.path = self._all / f"{name}-{mark}" / version_name()
        for folder in (self._all, self.path.parent, self.path):
            _make_own(folder)

    def building(self) -> Path | None:
        """The index that is being made, or was made last."""
        return self._named("building")

    def current(self) -> Path | None:
        """The index, if there is one."""
        return self._named("current")

    def _named(self, name: str) -> Path | None:
        try:
            found = (self.path / name).read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            return None
        return self.path / found if re.fullmatch(r"made-\d+", found) and (self.path / found).is_dir() else None

    def begin(self) -> Path:
        """An empty folder to make an index in. The caller holds the lock ``building``."""
        last = self._throw_away_others(self.current())
        made = self.path / f"made-{last + 1}"
        made.mkdir(mode=0o700)
        replace(self.path / "building", made.name.encode("ascii"))
        return made

    def publish(self, made: Path) -> None:
        """Let what was made be the index. The caller holds the locks ``building`` and ``changing``."""
        replace(self.path / "current", made.name.encode("ascii"))
        self._throw_away_others(made)
        self._throw_away_unused()

    def _throw_away_others(self, kept: Path | None) -> int:
        """Throw away all indexes but one; the highest number that one had."""
        highest = 0
        for found in self.path.glob("made-*"):
            if found.name[5:].isdigit():
                highest = max(highest, int(found.name[5:]))
                if found != kept:
                    shutil.rmtree(found, ignore_errors=True)
        return highest

    def discard(self) -> None:
        """Forget the index: it is of no use. The caller holds the lock ``changing``."""
        with contextlib.suppress(FileNotFoundError):
            (self.path / "current").unlink()

    def _throw_away_unused(self) -> None:
        before = time.time() - UNUSED_DAYS * 86_400
        for folder in self._all.iterdir():
            newest = max((path.stat().st_mtime for path in folder.glob("*/current")), default=None)
            if newest is not None and newest < before and folder != self.path.parent:
                shutil.rmtree(folder, ignore_errors=True)

    def used(self) -> None:
        """Note that the index is in use."""
        with contextlib.suppress(OSError):
            os.utime(self.path / "current")

    @contextlib.contextmanager
    def lock(self, name: str, *, shared: bool = False, seconds: float = 0) -> Iterator[None]:
        """Hold a lock. It is the kernel's, so that nobody's death blocks another. Raises :class:`store.errors.Busy`."""
        descriptor = os.open(self.path / f".{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            until = time.monotonic() + seconds
            while True:
                try:
                    fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() >= until:
                        raise Busy(f"another program is at work on the index in {self.path}") from None
                    time.sleep(_POLL)
            yield
        finally:
            os.close(descriptor)

    def is_locked(self, name: str) -> bool:
        """Whether somebody holds a lock."""
        try:
            with self.lock(name):
                return False
        except Busy:
            return True


def replace(path: Path, content: bytes) -> None:
    """Put a file in the place of another, so that a reader sees the one or the other."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    os.replace(temporary, path)


def _make_own(folder: Path) -> None:
    """Make sure that a folder is there, is ours, and is nobody else's to look into."""
    try:
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700, parents=True)
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode):
            raise NoCache(f"{folder} is no folder of its own, so no index is kept there; $DATELINE_CACHE names another")
        if status.st_uid != os.geteuid():
            raise NoCache(f"{folder} belongs to somebody else; $DATELINE_CACHE names another folder for the index")
        if status.st_mode & 0o022:
            raise NoCache(f"{folder} could be written by others, so no index in it is trusted: remove it")
        if status.st_mode & 0o077:
            folder.chmod(0o700)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise NoCache(f"{folder} cannot be made for the index: {reason}; $DATELINE_CACHE names another") from error
