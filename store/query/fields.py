"""The names of the query language: fields by the way their values are compared, flags, and what people mistype."""

from __future__ import annotations

from collections.abc import Iterable

from store.model import ROLES, STATUSES
from store.query.terms import distance

NAME_FIELDS = ("actor", "by", "to", "with", "source", "via", "place")
"""Compared with names: an id exactly, else words of a name or alias, the last of them as far as it is typed."""

WORD_FIELDS = ("title", "note", "text")
"""Compared with the words of a text, as bare words are."""

LABEL_FIELDS = ("kind", "tag", "id")
"""Compared as a whole (folded)."""

VALUE_FIELDS = (*NAME_FIELDS, "status", *WORD_FIELDS, *LABEL_FIELDS)
"""Fields that become a :class:`~store.query.nodes.Field`."""

DATE_FIELDS = ("date", "on", "since", "until", "after", "before", "reported")
FIELDS = (*VALUE_FIELDS, "is", "claims", *DATE_FIELDS, "asof", "sure")
"""Every name that may stand before a colon, in the order that help shows."""

ROLE_FIELDS = tuple(role for role in ROLES if role in NAME_FIELDS)

SINGLE_FIELDS = ("status", "kind", "place", "id")
"""Fields of which an event has one value at most: a second one chosen is an alternative, not a further condition."""

FLAGS = {
    "starred": "you starred it",
    "noted": "you wrote a note on it",
    "undated": "no date is known",
    "uncertain": "its date is marked ?",
    "approximate": "its date is marked ~",
    "conflict": "its claims disagree",
    "overdue": "planned, its date past, nothing reported or linked since",
    "suggested": "taken over from a suggestion",
    "machine": "coded by a machine",
}
"""What may follow ``is:``, with a word on each."""

SUGGESTED_FORMAT = "suggest"
"""``Origin.format`` of an event that was taken over from a suggestion: what ``is:suggested`` asks for."""

STATUS_VALUES: tuple[str, ...] = STATUSES


def nearest(name: str, options: Iterable[str]) -> str | None:
    """The option that ``name`` begins, or is a slip of (one edit in three letters); ``None`` if none is near."""
    best: tuple[int, str] | None = None
    for option in options:
        away = 0 if len(name) > 1 and option.startswith(name) else distance(name, option, max(1, len(option) // 3))
        if away is not None and away < len(option) and (best is None or away < best[0]):
            best = (away, option)
    return best[1] if best else None
