"""Text that wants to be markup, a formula, a header or a terminal command stays text, in every format."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import icalendar
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from store import exporters, text
from store.exporters import Context
from store.exporters.markdown import escape
from store.exporters.table import harmless, unharmed
from store.model import Actor, Article, Claim, Event, Excerpt, Participant, Place
from tests.chronicles import ACTORS, chronicles
from tests.properties import tries

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]><x/>",
    "\"' onmouseover='x",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "a\r\nBEGIN:VALARM\r\nACTION:DISPLAY",
    "x\x1b[31mred\x1b[0m\x07",
    "\u202egnp.exe",
    "\x00\x01\x0b\x7f\x85\ufffe",
    "[link](javascript:alert(1)) ![x](http://evil.example)",
    "# heading\n- item\n> quote\n1. one",
    "**bold** `code` <b> $x$ [^1]",
    '"; DROP "\\',
    "&lt;b&gt; &#60;",
    "{{7*7}} ${x} %s {0}",
]


def chronicle(words: str) -> tuple[list[Event], Context]:
    """One event that says the words wherever it can."""
    actor = Actor(id=f"id {words}", name=words, kind="person", description=words)
    article = Article(id="a", title=words, publisher=words, url=words, text=words)
    claim = Claim(
        source=words, via=(words,), article="a", excerpt=Excerpt(exact=words), says=words, url=words, reported="2023"
    )
    event = Event(
        id=f"id {words}",
        title=words,
        summary=words,
        date="2023-09-13",
        kind=words,
        place=Place(name=words, country=words, lat=1.0, lon=2.0),
        actors=(Participant(actor=actor.id), Participant(actor="other")),
        tags=(words,),
        claims=(claim, Claim(source=words, says=words, url="https://x.example/")),
    )
    context = Context(
        title=words, description=words, query=words, actor={actor.id: actor}.get, article={"a": article}.get
    )
    return [event], context


def export(words: str, format: str) -> str:
    events, context = chronicle(words)
    out = io.BytesIO()
    exporters.export(events, context, format, out)
    return out.getvalue().decode()


everywhere = pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))


class Tags(HTMLParser):
    """The elements of a page and their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@everywhere
def test_html_has_only_our_elements(words: str) -> None:
    page = Tags(export(words, "html"))
    ours = Tags(export("plain", "html"))
    assert [tag for tag, _ in page.found if tag != "p"] == [tag for tag, _ in ours.found if tag != "p"]
    for _, attributes in page.found:
        assert not any(name.startswith("on") for name in attributes)
        assert (attributes.get("href") or "https://").startswith(("http://", "https://"))


@everywhere
@pytest.mark.parametrize("format", [format.name for format in exporters.FORMATS])
def test_no_control_character_is_left(words: str, format: str) -> None:
    written = export(words, format)
    if format in ("csv", "jsonl", "timesketch", "timelinejs", "geojson"):
        # Machine formats hold the text as it is, in JSON's own escapes or as CSV's quoted cells.
        return
    body = written.replace("\r\n", "\n")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", body)


@everywhere
def test_json_formats_are_ascii_safe_json(words: str) -> None:
    for format in ("jsonl", "timesketch"):
        for line in export(words, format).split("\n")[:-1]:
            assert isinstance(json.loads(line), dict)
    for format in ("timelinejs", "geojson"):
        assert isinstance(json.loads(export(words, format)), dict)


@everywhere
def test_timelinejs_shows_text_as_text(words: str) -> None:
    (slide,) = json.loads(export(words, "timelinejs"))["events"]
    for markup in (slide["text"]["headline"], slide["media"]["credit"], slide["media"]["caption"], slide["group"]):
        assert "<" not in markup
        assert '"' not in markup
    assert {tag for tag, _ in Tags(slide["text"]["text"]).found} <= {"p", "br"}
    assert slide["media"]["url"] == "https://x.example/"


@everywhere
def test_no_cell_is_a_formula(words: str) -> None:
    for row in csv.reader(io.StringIO(export(words, "csv"))):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(st.one_of(st.text(max_size=20), st.sampled_from(["'", "''=", "'=x", "=x", "\t'", "＝1", "-1"])))
def test_harmless_cells_come_back(cell: str) -> None:
    assert unharmed(harmless(cell)) == cell
    assert not harmless(cell).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


@everywhere
def test_a_calendar_has_only_our_lines(words: str) -> None:
    calendar = icalendar.Calendar.from_ical(export(words, "ics"))
    assert [component.name for component in calendar.walk()] == ["VCALENDAR", "VEVENT"]
    ours = icalendar.Calendar.from_ical(export("plain", "ics")).walk("VEVENT")[0]
    (entry,) = calendar.walk("VEVENT")
    assert set(entry) <= set(ours)


@everywhere
def test_graphs_are_well_formed(words: str) -> None:
    root = ElementTree.fromstring(export(words, "graphml"))
    assert len(list(root.iter("{http://graphml.graphdrawing.org/xmlns}node"))) == 2
    dot = export(words, "dot")
    # Outside of strings nothing but the language's own words is left.
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', dot)
    assert re.fullmatch(r'graph "" \{[\s\w=\[\];,."\-.]*\}\n', bare), bare


@everywhere
def test_markdown_has_only_our_structure(words: str) -> None:
    written = export(words, "markdown")
    lines = written.splitlines()
    assert sum(line.startswith("#") for line in lines) == 2
    assert sum(line.startswith("- ") for line in lines) == 1
    # What stands in a code span is text; an address between < and > is only ever one of the web.
    outside = re.sub(r" <https?://[^<>\s]*>$", "", re.sub(r"`[^`\n]*`", "", written), flags=re.MULTILINE)
    assert not re.search(r"(?<!\\)(?:\\\\)*[<>*`]", outside.replace("**Sep 13**", ""))
    assert not re.search(r"(?<!\\)\]\(", outside)


@given(st.text(max_size=40))
def test_escaped_markdown_says_the_same(words: str) -> None:
    clean = text.clean(words, line=True)
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escape(words)) == clean


@given(chronicles(2))
@tries(30, suppress_health_check=list(HealthCheck))
def test_every_format_takes_any_chronicle(events: list[Event]) -> None:
    context = Context(title="T", actor={actor.id: actor for actor in ACTORS}.get)
    for format in exporters.FORMATS:
        out = io.BytesIO()
        losses = exporters.export(events, context, format.name, out)
        assert losses.written + sum(losses.left_out.values()) == len(events)
        out.getvalue().decode()
