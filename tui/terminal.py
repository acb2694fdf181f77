"""What this terminal can do, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terminal:
    """The terminal's abilities as far as the environment tells them."""

    unicode: bool = True
    """Whether it can be trusted to show more than ASCII."""
    theme: str = "ansi-dark"
    """The theme that fits it. The ANSI themes use the terminal's own 16 colours and its background."""
    remote: bool = False
    """Whether the session comes over SSH."""
    tmux: bool = False
    """Whether tmux stands between."""
    wire: bool = True
    """Whether output goes through :mod:`tui.wire`; ``DATELINE_WIRE=0`` leaves it to Textual alone."""


def detect(environ: Mapping[str, str] = os.environ, *, theme: str = "", ascii_only: bool = False) -> Terminal:
    """Read the abilities from the environment (``LC_ALL``, ``LC_CTYPE``, ``LANG``, ``TERM``, ``SSH_CONNECTION``)."""
    locale = next((environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), "")
    utf8 = "utf-8" in locale.lower() or "utf8" in locale.lower()
    plain = environ.get("TERM", "") in ("vt100", "vt220", "dumb")
    return Terminal(
        unicode=utf8 and not plain and not ascii_only,
        theme=theme or environ.get("DATELINE_THEME", "ansi-dark"),
        remote=bool(environ.get("SSH_CONNECTION")),
        tmux=bool(environ.get("TMUX")),
        wire=environ.get("DATELINE_WIRE") != "0",
    )
