"""A person's settings: ``config.toml`` in the config folder (``$DATELINE_CONFIG`` names another file).

    theme = "ansi-dark"       # one of Textual's themes
    ascii = false             # draw with ASCII only
    mouse = false             # use the mouse

    [keys]                    # command = "key,key"; `dateline keys` lists the commands. Keys are letters, signs,
                              # names (slash, escape, pageup, f5), and these with ctrl+, shift+, alt+
    search = "slash,ctrl+f"

A file that is not right never stops the program: what is wrong is said with its line, the rest counts.
"""

from __future__ import annotations

import os
import re
import stat
import string
import tomllib
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from tui.commands import BY_ID, COMMANDS, OVERLAPS

THEMES = (
    "ansi-dark", "ansi-light", "textual-dark", "textual-light", "nord",
    "gruvbox", "catppuccin-mocha", "catppuccin-latte", "catppuccin-frappe", "catppuccin-macchiato", "dracula",
    "tokyo-night", "monokai", "flexoki", "solarized-light", "solarized-dark", "rose-pine",
    "rose-pine-moon", "rose-pine-dawn", "atom-one-dark", "atom-one-light",
)  # fmt: skip
"""The names of themes, so that a wrong one is found without loading Textual."""

RESERVED = frozenset({"ctrl+a", "ctrl+b", "ctrl+s", "ctrl+q"})
"""Keys that terminals, screen and tmux keep for themselves."""

MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})


class Config(Struct, frozen=True):
    """Settings, each with its default."""

    theme: str = ""
    ascii: bool = False
    mouse: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)
    """Command id to Textual key names, by commas."""
    problems: tuple[str, ...] = ()
    """What was wrong, each with its line; none of it took effect."""


def config_file() -> Path:
    """Where the settings are."""
    if named := os.environ.get("DATELINE_CONFIG"):
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("dateline", appauthor=False) / "config.toml"


def load(path: Path | None = None) -> Config:
    """Read the settings. A file that is not there is no problem; anything else that is wrong is said."""
    path = path or config_file()
    try:
        text = _own_text(path)
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        return Config(problems=(f"{path}: cannot be read: {error}",))
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Config(problems=(f"{path}: {error}",))
    return _checked(table, text, path)


def _own_text(path: Path) -> str:
    """The text of a file that is this person's or root's, and that not everybody may write: others could plant keys.

    Raises :class:`OSError` for any other file, :class:`UnicodeDecodeError`.
    """
    # Not blocking: a FIFO would never open.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode):
            raise OSError("it is no regular file")
        if facts.st_uid not in (os.getuid(), 0):
            raise PermissionError("it belongs to somebody else")
        if facts.st_mode & stat.S_IWOTH:
            raise PermissionError("anybody may write it: chmod o-w")
        with open(handle, encoding="utf-8", closefd=False) as file:
            return file.read()
    finally:
        os.close(handle)


def _checked(table: Mapping[str, Any], text: str, path: Path) -> Config:
    found: list[tuple[int, str]] = []

    def wrong(name: str, why: str) -> None:
        line = _line_of(name, text)
        found.append((line, f"{path.name}:{line}: {name}: {why}"))

    for name in table:
        if name not in ("theme", "ascii", "mouse", "keys"):
            wrong(name, "no such setting; there are theme, ascii, mouse and [keys]")
    theme = table.get("theme", "")
    if theme and theme not in THEMES:
        wrong("theme", f"no theme is called {theme!r}; there are {', '.join(THEMES)}")
        theme = ""
    flags = {}
    for name in ("ascii", "mouse"):
        value = table.get(name, False)
        if not isinstance(value, bool):
            wrong(name, "is true or false")
        flags[name] = value is True
    given = table.get("keys", {})
    if not isinstance(given, dict):
        wrong("keys", "is a table: [keys]")
        given = {}
    keys = _keys(given, wrong)
    return Config(theme, flags["ascii"], flags["mouse"], keys, tuple(problem for _, problem in sorted(found)))


def _keys(given: Mapping[str, Any], wrong: Any) -> dict[str, str]:
    """The overrides that can be taken: known commands, keys that reach us, no key that would serve two commands."""
    keys: dict[str, str] = {}
    for name, value in given.items():
        if name not in BY_ID:
            wrong(name, "no such command; `dateline keys` lists them")
        elif not isinstance(value, str) or not re.fullmatch(r"[^\s,]+(,[^\s,]+)*", value):
            wrong(name, 'is a text of keys by commas, such as "slash,ctrl+f"')
        elif unknown := [key for key in value.split(",") if not key_name(key)]:
            wrong(name, f"no key is called {unknown[0]!r}; keys are letters, signs, slash, pageup, f5, ctrl+f")
        elif taken := RESERVED.intersection(names := [key_name(key) for key in value.split(",")]):
            wrong(name, f"{', '.join(sorted(taken))} never reaches a program under every terminal and tmux")
        else:
            keys[name] = ",".join(names)
    for name in list(keys):
        for clash, key in _clashes(name, keys):
            # Textual would silently unbind the other command.
            wrong(name, f"{key} is the key of {clash} already: give that one another key too")
            keys.pop(name, None)
    return keys


def key_name(key: str) -> str:
    """What a key is called when it is pressed (``/`` is ``slash``); empty where there is none of this name."""
    from textual.keys import KEY_NAME_REPLACEMENTS, Keys

    def sign_name(sign: str) -> str:
        name = unicodedata.name(sign, "").lower().replace(" ", "_").replace("-", "_")
        return KEY_NAME_REPLACEMENTS.get(name, name)

    if len(key) == 1:
        return key if key.isalnum() else sign_name(key)
    *modifiers, base = key.split("+")
    named = {each.value for each in Keys} | {sign_name(sign) for sign in string.punctuation}
    known = base in named or (len(base) == 1 and base.isalnum())
    return key if key in named or (known and MODIFIERS.issuperset(modifiers)) else ""


def _clashes(name: str, keys: Mapping[str, str]) -> list[tuple[str, str]]:
    """The commands that would share a key with this one where both work."""
    own = BY_ID[name]
    mine = set(keys.get(name, own.keys).split(","))
    found = []
    for other in COMMANDS:
        if other.id == name or other.scope not in OVERLAPS[own.scope]:
            continue
        both = mine & set(keys.get(other.id, other.keys).split(","))
        found += [(other.id, key) for key in sorted(both)]
    return found


def _line_of(name: str, text: str) -> int:
    """The line on which a setting stands (1-based); the first where it can't be told."""
    match = re.search(rf"^\s*\[?[\"']?{re.escape(name)}[\"']?\s*[\]=]", text, re.M)
    return text.count("\n", 0, match.start() + len(match[0]) - len(match[0].lstrip())) + 1 if match else 1
