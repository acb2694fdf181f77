"""Trees written and read again are equal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.query import format, parse
from store.query.nodes import Field, Node, Phrase, Word, as_of, conditions, only_sure
from tests import trees
from tests.properties import tries

ANY_WORDS = st.text(min_size=1, max_size=8)
_TRICKS = ("a", "OR", "NOT", "é", "停", "-", "*", "~", "~2", '"', "“", "\\", ":", ",", "(", ")", " ", "\n", ">")
TRICKY = st.lists(st.sampled_from(_TRICKS), min_size=1, max_size=6).map("".join)


@tries(100)
@given(trees.trees())
def test_written_and_read_again(tree: Node) -> None:
    text = format(tree)
    query = parse(text, trees.BASIS, as_you_type=False)
    assert query.tree == tree
    assert format(query.tree) == text
    assert query.describe()
    assert " ".join(part.text for part in query.parts) == text


@tries(100)
@given(trees.trees(st.one_of(ANY_WORDS, TRICKY)))
def test_any_words_are_written_and_read_again(tree: Node) -> None:
    assert parse(format(tree), trees.BASIS, as_you_type=False).tree == tree


@tries(50)
@given(trees.trees())
def test_what_was_read_as_typed_is_written_as_it_was_understood(tree: Node) -> None:
    understood = parse(format(tree), trees.BASIS).tree
    assert parse(format(understood), trees.BASIS).tree == understood
    assert parse(format(understood), trees.BASIS, as_you_type=False).tree == understood


@tries(50)
@given(trees.trees())
def test_modifiers_come_off_and_off_only_once(tree: Node) -> None:
    asked = conditions(tree)
    assert conditions(asked) == asked
    assert as_of(asked) is None
    assert not only_sure(asked)
    assert format(asked) in format(tree) or format(tree) in ("sure:", format(asked))


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (Word("-a"), r"\-a"),
        (Word("OR"), r"\OR"),
        (Word("a*", prefix=True), r"a\**"),
        (Word("a~1"), r"a\~1"),
        (Word("a~", fuzz=2), r"a\~~2"),
        (Word("a b:c"), r"a\ b\:c"),
        (Word("a\\"), "a\\\\"),
        (Phrase('a "b" \\'), r'"a \"b\" \\"'),
        (Field("id", (Word("a:b,c"), Phrase("d"))), r'id:a:b\,c,"d"'),
    ],
)
def test_marks_that_are_letters_get_a_backslash(tree: Node, text: str) -> None:
    assert format(tree) == text
    assert parse(text, trees.BASIS, as_you_type=False).tree == tree
