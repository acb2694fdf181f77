"""ACLED: three layouts, four shapes of dates, precision of time and place, versions, actors."""

from __future__ import annotations

import csv
import io

import pytest

from store import edtf
from store.importers import Options
from tests.importing import Desk, refusals

LAYOUTS = {
    "current": (
        "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,"
        "inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,"
        "location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
    ),
    "before 2023": (
        "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,"
        "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,region,country,admin1,admin2,admin3,location,"
        "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,timestamp,iso3"
    ),
    "historic": (
        "GWNO,EVENT_ID_CNTY,EVENT_ID_NO_CNTY,EVENT_DATE,YEAR,TIME_PRECISION,EVENT_TYPE,ACTOR1,ALLY_ACTOR_1,INTER1,"
        "ACTOR2,ALLY_ACTOR_2,INTER2,INTERACTION,COUNTRY,ADMIN1,ADMIN2,ADMIN3,LOCATION,LATITUDE,LONGITUDE,"
        "GEO_PRECISION,SOURCE,NOTES,FATALITIES"
    ),
}

ROW = {
    "event_id_cnty": "ELB17",
    "event_date": "03 December 2020",
    "year": "2020",
    "time_precision": "1",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Elbonia (2004-)",
    "assoc_actor_1": "Mudguard Militia; Police Forces of Elbonia (2004-)",
    "inter1": "State forces",
    "actor2": "Unidentified Armed Group (Elbonia)",
    "inter2": "3",
    "country": "Elbonia",
    "admin1": "North Mire",
    "location": "Bogton",
    "latitude": "12.5",
    "longitude": "-3.25",
    "geo_precision": "1",
    "source": "Elbonian Herald; Radio Mire",
    "notes": "On 3 December, two sides met near Bogton.",
    "fatalities": "2",
    "tags": "crowd size=no report",
    "timestamp": "1700000000",
}


def table(*rows: dict[str, str], layout: str = "current") -> str:
    """A CSV in a layout; every row is the usual one with changes."""
    out = io.StringIO()
    writer = csv.writer(out)
    header = LAYOUTS[layout].split(",")
    writer.writerow(header)
    for row in rows:
        full = ROW | row
        writer.writerow(
            full.get(name.lower(), full.get(name.lower().replace("ally_actor", "assoc_actor"), "")) for name in header
        )
    return out.getvalue()


def test_current_layout(desk: Desk) -> None:
    report = desk.take("elbonia.csv", table({}))
    assert (report.format, report.name, report.read, report.added) == ("acled", "elbonia", 1, 1)
    event = desk.event()
    assert event.id == "acled-ELB17"
    assert (event.date, event.kind, event.summary) == ("2020-12-03", "Armed clash", ROW["notes"])
    assert event.title == (
        "Armed clash: Military Forces of Elbonia (2004-) and Unidentified Armed Group (Elbonia) (Bogton, North Mire)"
    )
    assert event.place is not None
    assert (event.place.lat, event.place.lon, event.place.precision) == (12.5, -3.25, "exact")
    assert event.place.country == "Elbonia"
    assert event.tags == ("Battles", "crowd size=no report", "fatalities=2")
    assert [claim.source for claim in event.claims] == ["Elbonian Herald", "Radio Mire"]
    assert event.origin is not None
    origin = event.origin
    assert (origin.file, origin.row, origin.format) == ("elbonia.csv", 2, "acled")
    assert (origin.key, origin.version, origin.imported, origin.machine) == ("ELB17", "1700000000", "2026-01-02", False)


def test_actors_are_not_directed(desk: Desk) -> None:
    desk.take("elbonia.csv", table({}))
    assert desk.cast(desk.event()) == [
        ("Military Forces of Elbonia (2004-)", "with"),
        ("Mudguard Militia", "with"),
        ("Police Forces of Elbonia (2004-)", "with"),
        ("Unidentified Armed Group (Elbonia)", "with"),
    ]
    kinds = {name: actor.kind for name, actor in desk.actors().items()}
    assert kinds["Military Forces of Elbonia (2004-)"] == "organization"
    assert kinds["Unidentified Armed Group (Elbonia)"] == "group"


@pytest.mark.parametrize("layout", ["before 2023", "historic"])
def test_older_layouts(desk: Desk, layout: str) -> None:
    text = table({"inter1": "1", "event_date": "01-January-2015"}, layout=layout)
    report = desk.take("old.csv", "\ufeff" + text)
    assert (report.format, report.added) == ("acled", 1)
    event = desk.event()
    assert (event.id, event.date) == ("acled-ELB17", "2015-01-01")
    assert len(event.actors) == 4
    assert desk.actors()["Military Forces of Elbonia (2004-)"].kind == "organization"


@pytest.mark.parametrize(
    ("cell", "precision", "date"),
    [
        ("03 December 2020", "1", "2020-12-03"),
        ("01-January-2015", "1", "2015-01-01"),
        ("2020-12-03", "1", "2020-12-03"),
        ("2/1/2015", "1", "2015-01-02"),
        ("03 December 2020", "2", "2020-12-03~"),
        ("03 December 2020", "3", "2020-12"),
    ],
)
def test_dates(desk: Desk, cell: str, precision: str, date: str) -> None:
    desk.take("dates.csv", table({"event_date": cell, "time_precision": precision}))
    assert desk.event().date == date
    assert edtf.is_valid(date)


def test_order_of_day_and_month_is_found_in_the_whole_file(desk: Desk) -> None:
    rows = [
        {"event_id_cnty": f"E{n}", "event_date": day} for n, day in enumerate(["2/1/2015", "3/4/2015", "1/25/2015"])
    ]
    report = desk.take("us.csv", table(*rows))
    assert [event.date for event in desk.events()] == ["2015-02-01", "2015-03-04", "2015-01-25"]
    assert not report.notes


def test_order_that_nothing_tells_is_said(desk: Desk) -> None:
    report = desk.take("gb.csv", table({"event_date": "2/1/2015"}))
    assert "day first" in report.notes[0]
    report = desk.take("gb.csv", table({"event_date": "2/1/2015"}), options=Options(day_first=False))
    assert (report.updated, report.notes) == (1, [])
    assert desk.event().date == "2015-02-01"


def test_region_has_no_point(desk: Desk) -> None:
    desk.take("region.csv", table({"geo_precision": "3"}))
    place = desk.event().place
    assert place is not None
    assert (place.name, place.lat, place.lon, place.precision) == ("North Mire", None, None, "region")


def test_notes_keep_their_lines_and_rows_their_numbers(desk: Desk) -> None:
    rows = table({"notes": 'First "line".\r\nSecond; line.'}, {"event_id_cnty": "ELB18"})
    desk.take("lines.csv", rows)
    first, second = desk.events()
    assert first.summary == 'First "line".\nSecond; line.'
    assert [event.origin.row for event in (first, second) if event.origin] == [2, 3]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"latitude": "91"}, "latitude"),
        ({"longitude": "200"}, "longitude"),
        ({"longitude": ""}, "longitude"),
        ({"event_date": "31 November 2020"}, "event_date"),
        ({"event_date": ""}, "event_date"),
        ({"time_precision": "7"}, "time_precision"),
        ({"geo_precision": "x"}, "geo_precision"),
        ({"fatalities": "many"}, "fatalities"),
        ({"event_id_cnty": " "}, "event_id_cnty"),
    ],
)
def test_bad_cells_refuse_their_row_only(desk: Desk, change: dict[str, str], field: str) -> None:
    report = desk.take("bad.csv", table({"event_id_cnty": "ELB1"}, change, {"event_id_cnty": "ELB3"}))
    assert refusals(report) == [(3, field)]
    assert [event.id for event in desk.events()] == ["acled-ELB1", "acled-ELB3"]


def test_the_same_file_changes_nothing(desk: Desk) -> None:
    text = table({}, {"event_id_cnty": "ELB18"})
    desk.take("elbonia.csv", text)
    before = desk.dossier.identity()
    report = desk.take("elbonia.csv", text)
    assert (report.unchanged, report.added, report.removed) == (2, 0, 0)
    assert desk.dossier.identity() == before


def test_a_newer_file_updates_by_key(desk: Desk) -> None:
    desk.take("elbonia.csv", table({}, {"event_id_cnty": "ELB18"}, {"event_id_cnty": "ELB19"}))
    newer = table(
        {"event_id_cnty": "ELB20"},
        {"notes": "Three sides.", "timestamp": "1700009999"},
        {"event_id_cnty": "ELB19"},
    )
    report = desk.take("elbonia.csv", newer)
    assert (report.added, report.updated, report.unchanged, report.removed) == (1, 1, 1, 1)
    assert "acled-ELB18" in report.notes[-1]
    # What stays keeps its place, what is new comes after.
    assert [event.id for event in desk.events()] == ["acled-ELB17", "acled-ELB19", "acled-ELB20"]
    assert desk.events()[0].summary == "Three sides."


def test_two_versions_in_one_file(desk: Desk) -> None:
    old, new = {"notes": "Old.", "timestamp": "9"}, {"notes": "New.", "timestamp": "10"}
    for rows in ([old, new], [new, old]):
        report = desk.take("versions.csv", table(*rows))
        assert (report.read, report.merged) == (2, 1)
        assert desk.event().summary == "New."


def test_actor_based_export_gives_all_actors(desk: Desk) -> None:
    report = desk.take("monadic.csv", table({"actor2": ""}, {"actor1": "Third Side", "actor2": ""}))
    assert (report.added, report.merged) == (1, 1)
    assert ("Third Side", "with") in desk.cast(desk.event())


def test_semicolons_between_cells(desk: Desk) -> None:
    out = io.StringIO()
    header = LAYOUTS["current"].split(",")
    rows = [header, [ROW.get(name, "") for name in header]]
    csv.writer(out, delimiter=";").writerows(rows)
    assert desk.take("semicolons.csv", out.getvalue()).added == 1
    assert len(desk.event().claims) == 2
