"""One period as people name it: a date as written, a month or day without its year, a time counted from the basis."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace

from store.edtf import Date, from_days, parse
from store.when import counting
from store.when.counting import OutOfRange, Uncountable
from store.when.cycles import Cycle, NoSuchDay
from store.when.named import dated
from store.when.tokens import Cursor, Token
from store.when.vague import decade, marked, refuse_part
from store.when.wording import in_words, offered


@dataclass(frozen=True, slots=True)
class Period:
    """What a part of the text means.

    ``cycle`` is kept for a period typed without its year: the other end of a range can move it. ``point`` is the
    day that a bare shift reaches, which is meant where one end is asked for.
    """

    date: Date
    why: str
    token: Token
    relative: bool = False
    cycle: Cycle | None = None
    point: Date | None = None

    @property
    def end(self) -> Date:
        """What this means as one end of a range."""
        return self.point or self.date


def period(cursor: Cursor) -> Period:
    """Read one period, with the marks before and after it. Raises :class:`WhenError`."""
    marks = []
    while token := cursor.accept("mark") or cursor.accept_word("around", "maybe"):
        marks.append(token)
    found = _bare(cursor)
    while token := cursor.accept("mark"):
        marks.append(token)
    for token in marks:
        mark = token.text if token.kind == "mark" else "~" if token.name == "around" else "?"
        if found.date.text[:1] == "[" or found.date.instant:
            raise cursor.error(token, "only days, months, seasons and years can be approximate or uncertain")
        date = marked(found.date, mark)
        doubt = {"~": "approximate", "?": "uncertain", "%": "approximate and uncertain"}[mark]
        found = replace(found, date=date, why=f"{found.why}, {doubt}" if found.relative else in_words(date), point=None)
    return found


def counted(cursor: Cursor, token: Token, day: int, amount: int, unit: str) -> int:
    """The day so many units from another, as ordinals. Raises :class:`WhenError` at the token."""
    try:
        return counting.moved(datetime.date.fromordinal(day), amount, unit).toordinal()
    except (OutOfRange, Uncountable) as reason:
        raise cursor.error(token, str(reason)) from None
    except (ValueError, OverflowError):
        raise cursor.error(token, str(OutOfRange())) from None


def _bare(cursor: Cursor) -> Period:
    token = cursor.peek()
    if token.kind == "date":
        cursor.take()
        assert token.date is not None
        return Period(token.date, in_words(token.date), token)
    if token.kind == "shift":
        return _shift(cursor, cursor.take())
    if token.kind == "decade":
        date = decade(cursor, cursor.take())
        if token.number >= 100:
            return Period(date, in_words(date), token)
        return Period(date, f"{token.text}: {in_words(date)}, the last not after {cursor.basis}", token, True)
    if token.kind == "word":
        return _from_word(cursor)
    if token.kind == "unit" and (found := _from_unit(cursor)):
        return found
    if _counts(cursor):
        return _amount(cursor)
    named = dated(cursor)
    if isinstance(named, Cycle):
        return _resolved(cursor, token, named, Cycle.begun, f"the last {named.name} not after {cursor.basis}")
    if named is not None:
        relative = cursor.peek(-1).is_unit("year")  # july last year
        why = f"{cursor.since(token)}: {in_words(named)}, counted from {cursor.basis}" if relative else in_words(named)
        return Period(named, why, token, relative)
    if token.is_year:
        return Period(parse(cursor.take().text), token.text, token)
    raise _nothing(cursor, token)


def _counts(cursor: Cursor) -> bool:
    """Whether the next words are an amount, such as ``3 days``; ``2023 week 36`` is a year and its week."""
    number, unit, after = cursor.peek(), cursor.peek(1), cursor.peek(2)
    return number.kind == "number" and unit.is_unit() and not (number.is_year and unit.is_unit("week") and after.is_day)


def _nothing(cursor: Cursor, token: Token) -> Exception:
    if token.kind == "end":
        return cursor.error(token, "a date is missing here")
    if token.kind in ("number", "ordinal"):
        return cursor.error(token, "a number alone is no date: a day needs its month, a year has four digits")
    if token.kind == "unit":
        return cursor.error(token, f"which {token.text}? Say last, this or next, or count them: last 3 months")
    return cursor.error(token, "a date does not begin here")


def _resolved(
    cursor: Cursor, token: Token, cycle: Cycle, pick: Callable[[Cycle, int], Date | None], why: str
) -> Period:
    try:
        date = pick(cycle, cursor.basis.toordinal())
    except NoSuchDay as no:
        raise cursor.error(token, str(no)) from None
    if date is None:
        raise cursor.error(token, str(OutOfRange()))
    return Period(date, f"{cursor.since(token)}: {why}", token, True, cycle)


def _stretch(cursor: Cursor, token: Token, amount: int, unit: Token, direction: int) -> Date:
    basis = cursor.basis.toordinal()
    return _beside(basis, counted(cursor, token, basis, direction * amount, unit.name))


def _beside(basis: int, reached: int) -> Date:
    """The days between the basis, which is one of them, and the day that a count reaches, which is not: thirty days
    are thirty."""
    if reached < basis:
        return from_days(reached + 1, basis)
    return from_days(basis, max(basis, reached - 1))


def _shift(cursor: Cursor, token: Token) -> Period:
    """``-30d``: the thirty days that end with the basis; ``+2w``: the two weeks that begin with it."""
    basis = cursor.basis.toordinal()
    other = counted(cursor, token, basis, token.number, token.name)
    side = "up to" if token.number < 0 else "from"
    many = f"{abs(token.number)} {_plural(token.name, token.number)}"
    why = f"{token.text}: {many} {side} {cursor.basis}, this day included"
    return Period(_beside(basis, other), why, token, True, point=from_days(other, other))


def _plural(unit: str, amount: int) -> str:
    return unit if abs(amount) == 1 else f"{unit}s"


_NAMED_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}


def _from_word(cursor: Cursor) -> Period:
    token = cursor.take()
    if token.name in _NAMED_DAYS:
        steps = _NAMED_DAYS[token.name]
        day = counted(cursor, token, cursor.basis.toordinal(), steps, "day")
        said = {
            0: f"{cursor.basis}, the basis",
            -1: f"the day before {cursor.basis}",
            1: f"the day after {cursor.basis}",
        }[steps]
        return Period(from_days(day, day), f"{token.text}: {said}", token, True)
    if token.name in ("last", "past", "next", "this"):
        return _beside_basis(cursor, token)
    if token.name == "in":
        if _counts(cursor):
            amount, unit = cursor.take(), cursor.take()
            return _away(cursor, token, amount.number, unit, cursor.basis.toordinal(), str(cursor.basis))
        return _bare(cursor)
    if token.name in ("early", "mid", "late", "beginning", "end"):
        cursor.accept("range")  # the hyphen of mid-2023
        raise refuse_part(cursor, token, _bare(cursor).date)
    raise cursor.error(token, "a date does not begin here")


def _from_unit(cursor: Cursor) -> Period | None:
    """``day before yesterday``, ``week of 13 september``, ``month of july``, ``year 2023``."""
    unit, after = cursor.peek(), cursor.peek(1)
    two_days = {("before", "yesterday"): -2, ("after", "tomorrow"): 2}.get((after.name, cursor.peek(2).name))
    if unit.is_unit("day") and two_days:
        for _ in range(3):
            cursor.take()
        day = counted(cursor, unit, cursor.basis.toordinal(), two_days, "day")
        return Period(from_days(day, day), f"{cursor.since(unit)}: 2 days {after.name} {cursor.basis}", unit, True)
    if (unit.is_unit("month") and after.kind == "month") or (unit.is_unit("year") and after.is_year):
        cursor.take()
        return _bare(cursor)
    if unit.is_unit("week") and not after.is_day and after.kind != "end":
        cursor.take()
        inside = period(cursor)
        first = inside.end.first
        if first is None or inside.end.precision != "day":
            raise cursor.error(inside.token, "the week of which day?")
        try:
            week = counting.calendar_unit(datetime.date.fromordinal(first), 0, "week")
        except (OutOfRange, ValueError):
            raise cursor.error(inside.token, str(OutOfRange())) from None
        return replace(inside, date=week, why=f"the week of {inside.why}", cycle=None)
    return None


def _beside_basis(cursor: Cursor, word: Token) -> Period:
    """``last 30 days``, ``last week``, ``last saturday``, and the same with past, next and this."""
    direction = {"last": -1, "past": -1, "next": 1, "this": 0}[word.name]
    token = cursor.peek()
    if _counts(cursor) or (token.is_unit() and word.name == "past"):
        amount = cursor.take().number if token.kind == "number" else 1
        return _rolling(cursor, word, amount, cursor.take(), direction)
    if token.is_unit() and not (token.is_unit("week") and cursor.peek(1).is_day):
        return _calendar_unit(cursor, word, cursor.take(), direction)
    found = dated(cursor)
    if isinstance(found, Cycle):
        basis = cursor.basis
        if direction < 0:
            return _resolved(cursor, word, found, Cycle.over, f"the last {found.name} that was over before {basis}")
        if direction > 0:
            return _resolved(cursor, word, found, Cycle.next, f"the first {found.name} that begins after {basis}")
        return _resolved(cursor, word, found, Cycle.current, f"the {found.name} of the time of {basis}")
    if found is not None:
        raise cursor.error(word, f"“{word.text}” and a year say two things", [offered(found)])
    raise cursor.error(token, f"“{word.text}” needs a unit, a month, a weekday or the like after it")


def _rolling(cursor: Cursor, word: Token, amount: int, unit: Token, direction: int) -> Period:
    if not direction:
        raise cursor.error(word, f"“{word.text}” takes one {unit.name} and no number")
    date = _stretch(cursor, word, amount, unit, direction)
    many = f"{amount} {_plural(unit.name, amount)}"
    side = "up to" if direction < 0 else "from"
    return Period(date, f"{cursor.since(word)}: {many} {side} {cursor.basis}, this day included", word, True)


def _calendar_unit(cursor: Cursor, word: Token, unit: Token, steps: int) -> Period:
    try:
        date = counting.calendar_unit(cursor.basis, steps, unit.name)
    except (OutOfRange, Uncountable) as reason:
        raise cursor.error(unit, str(reason)) from None
    whole = "week (Monday to Sunday)" if unit.name == "week" else unit.name
    side = {-1: "before that of", 0: "of", 1: "after that of"}[steps]
    return Period(date, f"{cursor.since(word)}: the {whole} {side} {cursor.basis}", word, True)


def _amount(cursor: Cursor) -> Period:
    """``2 weeks ago``, ``3 days after 2023-09-13``, ``3 days around 2023-09-13``."""
    amount, unit = cursor.take(), cursor.take()
    word = cursor.take()
    basis = cursor.basis.toordinal()
    if word.is_word("ago"):
        return _away(cursor, amount, -amount.number, unit, basis, str(cursor.basis))
    if word.is_word("since") and cursor.peek().is_word("today"):  # 3 days from now
        cursor.take()
        return _away(cursor, amount, amount.number, unit, basis, str(cursor.basis))
    if word.is_word("before", "after", "since", "around"):
        other = period(cursor)
        if word.is_word("around"):
            return widened(cursor, amount, unit, other)
        day = other.end.first if word.is_word("before") else other.end.last
        if day is None:
            raise cursor.error(other.token, "there is no day here to count from")
        steps = -amount.number if word.is_word("before") else amount.number
        away = _away(cursor, amount, steps, unit, day, in_words(other.end))
        return replace(away, relative=other.relative, why=f"{away.why}; {other.why}" if other.relative else away.why)
    raise _which_side(cursor, amount, unit)


def _away(cursor: Cursor, token: Token, amount: int, unit: Token, day: int, named: str) -> Period:
    there = counted(cursor, token, day, amount, unit.name)
    side = "before" if amount < 0 else "after"
    why = f"{abs(amount)} {_plural(unit.name, amount)} {side} {named}"
    return Period(from_days(there, there), f"{cursor.since(token)}: {why}", token, True)


def widened(cursor: Cursor, amount: Token, unit: Token, middle: Period) -> Period:
    """The days of a period and so many units on either side."""
    date = middle.end
    if date.first is None or date.last is None:
        raise cursor.error(middle.token, "this has no two ends to look around")
    first = counted(cursor, amount, date.first, -amount.number, unit.name)
    last = counted(cursor, amount, date.last, amount.number, unit.name)
    why = f"{amount.number} {_plural(unit.name, amount.number)} on either side of {in_words(date)}"
    return Period(
        from_days(first, last), f"{why}; {middle.why}" if middle.relative else why, middle.token, middle.relative
    )


def _which_side(cursor: Cursor, amount: Token, unit: Token) -> Exception:
    readings = []
    for name, direction in (("last", -1), ("next", 1)):
        date = _stretch(cursor, amount, amount.number, unit, direction)
        readings.append(offered(date, f"{name} {amount.number} {_plural(unit.name, amount.number)}"))
    return cursor.error(amount, "say which: last, next, ago or around a day", readings)
