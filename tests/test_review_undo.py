"""Taking decisions back: to the last field, only one's own, and never over what somebody built upon."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store import lines
from store.dossier import Dossier
from store.errors import Conflict
from store.model import Event, encode
from store.review import Cast, Desk
from tests.properties import tries
from tests.reviewing import (
    ARTICLE,
    DAY,
    FOUND,
    KEYS,
    OLD,
    PERSON,
    STRUCK,
    TIDE,
    case,
    desk_of,
    everything,
    faults,
    offering,
)


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    return case(tmp_path / "case")


def test_undo_takes_back_decisions_and_nothing_else(dossier: Dossier) -> None:
    dossier.mark("old", starred=True)
    desk = desk_of(dossier)
    assert desk.undo() is None
    desk.reject(KEYS[0])
    step = desk.undo()
    assert step is not None
    assert step.name == "reject Dana Orlov will visit Kestrel"
    assert desk.undo() is None
    assert dossier.marks()["old"].starred


def test_what_somebody_built_upon_is_not_undone(dossier: Dossier) -> None:
    desk = desk_of(dossier)
    made = desk.accept(KEYS[1])
    other = Dossier.open(dossier.path, person="bert")
    other.put("events", Event(id=made.id, title="Better title", date=made.date))
    with pytest.raises(Conflict):
        desk.undo()
    kept = dossier.event(made.id)
    assert kept is not None
    assert kept.title == "Better title"


def test_when_its_event_is_removed_a_suggestion_is_open_again(dossier: Dossier) -> None:
    made = desk_of(dossier).accept(KEYS[1])
    dossier.remove("events", made.id)
    assert any("there is no event" in fault for fault in faults(dossier))
    desk = desk_of(dossier)
    assert desk.review.items[1].is_open
    assert desk.accept(KEYS[1]).id == made.id


DECISIONS = st.lists(
    st.tuples(st.sampled_from(["accept", "reject", "split", "join", "all", "undo"]), st.integers(0, 5)), max_size=8
)


@tries(25)
@given(decisions=DECISIONS)
def test_any_decisions_can_be_undone_to_the_last_field(
    tmp_path_factory: pytest.TempPathFactory, decisions: Sequence[tuple[str, int]]
) -> None:
    dossier = case(tmp_path_factory.mktemp("undo") / "case")
    before = everything(dossier)
    desk = desk_of(dossier)
    for verb, at in decisions:
        item = desk.review.items[at % len(desk.review.items)]
        if verb == "undo":
            desk.undo()
        elif verb == "all":
            desk.accept_all()
        elif item.is_open or (item.decision is not None and not item.decision.event):
            match verb:
                case "accept":
                    desk.accept(item.key)
                case "reject":
                    desk.reject(item.key)
                case "split":
                    desk.split(item.key)
                case "join":
                    desk.join(item.key, OLD)
        fresh = desk_of(dossier).review
        assert [(item.key, item.decision) for item in desk.review.items] == [
            (item.key, item.decision) for item in fresh.items
        ]
    assert faults(dossier) == []
    while desk.undo():
        pass
    assert everything(dossier) == before
    assert list(desk.cast) == [TIDE, PERSON]


def test_decisions_on_another_article_are_not_undone_here(dossier: Dossier) -> None:
    other = replace(ARTICLE, id="a2", title="Another")
    dossier.add("articles", other)
    desk_of(dossier).reject(KEYS[0])
    there = Desk(dossier, other, FOUND, Cast(dossier.records("actors")), dossier.event, today=DAY)
    assert there.undo() is None
    there.reject(there.review.items[0].key)
    assert there.undo() is not None
    assert desk_of(dossier).undo() is not None


def test_what_an_earlier_sitting_accepted_is_open_again_when_undone(dossier: Dossier) -> None:
    desk_of(dossier).accept(KEYS[1])
    later = desk_of(dossier)
    assert later.review.items[1].event
    later.undo()
    assert later.review.items[1].is_open


def test_a_claim_by_hand_on_an_imported_event_can_be_undone(dossier: Dossier) -> None:
    event = Event(id="row-1", title="Strike at the port", date="2023-09-04")
    lines.write(dossier.import_file("feed"), {"events": [(1, encode(event))]})
    desk = desk_of(dossier, offering(STRUCK))
    desk.add_claim(event, desk.passage(STRUCK.excerpt.start, STRUCK.excerpt.end))
    assert [amendment.event for amendment in dossier.records("amendments")] == ["row-1"]
    assert desk.review.items[0].event == "row-1"
    desk.undo()
    assert desk.review.items[0].is_open
    assert dossier.event("row-1") == event
