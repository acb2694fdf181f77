"""The wire: whatever Textual writes, the terminal shows the same, cell by cell, for fewer bytes."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties import tries
from tui.wire.difference import Writer, transition
from tui.wire.grid import PLAIN, Pen, Reader, blank_row, painted
from tui.wire.plain import plain

WIDTH, HEIGHT = 24, 8

SGRS = ["", "1", "7", "1;31", "38;5;100", "38;2;1;2;3;48;5;7", "4;95", "2;44", "3;100;30"]
words = st.text(alphabet="ab .─▁█北한é●", max_size=10)
segment = st.tuples(words, st.sampled_from(SGRS))
line = st.lists(segment, max_size=4)
# What remains of a wide character that is half overwritten differs between terminals; Textual never does it.
narrow = st.lists(st.tuples(st.text(alphabet="ab .─█é", max_size=10), st.sampled_from(SGRS)), max_size=4)
screen = st.lists(line, min_size=HEIGHT, max_size=HEIGHT)


def as_textual(y: int, x: int, segments: list[tuple[str, str]]) -> str:
    """A row as Textual writes it: a cursor position, then each segment with its own SGR and a reset."""
    text = f"\x1b[{y + 1};{x + 1}H"
    return text + "".join(f"\x1b[{sgr}m{part}\x1b[0m" if sgr else part for part, sgr in segments)


def cut(segments: list[tuple[str, str]], width: int) -> list[tuple[str, str]]:
    """As much of a row as has room: Textual never writes past the edge."""
    from rich.cells import cell_len, set_cell_size

    kept, left = [], width
    for text, sgr in segments:
        part = text if cell_len(text) <= left else set_cell_size(text, left)
        kept.append((part, sgr))
        left -= cell_len(part)
    return [*kept, (" " * left, "")]


def cells(display: pyte.Screen) -> list[list[tuple[object, ...]]]:
    def cell(char: pyte.screens.Char) -> tuple[object, ...]:
        return (char.data, char.fg, char.bg, char.bold, char.reverse, char.underscore, char.italics)

    return [[cell(display.buffer[y][x]) for x in range(WIDTH)] for y in range(HEIGHT)]


class Pair:
    """The same output to two terminals: as it is, and through the wire."""

    def __init__(self) -> None:
        self.direct, self.wired = pyte.Screen(WIDTH, HEIGHT), pyte.Screen(WIDTH, HEIGHT)
        self._direct, self._wired = pyte.Stream(self.direct), pyte.Stream(self.wired)
        self.writer = Writer([blank_row(WIDTH)] * HEIGHT)
        self.reader = Reader(WIDTH, HEIGHT, {})

    def frame(self, data: str) -> int:
        self._direct.feed(data)
        self.reader.read(data, self.writer.shown)
        sent = self.writer.change(self.reader.taken())
        self.writer.lost()
        # pyte treats a line feed as such; a terminal in Textual's mode adds the carriage return.
        self._wired.feed(sent)
        assert cells(self.direct) == cells(self.wired)
        return len(sent)


@tries(60)
@given(st.lists(screen, min_size=1, max_size=4))
def test_whole_screens_look_the_same(screens: list[list[list[tuple[str, str]]]]) -> None:
    pair = Pair()
    for rows in screens:
        pair.frame("\n".join(as_textual(y, 0, cut(row, WIDTH)) for y, row in enumerate(rows)))


@tries(60)
@given(st.lists(st.tuples(st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1), narrow), max_size=12))
def test_pieces_of_rows_look_the_same(pieces: list[tuple[int, int, list[tuple[str, str]]]]) -> None:
    pair = Pair()
    for y, x, segments in pieces:
        pair.frame(as_textual(y, x, cut(segments, WIDTH - x)))


@tries(40)
@given(st.lists(words.filter(str.strip), min_size=HEIGHT, max_size=HEIGHT), st.integers(-3, 3), st.integers(0, 3))
def test_scrolled_lists_look_the_same(texts: list[str], shift: int, top: int) -> None:
    pair = Pair()
    rows = [cut([(f"{number} {text}", "1")], WIDTH) for number, text in enumerate(texts)]
    pair.frame("\n".join(as_textual(y, 0, row) for y, row in enumerate(rows)))
    moved = rows[:top] + [rows[top + (at + shift) % (HEIGHT - top)] for at in range(HEIGHT - top)]
    pair.frame("\n".join(as_textual(y, 0, row) for y, row in enumerate(moved)))


def test_one_more_line_of_a_list_is_scrolled_not_sent_again() -> None:
    pair = Pair()
    rows = [cut([(f"event number {number}", "")], WIDTH) for number in range(HEIGHT + 1)]
    pair.frame("\n".join(as_textual(y, 0, row) for y, row in enumerate(rows[:-1])))
    assert pair.frame("\n".join(as_textual(y, 0, row) for y, row in enumerate(rows[1:]))) < 45


def test_what_is_the_same_is_not_sent() -> None:
    pair = Pair()
    data = as_textual(0, 0, cut([("the same", "1")], WIDTH))
    pair.frame(data)
    assert pair.frame(data) == 0


def test_modes_and_titles_are_handed_on() -> None:
    reader = Reader(WIDTH, HEIGHT, {})
    data = "\x1b[?25l\x1b]52;c;aGk=\x07\x1b[>1u"
    assert reader.read(data, [blank_row(WIDTH)] * HEIGHT) == "\x1b[?25l\x1b]52;c;aGk=\x07\x1b[>1u"


@given(st.lists(st.sampled_from(SGRS), max_size=5), st.lists(st.sampled_from(SGRS), max_size=5))
def test_a_transition_leads_to_the_pen(before: list[str], after: list[str]) -> None:
    def drawn(codes: list[str]) -> Pen:
        pen = PLAIN
        for code in codes:
            pen = painted(pen, code)
        return pen

    old, new = drawn(before), drawn(after)
    sequence = transition(old, new)
    assert (painted(old, sequence[2:-1]) if sequence else old) == new


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_plain_text_is_ascii_of_the_same_width(text: str) -> None:
    from rich.cells import cell_len

    spelled = plain(text)
    assert spelled.isascii()
    assert len(spelled) == cell_len(text)


EMOJI = ["👨‍👩‍👧", "❤️", "🇰🇵", "👍🏽", "1️⃣", "🏴‍☠️"]
SYLLABLES = ["की", "स्ते", "கு", "ക്ഷി", "কু"]


@pytest.mark.parametrize("emoji", [*EMOJI, *SYLLABLES])
@pytest.mark.parametrize("after", ["x", "é", "ל"])
def test_what_follows_such_a_sign_stands_where_it_was_laid_out(emoji: str, after: str) -> None:
    """The emulator counts cells by characters, Textual by graphemes: neither may move what follows."""
    from rich.cells import cell_len

    writer, reader, seen = Writer([blank_row(WIDTH)] * HEIGHT), Reader(WIDTH, HEIGHT, {}), pyte.Screen(WIDTH, HEIGHT)
    stream = pyte.Stream(seen)
    for letter in "ab":
        line = f"{letter}{emoji}{after}{letter}{emoji}end"
        reader.read(as_textual(2, 0, cut([(line, "1")], WIDTH)), writer.shown)
        stream.feed(writer.change(reader.taken()))
        writer.lost()
        for part, then in ((f"{letter}{emoji}", after), (f"{letter}{emoji}{after}{letter}{emoji}", "end")):
            shown = "".join(seen.buffer[2][x].data for x in range(cell_len(part), WIDTH))
            assert shown.startswith(then)
        assert shown.rstrip() == "end"


def test_right_to_left_text_is_sent_in_its_order() -> None:
    writer, reader = Writer([blank_row(WIDTH)] * HEIGHT), Reader(WIDTH, HEIGHT, {})
    reader.read(as_textual(0, 0, [("قمة בירושלים", "1")]), writer.shown)
    assert "قمة בירושלים" in writer.change(reader.taken())


def test_without_colour_attributes_remain() -> None:
    reader = Reader(WIDTH, HEIGHT, {}, colour=False)
    reader.read("\x1b[1;31;44mred\x1b[0m \x1b[7mreverse", [blank_row(WIDTH)] * HEIGHT)
    row = reader.taken()[0]
    assert row[0][1] == Pen(("1",))
    assert row[4][1] == Pen(("7",))


def test_a_frame_draws_what_it_was_taken_from() -> None:
    """A splash: what a Writer draws on an empty screen is read back as the same screen."""
    writer, reader = Writer([blank_row(WIDTH)] * HEIGHT), Reader(WIDTH, HEIGHT, {})
    rows = [cut([("  left", "1;31"), (" ", ""), ("한국 é", "2"), (" right", "38;5;9")], WIDTH)] * 3
    reader.read("\n".join(as_textual(2 * y, 0, row) for y, row in enumerate(rows)), writer.shown)
    frame = writer.change(reader.taken())
    again = Reader(WIDTH, HEIGHT, {})
    assert again.read(frame, [blank_row(WIDTH)] * HEIGHT) == ""
    assert {y: tuple(row) for y, row in again.rows.items()} == {y: writer.shown[y] for y in again.rows}
    assert [y for y in range(HEIGHT) if writer.shown[y] != blank_row(WIDTH)] == sorted(again.rows)
