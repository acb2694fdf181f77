"""Timesketch (Google), JSON Lines: one record an event.

Source: Timesketch documentation, "Create timeline from JSON/JSONL/CSV file". Timesketch knows moments only: a month
or a span stands at its first moment there, which ``timestamp_desc`` says; what the date really is travels in our own
field.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, BinaryIO

import msgspec

from store import edtf
from store.exporters.carried import KEY, carry
from store.exporters.format import Context, Losses
from store.model import Event, shown_status

_DAY = 86_400


def write(rows: Iterable[Event], context: Context, out: BinaryIO, losses: Losses) -> None:
    """Write one line an event. Events without a first moment between the years 1 and 9999 are left out."""
    for event in rows:
        if _moment(event.date) is None:
            losses.leave_out("no first moment that Timesketch can hold")
            continue
        if edtf.parse(event.date).precision not in ("second", "minute"):
            losses.reduce("Timesketch shows the first moment of the date; the date itself is kept for dateline")
        record = record_of(event) | {"status": shown_status(event), KEY: carry(event, context.actor, losses)}
        out.write(msgspec.json.encode(record) + b"\n")
        losses.written += 1


def record_of(event: Event) -> dict[str, Any]:
    """An event as Timesketch's fields, without our own."""
    moment = _moment(event.date)
    if moment is None:
        return {"message": event.title}
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return {
        "message": event.title,
        "datetime": moment.isoformat(timespec="seconds"),
        "timestamp": (moment - epoch) // datetime.timedelta(microseconds=1),
        "timestamp_desc": event.kind or "Event",
        "tag": list(event.tags),
    }


def _moment(text: str) -> datetime.datetime | None:
    """The first moment of a date, in UTC where it says no other."""
    second = edtf.parse(text).start_second
    # date.toordinal() counts 0001-01-01 as 1.
    if second is None or not _DAY <= second < 3_652_060 * _DAY:
        return None
    start = datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)
    return start + datetime.timedelta(seconds=second - _DAY)
