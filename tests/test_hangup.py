"""A terminal that is gone: the program ends by itself, soon."""

from __future__ import annotations

import os
import signal
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


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_the_program(number: signal.Signals) -> None:
    with terminal() as seen:
        seen.wait_for("1 Timeline")
        os.kill(seen.process.pid, number)
        assert seen.wait_for_end() == 128 + number
        assert b"\x1b[?1049l" in seen.sent


def test_a_closed_terminal_ends_the_program() -> None:
    with terminal() as seen:
        seen.wait_for("1 Timeline")
        os.close(seen.process.fd)
        assert ended(seen)
