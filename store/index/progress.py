"""How far the making of an index is: told by the process that makes it, read by those that wait for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from store.index.folder import replace

NAME = "progress.json"

_SECONDS = 0.2
"""Between two reports: more often than anybody looks, and seldom enough to cost nothing."""


class Progress(msgspec.Struct, frozen=True):
    """``done`` of ``total`` documents in this phase: ``reading``, ``indexing``, ``articles``. A total of 0: unknown."""

    phase: str
    done: int = 0
    total: int = 0


Tell = Callable[[Progress], None]


class Teller:
    """Writes down in a folder how far the work is; not more often than anybody can see."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._phase = ""
        self._next = 0.0

    def __call__(self, phase: str, done: int = 0, total: int = 0) -> None:
        now = time.monotonic()
        if now < self._next and phase == self._phase and done < total:
            return
        self._next, self._phase = now + _SECONDS, phase
        replace(self._folder / NAME, msgspec.json.encode(Progress(phase, done, total)))


def read(folder: Path) -> Progress | None:
    """What was last written down in a folder."""
    try:
        return msgspec.json.decode((folder / NAME).read_bytes(), type=Progress)
    except (OSError, msgspec.MsgspecError):
        return None
