"""A grid of cells, filled by reading the control sequences that Textual writes.

Only what Textual's frames consist of is understood: cursor positions, SGR, hyperlinks, text. Anything else is handed
back to be sent as it is. The grammar is that of ECMA-48.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct
from rich.cells import split_graphemes


class Pen(NamedTuple):
    """How a cell is drawn: SGR parameters of its attributes, foreground and background, and an OSC 8 target."""

    attributes: tuple[str, ...] = ()
    foreground: str = ""
    background: str = ""
    link: str = ""


PLAIN = Pen()

Cell = tuple[str, Pen]
"""What a cell shows (a character with its combining marks; empty: the right half of a wide one) and how."""

BLANK: Cell = (" ", PLAIN)

Row = tuple[Cell, ...]

TOKEN = re.compile(
    r"\x1b\[(?P<sgr>[\d;:]*)m"
    r"|\x1b\[(?P<y>\d*);?(?P<x>\d*)H"
    r"|\x1b\]8;[^;\x07\x1b]*;(?P<link>[^\x07\x1b]*)(?:\x1b\\|\x07)"
    r"|\x1b\[\?2026(?P<sync>[hl])"
    r"|\x1b\[(?P<ahead>\d*)C"
    r"|(?P<newline>\r?\n)"
    r"|(?P<text>[^\x00-\x1f\x7f]+)"
    r"|(?P<other>\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|P[^\x1b]*\x1b\\|[ -/]*[0-~])|[\x00-\x1f\x7f])"
)

UNDRAWN = re.compile(
    "[\x80-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\uffff\U000e0000-\U000e007f]"
)
"""Characters that steer a terminal, or that no encoding has: never part of a cell, whoever let them through."""

TARGET = re.compile(r"https?://[\x21-\x7e]{1,2000}")
"""The links that are handed on."""

FLAG_LETTERS = re.compile("[\U0001f1e6-\U0001f1ff]{2}")

ATTRIBUTES = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "21", "51", "52", "53"}
OFF = {
    "22": ("1", "2"),
    "23": ("3",),
    "24": ("4", "21"),
    "25": ("5", "6"),
    "27": ("7",),
    "28": ("8",),
    "29": ("9",),
    "54": ("51", "52"),
    "55": ("53",),
}


@lru_cache(4096)
def painted(pen: Pen, sgr: str) -> Pen:
    """The pen after an SGR sequence with these parameters."""
    attributes, foreground, background = set(pen.attributes), pen.foreground, pen.background
    codes = iter(sgr.split(";") if sgr else ["0"])
    for code in codes:
        if code in ("", "0"):
            attributes, foreground, background = set(), "", ""
        elif code in ATTRIBUTES:
            attributes.add(code)
        elif code in OFF:
            attributes.difference_update(OFF[code])
        elif code in ("38", "48"):
            kind = next(codes, "")
            rest = [next(codes, "") for _ in range(3 if kind == "2" else 1)]
            colour = ";".join([code, kind, *rest])
            foreground, background = (colour, background) if code == "38" else (foreground, colour)
        elif code == "39":
            foreground = ""
        elif code == "49":
            background = ""
        elif len(code) == 2 and code[0] in "39":
            foreground = code
        else:
            background = code
    return Pen(tuple(sorted(attributes, key=int)), foreground, background, pen.link)


def blank_row(width: int) -> Row:
    """A row of blanks on the terminal's own background."""
    return (BLANK,) * width


class Reader(Struct):
    """The screen that Textual means: rows by number as far as they were written since they were last taken."""

    width: int
    height: int
    rows: dict[int, list[Cell]]
    """Rows touched since :meth:`taken`."""
    x: int = 0
    y: int = 0
    pen: Pen = PLAIN
    syncing: bool = False
    """Between the start and the end of a synchronized update."""
    colour: bool = True
    """Whether colours are drawn; attributes always are."""
    spell: Callable[[str], str] | None = None
    """What turns a text into one that the terminal can show, in the same number of cells."""

    def read(self, data: str, shown: list[Row]) -> str:
        """Draw a piece of output onto the grid; rows not yet touched are taken from ``shown``.

        Returns what is no drawing (modes, titles, clipboard), to be sent as it is.
        """
        other: list[str] = []
        drawn = False
        for token in TOKEN.finditer(data):
            kind = token.lastgroup
            if kind == "text":
                drawn = True
                self._write(self.spell(token["text"]) if self.spell else token["text"], shown)
            elif kind == "sgr":
                self.pen = painted(self.pen, token["sgr"])
                if not self.colour:
                    self.pen = self.pen._replace(foreground="", background="")
            elif kind == "link":
                self.pen = self.pen._replace(link=token["link"] if TARGET.fullmatch(token["link"]) else "")
            elif kind == "sync":
                self.syncing = token["sync"] == "h"
            elif kind == "newline":
                self.x, self.y = 0, self.y + 1
            elif kind == "ahead":
                self.x += int(token["ahead"] or 1)
            elif kind == "other":
                other.append(token["other"])
            else:
                self.x, self.y = int(token["x"] or 1) - 1, int(token["y"] or 1) - 1
        # What Textual sends beside drawing it sends by itself: in the midst of a text it is the text's own.
        return "" if drawn else "".join(other)

    def _write(self, text: str, shown: list[Row]) -> None:
        y, width = self.y, self.width
        if not 0 <= y < self.height:
            return
        row = self.rows.get(y)
        if row is None:
            row = self.rows[y] = list(shown[y])
        x, pen = self.x, self.pen
        if text.isascii():
            count = max(0, min(len(text), width - x))
            if count:
                self._part(row, x, x + count)
                row[x : x + count] = [(char, pen) for char in text[:count]]
            self.x = x + len(text)
            return
        # Textual lays out by graphemes: a family of four joined emoji takes two cells, not eight.
        clean = UNDRAWN.sub("\N{REPLACEMENT CHARACTER}", text)
        for start, end, size in split_graphemes(clean)[0]:
            char = clean[start:end]
            if size == 0:
                if 0 < x <= width:
                    base = x - 1 if row[x - 1][0] or x < 2 else x - 2
                    row[base] = (row[base][0] + char, row[base][1])
                continue
            if x + size <= width:
                self._part(row, x, x + size)
                if x and FLAG_LETTERS.fullmatch(row[x - 1][0] + char):
                    # Two letters of a flag, a cell each to Textual, are one sign to many terminals.
                    row[x - 1], row[x] = (row[x - 1][0] + char, pen), ("", pen)
                    x += 1
                    continue
                row[x] = (char, pen)
                if size == 2:
                    row[x + 1] = ("", pen)
            x += size
        self.x = x

    @staticmethod
    def _part(row: list[Cell], start: int, end: int) -> None:
        """Cells ``start`` to ``end`` will be overwritten: the other half of a wide character there becomes a blank."""
        if start < len(row) and row[start][0] == "" and start:
            row[start - 1] = (" ", row[start - 1][1])
        if end < len(row) and row[end][0] == "":
            row[end] = (" ", row[end][1])

    def taken(self) -> dict[int, Row]:
        """The rows touched since the last time, now the caller's."""
        rows = {y: tuple(row) for y, row in self.rows.items()}
        self.rows = {}
        return rows
