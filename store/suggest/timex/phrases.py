"""Date phrases of a token list: the rules' matches with their modifiers, joined where several make one expression.

"Sunday" and "(September 10)" are one date, "from Sunday" and "to Wednesday" one range, "between May" and
"July 2012" one range whose first month has the year of the second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from store.suggest.timex import day_rules, period_rules, relative_rules
from store.suggest.timex.forms import Between, DayOfWeek, EachYear, Fixed, Form, Nth, Steps
from store.suggest.timex.modifiers import Piece, widened
from store.suggest.timex.pattern import Matcher
from store.suggest.timex.scan import Token

UNTIL = frozenset(["to", "through", "until", "till", "thru", "-"])
# "moved from Monday to Tuesday" speaks of two days, not of a stretch.
MOVED = frozenset(
    [
        "moved",
        "move",
        "moves",
        "postponed",
        "postpone",
        "postpones",
        "delayed",
        "delay",
        "rescheduled",
        "reschedule",
        "shifted",
        "shift",
        "changed",
        "change",
        "pushed",
        "extended",
        "brought",
        "deferred",
        "slipped",
    ]
)
DEEPEST = 2  # wholes within wholes: the first week of the second half of 2009


@cache
def grammar() -> Matcher[Form]:
    """All rules; built at the first use, since it costs some tens of milliseconds."""
    return Matcher((*day_rules.RULES, *relative_rules.RULES, *period_rules.RULES))


def phrases(tokens: Sequence[Token]) -> list[Piece]:
    """The date phrases of a text, in order, none overlapping another."""
    return joined(tokens, pieces(tokens))


def pieces(tokens: Sequence[Token]) -> list[Piece]:
    may_start = grammar().may_start
    found: list[Piece] = []
    place = floor = 0
    while place < len(tokens):
        piece = piece_at(tokens, place, floor) if may_start(tokens[place]) else None
        if piece is None:
            place += 1
            continue
        found.append(piece)
        place = floor = piece.stop
    return found


def piece_at(tokens: Sequence[Token], first: int, floor: int, depth: int = 0) -> Piece | None:
    """The longest phrase that starts at a token and that its rule accepts."""
    for rule, match in grammar().matches(tokens, first):
        form = rule.build(match)
        if form is None:
            continue
        piece: Piece | None = Piece(first, match.stop, form, rule.name)
        if isinstance(form, Nth) and form.whole is None:
            piece = with_whole(tokens, first, match.stop, form, depth)
        if piece:
            return widened(tokens, piece, floor)
    return None


def with_whole(tokens: Sequence[Token], first: int, stop: int, form: Nth, depth: int) -> Piece | None:
    """The first week *of May*: the part with what it is part of, if that follows."""
    if depth >= DEEPEST or stop >= len(tokens) or tokens[stop].broke:
        return None
    whole = piece_at(tokens, stop, stop, depth + 1)
    if whole is None or isinstance(whole.form, DayOfWeek):
        return None
    if isinstance(whole.form, Between):  # the weekend of March 14-15
        return Piece(first, whole.stop, whole.form, whole.rule) if form.number == 0 else None
    return Piece(first, whole.stop, replace(form, whole=whole.form), "part of a period")


def between(tokens: Sequence[Token], left: Piece, right: Piece) -> tuple[str, ...] | None:
    """The words between two pieces, if at most three and in one paragraph. "January-to-March" counts as "to"."""
    if right.first - left.stop > 3 or any(tokens[k].broke for k in range(left.stop, right.first + 1)):
        return None
    words = tuple(tokens[k].low for k in range(left.stop, right.first))
    return words[1:2] if len(words) == 3 and words[0] == words[2] == "-" else words


def joined(tokens: Sequence[Token], found: list[Piece]) -> list[Piece]:
    """Pieces that belong together, made one: a weekday with its date first, then ranges, then a date in parentheses."""
    out: list[Piece] = []
    for piece in found:
        out.append(piece)
        while len(out) > 1:
            whole = join(tokens, out[-3].stop if len(out) > 2 else 0, out[-2], out[-1])
            if whole is None:
                break
            out[-2:] = whole
            if len(whole) > 1:
                break
    return out


def join(tokens: Sequence[Token], floor: int, left: Piece, right: Piece) -> list[Piece] | None:
    """Two neighbours as one piece, or as two with the year shared; ``None`` leaves them as they are."""
    words = between(tokens, left, right)
    if words is None:
        return None
    if words in (("(",), (",",), ("on",), (",", "on")) and same_day(left.form, right.form):
        closes = words == ("(",) and right.stop < len(tokens) and tokens[right.stop].low == ")"
        form = with_weekdays(left.form, right.form)
        return [Piece(left.first, right.stop + closes, form, "weekday with its date")] if form else None
    ahead = tokens[left.first - 1].low if left.first > floor and not tokens[left.first].broke else ""
    if len(words) != 1:
        return None
    if (words[0] in UNTIL and alike(left.form, right.form)) or (ahead == "between" and words[0] == "and"):
        if ahead == "from" and any(t.low in MOVED for t in tokens[max(0, left.first - 7) : left.first]):
            return None
        if words[0] == "-" and not tokens[left.stop].glued and kind(left.form) != kind(right.form):
            return None
        first = left.first - (ahead in ("from", "between"))
        first_form = sharing_year(left.form, right.form)
        ends = (left._replace(form=first_form), right)
        return [Piece(first, right.stop, Between(first=first_form, last=right.form), "range", ends)]
    if words[0] in ("and", "or", ",") and kind(left.form) == kind(right.form):
        form = sharing_year(left.form, right.form)
        return None if form is left.form else [left._replace(form=form), right]
    return None


def kind(form: Form) -> str:
    """What a form speaks of, to tell whether two of them make one range."""
    if isinstance(form, EachYear):
        return "day" if form.what in ("day", "holiday") else form.what
    if isinstance(form, Fixed):
        return form.period.unit
    if isinstance(form, DayOfWeek):
        return "weekday"
    if isinstance(form, Steps):
        return form.unit
    if isinstance(form, Between):
        return "range of " + kind(form.first)
    return "part"


def alike(left: Form, right: Form) -> bool:
    """Whether "left to right" can be one stretch: neither is a range, and both are days, or both longer."""
    if isinstance(left, Between) or isinstance(right, Between):
        return False
    days = ("day", "weekday")
    return (kind(left) in days) == (kind(right) in days)


def sharing_year(left: Form, right: Form) -> Form:
    """``left`` with the year that only ``right`` names: "between May and July 2012"."""
    if isinstance(left, EachYear) and isinstance(right, EachYear) and left.year is None and left.direction is None:
        if right.year is not None and (left.number, left.day) <= (right.number, right.day):
            return replace(left, year=right.year)
        if right.year is not None and right.year.number is not None:
            return replace(left, year=replace(right.year, number=right.year.number - 1))
    return left


def same_day(left: Form, right: Form) -> bool:
    """Whether the right one may be the date of the weekday, or the dates of the weekdays, on the left."""
    if isinstance(left, Between) and isinstance(right, Between):
        return isinstance(left.first, DayOfWeek) and kind(right.first) == "day"
    if not isinstance(left, DayOfWeek):
        return isinstance(left, Steps) and left.unit == "day" and left.base == "published" and dated(right)
    return dated(right)


def dated(form: Form) -> bool:
    return (isinstance(form, EachYear) and form.what == "day" and form.weekday is None) or (
        isinstance(form, Fixed) and form.period.unit == "day"
    )


def with_weekdays(left: Form, right: Form) -> Form | None:
    """The explicit dates, with the weekdays kept beside them to be checked."""
    if isinstance(left, Between) and isinstance(right, Between):
        first, last = with_weekdays(left.first, right.first), with_weekdays(left.last, right.last)
        return Between(first=first, last=last) if first and last else None
    if isinstance(right, (EachYear, Fixed)):
        number = left.number if isinstance(left, DayOfWeek) else None
        return replace(right, weekday=number, daypart=left.daypart or right.daypart)
    return None
