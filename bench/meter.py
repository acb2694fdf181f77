"""A small meter for terminal programs: what they send through a real pty, how much of it, and when.

An emulator (pyte) shows what has arrived and answers the questions that terminals are asked. A slow link can be put
between: bytes then arrive at its rate, and answers and keys take half its round trip each.
"""

from __future__ import annotations

import collections
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyte

ANSWERS = {
    b"\x1b[5n": b"\x1b[0n",
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b[c": b"\x1b[?64;1c",
    b"\x1b[0c": b"\x1b[?64;1c",
    b"\x1b[>c": b"\x1b[>41;379;0c",
    b"\x1b[>0c": b"\x1b[>41;379;0c",
    b"\x1b[?2026$p": b"\x1b[?2026;0$y",
}
QUERY = re.compile(rb"\x1b\[(?:\?2026\$p|>?0?c|[56]n)")
UNKNOWN = re.compile(
    rb"\x1b\[[<=>][^@-~]*[@-~]|\x1b\[\?[\d;$]*[a-gi-km-z]|\x1b\[[\d;:]*:[\d;:]*m|\x1b[P_][^\x1b]*\x1b\\"
)
PACKET, OVERHEAD = 1400, 80
"""Bytes of a packet on the slow link, and what TCP/IP and SSH add to each."""

QUIET = 0.08
"""Seconds without a byte after which an answer to a key is complete."""


@dataclass(frozen=True, slots=True)
class Response:
    """What came after a key: milliseconds until the last byte, and bytes."""

    ms: float
    size: int


class Meter:
    """A program behind a link, and the emulated terminal in front of it."""

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str], *, kbps: float = 0, rtt_ms: float = 0,
        size: tuple[int, int] = (80, 24), cwd: str | None = None,
    ) -> None:  # fmt: skip
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self._rate, self._half = kbps * 125, rtt_ms / 2000
        self._up: collections.deque[tuple[float, bytes]] = collections.deque()
        self._down: collections.deque[tuple[float, bytes]] = collections.deque()
        self._free_at = 0.0
        self._waiting = 0
        self.arrived: list[tuple[float, int]] = []
        base = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        env = {**base, "LANG": "C.UTF-8", "TERM": "xterm-256color", **environ}
        self.begun = time.perf_counter()
        rows, columns = size[1], size[0]
        self.pid, self._fd = _spawned(command, (rows, columns), env, cwd)

    @property
    def total(self) -> int:
        """Bytes that have arrived."""
        return sum(size for _, size in self.arrived)

    @property
    def text(self) -> str:
        """The screen as text."""
        return "\n".join(self.screen.display)

    def send(self, keys: bytes) -> None:
        """Press keys; they arrive half a round trip later."""
        self._up.append((time.perf_counter() + self._half, keys))

    def pump(self, until: float) -> bool:
        """Run the link until something arrives (True) or the time comes (False)."""
        while True:
            now = time.perf_counter()
            while self._up and self._up[0][0] <= now:
                os.write(self._fd, self._up.popleft()[1])
            if self._down and self._down[0][0] <= now:
                when, data = self._down.popleft()
                self._waiting -= len(data)
                self.arrived.append((when, len(data)))
                for query in QUERY.findall(data):
                    self.send(ANSWERS[query])
                self._stream.feed(UNKNOWN.sub(b"", data))
                return True
            if now >= until:
                return False
            due = min([until, *(queue[0][0] for queue in (self._up, self._down) if queue)])
            # A full link makes the program wait, as a real one does.
            readable = [self._fd] if self._waiting < 65536 else []
            if select.select(readable, [], [], max(0.0, due - now))[0]:
                self._read()

    def _read(self) -> None:
        try:
            data = os.read(self._fd, 65536)
        except OSError as error:
            raise EOFError(self.text) from error
        now = time.perf_counter()
        step = PACKET if self._rate else len(data)
        for piece in (data[at : at + step] for at in range(0, len(data), step)):
            if self._rate:
                self._free_at = max(now, self._free_at) + (len(piece) + OVERHEAD) / self._rate
            self._down.append((max(now, self._free_at) + self._half, piece))
            self._waiting += len(piece)

    def wait_for(self, pattern: str, limit: float = 60.0) -> float:
        """Milliseconds from the start until the regular expression is on the screen."""
        while not re.search(pattern, self.text, re.M):
            if time.perf_counter() > self.begun + limit:
                raise TimeoutError(f"{pattern!r} never came:\n{self.text}")
            self.pump(time.perf_counter() + 0.05)
        return (self.arrived[-1][0] - self.begun) * 1e3

    def settle(self, quiet: float = QUIET, limit: float = 1.0) -> int:
        """Wait until nothing has come for a while; bytes that came."""
        before, end = self.total, time.perf_counter() + limit
        while self.pump(min(time.perf_counter() + quiet, end)) or (self._down and time.perf_counter() < end):
            end = time.perf_counter() + limit
        return self.total - before

    def key(self, keys: bytes, quiet: float = QUIET) -> Response:
        """Press a key and wait until what follows from it has come."""
        start, seen = time.perf_counter(), len(self.arrived)
        self.send(keys)
        self.settle(quiet)
        came = self.arrived[seen:]
        return Response((came[-1][0] - start) * 1e3 if came else 0.0, sum(size for _, size in came))

    def held_down(self, keys: bytes, rate: float, seconds: float) -> float:
        """Hold a key down; milliseconds that the screen still changes after the last one."""
        start = time.perf_counter()
        for due in (start + number / rate for number in range(int(rate * seconds))):
            while time.perf_counter() < due:
                self.pump(due)
            self.send(keys)
        end, seen = time.perf_counter(), len(self.arrived)
        # What follows when the cursor rests (the article) is no backlog: quiet ends before.
        while self.pump(time.perf_counter() + max(0.06, 4 * self._half)):
            if time.perf_counter() > end + 60:
                break
        return max(0.0, (self.arrived[-1][0] - end) * 1e3) if len(self.arrived) > seen else 0.0

    def memory_mb(self) -> float:
        """Resident memory of the program and of what it started."""
        return sum(_resident(pid) for pid in _family(self.pid)) / 2**20

    def close(self) -> None:
        """End the program."""
        os.kill(self.pid, signal.SIGKILL)
        os.close(self._fd)
        os.waitpid(self.pid, 0)


def _spawned(
    command: Sequence[str], size: tuple[int, int], environ: Mapping[str, str], cwd: str | None
) -> tuple[int, int]:
    """Process id and terminal of a program. Libraries for this sleep a tenth of a second, and so hide quick starts."""
    pid, terminal = pty.fork()
    if pid == 0:
        try:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
            os.chdir(cwd or ".")
            os.execvpe(command[0], list(command), dict(environ))
        finally:
            os._exit(127)
    return pid, terminal


def _family(pid: int) -> list[int]:
    """A process and its descendants."""
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        children = [int(child) for child in file.read().split()]
    return [pid, *(each for child in children for each in _family(child))]


def _resident(pid: int) -> int:
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
