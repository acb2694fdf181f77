"""The questions of a chronology, answered by an index as by brute force (:mod:`tests.oracle`)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from msgspec.structs import replace

from store import chronology, edtf, lines
from store.chronology import Cancelled, Chronology, Facet, Gap, Unit, view
from store.dossier import Dossier
from store.model import Actor, Article, Claim, Event, Mark, Participant, Place, Record, encode
from store.query import Query, format, parse
from store.query.nodes import All, Node
from tests import trees
from tests.oracle import Oracle
from tests.properties import tries

BASIS = trees.BASIS
FACETS: tuple[Facet, ...] = ("actor", "status", "source", "via", "place", "kind", "tag")

pytestmark = pytest.mark.usefixtures("quick_disk")

PROPERTY = tries(
    25,
    # The folder is written anew for each example.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


def written(
    folder: Path,
    events: Iterable[Event] = (),
    actors: Iterable[Actor] = (),
    articles: Iterable[Article] = (),
    marks: Iterable[Mark] = (),
) -> Dossier:
    """A dossier of these records."""

    def numbered(records: Iterable[Record]) -> list[tuple[int, bytes]]:
        return [(number, encode(record)) for number, record in enumerate(records, 1)]

    (folder / "people").mkdir(parents=True, exist_ok=True)
    lines.write(folder / "dossier.json", {"actors": numbered(actors), "events": numbered(events)})
    lines.write(folder / "articles.json", {"articles": numbered(articles)})
    lines.write(folder / "people" / "me.json", {"marks": numbered(marks)})
    return Dossier.open(folder, person="me")


def query_of(tree: Node) -> Query:
    return Query(format(tree), tree, BASIS)


def ask(text: str) -> Query:
    return parse(text, BASIS)


def ids(opened: Chronology, query: Query) -> list[str]:
    return [row.event.id for row in opened.window(query, 0, 1_000)]


def assert_same(opened: Chronology, oracle: Oracle, query: Query) -> None:
    """Every question gives what brute force gives."""
    wanted = oracle.filter(query)
    rows = opened.window(query, 0, len(wanted) + 1)
    assert [(row.event, row.sure) for row in rows] == wanted
    count = opened.count(query)
    assert (count.total, count.sure, count.undated, count.all) == oracle.count(query)
    assert list(opened.years(query)) == oracle.years(query)
    for field in FACETS:
        assert {each.value: each.events for each in opened.facets(query, field, 1_000)} == oracle.facets(query, field)
    for event in oracle.events[:9]:
        assert opened.position(query, event.id) == oracle.position(query, event.id)


class TestAgainstBruteForce:
    @PROPERTY
    @given(trees.dossiers(), st.lists(trees.trees(), min_size=1, max_size=4), st.sampled_from((0, view.FEW)))
    def test_every_query(self, tmp_path: Path, records: trees.Dossier, asked: list[Node], few: int) -> None:
        opened = chronology.open(written(tmp_path, *records))
        oracle = Oracle(*records)
        with patch.object(view, "FEW", few):
            for tree in (All(), *asked):
                assert_same(opened, oracle, query_of(tree))

    @PROPERTY
    @given(
        trees.dossiers(),
        trees.trees(),
        st.sampled_from(("hour", "day", "week", "month", "quarter", "year", "decade")),
        st.integers(-40, 400),
        st.integers(0, 60),
    )
    def test_histograms(
        self, tmp_path: Path, records: trees.Dossier, tree: Node, unit: Unit, before: int, length: int
    ) -> None:
        query, first = query_of(tree), BASIS.toordinal() - before
        last = first + (length // 10 if unit == "hour" else length)
        opened = chronology.open(written(tmp_path, *records))
        found = opened.histogram(query, unit, first, last)
        expected = Oracle(*records).histogram(query, unit, first, last)
        told = [
            ((bucket.first * 24 + (bucket.hour or 0)) * 3600, bucket.definite, bucket.possible)
            for bucket in found.buckets
        ]
        assert told == expected

    @PROPERTY
    @given(trees.dossiers(), trees.trees())
    def test_an_unbounded_histogram_begins_and_ends_with_an_event(
        self, tmp_path: Path, records: trees.Dossier, tree: Node
    ) -> None:
        query = query_of(tree)
        opened = chronology.open(written(tmp_path, *records))
        buckets = opened.histogram(query, "month").buckets
        named = [
            day
            for event, _ in Oracle(*records).filter(query)
            for date in (edtf.parse(event.date) if edtf.is_valid(event.date) else edtf.UNDATED,)
            for day in (date.first, date.last)
            if day is not None
        ]
        if not named:
            assert not buckets
        else:
            assert buckets[0].first <= min(named) <= buckets[0].last
            assert buckets[-1].first <= max(named) <= buckets[-1].last
            assert [bucket.first for bucket in buckets[1:]] == [bucket.last + 1 for bucket in buckets[:-1]]


class TestRows:
    def test_order_is_by_first_second_then_last_then_file(self, tmp_path: Path) -> None:
        dates = ("", "2023-09", "2023-09-13T10:30", "2023-09-13", "2023-09-13", "../2023", "2023-09-01", "2023")
        events = [Event(id=f"e{number}", title="t", date=date) for number, date in enumerate(dates)]
        opened = chronology.open(written(tmp_path, events))
        assert ids(opened, ask("")) == ["e5", "e7", "e6", "e1", "e3", "e4", "e2", "e0"]

    def test_a_window_may_reach_beyond_the_view(self, tmp_path: Path) -> None:
        opened = chronology.open(written(tmp_path, [Event(id="e", title="t")]))
        assert len(opened.window(ask(""), -5, 99)) == 1
        assert opened.window(ask(""), 1, 99) == ()
        assert opened.window(ask(""), 3, 2) == ()

    def test_rows_far_from_both_ends(self, tmp_path: Path) -> None:
        start = datetime.date(1990, 1, 1).toordinal()
        days = [start + (number * 7919) % 6001 for number in range(6_001)]
        events = [Event(id=f"e{day}", title="odd" if day % 2 else "even", date=edtf.day_text(day)) for day in days]
        opened = chronology.open(written(tmp_path, events))
        for text, step in (("", 1), ("even", 2)):
            in_order = sorted(day for day in days if step == 1 or not day % 2)
            for at in (2_500, 1_500, 2_999 if step == 2 else 3_500):
                found = [row.event.id for row in opened.window(ask(text), at, at + 20)]
                assert found == [f"e{day}" for day in in_order[at : at + 20]]

    def test_a_record_that_is_none_is_named_and_left_out(self, tmp_path: Path) -> None:
        dossier = written(tmp_path, [Event(id="e1", title="one")])
        good = (1, encode(Event(id="e1", title="one")))
        lines.write(tmp_path / "dossier.json", {"events": [good, (7, b'{"id":"e2","title":5}')]})
        opened = chronology.open(dossier)
        assert ids(opened, ask("")) == ["e1"]
        assert [str(fault.where) for fault in opened.faults] == ["dossier.json: events/7"]

    def test_a_word_longer_than_an_index_takes_is_found(self, tmp_path: Path) -> None:
        opened = chronology.open(written(tmp_path, [Event(id="e", title="x" * 70_000 + " end", tags=("y" * 70_000,))]))
        assert ids(opened, ask("x" * 2_000)) == ["e"]
        assert ids(opened, ask("xxx")) == ["e"]


class TestPlaces:
    def test_near_an_event_that_does_not_match(self, tmp_path: Path) -> None:
        events = [
            Event(id=f"e{day}", title="odd" if day % 2 else "even", date=f"2023-09-{day:02}") for day in range(1, 8)
        ]
        opened = chronology.open(written(tmp_path, events))
        assert opened.position(ask("odd"), "e4") is None
        assert opened.position(ask("odd"), "e4", near=True) == 2
        assert opened.position(ask("odd"), "nobody", near=True) is None
        assert opened.first_at(ask("odd"), edtf.parse("2023-09-04").first or 0) == 2
        assert opened.first_at(ask("odd"), edtf.parse("2024").first or 0) == 3
        assert opened.first_at(ask("nothing"), 0) == 0

    @PROPERTY
    @given(trees.dossiers(), trees.trees())
    def test_neighbours(self, tmp_path: Path, records: trees.Dossier, tree: Node) -> None:
        query, oracle = query_of(tree), Oracle(*records)
        opened = chronology.open(written(tmp_path, *records))
        found = oracle.ids(query)
        days = [
            edtf.parse(event.date).first if edtf.is_valid(event.date) else None for event, _ in oracle.filter(query)
        ]
        for at, event_id in enumerate(found):
            near = opened.neighbours(query, event_id)
            assert (near.previous, near.next) == (at - 1 if at else None, at + 1 if at + 1 < len(found) else None)
            day = opened.neighbours(query, event_id, "day")
            later = [place for place in range(at, len(found)) if days[place] not in (None, days[at])]
            earlier = {days[place] for place in range(at)} - {None, days[at]}
            assert day.next == (later[0] if later else None)
            assert day.previous == (days.index(max(filter(None, earlier))) if earlier else None)

    def test_of_an_event_that_is_not_there(self, tmp_path: Path) -> None:
        opened = chronology.open(written(tmp_path, [Event(id="e", title="t")]))
        assert opened.neighbours(ask(""), "nobody") == chronology.Neighbours()


def on(*dates: str, actors: tuple[str, ...] = ()) -> list[Event]:
    with_actors = tuple(Participant(actor=actor) for actor in actors)
    return [Event(id=date or "undated", title="t", date=date, actors=with_actors) for date in dates]


def day(text: str) -> int:
    first = edtf.parse(text).first
    assert first is not None
    return first


class TestSilences:
    def test_between_days_months_and_spans(self, tmp_path: Path) -> None:
        events = on("2023-01-10", "2023-01-10/2023-01-20", "2023-02", "2023-06-01", "2023-06-02", "2023-08-01", "")
        opened = chronology.open(written(tmp_path, events))
        assert opened.gaps(ask(""), 2) == (
            Gap(day("2023-02-28"), day("2023-06-01")),
            Gap(day("2023-06-02"), day("2023-08-01")),
        )
        assert [gap.days for gap in opened.gaps(ask(""), 9)] == [92, 59, 11]

    def test_a_vague_event_neither_ends_nor_makes_one(self, tmp_path: Path) -> None:
        opened = chronology.open(written(tmp_path, on("2023-01-01", "2023", "2023-05/..", "2023-12-31")))
        assert [gap.days for gap in opened.gaps(ask(""), 9)] == [363]

    def test_one_day_has_none(self, tmp_path: Path) -> None:
        opened = chronology.open(written(tmp_path, on("2023-01-01", "2023-01-02")))
        assert opened.gaps(ask(""), 9) == ()

    def test_plans_and_denials_neither_end_nor_make_one(self, tmp_path: Path) -> None:
        told = (Claim(source="a", status="planned", reported="2023-01-05"), Claim(source="b", reported="2023-03-01"))
        first, meant, denied, last = on("2023-01-01", "2023-02-01", "2023-03-01", "2023-04-01", actors=("a", "b"))
        first = replace(first, claims=(Claim(source="a", reported="2023-01-02"),))
        events = [first, replace(meant, claims=told), replace(denied, status="denied"), replace(last, status="planned")]
        opened = chronology.open(written(tmp_path, events))
        assert [gap.days for gap in opened.gaps(ask(""), 9)] == [30]
        assert opened.gaps(ask("asof:2023-02-10"), 9) == ()
        assert opened.pair(ask(""), "a", "b") == chronology.Pair(
            4, 2, "2023-01-01", "2023-02-01", Gap(day("2023-01-01"), day("2023-02-01"))
        )
        assert opened.pair(ask("asof:2023-02-10"), "a", "b") == chronology.Pair(2, 1, "2023-01-01", "2023-01-01")
        assert opened.pair(ask("status:planned"), "a", "b") == chronology.Pair(1)

    def test_of_two_actors(self, tmp_path: Path) -> None:
        both = on("2023-02-01", "2023-01-01", "2023-04-01", "", actors=("a", "b"))
        opened = chronology.open(written(tmp_path, [*both, *(on("2023-03-01", actors=("a",)))]))
        pair = opened.pair(ask(""), "a", "b")
        assert (pair.events, pair.first, pair.latest) == (4, "2023-01-01", "2023-04-01")
        assert pair.gap == Gap(day("2023-02-01"), day("2023-04-01"))
        assert opened.pair(ask(""), "a", "nobody") == chronology.Pair(0)

    def test_what_was_known_of_two_actors(self, tmp_path: Path) -> None:
        told = (Claim(source="a", reported="2023-02-01"), Claim(source="b", reported="2023-05-01"))
        both = [replace(event, claims=told) for event in on("2023-01-01", "2023-01-20", actors=("a", "b"))]
        opened = chronology.open(written(tmp_path, both))
        for text in ("", "asof:2023-03", "asof:2024"):
            opened.count(ask(text))
            pair = opened.pair(ask(text), "a", "b")
            assert (pair.events, pair.first, pair.latest) == (2, "2023-01-01", "2023-01-20")
        assert opened.pair(ask("asof:2023-01"), "a", "b") == chronology.Pair(0)

    def test_trends_add_up(self, tmp_path: Path) -> None:
        events = on("2023-01-01", "2023-01-02", "2023-12-31", "../2022", actors=('q"u\\o', "b"))
        opened = chronology.open(written(tmp_path, events))
        trends = opened.sparklines(ask(""), ['q"u\\o', "b", "nobody"], 4)
        assert trends == {'q"u\\o': (2, 0, 0, 1), "b": (2, 0, 0, 1), "nobody": (0, 0, 0, 0)}


class TestNames:
    ACTORS = (
        Actor(id="kim-jong-un", name="Kim Jong Un", kind="person", aliases=("김정은", "The Marshal")),
        Actor(id="kimberly", name="Kimberly", kind="person"),
        Actor(id="nyt", name="The New York Times", kind="outlet"),
    )
    EVENTS = (
        Event(
            id="e1",
            title="one",
            actors=(Participant(actor="kim-jong-un"),),
            tags=("Arms deal",),
            claims=(Claim(source="nyt"),),
            place=Place(name="Vostochny"),
        ),
        Event(id="e2", title="two", actors=(Participant(actor="kim-jong-un"), Participant(actor="kimberly"))),
    )

    @pytest.fixture
    def opened(self, tmp_path: Path) -> Chronology:
        return chronology.open(written(tmp_path, self.EVENTS, self.ACTORS, (), (Mark(id="e2", tags=("mine",)),)))

    def test_actors_by_any_of_their_names(self, opened: Chronology) -> None:
        assert [actor.id for actor in opened.actors_named("kim", 9)] == ["kim-jong-un", "kimberly"]
        assert [actor.id for actor in opened.actors_named("김", 9)] == ["kim-jong-un"]
        assert [actor.id for actor in opened.actors_named("the m", 9)] == ["kim-jong-un"]
        assert [actor.id for actor in opened.actors_named("", 2)] == ["kim-jong-un", "kimberly"]

    def test_completion(self, opened: Chronology) -> None:
        assert opened.complete("actor", "kim", 9) == (("kim-jong-un", "Kim Jong Un"), ("kimberly", "Kimberly"))
        assert opened.complete("source", "new", 9) == (("nyt", "The New York Times"),)
        assert opened.complete("place", "vos", 9) == (("Vostochny", "Vostochny"),)
        assert opened.complete("tag", "", 9) == (("Arms deal", "Arms deal"), ("mine", "mine"))
        assert opened.complete("tag", "deal", 9) == (("Arms deal", "Arms deal"),)
        assert opened.complete("id", "E", 9) == (("e1", "e1"), ("e2", "e2"))

    def test_facets_are_labelled(self, opened: Chronology) -> None:
        assert opened.facets(ask(""), "actor", 1) == (chronology.FacetCount("kim-jong-un", "Kim Jong Un", "person", 2),)
        assert opened.facets(ask(""), "source", 9)[0].label == "The New York Times"

    def test_records_by_id(self, opened: Chronology) -> None:
        assert opened.event("e2") == self.EVENTS[1]
        assert opened.event("E2") is None
        assert opened.actor("nyt") == self.ACTORS[2]
        assert opened.article("none") is None
        row = opened.row("e1")
        assert row is not None
        assert (row.status, row.starred) == ("reported", False)


def test_cancelled_questions_stop(tmp_path: Path) -> None:
    opened = chronology.open(written(tmp_path, [Event(id="e", title="t")]))
    with pytest.raises(Cancelled):
        opened.window(ask(""), 0, 9, cancelled=lambda: True)
    with pytest.raises(Cancelled):
        opened.facets(ask(""), "actor", 9, cancelled=lambda: True)


def test_an_event_of_a_year_far_away_does_not_make_a_histogram_endless(tmp_path: Path) -> None:
    opened = chronology.open(written(tmp_path, on("Y-900000000", "2023-09-13")))
    found = opened.histogram(ask(""), "day")
    assert found.clipped
    assert (found.buckets[-1].last, found.buckets[-1].definite) == (day("2023-09-13"), 1)
