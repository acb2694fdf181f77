"""Acts that lead from the explorer to the review of an article."""

from __future__ import annotations

import datetime
from collections.abc import Awaitable, Callable

from msgspec.structs import replace

from store import edtf
from store.errors import StoreError
from store.model import Article, RecordError
from store.review import publication_day
from store.text import clean
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

    await completed(explorer, article, begin)


def show_made(explorer: Explorer, event_id: str | None) -> None:
    """Show the view as it is after a review, the cursor on the event that was made last."""
    explorer.chronology.refresh()
    explorer.see(explorer.query_now, event_id)


async def completed(
    explorer: Explorer, article: Article, go_on: Callable[[Article, datetime.date], Awaitable[None]]
) -> None:
    """Go on with an article and the day on which it was published.

    Where it gives no day, or neither outlet nor address, ask for that and keep it: dates are counted from the day, and
    a claim without the other is one that nobody can look up.
    """

    async def with_day(text: str | None) -> None:
        if text is not None and (known := _kept(explorer, article, replace(article, published=text))) is not None:
            await completed(explorer, known, go_on)

    async def with_outlet(text: str | None) -> None:
        if text is not None and (known := _kept(explorer, article, replace(article, publisher=text))) is not None:
            await completed(explorer, known, go_on)

    day = publication_day(article)
    if day is None:
        await explorer.ask(Prompt(f"On which day was it published? {article.title}", _day), with_day)
    elif not (article.publisher or article.url or explorer.dossier.read_only):
        await explorer.ask(Prompt(f"Which outlet published it? {article.title}", _outlet), with_outlet)
    else:
        await go_on(article, day)


def _kept(explorer: Explorer, seen: Article, known: Article) -> Article | None:
    """The article as it is known now, saved unless nothing can be; ``None`` where that failed, which is said."""
    if not explorer.dossier.read_only:
        try:
            explorer.dossier.put("articles", known, seen=seen)
        except (StoreError, RecordError) as error:
            explorer.say(str(error), "error")
            return None
    return known


def _outlet(text: str) -> Echo:
    """What a typed outlet means."""
    name = clean(text, line=True)
    if not name:
        return Echo(None, [[("the source of the claims that rest on it: nobody can look up one without", "dim")]])
    return Echo(name, [[(name, "strong"), ("  is the source of the claims that rest on it", "dim")]])


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
