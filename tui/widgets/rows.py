"""A list by Textual's Line API: only the lines on the screen are ever drawn, at any length.

The list does not hold its items. A subclass says how many there are and draws one; moving the cursor redraws two
lines. Lines that are no items (headings) may stand between them: :meth:`Rows.line_of` and :meth:`Rows.item_at` tell
lines and items apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tui.paint import Part, sides, strip
from tui.widgets.painted import Painted

STRIPS = 1024
"""How many drawn lines are kept; then all are forgotten, which is cheaper than choosing."""


class Rows(Painted, can_focus=True):
    """A list with a cursor. ``count`` items, ``cursor`` the item in focus, ``top`` the first line on the screen."""

    titled = False
    """Whether the first line of the widget is a title (:meth:`title`), drawn in the same frame as the rows."""

    KEPT_PARTS = frozenset({"hit"})
    """Styles that show on the line of the cursor too."""

    COMPONENT_CLASSES = {"rows--cursor", "rows--cursor-focus"}

    jumps = False
    """At the edge scroll half a page at a time, not a line: for panes that no scroll region of a terminal can move."""

    marks_line = True
    """Whether the line of the cursor is drawn in the cursor's style; a list that flows marks the item itself."""

    @dataclass
    class Moved(Message):
        """The cursor is on another item (or on the same after a refill)."""

        rows: Rows
        """The list."""
        item: int
        """The item, from 0."""

        @property
        def control(self) -> Rows:
            return self.rows

    @dataclass
    class Chosen(Message):
        """The item under the cursor was chosen (Enter or a click on it)."""

        rows: Rows
        """The list."""
        item: int
        """The item, from 0."""

        @property
        def control(self) -> Rows:
            return self.rows

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.count = 0
        self.cursor = 0
        self.top = 0
        self.notice: Sequence[Sequence[Part]] = ()
        """What stands here while there is no item: why, and what to do about it."""
        self._strips: dict[tuple[int, int, bool, bool], Strip] = {}

    # What a subclass says.

    def parts(self, line: int, width: int, selected: bool) -> Iterable[Part]:
        """Draw one line as parts (see :func:`tui.paint.strip`)."""
        raise NotImplementedError

    def title(self) -> tuple[Sequence[Part], Sequence[Part], str]:
        """What stands at the left and the right of the title line, and the sign between."""
        return (), (), " "

    @property
    def lines(self) -> int:
        """How many lines there are, headings included."""
        return self.count

    def line_of(self, item: int) -> int:
        """The line an item stands on."""
        return item

    def item_at(self, line: int) -> int | None:
        """The item on a line; ``None`` for a heading."""
        return line

    # Drawing.

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    @property
    def room(self) -> int:
        """Lines left for rows, at least one."""
        return max(1, self.size.height - self.titled)

    @property
    def place(self) -> str:
        """Where the cursor stands, unless all rows are on the screen: a list that is cut says so."""
        return f"{self.cursor + 1:,}/{self.count:,}  " if self.count > self.room else ""

    def refresh_title(self) -> None:
        """Draw the title anew."""
        if self.titled:
            self.refresh(Region(0, 0, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if self.titled and y == 0:
            left, right, fill = self.title()
            return sides(left, right, (fill, "rule"), width, self.part_styles, self.rich_style)
        y -= self.titled
        line = self.top + y
        if not self.count and y < len(self.notice):
            return strip([(" ", ""), *self.notice[y]], width, self.part_styles, self.rich_style)
        if line >= self.lines:
            return Strip.blank(width, self.rich_style)
        selected = self.count > 0 and self.item_at(line) == self.cursor
        key = (line, width, selected, selected and self.has_focus)
        drawn = self._strips.get(key)
        if drawn is None:
            base, styles = self.rich_style, self.part_styles
            if selected and self.marks_line:
                part = "rows--cursor-focus" if self.has_focus else "rows--cursor"
                base += self.get_component_rich_style(part, partial=True)
                # One style over the whole line is calmer than a patchwork, and far fewer bytes.
                styles = {name: styles[name] if name in self.KEPT_PARTS else Style.null() for name in styles}
            drawn = strip(self.parts(line, width, selected), width, styles, base)
            if len(self._strips) >= STRIPS:
                self._strips.clear()
            self._strips[key] = drawn
        return drawn

    def refresh_line(self, line: int) -> None:
        """Draw one line anew if it is on the screen."""
        if self.top <= line < self.top + self.room:
            self.refresh(Region(0, line - self.top + self.titled, self.size.width, 1))

    def renew(self, first: int = 0, stop: int | None = None) -> None:
        """Forget drawn lines (all, or those of a range) and draw again what is on the screen."""
        if stop is None:
            self._strips.clear()
            self.refresh()
            return
        for key in [key for key in self._strips if first <= key[0] < stop]:
            del self._strips[key]
        for line in range(max(first, self.top), min(stop, self.top + self.room)):
            self.refresh_line(line)

    # Moving.

    def refill(self, count: int, cursor: int = 0) -> None:
        """Show another list of ``count`` items with the cursor on one of them, at the same height if it can be."""
        height = self.room
        offset = min(max(0, self.line_of(self.cursor) - self.top), height - 1) if self.count else 0
        self.count = count
        self.cursor = max(0, min(cursor, count - 1))
        self.top = self._clamped(self.line_of(self.cursor) - offset) if count else 0
        self._keep_cursor_visible()
        self.renew()

    def move_to(self, item: int) -> None:
        """Put the cursor on an item, scrolling as little as needed, and tell."""
        item = max(0, min(item, self.count - 1))
        if not self.count or item == self.cursor:
            return
        before, self.cursor = self.cursor, item
        if self._keep_cursor_visible():
            self.refresh()
        else:
            self.refresh_line(self.line_of(before))
            self.refresh_line(self.line_of(item))
            self.refresh_title()
        self.post_message(self.Moved(self, item))

    def _clamped(self, top: int) -> int:
        return max(0, min(top, self.lines - self.room))

    def _keep_cursor_visible(self) -> bool:
        """Scroll so that the cursor, and a heading right above it, can be seen. True if anything moved."""
        height = self.room
        line = self.line_of(self.cursor)
        # Before it is laid out the list has no height: it will have room for the heading.
        roomy = height > 1 or not self.size.height
        upper = line - 1 if roomy and line > 0 and self.item_at(line - 1) is None else line
        top = self.top
        if upper < top:
            top = line - height // 2 if self.jumps else upper
        elif line >= top + height:
            top = line - height // 2 if self.jumps else line - height + 1
        top = self._clamped(top)
        moved, self.top = top != self.top, top
        return moved

    def on_resize(self) -> None:
        self._strips.clear()
        self.top = self._clamped(self.top)
        self._keep_cursor_visible()
        self.refresh()

    def on_focus(self) -> None:
        self.refresh_line(self.line_of(self.cursor))
        self.refresh_title()

    def on_blur(self) -> None:
        self.refresh_line(self.line_of(self.cursor))
        self.refresh_title()

    def action_move(self, items: int) -> None:
        """Move the cursor by so many items."""
        self.move_to(self.cursor + items)

    def action_page(self, halves: int) -> None:
        """Move by half pages: the cursor stays at its height on the screen."""
        if not self.count:
            return
        height = self.room
        step = max(1, (height - 1 if abs(halves) == 2 else height // 2)) * (1 if halves > 0 else -1)
        line = max(0, min(self.line_of(self.cursor) + step, self.lines - 1))
        item = self.item_at(line)
        if item is None:
            item = self.item_at(line + 1) if step > 0 or line == 0 else self.item_at(line - 1)
        self.top = self._clamped(self.top + step)
        if item is not None and item != self.cursor:
            self.cursor = item
            self._keep_cursor_visible()
            self.post_message(self.Moved(self, item))
        self.refresh()

    def action_first(self) -> None:
        """Go to the first item."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the last item."""
        self.move_to(self.count - 1)

    def action_choose(self) -> None:
        """Choose the item under the cursor."""
        if self.count:
            self.post_message(self.Chosen(self, self.cursor))

    # A mouse is not needed, but where it is on it works.

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_move(-3)

    def on_click(self, event: events.Click) -> None:
        line = self.top + event.y - self.titled
        item = self.item_at(line) if line < self.lines else None
        if item is None:
            return
        if item == self.cursor:
            self.action_choose()
        else:
            self.move_to(item)
