"""Words around a date that narrow or blur it: "early", "the end of", "about", "Friday night", and a year behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from store.suggest.timex import company
from store.suggest.timex.day_rules import full_year
from store.suggest.timex.forms import Between, EachYear, Fixed, Form, Steps, YearOf
from store.suggest.timex.lexicon import EDGES, PARTS, RUNNING, words
from store.suggest.timex.pattern import Match, Matcher, Rule
from store.suggest.timex.relative_rules import DAYPARTS
from store.suggest.timex.scan import Token

ABOUT = frozenset(words("about around circa roughly approximately"))
# Before an amount ("nearly two years ago") these blur the date too.
ABOUT_AMOUNTS = ABOUT | frozenset(words("some nearly almost over just only exactly"))
LEADING = frozenset({"the", "in", "of", "-", "than", "least", "most", "under", *PARTS, *RUNNING, *ABOUT_AMOUNTS})
COUNTED_RULES = frozenset({"ago", "from now", "so long before or after"})
OPEN_AMOUNTS = {
    ("more", "than"),
    ("less", "than"),
    ("at", "least"),
    ("at", "most"),
    ("just", "over"),
    ("just", "under"),
}


class Piece(NamedTuple):
    """A form and the tokens it stands on (``stop`` excluded), with the rule that made it; for a range its two ends."""

    first: int
    stop: int
    form: Form
    rule: str
    ends: tuple[Piece, ...] = ()


def widened(tokens: Sequence[Token], piece: Piece, floor: int) -> Piece:
    """The piece with the modifiers before and behind it; none is taken before token ``floor``."""
    return ahead(tokens, behind(tokens, piece), floor)


def behind(tokens: Sequence[Token], piece: Piece) -> Piece:
    """Take in the year of a thing that comes every year, then the part of a day."""
    first, stop, form, rule, _ = piece
    if isinstance(form, EachYear) and form.year is None and form.direction is None:
        year, stop = year_behind(tokens, stop)
        form = replace(form, year=year) if year else form
    elif isinstance(form, Between) and isinstance(form.first, EachYear) and isinstance(form.last, EachYear):
        year, stop = year_behind(tokens, stop)
        form = Between(first=replace(form.first, year=year), last=replace(form.last, year=year)) if year else form
    after = tokens[stop] if stop < len(tokens) else None
    if after and "DAYPART" in after.classes and not after.broke and is_day(form) and not form.daypart:
        form, stop = replace(form, daypart=DAYPARTS[after.low]), stop + 1
    return Piece(first, stop, form, rule)


def is_day(form: Form) -> bool:
    if isinstance(form, EachYear):
        return form.what in ("day", "holiday")
    if isinstance(form, Fixed):
        return form.period.unit == "day"
    return not isinstance(form, Steps) or form.unit == "day"


def ahead(tokens: Sequence[Token], piece: Piece, floor: int) -> Piece:
    """Take in "early", "mid-", "the end of", "earlier" (this year), "the morning of", and "about"."""
    first, stop, form, rule, _ = piece

    def low(offset: int) -> str:
        """The word so many before the piece, if it is free and in the same paragraph."""
        place = first - offset
        if place < floor or any(tokens[k].broke for k in range(place + 1, first + 1)):
            return ""
        return tokens[place].low

    if low(1) not in LEADING:
        return piece
    skipped = 1 if low(1) in ("the", "in", "-") else 0
    if low(1) == "the" and low(2) in ("in", "of"):
        skipped = 2
    word, reach = low(skipped + 1), skipped + 1
    if (word in PARTS and low(1) != "the") or (word in PARTS and skipped == 2):
        form, first = replace(form, part=PARTS[word]), first - reach
    elif low(1) in RUNNING or (low(1) == "in" and low(2) in RUNNING):
        reach = 1 if low(1) in RUNNING else 2
        form, first = replace(form, part=RUNNING[low(reach)]), first - reach
    else:
        reach = 1 if low(1) == "of" else 2 if (low(1), low(2)) == ("the", "of") else 0
        if low(1) == "-" and low(2) in ("end", "start"):
            form, first = replace(form, part=EDGES[low(2)]), first - 2
        elif reach and low(reach + 1) in EDGES:
            form, first = replace(form, part=EDGES[low(reach + 1)]), first - reach - 1
        elif reach and low(reach + 1) in DAYPARTS and is_day(form) and not form.daypart:
            form, first = replace(form, daypart=DAYPARTS[low(reach + 1)]), first - reach - 1
        if first < piece.first and low(1) == "the":
            first -= 1
    counted = isinstance(form, Steps) and rule in COUNTED_RULES
    if low(1) in (ABOUT_AMOUNTS if counted else ABOUT):
        form, first = replace(form, approximate=low(1) not in ("just", "only", "exactly")), first - 1
    elif counted and (low(2), low(1)) in OPEN_AMOUNTS:
        form, first = replace(form, approximate=True), first - 2
    return Piece(first, stop, form, rule)


def year_behind(tokens: Sequence[Token], stop: int) -> tuple[YearOf | None, int]:
    """The year named behind something, and the token after it: ", 2009", "of last year", "that year", "a year ago"."""
    if stop >= len(tokens) or tokens[stop].broke or not YEARS_BEHIND.may_start(tokens[stop]):
        return None, stop
    for rule, match in YEARS_BEHIND.matches(tokens, stop):
        year = rule.build(match)
        if year:
            return year, match.stop
    return None, stop


def numbered_year(match: Match) -> YearOf | None:
    if not company.number_stands(match) or match.low(0) in company.COUNTED:
        return None
    return YearOf(number=full_year(match))


def relative_year(match: Match) -> YearOf:
    return YearOf(steps=-1 if "ago" in match else match.number("r") or 0)


def year_of_text(match: Match) -> YearOf:
    return YearOf(steps=match["r"].number, base="text")


YEARS_BEHIND: Matcher[YearOf] = Matcher(
    (
        Rule("year", ",? of|in? y:YEAR", numbered_year),
        Rule("year", "of? ' +y:YY", numbered_year),
        Rule("year", "+- +y:YEAR", numbered_year),
        Rule("year", ",? of? the? (fiscal|financial|calendar year? | year) y:YEAR", numbered_year),
        Rule("year in words", ",? of? y:SPOKENYEAR", lambda match: YearOf(number=match["y"].number)),
        Rule("last year", ",? of? r:last|this|next fiscal? year", relative_year),
        Rule("last year", "of the current year", relative_year),
        Rule("last year", "a year ago:ago|earlier|before", relative_year),
        Rule("that year", "of? the? r:ANA year", year_of_text),
        Rule("that year", "of the r:year", year_of_text),
    )
)
