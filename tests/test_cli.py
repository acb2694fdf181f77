"""The command line as a person or a script meets it: output, exit codes, carets, pipes."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from samples import NORTH_KOREA_RUSSIA
from tests.pty_terminal import Terminal, terminal
from tui.cli.root import COMMANDS, root, run


def invoke(*words: str) -> Result:
    return CliRunner().invoke(root, list(words))


def json_lines(*words: str) -> list[dict[str, Any]]:
    result = invoke(*words)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@cache
def everything() -> list[dict[str, Any]]:
    """All events of the sample."""
    return json_lines("list", "--json")


def test_every_command_has_help_and_says_what_it_does() -> None:
    for name in COMMANDS:
        result = invoke(name, "--help")
        assert result.exit_code == 0
        assert result.output.startswith("Usage:")
        assert root.get_command(None, name).help  # type: ignore[arg-type,union-attr]


def test_list_json_has_the_promised_fields() -> None:
    for event in json_lines("list", "--json"):
        promised = {"id", "date", "earliest", "latest", "title", "status", "actors", "place", "tags"}
        assert promised | {"claims", "starred"} <= set(event)
        for actor in event["actors"]:
            assert set(actor) == {"id", "name", "kind", "role"}
        for claim in event["claims"]:
            assert {"source", "via", "reported", "status", "article", "excerpt"} <= set(claim)
            assert set(claim["excerpt"]) == {"exact", "start", "end"}


def test_list_gives_what_the_facts_imply_for_putin_in_september_2023() -> None:
    dates = {
        (event["date"], event["status"])
        for event in json_lines("list", "actor:putin since:2023-09 until:2023-09-30", "--json")
    }
    assert ("2023-09-13", "confirmed") in dates
    assert ("2023-09-10/2023-09-13", "planned") in dates
    assert all(date.startswith("2023-09") for date, _ in dates)


@pytest.mark.parametrize(
    ("typed", "actor"),
    [
        *((name, "vladimir-putin") for name in ("Путин", "путин", "푸틴", "Владимир Путин")),
        *((name, "kim-jong-un") for name in ("김정은", "Ким Чен Ын")),
        *((name, "sergei-shoigu") for name in ("Шойгу", "쇼이구")),
        *((name, "north-korea") for name in ("북한", "КНДР", "조선민주주의인민공화국")),
        *((name, "russia") for name in ("러시아", "Россия")),
        *((name, "china") for name in ("中国", "중국", "Китай")),
        ("ایران", "iran"),
    ],
)
def test_the_sample_knows_its_actors_by_the_names_of_their_own_scripts(typed: str, actor: str) -> None:
    taking_part = {event["id"] for event in everything() if actor in {part["id"] for part in event["actors"]}}
    assert taking_part
    for query in (typed, f'actor:"{typed}"'):
        assert taking_part <= {event["id"] for event in json_lines("list", query, "--json")}


@pytest.mark.parametrize("command", ["list", "actors", "hist", "gaps", "report"])
def test_a_word_with_a_hyphen_is_a_word_of_the_query(command: str) -> None:
    asked = invoke(command, "kim", "-putin", "--json")
    assert asked.exit_code == 0, asked.output
    assert asked.stdout == invoke(command, "--json", "--", "kim -putin").stdout
    assert asked.stdout != invoke(command, "--json", "kim").stdout


@pytest.mark.parametrize("command", ["list", "actors", "hist", "gaps", "report"])
def test_a_query_may_begin_with_an_exclusion_of_a_field(command: str) -> None:
    asked = invoke(command, "-actor:putin", "--json")
    assert asked.exit_code == 0, asked.output
    assert asked.stdout == invoke(command, "--json", "--", "-actor:putin").stdout
    assert asked.stdout != invoke(command, "--json").stdout


def test_a_hyphen_begins_the_query_and_options_stand_where_they_like(tmp_path: Path) -> None:
    sample = str(NORTH_KOREA_RUSSIA)
    every, without = len(json_lines("list", "--json")), json_lines("list", "-putin", "--json")
    assert 0 < len(without) < every
    assert json_lines("list", "-s", sample, "-putin", "--basis", "2023-09-05", "--json") == without
    # All letters but the first are no options either: -nato is no limit, -syria no dossier.
    assert len(json_lines("list", "-nato", "-syria", "-hamas", "--json")) > every // 2
    assert json_lines("list", "-putin", "--json", "-n", "2") == without[:2]
    assert invoke("export", "-putin", "--as", "jsonl", "-o", str(tmp_path / "out.jsonl")).exit_code == 0


def test_a_date_may_begin_with_a_hyphen() -> None:
    assert json_lines("when", "-2w", "--basis", "2023-09-05", "--json")[0]["text"] == "-2w"


def test_hist_counts_every_dated_event_once_where_dates_are_sure() -> None:
    events = json_lines("list", "--json")
    buckets = json_lines("hist", "--by", "decade", "--json")
    dated = [event for event in events if event["earliest"] and event["latest"]]
    assert sum(bucket["definite"] for bucket in buckets) == len(dated)
    assert set(buckets[0]) == {"start", "end", "definite", "possible"}


def test_actors_json_counts_events() -> None:
    counts = json_lines("actors", "--json")
    assert set(counts[0]) == {"id", "name", "kind", "events"}
    kim = next(count for count in counts if count["id"] == "kim-jong-un")
    listed = json_lines("list", "actor:kim-jong-un", "--json")
    assert kim["events"] == len(listed)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [("last saturday", "2023-09-02"), ("march 2021", "2021-03"), ("2023-07..2023-09-13", "2023-07/2023-09-13")],
)
def test_when_prints_its_five_fields(text: str, edtf: str) -> None:
    (said,) = json_lines("when", text, "--basis", "2023-09-05", "--json")
    assert list(said) == ["text", "edtf", "earliest", "latest", "basis"]
    assert (said["text"], said["edtf"], said["basis"]) == (text, edtf, "2023-09-05")


def test_an_ambiguous_date_is_refused_with_its_readings(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["when", "10/11/12", "--basis", "2023-09-05"]) == 2
    said = capsys.readouterr().err
    assert "^" in said
    assert "2012" in said


def test_a_bad_query_shows_a_caret_and_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "status:plannd"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert "planned" in said[0]
    assert said[1].strip() == "status:plannd"
    assert said[2].index("^") == said[1].index("plannd")


def test_show_finds_events_actors_and_articles() -> None:
    (event,) = json_lines("list", "--json", "-n", "1")
    assert event["title"] in invoke("show", event["id"]).output
    assert json_lines("show", "kim-jong-un", "--json")[0]["kind"] == "person"
    assert run(["show", "nobody-of-this-name"]) == 1


def test_a_new_dossier_is_valid_and_a_second_one_is_refused(tmp_path: Path) -> None:
    target = str(tmp_path / "mine")
    assert run(["new", target, "--title", "Mine"]) == 0
    assert run(["check", target]) == 0
    assert run(["new", target]) == 1


def test_the_sample_is_read_only_and_its_copy_is_not(tmp_path: Path) -> None:
    from store.dossier import Dossier

    assert Dossier.open(NORTH_KOREA_RUSSIA).read_only
    assert run(["sample", str(tmp_path / "copy")]) == 0
    assert not Dossier.open(tmp_path / "copy").read_only
    assert run(["sample", str(tmp_path / "copy")]) == 1


def test_check_finds_a_planted_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["sample", str(tmp_path / "copy")])
    path = tmp_path / "copy" / "dossier.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"date":"2023-09-13"', '"date":"2023-09-31"', 1), encoding="utf-8")
    assert run(["check", str(tmp_path / "copy")]) == 1
    said = capsys.readouterr().out
    assert "events/" in said
    assert "30 days" in said


def test_a_mistyped_command_is_told_from_a_path(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lst"]) == 2
    assert "dateline list" in capsys.readouterr().err


def test_a_damaged_dossier_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "dossier.json").write_bytes(b'{"events":{"1":{"id":')
    assert run(["list", "-s", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "dossier.json" in said
    assert said.count("\n") == 1


def test_a_pipe_that_closes_early_ends_quietly() -> None:
    program = f"set -o pipefail; {sys.executable} -m tui list --json | head -n 1"
    done = subprocess.run(["bash", "-c", program], capture_output=True, text=True, env=os.environ)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["id"]


def test_the_explorer_needs_a_terminal() -> None:
    done = subprocess.run([sys.executable, "-m", "tui"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 1
    assert "needs a terminal" in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_for_each_shell(shell: str) -> None:
    assert "_DATELINE_COMPLETE" in invoke("completion", shell).output


def test_a_shell_completes_commands() -> None:
    asked = {**os.environ, "_DATELINE_COMPLETE": "bash_complete", "COMP_WORDS": "dateline ac", "COMP_CWORD": "1"}
    done = subprocess.run([sys.executable, "-m", "tui"], capture_output=True, text=True, env=asked)
    assert "actors" in done.stdout


def completed(*words: str) -> list[str]:
    """What bash is told where the last word is being typed: a kind and a value a line, by a comma."""
    asked = {"_DATELINE_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(("dateline", *words))}
    said = io.TextIOWrapper(io.BytesIO(), "utf-8")
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(said):
        for name, value in {**asked, "COMP_CWORD": str(len(words))}.items():
            patch.setenv(name, value)
        with pytest.raises(SystemExit, match=r"^0$"):
            run([])
    said.seek(0)
    return said.read().splitlines()


@pytest.mark.parametrize(
    "words",
    [
        ["import", "wor"],
        ["import", "-s", "wor"],
        ["list", "-iran", "-s", "wor"],
        ["export", "-o", "wor"],
        ["suggest", "wor"],
        ["check", "wor"],
        ["explore", "wor"],
        ["wor"],
    ],
    ids=" ".join,
)
def test_a_shell_completes_paths(words: list[str]) -> None:
    assert completed(*words) == ["file,wor"]


def test_a_shell_completes_formats_and_ids() -> None:
    assert completed("import", "--as", "ac") == ["plain,acled"]
    assert completed("export", "--as", "graph") == ["plain,graphml"]
    assert "plain,2023-09-13-vostochny-summit" in completed("show", "2023-09-13")
    assert not any(completed("show", "-s", "no-such-dossier", "2023-09-13"))


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_bash_completes_a_path_with_the_script(tmp_path: Path) -> None:
    (tmp_path / "world.csv").touch()
    start = tmp_path / "start"
    start.write_text(f"cd {shlex.quote(str(tmp_path))}; PS1='ready '\n{invoke('completion', 'bash').output}")
    # In a terminal, as `compopt` works only within a completion that somebody typed Tab for.
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    seen = Terminal(["bash", "--noprofile", "--rcfile", str(start), "-i"], 80, 24, {"PATH": path})
    try:
        seen.wait_for("ready")
        seen.press("dateline import wor", "Tab")
        seen.wait_for("dateline import world.csv")
    finally:
        seen.end()


def test_schema_is_json_schema() -> None:
    schema = json.loads(invoke("schema").output)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert set(schema["properties"]) >= {"events", "actors", "articles"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--nosuch"], "no such option '--nosuch'"),
        (["-actor:putin"], "option '-actor:putin'; `dateline -q -actor:putin` opens with that query"),
        (["list", "--jso"], "no such option '--jso'; did you mean --json?"),
        (["list", "-iran", "--jsno"], "no such option '--jsno'; did you mean --json?"),
        (["list", "-iran", "-s"], "option '-s' requires an argument"),
        (["hist", "--by", "hours"], "'hours' is not one of"),
        (["export"], "missing option '--as'"),
        (["export", "--as", "nosuch"], "there is no format nosuch; there are markdown"),
        (["import", "x.csv", "--as", "nosuch"], "there is no format 'nosuch'; there are dateline"),
        (["import", "x.csv", "--off", "nosuch"], "there is no rule 'nosuch'; there are duplicates"),
        (["import", "x.csv", "--map", "title"], "'title' is not field=column"),
        (["suggest", "x.txt", "--published", "x"], "a day is needed"),
        (["show"], "missing argument 'ID'"),
    ],
)
def test_a_wrong_command_line_is_said_in_one_line_of_one_style(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.txt").write_text("x")
    assert run(words) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("dateline: ")
    assert said in line
    assert not line.removeprefix("dateline: ")[0].isupper()
    assert line.endswith(" -h` helps")


@pytest.mark.parametrize("words", [["list", "--basis", "x"], ["import", "x.csv", "--published", "x"]])
def test_a_wrong_date_of_an_option_has_a_caret(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2
    assert capsys.readouterr().err.splitlines()[1:] == ["  x", "  ^"]


def test_a_dossier_given_as_a_file_to_import_is_asked_about(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    table = tmp_path / "ev.csv"
    table.write_text("date,title\n2012,A\n")
    assert run(["new", str(tmp_path / "mine")]) == 0
    assert run(["import", str(tmp_path / "mine"), str(table)]) == 2
    assert f"`-s {tmp_path / 'mine'}` imports into it" in capsys.readouterr().err
    assert run(["import", str(table)]) == 1
    assert "-s PATH imports into another dossier" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["-q", "since:nosuch"], ["--basis", "nosuch"], ["--basis", "2023"]])
def test_the_explorer_refuses_what_it_does_not_understand_as_the_commands_do(words: list[str]) -> None:
    with terminal("explore", *words) as seen:
        assert seen.wait_for_end() == 2
        assert "dateline: " in seen.text
