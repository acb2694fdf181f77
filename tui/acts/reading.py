"""Acts of reading: hits, claims, linked events."""

from __future__ import annotations

from tui import explaining
from tui.screens.explorer import Explorer
from tui.screens.pick import Choice, Pick, narrowed
from tui.screens.sheet import Sheet


def hit(explorer: Explorer, step: int) -> None:
    """The next hit in the text, then the next claim (maybe of another article), then the next event."""
    story, timeline = explorer.story(), explorer.timeline
    if explorer.article.next_hit(step):
        return
    if story is not None and 0 <= story.index + step < len(story.claims):
        explorer.read(story.index + step)
    elif 0 <= timeline.cursor + step < timeline.count:
        timeline.move_to(timeline.cursor + step)
    else:
        explorer.say(f"That was the {'last' if step > 0 else 'first'} of this view.")


async def claims(explorer: Explorer) -> None:
    """All claims side by side, the history of the status, and where they disagree; Enter reads one."""
    story = explorer.story()
    if story is None or not story.claims:
        explorer.say("Nobody is on record for this event.")
        return
    query = explorer.query_now
    today = query.as_of if query.as_of is not None else query.basis.toordinal()
    lines, choices = explaining.ledger(story, today, explorer.glyphs)

    def read(line: int | None) -> None:
        if line is not None:
            explorer.read(choices[line])
            explorer.action_show_pane("article")

    await explorer.ask(Sheet("Claims", lines, list(choices)), read)


async def follow(explorer: Explorer) -> None:
    """Go to an event linked with this one; Esc leads back."""
    story = explorer.story()
    if story is None or not story.links:
        explorer.say("No event is linked with this one.")
        return

    def go(event_id: str | None) -> None:
        if event_id is None:
            return
        query = explorer.query_now
        shown = explorer.chronology.position(query, event_id) is not None
        if not shown:
            explorer.say("The filters hid that event: they are off. Esc brings them back.")
        explorer.leave(query if shown else explorer.parse(""), event_id)

    if len(story.links) == 1:
        go(story.links[0][1])
        return
    choices = [Choice(event_id, title, relation) for relation, event_id, title in story.links]
    await explorer.ask(Pick("Linked events", lambda typed: narrowed(choices, typed)), go)
