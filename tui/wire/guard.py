"""The last look at what any widget draws, ours or Textual's: no character in it steers the terminal.

Our own widgets are safe by :mod:`tui.paint`; Textual's line of input, for one, shows what it is given.
"""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from store.text import shown


def guarded(text: str) -> str:
    """The text with hostile characters replaced, in as many cells as before: those without width are left out."""
    safe = shown(text)
    if safe == text:
        return text
    return "".join(new if new == old or cell_len(old) == 1 else "" for old, new in zip(text, safe, strict=True))


class Guard(LineFilter):
    """Replaces hostile characters in every line that is drawn."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, their texts harmless."""
        del background
        return [
            each if each.text.isprintable() else Segment(guarded(each.text), each.style, each.control)
            for each in segments
        ]
