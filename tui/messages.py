"""What panes tell the screen that owns them. Each message says what happened, not what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class EventRested(Message):
    """The timeline's cursor is on an event."""

    event_id: str
    """The event."""
    position: int
    """Its place in the view, from 0."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, EventRested)


@dataclass
class EventOpened(Message):
    """An event was chosen to be read."""

    event_id: str
    """The event."""


@dataclass
class RowsWanted(Message):
    """The timeline is about to show events that it does not have."""

    start: int
    """First position wanted, from 0."""
    end: int
    """Position after the last one wanted."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, RowsWanted)


@dataclass
class FacetChosen(Message):
    """A value of the facet pane was chosen to filter by, or to be released."""

    field: str
    """The facet's field, such as ``actor``."""
    value: str
    """The value: an id for actors, else the text."""


@dataclass
class QueryKey(Message):
    """A key that is no text was pressed in the search bar."""

    key: str
    """``enter``, ``escape``, ``up``, ``down`` or ``tab``."""


@dataclass
class QueryTyped(Message):
    """The text in the search bar changed."""

    text: str
    """The whole query as typed so far."""
    candidates: tuple[str, ...] = ()
    """What Tab gives for the word, the present candidate first; empty where the text was not completed just now."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, QueryTyped)


@dataclass
class QueryDone(Message):
    """The search bar was left."""

    text: str
    """The query to keep."""
    kept: bool
    """False if it was left by Esc: the query from before stands again."""


@dataclass
class ClaimShown(Message):
    """The article pane shows another claim of the event."""

    index: int
    """Which claim, from 0."""
    total: int
    """Of how many."""
