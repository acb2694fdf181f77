"""Passages: what is found again, what is only near, what is gone; and that no text makes it slow."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from store import anchors
from store.anchors import ORPHAN, Anchor, excerpt, excerpt_of, find, text_hash
from store.model import Excerpt
from tests.properties import tries

STORY = (
    "The train left Pyongyang on Sunday. The minister said on Monday that talks were likely.\n\n"
    "The minister said on Tuesday that talks had begun. Nobody said where they would end.\n\n"
    "A spokesman in Moscow declined to comment on the agenda, the length or the place of the meeting."
)
TALKS = "talks had begun"


def shown(text: str, anchor: Anchor) -> str:
    return text[anchor.start : anchor.end]


# --- making -------------------------------------------------------------------------------------------------------


def test_an_excerpt_slices_to_its_quote_and_keeps_its_surroundings() -> None:
    made = excerpt_of(STORY, TALKS)
    assert STORY[made.start : made.end] == made.exact == TALKS
    assert made.prefix == STORY[made.start - 32 : made.start]
    assert made.suffix == STORY[made.end : made.end + 32]
    assert made.hash == text_hash(STORY)


def test_surroundings_stop_at_the_ends_of_the_text() -> None:
    made = excerpt("abc", 1, 2)
    assert (made.prefix, made.suffix) == ("a", "c")


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 4)])
def test_a_range_outside_of_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not inside a text of 3 code points"):
        excerpt("abc", start, end)


def test_an_author_must_name_a_passage_that_stands_there_once() -> None:
    with pytest.raises(ValueError, match="more than once"):
        excerpt_of(STORY, "The minister said")
    with pytest.raises(ValueError, match="does not say"):
        excerpt_of(STORY, "the talks failed")
    with pytest.raises(ValueError, match="does not say"):
        excerpt_of(STORY, "")


def test_a_hash_names_the_text_not_its_normal_form() -> None:
    assert text_hash("café") == text_hash(unicodedata.normalize("NFD", "café"))
    assert text_hash("café") != text_hash("cafe")
    assert len(text_hash("")) == 16
    assert text_hash("\ud800") != text_hash("\ud801"), "hostile text has a hash too"


# --- finding ------------------------------------------------------------------------------------------------------


def test_an_unchanged_article_is_exact() -> None:
    made = excerpt_of(STORY, TALKS)
    assert find(STORY, made) == Anchor(made.start, made.end, "exact")


def test_text_put_in_front_moves_the_passage_and_says_so() -> None:
    made = excerpt_of(STORY, TALKS)
    moved = find("Correction added. " + STORY, made)
    assert moved == Anchor(made.start + 18, made.end + 18, "moved")


def test_a_change_behind_or_beside_the_passage_leaves_it_exact() -> None:
    made = excerpt_of(STORY, TALKS)
    assert find(STORY.replace("in Moscow", "of the Kremlin"), made).state == "exact"
    assert find(STORY.replace("begun. Nobody", "begun, but nobody"), made).state == "exact"


def test_of_several_occurrences_the_surroundings_decide() -> None:
    made = excerpt(STORY, STORY.index("The minister", 60), STORY.index(" on Tuesday"))
    assert made.exact == "The minister said"
    later = find("An added line about something else.\n\n" + STORY, made)
    assert shown("An added line about something else.\n\n" + STORY, later) == made.exact
    assert later.start == made.start + 37


def test_another_occurrence_at_the_old_position_does_not_pass_for_the_passage() -> None:
    text = "one ox, two ox, six ox, ten ox"
    made = excerpt(text, 12, 14)  # the ox after "two"
    edited = text.replace("one ox, ", "")  # now the ox after "six" stands at 12
    assert edited[12:14] == "ox"
    assert find(edited, made) == Anchor(4, 6, "moved")


def test_a_changed_letter_beside_the_passage_does_not_void_its_surroundings() -> None:
    text = "Kim said so in March. Lavrov said so in June. Choe said so in May."
    made = excerpt(text, text.index("said so in", 22), text.index(" June"))
    edited = "New: " + text.replace("Lavrov said", "Lavrov; said")
    assert shown(edited, find(edited, made)) == "said so in"
    assert find(edited, made).start == edited.index("said so in June")


def test_two_equally_good_places_make_an_orphan_not_a_guess() -> None:
    bare = Excerpt(exact="ox", start=10, end=12)
    assert find("....ox..........ox....", Excerpt(exact="ox", start=10, end=12)) == ORPHAN
    assert find("....ox...........ox...", bare) == Anchor(4, 6, "moved"), "nearer by one"


def test_an_annotation_without_surroundings_or_position_is_found_by_its_words() -> None:
    assert shown(STORY, find(STORY, Excerpt(exact=TALKS))) == TALKS
    assert find(STORY, Excerpt(exact=TALKS)).state == "moved"


@pytest.mark.parametrize("bad", [(-5, -2), (10**9, 10**9 + 3), (5, 2), (0, 0)])
def test_nonsense_positions_are_survived(bad: tuple[int, int]) -> None:
    nonsense = Excerpt(exact="Sun", start=bad[0], end=bad[1])
    assert shown(STORY, find(STORY, nonsense)) == "Sun"
    assert find(STORY, nonsense).state == "moved"


@pytest.mark.parametrize(
    ("quote", "now"),
    [
        (
            "A spokesman in Moscow declined to comment on the agenda",
            "A spokeswoman in Moscow declined to speak on the agenda",
        ),
        ("The minister said on Tuesday that talks had begun", "On Tuesday the minister said that talks had begun"),
        ("Nobody said where they would end.", "Nobody has said where they would all end."),
    ],
)
def test_a_reworded_passage_is_followed_to_its_new_words(quote: str, now: str) -> None:
    edited = "Updated at noon.\n\n" + STORY.replace(quote, now)
    anchor = find(edited, excerpt_of(STORY, quote))
    assert anchor.state == "moved"
    words = shown(edited, anchor)
    assert words in now
    assert len(words) >= 0.75 * len(now)
    assert words == words.strip()


def test_a_deleted_or_replaced_passage_is_an_orphan() -> None:
    made = excerpt_of(STORY, "Nobody said where they would end.")
    assert find(STORY.replace(made.exact, ""), made) == ORPHAN
    assert find(STORY.replace(made.exact, "Both sides plan to meet again."), made) == ORPHAN
    assert find("", made) == ORPHAN
    assert find(STORY, Excerpt(exact="")) == ORPHAN


def test_short_quotes_are_found_word_for_word_or_not_at_all() -> None:
    made = excerpt_of(STORY, "Pyongyang")
    assert find(STORY.replace("Pyongyang", "Pyongjang"), made) == ORPHAN


def test_a_long_passage_is_followed_by_its_two_ends() -> None:
    long = " ".join(f"Sentence number {n} tells of day {n * 7} in the year." for n in range(60))
    text = f"Start.\n\n{long}\n\nEnd."
    edited = "New start.\n\n" + text.replace("number 30", "number thirty").replace(
        "Sentence number 0 ", "Sentence no. 0 "
    )
    anchor = find(edited, excerpt_of(text, long))
    assert anchor.state == "moved"
    assert shown(edited, anchor).startswith("Sentence no. 0 tells")
    assert shown(edited, anchor).endswith("day 413 in the year.")


def test_offsets_count_code_points_in_every_script() -> None:
    text = "🚂 Поезд ушёл. 김정은 위원장이 떠났다. 列車は出発した。 العربة غادرت."
    for quote in ("Поезд ушёл", "김정은 위원장이", "列車は", "غادرت"):
        made = excerpt_of(text, quote)
        assert find(text, made).state == "exact"
        assert shown("🚂🚂 " + text, find("🚂🚂 " + text, made)) == quote


# --- properties ---------------------------------------------------------------------------------------------------

WORDS = st.text("abc \n", max_size=60)


@tries(100)
@given(before=WORDS, after=WORDS, quote=st.text("XYZ ", min_size=1, max_size=30), data=st.data())
def test_any_edit_outside_of_a_passage_is_followed_exactly(
    before: str, after: str, quote: str, data: st.DataObject
) -> None:
    quote = f"X{quote}Z"
    text = before + quote + after
    assume(text.count(quote) == 1)
    made = excerpt(text, len(before), len(before) + len(quote))
    new_before, new_after = data.draw(edited(before)), data.draw(edited(after))
    changed = new_before + quote + new_after
    anchor = find(changed, made)
    assert (anchor.start, anchor.end) == (len(new_before), len(new_before) + len(quote))
    assert anchor.state == ("exact" if len(new_before) == len(before) else "moved")


@st.composite
def edited(draw: st.DrawFn, text: str) -> str:
    """The text with one stretch replaced by another (either may be empty)."""
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    return text[:start] + draw(WORDS) + text[end:]


@tries(100)
@given(text=st.text("ab ", max_size=80), exact=st.text("ab ", max_size=30), start=st.integers(-5, 90), context=WORDS)
def test_whatever_is_called_exact_or_stands_word_for_word_says_the_quote(
    text: str, exact: str, start: int, context: str
) -> None:
    anchor = find(text, Excerpt(exact=exact, start=start, end=start + len(exact), prefix=context, suffix=context))
    assert 0 <= anchor.start <= anchor.end <= len(text)
    if anchor.state == "exact":
        assert shown(text, anchor) == exact
        assert anchor.start == start
    if exact and exact in text:
        assert anchor == ORPHAN or shown(text, anchor) == exact
    if anchor == ORPHAN:
        assert not exact or text.count(exact) != 1, "a passage that stands there once is never lost"


@tries(75)
@given(pattern=st.text("abc", min_size=1, max_size=14), text=st.text("abc", max_size=24), anchored=st.booleans())
def test_the_alignment_is_the_edit_distance(pattern: str, text: str, anchored: bool) -> None:
    for end, score in anchors._scores(pattern, text, anchored=anchored):
        starts = [0] if anchored else range(end + 1)
        assert score == min(edit_distance(pattern, text[start:end]) for start in starts)


def edit_distance(one: str, other: str) -> int:
    """Levenshtein's distance as the textbook has it."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row[0] = row[:], i
        for j, b in enumerate(other, 1):
            row[j] = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
    return row[-1]


# --- bounds -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("a" * 2_000_000, "a"),
        ("a" * 2_000_000, "a" * 500 + "b"),
        ("ab " * 700_000, "ab ab ab ab ab ab ab ba"),
        ("the talks had begun " * 100_000, "the talks had ended at noon"),
        ("lorem ipsum dolor " * 100_000, "x" * 100_000),
        ("\n" * 2_000_000, "\n" * 1000),
    ],
)
def test_texts_made_to_hurt_are_bounded(monkeypatch: pytest.MonkeyPatch, text: str, quote: str) -> None:
    """Work is counted, not timed: places looked at, and code points aligned."""
    work = {"places": 0, "aligned": 0}
    occurrences, scores = anchors._occurrences, anchors._scores

    def counted_occurrences(*args: object) -> object:
        for at in occurrences(*args):  # type: ignore[arg-type]
            work["places"] += 1
            yield at

    def counted_scores(pattern: str, text: str, *, anchored: bool) -> object:
        work["aligned"] += len(text)
        return scores(pattern, text, anchored=anchored)

    monkeypatch.setattr(anchors, "_occurrences", counted_occurrences)
    monkeypatch.setattr(anchors, "_scores", counted_scores)
    find(text, Excerpt(exact=quote, start=1_000_003, end=1_000_003 + len(quote), prefix="q" * 40, suffix="zz"))
    assert work["places"] <= 25_000
    assert work["aligned"] <= 60_000
