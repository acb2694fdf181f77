"""What several commands share: the dossier they work on, the query they ask, how they print."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tui.complaints import complain
from tui.launch import chosen_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.chronology import Chronology
    from store.dossier import Dossier
    from store.query import Query

F = TypeVar("F", bound=Callable[..., Any])

dossier_option = click.option(
    "-s", "--dossier", "path", metavar="PATH", help="The dossier (a folder or a TinyDB file)."
)
json_option = click.option("--json", "as_json", is_flag=True, help="JSON Lines with stable fields.")
basis_option = click.option("--basis", default="", metavar="DATE", help="The day relative dates count from.")


def query_argument(function: F) -> F:
    """The query, as in the search bar; several words need no quotes."""
    return click.argument("query", nargs=-1)(function)


class UsageProblem(click.UsageError):
    """A query or date that can't be understood: the text, a caret under the place, and the reason. Exit code 2."""

    def __init__(self, text: str, position: int, reason: str, beside: Iterable[str] = ()) -> None:
        lines = [reason, f"  {text}", "  " + " " * position + "^", *(f"  {line}" for line in beside)]
        super().__init__("\n".join(lines))

    def show(self, file: Any = None) -> None:
        print(f"dateline: {self.format_message()}", file=file or sys.stderr)


def opened(path: str | None) -> Dossier:
    """The dossier named, or the one that is opened when none is."""
    from store.dossier import Dossier

    return Dossier.open(chosen_path(path))


def asked(dossier: Dossier, words: tuple[str, ...], basis: str) -> Query:
    """The query of a command line. Raises :class:`UsageProblem` with a caret where it can't be understood."""
    from store.query import QueryError, parse
    from tui.basis import basis_of

    text = " ".join(words)
    try:
        day = basis_of(dossier, basis)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    try:
        query = parse(text, day)
    except QueryError as error:
        raise UsageProblem(text, error.position, error.reason) from None
    for hint in query.hints:
        complain(hint)
    return query


@contextmanager
def chronology_of(dossier: Dossier) -> Iterator[Chronology]:
    """The chronology of a dossier, its index complete (building it shows progress on a terminal)."""
    from store import chronology

    with progress("indexing") as tell:
        opened_chronology = chronology.open(dossier, wait=True, on_progress=lambda p: tell(p.done, p.total))
    try:
        yield opened_chronology
    finally:
        opened_chronology.close()


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr, only where that is a terminal; it appears with the first report."""
    bar: Any = None

    def tell(done: int, total: int) -> None:
        nonlocal bar
        if not sys.stderr.isatty():
            return
        if bar is None:
            bar = click.progressbar(length=total, label=label, file=sys.stderr)
            bar.__enter__()
        bar.length = total
        bar.update(done - bar.pos)

    try:
        yield tell
    finally:
        if bar is not None:
            bar.__exit__(None, None, None)


def emit(record: Any) -> None:
    """Print one record as a line of JSON. What a terminal would obey or not show is escaped, as JSON may."""
    import json

    import msgspec

    text = msgspec.json.encode(record).decode()
    if not text.isprintable():
        # Outside of strings JSON is ASCII, so every such character stands in a string.
        text = "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in text)
    sys.stdout.write(text + "\n")


def table(rows: Iterable[tuple[str, ...]], right: frozenset[int] = frozenset()) -> None:
    """Print rows in columns; ``right`` names the columns that are set flush right. Text is cleaned for the screen."""
    from rich.cells import cell_len

    from store.text import shown

    cleaned = [tuple(shown(cell) for cell in row) for row in rows]
    if not cleaned:
        return
    widths = [max(cell_len(row[column]) for row in cleaned) for column in range(len(cleaned[0]))]
    for row in cleaned:
        cells = []
        for column, cell in enumerate(row):
            gap = " " * (widths[column] - cell_len(cell))
            cells.append(gap + cell if column in right else cell + gap)
        sys.stdout.write("  ".join(cells).rstrip() + "\n")
