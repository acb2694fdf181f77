"""TimelineJS 3 (Knight Lab), JSON form: one slide an event.

Source: TimelineJS documentation, "JSON format". TimelineJS puts headlines, texts, credits and captions into its page
as HTML: everything is escaped. A slide needs a date to start at, so events without one are left out.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any, BinaryIO

import msgspec

from store import edtf
from store.exporters.carried import KEY, carry
from store.exporters.format import Context, Losses
from store.exporters.points import Point, ends, is_exact
from store.exporters.words import is_web
from store.model import Event


def write(rows: Iterable[Event], context: Context, out: BinaryIO, losses: Losses) -> None:
    """Write the timeline; slides stream, so that any number fits."""
    out.write(b'{"title":%s,"events":[' % msgspec.json.encode(_title_slide(context)))
    separator = b"\n"
    for event in rows:
        if ends(edtf.parse(event.date))[0] is None:
            losses.leave_out("no date to start at")
            continue
        _say(event, losses)
        slide = slide_of(event) | {KEY: carry(event, context.actor, losses)}
        out.write(separator + msgspec.json.encode(slide))
        separator = b",\n"
        losses.written += 1
    out.write(b"\n]}\n")


def slide_of(event: Event) -> dict[str, Any]:
    """An event as a slide, without our own field."""
    date = edtf.parse(event.date)
    start, end = ends(date)
    slide: dict[str, Any] = {
        "unique_id": event.id,
        "text": {"headline": html.escape(event.title), "text": _paragraphs(event.summary)},
    }
    if start is not None:
        slide["start_date"] = _parts(start)
        if not is_exact(date):
            slide["display_date"] = slide["start_date"]["display_date"] = edtf.label(date, year=True)
    if end is not None:
        slide["end_date"] = _parts(end)
    if event.kind:
        slide["group"] = html.escape(event.kind)
    shown = next((claim for claim in event.claims if is_web(claim.url)), None)
    if shown is not None:
        slide["media"] = {
            "url": shown.url,
            "credit": html.escape(shown.source),
            "caption": html.escape(shown.says),
        }
    return slide


def _title_slide(context: Context) -> dict[str, Any]:
    return {"text": {"headline": html.escape(context.title), "text": html.escape(context.description)}}


def _paragraphs(text: str) -> str:
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    return "".join(f"<p>{html.escape(part).replace(chr(10), '<br>')}</p>" for part in parts)


def _parts(point: Point) -> dict[str, Any]:
    return {name: value for name, value in point._asdict().items() if value is not None}


def _say(event: Event, losses: Losses) -> None:
    if event.actors or event.status or event.place or event.tags:
        losses.reduce("actors, status, place and tags are kept for dateline only: TimelineJS does not show them")
    if len(event.claims) > 1:
        losses.reduce("of several claims TimelineJS shows the first that has an address")
