"""GDELT 2.0 event files: 61 tab-separated columns without header or quotes, one row for each mention group.

Source of the columns: *The GDELT Event Database Data Format Codebook V2.0* (19 February 2015). GDELT gives codes and
a link, no text: titles are composed of actor, code and place, and every event is marked as machine-coded.
``SQLDATE`` says when it happened, ``DATEADDED`` when GDELT saw the report (UTC).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from store.importers import codes, dates
from store.importers.batch import DUPLICATES
from store.importers.cells import host, key_id, line, point, shown, unique, web_address
from store.importers.format import Format, Head, keep_first
from store.importers.opening import Source
from store.importers.report import CellError, Item, Job, Part, Refused, Taken
from store.importers.tables import Dialect, Row, open_table
from store.model import ActorKind, Claim, Event, Origin, Place, PlacePrecision

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
    "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")

COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{name}" for name in _ACTOR),
    *(f"Actor2{name}" for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"Actor1Geo_{name}" for name in _GEO),
    *(f"Actor2Geo_{name}" for name in _GEO),
    *(f"ActionGeo_{name}" for name in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
"""The 61 columns of GDELT 2.0, in order."""

_AT = {name: position for position, name in enumerate(COLUMNS)}
_DIALECT = Dialect("\t", quoted=False)

_LAGS = {7: "day", 30: "month", 365: "year"}
"""Days between event and report, and how precise the event's day then is.

The coder turns "last week", "last month" and "last year" into the day of the report less 7, 30 or 365 days. Such a
day was named by nobody; what the report said is a week, a month or a year. (An event that truly happened on that
very day a week, month or year before is made vaguer than it was: the file does not tell the two apart.)
"""

_KINDS: dict[str, ActorKind] = {
    "GOV": "organization", "MIL": "organization", "COP": "organization", "JUD": "organization", "LEG": "organization",
    "SPY": "organization", "BUS": "organization", "MNC": "organization", "NGO": "organization", "IGO": "organization",
    "UAF": "organization", "PTY": "organization", "MED": "organization",
}  # fmt: skip
"""CAMEO role codes of organized actors; other roles (students, rebels, refugees …) are groups."""


def sniff(head: Head) -> bool:
    """Whether the first line has 61 cells, with an event id, a day and a CAMEO code where GDELT has them."""
    cells = head.text.partition("\n")[0].rstrip("\r").split("\t")
    return (
        len(cells) == len(COLUMNS)
        and cells[_AT["GLOBALEVENTID"]].isdecimal()
        and len(cells[_AT["SQLDATE"]]) == 8
        and cells[_AT["EventCode"]].isdecimal()
    )


def read(source: Source, job: Job) -> Iterator[Item]:
    """One item a row."""
    merging = job.on(DUPLICATES)
    with open_table(source, job, _DIALECT, COLUMNS) as table:
        for row in table.rows():
            yield row if isinstance(row, Refused) else _item(row, merging)


def _item(row: Row, merging: bool) -> Item:
    number, cells = row
    try:
        return _taken(number, cells, merging)
    except CellError as error:
        return Refused(number, error.field, error.reason)


def _taken(number: int, cells: list[str], merging: bool) -> Taken:
    def cell(name: str) -> str:
        return cells[_AT[name]]

    key = cell("GLOBALEVENTID").strip()
    if not key.isdecimal():
        raise CellError("GLOBALEVENTID", f"{shown(key)} is not a number")
    code = codes.cameo(_cameo(cell("EventCode")))
    date, reported = _dates(cell("SQLDATE"), cell("DATEADDED"))
    first, second = _actor(cells, 1), _actor(cells, 2)
    place = _place(cells)
    where = f" ({place.name})" if place else ""
    url = web_address(cell("SOURCEURL"))
    origin = Origin(file="", key=key, machine=True)
    event = Event(
        id=key_id("gdelt", key),
        title=code.said_of(first.name if first else "", second.name if second else "") + where,
        summary=_numbers(cells),
        date=date,
        kind=code.code,
        place=place,
        tags=(code.label,),
        claims=(Claim(source=host(url) or line(cell("SOURCEURL")) or "GDELT", reported=reported, url=url),),
        origin=origin,
    )
    # The same pair, act, day and place from the same page: the coder met the sentence, or its like, once more.
    same = "\x1f".join(cells[at] for at in _SAME) if merging and url else ""
    return Taken(number, event, _cast(first, second), same)


_SAME = tuple(
    _AT[name]
    for name in (
        "SQLDATE", "Actor1Code", "Actor1Name", "Actor2Code", "Actor2Name", "EventCode", "ActionGeo_FullName",
        "SOURCEURL",
    )
)  # fmt: skip
"""The columns in which rows are alike that report one event."""


def _cameo(cell: str) -> str:
    code = cell.strip()
    if not (code.isdecimal() and 2 <= len(code) <= 4):
        raise CellError("EventCode", f"{shown(cell)} is not a CAMEO code")
    return code


def _dates(sqldate: str, added: str) -> tuple[str, str]:
    """When it happened and when it was reported, both EDTF."""
    day, reported = _date("SQLDATE", sqldate, 8), _date("DATEADDED", added, 14)
    if not day:
        raise CellError("SQLDATE", "the row has no date")
    if not reported:
        return day, ""
    lag = datetime.date.fromisoformat(reported[:10]) - datetime.date.fromisoformat(day)
    if lag.days in _LAGS:
        day = dates.around(day, _LAGS[lag.days])
    return day, reported + "Z" if "T" in reported else reported


def _date(field: str, cell: str, length: int) -> str:
    cell = cell.strip()
    # GDELT 2.0 adds to the second, its daily files of 2013-2015 to the day.
    if cell and not (cell.isdecimal() and len(cell) in (8, length)):
        raise CellError(field, f"{shown(cell)} is not a date")
    try:
        return dates.to_edtf(cell)
    except dates.DateError as error:
        raise CellError(field, str(error)) from None


def _actor(cells: list[str], which: int) -> Part | None:
    """Actor 1 does it, actor 2 has it done to. Without a name the code alone names nobody: GDELT then has neither."""
    code, name, country = (line(cells[_AT[f"Actor{which}{part}"]]) for part in ("Code", "Name", "CountryCode"))
    if not name and not code:
        return None
    role_code = cells[_AT[f"Actor{which}Type1Code"]]
    nation = codes.iso_country(country)
    readable = _readable(name or code)
    kind: ActorKind = _KINDS.get(role_code, "group") if role_code else "group"
    if not role_code and readable.casefold() in codes.countries():
        kind = "state"
    return Part(readable, "by" if which == 1 else "to", kind, nation)


_SMALL = frozenset(("of", "the", "and", "for", "in", "on", "de", "la", "al"))
_ACRONYMS = frozenset(("US", "USA", "UK", "UN", "EU", "AU", "UAE", "NATO", "DPRK", "ASEAN", "OPEC", "IMF", "ICC"))


def _readable(name: str) -> str:
    """GDELT writes names in capitals: ``UNITED STATES`` is shown as ``United States``."""
    if not name.isupper():
        return name
    words = [
        word if word in _ACRONYMS else word.lower() if at and word.lower() in _SMALL else word.capitalize()
        for at, word in enumerate(name.split())
    ]
    return " ".join(words)


_AREAS: dict[str, PlacePrecision] = {"1": "country", "2": "region", "5": "region"}


def _place(cells: list[str]) -> Place | None:
    """Where it happened. Types 1 (country), 2 and 5 (state or province) are centroids and no point is kept."""
    kind, name, code, latitude, longitude = (
        line(cells[_AT[f"ActionGeo_{part}"]]) for part in ("Type", "FullName", "CountryCode", "Lat", "Long")
    )
    degrees = point(latitude, longitude, ("ActionGeo_Lat", "ActionGeo_Long"))
    if kind in ("", "0") and not name:
        return None
    parts = unique(part.strip() for part in name.split(","))
    country = codes.fips_country(code) or (parts[-1] if parts else "")
    precision: PlacePrecision = _AREAS.get(kind, "near" if degrees else "")
    lat, lon = degrees if degrees and precision == "near" else (None, None)
    return Place(name=", ".join(parts), lat=lat, lon=lon, precision=precision, country=country)


def _cast(first: Part | None, second: Part | None) -> tuple[Part, ...]:
    return tuple(part for part in (first, second) if part)


def _numbers(cells: list[str]) -> str:
    """What GDELT counts and scores, as a line that a person can read."""
    scale, mentions, sources, tone = (
        line(cells[_AT[name]]) for name in ("GoldsteinScale", "NumMentions", "NumSources", "AvgTone")
    )
    said = [f"Goldstein scale {scale}" if scale else "", f"mentions {mentions}" if mentions else ""]
    said += [f"sources {sources}" if sources else "", f"tone {tone[:5]}" if tone else ""]
    return ", ".join(filter(None, said))


FORMAT = Format("gdelt", "GDELT 2.0 event file", sniff, read, rules=(DUPLICATES,), combine=keep_first)
