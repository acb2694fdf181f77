"""Killed at any moment, written by many at once: no file is damaged and no acknowledged edit is lost.

An edit is acknowledged when the child process has told it through a pipe. What a killed process had not yet told may
be saved or not, but only as a whole.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store import disk, lines
from store.dossier import Dossier, create, edits
from store.model import Event
from tests.processes import Child, kill_at_random, start

SHORT_RUN, LONG_RUN = 8, 200
State = dict[str, Event]
Operation = tuple[str, str, str]
"""What to do (add, put, remove), the event's id, its new title."""


def operations(name: str, chance: random.Random, count: int) -> list[Operation]:
    """Edits that make the file longer and shorter: a save that is cut off in a shorter file would leave an old tail."""
    made: list[Operation] = []
    ids: list[str] = []
    for number in range(count):
        what = chance.choice(("add", "put", "remove")) if ids else "add"
        event_id = f"{name}-{number}" if what == "add" else chance.choice(ids)
        made.append((what, event_id, chance.choice("ab") * chance.choice((3, 300, 3000))))
        if what == "add":
            ids.append(event_id)
        elif what == "remove":
            ids.remove(event_id)
    return made


def applied(state: State, done: list[Operation]) -> State:
    """What a dossier holds after these operations."""
    after = dict(state)
    for what, event_id, title in done:
        if what == "remove":
            del after[event_id]
        else:
            after[event_id] = Event(id=event_id, title=title)
    return after


def writing(path: Path, plan: list[Operation], person: str) -> Callable[[], Iterator[None]]:
    def steps() -> Iterator[None]:
        dossier = Dossier.open(path, person=person)
        for what, event_id, title in plan:
            if what == "add":
                dossier.add("events", Event(id=event_id, title=title))
            elif what == "put":
                dossier.put("events", Event(id=event_id, title=title))
            else:
                dossier.remove("events", event_id)
            yield

    return steps


def stored(path: Path) -> State:
    records = list(Dossier.open(path).records("events"))
    state = {event.id: event for event in records}
    assert len(state) == len(records)
    return state


@pytest.mark.parametrize("splice_above", [1 << 30, 0], ids=["tinydb", "splice"])
@pytest.mark.parametrize("kills", [SHORT_RUN, pytest.param(LONG_RUN, marks=pytest.mark.slow)])
def test_a_killed_writer_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, splice_above: int, kills: int
) -> None:
    monkeypatch.setattr(edits, "SPLICE_BYTES", splice_above)
    path, chance = tmp_path / "d", random.Random(kills)
    state: State = {}
    create(path)
    interrupted = 0
    for turn in range(kills):
        plan = operations(f"e{turn}", chance, 40)
        told = kill_at_random(start(writing(path, plan, "killed")), chance, most=12)
        now = stored(path)
        possible = [applied(state, plan[:told]), applied(state, plan[: told + 1])]
        assert now in possible, f"kill {turn} after {told} edits"
        interrupted += now == possible[0]
        state = now
    assert interrupted, "no kill fell into a save"
    assert len(list(lines.scan(path / "dossier.json"))) == len(state) + 1
    Dossier.open(path).add("events", Event(id="last", title="The next save works at once"))
    assert not disk.temporary_of(path / "dossier.json").exists()


@pytest.mark.parametrize("kills", [SHORT_RUN, pytest.param(LONG_RUN, marks=pytest.mark.slow)])
def test_a_killed_writer_of_marks_loses_nothing(tmp_path: Path, kills: int) -> None:
    path, chance = tmp_path / "d", random.Random(1)
    create(path)
    for turn in range(kills):

        def steps(turn: int = turn) -> Iterator[None]:
            dossier = Dossier.open(path, person="anna")
            for number in range(40):
                dossier.mark(f"e{turn}-{number}", note="x" * chance.choice((1, 1000)))
                yield

        told = kill_at_random(start(steps), chance, most=12)
        marks = Dossier.open(path, person="anna").marks()
        ours = [mark for mark in marks if mark.startswith(f"e{turn}-")]
        assert len(ours) in (told, told + 1)


def run_together(path: Path, count: int, each: int) -> list[Child]:
    def steps(writer: int) -> Callable[[], Iterator[None]]:
        def work() -> Iterator[None]:
            dossier = Dossier.open(path, person=f"writer{writer}")
            for number in range(each):
                event_id = f"w{writer}-{number}"
                match number % 3:
                    case 0:
                        dossier.add("events", Event(id=event_id, title=f"By {writer}"))
                    case 1:
                        dossier.put("events", Event(id=f"w{writer}-{number - 1}", title=event_id))
                    case _:
                        dossier.mark(event_id, starred=True)
                yield

        return work

    return [start(steps(writer)) for writer in range(count)]


def check_together(path: Path, told: list[int]) -> None:
    """Every acknowledged edit is there."""
    events = stored(path)
    marks = Dossier.open(path).marks_of_all()
    for writer, edits_told in enumerate(told):
        for number in range(edits_told):
            event_id = f"w{writer}-{number}"
            match number % 3:
                case 0:
                    assert event_id in events
                case 1:
                    assert events[f"w{writer}-{number - 1}"].title == event_id
                case _:
                    assert marks[f"writer{writer}"][event_id].starred


@pytest.mark.parametrize("splice_above", [1 << 30, 0], ids=["tinydb", "splice"])
@pytest.mark.parametrize(("writers", "each"), [(4, 18), pytest.param(6, 300, marks=pytest.mark.slow)])
def test_writers_at_once_lose_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, splice_above: int, writers: int, each: int
) -> None:
    monkeypatch.setattr(edits, "SPLICE_BYTES", splice_above)
    path = tmp_path / "d"
    create(path)
    told = [child.end() for child in run_together(path, writers, each)]
    assert told == [each] * writers
    check_together(path, told)
    assert len(stored(path)) == writers * each // 3


@pytest.mark.slow
def test_five_hundred_kills_among_four_writers(tmp_path: Path) -> None:
    chance = random.Random(7)
    for turn in range(125):
        path = tmp_path / f"d{turn}"
        create(path)
        children = run_together(path, 4, 300)
        told = [kill_at_random(child, chance, most=8) for child in children]
        check_together(path, told)
        Dossier.open(path).add("events", Event(id="last", title="Nobody holds the lock"))


def test_a_dossier_is_never_seen_half_saved(tmp_path: Path) -> None:
    """Readers hold no lock: they see the version before a save or the one after."""
    path = tmp_path / "d"
    create(path)
    child = start(writing(path, operations("e", random.Random(3), 60), "writer"))
    states = [stored(path)]
    while child.wait_for(child.told + 1):
        states.append(stored(path))
    assert child.end() == 60
    history = [applied({}, operations("e", random.Random(3), 60)[:done]) for done in range(61)]
    assert all(state in history for state in states)
    assert stored(path) == history[-1]
