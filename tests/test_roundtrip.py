"""What goes out comes back: nothing is lost in our own files, and in others nothing that they can hold."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from msgspec.structs import replace

from store import edtf, exporters
from store.exporters import Context
from store.exporters.points import ends
from store.exporters.timesketch import record_of
from store.model import Actor, Claim, Event
from tests.chronicles import ACTORS, ARTICLES, chronicles
from tests.importing import Desk
from tests.properties import tries

pytestmark = pytest.mark.usefixtures("quick_disk")

CONTEXT = Context(
    title="A chronicle",
    actor={actor.id: actor for actor in ACTORS}.get,
    article={article.id: article for article in ARTICLES}.get,
)
FAST = tries(25, suppress_health_check=list(HealthCheck))


@contextmanager
def imported(data: bytes, name: str) -> Iterator[Desk]:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        report = desk.take(name, data)
        assert not report.refused, report.refused
        assert not report.error
        yield desk


def exported(events: list[Event], format: str) -> bytes:
    out = io.BytesIO()
    exporters.export(events, CONTEXT, format, out)
    return out.getvalue()


def nameless(events: list[Event]) -> dict[str, Event]:
    """Events by id, without the origin that an import gives to one that had none."""
    return {event.id: replace(event, origin=None, actors=()) for event in events}


def with_names(events: list[Event], actors: dict[str, Actor]) -> dict[str, set[tuple[str, str]]]:
    return {event.id: {(actors[part.actor].name, part.role) for part in event.actors} for event in events}


@given(chronicles())
@FAST
def test_own_json_lines_lose_nothing(events: list[Event]) -> None:
    with imported(exported(events, "jsonl"), "own.jsonl") as desk:
        back = {event.id: event for event in desk.events()}
        for event in events:
            origin = event.origin or back[event.id].origin
            assert back[event.id] == replace(event, origin=origin)
        actors = {actor.id: replace(actor, origin=None) for actor in desk.actors().values()}
        named = {part.actor for event in events for part in event.actors}
        assert {id: actor for id, actor in actors.items() if id in named} == {
            actor.id: actor for actor in ACTORS if actor.id in named
        }
        cited = {claim.article for event in events for claim in event.claims if claim.article}
        articles = {article.id: replace(article, origin=None) for article in desk.articles()}
        assert articles == {article.id: article for article in ARTICLES if article.id in cited}


@given(chronicles())
@FAST
def test_csv_gives_back_events(events: list[Event]) -> None:
    with imported(exported(events, "csv"), "table.csv") as desk:
        assert nameless(desk.events()) == nameless(events)
        back = {actor.id: actor for actor in desk.actors().values()}
        assert with_names(desk.events(), back) == with_names(events, {actor.id: actor for actor in ACTORS})


@given(chronicles())
@FAST
def test_timelinejs_gives_back_what_has_a_start(events: list[Event]) -> None:
    shown = [event for event in events if ends(edtf.parse(event.date))[0]]
    with imported(exported(events, "timelinejs"), "timeline.json") as desk:
        assert nameless(desk.events()) == nameless(shown)
        back = {actor.id: actor for actor in desk.actors().values()}
        assert with_names(desk.events(), back) == with_names(shown, {actor.id: actor for actor in ACTORS})


@given(chronicles())
@FAST
def test_timesketch_gives_back_what_has_a_moment(events: list[Event]) -> None:
    shown = [event for event in events if "datetime" in record_of(event)]
    data = exported(events, "timesketch")
    if not shown:
        assert not data
        return
    with imported(data, "sketch.jsonl") as desk:
        assert nameless(desk.events()) == nameless(shown)


PLAN = Event(id="plan", title="Kim expected in Vladivostok", date="2023-09~", kind="consult", tags=("summit",))


def test_edits_in_a_spreadsheet_come_first(desk: Desk) -> None:
    rows = list(csv.DictReader(io.StringIO(exported([PLAN], "csv").decode())))
    rows[0] |= {
        "title": "Kim met Putin",
        "date": "2023-09-13",
        "status": "confirmed",
        "actors": "Kim Jong Un (by); Putin",
    }
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    desk.take("edited.csv", out.getvalue())
    event = desk.event()
    assert (event.id, event.title, event.date, event.status) == ("plan", "Kim met Putin", "2023-09-13", "confirmed")
    assert (event.kind, event.tags) == ("consult", ("summit",))
    assert desk.cast(event) == [("Kim Jong Un", "by"), ("Putin", "with")]


@pytest.mark.parametrize(("format", "name"), [("csv", "t.csv"), ("timelinejs", "t.json"), ("timesketch", "t.jsonl")])
def test_articles_that_a_format_does_not_carry_are_named_until_they_are_there(
    desk: Desk, format: str, name: str
) -> None:
    cited = ARTICLES[0]
    event = replace(PLAN, claims=(Claim(source="nyt", article=cited.id),))
    out = io.BytesIO()
    said = exporters.export([event], CONTEXT, format, out).sentences()
    assert "1 event: the articles that claims point at are not in the file; jsonl has them" in said
    for dry_run in (True, False):
        notes = desk.take(name, out.getvalue(), dry_run=dry_run).notes
        assert f"claims point at articles that the dossier has not (dateline's jsonl has them): {cited.id}" in notes
    whole = desk.take("whole.jsonl", exported([event], "jsonl"))
    assert not any("articles" in note for note in whole.notes)
    assert not any("articles" in note for note in desk.take(name, out.getvalue()).notes)
    assert desk.event().claims == event.claims


@pytest.mark.parametrize(
    ("cell", "date"), [("05/09/2023", "2023-09-05"), ("9/5/2023", "2023-09-05"), ("06/09/2023", "")]
)
def test_dates_that_a_spreadsheet_put_into_its_own_order(desk: Desk, cell: str, date: str) -> None:
    table = exported([replace(PLAN, date="2023-09-05")], "csv").decode()
    report = desk.take("excel.csv", table.replace("plan,2023-09-05", f"plan,{cell}"))
    assert [event.date for event in desk.events()] == [date] * bool(date)
    assert len(report.refused) == (not date)


def test_a_row_added_in_a_spreadsheet_is_an_event(desk: Desk) -> None:
    table = exported([PLAN], "csv").decode() + ",2023-09-14,,,A new row,,,,,,,,,,,,,,,\r\n"
    assert desk.take("edited.csv", table).added == 2
    assert desk.events()[1].title == "A new row"


def test_edits_in_a_timeline_come_first(desk: Desk) -> None:
    timeline = json.loads(exported([PLAN], "timelinejs"))
    timeline["events"][0]["text"]["headline"] = "Kim &amp; Putin"
    timeline["events"][0]["start_date"] = {"year": 2023, "month": 9, "day": 13}
    desk.take("edited.json", json.dumps(timeline))
    event = desk.event()
    assert (event.title, event.date, event.kind, event.tags) == ("Kim & Putin", "2023-09-13", "consult", ("summit",))


def test_a_field_of_ours_that_is_no_event_is_left_aside(desk: Desk) -> None:
    timeline = json.loads(exported([PLAN], "timelinejs"))
    timeline["events"][0]["dateline"] = {"id": 7, "title": []}
    assert desk.take("odd.json", json.dumps(timeline)).added == 1
    assert desk.event().title == PLAN.title
