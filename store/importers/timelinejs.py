"""TimelineJS 3 (Knight Lab): the JSON form and the spreadsheet form of one timeline give the same events.

Source: TimelineJS documentation, "JSON format" and "Spreadsheet template". A slide is an event; its media is who
shows it (a claim). The title slide has no date and tells of the timeline, an era is a stretch of its background:
both are left out by rules. Parts of dates that are empty are unknown, so ``1951`` is a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from store import edtf
from store.exporters.carried import KEY
from store.exporters.timelinejs import slide_of
from store.importers import dates
from store.importers.cells import digest, host, line, shown, slug, title, web_address
from store.importers.format import Format, Head
from store.importers.markup import to_line, to_text
from store.importers.objects import document
from store.importers.opening import Source
from store.importers.report import CellError, ImportFailed, Item, Job, Refused, Rule, Skipped, Taken
from store.importers.restore import restore
from store.importers.tables import Table, open_table
from store.model import Claim, Event, Origin

TITLE = Rule("title", "the title slide tells of the timeline as a whole")
ERA = Rule("era", "an era is a stretch of the background")

_SLIDES = re.compile(r'"events"\s*:\s*\[')
_PARTS = re.compile(r'"(?:start_date|headline)"\s*:')
_CITE = re.compile(r"<cite\b[^>]*>(.*?)</cite>", re.IGNORECASE | re.DOTALL)

Slide = Mapping[str, Any]
"""A slide in the JSON form."""


def sniff(head: Head) -> bool:
    """Whether it is a spreadsheet with TimelineJS's columns, or a JSON object whose slides have its parts."""
    if head.columns >= {"year", "headline", "end_year"} or head.columns >= {"year", "headline", "media"}:
        return True
    return head.text.startswith("{") and bool(_SLIDES.search(head.text) and _PARTS.search(head.text))


def read(source: Source, job: Job) -> Iterator[Item]:
    """One item a slide."""
    slides = _of_json(source, job) if source.text.lstrip().startswith("{") else _of_table(source, job)
    keys: dict[int, int] = {}
    for slide in slides:
        yield _item(*slide, job, keys) if isinstance(slide, tuple) else slide


def _of_json(source: Source, job: Job) -> Iterator[tuple[int, Slide] | Item]:
    found = document(source)
    events = found.get("events")
    if not isinstance(events, list):
        raise ImportFailed(f"{source.name} has no list of events")
    if isinstance(heading := found.get("title"), dict):
        yield (0, heading) if not job.on(TITLE) else Skipped(0, TITLE.name)
    for number, slide in enumerate(events, 1):
        yield (number, slide) if isinstance(slide, dict) else Refused(number, "", "a slide is a JSON object")
    eras = found.get("eras")
    for number, era in enumerate(eras if isinstance(eras, list) else (), len(events) + 1):
        yield (number, era) if isinstance(era, dict) and not job.on(ERA) else Skipped(number, ERA.name)


def _of_table(source: Source, job: Job) -> Iterator[tuple[int, Slide] | Item]:
    with open_table(source, job) as table:
        for row in table.rows():
            if isinstance(row, Refused):
                yield row
                continue
            number, cells = row
            slide, kind = _slide(table, cells)
            rule = {"title": TITLE, "era": ERA}.get(kind)
            yield (number, slide) if rule is None or not job.on(rule) else Skipped(number, rule.name)


def _slide(table: Table, cells: list[str]) -> tuple[Slide, str]:
    """A row in the JSON form, and its type."""

    def cell(name: str) -> str:
        position = table.columns.get(name)
        return "" if position is None else cells[position].strip()

    def date(prefix: str) -> dict[str, str]:
        parts = {part: cell(f"{prefix}{part}") for part in ("year", "month", "day")}
        return parts | _clock(cell(f"{prefix}time"))

    slide = {
        "start_date": date("") | {"display_date": cell("display_date")},
        "end_date": date("end_"),
        "text": {"headline": cell("headline"), "text": cell("text")},
        "media": {"url": cell("media"), "credit": cell("media_credit"), "caption": cell("media_caption")},
        "group": cell("group"),
    }
    return slide, cell("type").casefold()


def _clock(cell: str) -> dict[str, str]:
    """The parts of a time of day. What is none stays as it is, so that it is refused as an hour."""
    try:
        moment = dates.to_edtf(f"2000-01-01 {cell}") if cell else ""
    except dates.DateError:
        return {"hour": cell}
    if cell and "T" not in moment:
        return {"hour": cell}
    parts = moment.partition("T")[2].split(":")
    return dict(zip(("hour", "minute", "second"), filter(None, parts), strict=False))


def _item(number: int, slide: Slide, job: Job, keys: dict[int, int]) -> Item:
    try:
        event = _event(slide)
    except CellError as error:
        return Refused(number, error.field, error.reason)
    key = line(_string(slide, "unique_id"))
    id = f"{job.name}-{slug(key or ' '.join((event.date.replace('/', '_'), event.title)))}"
    said = hash(repr(event))
    if keys.setdefault(hash(id), said) != said and not key:
        id = f"{id}-{digest(repr(event))}"
    base = Taken(number, replace(event, id=id, origin=Origin(file="", key=key)))
    return restore(base, slide.get(KEY), lambda ours: _event(slide_of(ours)))


def _event(slide: Slide) -> Event:
    """The event of a slide, without id and origin. Raises :class:`CellError`."""
    words = _part(slide, "text")
    name = title(to_line(_string(words, "headline")))
    said = to_text(_string(words, "text"))
    if not (name or said):
        raise CellError("text.headline", "the slide has no headline")
    return Event(
        id="",
        title=name or title(said),
        summary=said,
        date=_date(slide),
        kind=line(_string(slide, "group")),
        claims=_claims(_part(slide, "media")),
    )


def _part(slide: Slide, name: str) -> Slide:
    part = slide.get(name)
    return part if isinstance(part, dict) else {}


def _string(part: Slide, name: str) -> str:
    """A value as text: numbers stand for themselves, anything else is nothing."""
    value = part.get(name)
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _date(slide: Slide) -> str:
    start = _point(_part(slide, "start_date"), "start_date")
    try:
        return dates.span(start, _point(_part(slide, "end_date"), "end_date"))
    except dates.DateError as error:
        raise CellError("end_date", str(error)) from None


def _point(parts: Slide, field: str) -> str:
    """EDTF of the parts that are given. A month without a year, say, is a fault."""
    numbers: dict[str, int] = {}
    names = ("year", "month", "day", "hour", "minute", "second")
    for name in names:
        cell = _string(parts, name)
        if not cell:
            continue
        try:
            numbers[name] = int(cell)
        except ValueError:
            raise CellError(f"{field}.{name}", f"{shown(cell)} is not a whole number") from None
    if not numbers:
        return ""
    given = tuple(name for name in names if name in numbers)
    if given != names[: len(given)]:
        lacking = next(name for name in names if name not in numbers)
        raise CellError(f"{field}.{lacking}", f"there is a {given[-1]} but no {lacking}")
    text = edtf.year_text(numbers["year"])
    for name, separator in zip(given[1:], ("-", "-", "T", ":", ":"), strict=False):
        text += f"{separator}{numbers[name]:02d}"
    try:
        return edtf.parse(text).text
    except edtf.EdtfError as error:
        raise CellError(field, error.reason) from None


def _claims(media: Slide) -> tuple[Claim, ...]:
    """Media as a claim: who shows it, where, with which caption. Quoted markup in place of an address is what
    it says."""
    address, credit = _string(media, "url"), to_line(_string(media, "credit"))
    caption, url = to_line(_string(media, "caption")), web_address(address)
    if address and not url:
        cited = _CITE.search(address)
        caption = caption or to_line(address)
        credit = credit or (to_line(cited[1]) if cited else "")
    if not (url or caption):
        return ()
    return (Claim(source=credit or host(url) or "TimelineJS", url=url, says=caption),)


FORMAT = Format("timelinejs", "TimelineJS timeline (JSON or spreadsheet)", sniff, read, rules=(TITLE, ERA))
