"""One line of the screen: parts at the left, parts at the right, the left side cut where both don't fit."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Size
from textual.strip import Strip

from tui.paint import Part, sides
from tui.widgets.painted import Painted


class Line(Painted):
    """A line of parts. ``fill`` is the sign between left and right."""

    def __init__(self, *, fill: str = " ", id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._fill = fill
        self._left: tuple[Part, ...] = ()
        self._right: tuple[Part, ...] = ()

    def show(self, left: Sequence[Part], right: Sequence[Part] = ()) -> None:
        """Show other parts; nothing is drawn if they are the same."""
        shown = (tuple(left), tuple(right))
        if shown != (self._left, self._right):
            self._left, self._right = shown
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
        return sides(self._left, self._right, fill, width, self.part_styles, base)
