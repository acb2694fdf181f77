"""The explorer and the application as a guest gets them: without the commands that write or start anything."""

from __future__ import annotations

import io
import re
from typing import Any

from rich.console import Console

from tui import commands
from tui.app import Dateline
from tui.guest.confine import Refused
from tui.screens.explorer import Explorer

ACTS = frozenset(
    match[1] for each in commands.table(guest=True) if (match := re.match(r"act\('([\w.]+)'", each.action))
)
"""The acts that a guest's commands name: no other is run."""


OUTGROWN = "The dossier has changed: you see it as it was. Come back later for the rest."
"""Where the index would have to be made anew, which no guest may."""


class GuestExplorer(Explorer, inherit_bindings=False):
    """The explorer for a guest. Queries are remembered as long as the session lasts."""

    BINDINGS = commands.bindings("explorer", guest=True)
    GUEST = True

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._queries: list[str] = []
        self._outgrown = False

    def recall(self) -> list[str]:
        return self._queries

    def remember(self, query: str) -> None:
        self._queries = [*(each for each in self._queries if each != query), query][-100:]

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Refused):
            super()._failed(error)
        elif not self._outgrown:
            # Once: the dossier is looked at each second, until somebody has made the index.
            self._outgrown = True
            self.say(OUTGROWN, "warning")

    async def action_act(self, name: str, *arguments: int) -> None:
        if name in ACTS:
            await super().action_act(name, *arguments)


class GuestDateline(Dateline):
    """The application for a guest: no shell, no browser, no file, and of a crash no word about the server."""

    CSS_PATH = "../dateline.tcss"

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.error_console = Console(file=io.StringIO())

    def get_default_screen(self) -> Explorer:
        return GuestExplorer(self.dossier, self.chronology, self._query, self._terminal, self._config)

    def action_suspend_process(self) -> None:
        """A guest has no shell to go to."""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """A browser would open on the server."""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """A screenshot would be a file on the server."""
