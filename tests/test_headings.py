"""Articles found by the beginnings of their headings' words, without reading their texts at each letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import lines
from store.lookup import headings

FILE = """{"articles":{
"1":{"id":"a-1","title":"Łódź and the Train","publisher":"NewsBytes","published":"2023-09-05","text":"T"},
"2":{"id":"a-2","title":"A train","publisher":"KCNA","published":"2023-09-06"},
"3":{"title":"no id"},
"4":{"id":4}
}}
"""


def found(path: Path, typed: str) -> list[str]:
    return [each.id for each in headings(path).beginning(typed)]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("tra", ["a-1", "a-2"]),
        ("łód", ["a-1"]),
        ("TRAIN kc", ["a-2"]),
        ("rain", []),
        ("2023-09-06", ["a-2"]),
        ("a-1", ["a-1"]),
        ("", ["a-1", "a-2"]),
    ],
)
def test_each_word_begins_one_of_the_heading(tmp_path: Path, typed: str, ids: list[str]) -> None:
    path = tmp_path / "articles.json"
    path.write_text(FILE)
    assert found(path, typed) == ids


def test_a_file_is_read_once_until_it_is_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    scan = lines.scan

    def counted(*given: object, **named: object) -> object:
        read.append(given)
        return scan(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(lines, "scan", counted)
    path = tmp_path / "articles.json"
    assert found(path, "train") == []
    path.write_text(FILE)
    for typed in ("t", "tr", "tra"):
        assert found(path, typed) == ["a-1", "a-2"]
    assert len(read) == 1
    path.write_text(FILE.replace("A train", "A plane and more"))
    assert found(path, "tra") == ["a-1"]
    assert len(read) == 2
