"""Acts on a passage that a person marks in an article: an event is made of it, or a claim on one there is."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from store.errors import StoreError
from store.model import Article, Event, RecordError
from store.review import Desk, Item, likely, open_desk
from store.suggest import sentences
from store.suggest.events.model import Suggestion
from tui import proposals
from tui.acts.deciding import pick_event, reworded
from tui.acts.reviewing import completed, show_made, shown_article
from tui.screens.explorer import Explorer
from tui.screens.mark import Lines, Marked, MarkScreen
from tui.screens.review import ReviewScreen
from tui.selection import Selection, Stops

VERBS = {"mark-event": "event", "mark-claim": "claim on an event"}
"""What can be made of a passage, by the command that makes it."""


async def mark(explorer: Explorer) -> None:
    """Mark a passage of the article that is shown."""
    article = shown_article(explorer)
    if article is None:
        explorer.say("No article is kept for this event.")
        return
    if not explorer.writable():
        return
    lit = None if explorer.article.has_focus else explorer.article.in_focus()
    offset = lit[0] if lit else explorer.article.first_shown

    async def begin(article: Article, published: datetime.date) -> None:
        opened: list[Desk] = []

        def desk() -> Desk:
            # Set up when the first passage is described, in a worker thread: marking begins at once.
            if not opened:
                opened.append(open_desk(explorer.dossier, explorer.chronology, article, published))
            return opened[0]

        def done(event: Event, said: str) -> None:
            show_made(explorer, event.id)
            explorer.say(said)

        await _mark(explorer, article, desk, offset, done)

    await completed(explorer, article, begin)


async def mark_here(review: ReviewScreen) -> None:
    """Mark a passage of the article under review, beginning with the suggestion under the cursor."""
    desk, item = review.desk, review.item
    if desk is None or not review.writable():
        return
    here = item is None or review.text.has_focus
    offset = review.text.first_shown if here or item is None else item.suggestion.excerpt.start

    def done(event: Event, said: str) -> None:
        review.made = event.id
        review.show()
        review.say(said)

    await _mark(review, review.article, lambda: desk, offset, done)


async def _mark(
    screen: Explorer | ReviewScreen,
    article: Article,
    desk: Callable[[], Desk],
    offset: int,
    done: Callable[[Event, str], None],
) -> None:
    """Let a passage be marked from a code point on, and make of it what is asked for."""

    def describe(start: int, end: int) -> Lines:
        if not article.text[start:end].strip():
            return [[("No words are marked.", "dim")]]
        return proposals.proposed(Item("", desk().passage(start, end)), desk().cast, screen.glyphs)

    async def marked(passage: Marked | None) -> None:
        if passage is None:
            return
        try:
            suggestion = desk().passage(passage.start, passage.end)
        except ValueError as error:
            screen.say(str(error), "error")
            return
        if passage.verb == "mark-event":
            await reworded(screen, desk(), suggestion, "An event from this passage", add_event)
        else:
            matches = likely(suggestion, screen.chronology, desk().cast)
            await pick_event(screen, matches, lambda event: add_claim(event, suggestion))

    def add_event(suggestion: Suggestion) -> None:
        save(lambda: desk().add_event(suggestion), "Added")

    def add_claim(event: Event, suggestion: Suggestion) -> None:
        save(lambda: desk().add_claim(event, suggestion), "A claim on")

    def save(make: Callable[[], Event], said: str) -> None:
        try:
            event = make()
        except (StoreError, RecordError) as error:
            screen.say(str(error), "error")
        else:
            done(event, f"{said}: {event.title}")

    if not article.text.strip():
        screen.say("The article has no text.")
        return
    stops = Stops.of(article.text, [(each.start, each.end) for each in sentences.split(article.text)])
    selection = Selection.at(article.text, stops, offset)
    title = f"Mark a passage: {article.title}"
    await screen.ask(MarkScreen(selection, title, VERBS, describe, screen.glyphs, screen.config.keys), marked)
