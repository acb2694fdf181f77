"""The explorer in a real pty, as a person at 80x24 meets it."""

from __future__ import annotations

import pytest

from tests.pty_terminal import terminal


def test_a_first_visit_at_80_by_24() -> None:
    with terminal() as seen:
        seen.wait_for(r"1 Timeline.*1/\d+")
        seen.press("/", "vostochny")
        seen.wait_for(r"1 Timeline.* of ")
        seen.press("Enter")
        seen.wait_for(r"\[vostochny")
        seen.press("Enter")
        shown = seen.wait_for(r"Vostochny")
        assert "3 Article" in shown
        for pane in "123":
            seen.press(pane)
        seen.press("Backspace")
        seen.wait_until_gone(r"\[vostochny")
        seen.press("d")
        seen.wait_for("Dates to show")
        seen.press("2023-09")
        seen.wait_for(r"2023-09-01 \.\. 2023-09-30")
        seen.press("Enter")
        seen.wait_for(r"\[2023-09 ")
        seen.press("Backspace")
        seen.wait_until_gone(r"\[2023-09 ")
        seen.press("q")
        assert seen.wait_for_end() == 0
        # The alternate screen is left, the cursor shown again.
        assert seen.sent.rstrip().endswith(b"\x1b[?25h") or b"\x1b[?1049l" in seen.sent[-200:]


@pytest.mark.parametrize("turn", [1, *(pytest.param(turn, marks=pytest.mark.slow) for turn in range(2, 10))])
def test_keys_after_the_one_that_leaves_do_nothing(turn: int) -> None:
    """Typed at once: the program is about to end, and opens no dialog any more, at no turn."""
    with terminal() as seen:
        seen.wait_for(r"1 Timeline.*1/\d+")
        seen.press("que?d")
        assert seen.wait_for_end() == 0
        assert b"Traceback" not in seen.sent
