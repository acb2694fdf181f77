"""What comes once a year: which year is meant by "September 10", "last March", "the third quarter", "Christmas".

A named year is taken; "last" and "next" count from the publication day; otherwise it is the nearest one, or the one
that the tense points to if that is not much further off.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from store.suggest.timex.context import CLOSE, IN_FULL, Context, Reading, about, weekday_note
from store.suggest.timex.forms import EachYear, YearOf
from store.suggest.timex.holidays import holiday_in
from store.suggest.timex.model import Alternative, Basis, Confidence, Period
from store.suggest.timex.modifiers import Piece
from store.suggest.timex.tense import Lean

NEARER = 3.0  # how many times nearer one of two dates must be to be taken against the tense …
NEARER_DAY = 4.0  # … when a sign of tense stands close by
NEARER_LONG = 12.0  # … and it is a month or longer: "in January the company fired …" said in December
BARELY = 1.5  # as near as this, only the tense tells them apart
LEAP = 8  # years within which there is a 29 February, even around 1900


def each_year(form: EachYear, piece: Piece, context: Context) -> Reading:
    if form.year is not None:
        return in_named_year(form, form.year, piece, context)
    if form.direction is not None:
        return towards(form, form.direction, piece, context)
    reading = nearest(form, context.lean(piece), context.published)
    told = of_the_story(form, piece, context)
    if told and told != reading.period:
        others = (*reading.alternatives, Alternative(told.edtf, "year of the text"))
        return reading._replace(alternatives=others)
    return reading


@lru_cache(maxsize=256)
def nearest(form: EachYear, lean: Lean, day: date) -> Reading:
    """The last one or the next one seen from a day, with the other as the alternative if it is not certain."""
    past, future = first_of(form, day, -1), first_of(form, day, 1)
    chosen, other, why, confidence = choice(form, lean, day, past, future)
    note = weekday_note(chosen, form.weekday)
    others: tuple[Alternative, ...] = ()
    if other and note and other.first.weekday() == form.weekday:
        others = (Alternative(other.edtf, "year in which the weekday fits"),)
    elif other and confidence != "high":
        others = (Alternative(other.edtf, "other year"),)
    confidence = "medium" if note or form.fiscal else confidence
    within = about(chosen) if form.fiscal else None
    return Reading(chosen, why + note, confidence, within=within, basis=Basis(day.isoformat()), alternatives=others)


def choice(
    form: EachYear, lean: Lean, day: date, past: Period | None, future: Period | None
) -> tuple[Period, Period | None, str, Confidence]:
    """The one meant, the other, why, and how sure."""
    if past is None or future is None:
        only = past or future
        if only is None:
            raise ValueError("no such day near publication")
        return only, None, "The only one near publication.", "medium"
    if past.holds(day):
        return past, None, f"Holds the publication day, {day.isoformat()}.", "high"
    back, on = (day - past.last).days, (future.first - day).days
    near, far = (past, future) if back <= on else (future, past)
    ratio = max(back, on) / max(1, min(back, on))
    limit = NEARER
    if lean.distance <= CLOSE:
        limit = NEARER_DAY if form.what in ("day", "holiday") else NEARER_LONG
    leant = future if lean.direction > 0 else past
    if lean.direction and leant is far and ratio <= limit:
        return far, near, f"No year is said; “{lean.cue}” points {'ahead' if far is future else 'back'}.", "medium"
    agreed = bool(lean.direction) and leant is near
    confidence: Confidence = "high" if ratio > limit or (agreed and ratio > BARELY) else "medium"
    return near, far, f"No year is said; the nearest to publication ({day.isoformat()}) is taken.", confidence


def of_the_story(form: EachYear, piece: Piece, context: Context) -> Period | None:
    """The one in the year that the text last spoke of near by, if that year is long past."""
    source = context.spoken_of("year", piece, near=True)
    if source is None or source.period.last.year >= context.published.year - 1 or context.lean(piece).direction > 0:
        return None
    try:
        return in_year(form, source.period.last.year)
    except ValueError:
        return None  # 29 February


def in_named_year(form: EachYear, year: YearOf, piece: Piece, context: Context) -> Reading:
    source = context.spoken_of("year", piece) if year.base == "text" else None
    if year.number is not None:
        period = in_year(form, year.number)
        reading = Reading(period, IN_FULL)
    else:
        day = source.period.first if source else context.published
        period = in_year(form, day.year + year.steps)
        basis = context.basis(source)
        reading = Reading(period, context.counted_from(source), "medium" if source else "high", basis=basis)
    note = weekday_note(period, form.weekday)
    within = about(period) if form.fiscal else None
    return reading._replace(why=reading.why + note, within=within)


def towards(form: EachYear, direction: int, piece: Piece, context: Context) -> Reading:
    """Last, this or next September; "the following September" is seen from the text."""
    source = context.spoken_of("year", piece) if form.base == "text" else None
    day = source.period.last if source else context.published
    past, future = first_of(form, day, -1), first_of(form, day, 1)
    current = past if past and past.holds(day) else None
    if direction < 0:
        period = in_year(form, current.first.year - 1) if current else past
    elif direction > 0:
        period = future
    else:
        period = current or in_year(form, day.year)
    if period is None:
        raise ValueError("no such day near publication")
    others = (Alternative(period.years_on(direction).edtf, "a year further"),) if direction else ()
    confidence: Confidence = "high" if source is None and direction <= 0 else "medium"
    return Reading(period, context.counted_from(source), confidence, basis=context.basis(source), alternatives=others)


def first_after(start: Period, form: EachYear) -> Reading:
    """The end of a range: the first such period that does not end before the start."""
    for year in (start.first.year, start.first.year + 1):
        period = in_year(form, year)
        if period.last >= start.last:
            return Reading(period, weekday_note(period, form.weekday))
    raise ValueError("no end after the start")


def in_year(form: EachYear, year: int) -> Period:
    """What comes every year, in one year. Raises ``ValueError`` for 29 February and for years out of range."""
    return MAKERS[form.what](form, year)


MAKERS: dict[str, Callable[[EachYear, int], Period]] = {
    "day": lambda form, year: Period("day", date(year, form.number, form.day)),
    "holiday": lambda form, year: Period("day", holiday_in(form.name, year)),
    "month": lambda form, year: Period("month", date(year, form.number, 1)),
    "quarter": lambda form, year: Period("quarter", date(year, 3 * form.number - 2, 1)),
    "half": lambda form, year: Period("half", date(year, 6 * form.number - 5, 1)),
    "season": lambda form, year: Period("season", date(year, 3 * form.number, 1)),
}


def first_of(form: EachYear, day: date, step: int) -> Period | None:
    """The last one that began by a day (step -1), or the first that begins after it (1), within some years."""
    for year in range(day.year, day.year + step * (LEAP + 1), step):
        try:
            period = in_year(form, year)
        except (ValueError, OverflowError):
            continue
        if (period.first > day) == (step > 0):
            return period
    return None
