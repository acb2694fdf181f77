"""From the explorer to a review and back, with what was decided; and how many keys an article takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.check import check
from store.dossier import Dossier
from store.model import Actor, Article
from tests.desks import dossier_of, events, item_of, long_article, review_now, review_of, said
from tests.harness import Driven, drive
from tests.reviewing import ARTICLE, PERSON, TIDE
from tests.suggest_score import holds
from tui.screens.explorer import Explorer
from tui.screens.form import FormScreen
from tui.screens.mark import MarkScreen
from tui.screens.prompt import Prompt
from tui.screens.review import ReviewScreen

WIRE = Actor(id="wire", name="Coast Wire", kind="outlet")


def test_to_a_review_and_back_to_what_was_made(tmp_path: Path) -> None:
    async def test(on: Driven) -> None:
        assert on.explorer.timeline.count == 2
        await on.press("r")
        assert "No article" in said(on)
        await on.press("O", "enter", "a", "escape")
        assert on.explorer.timeline.count == 3
        row = on.explorer.timeline.row
        assert row is not None
        assert row.event.title == "Dana Orlov will visit Kestrel"
        await on.press("r")  # now its article is this very one
        assert review_of(on).article == ARTICLE
        assert "1 of 4" in on.screen()
        assert review_of(on).suggestions.cursor == 1

    drive(test, path=dossier_of(tmp_path / "case", ARTICLE))


def test_a_read_only_dossier_is_looked_at_and_says_why_nothing_is_decided() -> None:
    async def test(on: Driven) -> None:
        await on.press("j", "j", "j", "r")
        assert isinstance(on.app.screen, ReviewScreen)
        before = review_now(on).items
        assert before
        for key in "axesJAup":
            await on.press(key)
            assert isinstance(on.app.screen, ReviewScreen)
            assert "read-only" in said(on)
        assert review_now(on).items == before

    drive(test)


def test_an_article_without_a_day_asks_for_it(tmp_path: Path) -> None:
    vague = Article(id="v", title="Vague", publisher="Daily Tide", text="Dana Orlov visited Kestrel on Monday.")
    path = dossier_of(tmp_path / "case", vague)

    async def test(on: Driven) -> None:
        await on.press("O", "enter")
        await on.type("2023-09")
        await on.press("enter")
        assert isinstance(on.app.screen, Prompt)  # a month is not enough
        await on.type("-05")
        await on.press("enter")
        assert review_now(on).items[0].suggestion.date == "2023-09-04"
        kept = Dossier.open(path).article("v")
        assert kept is not None
        assert kept.published == "2023-09-05"

    drive(test, path=path)


def test_an_article_without_an_outlet_asks_for_it_so_that_its_claims_can_be_looked_up(tmp_path: Path) -> None:
    bare = Article(id="v", title="Vague", published="2023-09-05", text="Dana Orlov visited Kestrel on Monday.")
    path = dossier_of(tmp_path / "case", bare)

    async def test(on: Driven) -> None:
        await on.press("O", "enter", "enter")
        assert isinstance(on.app.screen, Prompt)  # no name is not enough
        await on.type("Coast  Wire ")
        await on.press("enter", "a", "escape", "O", "enter")
        assert isinstance(on.app.screen, ReviewScreen)  # asked once
        (made,) = (event for event in events(path).values() if event.claims[0].article == "v")
        assert made.claims[0].source == "Coast Wire"
        assert [fault for fault in check(Dossier.open(path)) if fault.severity == "error"] == []

    drive(test, path=path)


def test_the_same_story_elsewhere_is_offered_as_a_further_source(tmp_path: Path) -> None:
    text = f"{ARTICLE.text}\n\nMore soon."
    wired = Article(id="a0", title="Wired", publisher="Coast Wire", published="2023-09-05", text=text)
    path = dossier_of(tmp_path / "case", ARTICLE, wired, actors=(TIDE, PERSON, WIRE))

    async def test(on: Driven) -> None:
        await on.press("O")
        await on.type("wired")
        await on.press("enter", "a", "a", "escape", "O")
        await on.type("visit")
        await on.press("enter")
        assert "same story as Coast Wire: add as a further source" in said(on)
        await on.press("D")
        assert "A further source of 2 events" in said(on)
        assert "2 of 4" in on.screen()
        added = [event for event in events(path).values() if len(event.claims) == 2]
        assert [[claim.source for claim in event.claims] for event in added] == [["wire", "tide"]] * 2
        await on.press("u")
        assert "0 of 4" in on.screen()

    drive(test, path=path)


def test_a_passage_marked_in_the_explorer_becomes_an_event(tmp_path: Path) -> None:
    async def test(on: Driven) -> None:
        await on.press("O", "enter", "a", "escape", "3", "g", "p", "j")
        marking = on.app.screen
        assert isinstance(marking, MarkScreen)
        assert marking.selection.exact == "The harbour guild struck on Monday."
        assert "Sep 4 2023" in on.screen()
        await on.press("o", "l")
        assert marking.selection.exact == "harbour guild struck on Monday."
        await on.press("enter")
        assert isinstance(on.app.screen, FormScreen)
        assert on.app.screen.texts["date"] == "2023-09-04"
        await on.press("enter")
        assert isinstance(on.app.screen, Explorer)
        row = on.explorer.timeline.row
        assert row is not None
        assert row.event.date == "2023-09-04"
        excerpt = row.event.claims[0].excerpt
        assert excerpt is not None
        assert excerpt.exact == "harbour guild struck on Monday."

    drive(test, path=dossier_of(tmp_path / "case", ARTICLE))


@pytest.mark.parametrize(
    "name", ["ceasefire", *(pytest.param(name, marks=pytest.mark.slow) for name in ("bank", "sanctions"))]
)
def test_twelve_events_take_fewer_than_forty_keys(tmp_path: Path, name: str) -> None:
    case, article = long_article(name)
    path = dossier_of(tmp_path / "case", article)
    pressed: list[str] = []

    async def test(on: Driven) -> None:
        async def press(*keys: str) -> None:
            pressed.extend(keys)
            await on.press(*keys)

        await press("O", "enter", "A")
        while item_of(on).is_open:
            suggestion = item_of(on).suggestion
            wanted = [event.date for event in case.events if holds(suggestion, event)]
            if suggestion.date in wanted:
                await press("a")
            elif set(suggestion.alternatives) & set(wanted):
                await press("d")
            elif wanted:
                await press("e", "ctrl+u", *wanted[0], "enter")
            else:
                await press("x")
        await press("escape")

    drive(test, path=path)
    made = [event for event in events(path).values() if event.origin]
    right = [
        expected
        for expected in case.events
        if any(
            event.date == expected.date
            and (passage := event.claims[0].excerpt) is not None
            and passage.start <= expected.start
            and expected.end <= passage.end
            for event in made
        )
    ]
    assert len(right) >= 12
    assert len(pressed) < 40
    assert [str(fault) for fault in check(Dossier.open(path)) if fault.severity == "error"] == []
