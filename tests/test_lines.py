"""Documents are found where they stand, whatever the layout; damage is told with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import disk, lines, lookup, scanner
from store.errors import Changed, Damaged, StoreError
from tests.properties import tries

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
DOCUMENT = st.dictionaries(TEXT, VALUE, max_size=4)
TABLES = st.dictionaries(TEXT, st.dictionaries(st.integers(0, 50).map(str), DOCUMENT, max_size=5), max_size=4)
LAYOUTS: dict[str, dict[str, Any]] = {
    "compact": {"separators": (",", ":")},
    "usual": {},
    "indented": {"indent": 2},
    "tabs": {"indent": "\t", "ensure_ascii": False},
}


def collect(path: Path) -> dict[str, dict[str, Any]]:
    """What a file holds, by slicing each document out of its bytes."""
    data = path.read_bytes()
    with lines.Scan(path) as scan:
        found = [(line, json.loads(data[line.offset : line.offset + line.length])) for line in scan]
    tables: dict[str, dict[str, Any]] = {name: {} for name in scan.tables}
    for line, document in found:
        assert line.raw == data[line.offset : line.offset + line.length]
        tables[line.table][str(line.doc_id)] = document
    for table in scan.tables.values():
        assert data[table.opened - 1 : table.opened] == b"{"
        assert data[table.closed : table.closed + 1] == b"}"
    return tables


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lines")


@pytest.mark.parametrize("layout", LAYOUTS)
@tries(40)
@given(tables=TABLES)
def test_any_layout_is_read(folder: Path, layout: str, tables: dict[str, Any]) -> None:
    path = folder / f"{layout}.json"
    path.write_text(json.dumps(tables, **LAYOUTS[layout]), "utf-8")
    assert collect(path) == tables


@tries(40)
@given(tables=TABLES)
def test_written_lines_are_read_back(folder: Path, tables: dict[str, Any]) -> None:
    path = folder / "written.json"
    lines.write(
        path,
        {
            name: [(int(number), lines.encode(document, "it")) for number, document in table.items()]
            for name, table in tables.items()
        },
    )
    assert json.loads(path.read_bytes()) == tables
    assert collect(path) == tables


@tries(40)
@given(tables=TABLES, data=st.data())
def test_documents_and_windows_of_any_length(folder: Path, tables: dict[str, Any], data: st.DataObject) -> None:
    path = folder / "windows.json"
    path.write_text(json.dumps(tables, indent=data.draw(st.sampled_from([None, 1]))), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scanner, "_WINDOW", data.draw(st.integers(1, 40)))
        assert collect(path) == tables


def test_a_file_of_lines_takes_the_fast_way(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    lines.write(path, {"meta": [], "events": [(1, b'{"id":"a"}'), (7, b'{"id":"b"}')], "actors": []})
    with lines.Scan(path) as scan:
        assert [(line.table, line.doc_id, line.raw) for line in scan] == [
            ("events", 1, b'{"id":"a"}'),
            ("events", 7, b'{"id":"b"}'),
        ]
    assert scan.in_lines
    assert scan.tables["events"].numbers.following == 8


def test_a_document_broken_into_lines_by_hand_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"events":{\n"1":{"a":1},\n"2":{"x":[{"y":"}"},\n{"z":2}],"t":{}},\n"3":{}\n}}\n')
    assert collect(path) == {"events": {"1": {"a": 1}, "2": {"x": [{"y": "}"}, {"z": 2}], "t": {}}, "3": {}}}
    with lines.Scan(path) as scan:
        assert len(list(scan)) == 3
    assert not scan.in_lines


@pytest.mark.parametrize("layout", [*LAYOUTS, "lines"])
def test_a_file_cut_off_anywhere_is_damaged(tmp_path: Path, layout: str) -> None:
    tables: dict[str, dict[str, Any]] = {
        "meta": {"1": {"id": "meta"}},
        "actors": {},
        "events": {"1": {"t": 'a "{" \\'}, "2": {"t": [{}]}},
    }
    path = tmp_path / "a.json"
    if layout == "lines":
        encoded = {name: [(int(n), lines.encode(d, "")) for n, d in table.items()] for name, table in tables.items()}
        lines.write(path, encoded)
    else:
        path.write_text(json.dumps(tables, **LAYOUTS[layout]))
    whole = path.read_bytes()
    for length in range(len(whole.rstrip())):
        path.write_bytes(whole[:length])
        with pytest.raises(Damaged) as caught:
            list(lines.scan(path))
        assert caught.value.byte is not None
        assert caught.value.byte <= length
        assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("content", "byte", "reason"),
    [
        (b"[]", 0, "expected {"),
        (b"nonsense", 0, "expected {"),
        (b"\xef\xbb\xbf{}", 0, "expected {"),
        (b"\0" * 100, 0, "expected {"),
        (b'{"events":[]}', 10, "not an object of documents"),
        (b'{"events":{"1":5}}', 15, "document 1 of table 'events' is not an object"),
        (b'{"events":{"x":{}}}', 11, "not a document number"),
        (b'{"events":{"1":{},"1":{}}}', 18, "document 1 stands twice"),
        (b'{"events":{\n"1":{},\n"2":{},\n"1":{}\n}}\n', 28, "document 1 stands twice"),
        (b'{"events":{},"events":{}}', 13, "table 'events' stands twice"),
        (b'{"events":{\n},\n"events":{\n}}\n', 15, "table 'events' stands twice"),
        (b'{"events":{"1":{}}} more', 20, "after the end"),
        (b'{"events":{\n"1":{}\n}}\n\0\0\0', 22, "after the end"),
        (b'{"events":{"1":{} "2":{}}}', 18, "expected , or }"),
        (b'{"events":{\n"1":{},\n}}\n', 20, "double quotes"),
        (b'{"events":{\n"1":{}\n"2":{}\n}}\n', 19, "expected , or }"),
        (b'{"ev\xffents":{}}', 1, "not a JSON string"),
        (b'{"\\ud800":{}}', 1, "not a JSON string"),
        (b'{"ev\xffents":{\n}}\n', 1, "not a JSON string"),
    ],
)
def test_damage_is_told_with_its_place(tmp_path: Path, content: bytes, byte: int, reason: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(Damaged, match="nothing was changed") as caught:
        list(lines.scan(path))
    assert caught.value.byte == byte
    assert caught.value.line == content[:byte].count(b"\n") + 1
    assert reason in caught.value.reason
    assert path.read_bytes() == content


def test_a_document_without_end_does_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "LONGEST", 1 << 20)
    path = tmp_path / "a.json"
    for start in (b'{"events":{"1":{"a":"', b'{"', b'{"events":{"1":{"a":[' + b"{},{}," * 10):
        path.write_bytes(start + b"x" * (4 << 20))
        with pytest.raises(Damaged):
            list(lines.scan(path))


def test_ten_thousand_levels_are_one_document(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    deep = b'{"a":' * 10_000 + b"1" + b"}" * 10_000
    path.write_bytes(b'{"events":{"1":' + deep + b"}}")
    assert [line.raw for line in lines.scan(path)] == [deep]


def test_a_file_written_while_it_is_read_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    lines.write(path, {"events": [(1, b"{}"), (2, b"{}")]})
    scan = lines.scan(path)
    next(scan)
    with path.open("ab") as file:
        file.write(b" ")
    with pytest.raises(Changed):
        list(scan)


def test_read_at_gives_the_document_of_that_version(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    lines.write(path, {"events": [(1, b'{"id":"a"}')]})
    (line,) = lines.scan(path)
    identity = disk.identity(path)
    assert lines.read_at(path, line.offset, line.length, identity=identity) == line.raw
    lines.write(path, {"events": [(1, b'{"id":"b"}')]})
    with pytest.raises(Changed):
        lines.read_at(path, line.offset, line.length, identity=identity)
    with pytest.raises(Changed, match="shorter"):
        lines.read_at(path, 10_000, 10)


def test_a_failing_stream_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    lines.write(path, {"events": [(1, b"{}")]})
    before = path.read_bytes()

    def failing() -> Any:
        yield 1, b"{}"
        raise RuntimeError("the importer gave up")

    with pytest.raises(RuntimeError):
        lines.write(path, {"events": failing()})
    with pytest.raises(ValueError, match="one line"):
        lines.write(path, {"events": [(1, b"{\n}")]})
    assert path.read_bytes() == before
    assert {entry.name for entry in tmp_path.iterdir()} == {"a.json", ".a.json.lock"}


def test_find_sees_through_escapes(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"events":{"1":{"t":"é/1"},"2":{"id":"\\u00e9\\/1"},"3":{"id":"é/1"}}}', "utf-8")
    line = lookup.find(path, "events", "é/1")
    assert line is not None
    assert line.doc_id == 2
    assert lookup.find(path, "actors", "é/1") is None


@tries(40)
@given(
    tables=st.dictionaries(
        st.sampled_from(["events", "actors", "a\\:{"]),
        st.dictionaries(
            st.integers(1, 99), st.fixed_dictionaries({"id": st.sampled_from("abc"), "n": VALUE}), max_size=6
        ),
    ),
    block=st.integers(1, 200),
    layout=st.sampled_from([None, "usual"]),
)
def test_find_is_a_quick_scan(folder: Path, tables: dict[str, Any], block: int, layout: str | None) -> None:
    path = folder / "find.json"
    if layout:
        path.write_text(json.dumps(tables, **LAYOUTS[layout]))
    else:
        encoded = {name: [(n, lines.encode(d, "")) for n, d in table.items()] for name, table in tables.items()}
        lines.write(path, encoded)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lookup, "_BLOCK", block)
        for wanted in "abc":
            slow = (line for line in lines.scan(path, ("events",)) if json.loads(line.raw)["id"] == wanted)
            assert lookup.find(path, "events", wanted) == next(slow, None)


@tries(100)
@given(st.lists(st.integers(-3, 30)))
def test_numbers_notice_what_stands_twice(given_numbers: list[int]) -> None:
    numbers, seen = scanner.Numbers(), set()
    assert numbers.empty
    for number in given_numbers:
        assert numbers.add(number) == (number not in seen)
        seen.add(number)
        assert not numbers.empty
    assert numbers.following == max([0, *seen]) + 1


@pytest.mark.parametrize("value", [{"a": float("nan")}, {"a": [{"b": float("-inf")}]}, {"a": "\ud800"}])
def test_what_json_cannot_hold_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises(StoreError, match=r"^document 1 has .*nothing was saved"):
        lines.encode(value, "document 1")


def test_nesting_without_end_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(StoreError, match="nested too deep"):
        lines.encode({"a": deep}, "document 1")
