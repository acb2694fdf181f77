"""What is less than a date: decades by two digits, early and late parts of a year, marks of doubt."""

from __future__ import annotations

from store.edtf import Date, from_days, from_ordinal, month_length, parse, to_ordinal, year_text
from store.when.reading import WhenError
from store.when.tokens import Cursor, Token
from store.when.wording import in_words, offered


def decade(cursor: Cursor, token: Token) -> Date:
    """``1990s``, ``90s``. ``1900s`` and ``2000s`` can be a decade or a century: refused with both."""
    number = token.number
    if number < 100:
        number += cursor.basis.year // 100 * 100
        if number > cursor.basis.year:
            number -= 100
        if number < 1:
            raise cursor.error(token, "that is beyond the years 1 to 9999")
    text = f"{number:04d}"
    if number % 100 == 0 and token.number >= 100:
        readings = [offered(parse(f"{text[:3]}X")), offered(parse(f"{text[:2]}XX"))]
        raise cursor.error(token, "the decade or the century?", readings)
    return parse(f"{text[:3]}X")


def marked(date: Date, mark: str) -> Date:
    """The date with ``~``, ``?`` or ``%`` put to it, or to each end of a span."""

    def put(text: str) -> str:
        if text in ("", ".."):
            return text
        if text[-1] not in "~?%":
            return text + mark
        return text[:-1] + (mark if text[-1] == mark else "%")

    return parse("/".join(put(text) for text in date.text.split("/")))


_YEAR_PARTS = {
    "early": ((1, 3, "first quarter"), (1, 4, "first third")),
    "mid": ((4, 9, "middle half"), (5, 8, "middle third")),
    "late": ((10, 12, "last quarter"), (9, 12, "last third")),
}
_YEAR_PARTS |= {"beginning": _YEAR_PARTS["early"], "end": _YEAR_PARTS["late"]}
_MONTH_PARTS = {"early": (1, 10, "first ten days"), "mid": (11, 20, "middle ten days"), "late": (21, 31, "last days")}
_MONTH_PARTS |= {"beginning": _MONTH_PARTS["early"], "end": _MONTH_PARTS["late"]}


def refuse_part(cursor: Cursor, token: Token, date: Date) -> WhenError:
    """Early, mid and late have no agreed bounds: the error offers those that people mean."""
    reason = f"“{token.text}” has no agreed bounds"
    if date.first is None or date.precision not in ("year", "month"):
        return cursor.error(token, f"{reason}: name the days or months")
    year, month, _ = from_ordinal(date.first)
    if not -9999 <= year <= 9999:
        return cursor.error(token, reason)
    if date.precision == "month":
        first, last, what = _MONTH_PARTS[token.name]
        last = min(last, month_length(year, month))
        days = from_days(to_ordinal(year, month, first), to_ordinal(year, month, last))
        return cursor.error(token, reason, [offered(days, f"the {what} of {in_words(date)}")])
    named = year_text(year)
    readings = [
        offered(parse(f"{named}-{first:02d}/{named}-{last:02d}"), f"the {what} of {in_words(date)}")
        for first, last, what in _YEAR_PARTS[token.name]
    ]
    return cursor.error(token, reason, readings)
