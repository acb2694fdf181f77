"""The EDTF profile: what it reads and which days it means, what it refuses and why, how a list shows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.edtf import Date, EdtfError, day_text, is_valid, label, parse, sort_key
from tests.edtf_texts import DATES
from tests.properties import tries


def days_of(text: str) -> tuple[str, str]:
    date = parse(text)
    return (
        ".." if date.first is None else day_text(date.first),
        ".." if date.last is None else day_text(date.last),
    )


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2023-09-13", "2023-09-13", "2023-09-13", "day"),
        ("2023-09", "2023-09-01", "2023-09-30", "month"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("1900-02", "1900-02-01", "1900-02-28", "month"),
        ("2023", "2023-01-01", "2023-12-31", "year"),
        ("0000", "0000-01-01", "0000-12-31", "year"),
        ("-0044-03-15", "-0044-03-15", "-0044-03-15", "day"),
        ("Y-17000", "-17000-01-01", "-17000-12-31", "year"),
        ("Y170000002", "170000002-01-01", "170000002-12-31", "year"),
        ("201X", "2010-01-01", "2019-12-31", "decade"),
        ("20XX", "2000-01-01", "2099-12-31", "century"),
        ("-201X", "-2019-01-01", "-2010-12-31", "decade"),
        ("2004-XX", "2004-01-01", "2004-12-31", "year"),
        ("1985-04-XX", "1985-04-01", "1985-04-30", "month"),
        ("1985-XX-XX", "1985-01-01", "1985-12-31", "year"),
        ("2023-21", "2023-03-01", "2023-05-31", "season"),
        ("2023-22", "2023-06-01", "2023-08-31", "season"),
        ("2023-23", "2023-09-01", "2023-11-30", "season"),
        ("2023-24", "2023-12-01", "2024-02-29", "season"),
        ("2023-08~", "2023-08-01", "2023-08-31", "month"),
        ("2023-09-10/2023-09-13", "2023-09-10", "2023-09-13", "span"),
        ("2023-07/2023-08", "2023-07-01", "2023-08-31", "span"),
        ("2023-09-13/2023-09", "2023-09-13", "2023-09-30", "span"),
        ("2023-07~/2023-09-13?", "2023-07-01", "2023-09-13", "span"),
        ("2023/..", "2023-01-01", "..", "span"),
        ("2023/", "2023-01-01", "..", "span"),
        ("../2023-09", "..", "2023-09-30", "span"),
        ("/2023-09", "..", "2023-09-30", "span"),
        ("[2022..2023-09]", "2022-01-01", "2023-09-30", "span"),
        ("[..2023]", "..", "2023-12-31", "span"),
        ("[2023-07..]", "2023-07-01", "..", "span"),
        ("2023-09-13T10:30:15Z", "2023-09-13", "2023-09-13", "second"),
        ("2023-09-13T01:30+10:00", "2023-09-13", "2023-09-13", "minute"),
        ("2023-09-13T23", "2023-09-13", "2023-09-13", "hour"),
        ("", "..", "..", "undated"),
    ],
)
def test_every_form_has_its_days(text: str, first: str, last: str, precision: str) -> None:
    assert days_of(text) == (first, last)
    assert parse(text).precision == precision
    assert str(parse(text)) == text


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("2023", False, False),
        ("2023~", True, False),
        ("2023-08?", False, True),
        ("201X%", True, True),
        ("2023-22~", True, False),
        ("2023~/2024", True, False),
        ("2023/2024?", False, True),
        ("2023~/2024?", True, True),
    ],
)
def test_marks(text: str, approximate: bool, uncertain: bool) -> None:
    date = parse(text)
    assert (date.approximate, date.uncertain) == (approximate, uncertain)


def test_times_count_in_utc_and_keep_their_day() -> None:
    in_vladivostok, in_moscow = parse("2023-09-13T01:30+10:00"), parse("2023-09-12T18:30:00+03:00")
    assert in_vladivostok.start_second == in_moscow.start_second
    assert in_vladivostok.end_second == in_moscow.start_second + 59  # a minute lasts to its last second
    assert sort_key(parse("2023-09-12")) < sort_key(in_moscow) < sort_key(in_vladivostok)
    assert sort_key(parse("2023-09-12T20:00Z")) < sort_key(in_vladivostok)  # later by the clock, but a day before
    assert sort_key(in_vladivostok) < sort_key(parse("2023-09-13T00:30Z")) < sort_key(parse("2023-09-13T00:31Z"))


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("2023-02-29", 8, "February 2023 has 28 days"),
        ("1900-02-29", 8, "February 1900 has 28 days"),
        ("2023-04-31", 8, "April 2023 has 30 days"),
        ("2023-09-00", 8, "September 2023 has 30 days"),
        ("2023-13", 5, "there is no month 13"),
        ("2023-00-10", 5, "there is no month 00"),
        ("2023-25", 5, "seasons beyond 21-24"),
        ("2023-22-01", 8, "a season has no days"),
        ("2023-9-13", 5, "two digits"),
        ("20230913", 0, "with hyphens"),
        ("2023.09.13", 4, "joined by hyphens"),
        ("2023-09-13T24:00:00", 11, "23:59:59"),
        ("2023-09-13T10:61", 11, "23:59:59"),
        ("2023-09-13T10:30:15.5Z", 19, "fractions"),
        ("2023-09-13T10:30+24:00", 16, "offsets"),
        ("2023-09-13T10:30~", 16, "cannot be qualified"),
        ("2023-09-13t10:30", 10, "capitals"),
        ("-0000", 0, "no sign"),
        ("+2023", 0, "plus"),
        ("Y2023", 0, "no Y"),
        ("Y02023", 0, "leading zeros"),
        ("Y-1E7", 3, "exponents"),
        ("Y12345-01", 7, "stands alone"),
        ("12023", 0, "begins with Y"),
        ("Y12345678901", 0, "ten digits"),
        ("1950S2", 4, "significant digits"),
        ("201x", 3, "capital X"),
        ("2XXX", 0, "last one or two digits"),
        ("XXXX", 0, "last one or two digits"),
        ("1X99", 0, "last one or two digits"),
        ("201X-03", 5, "level 2"),
        ("2023-XX-12", 8, "level 2"),
        ("2023-1X", 6, "both digits"),
        ("2023-09-1X", 9, "both digits"),
        ("2023?-09", 4, "put ? ~ or % at the end"),
        ("?2023-09", 0, "put ? ~ or % at the end"),
        ("2023-~09", 5, "put ? ~ or % at the end"),
        ("(2023-09)~", 0, "group qualification"),
        ("2023?~", 4, "% means both"),
        ("2023-W36", 5, "no weeks"),
        ("2023 ", 4, "blanks"),
        ("unknown/2023", 0, "left empty"),
        ("2023/open", 5, "'..'"),
        ("2024/2023", 5, "2023 is before 2024"),
        ("2023-09/2023-08-31", 8, "is before"),
        ("[2024..2023]", 7, "is before"),
        ("2023/2024/2025", 9, "one '/'"),
        ("../..", 0, "one end at least"),
        ("/", 0, "one end at least"),
        ("2023-09-13T10:00/2024", 10, "no time of day"),
        ("2023/2024-XX", 10, "level 2"),
        ("2023/2024-02-30", 13, "February 2024 has 29 days"),
        ("2023..2024", 4, "open end of an interval"),
        ("[2023,2024]", 5, "only [a..b]"),
        ("[2023]", 1, "only [a..b]"),
        ("{2023,2024}", 0, "lists of level 2"),
        ("[..]", 1, "names none"),
        ("[2023..2024", 11, "missing"),
        ("[", 1, "missing"),
        ("[201X..]", 1, "plain days, months and years"),
        ("[2023~..]", 1, "no ? ~ %"),
        ("[2023..2024-13]", 12, "there is no month 13"),
        ("2023-", 5, "not complete"),
        ("2023-09-13T", 11, "not complete"),
        ("september", 0, "begins with its year"),
        ("2023-09-13 to", 10, "blanks"),
        ("２０２３", 0, "begins with its year"),
        ("2" * 100_000, 0, "too long"),
    ],
)
def test_a_refusal_says_where_and_why(text: str, position: int, reason: str) -> None:
    with pytest.raises(EdtfError) as refused:
        parse(text)
    assert reason in refused.value.reason
    assert refused.value.position == position
    assert not is_valid(text)


@pytest.mark.parametrize(
    ("text", "short", "with_year"),
    [
        ("", "undated", "undated"),
        ("2023-09-13", "Sep 13", "Sep 13 2023"),
        ("2023-08", "Aug", "Aug 2023"),
        ("2023-08~", "~Aug", "~Aug 2023"),
        ("2023-08?", "Aug?", "Aug 2023?"),
        ("2023-08%", "~Aug?", "~Aug 2023?"),
        ("2023-22", "summer", "summer 2023"),
        ("2023", "2023", "2023"),
        ("201X", "2010s", "2010s"),
        ("20XX", "2000-99", "2000-99"),
        ("1985-04-XX", "Apr", "Apr 1985"),
        ("2004-XX", "2004", "2004"),
        ("-0044-03-15", "Mar 15", "Mar 15 45 BC"),
        ("-004X", "50-41 BC", "50-41 BC"),
        ("-00XX", "100-1 BC", "100-1 BC"),
        ("Y17000", "17000", "17000"),
        ("2023-09-13T14:30:10Z", "Sep 13 14:30", "Sep 13 2023 14:30"),
        ("2023-09-13T14", "Sep 13 14h", "Sep 13 2023 14h"),
        ("2023-09-10/2023-09-13", "Sep 10-13", "Sep 10-13 2023"),
        ("2023-07-25/2023-07-27", "Jul 25-27", "Jul 25-27 2023"),
        ("2023-09-30/2023-10-02", "Sep 30-Oct 2", "Sep 30-Oct 2 2023"),
        ("2022-12-30/2023-01-02", "Dec 30-Jan 2", "Dec 30 2022-Jan 2 2023"),
        ("2023-07/2023-08", "Jul-Aug", "Jul-Aug 2023"),
        ("2023-07-25/2023-08", "Jul 25-Aug", "Jul 25-Aug 2023"),
        ("2022-02/2024-08", "Feb 2022-Aug 2024", "Feb 2022-Aug 2024"),
        ("2022-02/2023-03", "Feb 2022-Mar 2023", "Feb 2022-Mar 2023"),
        ("2022-09/2023-09", "Sep 2022-Sep 2023", "Sep 2022-Sep 2023"),
        ("2023/2024", "2023-24", "2023-24"),
        ("1998/2003", "1998-2003", "1998-2003"),
        ("2022/2023-03", "2022-Mar 2023", "2022-Mar 2023"),
        ("2023-09-10~/2023-09-13?", "~Sep 10-Sep 13?", "~Sep 10-Sep 13? 2023"),
        ("2023-07/..", "since Jul", "since Jul 2023"),
        ("../2023-09-05", "until Sep 5", "until Sep 5 2023"),
        ("2023-07/", "Jul-?", "Jul 2023-?"),
        ("/2023-09-05", "?-Sep 5", "?-Sep 5 2023"),
        ("[2023-09-10..2023-09-13]", "Sep 10..13", "Sep 10..13 2023"),
        ("[2022..2023]", "2022..2023", "2022..2023"),
        ("[..2023-09]", "..Sep", "..Sep 2023"),
        ("[2023-09..]", "Sep..", "Sep 2023.."),
    ],
)
def test_labels(text: str, short: str, with_year: str) -> None:
    assert label(parse(text), year=False) == short
    assert label(parse(text), year=True) == with_year


@tries(125)
@given(DATES, st.booleans())
def test_every_date_has_a_label_in_ascii(date: Date, year: bool) -> None:
    text = label(date, year=year)
    assert text.strip() == text != ""
    assert text.isascii()
    assert text.isprintable()
