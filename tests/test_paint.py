"""What crosses the border to the screen: exact widths, no control characters, wrapping that loses nothing."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from tui.paint import cut, fit, hung, lit, pad, strip, width_of, wrap

text = st.text(alphabet=st.characters(codec="utf-8"), max_size=200)
prose = st.text(alphabet="ab ,.\n북한ё́é", max_size=300)


@settings(deadline=None)
@given(text, st.integers(1, 60))
def test_a_strip_has_exactly_its_width_and_no_control_character(words: str, width: int) -> None:
    drawn = strip([(words, "")], width, {}, Style())
    assert drawn.cell_length == width
    assert not [char for char in drawn.text if unicodedata.category(char) in ("Cc", "Cs")]


@settings(deadline=None)
@given(text, st.integers(1, 60))
def test_fit_and_pad_keep_to_the_width(words: str, width: int) -> None:
    assert width_of(fit(words, width)) <= width
    assert width_of(pad(words, width)) == width


@settings(deadline=None)
@given(prose, st.integers(1, 40))
def test_wrapped_lines_fit_and_hold_every_word(words: str, width: int) -> None:
    lines = wrap(words, width)
    widest = max((cell_len(char) for char in words), default=1)
    assert all(cell_len(words[start:end]) <= max(width, widest) for start, end in lines)
    assert [end for _, end in lines] == sorted(end for _, end in lines)
    left_out = set(range(len(words))) - {index for start, end in lines for index in range(start, end)}
    assert all(words[index] in " \n" for index in left_out)


def test_wrapping_breaks_at_blanks_and_keeps_paragraphs() -> None:
    words = "one two three\n\nfour"
    assert [words[start:end] for start, end in wrap(words, 7)] == ["one two", "three", "", "four"]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert wrap("abcdefgh", 3) == [(0, 3), (3, 6), (6, 8)]


def test_markup_in_a_text_is_text() -> None:
    assert strip([("[Reuters] [b]x[/b]", "")], 18, {}, Style()).text == "[Reuters] [b]x[/b]"


@given(prose, st.data())
def test_lit_parts_are_the_text(words: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(words)), min_size=4, max_size=4)))
    spans = [(cuts[0], cuts[1], "a"), (cuts[2], cuts[3], "b")]
    parts = lit(words, 0, len(words), [span for span in spans if span[0] < span[1]])
    assert "".join(part for part, _ in parts) == words
    assert "".join(part for part, style in parts if style == "a") == words[cuts[0] : cuts[1]]


@given(prose, prose, st.integers(8, 40), st.integers(0, 6))
def test_a_hung_line_loses_no_word_and_no_style(one: str, other: str, width: int, indent: int) -> None:
    words, more = " ".join(one.split()), " ".join(other.split())
    indent = min(indent, len(words))
    lines = hung([(words, "a"), (more, "b")], width, indent)
    assert all(sum(cell_len(text) for text, _ in line) <= width for line in lines)
    for style, whole in (("a", words), ("b", more)):
        kept = "".join(text for line in lines for text, name in line if name == style)
        assert kept.replace(" ", "") == whole.replace(" ", "")


def test_what_is_hung_begins_under_the_indent() -> None:
    lines = hung([("why  ", "dim"), ("one two three", "")], 9, 5)
    assert ["".join(text for text, _ in line) for line in lines] == ["why  one", "     two", "     thre", "     e"]


def test_a_line_that_is_cut_says_so() -> None:
    assert "".join(text for text, _ in cut([("abc", "x"), ("defg", "y")], 5)) == "abcd…"
    assert cut([("abc", "x"), ("de", "y"), ("f", "")], 5) == [("abc", "x"), ("d…", "y")]
    assert cut([("abc", "x"), ("北京", "y")], 6) == [("abc", "x"), ("北…", "y")]
    assert cut([("abc", "x"), ("   ", "y")], 4) == [("abc", "x"), ("   ", "y")]
    assert cut([("abc", "x")], 0) in ([], [("", "x")])
