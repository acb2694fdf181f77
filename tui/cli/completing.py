"""What a shell may offer where a command line goes on: formats, and the ids of records."""

from __future__ import annotations

from itertools import islice

import click

from tui.cli.options import opened

READ = 20_000
"""Records of a table that are looked at: who presses Tab does not wait for a dossier of a million events."""

OFFERED = 200


def import_formats(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The formats that files come in."""
    from store import importers

    return [format.name for format in importers.FORMATS if format.name.startswith(incomplete)]


def export_formats(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The formats that events go out in."""
    from store import exporters

    return [format.name for format in exporters.FORMATS if format.name.startswith(incomplete)]


def record_ids(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The ids of events, actors and articles of the dossier named before, or of the one opened when none is."""
    import msgspec

    from store.errors import StoreError

    class Known(msgspec.Struct):
        id: str

    found: list[str] = []
    try:
        dossier = opened(ctx.params.get("path"))
        for table in ("events", "actors", "articles"):
            for line, _ in islice(dossier.scan(table), READ):
                id = msgspec.json.decode(line.raw, type=Known).id
                # The shell prints what it is offered: nothing that would steer a terminal.
                if id.startswith(incomplete) and id.isprintable():
                    found.append(id)
                if len(found) == OFFERED:
                    return found
    except (StoreError, OSError, msgspec.DecodeError):
        # Between two keys there is nobody to tell; the command itself will say it.
        return found
    return found
