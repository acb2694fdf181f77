"""``dateline list`` and ``dateline show``: events on the command line."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from tui.cli.completing import record_ids
from tui.cli.options import (
    WordsCommand,
    asked,
    basis_option,
    chronology_of,
    dossier_option,
    emit,
    json_option,
    opened,
    query_argument,
    table,
)

if TYPE_CHECKING:
    from store.dossier import Dossier
    from store.model import Article

PAGE = 500
"""Rows read at a time: memory stays flat however many there are."""


@click.command(
    "list",
    cls=WordsCommand,
    epilog="Examples: dateline list actor:putin since:2023-09 · dateline list -s DOSSIER --json 'status:denied'",
)
@query_argument
@dossier_option
@basis_option
@json_option
@click.option("-n", "--limit", type=click.IntRange(1), help="At most so many events.")
def list_command(query: tuple[str, ...], path: str | None, basis: str, as_json: bool, limit: int | None) -> None:
    """List the events that match QUERY, in the order of time."""
    from tui.cli import shapes

    dossier = opened(path)
    question = asked(dossier, query, basis)
    with chronology_of(dossier, question) as chronology:
        total = chronology.count(question).total
        stop = total if limit is None else min(total, limit)
        for start in range(0, stop, PAGE):
            rows = chronology.window(question, start, min(stop, start + PAGE))
            if as_json:
                for row in rows:
                    emit(shapes.event(row, chronology))
            else:
                table((row.date.text or "undated", row.status, row.event.title, row.event.id) for row in rows)


@click.command(
    "show",
    epilog="Examples: dateline show 2023-09-13-vostochny-summit · dateline show ID --history -s DOSSIER",
)
@click.argument("record_id", metavar="ID", shell_complete=record_ids)
@dossier_option
@json_option
@click.option("--history", is_flag=True, help="The source's words, and each amendment: who, when, what.")
def show_command(record_id: str, path: str | None, as_json: bool, history: bool) -> None:
    """Show one event, actor or article by its id."""
    from store.merge import standing
    from store.model import to_builtins
    from tui.cli import shapes, sheets
    from tui.telling import mark_told

    dossier = opened(path)
    if history:
        _show_history(dossier, record_id, as_json)
        return
    with chronology_of(dossier) as chronology:
        # What was merged is shown as the event that stands for it.
        record_id = standing(record_id, dossier.redirects())
        row = chronology.row(record_id)
        record = None if row else chronology.actor(record_id) or chronology.article(record_id)
        if row is None and record is None:
            raise click.ClickException(f"no event, actor or article has the id {record_id!r}")
        if as_json:
            emit(shapes.event(row, chronology) if row else to_builtins(record))  # type: ignore[arg-type]
            return
        lines = sheets.event(row, chronology) if row else sheets.record(record)  # type: ignore[arg-type]
        _write(lines)
        marks = ((person, found.get(record_id)) for person, found in dossier.marks_of_all().items())
        _write(f"{person}: {mark_told(mark)}" for person, mark in marks if mark is not None)


def _show_history(dossier: Dossier, record_id: str, as_json: bool) -> None:
    """Both wordings of an imported record that people amended, or the texts that an article had."""
    from store.wordings import wordings
    from tui.cli import sheets

    told = wordings(dossier, "events", record_id) or wordings(dossier, "actors", record_id)
    if not told and (article := dossier.article(record_id)) is not None:
        _show_versions(dossier, article, as_json)
        return
    if not told:
        if dossier.event(record_id) is None and dossier.actor(record_id) is None:
            raise click.ClickException(f"no event, actor or article has the id {record_id!r}")
        raise click.ClickException(f"{record_id!r} is not imported: it is what was written last")
    if as_json:
        for wording in told:
            emit(wording)
        return
    _write(sheets.wordings(told))


def _write(lines: Iterable[str]) -> None:
    """Print lines out of a dossier, fit for any terminal."""
    from store.text import shown

    for line in lines:
        sys.stdout.write(shown(line).rstrip() + "\n")


def _show_versions(dossier: Dossier, article: Article, as_json: bool) -> None:
    """The texts of an article, oldest first, and what each changed of the one before."""
    from store.versions import versions
    from tui.cli import sheets

    texts = (*versions(dossier, article.id), article)
    if as_json:
        for text in texts:
            emit(text)
        return
    _write(sheets.versions(texts))
