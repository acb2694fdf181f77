"""The lines around the panes: header, titles, keys, the echo of a query, a caret under an error. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from store import edtf
from store.chronology import Chronology
from store.dossier import Dossier
from store.query import Query, QueryError
from tui.ask import Listing, Overview
from tui.commands import BY_ID, Scope, keys_of, table
from tui.look import counted
from tui.paint import Part, fit, width_of

Sides = tuple[list[Part], list[Part]]
"""The left and the right parts of a line."""

GAP = 2
"""Cells between the two at least."""


def header(
    dossier: Dossier, chronology: Chronology, listing: Listing | None, overview: Overview | None, width: int
) -> Sides:
    """The program, the dossier, how much it holds, and what is special about it now."""
    left: list[Part] = [(" dateline", "accent"), ("  ", ""), (fit(dossier.name, max(10, width // 3)), "strong")]
    if dossier.read_only:
        left.append(("  read-only", "warning"))
    if listing is not None and listing.query.as_of is not None:
        # What is shown then is not what is known now: that must not be overlooked.
        left.append((f"  as known on {edtf.day_text(listing.query.as_of)}", "chip"))
    if faults := len(chronology.faults):
        left.append((f"  {counted(faults, 'record')} left out: dateline check", "warning"))
    progress = chronology.progress
    if progress is not None:
        share = f" {100 * progress.done // progress.total}%" if progress.total else ""
        left.append((f"  {progress.phase}{share}", "warning"))
    taken = sum(width_of(text) for text, _ in left)
    for right in _measures(listing, overview):
        if taken + GAP + sum(width_of(text) for text, _ in right) < width:
            break
    return left, [*right, (" ", "")]


def _measures(listing: Listing | None, overview: Overview | None) -> Iterator[list[Part]]:
    """How much there is and what dates count from, always shorter: the basis is kept before the extent."""
    if listing is None:
        yield []
        return
    events: Part = (counted(listing.count.all, "event"), "")
    basis: Part = (f"  basis {listing.query.basis.isoformat()}", "dim")
    if overview is not None and overview.extent is not None:
        first, last = map(edtf.from_ordinal, overview.extent)
        yield [events, (f"  {first[0]}-{first[1]:02} .. {last[0]}-{last[1]:02}", "dim"), basis]
        yield [events, (f"  {first[0]} .. {last[0]}", "dim"), basis]
    yield [events, basis]
    yield [events]


def keys(
    read_only: bool,
    keymap: Mapping[str, str],
    scopes: Collection[Scope] = ("explorer", "list", "article"),
    always: tuple[str, ...] = ("help", "quit"),
    *,
    guest: bool = False,
) -> Sides:
    """The footer: the keys that a newcomer needs, and at the right, never cut, how to get help and out of here."""
    left: list[Part] = [(" ", "")]
    for command in table(guest=guest):
        wanted = command.footer and command.id not in always and not (command.edits and read_only)
        if command.scope in scopes and wanted:
            left += [(keys_of(command, keymap)[0], "key"), (f" {command.label}  ", "")]
    right: list[Part] = []
    for command in (BY_ID[each] for each in always):
        right += [("  " if right else " ", ""), (keys_of(command, keymap)[0], "key"), (f" {command.label}", "")]
    return left, [*right, (" ", "")]


def echo(query: Query, chronology: Chronology) -> Sides:
    """What was understood of a query, with the hints on what was not."""

    def name(actor_id: str) -> str | None:
        actor = chronology.actor(actor_id)
        return actor.name if actor else None

    left: list[Part] = [(" ", ""), (query.describe(name), "accent")]
    return left + hinted(query.hints), []


def candidates(texts: Sequence[str]) -> list[Part]:
    """What Tab gives in the search bar, the present one first."""
    first, *others = texts
    return [(" Tab: ", "dim"), (first, "strong"), ("  " + "  ".join(others), "dim")]


def hinted(hints: Iterable[str]) -> list[Part]:
    """What may not have been meant so, behind the echo of a query."""
    return [(f"  ({hint})", "warning") for hint in hints]


def caret(text: str, error: QueryError) -> str:
    """An error in one line, with the place in the query that it means."""
    word = text[error.position : error.position + max(1, error.length)]
    return f"at {error.position + 1} «{word.strip()}»: {error.reason}" if word.strip() else error.reason
