"""The house is as docs/house.md says: every room is named there, and imports run one way."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOUSE = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


@cache
def imported(path: Path) -> list[str]:
    """Every module that a file imports, at its top or inside a function, but not for types only."""
    return list(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            typing_only.update(each for part in node.body for each in ast.walk(part))
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms() -> set[str]:
    """The rooms that house.md names: the first column of its tables."""
    return set(re.findall(r"^\| `([^`]+)` \|", HOUSE, re.M))


def actual_rooms() -> set[str]:
    found = set()
    for package in ("store", "tui"):
        for path in (ROOT / package).iterdir():
            if path.suffix == ".py" and path.name != "__init__.py":
                found.add(f"{package}/{path.name}")
            elif (path / "__init__.py").exists():
                found.add(f"{package}/{path.name}/")
    return found


def test_every_room_is_named_and_every_name_is_a_room() -> None:
    assert rooms() == actual_rooms()


@pytest.mark.parametrize("path", modules("store"), ids=lambda path: str(path.relative_to(ROOT)))
def test_store_knows_neither_screen_nor_terminal(path: Path) -> None:
    assert not [name for name in imported(path) if name.split(".")[0] in ("tui", "textual", "rich", "click", "samples")]


@pytest.mark.parametrize("path", modules("tui/widgets"), ids=lambda path: str(path.relative_to(ROOT)))
def test_widgets_know_no_dossier_and_no_screen(path: Path) -> None:
    wrong = ("tui.screens", "tui.panes", "tui.acts", "tui.app", "store")
    assert not [name for name in imported(path) if name.startswith(wrong)]


@pytest.mark.parametrize("path", modules("tui/panes"), ids=lambda path: str(path.relative_to(ROOT)))
def test_panes_know_neither_screens_nor_each_other(path: Path) -> None:
    wrong = ("tui.screens", "tui.panes", "tui.acts", "tui.app", "tui.cli")
    assert not [name for name in imported(path) if name.startswith(wrong)]


@pytest.mark.parametrize("path", modules("tui/screens"), ids=lambda path: str(path.relative_to(ROOT)))
def test_screens_know_neither_app_nor_command_line(path: Path) -> None:
    assert not [name for name in imported(path) if name.startswith(("tui.app", "tui.cli"))]


@pytest.mark.parametrize("path", modules("store") + modules("tui"), ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_rooms_of_storage_use_tinydb(path: Path) -> None:
    if path.relative_to(ROOT).parts[:2] not in {("store", "storage.py"), ("store", "dossier")}:
        assert not [name for name in imported(path) if name.split(".")[0] == "tinydb"]


def test_store_imports_without_textual() -> None:
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in modules("store")
        if path.name != "__main__.py"
    ]
    program = (
        f"import importlib, sys\nfor name in {names!r}: importlib.import_module(name)\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('textual', 'rich', 'tui')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
