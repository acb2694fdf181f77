"""A day's work in small: random keys over every screen. Nothing is raised, and the memory stays where it was."""

from __future__ import annotations

import asyncio
import gc
import os
import random
import shutil
import sys
from pathlib import Path

import pytest

from samples import NORTH_KOREA_RUSSIA
from tests.harness import LARGE, SMALL, exploring
from tui.commands import COMMANDS

LEFT_OUT = {"quit", "suspend", "ctrl+q", "q"}
"""Keys that end the session, which is not what is tried here."""

LETTERS = (*"kimshoigu2023-09", "space", "colon", "slash", "asterisk", "left_parenthesis", "quotation_mark", "ö", "停")

KEYS = sorted({key for command in COMMANDS if command.id not in LEFT_OUT for key in command.keys.split(",")} - LEFT_OUT)

PLAIN = ("j", "k", "down", "up", "pagedown", "pageup", "enter", "escape", "tab", "n", "N")
"""What people press most: without these a random walk never leaves its dialogs."""

BATCH = 10
FLAT = 1.10


def resident() -> int:
    """Bytes of memory that this process holds."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE")


def typed(chance: random.Random) -> str:
    kind = chance.random()
    return chance.choice(PLAIN if kind < 0.35 else KEYS if kind < 0.85 else LETTERS)


def soak(path: Path, keys: int, seed: int, folder: Path) -> tuple[int, int]:
    """Press so many random keys; the memory after half of them and at the end.

    (By then Textual has filled its cache of how widgets were drawn: it keeps a thousand of those that are gone.)
    What is raised anywhere, in a worker too, ends the app and fails the test with the last keys.
    """
    chance = random.Random(seed)
    before = os.getcwd()
    os.chdir(folder)  # exports ask for a name in the present folder

    async def run() -> tuple[int, int]:
        warm, done, last = 0, 0, []
        while done < keys:
            size = chance.choice([SMALL, LARGE, (40, 12)])
            async with exploring(path, size=size) as driven:
                # A session now and then ends and another begins, as in a day's work.
                for _ in range(min(100, (keys - done) // BATCH)):
                    last = [typed(chance) for _ in range(BATCH)]
                    try:
                        await driven.hurry(*last)
                    except BaseException:
                        print(f"seed {seed}, after {done} keys: {last}", file=sys.stderr)
                        raise
                    assert driven.app.is_running, last
                    done += BATCH
                    if chance.random() < 0.02:
                        await driven.pilot.resize_terminal(*chance.choice([SMALL, LARGE, (40, 12), (101, 30)]))
                    if not warm and done >= keys // 2:
                        warm = resident()
        return warm, resident()

    try:
        return asyncio.run(run())
    finally:
        os.chdir(before)


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample that may be edited; settings, history and caches of nobody."""
    for name in ("DATELINE_CACHE", "DATELINE_STATE", "DATELINE_CONFIG"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "here").mkdir()
    shutil.copytree(NORTH_KOREA_RUSSIA, tmp_path / "dossier")
    return tmp_path / "dossier"


@pytest.mark.parametrize("keys", [150, pytest.param(1_500, marks=pytest.mark.slow)])
def test_random_keys(keys: int, sample: Path, quick_disk: None) -> None:
    soak(sample, keys, 1, sample.parent / "here")


@pytest.mark.soak
@pytest.mark.parametrize("seed", [2, 3])
def test_ten_thousand_keys_each(seed: int, sample: Path, quick_disk: None) -> None:
    warm, end = soak(sample, 10_000, seed, sample.parent / "here")
    assert end < warm * FLAT, f"{warm / 1e6:.0f} MB after half, {end / 1e6:.0f} MB at the end"


@pytest.mark.soak
def test_a_big_dossier(sample: Path, quick_disk: None) -> None:
    from bench.make import make
    from store import chronology
    from store.dossier import Dossier

    path = sample.parent / "big"
    make(100_000, path)
    chronology.open(Dossier.open(path), wait=True).close()
    warm, end = soak(path, 4_000, 4, sample.parent / "here")
    assert end < warm * FLAT, f"{warm / 1e6:.0f} MB after half, {end / 1e6:.0f} MB at the end"
