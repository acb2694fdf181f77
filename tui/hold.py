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

ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[m\x1b[H\x1b[2J"
"""The alternate screen, empty, without a cursor and without wrapping at the edge: as Textual will have it."""

LEAVE = "\x1b[?7h\x1b[?1049l\x1b[?25h"

INPUT, OUTPUT = 0, 2
"""Textual reads keys from the standard input and draws on the standard error."""


def _ended(number: int, frame: FrameType | None) -> None:
    del frame
    raise SystemExit(128 + number)


class Hold:
    """A terminal that was taken, with what is shown on it."""

    def __init__(self) -> None:
        self.frame = ""
        """What was drawn on the empty screen, as :meth:`tui.wire.driver.WireDriver.frame` gave it."""
        self.size = os.terminal_size((0, 0))
        self._before: list[Any] | None = None

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
        for number in (signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, _ended)

    def show(self, frame: str) -> None:
        """Put a frame on the screen."""
        if frame and self._before is not None:
            self.frame = frame
            _write(ENTER + frame)

    def hand_over(self) -> list[Any] | None:
        """The terminal is Textual's now, which has to leave it with these attributes."""
        before, self._before = self._before, None
        return before

    def release(self) -> None:
        """Give the terminal back as it was, unless it was handed over."""
        before = self.hand_over()
        if before is not None:
            if self.frame:
                _write(LEAVE)
            termios.tcsetattr(INPUT, termios.TCSANOW, before)


def _write(text: str) -> None:
    data = text.encode()
    while data:
        data = data[os.write(OUTPUT, data) :]
