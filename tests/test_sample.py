"""The sample dossier: every fact it was written from is in it, every passage stands, its articles are sound prose."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from functools import cache
from typing import NamedTuple

import pytest

from samples import NORTH_KOREA_RUSSIA
from store import anchors, claims, edtf, lines
from store.check import check
from store.dossier import Dossier
from store.model import Actor, Article, Event, shown_status

REPORT = "us-officials allied-officials"  # on whom The New York Times rests


class Fact(NamedTuple):
    """One row of what the sample was written from: roles as ``actor:role``, who claims it, and citing whom."""

    id: str
    date: str
    status: str
    actors: str
    sources: str
    via: str = ""


EEF = "2023-09-10/2023-09-13"
FACTS = [
    # The story of 2023-09-05 that started it
    Fact("2023-09-10-kim-at-the-forum", EEF, "planned", "kim-jong-un:by vladimir-putin:with", "nyt newsbytes", REPORT),
    Fact("2023-09-10-armoured-train-plan", EEF, "planned", "kim-jong-un:by", "nyt newsbytes", REPORT),
    Fact("2023-09-10-pier-33-plan", EEF, "planned", "kim-jong-un:by russian-pacific-fleet:to", "nyt newsbytes", REPORT),
    Fact("2023-09-putin-wants-shells", "2023-09", "reported", "vladimir-putin:by north-korea:to", "nyt ap", REPORT),
    Fact("2023-09-kim-wants-technology", "2023-09", "reported", "kim-jong-un:by russia:to", "nyt ap", REPORT),
    Fact("2023-09-09-foundation-day", "2023-09-09", "planned", "north-korea:by", "newsbytes"),
    Fact(
        "2023-07-25-shoigu-in-pyongyang",
        "2023-07-25/2023-07-27",
        "confirmed",
        "sergei-shoigu:by kim-jong-un:with",
        "kcna ap",
    ),
    Fact(
        "2023-07-blinken-on-shoigu",
        "2023-07/2023-08",
        "reported",
        "antony-blinken:by sergei-shoigu:to",
        "newsbytes",
        "antony-blinken",
    ),
    Fact("2023-08-delegation-to-russia", "2023-08", "reported", "north-korea:by russia:to", "nyt", REPORT),
    Fact("2023-08-30-letters", "2023-08-30", "reported", "john-kirby:by", "ap newsbytes", "white-house"),
    Fact(
        "2023-08-declassified-intelligence",
        "2023-08/2023-09",
        "reported",
        "united-states:by north-korea:to china:to",
        "newsbytes",
    ),
    Fact("2023-09-iran-reconsiders", "2023-09", "reported", "united-states:by iran:to", "nyt", "us-officials"),
    Fact("2023-09-china-dual-use", "2023-09", "reported", "china:by russia:to", "nyt", "us-officials"),
    # What came after
    Fact("2023-09-05-sullivan-warning", "2023-09-05", "confirmed", "jake-sullivan:by north-korea:to", "ap yonhap"),
    Fact("2023-09-06-submarine-launch", "2023-09-06", "confirmed", "north-korea:by kim-jong-un:with", "kcna"),
    Fact("2023-09-09-parade", "2023-09-09", "confirmed", "north-korea:by kim-jong-un:with", "kcna"),
    Fact("2023-09-10-train-leaves-pyongyang", "2023-09-10", "confirmed", "kim-jong-un:by", "kcna"),
    Fact("2023-09-11-visit-announced", "2023-09-11", "confirmed", "russia:by north-korea:by", "tass kcna", "kremlin"),
    Fact("2023-09-12-train-crosses-at-khasan", "2023-09-12", "confirmed", "kim-jong-un:by", "tass"),
    Fact(
        "2023-09-13-vostochny-summit", "2023-09-13", "confirmed", "kim-jong-un:with vladimir-putin:with", "reuters kcna"
    ),
    Fact("2023-09-13-missile-launch", "2023-09-13", "confirmed", "north-korea:by", "yonhap", "joint-chiefs-of-staff"),
    Fact("2023-09-15-komsomolsk-aircraft-plants", "2023-09-15", "confirmed", "kim-jong-un:by", "tass"),
    Fact("2023-09-16-knevichi-and-frigate", "2023-09-16", "confirmed", "kim-jong-un:by sergei-shoigu:with", "tass"),
    Fact("2023-09-17-fefu-and-departure", "2023-09-17", "confirmed", "kim-jong-un:by fefu:at", "tass"),
    Fact(
        "2023-09-07-containers-rajin-dunay",
        "2023-09-07/2023-10-01",
        "reported",
        "north-korea:by russia:to",
        "ap",
        "white-house john-kirby",
    ),
    Fact(
        "2023-10-18-lavrov-in-pyongyang",
        "2023-10-18/2023-10-19",
        "confirmed",
        "sergei-lavrov:by kim-jong-un:with",
        "tass",
    ),
    Fact("2023-11-01-nis-million-shells", "2023-11-01", "reported", "nis:by north-korea:to", "yonhap", "nis"),
    Fact("2023-11-21-malligyong-1", "2023-11-21", "confirmed", "north-korea:by", "kcna"),
    Fact(
        "2023-12-30-missile-into-ukraine",
        "2023-12-30",
        "reported",
        "russia:by ukraine:to",
        "ap",
        "white-house john-kirby",
    ),
    Fact(
        "2024-01-02-missiles-into-ukraine",
        "2024-01-02",
        "reported",
        "russia:by ukraine:to",
        "ap",
        "white-house john-kirby",
    ),
    Fact(
        "2024-01-16-choe-in-moscow",
        "2024-01-16",
        "confirmed",
        "choe-son-hui:by sergei-lavrov:with vladimir-putin:with",
        "tass",
    ),
    Fact("2024-03-28-panel-veto", "2024-03-28", "confirmed", "russia:by un-security-council:to china:with", "reuters"),
    Fact("2024-04-30-panel-ends", "2024-04-30", "confirmed", "un-panel-of-experts:by", "ap"),
    Fact("2024-06-19-treaty-signed", "2024-06-19", "confirmed", "vladimir-putin:with kim-jong-un:with", "reuters kcna"),
    Fact("2024-09-13-shoigu-meets-kim", "2024-09-13", "confirmed", "sergei-shoigu:by kim-jong-un:with", "kcna"),
    Fact(
        "2024-10-08-soldiers-shipped",
        "2024-10-08/2024-10-13",
        "reported",
        "nis:by north-korea:with russia:with",
        "yonhap",
        "nis",
    ),
    Fact("2024-10-21-un-denial", "2024-10-21", "denied", "north-korea:by south-korea:to", "reuters"),
    Fact("2024-10-23-austin-evidence", "2024-10-23", "reported", "lloyd-austin:by john-kirby:by", "ap", "lloyd-austin"),
    Fact("2024-10-24-duma-ratifies", "2024-10-24", "confirmed", "russia:by", "tass"),
    Fact("2024-10-28-rutte-kursk", "2024-10-28", "reported", "mark-rutte:by north-korea:to", "reuters", "mark-rutte"),
    Fact("2024-11-06-federation-council", "2024-11-06", "confirmed", "russia:by", "tass"),
    Fact("2024-11-11-kim-signs", "2024-11-11", "confirmed", "kim-jong-un:by", "kcna"),
    Fact("2024-12-04-treaty-in-force", "2024-12-04", "confirmed", "russia:with north-korea:with", "kcna"),
    Fact("2025-04-26-gerasimov", "2025-04-26", "confirmed", "valery-gerasimov:by", "tass"),
    Fact("2025-04-28-kcna-confirms", "2025-04-28", "confirmed", "north-korea:by", "kcna"),
    Fact("2022-09-22-defence-ministry-denial", "2022-09-22", "denied", "north-korea:by united-states:to", "kcna"),
    Fact("2023-01-29-kwon-denial", "2023-01-29", "denied", "kwon-jong-gun:by", "kcna"),
]

ACTORS = {
    "person": "Kim Jong Un, Vladimir Putin, Sergei Shoigu, Sergei Lavrov, Valery Gerasimov, Choe Son Hui, "
    "Kwon Jong Gun, Joe Biden, Antony Blinken, Jake Sullivan, John Kirby, Lloyd Austin, Mark Rutte",
    "state": "North Korea, Russia, United States, South Korea, China, Iran, Ukraine",
    "organization": "White House, Kremlin, Russian Pacific Fleet, State Duma, Federation Council, "
    "National Intelligence Service, Joint Chiefs of Staff of South Korea, NATO, UN Security Council, "
    "UN Panel of Experts, Eastern Economic Forum, Far Eastern Federal University",
    "outlet": "The New York Times, Associated Press, Reuters, KCNA, TASS, Yonhap, NewsBytes",
}
ALIASES = {
    "kim-jong-un": "Kim Jong-un, Kim, Supreme Leader, 김정은, Ким Чен Ын",
    "vladimir-putin": "Putin, Путин, 푸틴",
    "sergei-shoigu": "Shoigu, Шойгу, 쇼이구",
    "choe-son-hui": "Choe, 최선희",
    "north-korea": "DPRK, КНДР, 북한",
    "russia": "Russian Federation, Moscow, Россия, 러시아",
    "united-states": "US, USA, Washington",
    "south-korea": "ROK, Seoul",
    "china": "Beijing",
    "iran": "Tehran",
    "ukraine": "Kyiv",
    "nis": "NIS",
    "eastern-economic-forum": "EEF",
    "fefu": "FEFU",
    "nyt": "NYT",
    "ap": "AP",
}


@cache
def sample() -> Dossier:
    return Dossier.open(NORTH_KOREA_RUSSIA)


@cache
def events() -> dict[str, Event]:
    return {event.id: event for event in sample().records("events")}


@cache
def actors() -> dict[str, Actor]:
    return {actor.id: actor for actor in sample().records("actors")}


@cache
def articles() -> dict[str, Article]:
    return {article.id: article for article in sample().records("articles")}


def paragraphs(article: Article) -> list[str]:
    return article.text.split("\n\n")


# --- the whole ----------------------------------------------------------------------------------------------------


def test_it_is_as_rich_as_a_first_look_needs() -> None:
    assert len(events()) >= 50
    assert len(actors()) >= 30
    assert len(articles()) >= 14
    assert sum(len(event.claims) for event in events().values()) >= 80
    assert sample().meta.basis == "2025-05-01"


def test_it_has_no_fault() -> None:
    assert list(map(str, check(sample()))) == []


def test_its_files_have_one_document_a_line_and_nothing_else() -> None:
    assert sorted(path.name for path in NORTH_KOREA_RUSSIA.iterdir()) == ["articles.json", "dossier.json"]
    for file in sample().files():
        with lines.Scan(file.path) as scan:
            assert sum(1 for _ in scan) > 0
            assert scan.in_lines
    assert list(scan.tables) == ["articles"]


def test_events_stand_in_order_of_time() -> None:
    keys = [edtf.sort_key(edtf.parse(event.date)) for event in events().values()]
    assert keys == sorted(keys)


# --- the facts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_each_fact_is_there(fact: Fact) -> None:
    event = events()[fact.id]
    assert event.date == fact.date
    assert shown_status(event) == fact.status
    assert set(fact.actors.split()) <= {f"{part.actor}:{part.role}" for part in event.actors}
    assert set(fact.sources.split()) <= {claim.source for claim in event.claims}
    assert set(fact.via.split()) <= {via for claim in event.claims for via in claim.via}


def test_the_facts_are_all_different_events() -> None:
    assert len({fact.id for fact in FACTS}) == len(FACTS) == 47


@pytest.mark.parametrize("kind", ACTORS)
def test_each_named_actor_is_there(kind: str) -> None:
    assert set(ACTORS[kind].split(", ")) <= {actor.name for actor in actors().values() if actor.kind == kind}


def test_actors_have_the_names_that_people_type() -> None:
    for actor, names in ALIASES.items():
        assert set(names.split(", ")) <= set(actors()[actor].aliases)
    assert actors()["mark-rutte"].part_of == "nato"
    assert actors()["sergei-shoigu"].part_of == "russian-defence-ministry"


# --- what it has to show ------------------------------------------------------------------------------------------


def test_it_shows_every_kind_of_date() -> None:
    dates = [edtf.parse(event.date) for event in events().values()]
    assert {"day", "month", "span", "undated"} <= {date.precision for date in dates}
    assert any(date.approximate for date in dates)
    assert any(date.last is None and date.first is not None for date in dates), "open end"
    assert any(date.first is None and date.last is not None for date in dates), "open start"
    assert {shown_status(event) for event in events().values()} == {"planned", "reported", "confirmed", "denied"}


def test_what_was_planned_stands_against_what_happened() -> None:
    summit = events()["2023-09-13-vostochny-summit"]
    planned = [claim for claim in summit.claims if claim.status == "planned"]
    confirmed = [claim for claim in summit.claims if claim.status == "confirmed"]
    assert {(claim.date, claim.place) for claim in planned if claim.source == "nyt"} == {
        (EEF, "Eastern Economic Forum, Vladivostok")
    }
    assert {(claim.date, claim.place) for claim in confirmed} == {("2023-09-13", "Vostochny Cosmodrome")}
    assert max(claim.reported for claim in planned) < min(claim.reported for claim in confirmed)
    assert "place" in {conflict.kind for conflict in claims.conflicts(summit)}


def test_as_of_the_tenth_of_september_the_summit_is_only_planned() -> None:
    known = [c for c in events()["2023-09-13-vostochny-summit"].claims if c.reported <= "2023-09-10"]
    assert {claim.status for claim in known} == {"planned"}
    assert {claim.source for claim in known} >= {"nyt", "ap", "reuters", "newsbytes"}


def test_the_denial_of_2024_stands_against_the_confirmation_of_2025() -> None:
    troops = events()["2024-10-north-korean-troops-in-russia"]
    said = {(claim.reported, claim.status) for claim in troops.claims}
    assert {("2024-10-21", "denied"), ("2025-04-26", "confirmed"), ("2025-04-28", "confirmed")} <= said
    assert "status" in {conflict.kind for conflict in claims.conflicts(troops)}


def test_earlier_denials_stand_against_the_shipments() -> None:
    shells = events()["2023-08-shells-since-august"]
    assert [claim.reported for claim in shells.claims if claim.status == "denied"] == ["2022-09-22", "2023-01-29"]
    for denial in ("2022-09-22-defence-ministry-denial", "2023-01-29-kwon-denial"):
        targets = {link.event for link in events()[denial].links if link.relation == "contradicts"}
        assert {"2023-08-shells-since-august", "2023-09-07-containers-rajin-dunay"} <= targets


def test_one_report_comes_through_several_outlets() -> None:
    plan = events()["2023-09-10-kim-at-the-forum"]
    assert {claim.source for claim in plan.claims} == {"nyt", "reuters", "ap", "newsbytes"}
    for claim in plan.claims:
        assert set(claim.via) == set(REPORT.split()) | ({"nyt"} if claim.source != "nyt" else set())


# --- passages -----------------------------------------------------------------------------------------------------


def test_every_claim_points_at_its_exact_passage() -> None:
    for event in events().values():
        for claim in event.claims:
            article = articles()[claim.article]
            assert claim.excerpt is not None
            assert article.text[claim.excerpt.start : claim.excerpt.end] == claim.excerpt.exact
            assert anchors.find(article.text, claim.excerpt).state == "exact"
            assert claim.reported == article.published
            assert actors()[claim.source].name == article.publisher
            assert len(claim.excerpt.exact.split()) >= 4


def test_every_article_is_used_and_every_event_claimed() -> None:
    assert {claim.article for event in events().values() for claim in event.claims} == set(articles())
    assert all(event.claims for event in events().values())


# --- prose --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("article", articles().values(), ids=lambda article: article.id)
def test_articles_are_digests_of_several_paragraphs(article: Article) -> None:
    assert 120 <= len(article.text.split()) <= 500
    assert len(paragraphs(article)) >= 4
    assert all(part == part.strip() and "\n" not in part and part for part in paragraphs(article))
    outlet = article.publisher if article.publisher != "Associated Press" else "the Associated Press"
    last = paragraphs(article)[-1]
    day = datetime.date.fromisoformat(article.published)
    published = f"{day:%B} {day.day}, {day.year}"
    assert (
        last == f"This is a digest written for this sample; it sums up a report by {outlet} published on {published}."
    )
    assert article.url == ""


@pytest.mark.parametrize("article", articles().values(), ids=lambda article: article.id)
def test_articles_invent_no_quotations(article: Article) -> None:
    for quoted in re.findall(
        r'"[^"]*"|“[^”]*”|«[^»]*»|„[^“]*“|(?<!\w)\'[^\']*\'(?!\w)', f"{article.title}\n{article.text}"
    ):
        assert len(quoted.split()) <= 2, quoted


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DATED_WEEKDAY = re.compile(rf"({'|'.join(WEEKDAYS)}),? ([A-Z][a-z]+) (\d{{1,2}})(?!\d)(?:, (\d{{4}}))?")


def test_weekdays_agree_with_the_dates_beside_them() -> None:
    seen = 0
    for article in articles().values():
        for weekday, month, day, year in DATED_WEEKDAY.findall(article.text):
            date = datetime.datetime.strptime(f"{year or article.published[:4]} {month} {day}", "%Y %B %d")
            if not year and date.month == 12 and article.published[5:7] == "01":
                date = date.replace(year=date.year - 1)
            assert f"{date:%A}" == weekday, (article.id, weekday, month, day)
            seen += 1
    assert seen >= 5


def test_weekdays_in_passages_agree_with_the_dates_claimed() -> None:
    """A passage that names one weekday belongs to an event claimed for such a day, within a week of the report."""
    seen: Counter[str] = Counter()
    for event in events().values():
        for claim in event.claims:
            named = [weekday for weekday in WEEKDAYS if claim.excerpt and weekday in claim.excerpt.exact]
            date = edtf.parse(claim.date)
            if len(named) == 1 and date.precision == "day" and date.first is not None and claim.date == event.date:
                day = datetime.date.fromordinal(date.first)
                reported = datetime.date.fromisoformat(claim.reported)
                assert f"{day:%A}" == named[0], (event.id, claim.id)
                assert abs((reported - day).days) <= 7, (event.id, claim.id)
                seen[named[0]] += 1
    assert sum(seen.values()) >= 25
    assert len(seen) == 7


def test_the_story_that_started_it_speaks_in_relative_dates() -> None:
    story = articles()["a-2023-09-05-newsbytes"]
    assert story.published == "2023-09-05"
    for words in ("September 10-13", "on Saturday", "In July", "In August", "Last Wednesday"):
        assert words in story.text
