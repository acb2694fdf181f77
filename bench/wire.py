"""The wire and the start, beside the peers: ``python -m bench.wire [--events 10000] [--runs 5] [--peers FOLDER]``.

Everything goes through a real pty of 80x24. The same number of made-up events is a dossier for us, lines for less,
fzf, lnav and toolong, a CSV for VisiData and harlequin, commits for nobody: tig is measured on a repository made of
them. A peer that is not installed is skipped with a word. ``--peers`` names a folder with further programs.
Times swing with the machine: compare within one run; bytes are exact.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.figures import p95
from bench.make import make
from bench.meter import Meter, Response
from store.lines import scan

BARE = """
from textual.app import App
from textual.widgets import Label
class Bare(App):
    def compose(self):
        yield Label("hello bare")
Bare().run(mouse=False)
"""
"""The least that Textual can show: the yardstick of the start."""

READY, MOVED = r"1 Timeline.*1/[\d,]+", r"1 Timeline.* 2/[\d,]+"
"""What shows that the explorer is there, and that its cursor has moved."""

PAGE_DOWN, PAGE_UP = b"\x1b[6~", b"\x1b[5~"
MOVES, PAGES = 10, 4
"""Keys of each kind: as many as do not move the list of the smallest dossier."""

RATE, SECONDS = 30, 2
SLOW = {"kbps": 64, "rtt_ms": 100}


@dataclass(frozen=True, slots=True)
class Program:
    """A program to measure: how it is run, what shows that it is there, which keys move."""

    name: str
    command: Sequence[str]
    ready: str
    down: bytes = b"j"
    page: bytes = PAGE_DOWN
    environ: dict[str, str] = field(default_factory=dict)
    cwd: str | None = None
    forget: Path | None = None
    """What is removed before each start: frames of the last time."""

    def start(self, kbps: float = 0, rtt_ms: float = 0) -> Meter:
        """Run it, behind a link."""
        if self.forget is not None:
            shutil.rmtree(self.forget, ignore_errors=True)
        return Meter(self.command, self.environ, cwd=self.cwd, kbps=kbps, rtt_ms=rtt_ms)


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured; lists over the runs."""

    start: list[float]
    start_bytes: list[int]
    still: list[Response]
    scrolled: list[Response]
    page: list[Response]
    local: list[float]
    slow: list[float]
    memory: list[float]


def middle(values: Sequence[float]) -> float:
    return statistics.median(values) if values else 0.0


def starts(program: Program, runs: int) -> tuple[list[float], list[int]]:
    """Milliseconds and bytes to the first useful screen."""
    times, sizes = [], []
    for _ in range(runs):
        meter = program.start()
        try:
            times.append(meter.wait_for(program.ready))
            sizes.append(meter.total)
        finally:
            meter.close()
    return times, sizes


def measured(program: Program, runs: int) -> Figures:
    """Start, keys, pages, a key held down here and far away."""
    times, sizes = starts(program, runs)
    meter = program.start()
    try:
        meter.wait_for(program.ready)
        meter.settle(0.4)
        still = [meter.key(program.down, 0.04) for _ in range(MOVES)]
        page = [meter.key(program.page, 0.04) for _ in range(PAGES)]
        # A page puts the cursor of some on the first row, of some on the last: these bring it to the edge.
        for _ in range(8):
            meter.key(program.down, 0.02)
        meter.settle(0.3)
        scrolled = [meter.key(program.down, 0.04) for _ in range(MOVES)]
        meter.settle(0.3)
        local = [meter.held_down(program.down, RATE, SECONDS)]
        memory = [meter.memory_mb()]
    finally:
        meter.close()
    far = program.start(**SLOW)
    try:
        far.wait_for(program.ready)
        far.settle(0.5, 3)
        slow = [far.held_down(program.down, RATE, SECONDS)]
    finally:
        far.close()
    return Figures(times, sizes, still, scrolled, page, local, slow, memory)


def handled(program: Program, runs: int) -> list[float]:
    """Milliseconds from the start until a key that was pressed at once has moved the cursor."""
    times = []
    for _ in range(runs):
        meter = program.start()
        try:
            meter.send(program.down)
            times.append(meter.wait_for(MOVED))
        finally:
            meter.close()
    return times


def article_bytes(program: Program) -> list[int]:
    """Bytes that follow when the cursor rests: the article of the event."""
    meter, sizes = program.start(), []
    try:
        meter.wait_for(program.ready)
        meter.settle(0.4)
        for _ in range(8):
            moved = meter.key(program.down, 0.05).size
            sizes.append(meter.settle(0.25))
            assert moved
    finally:
        meter.close()
    return sizes


def made(folder: Path, number: int) -> tuple[Path, Path, Path]:
    """A dossier of so many events, and their dates and titles as lines and as CSV."""
    dossier = folder / "dossier"
    make(number, dossier)
    log, table = folder / "events.log", folder / "events.csv"
    events = (json.loads(line.raw)["title"] for line in scan(dossier / "imports" / "bulk.json", ("events",)))
    with log.open("w", encoding="utf-8") as lines, table.open("w", encoding="utf-8") as rows:
        rows.write("date,title\n")
        for title in events:
            lines.write(f"2024-01-01 00:00:00 {title}\n")
            rows.write(f'2024-01-01,"{title}"\n')
    return dossier, log, table


def peers(folder: Path, log: Path, table: Path, extra: str) -> list[Program]:
    """The peers that are installed; of the others it is said that they are not."""
    path = os.pathsep.join(filter(None, [os.environ["PATH"], extra]))
    repository = folder / "repository"
    first = r"2024-01-01"
    # lnav begins at the end.
    wanted: list[tuple[str, str, Callable[[str], Program]]] = [
        ("less", "less", lambda at: Program("less", [at, str(log)], first)),
        ("fzf", "fzf", lambda at: Program("fzf", ["sh", "-c", f"{at} < {log}"], r"\d+/\d+", b"\x1b[A", PAGE_UP)),
        ("lnav", "lnav", lambda at: Program("lnav", [at, str(log)], first, b"k", PAGE_UP)),
        ("visidata", "vd", lambda at: Program("visidata", [at, str(table)], first)),
        ("tig", "tig", lambda at: Program("tig", [at], r"commit \d", cwd=str(repository))),
        ("toolong", "tl", lambda at: Program("toolong", [at, str(log)], first, b"j")),
        ("harlequin", "harlequin", lambda at: Program("harlequin", [at], r"Query Editor", b"\x1b[B")),
    ]
    found = []
    for name, binary, program in wanted:
        at = shutil.which(binary, path=path)
        if at is None:
            print(f"{name}: not installed, skipped")
            continue
        if name == "tig":
            history(repository, log)
        found.append(program(at))
    return found


def history(repository: Path, log: Path, most: int = 2000) -> None:
    """A repository with a commit for each line."""
    subprocess.run(["git", "init", "-q", str(repository)], check=True)
    with log.open() as lines:
        stream = "".join(
            f"commit refs/heads/main\ncommitter A <a@example.org> {1_700_000_000 + n} +0000\n"
            f"data {len(text.encode())}\n{text}\n"
            for n, line in zip(range(most), lines, strict=False)
            for text in [f"commit {n} {line.strip()}"]
        )
    subprocess.run(["git", "-C", str(repository), "fast-import", "--quiet"], input=stream.encode(), check=True)
    subprocess.run(["git", "-C", str(repository), "symbolic-ref", "HEAD", "refs/heads/main"], check=True)


def row(name: str, figures: Figures, bare: float) -> str:
    start = middle(figures.start)
    return (
        f"{name:<18} {start:6.0f} {start / bare:5.2f} {middle(figures.start_bytes):6.0f} "
        f"{middle([r.ms for r in figures.still]):6.1f} {p95([r.ms for r in figures.still]):6.1f} "
        f"{middle([r.size for r in figures.still]):6.0f} {middle([r.size for r in figures.scrolled]):6.0f} "
        f"{p95([r.ms for r in figures.page]):6.1f} {middle([r.size for r in figures.page]):6.0f} "
        f"{middle(figures.local):6.0f} {middle(figures.slow):7.0f} {middle(figures.memory):6.0f}"
    )


HEAD = (
    f"{'':<18} {'start':>6} {'/bare':>5} {'bytes':>6} {'j ms':>6} {'p95':>6} {'bytes':>6} {'scroll':>6} "
    f"{'PgDn':>6} {'bytes':>6} {'held':>6} {'64kbit':>7} {'MB':>6}"
)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=10_000, help="of the made-up dossier")
    parser.add_argument("--runs", type=int, default=5, help="starts of each program")
    parser.add_argument("--peers", default="", metavar="FOLDER", help="a folder with further programs")
    parser.add_argument("--ours-only", action="store_true")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dossier, log, table = made(folder, given.events)
        environ = {"DATELINE_CONFIG": str(folder / "none.toml"), "PYTHONPATH": str(Path(__file__).parent.parent)}
        environ |= {"DATELINE_CACHE": str(folder / "cache")}
        dateline = [sys.executable, "-m", "tui"]
        index = [*dateline, "index", "-s", str(dossier)]
        subprocess.run(index, env={**os.environ, **environ}, check=True, stdout=subprocess.DEVNULL)
        bare, bare_bytes = starts(Program("bare", [sys.executable, "-c", BARE], "hello bare"), given.runs)
        print(f"{HEAD}\n{'bare Textual':<18} {middle(bare):6.0f} {1:5.2f} {middle(bare_bytes):6.0f}")
        for label, words in (("sample", []), (f"{given.events} events", [str(dossier)])):
            cold = Program(label, [*dateline, *words], READY, environ=environ, forget=folder / "cache" / "frames")
            print(row(label, measured(cold, given.runs), middle(bare)))
            print(f"{'':<18} article after rest: {middle(article_bytes(cold)):.0f} bytes")
            keyed = handled(cold, given.runs)
            print(f"{'':<18} key handled: {middle(keyed):.0f} ms, {middle(keyed) / middle(bare):.2f} of the bare app")
            warm = replace(cold, forget=None)
            for _ in range(2):
                settled = warm.start()
                settled.wait_for(READY)
                settled.settle(1.0, 3)
                settled.close()
            times, sizes = starts(warm, given.runs)
            print(f"{'':<18} frame of the last time: {middle(times):.0f} ms, {middle(sizes):.0f} bytes")
        if not given.ours_only:
            for program in peers(folder, log, table, given.peers):
                try:
                    print(row(program.name, measured(program, min(2, given.runs)), middle(bare)))
                except (TimeoutError, EOFError) as error:
                    print(f"{program.name}: {str(error).splitlines()[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
