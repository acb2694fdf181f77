"""Figures out of many measurements, and the memory of processes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path


def p95(values: Sequence[float]) -> float:
    """What 95 of 100 do not exceed: the nearest rank, 0 of nothing."""
    ordered = sorted(values)
    return ordered[-(-len(ordered) * 95 // 100) - 1] if ordered else 0.0


def pss(pid: int) -> int:
    """The memory of a process in bytes, of shared pages its share."""
    try:
        found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def family(pid: int) -> list[int]:
    """A process and those that it started, and those that they started."""
    found = [pid]
    for each in found:
        for children in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                found += map(int, children.read_text().split())
            except OSError:
                continue  # it has ended
    return found
