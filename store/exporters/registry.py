"""The formats by name; each exporter's module is imported when it is asked for (icalendar alone costs 0.2 s)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import BinaryIO

from store.exporters.format import Context, ExportFailed, Losses, Write
from store.model import Event


@dataclass(frozen=True, slots=True)
class Format:
    """A format that chronologies are exported in."""

    name: str
    title: str
    ending: str
    """The usual ending of its files, with the dot."""
    module: str
    function: str = "write"

    def write(self, rows: Iterable[Event], context: Context, out: BinaryIO) -> Losses:
        """Write events into an open file and say what was lost."""
        write: Write = getattr(import_module(f"store.exporters.{self.module}"), self.function)
        losses = Losses(self.name)
        write(rows, context, out, losses)
        return losses


FORMATS: tuple[Format, ...] = (
    Format("markdown", "chronology in Markdown, sources as footnotes", ".md", "markdown"),
    Format("html", "chronology as one HTML page", ".html", "page"),
    Format("csv", "table for spreadsheets", ".csv", "table"),
    Format("jsonl", "dateline JSON Lines, nothing lost", ".jsonl", "own"),
    Format("timelinejs", "TimelineJS timeline", ".json", "timelinejs"),
    Format("timesketch", "Timesketch events", ".jsonl", "timesketch"),
    Format("ics", "iCalendar", ".ics", "calendar"),
    Format("geojson", "places as GeoJSON", ".geojson", "geojson"),
    Format("dot", "who appears with whom, Graphviz DOT", ".dot", "graph", "write_dot"),
    Format("graphml", "who appears with whom, GraphML", ".graphml", "graph", "write_graphml"),
)

_OTHER_NAMES = {
    "md": "markdown", "json": "jsonl", "dateline": "jsonl", "icalendar": "ics", "ical": "ics", "gv": "dot",
    "graphviz": "dot",
}  # fmt: skip


def by_name(name: str) -> Format:
    """The format of this name. Raises :class:`ExportFailed` with the names there are."""
    wanted = _OTHER_NAMES.get(name.casefold(), name.casefold())
    for format in FORMATS:
        if format.name == wanted:
            return format
    raise ExportFailed(f"there is no format {name}; there are {', '.join(format.name for format in FORMATS)}")
