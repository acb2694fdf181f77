"""Steps that touch one file or several: each file is one atomic save; if one cannot be saved, none stays changed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Sequence

from msgspec import Struct

from store.dossier import changes
from store.dossier.changes import Edit, Editor
from store.dossier.edits import Change, Decide, Found, Key, edit
from store.dossier.files import SourceFile
from store.dossier.journal import FileChanges
from store.errors import StoreError


class FileEdit(Struct, frozen=True):
    """What to do with one file: the documents to look at, and the decision. ``places``: see :func:`edits.edit`."""

    file: SourceFile
    keys: Collection[Key]
    decide: Decide
    places: Collection[tuple[str, int]] = ()


def plan(
    edits: Sequence[Edit], owner: Callable[[str], SourceFile], editor: Callable[[SourceFile], Editor]
) -> list[FileEdit]:
    """Sort edits by the file they belong to. ``ValueError`` when two of them concern the same record."""
    seen: set[tuple[str, str]] = set()
    by_file: dict[SourceFile, list[Edit]] = {}
    for one in edits:
        if (one.table, one.id) in seen:
            raise ValueError(f"two edits of {one.id!r} in {one.table} in one step")
        seen.add((one.table, one.id))
        by_file.setdefault(owner(one.table), []).append(one)
    return [_file_edit(file, group, editor(file)) for file, group in by_file.items()]


def _file_edit(file: SourceFile, edits: Sequence[Edit], editor: Editor) -> FileEdit:
    def decide(found: Found) -> list[Change]:
        return [change for one in edits for change in changes.decide(one, found, editor)]

    return FileEdit(file, tuple(dict.fromkeys(key for one in edits for key in changes.keys(one))), decide)


def save(file_edits: Sequence[FileEdit]) -> tuple[FileChanges, ...]:
    """Make the edits file by file. When one fails, those before it are taken back and its error is raised."""
    made: list[FileChanges] = []
    try:
        for one in file_edits:
            done = edit(one.file.path, one.keys, one.decide, places=one.places)
            if done:
                made.append(FileChanges(one.file, done))
    except (StoreError, ValueError):
        for reverted in reversed(made):
            with contextlib.suppress(
                StoreError
            ):  # somebody else went on from there: the first error is the one to tell
                take_back([reverted])
        raise
    return tuple(made)


def take_back(made: Sequence[FileChanges]) -> tuple[FileChanges, ...]:
    """Undo saved changes, newest first. Raises :class:`store.errors.Conflict` where a document has changed since."""
    return save([_undoing(one) for one in reversed(made)])


def _undoing(made: FileChanges) -> FileEdit:
    def decide(found: Found) -> list[Change]:
        return changes.take_back(made.changes, found, made.file.label)

    places = {(change.table, change.number) for change in made.changes if change.number is not None}
    return FileEdit(made.file, changes.keys_of(made.changes), decide, places)
