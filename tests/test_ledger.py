"""The ledger of claims on the sample: history, overdue plans, conflicts with both passages, what was known on a day."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from store import chronology
from store.claims import conflicts
from store.dossier import Dossier
from store.query import parse
from tests.harness import LARGE, NORTH_KOREA_RUSSIA, SMALL, Driven, drive
from tui.basis import basis_of

SUMMIT = "2023-09-13-vostochny-summit"
TROOPS = "2024-10-north-korean-troops-in-russia"
PLAN = "2023-09-10-kim-at-the-forum"


@pytest.fixture
def unlinked(tmp_path: Path) -> Path:
    """The sample, in which no plan is linked to what came of it."""
    path = tmp_path / "unlinked"
    shutil.copytree(NORTH_KOREA_RUSSIA, path)
    file = path / "dossier.json"
    file.write_text(file.read_text("utf-8").replace('"plan of"', '"part of"'), "utf-8")
    return path


def found(text: str, path: Path = NORTH_KOREA_RUSSIA) -> dict[str, str]:
    """The events that a query finds, each with the status that is shown."""
    dossier = Dossier.open(path)
    index = chronology.open(dossier)
    query = parse(text, basis_of(dossier))
    try:
        return {row.event.id: row.status for row in index.window(query, 0, index.count(query).total)}
    finally:
        index.close()


def test_conflicts_are_found_without_being_tagged() -> None:
    ids = found("is:conflict")
    assert {SUMMIT, TROOPS} <= set(ids)
    dossier = Dossier.open(NORTH_KOREA_RUSSIA)
    for event in dossier.records("events"):
        assert (event.id in ids) == bool(conflicts(event))
        assert "conflict" not in event.tags


def test_before_the_summit_it_was_planned_only() -> None:
    assert found("vostochny asof:2023-09-10") == {SUMMIT: "planned"}
    assert found(f"id:{SUMMIT} asof:2023-09-14") == {SUMMIT: "confirmed"}
    assert found("vostochny asof:2023-08-01") == {}


def test_overdue_plans_are_those_that_nobody_took_up(unlinked: Path) -> None:
    assert PLAN in found("is:overdue", unlinked)
    assert SUMMIT not in found("is:overdue", unlinked)
    assert PLAN not in found("is:overdue asof:2023-09-12", unlinked)


def test_every_plan_of_the_sample_is_linked_to_what_came_of_it() -> None:
    assert PLAN in found("status:planned")
    assert found("is:overdue") == {}


def open_at(event_id: str, *expected: str, query: str = "", path: Path = NORTH_KOREA_RUSSIA) -> None:
    async def test(on: Driven) -> None:
        on.explorer.see(on.explorer.parse(query), event_id)
        await on.idle()
        await on.press("c")
        shown = " ".join(on.screen().split())
        await on.press("G")
        shown += " ".join(on.screen().split())
        for words in expected:
            assert words in shown

    drive(test, path=path, size=LARGE)


def test_the_ledger_of_the_summit() -> None:
    open_at(
        SUMMIT,
        "planned 2023-09-04 → confirmed 2023-09-13",
        "independent",
        "conflicts 1: place",
        "place: Eastern Economic Forum, Vladivostok against Vostochny Cosmodrome, Russia",
    )


def test_both_passages_stand_one_above_the_other() -> None:
    event = Dossier.open(NORTH_KOREA_RUSSIA).event(TROOPS)
    assert event is not None
    conflict = next(each for each in conflicts(event) if event.claims[each.b].status == "confirmed")

    async def test(on: Driven) -> None:
        on.explorer.go_to(TROOPS)
        await on.idle()
        await on.press("c", "G")
        lines = on.lines()
        at = {}
        for side in (conflict.a, conflict.b):
            excerpt = event.claims[side].excerpt
            assert excerpt is not None
            start = " ".join(excerpt.exact.split()[:5])
            at[side] = max(number for number, line in enumerate(lines) if start in line)
        assert at[conflict.a] < at[conflict.b] < at[conflict.a] + 5

    drive(test, size=LARGE)


def test_a_conflict_names_those_who_say_it_themselves() -> None:
    for event in Dossier.open(NORTH_KOREA_RUSSIA).records("events"):
        for conflict in conflicts(event):
            if conflict.kind == "place":
                assert all(event.claims[side].place for side in (conflict.a, conflict.b))


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_everything_that_a_claim_says_is_in_the_ledger(size: tuple[int, int]) -> None:
    event = Dossier.open(NORTH_KOREA_RUSSIA).event(SUMMIT)
    assert event is not None

    async def test(on: Driven) -> None:
        on.explorer.see(on.explorer.parse(""), SUMMIT)
        await on.idle()
        await on.press("c", "g")
        seen: dict[str, None] = {}
        shown: list[str] = []
        while shown != (now := on.lines()):
            shown = now
            seen.update(dict.fromkeys(line.strip() for line in now))
            await on.press("j")
        told = " ".join(" ".join(seen).split())
        for claim in event.claims:
            assert f"{claim.status} {claim.reported}" in told
            for words in (claim.place, claim.says):
                assert words in told
            if claim.excerpt:
                assert " ".join(claim.excerpt.exact.split()[:4]) in told
        assert "via US officials, Allied officials" in told
        assert "for Sep 10-13 2023, Eastern Economic Forum, Vladivostok" in told

    drive(test, size=size)


def test_an_overdue_plan_is_flagged(unlinked: Path) -> None:
    open_at(PLAN, "overdue planned, its time has passed: no claim or link", path=unlinked)


def test_every_line_of_a_claim_opens_it() -> None:
    async def test(on: Driven) -> None:
        on.explorer.see(on.explorer.parse(""), SUMMIT)
        await on.idle()
        await on.press("c")
        read = []
        for steps in (0, 1, 2):
            await on.press(*"j" * steps, "enter")
            story = on.explorer.story()
            assert story is not None
            read.append(story.index)
            await on.press("c")
        assert read == [0, 0, 0]
        await on.press("G", "enter")
        story = on.explorer.story()
        assert story is not None
        assert story.index == conflicts(story.event)[-1].b

    drive(test, size=LARGE)


def test_a_plan_to_meet_is_no_contact() -> None:
    query = "actor:kim-jong-un actor:vladimir-putin"

    async def test(on: Driven) -> None:
        await on.press("b")
        assert "first contact" in on.screen()
        await on.press("escape")
        on.explorer.see(on.explorer.parse(f"{query} asof:2023-09-10"))
        await on.idle()
        await on.press("b")
        assert "planned or denied" in on.screen()
        assert all("hold their summit" not in line for line in on.lines() if "contact" in line)

    drive(test, query=query, size=LARGE)


def test_the_ledger_of_a_past_day_knows_no_more_than_that_day() -> None:
    async def test(on: Driven) -> None:
        on.explorer.see(on.explorer.parse("vostochny asof:2023-09-10"), SUMMIT)
        await on.idle()
        assert "as known on 2023-09-10" in on.line("header")
        await on.press("c")
        shown = on.screen()
        assert "planned 2023-09-04" in shown
        assert "confirmed" not in shown
        assert "overdue" not in shown

    drive(test, size=LARGE)
