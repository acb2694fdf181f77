"""A screen whose commands are acts: functions of the screen, in rooms that are imported when they are first used.

So the first paint waits for none of them, and a screen stays as small as what it shows.
"""

from __future__ import annotations

from importlib import import_module
from inspect import isawaitable
from typing import TypeVar

from textual.screen import Screen, ScreenResultCallbackType

S = TypeVar("S")
T = TypeVar("T")


class Acting(Screen[S]):
    """Base of the screens that :mod:`tui.acts` acts upon."""

    async def action_act(self, name: str, *arguments: int) -> None:
        """Do ``room.function`` of :mod:`tui.acts` to this screen; nothing more once the program has been left."""
        if self.app.return_code is not None:
            return
        room, _, act = name.partition(".")
        done = getattr(import_module(f"tui.acts.{room}"), act)(self, *arguments)
        if isawaitable(done):
            await done

    async def ask(self, screen: Screen[T], answered: ScreenResultCallbackType[T] | None = None) -> None:
        """Open a dialog and give it the focus before the next key is looked at: nothing typed ahead is lost."""
        await self.app.push_screen(screen, answered)
        if screen.focused is None:
            screen.focus_next()
