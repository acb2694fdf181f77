"""What a dossier holds already: the last import of the same name, by key, and the ids of everything else.

Ids are kept as 64-bit hashes of this process, since a million ids as text would cost 100 MB: two of n ids fall
together with a chance of n²/2⁶⁵, one in 36 million for a million events.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec.structs import replace

from store import lines
from store.dossier import Dossier
from store.model import Actor, Event, Origin, Where, decode, encode


class _Id(msgspec.Struct):
    id: str


def fingerprint(event: Event) -> int:
    """A hash of what an event says: everything but the file, row and day that it came with."""
    origin = event.origin
    stripped = Origin(file="", format=origin.format, key=origin.key, version=origin.version) if origin else None
    return hash(encode(replace(event, origin=stripped)))


class Held:
    """The last import of one name."""

    def __init__(self, path: Path, label: str) -> None:
        self.path = path
        self.actors: list[Actor] = []
        self._places: dict[int, int] = {}
        self._fingerprints = array("q")
        self._numbers = array("q")
        self._days: list[str] = []
        self._day_of = array("L")
        self._seen = bytearray()
        self.next_number = 1
        if path.exists():
            self._read(label)

    def _read(self, label: str) -> None:
        days: dict[str, int] = {}
        for line in lines.scan(self.path, ("events", "actors")):
            record = decode(line.table, line.raw, Where(label, line.table, str(line.doc_id)))
            if line.table == "actors":
                self.actors.append(record)
                continue
            self._places[hash(record.id)] = len(self._numbers)
            self._fingerprints.append(fingerprint(record))
            self._numbers.append(line.doc_id)
            self._day_of.append(days.setdefault(record.origin.imported if record.origin else "", len(days)))
            self._seen.append(0)
            self.next_number = max(self.next_number, line.doc_id + 1)
        self._days = list(days)

    def __len__(self) -> int:
        return len(self._numbers)

    def find(self, id: str) -> int | None:
        """The place of an event in the last import, if it has it; the event is then not among the removed ones."""
        place = self._places.get(hash(id))
        if place is not None:
            self._seen[place] = 1
        return place

    def same(self, place: int, mark: int) -> bool:
        """Whether the event at a place says what the fingerprint ``mark`` stands for."""
        return self._fingerprints[place] == mark

    def day(self, place: int) -> str:
        """The day on which the event at a place was imported."""
        return self._days[self._day_of[place]]

    def number(self, place: int) -> int:
        """Its TinyDB document number, which it keeps: unchanged lines stay where they are."""
        return self._numbers[place]

    def removed(self) -> int:
        """How many events of the last import have not been found in this one."""
        return self._seen.count(0)

    def removed_ids(self, most: int) -> list[str]:
        """The ids of the first few of them; reads the file again."""
        found: list[str] = []
        for place, line in enumerate(lines.scan(self.path, ("events",))):
            if not self._seen[place]:
                found.append(msgspec.json.decode(line.raw, type=_Id).id)
                if len(found) == most:
                    break
        return found


class Elsewhere:
    """The events and actors of the dossier's other files."""

    def __init__(self, dossier: Dossier, without: Path) -> None:
        """``without`` is the file of the import that is about to be replaced."""
        self.actors: list[Actor] = [
            decode("actors", line.raw, Where(file.label, "actors", str(line.doc_id)))
            for line, file in dossier.scan("actors")
            if file.path != without
        ]
        self._dossier = dossier
        self._without = without
        self._events: dict[int, str] = {}
        for line, file in dossier.scan("events"):
            if file.path != without:
                self._events[hash(msgspec.json.decode(line.raw, type=_Id).id)] = file.label

    def label(self, id: str) -> str | None:
        """The file that holds an event of this id, if one does."""
        return self._events.get(hash(id))

    def articles_missing(self, ids: Iterable[str]) -> list[str]:
        """Which of these articles no file of the dossier has, in the order given; reads them only if any is asked."""
        wanted = dict.fromkeys(ids)
        if wanted:
            for line, _ in self._dossier.scan("articles"):
                wanted.pop(msgspec.json.decode(line.raw, type=_Id).id, None)
        return list(wanted)

    def uses(self, ids: Iterable[str]) -> frozenset[str]:
        """Which of these actors the events and claims of other files speak of; reads those files."""
        wanted = frozenset(ids)
        used = wanted.intersection(actor.part_of for actor in self.actors)
        for line, file in self._dossier.scan("events"):
            if file.path == self._without:
                continue
            event = decode("events", line.raw, Where(file.label, "events", str(line.doc_id)))
            used |= wanted.intersection(part.actor for part in event.actors)
            for claim in event.claims:
                used |= wanted.intersection((claim.source, *claim.via))
        return used
