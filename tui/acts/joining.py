"""Acts that make one of two, or two of one: merge actors, merge events, split an event. Each is one undoable step."""

from __future__ import annotations

from collections.abc import Sequence

from store.merge import (
    date_said,
    merge_actors,
    merge_events,
    names,
    split_event,
)
from store.model import Actor, Event, Record
from store.query import QueryError
from tui import forms, saving
from tui.acts.editing import ask, free_event_id, means_actor, present, present_actor
from tui.outgoing import events_of
from tui.screens.choose import Choose, Option, Row
from tui.screens.explorer import Explorer
from tui.screens.pick import Choice, Pick, narrowed

NEAR = 20
"""Events before and after the cursor that are offered first."""


async def merge(explorer: Explorer) -> None:
    """Merge the actor under the cursor into another; elsewhere another event into the one under the cursor."""
    if means_actor(explorer):
        if (drop := present_actor(explorer)) is not None:
            await _ask_actor(explorer, drop)
        return
    keep = present(explorer)
    if keep is not None:
        await _ask_event(explorer, keep)


# Actors


async def _ask_actor(explorer: Explorer, drop: Actor) -> None:
    chronology = explorer.chronology

    def offered(typed: str) -> Sequence[Choice]:
        # At first those who share a name with it: they may be one, which a person has to say.
        found = {
            each.id: each
            for name in ([typed] if typed else [drop.name, *drop.aliases])
            for each in chronology.actors_named(name, 20)
        }
        return [
            Choice(each.id, each.name, ", ".join((each.kind, *each.aliases[:3])))
            for each in found.values()
            if each.id != drop.id
        ]

    async def chosen(actor_id: str | None) -> None:
        keep = chronology.actor(actor_id) if actor_id else None
        if keep is not None:
            await _ask_names(explorer, keep, drop)

    empty = "Nobody else has such a name: type that of the actor that stays."
    await explorer.ask(Pick(f"Merge {drop.name} into", offered, empty), chosen)


async def _ask_names(explorer: Explorer, keep: Actor, drop: Actor) -> None:
    called = ", ".join((drop.name, *drop.aliases))
    choices = [
        Choice("yes", f"{keep.name} is also called {called}"),
        Choice("no", f"Merge, and forget the names of {drop.name}"),
    ]

    def chosen(value: str | None) -> None:
        if value is not None:
            _merge_actors(explorer, keep, drop, aliases=value == "yes")

    await explorer.ask(Pick(f"{drop.name} becomes {keep.name}", lambda typed: narrowed(choices, typed)), chosen)


def _merge_actors(explorer: Explorer, keep: Actor, drop: Actor, *, aliases: bool) -> None:
    def write() -> None:
        everywhere = explorer.parse(f"actor:{drop.id} OR source:{drop.id} OR via:{drop.id}")
        events = [event for event in events_of(explorer.chronology, everywhere) if names(drop.id)(event)]
        edits = merge_actors(keep, drop, events, explorer.dossier.records("actors"), aliases=aliases)
        explorer.dossier.change(f"merge {drop.name} into {keep.name}", *edits)

    saving.save(explorer, write, f"{drop.name} is {keep.name} now. u takes it back.")


# Events


async def _ask_event(explorer: Explorer, keep: Event) -> None:
    chronology = explorer.chronology
    everything = explorer.parse("")
    at = chronology.position(everything, keep.id) or 0

    def offered(typed: str) -> Sequence[Choice]:
        try:
            query = explorer.parse(typed)
        except QueryError:
            return []
        start = 0 if typed.strip() else max(0, at - NEAR)
        rows = chronology.window(query, start, start + 2 * NEAR)
        others = sorted(rows, key=lambda row: abs(rows.index(row) + start - at)) if not typed.strip() else rows
        return [
            Choice(row.event.id, row.event.title, row.event.date or "undated")
            for row in others
            if row.event.id != keep.id
        ]

    def chosen(event_id: str | None) -> None:
        drop = chronology.event(event_id) if event_id else None
        if drop is not None:
            _merge_events(explorer, keep, drop)

    await explorer.ask(Pick("Which event shall go into this one?", offered), chosen)


def _merge_events(explorer: Explorer, keep: Event, drop: Event) -> None:
    def write() -> None:
        edits = merge_events(keep, drop, explorer.dossier.records("events"))
        explorer.dossier.change(f"merge {drop.id} into {keep.id}", *edits)

    saving.save(explorer, write, f"Merged {drop.id} into this event. u takes it back.", keep=keep.id)


async def split(explorer: Explorer) -> None:
    """Take some claims of the event out into an event of their own."""
    seen = present(explorer)
    if seen is None:
        return
    if len(seen.claims) < 2:
        explorer.say("Only an event with two or more claims can be split.")
        return
    rows = []
    for claim in seen.claims:
        source = explorer.chronology.actor(claim.source)
        text = claim.excerpt.exact if claim.excerpt else claim.says
        rows.append(
            Row(
                f"{claim.status:<9} {claim.reported:<10} {source.name if source else claim.source}",
                (text or "no passage, and nothing said",),
                "s",
            )
        )

    async def chosen(keys: tuple[str, ...] | None) -> None:
        if keys is None:
            return
        moved = {index for index, key in enumerate(keys) if key == "m"}
        if not 0 < len(moved) < len(keys):
            explorer.say("Nothing was split: at least one claim stays and one moves.")
        else:
            await _ask_new(explorer, seen, moved)

    options = [Option("s", "stays"), Option("m", "moves")]
    lead = "Which claims move to an event of their own? The next form names it."
    await explorer.ask(Choose("Split this event", lead, rows, options, explorer.glyphs, ending="go on"), chosen)


async def _ask_new(explorer: Explorer, seen: Event, moved: set[int]) -> None:
    from msgspec.structs import replace

    from store.dossier.changes import Add, Put

    chronology = explorer.chronology
    taken = [claim for index, claim in enumerate(seen.claims) if index in moved]
    says = next((claim.says for claim in taken if claim.says), seen.title)
    put, add = split_event(seen, moved, f"{seen.id}-2", says, date_said(taken, seen.date))
    assert isinstance(put, Put)
    assert isinstance(add, Add)

    def then(record: Record, failed: saving.Failed) -> None:
        assert isinstance(record, Event)
        new_id = free_event_id(explorer, record)
        fresh = Add("events", replace(record, id=new_id))
        saving.save(
            explorer,
            lambda: explorer.dossier.change(f"split {seen.id}", put, fresh),
            f"Split off {new_id}. u takes it back.",
            keep=new_id,
            failed=failed,
        )

    form = forms.of_event(add.record, chronology, explorer.query_now.basis, "The event that is split off")
    await ask(explorer, form, "events", add.record, then)
