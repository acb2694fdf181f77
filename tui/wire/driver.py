"""The driver that sends differences, and no more of them than the terminal takes.

Each frame ends with a question for the cursor's position (DSR). Until the answer is back no further frame is sent:
what Textual draws meanwhile is kept, and only the newest state follows. So held-down keys build no backlog, however
slow the link. A terminal that does not answer is noticed, and served without waiting.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable
from typing import Any, ClassVar

from textual import events
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tui.wire.difference import Writer
from tui.wire.grid import Reader, blank_row
from tui.wire.plain import plain

PATIENCE = 2.0
"""Seconds without an answer after which a terminal is taken to answer no such question."""

ASK = "\x1b[6n"
SYNC = "\x1b[?2026h", "\x1b[?2026l"

ALTERNATE = "\x1b[?1049"
"""Entering or leaving the alternate screen: what is shown then is not known."""


class WireDriver(LinuxDriver):
    """A Linux driver with a memory of what the terminal shows."""

    SPELL: ClassVar[Callable[[str], str] | None] = None

    def __init__(self, app: App[Any], **how: Any) -> None:
        self._lock = threading.RLock()
        self._size_known = (0, 0)
        self._writer = Writer([])
        self._reader = Reader(0, 0, {})
        self._synced = False
        self._in_application = False
        self._owed = 0.0
        """When the unanswered question was asked; 0 where none is."""
        self._answers = True
        self._waiting: asyncio.TimerHandle | None = None
        self._events = asyncio.get_running_loop()
        super().__init__(app, **how)

    def write(self, data: str) -> None:
        """Take what Textual draws; send the difference, or keep it while the terminal is behind."""
        with self._lock:
            if ALTERNATE in data:
                self._in_application = data.startswith(ALTERNATE + "h")
                self._size_known = (0, 0)
                self._owed = 0.0
            if not self._in_application:
                super().write(data)
                return
            self._measure()
            was_syncing = self._reader.syncing
            other = self._reader.read(data, self._writer.shown)
            self._synced = self._synced or self._reader.syncing
            if other:
                super().write(other)
            if not self._reader.syncing and (self._reader.rows or was_syncing):
                self._send()

    def _measure(self) -> None:
        """Begin anew on a terminal of another size: nobody knows what it shows after a resize."""
        try:
            size = os.get_terminal_size(self.fileno)
        except OSError:
            size = os.terminal_size((80, 24))
        if size != self._size_known:
            self._size_known = size
            self._writer = Writer([blank_row(size.columns)] * size.lines)
            self._writer.clear()
            self._reader = Reader(size.columns, size.lines, {}, spell=type(self).SPELL)

    def _send(self) -> None:
        """Send what differs, unless the terminal still owes an answer."""
        if self._owed and (left := self._owed + PATIENCE - time.monotonic()) > 0:
            if self._waiting is None:
                # Should the answer never come, what was kept is sent all the same.
                self._events.call_soon_threadsafe(self._wait, left)
            return
        if self._owed:
            self._answers = False
        data = self._writer.change(self._reader.taken())
        if not data:
            return
        if self._synced:
            data = data.join(SYNC)
        # The cursor is hidden, but input methods put their window where it stands.
        where = f"\x1b[{self._reader.y + 1};{self._reader.x + 1}H" if self._reader.x or self._reader.y else ""
        self._writer.lost()
        if self._answers:
            self._owed = time.monotonic()
            super().write(data + where + ASK)
        else:
            super().write(data + where)

    def _wait(self, seconds: float) -> None:
        with self._lock:
            if self._waiting is None:
                self._waiting = self._events.call_later(seconds, self._waited)

    def _waited(self) -> None:
        with self._lock:
            self._waiting = None
            if self._in_application and self._reader.rows and not self._reader.syncing:
                self._send()

    def process_message(self, message: Message) -> None:
        """An answer to the question lets the next frame go; all else is Textual's."""
        if isinstance(message, events.CursorPosition):
            with self._lock:
                self._owed = 0.0
                self._answers = True
                if self._in_application and self._reader.rows and not self._reader.syncing:
                    self._send()
            return
        super().process_message(message)


class AsciiDriver(WireDriver):
    """For terminals that can't be trusted to show more than ASCII: nothing else is sent to them."""

    SPELL = staticmethod(plain)
