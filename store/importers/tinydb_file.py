"""Plain TinyDB files: another dossier's, or any with a table of events.

Tables of our own names hold our records; any other table, such as TinyDB's ``_default``, is read as objects with
fields of any name (:mod:`store.importers.generic_json`). Stars, notes and amendments are a person's and stay behind.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from store import lines
from store.errors import StoreError
from store.importers.format import Format, Head
from store.importers.generic_json import Reader
from store.importers.objects import clean
from store.importers.opening import Source
from store.importers.own import record_item
from store.importers.report import ImportFailed, Item, Job, Refused

_OWN = {"events": "event", "actors": "actor", "articles": "article"}
_LEFT = frozenset(("meta", "marks", "views", "decisions", "amendments", "redirects"))


def sniff(head: Head) -> bool:
    """Whether it is a JSON object of tables, each an object of documents by number."""
    text = head.text
    for opening in ("{", '"', "{", '"'):
        text = text.lstrip()
        if not text.startswith(opening):
            # An empty table comes first: what follows cannot be told from the head, but it is TinyDB's way.
            return text.startswith("}") and opening == '"'
        if opening == "{":
            text = text[1:]
            continue
        name, _, text = text[1:].partition('"')
        if text.lstrip()[:1] != ":":
            return False
        text = text.lstrip()[1:]
    return name.isdecimal()


def read(source: Source, job: Job) -> Iterator[Item]:
    """One item a document. Row numbers are document numbers."""
    if source.packed:
        raise ImportFailed(f"{source.name} is packed; unpack it first")
    reader = Reader(job)
    left: dict[str, int] = {}
    offset = 0
    job.position = lambda: offset
    try:
        for line in lines.scan(source.path):
            offset = line.offset
            if line.table in _LEFT:
                left[line.table] = left.get(line.table, 0) + 1
                continue
            try:
                plain = clean(msgspec.json.decode(line.raw))
            except (msgspec.DecodeError, RecursionError) as error:
                yield Refused(line.doc_id, line.table, f"not JSON: {error}")
                continue
            kind = _OWN.get(line.table)
            ours = kind is not None and (kind != "event" or {"id", "title"} <= plain.keys())
            yield record_item(line.doc_id, kind or "", plain) if ours else reader.item(line.doc_id, plain)
    except StoreError as error:
        raise ImportFailed(str(error)) from None
    for table, count in left.items():
        job.note(f"left behind: {count} of table {table}")


FORMAT = Format("tinydb", "TinyDB file", sniff, read, ids=True)
