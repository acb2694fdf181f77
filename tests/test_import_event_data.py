"""Machine-coded event data: GDELT, ICEWS, POLECAT. Directed, coded, with labels; repeated reports become one
event."""

from __future__ import annotations

import gzip

import pytest

from store.importers import codes
from store.importers.gdelt import COLUMNS as GDELT
from store.importers.polecat import COLUMNS as POLECAT
from tests.importing import Desk, refusals

ICEWS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
    "City", "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip

GDELT_ROW = {
    "GLOBALEVENTID": "900000001",
    "SQLDATE": "20191024",
    "Actor1Code": "ELBGOV",
    "Actor1Name": "PRIME MINISTER OF ELBONIA",
    "Actor1CountryCode": "AUT",
    "Actor1Type1Code": "GOV",
    "Actor2Code": "RUS",
    "Actor2Name": "RUSSIA",
    "Actor2CountryCode": "RUS",
    "IsRootEvent": "1",
    "EventCode": "010",
    "GoldsteinScale": "0.0",
    "NumMentions": "4",
    "NumSources": "2",
    "AvgTone": "-1.282051",
    "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Moscow, Moskva, Russia",
    "ActionGeo_CountryCode": "RS",
    "ActionGeo_Lat": "55.7522",
    "ActionGeo_Long": "37.6156",
    "DATEADDED": "20191024143000",
    "SOURCEURL": "https://www.news.example/2019/a",
}


def gdelt(*rows: dict[str, str]) -> str:
    return "".join("\t".join((GDELT_ROW | row).get(name, "") for name in GDELT) + "\n" for row in rows)


def test_gdelt(desk: Desk) -> None:
    report = desk.take("20191024143000.export.CSV", gdelt({}))
    assert (report.format, report.name, report.added) == ("gdelt", "20191024143000", 1)
    event = desk.event()
    assert event.id == "gdelt-900000001"
    assert event.title == "Prime Minister of Elbonia makes a statement on Russia (Moscow, Moskva, Russia)"
    # A code is a string, and its label stands with it.
    assert (event.kind, event.tags) == ("010", ("Make statement",))
    assert event.date == "2019-10-24"
    assert event.place is not None
    assert (event.place.lat, event.place.precision, event.place.country) == (55.7522, "near", "Russia")
    (claim,) = event.claims
    assert (claim.source, claim.reported) == ("news.example", "2019-10-24T14:30:00Z")
    assert claim.url == "https://www.news.example/2019/a"
    assert event.origin is not None
    assert (event.origin.machine, event.origin.row, event.origin.key) == (True, 1, "900000001")
    assert desk.cast(event) == [("Prime Minister of Elbonia", "by"), ("Russia", "to")]
    kinds = {name: (actor.kind, actor.country) for name, actor in desk.actors().items()}
    assert kinds == {"Prime Minister of Elbonia": ("organization", "Austria"), "Russia": ("state", "Russia")}


@pytest.mark.parametrize(
    ("day", "date"),
    [
        ("20191024", "2019-10-24"),
        ("20191023", "2019-10-23"),
        ("20191017", "2019-10-17~"),  # "last week"
        ("20190924", "2019-09~"),  # "last month"
        ("20181024", "2018~"),  # "last year"
        ("20190923", "2019-09-23"),
    ],
)
def test_gdelt_days_counted_back_are_approximate(desk: Desk, day: str, date: str) -> None:
    desk.take("lag.tsv", gdelt({"SQLDATE": day}))
    assert desk.event().date == date


def test_gdelt_merges_repeated_rows_unless_told(desk: Desk) -> None:
    rows = gdelt(
        {},
        {"GLOBALEVENTID": "900000002", "NumMentions": "9"},
        {"GLOBALEVENTID": "900000003", "SOURCEURL": "https://other.example/b"},
        {"GLOBALEVENTID": "900000004", "EventCode": "0211"},
    )
    report = desk.take("many.tsv", rows)
    assert (report.read, report.added, report.merged, report.rules) == (4, 3, 1, {"duplicates": 1})
    assert [event.id[-1] for event in desk.events()] == ["1", "3", "4"]
    report = desk.take("many.tsv", rows, off=("duplicates",))
    assert (report.added, report.unchanged, report.merged) == (1, 3, 0)


@pytest.mark.parametrize(
    ("change", "title"),
    [
        (
            {"Actor2Code": "", "Actor2Name": "", "Actor2CountryCode": ""},
            "Prime Minister of Elbonia makes a statement (Moscow, Moskva, Russia)",
        ),
        ({"Actor1Code": "", "Actor1Name": ""}, "Unnamed actor makes a statement on Russia (Moscow, Moskva, Russia)"),
        (
            {"ActionGeo_Type": "0", "ActionGeo_FullName": "", "ActionGeo_Lat": "", "ActionGeo_Long": ""},
            "Prime Minister of Elbonia makes a statement on Russia",
        ),
    ],
)
def test_gdelt_titles_of_what_is_known(desk: Desk, change: dict[str, str], title: str) -> None:
    desk.take("parts.tsv", gdelt(change))
    assert desk.event().title == title


@pytest.mark.parametrize(("kind", "precision"), [("1", "country"), ("2", "region"), ("5", "region")])
def test_gdelt_centroids_are_no_points(desk: Desk, kind: str, precision: str) -> None:
    desk.take("area.tsv", gdelt({"ActionGeo_Type": kind}))
    place = desk.event().place
    assert place is not None
    assert (place.lat, place.lon, place.precision) == (None, None, precision)


def test_gdelt_refuses_what_is_none(desk: Desk) -> None:
    good = gdelt({})
    bad = gdelt(
        {"GLOBALEVENTID": "x"},
        {"GLOBALEVENTID": "1", "SQLDATE": "20191399"},
        {"GLOBALEVENTID": "2", "EventCode": "---"},
        {"GLOBALEVENTID": "3", "ActionGeo_Lat": "91"},
        {"GLOBALEVENTID": "4", "DATEADDED": "soon"},
    )
    short = "\t".join(["5", "20191024"] + [""] * 50) + "\n"
    report = desk.take("bad.tsv.gz", gzip.compress((good + bad + short).encode()))
    assert report.added == 1
    assert refusals(report) == [
        (2, "GLOBALEVENTID"),
        (3, "SQLDATE"),
        (4, "EventCode"),
        (5, "ActionGeo_Lat"),
        (6, "DATEADDED"),
        (7, "ActionGeo_FullName"),
    ]


def icews(*rows: dict[str, str]) -> str:
    usual = {
        "Event ID": "1001", "Event Date": "2018-06-01", "Source Name": "Foreign Affairs (Elbonia)",
        "Source Sectors": "Executive,Foreign Ministry,Government", "Source Country": "Elbonia", "Event Text": "Consult",
        "CAMEO Code": "040", "Intensity": "1", "Target Name": "Japan", "Target Sectors": "NA",
        "Target Country": "Japan", "Story ID": "77", "Sentence Number": "2", "Publisher": "Mire News",
        "City": "Bogton", "District": "NA",
        "Province": "North Mire", "Country": "Elbonia", "Latitude": "21.0245", "Longitude": "105.841",
    }  # fmt: skip
    lines = ["\t".join(ICEWS), *("\t".join((usual | row)[name] for name in ICEWS) for row in rows)]
    return "\n".join(lines) + "\n"


def test_icews(desk: Desk) -> None:
    report = desk.take("events.20180601.tab", icews({}))
    assert (report.format, report.name, report.added) == ("icews", "events.20180601", 1)
    event = desk.event()
    assert (event.id, event.kind, event.tags) == ("icews-1001", "040", ("Consult",))
    assert event.title == "Foreign Affairs (Elbonia) consults with Japan (Bogton, North Mire, Elbonia)"
    assert event.summary == "intensity 1, story 77, sentence 2"
    assert [claim.source for claim in event.claims] == ["Mire News"]
    assert event.origin is not None
    assert event.origin.machine
    assert desk.cast(event) == [("Foreign Affairs (Elbonia)", "by"), ("Japan", "to")]
    assert desk.actors()["Japan"].kind == "state"


def test_icews_na_is_empty(desk: Desk) -> None:
    desk.take("na.tab", icews({"Target Name": "NA", "City": "NA", "Publisher": "NA"}))
    event = desk.event()
    assert desk.cast(event) == [("Foreign Affairs (Elbonia)", "by")]
    assert event.claims == ()
    assert event.place is not None
    assert (event.place.name, event.place.lat, event.place.precision) == ("North Mire, Elbonia", None, "region")


def test_icews_keys_are_unique(desk: Desk) -> None:
    report = desk.take("twice.tab", icews({}, {}, {"Event Text": "Praise", "CAMEO Code": "051"}))
    assert (report.added, report.merged) == (1, 1)
    assert [(refused.row, refused.reason) for refused in report.refused] == [
        (4, "row 2 has the same key and says something else")
    ]


POLECAT_ROW = {
    "Event ID": "20230913-77-a", "Event Date": "2023-09-13", "Event Type": "CONSULT", "Event Mode": "visit",
    "Contexts": "diplomatic;military", "Actor Name": "Kim Jong Un", "Actor Country": "PRK",
    "Primary Actor Sector": "GOV", "Actor Title": "Leader", "Recipient Name": "Russia", "Recipient Country": "RUS",
    "Recipient Title": "None",
    "Placename": "Vostochny Cosmodrome", "City": "None", "Province": "Amur Oblast", "Country": "RUS",
    "Latitude": "51.88", "Longitude": "128.33", "Feature Type": "AIRF", "Source": "Agency One",
    "Publication Date": "2023-09-14", "Version": "NGEC 2",
}  # fmt: skip


def polecat(*rows: dict[str, str], tail: str = "") -> str:
    lines = ["\t".join(POLECAT) + tail]
    lines += ["\t".join((POLECAT_ROW | row).get(name, "None") for name in POLECAT) + tail for row in rows]
    return "\n".join(lines) + "\n"


def test_polecat(desk: Desk) -> None:
    report = desk.take("polecat.txt", polecat({}))
    assert (report.format, report.added) == ("polecat", 1)
    event = desk.event()
    assert event.title == "Kim Jong Un consults with Russia: visit (Vostochny Cosmodrome, Amur Oblast, Russia)"
    assert (event.date, event.kind, event.tags) == ("2023-09-13", "consult", ("visit", "diplomatic", "military"))
    assert [(claim.source, claim.reported) for claim in event.claims] == [("Agency One", "2023-09-14")]
    assert desk.cast(event) == [("Kim Jong Un", "by"), ("Russia", "to")]
    kinds = {name: (actor.kind, actor.country) for name, actor in desk.actors().items()}
    assert kinds == {"Kim Jong Un": ("person", "North Korea"), "Russia": ("state", "Russia")}
    assert event.origin is not None
    assert event.origin.machine


def test_polecat_repeated_across_stories_is_one_event_with_several_claims(desk: Desk) -> None:
    rows = polecat(
        {},
        {"Event ID": "20230913-78-b", "Source": "Agency Two"},
        {"Event ID": "20230913-79-c", "Source": "Agency Two", "Event Type": "AGREE", "Event Mode": "None"},
    )
    report = desk.take("stories.txt", rows)
    assert (report.added, report.merged, report.rules) == (2, 1, {"duplicates": 1})
    assert [claim.source for claim in desk.events()[0].claims] == ["Agency One", "Agency Two"]
    assert desk.take("stories.txt", rows).unchanged == 2
    assert desk.take("stories.txt", rows, off=("duplicates",)).added == 1


def test_polecat_files_with_stray_tabs_bare_quotes_and_latin_1(desk: Desk) -> None:
    rows = polecat({"Actor Name": "'Ali \"Bábá", "Recipient Name": "None"}, {"Event ID": "2"}, tail="\t\t")
    report = desk.take("odd.txt", rows.encode("latin-1"))
    assert report.added == 2
    assert "'Ali \"Bábá" in desk.actors()


def test_copies_with_quotes_or_commas(desk: Desk) -> None:
    quoted = "\n".join("\t".join(f'"{cell}"' for cell in line.split("\t")) for line in icews({}).split("\n")[:-1])
    assert desk.take("quoted.tab", quoted + "\n").added == 1
    assert desk.take("commas.csv", polecat({}).replace("\t", ",")).added == 1


def test_polecat_header_with_columns_that_no_row_has(desk: Desk) -> None:
    lines = polecat({}).split("\n")
    header = "\t".join((*POLECAT[:6], "Headline", "Text", *POLECAT[6:]))
    report = desk.take("header.txt", "\n".join([header, *lines[1:]]))
    assert report.added == 1
    assert desk.event().tags == ("visit", "diplomatic", "military")


def test_polecat_lists_and_areas(desk: Desk) -> None:
    row = {"Actor Name": "France;Germany", "Actor Country": "FRA;DEU", "Actor Title": "None", "Feature Type": "ADM1"}
    desk.take("lists.txt", polecat(row))
    event = desk.event()
    assert desk.cast(event)[:2] == [("France", "by"), ("Germany", "by")]
    assert desk.actors()["Germany"].country == "Germany"
    assert event.place is not None
    assert (event.place.lat, event.place.precision) == (None, "region")


def test_codes() -> None:
    assert codes.cameo("010").label == "Make statement"
    assert codes.cameo("0233").said_of("A", "B") == "A appeals for humanitarian aid to B"
    assert codes.cameo("190").said_of("", "") == "Unnamed actor uses military force"
    # An unknown code has the label of the code above it, and stays what it is.
    assert (codes.cameo("0419").code, codes.cameo("0419").label) == ("0419", "Discuss by telephone")
    assert codes.plover("ASSAULT").said_of("A", "B\\1") == "A assaults B\\1"
    assert (codes.fips_country("KS"), codes.iso_country("KOR")) == ("South Korea", "South Korea")


@pytest.mark.parametrize("code", [f"{number:02d}" for number in range(1, 21)])
def test_every_cameo_root_has_a_label_and_a_phrase(code: str) -> None:
    assert codes.cameo(code).label
    assert codes.cameo(code).said_of("A", "B").endswith("B")
