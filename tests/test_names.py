"""Who is named in an article, and which mentions name the same actor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.model import Actor
from store.suggest.names import Mention, find, learn, offered
from tests import suggest_score
from tests.effort import effort
from tests.properties import tries


def found(text: str, *known: Actor) -> list[tuple[str, str, str]]:
    """Words, name and kind of each mention."""
    return [(each.text, each.name, each.kind) for each in find(text, known)]


def only(text: str, words: str, *known: Actor) -> Mention:
    """The one mention with these words."""
    (mention,) = [each for each in find(text, known) if each.text == words]
    return mention


# The dossier's actors

ORLOV = Actor(id="orlov", name="Dana Orlov", kind="person", aliases=("Orlov",), part_of="guild")
GUILD = Actor(id="guild", name="Harbour Guild", aliases=("HG", "the Guild"))
RUSSIA = Actor(id="ru", name="Russia", kind="state")


def test_the_dossiers_actors_come_first() -> None:
    text = "Dana Orlov met the Harbour Guild (HG). Orlov thanked HG."
    assert [(each.text, each.actor) for each in find(text, [ORLOV, GUILD])] == [
        ("Dana Orlov", "orlov"),
        ("Harbour Guild", "guild"),
        ("HG", "guild"),
        ("Orlov", "orlov"),
        ("HG", "guild"),
    ]


def test_an_actor_is_found_without_its_accents_and_hyphens() -> None:
    actor = Actor(id="kim", name="Kim Jong-un", kind="person", aliases=("Zoë Ålund",))
    assert only("Then Kim Jong Un left.", "Kim Jong Un", actor).actor == "kim"
    assert only("Then Zoe Alund left.", "Zoe Alund", actor).actor == "kim"


def test_acronyms_match_only_themselves() -> None:
    who = Actor(id="who", name="World Health Organization", aliases=("WHO",))
    assert found("Nobody knows who told us.", who) == []
    assert only("The WHO told us.", "WHO", who).actor == "who"


def test_the_longest_name_wins() -> None:
    bank = Actor(id="bank", name="Bank of Norland")
    north = Actor(id="north", name="Bank of Norland North")
    assert [each.actor for each in find("The Bank of Norland North paid.", [bank, north])] == ["north"]


def test_an_alias_of_two_actors_says_so() -> None:
    one = Actor(id="one", name="Ann Vale", kind="person", aliases=("Vale",))
    two = Actor(id="two", name="Max Vale", kind="person", aliases=("Vale",))
    mention = only("Then Vale left.", "Vale", one, two)
    assert mention.confidence == "low"
    assert mention.why == "ambiguous: a name of one and two"


def test_a_surname_goes_to_the_only_person_of_the_dossier_who_bears_it() -> None:
    vale = Actor(id="vale", name="Ann Vale", kind="person")
    assert only("Then Vale left.", "Vale", vale).actor == "vale"
    twin = Actor(id="twin", name="Max Vale", kind="person")
    assert [each.actor for each in find("Then Vale left.", [vale, twin])] == [None]


def test_tables_lead_to_the_dossiers_actor() -> None:
    text = "Moscow said that the Russian Federation would wait."
    assert [(each.text, each.actor) for each in find(text, [RUSSIA])] == [
        ("Moscow", "ru"),
        ("Russian Federation", "ru"),
    ]


def test_names_in_other_scripts_are_found() -> None:
    actor = Actor(id="kyiv", name="Київ", kind="place", aliases=("北京",))
    assert only("They met in Київ then.", "Київ", actor).actor == "kyiv"
    assert only("It says 北京 here.", "北京", actor).actor == "kyiv"


# States, capitals, peoples


@pytest.mark.parametrize(
    ("text", "words", "form", "kind"),
    [
        ("Moscow said it would wait.", "Moscow", "metonym", "state"),
        ("They signed a pact with Moscow.", "Moscow", "metonym", "state"),
        ("He blamed Moscow's army.", "Moscow", "metonym", "state"),
        ("She arrived in Moscow on Monday.", "Moscow", "site", "place"),
        ("She flew to Moscow on Monday.", "Moscow", "site", "place"),
        ("They sold shells to Moscow.", "Moscow", "metonym", "state"),
        ("Russian troops left.", "Russian", "adjective", "state"),
        ("The Russians left.", "Russians", "people", "state"),
        ("They were in Russia.", "Russia", "site", "state"),
        ("The attack hurt Russia.", "Russia", "name", "state"),
    ],
)
def test_how_a_state_is_named(text: str, words: str, form: str, kind: str) -> None:
    mention = only(text, words)
    assert (mention.form, mention.kind) == (form, kind)
    assert (mention.name == "Russia") == (kind == "state")


def test_an_adjective_is_a_weaker_mention_than_a_name() -> None:
    assert only("Russian troops left Kursk.", "Russian").confidence == "medium"
    assert only("The attack hurt Russia.", "Russia").confidence == "high"
    assert only("A Russian-backed group left.", "Russian").confidence == "low"


def test_money_is_no_state() -> None:
    assert found("It cost US$5 million.") == []
    assert found("give us some time") == []


# Persons

PERSONS = [
    ("Russian Defence Minister Sergei Shoigu arrived.", "Sergei Shoigu", "Defence Minister", "Russia"),
    ("US Secretary of State Ann Vale spoke.", "Ann Vale", "Secretary of State", "United States"),
    ("White House spokesman John Vane spoke.", "John Vane", "spokesman", "White House"),
    ("Lt. Gen. Max Orben spoke.", "Max Orben", "Lt. Gen", ""),
    ("Mr Zubrin spoke.", "Zubrin", "Mr", ""),
    ("Nordvik Chief Executive Mette Skov spoke.", "Mette Skov", "Chief Executive", "Nordvik"),
    ("The ministry's spokesman, Igor Brandt, spoke.", "Igor Brandt", "spokesman", ""),
]


@pytest.mark.parametrize(("text", "name", "title", "part_of"), PERSONS)
def test_a_title_makes_a_person(text: str, name: str, title: str, part_of: str) -> None:
    mention = only(text, name)
    assert (mention.kind, mention.confidence) == ("person", "high")
    assert (mention.title, mention.part_of) == (title, part_of)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Then Qorin Zalt, a lawyer, left.", "Qorin Zalt"),
        ("Then Qorin Zalt, 45, left.", "Qorin Zalt"),
        ("Then Qorin Zalt, who won, left.", "Qorin Zalt"),
        ("Then Maria Zalt left.", "Maria Zalt"),
        ("Then Qorin Zalt said so.", "Qorin Zalt"),
        ("Then Mohammed bin Zalt left.", "Mohammed bin Zalt"),
        ("Then Ursula von der Zalt left.", "Ursula von der Zalt"),
        ("Then Abdel al-Zalt left.", "Abdel al-Zalt"),
        ("Then Kim Jong-un left.", "Kim Jong-un"),
        ("Then Ana Perez-Gil, a fire brigade chief, left.", "Ana Perez-Gil"),
        ("Then Luisa Montenegro, a judge, left.", "Luisa Montenegro"),
    ],
)
def test_other_cues_make_a_person(text: str, name: str) -> None:
    assert only(text, name).kind == "person"


def test_short_names_are_tied_to_the_full_one_wherever_it_stands() -> None:
    text = "Zubrin-Vale will resign. Prime Minister Anton Zubrin-Vale said so. Kim agreed. Kim Jong Un left."
    names = {each.text: each.name for each in find(text)}
    assert names["Zubrin-Vale"] == "Anton Zubrin-Vale"
    assert names["Kim"] == "Kim Jong Un"


def test_two_persons_of_one_surname_are_kept_apart_and_the_doubt_is_said() -> None:
    text = "President Ann Vale met Max Vale. Vale spoke. Ann Vale left. Vale slept. President Vale woke."
    own = [each for each in find(text) if each.form == "short"]
    assert [each.name for each in own] == ["Max Vale", "Ann Vale", "Ann Vale"]
    assert own[0].confidence == "medium"
    assert own[0].why == "short for Max Vale, named last; also named: Ann Vale"


def test_a_surname_that_is_also_a_state() -> None:
    assert [each[1] for each in found("Jim Jordan left. Jordan spoke.")] == ["Jim Jordan", "Jim Jordan"]
    assert [each[1] for each in found("He left. Jordan closed its border.")] == ["Jordan"]


def test_a_pronoun_is_no_mention() -> None:
    assert found("He said that she told them, and it was so.") == []


# Organisations


def test_an_acronym_in_brackets_is_the_same_actor() -> None:
    text = "The Southern Reef Forum (SRF) met in Oslo. The Forum ended. SRF was founded in 1990."
    names = [(each.text, each.name) for each in find(text) if each.kind == "organization"]
    assert names == [(words, "Southern Reef Forum") for words in ("Southern Reef Forum", "SRF", "Forum", "SRF")]


def test_spellings_of_a_ministry_are_one() -> None:
    text = (
        "Russia's Defence Ministry denied it. The Russian Ministry of Defense said so again. The Defence Ministry left."
    )
    own = [each for each in find(text) if each.kind == "organization"]
    assert len({each.entity for each in own}) == 1
    assert {each.name for each in own} == {"Russian Defence Ministry"}


def test_a_body_belongs_to_the_state_before_it() -> None:
    assert only("Russia's Security Council met.", "Security Council").name == "Russian Security Council"
    assert only("The Security Council met.", "Security Council").name == "UN Security Council"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Then Gulf Trading Corp. left.", "Gulf Trading Corp", "organization"),
        ("Then the Ministry of Health and Welfare left.", "Ministry of Health and Welfare", "organization"),
        ("Then the US Food and Drug Administration left.", "US Food and Drug Administration", "organization"),
        ("The airline Zalt left.", "Zalt", "organization"),
        ("The Athens daily Kathori left.", "Kathori", "outlet"),
        ("The militant group Zalt left.", "Zalt", "organization"),
        ("They met in Zaltburg.", "Zaltburg", "place"),
        ("They met in the Zalt region.", "Zalt", "place"),
        ("They met at Zalt Airport.", "Zalt Airport", "place"),
        ("They met in Zalt, Kestrel and Orm.", "Orm", "place"),
    ],
)
def test_cues_to_the_kind_of_a_name(text: str, name: str, kind: str) -> None:
    assert only(text, name).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "They met in May on a Monday.",
        "Victory Day and the Zalt Treaty were named.",
        "The frigate Zalt left.",
        "Two A380 jets and a Zalt-3 probe left.",
        "Officials said so. Rescuers dug. Meanwhile it rained.",
        "Asked about it, they left.",
    ],
)
def test_what_names_no_actor(text: str) -> None:
    assert found(text) == []


def test_a_heading_that_capitalises_every_word_names_only_what_the_text_names() -> None:
    text = "Gulf Trading Sells Harbour Stake To Ann Vale\n\nGulf Trading Group sold its stake to the lawyer Ann Vale."
    assert [each.text for each in find(text)][:1] == ["Ann Vale"]


def test_a_possessive_is_left_out() -> None:
    (mention,) = find("Ann Vale’s car.")
    assert mention.text == "Ann Vale"
    assert only("It downgraded Moody's debt.", "Moody").name == "Moody's"


# Names offered, names learned


def test_names_are_offered_by_frequency_with_a_guess_at_the_kind() -> None:
    text = "Zubrin met Ann Vale. The judge Ann Vale spoke. Vale left. Zubrin denied it. Zubrin left."
    names = offered(find(text))
    assert [(name.name, name.mentions) for name in names] == [("Ann Vale", 3), ("Zubrin", 3)]
    assert names[0].label == "Ann Vale, person"
    assert names[1].label == "Zubrin, organization?"
    assert names[0].forms == ("Ann Vale", "Vale")


def test_learning_adds_only_new_names() -> None:
    taught = learn(ORLOV, ["Orlov", "ORLOV", "Minister Orlov", "  ", "D. Orlov", "minister  orlov"])
    assert taught.aliases == ("Orlov", "Minister Orlov", "D. Orlov")
    assert learn(taught, ["D. Orlov"]) is taught
    assert ORLOV.aliases == ("Orlov",)


def test_what_was_learned_is_found() -> None:
    text = "The Old Fox left."
    assert only(text, "Old Fox", learn(ORLOV, ["Old Fox"])).actor == "orlov"


# Any text


@tries(75)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_offsets_slice_to_the_words(text: str) -> None:
    last = 0
    for each in find(text, [ORLOV, GUILD, RUSSIA]):
        assert text[each.start : each.end] == each.text
        assert each.text
        assert last <= each.start
        last = each.end


FRAGMENTS = [
    "Kim",
    "Jong-un",
    "the ",
    "U.S. ",
    "President ",
    "of ",
    "and ",
    "’s ",
    "(EU) ",
    "al-",
    "Ministry ",
    ", ",
    ". ",
    "Moscow ",
    "\n",
]


@tries(100)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30))
def test_offsets_slice_to_the_words_of_name_like_text(parts: list[str]) -> None:
    text = "".join(parts)
    mentions = find(text, [Actor(id="kim", name="Kim", kind="person")])
    assert all(text[each.start : each.end] == each.text for each in mentions)
    assert [each.start for each in mentions] == sorted({each.start for each in mentions})


def work(text: str) -> int:
    return effort(lambda: find(text))


@pytest.mark.parametrize(
    "unit", ["Kim ", "Ann Vale said. ", "A", "President ", "of ", "Bank of ", "U.S. ", "(EU) ", "al-", "Kim, ", "’s"]
)
def test_time_is_in_proportion_to_length(unit: str) -> None:
    find("Warm up, Ann Vale of the United Nations in Oslo.")
    assert work(unit * 400) <= 4.6 * work(unit * 100) + 3000


def test_the_dev_corpus() -> None:
    score = suggest_score.score_names(suggest_score.documents())
    assert score.gold == 427
    assert score.recall >= 0.97
    assert score.precision >= 0.70
