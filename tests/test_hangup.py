"""A terminal that is gone: the program ends by itself, soon. (Signals that it hears: see test_terminals.py.)"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.pty_terminal import DEADLINE, Terminal, terminal


def ended(seen: Terminal) -> bool:
    """Wait until the program is gone."""
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end and seen.process.isalive():
        # Nothing tells when a process without a terminal ends; its parent has to ask.
        signal.sigtimedwait([signal.SIGCHLD], 0.1)
    return not seen.process.isalive()


BUSY = """
import asyncio
from textual.app import App
from tui import ending

async def session():
    ending.heed_signals(App())
    print("ready", flush=True)
    while True:
        pass

asyncio.run(session())
"""


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_a_program_whose_loop_is_never_free(number: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", BUSY], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(number)
        try:
            assert process.wait(DEADLINE) == 128 + number
        finally:
            process.kill()


def test_a_closed_terminal_ends_the_program() -> None:
    with terminal() as seen:
        seen.wait_for("1 Timeline")
        os.close(seen.process.fd)
        assert ended(seen)
