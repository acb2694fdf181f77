"""Typed text as tokens, each with its place, and a cursor to read them with."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from store.edtf import Date, EdtfError, parse
from store.when.reading import WhenError
from store.when.words import WordKind, look_up, nearest

TokenKind = Literal[
    WordKind, "date", "numeric", "shift", "decade", "week", "part", "range", "ellipsis", "within", "mark", "end"
]  # fmt: skip
LONGEST = 200
"""Code points that a typed date may have: far more than any needs, and a bound on the work for hostile text."""
MAX_AMOUNT = 9_999_999
"""More days than the calendar has."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text: ``number`` and ``name`` are what it says, ``date`` stands for EDTF as written."""

    kind: TokenKind
    start: int
    end: int
    text: str = ""
    name: str = ""
    number: int = 0
    date: Date | None = None
    year: int = 0

    def is_word(self, *names: str) -> bool:
        return self.kind == "word" and self.name in names

    def is_unit(self, *names: str) -> bool:
        return self.kind == "unit" and (not names or self.name in names)

    @property
    def is_day(self) -> bool:
        """Whether it can be the day of a month: one or two figures, or ``13th``."""
        return self.kind == "ordinal" or (self.kind == "number" and len(self.text) <= 2 and self.text.isdigit())

    @property
    def is_year(self) -> bool:
        return self.kind == "number" and len(self.text) == 4 and self.text.isdigit()


_GAP = re.compile(r"[\s,]+")
_CHUNK = re.compile(r"\[[^\]\s,]*\]|(?:(?!\.\.|…|[–—±])[^\s,])+")
_ISO_LIKE = re.compile(r"-?\d{4}-\d\d(?!\d)|-?\d{2,3}X|Y-?\d|\[", re.ASCII | re.IGNORECASE)
_EDTF_LETTERS = re.compile(r"[\d\-:+/.~?%XYTZ\[\]]+", re.ASCII | re.IGNORECASE)
_BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_NUMERIC = re.compile(
    r"\d{1,4}([-./])\d{1,2}\1\d{1,4}|\d{1,2}[./]\d{1,2}|\d{1,2}[-./]\d{4}|\d{4}[-./]\d{1,2}", re.ASCII
)
_PIECE = re.compile(
    r"""(?P<ellipsis>\.\.+|…)
    |(?P<range>[–—/])
    |(?P<within>±|\+/?-)
    |(?P<shift>[-+−](?P<amount>[0-9]+)\s*(?P<unit>[a-z]+)\b)
    |(?P<hyphen>[-−])
    |(?P<decade>'?(?P<tens>[0-9]{1,3}0)['’]?s\b)
    |(?P<week>(?:(?P<weekyear>[0-9]{4})-?)?w(?P<weeknumber>[0-9]{1,2})(?:-(?P<weekday>[1-7]))?\b)
    |(?P<part>(?P<letter>[qh])(?P<which>[1-4])\b)(?:[-/](?=[0-9]{4}\b))?
    |(?P<ordinal>[0-9]{1,2}(?=(?:st|nd|rd|th)\b))..
    |(?P<number>[0-9]+)(?:-(?=[qh][1-4]\b))?
    |(?P<word>[^\W\d_]+)(?:['’]s\b)?(?:\.(?!\.))?
    |(?P<mark>[?~%])
    """,
    re.VERBOSE | re.IGNORECASE,
)


def edtf_of(text: str) -> Date | None:
    """The date, if the text is EDTF (in capitals or not)."""
    if not _EDTF_LETTERS.fullmatch(text):
        return None
    try:
        return parse(text.upper())
    except EdtfError:
        return None


def tokenize(text: str) -> list[Token]:
    """The tokens of a typed date. Raises :class:`WhenError` at the first piece that no date has."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        if gap := _GAP.match(text, at):
            at = gap.end()
            continue
        chunk = _CHUNK.match(text, at)
        token = _whole(text, chunk, found) if chunk else None
        if token is None:
            token = _piece(text, at)
        if token.kind != "filler":
            found.append(token)
        at = token.end
    return found


def _whole(text: str, chunk: re.Match[str], before: list[Token]) -> Token | None:
    """The token of a run without blanks that is one date as a whole: EDTF, or days and months in figures."""
    start, end, written = chunk.start(), chunk.end(), chunk[0]
    if not any(character.isdigit() for character in written) or (written.isdigit() and len(written) == 4):
        return None
    if written[0] in "-/" and before and not _begins_year(before[-1], start):
        return None
    if date := edtf_of(written):
        return Token("date", start, end, written, date=date)
    if _NUMERIC.fullmatch(written):
        return Token("numeric", start, end, written)
    if basic := _BASIC.fullmatch(written):
        return Token("date", start, end, written, date=_basic(text, start, basic))
    if _ISO_LIKE.match(written):
        try:
            parse(written)
        except EdtfError as error:
            raise WhenError(text, start + error.position, error.reason) from None
    return None


def _basic(text: str, start: int, figures: re.Match[str]) -> Date:
    """The day of eight figures. Raises :class:`WhenError` at the month or day that there is not."""
    day = "-".join(figures.groups())
    try:
        return parse(day)
    except EdtfError as error:
        # Each of the hyphens before the fault is one character that was not typed.
        raise WhenError(text, start + error.position - day[: error.position].count("-"), error.reason) from None


def _begins_year(before: Token, start: int) -> bool:
    """Whether a hyphen is the sign of a year: in ``since -0044``, not in ``2022 -2023`` nor in ``mid-2023``."""
    return before.kind == "ellipsis" or (before.kind == "word" and before.end < start)


def _piece(text: str, at: int) -> Token:
    """The token at ``at``: a word, a number, a sign. Raises :class:`WhenError`."""
    match = _PIECE.match(text, at)
    if match is None:
        raise WhenError(text, at, "no date is written with this character")
    start, end = match.span()
    written = match[0]
    if match["word"]:
        return _word(text, start, match.end("word"), end)
    if match["number"]:
        return Token("number", start, end, match["number"], number=_amount(text, start, match["number"]))
    if match["shift"]:
        unit = look_up(match["unit"])
        if unit and unit.kind == "unit":
            amount = _amount(text, match.start("amount"), match["amount"])
            return Token("shift", start, end, written, unit.name, amount if written[0] == "+" else -amount)
        if written[0] == "+":
            raise _unknown(text, match.start("unit"), match["unit"])
        return Token("range", start, start + 1, written[0])  # the hyphen of "10-13 sep"
    if match["hyphen"] or match["range"]:
        return Token("range", start, end, written)
    if match["ordinal"]:
        return Token("ordinal", start, end, written, number=int(match["ordinal"]))
    if match["part"]:
        return Token("part", start, end, match["part"], match["letter"].lower(), int(match["which"]))
    if match["decade"]:
        return Token("decade", start, end, written, number=int(match["tens"]))
    if match["week"]:
        year = int(match["weekyear"] or 0)
        return Token("week", start, end, written, match["weekday"] or "", int(match["weeknumber"]), year=year)
    return Token("ellipsis" if match["ellipsis"] else "within" if match["within"] else "mark", start, end, written)


def _word(text: str, start: int, word_end: int, end: int) -> Token:
    written = text[start:word_end]
    word = look_up(written)
    if word is None:
        raise _unknown(text, start, written)
    return Token(word.kind, start, end, written, word.name, word.number)


def _unknown(text: str, start: int, written: str) -> WhenError:
    near = nearest(written)
    return WhenError(text, start, f"not a word for a date; did you mean “{near}”?" if near else "not a word for a date")


def _amount(text: str, start: int, digits: str) -> int:
    if len(digits) > len(str(MAX_AMOUNT)):
        raise WhenError(text, start, f"{digits} is too large a number for a date")
    return int(digits)


class Cursor:
    """Reads the tokens of a text from left to right; past the last one stands a token of kind ``end``."""

    def __init__(self, text: str, basis: datetime.date) -> None:
        self.text, self.basis = text, basis
        self.tokens = tokenize(text)
        self._end = Token("end", len(text), len(text))
        self._at = 0

    def peek(self, ahead: int = 0) -> Token:
        """The next token, or one further on (-1 is the one just taken)."""
        at = self._at + ahead
        return self.tokens[at] if 0 <= at < len(self.tokens) else self._end

    def take(self) -> Token:
        token = self.peek()
        self._at += 1
        return token

    def accept(self, kind: TokenKind) -> Token | None:
        return self.take() if self.peek().kind == kind else None

    def accept_word(self, *names: str) -> Token | None:
        return self.take() if self.peek().is_word(*names) else None

    def since(self, start: Token) -> str:
        """The text from a token to the last one taken."""
        return self.text[start.start : self.tokens[self._at - 1].end]

    def error(self, token: Token, reason: str, readings: Iterable[str] = ()) -> WhenError:
        return WhenError(self.text, token.start, reason, readings)
