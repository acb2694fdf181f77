"""What this terminal can do, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping

from msgspec import Struct

from tui.hold import MONOCHROME, OLD

LINKLESS = ("eterm",)
"""Terminals that print a hyperlink's address into the text: Emacs."""

LIGHT_BACKGROUNDS = ("7", "15")
"""In ``COLORFGBG``: white, light and bright."""


class Terminal(Struct, frozen=True):
    """The terminal's abilities as far as the environment tells them."""

    unicode: bool = True
    """Whether it can be trusted to show more than ASCII."""
    theme: str = "ansi-dark"
    """The theme that fits it. The ANSI themes use the terminal's own 16 colours and its background."""
    colour: bool = True
    """Whether it shows colours, and its person wants them (``NO_COLOR``)."""
    modern: bool = True
    """Whether modes and strings beyond ECMA-48 can be sent: alternate screen, bracketed paste, clipboard, pointer."""
    remote: bool = False
    """Whether the session comes over SSH."""
    slow: bool = False
    """Whether to spare the line: few frames a second, sixteen colours."""
    links: bool = True
    """Whether it can follow hyperlinks (OSC 8), or at least is known to pass over them in silence."""
    clipboard: bool = True
    """Whether a text for its clipboard (OSC 52) gets to it."""
    tmux: bool = False
    """Whether tmux stands between."""
    wire: bool = True
    """Whether output goes through :mod:`tui.wire`; ``DATELINE_WIRE=0`` leaves it to Textual alone."""


def detect(
    environ: Mapping[str, str] = os.environ, *, theme: str = "", ascii_only: bool = False, slow: bool = False
) -> Terminal:
    """Read the abilities from the environment.

    ``LC_ALL``, ``LC_CTYPE``, ``LANG`` tell of Unicode, ``TERM`` of age, ``NO_COLOR`` (no-color.org) of colour,
    ``COLORFGBG`` of a light background. The terminal is not asked for its background (OSC 11): the answer would come
    a round trip late, and the ANSI themes stand on the terminal's own background anyhow.
    """
    locale = next((environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), "")
    if not environ.get("LC_ALL") and environ.get("LC_CTYPE") == "C.UTF-8":
        # Python itself sets this in the C locale (PEP 538): what the person's terminal was set to is in LANG.
        locale = environ.get("LANG", "")
    utf8 = "utf-8" in locale.lower() or "utf8" in locale.lower()
    kind = environ.get("TERM", "")
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    fitting = "ansi-light" if background in LIGHT_BACKGROUNDS else "ansi-dark"
    modern = not kind.startswith(OLD)
    tmux = bool(environ.get("TMUX"))
    # GNU screen keeps strings that it does not know to itself; inside tmux TERM may have its name.
    in_screen = bool(environ.get("STY")) or (kind.startswith("screen") and not tmux)
    remote = bool(environ.get("SSH_CONNECTION"))
    return Terminal(
        unicode=utf8 and not kind.startswith(MONOCHROME) and not ascii_only,
        theme=theme or environ.get("DATELINE_THEME", "") or fitting,
        colour=not environ.get("NO_COLOR") and not kind.startswith(MONOCHROME),
        modern=modern,
        remote=remote,
        slow=slow or remote,
        links=modern and not in_screen and not kind.startswith(LINKLESS),
        clipboard=modern and not in_screen,
        tmux=tmux,
        wire=environ.get("DATELINE_WIRE") != "0",
    )
