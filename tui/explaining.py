"""The sheets: what is known of a date, the ledger of an event's claims, the shared events of two actors."""

from __future__ import annotations

from store import edtf
from store.chronology import Chronology, Pair, Row
from store.claims import conflicts, date_of, history, independent, overdue
from store.model import Claim
from store.query import Query
from tui.ask import Story
from tui.look import Glyphs, counted
from tui.paint import Part

Lines = list[list[Part]]


def _fact(name: str, *values: Part) -> list[Part]:
    return [(f"{name:<14}", "dim"), *values]


def _day(ordinal: int | None) -> str:
    return "open" if ordinal is None else edtf.day_text(ordinal)


def explained(row: Row, query: Query, chronology: Chronology, glyphs: Glyphs) -> Lines:
    """What is known of an event's date: its text and extent, what each claim says, how it meets the filter."""
    date, event = row.date, row.event
    lines: Lines = [[(event.title, "heading")], []]
    if date.is_undated:
        lines.append(_fact("date", ("none: no source gives one, so it is never plotted", "")))
    else:
        lines.append(_fact("EDTF", (date.text, "date")))
        lines.append(_fact("earliest", (_day(date.first), "")))
        lines.append(_fact("latest", (_day(date.last), "")))
        doubt = [word for word, on in (("approximate (~)", date.approximate), ("uncertain (?)", date.uncertain)) if on]
        lines.append(_fact("known to the", (date.precision, ""), (f"  {', '.join(doubt)}" if doubt else "", "")))
    if query.date_range != (None, None):
        first, last = query.date_range
        meets = "lies wholly within" if edtf.definitely(date, first, last) else "may lie within"
        if not edtf.possibly(date, first, last):
            meets = "lies outside of"
        lines.append(_fact("filter", (f"{meets} {_day(first)} .. {_day(last)}", "")))
    if event.origin and event.origin.imported:
        row_of = f", row {event.origin.row}" if event.origin.row else ""  # what was suggested comes from no row
        lines.append(_fact("entered", (f"{event.origin.imported} from {event.origin.file}{row_of}", "")))
    if event.claims:
        lines += [[], [("Who says which date", "heading")]]
    for claim in event.claims:
        actor = chronology.actor(claim.source)
        source = actor.name if actor else claim.source
        said = claim.date or "no date of its own"
        lines.append([(f"{glyphs.status(claim.status)} ", claim.status), (f"{said:<24}", "date"), (f"{source}, ", "")])
        lines[-1].append((f"reported {claim.reported or 'on an unknown day'}", "dim"))
    for conflict in conflicts(event):
        if conflict.kind == "date":
            lines.append([(f"! {conflict.why}", "denied")])
    return lines


def ledger(story: Story, today: int, glyphs: Glyphs) -> tuple[Lines, dict[int, int]]:
    """All claims side by side, and whether a plan is overdue on the day ``today`` (an ordinal).

    The second answer says which lines stand for which claim: all those of the claim, and of its side of a conflict.
    """
    event = story.event
    lines: Lines = [[(event.title, "heading")]]
    steps = [f"{step.status} {step.reported}".strip() for step in history(event)]
    if event.status is not None:
        steps.append(f"{event.status}, set by hand")
    lines.append(_fact("status", (f" {glyphs.arrow} ".join(steps), "")))
    if overdue(event, today):
        told = "planned, its time has passed: no claim or link says what came of it"
        lines.append(_fact("overdue", (told, "warning")))
    alone = independent(event)
    lines.append(_fact("claims", (f"{len(event.claims)}, of them {alone} independent", "")))
    found = conflicts(event)
    if found:
        kinds = ", ".join(dict.fromkeys(conflict.kind for conflict in found))
        lines.append(_fact("conflicts", (f"{len(found)}: {kinds} (below)", "denied")))
    lines.append([])
    choices: dict[int, int] = {}
    for index, claim in enumerate(story.claims):
        start = len(lines)
        lines += _claim(*claim, glyphs)
        choices |= dict.fromkeys(range(start, len(lines)), index)
    if found:
        lines += [[], [(counted(len(found), "conflict"), "heading")]]
    for conflict in found:
        lines.append([("! ", "denied"), (f"{conflict.kind}: {conflict.why}", "denied")])
        for side in (conflict.a, conflict.b):
            record, source, _ = story.claims[side]
            start = len(lines)
            lines.append([("  ", ""), *_head(record, source, glyphs)])
            lines += [[("  ", ""), *line] for line in _passage(record) or _detail("says", record.says)]
            choices |= dict.fromkeys(range(start, len(lines)), side)
    return lines, choices


def _claim(claim: Claim, source: str, via: tuple[str, ...], glyphs: Glyphs) -> Lines:
    """A claim in as many lines as it says things: who and when; citing whom; which date and place; in which words."""
    dated = edtf.label(date_of(claim.date), year=True) if claim.date else ""
    about = ", ".join(filter(None, (dated, claim.place)))
    return [
        _head(claim, source, glyphs),
        *_detail("via", ", ".join(via)),
        *_detail("for", about),
        *_detail("says", claim.says),
        *_passage(claim),
    ]


def _head(claim: Claim, source: str, glyphs: Glyphs) -> list[Part]:
    reported = claim.reported or "no date"
    return [
        (f"{glyphs.status(claim.status)[:-1]} {claim.status:<10}", claim.status),
        (f"{reported:<12}", "label"),
        (source, ""),
    ]


def _passage(claim: Claim) -> Lines:
    return _detail("passage", claim.excerpt.exact if claim.excerpt else "")


def _detail(name: str, text: str) -> Lines:
    """A line of what a claim says, none where it is silent; folded it goes on under its own words."""
    return [[("  ", ""), (f"{name:<10}", "dim"), (" ".join(text.split()), "dim")]] if text else []


def pair(facts: Pair, chronology: Chronology) -> Lines:
    """Shared events of two actors: how many, the first contact, the latest, the longest silence between them.

    A plan to meet is no contact, nor is a meeting that is denied.
    """

    def told(event_id: str) -> str:
        event = chronology.event(event_id)
        return f"{event.date}  {event.title}" if event else event_id

    lines: Lines = [_fact("shared", (counted(facts.events, "event"), ""))]
    if facts.contacts < facts.events:
        lines.append(_fact("contacts", (f"{facts.contacts:,}: the others are planned or denied", "")))
    if facts.first is not None:
        lines.append(_fact("first contact", (told(facts.first), "")))
    if facts.latest is not None:
        lines.append(_fact("latest", (told(facts.latest), "")))
    if facts.gap is not None:
        days = f"{edtf.day_text(facts.gap.last_before)} .. {edtf.day_text(facts.gap.first_after)}"
        lines.append(_fact("longest gap", (f"{counted(facts.gap.days, 'day')}: {days}", "")))
    return lines
