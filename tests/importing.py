"""What the tests of importers share: put a file somewhere, import it, look at what came of it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from store import importers
from store.dossier import Dossier, create
from store.importers import Options, Report
from store.model import Actor, Article, Event

TODAY = datetime.date(2026, 1, 2)


class Desk:
    """A dossier in a temporary folder, and a folder to put files into."""

    def __init__(self, folder: Path) -> None:
        self.inbox = folder / "inbox"
        self.inbox.mkdir(parents=True, exist_ok=True)
        self.dossier: Dossier = create(folder / "dossier")

    def put(self, name: str, content: str | bytes) -> Path:
        """Write a file to import."""
        path = self.inbox / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def run(self, *paths: Path, off: tuple[str, ...] = (), **request: Any) -> list[Report]:
        """Import files; every account must balance."""
        request.setdefault("options", Options(off=frozenset(off)))
        reports = importers.run(paths, self.dossier, today=TODAY, **request)
        for report in reports:
            assert balances(report), report
        return list(reports)

    def take(self, file: str, content: str | bytes, **request: Any) -> Report:
        """Write one file and import it."""
        return self.run(self.put(file, content), **request)[0]

    def events(self) -> list[Event]:
        """All events, in the order of their documents."""
        return list(self.dossier.records("events"))

    def event(self) -> Event:
        """The only event."""
        (event,) = self.events()
        return event

    def actors(self) -> dict[str, Actor]:
        """All actors by name."""
        return {actor.name: actor for actor in self.dossier.records("actors")}

    def articles(self) -> list[Article]:
        """All articles."""
        return list(self.dossier.records("articles"))

    def cast(self, event: Event) -> list[tuple[str, str]]:
        """Names and roles of an event's actors."""
        names = {actor.id: actor.name for actor in self.dossier.records("actors")}
        return [(names[part.actor], part.role) for part in event.actors]


def balances(report: Report) -> bool:
    """Whether every row read stands in exactly one place of the account."""
    placed = report.added + report.updated + report.unchanged + report.merged + report.skipped + len(report.refused)
    return report.read == placed


def refusals(report: Report) -> list[tuple[int, str]]:
    """Row and field of each refused row."""
    return [(refused.row, refused.field) for refused in report.refused]
