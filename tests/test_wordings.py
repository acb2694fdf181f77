"""Both wordings of an amended record: the source's and what people made of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from store import lines
from store.dossier import Dossier, create
from store.model import Article, Event, Origin, encode
from store.versions import version_of
from store.wordings import Revision, wordings
from tests.pages import examples, fits, printed
from tui.cli.root import root

SOURCE = Event(
    id="i1", title="As the source says", date="2023-08", origin=Origin(file="acled.csv", imported="2024-01-02")
)


@pytest.fixture
def anna(tmp_path: Path) -> Dossier:
    made = create(tmp_path / "case")
    lines.write(made.import_file("acled"), {"events": [(1, encode(SOURCE))]})
    made.add("events", Event(id="own", title="By hand"))
    return Dossier.open(made.path, person="anna")


def test_each_amendment_says_who_and_what(anna: Dossier) -> None:
    ben = Dossier.open(anna.path, person="ben")
    anna.put("events", replace(SOURCE, title="Better", date="2023-08-04"))
    ben.put("events", replace(SOURCE, title="Better", date="2023-08-05"))
    source, first, second = wordings(anna, "events", "i1")
    assert (source.record, source.by, source.at, source.file) == (SOURCE, "", "2024-01-02", "imports/acled.json")
    assert first.by == "anna"
    assert first.revisions == (
        Revision("title", "As the source says", "Better"),
        Revision("date", "2023-08", "2023-08-04"),
    )
    assert second.by == "ben"
    assert second.revisions == (Revision("date", "2023-08-04", "2023-08-05"),)
    assert second.record == anna.event("i1")
    assert source.at < first.at <= second.at


def test_what_was_removed_can_still_be_told(anna: Dossier) -> None:
    anna.remove("events", "i1")
    *_, last = wordings(anna, "events", "i1")
    assert last.record is None
    assert anna.event("i1") is None
    result = CliRunner().invoke(root, ["show", "i1", "--history", "-s", str(anna.path)])
    assert result.exit_code == 0
    assert "anna removed it" in result.stdout
    assert "As the source says" in result.stdout


def test_the_command_line_shows_both_wordings(anna: Dossier) -> None:
    anna.put("events", replace(SOURCE, title="Better \x1b[31m"))
    shown = CliRunner().invoke(root, ["show", "i1", "--history", "-s", str(anna.path)]).stdout
    assert "imports/acled.json, imported 2024-01-02" in shown
    assert "- As the source says" in shown
    assert "+ Better" in shown
    assert "\x1b" not in shown
    told = CliRunner().invoke(root, ["show", "i1", "--history", "--json", "-s", str(anna.path)]).stdout
    source, amendment = [json.loads(line) for line in told.splitlines()]
    assert source["record"]["title"] == "As the source says"
    assert amendment["revisions"] == [{"field": "title", "before": "As the source says", "after": "Better \x1b[31m"}]


@pytest.mark.parametrize(("record_id", "said"), [("own", "is not imported"), ("none", "no event, actor or article")])
def test_what_has_no_history_is_said(anna: Dossier, record_id: str, said: str) -> None:
    result = CliRunner().invoke(root, ["show", record_id, "--history", "-s", str(anna.path)])
    assert result.exit_code == 1
    assert said in result.output


def test_the_page_shows_what_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = create(tmp_path / "amended")
    event = Event(
        id="ev-1", title="Leaders meat", date="2023-09", origin=Origin(file="wire.csv", imported="2024-01-02")
    )
    lines.write(made.import_file("wire"), {"events": [(1, encode(event))]})
    made.put("events", replace(event, title="Leaders meet"))
    old = Article(id="art-1", title="They met", retrieved="2024-01-02", text="They met on Sunday evening.")
    new = replace(old, retrieved="2024-01-03", text="They met on Monday morning.")
    texts = {"articles": [(1, encode(new))], "versions": [(1, encode(version_of(old)))]}
    lines.write(made.path / "articles.json", texts)
    monkeypatch.chdir(tmp_path)
    shown = examples("edit.md")
    assert len(shown) == 2
    for command, expected in shown:
        assert fits(expected, printed(command)), "\n".join(printed(command))
