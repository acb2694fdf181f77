"""What can go wrong with a dossier's files, each said in one line that names the file and what to do.

All of these are expected in a long life of a file: disks fill, folders are read-only, programs are killed, people
edit with other tools. None of them leaves a file half written.
"""

from __future__ import annotations

from os import PathLike, fspath
from typing import Any


class StoreError(Exception):
    """A dossier cannot be read or saved. The text is one line, meant for a person; nothing on disk was changed."""


class Damaged(StoreError):
    """A file is not what a save leaves behind: cut off, empty, not JSON, not a TinyDB file.

    ``path`` is the file, ``reason`` what is wrong, ``byte`` (0-based offset) and ``line`` (1-based) where, if known,
    ``backup`` the version before the last save, if there is one. The damaged file is never touched.
    """

    def __init__(
        self,
        path: str | PathLike[str],
        reason: str,
        *,
        byte: int | None = None,
        line: int | None = None,
        backup: str | None = None,
    ) -> None:
        self.path, self.reason, self.byte, self.line, self.backup = fspath(path), reason, byte, line, backup
        place = "" if byte is None else f" at byte {byte}" if line is None else f" at line {line} (byte {byte})"
        advice = (
            f"{backup} holds the version before the last save: look at it, then copy it over"
            if backup
            else "there is no .bak beside it: restore it from your own backup"
        )
        super().__init__(f"{self.path} is damaged{place}: {reason}; nothing was changed; {advice}")


class Changed(StoreError):
    """Another program changed the file between our reading and our saving, without asking for the lock."""


class Busy(StoreError):
    """Another program holds the lock for longer than we are willing to wait."""


class ReadOnly(StoreError):
    """The dossier cannot be written by this person, or was opened for reading only."""


class NoSpace(StoreError):
    """The disk (or a quota, or a limit on file size) has no room for the new version; the old one is intact."""


class Conflict(StoreError):
    """The record is no longer the one that the edit started from.

    ``theirs`` is the record as it is stored now, ``None`` when it has been removed. ``seen`` is what the editor saw.
    """

    def __init__(self, message: str, *, theirs: Any = None, seen: Any = None) -> None:
        self.theirs, self.seen = theirs, seen
        super().__init__(message)
