"""The histogram as a line: its width, its window, its labels, in Unicode and ASCII."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import edtf
from store.chronology import UNITS, Bucket, Histogram, Unit
from tui.histogram import bars
from tui.look import ASCII, UNICODE, Glyphs, spark
from tui.paint import width_of
from tui.scale import fitting_unit, moved_range, stepped


def months(first_year: int, counts: list[tuple[int, int]]) -> Histogram:
    buckets = []
    for number, (definite, possible) in enumerate(counts):
        year, month = first_year + number // 12, number % 12 + 1
        first = edtf.to_ordinal(year, month, 1)
        last = edtf.to_ordinal(year + month // 12, month % 12 + 1, 1) - 1
        buckets.append(Bucket(first, last, definite, possible))
    return Histogram("month", tuple(buckets))


def text_of(histogram: Histogram, window: tuple[int | None, int | None], width: int, glyphs: Glyphs = UNICODE) -> str:
    return "".join(text for text, _ in bars(histogram, window, width, glyphs))


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), min_size=1, max_size=400),
    st.integers(20, 200),
    st.none() | st.integers(0, 400),
    st.none() | st.integers(0, 400),
    st.sampled_from([UNICODE, ASCII]),
)
def test_the_line_has_its_width_whatever_the_window(
    counts: list[tuple[int, int]], width: int, start: int | None, end: int | None, glyphs: Glyphs
) -> None:
    histogram = months(2000, counts)
    base = histogram.buckets[0].first
    window = (None if start is None else base + 30 * start, None if end is None else base + 30 * end)
    assert width_of(text_of(histogram, window, width, glyphs)) == width


def test_years_are_labelled_where_they_begin() -> None:
    line = text_of(months(2022, [(1, 0)] * 24), (None, None), 60)
    assert line.startswith(" 2022 ████████████ 2023 ████████████")


def test_possible_mass_is_shaded_and_empty_buckets_show() -> None:
    line = text_of(months(2022, [(4, 0), (0, 0), (0, 2), (1, 0)]), (None, None), 30)
    assert line.startswith(" 2022 █·░▂")


def test_the_window_is_marked_at_both_ends() -> None:
    histogram = months(2022, [(1, 0)] * 12)
    window = (edtf.to_ordinal(2022, 3, 1), edtf.to_ordinal(2022, 5, 31))
    assert text_of(histogram, window, 40).startswith(" 2022 ██▕███▏███████")
    assert text_of(histogram, window, 40, ASCII).startswith(" 2022 ##[###]#######")


def test_an_empty_histogram_is_a_blank_line() -> None:
    assert text_of(Histogram("month"), (None, None), 12) == " " * 12


def test_the_scale_fits_and_steps() -> None:
    years = Histogram(
        "year",
        tuple(Bucket(edtf.to_ordinal(y, 1, 1), edtf.to_ordinal(y, 12, 31), 1, 0) for y in range(2022, 2026)),
    )
    assert fitting_unit(years, 100) == "month"
    assert fitting_unit(years, 50) == "quarter"
    assert stepped("month", 1) == "week"
    assert stepped("hour", 1) == "hour"
    assert stepped("decade", -1) == "decade"


@pytest.mark.parametrize(
    ("window", "steps", "moved"),
    [
        (("2023-09-01", "2023-09-30"), 1, "2023-10-01..2023-10-31"),
        (("2023-01-01", "2023-12-31"), -1, "2022-01-01..2022-12-31"),
        (("2023-09-05", "2023-09-08"), 1, "2023-09-09..2023-09-12"),
        (("2023-12-01", "2024-01-31"), 1, "2024-02-01..2024-03-31"),
    ],
)
def test_a_window_moves_by_its_own_length(window: tuple[str, str], steps: int, moved: str) -> None:
    first, last = (edtf.parse(day).first for day in window)
    assert first is not None
    assert last is not None
    assert moved_range(first, last, steps) == moved


def test_spark_lines_are_scaled_to_the_largest() -> None:
    assert spark((0, 1, 4, 8), UNICODE) == " ▁▄█"
    assert spark((0, 0), UNICODE) == "  "


def test_units_are_finest_first() -> None:
    names: tuple[Unit, ...] = UNITS
    assert names[0] == "hour"
    assert names[-1] == "decade"
