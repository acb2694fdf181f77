"""What a review is made of: ids, whom names mean, passages by hand, and the events a suggestion may be about."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samples import NORTH_KOREA_RUSSIA
from store import chronology
from store.check import check
from store.chronology import Chronology
from store.dossier import Dossier
from store.model import Actor, Article, to_builtins
from store.review import Cast, likely, open_desk, publication_day
from store.review.parts import parts
from store.review.slugs import event_slug, free, slug
from store.suggest.suggest import suggest
from tests.properties import tries
from tests.reviewing import (
    DAY,
    FOUND,
    KEYS,
    STRIKE,
    TEXT,
    VISIT_AND_PORT,
    case,
    desk_of,
    faults,
    suggested,
)

# Ids and names


@pytest.mark.parametrize(
    ("date", "title", "expected"),
    [
        ("2023-09-13", "Summit at the Vostochny Cosmodrome", "2023-09-13-summit-vostochny-cosmodrome"),
        ("2023-09-10/2023-09-13", "Plan", "2023-09-10-plan"),
        ("2023-09", "Plan", "2023-09-plan"),
        ("[..2023-09-05]", "Warnings", "warnings"),
        ("2023-09~", "Warnings", "warnings"),
        ("202X", "Warnings", "warnings"),
        ("", "To the", "to-the"),
        ("2023", "…!", "2023-event"),
        ("2023", "Встреча в Кремле", "2023-встреча-в-кремле"),
        ("2023", "Élysée, ’23", "2023-elysee-23"),
    ],
)
def test_the_id_of_an_event(date: str, title: str, expected: str) -> None:
    assert event_slug(date, title) == expected


def test_a_long_title_gives_whole_words() -> None:
    made = slug("word " * 40)
    assert len(made) <= 60
    assert set(made.split("-")) == {"word"}
    assert slug("x" * 100) == "x" * 60


def test_a_taken_id_is_numbered() -> None:
    assert free("a", {"a", "a-2"}.__contains__) == "a-3"
    assert free("b", {"a"}.__contains__) == "b"


def test_whom_a_name_means() -> None:
    kim = Actor(id="kim", name="Kim", kind="person", aliases=("The Leader",))
    other = Actor(id="other", name="Jo", kind="person", aliases=("kim", "Big Jo"))
    outlet = Actor(id="jo-news", name="Jo", kind="outlet", aliases=("Big Jo",))
    cast = Cast([kim, other, outlet])
    assert cast.named("KIM") is kim  # a name goes before an alias
    assert cast.named("the leader") is kim
    assert cast.named("other") is other
    assert cast.named("Jo") is None  # two are called so
    assert cast.named("Jo", "outlet") is outlet
    assert cast.named("Big Jo") is None
    assert cast.named("nobody") is None
    assert cast.plus(Actor(id="new", name="Nobody")).named("nobody") is not None
    assert cast.without("jo-news").named("Jo") is other
    assert (cast.name("kim"), cast.name("a stranger")) == ("Kim", "a stranger")


# Parts


@tries(30)
@given(st.lists(st.integers(0, len(TEXT)), max_size=3))
def test_parts_keep_their_exact_words_and_do_not_overlap(cuts: list[int]) -> None:
    made = parts(FOUND, VISIT_AND_PORT, cuts)
    whole = VISIT_AND_PORT.excerpt
    for part in made:
        assert TEXT[part.excerpt.start : part.excerpt.end] == part.excerpt.exact
        assert whole.start <= part.excerpt.start < part.excerpt.end <= whole.end
        assert part.title
    assert all(one.excerpt.end <= other.excerpt.start for one, other in pairwise(made))
    if len(made) == 1:
        assert made == (VISIT_AND_PORT,)


# Which event it may be about: on the sample, where people have said so


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dossier, Chronology]:
    path = tmp_path_factory.mktemp("sample") / "copy"
    shutil.copytree(NORTH_KOREA_RUSSIA, path, copy_function=shutil.copyfile)
    dossier = Dossier.open(path, person="anna")
    return dossier, chronology.open(dossier)


def test_the_event_of_a_passage_is_among_the_first_that_are_offered(sample: tuple[Dossier, Chronology]) -> None:
    dossier, index = sample
    first = third = several = 0
    for article in dossier.records("articles"):
        desk = open_desk(dossier, index, article)
        for item in desk.review.items:
            if item.cited is not None:
                offered = [match.event.id for match in likely(item.suggestion, index, desk.cast)]
                several += 1
                first += offered[:1] == [item.cited.event]
                third += item.cited.event in offered[:3]
    assert several > 60
    assert first >= 0.65 * several
    assert third >= 0.75 * several


def test_what_has_nothing_in_common_is_not_offered(sample: tuple[Dossier, Chronology]) -> None:
    _, index = sample
    assert likely(suggested(STRIKE, "1911-01-01", title="Guild strikes"), index) == ()


def test_an_article_without_a_day_is_not_read(sample: tuple[Dossier, Chronology]) -> None:
    dossier, index = sample
    vague = Article(id="v", title="Vague", published="2023-09", text="It was on Monday.")
    assert publication_day(vague) is None
    with pytest.raises(ValueError, match="on which day"):
        open_desk(dossier, index, vague)
    found = open_desk(dossier, index, vague, DAY).found
    assert found.times[0].edtf == "2023-09-04"


def test_the_suggestions_are_those_of_suggest(sample: tuple[Dossier, Chronology]) -> None:
    dossier, index = sample
    article = dossier.article("a-2023-09-05-newsbytes")
    assert article is not None
    desk = open_desk(dossier, index, article)
    plain = suggest(article.text, DAY, title=article.title, publisher=article.publisher, known=tuple(desk.cast))
    assert [item.suggestion for item in desk.review.items] == list(plain)


# What is wrong with decisions


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"article": "gone"}, "article"),
        ({"event": "gone"}, "event"),
        ({"event": ""}, "event"),
        ({"verdict": "joined", "claim": ""}, "claim"),
        ({"verdict": "maybe"}, "verdict"),
    ],
)
def test_check_names_a_decision_that_is_not_right(tmp_path: Path, changes: dict[str, str], field: str) -> None:
    dossier = case(tmp_path / "case")
    made = desk_of(dossier).accept(KEYS[0])
    assert faults(dossier) == []
    stored = to_builtins(dossier.decisions()[KEYS[0]])
    assert stored["event"] == made.id
    file = dossier.path / "people" / "anna.json"
    file.write_text(json.dumps({"decisions": {"1": stored | changes}}), encoding="utf-8")
    assert [fault.field for fault in check(dossier) if fault.table == "decisions"] == [field]
