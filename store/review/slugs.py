"""Ids for new records: readable, stable, and free."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count

from store.text import fold

LONGEST = 60
"""Characters of a slug at the most, so that an id is still read at a glance."""

_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}(?![\dX-])", re.ASCII)
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset({"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"})


def slug(text: str, longest: int = LONGEST) -> str:
    """A text as an id: its words, folded, with hyphens between; whole words up to ``longest`` characters.

    Small words are left out where others remain. Letters of any script are kept.

    >>> slug("Summit at the Vostochny Cosmodrome")
    'summit-vostochny-cosmodrome'
    """
    words = _WORD.findall(fold(text))
    words = [word for word in words if word not in _SMALL] or words
    made = words[0][:longest] if words else ""
    for word in words[1:]:
        if len(made) + 1 + len(word) > longest:
            break
        made += f"-{word}"
    return made


def event_slug(date: str, title: str) -> str:
    """An event's id from its date (EDTF) and title: ``2023-09-13-summit-vostochny-cosmodrome``.

    Only a date that begins with a plain year, month or day gives the id one: an open or approximate date is likely to
    become another.
    """
    day = _DAY.match(date)
    words = slug(title) or "event"
    return f"{day[0]}-{words}" if day and not date.endswith(("~", "?", "%")) else words


def free(wanted: str, taken: Callable[[str], bool]) -> str:
    """``wanted``, or with the first number from 2 on that is free."""
    if not taken(wanted):
        return wanted
    return next(numbered for number in count(2) if not taken(numbered := f"{wanted}-{number}"))
