"""The density strip: how many events when, with the filtered window marked in it.

Solid bars are events that lie within one bucket; the shaded part is mass that may lie there. Years (or decades) are
labelled where they begin.
"""

from __future__ import annotations

from textual.geometry import Size
from textual.strip import Strip

from store.chronology import Histogram
from tui.histogram import bars
from tui.look import Glyphs
from tui.paint import strip
from tui.widgets.painted import Painted


class Density(Painted):
    """The histogram of the view over time."""

    def __init__(self, glyphs: Glyphs, *, id: str | None = "density") -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._histogram: Histogram | None = None
        self._window: tuple[int | None, int | None] = (None, None)
        self._fitted = True

    def show(self, histogram: Histogram, window: tuple[int | None, int | None], fitted: bool) -> None:
        """Show a histogram, with the first and last day of the filter (``None``: open)."""
        if (histogram, window, fitted) != (self._histogram, self._window, self._fitted):
            self._histogram, self._window, self._fitted = histogram, window, fitted
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 1

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        base = self.rich_style
        if y or self._histogram is None:
            return Strip.blank(width, base)
        unit = f" {self._histogram.unit}s"
        tail = unit if self._fitted else unit + "*"
        drawn = bars(self._histogram, self._window, width - len(tail), self._glyphs)
        return strip([*drawn, (tail, "unit")], width, self.part_styles, base)
