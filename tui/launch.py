"""From a path to the running explorer: open the dossier, find out about the terminal, start the app."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.app import Dateline


def chosen_path(path: str | None) -> Path:
    """The dossier to open: the one named, else ``$DATELINE_DOSSIER``, else the sample."""
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
) -> int:
    """Open the explorer. The exit code is 1 with one line on stderr where the dossier can't be opened.

    For a ``guest`` nothing of the person's settings, marks and history counts, and nothing is written but in the
    folder ``guest_cache`` (see :mod:`tui.guest`).
    """
    if guest:
        from tui.guest.confine import confine

        confine(Path(guest_cache) if guest_cache else None)
    from store.errors import StoreError
    from store.query import QueryError

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print("dateline: the explorer needs a terminal; `dateline list` prints to a pipe", file=sys.stderr)
        return 1
    # Frames are held back by the terminal itself (tui.wire); Textual's own limit would only delay a key.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    # Nothing of the start-up is garbage yet: looking for some costs a tenth of the time.
    gc.disable()
    try:
        from store import chronology
        from store.dossier import Dossier
        from tui.basis import basis_of
        from tui.terminal import detect

        dossier = Dossier.open(chosen_path(path), person="guest" if guest else None, read_only=guest)
        from store.query import parse

        asked = parse(query, basis_of(dossier, basis))
        index = chronology.open(dossier)
    except (StoreError, QueryError, ValueError) as error:
        print(f"dateline: {error}", file=sys.stderr)
        return 2 if isinstance(error, QueryError) else 1
    from tui.config import Config, load

    config = Config() if guest else load()
    app = _application(guest)(dossier, index, asked, detect(ascii_only=ascii_only), config)
    gc.freeze()
    gc.enable()
    try:
        app.run(mouse=mouse or config.mouse)
    finally:
        index.close()
    if guest and app.return_code:
        print("dateline: this session has ended by a fault of the program", file=sys.stderr)
    return app.return_code or 0


def _application(guest: bool) -> type[Dateline]:
    if guest:
        from tui.guest.session import GuestDateline

        return GuestDateline
    from tui.app import Dateline

    return Dateline
