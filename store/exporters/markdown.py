"""A chronology in Markdown (CommonMark with footnotes): what a reporter files.

Years as headings, an item an event, its sources as footnotes with the quoted passage. Text of the dossier cannot
become markup: every character that Markdown gives a meaning to is escaped, and HTML in it stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO

from store import edtf, text
from store.exporters import words
from store.exporters.format import Context, Losses
from store.exporters.words import is_web
from store.model import Event

_MEANING = re.compile(r"([\\`*_{}\[\]<>#|~$&!])")
_AT_START = re.compile(r"^(\s*)([-+=:>]|\d+[.)])", re.MULTILINE)
_UNSAFE_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\x9f\s<>()\[\]*\\\"'`]|[^\x00-\x7f]")


def write(rows: Iterable[Event], context: Context, out: BinaryIO, losses: Losses) -> None:
    """Write the chronology; footnotes follow their year, so that nothing has to be held back for long."""

    def say(line: str = "") -> None:
        out.write(line.encode("utf-8", "replace") + b"\n")

    say(f"# {escape(context.title)}")
    if context.description:
        say(f"\n{escape(context.description)}")
    if context.query:
        basis = f" (dates counted from {escape(context.basis)})" if context.basis else ""
        say(f"\nEvents that match `{text.clean(context.query, line=True).replace('`', ' ')}`{basis}.")
    number = 0
    for heading, events in words.by_year(rows):
        say(f"\n## {escape(heading)}\n")
        notes: list[str] = []
        for event in events:
            first = number + 1
            for claim in event.claims:
                number += 1
                notes.append(_footnote(number, words.source(claim, context)))
            say(_item(event, context, range(first, number + 1)))
            losses.written += 1
            _say(event, losses)
        if notes:
            say()
        for note in notes:
            say(note)


def _item(event: Event, context: Context, notes: range) -> str:
    date = edtf.parse(event.date)
    day = "" if date.is_undated else words.day(event)
    lead = f"- **{escape(day)}** " if day else "- "
    # What a short label cannot say exactly is given as it is written in the dossier.
    exact = f" ({escape(event.date)})" if date.approximate or date.uncertain or date.precision == "span" else ""
    lines = [f"{lead}{escape(event.title)}{exact} ({words.status(event)}){''.join(f'[^{note}]' for note in notes)}"]
    about = "; ".join(filter(None, (words.cast(event, context), words.place(event))))
    lines += [f"  {escape(part)}" for part in (about, *_paragraphs(event.summary)) if part]
    return "  \n".join(lines)


def _footnote(number: int, source: words.Source) -> str:
    said = f"[^{number}]: {escape(source.sentence)}"
    if source.says:
        said += f". Says: {escape(source.says)}"
    if source.quote:
        said += f". “{escape(text.clean(source.quote, line=True))}”"
    if is_web(source.url):
        return f"{said} <{_UNSAFE_IN_ADDRESS.sub(_percent, source.url)}>"
    return f"{said} {escape(source.url)}" if source.url else said


def _paragraphs(summary: str) -> list[str]:
    return [text.clean(part, line=True) for part in summary.split("\n") if part.strip()]


def escape(words_of_others: str) -> str:
    """Text that Markdown shows as it is: nothing in it is emphasis, a link, a heading, a list or HTML."""
    safe = _MEANING.sub(r"\\\1", text.clean(words_of_others, line=True))
    return _AT_START.sub(lambda match: f"{match[1]}{_escaped_start(match[2])}", safe)


def _escaped_start(mark: str) -> str:
    return f"{mark[:-1]}\\{mark[-1]}"


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


def _say(event: Event, losses: Losses) -> None:
    if event.kind or event.tags or event.links:
        losses.reduce("kind, tags and links between events are not in a chronology for readers")
