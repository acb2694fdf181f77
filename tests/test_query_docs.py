"""docs/query.md: every example is read, says what the page says, and finds something, but not everything."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from store.model import Actor, Article, Claim, Event, Excerpt, Mark, Origin, Participant, Place
from store.query import QueryError, caret, parse
from store.query.fields import FIELDS, FLAGS
from store.query.parser import MAX_DEPTH
from tests.oracle import Oracle

PAGE = (Path(__file__).parent.parent / "docs" / "query.md").read_text(encoding="utf-8")
BASIS = datetime.date(2023, 9, 5)


def blocks(kind: str) -> list[list[str]]:
    return [body.splitlines() for body in re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)]


def examples() -> list[tuple[str, str, tuple[str, ...]]]:
    """``(query, what is understood, hints)`` of every example."""
    found: list[tuple[str, str, tuple[str, ...]]] = []
    for lines in blocks("query"):
        for line in lines:
            if line.startswith("    = "):
                found[-1] = (found[-1][0], line[6:], ())
            elif line.startswith("    ? "):
                found[-1] = (*found[-1][:2], (*found[-1][2], line[6:]))
            else:
                found.append((line, "", ()))
    return found


EXAMPLES = examples()

EVENTS = [
    Event(
        id="e1",
        title="Kim and Putin expected at a summit",
        date="2023-09-10/2023-09-13",
        actors=(Participant(actor="kim-jong-un", role="by"), Participant(actor="putin", role="with")),
        place=Place(name="Vladivostok", country="Russia"),
        tags=("arms deal",),
        kind="CONSULT",
        claims=(Claim(source="nyt", via=("US officials",), article="a1", reported="2023-09-04", status="planned"),),
    ),
    Event(
        id="e2",
        title="Summit at the Vostochny Cosmodrome, no missile deal",
        date="2023-09-13",
        actors=(Participant(actor="kim-jong-un"), Participant(actor="putin")),
        claims=(
            Claim(source="nyt", reported="2023-09-04", status="planned", place="Vladivostok"),
            Claim(source="kcna", reported="2023-09-14", status="confirmed", place="Vostochny Cosmodrome"),
        ),
    ),
    Event(
        id="e3",
        title="Shoigu visits Pyongyang; they speak of an arms deal at a summit",
        date="2023-07-25/2023-07-27",
        actors=(Participant(actor="shoigu", role="by"), Participant(actor="kim-jong-un", role="with")),
        claims=(Claim(source="kcna", reported="2023-07-28", status="confirmed"),),
    ),
    Event(
        id="e4",
        title="Delegation travels to Moscow",
        date="2023-08",
        actors=(Participant(actor="north-korea", role="to"),),
        claims=(Claim(source="nyt", reported="2023-09-05", excerpt=Excerpt(exact="to re-arm")),),
        origin=Origin(file="f", format="suggest"),
    ),
    Event(id="e5", title="China and Iran: foo, bar", date="2023-08-15?", origin=Origin(file="f", machine=True)),
    Event(
        id="e6", title="Statsu: planned foo:bar", claims=(Claim(source="ap", reported="2023-09-05", status="denied"),)
    ),
    Event(id="e7", title="Kim inspects missiles", date="2023-09-02", tags=("arms",)),
    Event(
        id="e8",
        title="Visit planned in July 2023",
        date="2023-07~",
        claims=(Claim(source="ap", reported="2023-06-01", status="planned"),),
    ),
    Event(id="e9", title="An earlier arms dealer", date="2022", summary="Kim, arms dealing and a summit with missiles"),
]
ACTORS = [
    Actor(id="kim-jong-un", name="Kim Jong Un", kind="person"),
    Actor(id="putin", name="Vladimir Putin", kind="person"),
    Actor(id="shoigu", name="Sergei Shoigu", kind="person"),
    Actor(id="north-korea", name="North Korea", kind="state"),
    Actor(id="nyt", name="The New York Times", kind="outlet"),
]
ARTICLES = [Article(id="a1", title="A digest", text="One paragraph.\n\nA second paragraph.")]
MARKS = [Mark(id="e2", starred=True, note="check the place"), Mark(id="e3", note="ask again")]
ORACLE = Oracle(EVENTS, ACTORS, ARTICLES, MARKS)


def test_there_are_examples_of_everything() -> None:
    assert len(EXAMPLES) >= 70
    text = " ".join(query for query, _, _ in EXAMPLES)
    assert [field for field in FIELDS if f"{field}:" not in text] == []
    assert [flag for flag in FLAGS if not re.search(rf"is:(\w+,)*{flag}\b", text)] == []
    assert all(f"| `is:{flag}` |" in PAGE for flag in FLAGS)
    assert f"and {MAX_DEPTH} parentheses" in PAGE


@pytest.mark.parametrize(("text", "understood", "hints"), EXAMPLES, ids=[text for text, _, _ in EXAMPLES])
def test_example(text: str, understood: str, hints: tuple[str, ...]) -> None:
    query = parse(text, BASIS)
    assert query.describe() == understood
    assert query.hints == hints
    assert 0 < ORACLE.count(query)[0] < len(EVENTS), ORACLE.ids(query)


def test_carets() -> None:
    (lines,) = blocks("query-error")
    assert len(lines) >= 8
    for text, below in zip(lines[::2], lines[1::2], strict=True):
        with pytest.raises(QueryError) as caught:
            parse(text, BASIS)
        assert caret(caught.value) == f"{text}\n{below}"


def test_grammar_names_every_field() -> None:
    (lines,) = blocks("ebnf")
    named = set(re.findall(r'"(\w+):?"', "\n".join(lines)))
    assert set(FIELDS) <= named


def test_the_opening_example_is_a_query() -> None:
    (line,) = re.findall(r"^    (actor:putin .*)$", PAGE, re.MULTILINE)
    assert [part.kind for part in parse(line, BASIS).parts] == [
        "actor", "source", "date", "date", "status", "not", "text", "text",
    ]  # fmt: skip
