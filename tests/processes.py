"""Real processes for tests: run a function in a child, kill one at a random moment."""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

NOBODY = 65534


def in_child(work: Callable[[], Any], *, as_nobody: bool = False) -> Any:
    """Run ``work`` in a forked process; what it returned, or ``"Kind: text"`` of the exception it raised."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            if as_nobody and not os.getuid():
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            answer = work()
        except BaseException as error:
            answer = f"{type(error).__name__}: {error}"
        with contextlib.suppress(BaseException):
            os.write(writing, json.dumps(answer).encode())
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as pipe:
        answer = json.loads(pipe.read() or b'"died"')
    os.waitpid(pid, 0)
    return answer


@dataclass
class Child:
    """A forked process that tells by a byte in a pipe what it has done so far."""

    pid: int
    pipe: int
    told: int = 0

    def wait_for(self, count: int) -> bool:
        """Wait until it has told ``count`` things; ``False`` when it ended before."""
        while self.told < count:
            if not (news := os.read(self.pipe, 4096)):
                return False
            self.told += len(news)
        return True

    def kill(self) -> int:
        """Kill it, and wait for its end; how many things it had told by then."""
        os.kill(self.pid, signal.SIGKILL)
        return self.end()

    def end(self) -> int:
        """Wait for its end; how many things it told."""
        while news := os.read(self.pipe, 4096):
            self.told += len(news)
        os.waitpid(self.pid, 0)
        os.close(self.pipe)
        return self.told


def start(steps: Callable[[], Iterator[object]]) -> Child:
    """Fork a process that goes through ``steps`` and tells each one when it is done."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        status = 1
        try:
            for _ in steps():
                os.write(writing, b".")
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    return Child(pid, reading)


def kill_at_random(child: Child, chance: random.Random, *, most: int) -> int:
    """Kill a child some time after it has told up to ``most`` things, at any point of its next step."""
    child.wait_for(chance.randrange(most + 1))
    until = time.perf_counter() + chance.random() * 0.004
    while time.perf_counter() < until:
        select.select([], [], [], 0)
    return child.kill()
