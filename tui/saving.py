"""Edits of the explorer: written in a worker thread, told in the last line, settled where somebody was there before.

The lock of a dossier may be held by somebody else for seconds; the screen goes on meanwhile. Edits are written one at a
time, in the order in which they were asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import msgspec

from store.differences import Choice, Difference, differences, settled
from store.dossier.journal import Step
from store.errors import Conflict, StoreError
from store.model import Claim, Excerpt, Link, Participant, Place, Record, RecordError
from tui.look import Glyphs, counted
from tui.screens.choose import Choose, Option, Row
from tui.screens.explorer import Explorer
from tui.turns import Kind, Turns

R = TypeVar("R", bound=Record)
T = TypeVar("T")

Failed = Callable[[str], None]
"""Told why nothing was saved."""

TURNS = Turns()
"""A dossier is edited in one thread at a time."""

EXPECTED = (StoreError, RecordError)
"""What goes wrong with files and records."""

PATIENCE = 0.7
"""Seconds after which a save that goes on is spoken of."""

WORDS: Mapping[str, Choice] = {"m": "mine", "t": "theirs"}
"""The keys by which a field is settled."""


def save(
    explorer: Explorer,
    write: Callable[[], str | None],
    said: str,
    *,
    keep: str | None = None,
    conflict: Callable[[Conflict], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Write an edit and show the view as it is then, the cursor on the event ``keep`` where one is named.

    ``said`` is what is said of it, unless ``write`` gives what only shows while it writes.
    ``conflict`` is called, on the thread of messages, when somebody changed the record meanwhile, ``failed`` with what
    else went wrong; without them it is said.
    """
    if TURNS.open("edit"):
        explorer.say("The last edit is still being saved.", "warning")
        return

    def work() -> str:
        told = write()
        explorer.chronology.refresh()
        return told or said

    def done(told: str, late: bool) -> None:
        del late
        explorer.see(explorer.query_now, keep)
        explorer.read()
        explorer.say(told)

    def tell(error: Exception) -> None:
        if isinstance(error, Conflict) and conflict is not None:
            conflict(error)
            return
        reason = brief(explorer, error)
        explorer.say(reason, "error")
        if failed is not None and not isinstance(error, Conflict):
            failed(reason)

    _in_turn(explorer, "edit", work, done, tell, (*EXPECTED, ValueError))


def own(explorer: Explorer, write: Callable[[], object], said: str) -> None:
    """Write what is this person's own: a mark, a saved view. Many may be asked for while one is written."""

    def work() -> None:
        write()
        if not TURNS.waiting("own"):
            explorer.chronology.refresh()

    def done(_: object, late: bool) -> None:
        if TURNS.newest("own") == turn:  # else what is shown already runs ahead of what is written
            explorer.see(explorer.query_now)
        if said or late:
            explorer.say(said or "Saved.")

    def tell(error: Exception) -> None:
        # What was shown already is not so.
        explorer.see(explorer.query_now)
        explorer.say(brief(explorer, error), "error")

    turn = _in_turn(explorer, "own", work, done, tell)


def step(explorer: Explorer, take: Callable[[], Step | None], then: Callable[[Step | None], None]) -> None:
    """Undo or redo, then say so. Steps asked for while one is taken wait for it: none is passed over."""

    def work() -> Step | None:
        taken = take()
        explorer.chronology.refresh()
        return taken

    def tell(error: Exception) -> None:
        explorer.say(brief(explorer, error), "error")

    _in_turn(explorer, "step", work, lambda taken, _: then(taken), tell)


def _in_turn(
    explorer: Explorer,
    kind: Kind,
    work: Callable[[], T],
    done: Callable[[T, bool], None],
    tell: Callable[[Exception], None],
    expected: tuple[type[Exception], ...] = EXPECTED,
) -> int:
    """Do some work in a thread when its turn comes; the number of the turn.

    Then, on the thread of messages, ``done`` is called with what came of it and whether its being late was spoken of,
    or ``tell`` with what is ``expected`` to go wrong.
    """
    waiting = _Late(explorer)

    def run() -> None:
        try:
            result = work()
        except expected as error:
            explorer.call_later(failed, error)
        else:
            explorer.call_later(lambda: done(result, waiting.stop()))

    def failed(error: Exception) -> None:
        waiting.stop()
        tell(error)

    return TURNS.take(explorer, kind, run)


class _Late:
    """Tells who waits for a save why that may be, unless it is stopped before: the lock may be somebody else's."""

    def __init__(self, explorer: Explorer) -> None:
        self._explorer = explorer
        self._told = False
        self._timer = explorer.set_timer(PATIENCE, self._tell)

    def _tell(self) -> None:
        self._told = True
        self._explorer.say("Saving: another program holds the file, or the disk is slow.", lasting=True)

    def stop(self) -> bool:
        """The save is over; whether it was spoken of."""
        self._timer.stop()
        return self._told


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
    change: Callable[[R, R], str] | None = None,
) -> None:
    """Save ``mine`` in the place of ``seen``. Where others changed it since, ask field by field, then save.

    ``change`` does so where more than this record is to change with it, and gives what to say.
    """
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
            put(explorer, table, theirs, settled(theirs, found, choices), said, keep=keep, failed=failed, change=change)

        if found:
            explorer.app.push_screen(_question(found, explorer.glyphs), chosen)
        else:
            explorer.say("Somebody made the same change meanwhile.")

    def write() -> str | None:
        if change is not None:
            return change(seen, mine)
        explorer.dossier.put(table, mine, seen=seen)
        return None

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
