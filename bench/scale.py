"""The explorer as dossiers grow, and beside the peers: ``python -m bench.scale bench/data/10000 bench/data/1000000``.

The folders hold dossiers as ``bench/make.py`` makes them, each named by its size. Everything goes through a real pty
of 80x24, with an index that is there already and no frame of the last time. Printed for each size: milliseconds to
the first useful screen, and how many times those of 50 events; to the last byte after ``j``; to the last change of
rows, count, histogram and actors after each letter of a search; resident megabytes afterwards.

Then the same for lnav, VisiData, fzf and less with the largest dossier's dates and titles as lines or as CSV, which is
a tenth of what dateline searches; "settled" is the time from the end of a search to the last change of the screen.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.figures import p95
from bench.make import make
from bench.meter import Meter
from store.lines import scan

SMALL = 50
"""Events of the dossier that starts are compared with."""

WORDS = ("protest", "ceasefire", "президент", "정부", "border stri")
READY = r"1 Timeline.*1/[\d,]+"
STARTS = 5
REST = 0.25
"""Seconds without a change after which all answers to a letter are there."""

SETTLED = 1.2
"""Seconds without a change after which a peer's search over everything is over."""


@dataclass(frozen=True, slots=True)
class Ours:
    """What was measured of one dossier."""

    starts: list[float]
    moves: list[float]
    letters: list[float]
    memory: float

    def row(self, name: str, small: float) -> str:
        start = statistics.median(self.starts)
        return (
            f"{name:>12} {start:7.0f} {start / small:6.2f} {statistics.median(self.moves):7.1f} {p95(self.moves):6.1f} "
            f"{statistics.median(self.letters):9.1f} {p95(self.letters):6.1f} {self.memory:6.0f}"
        )


HEAD = f"{'events':>12} {'start':>7} {'/50':>6} {'j ms':>7} {'p95':>6} {'letter ms':>9} {'p95':>6} {'MB':>6}"


class Explorer:
    """Dateline on one dossier, with a cache of its own."""

    def __init__(self, dossier: Path, cache: Path) -> None:
        self._command = [sys.executable, "-m", "tui", str(dossier)]
        self._cache = cache
        root = str(Path(__file__).parent.parent)
        self._environ = {"DATELINE_CACHE": str(cache), "DATELINE_CONFIG": os.devnull, "PYTHONPATH": root}

    def index(self, dossier: Path) -> None:
        """Have the index made and wait for it."""
        command = [sys.executable, "-m", "tui", "index", "-s", str(dossier)]
        subprocess.run(command, env={**os.environ, **self._environ}, check=True, stdout=subprocess.DEVNULL)

    def start(self) -> tuple[Meter, float]:
        """A running explorer, and the milliseconds to its first useful screen."""
        shutil.rmtree(self._cache / "frames", ignore_errors=True)
        meter = Meter(self._command, self._environ)
        return meter, meter.wait_for(READY)

    def measured(self, runs: int) -> Ours:
        starts = []
        for _ in range(runs):
            meter, took = self.start()
            starts.append(took)
            meter.settle(0.3)
            meter.close()
        meter, _ = self.start()
        try:
            meter.settle(0.6)
            moves = [meter.key(b"j", 0.04).ms for _ in range(60)]
            meter.settle(0.3)
            letters = [took for word in WORDS for took in _typed(meter, word)]
            for keys in (b"G", b"g", b"\x1b[6~", b"\r", b"\x1b", b"v", b"V"):
                meter.key(keys)
            return Ours(starts, moves, letters, meter.memory_mb())
        finally:
            meter.close()


def _typed(meter: Meter, word: str) -> Iterator[float]:
    """Milliseconds to the last byte after each letter of a search, which is taken back in the end."""
    meter.key(b"/")
    for letter in word:
        took = changed(meter, letter.encode(), REST, above_article)
        if took:  # a blank, or a letter that leaves the same events, changes nothing
            yield took
    meter.key(b"\r", 0.3)
    meter.key(b"\x18", 0.3)  # ^X takes all filters off


def changed(meter: Meter, keys: bytes, quiet: float, seen: Callable[[Meter], list[str]]) -> float:
    """Press keys; milliseconds to the last change of what is seen, 0 without any. (Some peers never stop sending.)"""
    start, took = time.perf_counter(), 0.0
    last, before = start, seen(meter)
    meter.send(keys)
    while time.perf_counter() < last + quiet:
        if meter.pump(last + quiet) and (now := seen(meter)) != before:
            before, last = now, time.perf_counter()
            took = (meter.arrived[-1][0] - start) * 1e3
    return took


def whole(meter: Meter) -> list[str]:
    """All lines of the screen but the first, in which a clock may run."""
    return list(meter.screen.display[1:])


def above_article(meter: Meter) -> list[str]:
    """The lines of header, density, timeline and actors, with what is typed."""
    display: list[str] = meter.screen.display
    return display[: next((at for at, line in enumerate(display) if "3 Article" in line), len(display))]


# The peers.


@dataclass(frozen=True, slots=True)
class Peer:
    """Another program: what shows that it is of use, how it searches, whether each letter is a search."""

    name: str
    command: Sequence[str]
    ready: str
    search: Sequence[bytes]
    each_letter: bool = False


def peers(lines: Path, table: Path, extra: str) -> Iterator[Peer]:
    """The peers that are installed; of the others it is said that they are not."""
    path = os.pathsep.join(filter(None, [os.environ["PATH"], extra]))
    word = WORDS[0].encode()
    wanted: list[tuple[str, Callable[[str], Peer]]] = [
        # `|` selects the rows in which the pattern stands in the column, so the cursor goes to the titles.
        ("vd", lambda at: Peer("VisiData", [at, str(table)], r"\d{4}-\d\d-\d\d", [b"l|", word + b"\r"])),
        ("lnav", lambda at: Peer("lnav", [at, str(lines)], r"\d{4}-\d\d-\d\d", [b"/", word + b"\r"])),
        ("fzf", lambda at: Peer("fzf", ["sh", "-c", f"{at} < {lines}"], r"(\d+)/\1", [word], each_letter=True)),
        ("less", lambda at: Peer("less (&)", [at, "-n", str(lines)], r"\d{4}-\d\d-\d\d", [b"&", word + b"\r"])),
    ]
    for binary, peer in wanted:
        at = shutil.which(binary, path=path)
        if at is None:
            print(f"{binary}: not installed, skipped")
        else:
            yield peer(at)


def written(dossier: Path, folder: Path) -> tuple[Path, Path]:
    """Dates and titles of a dossier as lines with a time stamp, and as CSV."""
    lines, table = folder / "events.log", folder / "events.csv"
    with lines.open("w", encoding="utf-8") as log, table.open("w", encoding="utf-8", newline="") as rows:
        writer = csv.writer(rows)
        writer.writerow(("date", "title"))
        for line in scan(dossier / "imports" / "bulk.json", ("events",)):
            event = json.loads(line.raw)
            given = re.match(r"\d{4}(?:-\d\d-\d\d)?", event.get("date", ""))
            day = f"{given[0] if given else '2000'}-01-01"[:10]
            log.write(f"{day} 00:00:00 {event['title']}\n")
            writer.writerow((day, event["title"]))
    # lnav shows lines in the order of time, and takes longer for a file that is in another one.
    subprocess.run(["sort", "-o", str(lines), str(lines)], env={**os.environ, "LC_ALL": "C"}, check=True)
    return lines, table


def measured(peer: Peer) -> str:
    """A row of the peers' table."""
    meter = Meter(peer.command, {"TERM": "xterm-256color"})
    try:
        first = meter.wait_for(peer.ready, 120)
        changed(meter, b"", SETTLED, whole)
        if peer.each_letter:
            letters = [changed(meter, bytes([letter]), REST * 4, whole) for letter in peer.search[0]]
            searched = f"{statistics.median(letters):9.0f} {p95(letters):6.0f} {'':>9}"
        else:
            *before, last = peer.search
            for keys in before:
                changed(meter, keys, REST, whole)
            searched = f"{'':>9} {'':>6} {changed(meter, last, SETTLED, whole):9.0f}"
        return f"{peer.name:>12} {first:7.0f} {searched} {meter.memory_mb():6.0f}"
    finally:
        meter.close()


PEERS_HEAD = f"{'':>12} {'first':>7} {'letter ms':>9} {'p95':>6} {'settled':>9} {'MB':>6}"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Measure the explorer as dossiers grow, and its peers.")
    parser.add_argument("dossiers", type=Path, nargs="+", help="folders, each named by the number of its events")
    parser.add_argument("--peers", default="", metavar="BIN", help="a folder with further programs")
    parser.add_argument("--ours-only", action="store_true")
    parser.add_argument("--cache", type=Path, help="a folder to keep the indexes in, for the next time")
    given = parser.parse_args(arguments)
    dossiers = sorted(given.dossiers, key=lambda path: int(path.name))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(SMALL, folder / "small")
        print(HEAD)
        small = 0.0
        for dossier in (folder / "small", *dossiers):
            explorer = Explorer(dossier, given.cache or folder / "cache")
            explorer.index(dossier)
            found = explorer.measured(STARTS)
            small = small or statistics.median(found.starts)
            print(found.row(f"{SMALL if dossier.name == 'small' else int(dossier.name):,}", small), flush=True)
        if not given.ours_only:
            print(f"\n{PEERS_HEAD}")
            lines, table = written(dossiers[-1], folder)
            for peer in peers(lines, table, given.peers):
                try:
                    print(measured(peer), flush=True)
                except (TimeoutError, EOFError) as error:
                    print(f"{peer.name:>12} {str(error).splitlines()[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
