"""Acts that leave a person's marks on an event: star, tags, a note; and undo."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from store.dossier.journal import Step
from store.errors import StoreError
from store.model import Mark, RecordError
from tui import saving
from tui.paint import Part
from tui.screens.explorer import Explorer
from tui.screens.prompt import Echo, Prompt
from tui.telling import mark_told


def star(explorer: Explorer) -> None:
    """Star the event, or take the star off."""
    row = explorer.timeline.row
    if row is not None and explorer.writable():
        wanted = not row.starred
        mark = row.mark or Mark(id=row.event.id)
        # Shown before it is written, so that it can be taken off again at once.
        explorer.timeline.put(replace(row, mark=replace(mark, starred=wanted)))
        saving.own(explorer, lambda: explorer.dossier.mark(row.event.id, starred=wanted), "")


async def tag(explorer: Explorer) -> None:
    """Ask for this person's tags on the event, by commas."""
    row = explorer.timeline.row
    if row is None or not explorer.writable():
        return
    mine = explorer.dossier.marks().get(row.event.id, Mark(id=row.event.id))

    def echo(text: str) -> Echo:
        tags = _tags(text)
        lines: list[list[Part]] = [[("your tags: ", "dim"), (", ".join(tags) or "none", "accent")]]
        if row.event.tags:
            lines.append([("of the dossier: " + ", ".join(row.event.tags), "dim")])
        return Echo(text, [*lines, *others])

    others = _others(explorer, row.event.id)

    def save(text: str | None) -> None:
        if text is not None:
            tags = _tags(text)
            saving.own(explorer, lambda: explorer.dossier.mark(row.event.id, tags=tags), "Tagged.")

    await explorer.ask(Prompt("Tags, by commas", echo, text=", ".join(mine.tags)), save)


def _tags(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


async def note(explorer: Explorer) -> None:
    """Ask for this person's note on the event."""
    row = explorer.timeline.row
    if row is None or not explorer.writable():
        return
    mine = explorer.dossier.marks().get(row.event.id, Mark(id=row.event.id))

    def echo(text: str) -> Echo:
        return Echo(text, [[("empty: no note" if not text.strip() else f"{len(text)} characters", "dim")], *others])

    others = _others(explorer, row.event.id)

    def save(text: str | None) -> None:
        if text is not None:
            saving.own(explorer, lambda: explorer.dossier.mark(row.event.id, note=text.strip()), "Noted.")

    await explorer.ask(Prompt("Note on this event", echo, text=mine.note), save)


def _others(explorer: Explorer, event_id: str) -> list[list[Part]]:
    """What other people put on an event, a line a person."""
    try:
        marks = explorer.dossier.marks_of_all()
    except (StoreError, RecordError):
        return []  # somebody's file is damaged, which is no reason not to write in one's own
    told = ((person, found.get(event_id)) for person, found in marks.items() if person != explorer.dossier.person)
    return [[(f"{person}: ", "dim"), (mark_told(mark), "")] for person, mark in told if mark is not None]


def undo(explorer: Explorer) -> None:
    """Undo this session's last edit."""
    if explorer.writable():
        _step(explorer, explorer.dossier.undo, "Undone", "Nothing to undo in this session.")


def redo(explorer: Explorer) -> None:
    """Do again what was undone last."""
    if explorer.writable():
        _step(explorer, explorer.dossier.redo, "Redone", "Nothing to redo.")


def _step(explorer: Explorer, take: Callable[[], Step | None], done: str, nothing: str) -> None:
    def then(taken: Step | None) -> None:
        if taken is None:
            explorer.say(nothing)
            return
        there = taken.event is not None and explorer.chronology.event(taken.event) is not None
        explorer.see(explorer.query_now, taken.event if there else None)
        explorer.say(f"{done}: {taken.name}")

    saving.step(explorer, take, then)
