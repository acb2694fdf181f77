"""What the last line says: whole at 80 columns, gone when it is over, and what to do next."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import tui
from tests.harness import SMALL, Driven, drive
from tests.test_exchanging import desk

__all__ = ["desk"]  # the fixture


def literals() -> list[str]:
    """The texts that are said as they stand in the source."""
    return [
        argument.value
        for path in Path(tui.__file__).parent.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "say"
        for argument in call.args[:1]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def test_no_message_is_cut_at_80_columns() -> None:
    said = literals()
    assert len(said) > 30
    assert [text for text in said if len(text) > SMALL[0] - 2] == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Filter by two actors first: a on an event or an actor, or @ by name."),
        ("actor:kim-jong-un", "Filter by a second actor first: a on an event or an actor, or @ by name."),
        (
            "actor:kim-jong-un actor:vladimir-putin actor:russia",
            "3 actors are filtered by: a on one again releases it, two have to stay.",
        ),
    ],
)
def test_a_pair_says_what_is_missing(query: str, said: str) -> None:
    async def test(on: Driven) -> None:
        await on.press("b")
        assert said in on.screen()

    drive(test, query=query)


def test_nothing_stays_of_an_import_that_is_left(desk: Path) -> None:
    async def test(on: Driven) -> None:
        before = on.line("status")
        await on.press("I")
        await on.type("tab")
        await on.press("enter")
        assert "Reading" not in on.line("status")
        await on.press("escape")
        assert on.line("status") == before

    drive(test, path=desk / "mine")
