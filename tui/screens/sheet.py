"""A sheet of lines to read: help, the explanation of a date, the ledger of claims, silences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from tui import commands
from tui.paint import Part, width_of, wrap
from tui.screens.leaving import leave
from tui.widgets.line import Line
from tui.widgets.rows import Rows

SheetLine = Sequence[Part]


def folded(line: SheetLine, width: int) -> list[SheetLine]:
    """A line in as many as its last part needs, the further ones indented like the first."""
    if sum(width_of(text) for text, _ in line) <= width or not line:
        return [line]
    *before, (last, style) = line
    indent = sum(width_of(text) for text, _ in before)
    lead = last[: len(last) - len(last.lstrip())]
    if width - indent - len(lead) < 20:
        return [line]
    pieces = wrap(last.lstrip(), width - indent - len(lead))
    texts = [last.lstrip()[start:end] for start, end in pieces]
    first: SheetLine = [*before, (lead + texts[0], style)]
    return [first, *([(" " * indent + lead + text, style)] for text in texts[1:])]


class SheetRows(Rows):
    """The lines of a sheet."""

    BINDINGS = commands.bindings("list")

    def __init__(self, lines: Sequence[SheetLine]) -> None:
        super().__init__(id="sheet")
        self._whole = lines
        self._folded: list[tuple[int, SheetLine]] = []

    def on_resize(self) -> None:
        """Fold the lines to the width; the cursor stays on its line."""
        kept = self.line_now
        self._folded = [
            (number, part) for number, line in enumerate(self._whole) for part in folded(line, self.size.width - 2)
        ]
        self.count = len(self._folded)
        self.go_to(kept)

    @property
    def line_now(self) -> int:
        """The line under the cursor, as it was given."""
        return self._folded[self.cursor][0] if self.cursor < len(self._folded) else 0

    def go_to(self, line: int) -> None:
        """Put the cursor on a line as it was given."""
        self.move_to(next((at for at, (number, _) in enumerate(self._folded) if number == line), 0))

    def parts(self, line: int, width: int, selected: bool) -> Iterable[Part]:
        del width
        return [(" ", ""), *self._folded[line][1]]


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
        rows = self.query_one(SheetRows)
        rows.focus()
        if self._choices:
            self.call_after_refresh(rows.go_to, min(self._choices))

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_title)

    def on_rows_moved(self) -> None:
        self._show_title()

    def _show_title(self) -> None:
        keys = "Enter open  Esc close " if self._choices else "Esc close "
        place = self.query_one(SheetRows).place
        self.query_one("#sheet-title", Line).show([(f" {self._title}", "strong")], [(place, ""), (keys, "dim")])

    def on_rows_chosen(self) -> None:
        line = self.query_one(SheetRows).line_now
        if line in self._choices:
            leave(self, line)

    def action_cancel(self) -> None:
        leave(self)
