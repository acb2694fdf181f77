"""Acts on time: the date filter, going to a date, the time scale, and what is known of an event's date."""

from __future__ import annotations

from store import edtf
from store.chronology import Row
from store.query import Query, QueryError
from store.when import WhenError, when
from tui import explaining, scale
from tui.ask import Overview
from tui.histogram import bars
from tui.look import counted
from tui.paint import Part
from tui.screens.explorer import Explorer
from tui.screens.prompt import Echo, Prompt
from tui.screens.sheet import Sheet

AROUND = 7
"""Days before and after an event that ``around`` shows."""


def understood(text: str, explorer: Explorer) -> tuple[edtf.Date | None, list[list[Part]]]:
    """What a typed date means, in lines; ``None`` where it means nothing."""
    try:
        reading = when(text, explorer.query_now.basis)
    except WhenError as error:
        lines: list[list[Part]] = [[(" " * error.position + "^ ", "error"), (error.reason, "error")]]
        return None, lines + [[("  " + each, "accent")] for each in error.readings[:3]]
    date = reading.date
    extent = f"{_day(date.first, 'open')} .. {_day(date.last, 'open')}"
    lines = [[(reading.edtf, "strong"), (f"   {extent}", "accent")]]
    if reading.explanation:
        lines.append([(reading.explanation, "dim")])
    return date, lines


def _day(ordinal: int | None, otherwise: str) -> str:
    return otherwise if ordinal is None else edtf.day_text(ordinal)


async def dates(explorer: Explorer) -> None:
    """Ask for a date range; shows what was understood and how many events it leaves."""
    query = explorer.query_now

    def echo(text: str) -> Echo:
        if not text.strip():
            return Echo("", [[("empty: all dates", "dim")], [*_examples()]])
        date, lines = understood(text, explorer)
        if date is None:
            return Echo(None, lines)
        try:
            narrowed = query.with_date_range(text)
        except QueryError as error:
            return Echo(None, [[(error.reason, "error")]])
        count = explorer.chronology.count(narrowed)
        said = f"{counted(count.total, 'event')}"
        if count.total != count.sure:
            said += f", {count.sure:,} for certain and {count.total - count.sure:,} that may lie in it"
        lines.append([(said, "strong")])
        histogram = explorer.chronology.histogram(query.with_date_range(""), "month")
        lines.append(bars(histogram, (date.first, date.last), 70, explorer.glyphs))
        return Echo(text, lines)

    def apply(text: str | None) -> None:
        if text is not None:
            explorer.see(query.with_date_range(text))

    await explorer.ask(Prompt("Dates to show", echo, placeholder="2023-09, july, last 30 days, q3 2023"), apply)


def _examples() -> list[Part]:
    return [("2023-09  july  last 30 days  q3 2023  2023-07..2023-09-13  3 days around 2023-09-13", "dim")]


async def goto(explorer: Explorer) -> None:
    """Ask for a date and put the cursor on the first event from it on."""

    def echo(text: str) -> Echo:
        if not text.strip():
            return Echo(None, [[*_examples()]])
        date, lines = understood(text, explorer)
        if date is None or date.first is None:
            return Echo(None, lines)
        at = explorer.chronology.first_at(explorer.query_now, date.first)
        there = explorer.chronology.window(explorer.query_now, at, at + 1)
        if not there or there[0].date.first is None or there[0].date.first < date.first:
            return Echo(None, [*lines, [("no event of this view is from then or later", "warning")]])
        return Echo(str(at), lines)

    def go(position: str | None) -> None:
        if position is not None:
            explorer.timeline.move_to(int(position))

    await explorer.ask(Prompt("Go to a date", echo, placeholder="2023-09-13, last saturday, july"), go)


def shift(explorer: Explorer, steps: int) -> None:
    """Move the date window by its own length; without one, make it from the bucket of the event under the cursor."""
    term = _shifted(explorer.query_now, explorer.timeline.row, explorer.overview, steps)
    if term is None:
        explorer.say("No date window to shift, and no dated event here to make one from.")
    else:
        explorer.see(explorer.query_now.with_date_range(term))


def _shifted(query: Query, row: Row | None, overview: Overview | None, steps: int) -> str | None:
    first, last = query.date_range
    if first is not None and last is not None:
        return scale.moved_range(first, last, steps)
    if first is not None or last is not None or row is None or row.date.first is None or overview is None:
        return None
    bucket = next((b for b in overview.histogram.buckets if b.first <= row.date.first <= b.last), None)
    return f"{edtf.day_text(bucket.first)}..{edtf.day_text(bucket.last)}" if bucket else None


def scale_by(explorer: Explorer, steps: int) -> None:
    """A finer (positive) or coarser time scale; 0 lets it fit again."""
    shown = explorer.overview.histogram.unit if explorer.overview else "month"
    explorer.unit = scale.stepped(shown, steps) if steps else None
    explorer.survey()


def day(explorer: Explorer, step: int) -> None:
    """Go to the next or previous day that has events."""
    if (event_id := explorer.timeline.event_id) is None:
        return
    near = explorer.chronology.neighbours(explorer.query_now, event_id, "day")
    target = near.next if step > 0 else near.previous
    if target is None:
        explorer.say(f"No {'later' if step > 0 else 'earlier'} day with events in this view.")
    else:
        explorer.timeline.move_to(target)


def around(explorer: Explorer) -> None:
    """Show all that happened within days of this event; Esc leads back."""
    row = explorer.timeline.row
    if row is None or row.date.first is None or row.date.last is None:
        explorer.say("This event has no days to look around.")
        return
    first, last = edtf.day_text(row.date.first - AROUND), edtf.day_text(row.date.last + AROUND)
    explorer.leave(explorer.parse("").with_date_range(f"{first}..{last}"), row.event.id)


async def explain(explorer: Explorer) -> None:
    """What is known of this date, who says which, and how it stands to the filter."""
    if (row := explorer.timeline.row) is not None:
        lines = explaining.explained(row, explorer.query_now, explorer.chronology, explorer.glyphs)
        await explorer.ask(Sheet("This date", lines))
