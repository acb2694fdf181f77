"""The tagger of date expressions: what it finds, where it counts from, what it leaves alone, and how long it takes."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import edtf
from store.suggest.timex import Timex, tag
from store.suggest.timex.pattern import flatten
from store.suggest.timex.scan import scan
from tests import timex_score
from tests.effort import effort
from tests.properties import tries

TUESDAY = datetime.date(2023, 9, 5)


def read(text: str, published: datetime.date = TUESDAY) -> list[tuple[str, str]]:
    """Expressions and their EDTF dates."""
    return [(timex.text, timex.edtf) for timex in tag(text, published)]


def only(text: str, published: datetime.date = TUESDAY) -> Timex:
    (timex,) = tag(text, published)
    return timex


# What is said in full, or nearly


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("13 September 2023", "2023-09-13"),
        ("September 13, 2023", "2023-09-13"),
        ("Sept. 13, 2023", "2023-09-13"),
        ("Sep 13 2023", "2023-09-13"),
        ("the 13th of September, 2023", "2023-09-13"),
        ("13-Sep-2023", "2023-09-13"),
        ("September 13th, twenty twenty-three", "2023-09-13"),
        ("2023-09-13", "2023-09-13"),
        ("20230913", "2023-09-13"),
        ("13.09.2023", "2023-09-13"),
        ("9/13/2023", "2023-09-13"),
        ("13/9/23", "2023-09-13"),
        ("March 2022", "2022-03"),
        ("May 2022", "2022-05"),
        ("March of 2022", "2022-03"),
        ("2022-03", "2022-03"),
        ("the year 2000", "2000"),
        ("fiscal 1989", "1989~"),
        ("the 1980s", "198X"),
        ("the '90s", "199X"),
        ("the nineties", "199X"),
        ("the nineteen eighties", "198X"),
        ("the 20th century", "19XX"),
        ("the third quarter of 2022", "2022-07/2022-09"),
        ("Q3 2022", "2022-07/2022-09"),
        ("the first half of 2022", "2022-01/2022-06"),
        ("summer 2022", "2022-22"),
        ("the winter of 2022", "2022-24"),
        ("the last week of March 2009", "2009-03-23/2009-03-29"),
        ("the first Monday in October 2022", "2022-10-03"),
        ("the last three months of 2009", "2009-10/2009-12"),
        ("the first half of the 1990s", "1990/1994"),
        ("the last day of 2012", "2012-12-31"),
        ("the week of October 16, 2023", "2023-10-16/2023-10-22"),
        ("Easter 2024", "2024-03-31"),
        ("Thanksgiving 2022", "2022-11-24"),
        ("Christmas Eve 2022", "2022-12-24"),
        ("early 2024", "2024-01~/2024-04~"),
        ("mid-June 2022", "2022-06-11~/2022-06-20~"),
        ("the end of 2015", "2015-10~/2015-12~"),
        ("year-end 2015", "2015-10~/2015-12~"),
        ("the late 1990s", "1997~/1999~"),
        ("around 1990", "1990~"),
    ],
)
def test_dates_said_in_full(text: str, date: str) -> None:
    timex = only(f"They agreed on it in {text}, and no more was said.")
    assert timex.edtf == date
    assert timex.text == text.removeprefix("the ") or timex.text == text
    assert timex.basis is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("September 10-13", "2023-09-10/2023-09-13"),
        ("10 to 13 September", "2023-09-10/2023-09-13"),
        ("between 10 and 13 September", "2023-09-10/2023-09-13"),
        ("September 10 and 11", "2023-09-10/2023-09-11"),
        ("Oct. 5–7, 2022", "2022-10-05/2022-10-07"),
        ("from 28 September until 2 October", "2023-09-28/2023-10-02"),
        ("December 28 to January 3", "2022-12-28/2023-01-03"),
        ("between May and July", "2023-05/2023-07"),
        ("between May and July 2012", "2012-05/2012-07"),
        ("December 2012 to March 2013", "2012-12/2013-03"),
        ("the January-to-March period", "2023-01/2023-03"),
        ("2003-2005", "2003/2005"),
        ("the 2011-12 season", "2011/2012"),
        ("from 2003 to 2005", "2003/2005"),
        ("from early 2009 to late 2011", "2009-01~/2011-12~"),
        ("from Sunday to Wednesday (September 10-13)", "2023-09-10/2023-09-13"),
    ],
)
def test_a_range_is_one_expression(text: str, date: str) -> None:
    timex = only(f"They held it {text}, he said.")
    assert timex.edtf == date
    assert timex.text in text


def test_a_range_keeps_its_ends() -> None:
    timex = only("He lived there from May 2012 to July 2013.")
    assert [(end.text, end.value) for end in timex.ends] == [("May 2012", "2012-05"), ("July 2013", "2013-07")]
    assert only("It lasts from 10 to 13 September.").ends == ()


def test_a_stretch_that_runs_backwards_is_two_dates() -> None:
    assert read("He moved from 2015 to 2010.") == [("2015", "2015"), ("2010", "2010")]


def test_moved_from_one_day_to_another_is_no_range() -> None:
    found = read("The talks were postponed from Thursday to Friday.")
    assert [text for text, _ in found] == ["Thursday", "Friday"]


# What is counted


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("They met on Tuesday.", "2023-09-05"),  # the publication day
        ("They met on Monday.", "2023-09-04"),
        ("They met on Wednesday.", "2023-08-30"),
        ("They will meet on Wednesday.", "2023-09-06"),
        ("A meeting is scheduled for Friday.", "2023-09-08"),
        ("They agreed to meet on Friday.", "2023-09-08"),
        ("They spoke ahead of Sunday's vote.", "2023-09-10"),
        ("The deadline is Friday.", "2023-09-08"),
        ("On Friday, the council will vote.", "2023-09-08"),
        ("He said on Friday that it intends to pay.", "2023-09-01"),
        ("He said on Friday the council will vote.", "2023-09-01"),
        ("It is expected to hit Sunday.", "2023-09-10"),
        ("The deal should be completed on Friday.", "2023-09-08"),
        ("They met last Friday.", "2023-09-01"),
        ("They meet next Friday.", "2023-09-08"),
        ("They met on Friday of last week.", "2023-09-01"),
        ("They met early Monday.", "2023-09-04"),
        ("They met on Monday night.", "2023-09-04"),
        ("There were riots over the weekend.", "2023-09-02/2023-09-03"),
        ("They met yesterday.", "2023-09-04"),
        ("They met last night.", "2023-09-04"),
        ("They meet the day after tomorrow.", "2023-09-07"),
        ("They met last week.", "2023-08-28/2023-09-03"),
        ("They meet next month.", "2023-10"),
        ("They met late last year.", "2022-09~/2022-12~"),
        ("They met earlier this year.", "2023/2023-09-05"),
        ("They meet later this month.", "2023-09-05/2023-09"),
        ("They met two days ago.", "2023-09-03"),
        ("They met two weeks ago.", "2023-08-21/2023-08-27"),
        ("They met three months ago.", "2023-06"),
        ("They met nearly 20 years ago.", "2003~"),
        ("They met a decade ago.", "201X"),
        ("They met half a century ago.", "1973~"),
        ("They met ten years ago this week.", "2013-09-02/2013-09-08"),
        ("They meet in two weeks' time.", "2023-09-18/2023-09-24"),
        ("They meet three days from now.", "2023-09-08"),
        ("They met in August.", "2023-08"),
        ("They met in October.", "2022-10"),
        ("They will meet in October.", "2023-10"),
        ("They met in October last year.", "2022-10"),
        ("They met in last year's third quarter.", "2022-07/2022-09"),
        ("Profits fell in the second quarter.", "2023-04/2023-06"),
        ("They met last March.", "2023-03"),
        ("They met last summer.", "2023-22"),
        ("They meet at Christmas.", "2023-12-25"),
        ("They meet on Ukraine's Independence Day.", "2023-08-24"),
        ("They met on the 13th.", "2023-08-13"),
        ("They meet on Friday the 15th.", "2023-09-15"),
    ],
)
def test_counted_from_publication(text: str, date: str) -> None:
    timex = only(text)
    assert timex.edtf == date
    assert timex.basis is not None
    assert (timex.basis.date, timex.basis.text) == ("2023-09-05", "")


@pytest.mark.parametrize(
    ("text", "date", "basis"),
    [
        ("It began on 3 May 2019. The following day he left.", "2019-05-04", "3 May 2019"),
        ("It began on 3 May 2019. Two days later he left.", "2019-05-05", "3 May 2019"),
        ("It began on 3 May 2019. He left the same day.", "2019-05-03", "3 May 2019"),
        ("It began on 3 May 2019 and ended in September of that year.", "2019-09", "3 May 2019"),
        ("It was founded in 1991. The next year it closed.", "1992", "1991"),
        ("It was founded in 1991 and closed two years later.", "1993", "1991"),
        ("It was founded in 1991, it closed the previous decade.", "198X", "1991"),
        ("It opened on 3 May 2019 and closed the following Monday.", "2019-05-06", "3 May 2019"),
        ("Profit was $4m in the third quarter of 2022, up from $3m a year earlier.", "2021-07/2021-09", "2022"),
        ("Sales rose in July 2023 compared with the same period last year.", "2022-07", "July 2023"),
        ("Growth was 4% in the first quarter of 2009, not 5% as in the year-ago quarter.", "2008-01/2008-03", "2009"),
    ],
)
def test_counted_from_the_text(text: str, date: str, basis: str) -> None:
    timex = tag(text, TUESDAY)[-1]
    assert timex.edtf == date
    assert timex.basis is not None
    assert timex.basis.text.endswith(basis)
    assert timex.basis.start is not None
    assert text[timex.basis.start :].startswith(timex.basis.text)
    assert timex.confidence == "medium"


def test_nothing_to_count_from_is_a_weak_guess() -> None:
    timex = only("The following day he left.")
    assert (timex.edtf, timex.confidence) == ("2023-09-06", "low")


# Two readings


def test_the_other_weekday_is_an_alternative() -> None:
    timex = only("They met on Monday.")
    assert [(other.edtf, other.rule) for other in timex.alternatives] == [("2023-09-11", "weekday")]
    assert "nothing points ahead" in timex.why


def test_the_word_that_points_ahead_is_named() -> None:
    assert "“scheduled”" in only("It is scheduled for Friday.").why


def test_the_other_year_is_an_alternative_where_both_are_near() -> None:
    timex = only("They met in March.", datetime.date(2023, 10, 1))
    assert timex.edtf == "2023-03"
    assert [other.edtf for other in timex.alternatives] == ["2024-03"]


def test_the_year_of_a_story_is_an_alternative() -> None:
    timex = tag("The war began on March 20, 2003. On April 9, Baghdad fell.", datetime.date(2013, 3, 22))[-1]
    assert timex.edtf == "2013-04-09"
    assert ("2003-04-09", "year of the text") in [(other.edtf, other.rule) for other in timex.alternatives]


def test_numeric_dates_are_honestly_ambiguous() -> None:
    timex = only("The letter of 5/6/2012 was lost.")
    assert (timex.edtf, timex.alternatives[0].edtf, timex.confidence) == ("2012-05-06", "2012-06-05", "medium")
    assert only("The letter of 13/6/2012 was lost.").alternatives == ()
    near = only("The letter of 4/9/2023 was lost.")
    assert (near.edtf, near.alternatives[0].edtf) == ("2023-09-04", "2023-04-09")


def test_an_explicit_date_wins_over_its_weekday_and_the_mismatch_is_said() -> None:
    right = only("It opens on Sunday, September 10.")
    assert (right.text, right.edtf, right.confidence) == ("Sunday, September 10", "2023-09-10", "high")
    wrong = only("It opens on Sunday, September 11.")
    assert wrong.edtf == "2023-09-11"
    assert "2023-09-11 is a Monday" in wrong.why
    assert [other.edtf for other in wrong.alternatives] == ["2022-09-11"]


def test_a_range_counted_by_tense_keeps_the_other_range() -> None:
    timex = only("The fair ran from Saturday to Sunday.")
    assert timex.edtf == "2023-09-02/2023-09-03"
    assert [other.edtf for other in timex.alternatives] == ["2023-09-09/2023-09-10"]


def test_the_september_attacks_are_those_of_2001() -> None:
    assert read("The Sept. 11 attacks and 9/11.") == [("Sept. 11", "2001-09-11"), ("9/11", "2001-09-11")]
    assert only("Leaders meet on Sept. 11 in Rome.").edtf == "2023-09-11"


# What is no date


@pytest.mark.parametrize(
    "text",
    [
        "He may meet her; they march on Monte Rosa; an august body.",
        "Theresa May said so, and Mr. March and April Ryan agreed.",
        "The March on Washington was large.",
        "They meet every Saturday, on Mondays, each May.",
        "He stayed for two years, over the past three months and during the last week.",
        "A 45-year-old man, a two-week trip, a 41-year history.",
        "About 2000 people, 1500 troops, 2000-strong, 1999 units, $2012, 2,012 and 1999.5.",
        "Resolution 1973, Flight 1549, Boeing 737-2000, CVE-2012-0163, 555-2012, 1930 GMT.",
        "A man in his 70s, aged 80; 3 in 10; 5/6 of it; 24/7.",
        "They said so several years ago, a few weeks ago, recently, now and in recent days.",
        "The Sunday Times, The Mail on Sunday and Black Monday.",
        "Spring has come, they fall, the fall of Berlin, the third quarter of the game, the second half.",
        "Independence Day was a film; a quarter of a century ago; two days before the war; Mar-a-Lago.",
        "the first week of the, last last last, from from, between and",
        "2012-13-45, 99/99/2012, 2012-02-30, 31/04/2012 and 20121345",
    ],
)
def test_no_dates(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("last week", "2023-W35"),
        ("this weekend", "2023-W36-WE"),
        ("next quarter", "2023-Q4"),
        ("the first half of 2022", "2022-H1"),
        ("last spring", "2023-SP"),
        ("the 1980s", "198"),
        ("the 20th century", "19"),
        ("yesterday morning", "2023-09-04TMO"),
        ("September 10-13", "2023-09-10/2023-09-13"),
        ("mid-June", "2023-06"),
    ],
)
def test_timex_values(text: str, value: str) -> None:
    assert only(f"It was {text}.").value == value


def test_dates_do_not_cross_a_blank_line() -> None:
    assert read("It ended in May\n\n2012 was worse") == [("May", "2023-05"), ("2012", "2012")]
    assert read("It ended in May\n2012.") == [("May\n2012", "2012-05")]


def test_years_at_the_edge_of_the_calendar() -> None:
    assert read("They met a century ago.", datetime.date(40, 1, 1)) == []
    assert read("They meet next year.", datetime.date(9999, 6, 1)) == []
    assert read("They met yesterday and meet tomorrow.", datetime.date(1, 1, 1)) == [("tomorrow", "0001-01-02")]


def test_leap_days_fall_in_leap_years() -> None:
    assert only("They met on February 29.").edtf == "2024-02-29"
    assert only("They met on February 29.", datetime.date(1899, 6, 1)).edtf == "1896-02-29"


def test_a_leap_day_after_a_common_year_of_the_story() -> None:
    assert read("It began in 2011. On February 29 it ended.") == [("2011", "2011"), ("February 29", "2024-02-29")]


# For any text


DATE_WORDS = (
    "May march Monday Sun. Sept. September 10 13th 2012 1990s '90s 9/11 5/6/2012 2012-09-10 the last next this of "
    "in on from to between and until - , . ( ) first half quarter week days two a year ago later earlier Christmas Day "
    "will said early mid- end today night twenty nineteen fiscal 's same \n \n\n É 😀 \u202e \x00 ١٢ ½ ²"
)
WORDS = st.sampled_from(DATE_WORDS.split(" "))
DATES = st.dates()


def check(text: str, published: datetime.date) -> None:
    end = 0
    for timex in tag(text, published):
        assert text[timex.start : timex.end] == timex.text != ""
        assert timex.start >= end
        end = timex.end
        assert timex.why
        for date in (timex.edtf, *(other.edtf for other in timex.alternatives)):
            edtf.parse(date)
        if timex.basis:
            edtf.parse(timex.basis.date)
        assert re.fullmatch(r"[0-9]{2,4}[-0-9A-Z]*(/[0-9]{2,4}[-0-9A-Z]*)?", timex.value)
        for part in timex.ends:
            assert timex.start <= part.start < part.end <= timex.end


@given(st.text(), DATES)
@tries(50)
def test_any_text_gives_offsets_that_slice_to_it(text: str, published: datetime.date) -> None:
    check(text, published)


@given(st.lists(WORDS, max_size=25).map(" ".join), DATES)
@tries(150)
def test_any_words_of_dates_give_valid_dates(text: str, published: datetime.date) -> None:
    check(text, published)


@given(st.text(), st.text())
@tries(50)
def test_a_date_is_found_wherever_it_stands(before: str, after: str) -> None:
    text = f"{before}\n\nIt was 13 September 2012.\n\n{after}"
    assert "2012-09-13" in [timex.edtf for timex in tag(text, TUESDAY)]


def test_tokens_cover_everything_but_white_space() -> None:
    text = "Sept. 3rd, the '90s – twenty-five\u00a0déjà 10½"
    covered = {k for token in scan(text) for k in range(token.start, token.end)}
    assert all(k in covered for k, character in enumerate(text) if not character.isspace())


def test_patterns_are_written_out() -> None:
    assert [[atom.keys for atom in flat] for flat in flatten("a|B (c | d e?)?")] == [
        [("a", "B")],
        [("a", "B"), ("c",)],
        [("a", "B"), ("d",)],
        [("a", "B"), ("d",), ("e",)],
    ]
    with pytest.raises(ValueError, match="unbalanced"):
        flatten("a ) b")


ADVERSARIAL = (
    "1",
    "1/",
    "2012-",
    "2012 ",
    "September ",
    "September 10-",
    "Sunday to ",
    "from ",
    "from Sunday to Wednesday (",
    "(",
    "last ",
    "the first week of ",
    "the end of the ",
    "twenty ",
    "nineteen ninety ",
    "May, ",
    "between May and ",
    "two years later ",
    "a year earlier ",
    "'90s ",
    "\n",
)


def work(text: str) -> int:
    return effort(lambda: tag(text, TUESDAY))


@pytest.mark.parametrize("unit", ADVERSARIAL)
def test_time_is_in_proportion_to_length(unit: str) -> None:
    tag("warm up on Monday", TUESDAY)
    some = work(unit * 40)
    assert work(unit * 160) <= 4.4 * some + 500


# The corpus


def test_the_dev_corpus() -> None:
    corpus = timex_score.documents(timex_score.MEANTIME)
    whole, held_out = timex_score.score(corpus), timex_score.score(corpus[: len(corpus) // 2])
    assert (whole.dates, held_out.dates) == (102, 38)
    assert min(whole.span, held_out.span) >= 0.94
    assert min(whole.value, held_out.value) >= 0.88


def test_the_score_counts_what_is_missed_wrong_and_right() -> None:
    text = "It began on 3 May 2019, lasted two years and ended on 4 June 2021."
    gold = [
        {"start": 12, "end": 22, "type": "DATE", "value": "2019-05-03", "text": "3 May 2019"},
        {"start": 27, "end": 40, "type": "DURATION", "value": "P2Y", "text": "two years"},
    ]
    document = {"id": "a", "published": "2023-09-05", "text": text, "timex": gold}
    assert timex_score.score([document]) == (1, 2 / 3, 2 / 3)
    missing = {"start": 0, "end": 2, "type": "DATE", "value": "2019", "text": "It"}
    assert timex_score.score([{**document, "timex": [*gold, missing]}]) == (2, 0.5, 0.5)
    other = {**gold[0], "value": "2019-05-04"}
    assert timex_score.score([{**document, "timex": [other]}]) == (1, 2 / 3, 0.0)
