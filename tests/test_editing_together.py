"""Two people in one record: the second sees the first's change and chooses; nothing is overwritten unasked."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from store.dossier import Dossier
from store.errors import NoSpace
from store.model import Event
from tests.harness import Driven, drive
from tests.test_editing import SUMMIT, at, own, rewrite, said, stored
from tui import saving
from tui.cli.root import root
from tui.screens.choose import Choose
from tui.screens.explorer import WATCH
from tui.screens.form import FormScreen

__all__ = ["own"]  # the fixture

pytestmark = pytest.mark.usefixtures("quick_disk")


def test_the_second_sees_the_firsts_change_and_chooses(own: Path) -> None:
    async def test(on: Driven) -> None:
        await at(on)
        seen = stored(own)
        await on.press("e")
        await rewrite(on, "title", seen.title + " (mine)")
        await rewrite(on, "kind", "MEET")
        theirs = replace(seen, title="Theirs", date="2023-09-13~", actors=seen.actors[:1])
        Dossier.open(own, person="ben").put("events", theirs)
        await on.press("enter")
        assert isinstance(on.app.screen, Choose)
        shown = on.screen()
        assert "Theirs" in shown
        assert "(mine)" in shown
        assert "Somebody changed this while you did: 1 field for you to decide." in shown
        assert f"before {seen.title}" in " ".join(shown.split())
        assert "kim-jong-un (with)" in shown
        assert stored(own) == theirs, "nothing is overwritten before somebody chose"
        await on.press("enter")
        assert isinstance(on.app.screen, Choose), "both changed the title: it has to be decided"
        assert "1 not decided yet: m or t" in on.screen()
        await on.press("m", "enter")
        assert stored(own) == replace(theirs, title=seen.title + " (mine)", kind="MEET")
        await on.press("u")
        assert stored(own) == theirs

    drive(test, path=own)


def test_leaving_the_choice_keeps_theirs(own: Path) -> None:
    async def test(on: Driven) -> None:
        await at(on)
        await on.press("e", "end", "x")
        theirs = replace(stored(own), title="Theirs")
        Dossier.open(own, person="ben").put("events", theirs)
        await on.press("enter", "escape")
        assert stored(own) == theirs
        assert "theirs stands" in said(on)

    drive(test, path=own)


def test_undo_does_not_run_over_others(own: Path) -> None:
    async def test(on: Driven) -> None:
        await at(on)
        await on.press("e", "end", "x", "enter")
        theirs = replace(stored(own), summary="Theirs")
        Dossier.open(own, person="ben").put("events", theirs)
        await on.press("u")
        assert stored(own) == theirs
        assert "changed since" in said(on)

    drive(test, path=own)


def test_an_edit_of_what_was_removed_says_so(own: Path) -> None:
    async def test(on: Driven) -> None:
        await at(on)
        await on.press("e", "end", "x")
        Dossier.open(own, person="ben").remove("events", SUMMIT)
        await on.press("enter")
        assert "removed" in said(on)
        assert Dossier.open(own).event(SUMMIT) is None

    drive(test, path=own)


def test_edits_of_others_appear_and_the_cursor_stays(own: Path) -> None:
    async def test(on: Driven) -> None:
        await at(on)
        count = on.explorer.timeline.count
        ben = Dossier.open(own, person="ben")
        ben.add("events", Event(id="early", title="Before everything", date="2020"))
        ben.put("events", replace(stored(own), title="Bens words"))
        on.explorer.look_again()
        await on.idle()
        assert on.explorer.timeline.count == count + 1
        assert on.explorer.timeline.event_id == SUMMIT
        assert on.explorer.timeline.row is not None
        assert on.explorer.timeline.row.event.title == "Bens words"

    drive(test, path=own)


def test_edits_of_others_elsewhere_leave_the_reader_in_place(own: Path) -> None:
    async def test(on: Driven) -> None:
        await at(on)
        await on.press("3", "n")
        story = on.explorer.story()
        assert story is not None
        assert story.passage is not None
        assert story.passage.article is not None
        for key in ("down", "up"):
            before = on.explorer.article.first_shown
            await on.press(key, key)
            if on.explorer.article.first_shown != before:
                break
        place = on.explorer.article.first_shown
        assert place != before
        ben = Dossier.open(own, person="ben")
        ben.add("events", Event(id="early", title="Before everything", date="2020"))
        on.explorer.look_again()
        await on.idle()
        assert on.explorer.article.first_shown == place
        # Another text in the place of the one that is read is shown, for the same claim.
        ben.put("articles", replace(story.passage.article, title="Bens title"))
        on.explorer.look_again()
        await on.idle()
        assert "Bens title" in on.screen()
        again = on.explorer.story()
        assert again is not None
        assert again.index == story.index

    drive(test, path=own)


def test_files_are_looked_at_every_second() -> None:
    # A change is seen by the next look; an answer takes far less than the other second.
    assert WATCH <= 1.0


def test_what_others_marked_can_be_read(own: Path) -> None:
    Dossier.open(own, person="ben").mark(SUMMIT, starred=True, tags=("verify",), note="Ask the forum.")

    async def test(on: Driven) -> None:
        await at(on)
        for key in ("t", "T"):
            await on.press(key)
            assert "ben: starred; tags verify; note: Ask the forum." in on.screen()
            await on.press("escape")

    drive(test, path=own)
    shown = CliRunner().invoke(root, ["show", SUMMIT, "-s", str(own)])
    assert "ben: starred; tags verify; note: Ask the forum." in shown.stdout.splitlines()


def test_what_cannot_be_saved_comes_back_as_it_was_typed(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Dossier, *_: object, **__: object) -> None:
        raise NoSpace(f"{own}/dossier.json cannot be saved: no space left")

    async def test(on: Driven) -> None:
        await at(on)
        before = stored(own)
        with monkeypatch.context() as patch:
            patch.setattr(Dossier, "put", full)
            await on.press("e")
            await rewrite(on, "title", "Typed with care")
            await rewrite(on, "kind", "MEET")
            await on.press("enter")
        form = on.app.screen
        assert isinstance(form, FormScreen)
        assert (form.texts["title"], form.texts["kind"]) == ("Typed with care", "MEET")
        # The file is named as within the dossier: the line is short.
        assert " dossier.json cannot be saved: no space left" in on.screen()
        assert stored(own) == before
        # There is room again.
        await on.press("enter")
        assert (stored(own).title, stored(own).kind) == ("Typed with care", "MEET")

    drive(test, path=own)


def test_who_waits_for_a_lock_is_told(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "PATIENCE", 0.001)
    told: list[str] = []

    async def test(on: Driven) -> None:
        await at(on)
        held = threading.Event()
        put = Dossier.put

        def slow(self: Dossier, *given: object, **named: object) -> None:
            held.wait(60)
            put(self, *given, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(Dossier, "put", slow)
        await on.press("e")
        await rewrite(on, "title", "Waited for")
        await on.pilot.press("enter")
        for _ in range(2000):
            await on.pilot.pause()
            if "another program holds" in said(on):
                break
            await asyncio.sleep(0)
        told.append(said(on))
        held.set()
        await on.idle()
        told.append(said(on))

    drive(test, path=own)
    assert "another program holds the file" in told[0]
    assert "Saved." in told[1]
    assert stored(own).title == "Waited for"


def test_a_star_is_seen_on_the_event_that_stays(own: Path) -> None:
    async def test(on: Driven) -> None:
        plan = "2023-09-10-kim-at-the-forum"
        await at(on, plan)
        await on.press("m")
        people = {file.label: file.path.read_bytes() for file in Dossier.open(own).files() if file.role == "person"}
        await at(on)
        row = on.explorer.timeline.row
        assert row is not None
        assert not row.starred
        await on.press("M")
        await on.type("forum expected")
        await on.press("enter")
        row = on.explorer.timeline.row
        assert row is not None
        assert (row.event.id, row.starred) == (SUMMIT, True)
        assert Dossier.open(own).event(plan) is None
        assert [row.event.id for row in on.explorer.chronology.window(on.explorer.parse("is:starred"), 0, 9)] == [
            SUMMIT
        ]
        await on.press("u")
        assert [row.event.id for row in on.explorer.chronology.window(on.explorer.parse("is:starred"), 0, 9)] == [plan]
        for label, content in people.items():
            assert (own / label).read_bytes() == content

    drive(test, path=own)
