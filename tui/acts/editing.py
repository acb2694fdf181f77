"""Acts that edit records: event, claim, actor, article; add, delete, and where a passage stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace as with_fields

from msgspec.structs import replace

from store import anchors, merge
from store.model import Actor, Article, Claim, Event, Record
from tui import forms, saving
from tui.forms import Form, kinds
from tui.screens.explorer import Explorer
from tui.screens.form import FormScreen
from tui.screens.pick import Choice, Pick, narrowed


def present(explorer: Explorer) -> Event | None:
    """The event under the cursor with all its claims, if edits are taken: a view ``asof:`` shows it with fewer."""
    if not explorer.writable():
        return None
    row = explorer.timeline.row
    if row is None:
        explorer.say("No event is under the cursor.")
        return None
    return explorer.chronology.event(row.event.id)


def ask(explorer: Explorer, form: Form, table: str, before: Record, then: Callable[[Record], None]) -> None:
    """Show a form; what it makes goes on to ``then``. It must break no rule that ``before`` does not break."""

    def problem(record: Record) -> str:
        from store.check import rules

        broken = {finding[:2] for finding in rules.findings(table, before)}
        found = (each for each in rules.findings(table, record) if each.severity == "error" and each[:2] not in broken)
        worst = next(found, None)
        return f"{worst.field}: {worst.message}" if worst else ""

    def done(record: Record | None) -> None:
        if record is not None:
            then(record)

    explorer.app.push_screen(FormScreen(form, problem), done)


def event(explorer: Explorer) -> None:
    """Edit the event under the cursor."""
    seen = present(explorer)
    if seen is None:
        return
    form = forms.of_event(seen, explorer.chronology, explorer.query_now.basis, f"Edit {seen.id}")
    ask(explorer, form, "events", seen, lambda mine: saving.put(explorer, "events", seen, mine, "Saved."))


def other(explorer: Explorer) -> None:
    """Edit the actor under the cursor; elsewhere the claim shown, its article, or somebody who takes part."""
    if explorer.pane_in_focus() == "actors" and explorer.facets.field == "actor":
        if explorer.writable() and (found := explorer.chronology.actor(explorer.facets.value or "")):
            _actor(explorer, found)
        return
    seen, story = present(explorer), explorer.story()
    if seen is None or story is None:
        return
    offered: dict[str, tuple[Choice, Callable[[], None]]] = {}
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

    def chosen(value: str | None) -> None:
        if value is not None:
            offered[value][1]()

    choices = [choice for choice, _ in offered.values()]
    empty = "Nobody is on record for this event, and nobody takes part."
    explorer.app.push_screen(Pick("Edit what?", lambda typed: narrowed(choices, typed), empty), chosen)


def claim(explorer: Explorer) -> None:
    """Edit the claim that is shown."""
    seen, story = present(explorer), explorer.story()
    if seen is None or story is None:
        return
    if story.passage is None:
        explorer.say("Nobody is on record for this event. C adds a claim.")
        return
    _claim(explorer, seen, story.passage.claim)


def _claim(explorer: Explorer, seen: Event, shown: Claim) -> None:
    form = forms.of_claim(shown, explorer.chronology, explorer.query_now.basis)
    _edit_claim(explorer, seen, shown, form)


def _edit_claim(explorer: Explorer, seen: Event, shown: Claim, form: Form) -> None:
    """Edit one claim of an event as the event that has it instead."""
    at = seen.claims.index(shown)

    def build(values: object) -> Event:
        changed = form.build(values)  # type: ignore[arg-type]
        assert isinstance(changed, Claim)
        return replace(seen, claims=(*seen.claims[:at], changed, *seen.claims[at + 1 :]))

    whole = with_fields(form, build=build)
    ask(explorer, whole, "events", seen, lambda mine: saving.put(explorer, "events", seen, mine, "Claim saved."))


def _actor(explorer: Explorer, seen: Actor) -> None:
    form = forms.of_actor(seen, explorer.chronology, f"Edit {seen.id}")
    ask(explorer, form, "actors", seen, lambda mine: saving.put(explorer, "actors", seen, mine, "Actor saved."))


def _article(explorer: Explorer, seen: Article) -> None:
    form = forms.of_article(seen, explorer.query_now.basis, f"Edit {seen.id}")
    ask(explorer, form, "articles", seen, lambda mine: saving.put(explorer, "articles", seen, mine, "Article saved."))


def add(explorer: Explorer) -> None:
    """Add an event."""
    if not explorer.writable():
        return
    from store.review.slugs import event_slug, free

    chronology = explorer.chronology
    blank = Event(id="new", title="")

    def then(record: Record) -> None:
        assert isinstance(record, Event)
        taken = free(event_slug(record.date, record.title), lambda wanted: chronology.event(wanted) is not None)
        fresh = replace(record, id=taken)
        saving.save(explorer, lambda: explorer.dossier.add("events", fresh), f"Added {taken}.", keep=taken)

    ask(explorer, forms.of_event(blank, chronology, explorer.query_now.basis, "New event"), "events", blank, then)


def add_actor(explorer: Explorer) -> None:
    """Add an actor."""
    if not explorer.writable():
        return
    from store.review.slugs import free, slug

    chronology = explorer.chronology
    blank = Actor(id="new", name="", kind="person")

    def then(record: Record) -> None:
        assert isinstance(record, Actor)
        taken = free(slug(record.name) or "actor", lambda wanted: chronology.actor(wanted) is not None)
        fresh = replace(record, id=taken)
        saving.save(explorer, lambda: explorer.dossier.add("actors", fresh), f"Added {taken}.")

    ask(explorer, forms.of_actor(blank, chronology, "New actor"), "actors", blank, then)


def add_claim(explorer: Explorer) -> None:
    """Add a claim on the event: out of the article shown, or without one."""
    seen, story = present(explorer), explorer.story()
    if seen is None or story is None:
        return
    article = story.passage.article if story.passage else None

    def ask_for(chosen: str | None) -> None:
        if chosen is None:
            return
        base = Claim(source="")
        if chosen and article is not None and story.passage is not None:
            base = Claim(source=story.passage.claim.source, article=article.id, reported=article.published)
        form = forms.of_claim(base, explorer.chronology, explorer.query_now.basis, "New claim")

        def build(values: object) -> Event:
            made = form.build(values)  # type: ignore[arg-type]
            assert isinstance(made, Claim)
            return replace(seen, claims=(*seen.claims, made))

        whole = with_fields(form, build=build)
        ask(explorer, whole, "events", seen, lambda mine: saving.put(explorer, "events", seen, mine, "Claim added."))

    if article is None:
        ask_for("")
        return
    choices = [Choice(article.id, f"Out of {article.title}", "article"), Choice("", "Without an article", "")]
    explorer.app.push_screen(Pick("New claim", lambda typed: narrowed(choices, typed)), ask_for)


def delete(explorer: Explorer) -> None:
    """Delete the event under the cursor; undo brings it back."""
    seen = present(explorer)
    if seen is None:
        return
    dossier = explorer.dossier

    def write() -> None:
        linking = filter(merge.links_to(seen.id), dossier.records("events"))
        dossier.change(f"delete {seen.id}", *merge.deleted(seen, linking))

    saving.save(explorer, write, f"Deleted {seen.id}, and the links to it. u brings it back.")


def point(explorer: Explorer) -> None:
    """Say where the passage of the claim shown stands now: one that moved is offered, any other is typed."""
    seen, story = present(explorer), explorer.story()
    passage = story.passage if story else None
    if seen is None or passage is None:
        return
    article, shown = passage.article, passage.claim
    if article is None:
        explorer.say("This claim names no article of the dossier to point into.")
        return
    field = kinds.passage("excerpt", "passage", shown.excerpt, lambda: article, lines=8)
    if shown.excerpt is not None and passage.anchor is not None and passage.anchor.state == "moved":
        # Offered as it stands now: Enter takes it.
        there = anchors.excerpt(article.text, passage.anchor.start, passage.anchor.end)
        field = with_fields(field, text=there.exact, value=there)
    title = "Passage: its words, or first ... last words"
    form = Form(title, (field,), lambda values: replace(shown, **values))
    _edit_claim(explorer, seen, shown, form)
