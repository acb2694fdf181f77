"""What a query means: words, fields, flags, and the three answers on uncertain dates."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.edtf import to_ordinal
from store.model import Actor, Article, Claim, Event, Excerpt, Mark, Origin, Participant, Place
from store.query import parse
from store.query.evaluate import Answer, Context, is_sure, matches
from store.query.nodes import And, Field, Node, Not, Or, Phrase, Sure, Word
from store.query.terms import distance, pattern
from store.text import tokens
from tests import trees
from tests.oracle import Oracle
from tests.properties import tries

BASIS = datetime.date(2023, 9, 20)
NO, POSSIBLE, SURE = Answer

EVENT = Event(
    id="ev-0001",
    title="Summit at the Vostochny Cosmodrome",
    summary="They spoke of missiles. Re-arming was denied.",
    date="2023-09-13",
    kind="CONSULT",
    place=Place(name="Vostochny Cosmodrome", country="Russia"),
    actors=(Participant(actor="kim-jong-un", role="by"), Participant(actor="Unit 9", role="to")),
    tags=("arms deal", "Café"),
    claims=(
        Claim(
            source="nyt",
            via=("US officials",),
            article="a1",
            reported="2023-09-04",
            status="planned",
            place="Vladivostok",
            says="a forum",
        ),
        Claim(
            source="Radio Free Asia",
            reported="2023-09-14",
            excerpt=Excerpt(exact="the armoured train"),
            status="confirmed",
        ),
    ),
    origin=Origin(file="f", format="suggest", machine=True),
)
CONTEXT = Context(
    today=BASIS.toordinal(),
    actors={
        "kim-jong-un": Actor(id="kim-jong-un", name="Kim Jong Un", aliases=("Supreme Leader",)),
        "kim-yo-jong": Actor(id="kim-yo-jong", name="Kim Yo Jong"),
        "nyt": Actor(id="nyt", name="The New York Times", kind="outlet"),
        "un": Actor(id="un", name="United Nations", aliases=("UN",)),
    },
    articles={"a1": Article(id="a1", title="Headline here", text="First paragraph.\n\nIn whole articles only.")},
    marks={"ev-0001": Mark(id="ev-0001", starred=True, tags=("mine",), note="Ask Reuters about it")},
)


def answer(text: str, event: Event = EVENT, context: Context = CONTEXT) -> Answer:
    return matches(parse(text, BASIS, as_you_type=False).tree, event, context)


@pytest.mark.parametrize(
    "text",
    [
        "", "summit", "SUMMIT", "vostochny cosmodrome", '"the vostochny"', "summ*", "sumit~1", "sumimt~1",
        "vstchny~2", "missiles", '"spoke of"', "re-arming", "arming", "leader", '"jong un"', "unit", "russia",
        "vladivostok", "cafe", '"arms deal"', "mine", "reuters", "armoured", "forum", "summit OR nothing",
        "-nothing", "-(summit nothing)", "*", "actor:kim-jong-un", "actor:KIM-JONG-UN", "actor:kim",
        "actor:supr", "actor:jong-u", 'actor:"Jong Un"', "actor:unit", "actor:nobody,kim", "actor:kmi~1",
        "by:kim-jong-un", "to:unit", "source:nyt", "source:radio", 'source:"new york"', "via:us",
        'via:"us officials"', "place:vosto", "place:russia", "place:vladiv", "status:confirmed",
        "kind:consult", "kind:con*", 'tag:"arms deal"', "tag:CAFE", "tag:mine", "tag:arms*", "tag:mime~1",
        "title:summit", "note:reuters", "text:paragraph", "text:headline", 'text:"whole articles"',
        "id:ev-0001", "id:EV-0001", "id:ev*", "is:starred", "is:noted", "is:conflict", "is:suggested",
        "is:machine", "claims:2", "claims:>1", "claims:>=2", "claims:<3", "claims:<=2", "on:2023-09-13",
        "since:2023-09-13", "until:2023-09-13", "after:2023-09-12", "before:2023-09-14",
        "date:2023-09..2023-10", 'on:"last wednesday"', "-on:2023-10", "reported:2023-09-04",
        "reported:<2023-09-05", "sure: on:2023",
    ],
)  # fmt: skip
def test_sure(text: str) -> None:
    assert answer(text) is SURE


@pytest.mark.parametrize(
    "text",
    [
        "nothing", "summ", '"cosmodrome they"', '"deal cafe"', '"vostochny summit"', "-summit", "smit~1",
        "headline", "nyt", "times", "consult", "actor:kim-yo-jong", 'actor:"Kim Jong U"', "actor:un",
        "actor:ong", "by:unit", "with:kim", "to:kim-jong-un", "source:kim", "via:nyt", "place:kim",
        "status:planned", "kind:cons", "tag:arms", "tag:deal", "title:missiles", "note:summit", "text:summit",
        "id:ev", "is:undated", "is:uncertain", "is:approximate", "is:overdue", "claims:1", "claims:>2",
        "on:2023-10", "since:2023-09-14", "after:2023-09-13", "before:2023-09-13", "until:2023-09-12",
        "reported:2023-10", "asof:2023-09-03", "summit nothing",
    ],
)  # fmt: skip
def test_no(text: str) -> None:
    assert answer(text) is NO


# Uncertain dates


@pytest.mark.parametrize(
    ("date", "text", "expected"),
    [
        ("2023-09", "on:2023-09-13", POSSIBLE),
        ("2023-09", "on:2023", SURE),
        ("2023-09", "since:2023-09-02", POSSIBLE),
        ("2023-09", "-on:2023-09-13", POSSIBLE),
        ("2023-09", "-on:2023", NO),
        ("2023-09", "-on:2022", SURE),
        ("2023-09", "on:2023-09-13 OR on:2023", SURE),
        ("2023-09", "on:2023-09-13 on:2023", POSSIBLE),
        ("2023-09", "on:2023-09-13 nothing", NO),
        ("2023-09", "sure: on:2023-09-13", NO),
        ("2023-09", "sure: on:2023-09", SURE),
        ("2023-09", "sure: -on:2023-09-13", NO),
        ("2023-09/..", "until:2024", POSSIBLE),
        ("2023-09/", "since:2023-09", SURE),
        ("[2023-09-01..2023-09-13]", "on:2023-09-13", POSSIBLE),
        ("2023-09-13?", "on:2023-09-13", SURE),
        ("", "on:2023", NO),
        ("", "-on:2023", SURE),
        ("", "date:..2023 OR since:2023", NO),
        ("", "is:undated", SURE),
        ("no date", "is:undated", SURE),
        ("2023-09?", "is:uncertain", SURE),
        ("2023-09~", "is:approximate", SURE),
        ("2023-09%", "is:uncertain is:approximate", SURE),
    ],
)
def test_uncertain_dates_match_possibly(date: str, text: str, expected: Answer) -> None:
    assert answer(text, Event(id="e", title="x", date=date)) is expected


def test_reports_match_when_one_of_them_does() -> None:
    event = Event(
        id="e", title="x", claims=(Claim(source="a", reported="2023-09"), Claim(source="b", reported="2023-08-01"))
    )
    assert answer("reported:2023-09-05", event) is POSSIBLE
    assert answer("reported:2023-08", event) is SURE
    assert answer("reported:2023-07", event) is NO


# As of


def test_as_of_sees_the_event_as_it_was_known() -> None:
    assert answer("asof:2023-09-10 status:planned") is SURE
    assert answer("asof:2023-09-10 status:confirmed") is NO
    assert answer("asof:2023-09-10 claims:1") is SURE
    assert answer("asof:2023-09-10 armoured") is NO
    assert answer("asof:2023-09-10 -armoured") is SURE
    assert answer("asof:2023-09-10 is:conflict") is NO
    assert answer("asof:2023-10 status:confirmed armoured") is SURE


def test_plans_are_overdue_as_of_then() -> None:
    plan = Event(
        id="e", title="x", date="2023-09-13", claims=(Claim(source="a", reported="2023-09-01", status="planned"),)
    )
    assert answer("is:overdue", plan) is SURE
    assert answer("is:overdue asof:2023-09-13", plan) is NO
    assert answer("is:overdue asof:2023-09-14", plan) is SURE
    assert answer("is:overdue asof:2030", plan, Context(to_ordinal(2023, 9, 13))) is NO


# Names


def test_an_id_is_that_actor_only_a_name_any() -> None:
    """``un`` is the United Nations; a beginning (``un*``) or a phrase finds Kim Jong Un too."""
    assert answer("actor:un") is NO
    assert answer("actor:un*") is SURE
    assert answer("actor:kim-jong") is SURE, "no id: the words of a name"


def test_a_source_that_is_no_actor_counts_by_its_name() -> None:
    event = Event(id="e", title="x", claims=(Claim(source="NYT"),))
    assert answer("source:nyt", event) is SURE
    assert answer("source:times", event) is NO


def test_no_label_is_like_no_other() -> None:
    assert answer("kind:a~1", Event(id="e", title="x")) is NO


# Words


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("елка", "Ёлка", True),
        ("ёлк*", "елка", True),
        ("정상*", "정상회담에서", True),
        ("정상", "정상회담에서", False),
        ("停火", "停火协议", True),
        ("停火协议", "政府停火协议。", True),
        ("停火协定", "停火协议", False),
        ("火*", "停火协议", True),
        ("حكومة", "أعلنت الحُكومَة", True),
        ("الحكومة", "حكومة", True),
        ("الحكو*", "والحكومة", True),
        ('"الحكو"*', "الحكومة", True),
        ('"اعلنت الحكو"*', "أعلنت الحكومة", True),
        ('"الحكومة"', "حكومة", False),
        ("naive~1", "Naïve", True),
        ("teh~1", "the", True),
        ("hte~1", "the", True),
        ("eht~1", "the", False),
        ("eht~2", "the", True),
    ],
)
def test_words_of_many_scripts(query: str, text: str, found: bool) -> None:
    assert answer(query, Event(id="e", title=text)) is (SURE if found else NO)


@tries(100)
@given(st.text("abc", max_size=6), st.text("abc", max_size=6), st.integers(0, 3))
def test_distance_against_its_definition(a: str, b: str, limit: int) -> None:
    def edits(a: str, b: str) -> int:
        if not a or not b:
            return len(a) + len(b)
        best = min(edits(a[1:], b) + 1, edits(a, b[1:]) + 1, edits(a[1:], b[1:]) + (a[0] != b[0]))
        swapped = len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0]
        return min(best, edits(a[2:], b[2:]) + 1) if swapped else best

    true = edits(a[:5], b[:5])
    assert distance(a[:5], b[:5], limit) == (true if true <= limit else None)


@tries(100)
@given(trees.terms(), st.lists(st.sampled_from(trees.WORDS), max_size=5).map(" ".join))
def test_a_term_finds_the_text_that_it_was_typed_from(term: Word | Phrase, around: str) -> None:
    assert pattern(term).found_in(tokens(f"{around} {term.text} {around}"))


# Any query


def tree_answers(tree: Node, dossier: trees.Dossier) -> list[Answer]:
    events, actors, articles, marks = dossier
    context = Context(
        BASIS.toordinal(),
        {actor.id: actor for actor in actors},
        {article.id: article for article in articles},
        {mark.id: mark for mark in marks},
    )
    assert all(is_sure(tree, event, context) == (matches(tree, event, context) is SURE) for event in events)
    return [matches(tree, event, context) for event in events]


@tries(50)
@given(trees.conditions(), trees.conditions(), trees.dossiers(4))
def test_the_laws_of_logic_hold(one: Node, other: Node, dossier: trees.Dossier) -> None:
    a, b = tree_answers(one, dossier), tree_answers(other, dossier)
    assert tree_answers(And((one, other)), dossier) == list(map(min, a, b))
    assert tree_answers(Not(Or((one, other))), dossier) == tree_answers(And((Not(one), Not(other))), dossier)
    assert tree_answers(Not(Not(one)), dossier) == a
    assert tree_answers(And((one, Sure())), dossier) == [SURE if each is SURE else NO for each in a]


@tries(40)
@given(st.lists(trees.terms(), min_size=2, max_size=3), trees.dossiers(3))
def test_values_of_a_field_are_alternatives(values: list[Word | Phrase], dossier: trees.Dossier) -> None:
    for name in ("actor", "place", "title", "text"):
        together = tree_answers(Field(name, tuple(values)), dossier)
        apart = [tree_answers(Field(name, (value,)), dossier) for value in values]
        assert together == [max(each) for each in zip(*apart, strict=True)] if dossier[0] else not together


@tries(50)
@given(trees.trees(), trees.dossiers())
def test_the_oracle_agrees_with_itself(tree: Node, dossier: trees.Dossier) -> None:
    from store.query import format

    query = parse(format(tree), BASIS, as_you_type=False)
    oracle = Oracle(*dossier)
    ids = oracle.ids(query)
    total, sure, undated, everything = oracle.count(query)
    assert total == len(ids) <= everything == len(dossier[0])
    assert max(sure, undated) <= total
    assert [oracle.position(query, event_id) for event_id in ids] == list(range(total))
    assert sum(count for _, count in oracle.years(query)) == total
    assert sum(oracle.facets(query, "status").values()) == total
    first, last = to_ordinal(2023, 1, 1), to_ordinal(2023, 12, 31)
    year = oracle.histogram(query, "year", first, last)
    months = oracle.histogram(query, "month", first, last)
    assert sum(definite for _, definite, _ in months) <= year[0][1] <= total - undated
    assert all(count + maybe <= year[0][1] + year[0][2] for _, count, maybe in months)
