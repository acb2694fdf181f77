"""Pick one of many by typing: commands, actors, saved views. The list is asked for anew with each letter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from tui import commands
from tui.paint import Part, fit, width_of
from tui.screens.leaving import leave
from tui.widgets.line import Line
from tui.widgets.rows import Rows


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things to pick from."""

    value: str
    label: str
    beside: str = ""


Source = Callable[[str], Sequence[Choice]]
"""What there is to pick from for a typed text."""


def narrowed(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """The choices in whose label every typed word occurs, those that begin with the text first."""
    words = typed.casefold().split()
    kept = [c for c in choices if all(word in f"{c.label} {c.beside}".casefold() for word in words)]
    return sorted(kept, key=lambda c: not c.label.casefold().startswith(typed.casefold().strip()))


class PickRows(Rows):
    """The choices that are left."""

    can_focus = False

    def __init__(self) -> None:
        super().__init__(id="picks")
        self.choices: Sequence[Choice] = ()

    def parts(self, line: int, width: int, selected: bool) -> Iterable[Part]:
        choice = self.choices[line]
        beside = fit(choice.beside, max(0, width // 2 - 2))
        label = fit(choice.label, width - width_of(beside) - 4)
        gap = " " * max(1, width - 2 - width_of(label) - width_of(beside))
        # Not by its looks alone: the list has no focus of its own, and a terminal may have no colour.
        return [(">" if selected else " ", "accent"), (label, ""), (gap, ""), (beside, "dim")]


class Pick(ModalScreen[str | None]):
    """A line to type in and the list it narrows."""

    BINDINGS = [
        *commands.bindings("dialog"),
        Binding("down,ctrl+n", "step(1)", show=False),
        Binding("up", "step(-1)", show=False),
        Binding("pagedown", "step(10)", show=False),
        Binding("pageup", "step(-10)", show=False),
    ]

    def __init__(self, title: str, source: Source, empty: str = "Nothing has these words.") -> None:
        super().__init__()
        self._title = title
        self._source = source
        self._empty = empty

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall"):
            yield Line(id="pick-title", classes="dialog-title")
            yield Input(placeholder="type to narrow", compact=True)
            yield PickRows()
            yield Line(id="pick-foot")

    def on_mount(self) -> None:
        self.query_one("#pick-title", Line).show([(f" {self._title}", "strong")], [("Enter pick  Esc cancel ", "dim")])
        self._refill("")

    def on_input_changed(self, event: Input.Changed) -> None:
        self._refill(event.value)

    def _refill(self, typed: str) -> None:
        rows = self.query_one(PickRows)
        rows.choices = self._source(typed)
        rows.refill(len(rows.choices), 0)
        self._show_foot()

    def _show_foot(self) -> None:
        rows = self.query_one(PickRows)
        said = "" if rows.choices else f" {self._empty}"
        self.query_one("#pick-foot", Line).show([(said, "dim")], [(rows.place, "dim")])

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_foot)

    def on_rows_moved(self) -> None:
        self._show_foot()

    def action_step(self, items: int) -> None:
        self.query_one(PickRows).action_move(items)

    def on_input_submitted(self) -> None:
        self._pick()

    def on_rows_chosen(self) -> None:
        self._pick()

    def _pick(self) -> None:
        rows = self.query_one(PickRows)
        if rows.count:
            leave(self, rows.choices[rows.cursor].value)

    def action_cancel(self) -> None:
        leave(self)
