"""Reading a query: its forms, its chips, and the queries that one key makes of it."""

from __future__ import annotations

import datetime

import pytest

from store.query import Query, QueryError, format, parse, quoted
from store.query.nodes import All, And, Count, Field, Is, Node, Not, Or, Phrase, Word

BASIS = datetime.date(2023, 9, 5)


def tree(text: str) -> Node:
    return parse(text, BASIS, as_you_type=False).tree


def read(text: str) -> Query:
    return parse(text, BASIS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", All()),
        ("   \n\t ", All()),
        ("*", All()),
        ("kim", Word("kim")),
        ("kim putin", And((Word("kim"), Word("putin")))),
        ("kim AND putin", And((Word("kim"), Word("putin")))),
        ("kim OR putin", Or((Word("kim"), Word("putin")))),
        ("kim or putin", And((Word("kim"), Word("or"), Word("putin")))),
        ("a b OR c d", Or((And((Word("a"), Word("b"))), And((Word("c"), Word("d")))))),
        ("a (b OR c)", And((Word("a"), Or((Word("b"), Word("c")))))),
        ("((a))", Word("a")),
        ("-a", Not(Word("a"))),
        ("NOT a", Not(Word("a"))),
        ("NOT -a", Not(Not(Word("a")))),
        ("-(a b)", Not(And((Word("a"), Word("b"))))),
        ("a -b OR c", Or((And((Word("a"), Not(Word("b")))), Word("c")))),
        ("re-arm", Word("re-arm")),
        ('"arms deal"', Phrase("arms deal")),
        ("“arms deal”", Phrase("arms deal")),
        ('"arms de"*', Phrase("arms de", prefix=True)),
        ('a"b c"d', And((Word("a"), Phrase("b c"), Word("d")))),
        ("f(x)", And((Word("f"), Word("x")))),
        ("missil*", Word("missil", prefix=True)),
        ("missile~", Word("missile", fuzz=1)),
        ("missile~2", Word("missile", fuzz=2)),
        ("missile~0", Word("missile")),
        (r"missil\*", Word("missil*")),
        (r"\-iran", Word("-iran")),
        (r"\OR", Word("OR")),
        (r"actor\:kim", Word("actor:kim")),
        (r'"say \"yes\""', Phrase('say "yes"')),
        ("10:30", Word("10:30")),
        ("http://example.org/a", Word("http://example.org/a")),
        ("actor:putin", Field("actor", (Word("putin"),))),
        ("Actor:putin", Field("actor", (Word("putin"),))),
        ('actor:"Kim Jong Un",putin', Field("actor", (Phrase("Kim Jong Un"), Word("putin")))),
        (r"actor:Kim\ Jong\,Un", Field("actor", (Word("Kim Jong,Un"),))),
        ("title:missil*,arms~1", Field("title", (Word("missil", prefix=True), Word("arms", fuzz=1)))),
        ("id:a:b", Field("id", (Word("a:b"),))),
        ("status:planned,denied", Field("status", (Word("planned"), Word("denied")))),
        ("status:Planned", Field("status", (Word("planned"),))),
        ('status:"planned"', Field("status", (Word("planned"),))),
        ("is:starred", Is("starred")),
        ("is:starred,noted", Or((Is("starred"), Is("noted")))),
        ("claims:2", Count("claims", "=", 2)),
        ("claims:>1", Count("claims", ">", 1)),
        ("claims:<=3,>7", Or((Count("claims", "<=", 3), Count("claims", ">", 7)))),
    ],
)
def test_each_form_gives_its_tree(text: str, expected: Node) -> None:
    assert tree(text) == expected


@pytest.mark.parametrize("text", ["&", "-", "--", "- -", "… !", "(&)", "NOT &", "& OR !", r"\*"])
def test_what_cannot_be_searched_is_left_out(text: str) -> None:
    assert tree(text) == All()
    assert tree(f"{text} kim") == Word("kim")


def test_what_is_left_out_is_said_once() -> None:
    assert read("kim & putin &").hints == ("“&” has neither letters nor digits: left out",)
    assert read("kim -").hints == (), "a negation that is still being typed is no mistake"


def test_unknown_field_is_text_with_a_hint() -> None:
    query = read("foo:bar kim")
    assert query.tree == And((Word("foo:bar"), Word("kim", prefix=True)))
    (hint,) = query.hints
    assert hint.startswith("foo: is no field, so it is searched as text; fields are actor by to")


@pytest.mark.parametrize(
    ("typed", "meant"), [("statsu", "status"), ("actors", "actor"), ("sorce", "source"), ("stat", "status")]
)
def test_a_slip_in_a_field_gets_the_nearest_one(typed: str, meant: str) -> None:
    assert read(f"{typed}:x").hints[0].endswith(f"did you mean {meant}:?")


def test_unknown_field_takes_what_is_quoted_behind_it() -> None:
    assert tree('foo:"bar baz"') == Phrase("foo:bar baz")
    assert tree("foo:(a OR b)") == And((Word("foo:"), Or((Word("a"), Word("b")))))


# As you type


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("kim missil", "kim missil*"),
        ("missil status:planned", "missil* status:planned"),
        ("missil -iran", "missil* -iran"),
        ("missil NOT (iran deal)", "missil* -(iran deal)"),
        ("(kim OR puti)", "kim OR puti*"),
        ("-iran", "-iran"),
        ("-(a -b)", "-(a -b)"),
        ('kim "arms de', 'kim "arms de"*'),
        ('kim "arms deal"', 'kim "arms deal"'),
        ("missile~1", "missile~1"),
        ("missil*", "missil*"),
        ("title:missil", "title:missil*"),
        ("kim title:arms,missil", "kim title:arms,missil*"),
        ('actor:"kim jo', 'actor:"kim jo"'),
        ("tag:arms", "tag:arms"),
    ],
)
def test_last_word_is_a_beginning(text: str, canonical: str) -> None:
    assert format(read(text).tree) == canonical


def test_without_typing_words_are_whole_and_quotes_closed() -> None:
    assert tree("kim missil") == And((Word("kim"), Word("missil")))
    with pytest.raises(QueryError) as caught:
        tree('kim "arms de')
    assert (caught.value.position, caught.value.length) == (4, 1)


# Chips


def chips(query: Query) -> list[tuple[str, str]]:
    return [(part.kind, part.text) for part in query.parts]


def test_chips_are_the_topmost_terms_as_typed() -> None:
    query = read('actor:kim  -iran "arms deal" is:starred,noted (a OR b) claims:>1 tag:x sure:')
    assert chips(query) == [
        ("actor", "actor:kim"),
        ("not", "-iran"),
        ("text", '"arms deal"'),
        ("is", "is:starred,noted"),
        ("group", "(a OR b)"),
        ("claims", "claims:>1"),
        ("tag", "tag:x"),
        ("sure", "sure:"),
    ]
    for part in query.parts:
        assert query.text[part.start : part.end] == part.text


def test_alternatives_at_the_top_are_one_chip() -> None:
    assert chips(read("kim OR putin status:planned")) == [("group", "kim OR putin status:planned")]


def test_releasing_a_chip_keeps_the_others_as_typed() -> None:
    query = read("actor:kim   -iran  since:2023")
    assert query.without(1).text == "actor:kim since:2023"
    assert query.without(0).without(0).without(0).text == ""


def test_adding_a_term_once() -> None:
    query = read("kim").plus("status:planned")
    assert query.text == "kim status:planned"
    assert query.plus("status:planned") is query
    assert format(query.tree) == "kim* status:planned"


def test_adding_a_word_that_is_there_as_far_as_it_is_typed_changes_nothing() -> None:
    query = read("summit cosmodr")
    assert query.plus("cosmodr") is query


def test_every_query_made_of_another_means_what_its_text_says() -> None:
    query = read("summit cosmodr since:2023 actor:kim")
    made = [
        *(query.without(index) for index in range(len(query.parts))),
        query.plus("vostoch"),
        query.plus("asof:2023-10-01"),
        query.replacing("actor", "putin"),
        query.with_date_range("2023"),
        query.toggle("actor", "kim"),
        query.toggle("status", "planned"),
    ]
    for each in made:
        assert each.tree == read(each.text).tree
    assert format(query.plus("asof:2023-10-01").tree) == "summit cosmodr* since:2023 actor:kim asof:2023-10-01"


def test_adding_to_alternatives_puts_them_in_parentheses() -> None:
    assert read("kim OR putin").plus("tag:x").text == "(kim OR putin) tag:x"
    assert read("(kim OR putin)").plus("tag:x").text == "(kim OR putin) tag:x"
    assert read("(kim) OR (putin)").plus("tag:x").text == "((kim) OR (putin)) tag:x"
    assert read("is:starred,noted").plus("tag:x").text == "is:starred,noted tag:x"


def test_modifiers_hold_for_all_alternatives() -> None:
    query = read("kim sure: OR putin")
    assert format(query.tree) == "(kim OR putin*) sure:"
    assert query.only_sure
    assert not query.without(1).only_sure
    assert format(query.plus("tag:x").tree) == "(kim OR putin*) tag:x sure:"


def test_an_open_quote_is_closed_before_something_follows() -> None:
    assert read('"arms de').plus("tag:x").text == '"arms de"* tag:x'


def test_toggling_a_value() -> None:
    query = read("kim").toggle("actor", "putin")
    assert query.text == "kim actor:putin"
    assert query.filtered_values("actor") == ("putin",)
    assert query.toggle("actor", "kim-jong-un").text == "kim actor:putin actor:kim-jong-un"
    assert query.toggle("actor", "putin").text == "kim"
    assert read("").toggle("source", "Radio Free Asia").text == 'source:"Radio Free Asia"'
    assert read("").toggle("source", "Radio Free Asia").toggle("source", "Radio Free Asia").text == ""


def test_a_second_value_of_a_single_field_is_an_alternative() -> None:
    query = read("status:planned kim").toggle("status", "denied")
    assert query.text == "status:planned,denied kim"
    assert query.toggle("status", "planned").text == "status:denied kim"
    assert query.toggle("status", "planned").toggle("status", "denied").text == "kim"


def test_toggling_leaves_what_is_excluded_alone() -> None:
    assert read("-actor:putin").toggle("actor", "putin").text == "-actor:putin actor:putin"


@pytest.mark.parametrize(
    "text", ["plain", "two words", 'a "b"', "a,b", "(x", "back\\slash", ">1", "", "a*", "x~2", "-y"]
)
def test_quoted_stands_for_itself_as_a_value(text: str) -> None:
    (value,) = tree(f"id:{quoted(text or 'x')}").values  # type: ignore[union-attr]
    assert value.text == (text or "x")
    assert not value.prefix


def test_queries_are_values() -> None:
    assert read("kim -iran") == read("kim -iran")
    assert read("kim") != parse("kim", datetime.date(2024, 1, 1))
