"""Tables that no known project made: CSV, TSV and JSON Lines with columns of any name.

Columns are guessed by their names (:mod:`store.importers.fields`) and the guess is shown. Nothing is guessed about
what cells mean: a year is a year, and dates with two readings are settled by the whole column or refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest

from store.importers import dates, fields
from store.importers.cells import (
    digest,
    host,
    key_id,
    line,
    point,
    shown,
    slug,
    split,
    text,
    title,
    unique,
    web_address,
)
from store.importers.fields import Columns
from store.importers.format import Format, Head
from store.importers.opening import Source
from store.importers.report import CellError, ImportFailed, Item, Job, Part, Refused, Taken
from store.importers.tables import Row, Table, column_key, open_table
from store.model import STATUSES, Claim, Event, Origin, Place, Role, Status

_TABLE_ENDINGS = (".csv", ".tsv", ".tab", ".psv")
_OTHER_ENDINGS = (".md", ".htm", ".html", ".xml", ".rss", ".atom", ".json", ".jsonl", ".py")

_FIRST_ROWS = 100
ROLES: dict[str, Role] = {"actors": "with", "by": "by", "to": "to", "at": "at"}
"""The role of the actors in each field."""


def sniff(head: Head) -> bool:
    """Whether the name says it is a table, or the first lines have equally many cells under names that we know."""
    if head.dialect is None or head.source.suffix in _OTHER_ENDINGS:
        return False
    if head.source.suffix in _TABLE_ENDINGS:
        return True
    first = [line for line in head.text.splitlines()[:-1] if line.strip()][:5]
    counts = {line.count(head.dialect.delimiter) for line in first}
    if len(first) < 2 or len(counts) != 1:
        return False
    # Prose may have as many commas in each of its lines; it has no columns that are called date and title.
    return {"date", "title"} <= fields.assign(head.header, fields.EVENT_FIELDS).keys()


_OTHER_STATUS = f"of a status that is not {', '.join(STATUSES)}: its word is a tag now, and the event shows reported"


def read(source: Source, job: Job) -> Iterator[Item]:
    """One item a row."""
    with open_table(source, job) as table:
        columns = assign(source, job, table.header)
        day_first = order(job, columns, (cells_of(row, table, columns) for row in table.rows()))
    with open_table(source, job) as table:
        assembler = Assembler(job, columns, day_first)
        for row in table.rows():
            if isinstance(row, Refused):
                yield row
            else:
                yield assembler.item(row[0], cells_of(row, table, columns))


def assign(source: Source, job: Job, header: Sequence[str]) -> Columns:
    """The columns as told and guessed, kept in the job to be shown. Raises :class:`ImportFailed` if they give
    no event."""
    columns = fields.assign(header, fields.EVENT_FIELDS, job.mapping)
    if "date" not in columns and "year" not in columns and "day" in columns:
        columns["date"] = columns.pop("day")
    lacking = [] if {"title", "summary"} & columns.keys() else ["title"]
    # Without a date there is nothing to put in order; who means it says so by mapping the date to nothing.
    if not {"date", "year"} & columns.keys() and job.mapping.get("date") != fields.NOTHING:
        lacking.append("date")
    if lacking:
        told = " and ".join(f"--map {field}=COLUMN" for field in lacking)
        if lacking == ["date"]:
            told += " (or --map date=- if nothing in it is dated)"
        raise ImportFailed(
            f"{source.name}: no column looks like the {' or the '.join(lacking)}; tell with {told}"
            f" (columns: {', '.join(shown(name) for name in header[:40])})"
        )
    job.columns = fields.shown(columns)
    return columns


Cells = dict[str, list[str]]
"""The cells of a row by field."""


def cells_of(row: Row | Refused, table: Table, columns: Columns) -> Cells:
    """A row's cells by field; none for a refused row."""
    if isinstance(row, Refused):
        return {}
    return {field: [row[1][table.columns[column_key(name)]] for name in names] for field, names in columns.items()}


def order(job: Job, columns: Columns, rows: Iterable[Cells]) -> bool | None:
    """Whether 2/1/2015 has the day first: as told, else as all dates of the file show; ``None`` if nothing tells.

    The file is read through for it only if its first rows have such dates.
    """
    dated = [field for field in ("date", "end", "reported") if field in columns]
    if job.options.day_first is not None or not dated:
        return job.options.day_first
    found, doubtful = dates.Order(), False
    for count, row in enumerate(rows):
        for field in dated:
            cell = row[field][0] if field in row else ""
            doubtful = doubtful or dates.has_two_readings(cell)
            found.look(cell)
        if count > _FIRST_ROWS and not doubtful:
            return None
    return found.found


class Assembler:
    """Cells by field to events."""

    def __init__(self, job: Job, columns: Columns, day_first: bool | None, ids: dict[int, int] | None = None) -> None:
        """``ids`` are the ids that were made so far, with what was said under them; assemblers of one file
        share it."""
        self._name, self._told, self._columns, self._day_first = job.name, job.mapping.keys(), columns, day_first
        self._tally = job.tally
        self._ids = {} if ids is None else ids

    def item(self, row: int, cells: Cells, cast: tuple[Part, ...] = ()) -> Item:
        """The event of a row, or why it is none. ``cast`` are actors that the cells do not name."""
        try:
            event = self._event(cells)
        except CellError as error:
            # The user knows the column, not our field.
            return Refused(row, self._columns.get(error.field, (error.field,))[0], error.reason)
        return Taken(row, event, (*self._cast(cells), *cast))

    def _event(self, cells: Cells) -> Event:
        def one(field: str) -> str:
            return line(cells[field][0]) if field in cells else ""

        words = text(cells["summary"][0]) if "summary" in cells else ""
        name = title(one("title") or words)
        if not name:
            raise CellError("title", "the row has no title")
        date = self._date(cells)
        status, status_tag = self._status(one("status"))
        claims = self._claims(cells, one, status)
        key = one("id")
        return Event(
            id=key_id(self._name, key) if key else self._made_id(name, date, cells),
            title=name,
            summary="" if words == name else words,
            date=date,
            status=None if claims else status,
            kind=one("kind"),
            place=self._place(one),
            tags=unique((*(tag for cell in cells.get("tags", ()) for tag in tags(cell)), status_tag)),
            claims=claims,
            origin=Origin(file="", key=key),
        )

    def _made_id(self, name: str, date: str, cells: Cells) -> str:
        """An id for a row without a key, the same whenever the row is: its date and title.

        Rows that share both and differ elsewhere get what they say added.
        """
        id = f"{self._name}-{date.replace('/', '_')}-{slug(name)}" if date else f"{self._name}-{slug(name)}"
        said = hash(str(cells))
        if self._ids.setdefault(hash(id), said) != said:
            id = f"{id}-{digest(str(cells))}"
        return id

    def _date(self, cells: Cells) -> str:
        def cell(field: str) -> str:
            return cells[field][0].strip() if field in cells else ""

        start = self._one_date("date", cell("date"))
        if not start and cell("year"):
            start = self._one_date("year", "-".join(filter(None, (cell("year"), cell("month"), cell("day")))))
        try:
            return dates.span(start, self._one_date("end", cell("end")))
        except dates.DateError as error:
            raise CellError("end", str(error)) from None

    def _one_date(self, field: str, cell: str) -> str:
        try:
            return dates.to_edtf(cell, self._day_first)
        except dates.DateError as error:
            raise CellError(field, str(error)) from None

    def _place(self, one: Callable[[str], str]) -> Place | None:
        lat, lon = point(one("lat"), one("lon"), ("lat", "lon")) or (None, None)
        place = Place(name=one("place"), lat=lat, lon=lon, country=one("country"))
        return None if place == Place() else place

    def _status(self, cell: str) -> tuple[Status | None, str]:
        """A status of ours; any other word of a guessed column is a tag, of a told column a fault."""
        word = cell.casefold()
        if not word:
            return None, ""
        for status in STATUSES:
            if word == status:
                return status, ""
        if "status" in self._told:
            raise CellError("status", f"{shown(cell)} is not {', '.join(STATUSES)}")
        self._tally(_OTHER_STATUS)
        return None, cell

    def _claims(self, cells: Cells, one: Callable[[str], str], status: Status | None) -> tuple[Claim, ...]:
        sources = [name for cell in cells.get("source", ()) for name in split(cell)]
        urls = [web_address(url) for url in split(cells["url"][0].replace(" ", ";"))] if "url" in cells else []
        reported = self._one_date("reported", one("reported"))
        pairs = zip_longest(sources, filter(None, urls), fillvalue="")
        return tuple(
            Claim(
                source=source or host(url),
                via=split(one("via")),
                reported=reported,
                status=status or "reported",
                url=url,
            )
            for source, url in pairs
        )

    def _cast(self, cells: Cells) -> Iterator[Part]:
        for field, role in ROLES.items():
            for cell in cells.get(field, ()):
                for name in split(cell):
                    yield Part(name, role)


def tags(cell: str) -> tuple[str, ...]:
    """Tags are separated by ``;``, or by commas where there is no ``;``."""
    return split(cell, ";" if ";" in cell else ",")


FORMAT = Format("table", "table with columns of any name (CSV, TSV)", sniff, read)
