"""``dateline suggest``: the events that an article tells of, without any dossier."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tui.cli.options import FILE, emit, json_option, table
from tui.complaints import complain

if TYPE_CHECKING:
    from store.model import Actor
    from store.suggest.suggest import Suggestion


@click.command(
    "suggest",
    epilog="Examples: dateline suggest article.txt --published 2023-09-05 · "
    "dateline suggest - --published 2023-09-05 --json < article.txt",
)
@click.argument("file", type=FILE, metavar="FILE")
@click.option("--published", default="", metavar="DATE", help="The day that relative dates count from (today).")
@click.option("--publisher", default="", metavar="NAME", help="The outlet, source of what names no other.")
@click.option("-s", "--dossier", "path", type=FILE, metavar="PATH", help="A dossier whose actors are known by name.")
@click.option("--timex", "what", flag_value="timex", help="Only the date expressions: start end text value.")
@click.option("--names", "what", flag_value="names", help="Only the names: start end text name kind.")
@json_option
def suggest_command(
    file: str, published: str, publisher: str, path: str | None, what: str | None, as_json: bool
) -> None:
    """Suggest events from FILE, a plain text (- reads it from standard input).

    Offsets count code points of the decoded file as it stands.
    """
    text = _read(file)
    if what == "names":
        found = _names(text, _known(path))
    else:
        day = _day(published)
        found = _expressions(text, day) if what == "timex" else _events(text, day, publisher, _known(path))
    if as_json:
        for record in found:
            emit(record)
    elif what is None:
        table(_row(record) for record in found)
    else:
        table((tuple(map(str, record.values())) for record in found), frozenset({0, 1}))


def _read(file: str) -> str:
    """The text of a file, its line ends and marks as they stand; UTF-8, or UTF-16 if it begins with that mark."""
    data = sys.stdin.buffer.read() if file == "-" else _bytes(file)
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return data.decode("utf-16" if utf_16 else "utf-8")
    except UnicodeDecodeError as error:
        name = "standard input" if file == "-" else file
        raise click.ClickException(
            f"{name} is not {'UTF-16' if utf_16 else 'UTF-8'} text: byte {error.start}: {error.reason}"
        ) from None


def _bytes(file: str) -> bytes:
    try:
        with open(file, "rb") as opened:
            return opened.read()
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {(error.strerror or str(error)).lower()}") from None


def _day(published: str) -> date:
    """The day given, else today, which is said. Raises :class:`click.UsageError` for anything else."""
    if not published:
        today = date.today()
        complain(f"no --published: relative dates count from today, {today.isoformat()}")
        return today
    try:
        return date.fromisoformat(published)
    except ValueError:
        raise click.UsageError(f"--published {published}: a day is needed, such as 2023-09-05") from None


def _known(path: str | None) -> tuple[Actor, ...]:
    from store.dossier import Dossier

    return tuple(Dossier.open(path).records("actors")) if path else ()


def _events(text: str, published: date, publisher: str, known: tuple[Actor, ...]) -> Iterator[dict[str, Any]]:
    from store.suggest.suggest import suggest

    for suggestion in suggest(text, published, publisher=publisher, known=known):
        yield _event(suggestion)


def _event(suggestion: Suggestion) -> dict[str, Any]:
    excerpt = suggestion.excerpt
    return {
        "date": suggestion.date,
        "date_text": suggestion.date_text,
        "basis": suggestion.basis,
        "rule": suggestion.rule,
        "alternatives": list(suggestion.alternatives),
        "title": suggestion.title,
        "status": suggestion.status,
        "source": suggestion.source,
        "via": list(suggestion.via),
        "actors": [
            {"name": actor.name, "kind": actor.kind, "role": actor.role, "known": actor.known}
            for actor in suggestion.actors
        ],
        "place": suggestion.place,
        "excerpt": {"exact": excerpt.exact, "start": excerpt.start, "end": excerpt.end},
        "confidence": suggestion.confidence,
    }


def _expressions(text: str, published: date) -> Iterator[dict[str, Any]]:
    """The date expressions; a range that names two whole dates is those two, as TimeML marks them."""
    from store.suggest.timex import tag

    for timex in tag(text, published):
        for each in timex.ends or (timex,):
            yield {"start": each.start, "end": each.end, "text": each.text, "value": each.value}


def _names(text: str, known: tuple[Actor, ...]) -> Iterator[dict[str, Any]]:
    from store.suggest.names import find

    for each in find(text, known):
        yield {"start": each.start, "end": each.end, "text": each.text, "name": each.name, "kind": each.kind}


def _row(event: dict[str, Any]) -> tuple[str, ...]:
    """An event as a line for people."""
    actors = ", ".join(f"{actor['role']} {actor['name']}" for actor in event["actors"])
    return event["date"], event["status"], event["confidence"], event["title"], event["place"], actors
