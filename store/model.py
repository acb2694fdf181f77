"""The records of a dossier: frozen values, as they stand in its TinyDB tables.

Field names are the public interface: they are the names in the JSON files and in ``--json`` output. Every
string is NFC. Fields at their default are left out of the JSON. Dates are EDTF text (:mod:`store.edtf`); an
empty string means "no date known". A record never holds a day that its source did not give.

Three dates are kept apart: when a thing happened (``Event.date``, ``Claim.date``), when somebody reported it
(``Claim.reported``) and when it entered the dossier (``Origin.imported``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args

import msgspec

Status = Literal["planned", "reported", "confirmed", "denied"]
Role = Literal["by", "to", "with", "at"]
ActorKind = Literal["person", "state", "organization", "group", "outlet", "place"]
PlacePrecision = Literal["exact", "near", "region", "country", ""]
Verdict = Literal["accepted", "joined", "rejected", "split"]

STATUSES: tuple[Status, ...] = get_args(Status)
HAPPENED: tuple[Status, ...] = ("reported", "confirmed")
"""Of an event that somebody says did happen: not one that is only planned, nor one that is denied."""

ROLES: tuple[Role, ...] = get_args(Role)
ACTOR_KINDS: tuple[ActorKind, ...] = get_args(ActorKind)


class Record(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Base of all records: immutable, compared by value, defaults left out of the JSON."""


class Place(Record, frozen=True):
    """Where something happened.

    ``lat``/``lon`` are WGS 84 degrees and stay ``None`` where the source knows no point; ``precision`` says how
    near the point is: ``region`` and ``country`` are centroids and must never be drawn as a spot.
    """

    name: str = ""
    lat: float | None = None
    lon: float | None = None
    precision: PlacePrecision = ""
    country: str = ""


class Participant(Record, frozen=True):
    """An actor's part in an event: did it (``by``), had it done to (``to``), took part (``with``), hosted (``at``)."""

    actor: str
    role: Role = "with"


class Link(Record, frozen=True):
    """A relation to another event, such as ``plan of``, ``contradicts``, ``follows``, ``part of``."""

    event: str
    relation: str


class Excerpt(Record, frozen=True):
    """A passage, as W3C Web Annotation text-quote and text-position selectors.

    ``start`` and ``end`` are code points into ``Article.text`` (end excluded). ``prefix`` and ``suffix`` are the
    words around it. ``hash`` names the article text that the offsets were taken from (:func:`store.anchors.text_hash`).
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = 0
    end: int = 0
    hash: str = ""


class Claim(Record, frozen=True):
    """Who says so: an outlet (``source``), citing somebody (``via``), on a day (``reported``).

    ``source`` is the outlet's actor id where the dossier knows it, else its name as given; ``via`` likewise. ``date``
    is what this claim says of the event's date, ``says`` what it says in a few words where that differs from the
    event's title. ``article`` is an article id, ``url`` stands where there is only a link.
    """

    source: str
    id: str = ""
    via: tuple[str, ...] = ()
    article: str = ""
    excerpt: Excerpt | None = None
    reported: str = ""
    status: Status = "reported"
    date: str = ""
    place: str = ""
    says: str = ""
    url: str = ""


class Origin(Record, frozen=True):
    """Where an imported record came from: file name, row (1-based, as the source counts), day of import."""

    file: str
    row: int = 0
    format: str = ""
    imported: str = ""
    key: str = ""
    version: str = ""
    machine: bool = False


class Event(Record, frozen=True):
    """What may have happened. ``status`` is set only by hand; else the latest claim tells (:func:`shown_status`)."""

    id: str
    title: str
    summary: str = ""
    date: str = ""
    status: Status | None = None
    kind: str = ""
    place: Place | None = None
    actors: tuple[Participant, ...] = ()
    tags: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    claims: tuple[Claim, ...] = ()
    origin: Origin | None = None


class Actor(Record, frozen=True):
    """A person, state, organization, group, outlet or place. Two actors may share an alias."""

    id: str
    name: str
    kind: ActorKind = "organization"
    aliases: tuple[str, ...] = ()
    part_of: str = ""
    description: str = ""
    country: str = ""
    wikidata: str = ""
    origin: Origin | None = None


class Article(Record, frozen=True):
    """A text as published. ``text`` has paragraphs separated by one blank line; offsets count code points."""

    id: str
    title: str
    publisher: str = ""
    url: str = ""
    published: str = ""
    authors: tuple[str, ...] = ()
    retrieved: str = ""
    language: str = ""
    text: str = ""
    origin: Origin | None = None


class Amendment(Record, frozen=True):
    """A person's change to an imported event: only the changed fields, shown merged over the source's words.

    ``event`` is the id of the record, which stands in ``table``: an import's actors are amended the same way. The
    change ``{"deleted": true}`` removes the record from view. ``at`` is UTC, ISO 8601 with seconds.
    """

    id: str
    event: str
    changes: dict[str, Any]
    table: Literal["events", "actors"] = "events"
    by: str = ""
    at: str = ""


class SavedView(Record, frozen=True):
    """A named query. Relative dates in it stay relative: they count from the day it is opened, or from ``basis``."""

    id: str
    name: str
    query: str
    basis: str = ""


class Meta(Record, frozen=True):
    """What the dossier is: its title, the language of its articles, the day relative dates count from."""

    id: str = "meta"
    title: str = ""
    description: str = ""
    basis: str = ""
    schema: int = 1


class Redirect(Record, frozen=True):
    """An event (``id``) that was merged into another one, ``event``: what people marked on it is shown there."""

    id: str
    event: str


class Mark(Record, frozen=True):
    """What one person put on an event: a star, tags of their own, a note. ``id`` is the event's id."""

    id: str
    starred: bool = False
    tags: tuple[str, ...] = ()
    note: str = ""


class Decision(Record, frozen=True):
    """What one person decided on one suggestion of an article, so that a review left in the middle goes on.

    ``id`` names the suggestion by article, hash of its text and passage (:func:`store.review.suggestion_key`).
    ``start`` and ``end`` are that passage in code points, ``cuts`` the offsets at which it was ``split``. What was
    ``accepted`` became ``event``, what was ``joined`` the claim ``claim`` on it.
    """

    id: str
    article: str
    start: int
    end: int
    verdict: Verdict
    event: str = ""
    claim: str = ""
    cuts: tuple[int, ...] = ()


TABLES: dict[str, type[Record]] = {
    "meta": Meta,
    "events": Event,
    "actors": Actor,
    "articles": Article,
    "versions": Article,
    "amendments": Amendment,
    "redirects": Redirect,
    "marks": Mark,
    "views": SavedView,
    "decisions": Decision,
}
"""Every table that a dossier's files may hold, and what its documents are."""

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a document: file (as named to the user), table and TinyDB document number."""

    file: str
    table: str
    document: str

    def __str__(self) -> str:
        return f"{self.file}: {self.table}/{self.document}"


class RecordError(ValueError):
    """A document that is not the record its table holds. ``field`` is a path such as ``claims[0].status``."""

    def __init__(self, where: Where, field: str, reason: str) -> None:
        self.where, self.field, self.reason = where, field, reason
        super().__init__(f"{where}: {field + ': ' if field else ''}{reason}")


def _located(where: Where, error: msgspec.DecodeError) -> RecordError:
    """Turn msgspec's ``... - at `$.claims[0].status` `` into our field and reason."""
    reason, _, path = str(error).partition(" - at `$")
    return RecordError(where, path.rstrip("`").lstrip("."), reason)


_DECODERS = {name: msgspec.json.Decoder(kind) for name, kind in TABLES.items()}


def decode(table: str, raw: bytes | memoryview, where: Where) -> Any:
    """Decode one document's JSON into the record of ``table``. Raises :class:`RecordError`, nothing else."""
    try:
        return _DECODERS[table].decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        located = error if isinstance(error, msgspec.DecodeError) else msgspec.DecodeError(str(error))
        raise _located(where, located) from None
    except RecursionError:
        raise RecordError(where, "", "nested too deep") from None


def convert(kind: type[R], document: Any, where: Where) -> R:
    """Make a record from an already parsed document (a mapping). Raises :class:`RecordError`."""
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError as error:
        raise _located(where, error) from None
    except RecursionError:
        raise RecordError(where, "", "nested too deep") from None


def encode(record: Record) -> bytes:
    """One document as compact JSON on one line: newlines inside strings are escaped, defaults left out."""
    return msgspec.json.encode(record)


def to_builtins(record: Record) -> dict[str, Any]:
    """The record as plain dicts, lists and scalars, as TinyDB holds it (defaults left out)."""
    plain: dict[str, Any] = msgspec.to_builtins(record)
    return plain


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a dossier file: an object of tables, each an object of documents by number."""
    kinds, components = msgspec.json.schema_components(list(TABLES.values()), ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "dateline dossier",
        "type": "object",
        "properties": {
            table: {"type": "object", "additionalProperties": kind} for table, kind in zip(TABLES, kinds, strict=True)
        },
        "$defs": components,
    }


def latest_claim(event: Event) -> Claim | None:
    """The claim reported last; of claims reported on the same day the one listed last. ``None`` without claims."""
    last: Claim | None = None
    for claim in event.claims:
        # EDTF text of days, months and years sorts as time does; max() would keep the first of equals.
        if last is None or claim.reported >= last.reported:
            last = claim
    return last


def shown_status(event: Event) -> Status:
    """The status to show: the one set by hand, else that of the latest claim, else ``reported``."""
    if event.status is not None:
        return event.status
    claim = latest_claim(event)
    return claim.status if claim else "reported"


def event_texts(event: Event) -> Iterator[str]:
    """The event's own words that a bare search word looks at; actors' names and notes are looked up apart."""
    yield event.title
    yield event.summary
    if event.place:
        yield event.place.name
        yield event.place.country
    yield from event.tags
    for claim in event.claims:
        yield claim.says
        yield claim.place
        if claim.excerpt:
            yield claim.excerpt.exact
