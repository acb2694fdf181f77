"""Merging and splitting: nothing is lost, one step, undone as a whole; two versions settled field by field."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store import check, lines
from store.claims import conflicts
from store.differences import Difference, differences, settled
from store.dossier import Dossier, create
from store.errors import Conflict
from store.merge import (
    date_said,
    followed,
    formerly,
    joined,
    links_to,
    merge_actors,
    merge_events,
    merged_mark,
    names,
    renamed,
    shared_names,
    split_event,
)
from store.model import Actor, Claim, Event, Link, Mark, Participant, Place, Record, encode
from tests import trees
from tests.properties import tries

KIM = Actor(id="kim-jong-un", name="Kim Jong Un", kind="person", aliases=("Kim",))
KIM2 = Actor(id="kim-2", name="Kim Jong-un", kind="person", aliases=("Kim", "The Marshal"), country="KP")
GUARD = Actor(id="guard", name="Guard", part_of="kim-2")
PLAN = Event(
    id="plan",
    title="Meeting planned",
    date="2023-09-10",
    place=Place(name="Vladivostok"),
    actors=(Participant(actor="kim-2", role="by"),),
    claims=(Claim(source="nyt", via=("kim-2",), status="planned", reported="2023-09-04"),),
    summary="A plan.",
)
SUMMIT = Event(
    id="summit",
    title="Summit",
    date="2023-09-13",
    place=Place(name="Vostochny"),
    actors=(Participant(actor="kim-jong-un", role="with"), Participant(actor="kim-2", role="with")),
    claims=(Claim(source="kcna", status="confirmed", reported="2023-09-14"),),
    links=(Link(event="plan", relation="follows"),),
    summary="It was held.",
)
AFTER = Event(id="after", title="After", date="2023-09-15", links=(Link(event="plan", relation="follows"),))
IMPORTED = Event(id="i1", title="Coded", date="2023-09-13", actors=(Participant(actor="kim-2"),))


@pytest.fixture
def dossier(tmp_path: Path, quick_disk: None) -> Dossier:
    made = create(tmp_path / "case")
    lines.write(made.import_file("coded"), {"events": [(1, encode(IMPORTED))]})
    records: dict[str, tuple[Record, ...]] = {"actors": (KIM, KIM2, GUARD), "events": (PLAN, SUMMIT, AFTER)}
    for table, each in records.items():
        for record in each:
            made.add(table, record)
    return Dossier.open(made.path, person="anna")


def contents(dossier: Dossier) -> dict[str, bytes]:
    return {file.label: file.path.read_bytes() for file in dossier.files() if file.role not in ("person", "merged")}


# Actors


def test_shared_names_are_told_and_nothing_is_merged() -> None:
    assert [(found.one, found.other) for found in shared_names([KIM, KIM2, GUARD])] == [("kim-jong-un", "kim-2")]


def test_two_actors_become_one_in_one_step_and_come_back(dossier: Dossier) -> None:
    before = contents(dossier)
    events = [event for event in dossier.records("events") if names("kim-2")(event)]
    dossier.change("merge", *merge_actors(KIM, KIM2, events, dossier.records("actors")))
    assert dossier.actor("kim-2") is None
    kept = dossier.actor("kim-jong-un")
    assert kept is not None
    # Folded alike, "Kim Jong-un" is no other name than "Kim Jong Un" but for its hyphen.
    assert set(kept.aliases) >= {"Kim", "The Marshal"}
    assert kept.country == "KP"
    summit = dossier.event("summit")
    assert summit is not None
    assert summit.actors == (Participant(actor="kim-jong-un", role="with"),)
    imported = dossier.event("i1")
    assert imported is not None
    assert imported.actors[0].actor == "kim-jong-un"
    guard = dossier.actor("guard")
    assert guard is not None
    assert guard.part_of == "kim-jong-un"
    assert not any(names("kim-2")(event) for event in dossier.records("events"))
    assert not [fault for fault in check.check(dossier) if fault.severity == "error" and "kim" in fault.message]
    step = dossier.undo()
    assert step is not None
    assert step.name == "merge"
    assert contents(dossier) == before


def test_names_need_not_come_along() -> None:
    put = merge_actors(KIM, KIM2, (), (), aliases=False)[0]
    assert put.record.aliases == KIM.aliases  # type: ignore[union-attr]


@pytest.mark.parametrize("other", [KIM, replace(KIM2, part_of="kim-jong-un")])
def test_what_is_no_two_is_not_merged(other: Actor) -> None:
    with pytest.raises(ValueError, match=r"itself|part of one another"):
        merge_actors(KIM, other, (), ())


def test_a_merge_refuses_to_run_over_another_persons_edit(dossier: Dossier) -> None:
    edits = merge_actors(KIM, KIM2, list(dossier.records("events")), dossier.records("actors"))
    Dossier.open(dossier.path, person="ben").put("events", replace(PLAN, title="Theirs"))
    before = contents(dossier)
    with pytest.raises(Conflict):
        dossier.change("merge", *edits)
    assert contents(dossier) == before


# Events


def test_two_events_become_one_and_nothing_that_was_said_is_lost(dossier: Dossier) -> None:
    before = contents(dossier)
    linking = [event for event in dossier.records("events") if links_to("plan")(event)]
    dossier.change("merge", *merge_events(SUMMIT, PLAN, linking))
    assert dossier.event("plan") is None
    merged = dossier.event("summit")
    assert merged is not None
    assert merged.claims[1] == replace(PLAN.claims[0], date="2023-09-10", place="Vladivostok", says="Meeting planned")
    assert {found.kind for found in conflicts(merged)} >= {"place"}, "where they were to meet is not where they met"
    assert merged.summary == "It was held.\n\nA plan."
    assert merged.links == ()
    after = dossier.event("after")
    assert after is not None
    assert after.links == (Link(event="summit", relation="follows"),)
    assert dossier.undo()
    assert contents(dossier) == before


@tries(40)
@given(keep=trees.events("keep"), drop=trees.events("drop"))
def test_whoever_said_what_still_says_it(keep: Event, drop: Event) -> None:
    both = joined(keep, drop)
    assert both.id == keep.id
    sources = [(claim.source, claim.reported, claim.status) for claim in both.claims]
    assert {(claim.source, claim.reported, claim.status) for claim in (*keep.claims, *drop.claims)} == set(sources)
    for claim in drop.claims:
        said = claim.date or drop.date
        if claim.status != "denied" and said:
            assert any((one.date or both.date) == said for one in both.claims)
    assert {part.actor for part in both.actors} == {part.actor for part in (*keep.actors, *drop.actors)}
    assert set(both.tags) == {*keep.tags, *drop.tags}


def test_marks_of_both_become_one() -> None:
    mine = merged_mark("keep", Mark(id="keep", note="a"), Mark(id="drop", starred=True, tags=("x",), note="b"))
    assert mine == Mark(id="keep", starred=True, tags=("x",), note="a\n\nb")
    assert merged_mark("keep", Mark(id="keep"), None) is None


def test_marks_of_everybody_follow_a_merge_and_stay_in_their_files(dossier: Dossier) -> None:
    ben = Dossier.open(dossier.path, person="ben")
    ben.mark("plan", starred=True, note="Ask the forum.")
    ben.mark("summit", tags=("verify",))
    dossier.mark("plan", tags=("mine",))
    theirs = (dossier.path / "people" / "ben.json").read_bytes()
    before = contents(dossier)
    dossier.change("merge", *merge_events(SUMMIT, PLAN, dossier.records("events")))
    assert (dossier.path / "people" / "ben.json").read_bytes() == theirs
    assert dict(ben.marks()) == {
        "summit": Mark(id="summit", starred=True, tags=("verify",), note="Ask the forum."),
    }
    assert dict(dossier.marks_of_all()["anna"]) == {"summit": Mark(id="summit", tags=("mine",))}
    assert not [fault for fault in check.check(dossier) if fault.table == "marks"]
    dossier.undo()
    assert contents(dossier) == before
    assert dict(ben.marks())["plan"] == Mark(id="plan", starred=True, note="Ask the forum.")
    # Whoever goes on marking the event that stays has all their marks there for good.
    dossier.redo()
    assert ben.mark("summit", starred=False) == Mark(id="summit", tags=("verify",), note="Ask the forum.")
    assert b'"plan"' not in (dossier.path / "people" / "ben.json").read_bytes()
    assert not ben.marks()["summit"].starred
    ben.undo()
    assert (dossier.path / "people" / "ben.json").read_bytes() == theirs
    # The event that stays may be merged in turn; only one that is gone for good is told.
    last, stays = dossier.event("summit"), dossier.event("after")
    assert last is not None
    assert stays is not None
    dossier.change("merge", *merge_events(stays, last, ()))
    assert list(ben.marks()) == ["after"]
    assert not [fault for fault in check.check(dossier) if fault.table in ("marks", "redirects")]
    dossier.remove("events", "after")
    assert [fault.table for fault in check.check(dossier) if fault.table in ("marks", "redirects")] == ["redirects"]
    dossier.undo()
    dossier.undo()
    assert ben.marks()["summit"].starred


@tries(30)
@given(
    redirects=st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdef")),
    marked=st.sets(st.sampled_from("abcdef")),
)
def test_no_mark_is_lost_however_events_were_merged(redirects: dict[str, str], marked: set[str]) -> None:
    marks = {each: Mark(id=each, tags=(each,)) for each in marked}
    shown = followed(marks, redirects)
    assert {tag for mark in shown.values() for tag in mark.tags} == marked
    for each, mark in shown.items():
        assert mark.id == each
        for tag in mark.tags:
            assert tag == each or tag in formerly(each, redirects)


def test_a_split_moves_claims_and_comes_back(dossier: Dossier) -> None:
    both = replace(SUMMIT, claims=(*SUMMIT.claims, replace(PLAN.claims[0], date="2023-09-10")))
    dossier.put("events", both)
    before = contents(dossier)
    taken = [both.claims[1]]
    dossier.change("split", *split_event(both, {1}, "the-plan", "The plan", date_said(taken, both.date)))
    new, old = dossier.event("the-plan"), dossier.event("summit")
    assert new is not None
    assert old is not None
    assert (new.date, new.claims, old.claims) == ("2023-09-10", (both.claims[1],), SUMMIT.claims)
    assert dossier.undo()
    assert contents(dossier) == before


@pytest.mark.parametrize("moved", [set(), {0}])
def test_a_split_leaves_a_claim_on_either_side(moved: set[int]) -> None:
    with pytest.raises(ValueError, match="either side"):
        split_event(SUMMIT, moved, "new", "New", "")


@tries(40)
@given(event=trees.events("e"))
def test_a_new_name_leaves_no_old_one(event: Event) -> None:
    assert not names("putin")(renamed(event, "putin", "vladimir-putin"))
    assert renamed(event, "nobody", "x") == event


# Two versions of one record


def test_what_only_one_changed_is_settled_and_what_both_did_is_not() -> None:
    seen = Event(id="e", title="a", date="2023", claims=(Claim(source="x"), Claim(source="y")))
    mine = replace(seen, title="b", date="2023-09", claims=(seen.claims[0], replace(seen.claims[1], says="m")))
    theirs = replace(seen, title="c", claims=(replace(seen.claims[0], status="denied"), seen.claims[1]))
    found = differences(seen, mine, theirs)
    assert [(each.field, each.settled) for each in found] == [
        ("title", None),
        ("date", "mine"),
        ("claims[0].status", "theirs"),
        ("claims[1].says", "mine"),
    ]
    with pytest.raises(KeyError):
        settled(theirs, found, {})
    both = settled(theirs, found, {("title",): "mine"})
    assert both == replace(mine, claims=(replace(seen.claims[0], status="denied"), replace(seen.claims[1], says="m")))
    assert settled(theirs, found, {each.path: "theirs" for each in found}) == theirs


@tries(40)
@given(seen=trees.events("e"), mine=trees.events("e"), theirs=trees.events("e"), data=st.data())
def test_every_choice_is_kept(seen: Event, mine: Event, theirs: Event, data: st.DataObject) -> None:
    found = differences(seen, mine, theirs)
    choices = {each.path: data.draw(st.sampled_from(("mine", "theirs"))) for each in found}
    record = settled(theirs, found, choices)  # type: ignore[arg-type]
    again = {each.path: each for each in differences(seen, record, theirs)}
    assert {path for path, choice in choices.items() if choice == "mine"} == set(again)
    assert settled(theirs, found, dict.fromkeys(choices, "mine")) == msgspec.structs.replace(mine, origin=theirs.origin)


def test_a_field_is_written_as_people_read_it() -> None:
    assert Difference(("claims", 2, "status"), "", "a", "b").field == "claims[2].status"
