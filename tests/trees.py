"""Hypothesis strategies: trees of the query language, and small dossiers that they can say something about."""

from __future__ import annotations

import datetime

import msgspec
from hypothesis import strategies as st

from store.model import (
    ACTOR_KINDS,
    ROLES,
    STATUSES,
    Actor,
    Article,
    Claim,
    Event,
    Excerpt,
    Mark,
    Origin,
    Participant,
    Place,
)
from store.query import parse, quoted
from store.query.fields import FLAGS, LABEL_FIELDS, NAME_FIELDS, WORD_FIELDS
from store.query.nodes import And, Count, Field, Is, Node, Not, Or, Phrase, Sure, Term, Word
from store.query.terms import pattern

BASIS = datetime.date(2023, 9, 5)

WORDS = (
    "arms", "army", "arm", "deal", "kim", "Kim", "putin", "missile", "missiles", "misile", "re-arm", "Протест", "ёлка",
    "елка", "정상회담", "정상", "停火协议", "停火", "الحكومة", "حكومة", "vostochny", "Café", "cafe", "1,500", "a",
)  # fmt: skip
ACTOR_IDS = ("kim-jong-un", "putin", "nyt", "kcna", "north-korea")
TAGS = ("arms", "arms deal", "summit")
KINDS = ("COERCE", "meeting")
DATES = (
    "", "2023", "2023-09", "2023-08~", "2023-09-05", "2023-09-13", "2023-09-10/2023-09-13", "2023-09-14?", "2023-09/..",
    "../2023-08", "2023-07/", "202X", "[2023-09-01..2023-09-13]", "2023-09-13T10:30", "2024-02-29", "not a date",
)  # fmt: skip
TYPED_DATES = (
    "2023", "2023-09", "2023-09-13", "july", "last saturday", "-30d", "today", "2023-07..2023-09-13", "q3 2023",
    "yesterday", "last 30 days",
)  # fmt: skip

# Trees

_SOME_WORDS = st.sampled_from(WORDS)


def terms(words: st.SearchStrategy[str] = _SOME_WORDS) -> st.SearchStrategy[Term]:
    """Words and phrases that have something to be searched for."""
    phrases = st.lists(words, min_size=1, max_size=3).map(" ".join)
    return st.one_of(
        st.builds(Word, words, st.booleans()),
        st.builds(Word, words.filter(lambda word: len(pattern(Word(word)).tokens) == 1), fuzz=st.sampled_from((1, 2))),
        st.builds(Phrase, phrases, st.booleans()),
    ).filter(lambda term: bool(pattern(term).tokens))


_EVENT_TIMES = ("on", "date", "since", "until", "after", "before")
_REPORT_TIMES = ("reported:", "reported:>=", "reported:<=", "reported:>", "reported:<")


def _dates(prefixes: tuple[str, ...]) -> st.SearchStrategy[Node]:
    """Date terms as reading makes them: what a text means depends on the term that it stands in."""

    return st.sampled_from(
        [parse(f"{prefix}{quoted(text)}", BASIS).tree for prefix in prefixes for text in TYPED_DATES]
    )


def leaves(words: st.SearchStrategy[str] = _SOME_WORDS) -> st.SearchStrategy[Node]:
    several = st.lists(terms(words), min_size=1, max_size=3).map(tuple)
    names = st.lists(st.one_of(terms(words), st.sampled_from(ACTOR_IDS).map(Word)), min_size=1, max_size=2).map(tuple)
    labels = st.lists(st.sampled_from((*TAGS, *KINDS, "e1", "e")), min_size=1, max_size=2)
    return st.one_of(
        terms(words),
        terms(words),
        st.builds(Field, st.sampled_from(NAME_FIELDS), names),
        st.builds(Field, st.sampled_from(WORD_FIELDS), several),
        st.builds(
            Field, st.sampled_from(LABEL_FIELDS), labels.map(lambda texts: tuple(Word(text, True) for text in texts))
        ),
        st.builds(Field, st.sampled_from(LABEL_FIELDS), labels.map(lambda texts: tuple(map(Phrase, texts)))),
        st.builds(Field, st.just("status"), st.lists(st.sampled_from(STATUSES).map(Word), min_size=1).map(tuple)),
        st.sampled_from(tuple(FLAGS)).map(Is),
        st.builds(Count, st.just("claims"), st.sampled_from(("=", "<", "<=", ">", ">=")), st.integers(0, 4)),
        _dates(tuple(f"{name}:" for name in _EVENT_TIMES) + _REPORT_TIMES),
    )


def conditions(words: st.SearchStrategy[str] = _SOME_WORDS) -> st.SearchStrategy[Node]:
    """Trees without modifiers."""

    def grown(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        parts = st.lists(children, min_size=2, max_size=4).map(tuple)
        return st.one_of(st.builds(And, parts), st.builds(Or, parts), st.builds(Not, children))

    return st.recursive(leaves(words), grown, max_leaves=8)


def trees(words: st.SearchStrategy[str] = _SOME_WORDS) -> st.SearchStrategy[Node]:
    """Whole queries as parsing makes them: conditions, and now and then a modifier behind them."""
    never = st.none()
    return st.builds(
        _modified,
        conditions(words),
        st.one_of(never, never, never, _dates(("asof:",))),
        st.one_of(never, never, never, st.just(Sure())),
    )


def _modified(tree: Node, *modifiers: Node | None) -> Node:
    behind = tuple(modifier for modifier in modifiers if modifier)
    return And((*(tree.parts if isinstance(tree, And) else (tree,)), *behind)) if behind else tree


# Dossiers

_TEXTS = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
_SOURCES = st.sampled_from((*ACTOR_IDS, "Radio Kim", "NYT"))


def claims() -> st.SearchStrategy[Claim]:
    return st.builds(
        Claim,
        source=_SOURCES,
        via=st.lists(_SOURCES, max_size=2).map(tuple),
        article=st.sampled_from(("", "a1", "a2")),
        excerpt=st.one_of(st.none(), st.builds(Excerpt, exact=_TEXTS)),
        reported=st.sampled_from(DATES),
        status=st.sampled_from(STATUSES),
        date=st.sampled_from(("", *DATES)),
        place=st.sampled_from(("", "", "Vostochny", "Kim Square")),
        says=_TEXTS,
    )


def events(event_id: str) -> st.SearchStrategy[Event]:
    return st.builds(
        Event,
        id=st.just(event_id),
        title=_TEXTS,
        summary=_TEXTS,
        date=st.sampled_from(DATES),
        status=st.one_of(st.none(), st.none(), st.sampled_from(STATUSES)),
        kind=st.sampled_from(("", *KINDS)),
        place=st.one_of(st.none(), st.builds(Place, name=_TEXTS, country=st.sampled_from(("", "Russia")))),
        actors=st.lists(
            st.builds(Participant, actor=st.sampled_from((*ACTOR_IDS, "missile unit")), role=st.sampled_from(ROLES)),
            max_size=3,
        ).map(tuple),
        tags=st.lists(st.sampled_from(TAGS), max_size=2, unique=True).map(tuple),
        claims=st.lists(claims(), max_size=3).map(tuple),
        origin=st.one_of(
            st.none(),
            st.builds(Origin, file=st.just("f"), format=st.sampled_from(("suggest", "acled")), machine=st.booleans()),
        ),
    )


Dossier = tuple[list[Event], list[Actor], list[Article], list[Mark]]


def dossiers(most: int = 6) -> st.SearchStrategy[Dossier]:
    """Events in file order, actors, articles, and one person's marks."""
    each = st.tuples(events("e"), st.one_of(st.none(), _MARKS))
    return st.builds(_numbered, st.lists(each, max_size=most), st.lists(_ACTORS, max_size=4), _ARTICLES)


_ACTORS = st.builds(
    Actor,
    id=st.sampled_from(ACTOR_IDS),
    name=_TEXTS,
    kind=st.sampled_from(ACTOR_KINDS),
    aliases=st.lists(_TEXTS, max_size=2).map(tuple),
)
_ARTICLES = st.tuples(
    st.builds(Article, id=st.just("a1"), title=_TEXTS, text=_TEXTS),
    st.builds(Article, id=st.just("a2"), title=_TEXTS, text=_TEXTS),
)
_MARKS = st.builds(
    Mark,
    id=st.just("e"),
    starred=st.booleans(),
    tags=st.lists(st.sampled_from(TAGS), max_size=1).map(tuple),
    note=_TEXTS,
)


def _numbered(marked: list[tuple[Event, Mark | None]], actors: list[Actor], articles: tuple[Article, ...]) -> Dossier:
    """Give each event and its mark an id of their own, and keep one actor of each id."""
    found = [msgspec.structs.replace(event, id=f"e{number}") for number, (event, _) in enumerate(marked)]
    marks = [msgspec.structs.replace(mark, id=f"e{number}") for number, (_, mark) in enumerate(marked) if mark]
    return found, list({actor.id: actor for actor in actors}.values()), list(articles), marks
