"""Terminals of every kind: what each is shown, as goldens from a real pty, and how each is left.

``DATELINE_GOLDENS=write pytest tests/test_terminals.py`` makes the goldens anew; look at the difference.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from store import check, model
from store.dossier import Dossier, create
from tests.pty_terminal import Terminal, terminal
from tui.terminal import detect

SILENCE = 5.0
"""Seconds without a byte after which no other screen is to be expected."""

GOLDENS = Path(__file__).parent / "goldens"
BASIS = ("--basis", "2024-03-01")
READY = r"1 Timeline.*1/\d+"

TITLES = (
    ("Latin", "Ministers sign the accord in Zürich"),
    ("Combining", "Pre\u0301sident Łukasz Nguyễn spricht über Åland"),
    ("Wide", "北京 정상회담 サミット 2024 end"),
    ("Arabic", "قمة الرياض 2024 تنتهي باتفاق"),
    ("Hebrew", "פסגה בירושלים 2024 מסתיימת"),
    ("Indic", "नमस्ते दिल्ली 2024 end"),
    ("Emoji", "Flag 🇰🇵 heart ❤️ family 👨‍👩‍👧 thumb 👍🏽 end"),
    ("Escapes", "red \x1b[31m bell \x07 c1 \x9b2J bidi \u202e end"),
)
STATUSES = ("planned", "reported", "confirmed", "denied")

PROFILES = {
    "xterm": {"TERM": "xterm-256color"},
    "tmux": {"TERM": "tmux-256color"},
    "screen": {"TERM": "screen"},
    "linux": {"TERM": "linux"},
    "vt100": {"TERM": "vt100"},
    "no-colour": {"NO_COLOR": "1"},
    "light": {"COLORFGBG": "0;15"},
    "ascii": {"LANG": "C"},
    "slow": {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"},
}
LIKE_XTERM = ("tmux", "screen", "slow")
"""The profiles that are drawn as ``xterm`` is, to the attribute."""
IN_ASCII = ("vt100", "ascii")
"""The profiles that are shown ASCII; all others are shown one text, in their own colours."""

SIZES = ((80, 24), (100, 30), (160, 48), (40, 12), (39, 12), (80, 24))
"""One after the other in a running session: the last is the first again."""


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier of many scripts, written by hand here, with every status."""
    dossier = create(tmp_path_factory.mktemp("dossier") / "scripts", "Many scripts")
    for number, (name, title) in enumerate(TITLES, 1):
        status = STATUSES[number % len(STATUSES)]
        claim = model.Claim(source="", reported=f"2024-02-{number:02}", status=status, says=title)
        dossier.add(
            "events",
            model.Event(
                id=name.lower(), title=f"{name}: {title}", date=f"2024-02-{number:02}", status=status, claims=(claim,)
            ),
        )
    return dossier.path


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"DATELINE_CACHE": str(tmp_path / "cache"), "DATELINE_CONFIG": str(tmp_path / "none.toml")}


def attributes(seen: Terminal) -> str:
    """A digest of how each cell is drawn: colours, bold, underline, reverse. Not of what stands in it."""
    cells = (
        (char.fg, char.bg, char.bold, char.italics, char.underscore, char.reverse)
        for y in range(seen.screen.lines)
        for char in (seen.screen.buffer[y][x] for x in range(seen.screen.columns))
    )
    return hashlib.blake2b(repr(list(cells)).encode(), digest_size=6).hexdigest()


def compare(profile: str, size: str, seen: Terminal) -> None:
    """Whether the screen comes to be that of a golden: the text of its kind, and how this profile draws it."""
    text = GOLDENS / f"{'ascii' if profile in IN_ASCII else 'unicode'}-{size}.txt"
    digests = GOLDENS / "attributes.json"
    if os.environ.get("DATELINE_GOLDENS") == "write":
        text.write_text(settle(seen).rstrip() + "\n", encoding="utf-8")
        known = json.loads(digests.read_text()) if digests.exists() else {}
        known.setdefault(profile, {})[size] = attributes(seen)
        digests.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
    wanted = text.read_text(encoding="utf-8"), json.loads(digests.read_text())[profile][size]

    def shown() -> tuple[str, str]:
        return seen.text.rstrip() + "\n", attributes(seen)

    came, end = len(seen.sent), time.monotonic() + SILENCE
    while shown() != wanted and time.monotonic() < end and seen.pump(0.05):
        if len(seen.sent) != came:
            came, end = len(seen.sent), time.monotonic() + SILENCE
    assert shown() == wanted


def settle(seen: Terminal) -> str:
    """The screen when nothing comes any more."""
    before = b""
    while before != seen.sent:
        before = seen.sent
        for _ in range(4):
            seen.pump(0.05)
    return seen.text


@pytest.mark.parametrize(
    "profile", [pytest.param(name, marks=pytest.mark.slow if name in LIKE_XTERM else ()) for name in PROFILES]
)
def test_each_terminal_is_shown_what_it_can_show(profile: str, scripts: Path, environ: dict[str, str]) -> None:
    """At each size, resized from one to the next."""
    with terminal(str(scripts), *BASIS, environ=environ | PROFILES[profile]) as seen:
        seen.wait_for(READY)
        for columns, rows in SIZES:
            seen.resize(columns, rows)
            seen.wait_for("too small" if columns < 40 else rf"(?s)\A dateline.*1 Timeline.{{{columns // 2}}}")
            compare(profile, f"{columns}x{rows}", seen)
        seen.press("q")
        assert seen.wait_for_end() == 0
        if profile in ("vt100", "ascii"):
            assert seen.sent.isascii()
        if profile in ("vt100", "no-colour"):
            assert not re.search(rb"\x1b\[[\d;]*\b[34]\d[\d;]*m", seen.sent)
        if profile in ("vt100", "linux"):
            assert set(re.findall(rb"\x1b\[\?(\d+)[hl]", seen.sent)) <= {b"25", b"7"}
            assert b"\x1b]" not in seen.sent
            assert b"\x1b[>" not in seen.sent
        assert not re.search(rb"\x1b\[(?:31m bell|2J bidi)|\x9b|\xe2\x80\xae", seen.sent)


def test_colours_differ_where_they_should() -> None:
    """No golden says the same of terminals that are drawn on in different ways."""
    drawn = json.loads((GOLDENS / "attributes.json").read_text())
    assert set(drawn) == set(PROFILES)
    for size in {f"{columns}x{rows}" for columns, rows in SIZES if columns >= 40}:
        assert drawn["no-colour"][size] != drawn["xterm"][size]
        assert {drawn[name][size] for name in LIKE_XTERM} == {drawn["xterm"][size]}


def test_what_is_drawn_alike_differs_in_what_is_not_drawn() -> None:
    """All that decides on cells is told alike, so one of them stands for all in the quick suite."""
    known = detect({"LANG": "C.UTF-8"} | PROFILES["xterm"])
    for name in LIKE_XTERM:
        other = detect({"LANG": "C.UTF-8"} | PROFILES[name])
        assert replace(other, remote=False, slow=False, links=True, clipboard=True) == known


def test_status_and_focus_show_without_any_colour_or_attribute(scripts: Path, environ: dict[str, str]) -> None:
    """The emulated screen as text only: glyph and letter tell a status, a mark the focus and the cursor."""
    with terminal(str(scripts), *BASIS, environ=environ) as seen:
        for sign in ("○P", "◐R", "●C", "×D", "^▌1 Timeline", "^▌Feb 1 "):
            seen.wait_for(sign)
        seen.press("3")
        shown = seen.wait_for("^▌3 Article")
        assert not re.search("^▌1 Timeline", shown, re.M)


# How the terminal is left.

MODES = {b"1049": b"l", b"25": b"h", b"7": b"h", b"2004": b"l", b"1004": b"l"}


def left_clean(seen: Terminal, before: list[object]) -> None:
    for mode, last in MODES.items():
        assert re.findall(rb"\x1b\[\?" + mode + rb"([hl])", seen.sent)[-1] == last, mode
    assert seen.sent.count(b"\x1b[<u") == seen.sent.count(b"\x1b[>25u")
    assert termios.tcgetattr(seen.process.fd)[:6] == before


@pytest.mark.parametrize("kind", ["dumb", "unknown"])
def test_a_terminal_without_a_cursor_to_move_is_refused_in_one_line(
    kind: str, scripts: Path, environ: dict[str, str]
) -> None:
    with terminal(str(scripts), *BASIS, environ=environ | {"TERM": kind}) as seen:
        assert seen.wait_for_end() == 1
        line = f"dateline: this terminal (TERM={kind}) cannot move its cursor; `dateline list` prints"
        assert seen.sent.decode().splitlines() == [line]


def test_a_terminal_that_says_no_name_is_taken_for_an_xterm(scripts: Path, environ: dict[str, str]) -> None:
    with terminal(str(scripts), *BASIS, environ=environ | {"TERM": ""}) as seen:
        seen.wait_for(READY)
        seen.press("q")
        assert seen.wait_for_end() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_kill_leaves_the_terminal_clean(number: int, scripts: Path, environ: dict[str, str]) -> None:
    with terminal(str(scripts), *BASIS, environ=environ) as seen:
        before = termios.tcgetattr(seen.process.fd)[:6]
        seen.wait_for(READY)
        settle(seen)
        os.kill(seen.process.pid, number)
        assert seen.wait_for_end() == 128 + number
        left_clean(seen, before)


def test_control_c_does_not_quit(scripts: Path, environ: dict[str, str]) -> None:
    with terminal(str(scripts), *BASIS, environ=environ) as seen:
        before = termios.tcgetattr(seen.process.fd)[:6]
        seen.wait_for(READY)
        seen.press("\x03", "j")
        seen.wait_for(r"1 Timeline.*2/\d+")
        seen.press("q")
        assert seen.wait_for_end() == 0
        left_clean(seen, before)


CRASH = """
import sys
from tui.panes.timeline import Timeline

def broken(self, step):
    raise RuntimeError("broken on purpose")

Timeline.action_move = broken
from tui.__main__ import main
main(sys.argv[1:])
"""


def test_a_crash_leaves_the_terminal_clean(scripts: Path, environ: dict[str, str]) -> None:
    with terminal(str(scripts), *BASIS, environ=environ, python=("-c", CRASH)) as seen:
        before = termios.tcgetattr(seen.process.fd)[:6]
        seen.wait_for(READY)
        settle(seen)
        seen.press("j")
        assert seen.wait_for_end() == 1
        left_clean(seen, before)
        assert seen.sent.rindex(b"broken on purpose") > seen.sent.rindex(b"\x1b[?1049l")


def test_a_stopped_session_comes_back_whole(scripts: Path, environ: dict[str, str]) -> None:
    """As a shell does it: ^Z stops the program, which leaves the screen; `fg` brings it back."""
    shell = shutil.which("bash")
    if shell is None:
        pytest.skip("no bash to stop and continue the program")
    command = f"{sys.executable} -m tui {scripts}"
    running = Terminal([shell, "--norc", "-i"], 80, 24, environ | {"PS1": "shell> ", "PYTHONPATH": os.getcwd()})
    try:
        running.wait_for("shell>")
        running.press(command + "\n")
        running.wait_for(READY)
        before = settle(running)
        running.press("\x1a")
        running.wait_for_bytes(b"\x1b[?1049l")
        running.wait_for_bytes(b"Stopped")
        at = len(running.sent)
        running.screen.reset()
        running.press("fg\n")
        running.wait_for(READY)
        assert settle(running) == before
        assert b"\x1b[2J" in running.sent[at:]
        running.press("q")
        running.wait_for_bytes(b"\x1b[?1049l")
    finally:
        running.end()


def test_killed_outright_the_dossier_stays_whole(tmp_path: Path, environ: dict[str, str]) -> None:
    own = create(tmp_path / "own", "Own")
    for number in range(1, 4):
        own.add("events", model.Event(id=f"e{number}", title=f"Event {number}", date=f"2024-01-0{number}"))
    with terminal(str(own.path), environ=environ) as seen:
        seen.wait_for(READY)
        seen.press("m", "j", "m")
        seen.wait_for(r"1 Timeline.*2/3")
        os.kill(seen.process.pid, signal.SIGKILL)
        while seen.pump(0.1) and seen.process.isalive():
            pass
    after = Dossier.open(own.path)
    assert len(list(after.records("events"))) == 3
    assert not [fault for fault in check.check(after) if fault.severity == "error"]


# Inside a real tmux.


def test_inside_tmux(scripts: Path, environ: dict[str, str], tmp_path: Path) -> None:
    tmux = shutil.which("tmux")
    if tmux is None:
        pytest.skip("no tmux here")
    socket = str(tmp_path / "tmux")

    def run(*words: str) -> str:
        return subprocess.run([tmux, "-S", socket, *words], capture_output=True, text=True, env=env, check=True).stdout

    env = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    env |= environ | {"LANG": "C.UTF-8", "TERM": "xterm-256color"}
    run("-f", os.devnull, "new-session", "-d", "-x", "80", "-y", "24", "-s", "t", f"{sys.executable} -m tui {scripts}")
    try:
        run("set-option", "-g", "status", "off")
        for _ in range(300):
            shown = run("capture-pane", "-p", "-t", "t")
            if re.search(READY, shown):
                break
            run("wait-for", "-S", "never")
        assert re.search(READY, shown)
        run("send-keys", "-t", "t", "j", "y")
        for _ in range(300):
            shown = run("capture-pane", "-p", "-t", "t")
            if re.search(r"1 Timeline.*2/", shown):
                break
        assert re.search(r"1 Timeline.*2/", shown)
    finally:
        subprocess.run([tmux, "-S", socket, "kill-server"], capture_output=True, check=False)
