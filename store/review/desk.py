"""The desk at which one person reviews one article: each decision is one named step of the dossier, saved at once.

What an accepted suggestion brings into the dossier (event, new actors, learned aliases) and the decision itself are
saved as one step, so that undoing it takes back all of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from store.dossier import Dossier
from store.dossier.changes import Add, Edit, Put
from store.dossier.edits import Change
from store.dossier.journal import Step
from store.errors import Conflict, StoreError
from store.model import Actor, Article, Decision, Event, Verdict, Where, decode
from store.review import items
from store.review.cast import Cast
from store.review.drafts import Drafter, with_claim
from store.review.further import Twin, with_further_source
from store.review.items import Cited, Item, Review
from store.review.parts import headed, parts
from store.suggest.suggest import Suggestion, Suggestions


class Desk:
    """One person's decisions on one article. Not for several threads at once.

    Edits raise :class:`store.errors.StoreError` (files, a read-only dossier) and leave everything as it was.
    """

    def __init__(
        self,
        dossier: Dossier,
        article: Article,
        found: Suggestions,
        cast: Cast,
        find_event: Callable[[str], Event | None],
        *,
        cited: Sequence[Cited] = (),
        today: datetime.date | None = None,
    ) -> None:
        """``find_event`` looks an event up by its id; ``today`` is the day that new events are said to be entered."""
        self._dossier = dossier
        self._find_event = find_event
        self._cited = cited
        self._today = (today or datetime.date.today()).isoformat()
        self._changed: dict[str, Suggestion] = {}
        self._saved: dict[str, Event] = {}
        self._steps: list[Step] = []
        self._gone: frozenset[str] = frozenset()
        self.article = article
        self.found = found
        self.cast = cast
        self.review = Review(article, ())
        self._look_again()
        made = {item.decision.event for item in self.review.items if item.decision and item.decision.event}
        if gone := {event for event in made if find_event(event) is None}:
            self._gone = frozenset(gone)
            self._look_again()

    def _look_again(self) -> None:
        """Lay out the items under the decisions that stand in this person's file now."""
        listed = items.review(self.article, self.found, self._dossier.decisions(), self._cited, self._gone)
        changed = (replace(item, suggestion=self._changed.get(item.key, item.suggestion)) for item in listed.items)
        self.review = Review(self.article, tuple(changed))

    def _item(self, key: str) -> Item:
        """The item to decide on. What has become a record cannot be decided on again: that would make it twice."""
        item = self.review.item(key)
        if item is None:
            raise StoreError("that suggestion is no longer there: its passage was split meanwhile")
        if item.decision is not None and item.decision.event:
            raise StoreError(f"it is {item.decision.verdict} already; undo that first, or edit the event itself")
        return item

    # Deciding.

    def change(self, key: str, suggestion: Suggestion) -> None:
        """Show and take the suggestion in other words from now on. Nothing is saved before it is accepted."""
        self._item(key)
        self._changed[key] = suggestion
        self._look_again()

    def accept(self, key: str, suggestion: Suggestion | None = None) -> Event:
        """Make an event of the suggestion, or of ``suggestion`` in its place."""
        item = self._item(key)
        suggestion = suggestion or item.suggestion
        return self._accept(f"accept {suggestion.title}", [(item, suggestion)])[0]

    def accept_all(self, chosen: Iterable[Item] | None = None) -> tuple[Event, ...]:
        """Accept several (else all open ones of high confidence) in one step."""
        several = tuple(self.review.high() if chosen is None else chosen)
        if not several:
            return ()
        name = f"accept {len(several)} suggestions of {self.article.title}"
        return self._accept(name, [(self._item(item.key), item.suggestion) for item in several])

    def _accept(self, name: str, several: Sequence[tuple[Item, Suggestion]]) -> tuple[Event, ...]:
        events: list[Event] = []

        def draft(drafter: Drafter) -> Iterator[Edit]:
            events.clear()
            for item, suggestion in several:
                event = drafter.event(suggestion, item.key)
                events.append(event)
                yield Add("events", event)
                yield Put("decisions", _decision(item, "accepted", event=event.id, claim=event.claims[0].id))

        self._save(name, draft)
        return tuple(events)

    def reject(self, key: str) -> None:
        """Note that nothing shall come of the suggestion."""
        item = self._item(key)
        self._save(f"reject {item.suggestion.title}", lambda _: [Put("decisions", _decision(item, "rejected"))])

    def join(self, key: str, event: Event, suggestion: Suggestion | None = None) -> Event:
        """Add what the article says as a further claim to an existing event; the event as it is then.

        If somebody changed the event meanwhile, the claim is added to what it has become. No actor is added to it.
        """
        item = self._item(key)
        return self._add_claim(event, suggestion or item.suggestion, item)

    def split(self, key: str, cuts: Sequence[int] = ()) -> tuple[str, ...]:
        """Cut the suggestion in two or more, at ``cuts`` (code points of the article) or where it proposes to.

        The keys of the parts; none if there is nowhere to cut.
        """
        item = self._item(key)
        cuts = tuple(cuts) or item.suggestion.splits
        made = parts(self.found, item.suggestion, cuts)
        if len(made) < 2:
            return ()
        self._changed.pop(key, None)
        split = _decision(item, "split", cuts=cuts)
        self._save(f"split {item.suggestion.title}", lambda _: [Put("decisions", split)])
        return tuple(items.suggestion_key(self.article.id, part) for part in made)

    def undo(self) -> Step | None:
        """Take back this session's last decision on the article, or what was last done by hand at this desk.

        ``None`` if the session's last step was something else. Raises :class:`store.errors.Conflict` if somebody has
        changed what it made since.
        """
        step = self._dossier.journal.next_undo
        changes = [change for file in step.files for change in file.changes] if step else []
        if step is None or not (step in self._steps or any(map(self._is_ours, changes))):
            return None
        self._saved.clear()
        self._dossier.undo()
        self._take_back(changes)
        self._look_again()
        return step

    def _is_ours(self, change: Change) -> bool:
        """Whether it is a decision on this article."""
        if change.table != "decisions":
            return False
        decision: Decision = _record(change.table, change.after) or _record(change.table, change.before)
        return decision.article == self.article.id

    def _take_back(self, changes: Sequence[Change]) -> None:
        """Forget what changes made known, now that they are undone: actors and their aliases, claims on the article."""
        touched: set[str] = set()
        for change in changes:
            before = _record(change.table, change.before)
            record = before or _record(change.table, change.after)
            if change.table == "actors":
                self.cast = self.cast.plus(before) if before else self.cast.without(record.id)
            elif change.table == "events":
                touched.add(record.id)
            elif change.table == "amendments":
                touched.add(record.event)
        left = filter(None, map(self._dossier.event, touched))
        kept = [each for each in self._cited if each.event not in touched]
        self._cited = sorted([*kept, *items.passages(self.article, left)])

    # By hand.

    def passage(self, start: int, end: int) -> Suggestion:
        """The passage (code points of the article) as a suggestion, filled in. Raises :class:`ValueError` if blank."""
        return headed(self.found.passage(start, end))

    def add_event(self, suggestion: Suggestion) -> Event:
        """Make an event of a passage that a person marked."""
        events: list[Event] = []

        def draft(drafter: Drafter) -> Iterator[Edit]:
            key = items.suggestion_key(self.article.id, suggestion)
            events[:] = [drafter.event(suggestion, key)]
            yield Add("events", events[0])

        self._save(f"add {suggestion.title}", draft)
        self._cite(events[0])
        return events[0]

    def add_claim(self, event: Event, suggestion: Suggestion) -> Event:
        """Add a passage that a person marked as a claim to an existing event; the event as it is then."""
        changed = self._add_claim(event, suggestion)
        self._cite(changed)
        return changed

    def further_source(self, twin: Twin) -> tuple[Event, ...]:
        """Add this article's outlet as a further source to the events that rest on ``twin``; those that got a claim."""
        changed: list[Event] = []

        def draft(drafter: Drafter) -> Iterator[Edit]:
            changed.clear()
            for event in twin.events:
                seen = self._saved.get(event.id, event)
                further = with_further_source(seen, self.article, twin.article, drafter.cast)
                if further is not seen:
                    changed.append(further)
                    yield Put("events", further, seen)

        self._save(f"{self.article.publisher or self.article.id} as a further source", draft)
        self._saved.update((event.id, event) for event in changed)
        self._cite(*changed)
        return tuple(changed)

    def _cite(self, *events: Event) -> None:
        self._cited = sorted({*self._cited, *items.passages(self.article, events)})
        self._look_again()

    # Saving.

    def _add_claim(self, event: Event, suggestion: Suggestion, item: Item | None = None) -> Event:
        changed = event

        def draft(drafter: Drafter) -> Iterator[Edit]:
            nonlocal changed
            seen = self._saved.get(event.id, event)
            drafter.teach(suggestion)
            claim = drafter.claim(suggestion, seen)
            changed = with_claim(seen, claim)
            yield Put("events", changed, seen)
            if item is not None:
                yield Put("decisions", _decision(item, "joined", event=event.id, claim=claim.id))

        self._save(f"claim on {event.title}", draft)
        self._saved[event.id] = changed
        return changed

    def _save(self, name: str, draft: Callable[[Drafter], Iterable[Edit]]) -> None:
        """Save what is drafted, with the actors that it makes or teaches, as one step.

        If somebody changed an actor or event meanwhile, it is drafted once more from what that has become.
        """
        before = self._dossier.journal.next_undo
        for attempt in (1, 2):
            drafter = Drafter(self.article, self.cast, self._is_event, self.found.mentions, self._today)
            edits = list(draft(drafter))
            try:
                self._dossier.change(name, *_people(drafter), *edits)
                break
            except Conflict as conflict:
                if attempt == 2 or conflict.theirs is None:
                    raise
                if isinstance(conflict.theirs, Actor):
                    self.cast = self.cast.plus(conflict.theirs)
                else:
                    self._saved[conflict.theirs.id] = conflict.theirs
        step = self._dossier.journal.next_undo
        if step is not None and step is not before:
            self._steps.append(step)
        self.cast = self.cast.plus(*drafter.new.values(), *(after for _, after in drafter.learned.values()))
        self._saved.update((edit.id, edit.record) for edit in edits if isinstance(edit, Add) and edit.table == "events")
        self._look_again()

    def _is_event(self, event_id: str) -> bool:
        return event_id in self._saved or self._find_event(event_id) is not None


def _decision(item: Item, verdict: Verdict, *, event: str = "", claim: str = "", cuts: Sequence[int] = ()) -> Decision:
    passage = item.suggestion.excerpt
    return Decision(
        id=item.key,
        article=item.key.rpartition("@")[0],
        start=passage.start,
        end=passage.end,
        verdict=verdict,
        event=event,
        claim=claim,
        cuts=tuple(cuts),
    )


def _people(drafter: Drafter) -> list[Edit]:
    """The edits that make the new actors and teach the known ones."""
    new: list[Edit] = [Add("actors", actor) for actor in drafter.new.values()]
    return new + [Put("actors", after, before) for before, after in drafter.learned.values()]


def _record(table: str, raw: bytes | None) -> Any:
    """The record of a document as a step keeps it; ``None`` where there was none."""
    return None if raw is None else decode(table, raw, Where("", table, ""))
