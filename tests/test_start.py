"""The start: what is loaded before the first frame, the frame of the last time, and a terminal left as it was found."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from samples import NORTH_KOREA_RUSSIA
from store import model
from store.dossier import Dossier, create
from tests.pty_terminal import Terminal, terminal
from tui import splash

READY = r"1 Timeline.*1/\d+"

HEAVY = {
    "click", "configparser", "dateutil", "email", "feedparser", "filelock", "html.parser", "http", "icalendar",
    "importlib.metadata", "markdown_it", "multiprocessing", "pygments", "sqlite3",
    "textual.widgets._data_table", "textual.widgets._markdown", "textual.widgets._text_area",
    "tinydb", "trafilatura", "urllib.request", "xml",
}  # fmt: skip
"""What the explorer may need one day, but not to paint its first screen. (``ssl`` and ``subprocess`` come with asyncio,
``Input`` with Textual's own ``App``.)"""

LISTED = """
import sys
from pathlib import Path
import tui.app

looked = tui.app.Dateline._look
listing = Path(sys.argv.pop())

def look(self):
    if not listing.exists():
        listing.write_text("\\n".join(sorted(sys.modules)))
    looked(self)

tui.app.Dateline._look = look
from tui.__main__ import main
main([])
"""


@pytest.fixture
def cache(tmp_path: Path) -> dict[str, str]:
    return {"DATELINE_CACHE": str(tmp_path / "cache"), "DATELINE_CONFIG": str(tmp_path / "config.toml")}


def frames(environ: dict[str, str]) -> list[Path]:
    return list((Path(environ["DATELINE_CACHE"]) / "frames").glob("*"))


def visited(environ: dict[str, str], *arguments: str, **how: int) -> bytes:
    """Look at a dossier until its first frame is kept, and leave; what was sent."""
    before = {path: path.stat().st_mtime_ns for path in frames(environ)}
    with terminal(*arguments, environ=environ, **how) as seen:
        seen.wait_for(READY)
        for _ in range(100):
            if {path: path.stat().st_mtime_ns for path in frames(environ)} != before:
                break
            seen.pump(0.05)
        seen.press("q")
        assert seen.wait_for_end() == 0
        return seen.sent


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A person who has looked at the sample once."""
    folder = tmp_path_factory.mktemp("once")
    environ = {"DATELINE_CACHE": str(folder / "cache"), "DATELINE_CONFIG": str(folder / "config.toml")}
    visited(environ)
    return environ


@pytest.fixture
def known(once: dict[str, str], tmp_path: Path) -> Iterator[dict[str, str]]:
    """The same, at every test. The name of the cache folder is one of the things that a frame depends on."""
    cache, saved = Path(once["DATELINE_CACHE"]), tmp_path / "saved"
    shutil.copytree(cache, saved)
    yield once
    shutil.rmtree(cache)
    shutil.copytree(saved, cache)


def painted_first(seen: Terminal) -> bool:
    """Whether the first thing sent was a whole frame, before Textual said anything."""
    seen.wait_for(r"1 Timeline.*\d+/\d+")
    return b"\x1b[?1004h" not in seen.sent[: seen.sent.find(b"1 Timeline")]


def test_nothing_heavy_is_loaded_for_the_first_screen(tmp_path: Path, cache: dict[str, str]) -> None:
    listing = tmp_path / "modules"
    with terminal(str(listing), environ=cache, python=("-c", LISTED)) as seen:
        seen.wait_for(READY)
        while not listing.exists() or not listing.stat().st_size:
            assert seen.pump(0.05)
        seen.press("q")
        seen.wait_for_end()
    loaded = set(listing.read_text().split())
    assert "tui.panes.timeline" in loaded
    assert not sorted(name for name in loaded if any(name == each or name.startswith(each + ".") for each in HEAVY))


def test_next_to_nothing_is_loaded_for_the_splash() -> None:
    program = "import sys; before = set(sys.modules); import tui.launch; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-S", "-E", "-c", program], capture_output=True, text=True, cwd=ROOT)
    assert done.stderr == ""
    assert set(done.stdout.split()) <= ALLOWED


ROOT = Path(__file__).parent.parent

ALLOWED = {
    "__future__", "gc", "termios", "time", "zlib", "tui", "tui.launch", "tui.splash", "tui.hold",
    # What ``signal`` is made of.
    "signal", "_signal", "enum", "types", "operator", "_operator", "functools", "_functools", "collections",
    "_collections", "keyword", "reprlib", "itertools",
    # What a Python without ``site`` has not loaded yet.
    "os", "stat", "_stat", "posixpath", "genericpath", "os.path", "_collections_abc", "collections.abc",
}  # fmt: skip


def test_the_frame_of_the_last_time_is_shown_first(cache: dict[str, str]) -> None:
    first = visited(cache)
    assert b"\x1b[?1004h" in first[: first.find(b"1 Timeline")]
    with terminal(environ=cache) as seen:
        assert painted_first(seen)
        shown = seen.text
        # The program takes it for what is shown: nothing is drawn a second time.
        seen.wait_for_bytes(b"\x1b[?2004h")
        seen.press("j")
        seen.wait_for("1 Timeline.*2/")
        assert seen.sent.count(b"1 Timeline") == 1
        assert shown.splitlines()[0] == seen.text.splitlines()[0]
        seen.press("q")
        assert seen.wait_for_end() == 0


def test_an_old_terminal_gets_its_frame_without_modes_it_has_not(cache: dict[str, str]) -> None:
    visited(cache | {"TERM": "linux"})
    with terminal(environ=cache | {"TERM": "linux"}) as seen:
        assert painted_first(seen)
        seen.press("q")
        assert seen.wait_for_end() == 0
        assert set(re.findall(rb"\x1b\[\?(\d+)[hl]", seen.sent)) == {b"25", b"7"}


def test_keys_typed_at_the_splash_are_kept(known: dict[str, str]) -> None:
    with terminal(environ=known) as seen:
        seen.press("j", "j", "Enter")
        seen.wait_for("1 Timeline.*3/")
        seen.wait_for(r"▌3 Article")
        assert painted_first(seen)
        assert "jj" not in seen.text
        seen.press("q")
        assert seen.wait_for_end() == 0


OTHERS: tuple[dict[str, str], ...] = (
    {"TERM": "screen"},
    {"NO_COLOR": "1"},
    {"LANG": "C"},
    {"SSH_CONNECTION": "1 2 3 4"},
    {"DATELINE_THEME": "ansi-light"},
)
"""Terminals and wishes by which the first screen looks different."""


def test_another_terminal_has_another_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    def key(columns: int = 80) -> str:
        return splash.key("", (columns, 24), "2024-01-01", ())

    for name in {name for change in OTHERS for name in change}:
        monkeypatch.delenv(name, raising=False)
    keys = [key(), key(81)]
    for change in OTHERS:
        with monkeypatch.context() as patch:
            for name, value in change.items():
                patch.setenv(name, value)
            keys.append(key())
    assert len(set(keys)) == len(OTHERS) + 2
    assert key() == keys[0]


@pytest.mark.parametrize(
    ("change", "how"),
    [
        ({}, {"columns": 81}),
        # By the key of the test above, as those two.
        *(pytest.param(change, {}, marks=() if "LANG" in change else pytest.mark.slow) for change in OTHERS),
    ],
)
def test_another_terminal_gets_no_old_frame(known: dict[str, str], change: dict[str, str], how: dict[str, int]) -> None:
    with terminal(environ=known | change, **how) as seen:
        assert not painted_first(seen)


def test_another_state_of_the_dossier_gets_no_old_frame(tmp_path: Path, cache: dict[str, str]) -> None:
    own = create(tmp_path / "own", "Own")
    own.add("events", model.Event(id="one", title="First event", date="2024-01-01"))
    visited(cache, str(own.path))
    with terminal(str(own.path), environ=cache) as seen:
        assert painted_first(seen)
    Dossier.open(own.path).add("events", model.Event(id="two", title="Earlier event", date="2023-01-01"))
    with terminal(str(own.path), environ=cache) as seen:
        assert not painted_first(seen)
        seen.wait_for("Earlier event")


def test_other_settings_get_no_old_frame(cache: dict[str, str]) -> None:
    visited(cache)
    Path(cache["DATELINE_CONFIG"]).write_text("ascii = true\n")
    with terminal(environ=cache) as seen:
        assert not painted_first(seen)


# What is kept is for this person's eyes, and nobody else's word is taken.


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, Path]:
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "cache"))
    name = splash.key("dossier", (80, 24), "2024-01-01", ("query",))
    splash.save(name, splash.stamps([__file__]), "a frame")
    assert splash.load(name) == "a frame"
    (file,) = (tmp_path / "cache" / "frames").iterdir()
    return name, file


def test_a_frame_is_private(kept: tuple[str, Path]) -> None:
    assert kept[1].stat().st_mode & 0o777 == 0o600
    assert kept[1].parent.stat().st_mode & 0o777 == 0o700


def test_a_frame_others_could_write_is_not_trusted(kept: tuple[str, Path]) -> None:
    name, file = kept
    file.chmod(0o620)
    assert splash.load(name) == ""
    file.chmod(0o600)
    file.parent.chmod(0o770)
    assert splash.load(name) == ""
    file.parent.chmod(0o700)
    assert splash.load(name) == "a frame"


def test_a_link_or_a_pipe_in_its_place_is_not_followed(kept: tuple[str, Path], tmp_path: Path) -> None:
    name, file = kept
    elsewhere = file.rename(tmp_path / "elsewhere")
    file.symlink_to(elsewhere)
    assert splash.load(name) == ""
    file.unlink()
    os.mkfifo(file, 0o600)
    assert splash.load(name) == ""


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file to another")
def test_a_frame_of_another_person_is_not_trusted(kept: tuple[str, Path]) -> None:
    os.chown(kept[1], 12345, -1)
    assert splash.load(kept[0]) == ""


def test_a_frame_of_other_files_is_not_shown(tmp_path: Path, kept: tuple[str, Path]) -> None:
    name, _ = kept
    read, absent = tmp_path / "read", tmp_path / "absent"
    read.write_text("one")
    splash.save(name, splash.stamps([str(read), str(absent)]), "another frame")
    assert splash.load(name) == "another frame"
    absent.write_text("")
    assert splash.load(name) == ""
    absent.unlink()
    assert splash.load(name) == "another frame"
    read.write_text("two, longer")
    assert splash.load(name) == ""


@pytest.mark.parametrize("text", ["", "\n", "dateline frame 1", "\n\n\n", "\x00" * 99])
def test_a_damaged_frame_is_not_shown(kept: tuple[str, Path], text: str) -> None:
    kept[1].write_text(text)
    assert splash.load(kept[0]) == ""


def test_only_the_newest_frames_are_kept(kept: tuple[str, Path]) -> None:
    for number in range(splash.KEPT + 5):
        splash.save(splash.key(str(number), (80, 24), "", ()), {}, "a frame")
    assert len(list(kept[1].parent.iterdir())) == splash.KEPT


# A start that fails gives the terminal back.


def attributes(seen: Terminal) -> list[object]:
    return termios.tcgetattr(seen.process.fd)[:6]


def test_a_start_that_fails_leaves_a_clean_terminal(tmp_path: Path, cache: dict[str, str]) -> None:
    with terminal(str(tmp_path / "nowhere.json"), environ=cache) as seen:
        before = attributes(seen)
        assert seen.wait_for_end() == 2
        assert attributes(seen) == before
        assert "dateline: " in seen.text


def test_a_dossier_broken_after_the_splash_leaves_a_clean_terminal(tmp_path: Path, cache: dict[str, str]) -> None:
    """The stamps cannot tell: the frame is shown, then the start fails."""
    visited(cache, str(NORTH_KOREA_RUSSIA))
    (frame,) = frames(cache)
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "dossier.json").write_text("{")
    with_stamps, _, drawn = frame.read_text().partition("\n\n")
    name = with_stamps.split("\n")[1].replace(str(NORTH_KOREA_RUSSIA), str(broken))
    os.environ["DATELINE_CACHE"] = cache["DATELINE_CACHE"]
    try:
        splash.save(name, {}, drawn)
    finally:
        del os.environ["DATELINE_CACHE"]
    with terminal(str(broken), environ=cache) as seen:
        assert seen.wait_for_end() == 1
        assert seen.sent.startswith(b"\x1b[?1049h")
        assert seen.sent.index(b"\x1b[?1049l") < seen.sent.index(b"dateline: ")
        assert b"\x1b[?25h" in seen.sent


KILLED = """
import os, signal, sys
import tui.launch

number, when = int(sys.argv.pop()), sys.argv.pop()

def hook(event, arguments):
    if event == "import" and arguments[0] == when:
        os.kill(os.getpid(), number)

sys.addaudithook(hook)
from tui.__main__ import main
main([])
"""


def ended_clean(seen: Terminal, before: list[object]) -> None:
    assert attributes(seen) == before
    assert seen.sent.rindex(b"\x1b[?1049l") > seen.sent.rindex(b"\x1b[?1049h")
    assert seen.sent.rindex(b"\x1b[?25h") > seen.sent.rindex(b"\x1b[?25l")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("when", ["tantivy", "textual.app"])
def test_a_kill_in_the_midst_of_an_import_leaves_a_clean_terminal(
    number: signal.Signals, when: str, known: dict[str, str]
) -> None:
    with terminal(when, str(int(number)), environ=known, python=("-c", KILLED)) as seen:
        before = attributes(seen)
        assert seen.wait_for_end() == 128 + number
        ended_clean(seen, before)
        assert ("stopped" in seen.text) == (number == signal.SIGINT)


UNREADY = """
import os, signal, sys
from tui.app import Dateline

mount = Dateline.on_mount

def on_mount(self):
    os.kill(os.getpid(), signal.SIGTERM)
    mount(self)

Dateline.on_mount = on_mount
from tui.__main__ import main
main([])
"""


def test_a_kill_before_the_program_hears_signals_leaves_a_clean_terminal(cache: dict[str, str]) -> None:
    """The terminal is Textual's by then, with all its modes."""
    with terminal(environ=cache, python=("-c", UNREADY)) as seen:
        before = attributes(seen)
        assert seen.wait_for_end() == 128 + signal.SIGTERM
        ended_clean(seen, before)
        for mode in (b"1004", b"2004"):
            assert seen.sent.rindex(b"\x1b[?" + mode + b"l") > seen.sent.rfind(b"\x1b[?" + mode + b"h")


def test_output_that_goes_to_a_file_is_refused(tmp_path: Path, cache: dict[str, str]) -> None:
    """Textual draws on the standard error: the person would see nothing, and the file get control sequences."""
    command = f"{sys.executable} -m tui 2>{tmp_path}/said"
    running = Terminal(["sh", "-c", command], 80, 24, cache | {"PYTHONPATH": str(ROOT)})
    try:
        assert running.wait_for_end() == 1
        assert "dateline: the explorer draws on the standard error" in running.text
        assert b"\x1b" not in running.sent
        assert (tmp_path / "said").read_text().count("\n") == 1
    finally:
        running.end()
