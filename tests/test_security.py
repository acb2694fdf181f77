"""The threat model is held by tests that exist; and what is planted where a person's own files are looked for."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import pytest

from tui.clipboard import send
from tui.config import load
from tui.terminal import Terminal

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.findall(r"\| `(test_\w+\.py)(?:::(\w+))?` \|$", PAGE, re.M)


def test_every_threat_names_its_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("|") and not re.match(r"\| threat|\|-", line)]
    assert len(rows) == len(NAMED) > 30


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED)))
def test_the_named_test_exists(file: str, name: str) -> None:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    assert not name or name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def another(path: Path) -> None:
    path.write_text('theme = "nord"')
    os.chown(path, 4242, -1)


def anybody(path: Path) -> None:
    path.write_text('theme = "nord"')
    path.chmod(0o666)


def link_to_anothers(path: Path) -> None:
    path.symlink_to(path.with_name("theirs"))
    another(path.with_name("theirs"))


@pytest.mark.parametrize("plant", [another, anybody, link_to_anothers, os.mkfifo, os.mkdir])
def test_planted_settings_are_not_read(plant: object, tmp_path: Path) -> None:
    if os.getuid() and plant in (another, link_to_anothers):
        pytest.skip("only root can give a file away")
    path = tmp_path / "config.toml"
    plant(path)  # type: ignore[operator]
    config = load(path)
    assert config.theme == ""
    assert len(config.problems) == 1


def test_ones_own_settings_are_read_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text('theme = "nord"')
    (tmp_path / "config.toml").symlink_to("mine")
    assert load(tmp_path / "config.toml").theme == "nord"


def test_a_link_planted_for_the_yank_file_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path))
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "yank.txt").symlink_to("precious")
    send("copied", Terminal(), lambda _: None)
    assert (tmp_path / "precious").read_text() == "precious"
    assert (tmp_path / "yank.txt").read_text() == "copied"
