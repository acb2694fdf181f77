"""ICEWS event files: 20 tab-separated columns with a header; ``NA`` is an empty cell.

Directed: the source does it, the target has it done to. Machine-coded (CAMEO by the ACCENT coder). Every row is one
event: two rows of one sentence, one in each direction, are two statements of the coder and stay two.
"""

from __future__ import annotations

from collections.abc import Iterator

from store.importers import codes, dates
from store.importers.cells import key_id, line, point, split, unique
from store.importers.format import Format, Head
from store.importers.opening import Source
from store.importers.report import CellError, Item, Job, Part, Refused, Taken
from store.importers.tables import Row, Table, open_table, unquoted_tabs
from store.model import ActorKind, Claim, Event, Origin, Place, Role

_NEEDED = frozenset(("event_id", "event_date", "source_name", "event_text", "cameo_code", "target_name"))
_USED = (
    "event_id", "event_date", "source_name", "source_sectors", "source_country", "event_text", "cameo_code",
    "intensity", "target_name", "target_sectors", "target_country", "story_id", "sentence_number", "publisher", "city",
    "province", "country", "latitude", "longitude",
)  # fmt: skip

_GROUP_SECTORS = frozenset(("General Population / Civilian / Social", "Rebel", "Insurgents", "Protestors", "Radicals"))


def sniff(head: Head) -> bool:
    """Whether the header has ICEWS's columns."""
    return head.columns >= _NEEDED


def read(source: Source, job: Job) -> Iterator[Item]:
    """One item a row."""
    with open_table(source, job, unquoted_tabs(source.text)) as table:
        table.need(sorted(_NEEDED), source, "ICEWS file")
        for row in table.rows():
            yield row if isinstance(row, Refused) else _item(table, row, job.options.day_first)


def _item(table: Table, row: Row, day_first: bool | None) -> Item:
    number, cells = row
    by_name = {
        name: "" if cells[at].strip() == "NA" else line(cells[at])
        for name in _USED
        if (at := table.columns.get(name)) is not None
    }
    try:
        event, cast = _event(by_name, day_first)
    except CellError as error:
        return Refused(number, error.field, error.reason)
    return Taken(number, event, cast)


def _event(cell: dict[str, str], day_first: bool | None) -> tuple[Event, tuple[Part, ...]]:
    key = cell["event_id"]
    if not key:
        raise CellError("Event ID", "the row has no key")
    code = codes.cameo(cell["cameo_code"])
    cast = tuple(part for part in (_actor(cell, "source", "by"), _actor(cell, "target", "to")) if part)
    place = _place(cell)
    where = f" ({place.name})" if place else ""
    story = ", ".join(
        f"{label} {cell[name]}"
        for label, name in (("story", "story_id"), ("sentence", "sentence_number"))
        if cell.get(name)
    )
    intensity = f"intensity {cell['intensity']}" if cell.get("intensity") else ""
    event = Event(
        id=key_id("icews", key),
        title=code.said_of(cell["source_name"], cell["target_name"]) + where,
        summary=", ".join(filter(None, (intensity, story))),
        date=_date(cell["event_date"], day_first),
        kind=code.code,
        place=place,
        tags=(cell["event_text"] or code.label,),
        # The publisher reported it; ICEWS has no day of the report beside the day of the event.
        claims=(Claim(source=cell["publisher"]),) if cell.get("publisher") else (),
        origin=Origin(file="", key=key, machine=True),
    )
    return event, cast


def _date(cell: str, day_first: bool | None) -> str:
    try:
        day = dates.to_edtf(cell, day_first)
    except dates.DateError as error:
        raise CellError("Event Date", str(error)) from None
    if not day:
        raise CellError("Event Date", "the row has no date")
    return day


def _actor(cell: dict[str, str], which: str, role: Role) -> Part | None:
    name, country = cell[f"{which}_name"], cell.get(f"{which}_country", "")
    if not name:
        return None
    sectors = split(cell.get(f"{which}_sectors", ""), ",")
    kind: ActorKind = "organization"
    if not sectors and name == country:
        kind = "state"
    elif "Elite" in sectors:
        kind = "person"
    elif _GROUP_SECTORS.intersection(sectors):
        kind = "group"
    return Part(name, role, kind, country)


def _place(cell: dict[str, str]) -> Place | None:
    """A point is kept where there is a city: else it is the middle of a province or a country."""
    degrees = point(cell.get("latitude", ""), cell.get("longitude", ""), ("Latitude", "Longitude"))
    city, province, country = (cell.get(name, "") for name in ("city", "province", "country"))
    name = ", ".join(unique((city, province, country)))
    if not name and degrees is None:
        return None
    if not city:
        return Place(name=name, precision="region" if province else "country", country=country)
    lat, lon = degrees or (None, None)
    return Place(name=name, lat=lat, lon=lon, precision="near" if degrees else "", country=country)


FORMAT = Format("icews", "ICEWS event file", sniff, read)
