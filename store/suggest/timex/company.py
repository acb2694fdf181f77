"""Whether a word that may be a date is one here, judged by the words around it.

"2000" is a year in "since 2000" and none in "2000 people"; "May" is a month in "until May" and none in "they may
meet" or "Theresa May said". Every test looks at a few neighbours only.
"""

from __future__ import annotations

from store.suggest.timex.lexicon import DOUBTFUL_MONTHS, words
from store.suggest.timex.pattern import Match
from store.suggest.timex.scan import Token

# Words that may go before a bare month or year; after "last" or "of" a number may also be an amount.
BEFORE_MONTHS = frozenset(
    words(
        "in by since until till from of through throughout during for before after between early earlier late "
        "later mid last next this past"
    )
)
BEFORE_YEARS = BEFORE_MONTHS - {"for"} | {"year", "fiscal", "circa"}
JOINED = frozenset(words("and or to through until - , /"))
SPEECH = frozenset(words("said says told tells was is has had will would who whose also and 's"))

# Nouns that are counted: a number before one is an amount.
COUNTED = frozenset(
    words(
        "people persons troops soldiers men women children civilians refugees migrants prisoners employees "
        "workers jobs passengers students members delegates protesters demonstrators votes seats homes houses "
        "buildings families households cars vehicles aircraft ships missiles shells rounds tanks units shares "
        "stores pages words copies percent per cent points dollars euros pounds yen rubles francs marks cents "
        "million billion trillion hundred thousand miles kilometers kilometres meters metres km m feet foot ft "
        "inches yards acres hectares square tons tonnes kilograms kg grams liters litres gallons barrels degrees "
        "watts megawatts mw kw volts calories rpm cc hp mph hours hour minutes minute seconds years days weeks "
        "months times different other more mile foot meter metre kilometer kilometre acre ton pound member man "
        "word page seat point strong gmt utc est edt hrs local"
    )
)
MONEY = frozenset(words("$ £ € ¥ ₩ ₽ ₹ # № us$ rs usd eur gbp no nos"))
AMOUNT_AHEAD = frozenset(words("about some nearly almost over than least most only exactly another all these those"))
# What has a number of its own: Resolution 1973, Flight 1549.
NUMBERED = frozenset(
    words(
        "resolution resolutions section article page pages route flight room rule number chapter highway bill law "
        "decree directive form channel unit class lot box case file order no nos"
    )
)

PAPERS = frozenset(
    words("times telegraph mirror express herald mail post independent mercury tribune business world sun star")
)
NAMED_DAYS = frozenset(words("black bloody super ash fat cyber good palm easter holy man girl ruby mad"))
TITLES = frozenset(words("mr mrs ms dr miss sir"))
VERBS = frozenset({"may", "march"})
REPEATED = frozenset(words("every each per most some many any another one"))


def classes(token: Token | None) -> tuple[str, ...]:
    return token.classes if token else ()


def number_stands(match: Match, *, letters: bool = False) -> bool:
    """Whether a number at either end of the match is whole: no digits, point, unit or code sticks to it.

    ``letters`` allows a word glued behind (the T of an ISO time).
    """
    after, further = match.around(0), match.around(1)
    if after and after.glued:
        if after.low in ("%", "/", "$", "_", "°", "@", "\\", "+", "="):
            return False
        if after.low[0].isalnum() and not letters:
            return False
        if after.low in (",", ".", ":", "-") and further and further.glued and further.low[0].isdigit():
            return False
    first = match.tokens[match.first]
    before = match.around(-1)
    if first.glued and before and first.low[0].isdigit():
        if before.low[0].isalnum() or before.low in MONEY or before.low in "/:+=_@&\\*~^<%°":
            return False
        if before.low in (".", ",", "-"):
            beyond = match.around(-2)
            # "post-1989" and "mid-1990", but no "737-2000", "3.1990" or "A-2000"
            if before.glued and beyond and (beyond.low[0].isdigit() or len(beyond.low) == 1):
                return False
            if before.low == "-" and not before.glued and not beyond:
                return False
    return True


def is_year(match: Match, year: int, *, latest: int) -> bool:
    """Whether a bare four-digit number is a year; ``latest`` is the last one believable."""
    before, after = match.low(-1), match.low(0)
    if before in MONEY or year > latest:
        return False
    token = match.around(0)
    if token and token.low == "-" and token.glued:
        after = match.low(1)
    if after in COUNTED:
        return False
    if before in BEFORE_YEARS or (before == "," and "MONTH" in classes(match.around(-2))):
        return True
    if before in AMOUNT_AHEAD or before in NUMBERED or (before == "." and match.low(-2) in NUMBERED):
        return False
    if year % 100 == 0:
        return before in ("the", "and", "to", "(", "-")
    return year >= 1900


def is_month(match: Match) -> bool:
    """Whether a month's name alone is the month. "May" and "March" need a sign for it, "April", "June" and "August"
    none against it, the others hardly ever mean something else."""
    month = match.tokens[match.stop - 1]
    before = match.low(-1)
    after = match.around(0)
    if before in TITLES or (before == "." and match.low(-2) in TITLES):
        return False
    if month.low not in DOUBTFUL_MONTHS:
        return True
    if not month.cased:
        return False
    if after and "YEAR" in after.classes:
        return True
    if before in BEFORE_MONTHS:
        possessive = after is not None and after.low == "'" and before in ("of", "for", "from", "before", "after")
        return not (possessive and month.low in VERBS)
    if after and after.low in JOINED and is_month_token(match.around(1)):
        return True
    if after and after.cased and after.low.isalpha():
        return False
    if before in JOINED and (is_month_token(match.around(-2)) or is_month_token(match.around(-4))):
        return True
    if after is None or after.low in SPEECH:
        return False
    if month.low in VERBS:
        return before in ("a", "the", "its", "their", "'s", "s") and after.low.isalpha() and after.low != "on"
    return True


def is_month_token(token: Token | None) -> bool:
    return token is not None and "MONTH" in token.classes and token.cased


def is_season(match: Match) -> bool:
    """Whether a season's name without a year or "last" is the season: "in the spring", not "the fall of"."""
    season = match.tokens[match.stop - 1]
    before = match.low(-1)
    if season.cased and before not in ("in", "by", "this"):
        return False
    if before in ("the", "early", "late", "mid", "-"):
        before = match.low(-2) if before in ("the", "-") else before
    if before not in ("in", "by", "during", "since", "until", "early", "late", "mid", "over", "for", "from"):
        return False
    return match.low(0) not in ("of", "in", "-", "from", "to")


def is_weekday(match: Match) -> bool:
    """Whether a weekday's name is a day: not a repeated day, a newspaper or a day with a name of its own."""
    before, after = match.low(-1), match.low(0)
    if before in REPEATED or before in NAMED_DAYS:
        return False
    if after in PAPERS and match.low(-1) in ("the", "britain", "'", "s"):
        return False
    return not (before == "on" and match.low(-2) == "mail")
