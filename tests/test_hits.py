"""Where a query's words are lit in a text."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import hits
from store.query import parse
from store.query.nodes import Node
from store.query.terms import pattern
from store.text import spans, tokens
from tests import trees
from tests.properties import tries

BASIS = datetime.date(2023, 9, 5)
NAMES = {"kim-jong-un": ("Kim Jong Un", "Supreme Leader"), "nyt": ("The New York Times", "NYT")}


def lit(query: str, text: str) -> list[str]:
    tree = parse(query, BASIS, as_you_type=False).tree
    found = hits.find(text, hits.needles(tree, lambda value: NAMES.get(value, ())))
    return [text[start:end] for start, end in found]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("summit", "The Summit was no summitry.", ["Summit"]),
        ("summit*", "The Summit was no summitry.", ["Summit", "summitry"]),
        ("sumit~1", "The Summit was no summitry.", ["Summit"]),
        ('"arms deal"', "Arms, deal? An arms deal; deal arms.", ["Arms, deal", "arms deal"]),
        ("re-arm", "They re-arm. Rearm!", ["re-arm"]),
        ("arms deal", "arms deal", ["arms", "deal"]),
        ("arms OR deal", "a deal", ["deal"]),
        ("-arms deal", "arms deal", ["deal"]),
        ("-(arms deal)", "arms deal", []),
        ("cafe", "Café, CAFÉ, cafe\u0301s", ["Café", "CAFÉ"]),
        ("елка", "Ёлка и ёлки", ["Ёлка"]),
        ("정상*", "정상회담에서", ["정상회담에서"]),
        ("停火协议", "政府宣布停火协议。", ["停火协议"]),
        ("حكومة", "أعلنت الحُكومَة", ["حُكومَة"]),
        ("text:arms", "arms", ["arms"]),
        ("title:arms,deal", "arms deal", ["arms", "deal"]),
        ("actor:kim-jong-un", "Kim Jong Un, Kim; the supreme leader", ["Kim Jong Un", "supreme leader"]),
        ("source:nyt", "the new york times", ["the new york times"]),
        ("actor:put", "Putin put it", ["Putin", "put"]),
        ("place:vostoch", "at Vostochny", ["Vostochny"]),
        ('actor:"put"', "Putin put it", ["put"]),
        ("tag:arms status:planned kind:arms id:arms is:starred claims:>1", "arms planned", []),
        ('"kim putin" kim', "kim putin kim", ["kim putin", "kim"]),
        ('"a b" "b c"', "a b c", ["a b c"]),
        ("", "anything", []),
    ],
)
def test_lit(query: str, text: str, expected: list[str]) -> None:
    assert lit(query, text) == expected


def test_needles_have_no_doubles_and_are_bounded() -> None:
    tree = parse("kim Kim KIM", BASIS, as_you_type=False).tree
    assert len(hits.needles(tree)) == 1
    many = parse(" ".join(f"w{number}" for number in range(500)), BASIS).tree
    assert len(hits.needles(many)) == hits.MOST_NEEDLES


@tries(50)
@given(trees.conditions(), st.lists(st.sampled_from((*trees.WORDS, "…", "\n\n", "-")), max_size=30).map(" ".join))
def test_hits_are_whole_words_in_order(tree: Node, text: str) -> None:
    needles = hits.needles(tree)
    found = hits.find(text, needles)
    starts = {start for _, start, _ in spans(text)}
    ends = {end for _, _, end in spans(text)}
    assert all(start in starts and end in ends and start < end for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    assert bool(found) == any(needle.found_in(tokens(text)) for needle in needles)


def test_every_hit_of_a_lone_word_is_found() -> None:
    text = "arms army Arms ARMS re-arms arms" * 2_000
    needle = pattern(parse("arms", BASIS, as_you_type=False).tree)
    assert len(hits.find(text, [needle])) == tokens(text).count("arms")
