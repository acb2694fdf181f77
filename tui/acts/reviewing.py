"""Acts that lead from the explorer to the review of an article."""

from __future__ import annotations

import datetime
from collections.abc import Awaitable, Callable

from msgspec.structs import replace

from store import edtf
from store.errors import StoreError
from store.model import Article, RecordError
from store.review import publication_day
from store.when import WhenError, when
from tui.latest import Latest
from tui.screens.explorer import Explorer
from tui.screens.pick import Choice, Pick, narrowed
from tui.screens.prompt import Echo, Prompt
from tui.screens.review import ReviewScreen


async def review(explorer: Explorer) -> None:
    """Review the article of the event under the cursor."""
    article = shown_article(explorer)
    if article is None:
        explorer.say("No article is kept for this event: O reviews another one.")
    else:
        await _review(explorer, article)


async def review_article(explorer: Explorer) -> None:
    """Review any article of the dossier, found by its title, outlet or day."""
    listed: list[Article] = []

    async def pick(articles: list[Article]) -> None:
        if not articles:
            explorer.say("The dossier has no article: I imports one.")
            return
        listed[:] = sorted(articles, key=lambda article: (article.published, article.id), reverse=True)
        choices = [Choice(each.id, each.title, f"{each.publisher}  {each.published}") for each in listed]
        await explorer.ask(Pick("Review an article", lambda typed: narrowed(choices, typed)), picked)

    async def picked(article_id: str | None) -> None:
        article = next((each for each in listed if each.id == article_id), None)
        if article is not None:
            await _review(explorer, article)

    def failed(error: Exception) -> None:
        explorer.say(str(error), "error")

    articles: Latest[list[Article]] = Latest(
        explorer, "articles", lambda found: explorer.call_next(pick, found), failed
    )
    articles.ask(lambda cancelled: list(explorer.dossier.records("articles")))


def shown_article(explorer: Explorer) -> Article | None:
    """The article that is shown, else that of the event's first claim that has one."""
    story = explorer.story()
    if story is None:
        return None
    if story.passage is not None and story.passage.article is not None:
        return story.passage.article
    named = (claim.article for claim in story.event.claims if claim.article)
    return next((found for each in named if (found := explorer.chronology.article(each)) is not None), None)


async def _review(explorer: Explorer, article: Article) -> None:
    async def begin(article: Article, published: datetime.date) -> None:
        screen = ReviewScreen(
            explorer.dossier, explorer.chronology, article, explorer.glyphs, explorer.config, published
        )
        await explorer.ask(screen, lambda made: show_made(explorer, made))

    await dated(explorer, article, begin)


def show_made(explorer: Explorer, event_id: str | None) -> None:
    """Show the view as it is after a review, the cursor on the event that was made last."""
    explorer.chronology.refresh()
    explorer.see(explorer.query_now, event_id)


async def dated(
    explorer: Explorer, article: Article, go_on: Callable[[Article, datetime.date], Awaitable[None]]
) -> None:
    """Go on with the day on which the article was published; where it gives none, ask for it and keep it."""
    day = publication_day(article)
    if day is not None:
        await go_on(article, day)
        return

    async def answered(text: str | None) -> None:
        if text is None:
            return
        known = replace(article, published=text)
        if not explorer.dossier.read_only:
            try:
                explorer.dossier.put("articles", known, seen=article)
            except (StoreError, RecordError) as error:
                explorer.say(str(error), "error")
                return
        await go_on(known, datetime.date.fromisoformat(text))

    await explorer.ask(Prompt(f"On which day was it published? {article.title}", _day), answered)


def _day(text: str) -> Echo:
    """What a typed publication day means."""
    try:
        reading = when(text, datetime.date.today())
    except WhenError as error:
        return Echo(None, [[(error.reason, "error")]])
    first = reading.date.first
    if first is None or first != reading.date.last:
        return Echo(
            None, [[(f"{reading.edtf}: one day is needed, relative dates of the article count from it", "error")]]
        )
    day = edtf.day_text(first)
    return Echo(day, [[(day, "strong"), ("  from which dates such as «on Monday» are counted", "dim")]])
