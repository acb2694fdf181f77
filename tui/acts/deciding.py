"""Acts of the review: what is decided on the suggestion under the cursor, saved at once and undone by ``u``."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from store import edtf
from store.claims import date_of
from store.errors import StoreError
from store.model import Event, Record, RecordError
from store.query import QueryError, parse
from store.review import Desk, Item, Match, publication_day
from store.suggest.events.model import Suggestion
from tui.commands import grouped, keys_of
from tui.forms.suggestions import Wording, of_suggestion
from tui.look import counted
from tui.paint import Part
from tui.screens.explorer import Explorer
from tui.screens.form import FormScreen
from tui.screens.pick import Choice, Pick, narrowed
from tui.screens.review import Offer, ReviewScreen
from tui.screens.sheet import Sheet

T = TypeVar("T")

FOUND = 40
"""Events that a typed search offers to join to."""


def accept(review: ReviewScreen) -> None:
    """Make an event of the suggestion."""
    if (item := review.item) is not None and item.decision is None and item.cited is not None:
        review.say(f"In the dossier already: {item.cited.title}. e makes another event of it.", "warning")
        return
    _decide(review, lambda desk, item: desk.accept(item.key), lambda event: f"Accepted: {event.title}")


def accept_all(review: ReviewScreen) -> None:
    """Make events of all open suggestions of high confidence, in one step."""
    desk = review.desk
    if desk is None or not review.writable():
        return
    if not desk.review.high():
        review.say("No open suggestion is of high confidence.")
    elif (tried := _tried(review, desk.accept_all)) is not None:
        (made,) = tried
        _go_on(review, f"Accepted {counted(len(made), 'suggestion')}; u takes them back.", made[-1].id)


def reject(review: ReviewScreen) -> None:
    """Let nothing come of the suggestion."""
    _decide(review, lambda desk, item: desk.reject(item.key), lambda _: "Rejected.")


def split(review: ReviewScreen) -> None:
    """Cut a suggestion that tells several things into one for each."""
    desk, item = review.desk, review.item
    if desk is None or item is None or not review.writable():
        return
    if (tried := _tried(review, lambda: desk.split(item.key))) is None:
        return
    (keys,) = tried
    if keys:
        review.show(desk.review.position(keys[0]))
        review.say(f"Cut into {len(keys)}; u joins them again.")
    else:
        review.say("It tells one thing only; p marks a part of it by hand.")


def other_date(review: ReviewScreen) -> None:
    """Take the next other reading of its date; after the last one the first again."""
    desk, item = review.desk, review.item
    if desk is None or item is None:
        return
    suggestion = item.suggestion
    if not item.is_open or not suggestion.alternatives:
        review.say("Its date has no other reading; e changes it.")
        return
    taken, *others = suggestion.alternatives
    desk.change(item.key, replace(suggestion, date=taken, alternatives=(*others, suggestion.date)))
    review.show()


def undo(review: ReviewScreen) -> None:
    """Take back the last decision."""
    desk = review.desk
    if desk is None or not review.writable():
        return
    before = {item.key: item for item in desk.review.items}
    if (tried := _tried(review, desk.undo)) is None:
        return
    (step,) = tried
    if step is None:
        review.say("Nothing to undo in this review.")
        return
    review.made = None
    changed = (at for at, item in enumerate(desk.review.items) if before.get(item.key) != item)
    review.show(next(changed, None))
    review.say(f"Undone: {step.name}")


async def change(review: ReviewScreen) -> None:
    """Change date, title, status, actors and place, and accept the suggestion so."""
    desk, item = review.desk, review.item
    if desk is None or item is None or not review.writable() or _is_settled(review, item):
        return

    def changed(suggestion: Suggestion) -> None:
        _decide(review, lambda desk, _: desk.accept(item.key, suggestion), lambda event: f"Accepted: {event.title}")

    await reworded(review, desk, item.suggestion, "Accept in other words", changed)


async def reworded(
    screen: Explorer | ReviewScreen,
    desk: Desk,
    suggestion: Suggestion,
    title: str,
    answered: Callable[[Suggestion], None],
) -> None:
    """Ask for a suggestion in other words."""
    basis = publication_day(desk.article) or datetime.date.today()

    def filled(record: Record | None) -> None:
        if isinstance(record, Wording):
            answered(record.applied(suggestion))

    await screen.ask(FormScreen(of_suggestion(suggestion, desk.cast, screen.chronology, basis, title)), filled)


def join(review: ReviewScreen) -> None:
    """Make it a claim on an existing event, the likeliest offered first."""
    desk, item = review.desk, review.item
    if desk is None or item is None or not review.writable() or _is_settled(review, item):
        return

    async def offered(offer: Offer) -> None:
        def joined(event: Event) -> None:
            _decide(
                review, lambda desk, _: desk.join(offer.item.key, event), lambda event: f"A claim on: {event.title}"
            )

        await pick_event(review, offer.matches, joined)

    review.offer(item, lambda offer: review.call_next(offered, offer))


async def pick_event(
    screen: Explorer | ReviewScreen, matches: Sequence[Match], answered: Callable[[Event], None]
) -> None:
    """Ask for an event: likely ones first, and any other by what it is searched by."""
    likely = [_choice(match.event, match.why) for match in matches]

    def found(typed: str) -> list[Choice]:
        kept = narrowed(likely, typed)
        if not typed.strip():
            return kept
        try:
            rows = screen.chronology.window(parse(typed, datetime.date.today()), 0, FOUND)
        except QueryError:
            return kept
        offered = {choice.value for choice in kept}
        return kept + [_choice(row.event, "") for row in rows if row.event.id not in offered]

    def picked(event_id: str | None) -> None:
        event = screen.chronology.event(event_id) if event_id else None
        if event is not None:
            answered(event)

    empty = "No event is like it: type to search all." if not likely else "No event has these words."
    await screen.ask(Pick("A claim on which event?", found, empty), picked)


def _choice(event: Event, why: str) -> Choice:
    return Choice(event.id, f"{edtf.label(date_of(event.date), year=True)}  {event.title}", why)


def further(review: ReviewScreen) -> None:
    """Add the article's outlet as a further source to the events of the same story under another outlet."""
    desk, twin = review.desk, review.further_twin
    if desk is None or not review.writable():
        return
    if twin is None:
        review.say("No other article of the dossier tells the same story.")
        return
    if (tried := _tried(review, lambda: desk.further_source(twin))) is None:
        return
    (changed,) = tried
    review.twins = tuple(each for each in review.twins if each != twin)
    if changed:
        _go_on(review, f"A further source of {counted(len(changed), 'event')}; u takes it back.", changed[-1].id)
    else:
        review.say("None of its passages stands in this text: nothing was added.")


async def show_help(review: ReviewScreen) -> None:
    """What the keys do here."""
    lines: list[list[Part]] = [[(review.suggestions.HELP, "")], []]
    for group, commands in grouped(("review", "list")):
        lines.append([(group, "heading")])
        lines += [
            [(f"  {' '.join(keys_of(each, review.config.keys)):<14}", "key"), (each.help, "")] for each in commands
        ]
        lines.append([])
    await review.ask(Sheet("Help: review", lines))


def _is_settled(review: ReviewScreen, item: Item) -> bool:
    """Whether the item has become a record, which is said."""
    if item.decision is None or not item.decision.event:
        return False
    review.say(f"It is {item.decision.verdict} already: u takes that back, the explorer edits its event.", "warning")
    return True


def _decide(review: ReviewScreen, decide: Callable[[Desk, Item], T], said: Callable[[T], str]) -> None:
    """Do something about the suggestion under the cursor, and go on to the next open one."""
    desk, item = review.desk, review.item
    if desk is None or item is None or not review.writable() or _is_settled(review, item):
        return
    if (tried := _tried(review, lambda: decide(desk, item))) is not None:
        (done,) = tried
        _go_on(review, said(done), done.id if isinstance(done, Event) else None)


def _go_on(review: ReviewScreen, said: str, event_id: str | None) -> None:
    assert review.desk is not None
    review.made = event_id or review.made
    following = review.desk.review.next_open(review.suggestions.cursor)
    review.show(following)
    review.say(said if following is not None else f"All are decided, Esc leads back. {said}")


def _tried(review: ReviewScreen, decide: Callable[[], T]) -> tuple[T] | None:
    """What ``decide`` gives; ``None``, and the reason in the last line, where it cannot be saved."""
    try:
        return (decide(),)
    except (StoreError, RecordError) as error:
        review.show()
        review.say(str(error), "error")
        return None
