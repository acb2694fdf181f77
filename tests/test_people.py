"""Several people at one dossier: real processes that edit, are killed, and meet in one record.

What the files endure is tested with the storage (``test_kills``, ``test_disk``); here are people: merges that touch
two files, edits of the same record settled field by field, undo, and what the explorer says when it cannot save.
"""

from __future__ import annotations

import errno
import os
import random
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.check import check
from store.differences import differences, settled
from store.dossier import Dossier, create
from store.dossier.changes import Add, Put
from store.errors import Conflict, StoreError
from store.merge import merge_events, split_event
from store.model import Actor, Article, Claim, Event, Participant
from tests.harness import Driven, drive
from tests.processes import kill_at_random, start
from tests.properties import tries

SHARED = Event(id="shared", title="Everybody's", tags=())


def begin(path: Path) -> Dossier:
    made = create(path, title="Several people")
    made.add("actors", Actor(id="kim", name="Kim"))
    made.add("events", SHARED)
    return made


def insist(dossier: Dossier, change: Callable[[Event], Event]) -> None:
    """Change the shared event; where somebody was there before, take theirs and change that."""
    while True:
        seen = dossier.event("shared")
        assert seen is not None
        try:
            dossier.put("events", change(seen), seen=seen)
        except Conflict:
            continue
        return


def working(path: Path, name: str, count: int) -> Callable[[], Iterator[None]]:
    """A person who makes ``count`` edits of all kinds, one after the other."""

    def steps() -> Iterator[None]:
        dossier = Dossier.open(path, person=name)
        for number in range(count):
            event_id = f"{name}-{number - number % 6}"
            match number % 6:
                case 0:
                    article = Article(id=f"a-{event_id}", title=event_id, text="Kim said so.")
                    claims = (Claim(source="Radio", article=article.id), Claim(source="Press", says="two"))
                    event = Event(id=event_id, title=event_id, actors=(Participant(actor="kim"),), claims=claims)
                    dossier.change(f"add {event_id}", Add("articles", article), Add("events", event))
                case 1:
                    insist(dossier, lambda event, tag=f"{name}-{number}": replace(event, tags=(*event.tags, tag)))  # type: ignore[misc]
                case 2:
                    dossier.mark(event_id, starred=True, note=f"{name} was here")
                case 3:
                    seen = dossier.event(event_id)
                    assert seen is not None
                    dossier.change("split", *split_event(seen, {1}, f"{event_id}-b", "The other", ""))
                case 4:
                    keep, drop = dossier.event(event_id), dossier.event(f"{event_id}-b")
                    assert keep is not None
                    assert drop is not None
                    dossier.change("merge", *merge_events(keep, drop, ()))
                case _:
                    assert dossier.undo() is not None
            yield

    return steps


def verify(path: Path, told: dict[str, int]) -> None:
    """Every acknowledged edit is there, whole, and no rule is broken."""
    dossier = Dossier.open(path)
    events = {event.id: event for event in dossier.records("events")}
    marks = dossier.marks_of_all()
    tags = events["shared"].tags
    assert len(tags) == len(set(tags))
    for name, count in told.items():
        for number in range(count):
            event_id = f"{name}-{number - number % 6}"
            match number % 6:
                case 0:
                    assert event_id in events
                    assert dossier.article(f"a-{event_id}") is not None
                case 1:
                    assert f"{name}-{number}" in tags
                case 2:
                    assert marks[name][event_id].note == f"{name} was here"
                case 5:
                    # Split, merged, and the merge undone: split again.
                    assert len(events[event_id].claims) == len(events[f"{event_id}-b"].claims) == 1
    for event in events.values():
        if event.id != "shared":
            rest = events.get(f"{event.id}-b")
            assert len(event.claims) + (len(rest.claims) if rest else 0) in (1, 2)
    assert [str(fault) for fault in check(dossier) if fault.severity == "error"] == []


@pytest.mark.parametrize(("people", "each"), [(3, 20), pytest.param(6, 300, marks=pytest.mark.slow)])
def test_all_edits_of_all_people_are_there(tmp_path: Path, people: int, each: int) -> None:
    path = tmp_path / "case"
    begin(path)
    names = [f"person{number}" for number in range(people)]
    children = {name: start(working(path, name, each)) for name in names}
    told = {name: child.end() for name, child in children.items()}
    assert told == dict.fromkeys(names, each)
    verify(path, told)
    shared = Dossier.open(path).event("shared")
    assert shared is not None
    assert len(shared.tags) == sum(number % 6 == 1 for number in range(each)) * people


@pytest.mark.parametrize("rounds", [3, pytest.param(125, marks=pytest.mark.slow)])
def test_people_killed_at_random_lose_nothing(tmp_path: Path, rounds: int) -> None:
    """Four people, each killed ``rounds`` times: 500 kills in the long run."""
    path, chance = tmp_path / "case", random.Random(rounds)
    begin(path)
    told: dict[str, int] = {}
    for turn in range(rounds):
        names = [f"r{turn}p{number}" for number in range(4)]
        children = [start(working(path, name, 60)) for name in names]
        told |= {name: kill_at_random(child, chance, most=9) for name, child in zip(names, children, strict=True)}
        if turn % 25 == 24 or turn == rounds - 1:
            verify(path, told)
    # Nobody holds a lock, and whoever comes next can edit and undo.
    after = Dossier.open(path, person="after")
    before = (path / "dossier.json").read_bytes()
    after.put("events", replace(after.event("shared") or SHARED, title="After"))
    assert after.undo()
    assert (path / "dossier.json").read_bytes() == before


# Any interleaving of two people who settle what they did at once


FIELDS = st.sampled_from(["title", "summary", "date", "kind"])
EDITS = st.lists(
    st.tuples(st.integers(0, 1), st.booleans(), FIELDS, st.sampled_from(["2023", "2024", "2025"]), st.booleans()),
    max_size=12,
)
"""Who edits, whether they look first, the field, its new value, and whether they insist where both changed it."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, quick_disk: None) -> Path:
    return tmp_path_factory.mktemp("people")


@tries(25)
@given(edits=EDITS)
def test_any_interleaving_converges_and_overwrites_nothing_unasked(folder: Path, edits: list[tuple]) -> None:  # type: ignore[type-arg]
    path = Path(tempfile.mkdtemp(dir=folder)) / "case"
    begin(path)
    people = [Dossier.open(path, person=name) for name in ("anna", "ben")]
    seen = [SHARED, SHARED]
    wanted = {name: getattr(SHARED, name) for name in ("title", "summary", "date", "kind")}
    for who, looks, field, value, insists in edits:
        if looks:
            found = people[who].event("shared")
            assert found is not None
            seen[who] = found
        mine = replace(seen[who], **{field: value})
        if mine == seen[who]:
            continue
        try:
            people[who].put("events", mine, seen=seen[who])
            wanted[field] = value
        except Conflict as conflict:
            theirs = conflict.theirs
            both = differences(seen[who], mine, theirs)
            open_ones = [each for each in both if each.settled is None]
            assert {each.path for each in open_ones} <= {(field,)}
            choice = {each.path: "mine" if insists else "theirs" for each in open_ones}
            mine = settled(theirs, both, choice)  # type: ignore[arg-type]
            people[who].put("events", mine, seen=theirs)
            if insists or not open_ones:
                wanted[field] = value
        seen[who] = mine
    final = [dossier.event("shared") for dossier in people]
    assert final[0] == final[1]
    assert {name: getattr(final[0], name) for name in wanted} == wanted


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "put", "split", "merge", "remove", "mark"]), st.integers(0, 3), st.integers(0, 3)
    ),
    max_size=14,
)


@tries(25)
@given(steps=STEPS)
def test_any_steps_undone_leave_the_bytes_of_before_and_redone_those_of_after(
    folder: Path, steps: list[tuple[str, int, int]]
) -> None:
    path = Path(tempfile.mkdtemp(dir=folder)) / "case"
    begin(path)
    dossier = Dossier.open(path, person="anna")
    for number in range(3):
        claims = (Claim(source="a", date="2023"), Claim(source="b", says="x"))
        dossier.change("begin", Add("events", Event(id=f"e{number}", title=f"E {number}", claims=claims)))
    dossier = Dossier.open(path, person="anna")  # a session of its own
    before = contents(dossier)
    made = 0
    for what, one, other in steps:
        ids = sorted(event.id for event in dossier.records("events"))
        first, second = (dossier.event(ids[index % len(ids)]) if ids else None for index in (one, other))
        if first is None or second is None:
            continue
        try:
            match what:
                case "add":
                    dossier.add("events", replace(first, id=f"n{made}"))
                case "put":
                    dossier.change("put", Put("events", replace(first, title=f"T {made}"), first))
                case "split":
                    dossier.change("split", *split_event(first, {0}, f"s{made}", "S", ""))
                case "merge":
                    dossier.change("merge", *merge_events(first, second, dossier.records("events")))
                case "remove":
                    dossier.remove("events", first.id, seen=first)
                case _:
                    dossier.mark(first.id, note=f"N {made}")
        except ValueError:
            continue  # an event with itself, or too few claims
        made += 1
    after = contents(dossier)
    undone = 0
    while dossier.undo():
        undone += 1
    assert undone == made
    assert contents(dossier) == before
    while dossier.redo():
        undone -= 1
    assert undone == 0
    assert contents(dossier) == after


def contents(dossier: Dossier) -> dict[str, dict[str, bytes]]:
    """Every document by its file, byte for byte, without files in which nothing is left."""
    found: dict[str, dict[str, bytes]] = {}
    for file in dossier.files():
        from store.lines import scan

        documents = {f"{line.table}/{line.doc_id}": line.raw for line in scan(file.path)}
        if documents:
            found[file.label] = documents
    return found


# What the explorer says when it cannot save


@pytest.fixture
def own(tmp_path: Path) -> Path:
    begin(tmp_path / "case")
    return tmp_path / "case"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOLCK, "No locks available"), "without locks"),
        (OSError(errno.ENOSPC, "No space left on device"), "no room|No space|full"),
        (OSError(errno.EACCES, "Permission denied"), "permission|cannot be"),
    ],
    ids=["no locks", "full disk", "no right"],
)
def test_what_cannot_be_saved_is_said_and_nothing_is_lost(
    own: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, said: str
) -> None:
    import filelock

    def refuse(*_: object, **__: object) -> None:
        raise error

    async def test(on: Driven) -> None:
        before = (own / "dossier.json").read_bytes()
        if error.errno == errno.ENOSPC:
            monkeypatch.setattr("os.fsync", refuse)
        else:
            monkeypatch.setattr(filelock.FileLock, "acquire", refuse)
        await on.press("D")
        monkeypatch.undo()
        status = on.line("status")
        assert any(word.casefold() in status.casefold() for word in said.split("|")), status
        assert (own / "dossier.json").read_bytes() == before
        assert on.explorer.timeline.count == 1
        await on.press("D")
        assert on.explorer.timeline.count == 0, "the next edit is saved again"

    drive(test, path=own)


def test_the_lock_of_a_killed_process_stops_nobody(own: Path) -> None:
    from store import disk

    target = disk.real(own / "dossier.json")

    def hold() -> Iterator[None]:
        with disk.locked(target):
            yield
            while True:
                os.sched_yield()

    child = start(hold)
    assert child.wait_for(1)
    with pytest.raises(StoreError, match="is being saved by"), disk.locked(target, seconds=0.05):
        pass
    child.kill()
    # Its lock file is still there; nobody holds it.
    assert disk.lock_of(target).exists()
    Dossier.open(own).put("events", replace(SHARED, title="Saved"))
    event = Dossier.open(own).event("shared")
    assert event is not None
    assert event.title == "Saved"
