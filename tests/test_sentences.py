"""Where sentences end, and where they only seem to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.suggest.sentences import split
from tests.effort import effort
from tests.properties import tries


def sentences(text: str) -> list[str]:
    return [text[each.start : each.end] for each in split(text)]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(each.kind, text[each.start : each.end]) for each in split(text)]


WHOLE = [
    "The U.S. President met Lt. Gen. John W. Smith in Washington, D.C. on Jan. 5.",
    "Mr. Orlov and Dr. Vance spoke to Sen. Reyes of St. Mark's.",
    "Prices rose 3.5 percent to $1.2 billion.",
    "The No. 2 official left at 5 p.m. on Tuesday.",
    "Acme Inc. Chief Executive Ann Lee resigned.",
    "He waited ... and then left.",
    "“Will it hold?” Ann Lee asked.",
    '"We go!" she said on Monday.',
    "The case Roe v. Wade was cited.",
    "J. K. Rowan wrote it.",
    "Ana met Sgt. Pike, i.e. the guard, at noon.",
    "The Yahoo! board met.",
]


@pytest.mark.parametrize("text", WHOLE)
def test_is_one_sentence(text: str) -> None:
    assert sentences(text) == [text]


APART = [
    ("He left. She stayed.", ["He left.", "She stayed."]),
    ("It is in the U.S. The minister left.", ["It is in the U.S.", "The minister left."]),
    ("They met at 5 p.m. He spoke.", ["They met at 5 p.m.", "He spoke."]),
    ('He "will see." But they left.', ['He "will see."', "But they left."]),
    ("Who won? Nobody knows!", ["Who won?", "Nobody knows!"]),
    ("It ended... Then it began.", ["It ended...", "Then it began."]),
    ("It ended… Then it began.", ["It ended…", "Then it began."]),
    ("(It rained.) They went.", ["(It rained.)", "They went."]),
    ("“We want peace. We want it now,” he said.", ["“We want peace.", "We want it now,” he said."]),
    ("It was sold in 2019. 12 people lost jobs.", ["It was sold in 2019.", "12 people lost jobs."]),
    ("The answer is no. But they asked.", ["The answer is no.", "But they asked."]),
    ("停火协议生效。双方会谈。", ["停火协议生效。", "双方会谈。"]),
]


@pytest.mark.parametrize(("text", "expected"), APART)
def test_is_several_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_line_without_a_stop_is_a_heading() -> None:
    text = "Ministers to meet in Oslo\n\nThe ministers will meet on Friday. They will talk."
    assert kinds(text) == [
        ("heading", "Ministers to meet in Oslo"),
        ("sentence", "The ministers will meet on Friday."),
        ("sentence", "They will talk."),
    ]
    assert [each.paragraph for each in split(text)] == [0, 1, 1]


def test_bullets_are_items_without_their_mark() -> None:
    text = "- The bank closed.\n* Rates fell\n• It rained.\n1. One ended.\n(2) Two began."
    assert kinds(text) == [
        ("item", "The bank closed."),
        ("item", "Rates fell"),
        ("item", "It rained."),
        ("item", "One ended."),
        ("item", "Two began."),
    ]


@pytest.mark.parametrize(
    ("text", "dateline", "rest"),
    [
        ("BRUSSELS - The union imposed sanctions.", "BRUSSELS -", "The union imposed sanctions."),
        ("KATHMANDU, Nepal — Rescuers dug.", "KATHMANDU, Nepal —", "Rescuers dug."),
        ("NEW YORK, Sept. 5 (AP) -- Shares fell.", "NEW YORK, Sept. 5 (AP) --", "Shares fell."),
        ("MOSCOW (Tass) – It began.", "MOSCOW (Tass) –", "It began."),
        ("Tokyo: Two states agreed.", "Tokyo:", "Two states agreed."),
    ],
)
def test_a_dateline_stands_by_itself(text: str, dateline: str, rest: str) -> None:
    assert kinds(text) == [("dateline", dateline), ("sentence", rest)]


def test_a_colon_later_in_an_article_opens_no_story() -> None:
    text = "It rained on Monday.\n\nBackground: The river rose."
    assert kinds(text)[1] == ("sentence", "Background: The river rose.")


def test_a_text_wrapped_by_hand_is_put_together() -> None:
    text = (
        "The two ministers met in Oslo on Tuesday to talk about a treaty that\n"
        "would let fishing boats of both countries enter the northern sea, as\n"
        "Ana Silva reported. They go\n"
        "on."
    )
    assert sentences(text)[0].startswith("The two ministers")
    assert sentences(text)[0].endswith("as\nAna Silva reported.")


def test_lines_that_stop_early_are_lines_of_their_own() -> None:
    shares = "Shares fell in Oslo on Tuesday after the central bank had raised its rate again to 4 percent."
    text = f"Markets\n{shares}\nWeather"
    assert [kind for kind, _ in kinds(text)] == ["heading", "sentence", "heading"]


def test_paragraphs_count_whatever_ends_a_line() -> None:
    for gap in ("\n\n", "\r\n\r\n", "\n \n", "\r\r"):
        assert [each.paragraph for each in split(f"One ended.{gap}Two began.")] == [0, 1]


def test_nothing_gives_nothing() -> None:
    assert split("") == split(" \n\n\t ") == []


@tries(75)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_is_cut_into_trimmed_spans_in_order(text: str) -> None:
    last = 0
    for each in split(text):
        assert last <= each.start < each.end <= len(text)
        words = text[each.start : each.end]
        assert words == words.strip()
        last = each.end


@tries(50)
@given(
    st.lists(
        st.sampled_from(["U.S.", "Mr.", "“", "”", ". ", "?", "!", "...", "A", "b", " ", "\n", "- ", "12", "(", ")"])
    )
)
def test_no_word_is_lost(parts: list[str]) -> None:
    text = "".join(parts)
    kept = set()
    for each in split(text):
        kept.update(range(each.start, each.end))
    assert all(at in kept for at, letter in enumerate(text) if letter.isalpha())


def work(text: str) -> int:
    return effort(lambda: split(text))


@pytest.mark.parametrize(
    "unit", [".", ". ", "a.", '"', '?" Aa ', "U.S. ", "A ", "x\n", "\n", "AB ", "Mr. ", "- ", "。", "1. "]
)
def test_time_is_in_proportion_to_length(unit: str) -> None:
    split("Warm up. It is cold.")
    assert work(unit * 800) <= 4.4 * work(unit * 200) + 500
