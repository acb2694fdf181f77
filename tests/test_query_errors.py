"""What is no query: where the caret stands, what it says, and that nothing else is ever raised."""

from __future__ import annotations

import contextlib
import datetime
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.query import QueryError, caret, complete, format, parse
from store.query.lexer import MAX_LENGTH
from store.query.parser import MAX_DEPTH
from store.text import shown
from tests.properties import tries

BASIS = datetime.date(2023, 9, 5)


@pytest.mark.parametrize(
    ("text", "wrong", "reason"),
    [
        ("kim status:plannd", "plannd", "no such status; planned?"),
        ("status:xyz", "xyz", "no such status; there are planned, reported, confirmed, denied"),
        ("status:planned,deny", "deny", "no such status; there are planned, reported, confirmed, denied"),
        ("is:stared", "stared", "no such flag; starred?"),
        ("status:plan*", "plan*", "no such status; planned?"),
        ("claims:many", "many", "claims: takes a number, as in claims:2 or claims:>1"),
        ("claims:>٣", ">٣", "claims: takes a number, as in claims:2 or claims:>1"),
        ("claims:9999999999", "9999999999", "claims: takes a number, as in claims:2 or claims:>1"),
        ("kim actor:", "actor:", "actor: of what? A value is missing"),
        ("actor:a, b", "actor:a,", "nothing after the comma of actor:"),
        ("actor:(a OR b)", "(", "alternatives of actor: are parted by commas, as in actor:a,b"),
        ("actor:…", "…", "actor: has nothing to search for here: neither letters nor digits"),
        ('tag:" "', '" "', "tag: of what? A value is missing"),
        ("sure:yes", "sure:", "sure: takes no value; leave a blank after it"),
        ("a (sure: b)", "sure:", "sure: holds for the whole query; it cannot stand in parentheses or be negated"),
        ("-sure:", "sure:", "sure: holds for the whole query; it cannot stand in parentheses or be negated"),
        ("sure: kim sure:", "sure:", "sure: is there already"),
        ("kim~3", "~3", "~2 is the most: 2 letters that may differ"),
        ("kim~12345", "~12345", "~2 is the most: 2 letters that may differ"),
        ("re-arm~1", "re-arm~1", "~ is for one word, and this makes 2"),
        ("a OR", "OR", "OR of what? A term is missing"),
        ("OR a", "OR", "OR joins two terms; one is missing"),
        ("a AND", "AND", "AND of what? A term is missing"),
        ("NOT", "NOT", "NOT of what? A term is missing"),
        ("-NOT", "NOT", "NOT of what? A term is missing"),
        ("a (b", "(", "this parenthesis is never closed"),
        ("(", "(", "this parenthesis is never closed"),
        ("a) b", ")", "this parenthesis closes nothing"),
        ("a ()", "()", "nothing between the parentheses"),
        ("(a OR)", "OR", "OR of what? A term is missing"),
    ],
)
def test_the_caret_stands_under_the_mistake(text: str, wrong: str, reason: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text, BASIS)
    error = caught.value
    assert error.reason == reason
    assert text[error.position : error.position + error.length] == wrong
    assert caret(error).splitlines()[1] == " " * error.position + "^" * len(wrong) + " " + reason


def test_caret_counts_columns_and_stays_short() -> None:
    with pytest.raises(QueryError) as caught:
        parse("정상 停火 é status:x\x1b[31m", BASIS)
    line, below = caret(caught.value).splitlines()
    assert "\x1b" not in line
    assert below.index("^") == 4 + 1 + 4 + 1 + 1 + 1 + len("status:")
    with pytest.raises(QueryError) as caught:
        parse("word " * 500 + "status:x" + " word" * 500, BASIS)
    line, below = caret(caught.value).splitlines()
    assert line[below.index("^")] == "x"
    assert len(line) < 100


@pytest.mark.parametrize("opening", ["(", "-", "NOT ", "-("])
def test_depth_is_bounded(opening: str) -> None:
    with pytest.raises(QueryError, match="in each other"):
        parse(opening * 1_500 + "a" + ")" * 1_500, BASIS)


def test_depth_up_to_the_bound_is_fine() -> None:
    query = parse("(" * MAX_DEPTH + "a OR b" + ")" * MAX_DEPTH, BASIS)
    assert format(query.tree) == "a OR b*"
    nested = "a"
    for _ in range(MAX_DEPTH):
        nested = f"(b OR {nested})"
    assert parse(nested, BASIS).parts[0].kind == "group"


def test_length_is_bounded() -> None:
    with pytest.raises(QueryError, match="longer than 10,000 characters") as caught:
        parse("a" * (MAX_LENGTH + 1), BASIS)
    assert caught.value.position == MAX_LENGTH
    assert parse("a " * (MAX_LENGTH // 2), BASIS)


_ALPHABET = '()"“”,:*~\\-<>=. \n\t\0aOR AND NOT 1é停ا\ud800\u202e\x1b'
_PIECES = (
    "actor:", "status:", "planned", "is:", "claims:", ">", "since:", "date:", "asof:", "sure:", "reported:", "july",
    "..", "2023", '"', "(", ")", " ", "OR", "NOT", "-", "*", "~2", ",", "\\", "foo:", "kim", "-30d", "10/11/12",
)  # fmt: skip


@tries(150)
@given(
    st.one_of(
        st.text(max_size=40),
        st.text(_ALPHABET, max_size=40),
        st.lists(st.sampled_from(_PIECES), max_size=12).map("".join),
    ),
    st.booleans(),
)
@example("\\", True)
@example('"\\', True)
@example('actor:"\\"', False)
@example("since:", True)
def test_random_text_raises_only_query_errors(text: str, as_you_type: bool) -> None:
    query = error = None
    try:
        query = parse(text, BASIS, as_you_type=as_you_type)
    except QueryError as raised:
        error = raised
    if error:
        assert 0 <= error.position <= len(text)
        assert 0 <= error.length <= len(text) - error.position
        assert all(shown(line) == line for line in caret(error).split("\n"))
    if not query:
        return
    query.describe()
    assert parse(format(query.tree), BASIS, as_you_type=False).tree == query.tree
    for index in range(len(query.parts)):
        query.without(index)
    assert "xyz" in query.plus("tag:xyz").filtered_values("tag")
    assert query.plus("tag:xyz").toggle("tag", "xyz").tree == query.tree


class _Nothing:
    def complete(self, field: str, prefix: str, limit: int) -> list[tuple[str, str]]:
        assert field
        assert limit
        return [(prefix, prefix)] if prefix else []


@tries(100)
@given(st.lists(st.sampled_from(_PIECES), max_size=8).map("".join), st.integers(0, 40))
def test_completing_random_text_stays_within_it(text: str, cursor: int) -> None:
    found = complete(text, cursor, _Nothing())
    if found:
        assert 0 <= found.start <= found.end <= len(text)
        assert found.candidates


def _calls(text: str) -> int:
    """How many calls reading a text takes: what time would show, without a clock."""
    count = 0

    def called(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        with contextlib.suppress(QueryError):
            parse(text, BASIS)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        '"',
        "\\",
        "(a) ",
        "(a) OR ",
        "a,",
        "-a ",
        "foo:",
        "actor:a ",
        "actor:a,",
        "~",
        "*",
        '"a"',
        "is:noted ",
        "a OR ",
    ],
)
def test_reading_takes_steps_in_proportion_to_the_text(piece: str) -> None:
    short, long = (_calls((piece * (length // len(piece))) + "a") for length in (600, 9_600))
    assert long < 20 * short + 1_000
