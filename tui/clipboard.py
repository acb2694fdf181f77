"""Copying from a terminal that may be far away: the terminal's own clipboard, tmux, and always a file.

Nothing tells whether a terminal took what was sent to it, so the answer says where it was *sent*.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tui.terminal import Terminal

OSC52_LIMIT = 74_994
"""Bytes of text that terminals are known to take in one OSC 52 (100,000 in base64); more is left to the file."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a text was sent: each place in words, and in one word where there is no room."""

    places: tuple[tuple[str, str], ...] = ()
    too_long: bool = False
    """Whether it was longer than a terminal takes."""

    def told(self, room: int = 1000) -> str:
        """What was done, in at most ``room`` characters if that can be."""
        if not self.places:
            return "too long to copy: not sent" if self.too_long else "no place to copy to: not sent"
        why = " (too long for the clipboard)" if self.too_long else ""
        told = ""
        # The last place first: the file's name says more than the half of its path.
        for shortened in range(len(self.places) + 1):
            whole = len(self.places) - shortened
            names = [names[at >= whole] for at, names in enumerate(self.places)]
            told = f"sent to {' and '.join(names)}{why}"
            if len(told) <= room:
                break
        return told


def yank_file() -> Path:
    """The file that holds what was copied last."""
    from platformdirs import user_cache_path

    return Path(os.environ.get("DATELINE_CACHE") or user_cache_path("dateline", appauthor=False)) / "yank.txt"


def send(text: str, terminal: Terminal, osc52: Callable[[str], None], *, local: bool = True) -> Sent:
    """Send a text to wherever this terminal can take it, and say where that was.

    Without ``local`` nothing of this machine is used, neither a file nor its tmux: for guests.
    """
    places = []
    fits = len(text.encode()) <= OSC52_LIMIT
    in_tmux = terminal.tmux and local and _to_tmux(text)
    if in_tmux:
        places.append(("tmux (and its terminal's clipboard)", "tmux"))
    elif terminal.clipboard and fits:
        osc52(text)
        places.append(("the terminal's clipboard", "clipboard"))
    if local and (path := _to_file(text)) is not None:
        places.append((_at_home(path), path.name))
    return Sent(tuple(places), too_long=terminal.clipboard and not fits and not in_tmux)


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


def _at_home(path: Path) -> str:
    """The path as a person would type it."""
    home = os.path.expanduser("~")
    return f"~/{path.relative_to(home)}" if home != "/" and path.is_relative_to(home) else str(path)
