"""Rules for longer periods with a name: quarters, halves, seasons, years, fiscal years, decades, centuries."""

from __future__ import annotations

from datetime import date

from store.suggest.timex import company
from store.suggest.timex.day_rules import TOWARDS, YEAR_AHEAD, direction, full_year, origin, year_ahead
from store.suggest.timex.forms import Between, EachYear, Fixed, Form, YearOf
from store.suggest.timex.lexicon import words
from store.suggest.timex.model import Period, Unit
from store.suggest.timex.pattern import Match, Rule

LATEST_YEAR = 2100  # a bare number beyond is not taken for a year
LONGEST_RANGE = 150  # years between the ends of "1914-1918"; 2004-2999 is a number of something

# Before these a half is a half of the year, not of a game.
RESULTS = frozenset(
    words(
        "profit profits result results earnings loss losses net sales revenue revenues operating pretax report figures"
    )
)


def fixed(unit: Unit, year: int, *, fiscal: bool = False) -> Form:
    return Fixed(period=Period(unit, date(year, 1, 1)), fiscal=fiscal)


def before_christ(match: Match) -> bool:
    return match.low(0) in ("b", "bc", "bce")


def year_follows(match: Match) -> bool:
    """Whether the next words are a year: "2009", "of last year", "of fiscal 2009"."""
    for offset in range(3):
        token = match.around(offset)
        if token is None:
            return False
        if token.low in ("year", "fiscal") or "YEAR" in token.classes:
            return True
        if token.low not in ("of", "in", "the", ",") and not {"REL", "ANA"} & set(token.classes):
            return False
    return False


def quarter(match: Match) -> Form | None:
    number = match["o"].number
    if not (1 <= number <= 4 or number == -1) or ("q" in match and not company.number_stands(match)):
        return None
    if match.low(0) == "of" and match.low(1) in ("a", "an", "the") and not year_follows(match):
        return None  # the third quarter of the game
    year = year_ahead(match)
    if match.word("o") == "last" and year is None and not year_follows(match):
        return None  # last quarter: the quarter before this one
    return EachYear(what="quarter", number=number % 5, year=year, fiscal="fiscal" in match)


def half(match: Match) -> Form | None:
    """Half-years: of a named year, or before results; games have halves too."""
    number = 2 if match.word("o") == "latter" else match["o"].number
    year = YearOf() if "whole" in match else year_ahead(match)
    if number not in (1, 2, -1):
        return None
    if year is None and match.low(0) not in RESULTS and match.low(1) not in RESULTS and not year_follows(match):
        return None
    return EachYear(what="half", number=number % 3, year=year)


def season(match: Match) -> Form | None:
    token, year, towards = match["s"], year_ahead(match), direction(match)
    if "y" in match and token.cased:
        return None  # the 2008 Summer Olympics
    if year is None and towards is None and not year_follows(match) and not company.is_season(match):
        return None
    return EachYear(what="season", number=token.number, year=year, direction=towards, base=origin(match))


def year(match: Match) -> Form | None:
    number = match["y"].number
    if before_christ(match) or not company.number_stands(match):
        return None
    if match.stop - match.first == 1 and not company.is_year(match, number, latest=LATEST_YEAR):
        return None
    return fixed("year", number, fiscal="fiscal" in match)


def short_fiscal_year(match: Match) -> Form | None:
    return fixed("year", full_year(match), fiscal=True) if company.number_stands(match) else None


def short_year(match: Match) -> Form | None:
    """In '08; not an opening quotation mark before a number."""
    if match.low(-1) not in company.BEFORE_YEARS or not company.number_stands(match) or match.low(0) == "'":
        return None
    return fixed("year", full_year(match))


def spoken_year(match: Match) -> Form | None:
    """A year in words needs a word before it: "twenty ten" alone may be anything."""
    before = match.low(-1)
    if before not in company.BEFORE_YEARS and before not in ("and", "to", ",", "of"):
        return None
    return None if match.low(0) in company.COUNTED else fixed("year", match["y"].number)


def years(match: Match) -> Form | None:
    first, last = match["y"].number, match["z"].number
    if "YEAR" not in match["z"].classes:
        last += first // 100 * 100
        last += 100 if last < first else 0
    if not first < last <= first + LONGEST_RANGE or not company.number_stands(match):
        return None
    return Between(first=fixed("year", first), last=fixed("year", last))


def decade(match: Match) -> Form | None:
    """The 1980s and 1980's; the '80s and the 80s, but not "in his 80s"."""
    number, opening, before = match["y"].number, match.tokens[match.first].low, match.low(-1)
    parted = before in ("early", "late", "mid", "-")
    if number % 10 or not company.number_stands(match):
        return None
    if "YEAR" in match["y"].classes:
        possessive = match.tokens[match.stop - 2].low == "'" and opening != "the" and not parted
        return None if possessive else fixed("decade", number)
    listed = before in ("and", "or", "to", "-") and match.low(-2) == "s"
    if not (listed or parted or opening in ("the", "'")):
        return None
    return fixed("decade", full_year(match))


def decade_in_words(match: Match) -> Form | None:
    century = {"eighteen": 1800, "nineteen": 1900}.get(match.word("c"), 1900)
    if (
        "c" not in match
        and match.tokens[match.first].low != "the"
        and match.low(-1) not in ("early", "late", "mid", "-")
    ):
        return None
    return fixed("decade", century + match["d"].number * 10)


def century(match: Match) -> Form | None:
    number = match["o"].number
    return None if not 2 <= number <= 22 or before_christ(match) else fixed("century", (number - 1) * 100)


FISCAL = "fiscal:fiscal|financial|calendar|academic|school|tax"

RULES: tuple[Rule[Form], ...] = (
    Rule("quarter", f"({YEAR_AHEAD} | fiscal:fiscal y:YEAR)? the? fiscal:fiscal? o:ORD|NTH -? quarter", quarter),
    Rule("quarter", f"{YEAR_AHEAD}? (q:q +o:NUM | o:NUM +q:q)", quarter),
    Rule("half", f"{YEAR_AHEAD}? the? o:ORD|NTH|latter -? half (of whole:the year)?", half),
    Rule("season", f"({YEAR_AHEAD} | {TOWARDS})? s:SEASON", season),
    Rule("year", "y:YEAR", year),
    Rule("year", "the year y:YEAR", year),
    Rule("year", "' +y:YY", short_year),
    Rule("fiscal year", f"the? {FISCAL} (-? year)? y:YEAR", year),
    Rule("fiscal year", f"the? {FISCAL} (-? year)? ' +y:YY", short_fiscal_year),
    Rule("fiscal year", f"the? y:YEAR {FISCAL} year", year),
    Rule("fiscal year", "fy '? y:YEAR|YY", short_fiscal_year),
    Rule("year", "y:SPOKENYEAR", spoken_year),
    Rule("years", "y:YEAR +-|/ +'? +z:YEAR|YY", years),
    Rule("decade", "the? y:YEAR +'? +s", decade),
    Rule("decade", "the? '? y:YY +'? +s", decade),
    Rule("decade", "the? (c:eighteen|nineteen -?)? d:DECADE", decade_in_words),
    Rule("century", "the? o:ORD -? century", century),
)
