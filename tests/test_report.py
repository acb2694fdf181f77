"""Reports: figures against those counted another way, words that cannot become markup, memory that stays flat."""

from __future__ import annotations

import json
import tracemalloc
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samples import NORTH_KOREA_RUSSIA
from store import chronology, claims, edtf
from store.dossier import Dossier
from store.model import Claim, Event, Excerpt, Participant, shown_status
from store.query import parse
from store.report import digest, page
from tests import trees
from tests.pages import examples, fits, printed
from tests.properties import tries
from tui.basis import basis_of

TODAY = edtf.to_ordinal(2025, 5, 1)


def same(reference: str) -> str:
    return reference


def in_order(events: list[Event]) -> list[Event]:
    return sorted(events, key=lambda event: edtf.sort_key(claims.date_of(event.date)))


@pytest.fixture(scope="module")
def sample() -> list[Event]:
    return in_order(list(Dossier.open(NORTH_KOREA_RUSSIA, read_only=True).records("events")))


def test_the_figures_of_the_sample_are_those_counted_one_by_one(sample: list[Event]) -> None:
    figures = digest(sample, same, TODAY, top=1000)
    assert figures.events == len(sample) == sum(figures.statuses.values()) == sum(figures.support.values())
    assert {status: count for status, count in figures.statuses.items() if count} == Counter(map(shown_status, sample))
    assert figures.all_conflicts == len(figures.conflicts) == sum(len(claims.conflicts(event)) for event in sample)
    assert [plan.event for plan in figures.overdue] == [e.id for e in sample if claims.overdue(e, TODAY)]
    assert figures.claims == sum(source.claims for source in figures.sources)
    assert {source.id: source.alone for source in figures.sources if source.claims} == {
        source: sum(
            claims.independent(event) == 1 and any(claim.source == source for claim in event.claims) for event in sample
        )
        for source in {claim.source for event in sample for claim in event.claims}
    }


def test_silences_are_those_that_the_chronology_finds() -> None:
    dossier = Dossier.open(NORTH_KOREA_RUSSIA, read_only=True)
    index = chronology.open(dossier)
    query = parse("", basis_of(dossier))
    rows = index.window(query, 0, index.count(query).total)
    figures = digest((row.event for row in rows), same, TODAY, top=10)
    found = [(gap.days, edtf.day_text(gap.last_before + 1)) for gap in index.gaps(query, 10)]
    assert [(one.days, one.first) for one in figures.silences] == found


def test_the_sample_tells_of_the_summit_and_the_troops(sample: list[Event]) -> None:
    figures = digest(sample, same, TODAY)
    kinds = {(one.event, one.kind) for one in figures.conflicts}
    assert ("2023-09-13-vostochny-summit", "place") in kinds
    assert ("2024-10-north-korean-troops-in-russia", "status") in kinds
    for one in figures.conflicts:
        assert all(side.passage for side in one.sides)


@tries(30)
@given(events=st.lists(trees.events("e"), max_size=8), top=st.integers(1, 3))
def test_less_is_listed_but_all_is_counted(events: list[Event], top: int) -> None:
    events = in_order(events)
    few, all_of_it = digest(events, same, TODAY, top=top), digest(events, same, TODAY, top=1000)
    assert few.actors == all_of_it.actors[:top]
    assert few.sources == all_of_it.sources[:top]
    assert few.conflicts == all_of_it.conflicts[:top]
    assert few.silences == all_of_it.silences[:top]
    assert few.all_conflicts == len(all_of_it.conflicts)
    assert few.all_overdue == len(all_of_it.overdue)
    assert few.all_actors == len(all_of_it.actors)


HOSTILE = "# *a* [b](javascript:x) <b>|c| `d`\n\n## e"


def test_words_of_the_dossier_are_no_markup() -> None:
    claim = [
        Claim(source=HOSTILE, status=status, reported="2023-01-01", excerpt=Excerpt(exact=HOSTILE))
        for status in ("denied", "confirmed")
    ]
    event = Event(id="e`1", title=HOSTILE, date="2023-01-02", actors=(Participant(actor=HOSTILE),), claims=tuple(claim))
    text = page(digest([event], same, TODAY), HOSTILE, "a `b`")
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings[0].startswith("# \\#")
    assert headings[1:] == ["## Status", "## Actors", "## Sources", "## Conflicts"]
    assert "[b](" not in text
    assert "<b>" not in text
    assert all(line.count(" | ") in (1, 4) for line in text.splitlines() if line.startswith("| "))


def test_nothing_is_a_report_too() -> None:
    text = page(digest([], same, TODAY), "Empty")
    assert "0 events" in text
    assert "##" not in text


def test_memory_does_not_grow_with_the_events() -> None:
    def events(count: int) -> Iterator[Event]:
        for number in range(count):
            day = edtf.day_text(700_000 + number * 3)
            sides = (Claim(source="a", status="denied"), Claim(source="b", status="confirmed"))
            yield Event(id=f"e{number}", title=f"Title {number}", date=day, claims=sides)

    def peak(count: int) -> int:
        tracemalloc.start()
        digest(events(count), same, TODAY)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)  # what is made once is made now
    # Dates are remembered by the parser, some hundred bytes each; the events would take kilobytes.
    assert peak(3000) - peak(300) < 2700 * 900


@pytest.mark.parametrize(("command", "expected"), examples("report.md"), ids=lambda value: str(value)[:40])
def test_the_page_shows_what_is_printed(command: str, expected: list[str]) -> None:
    lines = printed(command)
    assert fits(expected, lines), "\n".join(lines)


def test_the_page_has_examples() -> None:
    assert len(examples("report.md")) >= 3


def test_json_has_the_figures_of_the_page() -> None:
    (line,) = printed("report --json status:denied")
    figures = json.loads(line)
    assert figures["query"] == "status:denied"
    assert figures["statuses"]["denied"] == figures["events"] > 0
