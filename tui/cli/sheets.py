"""Records as plain lines for a terminal or a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from store.chronology import Chronology, Row
from store.claims import conflicts
from store.model import Article, Record, to_builtins
from store.versions import changes
from store.wordings import Wording


def event(row: Row, chronology: Chronology) -> Iterator[str]:
    """An event with its people and claims, each claim with its passage."""

    def name(reference: str) -> str:
        actor = chronology.actor(reference)
        return actor.name if actor else reference

    record = row.event
    yield record.title
    place = f" · {record.place.name}" if record.place and record.place.name else ""
    yield f"{record.date or 'undated'} · {row.status}{place}{' · starred' if row.starred else ''}"
    if record.summary:
        yield record.summary
    for participant in record.actors:
        yield f"  {participant.role:<5}{name(participant.actor)}"
    for claim in record.claims:
        via = f" via {', '.join(map(name, claim.via))}" if claim.via else ""
        yield f"- {claim.status} by {name(claim.source)}{via}, {claim.reported or 'no day'}"
        if claim.excerpt:
            yield f"    {claim.article}[{claim.excerpt.start}:{claim.excerpt.end}] {claim.excerpt.exact}"
    for conflict in conflicts(record):
        yield f"! {conflict.kind}: {conflict.why}"
    for link in record.links:
        yield f"→ {link.relation} {link.event}"


def record(plain: Record) -> Iterator[str]:
    """An actor or article, a field a line."""
    for field, value in to_builtins(plain).items():
        if field == "text":
            yield ""
            yield from value.split("\n")
        else:
            yield f"{field:<12}{', '.join(map(str, value)) if isinstance(value, (list, tuple)) else value}"


def wordings(told: Sequence[Wording]) -> Iterator[str]:
    """What the source says, then each amendment: who, when, and the fields before and after."""
    first, *amendments = told
    assert first.record is not None, "a source says what it says"
    yield f"{first.file}{f', imported {first.at}' if first.at else ''}"
    for field, value in to_builtins(first.record).items():
        if field != "origin":
            yield f"  {field:<10}{_told(value)}"
    if not amendments:
        yield "no amendments: shown as the source says"
    for amendment in amendments:
        yield f"{amendment.at} {amendment.by or 'somebody'}{'' if amendment.record else ' removed it'}"
        for revision in amendment.revisions:
            yield f"  {revision.field:<10}- {_told(revision.before)}"
            yield f"  {'':<10}+ {_told(revision.after)}"


def _told(value: object) -> str:
    """A field in a line: text as it is, anything else as JSON."""
    if value is None:
        return "(nothing)"
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def versions(texts: Sequence[Article]) -> Iterator[str]:
    """The texts of an article, oldest first: when each came, and its paragraphs that were others before."""
    before = None
    for text in texts:
        came = text.retrieved or (text.origin.imported if text.origin else "") or text.published
        yield f"{text.id}  {came}  {len(text.text):,} characters"
        if before is not None:
            yield from (f"{sign} {paragraph}" for sign, paragraph in changes(before.text, text.text))
        before = text
