"""A chronology as one HTML page: no script, nothing fetched, readable in any browser and on paper.

The page forbids itself everything but its own style (Content-Security-Policy), and every word of the dossier is
escaped. Only http and https addresses become links, marked so that they tell nothing to where they lead.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable
from typing import BinaryIO

from store import edtf, text
from store.exporters import words
from store.exporters.format import Context, Losses
from store.model import Event, shown_status

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 Georgia, serif; margin: 2rem auto; max-width: 46rem; padding: 0 1rem; }
h2 { border-bottom: 1px solid; margin-top: 2.5rem; }
ol { list-style: none; padding: 0; }
li.event { display: grid; gap: 0 1rem; grid-template-columns: 8rem 1fr; margin: 1rem 0; }
time, .undated { font-variant-numeric: tabular-nums; font-weight: bold; }
.status { border: 1px solid; border-radius: .3rem; font: .75rem sans-serif; padding: 0 .3rem; }
.planned { border-style: dashed; } .denied { text-decoration: line-through; }
.about, .sources { font-size: .9rem; margin: .2rem 0; }
.sources { list-style: square; padding-left: 1.2rem; }
blockquote { border-left: 3px solid; margin: .2rem 0; padding-left: .6rem; }
@media (max-width: 36rem) { li.event { display: block; } }
@media print { a[href]::after { content: " (" attr(href) ")"; overflow-wrap: anywhere; } }
"""

_POLICY = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"


def write(rows: Iterable[Event], context: Context, out: BinaryIO, losses: Losses) -> None:
    """Write the page; events stream."""

    def say(line: str) -> None:
        out.write(line.encode("utf-8", "xmlcharrefreplace") + b"\n")

    style = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    say('<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">')
    say(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY.format(style)}">')
    say('<meta name="viewport" content="width=device-width, initial-scale=1">')
    say('<meta name="referrer" content="no-referrer">')
    say(
        f"<title>{safe(context.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{safe(context.title)}</h1>"
    )
    if context.description:
        say(f"<p>{safe(context.description)}</p>")
    if context.query:
        basis = f" (dates counted from {safe(context.basis)})" if context.basis else ""
        say(f"<p>Events that match <code>{safe(context.query)}</code>{basis}.</p>")
    for heading, events in words.by_year(rows):
        say(f"<h2>{safe(heading)}</h2>\n<ol>")
        for event in events:
            say(_item(event, context))
            losses.written += 1
            if event.links:
                losses.reduce("links between events are not on the page")
        say("</ol>")
    say("</body>\n</html>")


def _item(event: Event, context: Context) -> str:
    date = edtf.parse(event.date)
    when = (
        '<span class="undated">undated</span>'
        if date.is_undated
        else f'<time title="{safe(event.date)}"{_machine_date(date)}>{safe(words.day(event))}</time>'
    )
    lines = [f'<li class="event" id="{safe(event.id)}">{when}', "<div>"]
    lines.append(f'{safe(event.title)} <span class="status {shown_status(event)}">{safe(words.status(event))}</span>')
    about = "; ".join(filter(None, (words.cast(event, context), words.place(event), event.kind, *event.tags)))
    if about:
        lines.append(f'<p class="about">{safe(about)}</p>')
    lines += [f"<p>{safe(part)}</p>" for part in event.summary.split("\n") if part.strip()]
    if event.claims:
        lines.append('<ul class="sources">')
        lines += [_source(words.source(claim, context)) for claim in event.claims]
        lines.append("</ul>")
    return "\n".join([*lines, "</div>", "</li>"])


def _machine_date(date: edtf.Date) -> str:
    """The ``datetime`` attribute where HTML has a form for the date: a plain year, month or day."""
    plain = date.precision in ("year", "month", "day") and re.fullmatch(r"\d{4}(?:-\d\d){0,2}", date.text)
    return f' datetime="{date.text}"' if plain else ""


def _source(source: words.Source) -> str:
    said = safe(source.sentence)
    if words.is_web(source.url):
        said = f'<a rel="noopener noreferrer nofollow" href="{safe(source.url)}">{said}</a>'
    elif source.url:
        said += f" ({safe(source.url)})"
    if source.says:
        said += f". Says: {safe(source.says)}"
    if source.quote:
        said += f"<blockquote>{safe(source.quote)}</blockquote>"
    return f"<li>{said}</li>"


def safe(words_of_others: str) -> str:
    """Text that HTML shows as it is, without controls and bidi marks that would show it as something else."""
    return html.escape(text.clean(words_of_others))
