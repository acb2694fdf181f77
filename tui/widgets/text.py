"""A text by Textual's Line API: wrapped to the width, stretches of it lit, fixed lines above and below it.

Offsets are code points of the text as given, so that what is lit is exactly what a selector points at. A subclass says
what there is to show (:meth:`TextView.page`) and what of it must be in view (:meth:`TextView.in_focus`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import islice, takewhile

from msgspec import Struct
from rich.style import Style
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.strip import Strip

from tui.paint import Part, Spans, lit, sides, strip, wrap
from tui.widgets.painted import Painted

NARROWEST = 20
"""Cells that a text is wrapped to at the least."""


class Page(Struct, frozen=True):
    """What a text view shows: the text, its lit stretches (sorted, not overlapping), the lines above and below it.

    The lines of ``lead`` come before the text and scroll with it; ``head`` and ``foot`` stay.
    """

    text: str = ""
    spans: Spans = ()
    head: Sequence[Sequence[Part]] = ()
    foot: Sequence[Sequence[Part]] = ()
    lead: Sequence[Sequence[Part]] = ()


class TextView(Painted, can_focus=True):
    """A title line and a text that scrolls below it."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._page = Page()
        self._spans: Spans = ()
        self._lines: list[tuple[int, int]] = []
        self._top = 0
        self._laid_out_for: Size | None = None
        self._strips: LRUCache[tuple[int, int], Strip] = LRUCache(256)

    # What a subclass says.

    def page(self, width: int, height: int) -> Page:
        """What to show in a text of ``width`` cells, in a widget of ``height`` lines."""
        raise NotImplementedError

    def title(self) -> tuple[Sequence[Part], Sequence[Part], str]:
        """What stands at the left and the right of the title line, and the sign between."""
        raise NotImplementedError

    def in_focus(self) -> tuple[int, int] | None:
        """The stretch of the text that must be in view when the page is new."""
        return None

    # Laying out.

    def renew(self) -> None:
        """Show the page anew, what is in focus in view."""
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        self._laid_out_for = self.size
        width = max(NARROWEST, self.size.width - 2)
        self._page = self.page(width, self.size.height)
        self._spans = self._page.spans
        # The lines of the lead hold nothing of the text: they end where it begins.
        self._lines = [(0, 0)] * len(self._page.lead) + (wrap(self._page.text, width) if self._page.text else [])
        self._strips.clear()
        self._top = self._clamped(self._line_in_focus())

    def light(self, spans: Spans) -> None:
        """Light other stretches of the same text."""
        self._spans = spans
        self._strips.clear()
        self.refresh(Region(0, 1 + len(self._page.head), self.size.width, self.room))

    def on_resize(self) -> None:
        if self.size != self._laid_out_for:
            self.renew()

    @property
    def room(self) -> int:
        """Lines left for the text."""
        return max(1, self.size.height - 1 - len(self._page.head) - len(self._page.foot))

    # Drawing.

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        # The first frame may be drawn before the news of our size has come.
        if self.size != self._laid_out_for:
            self._lay_out()
        width, base = self.size.width, self.rich_style
        if y == 0:
            left, right, fill = self.title()
            return sides(left, right, (fill, "rule"), width, self.part_styles, base)
        y -= 1
        head, foot = self._page.head, self._page.foot
        below = self.size.height - 1 - len(foot)
        if y < len(head):
            return self._drawn(head[y], width, base)
        if y >= below:
            return self._drawn(foot[y - below], width, base)
        line = self._top + y - len(head)
        if line >= len(self._lines):
            return Strip.blank(width, base)
        if line < len(self._page.lead):
            return self._drawn(self._page.lead[line], width, base)
        key = (line, width)
        drawn = self._strips.get(key)
        if drawn is None:
            start, end = self._lines[line]
            first = bisect_right(self._spans, start, key=lambda span: span[1])
            spans = list(takewhile(lambda span: span[0] < end, islice(self._spans, first, None)))
            drawn = self._drawn(lit(self._page.text, start, end, spans), width, base)
            self._strips[key] = drawn
        return drawn

    def _drawn(self, parts: Iterable[Part], width: int, base: Style) -> Strip:
        return strip([(" ", ""), *parts], width, self.part_styles, base)

    # Moving.

    def go_to_line(self, line: int) -> None:
        """Scroll so that a line of the text is the first on the screen, or as near to it as there is text."""
        self._top = self._clamped(line)
        self.refresh()

    def _clamped(self, line: int) -> int:
        return max(0, min(line, len(self._lines) - self.room))

    def line_at(self, offset: int) -> int:
        """The line on which a code point of the text stands."""
        line = bisect_right(self._lines, offset, key=lambda each: each[1])
        return min(line, max(0, len(self._lines) - 1))

    @property
    def first_shown(self) -> int:
        """The code point of the text that is the first on the screen."""
        return self._lines[self._top][0] if self._top < len(self._lines) else 0

    def is_in_view(self, start: int, end: int) -> bool:
        """Whether the whole stretch can be seen."""
        return self._top <= self.line_at(start) and self.line_at(max(start, end - 1)) < self._top + self.room

    def to_focus(self) -> None:
        """Scroll so that what is in focus is in view, a third of the way down where it fits."""
        self.go_to_line(self._line_in_focus())

    def _line_in_focus(self) -> int:
        """The line to begin with so that what is in focus is in view."""
        at = self.in_focus()
        if at is None or not self._lines:
            return 0
        first, last = self.line_at(at[0]), self.line_at(max(at[0], at[1] - 1))
        spare = max(0, self.room - (last - first + 1))
        # The lead is for those who scroll up to it.
        return max(len(self._page.lead), first - min(spare, self.room // 3))

    def action_scroll_text(self, lines: int) -> None:
        """Scroll by so many lines."""
        self.go_to_line(self._top + lines)

    def action_scroll_half(self, halves: int) -> None:
        """Scroll by half pages."""
        step = max(1, self.room - 1) if abs(halves) == 2 else max(1, self.room // 2)
        self.go_to_line(self._top + (step if halves > 0 else -step))

    def action_text_first(self) -> None:
        """Go to the start of the text."""
        self.go_to_line(0)

    def action_text_last(self) -> None:
        """Go to the end of the text."""
        self.go_to_line(len(self._lines))

    def action_passage(self) -> None:
        """Go back to what is in focus."""
        self.to_focus()

    def refresh_title(self) -> None:
        """Draw the title anew."""
        self.refresh(Region(0, 0, self.size.width, 1))

    def on_focus(self) -> None:
        self.refresh_title()

    def on_blur(self) -> None:
        self.refresh_title()

    def on_mouse_scroll_down(self) -> None:
        self.action_scroll_text(3)

    def on_mouse_scroll_up(self) -> None:
        self.action_scroll_text(-3)


def overlaid(under: Iterable[tuple[int, int, str]], over: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Two layers of sorted spans as one, not overlapping: where both cover a stretch the upper one shows."""
    upper = list(over)
    spans = list(upper)
    for start, end, name in under:
        at = start
        for first, last, _ in upper:
            if last <= at or first >= end:
                continue
            if first > at:
                spans.append((at, first, name))
            at = max(at, last)
        if at < end:
            spans.append((at, end, name))
    return sorted(spans)
