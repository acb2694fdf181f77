"""dateline's own CSV (:mod:`store.exporters.table`), also after it went through a spreadsheet.

The column ``dateline`` holds the whole event; what was changed in the other columns comes first. Cells that a
spreadsheet would take for a formula carry an apostrophe, which is taken off again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from typing import cast as typed

import msgspec
from msgspec.structs import replace

from store.exporters.carried import KEY, names_of
from store.exporters.format import Context
from store.exporters.table import actors_cell, cells_of, unharmed
from store.importers.cells import line, point, shown, slug, split, text, title
from store.importers.dates import DateError, has_two_readings, to_edtf
from store.importers.format import Format, Head
from store.importers.generic import tags
from store.importers.objects import clean
from store.importers.opening import Source
from store.importers.report import CellError, Item, Job, Part, Refused, Taken
from store.importers.restore import restore
from store.importers.tables import open_table
from store.model import STATUSES, Event, Place, PlacePrecision, Role, Status

Cells = Mapping[str, str]
"""A row's cells by column."""

_NEEDED = ("id", "date", "title", KEY)
_ACTOR = re.compile(r"(.+) \((by|to|with|at)\)")
_PRECISIONS = ("exact", "near", "region", "country", "")


def sniff(head: Head) -> bool:
    """Whether it has our columns."""
    return head.columns.issuperset(_NEEDED)


def read(source: Source, job: Job) -> Iterator[Item]:
    """One item a row."""
    with open_table(source, job) as table:
        table.need(_NEEDED, source, "dateline CSV")
        for row in table.rows():
            if isinstance(row, Refused):
                yield row
                continue
            number, cells = row
            by_name = {name: unharmed(cells[at]) for name, at in table.columns.items()}
            try:
                yield _taken(number, by_name, job)
            except CellError as error:
                yield Refused(number, error.field, error.reason)


def _taken(number: int, cells: Cells, job: Job) -> Taken:
    carried = _carried(cells.get(KEY, ""))
    event = _event(cells, str(carried.get("date", "")), job.options.day_first)
    if not event.id:
        # A row that somebody added in the spreadsheet.
        event = replace(event, id=f"{job.name}-{slug(' '.join((event.date.replace('/', '_'), event.title)))}")
    base = Taken(number, event, _cast(cells.get("actors", "")))
    restored = restore(base, carried, lambda ours: _event(cells_of(ours, (), Context())))
    if restored is not base and actors_cell(names_of(carried)) != cells.get("actors", ""):
        return Taken(number, replace(typed(Event, restored.record), actors=()), base.cast)
    return restored


def _carried(cell: str) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(cell or "{}")
    except (msgspec.DecodeError, RecursionError):
        return {}
    return clean(found) if isinstance(found, dict) else {}


def _event(cells: Cells, was: str = "", day_first: bool | None = None) -> Event:
    """The event of the readable columns. ``was`` is its date as it went out."""

    def one(name: str) -> str:
        return line(cells.get(name, ""))

    words = text(cells.get("summary", ""))
    name = title(one("title") or words)
    if not name:
        raise CellError("title", "the row has no title")
    date = _date(one("date"), was, day_first)
    if one("status") not in (*STATUSES, ""):
        raise CellError("status", f"{shown(one('status'))} is not {', '.join(STATUSES)}")
    if one("precision") not in _PRECISIONS:
        raise CellError("precision", f"{shown(one('precision'))} is not {', '.join(filter(None, _PRECISIONS))}")
    lat, lon = point(one("lat"), one("lon"), ("lat", "lon")) or (None, None)
    place = Place(
        name=one("place"), lat=lat, lon=lon, precision=typed(PlacePrecision, one("precision")), country=one("country")
    )
    return Event(
        id=one("id"),
        title=name,
        summary=words,
        date=date,
        status=typed(Status | None, one("status") or None),
        kind=one("kind"),
        place=None if place == Place() else place,
        tags=tags(cells.get("tags", "")),
    )


def _date(cell: str, was: str, day_first: bool | None) -> str:
    """A spreadsheet may have put ``2023-09-05`` into its country's order: what could be the date that it was
    is that."""
    try:
        return to_edtf(cell, day_first)
    except DateError as error:
        if was and any(to_edtf(cell, order) == was for order in (True, False) if has_two_readings(cell)):
            return was
        raise CellError("date", str(error)) from None


def _cast(cell: str) -> tuple[Part, ...]:
    """``Kim Jong Un (by); Vladimir Putin (with)``; a name without a role takes part."""
    parts = []
    for name in split(cell):
        match = _ACTOR.fullmatch(name)
        parts.append(Part(match[1], typed(Role, match[2])) if match else Part(name))
    return tuple(parts)


FORMAT = Format("dateline-csv", "dateline CSV", sniff, read)
