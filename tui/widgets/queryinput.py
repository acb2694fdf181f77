"""A line of text whose end is taken in the order of typing: keys typed ahead after Enter are not lost in it."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from tui.messages import QueryKey

KEYS = frozenset({"enter", "escape", "up", "down", "tab"})
"""Keys that are no text: reported as :class:`~tui.messages.QueryKey`."""


class QueryInput(Input):
    """The line of the search bar. It stays mounted when it is left, and hands on what was typed too late for it."""

    def __init__(self, *, id: str) -> None:
        super().__init__(compact=True, select_on_focus=False, id=id)
        self._left = True

    def begin(self, text: str) -> None:
        """Show and edit a text."""
        self._left = False
        self.display = True
        self.value = text
        self.cursor_position = len(text)

    def on_key(self, event: events.Key) -> None:
        if self._left:
            event.stop()
            event.prevent_default()
            self.app.post_message(events.Key(event.key, event.character))
        elif event.key in KEYS:
            event.stop()
            event.prevent_default()
            self._left = event.key in ("enter", "escape")
            self.post_message(QueryKey(event.key))
