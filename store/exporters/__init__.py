"""Giving results out: to readers (Markdown, HTML), to spreadsheets, calendars, maps, graphs, and back to dateline.

:func:`export` writes events in a format and says what the format could not hold. ``docs/export.md`` has a worked
example of each.
"""

from store.exporters.format import Context, ExportFailed, Losses
from store.exporters.registry import FORMATS, Format, by_name
from store.exporters.saving import export

__all__ = ["FORMATS", "Context", "ExportFailed", "Format", "Losses", "by_name", "export"]
