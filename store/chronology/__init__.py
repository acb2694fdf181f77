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
    Row,
    Step,
)
from store.chronology.chronology import Cancelled, Chronology
from store.dossier import Dossier
from store.index.buckets import UNITS, Unit
from store.index.memory import MemoryIndex
from store.index.progress import Progress

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


SMALL = 1_500_000
"""Bytes of events and actors that are indexed in memory while a person waits for the first rows: under 100 ms."""

SMALL_ARTICLES = 16_000_000
"""Bytes of articles that are indexed in memory when ``text:`` is first used: about a second."""


def open(
    dossier: Dossier,
    *,
    cache: Path | None = None,
    wait: bool = False,
    rebuild: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
) -> Chronology:
    """The chronology of a dossier.

    The index of a small dossier is made in memory, at once. That of a large one is kept in the folder ``cache``
    (default: ``$DATELINE_CACHE``, or the platform's folder for caches) and, when it is not there or ``rebuild`` asks
    for it, made by another process: the chronology shows what is found so far, until :meth:`Chronology.refresh` finds
    it complete. With ``wait`` this returns when it is complete, having told ``on_progress`` about it.

    Raises :class:`store.errors.StoreError` and :class:`store.model.RecordError` for a dossier that cannot be read.
    """
    if _is_small(dossier):
        return Chronology(dossier, MemoryIndex(dossier))
    from store.index.folder import Folder, NoCache
    from store.index.ondisk import DiskIndex

    try:
        folder = Folder(dossier.path, cache)
    except NoCache as error:
        return Chronology(dossier, MemoryIndex(dossier), problem=str(error))
    index = DiskIndex(dossier, folder, rebuild=rebuild)
    if wait:
        index.wait(on_progress or (lambda _: None))
    return Chronology(dossier, index)


def _is_small(dossier: Dossier) -> bool:
    sizes = {label: size for label, _, size, _ in dossier.identity()}
    by_role: dict[str, int] = {}
    for file in dossier.files():
        by_role[file.role] = by_role.get(file.role, 0) + sizes.get(file.label, 0)
    articles = by_role.pop("articles", 0)
    by_role.pop("person", 0)
    return sum(by_role.values()) <= SMALL and articles <= SMALL_ARTICLES
