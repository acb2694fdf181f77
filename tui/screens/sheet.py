"""A sheet of lines to read: help, the explanation of a date, the ledger of claims, silences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from tui import commands
from tui.paint import Part
from tui.widgets.line import Line
from tui.widgets.rows import Rows

SheetLine = Sequence[Part]


class SheetRows(Rows):
    """The lines of a sheet."""

    PARTS = frozenset({"heading", "date", "dim", "hit", "key", "planned", "reported", "confirmed", "denied"})
    COMPONENT_CLASSES = Rows.COMPONENT_CLASSES | {f"rows--{name}" for name in PARTS}
    BINDINGS = commands.bindings("list")

    def __init__(self, lines: Sequence[SheetLine]) -> None:
        super().__init__(id="sheet")
        self._lines = lines
        self.count = len(lines)

    def parts(self, line: int, width: int, selected: bool) -> Iterable[Part]:
        del width
        return [(" ", ""), *self._lines[line]]


class Sheet(ModalScreen[int | None]):
    """Lines under a title. Closes with the number of the line chosen by Enter where ``choices`` says which count."""

    BINDINGS = [*commands.bindings("dialog"), Binding("q,question_mark", "cancel", show=False)]

    def __init__(self, title: str, lines: Sequence[SheetLine], choices: Sequence[int] = ()) -> None:
        super().__init__()
        self._title = title
        self._lines = lines
        self._choices = frozenset(choices)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall"):
            yield Line(id="sheet-title", classes="dialog-title")
            yield SheetRows(self._lines)

    def on_mount(self) -> None:
        keys = "Enter open  Esc close " if self._choices else "Esc close "
        self.query_one("#sheet-title", Line).show([(f" {self._title}", "strong")], [(keys, "dim")])
        rows = self.query_one(SheetRows)
        rows.focus()
        if self._choices:
            rows.move_to(min(self._choices))

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        if message.item in self._choices:
            self.dismiss(message.item)

    def action_cancel(self) -> None:
        self.dismiss(None)
