"""Marks of a person: seen at once, written in the order of the keys, while the screen goes on."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from store.dossier import Dossier
from store.errors import NoSpace
from store.model import Mark
from tests.harness import LARGE, SMALL, Driven, drive, pressed
from tests.test_editing import SUMMIT, at, own, said

__all__ = ["own"]  # the fixture

pytestmark = pytest.mark.usefixtures("quick_disk")


class Gate:
    """A disk that does not answer until it is let."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened = threading.Event()
        self.asked: list[dict[str, Any]] = []
        write = Dossier.mark

        def slow(dossier: Dossier, event_id: str, **wanted: Any) -> Mark:
            self.opened.wait(60)
            self.asked.append({"id": event_id, **wanted})
            return write(dossier, event_id, **wanted)

        monkeypatch.setattr(Dossier, "mark", slow)


async def press(on: Driven, *keys: str) -> None:
    """Press keys while something is being written: the explorer does not come to rest until it is."""
    for key in keys:
        on.app.post_message(pressed(key))
        for _ in range(5):
            await on.pilot.pause(0)


def starred(on: Driven) -> bool:
    row = on.explorer.timeline.row
    assert row is not None
    return row.starred


def test_marks_are_seen_at_once_and_written_in_their_order(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(monkeypatch)

    async def test(on: Driven) -> None:
        await at(on)
        before = on.explorer.timeline.cursor
        assert on.explorer.glyphs.star not in on.screen()
        await press(on, "m")
        assert starred(on)
        assert on.explorer.glyphs.star in on.screen(), "shown before it is written"
        await press(on, "m", "m", "j", "m", "u")
        assert on.explorer.timeline.cursor == before + 1, "the screen goes on"
        assert not gate.asked
        gate.opened.set()
        await on.idle()
        other = on.explorer.timeline.event_id
        assert gate.asked == [
            {"id": SUMMIT, "starred": True},
            {"id": SUMMIT, "starred": False},
            {"id": SUMMIT, "starred": True},
            {"id": other, "starred": True},
        ]
        # The undo came last, so it takes back the last star and no other.
        assert "Undone: star" in said(on)
        assert {id for id, mark in Dossier.open(own).marks().items() if mark.starred} == {SUMMIT}
        assert not starred(on)

    drive(test, path=own)


@pytest.mark.parametrize("size", [LARGE, SMALL])
def test_own_tags_and_note_are_read_with_the_event_at_once(own: Path, size: tuple[int, int]) -> None:
    async def test(on: Driven) -> None:
        await at(on)
        await on.press("3", "n")
        story = on.explorer.article.story
        assert story is not None
        claim = story.index
        assert claim > 0
        await on.press("t")
        await on.type("verify, arms")
        await on.press("enter")
        assert "your tags: verify, arms" in on.screen()
        await on.press("T")
        await on.type("Ask the forum")
        await on.press("enter")
        assert "your note: Ask the forum" in on.screen()
        story = on.explorer.article.story
        assert story is not None
        assert story.index == claim
        await on.press("u", "u")
        assert "your note" not in on.screen()
        assert "your tags" not in on.screen()

    drive(test, path=own, size=size)


def test_a_mark_that_cannot_be_written_is_taken_off_again(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> Mark:
        raise NoSpace("no room on the disk; nothing was saved")

    async def test(on: Driven) -> None:
        await at(on)
        monkeypatch.setattr(Dossier, "mark", full)
        await on.press("m")
        assert not starred(on)
        assert "no room on the disk" in said(on)

    drive(test, path=own)


def test_an_edit_that_breaks_does_not_hold_up_those_behind_it() -> None:
    from tui.turns import Turns

    done: list[str] = []

    async def test(on: Driven) -> None:
        turns = Turns()
        begun = threading.Event()

        def breaks() -> None:
            begun.wait(60)
            raise RuntimeError

        turns.take(on.explorer, "own", breaks)
        turns.take(on.explorer, "edit", lambda: done.append("edit"))
        turns.take(on.explorer, "own", lambda: done.append("own"))
        assert turns.waiting("edit")
        assert turns.open("own")
        begun.set()
        for worker in list(on.app.workers):
            await asyncio.wait([asyncio.ensure_future(worker.wait())])
        assert not turns.open("own")

    drive(test)
    assert done == ["edit", "own"]
