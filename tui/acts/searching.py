"""Acts of the search bar: the view follows each letter, and an error keeps what was found last."""

from __future__ import annotations

from store.query import QueryError
from tui import headlines
from tui.screens.explorer import Explorer


async def begin(explorer: Explorer) -> None:
    """Type a query, from the one there is."""
    await explorer.querybar.edit(explorer.query_now.text, explorer.recall())
    explorer.run_worker(explorer.chronology.learn_names, thread=True, group="names", exit_on_error=False)
    _echo(explorer, explorer.query_now.text)


def typed(explorer: Explorer, text: str, candidates: tuple[str, ...] = ()) -> None:
    """Show what the query finds as far as it is typed; while Tab goes through candidates, say which come next."""
    if _echo(explorer, text):
        explorer.see(explorer.parse(text))
    if len(candidates) > 1:
        explorer.status.echo(headlines.candidates(candidates))


def _echo(explorer: Explorer, text: str) -> bool:
    """Say in the last line how a query is understood; whether it is."""
    try:
        query = explorer.parse(text)
    except QueryError as error:
        explorer.say(headlines.caret(text, error), "error", lasting=True)
        return False
    index = explorer.chronology
    explorer.status.echo(*headlines.echo(query, index), lambda _: headlines.hinted(index.unknown(query)))
    return True


def done(explorer: Explorer, text: str, kept: bool) -> None:
    """Leave the search bar with its query, ``kept`` for the history, or with the one from before."""
    try:
        query = explorer.parse(text)
    except QueryError as error:
        # To be mended where it stands; Esc gives it up.
        explorer.querybar.edit_again()
        explorer.say(headlines.caret(text, error), "error", lasting=True)
        return
    explorer.timeline.focus()
    explorer.status.show_keys()
    if kept and text:
        explorer.remember(text)
    explorer.see(query)
