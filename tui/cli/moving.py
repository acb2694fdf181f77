"""``dateline import`` and ``export``: what analysts have comes in, what their readers want goes out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tui.cli.completing import export_formats, import_formats
from tui.cli.options import (
    FILE,
    UsageProblem,
    WordsCommand,
    asked,
    basis_option,
    chronology_of,
    dossier_option,
    emit,
    json_option,
    opened,
    progress,
    query_argument,
)
from tui.complaints import complain, tell


def mapping_of(pairs: tuple[str, ...]) -> dict[str, str]:
    """``field=column`` pairs as a mapping. Raises :class:`click.BadParameter` for anything else."""
    mapping = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals or not field or not column:
            raise click.BadParameter(f"{pair!r} is not field=column", param_hint="--map")
        mapping[field.strip()] = column.strip()
    return mapping


def _checked(
    files: tuple[str, ...], path: str | None, format_name: str | None, published: str, off: tuple[str, ...]
) -> None:
    """Raise :class:`click.UsageError` for what no import could be asked for."""
    from store import importers
    from store.edtf import EdtfError, parse

    for file in () if path else files:
        if (Path(file) / "dossier.json").exists():
            raise click.UsageError(f"there is a dossier at {file}: `-s {file}` imports into it")
    if format_name and format_name.casefold() not in (names := [format.name for format in importers.FORMATS]):
        raise click.BadParameter(f"there is no format {format_name!r}; there are {', '.join(names)}", param_hint="--as")
    if unknown := [rule for rule in off if rule not in importers.RULES]:
        raise click.BadParameter(
            f"there is no rule {unknown[0]!r}; there are {', '.join(importers.RULES)}", param_hint="--off"
        )
    try:
        parse(published)
    except EdtfError as error:
        raise UsageProblem(published, error.position, f"--published: {error.reason}") from None


@click.command(
    "import",
    epilog="Examples: dateline import acled.csv -s my-dossier · dateline import story.txt --published 2023-09-05 "
    "-s my-dossier · dateline import table.csv --map title=Headline --dry-run -s my-dossier",
)
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE…")
@dossier_option
@click.option(
    "--as",
    "format_name",
    metavar="FORMAT",
    shell_complete=import_formats,
    help="The format, where it is not to be guessed.",
)
@click.option("--name", help="One name for the import of all these files (else each file's own).")
@click.option("--published", default="", metavar="DATE", help="The day of articles that carry none.")
@click.option("--publisher", default="", metavar="NAME", help="The outlet of articles that name none.")
@click.option(
    "--map", "pairs", multiple=True, metavar="FIELD=COLUMN", help="Which column holds a field; again for more."
)
@click.option("--off", multiple=True, metavar="RULE", help="Switch off a rule that skips or merges rows.")
@click.option("--encoding", default="", help="The text encoding, where it is not to be guessed.")
@click.option("--day-first/--month-first", default=None, help="How 2/1/2015 is meant.")
@click.option("--dry-run", is_flag=True, help="Account for everything, write nothing.")
@json_option
def import_command(
    files: tuple[str, ...],
    path: str | None,
    format_name: str | None,
    name: str | None,
    published: str,
    publisher: str,
    pairs: tuple[str, ...],
    off: tuple[str, ...],
    encoding: str,
    day_first: bool | None,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Import files into a dossier: event data, timelines, tables, feeds, articles.

    Exit code 3 if some records were refused (each is named), 1 if a file could not be read at all.
    """
    from store import importers

    _checked(files, path, format_name, published, off)
    dossier = opened(path)
    options = importers.Options(off=frozenset(off), encoding=encoding, day_first=day_first)
    try:
        with progress("importing") as tell:
            reports = importers.run(
                files,
                dossier,
                format=format_name,
                name=name,
                published=published or None,
                publisher=publisher,
                mapping=mapping_of(pairs),
                options=options,
                dry_run=dry_run,
                progress=lambda done, total, _rows: tell(done, total),
            )
    except importers.ImportFailed as error:
        other = "" if path else "; -s PATH imports into another dossier"
        raise click.ClickException(f"{error}{other}") from None
    for report in reports:
        if as_json:
            emit(report.to_builtins())
        else:
            _tell(report, dry_run)
    if any(report.error for report in reports):
        return 1
    return 3 if any(report.refused for report in reports) else 0


def _tell(report, dry_run: bool) -> None:  # type: ignore[no-untyped-def]  # its room is imported late
    """One report for people: the account on stdout, each refused row on stderr."""
    from store.text import shown

    def say(text: str) -> None:
        click.echo(shown(text))

    if report.error:
        # Most errors name the file themselves.
        where = "" if report.error.startswith(report.file) else f"{report.file}: "
        complain(f"{where}{report.error}; nothing was taken")
        return
    counts = [
        f"{number:,} {word}"
        for word in ("added", "updated", "unchanged", "merged", "skipped")
        if (number := getattr(report, word))
    ]
    refused = f", {len(report.refused):,} refused" if report.refused else ""
    gone = f"; {report.removed:,} that the last import had are gone" if report.removed else ""
    dry = "would be: " if dry_run else ""
    taken = ", ".join(counts) or "nothing new"
    say(f"{report.file}: {report.format}, {report.read:,} read: {dry}{taken}{refused}{gone}")
    for rule, number in report.rules.items():
        say(f"  {number:,} by the rule {rule} (--off {rule} switches it off)")
    for field, column in report.mapping.items():
        say(f"  {field} from {column}")
    for note in report.notes:
        say(f"  {note}")
    for each in report.refused:
        complain(f"{report.file}: row {each.row}: {each.field + ': ' if each.field else ''}{each.reason}")


@click.command(
    "export",
    cls=WordsCommand,
    epilog="Examples: dateline export actor:putin --as markdown -o story.md · dateline export since:2023 --as csv",
)
@query_argument
@click.option(
    "--as",
    "format_name",
    required=True,
    metavar="FORMAT",
    shell_complete=export_formats,
    help="The format; a wrong one lists them.",
)
@click.option("-o", "--output", type=FILE, metavar="FILE", help="Where to (stdout).")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@dossier_option
@basis_option
def export_command(
    query: tuple[str, ...], format_name: str, output: str | None, force: bool, path: str | None, basis: str
) -> None:
    """Export the events that match QUERY; what the format cannot hold is said."""
    from store import exporters
    from tui.outgoing import events_of

    try:
        exporters.by_name(format_name)
    except exporters.ExportFailed as error:
        raise click.BadParameter(str(error), param_hint="--as") from None
    dossier = opened(path)
    question = asked(dossier, query, basis)
    try:
        with chronology_of(dossier, question) as chronology:
            context = exporters.Context.of(dossier, query=question.text, basis=question.basis.isoformat())
            target = Path(output) if output else sys.stdout.buffer
            losses = exporters.export(events_of(chronology, question), context, format_name, target, force=force)
    except exporters.ExportFailed as error:
        raise click.ClickException(str(error)) from None
    for sentence in losses.sentences():
        complain(sentence)
    if output:
        tell(f"wrote {losses.written:,} events to {output}")
