"""From a path to the running explorer: open the dossier, find out about the terminal, start the app."""

from __future__ import annotations

import gc
import os
import sys
import time

from tui import splash
from tui.hold import Hold

# Not from ``typing``: nothing is imported before the first frame that it does not need.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

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


def explore(
    path: str | None,
    query: str = "",
    basis: str = "",
    mouse: bool = False,
    ascii_only: bool = False,
    guest: bool = False,
    guest_cache: str = "",
    slow: bool = False,
) -> int:
    """Open the explorer. The exit code is 1 with one line on stderr where the dossier can't be opened.

    For a ``guest`` nothing of the person's settings, marks and history counts, and nothing is written but in the
    folder ``guest_cache`` (see :mod:`tui.guest`).
    """
    if guest:
        from tui.guest.confine import confine

        confine(_folder(guest_cache))
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print("dateline: the explorer needs a terminal; `dateline list` prints to a pipe", file=sys.stderr)
        return 1
    # First of all the frame of the last time: the rest takes a third of a second.
    hold = Hold()
    hold.take()
    name = ""
    if not guest and sys.stderr.isatty():
        wanted = path or os.environ.get("DATELINE_DOSSIER", "")
        options = (query, basis, str(mouse), str(ascii_only), str(slow))
        name = splash.key(wanted, hold.size, time.strftime("%Y-%m-%d"), options)
        hold.show(splash.load(name))
    try:
        code, complaint = _explored(hold, name, path, query, basis, mouse, ascii_only, guest, guest_cache, slow)
    except KeyboardInterrupt:
        code, complaint = 130, "stopped"
    finally:
        hold.release()
    if complaint:
        from tui.complaints import complain

        complain(complaint)
    return code


def _explored(
    hold: Hold,
    name: str,
    path: str | None,
    query: str,
    basis: str,
    mouse: bool,
    ascii_only: bool,
    guest: bool,
    guest_cache: str,
    slow: bool,
) -> tuple[int, str]:
    """Run the explorer; the exit code, and what to say of it when the terminal is free again."""
    # Nothing of the start-up is garbage yet: looking for some costs a tenth of the time.
    gc.disable()
    from store.errors import StoreError
    from store.query import QueryError, parse
    from tui.terminal import detect

    terminal = detect(ascii_only=ascii_only, slow=slow)
    # Frames are held back by the terminal itself (tui.wire); Textual's own limit would only delay a key.
    os.environ.setdefault("TEXTUAL_FPS", "15" if terminal.slow else "120")
    try:
        from store import chronology
        from store.dossier import Dossier
        from tui.basis import basis_of

        dossier = Dossier.open(chosen_path(path), person="guest" if guest else None, read_only=guest)
        read = splash.stamps(_read_from(dossier)) if name else {}
        asked = parse(query, basis_of(dossier, basis))
        index = chronology.open(dossier, cache=_folder(guest_cache))
    except (StoreError, QueryError, ValueError, PermissionError) as error:
        return 2 if isinstance(error, QueryError) else 1, str(error)
    from tui.config import Config, load

    config = Config() if guest else load()
    app = _application(guest)(dossier, index, asked, terminal, config)
    app.hold = hold
    if name:
        app.keep = lambda frame: splash.save(name, read | splash.stamps(splash.program_files()), frame)
    gc.freeze()
    gc.enable()
    try:
        app.run(mouse=mouse or config.mouse)
    finally:
        index.close()
    if guest and app.return_code:
        return app.return_code, "this session has ended by a fault of the program"
    return app.return_code or 0, ""


def _folder(named: str) -> Path | None:
    from pathlib import Path

    return Path(named) if named else None


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
