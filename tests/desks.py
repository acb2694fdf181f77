"""The review of one article under test, without the explorer that it is opened from."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import App

import tui
from store import chronology
from store.chronology import Chronology
from store.dossier import Dossier, create
from store.model import Actor, Article, Claim, Event, Participant
from store.review import Item, Review
from tests.harness import SMALL, Driven
from tests.reviewing import OLD, PERSON, TIDE
from tests.suggest_score import ARTICLES, Case, read_case
from tui.config import Config
from tui.look import UNICODE
from tui.screens.review import ReviewScreen
from tui.widgets.painted import PART_CLASSES

MARKET = Event(
    id="market",
    title="Fish market opens",
    date="2023-08-01",
    actors=(Participant(actor="orlov"),),
    claims=(Claim(source="tide", id="c1", reported="2023-08-02"),),
)


def dossier_of(folder: Path, *articles: Article, actors: Sequence[Actor] = (TIDE, PERSON)) -> Path:
    """A dossier with these articles, and two events that rest on other reports."""
    made = create(folder)
    for table, records in (("actors", actors), ("articles", articles), ("events", [OLD, MARKET])):
        for record in records:
            made.add(table, record)
    return folder


def long_article(name: str = "ceasefire") -> tuple[Case, Article]:
    """An article of the corpus of suggestions, and the events that a reader finds in it."""
    case = read_case(ARTICLES / f"{name}.txt")
    day = case.published.isoformat()
    return case, Article(id=f"a-{name}", title=name, publisher=case.publisher, published=day, text=case.text)


def events(path: Path) -> dict[str, Event]:
    """The events of a dossier as they are on the disk now."""
    return {event.id: event for event in Dossier.open(path).records("events")}


class Host(App[None]):
    """An application that shows nothing but a review."""

    CSS_PATH = Path(tui.__file__).parent / "dateline.tcss"
    COMPONENT_CLASSES: ClassVar[set[str]] = set(PART_CLASSES)
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, dossier: Dossier, index: Chronology, article: Article) -> None:
        super().__init__()
        self._review = ReviewScreen(dossier, index, article, UNICODE, Config())

    def get_default_screen(self) -> ReviewScreen:
        return self._review


class Desk(Driven):
    """A review with hands on its keys and eyes on its screen."""

    @property
    def screen_now(self) -> ReviewScreen:
        """The review, whatever dialog is open over it."""
        return review_of(self)

    @property
    def review(self) -> Review:
        """The review as it stands."""
        return review_now(self)

    @property
    def item(self) -> Item:
        """The suggestion under the cursor."""
        return item_of(self)

    async def look_for(self, words: str) -> None:
        """Move to the suggestion whose title has these words."""
        titles = [each.suggestion.title for each in self.review.items]
        steps = next(at for at, title in enumerate(titles) if words in title) - self.screen_now.suggestions.cursor
        await self.press(*["j" if steps > 0 else "k"] * abs(steps))


def review_of(on: Driven) -> ReviewScreen:
    """The review that is open."""
    return next(screen for screen in on.app.screen_stack if isinstance(screen, ReviewScreen))


def review_now(on: Driven) -> Review:
    """The review that is open, as it stands."""
    desk = review_of(on).desk
    assert desk is not None
    return desk.review


def item_of(on: Driven) -> Item:
    """The suggestion under the cursor."""
    found = review_of(on).item
    assert found is not None
    return found


def said(on: Driven) -> str:
    """What the last line says."""
    return on.lines()[-1].strip()


def review(
    test: Callable[[Desk], Awaitable[None]], path: Path, article: Article, size: tuple[int, int] = SMALL
) -> None:
    """Run a test on the review of an article."""

    async def run() -> None:
        dossier = Dossier.open(path)
        index = chronology.open(dossier)
        app = Host(dossier, index, article)
        try:
            async with app.run_test(size=size) as pilot:
                on = Desk(app, pilot)  # type: ignore[arg-type]  # it is driven like the application itself
                await on.idle()
                await test(on)
        finally:
            index.close()

    asyncio.run(run())
