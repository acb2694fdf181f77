"""The queries that a person used before, kept between sessions in the person's state folder, newest last."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

KEPT = 200
"""How many queries are remembered."""


def history_file() -> Path:
    """Where the queries are kept, one a line."""
    from platformdirs import user_state_path

    folder = os.environ.get("DATELINE_STATE") or user_state_path("dateline", appauthor=False)
    return Path(folder) / "queries.txt"


def recall() -> list[str]:
    """The queries used before, oldest first. None where they can't be read: they are a convenience."""
    try:
        text = history_file().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    return [line for line in text.splitlines() if line.strip()][-KEPT:]


def remember(query: str) -> None:
    """Keep a query as the newest; one used before moves to the end. Nothing is said where it can't be kept."""
    line = " ".join(query.split())
    if not line:
        return
    lines = [*(each for each in recall() if each != line), line][-KEPT:]
    path = history_file()
    fresh = path.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
        os.replace(fresh, path)
