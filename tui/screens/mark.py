"""Marking a passage of an article by keyboard: by sentence, word and letter, with an echo of what it says.

Closes with the passage and what shall become of it. Whoever opens it says what that may be (``verbs``) and describes
the passage as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.screen import Screen

from tui import commands
from tui.commands import BY_ID, keys_of
from tui.latest import Latest
from tui.look import Glyphs
from tui.paint import Part, fit
from tui.panes.suggestions import Reasons
from tui.screens.leaving import leave
from tui.selection import Selection, Unit
from tui.titles import Title
from tui.widgets.line import Line
from tui.widgets.text import Page, TextView

Lines = Sequence[Sequence[Part]]


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage (code points, end excluded) and the verb chosen for it."""

    start: int
    end: int
    verb: str


class MarkedText(TextView):
    """The text with the selection lit, and the end that moves by itself."""

    def __init__(self, selection: Selection, title: str, glyphs: Glyphs) -> None:
        super().__init__(id="marked")
        self._title = title
        self._glyphs = glyphs
        self.selection = selection

    def show(self, selection: Selection) -> None:
        """Light another selection of the same text, the end that moves in view."""
        self.selection = selection
        self.light(self._lit())
        self.refresh_title()
        if not self.is_in_view(*self._moving()):
            self.to_focus()

    def page(self, width: int, height: int) -> Page:
        return Page(self.selection.text, self._lit())

    def in_focus(self) -> tuple[int, int]:
        whole = self.selection.start, self.selection.end
        return whole if self.line_at(whole[1] - 1) - self.line_at(whole[0]) < self.room else self._moving()

    def _moving(self) -> tuple[int, int]:
        """The code point at the end that moves."""
        at = self.selection.end - 1 if self.selection.moves_end else self.selection.start
        return at, at + 1

    def _lit(self) -> list[tuple[int, int, str]]:
        first, last = self._moving()
        parts = [(self.selection.start, first, "passage"), (first, last, "now"), (last, self.selection.end, "passage")]
        return [part for part in parts if part[0] < part[1]]

    def title(self) -> Title:
        end = "end" if self.selection.moves_end else "start"
        right: list[Part] = [(f" moving the {end} ", "strong"), (f"{len(self.selection.exact)} characters ", "dim")]
        title = fit(self._title, self.size.width - sum(len(text) for text, _ in right) - 3, self._glyphs.ellipsis)
        return [(self._glyphs.cursor, "focus"), (f"{title} ", "focus")], right, self._glyphs.rule


class MarkScreen(Screen[Marked | None]):
    """The article, the passage, and what it is taken for."""

    BINDINGS = commands.bindings("mark")
    AUTO_FOCUS = "#marked"

    def __init__(
        self,
        selection: Selection,
        title: str,
        verbs: Mapping[str, str],
        describe: Callable[[int, int], Lines],
        glyphs: Glyphs,
        keymap: Mapping[str, str],
    ) -> None:
        """``verbs``: what is made by each command (its id) that may end the marking. ``describe`` runs in a thread."""
        super().__init__()
        self._verbs = verbs
        self._describe = describe
        self._glyphs = glyphs
        self._keymap = keymap
        self._text = MarkedText(selection, title, glyphs)
        self._described: Latest[Lines] = Latest(self, "describe", self._tell, self._failed)

    def compose(self) -> ComposeResult:
        yield self._text
        yield Reasons(self._glyphs)
        yield Line(id="status")

    def on_mount(self) -> None:
        keys: list[Part] = [(" ", "")]
        for command in commands.COMMANDS:
            if command.scope == "mark" and command.footer:
                keys += [(keys_of(command, self._keymap)[0], "key"), (f" {command.label}  ", "dim")]
        for command_id, made in self._verbs.items():
            keys += [(keys_of(BY_ID[command_id], self._keymap)[0], "key"), (f" {made}  ", "dim")]
        self.query_one("#status", Line).show(keys)
        self._ask()

    @property
    def selection(self) -> Selection:
        """What is marked now."""
        return self._text.selection

    @property
    def waiting(self) -> bool:
        """Whether the echo of the passage is still to come."""
        return self._described.busy

    def _show(self, selection: Selection) -> None:
        if selection != self.selection:
            self._text.show(selection)
            self._ask()

    def _ask(self) -> None:
        start, end = self.selection.start, self.selection.end
        self._described.ask(lambda cancelled: self._describe(start, end))

    def _tell(self, lines: Lines) -> None:
        self.query_one(Reasons).show(lines)

    def _failed(self, error: Exception) -> None:
        self.query_one(Reasons).show([[(str(error), "error")]])

    def action_next_sentence(self, step: int) -> None:
        """Mark the next or previous sentence instead."""
        self._show(self.selection.next_sentence(step))

    def action_move_end(self, unit: Unit, step: int) -> None:
        """Move one end of the passage."""
        self._show(self.selection.move(unit, step))

    def action_other_end(self) -> None:
        """Let the other end move."""
        self._show(self.selection.other_end())

    def action_take(self, command_id: str) -> None:
        """Close with the passage."""
        if command_id in self._verbs:
            leave(self, Marked(self.selection.start, self.selection.end, command_id))

    def action_give_up(self) -> None:
        """Close without one."""
        leave(self)
