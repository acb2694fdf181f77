"""The timeline: one event a line in the order of time, with year headings, at any number of events.

The pane holds a few pages of rows around what it shows and asks for more by :class:`~tui.messages.RowsWanted`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from store import edtf, hits
from store.chronology import Row
from tui import commands, titles
from tui.ask import Listing
from tui.look import Glyphs, counted
from tui.messages import EventOpened, EventRested, RowsWanted
from tui.paint import Part, fit, lit, pad, width_of
from tui.widgets.rows import Rows

DATE_CELLS = 12
"""Cells of the date column: ``Sep 30-Oct 2`` fits."""

AHEAD = 120
"""How many rows are fetched on either side of the screen, so that paging finds them there."""

KEPT = 2_000
"""How many rows are held at the most; a fetch beyond it drops those far away."""


NARROWEST = 50
"""Cells that the pane has at the least beside another."""


class Timeline(Rows):
    """The events of the view."""

    HELP = "Events in the order of time: {signs}. A dim line may match only."

    titled = True
    BINDINGS = commands.bindings("list")

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="timeline")
        self._glyphs = glyphs
        self._listing: Listing | None = None
        self._rows: dict[int, Row] = {}
        self._wanted: tuple[int, int] | None = None
        self._heads: list[int] = []
        self._years: list[str] = []
        self._needles: tuple[hits.Needle, ...] = ()

    # What the screen hands down.

    def show(self, listing: Listing) -> None:
        """Show another view, with the cursor where the listing says."""
        self._listing = listing
        self._rows = dict(enumerate(listing.rows, listing.start))
        self._wanted = None
        self._needles = listing.needles
        self._heads, self._years = [], []
        position = 0
        for year, events in listing.years:
            self._heads.append(position)
            # What has no first day stands before all years if it ended on a day, else it has no date at all.
            undated = position >= listing.count.total - listing.count.undated
            self._years.append(str(year) if year is not None else "undated" if undated else "earlier")
            position += events
        self.notice = empty(listing) if not listing.count.total else ()
        self.refill(listing.count.total, listing.cursor)
        self._tell()

    def add(self, start: int, rows: Iterable[Row]) -> None:
        """Take rows that were wanted."""
        fresh = dict(enumerate(rows, start))
        if len(self._rows) + len(fresh) > KEPT:
            self._rows = {
                position: row for position, row in self._rows.items() if abs(position - self.cursor) < KEPT // 4
            }
        self._rows.update(fresh)
        self._wanted = None
        if fresh:
            self.renew(self.line_of(start), self.line_of(start + len(fresh) - 1) + 1)
        if self.cursor in fresh:
            self._tell()
        self._want()

    def put(self, row: Row) -> None:
        """Show an event as it will be, before the dossier says so."""
        at = self.position_of(row.event.id)
        if at is not None:
            self._rows[at] = row
            self.renew(self.line_of(at), self.line_of(at) + 1)

    @property
    def event_id(self) -> str | None:
        """The event under the cursor, if it has arrived."""
        row = self.row
        return row.event.id if row else None

    @property
    def row(self) -> Row | None:
        """The row under the cursor, if it has arrived."""
        return self._rows.get(self.cursor) if self.count else None

    def position_of(self, event_id: str) -> int | None:
        """Where an event stands, if it is among the rows held."""
        return next((at for at, row in self._rows.items() if row.event.id == event_id), None)

    # Lines and items: a heading stands above the first event of each year.

    @property
    def lines(self) -> int:
        return self.count + len(self._heads)

    def line_of(self, item: int) -> int:
        return item + bisect_right(self._heads, item)

    def _heads_above(self, line: int) -> int:
        """How many headings stand above a line."""
        low, high = 0, len(self._heads)
        while low < high:
            middle = (low + high) // 2
            if self._heads[middle] + middle < line:
                low = middle + 1
            else:
                high = middle
        return low

    def item_at(self, line: int) -> int | None:
        above = self._heads_above(line)
        if above < len(self._heads) and self._heads[above] + above == line:
            return None
        return line - above

    # Drawing.

    def title(self) -> titles.Title:
        return titles.timeline(self._listing, self.cursor, self.has_focus, self._glyphs)

    def parts(self, line: int, width: int, selected: bool) -> Iterable[Part]:
        item = self.item_at(line)
        if item is None:
            return [(f" {self._years[self._heads_above(line)]}", "heading")]
        mark = self._glyphs.cursor if selected else " "
        row = self._rows.get(item)
        if row is None:
            self._want()
            return [(mark, ""), (pad(" " + self._glyphs.ellipsis, width - 1), "wait")]
        return self._event(row, mark, width)

    def _event(self, row: Row, mark: str, width: int) -> list[Part]:
        glyphs = self._glyphs
        label = pad(edtf.label(row.date, year=row.date.first is None), DATE_CELLS, glyphs.ellipsis)
        several = f" {len(row.event.claims)}" if len(row.event.claims) > 1 and width >= 60 else ""
        title = fit(row.event.title, width - DATE_CELLS - 6 - len(several), glyphs.ellipsis)
        spans = [(start, end, "hit") for start, end in hits.find(title, self._needles)] if self._needles else []
        text = lit(title, 0, len(title), spans)
        if not row.sure:
            text = [(part, style or "dim") for part, style in text]
        used = DATE_CELLS + 6 + width_of(title) + len(several)
        return [
            (mark, ""),
            (label, "date"),
            (" ", ""),
            (glyphs.status(row.status), row.status),
            (glyphs.star if row.starred else " ", "star"),
            (" ", ""),
            *text,
            (" " * max(0, width - used) + several, "dim"),
        ]

    # Behaviour.

    def _want(self) -> None:
        """Ask for the rows around the screen that are not here, once."""
        if self._wanted is not None or not self.count:
            return
        height = self.room
        low = self.top - self._heads_above(self.top)
        missing = [item for item in range(max(0, low), min(self.count, low + height)) if item not in self._rows]
        if self.cursor not in self._rows:
            missing.append(self.cursor)
        if missing:
            self._wanted = (max(0, min(missing) - AHEAD), min(self.count, max(missing) + AHEAD))
            if self._wanted[1] - self._wanted[0] > KEPT // 2:
                self._wanted = (max(0, self.cursor - AHEAD), min(self.count, self.cursor + AHEAD))
            self.post_message(RowsWanted(*self._wanted))

    def _tell(self) -> None:
        if (row := self.row) is not None:
            self.post_message(EventRested(row.event.id, self.cursor))

    def on_rows_moved(self, message: Rows.Moved) -> None:
        message.stop()
        if self.row is None:
            self._want()
        self._tell()

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        message.stop()
        if (event_id := self.event_id) is not None:
            self.post_message(EventOpened(event_id))


def empty(listing: Listing) -> list[list[Part]]:
    """What stands in an empty timeline: what hides the events, and how to release it."""
    if not listing.count.all and listing.problem:
        # Hardly ever needed: not imported at the start.
        from textwrap import wrap

        pieces = wrap(listing.problem, NARROWEST)
        return [[("The events cannot be read.", "heading")], [], *([(piece, "warning")] for piece in pieces)]
    if not listing.count.all:
        return [
            [("This dossier holds no events yet.", "heading")],
            [],
            [("dateline import FILE -s DOSSIER takes them from ACLED, GDELT, CSV, articles and more.", "")],
        ]
    lines: list[list[Part]] = [[("No event matches.", "heading")]]
    lines += [[(hint, "warning")] for hint in listing.unknown]
    for label, events in listing.released:
        lines.append(
            [("without ", "dim"), (f"[{label}]", "hit"), (f" there would be {counted(events, 'event')}", "dim")]
        )
    lines.append([("Backspace takes off the last filter, ^X all of them.", "")])
    return lines
