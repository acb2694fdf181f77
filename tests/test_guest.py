"""What a guest session offers and what its process may do: two walls, each tested without the other."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from samples import NORTH_KOREA_RUSSIA
from store import chronology
from store.chronology import Chronology
from store.dossier import Dossier
from store.query import parse
from tests.harness import SMALL, Driven
from tests.processes import in_child
from tests.pty_terminal import terminal
from tui.basis import basis_of
from tui.commands import BY_ID, COMMANDS, table
from tui.config import Config
from tui.guest.confine import KEPT, Refused, confine, judge, scrub
from tui.guest.session import ACTS, OUTGROWN, GuestDateline, GuestExplorer
from tui.terminal import Terminal

FORBIDDEN = {
    "save-view", "star", "tag", "note", "undo", "redo", "import", "export", "reload", "suspend",
}  # fmt: skip
"""What a guest must not have, by its name: a new command that writes has to be thought of here too."""

SAFE_ACTS = {
    "copying.cite", "copying.copy", "copying.link",
    "dating.around", "dating.dates", "dating.day", "dating.explain", "dating.goto", "dating.scale_by", "dating.shift",
    "finding.clear", "finding.facet", "finding.filter_by", "finding.gaps", "finding.jump_actor", "finding.pair",
    "finding.release", "searching.begin", "finding.views",
    "program.leave", "program.palette", "program.redraw", "program.show_help",
    "reading.claims", "reading.follow", "reading.hit",
}  # fmt: skip
"""The acts that were read through and found to write nothing and to start nothing."""


def drive(test: Callable[[Driven], Awaitable[None]], path: Path = NORTH_KOREA_RUSSIA) -> None:
    async def run() -> None:
        dossier = Dossier.open(path, person="guest", read_only=True)
        index = chronology.open(dossier)
        app = GuestDateline(dossier, index, parse("", basis_of(dossier)), Terminal(tmux=True), Config())
        async with app.run_test(size=SMALL) as pilot:
            driven = Driven(app, pilot)
            await driven.idle()
            await test(driven)
        index.close()

    asyncio.run(run())


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in folder.rglob("*")
    }


# The first wall: what is offered.


def test_a_guest_has_every_command_but_those_that_write_or_start_something() -> None:
    offered = {command.id for command in table(guest=True)}
    assert {command.id for command in COMMANDS} - offered >= FORBIDDEN
    assert not offered & FORBIDDEN
    assert ACTS <= SAFE_ACTS, "read the new act through: may a stranger have it?"


def test_no_forbidden_command_is_bound() -> None:
    async def test(driven: Driven) -> None:
        bound = {binding.id for _, bindings in driven.explorer._bindings for binding in [bindings]}
        assert "search" in bound
        assert not bound & FORBIDDEN

    drive(test)


def test_no_forbidden_command_is_told_in_footer_help_or_palette() -> None:
    told = {BY_ID[name].help for name in FORBIDDEN}

    async def test(driven: Driven) -> None:
        assert "star" not in driven.line("status")
        await driven.press("question_mark")
        await driven.press("G")
        seen = driven.screen()
        for _ in range(12):
            await driven.press("ctrl+u")
            seen += driven.screen()
        assert "Copy the excerpt" in seen
        assert not [each for each in told if each in seen]
        await driven.press("escape", "ctrl+p")
        offered = {choice.label for choice in driven.app.screen._source("")}  # type: ignore[attr-defined]
        assert "Copy the excerpt" in offered
        assert not offered & told

    drive(test)


def test_a_forbidden_key_opens_nothing_and_says_nothing() -> None:
    async def test(driven: Driven) -> None:
        before = driven.screen()
        for key in ("m", "t", "e", "u", "U", "I", "X", "R", "F", "ctrl+z"):
            await driven.press(key)
            assert isinstance(driven.app.screen, GuestExplorer), key
            assert driven.screen() == before, key

    drive(test)


def test_a_forbidden_act_is_not_run_whoever_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    for room, act in (("exchanging", "export_view"), ("program", "suspend"), ("marking", "star")):
        monkeypatch.setattr(f"tui.acts.{room}.{act}", lambda *_: ran.append("it ran"))

    async def test(driven: Driven) -> None:
        for name in ("exchanging.export_view", "program.suspend", "marking.star", "os.system", "../guest"):
            await driven.explorer.action_act(name)

    drive(test)
    assert ran == []


def test_an_index_that_is_outgrown_is_said_once_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[None] = []

    def refresh(_: Chronology, **__: object) -> bool:
        looked.append(None)
        raise Refused("subprocess.Popen: a guest session starts nothing and calls nobody")

    async def test(driven: Driven) -> None:
        monkeypatch.setattr(Chronology, "refresh", refresh)
        driven.explorer.look_again()
        await driven.idle()
        assert OUTGROWN in driven.line("status")
        assert len(OUTGROWN) < SMALL[0] - 1
        await driven.press("j")
        driven.explorer.status.show_keys()
        driven.explorer.look_again()
        await driven.idle()
        assert len(looked) >= 2
        assert OUTGROWN not in driven.line("status")
        assert driven.explorer.timeline.count

    drive(test)


def test_what_a_guest_copies_goes_to_the_guests_terminal_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("subprocess.run", lambda *_, **__: pytest.fail("a guest's text was given to a program"))
    sent: list[str] = []

    async def test(driven: Driven) -> None:
        monkeypatch.setattr(driven.app, "copy_to_clipboard", sent.append)
        await driven.press("j", "y")
        assert "the terminal's clipboard" in driven.line("status")
        assert "yank" not in driven.line("status")

    drive(test)
    assert len(sent) == 1
    assert not (tmp_path / "cache").exists()


def test_queries_are_remembered_for_the_session_and_not_on_disk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATELINE_STATE", str(tmp_path / "state"))

    async def test(driven: Driven) -> None:
        await driven.press("slash")
        await driven.type("kim")
        await driven.press("enter", "ctrl+x", "slash", "up")
        assert driven.explorer.recall() == ["kim"]

    drive(test)
    assert not (tmp_path / "state").exists()


# The second wall: what the process may do.


def test_only_the_terminal_is_known_from_the_environment() -> None:
    environ = dict.fromkeys(KEPT, "x") | {
        "TEXTUAL_DRIVER": "os:system", "TEXTUAL_LOG": "/tmp/log", "DATELINE_DOSSIER": "/etc", "PYTHONPATH": "/tmp",
        "LD_PRELOAD": "x.so", "SSH_ORIGINAL_COMMAND": "sh", "HOME": "/root", "PATH": "/tmp", "TMUX": "/tmp/t,1,0",
    }  # fmt: skip
    environ["TERM"] = "xterm\x1b]0;mine\x07"
    scrub(environ)
    assert set(environ) == set(KEPT) - {"TERM"}


def attempts(folder: Path) -> dict[str, Callable[[], object]]:
    """What a guest's process might be talked into."""
    outside = folder.parent / "outside"
    return {
        "a shell": lambda: os.system("true"),
        "a program": lambda: subprocess.run(["true"], check=False),
        "a fork": os.fork,
        "exec": lambda: os.execv("/bin/true", ["true"]),
        "stopping": lambda: os.kill(os.getpid(), signal.SIGCONT),
        "a file": lambda: outside.write_text("x"),
        "appending": lambda: open(outside, "a"),
        "os.open": lambda: os.open(outside, os.O_WRONLY | os.O_CREAT),
        "a folder": outside.mkdir,
        "removing": lambda: os.remove(folder.parent / "there"),
        "renaming": lambda: os.rename(folder.parent / "there", outside),
        "moving in": lambda: os.rename(folder.parent / "there", folder / "there"),
        "a link": lambda: os.symlink("/etc/passwd", outside),
        "a way out by a link": lambda: (folder / "out" / "file").write_text("x"),
        "a way out by dots": lambda: (folder / ".." / "outside").write_text("x"),
        "a connection": lambda: socket.create_connection(("127.0.0.1", 9)),
        "listening": lambda: socket.socket().bind(("127.0.0.1", 0)),
    }


@pytest.mark.parametrize("what", list(attempts(Path("x"))))
def test_a_confined_process_is_refused(what: str, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    (tmp_path / "there").write_text("x")
    (folder / "out").symlink_to(tmp_path)

    def work() -> str:
        confine(folder)
        attempts(folder)[what]()
        return "nobody minded"

    assert str(in_child(work)).startswith("Refused: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "there"]


def test_a_confined_process_may_use_its_folder_and_read(tmp_path: Path) -> None:
    def work() -> str:
        confine(tmp_path)
        (tmp_path / "file").write_text("x")
        os.rename(tmp_path / "file", tmp_path / "other")
        return (tmp_path / "other").read_text() + Path(__file__).read_text()[:3]

    assert in_child(work) == 'x"""'


def test_without_a_folder_nothing_at_all_is_written(tmp_path: Path) -> None:
    assert judge("open", (str(tmp_path / "x"), "w", os.O_WRONLY | os.O_CREAT), None)
    assert judge("open", (str(tmp_path / "x"), "r", os.O_RDONLY | os.O_CLOEXEC), None) is None
    assert judge("open", (b"/dev/tty", "rb+", os.O_RDWR), None) is None
    assert judge("open", (3, "w", os.O_WRONLY), None) is None


# Both, in a real terminal.


def test_a_guest_session_leaves_no_trace_whatever_its_environment_says(tmp_path: Path) -> None:
    house = tmp_path / "house"
    shutil.copytree(NORTH_KOREA_RUSSIA, house / "dossier")
    (house / "config.toml").write_text('[keys]\nexport = "X"\nnonsense = "y"\n')
    (house / "people").mkdir()
    before = tree(house)
    hostile = {
        "HOME": str(house), "XDG_CACHE_HOME": str(house), "XDG_STATE_HOME": str(house), "XDG_CONFIG_HOME": str(house),
        "DATELINE_CONFIG": str(house / "config.toml"), "DATELINE_CACHE": str(house), "DATELINE_STATE": str(house),
        "DATELINE_WIRE": "0", "TEXTUAL_DRIVER": "tests.planted:Driver", "TEXTUAL_LOG": str(house / "log"),
        "TEXTUAL_SCREENSHOT": "1", "TEXTUAL_SCREENSHOT_LOCATION": str(house), "TEXTUAL": "debug,devtools",
        "SSH_ORIGINAL_COMMAND": "sh -i", "EDITOR": "sh", "BROWSER": "sh", "TMUX": "/tmp/none,1,0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    with terminal("--guest", str(house / "dossier"), environ=hostile) as seen:
        seen.wait_for(r"1 Timeline.*1/\d+")
        seen.press("/", "vostochny", "Enter")
        seen.wait_for(r"\[vostochny")
        seen.press("y")
        seen.wait_for("the terminal's clipboard")
        # Stop, interrupt, quit and the keys of what a guest has not: nothing of it ends or stops the session.
        for key in ("\x1a", "\x03", "\x1c", "\x04", "m", "X", "I", "\x1b[15~", "R"):
            seen.press(key)
        seen.press("?")
        seen.wait_for("Help: timeline")
        seen.press("Esc")
        seen.wait_until_gone("Help: timeline")
        seen.press("q")
        assert seen.wait_for_end() == 0
        assert b"\x1b[?1049l" in seen.sent
    assert tree(house) == before


def test_a_crash_tells_a_guest_nothing_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    app = GuestDateline(None, None, None, Terminal(), Config())
    app.error_console.print("/srv/secret")
    assert app.error_console.file is not sys.stderr


@pytest.mark.parametrize(
    "arguments", [["--guest"], ["--guest-cache", ".", str(NORTH_KOREA_RUSSIA)], ["--guest", "--bogus", "x"]]
)
def test_a_wrong_call_is_refused(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", "tui", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
