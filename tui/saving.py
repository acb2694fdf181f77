"""Edits of the explorer: written in a worker thread, told in the last line, settled where somebody was there before.

The lock of a dossier may be held by somebody else for seconds; the screen goes on meanwhile. One edit is written at a
time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import msgspec
from textual.timer import Timer

from store.differences import Choice, Difference, differences, settled
from store.dossier.journal import Step
from store.errors import Conflict, StoreError
from store.model import Claim, Excerpt, Link, Participant, Place, Record, RecordError
from tui.look import Glyphs, counted
from tui.screens.choose import Choose, Option, Row
from tui.screens.explorer import Explorer

R = TypeVar("R", bound=Record)

Failed = Callable[[str], None]
"""Told why nothing was saved."""

ONE = threading.Lock()
"""Held by the thread that edits: a dossier is edited in one at a time."""

PATIENCE = 0.7
"""Seconds after which a save that goes on is spoken of."""

WORDS: Mapping[str, Choice] = {"m": "mine", "t": "theirs"}
"""The keys by which a field is settled."""


def save(
    explorer: Explorer,
    write: Callable[[], object],
    said: str,
    *,
    keep: str | None = None,
    conflict: Callable[[Conflict], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Write an edit and show the view as it is then, the cursor on the event ``keep`` where one is named.

    ``conflict`` is called, on the thread of messages, when somebody changed the record meanwhile, ``failed`` with what
    else went wrong; without them it is said.
    """
    if any(worker.group == "edit" and not worker.is_finished for worker in explorer.workers):
        explorer.say("The last edit is still being saved.", "warning")
        return

    def work() -> None:
        try:
            with ONE:
                write()
            explorer.chronology.refresh()
        except Conflict as error:
            explorer.call_later(clash, error)
        except (StoreError, RecordError, ValueError) as error:
            explorer.call_later(tell, error)
        else:
            explorer.call_later(done)

    waiting = _told_when_late(explorer)

    def tell(error: Exception) -> None:
        waiting.stop()
        reason = brief(explorer, error)
        explorer.say(reason, "error")
        if failed is not None and not isinstance(error, Conflict):
            failed(reason)

    def done() -> None:
        waiting.stop()
        explorer.see(explorer.query_now, keep)
        explorer.read()
        explorer.say(said)

    def clash(error: Conflict) -> None:
        waiting.stop()
        (conflict or tell)(error)

    explorer.run_worker(work, thread=True, group="edit", exit_on_error=False)


def step(explorer: Explorer, take: Callable[[], Step | None], then: Callable[[Step | None], None]) -> None:
    """Undo or redo, then say so. Steps asked for while one is taken wait for it: none is passed over."""
    waiting = _told_when_late(explorer)

    def work() -> None:
        try:
            with ONE:
                taken = take()
            explorer.chronology.refresh()
        except (StoreError, RecordError) as error:
            explorer.call_later(tell, error)
        else:
            explorer.call_later(done, taken)

    def tell(error: Exception) -> None:
        waiting.stop()
        explorer.say(brief(explorer, error), "error")

    def done(taken: Step | None) -> None:
        waiting.stop()
        then(taken)

    explorer.run_worker(work, thread=True, group="step", exit_on_error=False)


def _told_when_late(explorer: Explorer) -> Timer:
    """The lock may be held by somebody else: who waits is told so, unless the timer is stopped before."""
    return explorer.set_timer(PATIENCE, lambda: explorer.say("Saving: another program holds the file.", lasting=True))


def brief(explorer: Explorer, error: Exception) -> str:
    """What went wrong, files named as within the dossier: the line that says it is short."""
    return str(error).replace(f"{explorer.dossier.path}/", "")


def put(
    explorer: Explorer,
    table: str,
    seen: R,
    mine: R,
    said: str,
    *,
    keep: str | None = None,
    failed: Failed | None = None,
) -> None:
    """Save ``mine`` in the place of ``seen``. Where others changed it since, ask field by field, then save."""
    if mine == seen:
        explorer.say("Nothing was changed.")
        return

    def conflict(error: Conflict) -> None:
        theirs = error.theirs
        if theirs is None:
            explorer.say("Somebody removed it meanwhile; nothing was saved.", "error")
            return
        found = differences(seen, mine, theirs)

        def chosen(keys: tuple[str, ...] | None) -> None:
            if keys is None:
                explorer.say("Not saved: theirs stands.")
                return
            choices = {each.path: WORDS[key] for each, key in zip(found, keys, strict=True)}
            put(explorer, table, theirs, settled(theirs, found, choices), said, keep=keep, failed=failed)

        if found:
            explorer.app.push_screen(_question(found, explorer.glyphs), chosen)
        else:
            explorer.say("Somebody made the same change meanwhile.")

    def write() -> None:
        explorer.dossier.put(table, mine, seen=seen)

    save(explorer, write, said, keep=keep, conflict=conflict, failed=failed)


def _question(found: Sequence[Difference], glyphs: Glyphs) -> Choose:
    letters = {word: key for key, word in WORDS.items()}
    rows = [
        Row(
            each.field,
            (_told(each.mine), _told(each.theirs)),
            letters[each.settled] if each.settled else "",
            _told(each.seen),
        )
        for each in found
    ]
    options = [Option(key, word) for key, word in WORDS.items()]
    both = sum(not row.chosen for row in rows)
    left = f"{counted(both, 'field')} for you to decide" if both else "nothing clashes, Enter saves both"
    lead = f"Somebody changed this while you did: {left}."
    return Choose("Mine or theirs", lead, rows, options, glyphs)


def _told(value: object) -> str:
    """A field's value in words."""
    match value:
        case str():
            return value
        case None:
            return ""
        case tuple():
            return ", ".join(map(_told, value))
        case Participant():
            return f"{value.actor} ({value.role})"
        case Link():
            return f"{value.relation}: {value.event}"
        case Claim():
            return " ".join(filter(None, (value.status, value.source, value.reported)))
        case Excerpt():
            return value.exact
        case Place():
            point = "" if value.lat is None else f"{value.lat}, {value.lon} {value.precision}".rstrip()
            return ", ".join(filter(None, (value.name, value.country, point)))
    return msgspec.json.encode(value).decode()
