"""CSV (RFC 4180) for spreadsheets: a row an event, readable columns first, the whole event as JSON in the last.

A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, *CSV Injection*), and so does
one that begins with an apostrophe, so that reading it back is certain.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from store import edtf
from store.exporters.carried import KEY, carry, names_of
from store.exporters.format import Context, Losses
from store.model import Event, Place, shown_status

COLUMNS = (
    "id", "date", "earliest", "latest", "title", "summary", "status", "kind", "place", "country", "lat", "lon",
    "precision", "actors", "tags", "sources", "urls", "reported", "quotes", KEY,
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBERS = frozenset(("lat", "lon"))


def write(rows: Iterable[Event], context: Context, out: BinaryIO, losses: Losses) -> None:
    """Write the header and a row an event."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for event in rows:
        carried = carry(event, context.actor, losses)
        cells = cells_of(event, names_of(carried), context)
        # The json module and not msgspec: it keeps lone surrogates from ending the export half-way.
        cells[KEY] = json.dumps(carried, ensure_ascii=False, separators=(",", ":"))
        table.writerow([cells[name] if name in _NUMBERS else harmless(cells[name]) for name in COLUMNS])
        losses.written += 1
    text.detach()


def cells_of(event: Event, cast: Iterable[Mapping[str, Any]], context: Context) -> dict[str, str]:
    """An event's cells by column, as people read them."""
    date, place = edtf.parse(event.date), event.place or Place()
    return {
        "id": event.id,
        "date": event.date,
        "earliest": "" if date.first is None else edtf.day_text(date.first),
        "latest": "" if date.last is None else edtf.day_text(date.last),
        "title": event.title,
        "summary": event.summary,
        "status": shown_status(event),
        "kind": event.kind,
        "place": place.name,
        "country": place.country,
        "lat": "" if place.lat is None else repr(place.lat),
        "lon": "" if place.lon is None else repr(place.lon),
        "precision": place.precision,
        "actors": actors_cell(cast),
        "tags": "; ".join(event.tags),
        "sources": "; ".join(context.name(claim.source) for claim in event.claims),
        "urls": " ".join(claim.url for claim in event.claims if claim.url),
        "reported": "; ".join(claim.reported for claim in event.claims if claim.reported),
        "quotes": "\n".join(claim.excerpt.exact for claim in event.claims if claim.excerpt),
    }


def actors_cell(cast: Iterable[Mapping[str, Any]]) -> str:
    """``Kim Jong Un (by); Vladimir Putin (with)``."""
    return "; ".join(f"{part.get('name') or part.get('actor', '')} ({part.get('role', 'with')})" for part in cast)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet computes. Inverse: :func:`unharmed`."""
    return f"'{cell}" if cell.startswith((*_FORMULA, "'")) else cell


def unharmed(cell: str) -> str:
    """The cell that :func:`harmless` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA, "'")) else cell
