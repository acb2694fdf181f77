"""Making things in a copy of this process while this one works on those that are made already.

Python computes on one processor at a time; a second process has its own.
"""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from store.errors import StoreError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")

_AHEAD = 1 << 20
"""Bytes that may be waiting to be taken, where the system lets us choose (Linux does)."""


class _End(Struct):
    """The last that is sent, with the complaint that ended it, if there was one."""

    complaint: str = ""


@contextlib.contextmanager
def made_elsewhere(make: Callable[[], Iterable[T]]) -> Iterator[Iterator[T]]:
    """What ``make`` gives, in its order, made by a fork of this process, which must have no other threads yet.

    The fork ends with the block, or when this process dies. Taking the next thing raises :class:`StoreError` where
    ``make`` raised that, :class:`OSError` or :class:`ValueError`, and :class:`OSError` where the fork was killed.
    """
    import multiprocessing  # the explorer, which only has an index made, starts without it

    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with contextlib.suppress(OSError):
            fcntl.fcntl(here.fileno(), fcntl.F_SETPIPE_SZ, _AHEAD)
    worker = context.Process(target=_send_all, args=(make, here, there), daemon=True)
    worker.start()
    there.close()
    try:
        yield _received(here)
    finally:
        here.close()
        worker.kill()
        worker.join()


def _send_all(make: Callable[[], Iterable[Any]], here: Connection, there: Connection) -> None:
    here.close()  # else nobody would tell us that the reader is gone
    with contextlib.suppress(BrokenPipeError):
        end = _End()
        try:
            for thing in make():
                there.send(thing)
        except BrokenPipeError:
            return
        except (StoreError, OSError, ValueError) as error:
            end = _End(str(error))
        there.send(end)


def _received(here: Connection) -> Generator[Any, None, None]:
    while True:
        try:
            thing = here.recv()
        except EOFError:
            raise OSError("the process that reads the records was killed") from None
        if isinstance(thing, _End):
            if thing.complaint:
                raise StoreError(thing.complaint)
            return
        yield thing
