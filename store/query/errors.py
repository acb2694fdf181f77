"""What is wrong with a query: where, and in words that help to mend it."""

from __future__ import annotations

import unicodedata

from store.text import shown

_BEFORE, _AFTER = 60, 18
"""Code points of the query that :func:`caret` keeps before and after the mistake, so that the line fits in 80 cells."""


class QueryError(ValueError):
    """A text that is no query.

    ``position`` and ``length`` (code points of ``text``) say what is wrong there; ``length`` is 0 where something is
    missing. ``reason`` says why.
    """

    def __init__(self, text: str, position: int, length: int, reason: str) -> None:
        super().__init__(text, position, length, reason)
        self.text, self.position, self.length, self.reason = text, position, length, reason

    def __str__(self) -> str:
        return f"{self.reason} (at character {self.position + 1})"


def _cells(text: str) -> int:
    """Columns that a terminal gives to cleaned text."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def caret(error: QueryError) -> str:
    """The query with carets under the mistake, and the reason: two lines, safe for a terminal. ::

    actor:kim status:plannd
                     ^^^^^^ no status is called plannd: planned?
    """
    start = max(0, error.position - _BEFORE)
    end = error.position + error.length
    before = ("…" if start else "") + shown(error.text[start : error.position])
    wrong = shown(error.text[error.position : min(end, error.position + _AFTER)])
    after = shown(error.text[end : end + _AFTER])
    return f"{before}{wrong}{after}\n{' ' * _cells(before)}{'^' * max(1, _cells(wrong))} {shown(error.reason)}"
