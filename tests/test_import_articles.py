"""Articles: plain text, Markdown, web pages, feeds, tables; with trafilatura and without."""

from __future__ import annotations

import json
import sys

import pytest

from store.model import Article
from tests.importing import Desk, refusals


def article(desk: Desk) -> Article:
    (only,) = desk.articles()
    return only


def test_plain_text(desk: Desk) -> None:
    report = desk.take(
        "story.txt", "Kim may go to Russia\n\nFirst paragraph,\nwrapped.\n\n\nSecond.\n", published="2023-09-05"
    )
    assert (report.format, report.added, report.notes) == ("text", 1, [])
    found = article(desk)
    assert (found.title, found.published) == ("Kim may go to Russia", "2023-09-05")
    assert found.text == "First paragraph,\nwrapped.\n\nSecond."
    assert found.origin is not None
    assert (found.origin.file, found.origin.imported) == ("story.txt", "2026-01-02")


def test_lines_are_paragraphs_where_no_blank_line_is(desk: Desk) -> None:
    desk.take("story.txt", "A title\nOne sentence.\nAnother one.\n")
    assert (article(desk).title, article(desk).text) == ("A title", "One sentence.\n\nAnother one.")


def test_a_head_of_keys(desk: Desk) -> None:
    head = "Title: The plan\nDate: 5 September 2023\nSource: NewsBytes\nURL: https://n.example/1\n"
    report = desk.take("story.txt", head + "By: A. Writer and B. Other\n\nText.")
    found = article(desk)
    assert (found.title, found.published, found.publisher) == ("The plan", "2023-09-05", "NewsBytes")
    assert (found.url, found.authors, found.text) == ("https://n.example/1", ("A. Writer", "B. Other"), "Text.")
    assert found.id.startswith("a-2023-09-05-newsbytes-")
    assert report.notes == []


def test_a_first_line_with_a_colon_is_no_head(desk: Desk) -> None:
    desk.take("story.txt", "Source: officials say so\nand more.\n\nText.")
    assert article(desk).publisher == ""
    assert article(desk).text == "Text."


def test_a_date_that_is_unknown_is_asked_for(desk: Desk) -> None:
    assert "--published" in desk.take("story.txt", "Just words.").notes[0]
    assert article(desk).published == ""
    report = desk.take("bad.txt", "Title: T\nDate: some day\n\nText.")
    assert refusals(report) == [(1, "published")]


def test_the_outlet_of_articles_that_name_none_is_told(desk: Desk) -> None:
    desk.take("story.txt", "Just words.", published="2023-09-05", publisher=" Daily \n Tide ")
    assert article(desk).publisher == "Daily Tide"
    assert article(desk).id.startswith("a-2023-09-05-daily-tide-")
    desk.take("story.txt", "Source: NewsBytes\nTitle: T\n\nOther words.", publisher="Daily Tide")
    desk.take("rows.jsonl", '{"published": "2023-09-06", "title": "Row", "text": "A. B."}\n', publisher="Wire")
    assert {each.title: each.publisher for each in desk.articles()} == {
        "Just words.": "Daily Tide",
        "T": "NewsBytes",
        "Row": "Wire",
    }


def test_markdown_loses_its_marks(desk: Desk) -> None:
    text = """---
title: "From the front matter"
date: 2023-09-05
publisher: Paper
tags: [x]
---

# Heading

A **bold** word, *leaning*, `code` and a [link](https://x.example "t"),
all one paragraph \\*not bold\\*. snake_case_word stays.

## Second part

> quoted
> words

- item one
- item two

![picture](x.png)
"""
    desk.take("story.md", text)
    found = article(desk)
    assert (found.title, found.publisher, found.published) == ("From the front matter", "Paper", "2023-09-05")
    assert found.text == (
        "A bold word, leaning, code and a link, all one paragraph *not bold*. snake_case_word stays.\n\n"
        "Second part\n\nquoted words\n\n- item one\n- item two\n\npicture"
    )


PAGE = """<!doctype html><html lang="en"><head><title>Kim may go | NewsBytes</title>
<meta property="og:site_name" content="NewsBytes"><meta property="article:published_time"
content="2023-09-05T10:00:00Z"> <link rel="canonical" href="https://news.example/kim"></head><body><nav>Home | World
| Sport</nav><article><h1>Kim may go</h1> <p>The leader is expected to travel to Vladivostok by train later this
month, several officials said on Monday evening.</p> <p>He would meet the president at a forum on the campus of a
university there, and might visit a naval pier as well.</p> <p>The two are said to want shells and missiles on one
side, and food and technology for satellites on the other side.</p>
<script>track()</script></article><footer>Copyright</footer></body></html>"""


def test_a_page_with_trafilatura(desk: Desk) -> None:
    pytest.importorskip("trafilatura")
    report = desk.take("page.html", PAGE)
    assert (report.format, report.added) == ("html", 1)
    found = article(desk)
    assert (found.publisher, found.published, found.url) == ("NewsBytes", "2023-09-05", "https://news.example/kim")
    assert found.title.startswith("Kim may go")
    assert len(found.text.split("\n\n")) >= 3
    assert "track" not in found.text
    assert "Copyright" not in found.text
    assert "published 2023-09-05, as the page's metadata say" in report.notes


def test_a_date_in_the_text_is_not_the_date_of_the_page(desk: Desk) -> None:
    pytest.importorskip("trafilatura")
    page = PAGE.replace("2023-09-05T10:00:00Z", "").replace("on Monday evening", "on 3 March 2011")
    report = desk.take("page.html", page)
    assert article(desk).published == ""
    assert "--published" in report.notes[0]


def test_a_page_without_trafilatura(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    report = desk.take("page.html", PAGE)
    assert "pip install 'dateline[web]'" in report.error
    assert not desk.articles()


def test_a_page_without_an_article(desk: Desk) -> None:
    pytest.importorskip("trafilatura")
    assert "holds no article" in desk.take("page.html", "<html><body><script>x()</script></body></html>").error


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Paper</title><language>en</language>
<item><title>One &amp; only</title><link>https://p.example/1</link><pubDate>Wed, 13 Sep 2023 10:00:05 +0900</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>First.</p><p>Second
&lt;b&gt;.<script>x</script></p>]]></content:encoded></item> <item><description>&lt;p&gt;No title, no link, no
date.&lt;/p&gt;</description></item> <item><title>Headline only</title><guid
isPermaLink="false">tag:x,1</guid><pubDate>Seg, 24 Set 2018 19:42:40 -0300</pubDate></item>
<item></item></channel></rss>"""


def test_rss(desk: Desk) -> None:
    report = desk.take("paper.rss", RSS)
    assert (report.format, report.read, report.added, refusals(report)) == ("feed", 4, 3, [(4, "title")])
    one, two, three = desk.articles()
    assert (one.title, one.text) == ("One & only", "First.\n\nSecond <b>.")
    assert (one.publisher, one.url, one.language) == ("The Paper", "https://p.example/1", "en")
    assert one.published == "2023-09-13T10:00:05+09:00"
    assert (two.title, two.url, two.published) == ("No title, no link, no date.", "", "")
    assert (three.published, three.text) == ("2018-09-24T19:42:40-03:00", "")
    assert one.id.startswith("a-2023-09-13-the-paper-")


def test_published_dates_entries_that_carry_no_date(desk: Desk) -> None:
    desk.take("paper.rss", RSS, published="2020")
    assert [article.published[:4] for article in desk.articles()] == ["2023", "2020", "2018"]


def test_atom_prefers_publication_to_update(desk: Desk) -> None:
    feed = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Agency</title><entry><title type="html">A
    &lt;i&gt;title&lt;/i&gt;</title>
    <id>urn:1</id><published>2023-09-13T10:00:00Z</published><updated>2023-09-14T10:00:00Z</updated><author><name>N.
    N.</name></author> <summary>S</summary></entry><entry><title>Updated
    only</title><updated>2023-09-15T00:00:00Z</updated></entry></feed>"""
    desk.take("agency.atom", feed)
    first, second = desk.articles()
    assert (first.title, first.published, first.authors) == ("A title", "2023-09-13T10:00:00Z", ("N. N.",))
    assert second.published == "2023-09-15T00:00:00Z"


def test_a_feed_in_latin_1_without_saying_so(desk: Desk) -> None:
    feed = "<rss><channel><title>Notícias</title><item><title>Eleição</title></item></channel></rss>".encode("latin-1")
    report = desk.take("noticias.rss", feed)
    assert (article(desk).title, article(desk).publisher) == ("Eleição", "Notícias")
    assert "read leniently" in report.notes[0]


def test_a_broken_feed_gives_what_can_be_read(desk: Desk) -> None:
    report = desk.take("cut.rss", RSS[: RSS.index("<item><description>") + 60])
    assert report.added >= 1
    assert "faulty" in report.notes[0]


def test_a_page_in_place_of_a_feed(desk: Desk) -> None:
    report = desk.take("moved.rss", "<head><title>Document Moved</title></head><body>Go <a href='x'>there</a></body>")
    assert report.error == (
        "moved.rss is not a feed: it is an HTML page, titled 'Document Moved'; "
        "download the feed again, or import the page with --as html"
    )


def test_a_feed_again_adds_what_is_new_and_forgets_nothing(desk: Desk) -> None:
    desk.take("paper.rss", RSS)
    before = desk.dossier.identity()
    report = desk.take("paper.rss", RSS)
    assert (report.unchanged, report.added, len(report.refused)) == (3, 0, 1)
    assert desk.dossier.identity() == before
    changed = RSS.replace("Second", "Corrected")
    changed = changed[: changed.index("<item><description>")] + "</channel></rss>"
    report = desk.take("paper.rss", changed)
    assert (report.updated, report.unchanged, report.removed) == (1, 0, 0)
    assert len(desk.articles()) == 3
    assert "Corrected" in desk.articles()[0].text


def test_an_article_written_by_hand_is_left_alone(desk: Desk) -> None:
    desk.dossier.add("articles", Article(id="mine", title="Mine", url="https://p.example/1", text="By hand."))
    report = desk.take("paper.rss", RSS)
    assert (report.added, report.skipped, report.rules) == (2, 1, {"own": 1})
    assert desk.articles()[0].text == "By hand."


def test_the_same_words_under_another_day_are_the_same_article(desk: Desk) -> None:
    story = desk.put("story.txt", "A title\n\nWords.\n")
    desk.run(story, published="2023-09-05")
    (report,) = desk.run(story, published="2023-09-06")
    id = article(desk).id
    assert (report.updated, report.added, article(desk).published) == (1, 0, "2023-09-06")
    said = f"{id} has the same words and was of 2023-09-05; it is of 2023-09-06 now (--off words keeps both)"
    assert report.notes == [said]
    (report,) = desk.run(story)
    assert (report.unchanged, article(desk).published) == (1, "2023-09-06"), "no day does not take a day away"
    (report,) = desk.run(story, published="2023-09-07", off=("words",))
    assert (report.added, len(desk.articles())) == (1, 2)


NAMELESS = {
    "feed.rss": "<rss version='2.0'><channel><item><title>One</title><link>https://p.example/1</link>"
    "<description>Words.</description></item><item><title>Two</title><guid isPermaLink='false'>g2</guid>"
    "<description>Words.</description></item></channel></rss>",
    "rows.csv": "title,text,published,url\nA,Words of A,2023-09-05,https://p.example/2\nB,Words of B,2023-09-05,\n",
    "keyed.csv": "id,title,text,published\n7,K,Words of K,2023-09-05\n",
    "story.txt": "A title\n\nWords.\n",
}
"""Articles of no outlet, with and without an address or a key of their own."""


@pytest.mark.parametrize("name", NAMELESS)
def test_an_outlet_that_is_told_later_is_that_of_the_articles_that_are_here(desk: Desk, name: str) -> None:
    file = desk.put(name, NAMELESS[name])
    (first,) = desk.run(file, published="2023-09-05")
    ids = [each.id for each in desk.articles()]
    (report,) = desk.run(file, published="2023-09-05", publisher="Herald")
    assert (report.updated, report.added) == (first.added, 0)
    assert [(each.id, each.publisher) for each in desk.articles()] == [(id, "Herald") for id in ids]
    # No outlet does not take an outlet away, nor no day a day.
    (report,) = desk.run(file)
    assert (report.unchanged, report.updated, report.added) == (first.added, 0, 0)
    (report,) = desk.run(file, published="2023-09-05", publisher="Herald")
    assert report.unchanged == first.added


def test_the_same_words_of_two_outlets_stay_two_articles(desk: Desk) -> None:
    story = desk.put("story.txt", NAMELESS["story.txt"])
    desk.run(story)
    table = desk.put(
        "two.jsonl",
        "".join(
            json.dumps({"published": "", "title": "A title", "text": "Words.", "publisher": outlet}) + "\n"
            for outlet in ("Herald", "Tide", "Herald")
        ),
    )
    (report,) = desk.run(table, format="articles")
    assert (report.updated, report.added, report.merged, report.refused) == (1, 1, 1, [])
    assert {each.publisher for each in desk.articles()} == {"Herald", "Tide"}
    # Who names no outlet could mean either, unless it is the file that one of them came from.
    copied = desk.put("copied.txt", NAMELESS["story.txt"])
    assert (desk.run(story)[0].unchanged, desk.run(copied)[0].added, desk.run(copied)[0].unchanged) == (1, 1, 1)


def test_many_articles_of_another_day_are_counted(desk: Desk) -> None:
    table = "title,text,publisher\n" + "".join(f"T{n},Words {n},P\n" for n in range(13))
    desk.take("news.csv", table, format="articles", published="2023-09-05")
    report = desk.take("news.csv", table, format="articles", published="2023-09-06")
    assert (report.updated, len(desk.articles())) == (13, 13)
    assert report.notes[-1] == "so have 3 more articles"
    assert len([note for note in report.notes if "same words" in note]) == 10


def test_articles_in_json_lines(desk: Desk) -> None:
    rows = [
        {"id": "x 1", "published": "2008-03-01", "text": "A title\n\nA text.", "timex": [], "mentions": [{"start": 0}]},
        {"id": "x2", "published": "soon", "text": "T"},
    ]
    report = desk.take("news.jsonl", "\n".join(map(json.dumps, rows)))
    assert (report.format, report.added, refusals(report)) == ("articles", 1, [(2, "published")])
    found = article(desk)
    assert (found.title, found.published, found.text) == ("A title", "2008-03-01", "A title\n\nA text.")


def test_articles_in_a_table(desk: Desk) -> None:
    desk.take("news.csv", 'headline,byline,published,body,url\nT,"A, B",2020-01-02,Text,https://x.example\n')
    found = article(desk)
    assert (found.title, found.authors, found.published, found.text) == ("T", ("A", "B"), "2020-01-02", "Text")
