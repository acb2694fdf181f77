"""docs/export.md: every example is run and gives what the page says."""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import exporters
from store.dossier import create
from store.exporters import FORMATS, Context
from tests.importing import Desk

PAGE = (Path(__file__).parent.parent / "docs" / "export.md").read_text(encoding="utf-8")
DOSSIER = re.findall(r"^```file (\S+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def examples() -> Iterator[tuple[str, list[str], list[str]]]:
    """``(command, lines of the output, losses)`` of each example."""
    command, output, losses = "", [""], [""]
    for kind, body in re.findall(r"^```(sh|output|losses)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE):
        if kind == "sh":
            if command:
                yield command, output, losses
            command, output, losses = body.strip(), [], []
        elif kind == "output":
            output = body.splitlines()
        else:
            losses = body.splitlines()
    yield command, output, losses


EXAMPLES = list(examples())


@pytest.mark.parametrize(("command", "output", "losses"), EXAMPLES, ids=[command for command, *_ in EXAMPLES])
def test_example(tmp_path: Path, desk: Desk, command: str, output: list[str], losses: list[str]) -> None:
    words = shlex.split(command)
    assert words[:3] == ["dateline", "export", "--as"]
    ((name, content),) = DOSSIER
    desk.dossier = create(tmp_path / "meeting")
    assert desk.take(name, content).error == ""
    out = io.BytesIO()
    said = exporters.export(desk.events(), Context.of(desk.dossier), words[3], out)
    assert said.sentences() == losses
    assert exporters.by_name(words[3]).ending == Path(words[5]).suffix
    # The page may leave lines and ends of lines out; what it shows has to be there, in order.
    written = out.getvalue().decode()
    at = 0
    for line in output:
        for part in line.split("…"):
            found = written.find(part, at)
            assert found >= 0, part
            at = found + len(part)


def test_every_format_has_an_example() -> None:
    assert {shlex.split(command)[3] for command, *_ in EXAMPLES} == {format.name for format in FORMATS}
