"""An event put into words and lines: what the article pane shows around the text. Pure functions, no widgets."""

from __future__ import annotations

from store import edtf
from store.claims import conflicts, independent
from store.model import Claim, Mark, Status
from tui.ask import Story
from tui.look import Glyphs, counted
from tui.paint import Part, fit, wrap

Line = list[Part]

ROLE_ORDER = ("by", "to", "with", "at")


def body(story: Story) -> str:
    """The text to read: the article of the claim, else what the dossier itself says of the event."""
    passage = story.passage
    if passage and passage.article:
        return passage.article.text
    event = story.event
    texts = [event.summary] if event.summary else []
    if passage and passage.claim.excerpt:
        texts.append(passage.claim.excerpt.exact)
    elif passage and passage.claim.says:
        texts.append(passage.claim.says)
    if passage and passage.claim.url:
        texts.append(passage.claim.url)
    return "\n\n".join(texts) or "No article and no summary: the dossier holds only the event itself."


def full_date(story: Story) -> str:
    """The event's date with its year, such as ``Sep 10-13 2023``."""
    return edtf.label(story.row.date, year=True)


def event_lines(story: Story, width: int, glyphs: Glyphs) -> list[Line]:
    """The event itself: title, date, status, place; the reader's own marks; who took part."""
    event, status = story.event, story.row.status
    lines: list[Line] = [[(event.title[start:end], "title")] for start, end in wrap(event.title, width)[:2]]
    facts: Line = [(full_date(story), "label"), ("  ", ""), (f"{glyphs.status(status)[:-1]} {status}", status)]
    if event.place and event.place.name:
        facts.append((f"  {event.place.name}", ""))
    alone = independent(event)
    if event.claims:
        facts.append((f"  {counted(len(event.claims), 'claim')}, {alone} independent", "dim"))
    lines.append(facts)
    lines += own_lines(story, width)
    return lines + _told(cast_of(story), width, "", 2)


def about_lines(story: Story, width: int, glyphs: Glyphs) -> list[Line]:
    """What else is known of the event: summary, tags, links, conflicts."""
    event = story.event
    lines: list[Line] = []
    if event.summary and story.passage and story.passage.article:
        lines += _told(event.summary, width, "dim", 3)
    if event.tags:
        lines += _told("tags: " + ", ".join(event.tags), width, "dim", 1)
    for relation, _, title in story.links[:3]:
        lines.append([(fit(f"{glyphs.link} {relation}: {title}", width, glyphs.ellipsis), "source")])
    for conflict in conflicts(event)[:2]:
        lines.append([(fit(f"! {conflict.kind}: {conflict.why}", width, glyphs.ellipsis), "denied")])
    return lines


def head_lines(story: Story, width: int, most: int, glyphs: Glyphs) -> tuple[list[Line], list[Line]]:
    """Event and article above the text: what stays, in at most ``most`` lines, and what scrolls."""
    event, about = event_lines(story, width, glyphs), about_lines(story, width, glyphs)
    rule = _ruled("", width, glyphs)
    article = article_lines(story, width, glyphs, rule=True)
    if len(event) + len(about) + len(article) < most:
        return [*event, *about, rule, *article], []
    article = article_lines(story, width, glyphs, rule=False)
    spare = max(2, most - len(article) - 1)
    if len(event) + len(about) <= spare:  # with the article in one line, all of it
        return [*event, *about, *article, rule], []
    lead = [*event[spare:], *about]
    words = f" {counted(len(lead), 'line')} more above the text "
    return [*event[:spare], *article, _ruled(words, width, glyphs)], [*lead, rule]


def _ruled(words: str, width: int, glyphs: Glyphs) -> Line:
    """A rule over the width, with words in it where there are any."""
    if not words:
        return [(glyphs.rule * width, "rule")]
    return [(glyphs.rule * 2, "rule"), (words, "dim"), (glyphs.rule * (width - len(words) - 2), "rule")]


def own_lines(story: Story, width: int, most: int = 2) -> list[Line]:
    """The reader's own tags in a line, and the note in ``most``."""
    mark = story.row.mark
    if mark is None:
        return []
    tags = _told("your tags: " + ", ".join(mark.tags), width, "accent", 1) if mark.tags else []
    return tags + (_told("your note: " + " ".join(mark.note.split()), width, "accent", most) if mark.note else [])


def cast_of(story: Story) -> str:
    """Who took part, by role: ``by Kim Jong Un; with Vladimir Putin``."""
    said = []
    for role in ROLE_ORDER:
        names = [name for part, name in story.actors if part.role == role]
        if names:
            said.append(f"{role} {', '.join(names)}")
    return "; ".join(said)


def _told(text: str, width: int, style: str, most: int) -> list[Line]:
    wrapped = wrap(text, width)
    lines: list[Line] = [[(text[start:end], style)] for start, end in wrapped[:most]]
    if len(wrapped) > most and lines:
        start, _ = wrapped[most - 1]
        lines[-1] = [(fit(text[start : start + 2 * width], width), style)]
    return lines


def article_lines(story: Story, width: int, glyphs: Glyphs, *, rule: bool) -> list[Line]:
    """The article's title, outlet and day (two lines, or one where there is little room)."""
    passage = story.passage
    if passage is None or passage.article is None:
        said = (
            "no article"
            if passage is None
            else f"{passage.source}: a link only"
            if passage.claim.url
            else passage.source
        )
        return [[(said, "source")]] if rule else []
    article = passage.article
    outlet = f"{article.publisher or passage.source} {glyphs.bullet} {article.published}"
    anchor = passage.anchor
    if anchor is None:
        state = " (no passage)"
    else:
        state = {"moved": " (passage moved)", "orphan": " (passage not found)"}.get(anchor.state, "")
    if not rule:
        title = fit(article.title, width - len(outlet) - len(state) - 2, glyphs.ellipsis)
        return [[(title, "title"), ("  " + outlet, "source"), (state, "moved")]]
    return [
        [(fit(article.title, width, glyphs.ellipsis), "title")],
        [(outlet, "source"), (state, "moved")],
        [],
    ]


def mark_told(mark: Mark) -> str:
    """What a person put on an event, in a line: ``starred; tags verify, arms; note: Ask the forum.``"""
    tags = f"tags {', '.join(mark.tags)}" if mark.tags else ""
    note = f"note: {' '.join(mark.note.split())}" if mark.note else ""
    return "; ".join(filter(None, ("starred" if mark.starred else "", tags, note)))


def claim_parts(claim: Claim, source: str, via: tuple[str, ...], glyphs: Glyphs) -> Line:
    """One claim: status, outlet, whom it cites, when it was reported, what date and place it gives."""
    status: Status = claim.status
    reported = f" {claim.reported:<10} " if claim.reported else " "
    parts: Line = [(f"{glyphs.status(status)[:-1]} {status:<9}", status), (reported, "label"), (source, "")]
    if via:
        parts.append((f" via {', '.join(via)}", ""))
    dated = f"for {edtf.label(edtf.parse(claim.date), year=False)}" if edtf.is_valid(claim.date) and claim.date else ""
    said = [text for text in (dated, claim.place) if text]
    if said:
        parts.append((f"  {', '.join(said)}", "dim"))
    return parts


def claim_line(story: Story, width: int, glyphs: Glyphs) -> list[Line]:
    """The claim shown, in one line: for a small pane."""
    del width
    if story.index < 0:
        return []
    number = f" {story.index + 1}/{len(story.claims)}" if len(story.claims) > 1 else ""
    return [[*claim_parts(*story.claims[story.index], glyphs), (number, "dim")]]


def claim_lines(story: Story, width: int, most: int, glyphs: Glyphs) -> list[Line]:
    """The claims below the text, the one shown marked and in view."""
    if story.index < 0:
        return []
    start = max(0, min(story.index - most // 2, len(story.claims) - most))
    end = min(len(story.claims), start + most)
    part = f" claims {start + 1}-{end} of {len(story.claims)} " if end - start < len(story.claims) else ""
    lines = [_ruled(part, width, glyphs)]
    for index, claim in enumerate(story.claims[start:end], start):
        chosen = index == story.index
        parts = claim_parts(*claim, glyphs)
        if chosen:
            parts = [(text, style or "chosen") for text, style in parts]
        lines.append([(glyphs.cursor if chosen else " ", "chosen" if chosen else ""), *parts])
    return lines
