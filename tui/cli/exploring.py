"""``dateline [PATH]``: the explorer."""

from __future__ import annotations

import click

from tui.cli.options import FILE


@click.command("explore", epilog="Example: dateline -q 'actor:putin since:2023-09' my-dossier")
@click.argument("path", required=False, type=FILE)
@click.option("-q", "--query", default="", metavar="QUERY", help="Open with this query.")
@click.option("--basis", default="", metavar="DATE", help="The day relative dates count from.")
@click.option("--mouse", is_flag=True, help="Use the mouse (the terminal's own selecting then needs Shift).")
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw with ASCII only.")
@click.option("--guest", is_flag=True, help="For strangers: nothing is written, nothing else can be opened or started.")
@click.option("--guest-cache", default="", type=FILE, metavar="DIR", help="A folder with the index that guests use.")
@click.option("--slow", is_flag=True, help="Spare the line: few frames, sixteen colours (over SSH by itself).")
def explore_command(
    path: str | None, query: str, basis: str, mouse: bool, ascii_only: bool, guest: bool, guest_cache: str, slow: bool
) -> int:
    """Explore a dossier: timeline, actors, article."""
    from tui.launch import Wanted, explore

    if guest and not path:
        raise click.UsageError("--guest needs the PATH of a dossier")
    if guest_cache and not guest:
        raise click.UsageError("--guest-cache goes with --guest")
    wanted = Wanted(
        path,
        query=query,
        basis=basis,
        mouse=mouse,
        ascii_only=ascii_only,
        slow=slow,
        guest=guest,
        guest_cache=guest_cache,
    )
    return explore(wanted)
