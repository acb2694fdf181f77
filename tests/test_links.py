"""Links and copies: what is sent to which terminal, and that it is said where to."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from store import model
from store.dossier import create
from tests.pty_terminal import Terminal, terminal
from tui.clipboard import OSC52_LIMIT, send
from tui.terminal import Terminal as Abilities
from tui.terminal import detect

READY = r"1 Timeline.*1/\d+"
URL = "https://example.org/2023/a-title-of-many-words-that-goes-on-and-on?part=1;page=2"
SAID = r"^ (?!Passage:).*(?:sent to|No link)"
OPENED = re.compile(rb"\x1b\]8;[^;]*;([^\x07\x1b]*)(?:\x1b\\|\x07)")


def dossier(folder: Path, *urls: str) -> Path:
    """An event a day, of which somebody wrote at this address."""
    own = create(folder / "own", "Own")
    excerpt = model.Excerpt(exact="the very words", start=0, end=14)
    for day, url in enumerate(urls, 1):
        date = f"2024-02-{day:02}"
        claim = model.Claim(source="", reported=date, status="reported", says="x", url=url, excerpt=excerpt)
        own.add("events", model.Event(id=date, title="One", date=date, status="reported", claims=(claim,)))
    return own.path


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"DATELINE_CACHE": str(tmp_path / "cache"), "DATELINE_CONFIG": str(tmp_path / "none.toml")}


def asked_for(path: Path, environ: dict[str, str], events: int = 1) -> tuple[list[bytes], list[str], bytes]:
    """Press `o` at each event: the targets of hyperlinks as they were sent, what is said of each event, every byte."""
    said = []
    with terminal(str(path), environ=environ) as seen:
        for number in range(1, events + 1):
            seen.wait_for(rf"1 Timeline.*\b{number}/{events}\b")
            # Another copy, so that what was said of the event before is not taken for an answer.
            seen.press("y")
            seen.wait_for("^ Passage: sent to")
            seen.press("o")
            said.append(seen.wait_for(SAID).splitlines()[-1])
            seen.press("j")
        seen.press("2")
        seen.wait_for("^.2 Actors")
        seen.press("q")
        seen.wait_for_end()
        return OPENED.findall(seen.sent), said, seen.sent


def test_an_address_is_a_hyperlink_that_is_opened_and_closed(tmp_path: Path, environ: dict[str, str]) -> None:
    targets, (said,), sent = asked_for(dossier(tmp_path, URL), environ)
    assert targets[0] == URL.encode()
    assert targets[-1] == b""
    assert set(targets) == {URL.encode(), b""}
    assert re.search(r"https://example\.org/2023/a-title-of.*… sent to clipboard and yank\.txt", said)
    assert b"\x1b]52;c;" + base64.b64encode(URL.encode()) + b"\a" in sent


LINKLESS = ({"TERM": "linux"}, {"TERM": "vt100"}, {"TERM": "eterm-color"}, {"TERM": "screen", "STY": "1.tty"})


def test_which_terminals_know_no_hyperlinks() -> None:
    assert detect({"TERM": "xterm-256color"}).links
    assert [kind for kind in LINKLESS if detect(kind).links] == []


@pytest.mark.parametrize(
    "kind",
    [
        # All that it lacks are links; what the others are, the test above tells.
        pytest.param(kind, marks=() if kind["TERM"] == "eterm-color" else pytest.mark.slow, id=kind["TERM"])
        for kind in LINKLESS
    ],
)
def test_a_terminal_that_knows_no_hyperlinks_gets_none(
    kind: dict[str, str], tmp_path: Path, environ: dict[str, str]
) -> None:
    targets, (said,), _ = asked_for(dossier(tmp_path, URL), environ | kind)
    assert targets == []
    assert "https://example.org/2023" in said


HOSTILE = {
    "script": ("javascript:alert(1)//https://example.org", None),
    "file": ("file:///etc/passwd", None),
    "escape": ("https://example.org/\x1b]8;;javascript:x\x1b\\", None),
    "bell": ("https://example.org/\x07\x1b[31m", None),
    "c1": ("https://example.org/\x9d8;;javascript:x\x9c", None),
    "bidi": ("https://example.org/\u202egpj.exe", "shown, and copied, but never linked"),
    "letters": ("https://exämple.org/", "shown, and copied, but never linked"),
    "long": (f"https://example.org/{'x' * 3000}", "shown, and copied, but never linked"),
}


def test_no_hyperlink_is_made_of_what_is_no_clean_address(tmp_path: Path, environ: dict[str, str]) -> None:
    path = dossier(tmp_path, *(url for url, _ in HOSTILE.values()))
    targets, said, sent = asked_for(path, environ, len(HOSTILE))
    assert targets == []
    for (name, (_, shown)), line in zip(HOSTILE.items(), said, strict=True):
        assert ("sent to" if shown else "No link") in line, name
    assert not re.search(rb"\x1b\]8|\x9d|\xe2\x80\xae", sent)


# Where a copy goes.


def test_a_copy_is_said_to_be_where_it_was_sent(tmp_path: Path, environ: dict[str, str]) -> None:
    remote = environ | {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}
    for kind in (environ, remote):
        with terminal(str(dossier(tmp_path / str(len(kind)), URL)), environ=kind, columns=120) as seen:
            seen.wait_for(READY)
            for keys, said, text in (
                ("y", "Passage:", "the very words"),
                ("Y\r", r"Citation \(Markdown\):", "https://example.org"),
                ("o", "https://.*…", URL),
            ):
                seen.press(*keys)
                seen.wait_for(f"^ {said} sent to .*clipboard and .*yank.txt")
                assert text in (tmp_path / "cache" / "yank.txt").read_text(encoding="utf-8")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.mark.usefixtures("cache")
def test_a_terminal_without_a_clipboard_is_not_said_to_have_one() -> None:
    for environ in ({"TERM": "linux"}, {"TERM": "vt100"}, {"TERM": "screen"}, {"TERM": "xterm", "STY": "1.tty"}):
        told = send("text", detect(environ), lambda _: pytest.fail("it has no clipboard")).told()
        assert told.startswith("sent to /")
        assert told.endswith("yank.txt")
    assert detect({"TERM": "screen", "TMUX": "/tmp/x,1,0"}).clipboard


@pytest.mark.usefixtures("cache")
def test_what_no_terminal_takes_goes_to_the_file_and_that_is_said() -> None:
    sent = send("x" * (OSC52_LIMIT + 1), Abilities(), lambda _: pytest.fail("too long"))
    assert re.fullmatch(r"sent to \S+yank\.txt \(too long for the clipboard\)", sent.told())


def test_no_place_at_all_is_said(cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    assert send("text", Abilities(clipboard=False), print).told() == "no place to copy to: not sent"


def test_inside_tmux_its_buffer_holds_what_was_copied(tmp_path: Path, environ: dict[str, str]) -> None:
    tmux = shutil.which("tmux")
    if tmux is None:
        pytest.skip("no tmux here")
    path = dossier(tmp_path, URL)
    server = (tmux, "-S", str(tmp_path / "tmux"))
    command = [*server, "-f", "/dev/null", "new-session", f"{sys.executable} -m tui {path}"]
    seen = Terminal(command, 120, 24, environ)
    try:
        seen.wait_for(READY)
        for keys, said, text in (("y", "Passage:", "the very words"), ("o", "https://.*", URL)):
            seen.press(keys)
            seen.wait_for(f"^ {said} sent to tmux.* and .*yank.txt")
            held = subprocess.run([*server, "show-buffer"], capture_output=True, text=True, check=True).stdout
            assert held == text
            assert (tmp_path / "cache" / "yank.txt").read_text(encoding="utf-8") == text
    finally:
        subprocess.run([*server, "kill-server"], capture_output=True, check=False)
        seen.process.terminate(force=True)
