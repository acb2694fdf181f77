"""What another process makes for this one: all of it in order, and what becomes of it when one of the two ends."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.errors import Changed, StoreError
from store.index.elsewhere import made_elsewhere


def test_all_of_it_comes_in_order() -> None:
    with made_elsewhere(lambda: (str(number) * 1000 for number in range(3000))) as made:
        assert list(made) == [str(number) * 1000 for number in range(3000)]


def test_it_is_made_in_another_process() -> None:
    with made_elsewhere(lambda: [os.getpid()]) as made:
        assert os.getpid() not in made


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), ValueError("no number")])
def test_what_else_went_wrong_is_told(error: Exception) -> None:
    def make() -> Iterator[int]:
        raise error
        yield 1

    with made_elsewhere(make) as made, pytest.raises(StoreError, match=str(error.args[-1])):
        next(made)


def test_a_complaint_comes_after_what_was_made_before_it() -> None:
    def make() -> Iterator[int]:
        yield 1
        raise Changed("the file is another one by now")

    with made_elsewhere(make) as made:
        assert next(made) == 1
        with pytest.raises(StoreError, match="another one by now"):
            next(made)


def test_a_death_is_told() -> None:
    def make() -> Iterator[int]:
        yield os.getpid()
        os.kill(os.getpid(), signal.SIGKILL)

    with made_elsewhere(make) as made:
        next(made)
        with pytest.raises(OSError, match="was killed"):
            next(made)


def test_it_ends_when_nobody_wants_more(tmp_path: Path) -> None:
    def make() -> Iterator[bytes | int]:
        yield os.getpid()
        while True:
            yield bytes(1 << 16)

    with made_elsewhere(make) as made:
        pid = next(made)
        assert isinstance(pid, int)
        next(made)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_it_ends_when_this_process_is_killed(tmp_path: Path) -> None:
    """The other one finds its pipe broken; ``told`` is open for writing for as long as one of the two lives."""
    told = tmp_path / "told"
    os.mkfifo(told)
    first = os.fork()
    if first == 0:
        os.open(told, os.O_WRONLY)

        def make() -> Iterator[bytes]:
            while True:
                yield bytes(1 << 16)

        with made_elsewhere(make) as made:
            next(made)
            os.kill(os.getpid(), signal.SIGKILL)
    with told.open("rb") as reading:
        assert os.waitpid(first, 0)[1] == signal.SIGKILL
        assert reading.read() == b""
