"""``dateline report``: a view on one page."""

from __future__ import annotations

import sys

import click

from tui.cli.options import (
    WordsCommand,
    asked,
    basis_option,
    chronology_of,
    dossier_option,
    emit,
    opened,
    query_argument,
)


@click.command(
    "report",
    cls=WordsCommand,
    epilog="Examples: dateline report actor:putin since:2023 · dateline report is:conflict --json --top 50",
)
@query_argument
@dossier_option
@basis_option
@click.option("--json/--markdown", "as_json", default=False, help="One JSON object, or a page of Markdown (default).")
@click.option("--top", type=click.IntRange(1), default=10, show_default=True, help="How many of each kind to list.")
def report_command(query: tuple[str, ...], path: str | None, basis: str, as_json: bool, top: int) -> None:
    """Digest the events that match QUERY: period, counts, actors, sources, conflicts, overdue plans, silences."""
    import msgspec

    from store.report import digest, page
    from store.text import shown
    from tui.outgoing import events_of

    dossier = opened(path)
    question = asked(dossier, query, basis)
    with chronology_of(dossier, question) as chronology:

        def name(reference: str) -> str:
            actor = chronology.actor(reference)
            return actor.name if actor else reference

        day = question.as_of if question.as_of is not None else question.basis.toordinal()
        figures = digest(events_of(chronology, question), name, day, top=top)
    if as_json:
        emit({"query": question.text} | msgspec.to_builtins(figures))
        return
    title = dossier.meta.title or dossier.name
    for line in page(figures, title, question.text).splitlines():
        sys.stdout.write(shown(line) + "\n")
