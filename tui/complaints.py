"""What went wrong, said on stderr. The name of a file or a query may be anybody's: no character of it steers the
terminal."""

from __future__ import annotations

import sys


def complain(text: str) -> None:
    """Say what went wrong, after the program's name; a text of several lines stays in lines."""
    tell(f"dateline: {text}")


def tell(text: str) -> None:
    """Say lines on stderr as they are, but for what would steer the terminal."""
    from store.text import shown

    for line in text.rstrip("\n").split("\n"):
        print(shown(line).rstrip(), file=sys.stderr)
