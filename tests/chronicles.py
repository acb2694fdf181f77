"""Hypothesis strategies for records as a dossier may hold them: text in many scripts, dates of every form, claims."""

from __future__ import annotations

from hypothesis import strategies as st

from store import text
from store.model import (
    ROLES,
    STATUSES,
    Actor,
    Article,
    Claim,
    Event,
    Excerpt,
    Link,
    Origin,
    Participant,
    Place,
)

_PIECES = st.sampled_from(
    [
        "Kim", "Путин", "金正恩", "سلام", "مُحَمَّد", "naïve", "e\u0301", "👩\u200d👩\u200d👧", "1", "a;b", "x, y",
        "'tis", '"quoted"', "=1+1", "@cmd", "+49", "-5", "<b>bold</b>", "</script>", "]]>", "&amp;", "&", "<!--",
        "*star*", "_under_", "[link](x)", "`code`", "# head", "1. item", "\\", "$x$", "{a}", "|", "a:b",
        "\u201cq\u201d", "https://x.example/?a=1&b=2", "BEGIN:VEVENT", "…",
    ]
)  # fmt: skip
"""Words that formats have opinions about."""


def lines(min_size: int = 0) -> st.SearchStrategy[str]:
    """One clean line."""
    words = st.lists(st.one_of(_PIECES, st.text(max_size=6)), min_size=min_size, max_size=5).map(" ".join)
    cleaned = words.map(lambda line: text.clean(line, line=True))
    return cleaned.filter(bool) if min_size else cleaned


def paragraphs() -> st.SearchStrategy[str]:
    """Clean text of several lines, without blanks at its ends."""
    return st.lists(lines(), max_size=4).map("\n".join).map(lambda words: text.clean(words).strip())


dates = st.sampled_from(
    [
        "2023-09-13", "2023-09", "2023", "2023-09-13~", "2023-09?", "2023%", "2023-24", "201X", "20XX", "2023-XX",
        "2023-09-XX", "2023-09-10/2023-09-13", "1943-07/1946", "2023-09-10~/2023-09-13?", "2023/..", "../2023",
        "2023-09/", "/2023-09", "[2023-09-01..2023-09-13]", "[..2023-09-05]", "[2023..]", "2023-09-13T14:30:05Z",
        "2023-09-13T14:30+02:00", "2023-09-13T14", "0476-09-04", "-0043-03-15", "0001-01-01", "9999-12-31", "Y17000",
        "",
    ]
)  # fmt: skip

slugs = st.text("abcdefghij0123456789-", min_size=1, max_size=12).map(lambda name: f"x{name}y")

places = st.builds(
    Place,
    name=lines(),
    lat=st.none() | st.floats(-90, 90),
    lon=st.none() | st.floats(-180, 180),
    precision=st.sampled_from(["exact", "near", "region", "country", ""]),
    country=lines(),
).filter(lambda place: (place.lat is None) == (place.lon is None) and place != Place())

excerpts = st.builds(
    Excerpt, exact=lines(1), prefix=lines(), suffix=lines(), start=st.just(3), end=st.just(9), hash=slugs
)


def claims(articles: list[str]) -> st.SearchStrategy[Claim]:
    """Claims that cite these articles."""
    return st.builds(
        Claim,
        source=lines(1),
        id=slugs,
        via=st.lists(lines(1), max_size=2).map(tuple),
        article=st.sampled_from(["", *articles]),
        excerpt=st.none() | excerpts,
        reported=dates,
        status=st.sampled_from(STATUSES),
        date=dates,
        place=lines(),
        says=lines(),
        url=st.sampled_from(["", "https://news.example/a?b=c&d=1", "http://x.example/%20"]),
    )


origins = st.none() | st.builds(
    Origin,
    file=st.just("first.csv"),
    row=st.integers(1, 99),
    format=st.just("table"),
    imported=st.just("2020-01-01"),
    key=slugs,
    version=slugs,
    machine=st.booleans(),
)


def events(actors: list[str], articles: list[str]) -> st.SearchStrategy[Event]:
    """Events of these actors and articles."""
    parts = st.builds(Participant, actor=st.sampled_from(actors), role=st.sampled_from(ROLES))
    return st.builds(
        Event,
        id=slugs,
        title=lines(1),
        summary=paragraphs(),
        date=dates,
        status=st.none() | st.sampled_from(STATUSES),
        kind=lines(),
        place=st.none() | places,
        actors=st.lists(parts, max_size=3, unique=True).map(tuple),
        tags=st.lists(lines(1), max_size=3, unique=True).map(tuple),
        links=st.lists(st.builds(Link, event=slugs, relation=lines(1)), max_size=2).map(tuple),
        claims=st.lists(claims(articles), max_size=3).map(tuple),
        origin=origins,
    )


ACTORS = (
    Actor(id="kim", name="Kim Jong Un", kind="person", aliases=("Kim",), part_of="nk", description="Leader"),
    Actor(id="nk", name="North Korea", kind="state", country="North Korea"),
    Actor(id="putin", name="Владимир Путин", kind="person", wikidata="Q7747"),
    Actor(id="semicolon", name='Agency; "News" (of <all>)', kind="outlet"),
)
ARTICLES = (
    Article(
        id="a-1",
        title="One <b>",
        publisher="Paper",
        url="https://news.example/1",
        published="2023-09-05",
        text="A\n\nB",
    ),
    Article(id="a-2", title="Two", authors=("A", "B; C"), language="en", text="Text with 金 and é"),
)
"""Actors and articles for the events to speak of."""


def chronicles(size: int = 4) -> st.SearchStrategy[list[Event]]:
    """Several events with different ids."""
    one = events([actor.id for actor in ACTORS], [article.id for article in ARTICLES])
    return st.lists(one, min_size=1, max_size=size, unique_by=lambda event: event.id)
