"""Editing in the explorer: forms, additions, deletions, merges, splits, and what happens when two edit at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import Input, TextArea

from store.claims import conflicts
from store.dossier import Dossier
from store.model import Event
from tests.harness import LARGE, SMALL, Driven, drive
from tui.cli.root import run
from tui.screens.choose import Choose
from tui.screens.form import FormScreen
from tui.screens.pick import Pick, PickRows

SUMMIT = "2023-09-13-vostochny-summit"

pytestmark = pytest.mark.usefixtures("quick_disk")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of the sample that can be written."""
    target = tmp_path / "own"
    assert run(["sample", str(target)]) == 0
    return target


def stored(path: Path, event_id: str = SUMMIT) -> Event:
    event = Dossier.open(path).event(event_id)
    assert event is not None
    return event


async def at(on: Driven, event_id: str = SUMMIT) -> None:
    on.explorer.go_to(event_id)
    await on.idle()
    assert on.explorer.timeline.event_id == event_id


async def rewrite(on: Driven, field: str, text: str) -> None:
    """Put another text into a field of the form in front, which hears of it as of a paste."""
    box = on.app.screen.query_one(f"#field-{field}")
    box.focus()
    await on.idle()
    if isinstance(box, Input):
        box.value = text
        box.cursor_position = len(text)
    else:
        assert isinstance(box, TextArea)
        box.text = text
    await on.idle()


def said(on: Driven) -> str:
    return on.line("status")


# The form


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_every_field_of_an_event_is_on_the_screen(own: Path, size: tuple[int, int]) -> None:
    async def test(on: Driven) -> None:
        await at(on)
        await on.press("e")
        assert isinstance(on.app.screen, FormScreen)
        for box in on.app.screen.query(".form-box"):
            assert box.region.bottom < size[1] - 2
        await on.press("enter")
        assert said(on).startswith(" Nothing was changed.")
        assert not Dossier.open(own).changed()

    drive(test, path=own, size=size)


def test_an_edit_is_saved_shown_and_undone(own: Path) -> None:
    async def test(on: Driven) -> None:
        before = (own / "dossier.json").read_bytes()
        await at(on)
        await on.press("e", "home")
        await on.press("X")
        await on.press("enter")
        assert stored(own).title.startswith("XKim")
        row = on.explorer.timeline.row
        assert row is not None
        assert row.event == stored(own)
        assert "XKim" in on.screen()
        await on.press("u")
        assert (own / "dossier.json").read_bytes() == before
        await on.press("U")
        assert stored(own).title.startswith("XKim")

    drive(test, path=own)


DATES = {
    "2023-09-13~": "2023-09-13~   2023-09-13 .. 2023-09-13",
    "sept 10-13 2023": "2023-09-10/2023-09-13   2023-09-10 .. 2023-09-13",
    "": "no date",
}


def test_dates_are_echoed_as_they_are_typed(own: Path) -> None:
    async def test(on: Driven) -> None:
        await at(on)
        await on.press("e")
        for typed, echo in DATES.items():
            await rewrite(on, "date", typed)
            assert echo in on.screen()
        await rewrite(on, "date", "sept 10-13 2023")
        await on.press("enter")
        assert stored(own).date == "2023-09-10/2023-09-13"

    drive(test, path=own)


WRONG = [
    ("date", "2023-02-31", "February"),
    ("date", "10/11/12", "2012-11-10"),
    ("title", "", "is needed"),
    ("status", "maybe", "one of planned"),
    ("by", "nobody at all", "no actor is called nobody at all"),
    ("links", "follows: nowhere", "there is no event nowhere"),
    ("links", f"follows: {SUMMIT}", "cannot be linked to itself"),
    ("point", "95, 1", "latitude is"),
]


def test_what_is_wrong_is_said_and_not_saved(own: Path) -> None:
    async def test(on: Driven) -> None:
        before = stored(own)
        await at(on)
        await on.press("e")
        form = on.app.screen
        assert isinstance(form, FormScreen)
        texts = form.texts
        for field, typed, why in WRONG:
            await rewrite(on, field, typed)
            assert why in on.screen()
            await on.press("enter")
            assert on.app.screen is form
            assert why in on.screen()
            await rewrite(on, field, texts[field])
        await rewrite(on, "title", "Something else")
        # What was typed is not lost by one key.
        await on.press("escape")
        assert on.app.screen is form
        await on.press("escape")
        assert on.app.screen is not form
        assert stored(own) == before

    drive(test, path=own)


def test_actors_are_completed_and_known_by_their_names(own: Path) -> None:
    async def test(on: Driven) -> None:
        await at(on)
        await on.press("e")
        await rewrite(on, "at", "shoig")
        await on.press("tab")
        assert on.app.screen.query_one("#field-at").value == "sergei-shoigu"  # type: ignore[attr-defined]
        await rewrite(on, "at", "sergei-shoigu, North Korea")
        await on.press("enter")
        hosts = [part.actor for part in stored(own).actors if part.role == "at"]
        assert hosts == ["sergei-shoigu", "north-korea"]

    drive(test, path=own)


COMPLETED = (
    ("by", "Russia", "Russia"),
    ("by", "russia", "russia"),
    ("by", "north-korea", "north-korea"),
    ("by", "iran, Russia", "iran, Russia"),
    ("by", "the kremlin, russian-pac", "the kremlin, russian-pacific-fleet"),
    ("place", "vladivostok", "vladivostok"),
)


def test_tab_goes_on_from_what_is_typed_exactly_or_completed(own: Path) -> None:
    async def test(on: Driven) -> None:
        await at(on)
        await on.press("e")
        form = on.app.screen
        assert isinstance(form, FormScreen)
        for field, typed, completed in COMPLETED:
            await rewrite(on, field, typed)
            if completed != typed:
                await on.press("tab")
            assert form.texts[field] == completed
            await on.press("tab")
            assert form.texts[field] == completed
            assert form.focused is not None
            assert form.focused.id != f"field-{field}", typed

    drive(test, path=own)


def test_a_completed_value_that_begins_longer_ones_stays(own: Path) -> None:
    async def test(on: Driven) -> None:
        await at(on)
        await on.press("e")
        await rewrite(on, "by", "russi")
        await on.press("tab")
        form = on.app.screen
        assert isinstance(form, FormScreen)
        assert form.texts["by"] == "russia"
        assert "There is also: russian-" in on.screen()
        await on.press("tab")
        assert form.texts["by"] == "russia"
        # Typed on, it is completed again.
        await rewrite(on, "by", "russian-p")
        await on.press("tab")
        assert form.texts["by"] == "russian-pacific-fleet"

    drive(test, path=own)


def test_a_view_of_the_past_edits_the_whole_event(own: Path) -> None:
    async def test(on: Driven) -> None:
        before = stored(own)
        on.explorer.see(on.explorer.parse("vostochny asof:2023-09-10"))
        await on.idle()
        await on.press("e", "end", "!")
        await on.press("enter")
        assert stored(own) == replace(before, title=before.title + "!")

    drive(test, path=own)


# Other records


def test_claim_actor_and_article_are_edited(own: Path) -> None:
    async def test(on: Driven) -> None:
        await at(on)
        story = on.explorer.story()
        assert story is not None
        await on.press("E")
        assert isinstance(on.app.screen, Pick)
        await on.press("enter")
        await rewrite(on, "says", "they will meet")
        await on.press("enter")
        assert stored(own).claims[story.index].says == "they will meet"
        await on.press("E", "down", "enter")
        await rewrite(on, "publisher", "A new name")
        await on.press("enter")
        article = Dossier.open(own).article(stored(own).claims[story.index].article)
        assert article is not None
        assert article.publisher == "A new name"
        assert "A new name" in on.screen()
        again = on.explorer.story()
        assert again is not None
        assert again.index == story.index
        assert again.passage is not None
        assert again.passage.article == article
        await on.press("2", "E")
        await rewrite(on, "aliases", '"Kim, the third", Marshal')
        await on.press("enter")
        value = on.explorer.facets.value
        assert value is not None
        actor = Dossier.open(own).actor(value)
        assert actor is not None
        assert actor.aliases == ("Kim, the third", "Marshal")

    drive(test, path=own)


def test_events_actors_and_claims_are_added(own: Path) -> None:
    async def test(on: Driven) -> None:
        await on.press("A")
        await rewrite(on, "title", "Talks in Sochi")
        await rewrite(on, "date", "2024-01-17")
        await on.press("enter")
        added = stored(own, "2024-01-17-talks-sochi")
        assert (added.title, added.date, added.claims) == ("Talks in Sochi", "2024-01-17", ())
        assert on.explorer.timeline.event_id == added.id
        await on.press("C")
        await rewrite(on, "source", "Radio Free Sochi")
        await rewrite(on, "reported", "2024-01-18")
        await rewrite(on, "status", "conf")
        await on.press("enter")
        (claim,) = stored(own, added.id).claims
        assert (claim.source, claim.reported, claim.status) == ("Radio Free Sochi", "2024-01-18", "confirmed")
        await on.press("W")
        await rewrite(on, "name", "Anna Sokolova")
        await on.press("enter")
        assert Dossier.open(own).actor("anna-sokolova") is not None
        await on.press("u", "u", "u")
        assert Dossier.open(own).event(added.id) is None
        assert Dossier.open(own).actor("anna-sokolova") is None

    drive(test, path=own)


def test_an_actor_without_events_is_reached_and_deleted(own: Path) -> None:
    async def test(on: Driven) -> None:
        await on.press("W")
        await rewrite(on, "name", "Anna Sokolova")
        await on.press("enter", "@")
        await on.type("anna")
        await on.press("enter")
        assert on.explorer.timeline.count == 0
        assert "No event names this actor" in said(on)
        await on.press("E")
        await rewrite(on, "name", "Anna Sokolowa")
        await on.press("enter")
        found = Dossier.open(own).actor("anna-sokolova")
        assert found is not None
        assert found.name == "Anna Sokolowa"
        await on.press("M")
        assert isinstance(on.app.screen, Pick)
        await on.press("escape", "D")
        assert Dossier.open(own).actor("anna-sokolova") is None

    drive(test, path=own)


def test_actors_of_the_view_are_offered_first(own: Path) -> None:
    async def test(on: Driven) -> None:
        on.explorer.see(on.explorer.parse("id:2022-09-22-defence-ministry-denial"))
        await on.idle()
        row = on.explorer.timeline.row
        assert row is not None
        await on.press("@")
        offered = [choice.value for choice in on.app.screen.query_one(PickRows).choices]
        taking_part = {part.actor for part in row.event.actors}
        assert set(offered[: len(taking_part)]) == taking_part
        assert len(set(offered)) == len(offered) > 20

    drive(test, path=own)


def test_where_no_actor_is_under_the_cursor_that_is_said(own: Path) -> None:
    async def test(on: Driven) -> None:
        on.explorer.see(on.explorer.parse("nosuchword"))
        await on.idle()
        await on.press("2")
        for key in "EMD":
            await on.press(key)
            assert "No actor is under the cursor" in said(on)
            on.explorer.say("")

    drive(test, path=own)


def without_outlet(own: Path) -> tuple[str, list[str]]:
    """Take the outlet off an article that claims on several events quote, and off all those but one: its id, and
    the events of the others."""
    dossier = Dossier.open(own)
    article = next(claim.article for claim in stored(own).claims)
    quoting = [event for event in dossier.records("events") if any(c.article == article for c in event.claims)]
    known = dossier.article(article)
    assert known is not None
    dossier.put("articles", replace(known, publisher="", url="https://news.example/1"))
    for event in quoting[1:]:
        claims = (
            replace(claim, source="", via=("nyt", *claim.via), url="https://news.example/1")
            if claim.article == article
            else claim
            for claim in event.claims
        )
        dossier.put("events", replace(event, claims=tuple(claims)))
    return article, [event.id for event in quoting[1:]]


def test_claims_without_an_outlet_get_that_of_their_article_in_one_step(own: Path) -> None:
    article, waiting = without_outlet(own)
    files = [own / "dossier.json", own / "articles.json"]
    before = [file.read_bytes() for file in files]
    others = {
        (event.id, claim.id): claim
        for event in Dossier.open(own).records("events")
        for claim in event.claims
        if claim.article != article or claim.source
    }
    number = sum(claim.article == article for event in waiting for claim in stored(own, event).claims)
    assert number > 1

    async def test(on: Driven) -> None:
        await at(on, waiting[0])
        while on.explorer.story().passage.claim.article != article:  # type: ignore[union-attr]
            await on.press("n")
        await on.press("E", "down", "enter")
        await rewrite(on, "publisher", "new york times")
        await on.press("enter")
        assert f"Article saved, and its outlet on {number} claims that had none." in said(on)
        dossier = Dossier.open(own)
        assert dossier.article(article).publisher == "new york times"  # type: ignore[union-attr]
        for event in dossier.records("events"):
            for claim in event.claims:
                if (event.id, claim.id) in others:
                    assert claim == others[event.id, claim.id]
                else:
                    assert claim.source == "nyt", "the actor that is called so"
                    assert "nyt" not in claim.via, "nobody cites itself"
        await on.press("u")
        assert [file.read_bytes() for file in files] == before
        # Its title changed, it still has no outlet: nothing else changes.
        await on.press("E", "down", "enter")
        await rewrite(on, "title", "Another title")
        await on.press("enter")
        assert said(on).startswith(" Article saved.")
        assert files[0].read_bytes() == before[0]

    drive(test, path=own)


def test_an_article_that_others_changed_is_settled_before_its_outlet_is_told(own: Path) -> None:
    article, waiting = without_outlet(own)

    async def test(on: Driven) -> None:
        await at(on, waiting[0])
        while on.explorer.story().passage.claim.article != article:  # type: ignore[union-attr]
            await on.press("n")
        await on.press("E", "down", "enter")
        await rewrite(on, "publisher", "Herald")
        theirs = Dossier.open(own, person="ben")
        known = theirs.article(article)
        assert known is not None
        theirs.put("articles", replace(known, language="fr"))
        await on.press("enter")
        assert isinstance(on.app.screen, Choose)
        assert not any(claim.source == "Herald" for claim in stored(own, waiting[0]).claims)
        await on.press("enter")
        saved = Dossier.open(own).article(article)
        assert saved is not None
        assert (saved.publisher, saved.language) == ("Herald", "fr")
        assert {claim.source for claim in stored(own, waiting[0]).claims if claim.article == article} == {"Herald"}

    drive(test, path=own)


def test_an_outlet_is_not_told_over_what_others_make_of_an_event(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article, waiting = without_outlet(own)

    async def test(on: Driven) -> None:
        await at(on, waiting[0])
        while on.explorer.story().passage.claim.article != article:  # type: ignore[union-attr]
            await on.press("n")
        await on.press("E", "down", "enter")
        await rewrite(on, "publisher", "Herald")
        # The other edit comes between the reading of the events and the saving of them.
        read = list(on.explorer.dossier.records("events"))
        monkeypatch.setattr(on.explorer.dossier, "records", lambda _: read)
        Dossier.open(own, person="ben").put("events", replace(stored(own, waiting[0]), title="Theirs"))
        before = [(own / name).read_bytes() for name in ("dossier.json", "articles.json")]
        await on.press("enter")
        assert isinstance(on.app.screen, FormScreen), "what was typed is not lost"
        assert "Somebody changed an event that quotes it meanwhile; nothing was saved." in on.screen()
        assert [(own / name).read_bytes() for name in ("dossier.json", "articles.json")] == before

    drive(test, path=own)


def test_a_claim_is_given_another_article(own: Path) -> None:
    async def test(on: Driven) -> None:
        await at(on)
        story = on.explorer.story()
        assert story is not None
        assert story.passage is not None
        other = next(
            article
            for article in Dossier.open(own).records("articles")
            if article.id != story.passage.claim.article and len(article.text) > 40
        )
        await on.press("K")
        await rewrite(on, "article", " ".join(other.title.split()[:4]))
        assert "no article has this id" in on.screen()
        await on.press("tab")
        form = on.app.screen
        assert isinstance(form, FormScreen)
        assert form.texts["article"] == other.id
        # The passage stands in the other article no more than the article does: both are read together.
        await on.press("enter")
        assert on.app.screen is form
        assert "passage: the article does not say this" in on.screen()
        words = " ".join(other.text.split()[:6])
        await rewrite(on, "excerpt", words)
        await on.press("ctrl+o")
        claim = stored(own).claims[story.index]
        assert (claim.article, claim.excerpt and " ".join(claim.excerpt.exact.split())) == (other.id, words)

    drive(test, path=own)


def test_an_empty_status_says_whose_word_it_follows(own: Path) -> None:
    async def test(on: Driven) -> None:
        await at(on)
        await on.press("e")
        box = on.app.screen.query_one("#field-status", Input)
        assert box.value == ""
        assert box.placeholder == "confirmed, from the latest claim (KCNA 2023-09-14)"

    drive(test, path=own)


# Merging and splitting


def test_actors_are_merged_only_when_asked_and_come_back(own: Path) -> None:
    async def test(on: Driven) -> None:
        before = (own / "dossier.json").read_bytes()
        events = on.explorer.chronology.count(on.explorer.parse("actor:vladimir-putin OR actor:sergei-shoigu")).total
        await on.press("2")
        while on.explorer.facets.value != "sergei-shoigu":
            await on.press("right" if on.explorer.facets.flows else "j")
        await on.press("M")
        await on.type("putin")
        await on.press("enter")
        assert (own / "dossier.json").read_bytes() == before
        await on.press("enter")
        dossier = Dossier.open(own)
        assert dossier.actor("sergei-shoigu") is None
        kept = dossier.actor("vladimir-putin")
        assert kept is not None
        assert "Sergei Shoigu" in kept.aliases
        assert on.explorer.chronology.count(on.explorer.parse("actor:vladimir-putin")).total == events
        await on.press("u")
        assert (own / "dossier.json").read_bytes() == before
        assert "merge Sergei Shoigu into Vladimir Putin" in said(on)

    drive(test, path=own)


def test_events_are_merged_and_split_again(own: Path) -> None:
    async def test(on: Driven) -> None:
        before = (own / "dossier.json").read_bytes()
        plan = stored(own, "2023-09-10-kim-at-the-forum")
        await at(on)
        claims = len(stored(own).claims)
        await on.press("M")
        await on.type("forum expected")
        await on.press("enter")
        assert Dossier.open(own).event(plan.id) is None
        merged = stored(own)
        assert len(merged.claims) == claims + len(plan.claims)
        assert {claim.date for claim in merged.claims[claims:]} == {plan.date}
        assert "date" in {found.kind for found in conflicts(merged)} or "place" in {
            found.kind for found in conflicts(merged)
        }
        await on.press("S")
        assert isinstance(on.app.screen, Choose)
        await on.press("G")
        for _ in plan.claims[1:]:
            await on.press("k")
        for _ in plan.claims:
            await on.press("m")
        await on.press("enter")
        assert isinstance(on.app.screen, FormScreen)
        await on.press("enter")
        assert len(stored(own).claims) == claims
        split = on.explorer.timeline.event_id
        assert split not in (None, SUMMIT)
        assert len(stored(own, split).claims) == len(plan.claims)  # type: ignore[arg-type]
        await on.press("u", "u")
        assert (own / "dossier.json").read_bytes() == before

    drive(test, path=own)


def test_nothing_is_edited_where_the_dossier_is_read_only() -> None:
    async def test(on: Driven) -> None:
        for key in ("e", "E", "A", "D", "M", "S", "C", "W", "P", "K"):
            await on.press(key)
            assert len(on.app.screen_stack) == 1
            assert "read-only" in said(on)

    drive(test)
