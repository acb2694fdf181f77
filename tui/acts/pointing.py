"""The act that says where the passage of a claim stands: it is marked in the text of the claim's article."""

from __future__ import annotations

from msgspec.structs import replace

from store import anchors
from store.suggest import sentences
from tui import saving
from tui.acts.editing import present
from tui.ask import Passage
from tui.screens.explorer import Explorer
from tui.screens.mark import Lines, Marked, MarkScreen
from tui.selection import Selection, Stops

TAKE = "mark-event"
"""The command (Enter) that ends the marking."""

STATES = {
    "exact": "It stands here word for word.",
    "moved": "The article has changed: it was found again here.",
    "orphan": "The article has changed and does not say this any more.",
}


async def point(explorer: Explorer) -> None:
    """Mark where the passage of the claim shown stands: it begins where it was found, or where it once stood."""
    seen, story = present(explorer), explorer.story()
    passage = story.passage if story else None
    if seen is None:
        return
    if passage is None:
        explorer.say("Nobody is on record for this event. C adds a claim.")
        return
    article, shown = passage.article, passage.claim
    if article is None:
        explorer.say("This claim names no article of the dossier to point into: K gives it one.")
        return
    if not article.text.strip():
        explorer.say("The article has no text.")
        return
    text, was = article.text, shown.excerpt

    def describe(start: int, end: int) -> Lines:
        if not text[start:end].strip():
            return [[("No words are marked.", "dim")]]
        if was is None:
            return [[("The claim quotes nothing yet: mark its words, Enter takes them.", "accent")]]
        state = STATES[passage.anchor.state] if passage.anchor else ""
        if text[start:end] == was.exact:
            return [[("quoted so far: ", "dim"), (was.exact, "")], [(state, "accent")]]
        changed = (
            "Enter quotes the marked words instead." if passage.anchor and passage.anchor.state == "exact" else state
        )
        return [[("quoted so far: ", "dim"), (was.exact, "")], [(changed, "warning")]]

    def marked(found: Marked | None) -> None:
        if found is None or not text[found.start : found.end].strip():
            return
        at = seen.claims.index(shown)
        changed = replace(shown, excerpt=anchors.excerpt(text, found.start, found.end))
        mine = replace(seen, claims=(*seen.claims[:at], changed, *seen.claims[at + 1 :]))
        saving.put(explorer, "events", seen, mine, "The passage is the one marked.")

    title = f"Where does {passage.source} say it? {article.title}"
    screen = MarkScreen(
        _found(passage, text), title, {TAKE: "this passage"}, describe, explorer.glyphs, explorer.config.keys
    )
    await explorer.ask(screen, marked)


def _found(passage: Passage, text: str) -> Selection:
    """The passage where it stands now; one that is gone, or that nobody gave, as a sentence near where it stood."""
    stops = Stops.of(text, [(each.start, each.end) for each in sentences.split(text)])
    anchor, was = passage.anchor, passage.claim.excerpt
    if anchor is not None and anchor.state != "orphan":
        return Selection(text, stops, anchor.start, anchor.end)
    return Selection.at(text, stops, min(was.start, len(text)) if was else 0)
