"""What an exporter is given and what it says: the dossier's words for ids, and what a format could not hold."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import msgspec

from store import lines
from store.dossier import Dossier, SourceFile
from store.model import Actor, Article, Event, Where, decode


class ExportFailed(Exception):
    """Nothing was written; the message is one sentence for the user."""


def _nobody(_id: str) -> Actor | None:
    return None


def _nothing(_id: str) -> Article | None:
    return None


@dataclass(frozen=True, slots=True)
class Context:
    """What events alone do not tell: the chronology's name, and the records that their ids stand for."""

    title: str = "Chronology"
    description: str = ""
    query: str = ""
    """The query that chose the events, and ``basis`` the day its relative dates count from (ISO)."""
    basis: str = ""
    actor: Callable[[str], Actor | None] = _nobody
    article: Callable[[str], Article | None] = _nothing
    now: datetime.datetime = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    """The moment that formats which must carry one are stamped with."""

    @classmethod
    def of(cls, dossier: Dossier, *, query: str = "", basis: str = "") -> Context:
        """The context of a dossier. Reads its actors; articles are looked up when a claim cites one."""
        meta = dossier.meta
        actors: dict[str, Actor] = {actor.id: actor for actor in dossier.records("actors")}
        return cls(
            title=meta.title or dossier.name,
            description=meta.description,
            query=query,
            basis=basis or meta.basis,
            actor=actors.get,
            article=_Articles(dossier).find,
            now=datetime.datetime.now(datetime.UTC).replace(microsecond=0),
        )

    def name(self, id: str) -> str:
        """An actor's name, or what stands in the place of its id."""
        actor = self.actor(id)
        return actor.name if actor else id


class _Id(msgspec.Struct):
    id: str


class _Articles:
    """The articles of a dossier by id: found once, read when a claim cites them."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._places: dict[str, tuple[SourceFile, int, int]] | None = None

    def find(self, id: str) -> Article | None:
        """The article of this id, if there is one."""
        if self._places is None:
            self._places = {
                msgspec.json.decode(line.raw, type=_Id).id: (file, line.offset, line.length)
                for line, file in self._dossier.scan("articles")
            }
        place = self._places.get(id)
        if place is None:
            return None
        file, offset, length = place
        article: Article = decode(
            "articles", lines.read_at(file.path, offset, length), Where(file.label, "articles", id)
        )
        return article


@dataclass(slots=True)
class Losses:
    """What came of an export: events written, events left out and why, and what was simplified."""

    format: str = ""
    written: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    """Reason to number of events that the format has no place for."""
    reduced: dict[str, int] = field(default_factory=dict)
    """What is said less exactly, or not shown, to number of events."""

    def leave_out(self, reason: str) -> None:
        """Count an event that is not in the file."""
        self.left_out[reason] = self.left_out.get(reason, 0) + 1

    def reduce(self, what: str) -> None:
        """Count an event of which the file says less than the dossier."""
        self.reduced[what] = self.reduced.get(what, 0) + 1

    def sentences(self) -> list[str]:
        """For people: one line for each thing that was lost."""
        return [
            *(f"{_events(count)} left out: {reason}" for reason, count in self.left_out.items()),
            *(f"{_events(count)}: {what}" for what, count in self.reduced.items()),
        ]

    def to_builtins(self) -> dict[str, Any]:
        """Plain dicts, for JSON."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count} events"


Write = Callable[[Iterable[Event], Context, BinaryIO, Losses], None]
"""Writes events into an open file, counting what it writes and what it cannot."""
