"""One import from its first row to its file: every record gets its actors, its origin and its place in the account.

Events are spooled (:mod:`store.importers.spool`) until all files of the import are read. Then ``imports/NAME.json``
is replaced as a whole, or left alone if nothing changed.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import cast as typed

from msgspec.structs import replace

from store import disk, lines
from store.importers.cast import Cast
from store.importers.format import Format
from store.importers.held import Elsewhere, Held, fingerprint
from store.importers.report import Options, Part, Refused, Report, Rule, Taken
from store.importers.spool import Spool
from store.model import Actor, Claim, Event, Origin, Participant, Where, decode, encode

ELSEWHERE = Rule("elsewhere", "the dossier has a record with this id in another file")
"""The rule of every import. Switched off, such an event comes in beside the other, its id followed by ``@NAME``."""

DUPLICATES = Rule("duplicates", "rows that are reports of one event become one event")
"""The rule by which rows are merged; formats that can do without it say so in their rules."""

_STATES = ("added", "updated", "unchanged")
_ADDED, _UPDATED, _UNCHANGED = range(3)
_NEW = -1

_REMOVED_SHOWN = 5
_MISSING_SHOWN = 5


class Batch:
    """The events and actors of one import. A context manager: the spool goes with it."""

    def __init__(
        self, name: str, held: Held, elsewhere: Elsewhere, today: str, options: Options, folder: Path | None = None
    ) -> None:
        """``today`` is the ISO day on which new records enter the dossier; ``folder`` is where to spool."""
        self._name, self._held, self._elsewhere, self._today = name, held, elsewhere, today
        self._beside = ELSEWHERE.name in options.off
        self._cast = Cast(elsewhere.actors, held.actors)
        self._named_by_id: set[str] = set()
        self._cited: dict[str, None] = {}
        """The articles that claims point at, in the order of their first claims."""
        self._spool = Spool(folder)
        self._by_key: dict[int, int] = {}
        self._reports: list[Report] = []
        # One entry an event, by ordinal of the spool: whose account it stands in, where the last import has it, what
        # it says, and whether that is new.
        self._report_of = array("H")
        self._places = array("q")
        self._marks = array("q")
        self._states = bytearray()

    def __enter__(self) -> Batch:
        return self

    def __exit__(self, *_: object) -> None:
        self._spool.__exit__()

    def begin(self, format: Format, report: Report) -> None:
        """The items that follow come from another file."""
        self._format = format
        self._reports.append(report)

    def take(self, item: Taken) -> None:
        """Account for an event or an actor (articles go to :mod:`store.importers.shelf`)."""
        report = self._reports[-1]
        if isinstance(item.record, Event):
            self._take_event(report, item, item.record)
        else:
            self._take_actor(report, item.row, typed(Actor, item.record))

    def _take_actor(self, report: Report, row: int, actor: Actor) -> None:
        state = self._cast.take(replace(actor, origin=actor.origin or self._origin(report, row, self._today)))
        if state == "known" and not self._beside:
            report.skip(ELSEWHERE.name)
        else:
            # Beside another of its id an actor cannot stand: the one that is there serves both.
            state = "unchanged" if state == "known" else state
            setattr(report, state, getattr(report, state) + 1)

    def _take_event(self, report: Report, item: Taken, event: Event) -> None:
        if self._elsewhere.label(event.id):
            if not self._beside:
                report.skip(ELSEWHERE.name)
                return
            event = replace(event, id=f"{event.id}@{self._name}")
        event = self._complete(report, item, event)
        mark = fingerprint(event)
        keys = {hash(event.id), hash(item.same or event.id)}
        first = next((self._by_key[key] for key in keys if key in self._by_key), None)
        if first is not None:
            self._take_again(report, item.row, first, event, mark)
            return
        place = self._held.find(event.id)
        ordinal = self._spool.add(b"")
        for key in keys:
            self._by_key[key] = ordinal
        self._report_of.append(len(self._reports) - 1)
        self._places.append(_NEW if place is None else place)
        self._marks.append(mark)
        self._states.append(_ADDED)
        report.added += 1
        self._put(ordinal, event, mark)

    def _take_again(self, report: Report, row: int, ordinal: int, event: Event, mark: int) -> None:
        """A row with the key of an earlier one: the same again, more of it, or a contradiction."""
        if mark != self._marks[ordinal]:
            first = self._event(ordinal)
            combined = self._format.combine(first, event)
            if combined is None:
                was = first.origin.row if first.origin else 0
                report.refused.append(Refused(row, "id", f"row {was} has the same key and says something else"))
                return
            if combined is not first:
                self._put(ordinal, combined, fingerprint(combined))
        report.merge(DUPLICATES.name if DUPLICATES in self._format.rules else "")

    def _put(self, ordinal: int, event: Event, mark: int) -> None:
        """Keep an event in its place; the account follows what it is now compared with the last import."""
        place = self._places[ordinal]
        state, day = _ADDED, self._today
        if place != _NEW:
            state = _UNCHANGED if self._held.same(place, mark) else _UPDATED
            day = self._held.day(place) if state == _UNCHANGED else day
        report = self._reports[self._report_of[ordinal]]
        before, after = _STATES[self._states[ordinal]], _STATES[state]
        setattr(report, before, getattr(report, before) - 1)
        setattr(report, after, getattr(report, after) + 1)
        self._states[ordinal], self._marks[ordinal] = state, mark
        if event.origin and not event.origin.imported:
            event = replace(event, origin=replace(event.origin, imported=day))
        self._spool.replace(ordinal, encode(event))

    def _complete(self, report: Report, item: Taken, event: Event) -> Event:
        """The event with its actors' ids, its outlets' ids where known, and its origin."""
        origin = event.origin or Origin(file="")
        if not origin.file:
            origin = replace(origin, file=report.file, row=item.row, format=self._format.name)
        if item.cast:
            actors = tuple(dict.fromkeys(self._participant(part, report, item.row) for part in item.cast))
        else:
            actors = event.actors
            self._named_by_id.update(part.actor for part in actors)
        claims = tuple(self._linked(claim) for claim in event.claims)
        self._cited.update((claim.article, None) for claim in claims if claim.article)
        return replace(event, actors=actors, claims=claims, origin=origin)

    def _participant(self, part: Part, report: Report, row: int) -> Participant:
        return Participant(actor=self._cast.id_of(part, self._origin(report, row, self._today)), role=part.role)

    def _linked(self, claim: Claim) -> Claim:
        source = self._cast.known_id(claim.source)
        return claim if source == claim.source else replace(claim, source=source)

    def _origin(self, report: Report, row: int, day: str) -> Origin:
        return Origin(file=report.file, row=row, format=self._format.name, imported=day)

    def _event(self, ordinal: int) -> Event:
        event: Event = decode("events", self._spool.read(ordinal), Where("spool", "events", str(ordinal)))
        return event

    def finish(self, *, write: bool, articles: Collection[str]) -> None:
        """Complete the account, and replace the import's file unless nothing changed. ``articles`` came with it.

        When every row was refused, the last import stays: the file is probably not what it was taken for. Raises
        :class:`store.errors.StoreError` if the file cannot be saved; the last import is then intact too.
        """
        last = self._reports[-1]
        if not self._states and len(self._held) and any(report.refused for report in self._reports):
            last.notes.append(f"nothing was taken, so the import {self._name} stays as it was")
            return
        self._name_missing(last, articles)
        last.removed = self._held.removed()
        if last.removed:
            ids = ", ".join(self._held.removed_ids(_REMOVED_SHOWN))
            more = last.removed - _REMOVED_SHOWN
            last.notes.append(f"no longer in the file: {ids}{f' and {more} more' if more > 0 else ''}")
        actors = self._actors(last)
        changed = last.removed or self._states.count(_UNCHANGED) != len(self._states) or actors != self._held.actors
        if write and changed:
            disk.make_folder(self._held.path.parent)
            lines.write(
                self._held.path,
                {"events": self._numbered_events(), "actors": self._numbered_actors(actors)},
            )

    def _name_missing(self, report: Report, brought: Collection[str]) -> None:
        """Say which articles claims point at in vain. They may come later, so the claims keep pointing there."""
        missing = self._elsewhere.articles_missing(id for id in self._cited if id not in brought)
        if missing:
            more = len(missing) - _MISSING_SHOWN
            named = ", ".join(missing[:_MISSING_SHOWN]) + (f" and {more:,} more" if more > 0 else "")
            report.notes.append(
                f"claims point at articles that the dossier has not (dateline's jsonl has them): {named}"
            )

    def _actors(self, report: Report) -> list[Actor]:
        """All actors of the new file, as the last import ordered them: new ones, and old ones that others
        speak of."""
        for id in sorted(id for id in self._named_by_id if not self._cast.holds(id)):
            self._cast.take(Actor(id=id, name=id, origin=self._origin(report, 0, self._today)))
            report.notes.append(f"actor {id} is known by its id only")
        made = {actor.id: actor for actor in self._cast.made()}
        dropped = self._cast.dropped()
        if dropped:
            used = self._elsewhere.uses(actor.id for actor in dropped)
            made |= {actor.id: actor for actor in dropped if actor.id in used}
        before = [actor.id for actor in self._held.actors]
        return [made[id] for id in dict.fromkeys((*before, *made)) if id in made]

    def _numbered_events(self) -> Iterator[tuple[int, bytes]]:
        """Events by document number: what was there keeps its number and its line, what is new comes after."""
        numbers = array("q")
        following = self._held.next_number
        for place in self._places:
            if place == _NEW:
                numbers.append(following)
                following += 1
            else:
                numbers.append(self._held.number(place))
        if not len(self._held):
            yield from zip(numbers, self._spool, strict=True)
            return
        for ordinal in sorted(range(len(numbers)), key=numbers.__getitem__):
            yield numbers[ordinal], self._spool.read(ordinal)

    def _numbered_actors(self, actors: list[Actor]) -> Iterator[tuple[int, bytes]]:
        return ((number, encode(actor)) for number, actor in enumerate(actors, 1))
