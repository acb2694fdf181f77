"""Names in a query that nobody has: said, with the nearest names there are, in the explorer and on the command line."""

from __future__ import annotations

import datetime

import pytest

from store.query import parse
from tests.harness import Driven, drive, sample
from tui.cli.root import run

BASIS = datetime.date(2025, 5, 1)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("actor:nosuch", ["no actor is called nosuch"]),
        ("actor:puttin", ["no actor is called puttin; did you mean Vladimir Putin?"]),
        ('by:"kim jong uun"', ["no actor is called kim jong uun; did you mean Kim Jong Un"]),
        ("source:kcnb", ["no source is called kcnb; did you mean KCNA?"]),
        ("via:nosuch", ["no cited source is called nosuch"]),
        ("place:vostochni", ["no place is called vostochni; did you mean Vostochny Cosmodrome?"]),
        ("-actor:nosuch (by:nobody OR to:putin)", ["no actor is called nosuch", "no actor is called nobody"]),
        ("actor:kim,nosuch actor:nosuch", ["no actor is called nosuch"]),
        ("actor:kim-jong-un by:put place:vost source:kcna nosuch title:nosuch", []),
    ],
)
def test_names_that_nobody_has_are_said(query: str, said: list[str]) -> None:
    _, index = sample()
    found = index.unknown(parse(query, BASIS))
    assert len(found) == len(said)
    assert all(each.startswith(start) for each, start in zip(found, said, strict=True))


@pytest.mark.parametrize("command", ["list", "actors", "hist", "gaps", "report"])
def test_the_command_line_says_it(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "actor:puttin"]) == 0
    assert "dateline: no actor is called puttin; did you mean Vladimir Putin?\n" in capsys.readouterr().err


def test_the_explorer_says_it_while_the_query_is_typed_and_where_the_events_would_be() -> None:
    async def test(driven: Driven) -> None:
        await driven.press("/")
        await driven.type("actor:puttin")
        assert "(no actor is called puttin; did you mean Vladimir Putin?)" in driven.line("status")
        await driven.press("enter")
        assert "no actor is called" not in driven.line("status")
        assert "no actor is called puttin; did you mean Vladimir Putin?" in driven.screen()
        await driven.press("/", "backspace", "backspace", "backspace", "backspace")
        assert "no actor" not in driven.screen()

    drive(test, size=(120, 36))
