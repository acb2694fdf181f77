"""Forms to calendar periods: counted from the publication day or from a date before in the text.

The choices are those of a news reader. A weekday is past unless its sentence looks ahead; what comes once a year is
the nearest, or where both are about as near the one the tense points to; "the following day" follows the last day
spoken of. Every reading says what it was counted from and why, and names the other reading if there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from store.suggest.timex.forms import Between, DayOfMonth, DayOfWeek, EachYear, Fixed, Form, Nth, Steps, YearOf
from store.suggest.timex.holidays import holiday_in
from store.suggest.timex.lexicon import WEEKDAYS
from store.suggest.timex.model import FINENESS, Alternative, Basis, Confidence, Period, Unit
from store.suggest.timex.modifiers import Piece
from store.suggest.timex.parts import Extent, edtf_of, extent, running, span
from store.suggest.timex.scan import Token
from store.suggest.timex.tense import Lean, Tenses

NEARER = 3.0  # how many times nearer one of two dates must be to be taken against the tense
NEARER_BY_TENSE = {"day": 4.0, "holiday": 4.0}  # … when a sign of tense stands close by
NEARER_LONG = 12.0  # … and the period is a month or longer: "in January the company fired …" said in December
CLOSE = 6  # words within which a sign of tense is close
NEAR_TEXT = 60  # tokens within which "the year" still means the year just spoken of
ACCOUNTED: frozenset[Unit] = frozenset({"month", "quarter", "half", "season"})
LEAP = 8  # years within which there is a 29 February, even around 1900
OTHER_WAY = 31  # days: a numeric date is read the other way round if only that is this near the publication day


class Reading(NamedTuple):
    """What a form is on the calendar: a period, or from one to another (``last``), or only an extent within one."""

    period: Period
    why: str
    confidence: Confidence = "high"
    last: Period | None = None
    value: str = ""
    within: Extent | None = None
    basis: Basis | None = None
    alternatives: tuple[Alternative, ...] = ()


class Seen(NamedTuple):
    """A date already read: what later ones may be counted from. ``compared`` is one that stands for a year before."""

    period: Period
    text: str
    start: int
    place: int
    compared: bool = False


@dataclass
class Reader:
    """Reads the forms of one text in order, and remembers the dates that later ones may be counted from."""

    tokens: Sequence[Token]
    published: date
    seen: list[Seen] = field(default_factory=list)
    near: dict[EachYear, tuple[Period | None, Period | None]] = field(default_factory=dict)

    @cached_property
    def tenses(self) -> Tenses:
        return Tenses(self.tokens)

    def lean(self, piece: Piece) -> Lean:
        return self.tenses.leaning(piece.first, piece.stop)

    def read(self, piece: Piece) -> Reading | None:
        """The reading of a piece; ``None`` if it is no possible date (30 February, a year beyond 9999)."""
        try:
            return self.form(piece.form, piece)
        except (ValueError, OverflowError):
            return None

    def form(self, form: Form, piece: Piece) -> Reading | None:
        match form:
            case Fixed():
                return self.fixed(form)
            case EachYear():
                return self.each_year(form, piece)
            case DayOfWeek():
                return self.day_of_week(form, piece)
            case DayOfMonth():
                return self.day_of_month(form, piece)
            case Steps():
                return self.year_before(form, piece) if form.like else self.steps(form, piece)
            case Nth():
                return self.nth(form, piece)
            case Between():
                return self.between(form, piece)
        raise TypeError(type(form).__name__)

    # what is said in full

    def fixed(self, form: Fixed) -> Reading:
        period = form.period
        if form.fiscal:
            return Reading(period, "A fiscal year need not be the calendar year.", "medium", within=about(period))
        if form.other:
            first, second = period, form.other
            if days_off(second, self.published) <= OTHER_WAY < days_off(first, self.published):
                first, second = second, first
            other = (Alternative(second.edtf, "numeric date"),)
            why = "Month and day may be the other way round; read as " + (
                "month first, as in American texts." if first is period else "day first, since only that is near publication."
            )
            return Reading(first, why, "medium", alternatives=other)
        return Reading(period, form.told or "The text says it in full." + self.check_weekday(period, form.weekday))

    def check_weekday(self, period: Period, weekday: int | None) -> str:
        """A sentence for the reader if the weekday beside a date is not that of the date."""
        if weekday is None or period.first.weekday() == weekday:
            return ""
        named, real = WEEKDAYS[weekday].capitalize(), WEEKDAYS[period.first.weekday()].capitalize()
        return f" The text says {named}, but {period.edtf} is a {real}; the explicit date is kept."

    # what comes every year

    def each_year(self, form: EachYear, piece: Piece, after: Period | None = None) -> Reading:
        if form.year is not None:
            return self.in_named_year(form, form.year, piece)
        if after is not None:
            return self.first_after(after, lambda year: in_year(form, year))
        if form.direction is not None:
            return self.towards(form, form.direction, piece)
        past, future = self.neighbours(form)
        chosen, other, why, confidence = self.choose(past, future, form.what, piece)
        mismatch = self.check_weekday(chosen, form.weekday)
        alternatives = (Alternative(other.edtf, "nearest year"),) if other and confidence != "high" else ()
        if mismatch and other and other.first.weekday() == form.weekday:
            alternatives = (Alternative(other.edtf, "year in which the weekday fits"),)
        confidence = "medium" if mismatch or form.fiscal else confidence
        within = self.fiscal(form, chosen)
        return Reading(chosen, why + mismatch, confidence, within=within, basis=self.today, alternatives=alternatives)

    def neighbours(self, form: EachYear) -> tuple[Period | None, Period | None]:
        """The last and the next one, seen from publication; worked out once for each month, day or holiday."""
        if form not in self.near:
            self.near[form] = neighbours(self.published, lambda year: in_year(form, year))
        return self.near[form]

    def choose(self, past: Period | None, future: Period | None, what: str, piece: Piece) -> tuple[Period, Period | None, str, Confidence]:
        """Of the last and the next one: the nearest, or by tense where the other is not much further."""
        if past is None or future is None:
            only = past or future
            if only is None:
                raise ValueError("no such day in any near year")
            return only, None, "The only one near publication.", "medium"
        if past.holds(self.published):
            return past, None, f"Holds the publication day, {self.published.isoformat()}.", "high"
        back, on = (self.published - past.last).days, (future.first - self.published).days
        near, far = (past, future) if back <= on else (future, past)
        lean = self.lean(piece)
        leant = future if lean.direction > 0 else past
        ratio = max(back, on) / max(1, min(back, on))
        limit = NEARER
        if lean.distance <= CLOSE:
            limit = NEARER_BY_TENSE.get(what, NEARER_LONG)
        if lean.direction and leant is far and ratio <= limit:
            return far, near, f"No year is said; “{lean.cue}” points {way(lean)}.", "medium"
        agreed = lean.direction and leant is near
        certain: Confidence = "high" if ratio > limit or (agreed and ratio > 1.5) else "medium"
        return near, far, f"No year is said; the nearest to publication ({self.published.isoformat()}) is taken.", certain

    def in_named_year(self, form: EachYear, year: YearOf, piece: Piece) -> Reading:
        if year.number is not None:
            period = in_year(form, year.number)
            return Reading(period, "The text says it in full." + self.check_weekday(period, form.weekday), within=self.fiscal(form, period))
        source = self.spoken_of("year", piece) if year.base == "text" else None
        day = source.period.first if source else self.published
        period = in_year(form, day.year + year.steps)
        why = f"The year is counted from {self.named(source)}." + self.check_weekday(period, form.weekday)
        return Reading(period, why, "medium" if source else "high", basis=self.basis(source), within=self.fiscal(form, period))

    def fiscal(self, form: EachYear, period: Period) -> Extent | None:
        return about(period) if form.fiscal else None

    def towards(self, form: EachYear, direction: int, piece: Piece) -> Reading:
        """Last, this or next September, or 5 September."""
        source = self.spoken_of("year", piece) if form.base == "text" else None
        origin = source.period.last if source else self.published
        past, future = neighbours(origin, lambda year: in_year(form, year))
        current = past if past and past.holds(origin) else None
        if direction < 0:
            period = past if current is None else in_year(form, current.first.year - 1)
        elif direction > 0:
            period = future
        else:
            period = current or in_year(form, origin.year)
        if period is None:
            raise ValueError("no such day in any near year")
        other = period.years_on(-1) if direction < 0 else period.years_on(1) if direction > 0 else None
        alternatives = (Alternative(other.edtf, "a year further"),) if other else ()
        why, confidence = f"Counted from {self.named(source)}.", self.sure(source, direction <= 0)
        return Reading(period, why, confidence, basis=self.basis(source), alternatives=alternatives)

    def first_after(self, start: Period, make: Callable[[int], Period]) -> Reading:
        """The end of a range: the first such period that does not end before the start."""
        for year in (start.first.year, start.first.year + 1):
            period = make(year)
            if period.last >= start.last:
                return Reading(period, "The first one after the start of the range.")
        raise ValueError("no end after the start")

    # weekdays and days of the month

    def day_of_week(self, form: DayOfWeek, piece: Piece, after: Period | None = None) -> Reading:
        if after is not None:
            day = after.last + timedelta(days=(form.number - after.last.weekday()) % 7 or 7)
            return Reading(Period(form.unit, day), "The first one after the start of the range.")
        if form.weeks is not None:
            week = Period.holding("week", self.published).shift(form.weeks)
            day = week.first + timedelta(days=form.number)
            return Reading(Period("day", day), f"In the week of {week.first.isoformat()}.", basis=self.today)
        source = self.spoken_of("day", piece) if form.base == "text" else None
        origin = source.period.last if source else self.published
        on = (form.number - origin.weekday()) % 7
        future, past = origin + timedelta(days=on or 7), origin + timedelta(days=on - 7)
        day, other, why, confidence = self.pick_weekday(form, piece, origin, past, future)
        alternatives = (Alternative(Period(form.unit, other).edtf, "weekday"),) if other else ()
        why = why or f"Counted from {self.named(source)}."
        return Reading(Period(form.unit, day), why, confidence, basis=self.basis(source), alternatives=alternatives)

    def pick_weekday(
        self, form: DayOfWeek, piece: Piece, origin: date, past: date, future: date
    ) -> tuple[date, date | None, str, Confidence]:
        """Which of two weekdays, the other one, why (if there is more to say than the basis), how sure."""
        today = form.number == origin.weekday() or (form.unit == "weekend" and origin.weekday() == 6)
        if form.direction is not None and form.direction < 0:
            return past, past - timedelta(weeks=1) if (origin - past).days < 4 else None, "", "high"
        if form.direction is not None and form.direction > 0:
            return future, future + timedelta(weeks=1) if form.base == "published" else None, "", "medium"
        if today:
            day = origin if form.unit == "day" else past + timedelta(weeks=1) if past + timedelta(weeks=1) <= origin else past
            return day, None, f"The publication day, {origin.isoformat()}, is one.", "high"
        lean = self.lean(piece)
        if lean.direction > 0 or form.direction == 0:
            why = f"“{lean.cue}” points ahead of publication, {origin.isoformat()}." if lean.direction > 0 else ""
            return future, past, why, "high" if lean.distance <= CLOSE else "medium"
        why = f"The last one before publication, {origin.isoformat()}; nothing points ahead."
        return past, future, why, "high" if lean.direction and lean.distance <= CLOSE else "medium"

    def day_of_month(self, form: DayOfMonth, piece: Piece, after: Period | None = None) -> Reading:
        months = [Period.holding("month", self.published).shift(step) for step in range(-2, 3)]
        if form.months is not None:
            months = [Period.holding("month", self.published).shift(form.months)]
        days = [Period("day", m.first.replace(day=form.day)) for m in months if form.day <= m.last.day]
        if form.weekday is not None:
            days = [day for day in days if day.first.weekday() == form.weekday] or days
        if after is not None:
            days = [day for day in days if day.first >= after.last] or days
        nearest = sorted(days, key=lambda day: days_off(day, self.published))
        lean = self.lean(piece)
        ahead = [day for day in nearest if (day.first >= self.published) == (lean.direction > 0)]
        chosen = (ahead or nearest)[0] if lean.direction and form.weekday is None else nearest[0]
        others = tuple(Alternative(day.edtf, "day of a month") for day in nearest if day != chosen)[:1]
        why = f"No month is said; counted from publication, {self.published.isoformat()}."
        return Reading(chosen, why, "medium" if others else "high", basis=self.today, alternatives=others)

    # so many units from something

    def steps(self, form: Steps, piece: Piece) -> Reading:
        if form.base == "published":
            period = Period.holding(form.unit, self.published).shift(form.steps)
            period = period.years_on(form.years) if form.years else period
            return Reading(period, f"Counted from the publication day, {self.published.isoformat()}.", basis=self.today)
        source = self.spoken_of(form.unit, piece, whole=form.steps == 0 and form.unit != "day")
        origin = source.period if source else Period("day", self.published)
        day = origin.last if form.steps > 0 else origin.first
        period = Period.holding(form.unit, day).shift(form.steps)
        why = f"Counted from {self.named(source)}."
        within = running(period, form.part, day) if form.part in ("so far", "to come") else None
        return Reading(period, why, "medium" if source else "low", within=within, basis=self.basis(source))

    def year_before(self, form: Steps, piece: Piece) -> Reading:
        """The same quarter or month as the one being spoken of, in another year."""
        source = self.accounted(form.unit, piece, deictic=form.base == "published")
        if source is None and form.unit in ("quarter", "month"):
            period = Period.holding(form.unit, self.published).shift(-1).years_on(form.steps)
            return Reading(period, "A year before the last full one at publication.", "low", basis=self.today)
        if source is None:
            year = form.year or self.published.year + form.steps
            return Reading(Period("year", date(year, 1, 1)), f"Counted from {self.named(None)}.", "medium", basis=self.today)
        steps = form.year - source.period.first.year if form.year else form.steps
        return Reading(source.period.years_on(steps), f"Counted from {self.named(source)}.", "medium", basis=self.basis(source))

    def accounted(self, unit: Unit, piece: Piece, *, deictic: bool) -> Seen | None:
        """The last month, quarter or year spoken of; with a named unit the last of that kind, and with "ago" a recent one."""
        for seen in reversed(self.seen):
            if piece.first - seen.place > NEAR_TEXT * 2:
                return None
            period = seen.period
            if seen.compared or (deictic and period.last.year < self.published.year - 1):
                continue
            if period.unit == unit if unit != "year" else period.unit in (ACCOUNTED if deictic else (*ACCOUNTED, "year")):
                return seen
        return None

    def spoken_of(self, unit: Unit, piece: Piece, *, whole: bool = False) -> Seen | None:
        """The last date before that is at least as fine as ``unit``; a ``whole`` one must stand near."""
        for seen in reversed(self.seen):
            if whole and piece.first - seen.place > NEAR_TEXT:
                return None
            if FINENESS[seen.period.unit] <= FINENESS[unit]:
                return seen
        return None

    # parts and ranges

    def nth(self, form: Nth, piece: Piece) -> Reading | None:
        whole = self.form(form.whole, piece) if form.whole else None
        if whole is None or whole.last is not None:
            return None
        period = whole.period
        if form.number == 0 and form.unit:
            return whole._replace( period=Period.holding(form.unit, period.first), alternatives=())
        why = f"Part of {edtf_of(extent(period, '', False, self.published))}. {whole.why}"
        if form.weekday is not None:
            chosen = nth_weekday(period, form.number, form.weekday)
            return whole._replace( period=chosen, why=why, alternatives=()) if chosen else None
        if form.unit == "half":
            first, last = half_of(period, form.number)
            if period.unit == "year":
                return whole._replace( period=Period.holding("half", first.first), why=why, alternatives=())
            return whole._replace( why=why, value=period.timex, within=span(first, last), alternatives=())
        if form.unit is None or FINENESS[form.unit] >= FINENESS[period.unit]:
            return None
        units = units_of(period, form.unit, form.number, form.count)
        if units is None:
            return None
        last = units[1] if units[1] != units[0] else None
        return whole._replace( period=units[0], last=last, why=why, alternatives=())

    def between(self, form: Between, piece: Piece) -> Reading | None:
        left, right = piece.ends or (piece, piece)
        first = self.form(form.first, left)
        if first is None:
            return None
        last = self.end_of_range(form.last, right, first)
        if last is None or last.period.last < first.period.first or last.last is not None or first.last is not None:
            return None
        start = extent(first.period, form.first.part, form.first.approximate, self.published)
        end = extent(last.period, form.last.part, form.last.approximate, self.published)
        if not (form.first.part or form.first.approximate or form.last.part or form.last.approximate):
            start = end = span(first.period, last.period)
        why = first.why if last.why in (first.why, "The first one after the start of the range.") else f"{first.why} {last.why}"
        return first._replace( last=last.period, within=(start[0], end[1]), why=why, alternatives=self.other_ranges(first, last))

    def end_of_range(self, form: Form, piece: Piece, first: Reading) -> Reading | None:
        if isinstance(form, EachYear) and form.year is None and form.direction is None:
            end = self.each_year(form, piece, first.period)
            return end._replace( why=end.why + self.check_weekday(end.period, form.weekday))
        if isinstance(form, DayOfWeek) and form.direction is None and form.weeks is None:
            return self.day_of_week(form, piece, first.period)
        if isinstance(form, DayOfMonth):
            return self.day_of_month(form, piece, first.period)
        return self.form(form, piece)

    def other_ranges(self, first: Reading, last: Reading) -> tuple[Alternative, ...]:
        """The alternatives of the start, each with as long a range."""
        if first.period.unit != "day" or last.period.unit != "day":
            return ()
        length = last.period.first - first.period.first
        return tuple(
            Alternative(f"{other.edtf}/{(date.fromisoformat(other.edtf) + length).isoformat()}", other.rule)
            for other in first.alternatives
        )

    # what is said about the basis

    @cached_property
    def today(self) -> Basis:
        return Basis(self.published.isoformat())

    def basis(self, source: Seen | None) -> Basis:
        return Basis(source.period.edtf, source.text, source.start) if source else self.today

    def sure(self, source: Seen | None, plain: bool) -> Confidence:
        return "high" if plain and source is None else "medium"

    def named(self, source: Seen | None) -> str:
        return f"“{source.text}” before it" if source else f"the publication day, {self.published.isoformat()}"


def way(lean: Lean) -> str:
    return "ahead" if lean.direction > 0 else "back"


def about(period: Period) -> Extent:
    return extent(period, "", True, period.first)


def days_off(period: Period, day: date) -> int:
    return abs((period.first - day).days)


def in_year(form: EachYear, year: int) -> Period:
    """What comes every year, in one year. Raises ``ValueError`` for 29 February and years out of range."""
    if form.what == "day":
        return Period("day", date(year, form.number, form.day))
    if form.what == "holiday":
        return Period("day", holiday_in(form.name, year))
    months = {"month": form.number, "quarter": 3 * form.number - 2, "half": 6 * form.number - 5, "season": 3 * form.number}
    units: dict[str, Unit] = {"month": "month", "quarter": "quarter", "half": "half", "season": "season"}
    return Period(units[form.what], date(year, months[form.what], 1))


def neighbours(day: date, make: Callable[[int], Period]) -> tuple[Period | None, Period | None]:
    """The last such period that began by a day, and the first that begins after it, within some years of it."""
    past: Period | None = None
    for year in range(day.year - LEAP, day.year + LEAP + 1):
        try:
            period = make(year)
        except (ValueError, OverflowError):
            continue
        if period.first > day:
            return past, period
        past = period
    return past, None


def nth_weekday(period: Period, number: int, weekday: int) -> Period | None:
    if number > 0:
        day = period.first + timedelta(days=(weekday - period.first.weekday()) % 7 + 7 * (number - 1))
    else:
        day = period.last - timedelta(days=(period.last.weekday() - weekday) % 7)
    return Period("day", day) if period.holds(day) else None


def half_of(period: Period, number: int) -> tuple[Period, Period]:
    """The first or last half of a period, in days or whole months or years."""
    if FINENESS[period.unit] <= FINENESS["month"]:
        size = (period.last - period.first).days + 1
        middle = 15 if period.unit == "month" else (size + 1) // 2
        first = period.first + timedelta(days=0 if number == 1 else middle)
        last = period.first + timedelta(days=middle - 1) if number == 1 else period.last
        return Period("day", first), Period("day", last)
    months = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
    unit: Unit = "month" if months <= 12 else "year"
    middle = months // 2 if unit == "month" else months // 24
    start = Period.holding(unit, period.first)
    return (start, start.shift(middle - 1)) if number == 1 else (start.shift(middle), Period.holding(unit, period.last))


def units_of(period: Period, unit: Unit, number: int, count: int) -> tuple[Period, Period] | None:
    """The n-th unit of a period, or the first or last ``count``. A week belongs where its Thursday is (ISO 8601)."""
    offset = 3 if unit == "week" else 0
    start = Period.holding(unit, period.first)
    if not period.holds(start.first + timedelta(days=offset)):
        start = start.shift(1)
    end = Period.holding(unit, period.last)
    if not period.holds(end.first + timedelta(days=offset)):
        end = end.shift(-1)
    first, last = (start.shift(number - 1), start.shift(number + count - 2)) if number > 0 else (end.shift(1 - count), end)
    return (first, last) if first.first >= start.first and last.last <= end.last else None
