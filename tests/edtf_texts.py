"""Texts of every form of the EDTF profile, for the tests of dates."""

from hypothesis import strategies as st

from store.edtf import SEASONS, EdtfError, day_text, month_length, parse, to_ordinal, year_text

YEARS = st.integers(1900, 2100) | st.integers(-9999, 9999)
LONG_YEARS = st.integers(10_000, 9_999_999_999).map(lambda year: f"Y{year}") | st.integers(-9_999_999_999, -10_000).map(
    lambda year: f"Y{year}"
)
MARKS = st.sampled_from(["", "", "", "~", "?", "%"])


@st.composite
def plain_dates(draw: st.DrawFn) -> str:
    """A year, a month or a day, without a mark."""
    year, month = draw(YEARS), draw(st.integers(1, 12))
    day = draw(st.integers(1, month_length(year, month)))
    parts = [year_text(year), f"{month:02d}", f"{day:02d}"]
    return "-".join(parts[: draw(st.integers(1, 3))])


@st.composite
def unspecified_dates(draw: st.DrawFn) -> str:
    year = draw(YEARS)
    text = year_text(year)
    forms = [f"{text}-XX", f"{text}-{draw(st.integers(1, 12)):02d}-XX", f"{text}-XX-XX"]
    if year:
        forms += [f"{text[:-1]}X", f"{text[:-2]}XX"]
    return draw(st.sampled_from(forms))


SEASON_DATES = st.builds(lambda year, season: f"{year_text(year)}-{season}", YEARS, st.sampled_from(list(SEASONS)))
PLAIN_DATES = plain_dates()
POINTS = st.builds(lambda text, mark: text + mark, PLAIN_DATES | unspecified_dates() | SEASON_DATES | LONG_YEARS, MARKS)
ENDS = st.builds(lambda text, mark: text + mark, PLAIN_DATES | SEASON_DATES | LONG_YEARS, MARKS)
DAYS = st.integers(to_ordinal(1800, 1, 1), to_ordinal(2200, 12, 31))
ZONES = (
    st.just("") | st.just("Z") | st.builds("{}{:02d}:{:02d}".format, st.sampled_from("+-"), *[st.integers(0, 23)] * 2)
)


@st.composite
def times(draw: st.DrawFn) -> str:
    clock = draw(st.times()).isoformat()[: draw(st.sampled_from([2, 5, 8]))]
    return f"{day_text(draw(DAYS))}T{clock}{draw(ZONES)}"


@st.composite
def spans(draw: st.DrawFn, ends: st.SearchStrategy[str] = ENDS) -> str:
    """Two ends in order, or one and an open or unknown one."""
    left, right = draw(ends), draw(ends)
    first, last = parse(left).first, parse(right).last
    assert first is not None
    assert last is not None
    if last < first:
        left, right = right, left
    missing = draw(st.sampled_from(["", ".."]))
    return draw(st.sampled_from([f"{left}/{right}", f"{left}/{missing}", f"{missing}/{right}"]))


@st.composite
def one_of(draw: st.DrawFn) -> str:
    left, _, right = draw(spans(PLAIN_DATES)).replace("..", "").partition("/")
    return f"[{left}..{right}]"


TEXTS = POINTS | spans() | one_of() | times() | st.just("")
DATES = TEXTS.map(parse)


def refusal(text: str) -> EdtfError | None:
    try:
        parse(text)
    except EdtfError as error:
        return error
    return None
