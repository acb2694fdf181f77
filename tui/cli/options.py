"""What several commands share: the dossier they work on, the query they ask, how they print."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from itertools import islice
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

NAMED = 20
"""Records that are left out, each named, before only their number is said."""

LEFT_OUT = "dateline.left_out"
"""In the context of a command: whether some records were no records and so are in no answer."""

FILE = click.Path(readable=False)
"""A path, which a shell completes. Whether it can be read is found out, and said, by who reads it."""

dossier_option = click.option(
    "-s", "--dossier", "path", type=FILE, metavar="PATH", help="The dossier (a folder or a TinyDB file)."
)
json_option = click.option("--json", "as_json", is_flag=True, help="JSON Lines with stable fields.")
basis_option = click.option("--basis", default="", metavar="DATE", help="The day relative dates count from.")


def query_argument(function: F) -> F:
    """The query, as in the search bar; several words need no quotes."""
    return click.argument("query", nargs=-1)(function)


class WordsCommand(click.Command):
    """A command whose argument is a query or a date: a word of it may begin with one hyphen (``-iran``, ``-30d``).

    So the letter of an option stands alone, its value after a blank: ``-sam`` is no dossier called ``am``. Two hyphens
    always begin an option.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Tell options from words, and hand on the words where they can't be taken for options."""
        valued = {
            name: param.nargs
            for param in self.get_params(ctx)
            if isinstance(param, click.Option)
            for name in (*param.opts, *param.secondary_opts)
            if not param.is_flag
        }
        letters = {name for param in self.get_params(ctx) for name in param.opts if len(name) == 2}
        options: list[str] = []
        words: list[str] = []
        rest = iter(args)
        for arg in rest:
            if arg == "--":
                words.extend(rest)
            elif arg.startswith("--") or arg in letters:
                values = list(islice(rest, needed := valued.get(arg, 0)))
                options.extend((arg, *values))
                if len(values) < needed:
                    # What follows here would be taken for the value that is missing.
                    return super().parse_args(ctx, options)
            else:
                words.append(arg)
        return super().parse_args(ctx, [*options, "--", *words])


class UsageProblem(click.UsageError):
    """A query or date that can't be understood: the text, a caret under the place, and the reason. Exit code 2."""

    def __init__(self, text: str, position: int, reason: str, beside: Iterable[str] = ()) -> None:
        lines = [reason, f"  {text}", "  " + " " * position + "^", *(f"  {line}" for line in beside)]
        super().__init__("\n".join(lines))


def opened(path: str | None) -> Dossier:
    """The dossier named, or the one that is opened when none is."""
    from store.dossier import Dossier

    return Dossier.open(chosen_path(path))


def asked(dossier: Dossier, words: tuple[str, ...], basis: str) -> Query:
    """The query of a command line. Raises :class:`UsageProblem` with a caret where it can't be understood."""
    from store.edtf import EdtfError
    from store.query import QueryError, parse
    from tui.basis import basis_of

    text = " ".join(words)
    try:
        day = basis_of(dossier, basis)
    except EdtfError as error:
        raise UsageProblem(basis or dossier.meta.basis, error.position, f"basis: {error.reason}") from None
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
def chronology_of(dossier: Dossier, question: Query | None = None) -> Iterator[Chronology]:
    """The chronology of a dossier, its index complete (building it shows progress on a terminal).

    Names in the ``question`` that nobody has are said.
    """
    from store import chronology

    with progress("indexing") as tell:
        opened_chronology = chronology.open(dossier, wait=True, on_progress=lambda p: tell(p.done, p.total))
    try:
        _name_left_out(opened_chronology)
        for hint in opened_chronology.unknown(question) if question is not None else ():
            complain(hint)
        yield opened_chronology
    finally:
        opened_chronology.close()


def _name_left_out(chronology: Chronology) -> None:
    """Say which documents are no records and so in no answer; the command will end with exit code 3."""
    faults = chronology.faults
    for fault in faults[:NAMED]:
        complain(f"left out: {fault}")
    if len(faults) > NAMED:
        complain(f"and {len(faults) - NAMED:,} more are left out: `dateline check` names them all")
    if faults:
        click.get_current_context().meta[LEFT_OUT] = True


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
