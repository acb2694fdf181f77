"""Deleting in the explorer: an event, a claim, an actor, an article; nothing that others name goes, all comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from store.check import check
from store.dossier import Dossier
from store.model import Actor
from tests.harness import Driven, drive
from tests.test_editing import SUMMIT, at, own, said, stored
from tui.acts import deleting
from tui.screens.pick import Pick

__all__ = ["own"]

pytestmark = pytest.mark.usefixtures("quick_disk")


def test_a_deletion_is_undone(own: Path) -> None:
    async def test(on: Driven) -> None:
        count = on.explorer.timeline.count
        await at(on)
        await on.press("D")
        assert on.explorer.timeline.count == count - 1
        assert Dossier.open(own).event(SUMMIT) is None
        # Other events were linked to it: no link is left that points at nothing.
        assert not [fault for fault in check(Dossier.open(own)) if "link" in fault.field]
        await on.press("u")
        assert on.explorer.timeline.count == count
        assert "Undone: delete" in said(on)
        # What came back is under the cursor again.
        assert on.explorer.timeline.event_id == SUMMIT

    drive(test, path=own)


def named(on: Driven, actor_id: str) -> int:
    everywhere = on.explorer.parse(f"actor:{actor_id} OR source:{actor_id} OR via:{actor_id}")
    return on.explorer.chronology.count(everywhere).total


def test_beside_the_text_claim_and_article_are_deleted_too(own: Path) -> None:
    async def test(on: Driven) -> None:
        before = (own / "dossier.json").read_bytes(), (own / "articles.json").read_bytes()
        await at(on)
        story = on.explorer.story()
        assert story is not None
        assert story.passage is not None
        quoted = story.passage.claim.article
        await on.press("3", "D")
        assert isinstance(on.app.screen, Pick)
        await on.type("article")
        await on.press("enter")
        # A claim rests on it: it stays, and how many do is said.
        assert "quote it: not deleted" in said(on)
        assert Dossier.open(own).article(quoted) is not None
        await on.press("D", "enter")
        assert story.passage.claim not in stored(own).claims
        assert len(stored(own).claims) == len(story.event.claims) - 1
        await on.press("u")
        assert (own / "dossier.json").read_bytes() == before[0]
        # Once nobody quotes it, it goes.
        dossier = Dossier.open(own)
        for event in list(dossier.records("events")):
            if any(claim.article == quoted for claim in event.claims):
                left = tuple(replace(claim, article="", excerpt=None) for claim in event.claims)
                dossier.put("events", replace(event, claims=left))
        explorer = on.explorer
        explorer.look_again()
        await on.idle()
        await on.press("1")
        deleting.delete_article(explorer, story.passage.article)  # type: ignore[arg-type]
        await on.idle()
        assert Dossier.open(own).article(quoted) is None
        await on.press("u")
        assert (own / "articles.json").read_bytes() == before[1]

    drive(test, path=own)


def test_an_actor_is_deleted_only_when_nobody_names_it(own: Path) -> None:
    async def test(on: Driven) -> None:
        Dossier.open(own).add("actors", Actor(id="nobody", name="Aaron Nobody", kind="person"))
        await on.press("R", "2")
        actor_id = on.explorer.facets.value
        assert actor_id is not None
        await on.press("D")
        assert f"is named in {named(on, actor_id)} events" in said(on)
        assert Dossier.open(own).actor(actor_id) is not None
        before = (own / "dossier.json").read_bytes()
        nobody = Dossier.open(own).actor("nobody")
        assert nobody is not None
        deleting.delete_actor(on.explorer, nobody)
        await on.idle()
        assert Dossier.open(own).actor("nobody") is None
        await on.press("u")
        assert (own / "dossier.json").read_bytes() == before

    drive(test, path=own)
