"""What the view is made of: its actors (or statuses, outlets, places …) with counts under the current filter.

On a wide screen a list with spark lines and affiliation; on a narrow one the names flow over two lines.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.strip import Strip

from tui import commands, titles
from tui.ask import SPARK, FacetRow
from tui.look import Glyphs, spark
from tui.messages import FacetChosen
from tui.paint import Part, fit, pad, width_of
from tui.widgets.rows import Rows


class Facets(Rows):
    """The values of one field, most frequent first."""

    HELP = "Who and what the view is made of, with counts under the filters. a or Enter filters by one, again releases."

    titled = True
    BINDINGS = [
        *commands.bindings("list"),
        ("right", "move(1)", ""),
        ("left", "move(-1)", ""),
    ]

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="facets")
        self._glyphs = glyphs
        self._rows: tuple[FacetRow, ...] = ()
        self._field = "actor"
        self._more = False
        self._flow: list[tuple[int, int]] = []
        self._laid_out_for = 0
        self.flows = False

    def show(self, field: str, rows: tuple[FacetRow, ...], more: bool) -> None:
        """Show the values of a field; the cursor stays on its value."""
        kept = self.value if field == self._field else None
        self._field, self._rows, self._more = field, rows, more
        values = [row.fact.value for row in rows]
        self._lay_out()
        self.refill(len(rows), values.index(kept) if kept in values else 0)

    @property
    def value(self) -> str | None:
        """The value under the cursor."""
        return self._rows[self.cursor].fact.value if self.cursor < len(self._rows) else None

    @property
    def field(self) -> str:
        """The field that is counted."""
        return self._field

    # The flowing form: several values a line.

    def flow(self, flows: bool) -> bool:
        """Let the values flow over the lines, or give each a line; whether that is a change."""
        if flows == self.flows:
            return False
        self.flows = flows
        self.marks_line = not flows
        self._lay_out()
        self.refill(len(self._rows), self.cursor)
        return True

    def _lay_out(self) -> None:
        self._flow = []
        self._laid_out_for = self.size.width
        if not self.flows:
            return
        width, start, used = max(20, self.size.width), 0, 1
        for index, row in enumerate(self._rows):
            size = width_of(self._short(row)) + 2
            if used + size > width and index > start:
                self._flow.append((start, index))
                start, used = index, 1
            used += size
        if start < len(self._rows):
            self._flow.append((start, len(self._rows)))

    def on_resize(self) -> None:
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        # The first frame may be drawn before the news of our size has come.
        if self.size.width != self._laid_out_for:
            self._lay_out()
        return super().render_line(y)

    @property
    def lines(self) -> int:
        return len(self._flow) if self.flows else self.count

    def line_of(self, item: int) -> int:
        if not self.flows:
            return item
        return next((line for line, (start, stop) in enumerate(self._flow) if start <= item < stop), 0)

    def item_at(self, line: int) -> int | None:
        if not self.flows:
            return line
        start, stop = self._flow[line]
        return self.cursor if start <= self.cursor < stop else start

    def move_to(self, item: int) -> None:
        before = self.line_of(self.cursor) if self.count else 0
        super().move_to(item)
        if self.flows:
            # Two values on one line: the line was drawn under the same key.
            self.renew(before, before + 1)
            self.renew(self.line_of(self.cursor), self.line_of(self.cursor) + 1)

    # Drawing.

    def title(self) -> titles.Title:
        return titles.facets(self._field, len(self._rows), self._more, self.has_focus, self._glyphs)

    def _short(self, row: FacetRow) -> str:
        return f"{'*' if row.filtered else ''}{fit(row.fact.label, 28, self._glyphs.ellipsis)} {row.fact.events}"

    def parts(self, line: int, width: int, selected: bool) -> Iterable[Part]:
        if self.flows:
            return self._flowing(line)
        row = self._rows[line]
        counted = f"{row.fact.events:,}"
        beside = row.beside or row.fact.kind
        aside = min(20, max(0, width - 46)) if beside else 0
        sparks = SPARK if row.trend and width >= 40 else 0
        name_width = width - 3 - 7 - (sparks + 1 if sparks else 0) - (aside + 2 if aside else 0)
        return [
            (self._glyphs.cursor if selected else " ", ""),
            ("*" if row.filtered else " ", "on"),
            (pad(row.fact.label, name_width, self._glyphs.ellipsis), "on" if row.filtered else ""),
            (f"{counted:>7}", "count"),
            (" " + spark(row.trend, self._glyphs) if sparks else "", "spark"),
            ("  " + fit(beside, aside, self._glyphs.ellipsis) if aside else "", "dim"),
        ]

    def _flowing(self, line: int) -> list[Part]:
        parts: list[Part] = [(" ", "")]
        start, stop = self._flow[line]
        for index in range(start, stop):
            row = self._rows[index]
            style = "focus" if index == self.cursor and self.has_focus else "on" if row.filtered else ""
            name, _, number = self._short(row).rpartition(" ")
            parts += [(name, style), (" " + number, style or "count"), ("  ", "")]
        return parts

    def on_focus(self) -> None:
        self.renew()

    def on_blur(self) -> None:
        self.renew()

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        message.stop()
        if (value := self.value) is not None:
            self.post_message(FacetChosen(self._field, value))
