"""The look before an edit sees what the scan of every line sees, in blocks of any size."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from store import lines
from store.dossier import survey
from store.errors import Damaged
from store.lookup import Wanted
from tests.properties import tries

documents = st.lists(
    st.tuples(st.integers(-1, 9), st.sampled_from(['{"id":"a"}', '{"id":"b","t":"},"}', '{"id":"c"}', "{}"])),
    max_size=9,
)
files = st.lists(documents, min_size=1, max_size=3)
damages = st.sampled_from(["none", "none", "drop line", "double line", "no comma", "blank", "tail", "no end"])


def written(tables: list[list[tuple[int, str]]], ascending: bool) -> list[str]:
    """The lines of a file of tables t0, t1, …"""
    found = []
    for at, documents in enumerate(tables):
        rows = list(enumerate((raw for _, raw in documents), 1)) if ascending else list(dict(documents).items())
        found.append(f'{"" if at else "{"}"t{at}":{{')
        found += [f'"{number}":{raw}{"," if row < len(rows) else ""}' for row, (number, raw) in enumerate(rows, 1)]
        found.append("}}" if at == len(tables) - 1 else "},")
    return found


def damaged(found: list[str], how: str, at: int) -> str:
    at %= len(found)
    match how:
        case "drop line":
            del found[at]
        case "double line":
            found.insert(at, found[at])
        case "no comma":
            found[at] = found[at].removesuffix(",")
        case "blank":
            found[at] += " "
        case "tail":
            found.append("{}")
    return "\n".join(found) + ("" if how == "no end" else "\n")


@tries(150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files, st.booleans(), damages, st.integers(0, 40), st.sampled_from([1, 16, 64, 1 << 16]))
def test_what_is_seen_is_what_a_scan_sees(
    tmp_path: Path, tables: list[list[tuple[int, str]]], ascending: bool, how: str, at: int, block: int
) -> None:
    path = tmp_path / "dossier.json"
    path.write_text(damaged(written(tables, ascending), how, at) or "{}\n")
    asked = {"t0": Wanted({"id": ("a",)}), "t1": Wanted({"id": ("b",)})}
    places = {("t0", number) for number in range(1, 9)}
    try:
        with lines.Scan(path) as scan:
            every = list(scan)
        in_lines = scan.in_lines and bool(scan.tables)
    except Damaged:
        in_lines = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(survey, "BLOCK", block)
        with survey.survey(path, asked, places) as seen:
            assert (seen is not None) == in_lines
            if seen is None:
                return
            assert seen.found == [line for line in every if line.table in asked and asked[line.table].matches(line.raw)]
            assert seen.identity == scan.identity
            for name, table in scan.tables.items():
                other = seen.tables[name]
                assert (other.opened, other.closed) == (table.opened, table.closed)
                assert other.numbers.following == table.numbers.following
            there = {line.doc_id for line in every if line.table == "t0"}
            assert {number for number in range(1, 9) if number in seen.tables["t0"].numbers} == there & set(range(1, 9))
            for _, number in places - {("t0", one) for one in there}:
                first = next((line for line in every if line.table == "t0" and line.doc_id > number), None)
                begins = first and first.offset - len(f'"{first.doc_id}":')
                assert seen.before.get(("t0", number)) == begins


def test_a_block_without_what_is_asked_for_is_counted_whole(tmp_path: Path) -> None:
    path = tmp_path / "dossier.json"
    count = 50_000
    lines.write(path, {"t": ((number, b'{"id":"e%d"}' % number) for number in range(1, count + 1))})
    looked = 0

    class Counting(Wanted):
        def matches(self, raw: bytes) -> list[tuple[str, str]]:
            nonlocal looked
            looked += 1
            return list(super().matches(raw))

    with survey.survey(path, {"t": Counting({"id": ("e40000",)})}, ()) as seen:
        assert seen is not None
        assert [line.doc_id for line in seen.found] == [40_000]
        assert seen.tables["t"].numbers.following == count + 1
    assert looked < count // 3
