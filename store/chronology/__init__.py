"""A dossier in the order of time: the questions that panes, commands and notebooks ask of it (:func:`open`)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from store.chronology.answers import (
    Bucket,
    Count,
    Facet,
    FacetCount,
    Gap,
    Histogram,
    Neighbours,
    Pair,
    Progress,
    Row,
    Step,
)
from store.chronology.chronology import Cancelled, Chronology
from store.dossier import Dossier
from store.index.buckets import UNITS, Unit
from store.index.memory import MemoryIndex

__all__ = [
    "UNITS",
    "Bucket",
    "Cancelled",
    "Chronology",
    "Count",
    "Facet",
    "FacetCount",
    "Gap",
    "Histogram",
    "Neighbours",
    "Pair",
    "Progress",
    "Row",
    "Step",
    "Unit",
    "open",
]


def open(
    dossier: Dossier,
    *,
    cache: Path | None = None,
    wait: bool = False,
    rebuild: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
) -> Chronology:
    """The chronology of a dossier."""
    return Chronology(dossier, MemoryIndex(dossier))
