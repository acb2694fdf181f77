"""The driver that sends differences, and no more of them than the terminal takes.

Each frame ends with a question for the cursor's position (DSR). Until the answer is back no further frame is sent:
what Textual draws meanwhile is kept, and only the newest state follows. So held-down keys build no backlog, however
slow the link. A terminal that does not answer is noticed, and served without waiting.
"""

from __future__ import annotations

import asyncio
import os
import re
import threading
import time
from typing import Any, ClassVar

from textual import events
from textual.app import App
from textual.message import Message

from tui.hold import CLEAN, Hold
from tui.terminal import Terminal
from tui.wire.difference import Writer
from tui.wire.grid import Reader, blank_row
from tui.wire.intake import BoundedDriver
from tui.wire.plain import plain

PATIENCE = 2.0
"""Seconds without an answer after which a terminal is taken to answer no such question."""

ASK = "\x1b[6n"
SYNC = "\x1b[?2026h", "\x1b[?2026l"

ALTERNATE = "\x1b[?1049"
"""Entering or leaving the alternate screen: what is shown then is not known."""

BEYOND_ECMA = re.compile(
    r"\x1b\[\?(?!7[hl]|25[hl])[\d;]*(?:[hl]|\$p)|\x1b\[[<=>][\d;]*u|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
)
"""Modes and strings that xterm and its kin brought; the cursor's (DECTCEM) and the margin's (DECAWM) are DEC's own."""


class WireDriver(BoundedDriver):
    """A Linux driver with a memory of what the terminal shows."""

    TERMINAL: ClassVar[Terminal] = Terminal()
    """What the terminal can do (see :func:`driver_for`)."""

    def __init__(self, app: App[Any], **how: Any) -> None:
        # Who has held the terminal until now, and may have put a frame on it; and where to find us.
        self._hold: Hold | None = getattr(app, "hold", None)
        self._listening = True
        self._early: list[Message] = []
        """Keys that came before there was anybody to take them."""
        if hasattr(app, "wire"):
            app.wire, self._listening = self, False
        self._veiled = False
        self._untouched = True
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
            if data.startswith(ALTERNATE):
                self._in_application = data.startswith(ALTERNATE + "h")
                self._size_known = (0, 0)
                self._owed = 0.0
                if self._in_application and self._hold is not None and self._adopt(self._hold):
                    return
                if self._in_application:
                    self._hand_on(data)
                    self.redraw()
                    return
            if not self._in_application:
                self._hand_on(data)
                return
            self._measure()
            was_syncing = self._reader.syncing
            other = self._reader.read(data, self._writer.shown)
            self._synced = self._synced or self._reader.syncing
            if other:
                self._hand_on(other)
            if not self._reader.syncing and (self._reader.rows or was_syncing):
                self._send()

    def _hand_on(self, data: str) -> None:
        """Send what is no drawing, as far as this terminal knows it."""
        if not self.TERMINAL.modern:
            data = data.replace(ALTERNATE + "l", CLEAN)
            data = BEYOND_ECMA.sub("", data)
        if data:
            super().write(data)

    # The first frame.

    def start_application_mode(self) -> None:
        """Take the terminal over from whoever held it; what they had put on it counts as shown."""
        super().start_application_mode()
        hold, self._hold = self._hold, None
        if hold is not None and (before := hold.hand_over()) is not None:
            self.attrs_before = before

    def _adopt(self, hold: Hold) -> bool:
        """Take the frame on the screen for what is shown. False where there is none, or the size is another now."""
        if not hold.frame:
            return False
        self._measure()
        if hold.size != self._size_known:
            return False
        reader = Reader(*self._size_known, {})
        reader.read(hold.frame, self._writer.shown)
        for y, row in reader.taken().items():
            self._writer.shown[y] = row
        self._writer.forget()
        self._veiled = True
        return True

    def unveil(self) -> None:
        """Draw from now on: until then a frame of the last time stays, rather than a screen that fills by pieces."""
        with self._lock:
            if self._veiled:
                self._veiled = False
                if self._in_application and self._reader.rows and not self._reader.syncing:
                    self._send()

    def redraw(self) -> None:
        """Send the whole screen again: others have drawn on it (the shell after a stop, a program's message)."""
        with self._lock:
            wanted = {**dict(enumerate(self._writer.shown)), **self._reader.rows}
            self._size_known = (0, 0)
            self._measure()
            if len(wanted) == self._reader.height and len(wanted[0]) == self._reader.width:
                self._reader.rows = {y: list(row) for y, row in wanted.items()}
                self._owed = 0.0
                self._send()

    def frame(self) -> str:
        """What draws the present screen on an empty one; empty once a key was pressed or the size changed."""
        with self._lock:
            if not self._untouched or not self._in_application or self._reader.rows:
                return ""
            width, height = self._size_known
            return Writer([blank_row(width)] * height).change(dict(enumerate(self._writer.shown)))

    def _measure(self) -> None:
        """Begin anew on a terminal of another size: nobody knows what it shows after a resize."""
        try:
            size = os.get_terminal_size(self.fileno)
        except OSError:
            size = os.terminal_size((80, 24))
        if size != self._size_known:
            self._untouched = self._untouched and not self._reader.height
            self._veiled = False
            self._size_known = size
            self._writer = Writer([blank_row(size.columns)] * size.lines)
            self._writer.clear()
            spell = None if self.TERMINAL.unicode else plain
            self._reader = Reader(size.columns, size.lines, {}, colour=self.TERMINAL.colour, spell=spell)

    def _send(self) -> None:
        """Send what differs, unless the terminal still owes an answer."""
        if self._veiled:
            return
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
        if isinstance(message, events.Key | events.Paste):
            with self._lock:
                self._untouched = False
                if not self._listening:
                    self._early.append(message)
                    return
            self.unveil()
        super().process_message(message)

    def listen(self) -> None:
        """From now on keys are taken: those typed until now come first. An app without a screen would drop them."""
        with self._lock:
            self._listening = True
            early, self._early = self._early, []
        for message in early:
            # Typed before the terminal was ours, a carriage return has become a line feed on its way.
            is_enter = isinstance(message, events.Key) and message.key == "ctrl+j"
            self.process_message(events.Key("enter", "\r") if is_enter else message)


def driver_for(terminal: Terminal) -> type[WireDriver]:
    """The driver for a terminal: Textual makes the instance itself, so what it has to know is of the class."""
    return type("Driver", (WireDriver,), {"TERMINAL": terminal})
