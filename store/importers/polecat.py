"""POLECAT event files (PLOVER types, coded by machine): 40 tab-separated columns with a header, no quoting.

Known faults of the published files: empty cells written ``None``, stray tabs at the ends of lines, headers with
columns that the rows have not, Latin-1 among UTF-8. One event is repeated for each story that reports it: it becomes
one event with a claim for each. ``;`` separates the items of a cell.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from store.importers import codes, dates
from store.importers.batch import DUPLICATES
from store.importers.cells import key_id, line, point, split, title, unique
from store.importers.format import Format, Head
from store.importers.opening import Source
from store.importers.report import CellError, Item, Job, Part, Refused, Taken
from store.importers.tables import Row, Table, column_key, open_table, unquoted_tabs
from store.model import ActorKind, Claim, Event, Origin, Participant, Place, PlacePrecision, Role

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District", "Province",
    "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date",
    "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
"""The 40 columns, in order."""

_KEYS = tuple(column_key(name) for name in COLUMNS)
_NEEDED = frozenset(("event_id", "event_type", "event_mode", "actor_name", "recipient_name", "publication_date"))

_ORGANIZED = frozenset(("GOV", "MIL", "COP", "JUD", "LEG", "SPY", "IGO", "NGO", "BUS", "MNC", "PTY", "MED", "EDU"))
_AREAS: dict[str, PlacePrecision] = {"PCL": "country", "ADM": "region", "RGN": "region", "CON": "region"}
"""GeoNames feature codes, by their first letters, that are areas and no points."""


def sniff(head: Head) -> bool:
    """Whether the header has POLECAT's columns."""
    return head.columns >= _NEEDED


def read(source: Source, job: Job) -> Iterator[Item]:
    """One item a row."""
    merging = job.on(DUPLICATES)
    lines = source.text.split("\n", 2)
    # Some published files name columns in their header that no row has.
    excess = len(lines) > 1 and lines[0].count("\t") > lines[1].count("\t") == len(COLUMNS) - 1
    dialect = unquoted_tabs(source.text)
    with open_table(source, job, dialect, COLUMNS if excess else None, skip=excess) as table:
        table.need(sorted(_NEEDED), source, "POLECAT file")
        for row in table.rows():
            yield row if isinstance(row, Refused) else _item(table, row, merging, job.options.day_first)


def _item(table: Table, row: Row, merging: bool, day_first: bool | None) -> Item:
    number, cells = row
    cell = {key: _cell(cells[table.columns[key]]) if key in table.columns else "" for key in _KEYS}
    try:
        event, cast = _event(cell, day_first)
    except CellError as error:
        return Refused(number, error.field, error.reason)
    return Taken(number, event, cast, _same(cell) if merging else "")


def _cell(cell: str) -> str:
    return "" if cell.strip() in ("None", "NA", "nan") else line(cell)


def _same(cell: dict[str, str]) -> str:
    """What rows share that report one event: who, what, whom, when and where. Rows that leave who or where open share
    too little to be put together."""
    if not (cell["actor_name"] or cell["recipient_name"]) or not (cell["placename"] or cell["city"]):
        return ""
    return "\x1f".join(
        cell[name]
        for name in (
            "event_date", "event_type", "event_mode", "actor_name", "actor_country", "recipient_name",
            "recipient_country", "placename", "city", "country",
        )
    )  # fmt: skip


def _event(cell: dict[str, str], day_first: bool | None) -> tuple[Event, tuple[Part, ...]]:
    key = cell["event_id"]
    if not key:
        raise CellError("Event ID", "the row has no key")
    if not cell["event_type"]:
        raise CellError("Event Type", "the row has no type")
    code, mode = codes.plover(cell["event_type"]), cell["event_mode"].casefold()
    actors, recipients = _actors(cell, "actor", "by"), _actors(cell, "recipient", "to")
    place = _place(cell)
    headline = code.said_of(" and ".join(part.name for part in actors), " and ".join(part.name for part in recipients))
    event = Event(
        id=key_id("polecat", key),
        title=title(headline + (f": {mode}" if mode else "") + (f" ({place.name})" if place else "")),
        date=_date("Event Date", cell["event_date"], day_first, needed=True),
        kind=code.code.casefold(),
        place=place,
        tags=unique((mode, *split(cell["contexts"]))),
        claims=(Claim(source=cell["source"], reported=_date("Publication Date", cell["publication_date"], day_first)),)
        if cell["source"]
        else (),
        origin=Origin(file="", key=key, version=cell["version"], machine=True),
    )
    return event, (*actors, *recipients)


def _date(field: str, cell: str, day_first: bool | None, *, needed: bool = False) -> str:
    try:
        day = dates.to_edtf(cell, day_first)
    except dates.DateError as error:
        raise CellError(field, str(error)) from None
    if needed and not day:
        raise CellError(field, "the row has no date")
    return day


def _actors(cell: dict[str, str], which: str, role: Role) -> tuple[Part, ...]:
    names = split(cell[f"{which}_name"]) or split(cell[f"{which}_name_raw"])
    nations = tuple(codes.iso_country(name) or name for name in split(cell[f"{which}_country"]))
    kind = _kind(cell[f"primary_{which}_sector"], cell[f"{which}_title"])
    parts = []
    for at, name in enumerate(names):
        # Lists of names and of countries run side by side where they are equally long.
        nation = nations[at] if len(nations) == len(names) else nations[0] if len(nations) == 1 else ""
        state = name.casefold() in codes.countries()
        parts.append(Part(name, role, "state" if state else kind, nation))
    return tuple(parts)


def _kind(sector: str, held_title: str) -> ActorKind:
    """Only people have titles; sectors of order are organizations, all others groups."""
    if held_title:
        return "person"
    return "organization" if sector.partition(";")[0].strip() in _ORGANIZED else "group"


def _place(cell: dict[str, str]) -> Place | None:
    degrees = point(cell["latitude"], cell["longitude"], ("Latitude", "Longitude"))
    country = codes.iso_country(cell["country"]) or cell["country"]
    spot = cell["placename"] or cell["city"] or cell["district"]
    name = ", ".join(unique((spot, cell["province"], country)))
    if not name:
        return None
    precision = _AREAS.get(cell["feature_type"][:3], "near" if degrees and spot else "region" if spot else "country")
    lat, lon = degrees if degrees and precision == "near" else (None, None)
    return Place(name=name, lat=lat, lon=lon, precision=precision, country=country)


def combine(first: Event, second: Event) -> Event:
    """One event of two reports of it: the claims and the actors of both."""
    claims: tuple[Claim, ...] = tuple(dict.fromkeys((*first.claims, *second.claims)))
    actors: tuple[Participant, ...] = tuple(dict.fromkeys((*first.actors, *second.actors)))
    return replace(first, claims=claims, actors=actors)


FORMAT = Format("polecat", "POLECAT event file", sniff, read, rules=(DUPLICATES,), combine=combine)
