"""Decisions on suggestions: what each makes of one, kept, undone, gone on with later."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import anchors
from store.claims import independent
from store.dossier import Dossier
from store.errors import Conflict, ReadOnly, StoreError
from store.model import Actor, Event, Participant, shown_status
from store.suggest.suggest import SuggestedActor
from tests.reviewing import (
    KEYS,
    MEETING,
    MET,
    OLD,
    ORLOV,
    PORT,
    STRIKE,
    STRUCK,
    TEXT,
    TIDE,
    VISIT,
    VISIT_AND_PORT,
    case,
    desk_of,
    everything,
    faults,
    offering,
    suggested,
)


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    return case(tmp_path / "case")


# Accepting


def test_an_accepted_suggestion_is_an_event_with_its_claim(dossier: Dossier) -> None:
    desk = desk_of(dossier)
    made = desk.accept(KEYS[0])
    assert dossier.event(made.id) == made
    assert made.id == "2023-09-09-dana-orlov-will-visit-kestrel"
    assert (made.title, made.date) == ("Dana Orlov will visit Kestrel", "2023-09-09")
    assert made.place is not None
    assert (made.place.name, made.place.lat) == ("Kestrel", None)
    assert made.actors == (Participant(actor="orlov", role="by"),)
    assert made.status is None
    assert shown_status(made) == "planned"
    (claim,) = made.claims
    assert (claim.source, claim.article, claim.reported, claim.status) == ("tide", "a1", "2023-09-05", "planned")
    assert claim.via == ("The Gazette", "two sailors")  # the outlet that the passage names is cited, it is not ours
    assert claim.excerpt is not None
    assert anchors.find(TEXT, claim.excerpt).state == "exact"
    assert made.origin is not None
    assert (made.origin.format, made.origin.imported, made.origin.key) == ("suggest", "2023-09-05", KEYS[0])
    assert faults(dossier) == []


def test_unknown_actors_are_made_once_and_doubtful_ones_not_at_all(dossier: Dossier) -> None:
    desk = desk_of(dossier)
    struck, met = desk.accept(KEYS[1]), desk.accept(KEYS[2])
    guild = dossier.actor("harbour-guild")
    assert guild is not None
    assert (guild.name, guild.kind) == ("Harbour Guild", "organization")
    assert [part.actor for part in struck.actors] == ["harbour-guild", "orlov"]
    assert [part.actor for part in met.actors] == ["orlov", "harbour-guild"]
    assert sum(1 for actor in dossier.records("actors") if actor.name == "Harbour Guild") == 1
    assert desk.cast.named("Before") is None
    assert faults(dossier) == []


def test_what_an_article_calls_an_actor_is_learned(dossier: Dossier) -> None:
    desk = desk_of(dossier)
    tied = SuggestedActor("Harbour Guild", "organization", "by", True, "tide")
    desk.accept(KEYS[1], suggested(STRIKE, actors=(tied, ORLOV)))
    learned = dossier.actor("tide")
    assert learned is not None
    assert learned.aliases == ("Harbour Guild",)
    assert desk.cast.named("harbour guild") == learned
    orlov = dossier.actor("orlov")
    assert orlov is not None
    assert orlov.aliases == ("Orlov",)  # by which the text calls her
    desk.undo()
    assert dossier.actor("tide") == TIDE
    assert desk.cast.named("harbour guild") is None


def test_an_outlet_that_the_dossier_does_not_know_is_named(dossier: Dossier) -> None:
    dossier.remove("actors", "tide")
    made = desk_of(dossier).accept(KEYS[1])
    assert made.claims[0].source == "Daily Tide"
    assert made.claims[0].via == ()


def test_all_high_ones_are_one_step(dossier: Dossier) -> None:
    before = everything(dossier)
    desk = desk_of(dossier)
    made = desk.accept_all()
    assert [event.title for event in made] == [VISIT_AND_PORT.title, STRUCK.title]
    assert [item.is_open for item in desk.review.items] == [False, False, True]
    assert desk.accept_all() == ()
    step = desk.undo()
    assert step is not None
    assert step.name == "accept 2 suggestions of Orlov to visit"
    assert everything(dossier) == before


def test_two_events_of_one_title_and_day_get_two_ids(dossier: Dossier) -> None:
    same = offering(VISIT_AND_PORT, suggested(MEETING, title=VISIT_AND_PORT.title))
    desk = desk_of(dossier, same)
    one, other = desk.accept_all()
    assert other.id == f"{one.id}-2"
    again = desk_of(dossier, offering(suggested(STRIKE, title=VISIT_AND_PORT.title)))
    assert again.accept(again.review.items[0].key).id == f"{one.id}-3"


def test_two_suggestions_of_one_passage_are_two_items(dossier: Dossier) -> None:
    desk = desk_of(dossier, offering(STRUCK, suggested(STRIKE, title="Another")))
    assert len({item.key for item in desk.review.items}) == 2
    desk.reject(desk.review.items[1].key)
    assert [item.is_open for item in desk_of(dossier, desk.found).review.items] == [True, False]


def test_a_changed_suggestion_is_what_is_accepted(dossier: Dossier) -> None:
    desk = desk_of(dossier)
    desk.change(KEYS[1], suggested(STRIKE, "2023-08-28", title="Guild walks out"))
    assert desk.review.items[1].suggestion.date == "2023-08-28"
    assert everything(dossier)["decisions"] == []
    assert desk.accept(KEYS[1]).id == "2023-08-28-guild-walks-out"


# Rejecting, splitting, joining


def test_a_decision_is_kept_for_this_person_only(dossier: Dossier) -> None:
    desk_of(dossier).reject(KEYS[0])
    again = desk_of(Dossier.open(dossier.path, person="anna"))
    assert (again.review.done, again.review.next_open()) == (1, 1)
    assert again.review.items[0].decision is not None
    assert again.review.items[0].decision.verdict == "rejected"
    assert desk_of(Dossier.open(dossier.path, person="bert")).review.done == 0


def test_what_was_rejected_can_be_accepted_later(dossier: Dossier) -> None:
    desk_of(dossier).reject(KEYS[1])
    desk = desk_of(dossier)
    made = desk.accept(KEYS[1])
    assert desk.review.items[1].event == made.id
    assert len(dossier.decisions()) == 1


def test_what_is_a_record_cannot_be_decided_on_again(dossier: Dossier) -> None:
    desk = desk_of(dossier)
    desk.accept(KEYS[0])
    after = everything(dossier)
    for decide in (desk.accept, desk.reject, desk.split):
        with pytest.raises(StoreError, match="accepted already"):
            decide(KEYS[0])
    assert everything(dossier) == after


def test_others_see_that_a_passage_is_in_the_dossier(dossier: Dossier) -> None:
    made = desk_of(dossier).accept(KEYS[1])
    other = desk_of(Dossier.open(dossier.path, person="bert"))
    item = other.review.items[1]
    assert (item.is_open, item.event, item.decision) == (False, made.id, None)
    assert other.review.next_open(0) == 2


def test_a_split_suggestion_gives_parts_with_their_own_words(dossier: Dossier) -> None:
    desk = desk_of(dossier)
    keys = desk.split(KEYS[0])
    one, two = (desk.review.item(key) for key in keys)
    assert one is not None
    assert two is not None
    assert (one.suggestion.excerpt.exact, two.suggestion.excerpt.exact) == (VISIT, PORT)
    assert (one.suggestion.date, two.suggestion.date) == ("2023-09-09", "2023-10")
    assert two.suggestion.title.startswith("Will open a port there")
    assert one.suggestion.status == two.suggestion.status == "planned"
    assert [actor.id for actor in two.suggestion.actors] == ["orlov"]  # nobody is named there, so whoever was before
    made = desk.accept(keys[1])
    assert made.date == "2023-10"
    again = desk_of(dossier)
    assert [item.key for item in again.review.items] == [*keys, *KEYS[1:]]
    assert again.review.item(keys[1]) is not None
    desk.undo()
    desk.undo()
    assert [item.key for item in desk.review.items] == list(KEYS)


def test_what_cannot_be_split_is_not(dossier: Dossier) -> None:
    desk = desk_of(dossier)
    before = everything(dossier)
    assert desk.split(KEYS[1]) == ()
    assert desk.split(KEYS[1], [STRUCK.excerpt.end - 1]) == ()  # only the full stop would be left
    assert everything(dossier) == before


def test_joining_adds_a_claim_and_no_event(dossier: Dossier) -> None:
    desk = desk_of(dossier)
    joined = desk.join(KEYS[0], OLD)
    assert dossier.event("old") == joined
    assert [event.id for event in dossier.records("events")] == ["old"]
    claim = joined.claims[1]
    assert (claim.id, claim.source, claim.date) == ("c2", "tide", "2023-09-09")
    assert claim.says == "Dana Orlov will visit Kestrel"
    item = desk.review.items[0]
    assert item.decision is not None
    assert (item.decision.verdict, item.decision.event, item.decision.claim) == ("joined", "old", "c2")
    assert faults(dossier) == []


def test_joining_twice_goes_on_from_what_was_saved(dossier: Dossier) -> None:
    desk = desk_of(dossier)
    desk.join(KEYS[0], OLD)
    joined = desk.join(KEYS[1], OLD)  # the list from which it was picked is older than the first claim
    assert [claim.id for claim in joined.claims] == ["c1", "c2", "c3"]
    assert independent(joined) == 2


def test_a_claim_is_added_to_what_an_event_has_become(dossier: Dossier) -> None:
    desk = desk_of(dossier)
    other = Dossier.open(dossier.path, person="bert")
    other.put("events", Event(id="old", title="Renamed", date="2023-09", claims=OLD.claims))
    joined = desk.join(KEYS[0], OLD)
    assert (joined.title, len(joined.claims)) == ("Renamed", 2)


def test_a_removed_event_is_a_conflict_and_nothing_changes(dossier: Dossier) -> None:
    desk = desk_of(dossier)
    dossier.remove("events", "old")
    before = everything(dossier)
    with pytest.raises(Conflict):
        desk.join(KEYS[0], OLD)
    assert everything(dossier) == before
    assert desk.review.done == 0


def test_an_actor_that_changed_meanwhile_keeps_the_change_and_learns(dossier: Dossier) -> None:
    desk = desk_of(dossier)
    other = Dossier.open(dossier.path, person="bert")
    other.put("actors", Actor(id="orlov", name="Dana Orlov", kind="person", description="Minister"))
    desk.accept(KEYS[1])
    orlov = dossier.actor("orlov")
    assert orlov is not None
    assert (orlov.description, orlov.aliases) == ("Minister", ("Orlov",))


def test_a_read_only_dossier_refuses_and_can_be_looked_at(dossier: Dossier) -> None:
    desk = desk_of(Dossier.open(dossier.path, person="anna", read_only=True))
    before = everything(dossier)
    assert len(desk.review.items) == 3
    for decide in (desk.accept, desk.reject, desk.split):
        with pytest.raises(ReadOnly, match="reading only"):
            decide(KEYS[0])
    assert everything(dossier) == before
    assert desk.review.done == 0


# By hand


def test_an_event_and_a_claim_by_hand(dossier: Dossier) -> None:
    desk = desk_of(dossier, offering(STRUCK))
    made = desk.add_event(desk.passage(MET.excerpt.start, MET.excerpt.end))
    assert dossier.event(made.id) == made
    joined = desk.add_claim(OLD, desk.passage(STRUCK.excerpt.start, STRUCK.excerpt.end))
    assert len(joined.claims) == 2
    assert desk.review.items[0].event == "old"  # its passage is in the dossier now
    assert dossier.decisions() == {}
    assert faults(dossier) == []


def test_a_name_that_several_have_is_nobody(dossier: Dossier) -> None:
    for actor_id in ("guild-1", "guild-2"):
        dossier.add("actors", Actor(id=actor_id, name="Harbour Guild", kind="group"))
    made = desk_of(dossier).accept(KEYS[1])
    assert [part.actor for part in made.actors] == ["orlov"]
    assert faults(dossier) == []
