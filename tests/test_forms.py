"""Forms: untouched they change nothing, retyped they say the same; what they cannot take they refuse and say why."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store import anchors
from store.model import Actor, Article, Claim, Event, Link, Participant, Place
from store.text import clean
from tests import trees
from tests.properties import tries
from tui import forms
from tui.forms import FieldError, Form, kinds
from tui.forms.fields import join, last_item, split

BASIS = datetime.date(2023, 9, 5)
TEXT = "Kim and Putin are to meet. The meeting was planned.\n\nKim and Putin met at last."
ACTORS = [
    Actor(id="kim-jong-un", name="Kim Jong Un", aliases=("Kim",)),
    Actor(id="kim-2", name="Kim Jong-nam", aliases=("Kim",)),
    Actor(id="putin", name="Vladimir Putin"),
    Actor(id="nyt", name="The New York Times", kind="outlet"),
    Actor(id="kcna", name="KCNA", kind="outlet"),
    Actor(id="north-korea", name="North Korea", kind="state"),
]


class Known:
    """Names without an index: the actors above, any event, one article."""

    def actor(self, actor_id: str) -> Actor | None:
        return next((actor for actor in ACTORS if actor.id == actor_id), None)

    def event(self, event_id: str) -> Event | None:
        return None if event_id == "nowhere" else Event(id=event_id, title="Some event")

    def article(self, article_id: str) -> Article | None:
        return Article(id=article_id, title="An article", text=TEXT)

    def actors_named(self, prefix: str, limit: int) -> tuple[Actor, ...]:
        wanted = prefix.casefold()
        found = [each for each in ACTORS if any(wanted in name.casefold() for name in (each.name, *each.aliases))]
        return tuple(found[:limit])

    def complete(self, field: str, prefix: str, limit: int) -> Sequence[tuple[str, str]]:
        return [(f"{prefix}-{field}", "")]


NAMES = Known()


def retyped(form: Form) -> object:
    """What the form makes when every field is typed anew as it stands."""
    values = {field.name: field.read(field.text).value for field in form.fields}
    return form.build(values)


def tidy(text: str) -> bool:
    return clean(text, line=True) == text


EVENTS = trees.events("e")


@tries(40)
@given(event=EVENTS)
def test_an_event_that_is_looked_at_stays_as_it_is(event: Event) -> None:
    assert forms.of_event(event, NAMES, BASIS).record({}) == event


@tries(40)
@given(event=EVENTS)
def test_claims_that_are_looked_at_stay_as_they_are(event: Event) -> None:
    for claim in event.claims:
        assert forms.of_claim(claim, NAMES, BASIS).record({}) == claim


LINE = st.text(max_size=20).filter(tidy)
FULL = Event(
    id="e",
    title="A title, with a comma",
    summary="Two\n\nparagraphs",
    date="2023-09-10/2023-09-13",
    status="planned",
    kind="MEET",
    place=Place(name="Vladivostok", lat=43.1, lon=131.9, precision="near", country="Russia"),
    actors=(Participant(actor="putin", role="to"), Participant(actor="kim-jong-un", role="by")),
    tags=("a, b", 'say "x"', "c"),
    links=(Link(event="other", relation="plan of"), Link(event="third", relation="contradicts, in part")),
)


def test_an_event_typed_anew_says_the_same() -> None:
    assert retyped(forms.of_event(FULL, NAMES, BASIS)) == FULL


@tries(40)
@given(title=LINE.filter(bool), tags=st.lists(LINE.filter(bool), max_size=4, unique=True))
def test_texts_and_lists_typed_anew_say_the_same(title: str, tags: list[str]) -> None:
    event = replace(FULL, title=title, tags=tuple(tags))
    assert retyped(forms.of_event(event, NAMES, BASIS)) == event
    assert split(join(tags)) == tuple(tags)


def test_the_other_records_typed_anew_say_the_same() -> None:
    claim = Claim(
        source="Radio Kim",
        via=("putin", "somebody"),
        article="a",
        excerpt=anchors.excerpt_of(TEXT, "The meeting was planned."),
        reported="2023-09-04",
        status="denied",
        date="2023-09~",
        place="Vladivostok",
        says="no meeting",
        url="https://example.org/1",
    )
    assert retyped(forms.of_claim(claim, NAMES, BASIS)) == claim
    actor = Actor(id="x", name="X", kind="group", aliases=("Y, Z",), part_of="north-korea", wikidata="Q423")
    assert retyped(forms.of_actor(actor, NAMES)) == actor
    article = Article(
        id="a", title="T", publisher="P", published="2023", authors=("A", "B"), url="http://x.org", text=TEXT
    )
    assert retyped(forms.of_article(article, BASIS)) == article


def test_only_what_is_typed_changes() -> None:
    form = forms.of_event(FULL, NAMES, BASIS)
    assert form.record({"title": " New \t title "}) == replace(FULL, title="New title")
    assert form.record({"point": ""}) == replace(FULL, place=Place(name="Vladivostok", country="Russia"))
    assert form.record({"place": "", "country": "", "point": ""}) == replace(FULL, place=None)
    moved = form.record({"by": "", "with": "Kim Jong Un, north-korea"})
    assert isinstance(moved, Event)
    assert moved.actors == (
        Participant(actor="putin", role="to"),
        Participant(actor="kim-jong-un", role="with"),
        Participant(actor="north-korea", role="with"),
    )


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("by", "Kim", "Kim may be kim-jong-un or kim-2"),
        ("with", "Vladimir", "no actor is called Vladimir; putin?"),
        ("to", "Nobody", "add the actor first"),
        ("date", "10/11/12", "2012-11-10"),
        ("date", "2023-13-01", "month"),
        ("status", "d or c", "one of planned"),
        ("links", "other", "a relation and an event's id"),
        ("links", "follows: nowhere", "no event nowhere"),
        ("links", "follows: e", "linked to itself"),
        ("point", "12", "latitude, longitude"),
        ("point", "12 200", "latitude is -90 to 90"),
        ("point", "12, 20 far", "how near"),
        ("title", "  ", "is needed"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(field: str, typed: str, why: str) -> None:
    form = forms.of_event(FULL, NAMES, BASIS)
    with pytest.raises(FieldError, match=f"{field}: .*{why}"):
        form.record({field: typed})


def test_a_passage_is_quoted_from_the_article() -> None:
    assert kinds.quoted(TEXT, "The  meeting\nwas planned.") == anchors.excerpt_of(TEXT, "The meeting was planned.")
    assert kinds.quoted(TEXT, "The meeting ... at last.").exact == TEXT[TEXT.index("The meeting") :]
    with pytest.raises(FieldError, match="more than once"):
        kinds.quoted(TEXT, "Kim and Putin")
    with pytest.raises(FieldError, match="does not say"):
        kinds.quoted(TEXT, "never said")
    claim = forms.of_claim(Claim(source="nyt"), NAMES, BASIS)
    with pytest.raises(FieldError, match="names no article"):
        claim.record({"excerpt": "Kim"})


@pytest.mark.parametrize(
    ("text", "start", "item"),
    [("", 0, ""), ("a", 0, "a"), ("a, b", 3, "b"), ("a, ", 3, ""), ('"a, b", c', 8, "c"), ('x, "a, b', 3, "a, b")],
)
def test_the_last_item_is_what_is_completed(text: str, start: int, item: str) -> None:
    assert last_item(text) == (start, item)


def test_a_completion_takes_the_place_of_the_last_item() -> None:
    form = forms.of_event(FULL, NAMES, BASIS)
    field = next(field for field in form.fields if field.name == "with")
    (first, *_) = field.offered("putin, kim")
    assert field.completed("putin, kim", first) == "putin, kim-jong-un"


@pytest.mark.parametrize(
    ("typed", "settled"),
    [
        ("north-korea", True),
        ("Vladimir Putin", True),
        ("putin, kcna", True),
        ("nort", False),
        ("", False),
        ("Kim", False),  # two are called so
        ("kcna, Kim Jong", False),
    ],
)
def test_what_is_typed_is_settled_when_it_names_one_actor(typed: str, settled: bool) -> None:
    field = kinds.actors("by", "by", (), NAMES)
    assert field.is_settled(typed, field.offered(typed)) is settled
