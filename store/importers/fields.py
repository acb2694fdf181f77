"""The fields of a generic table, and which column is which: guessed by name, or told with ``--map field=column``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from store.importers.report import ImportFailed
from store.importers.tables import column_key

EVENT_FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "event_id", "uid", "uuid", "key", "record_id", "unique_id"),
    "date": (
        "date", "edtf", "event_date", "date_start", "start_date", "date_of_event", "day_of_event", "datetime", "when",
        "start", "begin", "time", "timestamp", "datum", "fecha",
    ),
    "end": ("end", "end_date", "date_end", "until", "enddate"),
    "year": ("year", "start_year"),
    "month": ("month", "start_month"),
    "day": ("day", "start_day"),
    "title": ("title", "headline", "event", "event_title", "what", "heading", "name", "subject", "incident", "message"),
    "summary": ("summary", "description", "text", "notes", "note", "details", "body", "comment", "desc", "narrative"),
    "place": ("place", "location", "where", "place_name", "city", "town", "venue", "admin1", "region"),
    "country": ("country", "nation", "country_name", "place_country"),
    "lat": ("lat", "latitude", "place_lat", "location_lat"),
    "lon": ("lon", "lng", "long", "longitude", "place_lon", "location_lon", "location_lng"),
    "actors": (
        "actors", "who", "participants", "people", "persons", "involved", "with", "actor", "actor1", "actor2", "side_a",
        "side_b",
    ),
    "by": ("by", "perpetrator", "perpetrators", "attacker", "initiator"),
    "to": ("to", "target", "targets", "recipient", "victim", "victims"),
    "at": ("at", "host"),
    "source": ("source", "sources", "outlet", "publisher", "newspaper", "media", "reported_by"),
    "via": ("via", "citing", "quoted"),
    "url": ("url", "link", "href", "source_url", "sourceurl", "links"),
    "reported": ("reported", "published", "publication_date", "report_date", "date_reported", "reported_on"),
    "status": ("status", "certainty"),
    "kind": ("kind", "type", "category", "event_type", "class"),
    "tags": ("tags", "tag", "keywords", "labels", "themes"),
}  # fmt: skip
"""Fields of an event, with the names of columns that mean them, the surest first (by :func:`column_key`)."""

ARTICLE_FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "article_id", "uid", "uuid", "key"),
    "title": ("title", "headline", "heading"),
    "text": ("text", "body", "content", "article", "full_text", "fulltext"),
    "published": ("published", "publication_date", "pubdate", "published_at", "publish_date", "date"),
    "publisher": ("publisher", "source", "outlet", "newspaper", "site", "domain"),
    "url": ("url", "link", "href"),
    "authors": ("authors", "author", "byline"),
    "language": ("language", "lang"),
}
"""Fields of an article."""

MANY = frozenset({"actors", "by", "to", "at", "tags", "source"})
"""Fields that take several columns: all that have a matching name, or those joined by ``|`` in ``--map``."""

NOTHING = "-"
"""In place of a column: no column fills this field, whatever they are called."""

Columns = dict[str, tuple[str, ...]]
"""Field to the columns that fill it, as the header writes them."""


def assign(
    header: Sequence[str], fields: Mapping[str, tuple[str, ...]], mapping: Mapping[str, str] | None = None
) -> Columns:
    """Guess which columns fill which fields; what ``mapping`` says comes first and takes its columns.

    A field mapped to :data:`NOTHING` is left empty. Raises :class:`ImportFailed` for a field or column that there is
    not.
    """
    by_key: dict[str, str] = {}
    for name in header:
        by_key.setdefault(column_key(name), name)
    told = {field: _told(field, columns, fields, by_key) for field, columns in (mapping or {}).items()}
    free = {key: name for key, name in by_key.items() if not any(name in columns for columns in told.values())}
    columns: Columns = {}
    for field, names in fields.items():
        if field in told:
            found = told[field]
        else:
            found = tuple(free[name] for name in names if name in free)
            found = found if field in MANY else found[:1]
            for name in found:
                del free[column_key(name)]
        if found:
            columns[field] = found
    return columns


def told_of(mapping: Mapping[str, str], keys: frozenset[str]) -> dict[str, str]:
    """What is told of columns that a record has: JSON objects may lack keys that others of their file have."""
    return {
        field: columns
        for field, columns in mapping.items()
        if columns == NOTHING or keys.issuperset(columns.split("|"))
    }


def _told(
    field: str, columns: str, fields: Mapping[str, tuple[str, ...]], by_key: Mapping[str, str]
) -> tuple[str, ...]:
    if field not in fields:
        raise ImportFailed(f"there is no field {field}; the fields are {', '.join(fields)}")
    if columns == NOTHING:
        return ()
    names = [name for name in columns.split("|") if name.strip()]
    missing = [name for name in names if column_key(name) not in by_key]
    if missing:
        raise ImportFailed(f"there is no column {missing[0]}; the columns are {', '.join(by_key.values())}")
    if len(names) > 1 and field not in MANY:
        raise ImportFailed(f"the field {field} takes one column")
    return tuple(by_key[column_key(name)] for name in names)


def shown(columns: Columns) -> dict[str, str]:
    """The assignment in the form that ``--map`` takes."""
    return {field: "|".join(names) for field, names in columns.items()}
