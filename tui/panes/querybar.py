"""The search bar: chips for what filters, and the line to type a query in.

The query is one string; its top-level terms are the chips. Typing is reported letter by letter, so that the view
follows; Esc gives back the query from before. Up and Down walk through the queries used before, Tab completes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal

from store.query import Completion, Query
from tui.look import Glyphs
from tui.messages import QueryDone, QueryTyped
from tui.paint import Part, fit
from tui.widgets.line import Line

if TYPE_CHECKING:
    from textual.widgets import Input

Completer = Callable[[str, int], Completion | None]
"""Text and cursor (code points) to what could stand there."""


class QueryBar(Horizontal):
    """Chips, or the line in which the query is edited."""

    BINDINGS = [
        ("up", "older", "Older query"),
        ("down", "newer", "Newer query"),
        ("tab", "complete", "Complete"),
        ("escape", "leave(False)", "Give up"),
    ]

    def __init__(self, glyphs: Glyphs, complete: Completer) -> None:
        super().__init__(id="querybar")
        self._glyphs = glyphs
        self._complete = complete
        self._before = ""
        self._history: Sequence[str] = ()
        self._at = 0
        self._candidates: tuple[str, tuple[str, ...], int] | None = None
        self._input: Input | None = None

    def compose(self) -> ComposeResult:
        yield Line(id="chips")

    @property
    def editing(self) -> bool:
        """Whether the query is being typed."""
        return self._input is not None

    def show(self, query: Query) -> None:
        """Show the chips of a query (not while it is being typed)."""
        chips: list[Part] = [(" ", "")]
        for part in query.parts:
            chips += [(f"[{fit(part.label, 36, self._glyphs.ellipsis)} {self._glyphs.cross}]", "chip"), (" ", "")]
        if not query.parts:
            chips.append((f"{self._glyphs.prompt} / to search, d for dates, a to filter by an actor", "dim"))
        self.query_one(Line).show(chips)

    def edit(self, text: str, history: Sequence[str]) -> None:
        """Start typing, with the present query to go on from."""
        if self._input is not None:
            return
        # Not imported before it is needed: it costs the start of the program a tenth.
        from textual.widgets import Input

        self._before, self._history, self._at = text, history, len(history)
        self._input = Input(text + " " if text else "", compact=True, select_on_focus=False, id="query")
        self.query_one(Line).display = False
        self.mount(self._input)
        self._input.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(QueryTyped(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_leave(True)

    def on_key(self, event: events.Key) -> None:
        if event.key != "tab":
            self._candidates = None

    def action_leave(self, keep: bool) -> None:
        """Stop typing: keep the query, or give back the one from before."""
        if self._input is None:
            return
        text = self._input.value.strip() if keep else self._before
        self._input.remove()
        self._input = None
        self.query_one(Line).display = True
        self.post_message(QueryDone(text, keep))

    def action_older(self) -> None:
        self._recall(-1)

    def action_newer(self) -> None:
        self._recall(1)

    def _recall(self, step: int) -> None:
        if self._input is None or not self._history:
            return
        self._at = max(0, min(len(self._history), self._at + step))
        self._input.value = self._history[self._at] if self._at < len(self._history) else self._before
        self._input.cursor_position = len(self._input.value)

    def action_complete(self) -> None:
        """Complete the word before the cursor; again: the next candidate."""
        if self._input is None:
            return
        if self._candidates is None:
            found = self._complete(self._input.value, self._input.cursor_position)
            if found is None or not found.candidates:
                return
            value = self._input.value
            texts = tuple(value[: found.start] + each.text + value[found.end :] for each in found.candidates)
            self._candidates = (value, texts, -1)
        value, texts, at = self._candidates
        at = (at + 1) % len(texts)
        self._candidates = (value, texts, at)
        tail = len(value) - self._input.cursor_position if at == 0 else 0
        self._input.value = texts[at]
        self._input.cursor_position = len(texts[at]) - max(0, tail)
