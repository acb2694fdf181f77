"""Keys typed faster than the program follows: a dialog closes once, and what lies below it stays."""

from __future__ import annotations

import pytest

from tests.harness import Driven, drive, pressed


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        (("colon", *"2024-06"), ("enter", "enter")),
        (("d", *"2023-09"), ("enter", "escape")),
        (("at",), ("enter", "enter")),
        (("question_mark",), ("escape", "escape", "escape")),
    ],
)
def test_a_dialog_closes_once(opening: tuple[str, ...], closing: tuple[str, ...]) -> None:
    async def test(on: Driven) -> None:
        await on.press(*opening)
        assert len(on.app.screen_stack) == 2
        for key in closing:
            on.app.post_message(pressed(key))
        await on.idle()
        assert on.app.screen_stack == [on.explorer]
        await on.press("j")
        assert on.app.is_running

    drive(test)
