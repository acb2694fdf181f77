"""Rules for dates counted from another: "yesterday", "last week", "two years ago", "the following day".

What lasts a time or comes again is no date and is refused: "the last two years", "for a week", "every month".
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from store.suggest.timex.forms import Base, DayOfWeek, Fixed, Form, Nth, Steps
from store.suggest.timex.lexicon import EDGES, ENDINGS, PARTS, RUNNING
from store.suggest.timex.model import Period, Unit
from store.suggest.timex.pattern import Match, Rule

UNIT_OF: dict[str, Unit] = {
    "day": "day",
    "week": "week",
    "weekend": "weekend",
    "fortnight": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "decade": "decade",
    "century": "century",
    "centuries": "century",
}
DAYPARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "tonight": "NI"}
DEICTIC = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
COMPARED = 16  # words within which "from" or "than" makes "a year earlier" a comparison: amounts may stand between
MANY = 200  # units away beyond which a count is not a date but a manner of speaking ("a thousand years ago")


def unit(match: Match, name: str = "u") -> Unit:
    word = match.word(name)
    return UNIT_OF[word if word in UNIT_OF else word.removesuffix("s")]


def deictic(match: Match) -> Form:
    daypart = match.word("p") or ("tonight" if match.word("d") == "tonight" else "")
    return Steps(unit="day", steps=DEICTIC[match.word("d")], daypart=DAYPARTS.get(daypart, ""))


def beyond(match: Match) -> Form:
    """The day before yesterday, the day after tomorrow."""
    return Steps(unit="day", steps=-2 if match.word("d") == "yesterday" else 2)


def part_of_day(match: Match) -> Form:
    """This morning, last night."""
    return Steps(unit="day", steps=-1 if match.word("r") == "last" else 0, daypart=DAYPARTS[match.word("p")])


def part_of_text_day(match: Match) -> Form:
    """The next day, the following morning, that night."""
    return Steps(unit="day", steps=match["r"].number, base="text", daypart=DAYPARTS.get(match.word("p"), ""))


def period_towards(match: Match) -> Form | None:
    """Last week, this month, next fiscal year; with "the" it is a time span ("over the last year") and no date."""
    kind, word = unit(match), match.word("r")
    if match.low(-1) == "the":
        return Steps(unit=kind, steps=1, base="text") if word == "next" and opens_sentence(match) else None
    if kind == "day" or (word in ("coming", "upcoming") and "this" not in match):
        return None
    steps = -1 if word == "past" else match["r"].number
    return Steps(unit=kind, steps=steps, approximate="fiscal" in match)


def opens_sentence(match: Match) -> bool:
    """Whether "the" before the match is a sentence's first word: "The next year he left" goes on with a story."""
    return match.low(-2) in ("", ".", "!", "?", ";", '"', "”")


def current(match: Match) -> Form:
    return Steps(unit=unit(match), steps=0, approximate="fiscal" in match)


def period_of_text(match: Match) -> Form | None:
    """The following day, that year, the same month."""
    if match.word("r") == "that" and match.low(0) in ("of", "after", "by"):
        return None  # said that year after year
    return Steps(unit=unit(match), steps=match["r"].number, base="text")


def edge_of_text(match: Match) -> Form | None:
    """The day before, the year after, the year previous: counted from the text, if the words end there."""
    if match.low(0) not in ENDINGS:
        return None
    steps = 1 if match.word("x") in ("after", "later") else -1
    daypart = DAYPARTS.get(match.word("p"), "")
    return Steps(unit="day" if daypart else unit(match), steps=steps, base="text", daypart=daypart)


def beyond_period(match: Match) -> Form:
    """The week before last, the week after next."""
    return Steps(unit=unit(match), steps=-2 if match.word("x") == "last" else 2)


def whole_period(match: Match) -> Form | None:
    """The entire year, later in the day, the end of the month: the one that is being spoken of."""
    word = match.word("x")
    part = RUNNING.get(word) or PARTS.get(word) or EDGES.get(word)
    return Steps(unit=unit(match), steps=0, base="text", part=part or "")


def bare_period(match: Match) -> Form | None:
    """For the year, in the quarter; not "for the year ended in June"."""
    kind, before = unit(match), match.low(-1)
    if match.low(0) not in ENDINGS or not (before in ("for", "during") or (kind == "quarter" and before == "in")):
        return None
    return Steps(unit=kind, steps=0, base="text", like=kind == "quarter")


def latest(match: Match) -> Form:
    """The latest quarter: the one spoken of, or the last full one."""
    return Steps(unit=unit(match), steps=0, base="text", like=True)


def period_of_day(match: Match) -> Form:
    """The week of October 16; the day is parsed after it."""
    return Nth(number=0, unit=unit(match))


def year_end(match: Match) -> Form:
    if "y" in match:
        return Fixed(period=Period("year", date(match["y"].number, 1, 1)), part="end")
    return Steps(unit="year", steps=0, part="end")


def a_year_before(match: Match) -> Form:
    """The year-ago quarter, the same period last year: the period being spoken of, a year before."""
    kind = unit(match) if match.word("u") in UNIT_OF else "year"
    if "y" in match:
        return Steps(unit=kind, steps=0, base="text", like=True, year=match["y"].number)
    steps = match.number("r")
    return Steps(unit=kind, steps=-1 if steps is None else steps, base="text", like=True)


def amount(match: Match) -> int | None:
    if "half" in match:
        return None
    number = match.number("n")
    multiple = match.number("k")
    if number is None:
        number = 1
    return number * multiple if multiple is not None else number


def counted(match: Match, sign: int, base: Base) -> Form | None:
    """So many units back or on; half units are counted in the next smaller kind."""
    kind, number = unit(match), amount(match)
    approximate = "k" in match
    if "half" in match:
        smaller: dict[Unit, tuple[Unit, int]] = {"century": ("year", 50), "decade": ("year", 5), "year": ("month", 6)}
        if kind not in smaller:
            return None
        whole = match.number("n")
        kind, per = smaller[kind]
        number = per + (2 * per * whole if whole is not None else 0)
        approximate = True
    if number is None or number == 0 or (number > MANY and kind not in ("day", "year")):
        return None
    if match.word("u").startswith("fortnight"):
        number *= 2
    return Steps(unit=kind, steps=sign * number, base=base, approximate=approximate)


def ago(match: Match) -> Form | None:
    before = match.low(-1)
    if before == "of" and match.low(-2) in ("quarter", "third", "part"):
        return None  # a quarter of a century ago
    if before in ("/", ".", ",") and match.tokens[match.first].glued:
        return None  # 4 1/2 years ago
    between = match.around(-2) if before in ("-", "to", "or") else None
    if between and "NUM" in between.classes:
        form = counted(match, -1, "published")
        return replace(form, approximate=True) if form else None  # 10-15 years ago
    return counted(match, -1, "published")


def years_ago_now(match: Match) -> Form | None:
    """Five years ago today, a decade ago this week."""
    number = amount(match)
    years = number * 10 if number and unit(match) == "decade" else number
    if years is None or years > MANY:
        return None
    kind = unit(match, "v") if "v" in match else "day"
    return Steps(unit=kind, steps=match.number("r") or 0, years=-years)


def ahead(match: Match) -> Form | None:
    return counted(match, 1, "published")


def earlier(match: Match) -> Form | None:
    """Two days earlier; "before" and "after" only where nothing is named that it was before or after."""
    word = match.word("x")
    if word in ("earlier", "later"):
        if match.low(0) in ("this", "last", "in"):
            return None
    elif match.low(0) not in ENDINGS:
        return None
    form = counted(match, -1 if word in ("earlier", "before", "previously") else 1, "text")
    if isinstance(form, Steps) and form.unit == "year" and form.steps == -1 and compared(match):
        return replace(form, like=True)
    return form


def year_ago(match: Match) -> Form | None:
    """A year ago; after "from", "than" or "compared with" it is the same quarter or month a year before."""
    return Steps(unit="year", steps=-1, like=True) if compared(match) else ago(match)


def compared(match: Match) -> bool:
    words = {match.low(-offset) for offset in range(1, COMPARED)}
    return bool(words & {"from", "than", "compared", "against", "versus", "vs"})


def nth_of(match: Match) -> Form | None:
    """The first week of …, the last three months of …; what it is part of is parsed after it if not "the year"."""
    number, count = match["o"].number, match.number("n") or 1
    whole = Steps(unit=unit(match, "whole"), steps=0, base="text") if "whole" in match else None
    if "w" in match:
        return Nth(number=number, weekday=match["w"].number, whole=whole)
    if "h" in match:
        return Nth(number=2 if match.word("o") == "latter" else number, unit="half", whole=whole)
    if match.word("o") == "latter" or (number not in (1, -1) and count > 1):
        return None
    if "UNITS" in match["u"].classes and "n" not in match:
        return None  # the first days of March
    return Nth(number=number, unit=unit(match), count=count, whole=whole)


UNIT = "u:UNIT|UNITS"
SOME = "(n:ONE|NUM | n:ONE? k:AMOUNT of? | n:NUM? k:AMOUNT)"
HALF = "(half:half a|an | n:ONE|NUM and a half:half)"
FISCAL = "fiscal:fiscal|financial|calendar|school|academic?"
PART = "p:DAYPART"
LATER = "earlier|later|before|after|previously|afterward|afterwards|thereafter"

RULES: tuple[Rule[Form], ...] = (
    Rule("day counted from publication", f"d:today|tonight|yesterday|tomorrow {PART}?", deictic),
    Rule("day counted from publication", "the? day (before d:yesterday | after d:tomorrow)", beyond),
    Rule("day counted from publication", f"r:this|last {PART}", part_of_day),
    Rule("day counted from the text", f"the? r:next (day | {PART})", part_of_text_day),
    Rule("day counted from the text", f"the? r:ANA {PART}", part_of_text_day),
    Rule("period counted from publication", f"r:REL {FISCAL} u:UNIT", period_towards),
    Rule("period counted from publication", "this:this r:past|coming u:UNIT", period_towards),
    Rule("period counted from publication", f"the current {FISCAL} u:UNIT", current),
    Rule("period counted from publication", "the u:UNIT (before x:last | after x:next)", beyond_period),
    Rule("period counted from the text", "the|that? r:ANA u:UNIT", period_of_text),
    Rule("day counted from the text", "the p:DAYPART x:before|after", edge_of_text),
    Rule("period counted from the text", "the u:UNIT x:before|after|previous|earlier|later|prior", edge_of_text),
    Rule("period spoken of", "the full|entire|whole u:week|month|quarter|year|decade", whole_period),
    Rule("period spoken of", f"x:{'|'.join((*RUNNING, *PARTS))} in the u:UNIT", whole_period),
    Rule("period spoken of", f"the? x:{'|'.join(EDGES)} of the u:UNIT", whole_period),
    Rule("period spoken of", "the u:week|month|quarter|year", bare_period),
    Rule("weekday", "the weekend", lambda _: DayOfWeek(number=5, unit="weekend")),
    Rule("period spoken of", "the (latest | most? recent) u:quarter|month", latest),
    Rule("period spoken of", "the u:week|weekend|month of", period_of_day),
    Rule("year end", "y:YEAR? (year (+' +s)? -? end | yearend)", year_end),
    Rule("year end", "(year (+' +s)? -? end | yearend) (,? y:YEAR)", year_end),
    Rule("a year before", "the|a? year +- +ago|earlier u:UNIT|half|period|level|figure?", a_year_before),
    Rule(
        "a year before",
        "the? same u:time|period|UNIT (of|in? r:last|this year | a year earlier|ago|before)",
        a_year_before,
    ),
    Rule("a year before", "the? same u:period|quarter|month of|in y:YEAR", a_year_before),
    Rule("ago", "n:a|one u:year ago", year_ago),
    Rule("ago", f"{SOME} -? {UNIT} ago", ago),
    Rule("ago", f"{SOME} u:year|years|decade|decades ago (today | r:this|last v:week|weekend|month)", years_ago_now),
    Rule("ago", f"{HALF} {UNIT} ago", ago),
    Rule("ago", f"n:ONE|NUM {UNIT} and a half:half ago", ago),
    Rule("from now", f"{SOME} {UNIT} from now|today", ahead),
    Rule("from now", f"{SOME} {UNIT} (+' +s?)? time", ahead),
    Rule("so long before or after", f"{SOME} {UNIT} x:{LATER}", earlier),
    Rule("so long before or after", f"{HALF} {UNIT} x:{LATER}", earlier),
    Rule(
        "part of a period",
        f"the? o:ORD|NTH|latter n:NUM? ({UNIT} | w:WEEKDAY | h:half) of|in (the whole:UNIT)?",
        nth_of,
    ),
)
