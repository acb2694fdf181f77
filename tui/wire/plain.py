"""Text for a terminal that shows ASCII only: every character in as many ASCII cells as it would have taken."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len

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
    return text if text.isascii() else "".join(map(_plain, text))


def _plain(char: str) -> str:
    if char.isascii():
        return char
    width = cell_len(char)
    if width == 0:
        return ""
    base = FRAMES.get(char) or unicodedata.normalize("NFKD", char)[0]
    return (base if base.isascii() else "?").ljust(width, "?" if width == 2 else " ")
