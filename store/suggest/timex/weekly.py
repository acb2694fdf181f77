"""Weekdays, weekends and days of a month that is not named.

In the news a weekday equal to the publication day is that day; another one is past unless its sentence looks ahead.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from store.suggest.timex.context import CLOSE, Context, Reading, days_off
from store.suggest.timex.forms import DayOfMonth, DayOfWeek
from store.suggest.timex.model import Alternative, Confidence, Period
from store.suggest.timex.modifiers import Piece

WEEK = timedelta(weeks=1)
RECENT = 4  # days within which "last Friday" may also be the one of the week before
MONTHS_AROUND = range(-2, 3)


class Choice(NamedTuple):
    """A weekday chosen, the other one, why (if there is more to say than the basis), and how sure."""

    day: date
    other: date | None = None
    why: str = ""
    confidence: Confidence = "high"


def day_of_week(form: DayOfWeek, piece: Piece, context: Context) -> Reading:
    if form.weeks is not None:
        week = Period.holding("week", context.published).shift(form.weeks)
        day = week.first + timedelta(days=form.number)
        return Reading(Period("day", day), f"In the week of {week.first.isoformat()}.", basis=context.today)
    source = context.spoken_of("day", piece) if form.base == "text" else None
    origin = source.period.last if source else context.published
    choice = directed(form, origin) if form.direction else undirected(form, piece, context, origin)
    others = (Alternative(Period(form.unit, choice.other).edtf, "weekday"),) if choice.other else ()
    why = choice.why or context.counted_from(source)
    period = Period(form.unit, choice.day)
    confidence = "medium" if source else choice.confidence
    return Reading(period, why, confidence, basis=context.basis(source), alternatives=others)


def around(number: int, origin: date) -> tuple[date, date]:
    """The last such weekday before a day and the next one after it."""
    on = (number - origin.weekday()) % 7
    return origin + timedelta(days=on - 7), origin + timedelta(days=on or 7)


def directed(form: DayOfWeek, origin: date) -> Choice:
    """Last or next Friday."""
    past, future = around(form.number, origin)
    if form.direction == -1:
        return Choice(past, past - WEEK if (origin - past).days < RECENT else None)
    return Choice(future, future + WEEK if form.base == "published" else None, confidence="medium")


def undirected(form: DayOfWeek, piece: Piece, context: Context, origin: date) -> Choice:
    past, future = around(form.number, origin)
    if form.number == origin.weekday():
        return Choice(origin, why=f"The publication day, {origin.isoformat()}, is one.")
    if form.unit == "weekend" and origin - past == timedelta(days=1):
        return Choice(past, why=f"Holds {context.day_named}.")
    lean = context.lean(piece)
    confidence: Confidence = "high" if lean.direction and lean.distance <= CLOSE else "medium"
    if lean.direction > 0:
        return Choice(future, past, f"“{lean.cue}” points ahead of publication, {origin.isoformat()}.", confidence)
    if form.direction == 0:
        return Choice(future, past)
    return Choice(
        past, future, f"The last one before publication, {origin.isoformat()}; nothing points ahead.", confidence
    )


def weekday_after(start: Period, form: DayOfWeek) -> Reading:
    """The end of a range: the first such weekday after its start."""
    return Reading(Period(form.unit, around(form.number, start.last)[1]), "")


def day_of_month(form: DayOfMonth, piece: Piece, context: Context, after: Period | None = None) -> Reading:
    """The 13th of the month named by its distance, or of the nearest month that fits weekday and tense."""
    this = Period.holding("month", context.published)
    steps = MONTHS_AROUND if form.months is None else (form.months,)
    months = [this.shift(step) for step in steps]
    days = [Period("day", month.first.replace(day=form.day)) for month in months if form.day <= month.last.day]
    if form.weekday is not None:
        days = [day for day in days if day.first.weekday() == form.weekday] or days
    if after is not None:
        days = [day for day in days if day.first >= after.last] or days
    nearest = sorted(days, key=lambda day: days_off(day, context.published))
    lean = context.lean(piece)
    fitting = [day for day in nearest if (day.first >= context.published) == (lean.direction > 0)]
    chosen = (fitting or nearest)[0] if lean.direction and form.weekday is None else nearest[0]
    others = tuple(Alternative(day.edtf, "day of a month") for day in nearest if day != chosen)[:1]
    why = f"No month is said; counted from publication, {context.published.isoformat()}."
    return Reading(chosen, why, "medium" if others else "high", basis=context.today, alternatives=others)
