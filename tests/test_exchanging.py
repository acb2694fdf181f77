"""Taking files in and giving the view out, from the explorer."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.dossier import Dossier, create
from tests.harness import Driven, drive
from tui.acts.exchanging import files_in
from tui.screens.sheet import Sheet

TABLE = """date,title,place
2023-09-13,Summit at the cosmodrome,Vostochny
2023-13-40,Impossible,Nowhere
2023-09-16,Airfield visit,Knevichi
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a new dossier and a table, and the program started there."""
    create(tmp_path / "mine")
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "texts").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_is_picked_previewed_and_taken(desk: Path) -> None:
    async def test(on: Driven) -> None:
        await on.press("I")
        await on.type("tab")
        await on.press("enter")
        assert isinstance(on.app.screen, Sheet)
        shown = on.screen()
        assert "title" in shown
        assert "row 3" in shown
        assert not list(Dossier.open(desk / "mine").records("events"))
        await on.press("enter")
        assert on.explorer.timeline.count == 2
        assert "2 added" in on.line("status")

    drive(test, path=desk / "mine")


def test_a_preview_that_is_left_takes_nothing(desk: Path) -> None:
    async def test(on: Driven) -> None:
        await on.press("I")
        await on.type("tab")
        await on.press("enter", "escape")
        assert not list(Dossier.open(desk / "mine").records("events"))

    drive(test, path=desk / "mine")


def test_the_view_is_exported_and_nothing_is_overwritten(desk: Path) -> None:
    async def test(on: Driven) -> None:
        await on.press("slash")
        await on.type("vostochny")
        await on.press("enter", "X")
        await on.type("mark")
        await on.press("enter")
        await on.press("ctrl+u")
        await on.type("story.md")
        await on.press("enter")
        assert "2 events written" in on.line("status")
        assert "Vostochny" in (desk / "story.md").read_text(encoding="utf-8")
        await on.press("X")
        await on.type("mark")
        await on.press("enter", "ctrl+u")
        await on.type("story.md")
        await on.press("enter")
        assert "is there already" in on.screen()
        await on.press("escape")

    drive(test)


def test_folders_can_be_gone_into(desk: Path) -> None:
    (desk / "texts" / "a.txt").write_text("A story.", encoding="utf-8")
    assert [choice.label for choice in files_in("")] == ["mine/", "texts/", "table.csv"]
    assert [choice.label for choice in files_in("texts/")] == ["a.txt"]
    assert "no such file" in files_in("nowhere/")[0].label
