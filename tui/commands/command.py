"""What a command is, where its key is heard, and how keys are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Scope = Literal["explorer", "list", "article", "dialog", "review", "mark"]

OVERLAPS: dict[Scope, frozenset[Scope]] = {
    "explorer": frozenset({"explorer", "list", "article"}),
    "list": frozenset({"explorer", "list", "review"}),
    "article": frozenset({"explorer", "article", "review"}),
    "dialog": frozenset({"dialog"}),
    "review": frozenset({"review", "list", "article"}),
    "mark": frozenset({"mark"}),
}
"""For each scope the scopes whose keys are heard at the same time: no key may serve two commands there."""

GROUPS = ("Move", "Find", "Dates", "Read", "Mark", "Edit", "Review", "Dossier", "Program")
"""The headings of the help, in order."""


class Command(Struct, frozen=True):
    """One thing that a person can ask for."""

    id: str
    """Its name in keymaps; never changes."""
    keys: str
    """Textual key names, by commas. Never needs ^A ^B ^S ^Q ^Z, Ctrl+Enter, Ctrl+Shift or Alt."""
    action: str
    """The action of the screen or pane that does it."""
    label: str
    """One or two words, for the footer."""
    help: str
    """What it does, for help and palette."""
    group: str
    scope: Scope = "explorer"
    footer: bool = False
    """Whether the footer shows it."""
    palette: bool = True
    """Whether the palette offers it (moving a cursor is no use there)."""
    edits: bool = False
    """Whether it changes the dossier: greyed out where that is read-only."""
    guest: bool = True
    """Whether a guest has it too (:mod:`tui.guest`), who has none that edits."""


_KEY_SIGNS = {
    "slash": "/",
    "colon": ":",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "plus": "+",
    "equals_sign": "=",
    "minus": "-",
    "underscore": "_",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "question_mark": "?",
    "at": "@",
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "backspace": "Backspace",
    "space": "Space",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def key_sign(key: str) -> str:
    """A Textual key name as people write it: ``ctrl+d`` is ``^D``, ``slash`` is ``/``."""
    if key in _KEY_SIGNS:
        return _KEY_SIGNS[key]
    return f"^{key[5:].upper()}" if key.startswith("ctrl+") else key


def keys_of(command: Command, keymap: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The keys of a command as people write them, a person's own keys first considered."""
    return tuple(key_sign(key) for key in (keymap or {}).get(command.id, command.keys).split(","))
