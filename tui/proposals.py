"""Suggestions in words and lines: their row in the list, what is proposed, why, where it stands. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable

from store import edtf
from store.claims import date_of
from store.review import Cast, Item, Review
from store.suggest.events.model import SuggestedActor, Suggestion
from tui.look import Glyphs
from tui.paint import Part, fit, pad, width_of
from tui.telling import ROLE_ORDER
from tui.widgets.text import overlaid

Line = list[Part]

DATE_CELLS = 14
"""Cells of the date column: ``Sep 30-Oct 2`` fits, and a day with another year."""

SURE_CELLS = 4

LABEL = 8
"""Code points of the labels of :func:`reasons`."""

CONFIDENCE = {"high": "high", "medium": "med", "low": "low"}

LETTERS = {"accepted": "a", "joined": "J", "rejected": "x", "split": "s"}
"""A decision is marked by the key that made it."""

CITED = "="
"""The mark of a suggestion whose passage is in the dossier already."""


def letter(item: Item) -> str:
    """The sign of what was decided; a blank while nothing was."""
    if item.decision is not None:
        return LETTERS[item.decision.verdict]
    return CITED if item.cited else " "


def row(item: Item, width: int, selected: bool, glyphs: Glyphs, year: int | None = None) -> Line:
    """One line of the list: decision, date, status, title, confidence. Years other than ``year`` are told."""
    suggestion = item.suggestion
    date = date_of(suggestion.date)
    label = pad(edtf.label(date, year=_year(date) not in (None, year)), DATE_CELLS, glyphs.ellipsis)
    sure = CONFIDENCE[suggestion.confidence]
    title = fit(suggestion.title, width - DATE_CELLS - SURE_CELLS - 9, glyphs.ellipsis)
    gap = " " * max(1, width - DATE_CELLS - SURE_CELLS - 8 - width_of(title))
    parts: Line = [
        (glyphs.cursor if selected else " ", ""),
        (letter(item), "strong"),
        (" ", ""),
        (label, "date"),
        (" ", ""),
        (glyphs.status(suggestion.status), suggestion.status),
        (" ", ""),
        (title, ""),
        (gap, ""),
        (f"{sure:>{SURE_CELLS}} ", "dim"),
    ]
    if item.is_open:
        return parts
    return [(text, style if style == "strong" else "dim") for text, style in parts]


def _year(date: edtf.Date) -> int | None:
    day = date.first if date.first is not None else date.last
    return None if day is None else edtf.from_ordinal(day)[0]


def proposed(item: Item, cast: Cast, glyphs: Glyphs) -> list[Line]:
    """What would enter the dossier, in two lines: when, said by which words, by whom and where; who takes part."""
    suggestion = item.suggestion
    when: Line = [(edtf.label(date_of(suggestion.date), year=True), "date")]
    if suggestion.date_text:
        when.append((f" «{' '.join(suggestion.date_text.split())}»", "dim"))
    if suggestion.alternatives:
        others = ", ".join(edtf.label(date_of(other), year=False) for other in suggestion.alternatives)
        when.append((f"  d: or {others}", "accent"))
    if suggestion.place:
        when.append((f"  at {suggestion.place}", "label"))
    when += [(f"  {suggestion.status}", suggestion.status), (f"  {said_by(suggestion, cast)}", "")]
    return [when, _who(suggestion.actors, cast, glyphs)]


def said_by(suggestion: Suggestion, cast: Cast) -> str:
    """Which outlet says so, and whom it cites."""
    via = ", ".join(cast.name(name) for name in suggestion.via)
    return f"{cast.name(suggestion.source)}{f' via {via}' if via else ''}".strip() or "source unknown"


def _who(actors: Iterable[SuggestedActor], cast: Cast, glyphs: Glyphs) -> Line:
    """Who takes part, by role. New ones are marked ``+``; names that may be none stand in question marks."""
    parts: Line = []
    by_role: dict[str, list[SuggestedActor]] = {}
    for actor in actors:
        by_role.setdefault(actor.role, []).append(actor)
    for role in ROLE_ORDER:
        for number, actor in enumerate(by_role.get(role, ())):
            lead = ", " if number else f"{'; ' if parts else ''}{role} "
            parts.append((lead, "dim"))
            known = cast.actor(actor.id) or cast.named(actor.name)
            if known is not None:
                parts.append((known.name, ""))
            elif len(cast.called(actor.name)) > 1:
                parts.append((f"?{actor.name}: several are called so", "dim"))
            elif actor.confidence == "low":
                parts.append((f"?{actor.name}, {actor.kind}?", "dim"))
            else:
                doubt = "" if actor.confidence == "high" else "?"
                parts.append((f"+{actor.name}, {actor.kind}{doubt}", "accent"))
    return parts or [(f"nobody is named {glyphs.bullet} e adds who took part", "dim")]


def reasons(item: Item, cast: Cast, glyphs: Glyphs) -> list[Line]:
    """All that is known of a suggestion: its passage, where each guess comes from, and what came of it."""
    suggestion = item.suggestion
    lines = [_fact("title", (suggestion.title, "strong")), *_decided(item)]
    rule = [suggestion.rule] if suggestion.rule else []
    basis = [f"counted from {suggestion.basis}"] if suggestion.basis else []
    words = f"  «{' '.join(suggestion.date_text.split())}»" if suggestion.date_text else ""
    read = f"  {', '.join(rule + basis)}" if rule or basis else ""
    lines.append(_fact("date", (suggestion.date or "none: nobody says when", "date"), (words, ""), (read, "dim")))
    for other in suggestion.alternatives:
        lines.append(_fact("or", (other, "date"), ("  d takes it", "dim")))
    status = (f"{glyphs.status(suggestion.status)[:-1]} {suggestion.status}", suggestion.status)
    lines.append(_fact("claim", status, (f"  {said_by(suggestion, cast)}", "")))
    if suggestion.place:
        lines.append(_fact("place", (suggestion.place, "")))
    lines.append(_fact("actors", *_who(suggestion.actors, cast, glyphs)))
    lines += [_fact("" if number else "why", (why, "")) for number, why in enumerate(_clauses(suggestion.why))]
    lines.append(_fact("sure", (suggestion.confidence, "")))
    if suggestion.splits:
        lines.append(_fact("", ("It tells several things: s cuts it.", "accent")))
    return lines


def _fact(name: str, *values: Part) -> Line:
    return [(f"{name:<{LABEL}}", "dim"), *values]


def _decided(item: Item) -> list[Line]:
    if item.decision is None and item.cited is None:
        return []
    if item.decision is not None:
        became = f" as {item.decision.event}" if item.decision.event else ""
        return [_fact("decided", (f"{item.decision.verdict}{became}", "accent"))]
    assert item.cited is not None
    return [_fact("known", (f"in the dossier already: {item.cited.title}", "accent"))]


def _clauses(why: str) -> list[str]:
    return [clause.strip() for clause in why.split(";") if clause.strip()]


def lit(review: Review, current: int) -> list[tuple[int, int, str]]:
    """Where the suggestions stand in the text: open ones underlined, decided ones bold or dim, the current one lit."""
    spans: list[tuple[int, int, str]] = []
    end = 0
    for item in sorted(review.items, key=lambda item: item.suggestion.excerpt.start):
        passage = item.suggestion.excerpt
        start = max(end, passage.start)  # passages of one sentence may overlap
        if start < passage.end:
            spans.append((start, passage.end, _style(item)))
            end = passage.end
    if current >= len(review.items):
        return spans
    passage = review.items[current].suggestion.excerpt
    return overlaid(spans, [(passage.start, passage.end, "passage")])


def _style(item: Item) -> str:
    if item.is_open:
        return "suggested"
    return "dim" if item.decision is not None and item.decision.verdict == "rejected" else "chosen"
