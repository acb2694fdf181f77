"""One story under several outlets: recognised, added as a further source, counted once."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from store import anchors
from store.claims import independent
from store.dossier import Dossier
from store.model import Actor, Article, Claim, Event
from store.review import Cast, Desk, twins
from store.review.further import with_further_source
from store.review.items import passages
from store.suggest.suggest import suggest
from tests.reviewing import ARTICLE, DAY, STRIKE, TEXT, TIDE, VISIT, case, everything, faults

AGENCY = Actor(id="wire", name="Coast Wire", kind="outlet", aliases=("CW",))
WIRED = Article(
    id="a0",
    title="Orlov visits",
    publisher="Coast Wire",
    published="2023-09-05",
    text=f"KESTREL (CW) - {TEXT}\n\nMore is expected.",
)
UNLIKE = Article(
    id="a9", title="Weather", publisher="Coast Wire", published="2023-09-05", text="It rained all day. " * 20
)


def claim(article: Article, source: str, quote: str, **more: object) -> Claim:
    fields = {"id": "c1", "reported": article.published, "status": "planned", **more}
    return Claim(source=source, article=article.id, excerpt=anchors.excerpt_of(article.text, quote), **fields)  # type: ignore[arg-type]


VISITS = Event(id="visit", title="Orlov visits Kestrel", claims=(claim(WIRED, "wire", VISIT, via=("two sailors",)),))
STRIKES = Event(id="strike", title="Guild strikes", claims=(claim(WIRED, "wire", STRIKE),))
ELSEWHERE = Event(id="more", title="More", claims=(claim(WIRED, "wire", "More is expected."),))
CAST = Cast([TIDE, AGENCY])


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    made = case(tmp_path / "case")
    for table, records in (("actors", [AGENCY]), ("articles", [WIRED]), ("events", [VISITS, STRIKES, ELSEWHERE])):
        for record in records:
            made.add(table, record)
    return Dossier.open(made.path, person="anna")


def desk_of(dossier: Dossier) -> Desk:
    found = suggest(TEXT, DAY, publisher="Daily Tide")
    cited = passages(ARTICLE, dossier.records("events"))
    return Desk(dossier, ARTICLE, found, Cast(dossier.records("actors")), dossier.event, cited=cited, today=DAY)


def twins_in(dossier: Dossier) -> dict[str, tuple[str, ...]]:
    def citing(article: Article) -> list[Event]:
        return [
            event for event in dossier.records("events") if any(claim.article == article.id for claim in event.claims)
        ]

    found = twins(ARTICLE, [*dossier.records("articles"), UNLIKE], citing)
    return {twin.article.id: tuple(event.id for event in twin.events) for twin in found}


def test_the_same_text_of_another_outlet_is_recognised(dossier: Dossier) -> None:
    assert twins_in(dossier) == {"a0": ("visit", "strike", "more")}


def test_the_same_address_is_recognised(dossier: Dossier) -> None:
    one = replace(UNLIKE, id="a7", url="https://tide.example/orlov")
    other = replace(ARTICLE, url="http://www.tide.example/orlov/?utm_source=x")
    (twin,) = twins(other, [one], lambda _: [VISITS])
    assert twin.why == "the same address"


def test_what_no_event_rests_on_is_not_offered() -> None:
    assert twins(ARTICLE, [WIRED], lambda _: ()) == ()


def test_a_repeated_report_is_a_claim_that_counts_once() -> None:
    event = with_further_source(VISITS, ARTICLE, WIRED, CAST)
    assert [one.source for one in event.claims] == ["wire", "tide"]
    further = event.claims[1]
    assert (further.id, further.article, further.reported) == ("c2", "a1", "2023-09-05")
    assert further.via == ("wire", "two sailors")
    assert further.excerpt is not None
    assert further.excerpt.exact == VISIT
    assert anchors.find(TEXT, further.excerpt).state == "exact"
    assert independent(event) == 1


def test_who_printed_it_first_is_the_one_who_is_cited() -> None:
    repeated = Event(id="visit", title="Visit", claims=(claim(ARTICLE, "tide", VISIT),))
    event = with_further_source(repeated, WIRED, ARTICLE, CAST)
    assert [(one.source, one.via) for one in event.claims] == [("tide", ()), ("wire", ("tide",))]
    named = replace(ARTICLE, text=f"{TEXT} (Coast Wire)")
    event = with_further_source(repeated, WIRED, named, CAST)
    assert [(one.source, one.via) for one in event.claims] == [("tide", ("wire",)), ("wire", ())]
    earlier = replace(WIRED, published="2023-09-04")
    event = with_further_source(repeated, earlier, ARTICLE, CAST)
    assert [(one.source, one.via) for one in event.claims] == [("tide", ("wire",)), ("wire", ())]
    assert independent(event) == 1


def test_a_passage_that_is_not_in_the_other_text_gives_no_claim() -> None:
    assert with_further_source(ELSEWHERE, ARTICLE, WIRED, CAST) is ELSEWHERE


def test_no_claim_is_added_twice() -> None:
    event = with_further_source(VISITS, ARTICLE, WIRED, CAST)
    assert with_further_source(event, ARTICLE, WIRED, CAST) is event


def test_a_further_source_is_one_step_and_settles_its_suggestions(dossier: Dossier) -> None:
    desk = desk_of(dossier)
    before, open_before = everything(dossier), len(desk.review.items) - desk.review.done
    (twin,) = twins(ARTICLE, dossier.records("articles"), lambda _: [VISITS, STRIKES, ELSEWHERE])
    changed = desk.further_source(twin)
    assert [event.id for event in changed] == ["visit", "strike"]
    assert dossier.event("visit") == changed[0]
    assert faults(dossier) == []
    settled = {item.event for item in desk.review.items if item.cited}
    assert settled == {"visit", "strike"}
    assert desk.further_source(twin) == ()
    assert desk.undo() is not None
    assert everything(dossier) == before
    assert len(desk.review.items) - desk.review.done == open_before
    assert desk.undo() is None


def test_an_event_by_hand_can_be_undone_and_nothing_before_it(dossier: Dossier) -> None:
    dossier.mark("old", starred=True)
    desk = desk_of(dossier)
    before = everything(dossier)
    at = TEXT.index(STRIKE)
    desk.add_event(desk.passage(at, at + len(STRIKE)))
    assert any(item.cited for item in desk.review.items)
    assert desk.undo() is not None
    assert everything(dossier) == before
    assert not any(item.cited for item in desk.review.items)
    assert desk.undo() is None


def test_only_articles_of_the_same_weeks_are_compared() -> None:
    long_ago = replace(WIRED, published="2013-09-05")
    undated = replace(WIRED, published="")
    assert twins(ARTICLE, [long_ago], lambda _: [VISITS]) == ()
    assert len(twins(ARTICLE, [undated], lambda _: [VISITS])) == 1
