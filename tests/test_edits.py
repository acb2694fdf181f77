"""Edits of a dossier: durable, kept apart from the imports' words, taken back only when it is safe."""

from __future__ import annotations

import json
import resource
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from store import lines
from store.dossier import Dossier, create, edits, merged
from store.dossier.changes import Add, Put, Remove
from store.errors import Conflict, NoSpace, StoreError
from store.model import (
    Actor,
    Amendment,
    Article,
    Claim,
    Event,
    Excerpt,
    Mark,
    Meta,
    Record,
    RecordError,
    SavedView,
    encode,
)
from tests.processes import in_child

SUMMIT = Event(id="summit", title="Summit", date="2023-09-13", claims=(Claim(source="kcna"), Claim(source="nyt")))
IMPORTED = Event(id="i1", title="As the source says", date="2023-08")

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture(params=[1 << 30, 0], ids=["tinydb", "splice"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each test with each of the two ways to save an edit."""
    monkeypatch.setattr(edits, "SPLICE_BYTES", request.param)


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    return new_dossier(tmp_path / "case")


def new_dossier(path: Path) -> Dossier:
    made = create(path, title="A case")
    records: dict[str, list[Record]] = {
        "events": [IMPORTED, Event(id="i2", title="Two")],
        "actors": [Actor(id="a1", name="One")],
    }
    encoded = {table: list(enumerate(map(encode, found), 1)) for table, found in records.items()}
    lines.write(made.import_file("acled"), encoded)
    return Dossier.open(made.path, person="anna")


def raw(dossier: Dossier, label: str = "dossier.json") -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((dossier.path / label).read_bytes())
    return found


def test_add_put_remove(dossier: Dossier) -> None:
    dossier.add("events", SUMMIT)
    dossier.add("actors", Actor(id="kim", name="Kim"))
    dossier.add("articles", Article(id="p", title="Paper", text="One\n\nTwo"))
    assert dossier.event("summit") == SUMMIT
    changed = replace(SUMMIT, title="The summit", claims=())
    dossier.put("events", changed, seen=SUMMIT)
    assert dossier.event("summit") == changed
    assert dossier.article("p") == Article(id="p", title="Paper", text="One\n\nTwo")
    assert "p" not in (dossier.path / "dossier.json").read_text()
    dossier.remove("actors", "kim")
    assert dossier.actor("kim") is None


@pytest.mark.parametrize(
    ("work", "message"),
    [
        (lambda d: d.add("events", IMPORTED), "there is already a record 'i1' in events"),
        (lambda d: d.add("actors", Actor(id="a1", name="x")), "there is already a record 'a1' in actors"),
        (lambda d: d.add("events", Event(id="", title="x")), "a record of events needs an id"),
        (lambda d: d.put("events", SUMMIT), "there is no record 'summit' in events"),
        (lambda d: d.remove("articles", "i1"), "there is no record 'i1' in articles"),
        (lambda d: d.add("events", Event(id="s", title="\ud800")), "'s' in events has a lone surrogate"),
        (lambda d: d.add("events", Event(id="\ud800", title="x")), "'.ud800' in events has a lone surrogate"),
        (lambda d: d.mark("e", note="\ud800"), "the mark on e has a lone surrogate"),
    ],
)
def test_what_cannot_be_done_is_told(dossier: Dossier, work: Any, message: str) -> None:
    before = dossier.identity()
    with pytest.raises(StoreError, match=f"^{message}.*nothing was saved$"):
        work(dossier)
    assert dossier.identity() == before
    assert dossier.undo() is None


def test_fields_that_we_do_not_know_stay(dossier: Dossier) -> None:
    stored = {
        "id": "summit",
        "theirs": {"x": [1.5, None]},
        "title": "Old",
        "claims": [{"source": "kcna", "mine": 1}, {"source": "nyt", "mine": 2, "excerpt": {"exact": "a", "odd": True}}],
    }
    lines.write(dossier.path / "dossier.json", {"events": [(5, json.dumps(stored).encode())]})
    event = dossier.event("summit")
    assert event is not None
    second = replace(event.claims[1], status="denied", excerpt=Excerpt(exact="b"))
    dossier.put("events", replace(event, title="New", claims=(event.claims[0], second)))
    assert raw(dossier)["events"]["5"] == {
        "id": "summit",
        "theirs": {"x": [1.5, None]},
        "title": "New",
        "claims": [
            {"source": "kcna", "mine": 1},
            {"source": "nyt", "mine": 2, "status": "denied", "excerpt": {"exact": "b", "odd": True}},
        ],
    }
    dossier.put("events", replace(event, title="New", claims=(Claim(source="dpa"), *event.claims)))
    assert [claim.get("mine") for claim in raw(dossier)["events"]["5"]["claims"]] == [None, 1, None]
    assert dossier.undo()
    assert dossier.undo()
    assert raw(dossier)["events"]["5"] == stored


def test_an_edit_of_what_somebody_changed_is_a_conflict(dossier: Dossier) -> None:
    dossier.add("events", SUMMIT)
    other = Dossier.open(dossier.path, person="ben")
    theirs = replace(SUMMIT, date="2023-09-14")
    other.put("events", theirs, seen=SUMMIT)
    mine = replace(SUMMIT, title="Mine")
    with pytest.raises(Conflict, match="'summit' in events was changed by somebody else meanwhile") as caught:
        dossier.put("events", mine, seen=SUMMIT)
    assert (caught.value.theirs, caught.value.seen) == (theirs, SUMMIT)
    dossier.put("events", replace(theirs, title="Mine"), seen=caught.value.theirs)
    other.remove("events", "summit")
    with pytest.raises(Conflict, match="was removed by somebody else") as caught:
        dossier.put("events", mine, seen=SUMMIT)
    assert caught.value.theirs is None


# Amendments


def test_an_edit_of_an_imported_event_is_an_amendment(dossier: Dossier) -> None:
    source = (dossier.path / "imports" / "acled.json").read_bytes()
    first = replace(IMPORTED, summary="More")
    dossier.put("events", first, seen=IMPORTED)
    second = replace(first, date="2023-08-02", title="Better")
    Dossier.open(dossier.path, person="ben").put("events", second, seen=first)
    assert dossier.event("i1") == second
    assert next(record for record in dossier.records("events") if record.id == "i1") == second
    one, two = dossier.amendments()["i1"]
    assert (one.id, one.by, one.changes) == ("i1/1", "anna", {"summary": "More"})
    assert (two.id, two.by, two.changes) == ("i1/2", "ben", {"title": "Better", "date": "2023-08-02"})
    assert two.at >= one.at > "2020-01-01T00:00:00Z"
    assert (dossier.path / "imports" / "acled.json").read_bytes() == source
    with pytest.raises(Conflict):
        dossier.put("events", replace(first, title="Late"), seen=first)


def test_removing_an_imported_record_hides_it(dossier: Dossier) -> None:
    dossier.remove("events", "i1")
    dossier.remove("actors", "a1")
    assert dossier.event("i1") is None
    assert [event.id for event in dossier.records("events")] == ["i2"]
    assert list(dossier.records("actors")) == []
    assert dossier.amendments()["i1"][0].changes == {"deleted": True}
    for late in (Remove("events", "i1"), Put("events", IMPORTED)):
        with pytest.raises(StoreError, match="'i1' in events has been removed"):
            dossier.change("too late", late)
    dossier.undo()
    dossier.undo()
    assert dossier.event("i1") == IMPORTED
    assert dossier.actor("a1") == Actor(id="a1", name="One")


def test_an_event_and_an_actor_of_one_id_are_amended_apart(dossier: Dossier) -> None:
    encoded = {"events": [(1, encode(Event(id="x", title="E")))], "actors": [(1, encode(Actor(id="x", name="A")))]}
    lines.write(dossier.import_file("twins"), encoded)
    dossier.put("actors", Actor(id="x", name="B"))
    dossier.put("events", Event(id="x", title="F"))
    assert dossier.actor("x") == Actor(id="x", name="B")
    assert dossier.event("x") == Event(id="x", title="F")
    assert [one.id for one in dossier.amendments("actors")["x"]] == ["x/1"]
    assert [one.id for one in dossier.amendments("events")["x"]] == ["x/1"]


def test_no_change_is_no_amendment_and_no_save(dossier: Dossier) -> None:
    dossier.add("events", SUMMIT)
    before = dossier.identity()
    dossier.put("events", IMPORTED)
    dossier.put("events", SUMMIT)
    dossier.mark("summit")
    dossier.mark("summit", starred=False)
    assert [step for step in dossier.identity() if step[0] != "people/anna.json"] == list(before)
    assert dossier.undo() is not None
    assert dossier.undo() is None


def test_amendments_that_make_no_record_are_named() -> None:
    wrong = Amendment(id="i1/1", event="i1", changes={"title": 5})
    with pytest.raises(RecordError, match="amendments: events/i1/1: title: Expected `str`, got `int`"):
        merged(IMPORTED, [wrong])
    cleared = Amendment(id="i1/2", event="i1", changes={"date": ""})
    assert merged(IMPORTED, [cleared]) == replace(IMPORTED, date="")


# One person's


def test_marks_belong_to_a_person(dossier: Dossier) -> None:
    ben = Dossier.open(dossier.path, person="ben")
    assert dossier.mark("i1", starred=True, tags=["hot"]) == Mark(id="i1", starred=True, tags=("hot",))
    assert ben.mark("i1", note="Why?") == Mark(id="i1", note="Why?")
    assert dossier.mark("i1", note="See p. 2") == Mark(id="i1", starred=True, tags=("hot",), note="See p. 2")
    assert dict(ben.marks()) == {"i1": Mark(id="i1", note="Why?")}
    assert set(dossier.marks_of_all()) == {"anna", "ben"}
    assert dossier.marks_of_all()["ben"] == ben.marks()
    dossier.mark("i1", starred=False, tags=(), note="")
    assert raw(dossier, "people/anna.json") == {"marks": {}}
    names = []
    while step := dossier.undo():
        names.append(step.name)
    assert names == ["unstar i1", "note on i1", "star i1"]
    assert dict(dossier.marks()) == {}


def test_views_are_saved_by_id(dossier: Dossier) -> None:
    dossier.save_view(SavedView(id="v1", name="Arms", query="since:-30d"))
    dossier.save_view(SavedView(id="v2", name="Kim", query="actor:kim"))
    dossier.save_view(SavedView(id="v1", name="Arms", query="since:-60d"))
    assert [(view.id, view.query) for view in dossier.views()] == [("v1", "since:-60d"), ("v2", "actor:kim")]
    assert Dossier.open(dossier.path, person="ben").views() == ()
    dossier.remove("views", "v1")
    assert list(dossier.records("views")) == [SavedView(id="v2", name="Kim", query="actor:kim")]


def test_the_title_can_be_changed(dossier: Dossier) -> None:
    dossier.put("meta", Meta(title="Another", basis="2023-09-05"))
    dossier.put("meta", Meta(title="A third"), seen=Meta(title="Another", basis="2023-09-05"))
    assert dossier.meta == Meta(title="A third")
    assert len(raw(dossier)["meta"]) == 1


# Steps


def test_several_edits_are_one_step(dossier: Dossier) -> None:
    dossier.add("actors", Actor(id="kim", name="Kim"))
    dossier.change(
        "take over a suggestion",
        Add("articles", Article(id="p", title="Paper")),
        Add("events", SUMMIT),
        Put("events", replace(IMPORTED, title="Changed")),
        Remove("actors", "kim"),
    )
    assert dossier.article("p")
    assert dossier.journal.next_undo is not None
    assert dossier.journal.next_undo.name == "take over a suggestion"
    dossier.undo()
    assert dossier.event("summit") is None
    assert dossier.article("p") is None
    assert dossier.event("i1") == IMPORTED
    assert dossier.actor("kim") == Actor(id="kim", name="Kim")
    dossier.redo()
    assert dossier.event("summit") == SUMMIT
    with pytest.raises(ValueError, match="two edits of 'summit'"):
        dossier.change("twice", Put("events", SUMMIT), Remove("events", "summit"))


def test_a_step_that_fails_half_way_is_taken_back(dossier: Dossier) -> None:
    with pytest.raises(StoreError, match="already a record 'i1'"):
        dossier.change("take over", Add("articles", Article(id="p", title="Paper")), Add("events", IMPORTED))
    assert dossier.article("p") is None
    assert dossier.undo() is None


def test_undo_of_what_somebody_changed_since_is_refused_and_given_up(dossier: Dossier) -> None:
    dossier.add("events", SUMMIT)
    dossier.put("events", replace(SUMMIT, title="Mine"))
    other = Dossier.open(dossier.path, person="ben")
    theirs = replace(SUMMIT, title="Theirs")
    other.put("events", theirs)
    with pytest.raises(Conflict, match="summit in events has been changed since; nothing was undone") as caught:
        dossier.undo()
    assert caught.value.theirs == theirs
    other.undo()
    assert dossier.event("summit") == replace(SUMMIT, title="Mine")
    with pytest.raises(Conflict):
        dossier.undo()
    assert dossier.undo() is None
    other.remove("events", "summit")
    other.undo()
    assert dossier.event("summit") == replace(SUMMIT, title="Mine")


def test_a_step_that_cannot_be_undone_now_can_be_later(dossier: Dossier) -> None:
    dossier.add("events", replace(SUMMIT, title="x" * 5000))
    dossier.remove("events", "summit")

    def without_room() -> bool:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        with pytest.raises(NoSpace):
            dossier.undo()
        return dossier.journal.next_undo is not None

    assert in_child(without_room) is True
    dossier.undo()
    assert dossier.event("summit")


def test_an_edit_ends_redo(dossier: Dossier) -> None:
    dossier.add("events", SUMMIT)
    dossier.undo()
    assert dossier.journal.next_redo is not None
    dossier.mark("i1", starred=True)
    assert dossier.redo() is None


def test_an_edit_of_another_process_is_seen(dossier: Dossier) -> None:
    assert not dossier.changed()
    in_child(lambda: Dossier.open(dossier.path, person="ben").mark("i1", starred=True).id)
    assert dossier.changed()
    assert not dossier.changed()
    in_child(lambda: Dossier.open(dossier.path).add("events", SUMMIT))
    assert dossier.changed()
    assert dossier.event("summit") == SUMMIT
