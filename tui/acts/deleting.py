"""Acts that delete: an event, a claim, an actor, an article. Nothing that others name goes; undo brings all back."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from store import merge, versions
from store.errors import StoreError
from store.model import Actor, Article, Claim, Event
from tui import saving
from tui.acts.editing import means_actor, present, present_actor
from tui.look import counted
from tui.outgoing import events_of
from tui.screens.explorer import Explorer
from tui.screens.pick import Choice, Pick, narrowed

BACK = "u brings it back."


async def delete(explorer: Explorer) -> None:
    """Delete the event under the cursor; among the actors that actor; beside the text ask: claim, article, event."""
    if means_actor(explorer):
        if (found := present_actor(explorer)) is not None:
            delete_actor(explorer, found)
        return
    seen = present(explorer)
    if seen is None:
        return
    story = explorer.story()
    if explorer.pane_in_focus() != "article" or story is None or story.passage is None:
        delete_event(explorer, seen)
        return
    claim, article = story.passage.claim, story.passage.article
    named = f"Claim: {claim.status} by {story.passage.source} {claim.reported}".rstrip()
    offered: dict[str, tuple[Choice, Callable[[], None]]] = {
        "claim": (Choice("claim", named, "claim"), lambda: delete_claim(explorer, seen, claim, story.passage.source))  # type: ignore[union-attr]
    }
    if article is not None:
        choice = Choice("article", f"Article: {article.title}", "article")
        offered["article"] = (choice, lambda: delete_article(explorer, article))
    offered["event"] = (Choice("event", f"Event: {seen.title}", "event"), lambda: delete_event(explorer, seen))

    def chosen(value: str | None) -> None:
        if value is not None:
            offered[value][1]()

    choices = [choice for choice, _ in offered.values()]
    await explorer.ask(Pick("Delete what?", lambda typed: narrowed(choices, typed)), chosen)


def delete_event(explorer: Explorer, seen: Event) -> None:
    """Delete an event and the links of others to it."""
    dossier = explorer.dossier

    def write() -> None:
        linking = filter(merge.links_to(seen.id), dossier.records("events"))
        dossier.change(f"delete {seen.id}", *merge.deleted(seen, linking))

    saving.save(explorer, write, f"Deleted {seen.id}, and the links to it. {BACK}")


def delete_claim(explorer: Explorer, seen: Event, shown: Claim, source: str) -> None:
    """Take a claim off an event."""
    at = seen.claims.index(shown)
    left = replace(seen, claims=(*seen.claims[:at], *seen.claims[at + 1 :]))
    saving.put(explorer, "events", seen, left, f"Deleted the claim by {source}. {BACK}")


def delete_actor(explorer: Explorer, seen: Actor) -> None:
    """Delete an actor whom nothing names any more."""

    def write() -> None:
        from store.dossier.changes import Remove

        explorer.chronology.refresh()
        everywhere = explorer.parse(f"actor:{seen.id} OR source:{seen.id} OR via:{seen.id}")
        events = sum(1 for _ in filter(merge.names(seen.id), events_of(explorer.chronology, everywhere)))
        parts = sum(1 for actor in explorer.dossier.records("actors") if actor.part_of == seen.id)
        named = [f"in {counted(events, 'event')}"] if events else []
        named += [f"as the whole of {counted(parts, 'actor')}"] if parts else []
        if named:
            raise StoreError(f"{seen.name} is named {' and '.join(named)}: not deleted.")
        explorer.dossier.change(f"delete {seen.id}", Remove("actors", seen.id, seen))

    saving.save(explorer, write, f"Deleted {seen.name}. {BACK}")


def delete_article(explorer: Explorer, seen: Article) -> None:
    """Delete an article that no claim quotes any more, and the texts it had before."""

    def write() -> None:
        from store.dossier.changes import Remove

        quoting = list(filter(merge.quotes(seen.id), explorer.dossier.records("events")))
        claims = sum(claim.article == seen.id for event in quoting for claim in event.claims)
        if claims:
            where = f"{counted(claims, 'claim')} on {counted(len(quoting), 'event')}"
            raise StoreError(f"{where} quote it: not deleted.")
        old = (Remove(versions.TABLE, version.id, version) for version in versions.versions(explorer.dossier, seen.id))
        explorer.dossier.change(f"delete {seen.id}", Remove("articles", seen.id, seen), *old)

    saving.save(explorer, write, f"Deleted the article {seen.title}. {BACK}")
