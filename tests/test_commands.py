"""One table of commands: keys that don't clash, acts that exist, settings that are checked."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from tui.commands import BY_ID, COMMANDS, GROUPS, OVERLAPS, keys_of
from tui.config import THEMES, load
from tui.screens.explorer import Explorer

NEVER = {"ctrl+a", "ctrl+b", "ctrl+s", "ctrl+q", "ctrl+enter"}


def test_ids_are_unique_and_groups_known() -> None:
    assert len(BY_ID) == len(COMMANDS)
    assert {command.group for command in COMMANDS} <= set(GROUPS)


def test_no_key_serves_two_commands_where_both_are_heard() -> None:
    clashes = [
        (one.id, other.id, key)
        for one in COMMANDS
        for other in COMMANDS
        if one.id < other.id and other.scope in OVERLAPS[one.scope]
        for key in set(one.keys.split(",")) & set(other.keys.split(","))
    ]
    assert clashes == []


def test_no_command_needs_a_key_that_terminals_keep() -> None:
    for command in COMMANDS:
        keys = set(command.keys.split(","))
        assert not keys & NEVER
        assert not [key for key in keys if key.startswith(("alt+", "ctrl+shift+"))]


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.scope == "explorer"], ids=lambda command: command.id)
def test_every_act_exists(command: object) -> None:
    action = command.action  # type: ignore[attr-defined]
    act = re.fullmatch(r"act\('(\w+)\.(\w+)'(?:, -?\d+)?\)", action)
    if act:
        function = getattr(import_module(f"tui.acts.{act[1]}"), act[2])
        assert function.__doc__
    else:
        assert hasattr(Explorer, f"action_{action.split('(')[0]}")


def test_keys_are_told_as_people_write_them() -> None:
    assert keys_of(BY_ID["half-down"]) == ("^D",)
    assert keys_of(BY_ID["search"], {"search": "slash,ctrl+f"}) == ("/", "^F")


def settings(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_settings_are_read(tmp_path: Path) -> None:
    config = load(settings(tmp_path, 'theme = "nord"\nascii = true\n[keys]\nsearch = "slash,ctrl+f"\n'))
    assert (config.theme, config.ascii, config.problems) == ("nord", True, ())
    assert config.keys == {"search": "slash,ctrl+f"}


def test_no_settings_are_no_problem(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml").problems == ()


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ('\ntheme = "nrod"', 2, "nrod"),
        ("colour = 1", 1, "colour"),
        ('[keys]\nfly = "f"', 2, "fly"),
        ('[keys]\nsearch = "d"', 2, "dates"),
        ("[keys]\nsearch = 7", 2, "search"),
        ('[keys]\nsearch = "ctrl+b"', 2, "ctrl+b"),
        ("mouse = 1", 1, "mouse"),
        ('[keys]\n\nsearch = "/,slsh"', 3, "slsh"),
        ('[keys]\nsearch = "ctrl+nothing"', 2, "ctrl+nothing"),
        ('[keys]\nstar = "/"', 2, "search"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_has_no_effect(tmp_path: Path, text: str, line: int, word: str) -> None:
    config = load(settings(tmp_path, text))
    (problem,) = config.problems
    assert problem.startswith(f"config.toml:{line}:")
    assert word in problem
    assert not config.keys
    assert not config.theme


@pytest.mark.parametrize("text", ["theme = ", "\x00", "[[keys]]\na=1", "a=" + "[" * 5000])
def test_a_broken_file_never_stops_the_program(tmp_path: Path, text: str) -> None:
    assert load(settings(tmp_path, text)).problems


def test_a_key_may_move_when_its_owner_moves_too(tmp_path: Path) -> None:
    config = load(settings(tmp_path, '[keys]\nsearch = "d"\ndates = "ctrl+t"\n'))
    assert config.problems == ()
    assert config.keys == {"search": "d", "dates": "ctrl+t"}


def test_problems_are_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    config = load(settings(tmp_path, 'mouse = 1\ncolour = 2\nascii = 3\n[keys]\nfly = "f"\n'))
    assert [problem.split(":")[1] for problem in config.problems] == ["1", "2", "3", "5"]


def test_signs_and_names_are_the_same_key(tmp_path: Path) -> None:
    config = load(settings(tmp_path, '[keys]\nsearch = "?,é,f5"\nhelp = "shift+f1,["\n'))
    assert config.problems == ()
    assert config.keys == {"search": "question_mark,é,f5", "help": "shift+f1,left_square_bracket"}


def test_the_names_of_themes_are_textuals() -> None:
    from textual.theme import BUILTIN_THEMES

    assert set(THEMES) == set(BUILTIN_THEMES)
