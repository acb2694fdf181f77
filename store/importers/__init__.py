"""Taking in what others made: event data sets, timelines, tables, feeds and articles.

:func:`sniff` tells the format of a file, :func:`run` imports files and accounts for every row, :func:`preview` shows
what would come of the first rows. ``docs/import.md`` has a worked example of each format.
"""

from store.importers.preview import Preview, preview
from store.importers.registry import FORMATS, RULES, sniff
from store.importers.report import ImportFailed, Options, Progress, Refused, Report
from store.importers.runner import default_name, run

__all__ = [
    "FORMATS",
    "RULES",
    "ImportFailed",
    "Options",
    "Preview",
    "Progress",
    "Refused",
    "Report",
    "default_name",
    "preview",
    "run",
    "sniff",
]
