"""Duplicate articles: the same address, the same text under another outlet, a shortened wire story."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.model import Article
from store.suggest.similar import (
    ALIKE,
    SKETCH,
    address,
    compare,
    containment,
    resemblance,
    shingles,
    similar,
    sketch,
    stories,
)
from tests.properties import tries

WORDS = [
    "minister",
    "talks",
    "border",
    "water",
    "council",
    "harvest",
    "treaty",
    "train",
    "river",
    "envoy",
    "market",
    "vote",
    "strike",
    "court",
    "storm",
    "harbour",
    "bridge",
    "army",
    "school",
    "budget",
    "fuel",
    "island",
    "summit",
    "wheat",
    "accord",
    "police",
    "mayor",
    "rail",
    "copper",
    "dam",
    "festival",
]


def story(seed: int, words: int = 300) -> str:
    """A text of its own for each seed."""
    pick = random.Random(seed)
    return " ".join(pick.choice(WORDS) for _ in range(words)) + "."


def article(name: str, text: str, url: str = "") -> Article:
    return Article(id=name, title=name, text=text, url=url)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.example.org/news/a-story",
        "http://example.org/news/a-story/",
        "HTTPS://EXAMPLE.ORG/news/a-story?utm_source=feed&utm_medium=rss",
        "https://m.example.org/news/a-story#comments",
        "https://amp.example.org/news/a-story/amp/",
        "https://example.org:443/news/a-story?fbclid=xyz",
    ],
)
def test_address_leaves_out_what_does_not_name_the_article(url: str) -> None:
    assert address(url) == "example.org/news/a-story"


def test_address_keeps_what_names_the_article() -> None:
    assert address("https://example.org/read?id=7&utm_source=x") == "example.org/read?id=7"
    assert address("https://example.org/read?id=7") != address("https://example.org/read?id=8")
    assert address("https://example.org:8080/a") != address("https://example.org/a")


@pytest.mark.parametrize(
    "url", ["", "mailto:desk@example.org", "http://[::1", "not an address", "https://", "http://x:99999/"]
)
def test_address_of_no_web_address_is_empty(url: str) -> None:
    assert address(url) == ""


def test_the_same_address_is_the_same_story_whatever_the_text() -> None:
    one = article("a", story(1), "https://example.org/x?utm_source=a")
    other = article("b", story(2), "http://www.example.org/x/")
    assert [(match.article, match.why) for match in similar(one, [other])] == [("b", "the same address")]


def test_a_wire_story_with_another_headline_and_a_changed_paragraph() -> None:
    text = story(3)
    changed = "By our own staff. " + text[:900] + " Officials added nothing further. " + text[900:]
    (match,) = similar(article("a", text), [article("b", changed), article("c", story(4))])
    assert match.article == "b"
    assert match.score >= ALIKE
    assert "nearly the same text" in match.why


def test_a_shortened_wire_story_is_found_by_containment() -> None:
    text = story(5, 600)
    short = " ".join(text.split()[:120])
    long, brief = sketch(article("a", text)), sketch(article("b", short))
    assert resemblance(long, brief) < ALIKE
    assert containment(long, brief) > 0.95
    assert compare(long, brief) is not None


def test_stories_on_the_same_event_in_other_words_are_not_the_same() -> None:
    one = "The two ministers met in Oslo on Tuesday and signed an agreement on fishing in the northern sea."
    other = "An agreement on fishing in the northern sea was signed by the two ministers, who met in Oslo on Tuesday."
    assert similar(article("a", one), [article("b", other)]) == []


def test_an_article_is_not_like_itself_and_not_like_nothing() -> None:
    own = article("a", story(6))
    assert similar(own, [own]) == []
    assert similar(article("b", ""), [article("c", "")]) == []


def test_sketches_may_be_kept() -> None:
    text = story(7)
    kept = ("b", sketch(article("b", text)))
    (match,) = similar(sketch(article("a", text)), [kept])
    assert match.article == "b"
    assert match.why == "the same text"


def test_stories_gather_copies_through_each_other() -> None:
    text = story(8, 200)
    copies = [article(f"copy-{at}", f"{text} Edition {at}.") for at in range(10)]
    apart = article("apart", story(9))
    linked = article("linked", story(10), "https://example.org/one")
    again = article("again", story(11), "https://www.example.org/one/")
    found = stories([apart, *copies, linked, again])
    assert found == [("apart",), tuple(copy.id for copy in copies), ("linked", "again")]


def test_boilerplate_that_many_share_makes_no_story() -> None:
    footer = " Read more in our newsletter and follow the desk on every channel for updates around the clock."
    articles = [article(f"a{at}", story(100 + at, 30) + footer) for at in range(80)]
    assert len(stories(articles)) == 80


def test_a_long_text_is_estimated_well() -> None:
    text = story(12, 4000)
    half = " ".join(text.split()[:2000])
    long, short = sketch(article("a", text)), sketch(article("b", half))
    assert not long.whole
    assert len(long.hashes) == SKETCH
    assert resemblance(long, short) == pytest.approx(0.5, abs=0.08)
    assert containment(long, short) == pytest.approx(1.0, abs=0.02)


def test_hashes_are_the_same_on_every_run() -> None:
    assert shingles("one two three four five six") == {0x50BE55B8, 0x72601A56}
    assert shingles("ONE two, three—four five") == shingles("one two three four five")


@tries(30)
@given(st.text(max_size=400), st.text(max_size=400))
def test_measures_are_shares_and_do_not_depend_on_the_order(one: str, other: str) -> None:
    mine, theirs = sketch(article("a", one)), sketch(article("b", other))
    for measure in (resemblance, containment):
        assert 0.0 <= measure(mine, theirs) <= 1.0
        assert measure(mine, theirs) == measure(theirs, mine)
    assert resemblance(mine, mine) == (1.0 if mine.hashes else 0.0)
    assert compare(mine, theirs) == compare(theirs, mine)
