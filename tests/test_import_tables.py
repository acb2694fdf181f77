"""Tables however they are broken: quotes, line ends, encodings, short rows; every bad row is named, every good
one taken."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.importers.opening import look
from store.importers.report import ImportFailed, Job, Options, Refused
from store.importers.tables import Dialect, Table, open_table
from tests.importing import Desk, refusals
from tests.properties import tries

COMMAS = Dialect(",", quoted=True)
HEADER = "id,date,title,source\n"


def rows(text: str, dialect: Dialect = COMMAS) -> list[list[str] | tuple[int, str]]:
    """Cells of good rows, number and column of refused ones."""
    table = Table(iter(text.split("\n")), dialect, None)
    return [(row.row, row.field) if isinstance(row, Refused) else row[1] for row in table.rows()]


def test_plain_and_quoted_rows() -> None:
    assert rows('a,b\n1,2\n"x,""y""","z\nz"\n\n3,"4"') == [["1", "2"], ['x,"y"', "z\nz"], ["3", "4"]]


def test_row_numbers_are_those_of_a_spreadsheet() -> None:
    table = Table(iter(["a,b", '1,"2', '2"', "", "5,6"]), COMMAS, None)
    assert [row[0] for row in table.rows() if not isinstance(row, Refused)] == [2, 4]


def test_stray_quotes_on_one_line_are_understood() -> None:
    assert rows('a,b\n"so" said,5" gun\nx,say "it"') == [["so said", '5" gun'], ["x", 'say "it"']]


def test_an_unclosed_quote_costs_its_own_row() -> None:
    text = 'id,date,title,source\n1,2020,one,A\n2,2020,"two,B\n3,2020,"three",C\n4,2020,four,D'
    assert rows(text) == [
        ["1", "2020", "one", "A"],
        (3, "title"),
        ["3", "2020", "three", "C"],
        ["4", "2020", "four", "D"],
    ]


def test_an_unclosed_quote_in_the_last_row() -> None:
    assert rows('a,b\n1,2\n3,"4') == [["1", "2"], (3, "b")]


def test_an_unclosed_quote_does_not_swallow_a_large_file() -> None:
    good = [f"{number},2020,title {number},Source" for number in range(60_000)]
    text = "\n".join(["id,date,title,source", *good[:10], '9,2020,"open', *good[10:]])
    found = rows(text)
    assert len(found) == len(good) + 1
    assert [row for row in found if isinstance(row, tuple)] == [(12, "title")]


def test_quotes_that_never_close_all_over_end_the_reading() -> None:
    # Each line opens a quote, and inside of one it closes it and opens the next: read naively, much of the file
    # would be read again for every line.
    text = "id,date,title,source\n" + 'a","b\n' * 60_000
    with pytest.raises(ImportFailed, match="never closed"):
        rows(text)


def test_a_long_row_over_many_lines_that_has_too_few_cells() -> None:
    assert rows('a,b,c\n1,"x\ny\nz"\n4,5,6') == [(2, "b"), ["4", "5", "6"]]


@pytest.mark.parametrize(("row", "field"), [("1,2", "c"), ("1", "b"), ("1,2,3,4", "")])
def test_rows_of_the_wrong_width(row: str, field: str) -> None:
    assert rows(f"a,b,c\n{row}\n1,2,3") == [(2, field), ["1", "2", "3"]]


def test_empty_cells_beyond_the_header_are_let_go() -> None:
    assert rows("a\tb\t\t\n1\t2\t\t\t\n", Dialect("\t", quoted=False)) == [["1", "2"]]


def test_rows_of_empty_cells_are_none() -> None:
    assert rows('a,b\n,\n , \n1,\n"",""\n') == [["1", ""]]


def test_tabs_know_no_quotes() -> None:
    assert rows('a\tb\n"1\t2"\n', Dialect("\t", quoted=False)) == [['"1', '2"']]


@given(st.lists(st.lists(st.text('ab",\n 1;', max_size=6), min_size=2, max_size=2), min_size=1, max_size=8))
@tries(75)
def test_what_csv_writes_is_read(cells: list[list[str]]) -> None:
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["a", "b"], *cells])
    assert rows(out.getvalue()) == [row for row in cells if any(cell.strip() for cell in row)]


@given(st.text('ab",\n;\t', max_size=200))
@tries(150)
def test_any_text_gives_rows_or_refusals(text: str) -> None:
    for row in rows("a,b\n" + text):
        assert isinstance(row, tuple) or len(row) == 2


# The whole way: files


def test_line_ends_of_every_kind(desk: Desk) -> None:
    report = desk.take("ends.csv", b"id,date,title,source\r\n1,2020,one,A\n2,2021,two,B\r3,2022,three,C\r\n")
    assert report.added == 3
    assert [event.date for event in desk.events()] == ["2020", "2021", "2022"]


def test_carriage_returns_at_the_edge_of_a_chunk(tmp_path: Path) -> None:
    # The reader takes 1 MiB at a time: CR and LF may fall into two of them.
    for shift in range(3):
        start = b"a,b\r\n"
        filler = b"x" * (999 - shift) + b",y\r\n"
        path = tmp_path / "edge.csv"
        path.write_bytes(start + filler * 3000)
        with open_table(look(path), Job()) as table:
            assert sum(1 for row in table.rows() if not isinstance(row, Refused)) == 3000


@pytest.mark.parametrize(
    "encoded",
    [
        codecs.BOM_UTF8 + (HEADER + "1,2020,Übergröße,Zürich\n").encode(),
        codecs.BOM_UTF16_LE + (HEADER + "1,2020,Übergröße,Zürich\n").encode("utf-16-le"),
        codecs.BOM_UTF16_BE + (HEADER + "1,2020,Übergröße,Zürich\n").encode("utf-16-be"),
        (HEADER + "1,2020,Übergröße,Zürich\n").encode("utf-16-le"),
    ],
    ids=["utf-8 with mark", "utf-16 le", "utf-16 be", "utf-16 le without mark"],
)
def test_encodings_that_show_themselves(desk: Desk, encoded: bytes) -> None:
    assert desk.take("encoded.csv", encoded).added == 1
    event = desk.event()
    assert (event.title, event.claims[0].source) == ("Übergröße", "Zürich")


def test_bytes_that_are_no_utf_8_are_windows_1252_and_that_is_said(desk: Desk) -> None:
    text = HEADER.encode() + "1,2020,naïve “plan”,A\n".encode("cp1252") + "2,2020,fine ü,B\n".encode()
    report = desk.take("mixed.csv", text)
    assert [event.title for event in desk.events()] == ["naïve “plan”", "fine ü"]
    assert report.notes == ["1 line is not UTF-8 (first: line 2); such bytes were read as Windows-1252"]


def test_an_encoding_may_be_told(desk: Desk) -> None:
    text = (HEADER + "1,2020,план,ТАСС\n").encode("koi8-r")
    report = desk.take("told.csv", text, options=Options(encoding="koi8-r"))
    assert (desk.event().title, report.notes) == ("план", ["read as koi8-r, as told"])
    assert "no encoding named" in desk.take("told.csv", text, options=Options(encoding="klingon")).error


def test_a_field_without_end_is_refused(desk: Desk) -> None:
    text = HEADER + '1,2020,"' + "x" * 200_000 + '",A\n2,2020,two,B\n'
    report = desk.take("long.csv", text)
    assert (report.added, refusals(report)) == (1, [(2, "title")])


def test_a_line_without_end_is_no_table(desk: Desk) -> None:
    report = desk.take("long.csv", HEADER.encode() + b"x" * (5 << 20))
    assert "line of more than 4 MiB" in report.error
    assert report.read == 0


def test_control_characters_are_taken_out(desk: Desk) -> None:
    desk.take("escape.csv", HEADER + "1,2020,red \x1b[31malert\x1b[0m \u202eevil,A\x07\n")
    event = desk.event()
    assert (event.title, event.claims[0].source) == ("red alert evil", "A")


def test_words_that_are_no_status_are_told_once_with_their_number(desk: Desk) -> None:
    report = desk.take("status.csv", "date,title,status\n2020,a,confirmed\n2021,b,open\n2021,c,rumored\n")
    assert [note for note in report.notes if "status" in note] == [
        "2 of a status that is not planned, reported, confirmed, denied: its word is a tag now, and the event shows "
        "reported"
    ]
    assert desk.take("plain.csv", "date,title,status\n2020,a,confirmed\n").notes == []
