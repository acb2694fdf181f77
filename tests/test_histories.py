"""Any history of edits by two people: what is undone is as it was, what another did stays, both see the same."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.dossier import Dossier, edits
from store.errors import StoreError
from store.model import Event
from tests.properties import tries
from tests.test_edits import new_dossier

IDS = ["e0", "e1", "e2"]
Step = tuple[str, int, str, str]
"""What to do, who does it, the event, its new title."""
Swap = tuple[str, str | None, str | None]
"""An event's id, its title before and after."""

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "put", "remove", "undo", "redo"]),
        st.integers(0, 1),
        st.sampled_from([*IDS, "i1"]),
        st.sampled_from(["x", "y" * 50]),
    ),
    max_size=20,
)


def play(people: list[Dossier], steps: list[Step]) -> list[str]:
    """Go through the steps; how each one ended."""
    ended = []
    for what, who, event_id, text in steps:
        dossier = people[who]
        try:
            match what:
                case "add":
                    dossier.add("events", Event(id=event_id, title=text))
                case "put":
                    dossier.put("events", Event(id=event_id, title=text))
                case "remove":
                    dossier.remove("events", event_id)
                case "undo":
                    dossier.undo()
                case _:
                    dossier.redo()
        except StoreError as error:
            ended.append(type(error).__name__)
        else:
            ended.append("done")
    return ended


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)  # thousands of saves, none of which has to outlive a power cut
        yield tmp_path_factory.mktemp("shared")


WAYS = {"tinydb": 1 << 30, "splice": 0}
"""The two ways to save an edit: above how many bytes a file is spliced."""


@contextmanager
def two_people(folder: Path, way: str) -> Iterator[list[Dossier]]:
    """A new dossier, opened by two."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edits, "SPLICE_BYTES", WAYS[way])
        dossier = new_dossier(Path(tempfile.mkdtemp(dir=folder)) / "case")
        dossier.add("events", Event(id="e0", title="There from the start"))
        yield [Dossier.open(dossier.path, person=person) for person in ("anna", "ben")]


@pytest.mark.parametrize("way", WAYS)
@tries(20)
@given(steps=STEPS)
def test_all_steps_undone_leave_the_bytes_of_before(shared: Path, way: str, steps: list[Step]) -> None:
    with two_people(shared, way) as (anna, _):
        file = anna.path / "dossier.json"
        before = file.read_bytes()
        play([anna, anna], steps)
        while anna.undo():
            pass
        assert file.read_bytes() == before


@tries(20)
@given(steps=STEPS)
def test_both_ways_to_save_give_the_same(shared: Path, steps: list[Step]) -> None:
    outcomes = []
    for way in WAYS:
        with two_people(shared, way) as people:
            ended = play(people, steps)
            tables = json.loads((people[0].path / "dossier.json").read_bytes())
            for amendment in tables["amendments"].values():
                del amendment["at"]
            outcomes.append((ended, tables, list(people[0].records("events"))))
            assert list(people[1].records("events")) == outcomes[-1][2]
    assert outcomes[0] == outcomes[1]


class Model:
    """What own events hold after each step of two people, and which steps each of them can take back."""

    def __init__(self) -> None:
        self.titles: dict[str, str | None] = dict.fromkeys(IDS)
        self.titles["e0"] = "There from the start"
        self.done: tuple[list[Swap], list[Swap]] = ([], [])
        self.undone: tuple[list[Swap], list[Swap]] = ([], [])

    def step(self, what: str, who: int, event_id: str, text: str) -> str:
        """Make a step; how it ends."""
        if what in ("undo", "redo"):
            source, target = (self.done, self.undone) if what == "undo" else (self.undone, self.done)
            if not source[who]:
                return "done"
            changed_id, old, new = source[who].pop()
            if self.titles[changed_id] != new:
                return "Conflict"
            target[who].append((changed_id, new, old))
            self.titles[changed_id] = old
            return "done"
        old, new = self.titles[event_id], None if what == "remove" else text
        if (what == "add") != (old is None):
            return "StoreError"
        if old != new:
            self.done[who].append((event_id, old, new))
            self.undone[who].clear()
        self.titles[event_id] = new
        return "done"


@pytest.mark.parametrize("way", WAYS)
@tries(30)
@given(steps=STEPS)
@example(steps=[("put", 0, "e0", "mine"), ("put", 1, "e0", "theirs"), ("undo", 0, "e0", ""), ("undo", 1, "e0", "")])
@example(steps=[("remove", 0, "e0", ""), ("add", 1, "e0", "theirs"), ("undo", 0, "e0", ""), ("redo", 0, "e0", "")])
def test_nobody_undoes_what_another_did(shared: Path, way: str, steps: list[Step]) -> None:
    model = Model()
    with two_people(shared, way) as people:
        for step in (step for step in steps if step[2] in IDS):
            assert play(people, [step]) == [model.step(*step)]
            for person in people:
                shown = {event.id: event.title for event in person.records("events") if event.id in IDS}
                assert shown == {event_id: title for event_id, title in model.titles.items() if title is not None}
