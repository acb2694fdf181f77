"""Tables and JSON with fields of any name: guessed, shown, told; dates as they are."""

from __future__ import annotations

import json

import pytest

from store import importers
from store.importers import ImportFailed, Options
from store.importers.dates import DateError, to_edtf
from tests.importing import Desk, refusals

TABLE = """When;What;Where;Country;Lat;Lon;Who;Source;URL;Published;Status;Category;Tags
2023-09-13;Summit;Vostochny;Russia;51,88;128.33;Kim;Agency One;https://a.example/1;2023-09-14;confirmed;talks;a, b
2023;Something in that year;;;;;;;;;;;
"""


def test_columns_are_guessed_and_shown(desk: Desk) -> None:
    report = desk.take("events.csv", TABLE)
    assert (report.format, report.added) == ("table", 2)
    assert report.mapping == {
        "date": "When",
        "title": "What",
        "place": "Where",
        "country": "Country",
        "lat": "Lat",
        "lon": "Lon",
        "actors": "Who",
        "source": "Source",
        "url": "URL",
        "reported": "Published",
        "status": "Status",
        "kind": "Category",
        "tags": "Tags",
    }
    summit, year = desk.events()
    assert (summit.title, summit.date, summit.kind, summit.tags) == ("Summit", "2023-09-13", "talks", ("a", "b"))
    assert summit.place is not None
    assert (summit.place.lat, summit.place.name, summit.place.country) == (51.88, "Vostochny", "Russia")
    (claim,) = summit.claims
    assert (claim.source, claim.url, claim.reported, claim.status) == (
        "Agency One",
        "https://a.example/1",
        "2023-09-14",
        "confirmed",
    )
    assert desk.cast(summit) == [("Kim", "with")]
    assert (year.date, year.place, year.claims) == ("2023", None, ())


def test_columns_may_be_told(desk: Desk) -> None:
    table = "a,b,c,d\n2023-09-13,What happened,One; Two,Three\n"
    report = desk.take("odd.csv", table)
    assert "--map title=COLUMN and --map date=COLUMN" in report.error
    mapping = {"date": "a", "title": "b", "by": "c", "to": "d"}
    report = desk.take("odd.csv", table, mapping=mapping)
    assert (report.added, report.mapping) == (1, mapping)
    assert desk.cast(desk.event()) == [("One", "by"), ("Two", "by"), ("Three", "to")]


@pytest.mark.parametrize(
    ("mapping", "reason"),
    [
        ({"when": "a"}, "there is no field when; the fields are id, date"),
        ({"date": "z"}, "there is no column z; the columns are a, b"),
        ({"date": "a|b"}, "the field date takes one column"),
    ],
)
def test_a_mapping_that_makes_no_sense(desk: Desk, mapping: dict[str, str], reason: str) -> None:
    assert reason in desk.take("odd.csv", "a,b\n1,2\n", mapping=mapping).error


def test_several_columns_of_actors(desk: Desk) -> None:
    desk.take("sides.csv", "date,title,x,y\n2020,Meeting,A,B; C\n", mapping={"actors": "x|y"})
    assert [name for name, _ in desk.cast(desk.event())] == ["A", "B", "C"]


def test_a_table_without_dates_has_to_be_meant(desk: Desk) -> None:
    table = "title,place\nSome day,Here\n"
    assert "--map date=COLUMN" in desk.take("undated.csv", table).error
    assert desk.take("undated.csv", table, mapping={"date": "-"}).added == 1
    assert desk.event().date == ""


def test_start_and_end_make_a_span(desk: Desk) -> None:
    report = desk.take(
        "spans.csv",
        "start,end,title\n2023-09-10,2023-09-13,a\n2023-09,2023-09,b\n2023-09-10T08:00,2023-09-13T09:00,c\n2023,2022,d\n",
    )
    assert [event.date for event in desk.events()] == ["2023-09-10/2023-09-13", "2023-09", "2023-09-10/2023-09-13"]
    assert refusals(report) == [(5, "end")]


def test_year_month_and_day_in_columns(desk: Desk) -> None:
    desk.take("parts.csv", "year,month,day,title\n2023,9,13,a\n2023,9,,b\n2023,,,c\n")
    assert [event.date for event in desk.events()] == ["2023-09-13", "2023-09", "2023"]


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("2023", "2023"),
        ("2023-09", "2023-09"),
        ("2023-09-13", "2023-09-13"),
        ("2023-9-3", "2023-09-03"),
        ("20230913", "2023-09-13"),
        ("13 September 2023", "2023-09-13"),
        ("Sept. 13, 2023", "2023-09-13"),
        ("13th Sep 2023", "2023-09-13"),
        ("Wed, 13 Sep 2023 10:00:05 +0200", "2023-09-13T10:00:05+02:00"),
        ("13 Sep 2023 2:30 PM", "2023-09-13T14:30"),
        ("2023-09-13 10:00:05.999Z", "2023-09-13T10:00:05Z"),
        ("September 2023", "2023-09"),
        ("9/2023", "2023-09"),
        ("13.9.2023", "2023-09-13"),
        ("Seg, 24 Set 2018 19:42:40 -0300", "2018-09-24T19:42:40-03:00"),
        ("3 août 2016", "2016-08-03"),
        ("1694599205", "2023-09-13T10:00:05Z"),
        ("1694599205123456", "2023-09-13T10:00:05Z"),
        ("2023-09~", "2023-09~"),
        ("[..2023-09-05]", "[..2023-09-05]"),
        ("2023-09-10/..", "2023-09-10/.."),
        ("Sep 5-7, 2023", "2023-09-05/2023-09-07"),
        ("c. 2022", "2022~"),
        ("about 2022", "2022~"),
        ("2023-Q3", "2023-07/2023-09"),
        ("before July 2023", "../2023-06"),
        ("Summer 2023", "2023-22"),
        ("week 36 2023", "2023-09-04/2023-09-10"),
        ("", ""),
    ],
)
def test_dates_say_what_the_cell_says(cell: str, date: str) -> None:
    assert to_edtf(cell) == date


@pytest.mark.parametrize(
    "cell",
    [
        "2023-02-30",
        "31 November 2020",
        "2023-13",
        "13/13/2023",
        "10/11/2012",
        "soon",
        "25:00",
        "13 Foo 2023",
        "2023-09-13 25:00",
        "July",
        "last week",
        "since 1999 until today",
        "-30d",
        "sep 13",
        "90s",
        "13 sep 23",
        "late 2023",
    ],
)
def test_dates_that_are_none(cell: str) -> None:
    with pytest.raises(DateError, match=cell[:4]):
        to_edtf(cell)


def test_two_readings_are_settled_by_the_column_or_refused(desk: Desk) -> None:
    report = desk.take("doubt.csv", "date,title\n10/11/2012,a\n13/11/2012,b\n")
    assert [event.date for event in desk.events()] == ["2012-11-10", "2012-11-13"]
    report = desk.take("doubt.csv", "date,title\n10/11/2012,a\n2012,b\n", name="second")
    assert (report.added, refusals(report)) == (1, [(2, "date")])
    report = desk.take("doubt.csv", "date,title\n10/11/2012,a\n", name="third", options=Options(day_first=False))
    assert desk.events()[-1].date == "2012-10-11"


def test_a_date_of_two_readings_says_them_and_the_option_that_decides(desk: Desk) -> None:
    report = desk.take("doubt.csv", "date,title\n10/11/2012,a\n")
    for said in ("'10/11/2012'", "2012-11-10 with --day-first", "2012-10-11 with --month-first"):
        assert said in report.refused[0].reason


def test_a_date_in_words_of_several_readings_says_them() -> None:
    with pytest.raises(DateError, match=r"2023-10/2023-12 .* or 2023-09/2023-12 "):
        to_edtf("late 2023")


@pytest.mark.parametrize(
    ("cell", "orders"),
    [
        ("10/11/12", "may be day month year, month day year or year month day"),
        ("13-11-12", "may be day month year or year month day"),
        ("31.12.99", "is day month year of some century"),
        ("12/31/99", "is month day year of some century"),
        ("99/99/99", "is not a date"),
    ],
)
@pytest.mark.parametrize("day_first", [None, True, False])
def test_a_year_of_two_digits_is_never_filled_in(cell: str, orders: str, day_first: bool | None) -> None:
    with pytest.raises(DateError) as raised:
        to_edtf(cell, day_first)
    assert str(raised.value).startswith(f"'{cell}' {orders}")
    assert ("four digits" in str(raised.value)) == ("not a date" not in orders)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("table.csv", "date,title\n10/11/2012,a\n"),
        ("articles.csv", "published,title,text\n10/11/2012,a,b\n"),
        ("one.txt", "title: a\npublished: 10/11/2012\n\nWords.\n"),
        ("sketch.jsonl", '{"message": "a", "datetime": "10/11/2012", "timestamp_desc": "b"}\n'),
    ],
)
def test_every_reader_heeds_the_option_that_its_refusal_names(desk: Desk, name: str, content: str) -> None:
    (refused,) = desk.take(name, content).refused
    assert "--day-first" in refused.reason
    assert desk.take(name, content, options=Options(day_first=True)).added == 1
    dates = [event.date for event in desk.events()] + [article.published for article in desk.articles()]
    assert dates == ["2012-11-10"]


def test_ids_hold_within_their_import(desk: Desk) -> None:
    for name in ("one", "two"):
        assert desk.take(f"{name}.csv", "id,date,title\n1,2020,a\n2,2021,b\n").added == 2
    assert [event.id for event in desk.events()] == ["one-1", "one-2", "two-1", "two-2"]


def test_rows_without_ids_are_known_by_what_they_say(desk: Desk) -> None:
    table = "date,title,place\n2020,Same,Here\n2020,Same,There\n2020,Same,There\n"
    report = desk.take("same.csv", table)
    assert (report.added, report.merged) == (2, 1)
    report = desk.take("same.csv", table + "2021,New,\n")
    assert (report.added, report.unchanged, report.removed) == (1, 2, 0)


def test_a_key_used_twice_is_refused(desk: Desk) -> None:
    report = desk.take("keys.csv", "id,date,title\n1,2020,a\n1,2020,b\n")
    assert (report.added, refusals(report)) == (1, [(3, "id")])


def test_words_of_a_guessed_status_are_tags(desk: Desk) -> None:
    table = "date,title,status\n2020,a,Confirmed\n2021,b,open\n"
    desk.take("status.csv", table)
    first, second = desk.events()
    assert (first.status, second.status, second.tags) == ("confirmed", None, ("open",))
    report = desk.take("status.csv", table, mapping={"status": "status"})
    assert refusals(report) == [(3, "status")]


def test_json_lines(desk: Desk) -> None:
    rows = [
        {"when": 2020, "headline": "a", "who": ["Kim", "Putin"], "place": {"name": "Here", "lat": 1.5, "lon": 2}},
        {"when": "2020-05", "headline": "b", "actors": [{"name": "Kim", "role": "by", "kind": "person"}]},
        {"headline": "c", "when": "x"},
    ]
    report = desk.take("events.jsonl", "\n".join(map(json.dumps, rows)))
    assert (report.format, report.added, refusals(report)) == ("json", 2, [(3, "when")])
    first, second = desk.events()
    assert (first.date, second.date) == ("2020", "2020-05")
    assert first.place is not None
    assert (first.place.name, first.place.lat) == ("Here", 1.5)
    assert desk.cast(first) == [("Kim", "with"), ("Putin", "with")]
    assert desk.cast(second) == [("Kim", "by")]


def test_keys_that_only_some_objects_have(desk: Desk) -> None:
    rows = [
        {"title": "a"},
        {"title": "a", "note": "b"},
        {"title": "c", "date": "3/4/2012"},
        {"title": "d", "date": "13/4/2012"},
    ]
    report = desk.take("some.jsonl", "\n".join(map(json.dumps, rows)))
    assert (report.added, report.refused) == (4, [])
    assert [event.date for event in desk.events()] == ["", "", "2012-04-03", "2012-04-13"]
    report = desk.take("some.jsonl", json.dumps(rows[2]), mapping={"date": "-"})
    assert (report.read, desk.events()[-1].date) == (1, "")


def test_a_json_list(desk: Desk) -> None:
    report = desk.take("events.json", json.dumps([{"date": "2020", "title": "a"}, 7]))
    assert (report.format, report.added, [refused.reason for refused in report.refused]) == (
        "json",
        1,
        ["not a JSON object"],
    )


def test_what_list_json_prints_comes_back_with_its_claims(desk: Desk) -> None:
    row = {
        "id": "summit",
        "date": "2023-09-13",
        "earliest": "2023-09-13",
        "latest": "2023-09-13",
        "title": "Summit",
        "status": "confirmed",
        "actors": [{"id": "kim", "name": "Kim", "kind": "person", "role": "with"}],
        "place": {"name": "Vostochny"},
        "tags": ["talks"],
        "claims": [{"source": "kcna", "via": ["x"], "reported": "2023-09-14", "status": "confirmed", "article": "a"}],
        "starred": False,
    }
    assert desk.take("list.jsonl", json.dumps(row)).added == 1
    event = desk.event()
    assert (event.id, event.title, event.tags) == ("list-summit", "Summit", ("talks",))
    (claim,) = event.claims
    assert (claim.source, claim.via, claim.reported, claim.status) == ("kcna", ("x",), "2023-09-14", "confirmed")
    assert desk.actors()["Kim"].kind == "person"


def test_preview_shows_what_would_come(desk: Desk) -> None:
    path = desk.put("events.csv", TABLE)
    found = importers.preview(path, rows=1)
    assert (found.format.name, found.name, len(found.items)) == ("table", "events", 1)
    assert found.columns[:2] == ("When", "What")
    assert found.mapping["title"] == "What"
    assert "summary" in found.fields
    other = importers.preview(path, mapping={"title": "Where"})
    assert other.mapping["title"] == "Where"
    with pytest.raises(ImportFailed):
        importers.preview(path, mapping={"title": "Nowhere"})
    assert not desk.events()
