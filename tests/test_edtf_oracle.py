"""The ``edtf`` package as an oracle.

It and the profile are meant to agree on what is valid and on both ends, but for these:

- winter: December alone there, December to February here;
- an unknown end: ten years away there, without bound here;
- an X in a negative year: its ends come out as odd days there;
- 2023-02-29, reversed intervals, T24:00:00: accepted there, refused here;
- level 2: read there, refused here (but for one-of ranges);
- the hour 00, times to the minute or hour, offsets above 14:00, seasons with a mark, long years in intervals, one-of
  ranges from a year to a month or day: refused there, accepted here.
"""

import re
from typing import Any

from hypothesis import assume, given, reject
from hypothesis import strategies as st

from store.edtf import from_ordinal, parse
from tests.edtf_texts import LONG_YEARS, MARKS, PLAIN_DATES, SEASON_DATES, one_of, refusal, spans, unspecified_dates
from tests.properties import tries


@st.composite
def agreed(draw: st.DrawFn) -> str:
    marked = st.builds(lambda text, mark: text + mark, PLAIN_DATES, MARKS)
    season = SEASON_DATES.filter(lambda text: not text.endswith("24"))
    unspecified = unspecified_dates().filter(lambda text: not text.startswith("-"))
    choice = one_of().filter(
        lambda text: ".]" in text or "[." in text or text[1:-1].find("..") * 2 + 2 == len(text[1:-1])
    )
    text = draw(marked | season | unspecified | LONG_YEARS | spans(marked | season) | choice)
    assume(not text.startswith("/") and not text.endswith("/"))
    return text


def strict_end(struct: Any) -> tuple[int, int, int] | None:
    return None if isinstance(struct, float) else (struct.tm_year, struct.tm_mon, struct.tm_mday)


@tries(30)
@given(agreed())
def test_the_package_means_the_same_days(text: str) -> None:
    from edtf import parse_edtf  # half a second to import, for the oracle only

    other, date = parse_edtf(text), parse(text)
    assert strict_end(other.lower_strict()) == (None if date.first is None else from_ordinal(date.first))
    assert strict_end(other.upper_strict()) == (None if date.last is None else from_ordinal(date.last))
    if "/" not in text and "[" not in text:
        both = other.is_uncertain_and_approximate
        assert bool(other.is_approximate or both) == date.approximate
        assert bool(other.is_uncertain or both) == date.uncertain


ONLY_HERE = re.compile(r"-2[1-4][~?%]$|Y.*[/~?%]|/.*Y|^\[")
ONLY_THERE = re.compile(
    r"has \d\d days|is before|level 2|outside the profile|at the end|last one or two digits|both digits"
    r"|only \[a|plain days|has no X"
)


def package_reads(text: str) -> bool:
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parse_edtf(text)
    except EDTFParseException:
        return False
    except (AttributeError, TypeError):  # some texts break its parse actions: no answer
        reject()
    return True


@tries(40)
@given(agreed(), st.integers(0, 30), st.sampled_from(["", "0", "1", "-", "X", "?", "/", ".", "13", "32", "T"]))
def test_the_package_refuses_the_same_texts(text: str, at: int, put: str) -> None:
    """A valid text with something put in place of one of its characters: both read it, or both refuse it."""
    text = text[:at] + put + text[at + 1 :]
    assume(text.strip("/") == text != "")
    error = refusal(text)
    if error is None:
        assert package_reads(text) or ONLY_HERE.search(text)
    else:
        assert not package_reads(text) or ONLY_THERE.search(error.reason)
