"""``dateline suggest``: stable fields, offsets into the file as it stands, errors in one line."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from samples import NORTH_KOREA_RUSSIA
from tests.properties import tries
from tui.cli.root import root, run

TEXT = (
    "Sergei Shoigu visited Pyongyang on Sunday, Reuters reported, citing two diplomats.\n\n"
    "Ann Vale will travel to Oslo from September 10 to 13. The ministry denied it."
)
FIELDS = [
    "date", "date_text", "basis", "rule", "alternatives", "title", "status", "source", "via", "actors", "place",
    "excerpt", "confidence",
]  # fmt: skip


def lines(text: str | bytes, *options: str) -> list[dict[str, Any]]:
    """What ``suggest - --json`` prints for a text on standard input."""
    result = CliRunner().invoke(root, ["suggest", "-", "--published", "2023-09-05", "--json", *options], input=text)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_bytes(TEXT.encode())
    return path


def test_an_event_has_the_promised_fields_and_no_others() -> None:
    found = lines(TEXT)
    assert len(found) >= 2
    for event in found:
        assert list(event) == FIELDS
        assert list(event["excerpt"]) == ["exact", "start", "end"]
        for actor in event["actors"]:
            assert list(actor) == ["name", "kind", "role", "known"]
    first, second = found[:2]
    assert (first["date"], first["date_text"], first["basis"]) == ("2023-09-03", "Sunday", "2023-09-05")
    assert (first["status"], first["source"]) == ("reported", "Reuters")
    assert (second["date"], second["status"]) == ("2023-09-10/2023-09-13", "planned")
    assert {"name": "Ann Vale", "kind": "person", "role": "by", "known": False} in second["actors"]


def test_raw_expressions_and_names() -> None:
    expressions = lines(TEXT, "--timex")
    assert expressions[0] == {"start": 35, "end": 41, "text": "Sunday", "value": "2023-09-03"}
    names = lines(TEXT, "--names")
    assert names[0] == {"start": 0, "end": 13, "text": "Sergei Shoigu", "name": "Sergei Shoigu", "kind": "person"}


def test_a_range_of_two_whole_dates_is_two_expressions() -> None:
    found = lines("It lasted from May 2012 to July 2013.", "--timex")
    assert [(each["text"], each["value"]) for each in found] == [("May 2012", "2012-05"), ("July 2013", "2013-07")]


@tries(25)
@given(
    st.lists(
        st.sampled_from(
            [TEXT, "\r\n", "\ufeff", "\x1b[1m", "\u202e", "e\u0301", "\u200b", "\n\n\n", "北京", "😀 ", "\t"]
        )
    )
)
def test_offsets_count_code_points_of_the_file_as_it_stands(pieces: list[str]) -> None:
    text = "".join(pieces)
    for event in lines(text.encode()):
        passage = event["excerpt"]
        assert text[passage["start"] : passage["end"]] == passage["exact"]
    for option in ("--timex", "--names"):
        for each in lines(text.encode(), option):
            assert text[each["start"] : each["end"]] == each["text"]


def test_line_ends_are_left_as_they_are() -> None:
    text = TEXT.replace("\n", "\r\n")
    (_, second, *_) = lines(text.encode())
    assert second["excerpt"]["start"] == text.index("Ann Vale")


def test_utf_16_is_read_by_its_mark() -> None:
    assert lines(TEXT.encode("utf-16"), "--timex") == lines(TEXT, "--timex")


def test_people_get_a_table(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["suggest", str(file), "--published", "2023-09-05"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("2023-09-03")
    assert "Sergei Shoigu" in said[0]
    assert run(["suggest", str(file), "--names"]) == 0
    assert "person" in capsys.readouterr().out


def test_nothing_to_suggest_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert run(["suggest", str(tmp_path / "empty.txt"), "--published", "2023-09-05"]) == 0
    assert capsys.readouterr().out == ""


def test_the_actors_of_a_dossier_are_known() -> None:
    found = lines("Shoigu visited Pyongyang on Sunday.", "-s", str(NORTH_KOREA_RUSSIA))
    known = [actor for event in found for actor in event["actors"] if actor["known"]]
    assert "Sergei Shoigu" in [actor["name"] for actor in known]


def test_without_a_day_today_is_said(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["suggest", str(file), "--json"]) == 0
    assert datetime.date.today().isoformat() in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["suggest"], 2, "missing argument"),
        (["suggest", "x", "--published", "september"], 2, "a day is needed"),
        (["suggest", "no-such-file", "--published", "2023-09-05"], 1, "no such file"),
        (["suggest", ".", "--published", "2023-09-05"], 1, "is a directory"),
    ],
)
def test_errors(words: list[str], code: int, said: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(file) if word == "x" else word for word in words]
    assert run(words) == code
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""
    assert "Traceback" not in captured.err


def test_bytes_that_are_no_text_are_an_error_with_their_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "binary").write_bytes(b"On Monday \xff\xfe")
    assert run(["suggest", str(tmp_path / "binary"), "--published", "2023-09-05"]) == 1
    assert "byte 10" in capsys.readouterr().err


def test_a_table_for_people_holds_no_control_character(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "hostile.txt"
    path.write_text("Ann \x1b[31mVale visited Oslo on Sunday. Max\u202e Orben will resign on Friday.", encoding="utf-8")
    assert run(["suggest", str(path), "--published", "2023-09-05"]) == 0
    said = capsys.readouterr().out
    assert said
    assert "\x1b" not in said
    assert "\u202e" not in said
