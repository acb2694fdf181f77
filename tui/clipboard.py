"""Copying from a terminal that may be far away: the terminal's own clipboard, tmux, and always a file.

Nothing tells whether a terminal took what was sent to it, so the answer says where it was *sent*.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from tui.terminal import Terminal

OSC52_LIMIT = 74_994
"""Bytes of text that terminals are known to take in one OSC 52 (100,000 in base64); more is left to the file."""


def yank_file() -> Path:
    """The file that holds what was copied last."""
    from platformdirs import user_cache_path

    return Path(os.environ.get("DATELINE_CACHE") or user_cache_path("dateline", appauthor=False)) / "yank.txt"


def send(text: str, terminal: Terminal, osc52: Callable[[str], None], *, local: bool = True) -> str:
    """Send a text to wherever this terminal can take it, and say where that was.

    Without ``local`` nothing of this machine is used, neither a file nor its tmux: for guests.
    """
    places = []
    if len(text.encode()) <= OSC52_LIMIT:
        if terminal.tmux and local:
            if _to_tmux(text):
                places.append("tmux (and its terminal's clipboard)")
        else:
            osc52(text)
            places.append("the terminal's clipboard")
    if local and (path := _to_file(text)) is not None:
        places.append(str(path))
    return f"sent to {' and '.join(places)}" if places else "no place to copy to: not sent"


def _to_tmux(text: str) -> bool:
    """tmux swallows OSC 52 unless it is set up for it; ``load-buffer -w`` always sets the buffer and passes it on."""
    try:
        subprocess.run(
            ["tmux", "load-buffer", "-w", "-"], input=text.encode(), check=True, timeout=2, capture_output=True
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _to_file(text: str) -> Path | None:
    """Write the file anew, readable by this person only; a link planted in its place is not followed."""
    path = yank_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        return None
    return path
