"""What a terminal may tell us, held within bounds: its size, and bytes that are no keys.

Over SSH it is the client that tells both, and a client may claim anything.
"""

from __future__ import annotations

import contextlib
import os
import signal
import termios
from types import FrameType

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

WIDEST, HIGHEST = 1000, 500
"""Columns and rows: no screen shows more, but a client may claim to, and the memory for it is ours."""


class BoundedDriver(LinuxDriver):
    """A Linux driver that no report of a terminal ends or fills the memory of."""

    def start_application_mode(self) -> None:
        """Follow the terminal's size, within bounds."""
        self._bound()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        follow = signal.getsignal(signal.SIGWINCH)

        def resized(number: int, frame: FrameType | None) -> None:
            self._bound()
            if callable(follow):
                follow(number, frame)

        signal.signal(signal.SIGWINCH, resized)

    def _bound(self) -> None:
        with contextlib.suppress(OSError, termios.error):
            columns, lines = os.get_terminal_size(self.fileno)
            if columns > WIDEST or lines > HIGHEST:
                termios.tcsetwinsize(self.fileno, (min(lines, HIGHEST), min(columns, WIDEST)))

    def run_input_thread(self) -> None:
        """Read keys. Bytes that are no UTF-8 are no keys; they don't end the program."""
        while not self.exit_event.is_set():
            with contextlib.suppress(UnicodeDecodeError):
                super().run_input_thread()

    def process_message(self, message: Message) -> None:
        """Take a report of the size that can be true, and everything else."""
        if isinstance(message, events.Resize) and (message.size.width > WIDEST or message.size.height > HIGHEST):
            return
        super().process_message(message)
