"""Each format says what it should, keeps EDTF and status where it can, and says what it cannot hold."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from pathlib import Path
from xml.etree import ElementTree

import icalendar
import pytest

from store import exporters
from store.exporters import Context, ExportFailed, Losses
from store.model import Actor, Article, Claim, Event, Excerpt, Link, Origin, Participant, Place

ACTORS = {
    "kim": Actor(id="kim", name="Kim Jong Un", kind="person", part_of="nk"),
    "nk": Actor(id="nk", name="North Korea", kind="state"),
    "putin": Actor(id="putin", name="Vladimir Putin", kind="person"),
    "nyt": Actor(id="nyt", name="The New York Times", kind="outlet"),
}
ARTICLES = {
    "a-1": Article(
        id="a-1", title="A plan", url="https://n.example/1", published="2023-09-04", text="Words. A passage."
    ),
}
PLAN = Event(
    id="plan",
    title="Kim expected in Vladivostok",
    summary="By train.\n\nPerhaps.",
    date="2023-09-10/2023-09-13",
    kind="consult",
    place=Place(name="Vladivostok", lat=43.1, lon=131.9, precision="exact", country="Russia"),
    actors=(Participant(actor="kim", role="by"), Participant(actor="putin")),
    tags=("summit",),
    links=(Link(event="summit", relation="plan of"),),
    claims=(
        Claim(
            source="nyt",
            via=("US officials",),
            article="a-1",
            excerpt=Excerpt(exact="A passage.", start=7, end=17),
            reported="2023-09-04",
            status="planned",
        ),
        Claim(source="AP", reported="2023-09-03", status="reported", url="https://ap.example/2"),
    ),
)
SUMMIT = Event(
    id="summit",
    title="Summit at the cosmodrome",
    date="2023-09~",
    place=Place(name="Amur Oblast", lat=54.0, lon=128.0, precision="region"),
    actors=(Participant(actor="kim"), Participant(actor="putin")),
    claims=(Claim(source="KCNA", status="confirmed"),),
    origin=Origin(file="x.csv", machine=True),
)
SOMEDAY = Event(id="someday", title="Some day", status="denied", actors=(Participant(actor="kim"),))
BEFORE = Event(id="before", title="Before that", date="../2022")
EVENTS = [BEFORE, PLAN, SUMMIT, SOMEDAY]
CONTEXT = Context(title="A chronicle", query="actor:kim", basis="2023-10-01", actor=ACTORS.get, article=ARTICLES.get)


def export(format: str, events: list[Event] | None = None) -> tuple[str, Losses]:
    out = io.BytesIO()
    losses = exporters.export(EVENTS if events is None else events, CONTEXT, format, out)
    return out.getvalue().decode(), losses


def test_markdown() -> None:
    text, losses = export("markdown")
    assert losses.written == 4
    lines = text.splitlines()
    assert lines[0] == "# A chronicle"
    assert "Events that match `actor:kim` (dates counted from 2023-10-01)." in lines
    assert [line for line in lines if line.startswith("## ")] == ["## 2022 or before", "## 2023", "## Undated"]
    assert "- **Sep 10-13** Kim expected in Vladivostok (2023-09-10/2023-09-13) (planned)[^1][^2]  " in lines
    assert "  Kim Jong Un with Vladimir Putin; Vladivostok, Russia  " in lines
    assert (
        "[^1]: The New York Times (citing US officials), “A plan”, Sep 4 2023: planned. “A passage.” <https://n.example/1>"
    ) in lines
    assert "[^2]: AP, Sep 3 2023: reported <https://ap.example/2>" in lines
    assert "- **\\~Sep** Summit at the cosmodrome (2023-09\\~) (confirmed, coded by machine)[^3]  " in lines
    assert "- Some day (denied)  " in lines


def test_html() -> None:
    text, losses = export("html")
    assert losses.written == 4
    assert "default-src 'none'" in text
    assert "<script" not in text
    assert '<time title="2023-09~">~Sep</time>' in text
    assert '<span class="status planned">planned</span>' in text
    assert '<a rel="noopener noreferrer nofollow" href="https://n.example/1">' in text
    assert "<blockquote>A passage.</blockquote>" in text
    assert '<span class="undated">undated</span>' in text


def test_html_policy_allows_its_own_style_only() -> None:
    import base64
    import hashlib

    text, _ = export("html")
    style = text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in text


def test_csv() -> None:
    text, losses = export("csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert losses.written == len(rows) == 4
    plan = rows[1]
    assert (plan["date"], plan["earliest"], plan["latest"]) == ("2023-09-10/2023-09-13", "2023-09-10", "2023-09-13")
    assert (plan["status"], plan["lat"], plan["lon"]) == ("planned", "43.1", "131.9")
    assert plan["actors"] == "Kim Jong Un (by); Vladimir Putin (with)"
    assert (plan["sources"], plan["quotes"]) == ("The New York Times; AP", "A passage.")
    assert (rows[0]["earliest"], rows[0]["latest"]) == ("", "2022-12-31")
    assert text.endswith("\r\n")


def test_own_json_lines() -> None:
    text, losses = export("jsonl")
    assert losses.sentences() == []
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["type"] for line in lines] == ["dateline", *["event"] * 4, *["actor"] * 4, "article"]
    # Those that actors are part of come too.
    assert {line["id"] for line in lines if line["type"] == "actor"} == {"kim", "putin", "nyt", "nk"}
    assert lines[0]["query"] == "actor:kim"


def test_timelinejs() -> None:
    text, losses = export("timelinejs")
    timeline = json.loads(text)
    assert [slide["unique_id"] for slide in timeline["events"]] == ["plan", "summit"]
    assert losses.left_out == {"no date to start at": 2}
    plan, summit = timeline["events"]
    assert plan["start_date"] == {"year": 2023, "month": 9, "day": 10}
    assert plan["end_date"] == {"year": 2023, "month": 9, "day": 13}
    assert plan["text"]["text"] == "<p>By train.</p><p>Perhaps.</p>"
    assert plan["media"] == {"url": "https://ap.example/2", "credit": "AP", "caption": ""}
    assert summit["display_date"] == "~Sep 2023"
    assert summit["start_date"] == {"year": 2023, "month": 9, "display_date": "~Sep 2023"}
    assert timeline["title"]["text"]["headline"] == "A chronicle"


def test_timesketch() -> None:
    text, losses = export("timesketch")
    rows = [json.loads(line) for line in text.splitlines()]
    assert [row["datetime"] for row in rows] == ["2023-09-10T00:00:00+00:00", "2023-09-01T00:00:00+00:00"]
    assert rows[0]["timestamp"] == 1694304000000000
    assert (rows[0]["timestamp_desc"], rows[0]["status"], rows[0]["tag"]) == ("consult", "planned", ["summit"])
    assert losses.left_out == {"no first moment that Timesketch can hold": 2}


def test_icalendar() -> None:
    text, losses = export("ics")
    calendar = icalendar.Calendar.from_ical(text)
    plan, summit = calendar.walk("VEVENT")
    assert losses.left_out == {"no first day that a calendar can hold": 2}
    assert str(plan.decoded("dtstart")) == "2023-09-10"
    assert str(plan.decoded("dtend")) == "2023-09-14"
    assert (str(plan["status"]), str(plan["uid"])) == ("TENTATIVE", "plan@dateline")
    assert (str(summit.decoded("dtstart")), str(summit.decoded("dtend"))) == ("2023-09-01", "2023-10-01")
    assert (str(summit["status"]), summit["x-dateline-date"].to_ical()) == ("CONFIRMED", b"2023-09~")
    assert "geo" not in summit
    assert "A passage." in str(plan["description"])
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2023-09-13", "2023-09-13", None),
        ("2023", "2023-01-01", "2024-01-01"),
        ("2023-09-13T14:30:05Z", "2023-09-13 14:30:05+00:00", None),
        ("2023-09-13T14:30+09:00", "2023-09-13 05:30:00+00:00", None),
        ("2023-09-13T14:30-05:00", "2023-09-13 19:30:00+00:00", None),
        ("2023-09-13T14:30", "2023-09-13 14:30:00", None),
        ("2023-09-13/..", "2023-09-13", None),
        ("0476-09-04", "0476-09-04", None),
    ],
)
def test_icalendar_dates(date: str, start: str, end: str | None) -> None:
    text, _ = export("ics", [Event(id="e", title="E", date=date)])
    (entry,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert str(entry.decoded("dtstart")) == start
    assert (str(entry.decoded("dtend")) if "dtend" in entry else None) == end


def test_geojson() -> None:
    text, losses = export("geojson")
    collection = json.loads(text)
    assert [feature["id"] for feature in collection["features"]] == ["before", "plan", "summit", "someday"]
    plan, summit = collection["features"][1:3]
    assert plan["geometry"] == {"type": "Point", "coordinates": [131.9, 43.1]}
    assert (plan["properties"]["status"], plan["properties"]["date"]) == ("planned", "2023-09-10/2023-09-13")
    assert summit["geometry"] is None
    assert summit["properties"]["machine"] is True
    assert losses.reduced == {"no spot is known: a feature without geometry": 3}


def test_dot() -> None:
    text, losses = export("dot")
    assert '"kim" [label="Kim Jong Un (3)"];' in text
    assert '"kim" -- "putin" [weight=2, penwidth=1.2, style=solid, tooltip="2, 2023-09-01 to 2023-09-30"];' in text
    assert losses.left_out == {"nobody takes part": 1}


def test_graphml() -> None:
    text, _ = export("graphml")
    root = ElementTree.fromstring(text)
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    names = [node.findtext("g:data[@key='node-name']", None, space) for node in root.iterfind(".//g:node", space)]
    assert names == ["Kim Jong Un", "Vladimir Putin"]
    (edge,) = root.iterfind(".//g:edge", space)
    data = {item.get("key"): item.text for item in edge}
    assert data == {
        "edge-weight": "2", "edge-planned": "1", "edge-denied": "0", "edge-first": "2023-09-01",
        "edge-last": "2023-09-30",
    }  # fmt: skip
    declared = {key.get("id") for key in root.iterfind("g:key", space)}
    assert {item.get("key") for item in root.iterfind(".//g:data", space)} <= declared


@pytest.mark.parametrize("format", [format.name for format in exporters.FORMATS])
def test_nothing_at_all_is_a_whole_file(format: str) -> None:
    text, losses = export(format, [])
    assert (losses.written, losses.sentences()) == (0, [])
    if format in ("timelinejs", "geojson"):
        json.loads(text)
    elif format == "graphml":
        ElementTree.fromstring(text)
    elif format == "ics":
        icalendar.Calendar.from_ical(text)


def test_what_is_lost_is_said_in_sentences() -> None:
    _, losses = export("timelinejs")
    assert "2 events left out: no date to start at" in losses.sentences()
    assert losses.to_builtins()["written"] == 2


# Saving


def test_a_file_is_not_replaced_unasked(tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    path.write_text("mine")
    with pytest.raises(ExportFailed, match="exists already"):
        exporters.export(EVENTS, CONTEXT, "markdown", path)
    assert path.read_text() == "mine"
    exporters.export(EVENTS, CONTEXT, "markdown", path, force=True)
    assert path.read_text().startswith("# A chronicle")
    assert [file.name for file in tmp_path.iterdir()] == ["out.md"]


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "out.md"

    def rows() -> list[Event]:
        path.write_text("another's")
        return EVENTS

    with pytest.raises(ExportFailed, match="exists already"):
        exporters.export((event for event in [*rows()]), CONTEXT, "markdown", path)
    assert path.read_text() == "another's"


def test_an_export_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def rows() -> object:
        yield PLAN
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError):
        exporters.export(rows(), CONTEXT, "jsonl", tmp_path / "out.jsonl")  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_links_and_modes_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    exporters.export(EVENTS, CONTEXT, "csv", link, force=True)
    assert link.is_symlink()
    assert real.read_text().startswith("id,date")
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match="is a folder"):
        exporters.export(EVENTS, CONTEXT, "csv", tmp_path)
    with pytest.raises(ExportFailed, match="no such file"):
        exporters.export(EVENTS, CONTEXT, "csv", tmp_path / "none" / "out.csv")
    with pytest.raises(ExportFailed, match="there is no format pdf; there are markdown"):
        exporters.export(EVENTS, CONTEXT, "pdf", tmp_path / "out.pdf")


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    exporters.export([PLAN], CONTEXT, "jsonl", fifo)
    assert os.read(reader, 20).startswith(b'{"type":"dateline"')
    os.close(reader)
