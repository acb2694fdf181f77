"""The end of a session whose terminal is gone: a program nobody sees must not stay, and never spin.

After a hang-up there is nothing to write to and nothing to read: Textual's orderly end may wait for a terminal that
will not answer, and its input thread reads the end of the file over and over. Every save is atomic, so ending at once
loses nothing that was acknowledged.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
from types import FrameType
from typing import Any

from textual.app import App

GRACE = 2.0
"""Seconds that an orderly end may take, and between looks whether the terminal is still there."""


def heed_signals(app: App[Any]) -> None:
    """End in order after a hang-up, an interrupt or a kill; if that takes too long, end all the same.

    The handlers are not the event loop's: those run only when it comes to them, and a loop that is kept busy by one
    task never does. To be called in the main thread, while the loop runs.
    """
    loop = asyncio.get_running_loop()

    def leave(number: int, frame: FrameType | None) -> None:
        del frame
        _last_resort(128 + number)
        # A loop that is closed already has nothing left to end.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(lambda: app.exit(return_code=128 + number))

    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, leave)


def watch(app: App[Any]) -> None:
    """End if the terminal is gone without a signal (its window was closed under a program that hears no hang-up)."""
    stdin = sys.__stdin__
    if stdin is None or not os.isatty(stdin.fileno()):
        _last_resort(129)
        app.exit(return_code=129)


def _last_resort(code: int) -> None:
    timer = threading.Timer(GRACE, os._exit, [code])
    timer.daemon = True
    timer.start()
