"""The explorer: timeline, actors and article of one dossier under one query.

The screen owns the view (query, cursor, time scale, what the facet pane counts) and asks the chronology in worker
threads; panes are handed answers and report what happens to them by messages.
"""

from __future__ import annotations

from msgspec.structs import replace
from textual import events, getters
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.timer import Timer

from store.chronology import Chronology, Facet, Row, Unit
from store.dossier import Dossier
from store.query import Completion, Query, parse
from tui import ask, commands, headlines, history
from tui.ask import Listing, Overview, Story
from tui.config import Config
from tui.latest import Latest
from tui.look import ASCII, UNICODE
from tui.messages import EventOpened, EventRested, FacetChosen, QueryDone, QueryTyped, RowsWanted
from tui.panes.article import ArticlePane
from tui.panes.density import Density
from tui.panes.facets import Facets
from tui.panes.querybar import QueryBar
from tui.panes.status import Status
from tui.panes.timeline import AHEAD, Timeline
from tui.screens.acting import Acting
from tui.terminal import Terminal
from tui.widgets.line import Line

PANES = ("timeline", "actors", "article")

REST = 0.08
"""Seconds that the cursor rests before the article follows: held-down keys don't ask for texts."""

WATCH = 1.0
"""Seconds between looks at the dossier's files."""

SMALL = 2_000
"""Up to so many events every question is answered in a few milliseconds: the first frame waits for all the answers."""

WIDE = 110
"""From this width on the article stands beside the timeline."""

SMALLEST = (40, 12)
"""Columns and rows below which nothing but that is said."""

LOW = 18
"""Rows below which the actors have no place beside timeline and article; `z` shows them alone."""


def never() -> bool:
    """Not cancelled."""
    return False


class Explorer(Acting[None]):
    """The three panes over one dossier."""

    BINDINGS = commands.bindings("explorer")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    AUTO_FOCUS = "#timeline"

    rest = REST
    """How long the cursor has to rest; tests don't wait."""
    GUEST = False
    """Whether a stranger sits here (:mod:`tui.guest`)."""

    timeline = getters.query_one("#timeline", Timeline)
    facets = getters.query_one("#facets", Facets)
    article = getters.query_one("#article", ArticlePane)
    density = getters.query_one("#density", Density)
    querybar = getters.query_one("#querybar", QueryBar)
    status = getters.query_one("#status", Status)

    def __init__(
        self, dossier: Dossier, chronology: Chronology, query: Query, terminal: Terminal, config: Config
    ) -> None:
        super().__init__()
        self.dossier = dossier
        self.chronology = chronology
        self.query_now = query
        self.terminal = terminal
        self.config = config
        self.glyphs = UNICODE if terminal.unicode and not config.ascii else ASCII
        self.field: Facet = "actor"
        self.unit: Unit | None = None
        self.listing: Listing | None = None
        self.overview: Overview | None = None
        self._columns = 0
        """For how many columns density was asked last."""
        self._back: list[tuple[Query, str | None]] = []
        self._rest: Timer | None = None
        self._listings: Latest[Listing] = Latest(self, "listing", self._listed, self._failed)
        self._overviews: Latest[Overview] = Latest(self, "overview", self._overviewed, self._failed)
        self._pages: Latest[tuple[Query, int, tuple[Row, ...]]] = Latest(self, "rows", self._paged, self._failed)
        self._stories: Latest[Story] = Latest(self, "story", self._told, self._failed)
        self._watcher: Latest[bool] = Latest(self, "watch", self._watched, self._failed)

    def compose(self) -> ComposeResult:
        yield Line(id="header")
        yield QueryBar(self.glyphs, self._complete)
        yield Density(self.glyphs)
        with Container(id="panes"):
            with Vertical(id="left"):
                yield Timeline(self.glyphs)
                yield Facets(self.glyphs)
            with Vertical(id="right"):
                yield ArticlePane(self.glyphs)
        yield Status(self._keys)
        yield Line(id="small")

    def on_mount(self) -> None:
        # Textual sets the class of the width only after it has laid the screen out and drawn it once without.
        width = self.app.size.width
        self.add_class("-narrow" if width < WIDE else "-wide")
        self.facets.flow(width < WIDE)
        self.status.show_keys()
        self._show_header()
        self.query_one("#small", Line).show([("too small: {}x{} is needed".format(*SMALLEST), "warning")])
        self.querybar.show(self.query_now)
        # The first rows are asked for at once, so that the first frame already shows them.
        listing = ask.listing(self.chronology, self.query_now, None, AHEAD, never)
        self._listed(listing, survey=listing.count.all > SMALL)
        if listing.count.all <= SMALL:
            self._columns = max(20, width - 12)
            self._overviewed(
                ask.overview(self.chronology, self.query_now, self.field, None, self._columns, never, self._trends)
            )
            if (row := self.timeline.row) is not None:
                self._told(ask.story(self.chronology, row, None, listing.needles))
        self.set_interval(WATCH, self.look_again)
        if self.config.problems:
            more = f" (and {len(self.config.problems) - 1} more)" if len(self.config.problems) > 1 else ""
            self.say(self.config.problems[0] + more, "warning")

    # Asking: one path for every change of the view.

    def see(self, query: Query, keep: str | None = None) -> None:
        """Show another view. The cursor stays on its event, or on the one named."""
        self.query_now = query
        event_id = keep or self.timeline.event_id
        self._listings.ask(lambda cancelled: ask.listing(self.chronology, query, event_id, AHEAD, cancelled))
        self.querybar.show(query)

    def _listed(self, listing: Listing, survey: bool = True) -> None:
        self.listing = listing
        self.timeline.show(listing)
        self._show_header()
        if not listing.count.total:
            self.article.show(None)
        if survey:
            self.survey()

    def survey(self) -> None:
        """Ask for density and facets of the view again."""
        query, field, unit, columns = self.query_now, self.field, self.unit, max(20, self.app.size.width - 12)
        self._columns = columns
        trends = self._trends
        self._overviews.ask(
            lambda cancelled: ask.overview(self.chronology, query, field, unit, columns, cancelled, trends)
        )

    @property
    def _trends(self) -> int:
        """Of how many actors the counts over time are shown: values that flow have no room for them."""
        return 0 if self.facets.flows else ask.TRENDS

    def _overviewed(self, overview: Overview) -> None:
        self.overview = overview
        self.density.show(overview.histogram, overview.window, self.unit is None)
        self.facets.show(overview.facet, overview.facets, overview.more)
        self._show_header()

    def _failed(self, error: Exception) -> None:
        self.say(str(error) or type(error).__name__, "error")

    def on_rows_wanted(self, message: RowsWanted) -> None:
        query, start, stop = self.query_now, message.start, message.end
        self._pages.ask(
            lambda cancelled: (query, start, self.chronology.window(query, start, stop, cancelled=cancelled))
        )

    def _paged(self, page: tuple[Query, int, tuple[Row, ...]]) -> None:
        query, start, rows = page
        if self.listing and query == self.listing.query:
            self.timeline.add(start, rows)

    # The article follows when the cursor rests.

    def on_event_rested(self, message: EventRested) -> None:
        if self._rest is not None:
            self._rest.stop()
        if (shown := self.article.story) is None or shown.row == self.timeline.row:
            self.read()
        else:
            self._rest = self.set_timer(self.rest, self.read)

    def read(self, claim: int | None = None) -> None:
        """Show the event under the cursor in the article pane, with the passage of one of its claims."""
        self._rest = None
        row, listing = self.timeline.row, self.listing
        shown = self.article.story
        if row is None or listing is None:
            return
        if claim is None and shown and shown.needles == listing.needles:
            if shown.row == row and shown.generation >= listing.generation:
                return
            if shown.event == row.event:
                claim = shown.index  # a mark is new, or the article: the reader stays with the claim
        self._stories.ask(lambda cancelled: ask.story(self.chronology, row, claim, listing.needles))

    def _told(self, story: Story) -> None:
        shown = self.article.story
        # Shown again where nothing else is new, it would lose the reader's place.
        if story.event.id == self.timeline.event_id and (
            shown is None or story != replace(shown, generation=story.generation)
        ):
            self.article.show(story)

    def story(self) -> Story | None:
        """The story of the event under the cursor, at once: for acts that must not wait until the cursor rests."""
        row, shown, listing = self.timeline.row, self.article.story, self.listing
        if row is None or listing is None:
            return None
        if shown is None or shown.event.id != row.event.id:
            self._told(ask.story(self.chronology, row, None, listing.needles))
        return self.article.story

    @property
    def waiting(self) -> bool:
        """Whether an answer or the article is still to come."""
        resting = self._rest is not None
        asked = (self._listings, self._overviews, self._pages, self._stories, self._watcher)
        return resting or any(each.busy for each in asked)

    # The dossier may change, or its index grow, under our feet.

    def look_again(self) -> None:
        """Look whether the dossier changed on the disk, and show what did."""
        if not self._watcher.busy:
            self._watcher.ask(lambda cancelled: self.chronology.refresh())

    def _watched(self, changed: bool) -> None:
        if changed:
            self.see(self.query_now)
        elif self.chronology.progress is not None:
            self._show_header()

    # The lines around the panes.

    def _show_header(self) -> None:
        self.query_one("#header", Line).show(
            *headlines.header(self.dossier, self.chronology, self.listing, self.overview, self.size.width)
        )

    def _keys(self) -> headlines.Sides:
        return headlines.keys(self.dossier.read_only, self.config.keys, guest=self.GUEST)

    def say(self, text: str, kind: str = "accent", lasting: bool = False, *, beside: str = "", link: str = "") -> None:
        """Say something in the last line (see :meth:`tui.panes.status.Status.say`)."""
        self.status.say(text, kind, lasting, beside=beside, link=link)

    def writable(self) -> bool:
        """Whether the dossier takes edits; where it does not, the last line says why."""
        if self.dossier.read_only:
            self.say(self.dossier.why_read_only, "warning")
        return not self.dossier.read_only

    def on_resize(self, event: events.Resize) -> None:
        narrow, low = SMALLEST
        self.set_class(event.size.width < narrow or event.size.height < low, "-tiny")
        self.set_class(event.size.height < LOW, "-low")
        # A pane that is hidden loses the focus; somebody has to have it.
        self.call_after_refresh(self._refocus)
        if self.facets.flow(event.size.width < WIDE and not self.has_class("-zoom-actors")):
            self._columns = 0
        self.timeline.jumps = event.size.width >= WIDE
        self._show_header()
        if self.listing and self._columns != max(20, event.size.width - 12):
            self.survey()

    def _refocus(self) -> None:
        if self.focused is None and not self.has_class("-tiny"):
            self.timeline.focus()

    # Panes.

    def pane_in_focus(self) -> str:
        """``timeline``, ``actors`` or ``article``."""
        focused = self.focused
        if focused is self.facets:
            return "actors"
        return "article" if focused is self.article else "timeline"

    def action_show_pane(self, pane: str) -> None:
        zoomed = next((each for each in PANES if self.has_class(f"-zoom-{each}")), None)
        if zoomed:
            self._zoom(pane)
        self.query_one("#facets" if pane == "actors" else f"#{pane}").focus()

    def action_pane(self, step: int) -> None:
        at = PANES.index(self.pane_in_focus())
        self.action_show_pane(PANES[(at + step) % len(PANES)])

    def action_zoom(self) -> None:
        pane = self.pane_in_focus()
        self._zoom(None if self.has_class(f"-zoom-{pane}") else pane)

    def _zoom(self, pane: str | None) -> None:
        for each in PANES:
            self.set_class(each == pane, f"-zoom-{each}")
        self.set_class(pane is not None, "-zoomed")
        if self.facets.flow(self.size.width < WIDE and pane != "actors"):
            self.survey()

    def on_event_opened(self, message: EventOpened) -> None:
        self.read()
        self.action_show_pane("article")

    def action_back(self) -> None:
        """One step back: out of zoom, to the timeline, to the view before a jump. Never quits."""
        if self.has_class("-zoomed"):
            self._zoom(None)
        elif self.pane_in_focus() != "timeline":
            self.timeline.focus()
        elif self._back:
            query, event_id = self._back.pop()
            self.see(query, event_id)

    def go_to(self, event_id: str) -> None:
        """Put the cursor on an event of this view."""
        position = self.timeline.position_of(event_id)
        if position is None:
            self.see(self.query_now, event_id)
        else:
            self.timeline.move_to(position)

    def leave(self, query: Query, keep: str | None = None) -> None:
        """Go to another view in a way that Esc leads back from."""
        self._back.append((self.query_now, self.timeline.event_id))
        self.see(query, keep)

    # Searching.

    def _complete(self, text: str, cursor: int) -> Completion | None:
        from store.query import complete

        return complete(text, cursor, self.chronology)

    def recall(self) -> list[str]:
        """The queries used before, oldest first."""
        return history.recall()

    def remember(self, query: str) -> None:
        """Keep a query as the newest."""
        history.remember(query)

    def parse(self, text: str) -> Query:
        """Read a query under the basis of this view. Raises :class:`~store.query.QueryError`."""
        return parse(text, self.query_now.basis)

    def on_query_typed(self, message: QueryTyped) -> None:
        from tui.acts import searching

        searching.typed(self, message.text, message.candidates)

    def on_query_done(self, message: QueryDone) -> None:
        from tui.acts import searching

        searching.done(self, message.text, message.kept)

    def on_facet_chosen(self, message: FacetChosen) -> None:
        self.see(self.query_now.toggle(message.field, message.value))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a query is typed its keys are letters, not commands."""
        del action, parameters
        return not self.querybar.editing
