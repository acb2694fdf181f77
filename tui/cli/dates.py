"""``dateline when``: what a typed date means."""

from __future__ import annotations

from datetime import date

import click

from tui.cli.options import UsageProblem, WordsCommand, emit, json_option


@click.command("when", cls=WordsCommand, epilog="Example: dateline when 'last saturday' --basis 2023-09-05")
@click.argument("text", nargs=-1, required=True)
@click.option("--basis", default="", metavar="DATE", help="The day relative dates count from (today).")
@json_option
def when_command(text: tuple[str, ...], basis: str, as_json: bool) -> None:
    """Say what a date as people type it means: EDTF, first and last day, and from which day it was counted."""
    from store.text import shown
    from store.when import WhenError, when
    from tui.cli.shapes import day

    typed = " ".join(text)
    try:
        counted_from = date.fromisoformat(basis) if basis else date.today()
    except ValueError:
        raise click.UsageError(f"--basis {basis}: a day is needed, such as 2023-09-05") from None
    try:
        reading = when(typed, counted_from)
    except WhenError as error:
        raise UsageProblem(error.text, error.position, error.reason, error.readings) from None
    said = {
        "text": typed,
        "edtf": reading.date.text,
        "earliest": day(reading.date.first),
        "latest": day(reading.date.last),
        "basis": reading.basis.isoformat(),
    }
    if as_json:
        emit(said)
        return
    click.echo(
        f"{reading.date.text}   {said['earliest'] or 'open'} .. {said['latest'] or 'open'}   basis {said['basis']}"
    )
    if reading.explanation:
        click.echo(shown(reading.explanation))
