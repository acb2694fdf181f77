"""How long a person waits for an edit to be on the disk: ``python -m bench.edits bench/data``.

Makes (once) dossiers in the folder with ``bench/make.py`` and measures, each edit durable with fsync:

- a star, a tag and a note on an event of a dossier of a million events: 15 ms in the median;
- an edit of an event that is the dossier's own, of ten thousand such events: 60 ms;
- for comparison an amendment of an imported event, which has to be looked for in the import;
- an alias of the actor who has most events, of a tenth as many, until it finds them.

Prints a line for each with the median and the slowest, and what of it is processor time: the rest is the disk, and
whoever else uses the machine. Exits with 1 if a median is over its budget. ``--events`` makes the big dossier smaller,
for a try.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from bench.make import Maker, make, numbered
from store import chronology, lines, model
from store.dossier import Dossier
from store.query import parse

MARK, OWN = 0.015, 0.060
"""Budgets in seconds."""

BASIS = datetime.date(2026, 6, 1)


def big(folder: Path, events: int) -> Path:
    """A dossier of so many imported events, made if it is not there."""
    path = folder / {1_000_000: "1m", 100_000: "100k", 10_000: "10k"}.get(events, str(events))
    if not path.exists():
        make(events, path)
    return path


def own(folder: Path, events: int = 10_000) -> Path:
    """A dossier of so many events written by hand."""
    path = folder / f"own-{events}"
    if not path.exists():
        path.mkdir(parents=True)
        maker = Maker(events, 7)
        lines.write(path / "articles.json", {"articles": numbered(maker.articles())})
        tables = {
            "meta": numbered(iter([model.Meta(title=f"{events} events of our own")])),
            "actors": numbered(maker.actors()),
            "events": numbered(maker.events()),
            "amendments": iter(()),
        }
        lines.write(path / "dossier.json", tables)
    return path


@contextlib.contextmanager
def linked(path: Path) -> Iterator[Path]:
    """The same dossier by links for as long as it is measured: a save makes a new file, the one linked stays."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        target = Path(folder) / path.name
        shutil.copytree(path, target, copy_function=os.link, ignore=shutil.ignore_patterns(".*", "*.bak", "people"))
        yield target


def measured(name: str, edit: Callable[[int], object], times: int, budget: float | None = None) -> bool:
    """Make an edit so many times and print how long it took; whether the median is within the budget."""
    took, worked = [], []
    for number in range(times):
        begun, work = time.perf_counter(), time.process_time()
        edit(number)
        took.append(time.perf_counter() - begun)
        worked.append(time.process_time() - work)
    median = statistics.median(took)
    processor = statistics.median(worked) * 1000
    within = budget is None or median <= budget
    wanted = "" if budget is None else f"   budget {budget * 1000:.0f} ms{'' if within else '   OVER'}"
    figures = f"median {median * 1000:6.1f} ms   processor {processor:6.1f} ms   slowest {max(took) * 1000:6.1f} ms"
    print(f"{name:<44} {figures}{wanted}")
    return within


def event_id(number: int) -> str:
    """The id of an event of ``bench/make.py``."""
    return f"ev-{number + 1:07d}"


def run(folder: Path, events: int) -> bool:
    """Measure everything; whether all medians are within their budgets."""
    with linked(big(folder, events)) as many, linked(own(folder)) as few:
        within = _run(Dossier.open(many, person="bench"), Dossier.open(few, person="bench"), events)
    _alias(big(folder, events // 10), events // 10)
    return within


def _run(million: Dossier, ours: Dossier, events: int) -> bool:
    seen = [ours.event(event_id(number * 97)) for number in range(40)]
    results = [
        measured(f"star, {events:,} events", lambda n: million.mark(event_id(n), starred=True), 60, MARK),
        measured(f"tag, {events:,} events", lambda n: million.mark(event_id(n), tags=("a", str(n))), 60, MARK),
        measured(f"note, {events:,} events", lambda n: million.mark(event_id(n), note=f"Note {n}"), 60, MARK),
        measured(
            "edit of an own event, 10,000 events",
            lambda n: ours.put("events", replace(seen[n], title=f"Edited {n}"), seen=seen[n]),  # type: ignore[type-var]
            40,
            OWN,
        ),
        measured("undo of it", lambda n: ours.undo(), 40, OWN),
    ]
    spread = [million.event(event_id(events * share // 10 - 1)) for share in (1, 3, 5, 7, 9)]
    measured(
        f"amendment of an imported event, {events:,} events",
        lambda n: million.put("events", replace(spread[n], title=f"Amended {n}")),  # type: ignore[type-var]
        len(spread),
    )
    return all(results)


def _alias(path: Path, events: int) -> None:
    """Give the actor with most events another name, and search for it until it is found."""
    with linked(path) as linked_path, tempfile.TemporaryDirectory() as cache:
        dossier = Dossier.open(linked_path, person="bench")
        opened = chronology.open(dossier, cache=Path(cache), wait=True)
        first = opened.facets(parse("", BASIS), "actor", 1)[0]

        def rename(number: int) -> None:
            actor = opened.actor(first.value)
            assert actor is not None
            name = f"alias{number}"
            dossier.put("actors", replace(actor, aliases=(*actor.aliases, name)), seen=actor)
            while not opened.count(parse(name, BASIS)).total:
                opened.refresh()

        measured(f"alias until it finds {first.events:,} of {events:,} events", rename, 5)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Measure how long edits take.")
    parser.add_argument("folder", type=Path, help="where the dossiers to measure are, or are made")
    parser.add_argument("--events", type=int, default=1_000_000)
    given = parser.parse_args(arguments)
    return 0 if run(given.folder, given.events) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
