"""The TinyDB storage: what is written is what is read, other programs' saves are seen, nothing is lost on the way."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB, where
from tinydb.table import Document, Table

from store import disk, lines
from store.errors import Changed, Damaged, StoreError
from store.storage import LineStorage
from tests.properties import tries
from tests.test_lines import TABLES


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("storage")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.json"


def database(path: Path) -> TinyDB:
    return TinyDB(path, storage=LineStorage)


@tries(40)
@given(tables=TABLES)
def test_what_is_written_is_read(folder: Path, tables: dict[str, Any]) -> None:
    path = folder / "a.json"
    LineStorage(path).write(tables)
    assert LineStorage(path).read() == tables
    assert json.loads(path.read_bytes()) == tables
    with lines.Scan(path) as scan:
        list(scan)
    assert scan.in_lines or not tables or "" in tables


def apply(table: Table, operation: str, number: int) -> None:
    match operation:
        case "insert":
            table.insert({"n": number})
        case "update":
            table.update({"seen": True}, where("n") == number)
        case "remove":
            table.remove(where("n") == number)
        case "upsert":
            table.upsert({"n": number, "up": [None]}, where("n") == number)
        case _:
            table.truncate()


@tries(30)
@given(
    st.lists(
        st.tuples(st.sampled_from(["insert", "update", "remove", "upsert", "truncate"]), st.integers(0, 3)), max_size=8
    )
)
def test_tinydb_behaves_as_on_its_own_storage(folder: Path, operations: list[tuple[str, int]]) -> None:
    path, stock = folder / "ours.json", folder / "stock.json"
    for old in (path, stock, disk.backup_of(path)):
        old.unlink(missing_ok=True)
    for name, number in operations:
        for table in (database(path).table("t"), TinyDB(stock).table("t")):
            apply(table, name, number)
        assert database(path).table("t").all() == TinyDB(stock).table("t").all()


def test_the_file_has_one_document_a_line(path: Path) -> None:
    table = database(path).table("events")
    table.insert_multiple([{"id": "a", "text": "one\ntwo"}, {"id": "b"}])
    assert path.read_text() == '{"events":{\n"1":{"id":"a","text":"one\\ntwo"},\n"2":{"id":"b"}\n}}\n'
    table.truncate()
    assert path.read_text() == '{"events":{\n}}\n'
    database(path).drop_tables()
    assert path.read_text() == "{}\n"
    assert database(path).tables() == set()


def test_nothing_is_remembered_between_operations(path: Path) -> None:
    one, other = database(path).table("t"), database(path).table("t")
    one.insert({"n": 1})
    assert other.search(where("n") == 1) == [{"n": 1}]
    one.update({"n": 2})
    other.clear_cache()
    assert other.search(where("n") == 1) == []
    found = one.get(doc_id=1)
    assert isinstance(found, Document)
    found["n"] = 99
    assert other.get(doc_id=1) == {"n": 2}


def test_a_transaction_is_one_save(path: Path) -> None:
    storage = LineStorage(path)
    table = TinyDB(storage=lambda: storage).table("t")
    with storage.transaction():
        table.insert({"n": 1})
        with storage.transaction():
            table.insert({"n": 2})
        assert len(table) == 2
        assert not path.exists()
    assert len(database(path).table("t")) == 2
    assert not disk.backup_of(path).exists()


def test_a_failed_transaction_saves_nothing(path: Path) -> None:
    storage = LineStorage(path)
    table = TinyDB(storage=lambda: storage).table("t")

    def fail() -> None:
        with storage.transaction():
            table.insert({"n": 3})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert table.all() == []
    assert not path.exists()


def test_what_cannot_be_saved_leaves_memory_and_file_as_they_were(path: Path) -> None:
    table = database(path).table("t")
    table.insert({"n": 1})
    for bad in (float("nan"), "\udcff"):
        with pytest.raises(StoreError, match=r"document 1 of table 't'.*nothing was saved"):
            table.update({"n": bad})
    assert table.all() == [{"n": 1}]


def test_a_save_over_somebody_elses_is_refused(path: Path) -> None:
    storage = LineStorage(path)
    storage.write({"t": {"1": {}}})
    tables = storage.read()
    assert tables is not None
    LineStorage(path).write({"t": {"1": {"theirs": True}}})
    with pytest.raises(Changed, match="changed by another program"):
        storage.write(tables)
    assert LineStorage(path).read() == {"t": {"1": {"theirs": True}}}
    assert not disk.temporary_of(path).exists()


def test_a_program_that_ignores_the_lock_is_noticed(path: Path) -> None:
    storage = LineStorage(path)
    storage.write({"t": {}})

    def save_late() -> None:
        with storage.transaction():
            tables = storage.read()
            path.write_text('{"t":{"1":{"by":"an editor"}}}')
            storage.write(tables or {})

    with pytest.raises(Changed):
        save_late()
    assert LineStorage(path).read() == {"t": {"1": {"by": "an editor"}}}


def test_threads_wait_for_each_other(path: Path) -> None:
    def insert() -> None:
        storage = LineStorage(path)
        with storage.transaction():
            TinyDB(storage=lambda: storage).table("t").insert({})

    def work() -> None:
        for _ in range(10):
            insert()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(database(path).table("t")) == 40


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b'{"n":NaN}', "is not JSON"),
        (b'{"n":Infinity}', "is not JSON"),
        (b'{"n":1e999}', "is not JSON"),
        (b'{"n":"\0"}', "is not JSON"),
        (b'{"n":"\xff"}', "is not JSON"),
        (b'{"n":"\\ud800"}', "is not JSON"),
        (b'{"n":"\\udc00x"}', "is not JSON"),
        (b'{"n":' * 10_000 + b"1" + b"}" * 10_000, "is nested too deep"),
        (b'{"n":1,}', "is not JSON"),
        (b'{"n":[}', "is not JSON"),
    ],
)
def test_a_damaged_document_is_named(path: Path, document: bytes, reason: str) -> None:
    content = b'{"t":{\n"1":{},\n"7":' + document + b"\n}}\n"
    path.write_bytes(content)
    with pytest.raises(Damaged, match=f"document 7 of table 't' {reason}") as caught:
        database(path).table("t").insert({})
    assert caught.value.line == 3
    assert path.read_bytes() == content


def test_an_empty_or_missing_file_with_a_backup_is_damaged(path: Path) -> None:
    table = database(path).table("t")
    table.insert({"n": 1})
    table.insert({"n": 2})
    path.write_bytes(b"")
    with pytest.raises(Damaged, match=r"is empty \(0 bytes\).*a\.json\.bak holds the version before"):
        table.insert({"n": 3})
    assert path.read_bytes() == b""
    path.unlink()
    for refused in (table.all, lambda: table.insert({"n": 3})):
        with pytest.raises(Damaged, match=r"is missing, but its backup is there.*a\.json\.bak"):
            refused()
    assert not path.exists()
    disk.backup_of(path).rename(path)
    assert table.all() == [{"n": 1}]


def test_unknown_tables_and_fields_survive(path: Path) -> None:
    theirs: dict[str, dict[str, Any]] = {
        "_default": {"1": {"x": None}},
        "events": {"3": {"id": "a", "odd": {"y": [1.5]}}},
        "other": {},
    }
    path.write_text(json.dumps(theirs, indent=4))
    database(path).table("events").insert({"id": "b"})
    assert json.loads(path.read_text()) == theirs | {"events": {**theirs["events"], "4": {"id": "b"}}}
