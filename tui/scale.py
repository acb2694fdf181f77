"""The time scale: its units, and the one that fits a stretch of time into so many cells."""

from __future__ import annotations

from datetime import date

from store import edtf
from store.chronology import UNITS, Histogram, Unit

DAYS: dict[Unit, float] = {
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "month": 30.44,
    "quarter": 91.3,
    "year": 365.25,
    "decade": 3652.5,
}
"""Mean length of each unit in days."""


def fitting_unit(by_year: Histogram, columns: int) -> Unit:
    """The finest unit in which all years with events fit into so many columns, their labels included."""
    buckets = [bucket for bucket in by_year.buckets if bucket.definite or bucket.possible]
    if not buckets:
        return "month"
    years = (buckets[-1].last - buckets[0].first + 1) / DAYS["year"]
    for unit in UNITS[1:]:
        if years * DAYS["year"] / DAYS[unit] + labels_cells(unit, years) <= columns:
            return unit
    return UNITS[-1]


def labels_cells(unit: Unit, years: float) -> float:
    """Cells that labels take: each stands in a row of its own cells before its first bucket."""
    return 6 * (years + 1) if DAYS[unit] < DAYS["year"] else 0


def stepped(unit: Unit, steps: int) -> Unit:
    """The unit so many steps finer (positive) or coarser, ending at the finest and coarsest."""
    return UNITS[max(0, min(len(UNITS) - 1, UNITS.index(unit) - steps))]


def moved_range(first: int, last: int, steps: int) -> str:
    """A range of days moved by its own length: whole months and years move as such, anything else by its days."""
    from dateutil.relativedelta import relativedelta

    year, month, day = edtf.from_ordinal(first)
    end_year, end_month, end_day = edtf.from_ordinal(last + 1)
    if day == 1 and end_day == 1 and year > 0 and end_year < 9999:
        months = (end_year - year) * 12 + end_month - month
        start = date(year, month, 1) + relativedelta(months=months * steps)
        end = start + relativedelta(months=months, days=-1)
        return f"{start.isoformat()}..{end.isoformat()}"
    days = (last - first + 1) * steps
    return f"{edtf.day_text(first + days)}..{edtf.day_text(last + days)}"
