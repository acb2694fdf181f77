"""Dates in English sentences, for explanations."""

from __future__ import annotations

from store.edtf import MONTHS, SEASONS, Date, from_ordinal, parse


def in_words(date: Date) -> str:
    """``13 September 2023``, ``about August 2023``, ``summer 2023 (June to August)``, ``10 to 13 September 2023``."""
    if date.is_undated:
        return "no date"
    if date.text[0] == "[":
        return f"some time {_range(*_ends(date.text[1:-1], '..'))}"
    if "/" in date.text:
        return _range(*_ends(date.text, "/"))
    about = "about " if date.approximate else ""
    doubt = ", uncertain" if date.uncertain else ""
    return f"{about}{_plain(date)}{doubt}"


def _ends(text: str, between: str) -> tuple[str, str]:
    left, _, right = text.partition(between)
    return left, right


def _range(left: str, right: str) -> str:
    if left in ("", ".."):
        return f"to the end of {in_words(parse(right))}" + ("" if left else ", from an unknown day")
    if right in ("", ".."):
        return f"from {in_words(parse(left))} on" + ("" if right else ", to an unknown day")
    if len(left) == len(right) == len("2023-09-13") and left[:8] == right[:8]:
        return f"{int(left[8:])} to {in_words(parse(right))}"
    return f"{in_words(parse(left))} to {in_words(parse(right))}"


def _plain(date: Date) -> str:
    assert date.first is not None  # a single date has both ends
    assert date.last is not None
    year, month, day = from_ordinal(date.first)
    named = f"{1 - year} BC" if year <= 0 else str(year)
    if date.precision in ("decade", "century"):
        last_year = from_ordinal(date.last)[0]
        return f"{named} to {1 - last_year} BC" if last_year <= 0 else f"{named} to {last_year}"
    if date.precision == "year":
        return named
    if date.precision == "season":
        name, first_month = SEASONS[int(date.text.rstrip("~?%")[-2:])]
        last_year, last_month, _ = from_ordinal(date.last)
        of = "" if last_year == year else " of the next year"
        return f"{name} {named} ({MONTHS[first_month - 1]} to {MONTHS[last_month - 1]}{of})"
    if date.precision == "month":
        return f"{MONTHS[month - 1]} {named}"
    time = f", {date.text.partition('T')[2]}" if date.instant else ""
    return f"{day} {MONTHS[month - 1]} {named}{time}"


def offered(date: Date, why: str = "") -> str:
    """One of several readings: the EDTF text, and in brackets what it says."""
    return f"{date.text} ({why or in_words(date)})"
