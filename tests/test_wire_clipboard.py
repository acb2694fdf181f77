"""What is no drawing passes the wire byte for byte: the clipboard and the links."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest

from tests.pty_terminal import terminal
from tui import clipboard
from tui.terminal import Terminal
from tui.wire.difference import transition
from tui.wire.grid import PLAIN, Reader, blank_row

READY = r"1 Timeline.*1/\d+"


def test_a_passage_is_copied_by_osc_52_and_to_the_file(tmp_path: Path) -> None:
    environ = {"DATELINE_CACHE": str(tmp_path), "DATELINE_CONFIG": str(tmp_path / "none.toml")}
    with terminal(environ=environ) as seen:
        seen.wait_for(READY)
        seen.press("y")
        seen.wait_for("Passage: sent to the terminal's clipboard and yank.txt")
        copied = (tmp_path / "yank.txt").read_text(encoding="utf-8")
        assert copied
        assert b"\x1b]52;c;" + base64.b64encode(copied.encode()) + b"\a" in seen.sent
        assert (tmp_path / "yank.txt").stat().st_mode & 0o777 == 0o600


def test_in_tmux_the_buffer_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for tmux writes down how it was called and what it was given."""
    tmux = tmp_path / "tmux"
    tmux.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/words\ncat > {tmp_path}/given\n')
    tmux.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "cache"))
    said = clipboard.send("a passage", Terminal(tmux=True), lambda _: pytest.fail("no OSC 52 inside tmux"))
    assert (tmp_path / "words").read_text() == "load-buffer -w -\n"
    assert (tmp_path / "given").read_text() == "a passage"
    assert [place for _, place in said.places] == ["tmux", "yank.txt"]
    assert str(tmp_path / "cache" / "yank.txt") in said.told()


def test_a_link_opens_and_closes_around_its_cells() -> None:
    reader = Reader(20, 1, {})
    reader.read("\x1b[1;1H\x1b]8;id=1;https://example.org/\x1b\\here\x1b]8;;\x1b\\ not", [blank_row(20)])
    row = reader.taken()[0]
    assert [cell[1].link for cell in row[:5]] == ["https://example.org/"] * 4 + [""]
    assert transition(PLAIN, row[0][1]) == "\x1b]8;;https://example.org/\x1b\\"
    assert transition(row[0][1], PLAIN) == "\x1b]8;;\x1b\\"
