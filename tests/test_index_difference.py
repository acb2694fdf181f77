"""Following edits: an index that learns of each must answer as one that is made anew."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from store import chronology, edtf, lines
from store.claims import date_of
from store.dossier import Dossier
from store.index import filling
from store.index.linemap import Followed, LineMap
from store.index.order import GAP, Dealer, NoRoom, between
from store.model import Actor, Amendment, Article, Event, Mark, Participant, Record, encode
from store.query.nodes import All
from tests import trees
from tests.oracle import Oracle
from tests.properties import tries
from tests.test_chronology import ask, assert_same, ids, query_of

pytestmark = pytest.mark.usefixtures("quick_disk")

Documents = dict[int, Record]
"""Documents of a table by their number."""

PROPERTY = tries(
    30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


def write(path: Path, **tables: Mapping[int, Record]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines.write(
        path, {name: [(number, encode(each)) for number, each in held.items()] for name, held in tables.items()}
    )


def oracle_of(dossier: Dossier) -> Oracle:
    return Oracle(
        list(dossier.records("events")),
        dossier.records("actors"),
        dossier.records("articles"),
        dossier.marks().values(),
    )


def put(documents: Documents, number: int, record: Record | None) -> Documents:
    """The documents with one more, another or none at a number, in the order in which a save keeps them."""
    kept = {**documents, number: record}
    return {number: each for number, each in kept.items() if each is not None}


numbers = st.integers(1, 8)
edits = st.one_of(
    st.tuples(st.just("events"), numbers, st.one_of(st.none(), trees.events("e"))),
    st.tuples(st.just("imported"), numbers, st.one_of(st.none(), trees.events("i"))),
    st.tuples(
        st.just("actors"),
        numbers,
        st.one_of(
            st.none(),
            st.builds(Actor, id=st.sampled_from(trees.ACTOR_IDS), name=st.sampled_from(trees.WORDS)),
        ),
    ),
    st.tuples(
        st.just("articles"),
        st.integers(1, 2),
        st.one_of(
            st.none(), st.builds(Article, id=st.just("a"), title=st.just("t"), text=st.sampled_from(trees.WORDS))
        ),
    ),
    st.tuples(
        st.just("amendments"),
        numbers,
        st.one_of(
            st.none(),
            st.builds(
                Amendment,
                id=st.just("x"),
                event=numbers.map(lambda number: f"i{number}"),
                changes=st.sampled_from(
                    ({"deleted": True}, {"date": "2023-09-05"}, {"title": "amended missile"}, {"tags": ["arms"]})
                ),
            ),
        ),
    ),
)
Edit = tuple[str, int, Any]


class Files:
    """The files of a dossier, written by hand."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tables: dict[str, Documents] = {
            name: {} for name in ("events", "imported", "actors", "articles", "amendments")
        }
        for name in self._tables:
            self._write(name)
        self.dossier = Dossier.open(folder, person="me")

    def apply(self, edit: Edit) -> None:
        table, number, record = edit
        if record is not None and table != "actors":
            prefix = {"events": "e", "imported": "i", "articles": "a", "amendments": "x"}[table]
            record = type(record)(
                **{name: getattr(record, name) for name in record.__struct_fields__} | {"id": f"{prefix}{number}"}
            )
        if (
            table == "actors"
            and record is not None
            and any(
                each.id == record.id
                for other, each in self._tables["actors"].items()
                if other != number  # type: ignore[attr-defined]
            )
        ):
            return  # an id stands once
        self._tables[table] = put(self._tables[table], number, record)
        self._write(table)

    def _write(self, table: str) -> None:
        if table == "imported":
            write(self._folder / "imports" / "old.json", events=self._tables["imported"])
        elif table == "articles":
            write(self._folder / "articles.json", articles=self._tables["articles"])
        else:
            own = {name: self._tables[name] for name in ("actors", "events", "amendments")}
            write(self._folder / "dossier.json", **own)


@PROPERTY
@given(st.lists(st.lists(edits, min_size=1, max_size=3), min_size=1, max_size=5), trees.trees())
def test_any_history_of_edits(tmp_path_factory: pytest.TempPathFactory, rounds: list[list[Edit]], tree: Any) -> None:
    files = Files(tmp_path_factory.mktemp("dossier"))
    opened = chronology.open(files.dossier)
    for edits_of_round in rounds:
        for edit in edits_of_round:
            files.apply(edit)
        opened.refresh()
        oracle = oracle_of(files.dossier)
        assert_same(opened, oracle, query_of(All()))
        assert_same(opened, oracle, query_of(tree))


class TestFollowing:
    def test_nothing_changed(self, tmp_path: Path) -> None:
        files = Files(tmp_path)
        opened = chronology.open(files.dossier)
        assert not opened.refresh()
        assert opened.generation == 1

    def test_a_star_changes_answers_but_not_the_index(self, tmp_path: Path) -> None:
        files = Files(tmp_path)
        files.apply(("events", 1, Event(id="", title="one")))
        opened = chronology.open(files.dossier)
        assert ids(opened, ask("is:starred")) == []
        write(tmp_path / "people" / "me.json", marks={1: Mark(id="e1", starred=True, note="look here")})
        assert opened.refresh()
        assert ids(opened, ask("is:starred")) == ids(opened, ask("note:look")) == ids(opened, ask("here")) == ["e1"]
        assert opened.window(ask(""), 0, 1)[0].starred

    def test_a_new_name_of_an_actor_finds_the_events(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        files = Files(tmp_path)
        files.apply(("events", 1, Event(id="", title="one", actors=(Participant(actor="kim"),))))
        files.apply(("actors", 1, Actor(id="kim", name="Kim")))
        opened = chronology.open(files.dossier)
        files.apply(("actors", 1, Actor(id="kim", name="Kim", aliases=("The Marshal",))))
        monkeypatch.setattr(filling, "event_documents", lambda *_: pytest.fail("an event is indexed again"))
        assert opened.refresh()
        assert ids(opened, ask("marshal")) == ids(opened, ask("actor:marshal")) == ["e1"]

    def test_events_in_another_order_in_their_file(self, tmp_path: Path) -> None:
        files = Files(tmp_path)
        one, two = Event(id="one", title="t", date="2023"), Event(id="two", title="t", date="2023")
        write(tmp_path / "dossier.json", events={1: one, 2: two})
        opened = chronology.open(files.dossier)
        assert ids(opened, ask("")) == ["one", "two"]
        write(tmp_path / "dossier.json", events={2: two, 1: one})
        assert opened.refresh()
        assert ids(opened, ask("")) == ["two", "one"]

    def test_an_import_comes_and_goes(self, tmp_path: Path) -> None:
        files = Files(tmp_path)
        opened = chronology.open(files.dossier)
        write(tmp_path / "imports" / "new.json", events={1: Event(id="n", title="new")})
        assert opened.refresh()
        assert ids(opened, ask("")) == ["n"]
        (tmp_path / "imports" / "new.json").unlink()
        assert opened.refresh()
        assert ids(opened, ask("")) == []

    def test_many_events_on_one_day_one_after_the_other(self, tmp_path: Path) -> None:
        files = Files(tmp_path)
        opened = chronology.open(files.dossier)
        documents: Documents = {}
        for number in range(1, 60):
            documents[number] = Event(id=f"e{number}", title="t", date="2023-09-05")
            write(tmp_path / "dossier.json", events=documents)
            assert opened.refresh()
        assert ids(opened, ask("")) == [f"e{number}" for number in range(1, 60)]

    def test_several_before_the_first(self, tmp_path: Path) -> None:
        files = Files(tmp_path)
        write(tmp_path / "dossier.json", events={2: Event(id="two", title="t")})
        opened = chronology.open(files.dossier)
        early = {number: Event(id=f"e{number}", title="t", date="2023") for number in (1, 3, 4)}
        write(tmp_path / "dossier.json", events={2: Event(id="two", title="t"), **early})
        assert opened.refresh()
        assert ids(opened, ask("")) == ["e1", "e3", "e4", "two"]

    def test_a_mended_record_is_found_and_its_fault_forgotten(self, tmp_path: Path) -> None:
        files = Files(tmp_path)
        lines.write(tmp_path / "dossier.json", {"events": [(1, b'{"id":"e1"}')]})
        opened = chronology.open(files.dossier)
        assert [fault.field for fault in opened.faults] == [""]
        write(tmp_path / "dossier.json", events={1: Event(id="e1", title="mended")})
        assert opened.refresh()
        assert (opened.faults, ids(opened, ask("mended"))) == ((), ["e1"])

    def test_a_file_written_in_place_is_noticed_when_a_row_is_read(self, tmp_path: Path) -> None:
        files = Files(tmp_path)
        write(tmp_path / "dossier.json", events={1: Event(id="e1", title="before")})
        opened = chronology.open(files.dossier)
        text = (tmp_path / "dossier.json").read_bytes()
        with (tmp_path / "dossier.json").open("r+b") as file:
            file.write(text.replace(b"before", b"behind"))
        assert [row.event.title for row in opened.window(ask(""), 0, 1)] == ["behind"]


class TestRanks:
    @given(st.lists(st.sampled_from(("", "2001", "2001~", "2001-01-01/2001-12-31", "2001-02", "no date")), max_size=20))
    def test_dealt_in_order(self, dates: list[str]) -> None:
        dealer = Dealer()
        for date in dates:
            dealer.add(date)
        ranks = dealer.ranks()
        in_order = sorted(range(len(dates)), key=ranks.__getitem__)
        assert in_order == sorted(range(len(dates)), key=lambda at: edtf.sort_key(date_of(dates[at])))

    @given(st.integers(1, 1 << 50), st.integers(2, 1 << 40))
    def test_between_is_between(self, before: int, room: int) -> None:
        assert before < between(before, before + room) < before + room

    def test_at_the_ends(self) -> None:
        assert between(None, None) == GAP
        assert between(5, None) > 5
        assert between(None, GAP) < GAP

    def test_no_room(self) -> None:
        with pytest.raises(NoRoom):
            between(7, 8)

    def test_appending_many_times_leaves_room(self) -> None:
        rank, after = GAP, 2 * GAP
        for _ in range(10_000):
            rank = between(rank, after)
        assert rank < after


class TestLineMaps:
    def documents(self, *numbers: int) -> list[lines.Line]:
        return [lines.Line("t", number, 10 * at, 5, b"%d" % number) for at, number in enumerate(numbers)]

    def follow(self, before: LineMap, *numbers: int) -> Followed:
        return before.follow(self.documents(*numbers), lambda line: f"id{line.doc_id}")

    def test_positions_stay_when_offsets_shift(self) -> None:
        first = self.follow(LineMap(), 1, 2, 3).lines
        followed = self.follow(first, 9, 1, 3)
        assert (list(followed.gone), list(followed.fresh), followed.shuffled) == ([1], [3], False)
        assert [followed.lines[position].offset for position in (0, 2, 3)] == [10, 20, 0]
        assert list(followed.lines.positions()) == [0, 2, 3]
        assert list(followed.lines.find("id3")) == [2]
        assert list(followed.lines.find("id2")) == []

    def test_a_number_that_comes_back_is_new(self) -> None:
        gone = self.follow(self.follow(LineMap(), 1, 2).lines, 1).lines
        again = self.follow(gone, 1, 2)
        assert (list(again.gone), list(again.fresh)) == ([], [2])

    def test_shuffled(self) -> None:
        assert self.follow(self.follow(LineMap(), 1, 2, 3).lines, 3, 1, 2).shuffled

    def test_saved_and_loaded(self, tmp_path: Path) -> None:
        made = self.follow(LineMap(), 5, 6, 7).lines
        made.save(tmp_path / "map")
        loaded = LineMap.load(tmp_path / "map")
        assert [loaded[position] for position in range(3)] == [made[position] for position in range(3)]
        assert list(loaded.find("id6")) == [1]

    @pytest.mark.parametrize("damage", [lambda data: data[:-9], lambda data: b"x" + data, lambda _: b""])
    def test_a_damaged_map_is_refused(self, tmp_path: Path, damage: Any) -> None:
        self.follow(LineMap(), 5, 6, 7).lines.save(tmp_path / "map")
        (tmp_path / "map").write_bytes(damage((tmp_path / "map").read_bytes()))
        with pytest.raises(ValueError, match="map"):
            LineMap.load(tmp_path / "map")
