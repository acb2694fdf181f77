"""The formats, in the order in which they are tried: the more particular first."""

from __future__ import annotations

from pathlib import Path

from store.importers import (
    acled,
    article_rows,
    feeds,
    gdelt,
    generic,
    generic_json,
    icews,
    own,
    own_table,
    plain,
    polecat,
    timelinejs,
    timesketch,
    tinydb_file,
    web,
)
from store.importers.batch import ELSEWHERE
from store.importers.format import Format, Head
from store.importers.opening import Source, look
from store.importers.report import ImportFailed
from store.importers.shelf import OWN, WORDS

FORMATS: tuple[Format, ...] = (
    own.FORMAT,
    own_table.FORMAT,
    gdelt.FORMAT,
    acled.FORMAT,
    icews.FORMAT,
    polecat.FORMAT,
    timelinejs.FORMAT,
    timesketch.FORMAT,
    tinydb_file.FORMAT,
    feeds.FORMAT,
    web.FORMAT,
    article_rows.FORMAT,
    generic_json.FORMAT,
    generic.FORMAT,
    plain.FORMAT,
)


RULES: tuple[str, ...] = (
    *dict.fromkeys(rule.name for format in FORMATS for rule in format.rules),
    *(rule.name for rule in (ELSEWHERE, OWN, WORDS)),
)
"""The names of all rules that can be switched off, those of every import last."""


def by_name(name: str) -> Format:
    """The format of this name. Raises :class:`ImportFailed` with the names there are."""
    for format in FORMATS:
        if format.name == name.casefold():
            return format
    raise ImportFailed(f"there is no format {name}; there are {', '.join(format.name for format in FORMATS)}")


def sniff_source(source: Source) -> Format:
    """The format of a file that has been looked at. Raises :class:`ImportFailed` if it is none that is known."""
    if source.encoding == "binary":
        raise ImportFailed(f"{source.name} is a binary file, not text")
    head = Head(source)
    for format in FORMATS:
        if format.sniff(head):
            return format
    raise ImportFailed(f"{source.name} is in no format that is known; --as FORMAT says which it is")


def sniff(path: Path | str) -> Format:
    """The format of a file, from its beginning and its name. Raises :class:`ImportFailed`."""
    return sniff_source(look(Path(path)))
