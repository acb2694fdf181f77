"""A real pseudo-terminal around the program: what is sent to a terminal, as an emulator shows it."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import ptyprocess
import pyte

KEYS = {"Enter": "\r", "Esc": "\x1b", "Tab": "\t", "Backspace": "\x7f", "Down": "\x1b[B", "Up": "\x1b[A"}
DEADLINE = 30.0
"""Seconds after which a screen that was waited for is given up."""

QUERIES = re.compile(rb"\x1b\[(\?2026\$p|c|6n|>q|\?u)")
ANSWERS = {b"?2026$p": "\x1b[?2026;0$y", b"c": "\x1b[?64;1c", b"6n": "\x1b[1;1R", b">q": "", b"?u": ""}
PRIVATE = re.compile(rb"\x1b\[[<=>?][\d;$]*[a-gi-km-zA-Z]|\x1b\[[\d;:]*:[\d;:]*m|\x1b[P_][^\x1b]*\x1b\\")
"""What pyte would print instead of ignoring it."""


class Terminal:
    """The program behind a pty, and the emulated screen in front of it."""

    def __init__(self, command: Sequence[str], columns: int, rows: int, environ: Mapping[str, str]) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        base = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        env = {**base, "LANG": "C.UTF-8", "TERM": "xterm-256color", **environ}
        self.process = ptyprocess.PtyProcess.spawn(list(command), dimensions=(rows, columns), env=env)
        # It would sleep for so long when it is thrown away.
        self.process.delayafterclose = 0
        self.sent = b""
        """Every byte that the program has sent."""

    def press(self, *keys: str) -> None:
        """Press named keys, or type texts."""
        for key in keys:
            self.process.write(KEYS.get(key, key).encode())

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, as a window manager does."""
        self.screen.resize(rows, columns)
        self.process.setwinsize(rows, columns)

    def pump(self, seconds: float) -> bool:
        """Take what the program sends within so many seconds. False at its end."""
        if not select.select([self.process.fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.process.fd, 65536)
        except OSError:
            return False
        self.sent += data
        for query in QUERIES.findall(data):
            self.process.write(ANSWERS[query].encode())
        self._stream.feed(PRIVATE.sub(b"", data))
        return bool(data)

    @property
    def text(self) -> str:
        """The screen as text."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait_for(self, pattern: str) -> str:
        """Wait until the regular expression is on the screen; the screen's text."""
        end = time.monotonic() + DEADLINE
        while not re.search(pattern, self.text, re.M):
            if time.monotonic() > end or not self.pump(0.05):
                raise AssertionError(f"{pattern!r} never came:\n{self.text}")
        return self.text

    def wait_for_bytes(self, data: bytes) -> None:
        """Wait until the program has sent these bytes."""
        end = time.monotonic() + DEADLINE
        while data not in self.sent:
            if time.monotonic() > end or not self.pump(0.05):
                raise AssertionError(f"{data!r} never came: {self.sent[-400:]!r}")

    def wait_until_gone(self, pattern: str) -> str:
        """Wait until the regular expression is no longer on the screen; the screen's text."""
        end = time.monotonic() + DEADLINE
        while re.search(pattern, self.text, re.M):
            if time.monotonic() > end or not self.pump(0.05):
                raise AssertionError(f"{pattern!r} stayed:\n{self.text}")
        return self.text

    def wait_for_end(self) -> int:
        """Wait until the program has ended; its exit code."""
        end = time.monotonic() + DEADLINE
        while self.pump(0.2) and self.process.isalive():
            if time.monotonic() > end:
                raise AssertionError(f"the program never ended:\n{self.text}")
        while self.pump(0.05) and select.select([self.process.fd], [], [], 0)[0]:
            pass
        self.process.wait()
        signalled = 128 + self.process.signalstatus if self.process.signalstatus else 0
        return int(self.process.exitstatus or signalled)

    def end(self) -> None:
        """Kill the program outright, if it still runs."""
        if self.process.isalive():
            self.process.kill(signal.SIGKILL)
            self.process.wait()


@contextmanager
def terminal(
    *arguments: str,
    columns: int = 80,
    rows: int = 24,
    environ: Mapping[str, str] | None = None,
    python: Sequence[str] = ("-m", "tui"),
) -> Iterator[Terminal]:
    """The program with these arguments in a terminal, ended at the latest with the block."""
    running = Terminal([sys.executable, *python, *arguments], columns, rows, environ or {})
    try:
        yield running
    finally:
        running.end()
