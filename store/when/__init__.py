"""Dates as people type them, counted from a basis: ``july``, ``last 30 days``, ``2023-07..2023-09-13``.

Nothing is filled in: ``March 2021`` is a month. A month, day, season or weekday without its year is the last one that
has begun by the basis, and the explanation says so. What can be read in two ways is refused, with the ways.
``docs/dates.md`` lists what may be typed.
"""

from __future__ import annotations

import datetime
import re

from store.edtf import EdtfError
from store.when.reading import Reading, WhenError

__all__ = ["Reading", "WhenError", "when"]

_BEFORE_TIME = re.compile(r"(?<=\d)\s+(?=\d\d:\d\d)", re.ASCII)


def when(text: str, basis: datetime.date) -> Reading:
    """Read a typed date. Case, extra blanks and commas do not matter; every EDTF expression is a typed date too.

    Raises :class:`WhenError` with the position of the first word that does not fit, and the readings where the text
    can mean several things.
    """
    # Who starts the program need not wait for what reads dates, until a date is typed.
    from store.when.ranges import whole
    from store.when.tokens import LONGEST, Cursor, edtf_of
    from store.when.wording import in_words

    if len(text) > LONGEST:
        raise WhenError(text, LONGEST, f"a date has at most {LONGEST} characters")
    stripped = text.strip()
    if not stripped:
        raise WhenError(text, len(text), "no date is typed")
    if date := edtf_of(_BEFORE_TIME.sub("T", stripped)):
        return Reading(text, date, basis, False, in_words(date))
    try:
        found = whole(Cursor(text, basis))
    except EdtfError as error:
        # What was typed has the form of a date that there is not, such as a third half of a year.
        raise WhenError(text, 0, error.reason) from None
    return Reading(text, found.date, basis, found.relative, found.why, found.point)
