"""Hostile text against the two borders: whatever comes in, nothing steers the terminal and nothing hides.

The rules are checked by the Unicode database and by a terminal emulator, not by the patterns that apply them.
"""

import unicodedata

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text import clean, fold, shown, spans, tokens
from tests.properties import tries

WORDS = st.sampled_from(
    ["Kim", "Putin", "Владивосток", "평양", "金正恩", "الحكومة", "👩‍❤️‍👩", "a\u0301", "2023-09-13", "\n", " "]
)
PAYLOADS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=["Cc", "Cf"]), max_size=20)
COMPLETE = st.one_of(
    st.builds(
        "\x1b[{}{}".format,
        st.sampled_from(["", "0", "1;31", "?1049", ">0", "38;2;1;2;3"]),
        st.sampled_from("mHJKhlcnS@~"),
    ),
    st.builds("\x9b{}{}".format, st.sampled_from(["0", "1;31", "?25"]), st.sampled_from("mHJKhl")),
    st.builds(
        "{}{}{}".format,
        st.sampled_from(
            ["\x1b]0;", "\x1b]8;;", "\x1b]52;c;", "\x1bP", "\x1b_", "\x1b^", "\x1bX", "\x9d2;", "\x90", "\x9f"]
        ),
        PAYLOADS,
        st.sampled_from(["\x07", "\x1b\\", "\x9c"]),
    ),
    st.sampled_from(["\x1bc", "\x1b7", "\x1b(0", "\x1b#8", "\x1bM", "\x1b=", "\x1b%G"]),
)
"""Whole escape sequences: each must go without a trace."""

INTRODUCERS = [
    "\x1b",
    "\x1b[",
    "\x1b]",
    "\x1b]52;c;",
    "\x1bP",
    "\x9b",
    "\x9d",
    "\x90",
    "\x9c",
    "\x1b[9999",
    "\x1b(",
    "\x1b\x1b",
]
CONTROLS = ["\x00", "\x07", "\x08", "\x0b", "\x0c", "\x0e", "\x0f", "\x7f", "\x84", "\x85", "\x8d", "\r", "\r\n", "\t"]
DIRECTIONS = ["\u202e", "\u202a", "\u2066", "\u2067", "\u2069", "\u200e", "\u200f", "\u061c", "\u2028", "\u2029"]
NO_TEXT = ["\ufeff", "\ufffe", "\uffff", "\U0010ffff", "\ufdd0", "\ud800", "\udfff", "\U000e0041", "\u00ad", "\u2062"]
FLOODS = ["\u0301" * 9, "\u200b" * 9, "\u200d\u200c" * 5, "\u20dd" * 7, "\u1161" * 9, "\ufe0f" * 6, "\u0344" * 4]
BROKEN = st.sampled_from(INTRODUCERS + CONTROLS + DIRECTIONS + NO_TEXT + FLOODS)
HOSTILE = st.lists(WORDS | COMPLETE | BROKEN | st.characters(codec=None), max_size=14).map("".join)
BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def harm(text: str) -> list[str]:
    """The code points of ``text`` that a screen must not get."""
    return [
        ascii(character)
        for character in text
        if unicodedata.category(character) in ("Cc", "Cs")
        or unicodedata.bidirectional(character) in BIDI
        or character in "\u200e\u200f\u061c\u2028\u2029\ufeff"
        or ord(character) & 0xFFFE == 0xFFFE
        or 0xFDD0 <= ord(character) <= 0xFDEF
        or 0xE0000 <= ord(character) <= 0xE007F
    ]


def longest_unseen(text: str) -> int:
    """The longest run of characters that take no cell."""
    longest = run = 0
    for character in text:
        unseen = (
            unicodedata.category(character) in ("Mn", "Me")
            or character in "\u200b\u200c\u200d"
            or "\u1160" <= character <= "\u11ff"
        )
        run = run + 1 if unseen else 0
        longest = max(longest, run)
    return longest


@tries(200)
@given(HOSTILE)
def test_clean_leaves_no_harm(text: str) -> None:
    once = clean(text)
    assert harm(once.replace("\n", "")) == []
    assert longest_unseen(once) <= 4
    assert clean(once) == once
    line = clean(text, line=True)
    assert harm(line) == []
    assert line == line.strip()


@tries(200)
@given(HOSTILE)
def test_shown_leaves_no_harm(text: str) -> None:
    safe = shown(text)
    assert len(safe) == len(text)
    assert harm(safe) == []
    assert longest_unseen(safe) <= 4
    assert shown(safe) == safe


@tries(100)
@given(st.lists(st.sampled_from(["Kim ", "Putin ", "Владивосток ", "平壤 "]) | COMPLETE, max_size=12))
def test_whole_sequences_go_without_a_trace(parts: list[str]) -> None:
    words = [part for part in parts if part.endswith(" ")]
    assert clean("".join(parts)) == "".join(words)


@tries(100)
@given(HOSTILE)
def test_a_terminal_only_prints_what_is_shown(text: str) -> None:
    """In an emulator: one line stays one line, no mode or title changes, no answer is sent."""
    screen = pyte.Screen(400, 3)
    answers: list[str] = []
    screen.write_process_input = answers.append  # type: ignore[method-assign]
    modes = set(screen.mode)
    pyte.Stream(screen).feed(shown(text)[:150])
    assert screen.cursor.y == 0
    assert (set(screen.mode), screen.title, screen.icon_name, answers) == (modes, "", "", [])
    assert all(line.strip() == "" for line in screen.display[1:])


@tries(100)
@given(HOSTILE)
def test_words_are_found_in_hostile_text_too(text: str) -> None:
    assert [token for token, _, _ in spans(text)] == tokens(text)
    assert fold(fold(text)) == fold(text)
    assert all(token and not token.isspace() for token in tokens(text))


@pytest.mark.parametrize(
    "flood",
    [
        "\u0300\u0316",
        "\x1b]",
        "\x1b[",
        "\x9b",
        "\x1bP",
        "a\u0301",
        "\u1161",
        "\u200b",
        "\u202e",
        "\ud800",
        "\x1b]0;a\x07",
        "\r",
        "ﷺ",
    ],
)
def test_floods_take_no_more_than_their_length(flood: str) -> None:
    """Normalising a run of marks takes quadratic time: 200,000 of them would not come back within the suite's time."""
    text = flood * 100_000
    assert len(shown(text)) == len(text)
    assert len(clean(text)) <= len(text)
    assert len(tokens(text)) <= len(text) * 20
