"""iCalendar (RFC 5545, by the ``icalendar`` package): an all-day entry for each event, from its first day to its
last.

A calendar knows days only: what the date really says stands in the description and in ``X-DATELINE-DATE``, the
status in ``X-DATELINE-STATUS`` (and in ``STATUS``, where that has a word for it). Entries block nobody's time.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import BinaryIO

from icalendar import Calendar, vText
from icalendar import Event as Entry

from store import edtf, text
from store.exporters import words
from store.exporters.format import Context, Losses
from store.model import Event, Status, shown_status

_LAST_DAY = datetime.date.max.toordinal() - 1
_STATUS: dict[Status, str] = {"planned": "TENTATIVE", "confirmed": "CONFIRMED"}
"""RFC 5545 has no word for what is only reported; CANCELLED, its third, does not mean denied."""


def write(rows: Iterable[Event], context: Context, out: BinaryIO, losses: Losses) -> None:
    """Write the calendar; entries stream."""
    calendar = Calendar()
    calendar.add("prodid", "-//dateline//chronology//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", vText(_line(context.title)))
    head, end, tail = calendar.to_ical().partition(b"END:VCALENDAR")
    out.write(head)
    for event in rows:
        entry = _entry(event, context, losses)
        if entry is not None:
            out.write(entry.to_ical())
            losses.written += 1
    out.write(end + tail)


def _entry(event: Event, context: Context, losses: Losses) -> Entry | None:
    date = edtf.parse(event.date)
    if date.first is None or not 1 <= date.first <= _LAST_DAY:
        losses.leave_out("no first day that a calendar can hold")
        return None
    entry = Entry()
    entry.add("uid", f"{_line(event.id)}@dateline")
    entry.add("dtstamp", context.now)
    _add_days(entry, date, losses)
    entry.add("summary", _line(event.title))
    entry.add("description", _description(event, date, context))
    if event.tags or event.kind:
        entry.add("categories", [_line(tag) for tag in (event.kind, *event.tags) if tag])
    if where := words.place(event):
        entry.add("location", _line(where))
    place = event.place
    if place and place.lat is not None and place.lon is not None and place.precision in ("exact", "near", ""):
        entry.add("geo", (place.lat, place.lon))
    if url := next((claim.url for claim in event.claims if words.is_web(claim.url)), ""):
        entry.add("url", _line(url).replace(" ", "%20"))
    status = shown_status(event)
    if status in _STATUS:
        entry.add("status", _STATUS[status])
    entry.add("transp", "TRANSPARENT")
    entry.add("x-dateline-date", vText(event.date))
    entry.add("x-dateline-status", vText(status))
    return entry


def _add_days(entry: Entry, date: edtf.Date, losses: Losses) -> None:
    """The first day, and the day after the last where that is another one; or the moment that a time of day names."""
    assert date.first is not None
    if date.instant:
        zoned = date.text.endswith("Z") or "+" in date.text or date.text.count("-") > 2
        start = datetime.datetime(1, 1, 1) + datetime.timedelta(seconds=date.instant[0] - 86_400)
        entry.add("dtstart", start.replace(tzinfo=datetime.UTC) if zoned else start)
        return
    entry.add("dtstart", datetime.date.fromordinal(date.first))
    if date.last is None:
        losses.reduce("a date without an end is one day in a calendar")
    elif date.last > date.first:
        entry.add("dtend", datetime.date.fromordinal(min(date.last, _LAST_DAY) + 1))
    if date.approximate or date.uncertain or date.precision != "day":
        losses.reduce("a calendar shows the first and last day only; how exact the date is stands in the description")


def _description(event: Event, date: edtf.Date, context: Context) -> str:
    lines = [
        f"{edtf.label(date, year=True)} ({event.date}), {words.status(event)}",
        words.cast(event, context),
        text.clean(event.summary),
    ]
    for claim in event.claims:
        source = words.source(claim, context)
        quote = f" “{source.quote}”" if source.quote else ""
        lines.append(f"{source.sentence}{quote} {source.url}".strip())
    return "\n".join(text.clean(line) for line in lines if line)


def _line(words_of_others: str) -> str:
    return text.clean(words_of_others, line=True)
