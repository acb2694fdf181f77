"""From one period to another: ``2023-07..2023-09-13``, ``since july``, ``before 2023``, ``july to september``."""

from __future__ import annotations

from dataclasses import replace

from store.edtf import Date, EdtfError, day_text, from_days, parse
from store.when.named import joins_days
from store.when.periods import Period, period, widened
from store.when.tokens import Cursor, Token
from store.when.wording import in_words, offered


def whole(cursor: Cursor) -> Period:
    """Read all of the text. Raises :class:`WhenError` at the first word that does not fit."""
    token = cursor.peek()
    if token.is_word("since", "before", "after", "until", "by", "between") or token.kind == "ellipsis":
        found = _open(cursor, cursor.take())
    elif token.is_word("within"):
        found = _within(cursor, cursor.take())
    else:
        found = _after_first(cursor, period(cursor))
    rest = cursor.peek()
    if rest.kind != "end":
        raise cursor.error(rest, "this does not fit what stands before it")
    return found


def _open(cursor: Cursor, token: Token) -> Period:
    """A range that begins with its word: since, before, after, until, between, ``..``."""
    if token.text.casefold() in ("from", "between") and joins_days(cursor):
        return period(cursor)  # the two days are the range: from 10 to 13 September
    # "since the beginning of 2023" and "until the end of July" say no more than since 2023 and until July.
    if not token.is_word("between"):
        cursor.accept_word("beginning" if token.is_word("since", "before") else "end")
    other = period(cursor)
    if token.is_word("since", "between"):
        if _joint(cursor, between=token.is_word("between")):
            return _from_to(cursor, other)
        if token.is_word("between"):
            raise cursor.error(cursor.peek(), "between this and what?")
        cursor.accept_word("onward")
        return _since(cursor, other)
    date = other.end
    if token.is_word("before"):
        if date.first is None:
            raise cursor.error(other.token, "this has no beginning to be before")
        return _opened(other, _days(cursor, other.token, None, date.first - 1), f"before {_why(other, date.first)}")
    if token.is_word("after"):
        if date.last is None:
            raise cursor.error(other.token, "this has no end to be after")
        return _opened(other, _days(cursor, other.token, date.last + 1, None), f"after {_why(other, date.last)}")
    return _opened(
        other, _interval(cursor, other, "..", _as_end(cursor, other)), f"to the end of {_why(other, date.last)}"
    )


def _opened(one: Period, date: Date, why: str) -> Period:
    """A period with one side opened: no longer one that comes again, nor a shift."""
    return Period(date, why, one.token, one.relative)


def _within(cursor: Cursor, token: Token) -> Period:
    """``within 3 days of 2023-09-13``."""
    amount, unit = cursor.take(), cursor.take()
    if amount.kind != "number" or not unit.is_unit():
        raise cursor.error(token, "within how many days of which date?")
    return widened(cursor, amount, unit, period(cursor))


def _after_first(cursor: Cursor, first: Period) -> Period:
    """What may follow a period: another end, nothing (``2023..``), or a width (``±3d``)."""
    if cursor.accept("within"):
        amount, unit = cursor.take(), cursor.take()
        if amount.kind != "number" or not unit.is_unit():
            raise cursor.error(amount, "how far? Say ±3d, ±2w, ±1m")
        return widened(cursor, amount, unit, first)
    if cursor.accept_word("onward"):
        return _since(cursor, first)
    joint = _joint(cursor)
    if joint is None:
        return first
    if joint.kind == "ellipsis" and cursor.peek().kind == "end":
        return _since(cursor, first)
    return _from_to(cursor, first)


def _joint(cursor: Cursor, *, between: bool = False) -> Token | None:
    return (
        cursor.accept("ellipsis")
        or cursor.accept("range")
        or cursor.accept_word("until")
        or (cursor.accept_word("and") if between else None)
    )


def _since(cursor: Cursor, start: Period) -> Period:
    return _opened(
        start, _interval(cursor, start, _as_start(cursor, start), ".."), f"from {_why(start, start.end.first)} on"
    )


def _from_to(cursor: Cursor, start: Period) -> Period:
    """Read the other end. Of two, one typed without its year takes the year that brings it next to the other."""
    cursor.accept_word("end")  # march to the end of july
    end = period(cursor)
    if start.cycle and end.cycle is None and end.date.precision == "year" and not end.relative:
        single = start.cycle.coming(end.date.first) if start.cycle.in_year and end.date.first is not None else None
        reason = f"a range up to {in_words(end.date)}, or a part of it? For a range write the year at both ends"
        raise cursor.error(start.token, reason, [offered(single)] if single else [])
    if end.cycle and start.cycle is None and start.end.first is not None:
        end = _moved(cursor, end, end.cycle.coming(start.end.first), start, f"the first {end.cycle.name} after")
    elif start.cycle and end.end.first is not None:
        start = _moved(cursor, start, start.cycle.begun(end.end.first), end, f"the last {start.cycle.name} before")
    left, right = _as_start(cursor, start), _as_end(cursor, end)
    date = _interval(cursor, end, left, right) if left != right else parse(left)
    return Period(
        date,
        f"{_why(start, start.end.first)} to {_why(end, end.end.last)}",
        start.token,
        start.relative or end.relative,
    )


def _moved(cursor: Cursor, one: Period, date: Date | None, other: Period, why: str) -> Period:
    """A period that comes again, in the year that the other end gives it."""
    if date is None:
        raise cursor.error(one.token, "that is beyond the years 1 to 9999")
    if date == one.date and other.relative:
        return one
    why = f"{why} {in_words(other.end)}" if other.relative else in_words(date)
    return replace(one, date=date, why=why, relative=other.relative)


def _why(one: Period, day: int | None = None) -> str:
    """What a period means, for a sentence about a range that it begins or ends on a day of its own."""
    date = one.end if day is None or _fits_interval(one.end) else from_days(day, day)
    return f"{in_words(date)} ({one.why})" if one.relative else one.why if date == one.end else in_words(date)


def _as_start(cursor: Cursor, one: Period) -> str:
    """The period as the first end of an EDTF interval."""
    date = one.end
    if _fits_interval(date):
        return date.text
    if date.first is None:
        raise cursor.error(one.token, "this has no beginning to count from")
    return date.text.partition("/")[0] if "/" in date.text else day_text(date.first)


def _as_end(cursor: Cursor, one: Period) -> str:
    date = one.end
    if _fits_interval(date):
        return date.text
    if date.last is None:
        raise cursor.error(one.token, "this has no end to count to")
    return date.text.partition("/")[2] if "/" in date.text else day_text(date.last)


def _fits_interval(date: Date) -> bool:
    return date.precision in ("day", "month", "season", "year") and "X" not in date.text


def _interval(cursor: Cursor, at_fault: Period, left: str, right: str) -> Date:
    try:
        return parse(f"{left}/{right}")
    except EdtfError as error:
        raise cursor.error(at_fault.token, error.reason) from None


def _days(cursor: Cursor, token: Token, first: int | None, last: int | None) -> Date:
    try:
        return from_days(first, last)
    except EdtfError:
        raise cursor.error(token, "that is beyond the years that a day can have") from None
