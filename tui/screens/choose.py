"""Rows each of which is to be decided: keep mine or take theirs, stays or moves. Enter when every row is decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from tui import commands
from tui.look import Glyphs
from tui.paint import Part, pad, width_of, wrap
from tui.screens.leaving import leave
from tui.widgets.line import Line
from tui.widgets.rows import Rows


@dataclass(frozen=True, slots=True)
class Option:
    """A way to decide a row: by this ``key``, shown as this ``word``."""

    key: str
    word: str


@dataclass(frozen=True, slots=True)
class Row:
    """What is to be decided: a heading, the text behind each option, and the option (its key) chosen at first.

    ``before`` is what stood there, where that is worth telling.
    """

    heading: str
    texts: tuple[str, ...]
    chosen: str = ""
    before: str = ""


NOTHING = "(nothing)"


class ChooseRows(Rows):
    """The rows; each is a line, its texts are shown in full below the list."""

    BINDINGS = commands.bindings("list")

    def __init__(self, rows: Sequence[Row], options: Sequence[Option], ellipsis: str) -> None:
        super().__init__(id="choose-rows")
        self._rows, self._options, self._ellipsis = rows, options, ellipsis
        self.chosen = [row.chosen for row in rows]
        self.count = len(rows)

    def parts(self, line: int, width: int, selected: bool) -> Iterable[Part]:
        row, chosen = self._rows[line], self.chosen[line]
        word = next((option.word for option in self._options if option.key == chosen), "?")
        words = max(len(option.word) for option in self._options) + 1
        longest = max(width_of(each.heading) for each in self._rows)
        # Where each option has a text of its own, they share what the headings leave.
        share = len(row.texts) + 1 if len(row.texts) > 1 else 2
        heading = min(longest, (width - words - 2) // share)
        room = (width - words - heading - 2) // max(1, len(row.texts)) - 2
        yield (f" {word:<{words}}", "strong" if chosen else "error")
        yield (pad(row.heading, heading, self._ellipsis), "accent")
        for number, text in enumerate(row.texts):
            taken = len(row.texts) == 1 or self._options[number].key == chosen
            yield ("  " + pad(" ".join(text.split()) or NOTHING, max(4, room), self._ellipsis), "" if taken else "dim")

    def choose(self, key: str) -> None:
        """Decide the row under the cursor, and go on to the next."""
        self.chosen[self.cursor] = key
        self.renew()
        self.move_to(self.cursor + 1)


class Choose(ModalScreen[tuple[str, ...] | None]):
    """Closes with the key chosen for each row. ``lead`` says in a line what this is about, ``ending``
    what Enter does.
    """

    BINDINGS = commands.bindings("dialog")
    FOOT = 8

    def __init__(
        self,
        title: str,
        lead: str,
        rows: Sequence[Row],
        options: Sequence[Option],
        glyphs: Glyphs,
        ending: str = "save",
    ) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._ending = ending
        self._title, self._lead = title, lead
        self._rows, self._options = rows, options

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall"):
            yield Line(id="choose-title", classes="dialog-title")
            yield Line(id="choose-lead")
            yield ChooseRows(self._rows, self._options, self._glyphs.ellipsis)
            for number in range(self.FOOT):
                yield Line(id=f"choose-{number}")

    def on_mount(self) -> None:
        keys = "  ".join(f"{option.key} {option.word}" for option in self._options)
        self.query_one("#choose-title", Line).show(
            [(f" {self._title}", "strong")], [(f"{keys}  Enter {self._ending}  Esc cancel ", "dim")]
        )
        self.query_one("#choose-lead", Line).show([(f" {self._lead}", "")])
        self.query_one(ChooseRows).focus()
        self._show_texts()

    def on_resize(self) -> None:
        self._show_texts()

    def on_rows_moved(self) -> None:
        self._show_texts()

    def _show_texts(self) -> None:
        """The texts of the row under the cursor in full, one above the other, each with the key that takes it."""
        rows = self.query_one(ChooseRows)
        row = self._rows[rows.cursor]
        texts = [(f"{option.key} {option.word}", text) for option, text in zip(self._options, row.texts, strict=False)]
        if len(row.texts) == 1:  # one text, whatever is chosen
            texts = [("", row.texts[0])]
        if row.before and row.before not in row.texts:
            texts.append(("  before", row.before))
        indent = max(len(label) for label, _ in texts) + 2 if texts[0][0] else 1
        width = max(20, rows.size.width - indent - 2)
        share = (self.FOOT - 2) // max(1, len(texts))
        lines: list[list[Part]] = [
            [(self._glyphs.rule * rows.size.width, "rule")],
            [(f" {row.heading}", "accent")],
        ]
        for label, text in texts:
            flat = " ".join(text.split()) or NOTHING
            pieces = wrap(flat, width)
            for number, (start, end) in enumerate(pieces[:share]):
                more = f" {self._glyphs.ellipsis}" if number == share - 1 and len(pieces) > share else ""
                lead = f" {label}" if not number else ""
                lines.append([(f"{lead:<{indent}}", "dim"), (flat[start:end] + more, "")])
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
            leave(self, tuple(rows.chosen))
            return
        rows.move_to(rows.chosen.index(""))
        keys = " or ".join(option.key for option in self._options)
        self.query_one("#choose-lead", Line).show([(f" {rows.chosen.count('')} not decided yet: {keys}", "error")])

    def action_cancel(self) -> None:
        leave(self)
