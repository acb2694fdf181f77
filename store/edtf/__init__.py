"""Dates as reports give them: the EDTF profile of a dossier.

A :class:`Date` keeps what a source said (a day, a month, a season, a span, something approximate or open) and the
earliest and latest day that this can mean; it never holds a day that nobody named. :func:`parse` reads it,
``str`` writes it back. ``docs/dates.md`` describes the profile for people.
"""

from store.edtf.days import MONTHS, day_text, from_ordinal, is_leap, month_length, to_ordinal, year_text
from store.edtf.errors import EdtfError
from store.edtf.grammar import SEASONS, UNDATED, Date, Precision, from_days, is_valid, parse, season_days
from store.edtf.labels import label
from store.edtf.relations import CEILING, FLOOR, definitely, possibly, sort_key

__all__ = [
    "CEILING",
    "FLOOR",
    "MONTHS",
    "SEASONS",
    "UNDATED",
    "Date",
    "EdtfError",
    "Precision",
    "day_text",
    "definitely",
    "from_days",
    "from_ordinal",
    "is_leap",
    "is_valid",
    "label",
    "month_length",
    "parse",
    "possibly",
    "season_days",
    "sort_key",
    "to_ordinal",
    "year_text",
]
