"""``dateline [PATH]``: the explorer."""

from __future__ import annotations

import click


@click.command("explore", epilog="Example: dateline -q 'actor:putin since:2023-09' my-dossier")
@click.argument("path", required=False)
@click.option("-q", "--query", default="", metavar="QUERY", help="Open with this query.")
@click.option("--basis", default="", metavar="DATE", help="The day relative dates count from.")
@click.option("--mouse", is_flag=True, help="Use the mouse (the terminal's own selecting then needs Shift).")
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw with ASCII only.")
def explore_command(path: str | None, query: str, basis: str, mouse: bool, ascii_only: bool) -> int:
    """Explore a dossier: timeline, actors, article."""
    from tui.launch import explore

    return explore(path, query, basis, mouse, ascii_only)
