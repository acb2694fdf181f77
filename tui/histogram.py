"""A histogram as one line of bars, with the filtered window marked in it. Pure functions, no widget.

Solid bars are events that lie within one bucket for certain; a bucket with mass that only may lie there is drawn in
another style, and shaded where it has no other. Labels stand before the first bucket of each year (or century, or
month).
"""

from __future__ import annotations

from store import edtf
from store.chronology import Bucket, Histogram
from tui.look import Glyphs
from tui.paint import Part

Window = tuple[int | None, int | None]
"""First and last day that a filter lets through; ``None`` is open."""


def bars(histogram: Histogram, window: Window, width: int, glyphs: Glyphs) -> list[Part]:
    """The line, filled to ``width`` cells."""
    buckets = shown(histogram.buckets, histogram.unit, window, width - 2)
    most = max((bucket.definite + bucket.possible for bucket in buckets), default=0)
    windowed = window != (None, None)
    parts: list[Part] = [(" ", "")]
    used, label, was_inside = 1, "", False
    for bucket in buckets:
        text = label_of(bucket, histogram.unit)
        inside = _inside(bucket, window)
        if windowed and was_inside and not inside:
            parts.append((glyphs.window_end, "mark"))
            used += 1
        if text != label:
            label = text
            parts.append((("" if used == 1 else " ") + text + " ", "label"))
            used += len(parts[-1][0])
        if windowed and inside and not was_inside:
            parts.append((glyphs.window_start, "mark"))
            used += 1
        was_inside = inside
        parts.append(_bar(bucket, most, inside, glyphs))
        used += 1
    if windowed and was_inside:
        parts.append((glyphs.window_end, "mark"))
        used += 1
    return [*parts, (" " * max(0, width - used), "")]


def _bar(bucket: Bucket, most: int, inside: bool, glyphs: Glyphs) -> Part:
    total = bucket.definite + bucket.possible
    if not total:
        return (glyphs.bullet if inside else " ", "empty")
    if not bucket.definite:
        return (glyphs.shade, "possible" if inside else "outside")
    sign = glyphs.bars[-(-total * len(glyphs.bars) // most) - 1]
    return (sign, "outside" if not inside else "mixed" if bucket.possible else "bar")


def _inside(bucket: Bucket, window: Window) -> bool:
    first, last = window
    return (first is None or bucket.last >= first) and (last is None or bucket.first <= last)


def label_of(bucket: Bucket, unit: str) -> str:
    """What names the stretch that a bucket belongs to: its year; its century, month or day on other scales."""
    year, month, day = edtf.from_ordinal(bucket.first)
    match unit:
        case "year" | "decade":
            return f"{year // 100 * 100}"
        case "day":
            return f"{year}-{month:02}"
        case "hour":
            return f"{year}-{month:02}-{day:02}"
        case _:
            return f"{year}"


def shown(buckets: tuple[Bucket, ...], unit: str, window: Window, width: int) -> tuple[Bucket, ...]:
    """The buckets that fit into the width: around the window where there is one, else the last ones."""
    sizes, label = [], ""
    for bucket in buckets:
        text = label_of(bucket, unit)
        sizes.append(1 + (len(text) + 2 if text != label else 0))
        label = text
    if sum(sizes) + 2 <= width:
        return buckets
    inside = [index for index, bucket in enumerate(buckets) if _inside(bucket, window)]
    centre = inside[len(inside) // 2] if inside and window != (None, None) else len(buckets) - 1
    low = high = centre
    # The first bucket shown always gets a label, and the window two marks.
    cells = sizes[centre] + 14
    grown = True
    while grown:
        grown = False
        if low > 0 and cells + sizes[low - 1] <= width:
            low, cells, grown = low - 1, cells + sizes[low - 1], True
        if high < len(buckets) - 1 and cells + sizes[high + 1] <= width:
            high, cells, grown = high + 1, cells + sizes[high + 1], True
    return buckets[low : high + 1]
