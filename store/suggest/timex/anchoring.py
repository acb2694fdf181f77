"""Forms to calendar periods: counted from the publication day or from a date before in the text.

The choices are those of a news reader; every reading says what it was counted from and why, and names the other
reading if there is one. What comes every year and every week has a module of its own (:mod:`.yearly`,
:mod:`.weekly`); here are dates said in full, so many units from another date, parts of a period and ranges.
"""

from __future__ import annotations

from datetime import date

from store.suggest.timex.context import IN_FULL, Context, Reading, about, days_off, weekday_note
from store.suggest.timex.forms import Between, DayOfMonth, DayOfWeek, EachYear, Fixed, Form, Nth, Steps
from store.suggest.timex.model import FINENESS, Alternative, Confidence, Period
from store.suggest.timex.modifiers import Piece
from store.suggest.timex.parts import extent, running, span
from store.suggest.timex.weekly import day_of_month, day_of_week, weekday_after
from store.suggest.timex.wholes import half_of, nth_weekday, units_of
from store.suggest.timex.yearly import each_year, first_after

OTHER_WAY = 31  # days: a numeric date is read the other way round if only that is this near the publication day


def read(piece: Piece, context: Context) -> Reading | None:
    """The reading of a piece; ``None`` if it is no possible date (30 February, a year beyond 9999)."""
    try:
        return read_form(piece.form, piece, context)
    except (ValueError, OverflowError):
        return None


def read_form(form: Form, piece: Piece, context: Context) -> Reading | None:
    match form:
        case Fixed():
            return fixed(form, context)
        case EachYear():
            return each_year(form, piece, context)
        case DayOfWeek():
            return day_of_week(form, piece, context)
        case DayOfMonth():
            return day_of_month(form, piece, context)
        case Steps():
            return same_of_year(form, piece, context) if form.like else steps(form, piece, context)
        case Nth():
            return nth(form, piece, context)
        case Between():
            return between(form, piece, context)
    raise TypeError(type(form).__name__)


def fixed(form: Fixed, context: Context) -> Reading:
    """What the words say in full. A numeric date with two readings is American unless only the other is near."""
    period, other = form.period, form.other
    if form.fiscal:
        return Reading(period, "A fiscal year need not be the calendar year.", "medium", within=about(period))
    if other is None:
        return Reading(period, (form.told or IN_FULL) + weekday_note(period, form.weekday))
    why = "Month and day may be the other way round; the month first is American."
    if days_off(other, context.published) <= OTHER_WAY < days_off(period, context.published):
        period, other = other, period
        why = "Month and day may be the other way round; only the day first is near publication."
    why += weekday_note(period, form.weekday)
    return Reading(period, why, "medium", alternatives=(Alternative(other.edtf, "numeric date"),))


def steps(form: Steps, piece: Piece, context: Context) -> Reading:
    """So many units from the publication day, or from the last date in the text that is fine enough."""
    if form.base == "published":
        period = Period.holding(form.unit, context.published).shift(form.steps)
        period = period.years_on(form.years) if form.years else period
        return Reading(period, context.counted_from(None), basis=context.today)
    source = context.spoken_of(form.unit, piece, near=form.steps == 0 and form.unit != "day")
    origin = source.period if source else Period("day", context.published)
    day = origin.last if form.steps > 0 else origin.first
    period = Period.holding(form.unit, day).shift(form.steps)
    within = running(period, form.part, day) if form.part in ("so far", "to come") else None
    confidence: Confidence = "medium" if source else "low"
    return Reading(period, context.counted_from(source), confidence, within=within, basis=context.basis(source))


def same_of_year(form: Steps, piece: Piece, context: Context) -> Reading:
    """The same quarter or month as the one being spoken of, in another year."""
    source = context.accounted(form.unit, piece, recent=form.base == "published")
    if source:
        on = form.year - source.period.first.year if form.year else form.steps
        period = source.period.years_on(on)
        return Reading(period, context.counted_from(source), "medium", basis=context.basis(source))
    if form.unit in ("quarter", "month"):
        period = Period.holding(form.unit, context.published).shift(-1).years_on(form.steps)
        return Reading(period, "Counted from the last full one before publication.", "low", basis=context.today)
    year = form.year or context.published.year + form.steps
    return Reading(Period("year", date(year, 1, 1)), context.counted_from(None), "medium", basis=context.today)


def nth(form: Nth, piece: Piece, context: Context) -> Reading | None:
    """The n-th of a whole, or (0) the unit that holds it: "the week of October 16"."""
    whole = read_form(form.whole, piece, context) if form.whole else None
    if whole is None or whole.last is not None:
        return None
    period = whole.period
    if form.number == 0 and form.unit:
        return whole._replace(period=Period.holding(form.unit, period.first), alternatives=())
    whole = whole._replace(why=f"Part of {period.edtf}. {whole.why}", alternatives=())
    if form.weekday is not None:
        day = nth_weekday(period, form.number, form.weekday)
        return whole._replace(period=day) if day else None
    if form.unit == "half":
        first, last = half_of(period, form.number)
        if period.unit == "year":
            return whole._replace(period=Period("half", first.first))
        return whole._replace(value=period.timex, within=span(first, last))
    if form.unit is None or FINENESS[form.unit] >= FINENESS[period.unit]:
        return None
    units = units_of(period, form.unit, form.number, form.count)
    if units is None:
        return None
    return whole._replace(period=units[0], last=units[1] if units[1] != units[0] else None)


def between(form: Between, piece: Piece, context: Context) -> Reading | None:
    """From one to the other; ``None`` if they are no stretch of time in this order."""
    left, right = piece.ends or (piece, piece)
    first = read_form(form.first, left, context)
    last = end_of_range(form.last, right, first.period, context) if first else None
    if first is None or last is None or first.last or last.last or last.period.last < first.period.first:
        return None
    within = span(first.period, last.period)
    if form.first.part or form.first.approximate or form.last.part or form.last.approximate:
        start = extent(first.period, form.first.part, form.first.approximate, context.published)
        end = extent(last.period, form.last.part, form.last.approximate, context.published)
        within = start[0], end[1]
    said = dict.fromkeys(sentence for sentence in (first.why, last.why.strip()) if sentence)
    others = tuple(other for old in first.alternatives if (other := moved(old, first.period, last.period)))
    return first._replace(last=last.period, within=within, why=" ".join(said), alternatives=others)


def end_of_range(form: Form, piece: Piece, start: Period, context: Context) -> Reading | None:
    """The end, which says less than it would alone: it is the first one after the start."""
    match form:
        case EachYear(year=None, direction=None):
            return first_after(start, form)
        case DayOfWeek(weeks=None, direction=None):
            return weekday_after(start, form)
        case DayOfMonth():
            return day_of_month(form, piece, context, start)
    return read_form(form, piece, context)


def moved(other: Alternative, first: Period, last: Period) -> Alternative | None:
    """The range of days that begins at the other reading of its start and is as long."""
    if first.unit != "day" or last.unit != "day":
        return None
    start = date.fromisoformat(other.edtf)
    return Alternative(f"{start.isoformat()}/{(start + (last.first - first.first)).isoformat()}", other.rule)
