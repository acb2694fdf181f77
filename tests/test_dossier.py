"""Dossiers: found, opened without reading them, read whole."""

from __future__ import annotations

import contextlib
import getpass
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samples import NORTH_KOREA_RUSSIA
from store import lines
from store.dossier import Dossier, create, files
from store.errors import Damaged, ReadOnly, StoreError
from store.model import TABLES, Actor, Article, Claim, Event, Mark, Meta, Record, RecordError, SavedView, encode
from tests.properties import tries

SUMMIT = Event(id="summit", title="Summit", date="2023-09-13", claims=(Claim(source="kcna"), Claim(source="nyt")))
IMPORTED = Event(id="i1", title="As the source says", date="2023-08")


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    made = create(tmp_path / "case", title="A case")
    records: dict[str, list[Record]] = {
        "events": [IMPORTED, Event(id="i2", title="Two")],
        "actors": [Actor(id="a1", name="One")],
    }
    lines.write(
        made.import_file("acled"),
        {table: list(enumerate(map(encode, found), 1)) for table, found in records.items()},
    )
    return Dossier.open(made.path, person="anna")


def ids(dossier: Dossier, table: str = "events") -> list[str]:
    return [record.id for record in dossier.records(table)]


def raw(dossier: Dossier, label: str = "dossier.json") -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((dossier.path / label).read_bytes())
    return found


# Opening


def test_a_new_folder(tmp_path: Path) -> None:
    dossier = create(tmp_path / "deep" / "case", title="A case")
    assert dossier.name == "case"
    assert [file.label for file in dossier.files()] == ["dossier.json", "articles.json"]
    assert dossier.meta == Meta(title="A case")
    assert [list(dossier.records(table)) for table in TABLES if table != "meta"] == [[]] * (len(TABLES) - 1)
    assert not dossier.read_only
    assert not dossier.changed()


def test_a_new_file(tmp_path: Path) -> None:
    dossier = create(tmp_path / "case.json", title="A case")
    dossier.add("events", SUMMIT)
    dossier.add("articles", Article(id="a", title="T"))
    dossier.mark("summit", starred=True)
    assert dossier.name == "case"
    assert [(file.label, file.role) for file in dossier.files()] == [
        ("case.json", "single"),
        (f"case.people/{dossier.person}.json", "person"),
    ]
    assert list(raw(dossier, "")) == ["meta", "actors", "events", "amendments", "articles"]
    assert Dossier.open(dossier.path).marks() == {"summit": Mark(id="summit", starred=True)}
    with pytest.raises(StoreError, match="imports need a folder"):
        dossier.import_file("acled")


def test_nothing_is_made_over_something(tmp_path: Path) -> None:
    (tmp_path / "file.json").write_text("")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "x").write_text("")
    (tmp_path / "empty").mkdir()
    for name in ("file.json", "folder"):
        with pytest.raises(StoreError, match="exists already and is not empty"):
            create(tmp_path / name)
    assert create(tmp_path / "empty").name == "empty"


def test_what_is_no_dossier_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(
        StoreError, match=r"is not a dossier: it has no dossier\.json \(dateline new folder makes one\)"
    ):
        Dossier.open(tmp_path / "folder")
    with pytest.raises(StoreError, match="does not exist"):
        Dossier.open(tmp_path / "nothing")
    with pytest.raises(StoreError, match="cannot be the name of a file"):
        Dossier.open(tmp_path / "nul\0.json")
    (tmp_path / "other.json").write_text('{"_default":{"1":{"x":1}}}')
    with pytest.raises(StoreError, match="is not a dossier: it has no table 'events'"):
        list(Dossier.open(tmp_path / "other.json").records("events"))


def test_any_tinydb_file_with_events_opens(tmp_path: Path) -> None:
    path = tmp_path / "theirs.json"
    path.write_text('{"_default": {"1": {}}, "events": {"4": {"id": "a", "title": "T", "mine": [1]}}}')
    dossier = Dossier.open(path)
    assert list(dossier.records("events")) == [Event(id="a", title="T")]
    assert dossier.meta == Meta()
    dossier.put("events", Event(id="a", title="New"))
    dossier.put("meta", Meta(title="Theirs"))
    assert raw(dossier, "") == {
        "_default": {"1": {}},
        "events": {"4": {"id": "a", "title": "New", "mine": [1]}},
        "meta": {"1": {"title": "Theirs"}},
    }


def test_opening_reads_no_file(dossier: Dossier) -> None:
    for label in ("imports/acled.json", "articles.json"):
        (dossier.path / label).write_text("not JSON")
    again = Dossier.open(dossier.path)
    with pytest.raises(Damaged, match=r"acled\.json is damaged at line 1"):
        list(again.records("actors"))
    with (dossier.path / "dossier.json").open("r+b") as file:
        file.seek(-2, 2)
        file.write(b"!!")
    assert Dossier.open(dossier.path).meta.title == "A case", "only the head of the file is read for it"
    with pytest.raises(Damaged, match=r"dossier\.json is damaged at line 9"):
        list(again.records("actors"))


def test_a_lost_file_is_noticed(dossier: Dossier) -> None:
    dossier.mark("i1", starred=True)
    dossier.mark("i1", starred=False)
    (dossier.path / "people" / "anna.json").unlink()
    with pytest.raises(Damaged, match=r"anna\.json is damaged: it is missing, but its backup is there"):
        Dossier.open(dossier.path)


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("anna", "anna"),
        ("../../etc", "etc"),
        ("Änne Müller", "Änne-Müller"),
        ("a/b\0c", "a-b-c"),
        ("..", "me"),
        ("", "me"),
    ],
)
def test_a_person_is_a_file_name(given_name: str, cleaned: str) -> None:
    assert files.file_name(given_name) == cleaned
    assert files.file_name("x" * 300) == "x" * 48


def test_the_person_is_the_user(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "kim il")
    assert Dossier.open(dossier.path).person == "kim-il"

    def fail() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr(getpass, "getuser", fail)
    assert Dossier.open(dossier.path).person == "me"


def test_installed_dossiers_are_read_only(tmp_path: Path) -> None:
    inside = create(tmp_path / "site-packages" / "samples" / "x").path
    for path in (inside, NORTH_KOREA_RUSSIA):
        dossier = Dossier.open(path)
        assert dossier.why_read_only == "the sample is read-only here: dateline sample DIR copies it"
        with pytest.raises(ReadOnly, match="cannot be changed: the sample is read-only here"):
            dossier.mark("x", starred=True)


def test_reading_only_can_be_asked_for(dossier: Dossier) -> None:
    quiet = Dossier.open(dossier.path, read_only=True)
    assert quiet.read_only
    assert quiet.journal.next_undo is None
    for write in (
        lambda: quiet.add("events", SUMMIT),
        lambda: quiet.remove("events", "i1"),
        lambda: quiet.save_view(SavedView(id="v", name="V", query="")),
        lambda: quiet.import_file("x"),
    ):
        with pytest.raises(ReadOnly, match="opened for reading only"):
            write()


def test_importing_the_dossier_loads_no_writer() -> None:
    heavy = ("tinydb", "filelock", "textual", "rich", "store.dossier.changes")
    code = f"import sys, store.dossier; print([name for name in {heavy} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


# Reading


def test_records_of_all_files(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier.add("events", SUMMIT)
    dossier.add("articles", Article(id="p", title="Paper"))
    assert ids(dossier) == ["summit", "i1", "i2"]
    assert [(file.label, line.doc_id) for line, file in dossier.scan("events")] == [
        ("dossier.json", 1),
        ("imports/acled.json", 1),
        ("imports/acled.json", 2),
    ]
    for held_bytes in (1 << 20, 0):
        monkeypatch.setattr("store.dossier.dossier.HELD_BYTES", held_bytes)
        assert dossier.event("summit") == SUMMIT
        assert dossier.event("i1") == IMPORTED
        assert dossier.actor("a1") == Actor(id="a1", name="One")
        assert dossier.article("p") == Article(id="p", title="Paper")
        assert dossier.event("p") is None


def test_of_two_records_with_one_id_the_first_is_found(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    (dossier.path / "dossier.json").write_text('{"events":{"1":{"id":"i1","title":"Ours"}}}')
    found = dossier.event("i1")
    monkeypatch.setattr("store.dossier.dossier.HELD_BYTES", 0)
    assert found == dossier.event("i1") == Event(id="i1", title="Ours")


def test_a_bad_document_is_named(dossier: Dossier) -> None:
    (dossier.path / "imports" / "acled.json").write_text('{"events":{"3":{"id":"x","title":"t","status":"sure"}}}')
    with pytest.raises(RecordError, match=r"imports/acled\.json: events/3: status: Invalid enum value"):
        ids(dossier)


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["events", "meta", "actors", "1", "2", "id", "title", "claims"]), inner, max_size=4
        )
    ),
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("garbage")


@tries(75)
@given(content=JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=60))
def test_garbage_gives_a_clear_error(shared: Path, content: bytes) -> None:
    path = shared / "garbage.json"
    path.write_bytes(content)
    with contextlib.suppress(StoreError, RecordError):
        dossier = Dossier.open(path)
        for table in TABLES:
            list(dossier.records(table))
        dossier.put("meta", Meta(title="fine"), seen=dossier.meta)
        assert Dossier.open(path).meta == Meta(title="fine")


@pytest.mark.slow
def test_a_line_of_two_hundred_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "long.json"
    with path.open("wb") as file:
        file.write(b'{"events":{\n"1":{"id":"a","title":"')
        for _ in range(200):
            file.write(b"x" * (1 << 20))
        file.write(b'"}\n}}\n')
    with pytest.raises(Damaged, match="document 1 of table 'events' is longer than 64 MiB"):
        list(Dossier.open(path).records("events"))
