"""A review by keyboard: what is shown, and what each key leaves in the dossier."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.dossier import Dossier
from store.model import Article
from tests.desks import Desk, dossier_of, events, long_article, review, said
from tests.harness import LARGE, SMALL
from tests.reviewing import ARTICLE, everything
from tui.screens.form import FormScreen
from tui.screens.mark import MarkScreen
from tui.screens.pick import Pick
from tui.screens.review import ReviewScreen


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A dossier with one article, four suggestions in it, and two events that rest on other reports."""
    return dossier_of(tmp_path / "case", ARTICLE)


# What is shown


@pytest.mark.parametrize("size", [SMALL, (120, 36), LARGE])
def test_text_list_and_progress_at_every_size(path: Path, size: tuple[int, int]) -> None:
    async def test(on: Desk) -> None:
        shown = on.screen()
        for words in ("Daily Tide", "0 of 4", "Suggestions", "Dana Orlov will visit Kestrel", "a accept", "Esc back"):
            assert words in shown
        assert {len(line) for line in on.lines()} == {size[0]}
        # Where there is room all reasons are shown at once; Enter shows and hides them anywhere.
        wide = size != SMALL
        assert ("why" in shown) == wide
        await on.press("enter")
        assert ("why" in on.screen()) != wide
        await on.press("j", "j", "enter")
        assert ("why" in on.screen()) == wide

    review(test, path, ARTICLE, size)


def test_every_suggestion_is_marked_in_the_text_and_the_current_one_lit(path: Path) -> None:
    async def test(on: Desk) -> None:
        text = on.screen_now.text
        looks = {
            segment.text: style
            for y in range(text.size.height)
            for segment in text.render_line(y)
            for style in ("suggested", "passage")
            if segment.style == text.rich_style + text.part_styles[style]
        }
        assert looks["Dana Orlov will visit Kestrel on September 9"] == "passage"
        marked = " ".join(words for words, style in looks.items() if style == "suggested")
        assert "open a port there in October" in marked
        assert "The harbour guild struck on Monday." in marked

    review(test, path, ARTICLE, LARGE)


def test_reasons_name_the_words_the_rule_and_the_other_reading(path: Path) -> None:
    async def test(on: Desk) -> None:
        await on.look_for("guild struck")
        shown = on.screen()
        for words in ("«Monday»", "counted from 2023-09-05", "2023-09-11  d takes it", "Daily Tide"):
            assert words in shown

    review(test, path, ARTICLE, LARGE)


def test_an_article_that_tells_of_nothing_says_so(tmp_path: Path) -> None:
    empty = Article(id="e", title="Recipe", published="2023-09-05", text="Salt. Pepper. A pinch of sugar.")

    async def test(on: Desk) -> None:
        assert "p marks a passage by hand" in on.screen()
        await on.press(*"axesJdAuD")
        assert on.app.screen is on.screen_now

    review(test, dossier_of(tmp_path / "case", empty), empty)


def test_an_article_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    vague = Article(id="v", title="Vague", published="2023-09", text="Dana Orlov visited Kestrel on Monday.")

    async def test(on: Desk) -> None:
        assert "on which day" in on.screen()
        await on.press(*"axesJdAuDp")
        assert on.app.screen is on.screen_now

    review(test, dossier_of(tmp_path / "case", vague), vague)


def test_hostile_text_is_shown_harmless(tmp_path: Path) -> None:
    text = "Ann \x1b[31mVale visited Oslo on Sunday.\n\nMax \u202eOrben will resign on Friday."
    hostile = Article(id="h", title="Bad \x1b]0;x\x07title", published="2023-09-05", text=text)

    async def test(on: Desk) -> None:
        assert on.review.items
        assert not {"\x1b", "\x07", "\u202e"} & set(on.screen())

    review(test, dossier_of(tmp_path / "case", hostile), hostile, LARGE)


# Deciding


def test_accepting_and_rejecting_go_on_and_are_undone_one_by_one(path: Path) -> None:
    before = everything(Dossier.open(path))

    async def test(on: Desk) -> None:
        await on.press("a")
        assert "Accepted" in said(on)
        assert on.screen_now.suggestions.cursor == 1
        assert "1 of 4" in on.screen()
        made = events(path)[on.review.items[0].event]
        assert (made.date, made.title) == ("2023-09-09", "Dana Orlov will visit Kestrel")
        await on.press("x", "a", "a")
        assert "All are decided" in said(on)
        await on.press("u", "u")
        assert "2 of 4" in on.screen()
        assert on.screen_now.suggestions.cursor == 2
        await on.press("u")
        assert "reject" in said(on)
        await on.press("u")
        assert everything(Dossier.open(path)) == before
        await on.press("u")
        assert "Nothing to undo" in said(on)

    review(test, path, ARTICLE)


def test_all_high_ones_at_once(tmp_path: Path) -> None:
    _, article = long_article()

    async def test(on: Desk) -> None:
        high = {each.key for each in on.review.items if each.suggestion.confidence == "high"}
        assert high
        await on.press("A")
        assert f"Accepted {len(high)} suggestions" in said(on)
        assert {each.key for each in on.review.items if each.event} == high
        await on.press("A")
        assert "No open suggestion" in said(on)
        await on.press("u")
        assert all(each.is_open for each in on.review.items)

    review(test, dossier_of(tmp_path / "case", article), article)


def test_the_other_reading_of_a_date_is_one_key_away(path: Path) -> None:
    async def test(on: Desk) -> None:
        await on.press("d")
        assert "no other reading" in said(on)
        await on.look_for("guild struck")
        dates = [on.item.suggestion.date]
        for _ in range(2):
            await on.press("d")
            dates.append(on.item.suggestion.date)
        assert dates == ["2023-09-04", "2023-09-11", "2023-09-04"]
        await on.press("d", "a")
        assert [event.date for event in events(path).values() if "guild" in event.title] == ["2023-09-11"]

    review(test, path, ARTICLE)


def test_a_suggestion_in_other_words(path: Path) -> None:
    async def test(on: Desk) -> None:
        await on.look_for("guild struck")
        await on.press("e", "ctrl+u")
        await on.type("10/11/12")
        await on.press("enter")
        assert isinstance(on.app.screen, FormScreen)  # which of its readings is meant nobody can say
        await on.press("ctrl+u")
        await on.type("last friday")
        assert "2023-09-01" in on.screen()
        await on.press("down", "ctrl+u")
        await on.type("Guild walks out")
        await on.press("down", "down")
        await on.type("Harbour Guild (group), dana")
        await on.press("tab", "enter")
        made = next(event for event in events(path).values() if event.title == "Guild walks out")
        assert made.date == "2023-09-01"
        assert [(part.actor, part.role) for part in made.actors] == [("harbour-guild", "by"), ("orlov", "by")]
        guild = Dossier.open(path).actor("harbour-guild")
        assert guild is not None
        assert guild.kind == "group"
        assert "1 of 4" in on.screen()

    review(test, path, ARTICLE)


def test_a_name_is_tied_to_an_actor_who_learns_it(path: Path) -> None:
    async def test(on: Desk) -> None:
        await on.press("e", "down", "down", "down", "ctrl+u")
        await on.type("The Minister = orl")
        await on.press("tab")
        assert "Dana Orlov learns The Minister" in on.screen()
        await on.press("enter")
        orlov = Dossier.open(path).actor("orlov")
        assert orlov is not None
        assert "The Minister" in orlov.aliases

    review(test, path, ARTICLE)


def test_what_tells_several_things_is_cut_and_joined_again(tmp_path: Path) -> None:
    _, article = long_article("summit")

    async def test(on: Desk) -> None:
        await on.press("s")
        if not on.item.suggestion.splits:
            assert "one thing only" in said(on)
        whole = next(each for each in on.review.items if each.suggestion.splits)
        count = len(on.review.items)
        await on.look_for(whole.suggestion.title)
        await on.press("s")
        assert len(on.review.items) > count
        passage, part = whole.suggestion.excerpt, on.item.suggestion.excerpt
        assert passage.start <= part.start < part.end < passage.end
        await on.press("u")
        assert len(on.review.items) == count

    review(test, dossier_of(tmp_path / "case", article), article)


def test_joining_offers_the_likeliest_event_first_and_finds_any_by_its_words(path: Path) -> None:
    async def test(on: Desk) -> None:
        await on.press("J")
        assert isinstance(on.app.screen, Pick)
        await on.press("enter")
        assert [claim.source for claim in events(path)["old"].claims] == ["gazette", "tide"]
        assert "A claim on" in said(on)
        assert on.screen_now.suggestions.cursor == 1
        await on.press("J")
        await on.type("fish")
        await on.press("enter")
        assert len(events(path)["market"].claims) == 2
        assert len(events(path)) == 2

    review(test, path, ARTICLE)


def test_what_has_become_a_record_is_not_decided_on_again(path: Path) -> None:
    async def test(on: Desk) -> None:
        await on.press("a", "k")
        for key in "axesJ":
            await on.press(key)
            assert "already" in said(on)
        assert len(events(path)) == 3

    review(test, path, ARTICLE)


def test_what_others_took_over_is_marked_and_not_accepted_twice(path: Path) -> None:
    async def other(on: Desk) -> None:
        await on.press("a")

    async def test(on: Desk) -> None:
        dossier = Dossier.open(path, person="somebody-else")
        assert dossier.decisions() == {}
        assert "1 of 4" in on.screen()
        await on.press("k")
        assert "=" in on.screen()
        await on.press("a")
        assert "In the dossier already: Dana Orlov will visit Kestrel" in said(on)
        assert len(events(path)) == 3

    review(other, path, ARTICLE)
    for file in (path / "people").glob("*.json"):  # as another person, who decided nothing yet
        file.unlink()
        file.with_name(file.name + ".bak").unlink(missing_ok=True)
    review(test, path, ARTICLE)


def test_a_review_left_in_the_middle_goes_on(path: Path) -> None:
    async def first(on: Desk) -> None:
        await on.press("a", "x")

    async def second(on: Desk) -> None:
        assert "2 of 4" in on.screen()
        assert on.screen_now.suggestions.cursor == 2

    review(first, path, ARTICLE)
    review(second, path, ARTICLE)


# By hand, and about


def test_a_passage_marked_by_hand_becomes_a_claim_or_nothing(path: Path) -> None:
    before = everything(Dossier.open(path))

    async def test(on: Desk) -> None:
        await on.press("p", "l", "L", "H", "h", "right_parenthesis", "escape")
        assert isinstance(on.app.screen, ReviewScreen)
        await on.press("p")
        assert isinstance(on.app.screen, MarkScreen)
        assert "Sep 9 2023" in on.screen()  # what the passage says is shown while it is marked
        await on.press("J")
        await on.type("fish")
        await on.press("enter")
        assert len(events(path)["market"].claims) == 2
        assert "2 of 4" in on.screen()  # the sentence tells two of the things that were suggested
        await on.press("u")
        assert everything(Dossier.open(path)) == before
        assert "0 of 4" in on.screen()

    review(test, path, ARTICLE)


def test_help_and_the_way_to_the_text_and_back(path: Path) -> None:
    async def test(on: Desk) -> None:
        await on.press("question_mark")
        assert "Make an event of this suggestion" in on.screen()
        await on.press("escape", "tab")
        assert on.screen_now.text.has_focus
        await on.press("j", "G", "g", "escape")
        assert on.screen_now.suggestions.has_focus

    review(test, path, ARTICLE, LARGE)
