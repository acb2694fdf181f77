"""Closing a screen once."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import Screen

T = TypeVar("T")


def leave(screen: Screen[T], result: T | None = None) -> None:
    """Close a screen with its result, if it is still the one in front.

    Keys typed in haste may ask for it twice, and an answer may come when it is gone: the screen below has to stay.
    """
    if screen.is_active:
        screen.dismiss(result)
