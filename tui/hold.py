"""The terminal from the first moment of the program until Textual drives it.

Keys typed while the program is loaded must neither be echoed nor lost, and what was put on the screen meanwhile must
be taken off again if the start fails. This module is loaded before anything else and imports next to nothing.
"""

from __future__ import annotations

import os
import signal
import termios

# Not from ``typing``: nothing is imported before the first frame that it does not need.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

DUMB = ("dumb", "unknown")
"""Terminals that promise no movement of the cursor: nothing can be drawn there, only printed."""

MONOCHROME = ("vt100", "vt102", "vt220")
"""Terminals without colour, known to show no more than ASCII: their names begin so."""

OLD = (*MONOCHROME, "linux", "ansi", "cons25")
"""Terminals that know ECMA-48 but none of the modes and strings that xterm brought; some print them."""

EMPTY = "\x1b[?25l\x1b[?7l\x1b[m\x1b[H\x1b[2J"
"""An empty screen without a cursor and without wrapping at the edge: as Textual will have it."""

ALTERNATE, MAIN = "\x1b[?1049h", "\x1b[?1049l"

CLEAN = "\x1b[m\x1b[H\x1b[J"
"""Leaving the screen empty where there is no alternate one."""

LEAVE = "\x1b[?7h\x1b[?25h"

UNDONE = "\x1b[<u\x1b[?1004l\x1b[?2004l"
"""What Textual may have switched on: key protocol, focus reports, bracketed paste. Off already, nothing happens."""

INPUT, OUTPUT = 0, 2
"""Textual reads keys from the standard input and draws on the standard error."""


class Hold:
    """A terminal that was taken, with what is shown on it."""

    def __init__(self) -> None:
        self.frame = ""
        """What was drawn on the empty screen, as :meth:`tui.wire.driver.WireDriver.frame` gave it."""
        self.size = os.terminal_size((0, 0))
        self._old = os.environ.get("TERM", "").startswith(OLD)
        self._before: list[Any] | None = None
        self._handed_over = False

    def take(self) -> None:
        """Neither echo keys nor wait for a line of them from now on; a kill gives the terminal back."""
        try:
            self._before = termios.tcgetattr(INPUT)
            self.size = os.get_terminal_size(OUTPUT)
        except (OSError, termios.error):
            self._before = None
            return
        held = termios.tcgetattr(INPUT)
        held[0] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON)
        held[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
        # Ctrl+C still stops a start that takes too long; to be stopped by ^Z we could not leave the screen in time.
        held[6][termios.VSUSP] = b"\0"
        held[6][termios.VMIN], held[6][termios.VTIME] = 1, 0
        termios.tcsetattr(INPUT, termios.TCSANOW, held)
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._end)

    def show(self, frame: str) -> None:
        """Put a frame on the screen."""
        if frame and self._before is not None:
            self.frame = frame
            _write(("" if self._old else ALTERNATE) + EMPTY + frame)

    def hand_over(self) -> list[Any] | None:
        """The terminal is Textual's now, which has to leave it with these attributes."""
        self._handed_over = True
        return self._before

    def release(self) -> None:
        """Give the terminal back as it was, unless it was handed over."""
        if self._before is not None and not self._handed_over:
            if self.frame:
                _write((CLEAN if self._old else MAIN) + LEAVE)
            termios.tcsetattr(INPUT, termios.TCSANOW, self._before)
            self._before = None

    def _end(self, number: int, frame: FrameType | None) -> None:
        """End at once, the terminal given back, also in the moment between Textual's taking it and its own handlers.

        An exception would be raised wherever the program is, so also in the import of a library in C, and some of
        them don't survive that. Nothing is lost: nobody has edited anything yet.
        """
        del frame
        try:
            if self._before is not None:
                termios.tcsetattr(INPUT, termios.TCSANOW, self._before)
            # A line that is stopped must not hold us up.
            os.set_blocking(OUTPUT, False)
            try:
                self._say_goodbye(number)
            finally:
                os.set_blocking(OUTPUT, True)
        finally:
            os._exit(128 + number)

    def _say_goodbye(self, number: int) -> None:
        if self._before is not None and (self.frame or self._handed_over):
            _write(CLEAN + LEAVE if self._old else UNDONE + MAIN + LEAVE)
        if number == signal.SIGINT:
            _write("dateline: stopped\r\n")


def _write(text: str) -> None:
    data = text.encode()
    while data:
        data = data[os.write(OUTPUT, data) :]
