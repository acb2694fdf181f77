"""Date terms of a query: what was typed, read under a basis, becomes a stretch of days."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from store.edtf import Date
from store.query.errors import QueryError
from store.query.lexer import Value
from store.query.nodes import AsOf, When, WhenOp

_OF_FIELD: dict[str, WhenOp] = {
    "date": "on", "on": "on", "since": "since", "until": "until", "after": "after", "before": "before",
}  # fmt: skip
_OF_SIGN: dict[str, WhenOp] = {"": "on", "=": "on", ">=": "since", "<=": "until", ">": "after", "<": "before"}

_WORD = re.compile(r"\S+")
_MOST_WORDS = 4
"""Blank-separated words that follow the first one of a date: ``3 days around 2023-09-13``."""


def when_term(text: str, name: str, value: Value, following: Sequence[str], basis: datetime.date) -> tuple[When, str]:
    """The node of one value of a date field, and a hint (or the empty text).

    ``following`` are the words typed after the value: a date of several words needs quotes, and people forget them.
    Raises :class:`QueryError`.
    """
    # date: and reported: take a comparison sign; since: and the like say it by their name.
    op = _OF_FIELD[name] if name in _OF_FIELD and not value.op else _OF_SIGN[value.op]
    date, relative, hint = _read(text, name, value, following, basis, op != "on")
    node = When("reported" if name == "reported" else "event", op, value.text, date, relative)
    if op in ("since", "before") and date.first is None:
        raise _bad_value(text, value, f"{name}: needs a date that has a beginning")
    if op in ("until", "after") and date.last is None:
        raise _bad_value(text, value, f"{name}: needs a date that has an end")
    return node, hint


def as_of_term(text: str, value: Value, following: Sequence[str], basis: datetime.date) -> tuple[AsOf, str]:
    """The node of ``asof:``. Raises :class:`QueryError`."""
    date, relative, hint = _read(text, "asof", value, following, basis, True)
    if date.last is None:
        raise _bad_value(text, value, "asof: needs a date that has an end")
    return AsOf(value.text, date, relative), hint


def _bad_value(text: str, value: Value, reason: str) -> QueryError:
    return QueryError(text, value.start, value.end - value.start, reason)


def _read(
    text: str, name: str, value: Value, following: Sequence[str], basis: datetime.date, to_a_point: bool
) -> tuple[Date, bool, str]:
    """The date that a value means, whether it counts from the basis, and a hint.

    ``-30d`` is a stretch of thirty days; where only one end of a time is asked for (``to_a_point``), it is the day
    thirty days ago.
    """
    # Most queries name no date, and reading what people type as dates imports dateutil.
    from store.when import WhenError, when

    longer = "" if value.quoted else _longer(value.text, following, basis)
    quote = f'{name}:{value.op}"{longer}"'
    try:
        reading = when(value.text, basis)
    except WhenError as error:
        if longer:
            raise _bad_value(text, value, f"a date of several words needs quotes: {quote}") from None
        reason = f"{error.reason}: {' or '.join(error.readings)}?" if error.readings else error.reason
        raise _at_word(text, value, error.position, reason) from None
    if reading.date.is_undated:
        raise _bad_value(text, value, f"{name}: needs a date; undated events are is:undated")
    date = reading.point if to_a_point and reading.point else reading.date
    return date, reading.relative, f"only “{value.text}” is the date here; for all of it: {quote}" if longer else ""


def _at_word(text: str, value: Value, position: int, reason: str) -> QueryError:
    """The error under the word of a value that was not understood; under all of it where escapes hide the place."""
    start = text.find(value.text, value.start, value.end)
    word = _WORD.match(value.text, position)
    if start < 0 or word is None:
        return QueryError(text, value.start, value.end - value.start, reason)
    return QueryError(text, start + position, len(word[0]), reason)


def _longer(first: str, following: Sequence[str], basis: datetime.date) -> str:
    """The longest date that the value makes with the words after it, if there is one."""
    from store.when import WhenError, when

    for count in range(min(_MOST_WORDS, len(following)), 0, -1):
        whole = " ".join((first, *following[:count]))
        try:
            when(whole, basis)
        except WhenError:
            continue
        return whole
    return ""
