"""Text for a terminal that shows ASCII only: every character in as many ASCII cells as it would have taken."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import split_graphemes

FRAMES = {
    **dict.fromkeys("─━═▁▔", "-"),
    **dict.fromkeys("│┃║▏▕▌▐", "|"),
    **dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼", "+"),
    **dict.fromkeys("•●◆", "*"),
    "…": ".",
    "·": ".",
    "–": "-",
    "—": "-",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "→": ">",
    "←": "<",
    "↑": "^",
    "↓": "v",
    "×": "x",
    "█": "#",
    "°": "o",
    "€": "E",
    "ß": "s",
    "ø": "o",
    "ł": "l",
}


@lru_cache(4096)
def plain(text: str) -> str:
    """The text in ASCII: frames as ``-|+``, letters without their marks, anything else as ``?``; same width."""
    if text.isascii():
        return text
    return "".join(_plain(text[start:end], width) for start, end, width in split_graphemes(text)[0])


def _plain(grapheme: str, width: int) -> str:
    if grapheme.isascii() or width == 0:
        return grapheme if width else ""
    base = FRAMES.get(grapheme[0]) or unicodedata.normalize("NFKD", grapheme)[0]
    return (base if base.isascii() else "?").ljust(width, "?" if width == 2 else " ")
