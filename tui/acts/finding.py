"""Acts that narrow the view: filters, facets, saved views, silences."""

from __future__ import annotations

from store import edtf
from store.model import SavedView
from store.query import quoted
from tui import ask, explaining, saving
from tui.commands import BY_ID, keys_of
from tui.look import counted
from tui.paint import Part
from tui.screens.explorer import Explorer
from tui.screens.pick import Choice, Pick, narrowed
from tui.screens.prompt import Echo, Prompt
from tui.screens.sheet import Sheet

OFFERED = 50
"""Actors that are offered before a name is typed, of this view and of the dossier."""


def release(explorer: Explorer) -> None:
    """Take off the last filter."""
    query = explorer.query_now
    if query.parts:
        explorer.see(query.without(len(query.parts) - 1))
    else:
        explorer.say("No filter is on.")


def clear(explorer: Explorer) -> None:
    """Take off all filters; Esc brings them back."""
    if explorer.query_now.parts:
        explorer.leave(explorer.parse(""))


async def filter_by(explorer: Explorer) -> None:
    """Filter by the value under the cursor; from the timeline by one of the event's actors."""
    if explorer.pane_in_focus() == "actors":
        if (value := explorer.facets.value) is not None:
            explorer.see(explorer.query_now.toggle(explorer.facets.field, value))
        return
    row = explorer.timeline.row
    if row is None:
        return
    filtered = explorer.query_now.filtered_values("actor")
    choices = []
    for participant in row.event.actors:
        actor = explorer.chronology.actor(participant.actor)
        beside = f"{participant.role}{', filtered: release' if participant.actor in filtered else ''}"
        choices.append(Choice(participant.actor, actor.name if actor else participant.actor, beside))
    if not choices:
        explorer.say("This event names no actor.")
    elif len(choices) == 1:
        explorer.see(explorer.query_now.toggle("actor", choices[0].value))
    else:
        await _pick_actor(explorer, "Filter by an actor of this event", choices)


async def jump_actor(explorer: Explorer) -> None:
    """Filter by any actor of the dossier, found by name or alias; at first those of this view are offered."""
    chronology, query = explorer.chronology, explorer.query_now

    def named(typed: str) -> list[Choice]:
        in_view = chronology.facets(query, "actor", OFFERED) if not typed.strip() else ()
        seen = [actor for count in in_view if (actor := chronology.actor(count.value)) is not None]
        found = {actor.id: actor for actor in (*seen, *chronology.actors_named(typed, OFFERED))}
        return [Choice(actor.id, actor.name, ", ".join(actor.aliases) or actor.kind) for actor in found.values()]

    toggle = _toggle_actor(explorer)

    def picked(value: str | None) -> None:
        toggle(value)
        if value is not None and not chronology.count(explorer.parse("").toggle("actor", value)).total:
            explorer.say("No event names this actor: E edits, M merges, D deletes it.")

    await explorer.ask(Pick("Actor", named, "No actor has such a name."), picked)


async def _pick_actor(explorer: Explorer, title: str, choices: list[Choice]) -> None:
    await explorer.ask(Pick(title, lambda typed: narrowed(choices, typed)), _toggle_actor(explorer))


def _toggle_actor(explorer: Explorer):  # type: ignore[no-untyped-def]  # a callback of push_screen
    def toggle(value: str | None) -> None:
        if value is not None:
            explorer.see(explorer.query_now.toggle("actor", value))

    return toggle


def facet(explorer: Explorer, step: int) -> None:
    """Let the facet pane count another field."""
    fields = ask.FACETS
    explorer.field = fields[(fields.index(explorer.field) + step) % len(fields)]
    explorer.survey()


async def gaps(explorer: Explorer) -> None:
    """The longest silences of the view; Enter goes to the event that ends one."""
    silences = explorer.chronology.gaps(explorer.query_now, 30)
    if not silences:
        explorer.say("No silence: on fewer than two days of this view did anything happen.")
        return
    lines: list[list[Part]] = [
        [
            (f"{counted(silence.days, 'day'):>14}", "date"),
            (f"  {edtf.day_text(silence.last_before)} .. {edtf.day_text(silence.first_after)}", ""),
        ]
        for silence in silences
    ]

    def go(line: int | None) -> None:
        if line is not None:
            position = explorer.chronology.first_at(explorer.query_now, silences[line].first_after)
            explorer.timeline.move_to(position)

    await explorer.ask(Sheet("Longest silences of this view", lines, range(len(lines))), go)


async def pair(explorer: Explorer) -> None:
    """Two actors filtered: first contact, longest gap, latest contact."""
    chosen = sorted(explorer.query_now.filtered_values("actor"))
    if len(chosen) != 2:
        filter_ = keys_of(BY_ID["actor-filter"], explorer.config.keys)[0]
        jump = keys_of(BY_ID["actor-jump"], explorer.config.keys)[0]
        if len(chosen) > 2:
            explorer.say(f"{len(chosen)} actors are filtered by: {filter_} on one again releases it, two have to stay.")
            return
        wanted = "a second actor" if chosen else "two actors"
        explorer.say(f"Filter by {wanted} first: {filter_} on an event or an actor, or {jump} by name.")
        return
    facts = explorer.chronology.pair(explorer.query_now, chosen[0], chosen[1])
    await explorer.ask(Sheet("Shared events of two actors", explaining.pair(facts, explorer.chronology)))


async def views(explorer: Explorer) -> None:
    """Open a saved view. Relative dates in it count from this view's basis."""
    saved = explorer.dossier.views()
    choices = [Choice(view.query, view.name, view.query) for view in saved]

    def open_view(text: str | None) -> None:
        if text is not None:
            explorer.leave(explorer.parse(text))

    picker = Pick("Saved views", lambda typed: narrowed(choices, typed), "No saved view yet: F saves this one.")
    await explorer.ask(picker, open_view)


async def save_view(explorer: Explorer) -> None:
    """Save the view's query under a name."""
    if not explorer.writable():
        return
    query = explorer.query_now

    def echo(text: str) -> Echo:
        name = text.strip()
        known = any(view.name == name for view in explorer.dossier.views())
        said = "give it a name" if not name else "replaces the view of that name" if known else "a new view"
        return Echo(name or None, [[(said, "dim")], [(query.text or "(everything)", "accent")]])

    def save(name: str | None) -> None:
        if name is not None:
            view = SavedView(id=name.casefold(), name=name, query=query.text)
            saving.own(explorer, lambda: explorer.dossier.save_view(view), f"Saved as {quoted(name)}: f opens it.")

    await explorer.ask(Prompt("Save this view", echo, placeholder="name"), save)
