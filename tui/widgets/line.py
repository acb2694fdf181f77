"""One line of the screen: parts at the left, parts at the right, the left side cut where both don't fit."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from tui.paint import Part, sides, width_of
from tui.widgets.painted import Painted


class Line(Painted):
    """A line of parts. ``fill`` is the sign between left and right."""

    def __init__(self, *, fill: str = " ", id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._fill = fill
        self._left: tuple[Part, ...] = ()
        self._right: tuple[Part, ...] = ()
        self._link = ""

    def show(self, left: Sequence[Part], right: Sequence[Part] = (), link: str = "") -> None:
        """Show other parts; nothing is drawn if they are the same. The part of style ``link`` leads to a ``link``."""
        shown = (tuple(left), tuple(right), link)
        if shown != (self._left, self._right, self._link):
            self._left, self._right, self._link = shown
            self.refresh()

    @property
    def text(self) -> str:
        """What stands on the line, left and right."""
        return "".join(text for text, _ in self._left) + " | " + "".join(text for text, _ in self._right)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 1

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        if y:
            return Strip.blank(width, base)
        fill = (self._fill, "rule" if self._fill != " " else "")
        drawn = sides(self._left, self._right, fill, width, self.part_styles, base)
        if not self._link:
            return drawn
        start = end = 0
        for text, name in self._left:
            end += width_of(text)
            if name == "link":
                break
            start = end
        linked = drawn.crop(start, end).apply_style(Style(link=self._link))
        return Strip.join([drawn.crop(0, start), linked, drawn.crop(end)])
