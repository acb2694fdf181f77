"""The review of an article: its suggestions in text and list, decided on by single keys.

The screen shows; what is decided is done at the desk (:class:`store.review.Desk`), by acts. Reading the article,
looking for the same story elsewhere and ranking likely events happen in worker threads.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from textual import events, getters
from textual.app import ComposeResult
from textual.containers import Container, Vertical

from store.chronology import Chronology
from store.dossier import Dossier
from store.model import Article
from store.review import Cast, Desk, Item, Match, Twin, citing, likely, open_desk, twins
from tui import commands, headlines, proposals
from tui.commands import BY_ID, keys_of
from tui.config import Config
from tui.latest import Latest
from tui.look import Glyphs
from tui.panes.status import Status
from tui.panes.suggestions import Reasons, ReviewedText, SuggestionList
from tui.screens.acting import Acting
from tui.screens.leaving import leave
from tui.widgets.rows import Rows

WIDE = 110
"""From this width on the article stands beside the suggestions."""

SCOPES: tuple[commands.Scope, ...] = ("review",)
"""Whose keys the last line shows."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The events that an item may be about."""

    item: Item
    matches: tuple[Match, ...]


class ReviewScreen(Acting[str | None]):
    """One person's review of one article. Closes with the id of the event that was made or changed last."""

    BINDINGS = commands.bindings("review")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    AUTO_FOCUS = "#suggestions"

    text = getters.query_one("#reviewed", ReviewedText)
    suggestions = getters.query_one("#suggestions", SuggestionList)
    reasons = getters.query_one("#reasons", Reasons)
    status = getters.query_one("#status", Status)

    def __init__(
        self,
        dossier: Dossier,
        chronology: Chronology,
        article: Article,
        glyphs: Glyphs,
        config: Config,
        published: datetime.date | None = None,
    ) -> None:
        """Relative dates of the article count from ``published``, or from the day that it gives itself."""
        super().__init__()
        self.dossier = dossier
        self.chronology = chronology
        self.article = article
        self.glyphs = glyphs
        self.config = config
        self.published = published
        self.desk: Desk | None = None
        self.twins: tuple[Twin, ...] = ()
        self.made: str | None = None
        self.explained: bool | None = None
        """Whether the reasons are shown in full; ``None``: where there is room."""
        self._answered: Callable[[Offer], None] | None = None
        self._desks: Latest[Desk] = Latest(self, "desk", self._opened, self._failed)
        self._twins: Latest[tuple[Twin, ...]] = Latest(self, "twins", self._recognised, self._failed)
        self._offers: Latest[Offer] = Latest(self, "offer", self._offered, self._failed)

    def compose(self) -> ComposeResult:
        with Container(id="review"):
            yield ReviewedText(self.article, self.glyphs)
            with Vertical(id="judged"):
                yield SuggestionList(self.glyphs)
                yield Reasons(self.glyphs)
        yield Status(self._keys)

    def on_mount(self) -> None:
        self.status.show_keys()
        self.suggestions.notice = [[("Reading the article", "wait"), (self.glyphs.ellipsis, "wait")]]
        self._desks.ask(lambda cancelled: open_desk(self.dossier, self.chronology, self.article, self.published))

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return any(each.busy for each in (self._desks, self._twins, self._offers))

    # Answers.

    def _opened(self, desk: Desk) -> None:
        self.desk = desk
        self.suggestions.notice = [
            [("Nothing in this article tells of an event that could be suggested.", "")],
            [("p marks a passage by hand.", "dim")],
        ]
        self.show(desk.review.next_open() or 0)
        cast = desk.cast
        self._twins.ask(lambda cancelled: self._look_for_twins(cast))

    def _look_for_twins(self, cast: Cast) -> tuple[Twin, ...]:
        articles = self.dossier.records("articles")
        return twins(self.article, articles, lambda article: citing(article, self.chronology, cast))

    def _recognised(self, found: tuple[Twin, ...]) -> None:
        self.twins = found
        if self.further_twin is not None:
            self.status.show_keys()

    @property
    def further_twin(self) -> Twin | None:
        """The likest article whose events do not rest on this one too."""
        ours = self.article.id
        return next(
            (
                twin
                for twin in self.twins
                if any(all(claim.article != ours for claim in event.claims) for event in twin.events)
            ),
            None,
        )

    def offer(self, item: Item, answered: Callable[[Offer], None]) -> None:
        """Ask which events an item may be about."""
        if self.desk is None:
            return
        cast, self._answered = self.desk.cast, answered
        self._offers.ask(lambda cancelled: Offer(item, likely(item.suggestion, self.chronology, cast)))

    def _offered(self, offer: Offer) -> None:
        if self._answered is not None:
            self._answered(offer)

    def _failed(self, error: Exception) -> None:
        if self.desk is None:
            self.suggestions.notice = [[(str(error), "error")]]
            self.suggestions.renew()
        self.say(str(error) or type(error).__name__, "error")

    # Showing.

    @property
    def item(self) -> Item | None:
        """The suggestion under the cursor."""
        items = self.desk.review.items if self.desk else ()
        return items[self.suggestions.cursor] if self.suggestions.cursor < len(items) else None

    def show(self, cursor: int | None = None) -> None:
        """Show the review as it stands, the cursor where it was or on another item."""
        if self.desk is None:
            return
        self.suggestions.show(self.desk.review, self.suggestions.cursor if cursor is None else cursor)
        self._show_current()

    def _show_current(self) -> None:
        item, desk = self.item, self.desk
        if desk is None:
            return
        self.text.show(desk.review, self.suggestions.cursor)
        if item is None:
            self.reasons.show([])
        elif self.in_full:
            self.reasons.show(proposals.reasons(item, desk.cast, self.glyphs), proposals.LABEL)
        else:
            self.reasons.show(proposals.proposed(item, desk.cast, self.glyphs))

    @property
    def in_full(self) -> bool:
        """Whether all reasons are shown."""
        return self.size.width >= WIDE if self.explained is None else self.explained

    def on_rows_moved(self, message: Rows.Moved) -> None:
        self._show_current()

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Enter: all reasons, or only what is proposed."""
        self.explained = not self.in_full
        self._lay_out()

    def on_resize(self, event: events.Resize) -> None:
        self.suggestions.jumps = event.size.width >= WIDE
        self._lay_out()

    def _lay_out(self) -> None:
        self.set_class(self.in_full, "-explained")
        self._show_current()

    def _keys(self) -> headlines.Sides:
        left, right = headlines.keys(self.dossier.read_only, self.config.keys, SCOPES, ("review-help", "review-back"))
        twin = self.further_twin
        if twin is not None and not self.dossier.read_only:
            outlet = twin.article.publisher or twin.article.id
            key = keys_of(BY_ID["further-source"], self.config.keys)[0]
            left = [(f" {key}", "key"), (f" same story as {outlet}: add as a further source ", "accent"), *left]
        return left, right

    def say(self, text: str, kind: str = "accent") -> None:
        """Say something in the last line, for a while."""
        self.status.say(text, kind)

    def writable(self) -> bool:
        """Whether decisions are taken; where they are not, the last line says why."""
        if self.dossier.read_only:
            self.say(self.dossier.why_read_only, "warning")
        return not self.dossier.read_only

    # Moving about.

    def action_pane(self) -> None:
        """To the text, and back to the list."""
        (self.suggestions if self.text.has_focus else self.text).focus()

    def action_back(self) -> None:
        """From the text to the list, from there to the explorer."""
        if self.text.has_focus:
            self.suggestions.focus()
        else:
            leave(self, self.made)
