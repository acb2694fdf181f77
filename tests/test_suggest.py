"""What an article's sentences suggest: dates, status, speakers, actors, titles, passages."""

from __future__ import annotations

import textwrap
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import anchors, edtf
from store.model import Actor
from store.suggest.suggest import Suggestion, suggest
from tests import suggest_score
from tests.effort import effort
from tests.properties import tries

TUESDAY = date(2023, 9, 5)


def one(text: str, **more: Any) -> Suggestion:
    """The only suggestion of a text."""
    (found,) = suggest(text, TUESDAY, **more)
    return found


def dates(text: str) -> list[tuple[str, str]]:
    return [(each.date, each.rule) for each in suggest(text, TUESDAY)]


def roles(suggestion: Suggestion) -> dict[str, str]:
    return {actor.name: actor.role for actor in suggestion.actors}


# Dates


def test_a_date_expression_dates_its_sentence() -> None:
    found = one("Sergei Shoigu visited Pyongyang on Sunday.")
    assert (found.date, found.date_text, found.basis) == ("2023-09-03", "Sunday", "2023-09-05")
    assert found.rule == "weekday"
    assert found.confidence == "high"


def test_without_a_date_the_tense_tells_the_side_of_publication() -> None:
    assert dates("Ann Vale has resigned.") == [("[..2023-09-05]", "tense")]
    assert dates("Ann Vale will resign.") == [("[2023-09-05..]", "tense")]


def test_the_day_of_a_statement_is_not_that_of_what_it_tells() -> None:
    found = one("The ministry said on Monday that Ann Vale would resign on September 20.")
    assert (found.date, found.reported) == ("2023-09-20", "2023-09-04")


def test_where_only_the_statement_is_dated_its_day_stands_in() -> None:
    past = one("The White House said last Wednesday that Ann Vale and Max Orben had exchanged letters.")
    assert (past.date, past.rule, past.alternatives) == ("2023-08-30", "day of the statement", ("[..2023-08-30]",))
    ahead = one("The White House said last Wednesday that Ann Vale would resign.")
    assert (ahead.date, ahead.status, ahead.alternatives) == ("2023-08-30", "planned", ("[2023-08-30..]",))


def test_an_event_has_the_date_of_what_it_speaks_of() -> None:
    text = (
        "Ann Vale is expected to meet Max Orben at the Southern Reef Forum (SRF). "
        "The Forum will be held from September 10 to 13 in Oslo."
    )
    found = suggest(text, TUESDAY)
    assert (found[0].date, found[0].rule) == ("2023-09-10/2023-09-13", "as the event it speaks of")
    assert found[0].why.startswith("date: at Southern Reef Forum, which the article dates “from September 10 to 13”")


def test_an_event_noun_points_to_its_event() -> None:
    text = "A strong earthquake struck Nepal on Sunday.\n\nNobody slept.\n\nThe quake destroyed 40 houses in Jajarkot."
    assert dates(text)[-1] == ("2023-09-03", "as the event it speaks of")


def test_a_sentence_goes_on_from_the_one_before() -> None:
    text = "Border guards fired tear gas on Sunday. Two guards were injured."
    assert dates(text) == [("2023-09-03", "weekday"), ("2023-09-03", "as the sentence before")]


def test_a_plan_goes_on_from_a_plan_of_the_same_people() -> None:
    text = "Ann Vale will fly to Oslo on September 20. It rained in Oslo.\n\nVale may also visit Bergen."
    assert dates(text)[-1] == ("2023-09-20", "as the sentence before")


def test_words_and_perfects_share_no_day_with_what_is_near() -> None:
    text = "Border guards fired tear gas in Kuznica on Sunday. Ann Vale accused Poland. Max Orben has resigned."
    assert dates(text)[1:] == [("[..2023-09-05]", "tense"), ("[..2023-09-05]", "tense")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The 2015 deal was signed by Iran.", "[..2023-09-05]"),
        ("Ann Vale has urged Iran to wait until December.", "[..2023-09-05]"),
        ("The treaty signed in June was ratified by Iran on Sunday.", "2023-09-03"),
        ("Iran won a majority in Sunday's election.", "2023-09-03"),
        ("Ann Vale called on Monday for a strike on September 20.", "2023-09-20"),
        ("Relations have been good since 2019, when Iran opened an embassy in Oslo.", "2019"),
        ("The ban takes effect on Friday, Ann Vale said.", "2023-09-08"),
        ("Ann Vale will travel by train, as she did in 2019.", "[2023-09-05..]"),
    ],
)
def test_which_expression_dates_an_event(text: str, expected: str) -> None:
    assert suggest(text, TUESDAY)[0].date == expected


def test_a_sentence_with_two_dates_tells_two_events() -> None:
    text = "Iran opened an embassy in Oslo in May, and Norway will close its consulate in October."
    found = suggest(text, TUESDAY)
    assert [(each.date, each.status) for each in found] == [("2023-05", "reported"), ("2023-10", "planned")]
    assert found[0].excerpt.exact == "Iran opened an embassy in Oslo in May"
    assert found[1].excerpt.exact.endswith("Norway will close its consulate in October")


def test_a_relative_clause_tells_its_own_event_of_its_name() -> None:
    text = "Ann Vale, who took office in January, resigned on Sunday."
    assert [(each.title, each.date) for each in suggest(text, TUESDAY)] == [
        ("Ann Vale resigned", "2023-09-03"),
        ("Ann Vale took office", "2023-01"),
    ]


# Status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Ann Vale will visit Oslo.", "planned"),
        ("Ann Vale plans to visit Oslo.", "planned"),
        ("Ann Vale is expected to visit Oslo.", "planned"),
        ("Ann Vale may visit Oslo.", "planned"),
        ("Ann Vale is to visit Oslo.", "planned"),
        ("Ann Vale is likely to visit Oslo.", "planned"),
        ("A visit of Ann Vale to Oslo is scheduled for September 20.", "planned"),
        ("Ann Vale visited Oslo.", "reported"),
        ("Ann Vale visited Oslo on Sunday, officials said.", "reported"),
        ("Ann Vale may have visited Oslo on Sunday.", "reported"),
        ("Ann Vale denied that she had visited Oslo.", "denied"),
        ("Ann Vale rejected the report of a visit to Oslo.", "denied"),
        ("Ann Vale rejected the offer of Max Orben.", "reported"),
        ("Norway said that it had never sold arms to Iran.", "denied"),
        ("Norway announced on Sunday that it had opened an embassy in Iran.", "confirmed"),
        ("Norway has confirmed that it sent troops to Iran.", "confirmed"),
    ],
)
def test_cues_to_the_status(text: str, status: str) -> None:
    assert suggest(text, TUESDAY)[0].status == status


# Who says so


@pytest.mark.parametrize(
    ("text", "source", "via"),
    [
        ("Ann Vale met Max Orben on Sunday.", "Daily Tide", ()),
        ("Ann Vale met Max Orben on Sunday, officials said.", "Daily Tide", ("officials",)),
        (
            "Ann Vale met Max Orben on Sunday, said Igor Brandt, a spokesman for the ministry.",
            "Daily Tide",
            ("Igor Brandt",),
        ),
        ("Ann Vale met Max Orben on Sunday, according to Igor Brandt.", "Daily Tide", ("Igor Brandt",)),
        ("Ann Vale met Max Orben on Sunday, the Financial Times reported.", "Financial Times", ()),
        ("Ann Vale met Max Orben on Sunday, Reuters reported, citing two diplomats.", "Reuters", ("two diplomats",)),
        (
            "US and allied officials told Reuters that Ann Vale met Max Orben.",
            "Daily Tide",
            ("US and allied officials",),
        ),
        ("Igor Brandt, the ministry's spokesman, said Ann Vale met Max Orben.", "Daily Tide", ("Igor Brandt",)),
    ],
)
def test_source_and_via(text: str, source: str, via: tuple[str, ...]) -> None:
    found = suggest(text, TUESDAY, publisher="Daily Tide")[0]
    assert (found.source, found.via) == (source, via)
    assert found.title.startswith("Ann Vale met Max Orben")


def test_a_dateline_names_the_outlet_if_nobody_else_does() -> None:
    text = "OSLO (Reuters) - Ann Vale met Max Orben on Sunday."
    assert one(text).source == "Reuters"
    assert one(text, publisher="Daily Tide").source == "Daily Tide"


def test_a_text_wrapped_by_hand_suggests_the_same() -> None:
    for case in suggest_score.cases(["summit", "coup"]):
        whole = [(each.date, each.title) for each in suggest(case.text, case.published)]
        paragraphs = (textwrap.fill(paragraph, 72) for paragraph in case.text.split("\n\n"))
        wrapped = "\n\n".join(paragraphs) if "\n- " not in case.text else case.text.replace("\n", "\r\n")
        assert [(each.date, each.title) for each in suggest(wrapped, case.published)] == whole


def test_the_speaker_takes_part_in_a_mere_statement() -> None:
    assert roles(one("Igor Brandt said on Sunday that guards had beaten migrants."))["Igor Brandt"] == "by"
    assert "Igor Brandt" not in roles(one("Norway opened an embassy in Iran on Sunday, Igor Brandt said."))


# Who did it, to whom, where


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Vale met Max Orben.", {"Ann Vale": "by", "Max Orben": "with"}),
        ("Ann Vale and Max Orben met in Oslo.", {"Ann Vale": "with", "Max Orben": "with"}),
        ("Norway accused Iran.", {"Norway": "by", "Iran": "to"}),
        ("Ann Vale was arrested by Iran.", {"Ann Vale": "to", "Iran": "by"}),
        ("Norway signed a pact with Iran.", {"Norway": "by", "Iran": "with"}),
        ("Ann Vale arrived in Iran.", {"Ann Vale": "by", "Iran": "at"}),
        ("Norway sold shells to Iran.", {"Norway": "by", "Iran": "to"}),
        ("Iranian guards shot Max Orben.", {"Iran": "by", "Max Orben": "to"}),
        ("Russian Defence Minister Sergei Shoigu met Max Orben.", {"Sergei Shoigu": "by", "Max Orben": "with"}),
        ("Ann Vale, leader of the Harbour Party, accused Iran.", {"Ann Vale": "by", "Iran": "to"}),
        ("Norway, Iran and Oman opened an embassy in Oslo.", {"Norway": "by", "Iran": "by", "Oman": "by"}),
    ],
)
def test_roles(text: str, expected: dict[str, str]) -> None:
    assert roles(one(text)) == expected


def test_the_place_is_where_it_happens_or_goes_to() -> None:
    assert one("Ann Vale flew from Bergen to Kestrelburg in Norway on Sunday.").place == "Kestrelburg"
    assert one("Ann Vale met Max Orben in Iran on Sunday.").place == "Iran"
    assert one("Ann Vale met Max Orben on Sunday.").place == ""


def test_a_pronoun_may_mean_the_last_subject_and_is_never_certain() -> None:
    found = suggest("Ann Vale flew to Oslo on Sunday. She met Max Orben there on Monday.", TUESDAY)[1]
    (vale,) = [actor for actor in found.actors if actor.name == "Ann Vale"]
    assert (vale.role, vale.confidence) == ("by", "low")
    assert all(
        actor.confidence != "low"
        for actor in suggest("Max Orben spoke. It rained. It rained. She resigned.", TUESDAY)[0].actors
    )


def test_known_actors_are_marked() -> None:
    vale = Actor(id="vale", name="Ann Vale", kind="person", aliases=("the Fox",))
    found = one("Ann Vale met Max Orben on Sunday.", known=[vale])
    assert [(actor.name, actor.known, actor.id) for actor in found.actors] == [
        ("Ann Vale", True, "vale"),
        ("Max Orben", False, ""),
    ]


# What is worth suggesting


@pytest.mark.parametrize(
    "text",
    [
        "Ann Vale is a lawyer.",
        "Ann Vale declined to comment.",
        "Did Ann Vale visit Oslo?",
        "If Ann Vale visits Oslo, nobody knows.",
        "“We will win,” the coach said.",
        "This article was updated on September 4.",
        "This is a digest of a report by Reuters published on September 4.",
        "Ann Vale met Max Orben",
        "",
    ],
)
def test_what_suggests_nothing(text: str) -> None:
    assert list(suggest(text, TUESDAY)) == []


def test_a_heading_and_a_dateline_are_no_events() -> None:
    text = "Ann Vale met Max Orben on Sunday\n\nOSLO (Reuters) - Ann Vale met Max Orben on Sunday."
    found = one(text, title="Ann Vale met Max Orben on Sunday")
    assert found.excerpt.exact == "Ann Vale met Max Orben on Sunday."
    assert found.excerpt.start == text.index("- Ann") + 2


def test_a_title_that_ends_with_a_stop_is_still_no_event() -> None:
    text = "Ann Vale met Max Orben on Sunday.\n\nIt rained."
    assert list(suggest(text, TUESDAY, title="Ann Vale met Max Orben on Sunday.")) == []


# Titles


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("On Sunday, officials said, Ann Vale met Max Orben.", "Ann Vale met Max Orben"),
        ("The ministry said on Sunday that Ann Vale had met Max Orben (59).", "Ann Vale had met Max Orben"),
        ("Ann Vale met Max Orben in the summer.", "Ann Vale met Max Orben"),
        ("Ann Vale, leader of the Harbour Party, met Max Orben on Sunday.", "Ann Vale met Max Orben"),
        ("Ann Vale flew to Oslo on Sunday and met Max Orben.", "Ann Vale flew to Oslo and met Max Orben"),
    ],
)
def test_titles_are_the_sentences_own_words(text: str, title: str) -> None:
    assert suggest(text, TUESDAY)[0].title.endswith(title)


def test_a_title_is_short() -> None:
    text = "Ann Vale met Max Orben and " + "a delegation of fishermen, farmers and teachers " * 4 + "on Sunday."
    title = one(text).title
    assert len(title) <= 90
    assert title.endswith("…")
    assert title[:-1] in text


# Splitting and marking by hand


def test_a_suggestion_can_be_split() -> None:
    text = "It rained. Ann Vale flew to Oslo on Sunday and met Max Orben there."
    found = suggest(text, TUESDAY)
    (at,) = found[0].splits
    assert text[at:].startswith("and met")
    parts = found.split(0, at)
    assert [each.excerpt.exact for each in parts] == ["Ann Vale flew to Oslo on Sunday", "and met Max Orben there."]
    assert [each.date for each in parts] == ["2023-09-03", "[..2023-09-05]"]
    assert len(found) == 1
    with pytest.raises(ValueError, match="no words"):
        found.split(0, found[0].excerpt.start)


def test_a_marked_passage_always_gives_a_suggestion() -> None:
    text = "President Ann Vale met Max Orben. A dinner with Vale on Sunday. Rain."
    found = suggest(text, TUESDAY)
    start = text.index(" A dinner")
    marked = found.passage(start, start + len(" A dinner with Vale on Sunday. "))
    assert marked.excerpt.exact == "A dinner with Vale on Sunday."
    assert (marked.date, marked.title) == ("2023-09-03", "A dinner with Vale on Sunday.")
    assert [actor.name for actor in marked.actors] == ["Ann Vale"]
    assert found.passage(start, len(text)).excerpt.exact.endswith("Rain.")
    for bad in ((5, 5), (-1, 3), (0, len(text) + 1), (33, 34)):
        with pytest.raises(ValueError, match="no words"):
            found.passage(*bad)


# Any text

PIECES = [
    "Ann Vale ", "said ", "on Sunday ", "that ", "will meet ", "Iran", ", ", ". ", "who ", "and ", "“", "”", "had ",
    "be ", "denied ", "\n", "after ", "in May ", "; ", "according to ", "to ", "U.S. ", "– ", "’s ", "(", ")", "not ",
    "when ", "Prime Minister ", "the Forum ", "has ",
]  # fmt: skip


def check(text: str) -> None:
    found = suggest(text, TUESDAY)
    for each in found:
        excerpt = each.excerpt
        assert text[excerpt.start : excerpt.end] == excerpt.exact != ""
        assert excerpt == anchors.excerpt(text, excerpt.start, excerpt.end)
        assert edtf.is_valid(each.date)
        assert all(map(edtf.is_valid, each.alternatives))
        assert 0 < len(each.title) <= 90
        assert all(excerpt.start <= at < excerpt.end for at in each.splits)
    starts = [each.excerpt.start for each in found]
    assert len(set(starts)) <= len(text)
    for mention in found.mentions:
        assert text[mention.start : mention.end] == mention.text


@tries(60)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text_gives_passages_that_stand_in_it(text: str) -> None:
    check(text)


@tries(125)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_mixture_of_news_words_gives_passages_that_stand_in_it(parts: list[str]) -> None:
    check("".join(parts))


def work(text: str) -> int:
    return effort(lambda: suggest(text, TUESDAY))


@pytest.mark.parametrize(
    "unit",
    [
        "Ann Vale met Iran on Sunday. ",
        "according to ",
        "said ",
        "and ",
        ", who ",
        "will ",
        "to ",
        "“",
        "the talks ended. ",
        "after ",
    ],
)
def test_time_is_in_proportion_to_length(unit: str) -> None:
    suggest("Warm up: Ann Vale met Max Orben in Oslo on Sunday, Reuters said.", TUESDAY)
    assert work(unit * 600) <= 4.8 * work(unit * 150) + 5000


# The articles written to judge it by


def test_the_articles() -> None:
    total = suggest_score.tally(suggest_score.cases())
    assert total.events == 304
    assert total.recall >= 0.88
    assert total.waste <= 0.18
    assert total.naming >= 0.95
    assert total.statuses >= 0.95 * total.dates


@pytest.mark.parametrize("case", list(suggest_score.cases()), ids=lambda case: case.name)
def test_each_article(case: suggest_score.Case) -> None:
    total = suggest_score.tally([case])
    assert total.recall >= 0.7
    assert total.waste <= 0.25
    assert total.naming >= 0.9


def test_the_sample() -> None:
    total = suggest_score.sample_tally()
    assert total.passages >= 0.8 * total.events
    assert total.dates >= 0.5 * total.events
