"""Text, files and names that were made to do harm: not a byte of a record's control characters reaches the terminal.

The records of :func:`planted` carry, in every field that holds text, each way that we know to steer a terminal. Each
payload has a mark, so that a test can tell text that is shown harmless from text that is not shown at all.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from store import lines
from store.dossier import Dossier, create
from store.errors import StoreError
from store.model import Event
from tests.processes import in_child
from tests.pty_terminal import Terminal, terminal
from tui.cli import root
from tui.wire.difference import Writer
from tui.wire.grid import Reader, blank_row
from tui.wire.guard import guarded

MARK = "Zq7"
"""Stands in every planted text, beside its harm."""

PAYLOADS = {
    "title": "\x1b]0;OWNED\x07",
    "clipboard": "\x1b]52;c;T1dORUQ=\x07",
    "link": "\x1b]8;;file:///etc/passwd\x1b\\x\x1b]8;;\x1b\\",
    "position": "\x1b[1;1H\x1b[2J",
    "colour": "\x1b[31;7m",
    "question": "\x1b[6n\x1b[c\x1b[>q\x05",
    "DECRQSS": "\x1bP$qm\x1b\\\x1bP+q544e\x1b\\",
    "other charset": "\x0e\x1b(0",
    "reset": "\x1bc\x1b[!p",
    "8 bit": "\x9b31m\x9d0;OWNED\x9c\x90$qm\x9c\x85\x8d\x84",
    "backspace": "\x08\x08\x7f\r\x0b\x0c",
    "null": "\x00",
    "bidi": "\u202egnp.exe\u2066\u2069\u200f\u061c",
    "flood": "e" + "\u0301" * 400 + "\u200b" * 400,
    "tags": "\U000e0041\U000e0042\U000e007f",
    "markup": "[bold red][@click=app.quit]x[/][/bold]",
    "lines": "\u2028\u2029\x85",
    "noncharacter": "\ufdd0\uffff\ufeff",
}

FORBIDDEN = re.compile(
    "[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\uffff"
    "\U000e0000-\U000e007f]"
)
"""Characters that the program itself never sends, so that any of them is a record's."""

FORGED = ("OWNED", "T1dORUQ", "file:///", "\x1bP", "\x1bc", "\x1b(0", "\x1b[!p", "\x1b[31;7m")
"""What would be seen in the output if a payload had been sent as it is: the word OWNED stands in strings only."""


def harm() -> str:
    """All payloads in a row, each beginning with the mark and its name."""
    return " ".join(f"{MARK} {name} {payload}" for name, payload in PAYLOADS.items())


def records(text: str) -> dict[str, list[dict[str, Any]]]:
    """A dossier's tables with the text in every field that holds text."""
    excerpt = {"exact": text, "prefix": text, "suffix": text, "start": 0, "end": len(text), "hash": text}
    claim = {
        "source": text, "via": [text], "article": text, "excerpt": excerpt, "reported": "2023-09-04",
        "status": "reported", "date": "2023-09", "place": text, "says": text, "url": "https://x.example/" + text,
    }  # fmt: skip
    other = claim | {"status": "denied", "date": "2024-01-01", "place": "elsewhere", "reported": "2023-09-03"}
    event = {
        "id": text, "title": text, "summary": text, "date": "2023-09-13", "kind": text,
        "place": {"name": text, "country": text, "lat": 1.0, "lon": 2.0}, "tags": [text],
        "actors": [{"actor": text, "role": "by"}, {"actor": "x" + text, "role": "to"}],
        "claims": [claim, other], "links": [{"event": "2", "relation": "about"}],
    }  # fmt: skip
    return {
        "events": [event, event | {"id": "2", "date": "2023-10", "title": "2 " + text}],
        "actors": [
            {
                "id": text, "name": text, "kind": "person", "aliases": [text], "part_of": text, "description": text,
                "country": text, "wikidata": text,
            }
        ],
        "articles": [
            {
                "id": text, "title": text, "publisher": text, "url": "https://x.example/" + text,
                "published": "2023-09-04", "authors": [text], "language": text, "text": f"{text}\n\n{text}",
            }
        ],
    }  # fmt: skip


def table(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {str(number): row for number, row in enumerate(rows, 1)}


def planted(folder: Path, text: str = "") -> Path:
    """A dossier that somebody wrote with other tools than ours."""
    text = text or harm()
    path = folder / f"dossier {MARK}\x1b]0;OWNED\x07\u202e"
    create(path)
    tables = {name: table(rows) for name, rows in records(text).items()}
    articles = tables.pop("articles")
    meta = {"1": {"title": text, "description": text}}
    (path / "dossier.json").write_text(json.dumps({"meta": meta, **tables}), encoding="utf-8")
    (path / "articles.json").write_text(json.dumps({"articles": articles}), encoding="utf-8")
    person = Dossier.open(path).person
    (path / "people").mkdir()
    marks = {"1": {"id": text, "starred": True, "tags": [text], "note": text}, "2": {"id": "2", "note": text}}
    views = {"1": {"id": text, "name": text, "query": f'"{text}"'}}
    (path / "people" / f"{person}.json").write_text(json.dumps({"marks": marks, "views": views}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planted(tmp_path_factory.mktemp("hostile"))


def assert_harmless(sent: bytes) -> None:
    """Nothing of the payloads stands in this output but their letters."""
    said = sent.decode("utf-8")
    found = FORBIDDEN.search(said)
    assert not found, f"{found[0]!r} was sent, in {said[max(0, found.start() - 40) : found.end() + 40]!r}"
    for each in FORGED:
        # As letters of a record it may be shown; not as a string or sequence that a terminal obeys.
        for match in re.finditer(re.escape(each), said):
            before = said[max(0, match.start() - 12) : match.start()]
            assert "\x1b]" not in before, repr(before + each)
            assert not each.startswith("\x1b"), repr(before + each)
    assert not re.search(r"(.)\1*[\u0300-\u036f\u200b]{9}", said), "a flood of marks was sent"


# The explorer, each pane, sheet and dialog, in a real terminal.

ROUNDS: dict[str, list[list[str]]] = {
    "panes": [["j"], ["k"], ["Tab"], ["j"], ["Tab"], ["n"], ["j"], ["1"], ["2"], ["z"], ["z"], ["3"], ["z"]],
    "facets": [["v"]] * 7,
    "help": [["?"], ["G"], ["Esc"]],
    "palette": [["\x10"], ["x"], ["Esc"]],
    "claims": [["c"], ["G"], ["Esc"]],
    "explain": [["x"], ["G"], ["Esc"]],
    "silences": [["i"], ["G"], ["Esc"]],
    "actor filter": [["a"], ["j"], ["Enter"], ["Backspace"]],
    "actor by name": [["@"], ["z"], ["q"], ["Enter"], ["Backspace"]],
    "views": [["f"], ["Down"], ["Enter"], ["\x18"]],
    "tag": [["t"], ["Esc"]],
    "note": [["e"], ["\x1b[H"], ["\x1b[F"], ["Esc"]],
    "linked": [["l"], ["Enter"]],
    "citation": [["Y"], ["Esc"]],
    "url": [["o"]],
    "search": [["/"], ["zq7"], ["Enter"], ["n"], ["n"], ["\x18"]],
    "completion": [["/"], ["actor:z"], ["Tab"], ["Tab"], ["Esc"], ["\x18"]],
    "error": [["/"], ["on:\u202ezz (("], ["Enter"], ["\x18"]],
    "paste": [["/"], ["\x1b[200~zq7\x9b31m\u202e\x1b]0;OWNED\x07\x1b[201~"], ["Enter"], ["\x18"]],
    "dates": [["d"], ["\u202exx"], ["Esc"]],
    "amended": [["W"], ["Esc"]],
    "edit": [["E"], ["Tab"], ["Tab"], ["Esc"], ["Esc"]],
}
"""What is opened, key by key: each screen that can show a record's text."""


def played(seen: Terminal, rounds: list[list[str]]) -> None:
    for keys in rounds:
        seen.press(*keys)
        # Esc is a key by itself only when nothing follows at once.
        quiet = 0
        while quiet < 2:
            before = len(seen.sent)
            seen.pump(0.12)
            quiet = quiet + 1 if len(seen.sent) == before else 0


@pytest.mark.slow
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (160, 48)])
def test_no_screen_sends_a_control_character_of_a_record(dossier: Path, columns: int, rows: int) -> None:
    with terminal(str(dossier), columns=columns, rows=rows) as seen:
        seen.wait_for(r"1 Timeline.*1/2")
        seen.wait_for(MARK)
        for rounds in ROUNDS.values():
            played(seen, rounds)
        seen.press("q")
        seen.wait_for_end()
        # The copy of an address or a passage is the one string that is sent on purpose.
        assert_harmless(re.sub(rb"\x1b\]52;c;[A-Za-z0-9+/=]*\x07", b"", seen.sent))


@pytest.mark.slow
def test_the_first_screens_send_no_control_character_of_a_record(dossier: Path) -> None:
    """The short form of the test before: what our own panes draw, and what Textual's line of input does."""
    with terminal(str(dossier)) as seen:
        seen.wait_for(r"1 Timeline.*1/2")
        seen.wait_for(MARK)
        for name in ("note", "completion", "paste"):
            played(seen, ROUNDS[name])
        assert_harmless(seen.sent)


@pytest.mark.slow
def test_a_terminal_of_ascii_is_sent_nothing_else(dossier: Path) -> None:
    with terminal(str(dossier), environ={"LANG": "C", "TERM": "vt100"}) as seen:
        seen.wait_for(r"1 Timeline.*1/2")
        for rounds in (ROUNDS["panes"], ROUNDS["claims"], ROUNDS["search"]):
            played(seen, rounds)
        assert seen.sent.isascii()
        assert_harmless(seen.sent)


def test_each_payload_is_shown_and_shown_harmless() -> None:
    for name, payload in PAYLOADS.items():
        safe = guarded(f"a{payload}b")
        assert safe[0] + safe[-1] == "ab"
        assert not FORBIDDEN.search(safe), name
        assert "\x1b" not in safe
        assert guarded(safe) == safe


def test_the_grid_hands_on_nothing_that_stands_in_a_text() -> None:
    """Even if a text got past every border, it could not forge more than a place and a colour on the screen."""
    for name, payload in PAYLOADS.items():
        reader = Reader(40, 5, {})
        shown = [blank_row(40)] * 5
        other = reader.read(f"\x1b[2;3H\x1b[1mtext {payload} more\x1b[m", shown)
        assert other == "", name
        drawn = Writer(shown).change(reader.taken())
        assert not FORBIDDEN.search(re.sub(r"\x1b\[[\d;]*[A-Za-z]", "", drawn)), name
        assert not re.search("\x1b[]P^_X]", drawn), name


# The command line.


@dataclass(frozen=True)
class Done:
    """What a command printed, and its exit code."""

    code: int
    out: str
    error: str


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Done]:
    """Run a command line in this process, its output in no terminal, its caches in nobody's home."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Done:
        code = root.run(list(words))
        return Done(code, *capfd.readouterr())

    return run


PRINTING = [
    ["list"],
    ["list", "--json"],
    ["show", "2"],
    ["show", "2", "--json"],
    ["actors"],
    ["actors", "--json"],
    ["hist"],
    ["gaps"],
    ["check"],
    ["check", "--json"],
    ["report"],
    ["report", "--json"],
    ["index"],
]


@pytest.mark.parametrize("words", PRINTING, ids=" ".join)
def test_no_command_prints_a_control_character_of_a_record(
    run: Callable[..., Done], dossier: Path, words: list[str]
) -> None:
    done = run(*words, "-s", str(dossier))
    said = done.out + done.error
    assert said
    assert "\x1b" not in said
    found = FORBIDDEN.search(said)
    assert not found, f"{found[0]!r} in {said[max(0, found.start() - 60) : found.end() + 60]!r}"


def test_json_says_the_very_text_in_harmless_letters(run: Callable[..., Done], dossier: Path) -> None:
    line = run("list", "--json", "-s", str(dossier)).out.splitlines()[0]
    assert json.loads(line)["title"] == harm()
    assert {"\\u009b", "\\u202e", "\\udb40"} <= set(re.findall(r"\\u[0-9a-f]{4}", line))


@pytest.mark.parametrize(
    "words",
    [
        ["list", "on:\x1b]0;OWNED\x07"],
        ["list", "-s", "/nowhere/\x1b]0;OWNED\x07\u202e"],
        ["\x1b]0;OWNED\x07"],
        ["show", "\x1b[31m\x9b"],
        ["when", "\x1b]0;OWNED\x07 july"],
        ["when", "july", "--basis", "\x1b[31m"],
        ["--\x1b[31m\u202e"],
        ["list", "--\x9b31m"],
        ["export", "--as", "\x1b]0;OWNED\x07"],
        ["import", "/nowhere/\x1b]0;OWNED\x07.csv"],
        ["hist", "--by", "\x1b[31m"],
        ["keys", "\x1b[31m"],
        ["new", "/proc/\x1b[31m\u202e"],
    ],
    ids=ascii,
)
def test_no_error_repeats_a_control_character(run: Callable[..., Done], words: list[str]) -> None:
    done = run(*words)
    assert done.code in (1, 2)
    assert done.error
    assert "\x1b" not in done.error
    assert not FORBIDDEN.search(done.error)


def test_no_hint_repeats_a_control_character(run: Callable[..., Done]) -> None:
    done = run("list", '"\u202e("')
    assert "left out" in done.error
    assert not FORBIDDEN.search(done.error)


def test_lone_surrogates_are_refused_where_they_stand(run: Callable[..., Done], tmp_path: Path) -> None:
    path = create(tmp_path / "d").path
    event = '{"id": "1", "title": "\\ud800 half a letter", "date": "2023"}'
    (path / "dossier.json").write_text(f'{{"meta": {{}}, "actors": {{}}, "events": {{"1": {event}}}}}')
    for words in (["list"], ["check"], ["list", "--json"]):
        done = run(*words, "-s", str(path))
        assert not re.search("[\ud800-\udfff]", done.out + done.error)


# Files that are no files, or not ours.


def fifo(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def itself(path: Path) -> None:
    path.symlink_to(path.name)


def folder(path: Path) -> None:
    path.mkdir()


def deep(path: Path) -> None:
    path.write_text('{"events": {"1": ' + '{"id": ' * 10_000 + "1" + "}" * 10_000 + "}}")


def deep_lists(path: Path) -> None:
    path.write_text('{"events": {"1": {"id": "1", "x": ' + "[" * 10_000 + "]" * 10_000 + "}}}")


def null(path: Path) -> None:
    path.write_bytes(b"\0" * 4096)


def passwords(path: Path) -> None:
    path.symlink_to("/etc/passwd")


@pytest.mark.parametrize("name", ["dossier.json", "articles.json", "imports/x.json"])
@pytest.mark.parametrize("make", [fifo, device, itself, folder, deep, deep_lists, null, passwords])
def test_a_file_that_is_none_is_at_most_an_error_in_one_line(
    run: Callable[..., Done], tmp_path: Path, make: Any, name: str
) -> None:
    path = create(tmp_path / "d").path
    (path / name).unlink(missing_ok=True)
    (path / name).parent.mkdir(exist_ok=True)
    make(path / name)
    done = run("list", "-s", str(path))
    assert "root:" not in done.out + done.error
    # What is JSON, but no record, is left out of a list, and that is said. Articles are not read for a list.
    if make in (deep, deep_lists) and name != "articles.json":
        assert done.code == 3
        assert "left out" in done.error
        assert "events/1" in done.error
    else:
        assert done.code == 1 if name == "dossier.json" else done.code in (0, 1)
    assert len(done.error.splitlines()) == bool(done.code)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can take the place of another")
def test_a_dossier_of_another_is_read_and_not_written() -> None:
    # Not in pytest's own folder, which is closed to others.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = create(Path(folder) / "d").path
        Dossier.open(path).add("events", Event(id="one", title="First event", date="2024"))
        before = (path / "dossier.json").read_bytes()

        def work() -> list[str]:
            dossier = Dossier.open(path)
            said = [dossier.why_read_only, *(event.title for event in dossier.records("events"))]
            try:
                dossier.put("events", Event(id="one", title="Mine now", date="2024"))
            except StoreError as error:
                said.append(type(error).__name__)
            return said

        why, *rest = in_child(work, as_nobody=True)
        assert why
        assert rest == ["First event", "ReadOnly"]
        assert (path / "dossier.json").read_bytes() == before


@pytest.mark.parametrize("size", [200_000, pytest.param(30_000_000, marks=pytest.mark.slow)])
def test_a_huge_line_is_shown_as_far_as_the_screen_goes(size: int, tmp_path: Path) -> None:
    """Title and summary, twice the size in one line of the file."""
    text = "x" * size
    path = create(tmp_path / "d").path
    rows = {"1": {"id": "1", "title": text, "date": "2023", "summary": text}}
    (path / "dossier.json").write_text(json.dumps({"meta": {}, "actors": {}, "events": rows}))
    with terminal(str(path)) as seen:
        seen.wait_for(r"1 Timeline.*1/1")
        seen.press("j", "3", "G")
        seen.wait_for("x{20}")
        seen.press("q")
        assert seen.wait_for_end() == 0
        assert len(seen.sent) < 100_000


def test_an_import_takes_no_record_that_nothing_would_read_again(
    run: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.importers.objects.LONGEST_LINE", 1 << 20)
    path = create(tmp_path / "d").path
    rows = [{"title": "Long", "date": "2023", "summary": "x " * 600_000}, {"title": "Short", "date": "2024"}]
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    done = run("import", str(tmp_path / "rows.json"), "-s", str(path))
    assert done.code == 3
    assert "longer than 1 MiB" in done.out + done.error
    listed = run("list", "-s", str(path))
    assert listed.code == 0
    assert listed.out.split()[2] == "Short"


def test_a_document_too_long_to_be_read_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.lines.LONGEST", 1000)
    path = tmp_path / "x.json"
    lines.write(path, {"events": [(1, b'{"id": "1"}')]})
    before = path.read_bytes()
    with pytest.raises(StoreError, match="document 2 of table 'events'"):
        lines.write(path, {"events": [(1, b"{}"), (2, b'"' + b"x" * 1000 + b'"')]})
    assert path.read_bytes() == before
