"""The query language on the sample: what its facts imply, found without a tag set by hand."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

import pytest

from store.claims import conflicts
from store.dossier import Dossier
from store.model import shown_status
from store.query import Query, parse
from tests.oracle import Oracle
from tests.test_query_docs import EXAMPLES

SAMPLE = Path(__file__).parent.parent / "samples" / "north-korea-russia"
SUMMIT = "2023-09-13-vostochny-summit"
TROOPS = "2024-10-north-korean-troops-in-russia"


@cache
def oracle() -> Oracle:
    dossier = Dossier.open(SAMPLE, read_only=True)
    return Oracle(*(list(dossier.records(table)) for table in ("events", "actors", "articles")))


def asked(text: str) -> Query:
    return parse(text, datetime.date(2025, 5, 1))


def test_the_plan_and_the_denial_are_conflicts() -> None:
    found = {
        event.id: {conflict.kind for conflict in conflicts(event)} for event, _ in oracle().filter(asked("is:conflict"))
    }
    assert "place" in found[SUMMIT], "planned at the Forum, held at Vostochny"
    assert "status" in found[TROOPS], "denied in 2024, confirmed in 2025"


def test_as_of_before_the_summit_it_was_a_plan() -> None:
    for event, _ in oracle().filter(asked("vostochny asof:2023-09-10")):
        assert event.id == SUMMIT
        assert shown_status(event) == "planned"
        assert {claim.status for claim in event.claims} == {"planned"}
    assert oracle().ids(asked("vostochny asof:2023-09-10 status:planned")) == [SUMMIT]
    assert oracle().ids(asked("vostochny asof:2023-09-20 status:confirmed")) == [SUMMIT]
    assert oracle().count(asked("vostochny asof:2023-08"))[0] == 0


def test_what_putin_had_to_do_with_in_september() -> None:
    assert oracle().ids(asked("actor:putin since:2023-09 until:2023-09-30")) == [
        "2023-09-putin-wants-shells",
        "2023-09-10-kim-at-the-forum",
        SUMMIT,
    ]


@pytest.mark.parametrize("text", [text for text, _, _ in EXAMPLES])
def test_the_examples_of_the_page_can_be_asked(text: str) -> None:
    total, sure, undated, everything = oracle().count(asked(text))
    assert sure <= total <= everything
    assert undated <= total
