"""Tables and JSON Lines of articles: rows with a text and a day of publication, and nothing that an event has."""

from __future__ import annotations

from collections.abc import Iterator

from store.importers import fields
from store.importers.cells import key_id, line, title, unique, web_address
from store.importers.dates import DateError, to_edtf
from store.importers.fields import Columns
from store.importers.format import Format, Head
from store.importers.generic import Cells, cells_of, tags
from store.importers.generic_json import flat, generic_cells
from store.importers.objects import read_objects
from store.importers.opening import Source
from store.importers.prose import article_id, article_text
from store.importers.report import CellError, ImportFailed, Item, Job, Refused, Taken
from store.importers.tables import column_key, open_table
from store.model import Article

_TEXT = frozenset(fields.ARTICLE_FIELDS["text"])
_PUBLISHED = frozenset(
    ("published", "publication_date", "pubdate", "published_at", "publish_date", "authors", "byline")
)
_OF_EVENTS = frozenset(
    ("lat", "latitude", "place", "location", "actors", "event_date", "start_date", "status", "claims", "message")
)


def sniff(head: Head) -> bool:
    """Whether columns or keys have a text and a publication, and none of what only events have."""
    names = head.columns or {column_key(name) for name in head.record}
    return bool(_TEXT & names and _PUBLISHED & names) and not _OF_EVENTS & names


def read(source: Source, job: Job) -> Iterator[Item]:
    """One item a row."""
    for found in _rows(source, job):
        if isinstance(found, Refused):
            yield found
            continue
        number, cells = found
        try:
            yield Taken(number, _article(cells, job))
        except CellError as error:
            yield Refused(number, error.field, error.reason)


def _rows(source: Source, job: Job) -> Iterator[tuple[int, Cells] | Refused]:
    if source.text.lstrip().startswith(("{", "[")):
        columns: dict[frozenset[str], Columns] = {}
        for found in read_objects(source, job):
            if isinstance(found, Refused):
                yield found
                continue
            number, plain = found
            keys = frozenset(flat(plain))
            if keys not in columns:
                columns[keys] = _assign(source, job, sorted(keys), fields.told_of(job.mapping, keys))
            yield number, generic_cells(plain, columns[keys])
        return
    with open_table(source, job) as table:
        assigned = _assign(source, job, table.header, dict(job.mapping))
        for row in table.rows():
            yield row if isinstance(row, Refused) else (row[0], cells_of(row, table, assigned))


def _assign(source: Source, job: Job, header: list[str], told: dict[str, str]) -> Columns:
    columns = fields.assign(header, fields.ARTICLE_FIELDS, told)
    if "text" not in columns and not job.columns:
        raise ImportFailed(f"{source.name}: no column looks like the text; tell with --map text=COLUMN")
    job.columns = job.columns or fields.shown(columns)
    return columns


def _article(cells: Cells, job: Job) -> Article:
    def one(field: str) -> str:
        return line(cells[field][0]) if field in cells else ""

    text = article_text(cells["text"][0]) if "text" in cells else ""
    name = one("title") or title(text)
    if not name:
        raise CellError("text", "the row has neither title nor text")
    try:
        published = to_edtf(one("published"), job.options.day_first) or job.published
    except DateError as error:
        raise CellError("published", str(error)) from None
    publisher, url = one("publisher") or job.publisher, web_address(one("url"))
    key = one("id")
    return Article(
        id=key_id(job.name, key) if key else article_id(published, publisher, url, f"{name}\n{text}"),
        title=name,
        publisher=publisher,
        url=url,
        published=published,
        authors=unique(name for cell in cells.get("authors", ()) for name in tags(cell)),
        language=one("language"),
        text=text,
    )


FORMAT = Format("articles", "articles in a table or in JSON Lines", sniff, read, events=False)
