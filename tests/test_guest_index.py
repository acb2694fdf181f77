"""The index that guests use: made for them, missing, out of date, or planted by somebody else."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from store import chronology, lines
from store.dossier import Dossier, create
from store.model import Event
from tests.pty_terminal import terminal

EVENTS = 12_000
"""More than is indexed in memory."""

STRANGER = 4242


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier whose index is kept on the disk."""
    path = create(tmp_path_factory.mktemp("big") / "d").path
    events = (
        (
            number,
            json.dumps({"id": f"e{number}", "title": f"Event number {number}", "date": "1500", "summary": "-" * 60}),
        )
        for number in range(1, EVENTS + 1)
    )
    lines.write(path / "dossier.json", {"events": ((number, event.encode()) for number, event in events)})
    assert (path / "dossier.json").stat().st_size > chronology.SMALL
    return path


@pytest.fixture(scope="module")
def made(big: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index that was made for guests, not to be changed."""
    folder = tmp_path_factory.mktemp("made") / "cache"
    chronology.open(Dossier.open(big), cache=folder, wait=True).close()
    return folder


@pytest.fixture
def cache(made: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return shutil.copytree(made, tmp_path / "cache")


def visit(big: Path, cache: Path, waited: str = r"1 Timeline.*1/12,00\d") -> str:
    """What a guest sees first."""
    with terminal("--guest", str(big), "--guest-cache", str(cache)) as seen:
        shown = seen.wait_for(waited)
        seen.press("q")
        assert seen.wait_for_end() == 0
    return shown


def test_a_guest_uses_the_index_that_was_made(big: Path, cache: Path) -> None:
    before = sorted(cache.rglob("*"))
    assert "12,000 events" in visit(big, cache)
    assert sorted(cache.rglob("*")) == before


def test_an_index_out_of_date_is_brought_up_to_date(big: Path, cache: Path) -> None:
    Dossier.open(big).add("events", Event(id="late", title="A late addition", date="0999"))
    visit(big, cache, "A late addition")


def test_without_an_index_the_session_ends_with_a_word(big: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with terminal("--guest", str(big), "--guest-cache", str(tmp_path / "empty")) as seen:
        assert seen.wait_for_end() == 1
        assert "dateline: " in seen.text
        assert "dateline index" in " ".join(seen.text.split())
        assert "Traceback" not in seen.text


def anothers(folder: Path) -> None:
    os.chown(folder, STRANGER, -1)


def link(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to("elsewhere")


def open_to_all(folder: Path) -> None:
    folder.chmod(0o777)


def open_to_group(folder: Path) -> None:
    folder.chmod(0o770)


@pytest.mark.parametrize("plant", [anothers, link, open_to_all, open_to_group])
@pytest.mark.parametrize("depth", [1, *(pytest.param(depth, marks=pytest.mark.slow) for depth in (2, 3))])
def test_an_index_that_somebody_else_could_have_planted_is_not_read(
    plant: Callable[[Path], None], depth: int, big: Path, cache: Path
) -> None:
    if os.getuid() and plant is anothers:
        pytest.skip("only root can give a folder away")
    folder = cache
    for _ in range(depth):
        (folder,) = (each for each in folder.iterdir() if each.is_dir())
    plant(folder)
    found = chronology.open(Dossier.open(big), cache=cache)
    try:
        assert folder.name in found.problem
        # What is shown comes from the dossier itself.
        assert found.event("e1") is not None
    finally:
        found.close()
