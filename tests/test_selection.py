"""Marking a passage: ends stop at words and sentences, never pass each other, never part a letter from its accents."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.selection import Selection, Stops, Unit

TEXT = "First, the ship left. Then it came back!\n\nA third one."
SENTENCES = [(0, 21), (22, 40), (42, 54)]
STOPS = Stops.of(TEXT, SENTENCES)
UNITS: tuple[Unit, ...] = ("letter", "word", "sentence")


def test_marking_begins_with_the_sentence_there_or_the_next_one() -> None:
    assert Selection.at(TEXT, STOPS, 5).exact == "First, the ship left."
    assert Selection.at(TEXT, STOPS, 21).exact == "Then it came back!"
    assert Selection.at(TEXT, STOPS, 41).exact == "A third one."
    assert Selection.at(TEXT, STOPS, 999).exact == "A third one."


def test_sentence_by_sentence() -> None:
    one = Selection.at(TEXT, STOPS, 0)
    two = one.next_sentence(1)
    assert (two.exact, two.next_sentence(1).exact) == ("Then it came back!", "A third one.")
    assert two.next_sentence(1).next_sentence(1).exact == "A third one."
    assert two.next_sentence(-1) == one
    assert one.next_sentence(-1) == one


def test_back_from_within_a_sentence_is_its_start_first() -> None:
    within = Selection(TEXT, STOPS, 27, 40)
    assert within.next_sentence(-1).exact == "Then it came back!"


@pytest.mark.parametrize(
    ("unit", "step", "moves_end", "expected"),
    [
        ("word", -1, True, "Then it came back"),
        ("word", 1, True, "Then it came back!\n\nA"),
        ("word", 1, False, "it came back!"),
        ("word", -1, False, "left. Then it came back!"),
        ("letter", -1, True, "Then it came back"),
        ("letter", 1, False, "hen it came back!"),
        ("sentence", 1, True, "Then it came back!\n\nA third one."),
        ("sentence", -1, False, "First, the ship left. Then it came back!"),
        ("sentence", -1, True, "Then it came back!"),  # would pass the start
    ],
)
def test_one_end_moves(unit: Unit, step: int, moves_end: bool, expected: str) -> None:
    assert Selection(TEXT, STOPS, 22, 40, moves_end).move(unit, step).exact == expected


def test_the_other_end() -> None:
    selection = Selection.at(TEXT, STOPS, 0)
    assert not selection.other_end().moves_end
    assert selection.other_end().other_end() == selection


def test_a_letter_goes_with_its_accents() -> None:
    text = "cafe\u0301\u0323s"
    selection = Selection(text, Stops.of(text, []), 0, 6)
    assert selection.move("letter", -1).exact == "caf"
    assert selection.move("letter", -1).move("letter", 1) == selection


@given(
    st.text(alphabet="ab .!\n\u0301é中", min_size=1, max_size=40),
    st.lists(st.tuples(st.sampled_from(UNITS), st.sampled_from([1, -1]), st.booleans()), max_size=20),
)
def test_a_selection_is_never_empty_and_stays_in_the_text(text: str, moves: list[tuple[Unit, int, bool]]) -> None:
    selection = Selection.at(text, Stops.of(text, []), 0)
    for unit, step, turn in moves:
        selection = (selection.other_end() if turn else selection).move(unit, step)
        assert 0 <= selection.start < selection.end <= len(text)
        if unit == "letter" and selection.end < len(text) and selection.moves_end and selection.end > 1:
            assert not unicodedata.combining(text[selection.end]) or selection.end == selection.start + 1
