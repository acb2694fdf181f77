"""From text to the screen's cells: the one border that every character of a dossier crosses.

A line is built of parts, each a text and the name of a style. :func:`strip` turns them into a Strip of an exact
width; on the way each text passes :func:`store.text.shown`, so no control, escape or bidi character of a record can
reach the terminal, whatever widget draws it. Markup is never interpreted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from store.text import shown

Part = tuple[str, str]
"""A text and the name of its style; an empty name is the line's own style."""

Spans = Sequence[tuple[int, int, str]]
"""Styled stretches of a text: start, end (code points, end excluded), name of the style. Sorted, not overlapping."""


_LOOSE_JOINER = re.compile(r"(?:^|(?<=\s))\u200d+|\u200d+(?=\s|$)")


def visible(text: str) -> str:
    """The text as it may be drawn: hostile characters replaced, and joiners that have nothing to join.

    A joiner at the edge of a text would swallow its neighbour's first cell, so that a line would miss its width.
    """
    text = shown(text)
    return _LOOSE_JOINER.sub("\N{REPLACEMENT CHARACTER}", text) if "\u200d" in text else text


def width_of(text: str) -> int:
    """How many cells the text takes."""
    return len(text) if text.isascii() else cell_len(text)


def fit(text: str, width: int, ellipsis: str = "…") -> str:
    """The text in at most ``width`` cells, cut with an ellipsis where it is longer."""
    text = visible(text)
    if width_of(text) <= width:
        return text
    if width <= len(ellipsis):
        return ellipsis[: max(0, width)]
    return set_cell_size(text, width - len(ellipsis)).rstrip() + ellipsis


def pad(text: str, width: int, ellipsis: str = "…") -> str:
    """The text in exactly ``width`` cells."""
    text = fit(text, width, ellipsis)
    return text + " " * (width - width_of(text))


def strip(parts: Iterable[Part], width: int, styles: Mapping[str, Style], base: Style) -> Strip:
    """A line of exactly ``width`` cells: a longer one is cut, with a sign; a shorter one filled in the base style."""
    parts = cut([(visible(text), name) for text, name in parts if text], width)
    segments = [Segment(text, base + styles[name] if name else base) for text, name in parts]
    return Strip(segments).adjust_cell_length(width, base)


def cut(parts: Sequence[Part], width: int, ellipsis: str = "…") -> list[Part]:
    """The parts in at most ``width`` cells; where they take more, the last that is kept ends with an ellipsis.

    Their texts are as :func:`visible` gives them. Blanks at the end are no loss.
    """
    if sum(width_of(text) for text, _ in parts) <= width:
        return list(parts)
    if width_of("".join(text for text, _ in parts).rstrip()) <= width:
        return list(parts)
    kept: list[Part] = []
    room = width
    for text, style in parts:
        if (size := width_of(text)) >= room:
            kept.append((fit(text + ellipsis, room, ellipsis), style))
            break
        kept.append((text, style))
        room -= size
    return kept


def sides(
    left: Sequence[Part], right: Sequence[Part], fill: Part, width: int, styles: Mapping[str, Style], base: Style
) -> Strip:
    """A line with parts at both ends and ``fill`` between; the left side is cut where both don't fit."""
    room = max(0, width - sum(width_of(text) for text, _ in right))
    left = [(visible(text), name) for text, name in left]
    if (needed := sum(width_of(text) for text, _ in left)) > room:
        left = cut(left, room - 1 if right else room)
        needed = sum(width_of(text) for text, _ in left)
    drawn = strip(left, min(room, needed), styles, base)
    gap = (fill[0] * max(0, room - drawn.cell_length), fill[1])
    return Strip.join([drawn, strip([gap, *right], width - drawn.cell_length, styles, base)])


def lit(text: str, start: int, end: int, spans: Spans) -> list[Part]:
    """The parts of ``text[start:end]``, styled where ``spans`` (offsets into the whole text) say so."""
    parts: list[Part] = []
    at = start
    for first, last, name in spans:
        if last <= at:
            continue
        if first >= end:
            break
        if first > at:
            parts.append((text[at:first], ""))
        stop = min(last, end)
        parts.append((text[max(first, at) : stop], name))
        at = stop
    if at < end:
        parts.append((text[at:end], ""))
    return parts


def hung(parts: Sequence[Part], width: int, indent: int = 0) -> list[list[Part]]:
    """A line of parts in as many lines as it needs; the further ones begin under its code point ``indent``."""
    text = "".join(part for part, _ in parts)
    spans: list[tuple[int, int, str]] = []
    at = 0
    for part, style in parts:
        spans.append((at, at + len(part), style))
        at += len(part)
    room = max(1, width - width_of(text[:indent]))
    pieces = [(start + indent, end + indent) for start, end in wrap(text[indent:], room)]
    lines = [lit(text, start, end, spans) for start, end in pieces]
    return [
        [*lit(text, 0, indent, spans), *lines[0]],
        *([(" " * width_of(text[:indent]), ""), *line] for line in lines[1:]),
    ]


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Break a text into lines of at most ``width`` cells: offsets (code points) of each line, linear in the text.

    Lines break at blanks and after newlines; a blank at a break belongs to no line. A word longer than the line is
    cut. An empty line of the text is an empty line here.
    """
    width = max(1, width)
    lines: list[tuple[int, int]] = []
    at = 0
    for paragraph in text.split("\n"):
        lines.extend(_wrap_line(paragraph, at, width))
        at += len(paragraph) + 1
    return lines


def _wrap_line(line: str, offset: int, width: int) -> list[tuple[int, int]]:
    if width_of(line) <= width:
        return [(offset, offset + len(line))]
    lines: list[tuple[int, int]] = []
    start = cells = 0
    space = -1
    index = 0
    while index < len(line):
        char = line[index]
        size = 1 if char.isascii() else cell_len(char)
        # A sign wider than the line stands on a line of its own, over the edge: there is no other place for it.
        if cells + size > width and index > start:
            if char == " ":
                end = next_start = index
                next_start += 1
            elif space > start:
                end, next_start = space, space + 1
            else:
                end = next_start = index
            lines.append((offset + start, offset + end))
            start, space = next_start, -1
            cells = 0 if next_start >= index else width_of(line[next_start:index])
            if next_start > index:
                index = next_start
            continue
        if char == " ":
            space = index
        cells += size
        index += 1
    if start < len(line):
        lines.append((offset + start, offset + len(line)))
    return lines
