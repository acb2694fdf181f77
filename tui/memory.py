"""Keeping a session small that stays open all day.

tantivy writes an index in threads of its own. The GNU C library gives each thread an arena, and keeps in it what was
let go of: after some hundred edits that is more than the program. Other C libraries don't, and have no ``mallopt``.
"""

from __future__ import annotations

M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8
"""Of ``malloc.h``: from which size on memory is given back as soon as it is free, and how many arenas there may be."""

LARGE = 128 * 1024
"""The threshold that the library begins with, and raises unless it is set."""


def keep_small() -> None:
    """Have freed memory given back from now on. It takes some milliseconds: not before the first screen is there."""
    import ctypes

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_ARENA_MAX, 1)
        mallopt(M_MMAP_THRESHOLD, LARGE)
