"""Rules for days and months: "Sunday, September 10", "10 to 13 September", "last March", "2023-09-10", "Easter"."""

from __future__ import annotations

from datetime import date

from store.suggest.timex import company, holidays
from store.suggest.timex.forms import Base, Between, DayOfMonth, DayOfWeek, EachYear, Fixed, Form, YearOf
from store.suggest.timex.lexicon import ENDINGS
from store.suggest.timex.model import Period
from store.suggest.timex.pattern import Match, Rule

LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
PIVOT = 50  # years written with two digits: 51 to 99 are of the 20th century, 00 to 50 of the 21st

# A year before what comes each year ("last year's", "2009", "the 2009"); a direction before it ("this past March").
YEAR_AHEAD = "(the? y:YEAR (+' +s)? | r:REL year +' +s)"
TOWARDS = "(the|this? t:REL|ANA|past)"


def full_year(match: Match, name: str = "y") -> int:
    token = match[name]
    if "YEAR" in token.classes:
        return token.number
    return token.number + (1900 if token.number > PIVOT else 2000)


def direction(match: Match) -> int | None:
    """-1 for last, previous, past; 0 for this, same; 1 for next, following; ``None`` without such a word."""
    return -1 if match.word("t") == "past" else match.number("t")


def origin(match: Match) -> Base:
    """What a direction is seen from: "the following March" from the text, "next March" from publication."""
    return "text" if "t" in match and "ANA" in match["t"].classes else "published"


def year_ahead(match: Match) -> YearOf | None:
    if "y" in match:
        return YearOf(number=match["y"].number)
    return YearOf(steps=match["r"].number) if "r" in match else None


def written_low(match: Match) -> bool:
    """Whether the month is "may" or "march" without a capital."""
    return match["m"].low in company.VERBS and not match["m"].cased


def day_and_month(match: Match) -> Form | None:
    day, month = match["d"].number, match["m"].number
    if not 1 <= day <= LONGEST[month - 1] or not company.number_stands(match) or written_low(match):
        return None
    before_month = match.names["d"] < match.names["m"]
    if not before_month and match.low(0) in company.COUNTED:
        return None
    if before_month and match["d"].low.isalpha() and match.tokens[match.names["m"] - 1].low != "of":
        return None  # the second March meeting
    named = holidays.NAMED_DATES.get((month, day))
    if named and any(match.low(offset) in holidays.ATTACK_WORDS for offset in (0, 1)):
        return Fixed(period=Period("day", named), told=f"The attacks are those of {named.isoformat()}.")
    towards = direction(match)
    return EachYear(what="day", number=month, day=day, weekday=match.number("w"), direction=towards, base=origin(match))


def dashed(match: Match) -> Form | None:
    """13-Sep-2023"""
    day, month = match["d"].number, match["m"].number
    if not 1 <= day <= LONGEST[month - 1] or not company.number_stands(match):
        return None
    return EachYear(what="day", number=month, day=day, year=YearOf(number=full_year(match)))


def days_of_month(match: Match) -> Form | None:
    first, last, month = match["d"].number, match["e"].number, match["m"].number
    if not 1 <= first < last <= LONGEST[month - 1] or not company.number_stands(match) or written_low(match):
        return None
    if match.names["e"] > match.names["m"] and match.low(0) in company.COUNTED:
        return None
    if "list" in match and match.word("from") != "between" and last != first + 1:
        return None  # two days with others between them are not one stretch
    return Between(
        first=EachYear(what="day", number=month, day=first, weekday=match.number("w")),
        last=EachYear(what="day", number=month, day=last, weekday=match.number("v")),
    )


def day_of_month(match: Match) -> Form | None:
    """A day of a month without a name; bare ("on the 13th") only where nothing that is counted can follow."""
    day = match["d"].number
    if not 1 <= day <= 31 or match["d"].low.isalpha():
        return None
    if "w" in match or "r" in match:
        return DayOfMonth(day=day, weekday=match.number("w"), months=match.number("r"))
    after = match.low(0)
    ends = not after or not after[0].isalnum() or after in ("and", "with", "when", "after", "at", "in", "for")
    if not ends or match.low(-1) not in ("on", "by", "until", "since"):
        return None
    return DayOfMonth(day=day)


def weekday(match: Match) -> Form | None:
    return DayOfWeek(number=match["w"].number) if company.is_weekday(match) else None


def weekday_towards(match: Match) -> Form | None:
    return DayOfWeek(number=match["w"].number, direction=direction(match), base=origin(match))


def weekday_beside(match: Match) -> Form | None:
    """The Friday before, if nothing is named that it was before."""
    if match.low(0) not in ENDINGS:
        return None
    return DayOfWeek(number=match["w"].number, direction=1 if match.word("x") == "after" else -1, base="text")


def weekday_of_week(match: Match) -> Form | None:
    return DayOfWeek(
        number=match["w"].number, weeks=-1 if match.word("t") in ("past", "ago") else match.number("t") or 0
    )


def month(match: Match) -> Form | None:
    return EachYear(what="month", number=match["m"].number) if company.is_month(match) else None


def month_towards(match: Match) -> Form | None:
    if written_low(match):
        return None
    number, year = match["m"].number, year_ahead(match)
    return EachYear(what="month", number=number, year=year, direction=direction(match), base=origin(match))


def month_by_number(match: Match) -> Form | None:
    if not company.number_stands(match) or len(match["m"].low) != 2:
        return None
    if match["m"].number == (match["y"].number + 1) % 100:
        return None  # 2011-12 is a season or a fiscal year
    return Fixed(period=Period("month", date(match["y"].number, match["m"].number, 1)))


def numeric(match: Match) -> Form | None:
    """A day all in numbers: with points the day first, else the month first, the other way as an alternative."""
    if not company.number_stands(match, letters=True):
        return None
    year = full_year(match)
    if "m" in match:
        day = day_period(year, match["m"].number, match["d"].number)
        return Fixed(period=day) if day else None
    month_first = day_period(year, match["a"].number, match["b"].number)
    day_first = day_period(year, match["b"].number, match["a"].number)
    if match.tokens[match.first + 1].low == ".":
        month_first, day_first = day_first or month_first, None
    if month_first is None or month_first == day_first:
        month_first, day_first = month_first or day_first, None
    return Fixed(period=month_first, other=day_first) if month_first else None


def compact(match: Match) -> Form | None:
    digits = match["c"].low
    day = day_period(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if day is None or not 1900 <= day.first.year <= 2099 or not company.number_stands(match):
        return None
    return Fixed(period=day)


def day_period(year: int, month: int, day: int) -> Period | None:
    try:
        return Period("day", date(year, month, day))
    except ValueError:
        return None


def nine_eleven(match: Match) -> Form | None:
    if not company.number_stands(match) or match.low(0) in company.COUNTED:
        return None
    return Fixed(period=Period("day", holidays.NAMED_DATES[9, 11]), told="9/11 is a name of 2001-09-11.")


def holiday_rules() -> tuple[Rule[Form], ...]:
    """One rule a holiday; each must be written with a capital, a national day with its country just before."""

    def rule(name: str, country: frozenset[str] = frozenset(), key: str = "") -> Rule[Form]:
        def build(match: Match) -> Form | None:
            if not match["h"].cased:
                return None
            if country and not any(match.low(-offset) in country for offset in range(1, 6)):
                return None
            year, towards = year_ahead(match), direction(match)
            return EachYear(what="holiday", name=key or name, year=year, direction=towards, base=origin(match))

        return Rule("holiday", f"({TOWARDS} | {YEAR_AHEAD})? h:{name}", build)

    plain = [rule(name) for name in holidays.HOLIDAYS]
    return (*plain, *(rule(day.name, day.country, day.key) for day in holidays.NATIONAL_DAYS))


DAY = "d:DAY|ORD"
LAST_DAY = "the? e:DAY|ORD"
TO = "-|to|through|until|till|thru"
WEEKDAY = "(w:WEEKDAY|WEEKDAYABBR (,? the | ,)?)?"
FROM = "from:from|between?"

RULES: tuple[Rule[Form], ...] = (
    Rule("day and month", f"({WEEKDAY} | {TOWARDS}) m:MONTH the? {DAY}", day_and_month),
    Rule("day and month", f"{WEEKDAY} the? {DAY} (-|of | day of)? -? m:MONTH", day_and_month),
    Rule("day and month", "d:DAY +-|/ +m:MONTH +-|/ +y:YEAR|YY", dashed),
    Rule(
        "days of a month",
        f"{FROM} {WEEKDAY} m:MONTH {DAY} ({TO} | list:and|or) (v:WEEKDAY ,?)? {LAST_DAY}",
        days_of_month,
    ),
    Rule("days of a month", f"{FROM} the? {DAY} ({TO} | list:and|or) {LAST_DAY} of? m:MONTH", days_of_month),
    Rule("day of a month", "w:WEEKDAY ,? the d:ORD", day_of_month),
    Rule("day of a month", "the d:ORD (of the? (r:REL|ANA month))?", day_of_month),
    Rule("weekday", "w:WEEKDAY", weekday),
    Rule("weekday", "the w:WEEKDAY x:before|after|previous", weekday_beside),
    Rule("weekday", f"{TOWARDS} w:WEEKDAY", weekday_towards),
    Rule("weekday", "w:WEEKDAY (of the? t:REL|ANA|past week | t:REL week | a week t:ago)", weekday_of_week),
    Rule("weekday", "(t:REL week (+' +s)? | a week t:ago) w:WEEKDAY", weekday_of_week),
    Rule("month", "m:MONTH", month),
    Rule("month", f"({TOWARDS} | y:YEAR +' +s | r:REL year +' +s) m:MONTH", month_towards),
    Rule("month", "y:YEAR +-|/ +m:MM", month_by_number),
    Rule("numeric date", "y:YEAR +- +m:MM +- +d:DAY", numeric),
    Rule("numeric date", "y:YEAR +/ +m:MM +/ +d:DAY", numeric),
    Rule("numeric date", "y:YEAR +. +m:MM +. +d:DAY", numeric),
    Rule("numeric date", "a:DAY +/ +b:DAY +/ +y:YEAR|YY", numeric),
    Rule("numeric date", "a:DAY +- +b:DAY +- +y:YEAR|YY", numeric),
    Rule("numeric date", "a:DAY +. +b:DAY +. +y:YEAR", numeric),
    Rule("numeric date", "c:COMPACT", compact),
    Rule("named date", "9 +/ +11", nine_eleven),
    *holiday_rules(),
)
