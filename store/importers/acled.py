"""ACLED exports (Armed Conflict Location & Event Data): the layout since 20 March 2023, the one before, historic
ones.

Columns are found by name in any case and order. The actors of an ACLED event are not directed (ACLED Codebook:
"actor 1" and "actor 2" stand in no order), so all take part ``with`` each other. People code these events, not
machines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from store.importers import dates
from store.importers.cells import key_id, line, number, point, shown, split, text, title, unique
from store.importers.format import Format, Head
from store.importers.opening import Source
from store.importers.report import CellError, Item, Job, Part, Refused, Taken
from store.importers.tables import Row, Table, open_table
from store.model import ActorKind, Claim, Event, Origin, Participant, Place, PlacePrecision

_COLUMNS = {
    "event_id_cnty": (),
    "event_date": (),
    "time_precision": ("time_preci",),
    "event_type": (),
    "sub_event_type": (),
    "actor1": (),
    "assoc_actor_1": ("ally_actor_1",),
    "inter1": (),
    "actor2": (),
    "assoc_actor_2": ("ally_actor_2",),
    "inter2": (),
    "civilian_targeting": (),
    "country": (),
    "admin1": (),
    "location": (),
    "latitude": (),
    "longitude": (),
    "geo_precision": ("geo_precis",),
    "source": (),
    "notes": (),
    "fatalities": (),
    "tags": (),
    "timestamp": (),
}
"""The columns that are used, with their names in historic layouts (shapefiles cut names at ten letters)."""

_NEEDED = ("event_id_cnty", "event_date", "event_type")

_ORGANIZED = frozenset(("1", "8", "state forces", "external/other forces", "external forces"))
"""Inter codes, numeric or as text, of state and external forces. All others are groups: rebels, militias, crowds."""


def sniff(head: Head) -> bool:
    """Whether the header has ACLED's key, date and type."""
    return head.columns.issuperset(_NEEDED)


def read(source: Source, job: Job) -> Iterator[Item]:
    """One item a row."""
    day_first = _day_first(source, job)
    with open_table(source, job) as table:
        table.need(_NEEDED, source, "ACLED export")
        layout = _Layout(table, day_first)
        for row in table.rows():
            yield row if isinstance(row, Refused) else layout.item(row)


def _day_first(source: Source, job: Job) -> bool | None:
    """How dates such as 2/1/2015 are meant: as told, as the whole column shows, or as ACLED writes them."""
    if job.options.day_first is not None:
        return job.options.day_first
    with open_table(source, Job(options=job.options)) as table:
        table.need(_NEEDED, source, "ACLED export")
        position = table.columns["event_date"]
        order = dates.Order()
        for row in table.rows():
            if isinstance(row, Refused):
                continue
            cell = row[1][position]
            if not order.seen and not dates.has_two_readings(cell):
                return None
            order.look(cell)
    if order.asked:
        job.note("dates such as 2/1/2015 are read with the day first, as ACLED writes them; no date in the file tells")
        return True
    return order.found


Cell = Callable[[str], str]
"""A row's cell by the name of its column, empty where this layout has no such column."""


class _Layout:
    """Where the columns stand in one file."""

    def __init__(self, table: Table, day_first: bool | None) -> None:
        self._day_first = day_first
        # A column that this layout has not is read from an empty cell behind the last.
        self._at = {
            name: next((table.columns[n] for n in (name, *others) if n in table.columns), table.width)
            for name, others in _COLUMNS.items()
        }

    def item(self, row: Row) -> Item:
        """The event of a row, or why it is none."""
        row_number, cells = row
        cells.append("")
        at = self._at

        def cell(name: str) -> str:
            return cells[at[name]]

        try:
            key = line(cell("event_id_cnty"))
            if not key:
                raise CellError("event_id_cnty", "the row has no key")
            kind, place = line(cell("sub_event_type")) or line(cell("event_type")), self._place(cell)
            who = " and ".join(unique((line(cell("actor1")), line(cell("actor2")))))
            event = Event(
                id=key_id("acled", key),
                title=title(f"{kind}{': ' if kind and who else ''}{who}{f' ({place.name})' if place.name else ''}"),
                summary=text(cell("notes")),
                date=self._date(cell),
                kind=kind,
                place=place,
                tags=self._tags(cell),
                claims=tuple(Claim(source=name) for name in split(cell("source"))),
                origin=Origin(file="", key=key, version=line(cell("timestamp"))),
            )
        except CellError as error:
            return Refused(row_number, error.field, error.reason)
        return Taken(row_number, event, self._cast(cell))

    def _date(self, cell: Cell) -> str:
        try:
            day = dates.to_edtf(cell("event_date"), self._day_first)
        except dates.DateError as error:
            raise CellError("event_date", str(error)) from None
        if not day:
            raise CellError("event_date", "the row has no date")
        match cell("time_precision").strip():
            case "1" | "":
                return day
            case "2":
                # "Some time in the week around this date": the day stays, marked as approximate.
                return dates.around(day, "day")
            case "3":
                return day[:7]
            case other:
                raise CellError("time_precision", f"{shown(other)} is not 1, 2 or 3")

    def _place(self, cell: Cell) -> Place:
        degrees = point(cell("latitude"), cell("longitude"))
        country, region, town = line(cell("country")), line(cell("admin1")), line(cell("location"))
        match cell("geo_precision").strip():
            case "3":
                # The location is then some town that stands for its region: neither it nor its point is meant.
                return Place(name=region or country or town, precision="region", country=country)
            case "1" | "2" | "" as precision:
                lat, lon = degrees or (None, None)
                name = ", ".join(unique((town, region)))
                nearness: PlacePrecision = "" if degrees is None else "near" if precision == "2" else "exact"
                return Place(name=name, lat=lat, lon=lon, precision=nearness, country=country)
            case other:
                raise CellError("geo_precision", f"{shown(other)} is not 1, 2 or 3")

    def _cast(self, cell: Cell) -> tuple[Part, ...]:
        parts: dict[str, Part] = {}
        for actor, others, inter in (("actor1", "assoc_actor_1", "inter1"), ("actor2", "assoc_actor_2", "inter2")):
            if name := line(cell(actor)):
                kind: ActorKind = "organization" if cell(inter).strip().casefold() in _ORGANIZED else "group"
                parts.setdefault(name, Part(name, "with", kind))
            for name in split(cell(others)):
                parts.setdefault(name, Part(name, "with", "group"))
        return tuple(parts.values())

    def _tags(self, cell: Cell) -> tuple[str, ...]:
        dead = number(cell("fatalities"), "fatalities") or 0
        if dead < 0 or dead != int(dead):
            raise CellError("fatalities", f"{shown(cell('fatalities'))} is not a number of people")
        counted = f"fatalities={int(dead)}" if dead else ""
        wider = line(cell("event_type")) if cell("sub_event_type").strip() else ""
        return unique((wider, *split(cell("tags")), line(cell("civilian_targeting")), counted))


def combine(first: Event, second: Event) -> Event:
    """The newer version of an event; of one version, which an actor-based export gives once for each actor,
    all actors."""
    versions = [event.origin.version if event.origin else "" for event in (first, second)]
    if versions[0] != versions[1]:
        older_first = _age(versions[0]) < _age(versions[1])
        return second if older_first else first
    everyone: tuple[Participant, ...] = tuple(dict.fromkeys((*first.actors, *second.actors)))
    return replace(first, actors=everyone)


def _age(version: str) -> tuple[int, str]:
    """Timestamps are seconds since 1970, or dates in historic layouts."""
    return (int(version), "") if version.isdecimal() else (0, version)


FORMAT = Format("acled", "ACLED export", sniff, read, combine=combine)
