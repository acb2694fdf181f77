"""The application: wiring only. Screens and panes own what they do."""

from __future__ import annotations

import signal
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver

from store.chronology import Chronology
from store.dossier import Dossier
from store.query import Query
from tui.config import Config
from tui.screens.explorer import Explorer
from tui.terminal import Terminal
from tui.widgets.painted import PART_CLASSES
from tui.wire.driver import AsciiDriver, WireDriver


def terminal_driver(terminal: Terminal) -> type[Driver] | None:
    """The driver for a terminal; ``None`` leaves the choice to Textual."""
    if not terminal.unicode:
        return AsciiDriver
    return WireDriver if terminal.wire else None


class Dateline(App[None]):
    """dateline over one dossier."""

    TITLE = "dateline"
    CSS_PATH = "dateline.tcss"
    COMPONENT_CLASSES: ClassVar[set[str]] = set(PART_CLASSES)
    ENABLE_COMMAND_PALETTE = False
    # No quitting key but the one of the command table: Textual's own ctrl+q has no id and could not be remapped.
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self, dossier: Dossier, chronology: Chronology, query: Query, terminal: Terminal, config: Config | None = None
    ) -> None:
        super().__init__(driver_class=terminal_driver(terminal))
        self.dossier = dossier
        self.chronology = chronology
        self._query = query
        self._terminal = terminal
        self._config = config or Config()
        self.theme = self._config.theme or terminal.theme
        self.animation_level = "none"

    def get_default_screen(self) -> Explorer:
        """The explorer is the first screen, so that nothing else is laid out or painted before it."""
        return Explorer(self.dossier, self.chronology, self._query, self._terminal, self._config)

    def on_mount(self) -> None:
        self.set_keymap(dict(self._config.keys))
        # A hang-up or a kill leaves the terminal as it was, like a quit.
        import asyncio

        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, self.exit)
