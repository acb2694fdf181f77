"""A digest as a page of Markdown (CommonMark with tables). Text of the dossier cannot become markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from store.exporters.markdown import escape
from store.report.digest import Digest, Disagreement, Side


def page(figures: Digest, title: str, query: str = "") -> str:
    """The page, ending in a newline. ``query`` is the text of the query that chose the events."""
    return "\n".join(_lines(figures, title, query)) + "\n"


def _lines(figures: Digest, title: str, query: str) -> Iterator[str]:
    yield f"# {escape(title)}"
    yield ""
    match = "matches" if figures.events == 1 else "match"
    chosen = f" that {match} `{query.replace('`', ' ')}`" if query else ""
    undated = f", {figures.undated:,} of them undated" if figures.undated else ""
    yield f"{_counted(figures.events, 'event')}{chosen}, {_period(figures)}{undated}."
    if not figures.events:
        return
    yield _reported(figures)
    yield from _section("Status", _table(("status", "events"), figures.statuses.items()))
    actors = [(escape(one.name), one.events) for one in figures.actors]
    yield from _section(_of("Actors", len(actors), figures.all_actors), _table(("actor", "events"), actors))
    yield from _sources(figures)
    conflicts = [line for one in figures.conflicts for line in _disagreement(one)]
    yield from _section(_of("Conflicts", len(figures.conflicts), figures.all_conflicts), conflicts)
    plans = [
        f"- {_event(plan.date, plan.title, plan.event)}: {_counted(plan.days, 'day')} ago on {figures.today}"
        for plan in figures.overdue
    ]
    yield from _section(_of("Overdue plans", len(plans), figures.all_overdue), plans)
    silences = [
        f"- {_counted(one.days, 'day')}: {one.first} to {one.last}, after `{one.before}`, until `{one.after}`"
        for one in figures.silences
    ]
    yield from _section("Longest silences", silences)


def _period(figures: Digest) -> str:
    return f"{figures.first} to {figures.last}" if figures.first and figures.last else "none of a known day"


def _reported(figures: Digest) -> str:
    if not figures.claims:
        return "Nobody is on record for any of them."
    where = "it" if figures.events == 1 else "them"
    return f"{_counted(figures.claims, 'claim')} on {where}, {figures.independent:,} independent."


def _sources(figures: Digest) -> Iterator[str]:
    support = figures.support
    told = (
        f"Events by independent sources: {support['none']:,} with none, {support['one']:,} with one, "
        f"{support['two']:,} with two, {support['more']:,} with more."
    )
    rows = [(escape(one.name), one.claims, one.own, one.cited, one.alone) for one in figures.sources]
    table = list(_table(("source", "claims", "citing nobody", "cited by others", "events resting on it alone"), rows))
    if table:
        yield from _section(_of("Sources", len(rows), figures.all_sources), [told, "", *table])


def _disagreement(one: Disagreement) -> Iterator[str]:
    yield f"- {_event(one.date, one.title, one.event)}: {one.kind}, {escape(one.why)}"
    yield from (f"  - {_side(side)}" for side in one.sides)


def _side(side: Side) -> str:
    via = f" via {', '.join(map(escape, side.via))}" if side.via else ""
    passage = f": “{escape(side.passage)}”" if side.passage else ""
    return f"{escape(side.source)}{via}, {escape(side.reported) or 'no day'}, {side.status}{passage}"


def _event(date: str, title: str, event_id: str) -> str:
    return f"**{escape(date) or 'undated'}** {escape(title)} (`{event_id.replace('`', ' ')}`)"


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    """A heading with what is below it; nothing at all where there is nothing to say."""
    body = list(lines)
    if body:
        yield from ("", f"## {heading}", "", *body)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str | int]]) -> Iterator[str]:
    body = [f"| {first} | {' | '.join(f'{number:,}' for number in numbers)} |" for first, *numbers in rows]
    if body:
        yield f"| {' | '.join(heads)} |"
        yield f"| --- |{' ---: |' * (len(heads) - 1)}"
        yield from body


def _of(heading: str, listed: int, every: int) -> str:
    return heading if listed == every else f"{heading} ({listed:,} of {every:,})"


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
