"""Acts that edit and add records: event, claim, actor, article."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace as with_fields
from itertools import islice

from msgspec.structs import replace

from store.dossier.files import READ_FROM
from store.errors import Conflict, StoreError
from store.lookup import headings
from store.model import Actor, Article, Claim, Event, Record
from tui import forms, saving
from tui.forms import Form, kinds
from tui.look import counted
from tui.screens.explorer import Explorer
from tui.screens.form import FormScreen
from tui.screens.pick import Choice, Pick, narrowed

CALLED_SO = 100
"""Actors that are looked at for the one that an outlet's name means."""


def present(explorer: Explorer) -> Event | None:
    """The event under the cursor with all its claims, if edits are taken: a view ``asof:`` shows it with fewer."""
    if not explorer.writable():
        return None
    row = explorer.timeline.row
    if row is None:
        explorer.say("No event is under the cursor.")
        return None
    return explorer.chronology.event(row.event.id)


def means_actor(explorer: Explorer) -> bool:
    """Whether an act is about an actor: one of the list, or the one filtered by, where that leaves no event."""
    if explorer.pane_in_focus() == "actors":
        return explorer.facets.field == "actor"
    return explorer.timeline.row is None and bool(explorer.query_now.filtered_values("actor"))


def present_actor(explorer: Explorer) -> Actor | None:
    """That actor, if edits are taken; why there is none is said."""
    if not explorer.writable():
        return None
    meant = explorer.facets.value if explorer.facets.field == "actor" else None
    filtered = list(explorer.query_now.filtered_values("actor"))
    if meant is None and len(filtered) == 1:
        meant = filtered[0]
    if meant is None:
        explorer.say("No actor is under the cursor: @ finds any of the dossier.")
        return None
    found = explorer.chronology.actor(meant)
    if found is None:
        explorer.say(f"No actor has the id {meant}: @ finds one by name, W adds one.")
    return found


async def ask(
    explorer: Explorer, form: Form, table: str, before: Record, then: Callable[[Record, saving.Failed], None]
) -> None:
    """Show a form; what it makes goes on to ``then``. It must break no rule that ``before`` does not break.

    ``then`` is given what to call when the record cannot be saved: the form comes back with all that was typed.
    """

    def problem(record: Record) -> str:
        from store.check import rules

        broken = {finding[:2] for finding in rules.findings(table, before)}
        found = (each for each in rules.findings(table, record) if each.severity == "error" and each[:2] not in broken)
        worst = next(found, None)
        return f"{worst.field}: {worst.message}" if worst else ""

    def shown(typed: Mapping[str, str], why: str) -> tuple[FormScreen, Callable[[Record | None], None]]:
        screen = FormScreen(form, problem, typed, why)

        def failed(reason: str) -> None:
            explorer.app.push_screen(*shown(screen.sent, reason))

        def done(record: Record | None) -> None:
            if record is not None:
                then(record, failed)

        return screen, done

    await explorer.ask(*shown({}, ""))


async def _ask_and_put(explorer: Explorer, form: Form, table: str, seen: Record, said: str) -> None:
    """Show the form of a record that was ``seen`` so, and save what it makes of it."""

    def then(mine: Record, failed: saving.Failed) -> None:
        saving.put(explorer, table, seen, mine, said, failed=failed)

    await ask(explorer, form, table, seen, then)


async def event(explorer: Explorer) -> None:
    """Edit the event under the cursor."""
    seen = present(explorer)
    if seen is None:
        return
    form = forms.of_event(seen, explorer.chronology, explorer.query_now.basis, f"Edit {seen.id}")
    await _ask_and_put(explorer, form, "events", seen, "Saved.")


async def other(explorer: Explorer) -> None:
    """Edit the actor under the cursor; elsewhere the claim shown, its article, or somebody who takes part."""
    if means_actor(explorer):
        if (found := present_actor(explorer)) is not None:
            await _actor(explorer, found)
        return
    seen, story = present(explorer), explorer.story()
    if seen is None or story is None:
        return
    offered: dict[str, tuple[Choice, Callable[[], Awaitable[None]]]] = {}
    passage = story.passage
    if passage is not None:
        named = f"{passage.claim.status} by {passage.source}"
        offered["claim"] = (Choice("claim", f"Claim: {named}", "claim"), lambda: _claim(explorer, seen, passage.claim))
        if (article := passage.article) is not None:
            choice = Choice("article", f"Article: {article.title}", "article")
            offered["article"] = (choice, lambda: _article(explorer, article))
    for part in seen.actors:
        if (one := explorer.chronology.actor(part.actor)) is not None:
            choice = Choice(one.id, f"Actor: {one.name}", one.kind)
            offered[one.id] = (choice, lambda one=one: _actor(explorer, one))  # type: ignore[misc]

    async def chosen(value: str | None) -> None:
        if value is not None:
            await offered[value][1]()

    choices = [choice for choice, _ in offered.values()]
    empty = "Nobody is on record for this event, and nobody takes part."
    await explorer.ask(Pick("Edit what?", lambda typed: narrowed(choices, typed), empty), chosen)


async def claim(explorer: Explorer) -> None:
    """Edit the claim that is shown."""
    seen, story = present(explorer), explorer.story()
    if seen is None or story is None:
        return
    if story.passage is None:
        explorer.say("Nobody is on record for this event. C adds a claim.")
        return
    await _claim(explorer, seen, story.passage.claim)


async def _claim(explorer: Explorer, seen: Event, shown: Claim) -> None:
    """Edit one claim of an event."""
    form = forms.of_claim(shown, explorer.chronology, explorer.query_now.basis, articles=_articles(explorer))
    at = seen.claims.index(shown)
    await _ask_claim(explorer, seen, form, slice(at, at + 1), "Claim saved.")


async def _ask_claim(explorer: Explorer, seen: Event, form: Form, place: slice, said: str) -> None:
    """Show the form of a claim; what is saved is the event with the claim at its ``place`` among the others."""

    def build(values: object) -> Event:
        made = form.build(values)  # type: ignore[arg-type]
        assert isinstance(made, Claim)
        claims = list(seen.claims)
        claims[place] = [made]
        return replace(seen, claims=tuple(claims))

    await _ask_and_put(explorer, with_fields(form, build=build), "events", seen, said)


def _articles(explorer: Explorer) -> Callable[[str], Sequence[forms.Choice]]:
    """Gives the articles whose id, or words of whose title or outlet, begin with what is typed: asked in a thread."""

    def called(typed: str) -> Sequence[forms.Choice]:
        files = (file for file in explorer.dossier.files() if file.role in READ_FROM["articles"])
        found = (article for file in files for article in headings(file.path).beginning(typed))
        return [forms.Choice(article.id, article.title) for article in islice(found, kinds.OFFERED)]

    return called


async def _actor(explorer: Explorer, seen: Actor) -> None:
    form = forms.of_actor(seen, explorer.chronology, f"Edit {seen.id}")
    await _ask_and_put(explorer, form, "actors", seen, "Actor saved.")


async def _article(explorer: Explorer, seen: Article) -> None:
    form = forms.of_article(seen, explorer.query_now.basis, f"Edit {seen.id}")

    def then(mine: Record, failed: saving.Failed) -> None:
        def change(before: Record, after: Record) -> str:
            assert isinstance(before, Article)
            assert isinstance(after, Article)
            return _change_article(explorer, before, after)

        saving.put(explorer, "articles", seen, mine, "Article saved.", failed=failed, change=change)

    await ask(explorer, form, "articles", seen, then)


def _change_article(explorer: Explorer, seen: Article, mine: Article) -> str:
    """Save an article and, where its outlet is told now, the claims on it that waited for one; what to say of it."""
    if mine.publisher in ("", seen.publisher):
        explorer.dossier.put("articles", mine, seen=seen)
        return "Article saved."
    from store.merge import quotes, told_outlet
    from store.review.cast import Cast
    from store.review.drafts import outlet

    source = outlet(mine, Cast(explorer.chronology.actors_named(mine.publisher, CALLED_SO)))
    events = list(filter(quotes(mine.id), explorer.dossier.records("events")))
    try:
        explorer.dossier.change(f"edit {mine.title}", *told_outlet(seen, mine, source, events))
    except Conflict as error:
        if isinstance(error.theirs, Event):
            raise StoreError("Somebody changed an event that quotes it meanwhile; nothing was saved.") from None
        raise
    waiting = sum(claim.article == mine.id and not claim.source for event in events for claim in event.claims)
    return (
        f"Article saved, and its outlet on {counted(waiting, 'claim')} that had none." if waiting else "Article saved."
    )


def free_event_id(explorer: Explorer, event: Event) -> str:
    """An id for a new event that none has, nor had before it was merged: marks on that one are shown elsewhere."""
    from store.review.slugs import event_slug, free

    known, merged = explorer.chronology.event, explorer.dossier.redirects()
    return free(event_slug(event.date, event.title), lambda wanted: wanted in merged or known(wanted) is not None)


async def add(explorer: Explorer) -> None:
    """Add an event."""
    if not explorer.writable():
        return
    chronology = explorer.chronology
    blank = Event(id="new", title="")

    def then(record: Record, failed: saving.Failed) -> None:
        assert isinstance(record, Event)
        taken = free_event_id(explorer, record)
        fresh = replace(record, id=taken)
        saving.save(
            explorer, lambda: explorer.dossier.add("events", fresh), f"Added {taken}.", keep=taken, failed=failed
        )

    await ask(explorer, forms.of_event(blank, chronology, explorer.query_now.basis, "New event"), "events", blank, then)


async def add_actor(explorer: Explorer) -> None:
    """Add an actor."""
    if not explorer.writable():
        return
    from store.review.slugs import free, slug

    chronology = explorer.chronology
    blank = Actor(id="new", name="", kind="person")

    def then(record: Record, failed: saving.Failed) -> None:
        assert isinstance(record, Actor)
        taken = free(slug(record.name) or "actor", lambda wanted: chronology.actor(wanted) is not None)
        fresh = replace(record, id=taken)
        saving.save(explorer, lambda: explorer.dossier.add("actors", fresh), f"Added {taken}.", failed=failed)

    await ask(explorer, forms.of_actor(blank, chronology, "New actor"), "actors", blank, then)


async def add_claim(explorer: Explorer) -> None:
    """Add a claim on the event: out of the article shown, or without one."""
    seen, story = present(explorer), explorer.story()
    if seen is None or story is None:
        return
    article = story.passage.article if story.passage else None

    async def ask_for(chosen: str | None) -> None:
        if chosen is None:
            return
        base = Claim(source="")
        if chosen and article is not None and story.passage is not None:
            base = Claim(source=story.passage.claim.source, article=article.id, reported=article.published)
        form = forms.of_claim(
            base, explorer.chronology, explorer.query_now.basis, "New claim", articles=_articles(explorer)
        )

        end = len(seen.claims)
        await _ask_claim(explorer, seen, form, slice(end, end), "Claim added.")

    if article is None:
        await ask_for("")
        return
    choices = [Choice(article.id, f"Out of {article.title}", "article"), Choice("", "Without an article", "")]
    await explorer.ask(Pick("New claim", lambda typed: narrowed(choices, typed)), ask_for)
