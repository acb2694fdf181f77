"""From a path to the running explorer: open the dossier, find out about the terminal, start the app."""

from __future__ import annotations

import gc
import os
import sys
import time

from tui import splash
from tui.hold import DUMB, Hold

# Not from ``typing``: nothing is imported before the first frame that it does not need.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Final

    from store.dossier import Dossier
    from tui.app import Dateline


def chosen_path(path: str | None) -> Path:
    """The dossier to open: the one named, else ``$DATELINE_DOSSIER``, else the sample."""
    from pathlib import Path

    if path:
        return Path(path)
    if named := os.environ.get("DATELINE_DOSSIER"):
        return Path(named)
    from samples import NORTH_KOREA_RUSSIA

    return NORTH_KOREA_RUSSIA


class Wanted:
    """What was asked for on the command line. It never changes, as the type checker holds.

    Written out, for the module that makes such classes takes longer to load than the first frame to be shown.
    """

    __slots__ = ("ascii_only", "basis", "guest", "guest_cache", "mouse", "path", "query", "slow")

    def __init__(
        self,
        path: str | None = None,
        *,
        query: str = "",
        basis: str = "",
        mouse: bool = False,
        ascii_only: bool = False,
        slow: bool = False,
        guest: bool = False,
        guest_cache: str = "",
    ) -> None:
        self.path: Final = path
        """The dossier, where one was named."""
        self.query: Final = query
        self.basis: Final = basis
        """The day that relative dates count from, as it was typed."""
        self.mouse: Final = mouse
        self.ascii_only: Final = ascii_only
        self.slow: Final = slow
        self.guest: Final = guest
        """Whether a stranger will sit here: then nothing of the person's settings, marks and history counts, and
        nothing is written but in the folder ``guest_cache`` (see :mod:`tui.guest`)."""
        self.guest_cache: Final = guest_cache

    @property
    def looks(self) -> tuple[str, ...]:
        """Of the options those that decide what the first screen looks like."""
        return self.query, self.basis, str(self.mouse), str(self.ascii_only), str(self.slow)

    @property
    def cache(self) -> Path | None:
        """The folder of the guests' index."""
        from pathlib import Path

        return Path(self.guest_cache) if self.guest_cache else None


def explore(wanted: Wanted) -> int:
    """Open the explorer. The exit code is 1 with one line on stderr where the dossier can't be opened."""
    if wanted.guest:
        from tui.guest.confine import confine

        confine(wanted.cache)
    if not _on_a_terminal():
        return 1
    # First of all the frame of the last time: the rest takes a third of a second.
    hold = Hold()
    hold.take()
    name = ""
    if not wanted.guest:
        path = wanted.path or os.environ.get("DATELINE_DOSSIER", "")
        name = splash.key(path, hold.size, time.strftime("%Y-%m-%d"), wanted.looks)
        hold.show(splash.load(name))
    try:
        code, complaint = _explored(hold, name, wanted)
    finally:
        hold.release()
    if complaint:
        from tui.complaints import complain

        complain(complaint)
    return code


def _on_a_terminal() -> bool:
    """Whether keys come from a terminal and all output goes to one that can be drawn on; if not, say it."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print("dateline: the explorer needs a terminal; `dateline list` prints to a pipe", file=sys.stderr)
        return False
    if not sys.stderr.isatty():
        # There Textual would draw: a blank screen here, and control sequences in the file.
        for stream in (sys.stdout, sys.stderr):
            print("dateline: the explorer draws on the standard error: leave that to the terminal", file=stream)
        return False
    if (kind := os.environ.get("TERM", "")).lower() in DUMB:
        print(f"dateline: this terminal (TERM={kind}) cannot move its cursor; `dateline list` prints", file=sys.stderr)
        return False
    return True


def _explored(hold: Hold, name: str, wanted: Wanted) -> tuple[int, str]:
    """Run the explorer; the exit code, and what to say of it when the terminal is free again.

    ``name`` is the key of the first frame, to be kept under; empty where none is kept.
    """
    # Nothing of the start-up is garbage yet: looking for some costs a tenth of the time.
    gc.disable()
    from store.errors import StoreError
    from store.model import RecordError
    from store.query import parse
    from tui.terminal import detect

    guest = wanted.guest
    terminal = detect(ascii_only=wanted.ascii_only, slow=wanted.slow)
    # Frames are held back by the terminal itself (tui.wire); Textual's own limit would only delay a key.
    os.environ.setdefault("TEXTUAL_FPS", "15" if terminal.slow else "120")
    try:
        from store import chronology
        from store.dossier import Dossier
        from tui.basis import basis_of

        dossier = Dossier.open(chosen_path(wanted.path), person="guest" if guest else None, read_only=guest)
        read = splash.stamps(_read_from(dossier)) if name else {}
        try:
            asked = parse(wanted.query, basis_of(dossier, wanted.basis))
        except RecordError:
            raise
        except ValueError as error:
            return 2, str(error)
        index = chronology.open(dossier, cache=wanted.cache)
    except (StoreError, ValueError, OSError) as error:
        return 1, _no_index(error) if guest else str(error)
    from tui.config import Config, load

    config = Config() if guest else load()
    app = _application(guest)(dossier, index, asked, terminal, config)
    app.hold = hold
    if name:
        app.keep = lambda frame: splash.save(name, read | splash.stamps(splash.program_files()), frame)
    gc.freeze()
    gc.enable()
    try:
        app.run(mouse=wanted.mouse or config.mouse)
    finally:
        index.close()
    if guest and app.return_code:
        return app.return_code, "this session has ended by a fault of the program"
    return app.return_code or 0, ""


def _no_index(error: Exception) -> str:
    """What to say to a guest: a session that would have to make an index may not."""
    from tui.guest.confine import Refused

    if isinstance(error, Refused):
        return "the index for guests is missing or too old: `dateline index` makes it (docs/guests.md)"
    return str(error)


def _read_from(dossier: Dossier) -> list[str]:
    """The files and folders that the first screen of a dossier is made of; a new file changes its folder."""
    from tui.config import config_file

    path = dossier.path
    folders = [path, path / "imports", path / "people", path.with_name(f"{path.stem}.people")]
    return [str(each) for each in (*folders, *(file.path for file in dossier.files()), config_file())]


def _application(guest: bool) -> type[Dateline]:
    if guest:
        from tui.guest.session import GuestDateline

        return GuestDateline
    from tui.app import Dateline

    return Dateline
