"""Rows each of which is to be decided: keep mine or take theirs, stays or moves. Enter when every row is decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from tui import commands
from tui.paint import Part, fit, wrap
from tui.widgets.line import Line
from tui.widgets.rows import Rows


@dataclass(frozen=True, slots=True)
class Option:
    """A way to decide a row: by this ``key``, shown as this ``word``."""

    key: str
    word: str


@dataclass(frozen=True, slots=True)
class Row:
    """What is to be decided: a heading, the text behind each option, and the option (its key) chosen at first."""

    heading: str
    texts: tuple[str, ...]
    chosen: str = ""


class ChooseRows(Rows):
    """The rows; each is a line, its texts are shown in full below the list."""

    BINDINGS = commands.bindings("list")

    def __init__(self, rows: Sequence[Row], options: Sequence[Option]) -> None:
        super().__init__(id="choose-rows")
        self._rows, self._options = rows, options
        self.chosen = [row.chosen for row in rows]
        self.count = len(rows)

    def parts(self, line: int, width: int, selected: bool) -> Iterable[Part]:
        row, chosen = self._rows[line], self.chosen[line]
        word = next((option.word for option in self._options if option.key == chosen), "?")
        room = max(8, (width - 34) // max(1, len(row.texts)) - 2)
        yield (f" {word:<7}", "strong" if chosen else "error")
        yield (f"{fit(row.heading, 22):<22}", "accent")
        for option, text in zip(self._options, row.texts, strict=False):
            yield (f"  {fit(' '.join(text.split()), room):<{room}}", "" if option.key == chosen else "dim")

    def choose(self, key: str) -> None:
        """Decide the row under the cursor, and go on to the next."""
        self.chosen[self.cursor] = key
        self.renew()
        self.move_to(self.cursor + 1)


class Choose(ModalScreen[tuple[str, ...] | None]):
    """Closes with the key chosen for each row. ``lead`` says in a line what this is about."""

    BINDINGS = commands.bindings("dialog")
    FOOT = 8

    def __init__(self, title: str, lead: str, rows: Sequence[Row], options: Sequence[Option]) -> None:
        super().__init__()
        self._title, self._lead = title, lead
        self._rows, self._options = rows, options

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall"):
            yield Line(id="choose-title", classes="dialog-title")
            yield Line(id="choose-lead")
            yield ChooseRows(self._rows, self._options)
            for number in range(self.FOOT):
                yield Line(id=f"choose-{number}")

    def on_mount(self) -> None:
        keys = "  ".join(f"{option.key} {option.word}" for option in self._options)
        self.query_one("#choose-title", Line).show(
            [(f" {self._title}", "strong")], [(f"{keys}  Enter save  Esc cancel ", "dim")]
        )
        self.query_one("#choose-lead", Line).show([(f" {self._lead}", "warning")])
        self.query_one(ChooseRows).focus()
        self._show_texts()

    def on_resize(self) -> None:
        self._show_texts()

    def on_rows_moved(self) -> None:
        self._show_texts()

    def _show_texts(self) -> None:
        """The texts of the row under the cursor, one above the other."""
        row = self._rows[self.query_one(ChooseRows).cursor]
        width = max(20, min(self.size.width, 100) - 14)
        share = self.FOOT // max(1, len(row.texts))
        lines: list[list[Part]] = []
        for option, text in zip(self._options, row.texts, strict=False):
            pieces = wrap(" ".join(text.split()) or "(nothing)", width)
            for number, (start, end) in enumerate(pieces[:share]):
                label = f" {option.word:<8}" if not number else " " * 9
                more = " …" if number == share - 1 and len(pieces) > share else ""
                lines.append([(label, "dim"), ((" ".join(text.split()) or "(nothing)")[start:end] + more, "")])
        for number in range(self.FOOT):
            self.query_one(f"#choose-{number}", Line).show(lines[number] if number < len(lines) else [])

    def on_key(self, event: events.Key) -> None:
        if any(event.key == option.key for option in self._options):
            event.stop()
            self.query_one(ChooseRows).choose(event.key)
            self._show_texts()

    def on_rows_chosen(self) -> None:
        rows = self.query_one(ChooseRows)
        if all(rows.chosen):
            self.dismiss(tuple(rows.chosen))
            return
        rows.move_to(rows.chosen.index(""))
        self.query_one("#choose-lead", Line).show([(" Not every row is decided.", "error")])

    def action_cancel(self) -> None:
        self.dismiss(None)
