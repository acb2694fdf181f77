"""Pages of the documentation whose examples are run: console blocks of commands and what they print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from tui.cli.root import root

DOCS = Path(__file__).parent.parent / "docs"
LEFT_OUT = "…"
"""A line that stands for any number of lines."""


def examples(page: str) -> list[tuple[str, list[str]]]:
    """``(command, printed lines)`` of every ``console`` block of a page, in their order."""
    found: list[tuple[str, list[str]]] = []
    text = (DOCS / page).read_text(encoding="utf-8")
    for block in re.findall(r"^```console\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        for line in block.splitlines():
            if line.startswith("$ dateline "):
                found.append((line.removeprefix("$ dateline "), []))
            else:
                found[-1][1].append(line)
    return found


def printed(command: str) -> list[str]:
    """What a command line prints. It has to succeed."""
    result = CliRunner().invoke(root, shlex.split(command))
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def fits(expected: list[str], lines: list[str]) -> bool:
    """Whether the lines are those expected."""
    if not expected:
        return not lines
    if expected[0] == LEFT_OUT:
        return any(fits(expected[1:], lines[at:]) for at in range(len(lines) + 1))
    return bool(lines) and lines[0] == expected[0] and fits(expected[1:], lines[1:])
