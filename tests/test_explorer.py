"""The explorer by keyboard: what each key does to the view, on the sample."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from store.dossier import Dossier, create
from store.model import Event
from tests.harness import LARGE, SMALL, Driven, drive
from tui.cli.root import run
from tui.config import Config
from tui.screens.pick import Pick
from tui.screens.prompt import Prompt
from tui.screens.sheet import Sheet

SUMMIT = "2023-09-13-vostochny-summit"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of the sample that can be written."""
    target = tmp_path / "own"
    assert run(["sample", str(target)]) == 0
    return target


@pytest.mark.parametrize("size", [SMALL, (100, 30), (120, 36), LARGE])
def test_the_first_screen_shows_all_panes(size: tuple[int, int]) -> None:
    async def test(on: Driven) -> None:
        shown = on.screen()
        for words in ("dateline", "1 Timeline", "2 Actors", "3 Article", "north-korea-russia"):
            assert words in shown
        assert on.explorer.timeline.cursor == 0
        assert on.explorer.article.story is not None

    drive(test, size=size)


def test_search_narrows_as_one_types_and_escape_gives_back() -> None:
    async def test(on: Driven) -> None:
        everything = on.explorer.timeline.count
        await on.press("slash")
        await on.type("vostoch")
        narrowed = on.explorer.timeline.count
        assert 0 < narrowed < everything
        await on.press("escape")
        assert on.explorer.timeline.count == everything
        assert not on.explorer.query_now.parts

    drive(test)


def test_what_is_typed_after_a_completion_is_completed_anew() -> None:
    async def test(on: Driven) -> None:
        def typed() -> str:
            return on.app.screen.query_one("#query", Input).value

        await on.press("slash")
        await on.type("act")
        await on.press("tab")
        assert typed() == "actor:"
        await on.type("vlad")
        await on.press("tab")
        assert typed() == "actor:vladimir-putin"
        await on.type(" status:pl")
        await on.press("tab")
        assert typed() == "actor:vladimir-putin status:planned"

    drive(test)


def test_tab_goes_round_the_candidates_and_names_the_next() -> None:
    async def test(on: Driven) -> None:
        line = "summit actor:russ"
        await on.press("slash")
        await on.type(line)
        given = []
        while not given or given[0] not in given[1:]:
            await on.press("tab")
            given.append(on.app.screen.query_one("#query", Input).value.removeprefix("summit actor:"))
            assert f"Tab: {given[-1]}" in on.line("status")
        assert len(given) > 2
        # With the cursor elsewhere it is another word that is completed.
        await on.press("home", *["right"] * len("sum"), "tab")
        assert "actor:" + given[-1] in on.app.screen.query_one("#query", Input).value
        await on.type("x")
        assert "Tab:" not in on.line("status")

    drive(test)


def test_a_kept_search_is_a_chip_and_lights_its_hits() -> None:
    async def test(on: Driven) -> None:
        await on.press("slash")
        await on.type("vostochny")
        await on.press("enter")
        assert "[vostochny" in on.line("chips")
        await on.press("enter")
        assert on.explorer.pane_in_focus() == "article"
        story = on.explorer.article.story
        assert story is not None
        assert story.passage is not None
        assert story.passage.anchor is not None
        assert story.passage.anchor.state == "exact"
        await on.press("backspace")
        assert "[vostochny" not in on.line("chips")

    drive(test)


def test_the_passage_is_scrolled_into_view_at_80_by_24() -> None:
    async def test(on: Driven) -> None:
        explorer = on.explorer
        for _ in range(12):
            await on.press("j")
            story = explorer.article.story
            assert story is not None
            if story.passage and story.passage.claim.excerpt:
                words = " ".join(" ".join(line.split()) for line in on.lines()).split()
                first = story.passage.claim.excerpt.exact.split()[:3]
                assert any(words[at : at + 3] == first for at in range(len(words)))

    drive(test)


def test_a_bad_query_keeps_the_last_results_and_says_why() -> None:
    async def test(on: Driven) -> None:
        await on.press("slash")
        await on.type("status:denied")
        denied = on.explorer.timeline.count
        assert denied > 0
        await on.type("z")
        assert "no such status; denied?" in on.line("status")
        assert on.explorer.timeline.count == denied
        await on.press("enter")
        assert on.explorer.querybar.editing
        await on.press("escape")

    drive(test)


def test_dates_narrow_and_say_what_was_understood() -> None:
    async def test(on: Driven) -> None:
        everything = on.explorer.timeline.count
        await on.press("d")
        assert isinstance(on.app.screen, Prompt)
        await on.type("2023-09")
        assert "2023-09-01 .. 2023-09-30" in on.screen()
        await on.press("enter")
        assert 0 < on.explorer.timeline.count < everything
        assert "[2023-09" in on.line("chips")
        await on.press("greater_than_sign")
        assert on.explorer.query_now.date_range == on.explorer.parse("date:2023-10").date_range
        await on.press("less_than_sign")
        assert on.explorer.query_now.date_range == on.explorer.parse("date:2023-09").date_range
        await on.press("backspace")
        assert on.explorer.timeline.count == everything

    drive(test)


def test_an_ambiguous_date_is_not_accepted() -> None:
    async def test(on: Driven) -> None:
        await on.press("d")
        await on.type("10/11/12")
        assert "2012-11-10" in on.screen()
        await on.press("enter")
        assert isinstance(on.app.screen, Prompt)
        await on.press("escape")
        assert not on.explorer.query_now.parts

    drive(test)


def test_go_to_a_date_puts_the_cursor_on_the_first_event_from_then() -> None:
    async def test(on: Driven) -> None:
        await on.press("colon")
        await on.type("2024-06")
        await on.press("enter")
        row = on.explorer.timeline.row
        assert row is not None
        assert row.event.date == "2024-06-19"

    drive(test)


def test_an_actor_filter_is_set_and_released_by_the_same_key() -> None:
    async def test(on: Driven) -> None:
        everything = on.explorer.timeline.count
        await on.press("2", "a")
        filtered = on.explorer.timeline.count
        assert filtered < everything
        assert on.explorer.query_now.parts[0].kind == "actor"
        assert on.explorer.facets.value in on.explorer.query_now.filtered_values("actor")
        await on.press("a")
        assert on.explorer.timeline.count == everything

    drive(test)


def test_the_cursor_keeps_its_event_through_every_filter() -> None:
    async def test(on: Driven) -> None:
        explorer = on.explorer
        explorer.go_to(SUMMIT)
        await on.idle()
        for keys in (("d", *"2023", "enter"), ("backspace",), ("slash", *"kim", "enter"), ("backspace",), ("R",)):
            await on.press(*keys)
            assert explorer.timeline.event_id == SUMMIT

    drive(test)


def test_around_shows_the_days_about_an_event_and_escape_leads_back() -> None:
    async def test(on: Driven) -> None:
        explorer = on.explorer
        explorer.go_to(SUMMIT)
        await on.idle()
        everything = explorer.timeline.count
        await on.press("w")
        assert explorer.query_now.date_range == explorer.parse("date:2023-09-06..2023-09-20").date_range
        assert explorer.timeline.event_id == SUMMIT
        await on.press("escape")
        assert explorer.timeline.count == everything
        assert explorer.timeline.event_id == SUMMIT

    drive(test)


def test_n_walks_hits_then_claims_then_events() -> None:
    async def test(on: Driven) -> None:
        explorer = on.explorer
        explorer.go_to(SUMMIT)
        await on.idle()
        story = explorer.article.story
        assert story is not None
        left = len(story.claims) - story.index - 1
        for _ in range(left):
            await on.press("n")
        assert explorer.timeline.event_id == SUMMIT
        assert explorer.article.story is not None
        assert explorer.article.story.index == len(story.claims) - 1
        await on.press("n")
        assert explorer.timeline.event_id != SUMMIT
        await on.press("N")

    drive(test, size=LARGE)


def test_days_are_walked_by_braces() -> None:
    async def test(on: Driven) -> None:
        explorer = on.explorer
        explorer.go_to(SUMMIT)
        await on.idle()
        await on.press("right_curly_bracket")
        row = explorer.timeline.row
        assert row is not None
        assert row.event.date > "2023-09-13"
        await on.press("left_curly_bracket")
        assert explorer.timeline.row is not None
        assert explorer.timeline.row.event.date == "2023-09-13"

    drive(test)


def test_a_linked_event_is_followed_and_escape_returns() -> None:
    async def test(on: Driven) -> None:
        explorer = on.explorer
        explorer.go_to(SUMMIT)
        await on.idle()
        await on.press("l")
        assert isinstance(on.app.screen, Pick)
        await on.press("enter")
        assert explorer.timeline.event_id != SUMMIT
        await on.press("escape")
        assert explorer.timeline.event_id == SUMMIT

    drive(test)


@pytest.mark.parametrize(("pane", "name"), [("1", "timeline"), ("2", "actors"), ("3", "article")])
def test_panes_are_reached_and_zoomed(pane: str, name: str) -> None:
    async def test(on: Driven) -> None:
        await on.press(pane, "z")
        assert on.explorer.pane_in_focus() == name
        titles = [title for title in ("1 Timeline", "2 Actors", "3 Article") if title in on.screen()]
        assert len(titles) == 1
        await on.press("escape")
        assert "1 Timeline" in on.screen()

    drive(test)


def test_the_time_scale_is_stepped_and_fitted() -> None:
    async def test(on: Driven) -> None:
        explorer = on.explorer
        assert explorer.overview is not None
        fitted = explorer.overview.histogram.unit
        await on.press("plus")
        assert explorer.overview.histogram.unit != fitted
        await on.press("underscore")
        assert explorer.overview.histogram.unit == fitted

    drive(test)


def test_the_facet_pane_counts_other_fields() -> None:
    async def test(on: Driven) -> None:
        await on.press("v")
        assert "Statuses" in on.screen()
        await on.press("2", "enter")
        assert on.explorer.query_now.parts[0].kind == "status"

    drive(test)


@pytest.mark.parametrize("key", ["question_mark", "x", "c", "i"])
def test_sheets_open_and_close(key: str) -> None:
    async def test(on: Driven) -> None:
        await on.press("j", key)
        assert isinstance(on.app.screen, Sheet)
        await on.press("j", "escape")
        assert on.app.screen is on.explorer

    drive(test)


def test_the_palette_runs_a_command() -> None:
    async def test(on: Driven) -> None:
        await on.press("ctrl+p")
        await on.type("go to the actors")
        await on.press("enter")
        assert on.explorer.pane_in_focus() == "actors"

    drive(test)


def test_an_actor_is_jumped_to_by_name() -> None:
    async def test(on: Driven) -> None:
        await on.press("at")
        await on.type("shoi")
        await on.press("enter")
        assert on.explorer.query_now.filtered_values("actor") == ("sergei-shoigu",)

    drive(test)


def test_an_empty_view_says_what_hides_the_events() -> None:
    async def test(on: Driven) -> None:
        await on.press("slash")
        await on.type("zebra")
        await on.press("enter")
        assert "without [zebra] there would be 53 events" in on.screen()

    drive(test)


def test_an_empty_dossier_says_how_to_begin(tmp_path: Path) -> None:
    create(tmp_path / "new")

    async def test(on: Driven) -> None:
        assert "This dossier holds no events yet" in on.screen()
        await on.press("j", "G", "n", "a", "x", "c", "w", "m", "plus", "v")

    drive(test, path=tmp_path / "new")


def test_the_sample_refuses_marks_and_says_why() -> None:
    async def test(on: Driven) -> None:
        await on.press("m")
        assert "dateline sample" in on.line("status")

    drive(test)


def test_a_star_is_set_shown_and_undone(own: Path) -> None:
    async def test(on: Driven) -> None:
        await on.press("m")
        row = on.explorer.timeline.row
        assert row is not None
        assert row.starred
        assert Dossier.open(own).marks()[row.event.id].starred
        await on.press("u")
        assert on.explorer.timeline.row is not None
        assert not on.explorer.timeline.row.starred

    drive(test, path=own)


def test_tags_and_notes_are_found_by_search(own: Path) -> None:
    async def test(on: Driven) -> None:
        event_id = on.explorer.timeline.event_id
        await on.press("t")
        await on.type("zebra")
        await on.press("enter", "T")
        await on.type("see the giraffe file")
        await on.press("enter")
        for word in ("zebra", "giraffe"):
            await on.press("slash")
            await on.type(word)
            await on.press("enter")
            assert on.explorer.timeline.event_id == event_id
            assert on.explorer.timeline.count == 1
            await on.press("backspace")

    drive(test, path=own)


def test_a_view_is_saved_and_opened(own: Path) -> None:
    async def test(on: Driven) -> None:
        await on.press("slash")
        await on.type("status:denied")
        await on.press("enter", "F")
        await on.type("denials")
        await on.press("enter", "backspace", "f", "enter")
        assert on.explorer.query_now.text == "status:denied"

    drive(test, path=own)


@pytest.mark.parametrize("text", ["cosmodr", "summit cosmodr asof:2023-12-01 actor:kim-jong-un"])
def test_a_query_finds_the_same_typed_saved_given_back_and_on_the_command_line(
    own: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["list", "-s", str(own), text]) == 0
    found = len(capsys.readouterr().out.splitlines())
    assert found > 0

    async def test(on: Driven) -> None:
        timeline = on.explorer.timeline
        await on.press("slash")
        await on.hurry(*text)
        await on.press("enter")
        assert timeline.count == found
        # Changed and given back.
        await on.press("slash")
        await on.type("zzz")
        await on.press("escape")
        assert timeline.count == found
        await on.press("F")
        await on.type("kept")
        await on.press("enter", "slash", "ctrl+u", "enter")
        assert timeline.count > found
        await on.press("f", "enter")
        assert on.explorer.query_now.text == text
        assert timeline.count == found
        # A filter put beside it and taken off again.
        await on.press("d")
        await on.type("2023")
        await on.press("enter")
        assert timeline.count == found
        await on.press("backspace")
        assert timeline.count == found

    drive(test, path=own)


def test_a_change_by_another_program_is_shown_and_the_place_kept(own: Path) -> None:
    async def test(on: Driven) -> None:
        explorer = on.explorer
        explorer.go_to(SUMMIT)
        await on.idle()
        before = explorer.timeline.count
        Dossier.open(own, person="somebody else").add("events", Event(id="new", title="A new event", date="2022-01-01"))
        explorer.look_again()
        await on.idle()
        assert explorer.timeline.count == before + 1
        assert explorer.timeline.event_id == SUMMIT

    drive(test, path=own)


def test_a_remapped_key_works_and_shows_in_the_footer() -> None:
    async def test(on: Driven) -> None:
        assert "^F" in on.line("status")
        await on.press("ctrl+f")
        assert on.explorer.querybar.editing

    drive(test, config=Config(keys={"search": "ctrl+f"}))


def test_the_article_has_more_text_zoomed_and_tells_what_it_leaves_out() -> None:
    async def test(on: Driven) -> None:
        on.explorer.go_to(SUMMIT)
        await on.idle()
        await on.press("3")
        article = on.explorer.article
        before = article.room
        await on.press("z")
        assert article.room > before
        assert "of 9 ─" in on.screen()  # claims
        assert "more above the text" in on.screen()
        assert "tags: summit" not in on.screen()
        await on.press("home")
        assert "tags: summit" in on.screen()

    drive(test, size=SMALL)


def test_claims_take_the_lines_that_the_text_leaves_free() -> None:
    async def test(on: Driven) -> None:
        on.explorer.go_to(SUMMIT)
        await on.idle()
        assert on.screen().count("▌● confirmed") == 1
        assert "2023-09-04 The New York Times" in on.screen()
        assert "2023-09-14 KCNA" in on.screen()
        assert " of 9 ─" not in on.screen()

    drive(test, size=LARGE)
