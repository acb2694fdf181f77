"""The ledger of an event: history, overdue plans, conflicts, independence, what was known on a day."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import edtf
from store.claims import Conflict, as_of, conflicts, has_conflict, history, independent, overdue
from store.model import Claim, Event, Link, Place, Status, shown_status
from tests import trees
from tests.properties import tries


def day(text: str) -> int:
    ordinal = edtf.parse(text).first
    assert ordinal is not None
    return ordinal


def event(*claims: Claim, date: str = "2023-09-13", title: str = "Summit", **more: object) -> Event:
    return msgspec.structs.replace(Event(id="e", title=title, date=date, claims=claims), **more)


def claim(status: Status = "reported", reported: str = "2023-09-14", source: str = "nyt", **more: object) -> Claim:
    return msgspec.structs.replace(Claim(source=source, status=status, reported=reported), **more)


PLANNED = claim("planned", "2023-09-04")
SUMMIT = event(
    claim("confirmed", "2023-09-14"), PLANNED, claim("reported", "2023-09-12"), claim("confirmed", "2023-09-15")
)

# History


def test_history_is_one_step_a_change_in_the_order_of_reports() -> None:
    steps = [(step.status, step.reported, step.claim) for step in history(SUMMIT)]
    assert steps == [("planned", "2023-09-04", 1), ("reported", "2023-09-12", 2), ("confirmed", "2023-09-14", 0)]
    assert history(event()) == ()


# Overdue


@pytest.mark.parametrize(
    ("subject", "today", "late"),
    [
        (event(PLANNED), "2023-09-13", False),
        (event(PLANNED), "2023-09-14", True),
        (event(PLANNED, date="2023-09-10/2023-09-13"), "2023-09-12", False),
        (event(PLANNED, date="2023-09-10/.."), "2030-01-01", False),
        (event(PLANNED, date=""), "2030-01-01", False),
        (event(PLANNED, date="no date"), "2030-01-01", False),
        (event(PLANNED, claim("confirmed")), "2023-10-01", False),
        (event(PLANNED, claim("denied")), "2023-10-01", False),
        (event(claim("reported", "2023-09-01"), PLANNED), "2023-10-01", True),
        (event(claim("confirmed"), date="2023-09-13"), "2023-10-01", False),
        (event(status="planned"), "2023-10-01", True),
        (event(PLANNED, claim("reported"), status="planned"), "2023-10-01", False),
        (event(PLANNED, status="confirmed"), "2023-10-01", False),
    ],
)
def test_overdue(subject: Event, today: str, late: bool) -> None:
    assert overdue(subject, day(today)) is late


@pytest.mark.parametrize(
    ("relation", "late"),
    [("plan of", False), ("Carried out by", False), (" contradicts ", False), ("follows", True), ("part of", True)],
)
def test_a_plan_linked_to_what_came_of_it_is_not_overdue(relation: str, late: bool) -> None:
    assert overdue(event(PLANNED, links=(Link(event="other", relation=relation),)), day("2023-10-01")) is late


# Conflicts


def kinds(subject: Event) -> list[tuple[str, int, int]]:
    return [(conflict.kind, conflict.a, conflict.b) for conflict in conflicts(subject)]


def test_denied_against_what_is_reported_and_confirmed() -> None:
    subject = event(claim("denied"), claim("planned"), claim("confirmed"), claim("reported"), claim("denied"))
    assert conflicts(subject) == (
        Conflict("status", 0, 3, "denied against reported"),
        Conflict("status", 0, 2, "denied against confirmed"),
    )
    assert kinds(event(claim("denied"), claim("planned"))) == []
    assert kinds(event(claim("planned"), claim("confirmed"))) == []


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("2023-09-13", "2023-09-14", True),
        ("2023-09-13", "2023-09", False),
        ("2023-09-10/2023-09-13", "2023-09-13", False),
        ("2023-09-10/2023-09-12", "2023-09-13", True),
        ("2023-09/..", "2023-08-31", True),
        ("2023-09-13T10:00", "2023-09-13T18:00", False),
        ("2023-08~", "2023-08-31", False),
        ("", "2023-09-14", True),
        ("", "2023-09", False),
        ("nonsense", "2023-09-14", False),
    ],
)
def test_dates_differ_when_no_day_fits_both(one: str, other: str, differ: bool) -> None:
    """A claim without a date of its own says what the event says (2023-09-13 here)."""
    subject = event(claim(date=one), claim(date=other))
    assert kinds(subject) == ([("date", 0, 1)] if differ else [])


def test_a_denial_is_silent_on_all_but_what_it_says() -> None:
    assert kinds(event(claim("denied"), claim("planned", date="2023-09-20"))) == []
    assert kinds(event(claim("denied", date="2023-09-13"), claim("planned", date="2023-09-20"))) == [("date", 0, 1)]
    titled = event(claim("denied"), claim("planned", says="20 soldiers sent"), title="10 soldiers sent")
    assert kinds(titled) == []


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("Vladivostok", "Vostochny", True),
        ("Vladivostok", "FEFU, Vladivostok", False),
        ("vladivostok ", "VLADIVOSTOK", False),
        ("Orël", "Орел", True),
        ("", "Vladivostok", True),
        ("", "Vostochny Cosmodrome", False),
        ("", "Russia", False),
        ("Far East of Russia", "Russia", False),
        ("…", "Vladivostok", False),
    ],
)
def test_places_differ_when_neither_name_contains_the_other(one: str, other: str, differ: bool) -> None:
    place = Place(name="Vostochny Cosmodrome", country="Russia")
    subject = event(claim(place=one), claim(place=other), place=place)
    assert kinds(subject) == ([("place", 0, 1)] if differ else [])


def test_places_that_a_fuller_name_contains_go_with_it() -> None:
    places = ("Vladivostok", "Forum, Vladivostok", "Vostochny", "Forum", "Vostochny Cosmodrome", "vostochny cosmodrome")
    subject = event(*(claim(place=place) for place in places))
    assert conflicts(subject) == (Conflict("place", 1, 4, "Forum, Vladivostok against Vostochny Cosmodrome"),)


def test_a_place_that_nobody_else_names_is_no_conflict() -> None:
    assert kinds(event(claim(place="Vladivostok"), claim())) == []


def test_numbers_of_the_same_noun() -> None:
    subject = event(claim(says="1,500 soldiers shipped"), claim(says="3,000 soldiers"), claim(says="3,000 troops"))
    assert conflicts(subject) == (Conflict("number", 0, 1, "1,500 soldiers against 3,000 soldiers"),)
    assert kinds(event(claim(), claim(says="3,000 soldiers"), title="1,500 soldiers shipped")) == [("number", 0, 1)]


def test_claims_that_say_the_same_are_one_statement() -> None:
    subject = event(*(claim(date="2023-09-13") for _ in range(500)), *(claim(date="2023-09-20") for _ in range(500)))
    assert kinds(subject) == [("date", 0, 500)]


def test_one_claim_cannot_disagree_with_itself() -> None:
    assert kinds(event(claim("denied", date="2020", place="elsewhere", says="1 soldier, 2 soldier"))) == []


# Independence


@pytest.mark.parametrize(
    ("claims", "count"),
    [
        ([], 0),
        ([("nyt", ())], 1),
        ([("nyt", ()), ("kcna", ())], 2),
        ([("nyt", ()), ("nyt", ())], 1),
        ([("nyt", ()), ("newsbytes", ("nyt",))], 1),
        ([("a", ("ap",)), ("b", ("ap",)), ("c", ("AP",)), ("d", ())], 2),
        ([("a", ("b",)), ("b", ("c",)), ("c", ("officials",)), ("d", ("kcna", "officials"))], 1),
    ],
)
def test_independent(claims: list[tuple[str, tuple[str, ...]]], count: int) -> None:
    assert independent(event(*(claim(source=source, via=via) for source, via in claims))) == count


# As of


def test_as_of_keeps_what_had_been_reported() -> None:
    known = as_of(SUMMIT, day("2023-09-10"))
    assert known is not None
    assert known.claims == (PLANNED,)
    assert shown_status(known) == "planned"
    assert as_of(SUMMIT, day("2023-09-03")) is None
    assert as_of(event(), day("2030-01-01")) is None


def test_as_of_counts_only_what_was_surely_there() -> None:
    month, open_end, undated = claim(reported="2023-09"), claim(reported="2023-09/.."), claim(reported="")
    subject = event(month, open_end, undated, status="confirmed")
    assert as_of(subject, day("2023-09-29")) is None
    known = as_of(subject, day("2023-09-30"))
    assert known is not None
    assert known.claims == (month,)
    assert shown_status(known) == "reported", "what was set by hand since then does not count"


def test_as_of_after_all_claims_is_the_event_itself() -> None:
    subject = event(PLANNED, status="confirmed")
    assert as_of(subject, day("2023-09-04")) is subject


# Any event


@tries(50)
@given(trees.events("e"), st.integers(day("2022-01-01"), day("2025-01-01")))
def test_the_ledger_of_any_event(subject: Event, today: int) -> None:
    steps = history(subject)
    if steps and subject.status is None:
        assert steps[-1].status == shown_status(subject)
    assert all(one.status != other.status for one, other in pairwise(steps))
    found = conflicts(subject)
    assert has_conflict(subject) == bool(found)
    assert all(0 <= conflict.a < conflict.b < len(subject.claims) for conflict in found)
    assert len(set(found)) == len(found)
    assert min(1, len(subject.claims)) <= independent(subject) <= len(subject.claims)
    assert not overdue(subject, today) or shown_status(subject) == "planned"
    assert overdue(subject, today + 1) or not overdue(subject, today)
    known = as_of(subject, today)
    later = as_of(subject, today + 30)
    if known:
        assert later is not None
        assert set(known.claims) <= set(later.claims)
