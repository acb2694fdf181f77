"""``dateline actors``, ``hist`` and ``gaps``: what a view is made of, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from store.chronology import Unit

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


@click.command("actors", cls=WordsCommand, epilog="Example: dateline actors since:2024 --top 5")
@query_argument
@dossier_option
@basis_option
@json_option
@click.option("--top", type=click.IntRange(1), default=1_000_000, help="At most so many actors.")
def actors_command(query: tuple[str, ...], path: str | None, basis: str, as_json: bool, top: int) -> None:
    """Count the actors of the events that match QUERY."""
    dossier = opened(path)
    question = asked(dossier, query, basis)
    with chronology_of(dossier, question) as chronology:
        counts = chronology.facets(question, "actor", top)
    if as_json:
        for count in counts:
            emit({"id": count.value, "name": count.label, "kind": count.kind or None, "events": count.events})
    else:
        table(((f"{count.events:,}", count.label, count.kind, count.value) for count in counts), frozenset({0}))


@click.command("hist", cls=WordsCommand, epilog="Example: dateline hist actor:putin --by month")
@query_argument
@click.option(
    "--by",
    "unit",
    type=click.Choice(["hour", "day", "week", "month", "quarter", "year", "decade"]),
    default="month",
    help="The length of a bucket.",
)
@dossier_option
@basis_option
@json_option
def hist_command(query: tuple[str, ...], unit: Unit, path: str | None, basis: str, as_json: bool) -> None:
    """Count the events that match QUERY over time: those that lie in a bucket, and those that may."""
    from tui.cli.shapes import day

    dossier = opened(path)
    question = asked(dossier, query, basis)
    with chronology_of(dossier, question) as chronology:
        histogram = chronology.histogram(question, unit)
    if as_json:
        for bucket in histogram.buckets:
            emit(
                {
                    "start": day(bucket.first),
                    "end": day(bucket.last),
                    "definite": bucket.definite,
                    "possible": bucket.possible,
                }
            )
        return
    most = max((bucket.definite + bucket.possible for bucket in histogram.buckets), default=1)
    width = 50
    table(
        (
            str(day(bucket.first)),
            f"{bucket.definite:,}",
            f"+{bucket.possible:,}" if bucket.possible else "",
            "#" * (bucket.definite * width // most) + "." * (bucket.possible * width // most),
        )
        for bucket in histogram.buckets
    )


@click.command("gaps", cls=WordsCommand, epilog="Example: dateline gaps actor:kim-jong-un --top 5")
@query_argument
@dossier_option
@basis_option
@json_option
@click.option("--top", type=click.IntRange(1), default=20, help="At most so many.")
def gaps_command(query: tuple[str, ...], path: str | None, basis: str, as_json: bool, top: int) -> None:
    """List the longest silences between the events that match QUERY and are reported or confirmed."""
    from tui.cli.shapes import day

    dossier = opened(path)
    question = asked(dossier, query, basis)
    with chronology_of(dossier, question) as chronology:
        gaps = chronology.gaps(question, top)
    if as_json:
        for gap in gaps:
            emit({"days": gap.days, "after": day(gap.last_before), "before": day(gap.first_after)})
    else:
        table(
            ((f"{gap.days:,} days", str(day(gap.last_before)), "..", str(day(gap.first_after))) for gap in gaps),
            frozenset({0}),
        )
