"""The explorer under test: run without a terminal, driven by keys, waited for until it is idle."""

from __future__ import annotations

import asyncio
import time
import unicodedata
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import cache
from pathlib import Path

from textual.events import Key
from textual.keys import KEY_NAME_REPLACEMENTS, REPLACED_KEYS, key_to_character
from textual.pilot import Pilot
from textual.widget import Widget
from textual.worker import WorkerCancelled

from samples import NORTH_KOREA_RUSSIA
from store import chronology
from store.chronology import Chronology
from store.dossier import Dossier
from store.query import parse
from tui.app import Dateline
from tui.basis import basis_of
from tui.config import Config
from tui.screens.explorer import Explorer
from tui.terminal import Terminal
from tui.widgets.line import Line
from tui.widgets.painted import Painted

SMALL, LARGE = (80, 24), (160, 48)

PATIENCE = 30.0
"""Seconds after which the explorer is given up."""

ROUNDS = 3
"""How often nothing must be left to do: a layout is followed by what waited for it, and that may draw again."""


def pressed(key: str) -> Key:
    """A key by its name or its character, as the terminal's keys arrive."""
    if len(key) > 1 or key.isalnum():
        return Key(key, key_to_character(REPLACED_KEYS.get(key, key)))
    name = unicodedata.name(key).lower().replace("-", "_").replace(" ", "_")
    return Key(KEY_NAME_REPLACEMENTS.get(name, name), key)


class Driven:
    """An explorer with hands on its keys and eyes on its screen."""

    def __init__(self, app: Dateline, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def explorer(self) -> Explorer:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, Explorer)
        return screen

    async def press(self, *keys: str) -> None:
        """Press keys, each when all that follows from the one before has happened."""
        for key in keys:
            self.app.post_message(pressed(key))
            await self.idle()

    async def hurry(self, *keys: str) -> None:
        """Press keys without waiting for what the one before starts, like somebody in haste."""
        for key in keys:
            self.app.post_message(pressed(key))
            await self.pilot.pause(0)
        await self.idle()

    async def type(self, text: str) -> None:
        """Type a text letter by letter."""
        await self.press(*text)

    async def idle(self) -> None:
        """Wait until no question is open, no timer of the article runs, and every message is handled.

        A pilot's own pause guesses that from the time that the processor was busy, which takes 40 ms at the least.
        """
        end = time.monotonic() + PATIENCE
        quiet = 0
        while quiet < ROUNDS:
            # Everything that was said so far is heard, and drawn; what is said in answer takes another round.
            await self.pilot.pause(0)
            # Who leaves a dialog has no use for what it still asks.
            with suppress(WorkerCancelled):
                await self.app.workers.wait_for_complete()
            if any(getattr(screen, "waiting", False) for screen in self.app.screen_stack):
                assert time.monotonic() < end, "the explorer never came to rest"
                await asyncio.sleep(0.001)
                quiet = 0
            elif any(
                widget.message_queue_size for widget in (self.app, *self.app.screen.walk_children(with_self=True))
            ):
                quiet = 0
            else:
                quiet += 1

    def lines(self) -> list[str]:
        """What our own widgets show on the screen in front, as text, a string a line."""
        width, height = self.app.size
        canvas = [" " * width for _ in range(height)]
        for widget in self.app.screen.walk_children(Widget):
            if isinstance(widget, Painted) and widget.is_on_screen:
                area = widget.region
                for y in range(area.height):
                    text = widget.render_line(y).text
                    line = canvas[area.y + y]
                    canvas[area.y + y] = line[: area.x] + text + line[area.x + len(text) :]
        return canvas

    def screen(self) -> str:
        """The whole screen as one text."""
        return "\n".join(line.rstrip() for line in self.lines())

    def line(self, name: str) -> str:
        """What one of the explorer's lines says: ``header``, ``status``, ``chips``, ``timeline-title`` …"""
        return self.explorer.query_one(f"#{name}", Line).text


def opened(path: Path) -> tuple[Dossier, Chronology]:
    """A dossier and its index."""
    dossier = Dossier.open(path)
    return dossier, chronology.open(dossier)


@cache
def sample() -> tuple[Dossier, Chronology]:
    """The sample, which no test changes, read once."""
    return opened(NORTH_KOREA_RUSSIA)


@asynccontextmanager
async def exploring(
    path: Path = NORTH_KOREA_RUSSIA,
    size: tuple[int, int] = SMALL,
    query: str = "",
    terminal: Terminal | None = None,
    config: Config | None = None,
) -> AsyncIterator[Driven]:
    """The explorer on a dossier, at rest."""
    rest = Explorer.rest
    Explorer.rest = 0.001
    dossier, index = sample() if path is NORTH_KOREA_RUSSIA else opened(path)
    app = Dateline(dossier, index, parse(query, basis_of(dossier)), terminal or Terminal(), config)
    try:
        async with app.run_test(size=size) as pilot:
            driven = Driven(app, pilot)
            await driven.idle()
            yield driven
    finally:
        Explorer.rest = rest
        if path is not NORTH_KOREA_RUSSIA:
            index.close()


def drive(test: Callable[[Driven], Awaitable[None]], **how: object) -> None:
    """Run a test on the explorer: ``drive(test, size=LARGE)``."""

    async def run() -> None:
        async with exploring(**how) as driven:  # type: ignore[arg-type]
            await test(driven)

    asyncio.run(run())
