"""A widget that draws lines of parts: it knows the style of every part by name.

The names are one vocabulary for the whole program, declared here and given their looks in ``dateline.tcss`` as
``.part--NAME``; so a line that one pane can draw, every other can. The looks are kept by the application (which
declares :data:`PART_CLASSES` as its component classes), not by each widget: Textual works every component class of
every widget out on its own, which for this many took a fifth of the start of the program.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from rich.style import Style
from textual.widget import Widget

PARTS = frozenset(
    # Text.
    {"strong", "dim", "accent", "warning", "error", "heading", "key", "chip", "focus", "rule", "chosen", "on"}
    # Events.
    | {"planned", "reported", "confirmed", "denied", "date", "star", "count", "spark", "label", "source", "wait"}
    # Texts and what is found in them.
    | {"title", "link", "passage", "moved", "hit", "now", "suggested"}
    # Histograms.
    | {"bar", "mixed", "possible", "outside", "empty", "mark", "unit"}
)
"""Every style a part can have."""

PART_CLASSES = frozenset(f"part--{name}" for name in PARTS)
"""The component classes of an application whose widgets draw by parts."""


class Painted(Widget):
    """Base of the widgets that draw by parts."""

    @cached_property
    def part_styles(self) -> Mapping[str, Style]:
        """The looks of every part under the present theme."""
        return {name: self.app.get_component_styles(f"part--{name}").partial_rich_style for name in PARTS}

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.__dict__.pop("part_styles", None)
