"""JSON Lines (and JSON lists) of objects with fields of any name; fields are guessed as columns of a table are.

Objects inside objects are flattened one level (``place.lat`` is found as ``place_lat``); actors may be names or
objects with name, role and kind; claims may be objects with the fields of ours, as ``dateline list --json`` prints
them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from msgspec.structs import replace

from store.importers import fields, generic
from store.importers.fields import Columns
from store.importers.format import Format, Head
from store.importers.generic import Assembler, Cells
from store.importers.objects import read_objects
from store.importers.opening import Source
from store.importers.records import claims_of
from store.importers.report import CellError, Item, Job, Part, Refused, Taken
from store.model import ACTOR_KINDS, ROLES, ActorKind, Event, Role

Plain = Mapping[str, Any]

_FIRST = 100
"""Objects whose keys are taken for the columns of the file."""


def sniff(head: Head) -> bool:
    """Whether the first line is a JSON object, or the file a list of them."""
    return bool(head.record) or head.text.startswith("[")


def read(source: Source, job: Job) -> Iterator[Item]:
    """One item an object."""
    keys = dict.fromkeys(key for plain in islice(_objects(source, job), _FIRST) for key in flat(plain))
    columns = generic.assign(source, job, list(keys))
    cells = (generic_cells(plain, columns) for plain in _objects(source, job))
    reader = Reader(job, generic.order(job, columns, cells))
    for item in read_objects(source, job):
        yield item if isinstance(item, Refused) else reader.item(*item)


def _objects(source: Source, job: Job) -> Iterator[Plain]:
    """The objects that can be read, to look through them without telling twice what the reading tells."""
    quiet = Job(job.name, options=job.options)
    return (found[1] for found in read_objects(source, quiet) if not isinstance(found, Refused))


def flat(plain: Plain) -> dict[str, Any]:
    """An object without objects in it: ``{"place": {"lat": 1}}`` is ``{"place_lat": 1}``, its ``name`` just
    ``place``."""
    found: dict[str, Any] = {}
    for key, value in plain.items():
        if isinstance(value, dict):
            for inner, item in value.items():
                found[key if inner == "name" else f"{key}_{inner}"] = item
        else:
            found[key] = value
    return found


def generic_cells(plain: Plain, columns: Columns) -> Cells:
    """An object's values by field, as text."""
    values = flat(plain)
    return {
        field: [cell for name in names for cell in texts_of(values.get(name))] or [""]
        for field, names in columns.items()
    }


def texts_of(value: object) -> list[str]:
    """The texts of a value: one for a text or number, one for each of a list, the names of objects."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, bool) or value is None:
        return []
    if isinstance(value, int | float):
        return [str(value)]
    if isinstance(value, list):
        return [text for item in value for text in texts_of(item)]
    if isinstance(value, dict):
        return texts_of(value.get("name") or value.get("title") or value.get("id"))
    return []


class Reader:
    """Objects to events, whatever their keys are; the columns of each set of keys are assigned once."""

    def __init__(self, job: Job, day_first: bool | None = None) -> None:
        self._job, self._day_first = job, day_first
        self._ids: dict[int, int] = {}
        self._assemblers: dict[frozenset[str], tuple[Columns, Assembler]] = {}

    def item(self, number: int, plain: Plain) -> Item:
        """The event of an object, or why it is none."""
        columns, assembler = self._for(frozenset(flat(plain)))
        cells = generic_cells(plain, columns)
        parts = list(_parts(plain, columns))
        for field in {field for field, _ in parts}:
            # These actors are taken with their roles; as plain names they would come twice.
            cells.pop(field, None)
        item = assembler.item(number, cells, tuple(part for _, part in parts))
        if isinstance(item, Taken) and isinstance(item.record, Event) and isinstance(plain.get("claims"), list):
            try:
                return Taken(number, replace(item.record, claims=claims_of(plain["claims"])), item.cast)
            except CellError as error:
                return Refused(number, error.field, error.reason)
        return item

    def _for(self, keys: frozenset[str]) -> tuple[Columns, Assembler]:
        found = self._assemblers.get(keys)
        if found is None:
            told = fields.told_of(self._job.mapping, keys)
            columns = fields.assign(sorted(keys), fields.EVENT_FIELDS, told)
            assembler = Assembler(self._job, columns, self._day_first, self._ids)
            found = self._assemblers[keys] = (columns, assembler)
        return found


def _parts(plain: Plain, columns: Columns) -> Iterator[tuple[str, Part]]:
    """Actors that are objects with a name, and perhaps a role and a kind."""
    for field, usual in generic.ROLES.items():
        for name in columns.get(field, ()):
            listed = plain.get(name)
            for item in listed if isinstance(listed, list) else ():
                if isinstance(item, dict) and (called := texts_of(item)):
                    role: Role = item["role"] if item.get("role") in ROLES else usual
                    kind: ActorKind = item["kind"] if item.get("kind") in ACTOR_KINDS else "organization"
                    yield field, Part(called[0], role, kind)


FORMAT = Format("json", "JSON Lines with fields of any name", sniff, read)
