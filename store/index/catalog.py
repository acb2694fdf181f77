"""What an index on the disk knows of the files it was made from: a small file beside the line maps.

The catalog is written last, in one renaming, after everything that it speaks of.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec
from msgspec import Struct

from store.dossier import Dossier, SourceFile
from store.index.difference import NOBODY, Suspect
from store.index.folder import replace
from store.index.linemap import LineMap
from store.index.roster import Roster
from store.index.sources import Faults, Handle, Shelf, Source
from store.model import Amendment, RecordError, Where

NAME = "catalog.json"
ACTORS = "actors.json"
SUSPECT = "suspect.json"


class Unusable(Exception):
    """This is not an index that we can use: it must be made anew."""


class _SourceEntry(msgspec.Struct, frozen=True):
    number: int
    label: str
    identity: tuple[int, int, int]
    maps: dict[str, str]


class _FaultEntry(msgspec.Struct, frozen=True):
    file: str
    table: str
    document: str
    field: str
    reason: str


class _Content(msgspec.Struct, frozen=True):
    dossier: str
    change: int
    sources: list[_SourceEntry]
    amendments: dict[str, dict[str, list[Amendment]]]
    faults: list[_FaultEntry]
    articles: bool
    late_articles: list[int]


class _Change(msgspec.Struct, frozen=True):
    change: int


class _SuspectEntry(msgspec.Struct, frozen=True):
    events: list[int]
    articles: list[int]


class Catalog(Struct, frozen=True):
    """The state of an index but for tantivy's part. ``change`` grows with every change of the index.

    ``articles``: the articles are indexed too; ``late_articles``: keys of those that changed before they were.
    """

    change: int
    shelf: Shelf
    roster: Roster
    faults: Faults
    articles: bool = False
    late_articles: frozenset[int] = frozenset()


def save(catalog: Catalog, folder: Path, dossier: Path, *, actors: bool) -> None:
    """Write the catalog, those of its maps that are not there yet, and the ``actors`` unless they are as before."""
    entries = []
    for source in catalog.shelf.sources:
        # A map is named by the version of the file that it belongs to, so one that is there is the right one.
        version = "-".join(map(str, source.identity))
        maps = {table: f"{source.number}-{table}-{version}.lines" for table in source.lines}
        for table, name in maps.items():
            if not (folder / name).exists():
                source.lines[table].save(folder / ".lines")
                os.replace(folder / ".lines", folder / name)
        entries.append(_SourceEntry(source.number, source.file.label, source.identity, maps))
    if actors:
        replace(folder / ACTORS, msgspec.json.encode(catalog.roster.all))
    faults = [
        _FaultEntry(where.file, where.table, where.document, fault.field, fault.reason)
        for where, fault in catalog.faults.items()
    ]
    amendments = {
        table: {name: list(each) for name, each in found.items()} for table, found in catalog.shelf.amendments.items()
    }
    late = sorted(catalog.late_articles)
    content = _Content(str(dossier), catalog.change, entries, amendments, faults, catalog.articles, late)
    replace(folder / NAME, msgspec.json.encode(content))
    kept = {name for entry in entries for name in entry.maps.values()}
    for path in folder.glob("*.lines"):
        if path.name not in kept:
            path.unlink()


def load(folder: Path, dossier: Dossier) -> Catalog:
    """Read the catalog of an index. Raises :class:`Unusable` for one of another dossier, a damaged one, or none.

    A file of the dossier that is another one by now is opened as it is: its identity tells that it must be followed.
    """
    try:
        content = msgspec.json.decode((folder / NAME).read_bytes(), type=_Content)
        if content.dossier != str(dossier.path):
            raise Unusable("it is of another dossier")
        files = {file.label: file for file in dossier.files()}
        sources = [_source(entry, files.get(entry.label), folder) for entry in content.sources]
        # Read when it is asked for, and by then another index may have taken the place of this one.
        actors = Handle(os.open(folder / ACTORS, os.O_RDONLY | os.O_CLOEXEC))
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise Unusable(str(error)) from error
    faults = {}
    for entry in content.faults:
        where = Where(entry.file, entry.table, entry.document)
        faults[where] = RecordError(where, entry.field, entry.reason)
    amendments = {
        table: {name: tuple(each) for name, each in found.items()} for table, found in content.amendments.items()
    }
    return Catalog(
        content.change,
        Shelf(tuple(sources), amendments),
        Roster(lambda: _names_in(actors)),
        faults,
        content.articles,
        frozenset(content.late_articles),
    )


def _source(entry: _SourceEntry, file: SourceFile | None, folder: Path) -> Source:
    # One that is gone reads as empty, until the index has followed.
    file = file or SourceFile(Path(os.devnull), entry.label, "import")
    handle = Handle(os.open(file.path, os.O_RDONLY | os.O_CLOEXEC))
    maps = {table: LineMap.load(folder / name) for table, name in entry.maps.items()}
    return Source(entry.number, file, entry.identity, handle, maps)


def _names_in(actors: Handle) -> dict[str, tuple[str, ...]]:
    raw = os.pread(actors.descriptor, os.fstat(actors.descriptor).st_size, 0)
    return msgspec.json.decode(raw, type=dict[str, tuple[str, ...]])


def change_of(folder: Path) -> int:
    """The number of the last change of an index; 0 where that cannot be told."""
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        content: _Change = msgspec.json.decode((folder / NAME).read_bytes(), type=_Change)
        return content.change
    return 0


# What a change that was not finished may have left half done.


def note_suspect(folder: Path, suspect: Suspect) -> None:
    """Write down what is about to be changed in the index."""
    entry = _SuspectEntry(sorted(suspect.events), sorted(suspect.articles))
    replace(folder / SUSPECT, msgspec.json.encode(entry))


def forget_suspect(folder: Path) -> None:
    """The change has been finished, and the catalog says so."""
    with contextlib.suppress(FileNotFoundError):
        (folder / SUSPECT).unlink()


def suspect_of(folder: Path) -> Suspect:
    """What an unfinished change wanted to change. Raises :class:`Unusable` where that cannot be told."""
    try:
        entry = msgspec.json.decode((folder / SUSPECT).read_bytes(), type=_SuspectEntry)
    except FileNotFoundError:
        return NOBODY
    except (OSError, msgspec.MsgspecError) as error:
        raise Unusable(str(error)) from error
    return Suspect(frozenset(entry.events), frozenset(entry.articles))
