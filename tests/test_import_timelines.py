"""TimelineJS in both forms, and Timesketch."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from msgspec.structs import replace

from store.model import Event
from tests.importing import Desk, refusals

SLIDES: list[dict[str, Any]] = [
    {
        "start_date": {"year": "1815", "month": "12", "day": "10"},
        "end_date": {"year": "1852", "month": "11", "day": "27"},
        "text": {"headline": "A <i>life</i>", "text": "<p>First &amp; foremost.</p><p>Second<br>line.</p>"},
        "media": {
            "url": "https://pictures.example/a.jpg",
            "credit": "<a href='#'>Archive</a>",
            "caption": "A portrait",
        },
        "group": "people",
    },
    {
        "start_date": {"year": "1943", "month": "7", "day": ""},
        "end_date": {"year": "1946", "month": "", "day": ""},
        "text": {"headline": "The machine", "text": ""},
        "media": {
            "url": "<blockquote>Not a chance. <cite>An engineer</cite></blockquote>",
            "credit": "",
            "caption": "",
        },
        "group": "",
    },
    {"start_date": {"year": "1951"}, "text": {"headline": "A year only", "text": "x"}, "media": {}, "group": ""},
    {
        "start_date": {"year": "1969", "month": "7", "day": "20", "hour": "20", "minute": "17"},
        "text": {"headline": "To the minute", "text": ""},
        "media": {"url": "https://www.sound.example/x"},
    },
]
TITLE = {"text": {"headline": "All of it", "text": "<p>Lead</p>"}, "start_date": {"year": "", "month": "", "day": ""}}
HEADER = (
    "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Media Credit,"
    "Media Caption,Media Thumbnail,Type,Group,Background"
)


def as_json(*slides: dict[str, Any], **others: Any) -> str:
    return json.dumps({"title": TITLE, "events": slides or SLIDES, **others})


def as_csv() -> str:
    """The same timeline as a spreadsheet."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADER.split(","))
    writer.writeheader()
    writer.writerow({"Headline": TITLE["text"]["headline"], "Text": TITLE["text"]["text"], "Type": "title"})
    for slide in SLIDES:
        start, end, media = slide["start_date"], slide.get("end_date", {}), slide["media"]
        writer.writerow(
            {
                "Year": start["year"],
                "Month": start.get("month", ""),
                "Day": start.get("day", ""),
                "Time": ":".join(filter(None, (start.get("hour"), start.get("minute")))),
                "End Year": end.get("year", ""),
                "End Month": end.get("month", ""),
                "End Day": end.get("day", ""),
                "Headline": slide["text"]["headline"],
                "Text": slide["text"]["text"],
                "Media": media.get("url", ""),
                "Media Credit": media.get("credit", ""),
                "Media Caption": media.get("caption", ""),
                "Group": slide.get("group", ""),
            }
        )
    return out.getvalue()


def told(events: list[Event]) -> list[Event]:
    """Events without file and row."""
    return [replace(event, origin=None) for event in events]


def test_timelinejs_json(desk: Desk) -> None:
    report = desk.take("lives.json", as_json())
    assert (report.format, report.read, report.added, report.skipped) == ("timelinejs", 5, 4, 1)
    assert report.rules == {"title": 1}
    life, machine, year, minute = desk.events()
    assert (life.title, life.summary) == ("A life", "First & foremost.\n\nSecond\nline.")
    assert [event.date for event in (life, machine, year, minute)] == [
        "1815-12-10/1852-11-27",
        "1943-07/1946",
        "1951",
        "1969-07-20T20:17",
    ]
    assert life.kind == "people"
    (claim,) = life.claims
    assert (claim.source, claim.url, claim.says) == ("Archive", "https://pictures.example/a.jpg", "A portrait")
    (quoted,) = machine.claims
    assert (quoted.source, quoted.url, quoted.says) == ("An engineer", "", "Not a chance. An engineer")
    assert minute.claims[0].source == "sound.example"
    assert year.claims == ()


def test_both_forms_give_equal_events(desk: Desk) -> None:
    first = desk.take("lives.json", as_json())
    events = told(desk.events())
    second = desk.take("lives.csv", as_csv())
    assert (first.read, first.added, first.skipped) == (second.read, second.unchanged, second.skipped)
    assert told(desk.events()) == events


@pytest.mark.parametrize(
    ("clock", "date"), [("10:30", "T10:30"), ("8:17:05 PM", "T20:17:05"), ("20", "T20"), ("soon", None), ("?", None)]
)
def test_times_in_a_spreadsheet(desk: Desk, clock: str, date: str | None) -> None:
    report = desk.take("clock.csv", f"Year,Month,Day,Time,End Year,Headline\n1969,7,20,{clock},,x\n")
    assert [event.date for event in desk.events()] == ([f"1969-07-20{date}"] if date else [])
    assert refusals(report) == ([] if date else [(2, "start_date.hour")])


def test_the_title_slide_and_eras_may_be_taken(desk: Desk) -> None:
    era = {"start_date": {"year": "1900"}, "end_date": {"year": "1999"}, "text": {"headline": "A century"}}
    report = desk.take("lives.json", as_json(eras=[era]))
    assert report.rules == {"title": 1, "era": 1}
    report = desk.take("lives.json", as_json(eras=[era]), off=("title", "era"))
    assert (report.read, report.added, report.unchanged, report.skipped) == (6, 2, 4, 0)
    dates = {event.title: event.date for event in desk.events()}
    assert (dates["All of it"], dates["A century"]) == ("", "1900/1999")


def test_a_slide_without_date_is_undated(desk: Desk) -> None:
    assert desk.take("undated.json", as_json({"text": {"headline": "Some day"}})).added == 1
    assert desk.event().date == ""


@pytest.mark.parametrize(
    ("slide", "field"),
    [
        ({"start_date": {"year": "1943", "month": "13"}, "text": {"headline": "x"}}, "start_date"),
        ({"start_date": {"year": "1943", "day": "5"}, "text": {"headline": "x"}}, "start_date.month"),
        ({"start_date": {"year": "about 1943"}, "text": {"headline": "x"}}, "start_date.year"),
        (
            {"start_date": {"year": 1943}, "end_date": {"year": 1940}, "text": {"headline": "x"}},
            "end_date",
        ),
        ({"start_date": {"year": 1943}, "text": {"headline": " <p></p>"}}, "text.headline"),
    ],
)
def test_bad_slides_are_refused(desk: Desk, slide: dict[str, Any], field: str) -> None:
    report = desk.take("bad.json", as_json(SLIDES[0], slide))
    assert (report.added, refusals(report)) == (1, [(2, field)])


def test_years_before_christ_and_far_away(desk: Desk) -> None:
    slides = [{"start_date": {"year": year}, "text": {"headline": year}} for year in ("-44", "-13800000000", "12000")]
    report = desk.take("far.json", as_json(*slides))
    assert [event.date for event in desk.events()] == ["-0044", "Y12000"]
    assert refusals(report) == [(2, "start_date")]


def test_two_slides_of_one_name_and_day_are_two(desk: Desk) -> None:
    slides = [{"start_date": {"year": 1951}, "text": {"headline": "Same", "text": text}} for text in ("a", "b", "b")]
    report = desk.take("same.json", as_json(*slides))
    assert (report.added, report.merged) == (2, 1)
    assert desk.take("same.json", as_json(*slides)).unchanged == 2


def test_unique_ids_are_keys(desk: Desk) -> None:
    slide = {"unique_id": "slide-1", "start_date": {"year": 1951}, "text": {"headline": "Before"}}
    desk.take("keys.json", as_json(slide))
    report = desk.take("keys.json", as_json({**slide, "text": {"headline": "After"}}))
    assert (report.updated, report.added) == (1, 0)
    assert desk.event().title == "After"


def test_scripts_and_entities_in_slides(desk: Desk) -> None:
    slide = {
        "start_date": {"year": 1951},
        "text": {"headline": "<script>x</script>H", "text": "<style>p{}</style>&lt;b&gt; &#x202e;text"},
        "media": {"url": "javascript:alert(1)"},
    }
    desk.take("script.json", as_json(slide))
    event = desk.event()
    assert (event.title, event.summary) == ("H", "<b> text")
    assert all(claim.url == "" for claim in event.claims)


def test_timesketch_json_lines(desk: Desk) -> None:
    record = {
        "message": "User logged in",
        "datetime": "2023-09-13T10:00:05.123456+00:00",
        "timestamp": 1694599205123456,
        "timestamp_desc": "Event Logged",
        "tag": ["login", "suspect"],
        "hostname": "web-1",
    }
    epoch = {"message": "By number", "timestamp": 1694599205123456, "timestamp_desc": "Event Logged"}
    report = desk.take("sketch.jsonl", "\n".join(json.dumps(row) for row in (record, epoch, {**record, "message": ""})))
    assert (report.format, report.added) == ("timesketch", 2)
    assert refusals(report) == [(3, "message")]
    first, second = desk.events()
    assert (first.title, first.date, first.kind) == ("User logged in", "2023-09-13T10:00:05+00:00", "Event Logged")
    assert first.tags == ("login", "suspect")
    assert second.date == "2023-09-13T10:00:05Z"


def test_timesketch_csv(desk: Desk) -> None:
    table = (
        "message,datetime,timestamp_desc,tag\n\"a, b\",2023-09-13T10:00:05+00:00,Logged,\"['x', 'y']\"\nc,,Logged,\n"
    )
    report = desk.take("sketch.csv", table)
    assert (report.format, report.added, refusals(report)) == ("timesketch", 1, [(3, "datetime")])
    assert desk.event().tags == ("x", "y")
