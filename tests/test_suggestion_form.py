"""The form of a suggestion: what is typed for each role is read as known and new actors, and written so again."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.model import ACTOR_KINDS, Actor, Article, Event
from store.review import Cast
from store.suggest.events.model import SuggestedActor
from tests.properties import tries
from tests.reviewing import DAY, VISIT_AND_PORT, suggested
from tui.forms.fields import FieldError, Form
from tui.forms.suggestions import Wording, of_suggestion

KIM = Actor(id="kim", name="Kim, J.", kind="person", aliases=("The Leader", "Jo"))
JO = Actor(id="jo", name="Joanna", kind="person", aliases=("Jo",))
NAMESAKES = (Actor(id="sun-1", name="Sun", kind="outlet"), Actor(id="sun-2", name="Sun", kind="organization"))
CAST = Cast([KIM, JO, *NAMESAKES])


class Names:
    """A dossier that knows places and nothing else: actors are those of the cast."""

    def actor(self, actor_id: str) -> Actor | None:
        return None

    def event(self, event_id: str) -> Event | None:
        return None

    def article(self, article_id: str) -> Article | None:
        return None

    def actors_named(self, prefix: str, limit: int) -> tuple[Actor, ...]:
        return ()

    def complete(self, field: str, prefix: str, limit: int) -> Sequence[tuple[str, str]]:
        return [("Kestrel", "Kestrel")] if field == "place" else []


def form_of(*actors: SuggestedActor) -> Form:
    return of_suggestion(suggested("on September 9", actors=actors), CAST, Names(), DAY, "A suggestion")


def read(text: str) -> tuple[SuggestedActor, ...]:
    """What the field ``by`` makes of a text."""
    record = form_of().record({"by": text})
    assert isinstance(record, Wording)
    return record.actors


def offered(text: str) -> list[str]:
    field = next(field for field in form_of().fields if field.name == "by")
    return [field.completed(text, choice) for choice in field.offered(text)]


def test_untouched_it_leaves_everything_as_it_was() -> None:
    record = of_suggestion(VISIT_AND_PORT, CAST, Names(), DAY, "x").record({})
    assert isinstance(record, Wording)
    assert record.applied(VISIT_AND_PORT) == VISIT_AND_PORT


def test_dates_in_words_count_from_the_day_of_the_article() -> None:
    record = of_suggestion(VISIT_AND_PORT, CAST, Names(), datetime.date(2023, 9, 5), "x").record({"date": "yesterday"})
    assert isinstance(record, Wording)
    assert record.date == "2023-09-04"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the leader", [("Kim, J.", "person", "kim")]),
        ('"Kim, J.", Joanna', [("Kim, J.", "person", "kim"), ("Joanna", "person", "jo")]),
        ("jo", [("Joanna", "person", "jo")]),  # an id goes before names
        ("sun-2", [("Sun", "organization", "sun-2")]),
        ("Wagner Group (group)", [("Wagner Group", "group", "")]),
        ("Wagner Group", [("Wagner Group", "organization", "")]),
        ("Wagner Group = joanna", [("Wagner Group", "person", "jo")]),
        ("The Other (one)", [("The Other (one)", "organization", "")]),
        ("", []),
    ],
)
def test_whom_a_text_names(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(actor.name, actor.kind, actor.id) for actor in read(text)] == expected
    assert all(actor.role == "by" and actor.known == bool(actor.id) for actor in read(text))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Sun", "sun-1 or sun-2"),
        ("X = Sun", "sun-1 or sun-2"),
        ("X = nobody", "nobody is called nobody"),
        ("X = ", "say who"),
    ],
)
def test_what_is_not_clear_is_refused_with_what_would_be(text: str, why: str) -> None:
    with pytest.raises(FieldError, match=why):
        read(text)


def test_names_are_completed_also_behind_a_tie() -> None:
    assert offered("joan") == ["Joanna"]
    assert offered("Joanna, lead") == ['Joanna, "Kim, J."']
    assert offered("X = joan") == ["X = Joanna"]
    assert offered("su") == ["sun-1", "sun-2"]  # a name that two have is told by its id
    assert offered("Joanna") == offered("X = ") == []


def test_doubtful_names_are_not_proposed() -> None:
    doubtful = SuggestedActor("Leaders", "organization", "by", confidence="low")
    texts = {field.name: field.text for field in form_of(doubtful).fields}
    assert texts["by"] == ""


AROUND = st.text(alphabet="abc ,\"'é", max_size=6)
NEW = st.builds(
    lambda before, char, after: " ".join(f"{before}{char}{after}".split()), AROUND, st.sampled_from("aé'"), AROUND
)
"""Names that are neither empty, nor an id or a kind, nor a tie."""


@tries(30)
@given(st.lists(st.tuples(NEW, st.sampled_from(ACTOR_KINDS)), max_size=4, unique_by=lambda pair: pair[0]))
def test_actors_are_read_as_they_are_written(pairs: list[tuple[str, str]]) -> None:
    actors = tuple(SuggestedActor(name, kind, "by") for name, kind in pairs)  # type: ignore[arg-type]
    field = next(field for field in form_of(*actors).fields if field.name == "by")
    assert field.read(field.text).value == actors


@pytest.mark.parametrize(
    ("typed", "settled"),
    [("joanna", True), ("The Boss = kim", True), ("Jo", False), ("The Boss = jo", True), ("joan", False)],
)
def test_what_names_one_actor_is_settled(typed: str, settled: bool) -> None:
    field = next(field for field in form_of().fields if field.name == "by")
    assert field.is_settled(typed, field.offered(typed)) is settled
