"""A big dossier that cannot be read: said by whoever asks, and not tried for ever."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.chronology import SMALL, Progress
from store.dossier import Dossier, create
from store.errors import Damaged
from store.index import ondisk
from store.index.folder import Folder
from tests.harness import Driven, drive
from tui.cli.root import run

EVENTS = 200

POLLS = 600
"""Looks at the progress, a tenth of a second each, after which the index is never made."""


@pytest.fixture
def cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dossier too big for an index in memory, of which the end is missing."""
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "cache"))
    path = create(tmp_path / "cut").path
    filling = "x" * (2 * SMALL // EVENTS)
    events = ",\n".join(f'"{n}":{{"id":"e{n}","title":"T","summary":"{filling}"}}' for n in range(1, EVENTS + 1))
    (path / "dossier.json").write_text('{"meta":{\n"1":{"title":"Cut"}\n},\n"events":{\n' + events)
    return path


def told(polls: list[Progress]) -> Callable[[Progress], None]:
    """Hears of the progress, but not for ever."""

    def tell(progress: Progress) -> None:
        polls.append(progress)
        assert len(polls) < POLLS

    return tell


def test_its_index_is_tried_once_until_the_files_are_others(cut: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[object] = []

    def counted(*given: Any, **named: Any) -> Any:
        begun.append(given)
        return in_background(*given, **named)

    in_background = ondisk.in_background
    monkeypatch.setattr(ondisk, "in_background", counted)
    index = ondisk.DiskIndex(Dossier.open(cut), Folder(cut))
    with pytest.raises(Damaged, match=r"dossier\.json is damaged"):
        index.wait(told([]))
    index.refresh()
    index.refresh()
    assert len(begun) == 1
    assert "is damaged" in index.problem
    with (cut / "dossier.json").open("a") as file:
        file.write("\n}}\n")
    index.wait(told([]))
    assert index.state.events == EVENTS
    assert not index.problem


@pytest.mark.parametrize("words", [["list"], ["show", "e1"], ["show", "nosuch"]])
def test_every_command_says_the_same(
    cut: Path, words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told_by = ondisk.DiskIndex.wait
    monkeypatch.setattr(ondisk.DiskIndex, "wait", lambda index, _: told_by(index, told([])))
    assert run([*words, "-s", str(cut)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"dateline: {cut / 'dossier.json'} is damaged")


def test_the_explorer_says_it_where_the_events_would_be(cut: Path) -> None:
    async def test(on: Driven) -> None:
        index = on.explorer.chronology
        polls: list[object] = []
        while index.progress is not None:
            polls.append(None)
            assert len(polls) < 100_000
            on.explorer.look_again()
            await on.idle()
        on.explorer.look_again()
        await on.idle()
        screen = on.screen()
        assert "The events cannot be read." in screen
        assert "is damaged" in " ".join(screen.split())
        assert "indexing" not in on.line("header")
        assert "holds no events yet" not in screen

    drive(test, path=cut)
