"""Short English labels of dates, for the narrow column of a list."""

from __future__ import annotations

import re

from store.edtf.days import MONTHS
from store.edtf.grammar import POINT, SEASONS, Date, years

_OPEN = ("", "..")


def label(date: Date, *, year: bool) -> str:
    """A label in ASCII: ``Sep 13``, ``Sep 10-13``, ``Sep 30-Oct 2``, ``~Aug``, ``Aug?``, ``summer``, ``2023-24``.

    ``year`` adds the year where a heading does not give it. A span that its two months cannot tell from one within a
    year, or that takes in years as such, has its years in any case. An unknown end is ``?`` (``Jul-?``), an open one
    reads ``since Jul``, ``until Sep 5``; one day out of several is ``Sep 10..13``.
    """
    if date.is_undated:
        return "undated"
    if date.text[0] == "[":
        left, _, right = date.text[1:-1].partition("..")
        return _joined(left, right, "..", year) if left and right else f"{_one(left, year)}..{_one(right, year)}"
    left, slash, right = date.text.partition("/")
    if not slash:
        return _one(left, year)
    if right == "..":
        return f"since {_one(left, year)}"
    if left == "..":
        return f"until {_one(right, year)}"
    if left in _OPEN or right in _OPEN:
        return f"{_one(left, year) or '?'}-{_one(right, year) or '?'}"
    return _joined(left, right, "-", year)


def _parts(text: str) -> re.Match[str]:
    match = POINT.fullmatch(text)
    assert match is not None, text  # labels are made of parsed dates only
    return match


def _one(text: str, year: bool) -> str:
    """Label of one date; empty for the empty text of an end without one."""
    if not text:
        return ""
    parts = _parts(text)
    about, doubt = ("~" if parts["mark"] in ("~", "%") else "", "?" if parts["mark"] in ("?", "%") else "")
    return f"{about}{_bare(parts, year)}{doubt}"


def _bare(parts: re.Match[str], year: bool) -> str:
    named = _year_name(parts["year"])
    month = parts["month"]
    if month in (None, "XX"):
        return named
    number = int(month)
    name = SEASONS[number][0] if number in SEASONS else MONTHS[number - 1][:3]
    if parts["day"] not in (None, "XX"):
        name += f" {int(parts['day'])}"
    if year:
        name += f" {named}"
    time = parts["time"]
    return f"{name} {time[:5]}{'h' if len(time) == 2 else ''}" if time else name


def _year_name(text: str) -> str:
    """``2023``, ``2010s``, ``2000-99``, ``44 BC``, ``50-41 BC``, ``17000``. The year 0 of EDTF is 1 BC."""
    first, last, _ = years(text)
    if last <= 0:
        return f"{1 - first} BC" if first == last else f"{1 - first}-{1 - last} BC"
    if text.endswith("XX"):
        return f"{text[:-2]}00-99"
    return f"{text[:-1]}0s" if text.endswith("X") else text.lstrip("Y")


def _joined(left: str, right: str, between: str, year: bool) -> str:
    """Label of a span whose two ends are known, saying what they share only once."""
    start, end = _parts(left), _parts(right)
    if start["month"] is None and end["month"] is None:
        return _years_joined(left, right, between)
    if "X" in left or "X" in right or start["month"] is None or end["month"] is None:
        return f"{_one(left, True)}{between}{_one(right, True)}"
    if start["year"] != end["year"]:
        next_year = int(end["year"]) == int(start["year"]) + 1
        full = year or not next_year or end["month"] >= start["month"]
        return f"{_one(left, full)}{between}{_one(right, full)}"
    after = f" {_year_name(start['year'])}" if year else ""
    days = start["day"] and end["day"] and not start["mark"] and not end["mark"]
    if days and start["month"] == end["month"]:
        return f"{_one(left, False)}{between}{int(end['day'])}{after}"
    return f"{_one(left, False)}{between}{_one(right, False)}{after}"


def _years_joined(left: str, right: str, between: str) -> str:
    plain = re.compile(r"\d{4}", re.ASCII)
    if between == "-" and plain.fullmatch(left) and plain.fullmatch(right) and left[:2] == right[:2]:
        return f"{left}-{right[2:]}"
    return f"{_one(left, True)}{between}{_one(right, True)}"
