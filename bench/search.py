"""Measure the index in process: ``python -m bench.search bench/data/1000000``.

Tells, for a dossier made by ``bench/make.py``:

- how long the first index takes (until events can be found, and until the articles' texts can), how much memory its
  process needs at most, and how large it is;
- how long a warm index takes to open and to answer the first view, and the memory of the process afterwards;
- for each class of query, how long all four answers to a keystroke take: the rows of a screen, the count, the
  histogram,
  the actors with most events. Every keystroke is a query that was not asked before: words are typed letter by letter.

Exits with 1 where a budget is missed that is known for the size of the dossier.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bench.figures import family, p95, pss
from bench.make import NEWS, SEEDS
from store import chronology
from store.chronology import Chronology
from store.dossier import Dossier
from store.index.building import in_background
from store.index.folder import Folder
from store.query import Query, parse

T = TypeVar("T")

ROWS = 50
"""Rows on a large screen."""

FACETS = 50
"""Actors listed."""

BASIS = datetime.date(2026, 6, 1)

LOOKS = 0.5
"""Seconds between two looks at the memory of a build."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Seconds for the first index, milliseconds for a keystroke (95 of 100), megabytes of a build."""

    build: float
    keystroke: float
    build_memory: int = 600


BUDGETS = {10_000: Budget(0.6, 15), 100_000: Budget(4, 40), 1_000_000: Budget(40, 120)}


def typed(*words: str) -> Iterator[str]:
    """What stands in the search bar after each letter."""
    return (word[:length] for word in words for length in range(1, len(word) + 1))


def queries() -> dict[str, list[str]]:
    """The classes of queries, each with what is typed."""
    news = NEWS.split()
    first, second = news[:40:4], news[2:42:4]
    days = [f"since:{year}-03 until:{year + span}-10" for year in range(1998, 2024, 3) for span in (0, 2)]
    return {
        "prefix": list(typed(*first)),
        "two words": [f"{one} {two}" for one, two in zip(first, typed(*second), strict=False)],
        "phrase": [f'"{one} {two}' for one, two in itertools.product(first[:5], second[:5])],
        "date + actor": [f"{days[n % len(days)]} actor:act-{n + 1:05d}" for n in range(24)],
        "cyrillic": list(typed(*SEEDS["cyrillic"].split()[:6])),
        "korean": list(typed(*SEEDS["hangul"].split()[:12])),
        "chinese": list(typed(*SEEDS["han"].split()[:10])),
        "excluded": [f"-{word}" for word in first],
        "as of": [f"asof:{year}" for year in range(2000, 2025, 2)],
        "whole text": [f"text:{word}" for word in first],
    }


BUDGETED = ("prefix", "phrase", "date + actor", "cyrillic", "korean", "unfiltered")
"""The classes that the budget speaks of."""


def build(dossier: Dossier, cache: Path) -> tuple[float, float, int]:
    """Make the index: seconds until events can be found, and until articles can; megabytes that its processes took."""
    folder = Folder(dossier.path, cache)
    start = looked = time.perf_counter()
    events, peak = 0.0, 0
    with in_background(dossier.path, cache, anew=True) as builder:
        while builder.poll() is None:
            time.sleep(0.01)
            now = time.perf_counter()
            if not events and folder.current() is not None:
                events = now - start
            if now - looked > LOOKS:
                peak = max(peak, sum(map(pss, family(builder.pid))))
                looked = time.perf_counter()
    if builder.returncode:
        raise SystemExit("the index could not be made")
    return events, time.perf_counter() - start, peak >> 20


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Milliseconds, and what came of it."""
    start = time.perf_counter()
    answer = work()
    return 1000 * (time.perf_counter() - start), answer


def keystroke(opened: Chronology, query: Query) -> float:
    """Milliseconds until all four answers are there."""

    def ask() -> None:
        opened.window(query, 0, ROWS)
        opened.count(query)
        opened.histogram(query, "month")
        opened.facets(query, "actor", FACETS)

    return timed(ask)[0]


def memory() -> int:
    """Megabytes of this process now."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) >> 10 for line in status if line.startswith("VmRSS"))


def size_of(folder: Path) -> int:
    """Megabytes of the files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) >> 20


def measure(path: Path, cache: Path, rounds: int) -> bool:
    """Print what was measured; whether it is within the budgets."""
    dossier = Dossier.open(path, read_only=True)
    events, articles, peak = build(dossier, cache)
    took, opened = timed(lambda: chronology.open(dossier, cache=cache))
    everything = parse("", BASIS)
    first = keystroke(opened, everything)
    index = size_of(Folder(path, cache).path)
    print(f"{opened.events:,} events")
    print(f"  first index    {events:8.1f} s   with articles {articles:.1f} s   {peak} MB at most   {index} MB on disk")
    print(f"  warm start     {took:8.1f} ms  and {first:.1f} ms for the first view   {memory()} MB")
    budget = BUDGETS.get(opened.events)
    kept = budget is None or (events <= budget.build and peak <= budget.build_memory)
    slow: list[float] = []
    for name, texts in {"unfiltered": [""], **queries()}.items():
        times = []
        for _ in range(rounds):
            opened = chronology.open(dossier, cache=cache)  # which knows no answer yet
            times += [keystroke(opened, parse(text, BASIS)) for text in texts]
        slow += times if name in BUDGETED else []
        found = opened.count(parse(texts[-1], BASIS)).total
        print(f"  {name:14} {statistics.median(times):8.1f} ms  p95 {p95(times):7.1f} ms   last found {found:,}")
    print(f"  keystroke p95  {p95(slow):8.1f} ms" + (f"  (budget {budget.keystroke:g} ms)" if budget else ""))
    half = opened.events // 2
    for name, work in {
        "far from the start": lambda: opened.window(everything, half, half + ROWS),
        "by id": lambda: opened.row(f"ev-{half:07d}"),
        "where it stands": lambda: opened.position(everything, f"ev-{half:07d}"),
        "by days": lambda: opened.histogram(everything, "day"),
        "sparklines": lambda: opened.sparklines(everything, [f"act-{n:05d}" for n in range(1, 31)], 12),
        "silences": lambda: opened.gaps(everything, 10),
    }.items():
        print(f"  {name:18} {timed(work)[0]:6.1f} ms")
    print(f"  memory after use {memory():5} MB")
    return kept and (budget is None or p95(slow) <= budget.keystroke)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Measure the index of a dossier.")
    parser.add_argument("dossier", type=Path)
    parser.add_argument("--cache", type=Path, help="a folder to keep the index in, for the next time")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args(arguments)
    cache = given.cache or Path(tempfile.mkdtemp(prefix="dateline-bench-"))
    try:
        return 0 if measure(given.dossier, cache, given.rounds) else 1
    finally:
        if not given.cache:
            shutil.rmtree(cache)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
