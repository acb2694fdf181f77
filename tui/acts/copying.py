"""Acts that take something out of the program: excerpts, citations, links. What was sent, and where, is said."""

from __future__ import annotations

from store import cite as citing
from tui.clipboard import send
from tui.screens.explorer import Explorer
from tui.screens.pick import Choice, Pick, narrowed
from tui.wire.grid import TARGET

SHOWN = 40
"""Cells of the last line that are kept for what was sent, before where it was sent is told at length."""


def _send(explorer: Explorer, what: str, text: str, *, link: str = "") -> None:
    sent = send(text, explorer.terminal, explorer.app.copy_to_clipboard, local=not explorer.GUEST)
    room = explorer.size.width - min(len(what), SHOWN) - 3
    explorer.say(what, beside=f" {sent.told(room)}", link=link)


def copy(explorer: Explorer) -> None:
    """Copy the passage of the claim that is shown."""
    story = explorer.story()
    if story is None or story.passage is None or story.passage.claim.excerpt is None:
        explorer.say("No passage to copy.")
    else:
        _send(explorer, "Passage:", story.passage.claim.excerpt.exact)


async def cite(explorer: Explorer) -> None:
    """Copy a citation in one of three forms."""
    story = explorer.story()
    if story is None or story.passage is None:
        explorer.say("Nobody is on record for this event: nothing to cite.")
        return
    passage = story.passage
    forms = {
        "Markdown": citing.markdown(passage.claim, passage.source, passage.article),
        "Plain": citing.plain(passage.claim, passage.source, passage.article),
        "BibTeX": citing.bibtex(passage.claim, passage.source, passage.article),
    }
    choices = [Choice(name, name, text.split("\n")[-1]) for name, text in forms.items()]

    def chosen(name: str | None) -> None:
        if name is not None:
            _send(explorer, f"Citation ({name}):", forms[name])

    await explorer.ask(Pick("Copy a citation", lambda typed: narrowed(choices, typed)), chosen)


def link(explorer: Explorer) -> None:
    """Show and copy the article's address. It is never opened: the browser would open on the server."""
    story = explorer.story()
    passage = story.passage if story else None
    url = citing.link(passage.claim, passage.article) if passage else ""
    if url:
        linked = explorer.terminal.links and TARGET.fullmatch(url)
        _send(explorer, url, url, link=url if linked else "")
    else:
        explorer.say("No link is on record for this claim.")
