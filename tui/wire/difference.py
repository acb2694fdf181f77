"""The shortest that we know to turn one screen into another: cells that differ, SGR deltas, scrolled regions.

Only sequences that every terminal of the last decades knows are used: CUP, CUF, SGR, EL, DECSTBM, IND and RI, CR, LF.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from tui.wire.grid import BLANK, PLAIN, Pen, Row, blank_row

BRIDGE = 5
"""So many equal cells between two that differ are sent again rather than jumped over: a jump takes 4 to 8 bytes."""

UNCERTAIN = re.compile("[\u200d\ufe0f\u20e3\u0900-\u0dff\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
"""Characters by which a grapheme of several is wider in one terminal than in another."""

SCROLL_ROWS = 4
"""Fewer changed rows than this are never worth a scroll."""


def _sgr(pen: Pen) -> str:
    return ";".join((*pen.attributes, *(part for part in (pen.foreground, pen.background) if part)))


@lru_cache(1024)
def is_uncertain(text: str) -> bool:
    """Whether terminals disagree on the cells of a grapheme: joined and coloured emoji, keycaps, flags, skin tones,
    Indic syllables."""
    return not text.isascii() and UNCERTAIN.search(text) is not None


@lru_cache(4096)
def transition(old: Pen, new: Pen) -> str:
    """The shortest sequence that changes one pen into another."""
    link = f"\x1b]8;;{new.link}\x1b\\" if old.link != new.link else ""
    if old[:3] == new[:3]:
        return link
    whole = _sgr(new)
    reset = f"\x1b[0;{whole}m" if whole else "\x1b[m"
    added = [each for each in new.attributes if each not in old.attributes]
    if len(added) != len(new.attributes) - len(old.attributes):
        return link + reset
    if old.foreground != new.foreground:
        added.append(new.foreground or "39")
    if old.background != new.background:
        added.append(new.background or "49")
    delta = f"\x1b[{';'.join(added)}m"
    return link + (delta if len(delta) <= len(reset) else reset)


class Writer:
    """Writes changes to a terminal whose screen, pen and cursor it knows."""

    def __init__(self, shown: list[Row]) -> None:
        self.shown = shown
        self._out: list[str] = []
        self._pen = PLAIN
        self._at: tuple[int, int] | None = None

    def change(self, rows: dict[int, Row]) -> str:
        """Everything that makes the terminal show these rows; ``shown`` is them afterwards."""
        changed = {y: row for y, row in rows.items() if row != self.shown[y]}
        if len(changed) >= SCROLL_ROWS:
            changed = self._scrolled(changed)
        for y in sorted(changed):
            self._row(y, changed[y])
            self.shown[y] = changed[y]
        self._paint(PLAIN)
        out, self._out = "".join(self._out), []
        return out

    def clear(self) -> None:
        """Begin with an empty screen."""
        width = len(self.shown[0]) if self.shown else 0
        self._paint(PLAIN)
        self._out.append("\x1b[m\x1b[H\x1b[2J")
        self._at = (0, 0)
        self.shown[:] = [blank_row(width)] * len(self.shown)

    def forget(self) -> None:
        """Nothing remains to be written of what led here: others have drawn what is shown."""
        self._out, self._pen = [], PLAIN
        self.lost()

    def lost(self) -> None:
        """The cursor was moved by others."""
        self._at = None

    # One row.

    def _row(self, y: int, row: Row) -> None:
        old = self.shown[y]
        width = len(row)
        tail = width
        while tail and row[tail - 1] == BLANK:
            tail -= 1
        # Erasing to the end of the line pays where more than three blanks would have to be written.
        erases = sum(old[x] != BLANK for x in range(tail, width)) > 3
        stop = tail if erases else width
        x = 0
        while x < stop:
            if row[x] == old[x]:
                x += 1
                continue
            # The right half of a wide character cannot be written without its left one.
            start = x - 1 if row[x][0] == "" and x else x
            last = self._run_end(row, old, x, stop)
            self._move(start, y)
            for column, (text, pen) in enumerate(row[start : last + 1], start):
                self._paint(pen)
                if len(text) > 1 and is_uncertain(text):
                    # Whatever the terminal makes of it: both cells are blank before, and what follows has its place.
                    self._out.append("  ")
                    self._at = None
                    self._move(column, y)
                    self._out.append(text)
                    self._at = None
                else:
                    if self._at is None and text:
                        self._move(column, y)
                    self._out.append(text)
            x = last + 1
            # After the last column the cursor is in no place that all terminals agree upon.
            self._at = (x, y) if x < width else None
        if erases:
            self._move(tail, y)
            self._paint(PLAIN)
            self._out.append("\x1b[K")

    @staticmethod
    def _run_end(row: Row, old: Row, start: int, stop: int) -> int:
        """The last cell of a run that begins at ``start``: small islands of equal cells are part of it."""
        last, x = start, start + 1
        while x < stop and x - last <= BRIDGE:
            if row[x] != old[x]:
                last = x
            x += 1
        # A terminal may draw over what stands behind a joined emoji: the rest of the row is sent again.
        if any(len(text) > 1 and is_uncertain(text) for text, _ in row[start : last + 1]):
            return stop - 1
        # Both halves of a wide character belong together, in the old row as in the new one.
        while last + 1 < len(row) and (row[last + 1][0] == "" or old[last + 1][0] == ""):
            last += 1
        return last

    def _paint(self, pen: Pen) -> None:
        if pen != self._pen:
            self._out.append(transition(self._pen, pen))
            self._pen = pen

    def _move(self, x: int, y: int) -> None:
        if self._at == (x, y):
            return
        if self._at is not None and self._at[1] == y and x > self._at[0]:
            ahead = x - self._at[0]
            self._out.append("\x1b[C" if ahead == 1 else f"\x1b[{ahead}C")
        elif self._at is not None and x == 0 and y == self._at[1] + 1:
            self._out.append("\r\n")
        else:
            self._out.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")
        self._at = (x, y)

    # Scrolling.

    def _scrolled(self, changed: dict[int, Row]) -> dict[int, Row]:
        """Scroll a region of the terminal if that leaves fewer rows to write; what is still to be written."""
        best: tuple[int, int, int, int] | None = None
        for shift, rows in _shifts(changed, self.shown):
            top, bottom = min(rows), max(rows)
            low, high = (top, bottom + shift) if shift > 0 else (top + shift, bottom)
            # A region may hold rows that do not move along: they would have to be written again.
            spoiled = sum(y not in changed for y in range(low, high + 1))
            gain = len(rows) - spoiled - 1
            if gain > 0 and (best is None or gain > best[0]):
                best = (gain, shift, low, high)
        if best is None:
            return changed
        _, shift, low, high = best
        self._shift(shift, low, high, changed)
        return {y: row for y, row in changed.items() if row != self.shown[y]}

    def _shift(self, shift: int, low: int, high: int, changed: dict[int, Row]) -> None:
        height, count = len(self.shown), abs(shift)
        self._paint(PLAIN)
        whole = (low, high) == (0, height - 1)
        if not whole:
            self._out.append(f"\x1b[{low + 1};{high + 1}r")
        self._out.append(f"\x1b[{high + 1}H" + "\n" * count if shift > 0 else f"\x1b[{low + 1}H" + "\x1bM" * count)
        if not whole:
            self._out.append("\x1b[r")
        # DECSTBM homes the cursor, but not in every terminal.
        self._at = None
        before = self.shown[low : high + 1]
        for y in range(low, high + 1):
            changed.setdefault(y, self.shown[y])
        empty = [blank_row(len(before[0]))] * count
        self.shown[low : high + 1] = before[count:] + empty if shift > 0 else empty + before[:-count]


def _shifts(changed: dict[int, Row], shown: list[Row]) -> list[tuple[int, list[int]]]:
    """Shifts that would bring many changed rows to where they belong, each with the rows it serves."""
    places: dict[Row, list[int]] = {}
    blank = blank_row(len(shown[0]))
    for y, row in enumerate(shown):
        if row != blank:
            places.setdefault(row, []).append(y)
    served: dict[int, list[int]] = {}
    votes: Counter[int] = Counter()
    for y, row in changed.items():
        for old in places.get(row, ())[:4]:
            if old != y:
                votes[old - y] += 1
                served.setdefault(old - y, []).append(y)
    return [(shift, sorted(served[shift])) for shift, number in votes.most_common(3) if number >= SCROLL_ROWS - 1]
