"""Which files make up a dossier, what each is for, and whether we may write them.

A folder::

    dossier.json         meta, actors, events written by hand, amendments
    articles.json        articles, and the texts they had before
    merged.json          which events were merged into which others (made by the first merge)
    imports/NAME.json    events and actors as a source gave them
    people/USER.json     one person's stars, tags, notes, saved views and review decisions

or one plain TinyDB file ``X.json`` with the same tables, and beside it ``X.merged.json`` and the people's files in
``X.people/``: what one person marks has to be saved within milliseconds, however big the dossier is.
"""

from __future__ import annotations

import getpass
import os
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct

from store import disk
from store.errors import StoreError

FileRole = Literal["dossier", "articles", "merged", "import", "person", "single"]

READ_FROM: Mapping[str, tuple[FileRole, ...]] = {
    "meta": ("dossier", "single"),
    "events": ("dossier", "single", "import"),
    "actors": ("dossier", "single", "import"),
    "articles": ("dossier", "articles", "single"),
    "versions": ("dossier", "articles", "single"),
    "amendments": ("dossier", "single"),
    "redirects": ("merged",),
}
"""In which files the documents of a table are looked for."""

PERSONAL = ("marks", "views", "decisions")
"""The tables of the people's files, of which each person reads their own."""

_HOUSE = Path(__file__).resolve().parents[2]
"""The folder in which this package is installed, and the sample beside it."""


class SourceFile(Struct, frozen=True):
    """One file of a dossier: ``label`` is its name within the dossier (``imports/acled.json``), for people to read."""

    path: Path
    label: str
    role: FileRole


class Layout(Struct, frozen=True):
    """Where a dossier keeps what. ``path`` is the folder, or the file when ``single``."""

    path: Path
    single: bool

    @property
    def name(self) -> str:
        """What people call the dossier: its folder's name, or its file's without the ending."""
        return self.path.stem if self.single else self.path.name

    @property
    def main(self) -> SourceFile:
        """The file of meta, own events, own actors and amendments."""
        if self.single:
            return SourceFile(self.path, self.path.name, "single")
        return SourceFile(self.path / "dossier.json", "dossier.json", "dossier")

    @property
    def articles(self) -> SourceFile:
        """The file of articles."""
        return self.main if self.single else SourceFile(self.path / "articles.json", "articles.json", "articles")

    @property
    def merged(self) -> SourceFile:
        """The file of redirects (which may not exist yet)."""
        name = f"{self.path.stem}.merged.json" if self.single else "merged.json"
        return SourceFile(self.path.with_name(name) if self.single else self.path / name, name, "merged")

    def imported(self, name: str) -> SourceFile:
        """The file of the import called ``name`` (which may not exist yet). Raises :class:`StoreError` when single."""
        if self.single:
            raise StoreError(f"{self.path} is a single file, imports need a folder: dateline new FOLDER makes one")
        return self._import_file(file_name(name))

    def person(self, name: str) -> SourceFile:
        """The file of one person (which may not exist yet)."""
        return self._person_file(file_name(name))

    def owner(self, table: str) -> SourceFile:
        """The file that new documents of ``table`` go to."""
        return {"articles": self.articles, "redirects": self.merged}.get(table, self.main)

    def files(self) -> tuple[SourceFile, ...]:
        """Every file there is: the dossier's own, then imports and people by name.

        Only folders are read. Raises :class:`store.errors.Damaged` when a file is gone but its backup is there.
        """
        found = [self.main]
        if not self.single and _is_there(self.articles.path):
            found.append(self.articles)
        if _is_there(self.merged.path):
            found.append(self.merged)
        if not self.single:
            found += map(self._import_file, _names(self.path / "imports"))
        found += map(self._person_file, _names(self._people))
        return tuple(found)

    @property
    def _people(self) -> Path:
        return self.path.with_name(f"{self.path.stem}.people") if self.single else self.path / "people"

    def _import_file(self, name: str) -> SourceFile:
        label = f"imports/{name}.json"
        return SourceFile(self.path / label, label, "import")

    def _person_file(self, name: str) -> SourceFile:
        return SourceFile(self._people / f"{name}.json", f"{self._people.name}/{name}.json", "person")


def find(path: Path) -> Layout:
    """The layout of the dossier at ``path``. Raises :class:`StoreError` when there is none."""
    path = Path(os.path.abspath(path))
    if path.is_dir():
        layout = Layout(path, single=False)
        if not _is_there(layout.main.path):
            raise StoreError(f"{path} is not a dossier: it has no dossier.json (dateline new {path.name} makes one)")
        return layout
    disk.open_file(path).close()
    return Layout(path, single=True)


def why_read_only(layout: Layout) -> str:
    """Why the dossier may not be changed: it belongs to an installed package, or we have no right to; else ``""``."""
    where = disk.real(layout.path)
    installed = {"site-packages", "dist-packages"} & set(where.parts)
    if installed or where.is_relative_to(_HOUSE / "samples"):
        return "the sample is read-only here: dateline sample DIR copies it"
    return disk.why_not_writable(layout.main.path)


def file_name(name: str) -> str:
    """A person's or an import's name as it can stand in a file name: letters, digits, ``_ . -``, at most 48.

    >>> file_name("../Änne Müller")
    'Änne-Müller'
    """
    plain = re.sub(r"[^\w.]+", "-", unicodedata.normalize("NFC", name)).strip("-.")
    return plain[:48] or "me"  # four bytes a letter at most; names of files end at 255 bytes


def this_person() -> str:
    """The name of the user who runs us, as the system knows it."""
    try:
        return file_name(getpass.getuser())
    except (OSError, KeyError):  # a user id without a name, as in some containers
        return "me"


def _names(folder: Path) -> list[str]:
    """The names of the JSON files in a folder, sorted."""
    try:
        entries = sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise StoreError(f"{folder} cannot be read: {(error.strerror or str(error)).lower()}") from error
    present = [entry.removesuffix(".json") for entry in entries if entry.endswith(".json") and entry[0] != "."]
    for entry in entries:
        if entry.endswith(".json.bak") and entry.removesuffix(".json.bak") not in present:
            _is_there(folder / entry.removesuffix(".bak"))
    return present


def _is_there(path: Path) -> bool:
    """Whether the file exists. Gone while its backup is there, it has been lost, not left out."""
    if path.exists():
        return True
    if disk.backup_of(disk.real(path)).exists():
        raise disk.damaged(path, "it is missing, but its backup is there (delete that too if this is meant)")
    return False
