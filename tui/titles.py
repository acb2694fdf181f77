"""The title lines of the panes: which pane, whether it is in focus, and how much it holds."""

from __future__ import annotations

from tui.ask import Listing, Story
from tui.look import Glyphs
from tui.paint import Part

Title = tuple[list[Part], list[Part], str]
"""The left and the right parts of a title line, and the sign between."""

FACET_NAMES = {
    "actor": "Actors",
    "status": "Statuses",
    "source": "Sources",
    "via": "Cited",
    "place": "Places",
    "kind": "Kinds",
    "tag": "Tags",
}


def timeline(listing: Listing | None, cursor: int, focused: bool, glyphs: Glyphs) -> Title:
    """Where the cursor is, of how many, and how many of those may only match."""
    right: list[Part] = []
    if listing is not None:
        count = listing.count
        at = f"{cursor + 1:,}/{count.total:,}" if count.total else "0"
        filtered = f" of {count.all:,}" if count.total != count.all else ""
        unsure = f" ({count.total - count.sure:,} possible)" if count.total != count.sure else ""
        right = [(f" {at}{filtered}{unsure} ", "strong" if focused else "dim")]
    return _left("1", "Timeline", focused, glyphs), right, glyphs.rule


def facets(field: str, values: int, more: bool, focused: bool, glyphs: Glyphs) -> Title:
    """What is counted, and how many values there are."""
    right: list[Part] = [(f" {values:,}{'+' if more else ''} ", "dim")]
    return _left("2", FACET_NAMES[field], focused, glyphs), right, glyphs.rule


def article(story: Story | None, focused: bool, glyphs: Glyphs) -> Title:
    """Which claim of how many."""
    right: list[Part] = []
    if story is not None and story.claims:
        right = [(f" claim {story.index + 1}/{len(story.claims)} ", "strong" if focused else "dim")]
    return _left("3", "Article", focused, glyphs), right, glyphs.rule


def _left(number: str, name: str, focused: bool, glyphs: Glyphs) -> list[Part]:
    mark = glyphs.cursor if focused else glyphs.rule
    style = "focus" if focused else "dim"
    return [(mark, style), (f"{number} {name} ", style)]
