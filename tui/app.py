"""The application: wiring only. Screens and panes own what they do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.timer import Timer

from store.chronology import Chronology
from store.dossier import Dossier
from store.query import Query
from tui import ending
from tui.config import Config
from tui.hold import Hold
from tui.screens.explorer import Explorer
from tui.terminal import Terminal
from tui.widgets.painted import PART_CLASSES
from tui.wire.driver import WireDriver, driver_for
from tui.wire.guard import Guard

FIRST_LOOK = 0.02
"""Seconds between looks whether the first screen is complete."""

LOOKS = 100
"""After so many the screen is shown as it is."""


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
        super().__init__(driver_class=driver_for(terminal) if terminal.wire else None)
        self._guard = Guard()
        self.dossier = dossier
        self.chronology = chronology
        self._query = query
        self._terminal = terminal
        self._config = config or Config()
        chosen = self._config.theme or terminal.theme
        # A line that has to be spared gets the sixteen colours: an SGR for one of them is a quarter of one for any.
        self.theme = chosen if chosen.startswith("ansi") or not terminal.slow else Terminal().theme
        self.animation_level = "none"
        self.hold: Hold | None = None
        """Who has held the terminal since the program began."""
        self.wire: WireDriver | None = None
        """The driver, where it is ours."""
        self.keep: Callable[[str], None] | None = None
        """What keeps the first complete frame for the next start."""
        self._looks = 0
        self._looking: Timer | None = None

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every drawn line passes: at last a look whether any character of it would steer the terminal."""
        return [*super().get_line_filters(), self._guard]

    def get_default_screen(self) -> Explorer:
        """The explorer is the first screen, so that nothing else is laid out or painted before it."""
        return Explorer(self.dossier, self.chronology, self._query, self._terminal, self._config)

    def on_mount(self) -> None:
        self.set_keymap(dict(self._config.keys))
        if not self.is_headless:
            # A hang-up or a kill leaves the terminal as it was, like a quit.
            ending.heed_signals(self)
        if self.wire is not None:
            self.set_interval(ending.GRACE, lambda: ending.watch(self))
        self._looking = self.set_interval(FIRST_LOOK, self._look)

    def _look(self) -> None:
        """Show, and keep for the next start, the first screen when all answers are on it."""
        explorer = self.screen_stack[0]
        assert isinstance(explorer, Explorer)
        assert self._looking is not None
        self._looks += 1
        # The looks must not end before keys are taken: those held back would never be.
        ready = explorer.focused is not None or self._looks >= LOOKS
        if self.wire is not None and ready:
            self.wire.listen()
        complete = ready and not explorer.waiting and self.chronology.progress is None
        if self._looks < LOOKS and not complete:
            return
        if self.wire is not None:
            self.wire.unveil()
            frame = self.wire.frame() if complete else ""
            if not frame and self.keep is not None and self._looks < LOOKS:
                return
            if frame and self.keep is not None and self.hold is not None and frame != self.hold.frame:
                self.keep(frame)
        self._looking.stop()
        from tui.memory import keep_small

        keep_small()
