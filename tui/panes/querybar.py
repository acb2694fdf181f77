"""The search bar: chips for what filters, and the line to type a query in.

The query is one string; its top-level terms are the chips. Typing is reported letter by letter, so that the view
follows; Esc gives back the query from before. Up and Down walk through the queries used before, Tab completes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal

from store.query import Completion, Query
from tui.look import Glyphs
from tui.messages import QueryDone, QueryKey, QueryTyped
from tui.paint import Part, fit
from tui.widgets.line import Line

if TYPE_CHECKING:
    from textual.widgets import Input

    from tui.widgets.queryinput import QueryInput

Completer = Callable[[str, int], Completion | None]
"""Text and cursor (code points) to what could stand there."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """What Tab goes round in: for each candidate the whole text with it, and the cursor behind it (code points)."""

    candidates: tuple[str, ...]
    texts: tuple[tuple[str, int], ...]
    at: int

    @property
    def present(self) -> tuple[str, int]:
        """Text and cursor as the last Tab left them."""
        return self.texts[self.at]

    @property
    def ahead(self) -> tuple[str, ...]:
        """The candidates in the order in which Tab gives them, the present one first."""
        return self.candidates[self.at :] + self.candidates[: self.at]

    def next(self) -> Cycle:
        """The same one candidate further."""
        return replace(self, at=(self.at + 1) % len(self.texts))


class QueryBar(Horizontal):
    """Chips, or the line in which the query is edited."""

    def __init__(self, glyphs: Glyphs, complete: Completer) -> None:
        super().__init__(id="querybar")
        self._glyphs = glyphs
        self._complete = complete
        self._before = ""
        self._history: Sequence[str] = ()
        self._at = 0
        self._cycle: Cycle | None = None
        self._input: QueryInput | None = None

    def compose(self) -> ComposeResult:
        yield Line(id="chips")

    @property
    def editing(self) -> bool:
        """Whether the query is being typed."""
        return self._input is not None and self._input.display

    def show(self, query: Query) -> None:
        """Show the chips of a query (not while it is being typed)."""
        chips: list[Part] = [(" ", "")]
        for part in query.parts:
            chips += [(f"[{fit(part.label, 36, self._glyphs.ellipsis)} {self._glyphs.cross}]", "chip"), (" ", "")]
        if not query.parts:
            chips.append((f"{self._glyphs.prompt} / to search, d for dates, a to filter by an actor", "dim"))
        self.query_one(Line).show(chips)

    async def edit(self, text: str, history: Sequence[str]) -> None:
        """Start typing, with the present query to go on from."""
        if self.editing:
            return
        # Not imported before it is needed: it costs the start of the program a tenth.
        from tui.widgets.queryinput import QueryInput

        self._before, self._history, self._at = text, history, len(history)
        self._cycle = None
        if self._input is None:
            self._input = QueryInput(id="query")
            await self.mount(self._input)
        self._input.begin(text + " " if text else "")
        self.query_one(Line).display = False
        self.screen.set_focus(self._input)

    def edit_again(self) -> None:
        """Go on typing a query that could not be understood; Esc still gives back the one from before."""
        if self._input is not None:
            self._input.begin(self._input.value)
            self.query_one(Line).display = False
            self.screen.set_focus(self._input)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.editing:
            cycling = self._cycle is not None and self._cycle.present[0] == event.value
            self.post_message(QueryTyped(event.value, self._cycle.ahead if self._cycle and cycling else ()))

    def on_query_key(self, message: QueryKey) -> None:
        message.stop()
        match message.key:
            case "enter" | "escape":
                self._leave(message.key == "enter")
            case "up" | "down":
                self._recall(-1 if message.key == "up" else 1)
            case _:
                self._complete_word()

    def _leave(self, keep: bool) -> None:
        """Stop typing: keep the query, or give back the one from before."""
        if self._input is None:
            return
        text = self._input.value.strip() if keep else self._before
        self._input.display = False
        self.query_one(Line).display = True
        self.post_message(QueryDone(text, keep))

    def _recall(self, step: int) -> None:
        if self._input is None or not self._history:
            return
        self._at = max(0, min(len(self._history), self._at + step))
        self._input.value = self._history[self._at] if self._at < len(self._history) else self._before
        self._input.cursor_position = len(self._input.value)

    def _complete_word(self) -> None:
        """Complete the word before the cursor; again, with nothing typed or moved since: the next candidate."""
        if self._input is None:
            return
        value, cursor = self._input.value, self._input.cursor_position
        if self._cycle and self._cycle.present == (value, cursor) and len(self._cycle.texts) > 1:
            self._cycle = self._cycle.next()
        else:
            found = self._complete(value, cursor)
            if found is None or not found.candidates:
                return
            candidates = tuple(each.text for each in found.candidates)
            head, tail = value[: found.start], value[found.end :]
            texts = tuple((head + each + tail, len(head) + len(each)) for each in candidates)
            self._cycle = Cycle(candidates, texts, 0)
        self._input.value, self._input.cursor_position = self._cycle.present
