"""Dialogs: lists that are longer than the screen say so, and ASCII shows no sign that it has not."""

from __future__ import annotations

import re

import pytest

from tests.harness import LARGE, SMALL, Driven, drive
from tui.terminal import Terminal


@pytest.mark.parametrize("key", ["?", "@", "^p"])
def test_a_list_that_is_cut_says_where_one_is(key: str) -> None:
    async def test(on: Driven) -> None:
        await on.press("ctrl+p" if key == "^p" else key)
        first = re.search(r"\b1/(\d+)\b", on.screen())
        assert first is not None
        await on.press("down")
        assert re.search(rf"\b2/{first[1]}\b", on.screen())

    drive(test, size=SMALL)


def test_a_list_that_is_whole_does_not() -> None:
    async def test(on: Driven) -> None:
        await on.press("X")
        assert "graphml" in on.screen()
        assert not re.search(r"\b1/10\b", on.screen())

    drive(test, size=LARGE)


def test_the_choice_that_enter_takes_has_a_sign() -> None:
    async def test(on: Driven) -> None:
        await on.press("X")
        assert ">markdown" in on.screen()
        await on.press("down")
        assert ">html" in on.screen()
        assert ">markdown" not in on.screen()

    drive(test, size=SMALL)


def test_help_shows_the_signs_that_the_terminal_shows() -> None:
    async def test(on: Driven) -> None:
        await on.press("?")
        assert "oP planned, ~R reported, *C confirmed, xD denied." in " ".join(on.screen().split())

    drive(test, terminal=Terminal(unicode=False), size=LARGE)
