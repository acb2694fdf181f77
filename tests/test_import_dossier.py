"""What an import does to a dossier: replaced whole by name, linked to what is there, nothing of a person's lost."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from store import importers
from store.dossier import Dossier, create
from store.importers import ImportFailed
from store.model import Actor, Claim, Event, Participant
from tests.importing import Desk, balances

TABLE = "id,date,title,actors,source\n1,2020,one,Kim Jong Un; Somebody New,KCNA\n2,2021,two,Moscow,Agency\n"


def test_a_dry_run_says_the_same_and_touches_nothing(desk: Desk) -> None:
    before = sorted(path.name for path in desk.dossier.path.rglob("*"))
    path = desk.put("events.csv", TABLE + "3,2021-13,bad,,\n")
    dry = desk.run(path, dry_run=True)[0]
    assert sorted(file.name for file in desk.dossier.path.rglob("*")) == before
    wet = desk.run(path)[0]
    assert dry.to_builtins() == wet.to_builtins()
    assert desk.run(path, dry_run=True)[0].unchanged == 2


def test_the_account_as_json(desk: Desk) -> None:
    plain = desk.take("events.csv", TABLE + "3,2021-13,bad,,\n").to_builtins()
    assert list(plain)[:10] == [
        "file", "format", "name", "read", "added", "updated", "unchanged", "merged", "skipped", "removed",
    ]  # fmt: skip
    assert plain["refused"] == [{"row": 4, "field": "date", "reason": "'2021-13' is not a date"}]
    json.dumps(plain)


def test_actors_are_linked_where_the_name_is_plain(desk: Desk) -> None:
    desk.dossier.add("actors", Actor(id="kim", name="KIM Jong-un", kind="person", aliases=("Kim Jong Un", "Kim")))
    desk.dossier.add("actors", Actor(id="russia", name="Russia", kind="state", aliases=("Moscow",)))
    desk.dossier.add("actors", Actor(id="moscow-city", name="Moscow (city)", kind="place", aliases=("Moscow",)))
    desk.dossier.add("actors", Actor(id="kcna", name="KCNA", kind="outlet"))
    desk.take("events.csv", TABLE)
    one, two = desk.events()
    assert [part.actor for part in one.actors] == ["kim", "somebody-new"]
    # Two known actors are called Moscow: the import makes its own rather than guess.
    assert [part.actor for part in two.actors] == ["moscow"]
    assert [claim.source for claim in (*one.claims, *two.claims)] == ["kcna", "Agency"]
    assert sorted(actor.id for actor in desk.actors().values()) == [
        "kcna", "kim", "moscow", "moscow-city", "russia", "somebody-new",
    ]  # fmt: skip


def test_two_imports_share_their_actors(desk: Desk) -> None:
    desk.take("one.csv", "date,title,actors\n2020,a,Řehoř\n")
    desk.take("two.csv", "date,title,actors\n2021,b,REHOR\n")
    first, second = desk.events()
    assert first.actors == second.actors
    # Replacing the first does not take the actor away from the second.
    report = desk.take("one.csv", "date,title,actors\n2022,c,Another\n")
    assert (report.added, report.removed) == (1, 1)
    assert {part.actor for event in desk.events() for part in event.actors} <= {
        actor.id for actor in desk.actors().values()
    }


def test_ids_of_names_in_any_script_are_stable(desk: Desk) -> None:
    table = "date,title,actors\n2020,a,金正恩; Kim & Co.; kim co; " + "X" * 90 + "\n"
    desk.take("names.csv", table)
    ids = [part.actor for part in desk.event().actors]
    assert ids[0] == "金正恩"
    assert ids[1] == "kim-co"
    assert ids[2].startswith("kim-co-")
    assert len(ids[3]) < 80
    desk.take("names.csv", table.replace("2020,a", "2021,a"))
    assert [part.actor for part in desk.event().actors] == ids


def test_amendments_and_stars_stay(desk: Desk) -> None:
    desk.take("events.csv", TABLE)
    desk.dossier.mark("events-1", starred=True)
    event = desk.dossier.event("events-1")
    assert event is not None
    desk.dossier.put("events", replace(event, title="Amended"))
    report = desk.take("events.csv", TABLE.replace("2020,one", "2020-05,one"))
    assert (report.updated, report.unchanged) == (1, 1)
    shown = desk.dossier.event("events-1")
    assert shown is not None
    assert (shown.title, shown.date) == ("Amended", "2020-05")
    assert desk.dossier.marks()["events-1"].starred


def test_unchanged_events_keep_the_day_they_came(desk: Desk) -> None:
    desk.take("events.csv", TABLE)
    path = desk.put("events.csv", TABLE.replace("\n1,", "\n9,2019,new,,\n1,"))
    (report,) = importers.run([path], desk.dossier, today=datetime.date(2027, 5, 5))
    assert (report.added, report.unchanged) == (1, 2)
    days = {event.id: (event.origin.imported, event.origin.row) for event in desk.events() if event.origin}
    assert days == {
        "events-1": ("2026-01-02", 3),
        "events-2": ("2026-01-02", 4),
        "events-9": ("2027-05-05", 2),
    }


def test_an_event_of_another_file_is_skipped_unless_told(desk: Desk) -> None:
    desk.take("a.jsonl", '{"type":"event","id":"e1","title":"One","date":"2020"}\n')
    line = '{"type":"event","id":"e1","title":"One again","date":"2020"}\n{"type":"event","id":"e2","title":"Two"}\n'
    report = desk.take("b.jsonl", line)
    assert (report.added, report.skipped, report.rules) == (1, 1, {"elsewhere": 1})
    report = desk.take("b.jsonl", line, off=("elsewhere",))
    assert (report.added, report.unchanged) == (1, 1)
    assert [event.id for event in desk.events()] == ["e1", "e2", "e1@b"]


def test_several_files_of_one_name_are_one_import(desk: Desk) -> None:
    a, b = desk.put("a.csv", "id,date,title\n1,2020,a\n"), desk.put("b.csv", "id,date,title\n1,2020,a\n2,2020,b\n")
    first, second = desk.run(a, b, name="both")
    assert (first.added, second.added, second.merged) == (1, 1, 1)
    assert [event.id for event in desk.events()] == ["both-1", "both-2"]
    again = desk.run(a, b, name="both")
    assert [report.unchanged for report in again] == [1, 1]
    (gone,) = desk.run(a, name="both")
    assert (gone.unchanged, gone.removed) == (1, 1)


def test_one_unreadable_file_of_an_import_takes_the_others_back(desk: Desk) -> None:
    good, bad = desk.put("a.csv", "id,date,title\n1,2020,a\n"), desk.put("b.csv", b"\x00\x01\x02" * 99)
    first, second = desk.run(good, bad, name="both")
    assert first.error == "nothing was taken, since b.csv could not be read"
    assert "binary" in second.error
    assert not desk.events()
    first, second = desk.run(good, bad)
    assert (first.added, first.error) == (1, "")


def test_a_file_whose_every_row_is_refused_does_not_empty_the_import(desk: Desk) -> None:
    desk.take("events.csv", TABLE)
    report = desk.take("events.csv", TABLE.replace("2020", "soon").replace("2021", "later"))
    assert (len(report.refused), report.removed) == (2, 0)
    assert "stays as it was" in report.notes[-1]
    assert len(desk.events()) == 2


def test_a_read_only_dossier_is_not_imported_into(desk: Desk) -> None:
    path = desk.put("events.csv", TABLE)
    closed = Dossier.open(desk.dossier.path, read_only=True)
    with pytest.raises(ImportFailed, match="cannot be changed"):
        importers.run([path], closed)
    (report,) = importers.run([path], closed, dry_run=True)
    assert report.added == 2


def test_a_single_file_takes_articles_but_no_events(tmp_path: Path, desk: Desk) -> None:
    single = create(tmp_path / "single.json")
    (report,) = importers.run([desk.put("events.csv", TABLE)], single)
    assert "imports need a folder" in report.error
    (report,) = importers.run([desk.put("story.txt", "T\n\nText.")], single)
    assert (report.added, report.error) == (1, "")
    assert [article.title for article in single.records("articles")] == ["T"]


def test_a_tinydb_file(desk: Desk) -> None:
    tables = {
        "events": {
            "1": {"id": "e1", "title": "One", "date": "2020", "actors": [{"actor": "kim"}]},
            "2": {"id": "e2", "title": "Two", "date": "2020-13"},
            "7": {"title": "Without id", "date": "2021", "actors": ["Someone"]},
        },
        "actors": {"1": {"id": "kim", "name": "Kim", "kind": "person"}},
        "marks": {"1": {"id": "e1", "starred": True}},
    }
    report = desk.take("plain.json", json.dumps(tables, indent=2))
    assert (report.format, report.read, report.added) == ("tinydb", 4, 3)
    assert [(refused.row, refused.field) for refused in report.refused] == [(2, "date")]
    assert report.notes == ["left behind: 1 of table marks"]
    assert [event.id for event in desk.events()] == ["e1", "plain-2021-without-id"]


def test_a_tinydb_default_table(desk: Desk) -> None:
    report = desk.take("default.json", '{"_default": {"1": {"when": "2020", "what": "a"}, "2": {"what": "b"}}}')
    assert (report.format, report.added) == ("tinydb", 2)


def test_another_dossier_moves_in(desk: Desk, tmp_path: Path) -> None:
    other = create(tmp_path / "other", title="Other")
    other.add("actors", Actor(id="kim", name="Kim", kind="person"))
    other.add("events", Event(id="e1", title="One", date="2020~", actors=(Participant(actor="kim", role="by"),)))
    (report,) = desk.run(other.path / "dossier.json")
    assert (report.format, report.added) == ("tinydb", 2)
    assert desk.event().date == "2020~"
    assert desk.run(other.path / "dossier.json")[0].unchanged == 2


def test_own_json_lines_are_checked(desk: Desk) -> None:
    lines = [
        {"type": "dateline", "schema": 1},
        {"type": "event", "id": "e1", "title": "One", "date": "soon"},
        {"type": "event", "id": "e2", "title": "Two", "status": "maybe"},
        {"type": "event", "id": "e3", "title": "Three", "place": {"lat": 91, "lon": 0}},
        {"type": "event", "id": "e4", "title": ""},
        {"type": "event", "id": "e5", "title": "Five", "claims": [{"source": "x", "reported": "2020-02-30"}]},
        {"type": "thing", "id": "e6"},
        {"type": "event", "id": "e7", "title": "Seven", "actors": [{"actor": "nobody"}]},
    ]
    report = desk.take("own.jsonl", "\n".join(map(json.dumps, lines)))
    assert [(refused.row, refused.field) for refused in report.refused] == [
        (2, "date"),
        (3, "status"),
        (4, "place.lat"),
        (5, "title"),
        (6, "claims[0].reported"),
        (7, "type"),
    ]
    assert report.added == 1
    assert "actor nobody is known by its id only" in report.notes
    assert "newer dateline" in desk.take("own.jsonl", '{"type": "dateline", "schema": 99}\n').error


def test_claims_keep_their_sources(desk: Desk) -> None:
    event = Event(id="e1", title="One", claims=(Claim(source="kcna", via=("kim",)),))
    line = json.dumps({"type": "event", "id": event.id, "title": "One", "claims": [{"source": "kcna", "via": ["kim"]}]})
    desk.take("own.jsonl", line)
    assert desk.event().claims == event.claims


def test_names_of_imports() -> None:
    names = ["a/b/acled.csv", "x.export.CSV.zip", "events.20180601.tab", "../.hidden.csv", "Ünï côdé.tsv.gz", ".csv"]
    assert [importers.default_name(Path(name)) for name in names] == [
        "acled", "x", "events.20180601", "hidden", "Ünï-côdé", "csv",
    ]  # fmt: skip


def test_progress_ends_at_the_end(desk: Desk) -> None:
    seen: list[tuple[int, int, int]] = []
    path = desk.put("many.csv", "date,title\n" + "".join(f"2020,title {n}\n" for n in range(2000)))
    desk.run(path, progress=lambda done, total, rows: seen.append((done, total, rows)))
    size = path.stat().st_size
    assert seen[-1] == (size, size, 2000)
    assert [rows for *_, rows in seen] == [500, 1000, 1500, 2000, 2000]
    assert all(balances(report) for report in desk.run(path))
