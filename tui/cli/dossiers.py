"""``dateline new``, ``check``, ``schema``, ``sample`` and ``index``: the dossier as a thing on disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from store.text import shown
from tui.cli.options import FILE, dossier_option, emit, json_option, opened, progress
from tui.complaints import complain


@click.command("new", epilog="Example: dateline new my-dossier --title 'Arms for Russia'")
@click.argument("path", type=FILE)
@click.option("--title", default="", help="What the dossier is about.")
def new_command(path: str, title: str) -> None:
    """Make an empty dossier: a folder, or one file if PATH ends in .json."""
    from store.dossier import create

    create(Path(path), title)
    click.echo(shown(f"made {path}"))


@click.command("check", epilog="Example: dateline check my-dossier")
@click.argument("path", required=False, type=FILE)
@click.option("-s", "--dossier", "option", type=FILE, metavar="PATH", help="The same as PATH.")
@json_option
def check_command(path: str | None, option: str | None, as_json: bool) -> int:
    """Check every rule of a dossier: ids, references, dates, anchors, hashes. Exit code 1 if there is any fault."""
    from store.check import check
    from store.model import to_builtins

    faults = 0
    for fault in check(opened(path or option)):
        faults += 1
        if as_json:
            emit(to_builtins(fault))
        else:
            click.echo(shown(str(fault)))
    if not as_json:
        click.echo(f"{faults:,} fault{'' if faults == 1 else 's'}" if faults else "no fault")
    return 1 if faults else 0


@click.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of a dossier's files."""
    import json

    from store.model import json_schema

    click.echo(json.dumps(json_schema(), indent=2))


@click.command("sample", epilog="Example: dateline sample my-copy && dateline my-copy")
@click.argument("folder", type=FILE, metavar="DIR")
def sample_command(folder: str) -> None:
    """Copy the sample dossier to DIR, to edit it there."""
    from samples import NORTH_KOREA_RUSSIA

    target = Path(folder)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise click.ClickException(f"{folder} is there already, and not an empty folder; nothing was copied")
    # Plain copies: the modes and times of an installed package are nothing to keep.
    shutil.copytree(NORTH_KOREA_RUSSIA, target, copy_function=shutil.copyfile, dirs_exist_ok=True)
    click.echo(shown(f"copied the sample to {folder}: dateline {folder} explores it"))


@click.command("index", epilog="Example: dateline index -s my-dossier --rebuild")
@click.option("--rebuild", is_flag=True, help="Make it anew even if it is up to date.")
@dossier_option
@json_option
def index_command(path: str | None, rebuild: bool, as_json: bool) -> None:
    """Bring the search index of a dossier up to date and say where it is."""
    from store import chronology

    dossier = opened(path)
    with progress("indexing") as tell:
        index = chronology.open(dossier, wait=True, rebuild=rebuild, on_progress=lambda p: tell(p.done, p.total))
    try:
        if index.problem:
            complain(index.problem)
        facts = {"dossier": str(dossier.path), "events": index.events, "where": str(index.where or "memory")}
    finally:
        index.close()
    if as_json:
        emit(facts)
    else:
        click.echo(shown(f"{facts['events']:,} events, index in {facts['where']}"))
