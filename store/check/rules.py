"""The rules that one record keeps or breaks by itself: ids, dates, places, text. Pure functions, record -> findings."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from store import edtf
from store.anchors import text_hash
from store.check.fault import Finding
from store.dossier.amend import DELETED
from store.model import (
    TABLES,
    Actor,
    Amendment,
    Article,
    Claim,
    Decision,
    Event,
    Mark,
    Meta,
    Origin,
    Record,
    Redirect,
    SavedView,
    encode,
)
from store.query import QueryError, parse
from store.text import clean
from store.versions import parts

_ID = re.compile(r"""[^\W_][^\s,()"']{0,199}""")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*", re.ASCII)
_ESCAPES = re.compile(rb'\\[^n"\\/]')
"""Escapes of JSON by which a document of clean text can hold a string that is not: all but newline, quote, slashes."""

_FREE = frozenset({"text", "summary", "description", "note", "says", "query", "exact", "prefix", "suffix"})
"""Fields that may have several lines or begin with a blank."""
_VERBATIM = frozenset({"url", "file", "key"})
"""Fields that repeat a name from outside, blanks and all. Every other field is one tidy line."""


# --- one table each -----------------------------------------------------------------------------------------------


def _event(event: Event) -> Iterator[Finding]:
    yield from _id_form(event.id)
    yield from _present("title", event.title)
    yield from _dated("date", event.date)
    if event.place is not None:
        yield from _point(event.place.lat, event.place.lon)
    seen: set[str] = set()
    for number, claim in enumerate(event.claims):
        if claim.id and claim.id in seen:
            yield Finding(f"claims[{number}].id", f"the event has another claim {claim.id!r}")
        seen.add(claim.id)
        yield from _claim(f"claims[{number}]", claim)
    for number, link in enumerate(event.links):
        if link.event == event.id:
            yield Finding(f"links[{number}].event", "an event cannot be linked to itself")
        yield from _present(f"links[{number}].relation", link.relation)
    yield from _origin(event.origin)


def _claim(at: str, claim: Claim) -> Iterator[Finding]:
    if not claim.source and not claim.url:
        yield Finding(f"{at}.source", "is empty, and there is no url: nobody can look the claim up")
    yield from _dated(f"{at}.date", claim.date)
    yield from _dated(f"{at}.reported", claim.reported)
    if claim.status == "confirmed":
        happened, reported = _day(claim.date).first, _day(claim.reported).last
        # One day of grace: it may be tomorrow already where the thing happened.
        if happened is not None and reported is not None and happened > reported + 1:
            message = f"confirmed on {claim.reported} for {claim.date}: nothing is confirmed before it happens"
            yield Finding(f"{at}.reported", message, "warning")


def _actor(actor: Actor) -> Iterator[Finding]:
    yield from _id_form(actor.id)
    yield from _present("name", actor.name)
    if actor.wikidata and not _WIKIDATA.fullmatch(actor.wikidata):
        yield Finding("wikidata", f"{actor.wikidata!r} is not a Wikidata id, as Q423 is")
    yield from _origin(actor.origin)


def _article(article: Article) -> Iterator[Finding]:
    yield from _id_form(article.id)
    yield from _present("title", article.title)
    yield from _dated("published", article.published)
    yield from _dated("retrieved", article.retrieved)
    published, retrieved = _day(article.published).first, _day(article.retrieved).last
    if published is not None and retrieved is not None and retrieved < published - 1:
        message = f"retrieved on {article.retrieved}, before it was published on {article.published}"
        yield Finding("retrieved", message, "warning")
    if article.text != article.text.strip() or "\n\n\n" in article.text:
        message = "paragraphs are separated by one blank line, and the text neither begins nor ends with blanks"
        yield Finding("text", message, "warning")
    yield from _origin(article.origin)


def _version(version: Article) -> Iterator[Finding]:
    yield from _article(version)
    article, digest = parts(version.id)
    if not article or digest != text_hash(version.text):
        yield Finding("id", f"is not ARTICLE@{text_hash(version.text)}, so nobody finds this version", "warning")


def _amendment(amendment: Amendment) -> Iterator[Finding]:
    yield from _present("id", amendment.id)
    fields = {*TABLES[amendment.table].__struct_fields__, DELETED}
    for name in amendment.changes:
        if name not in fields:
            yield Finding(f"changes.{name}", f"{amendment.table} have no field of this name", "warning")
    yield from _dated("at", amendment.at)


def _redirect(redirect: Redirect) -> Iterator[Finding]:
    yield from _present("id", redirect.id)
    yield from _present("event", redirect.event)
    if redirect.id == redirect.event:
        yield Finding("event", "an event does not stand for itself", "warning")


def _mark(mark: Mark) -> Iterator[Finding]:
    yield from _present("id", mark.id)


def _view(view: SavedView) -> Iterator[Finding]:
    yield from _present("id", view.id)
    yield from _present("name", view.name)
    yield from _basis(view.basis)
    try:
        parse(view.query, datetime.date(2000, 1, 1))
    except QueryError as error:
        yield Finding("query", str(error))


def _decision(decision: Decision) -> Iterator[Finding]:
    yield from _present("id", decision.id)
    yield from _present("article", decision.article)
    for field in {"accepted": ("event",), "joined": ("event", "claim")}.get(decision.verdict, ()):
        yield from _present(field, getattr(decision, field))


def _meta(meta: Meta) -> Iterator[Finding]:
    yield from _basis(meta.basis)
    if meta.schema > Meta().schema:
        yield Finding("schema", f"written by a later dateline (schema {meta.schema}): this one may misread it")


_RULES: dict[str, Callable[[Any], Iterator[Finding]]] = {
    "events": _event,
    "actors": _actor,
    "articles": _article,
    "versions": _version,
    "amendments": _amendment,
    "redirects": _redirect,
    "marks": _mark,
    "views": _view,
    "decisions": _decision,
    "meta": _meta,
}


def findings(table: str, record: Record) -> Iterator[Finding]:
    """What is wrong with a record of ``table``, seen by itself."""
    return _RULES[table](record)


# --- parts of records ---------------------------------------------------------------------------------------------


def _id_form(record_id: str) -> Iterator[Finding]:
    """An id can be typed in a query and read in a list."""
    if not record_id:
        yield Finding("id", "is empty")
    elif not _ID.fullmatch(record_id):
        form = (
            "begins with a letter or digit, has no blanks, commas, brackets or quotation marks, at most 200 characters"
        )
        yield Finding("id", f"an id {form}")


def _present(field: str, value: str) -> Iterator[Finding]:
    if not value.strip():
        yield Finding(field, "is empty")


def _dated(field: str, text: str) -> Iterator[Finding]:
    try:
        edtf.parse(text)
    except edtf.EdtfError as error:
        yield Finding(field, f"not an EDTF date: {error}")


def _day(text: str) -> edtf.Date:
    """The date, undated where :func:`_dated` finds that it is none."""
    try:
        return edtf.parse(text)
    except edtf.EdtfError:
        return edtf.UNDATED


def _basis(text: str) -> Iterator[Finding]:
    """The day that relative dates count from is a single day."""
    if text and _day(text).precision != "day":
        yield Finding("basis", "not a day such as 2025-05-01")


def _point(lat: float | None, lon: float | None) -> Iterator[Finding]:
    """WGS 84 degrees, both or none."""
    if (lat is None) != (lon is None):
        missing = "lat" if lat is None else "lon"
        yield Finding(f"place.{missing}", "is missing: a point has latitude and longitude")
    if lat is not None and not -90 <= lat <= 90:
        yield Finding("place.lat", f"{lat:g} is not a latitude (-90 to 90)")
    if lon is not None and not -180 <= lon <= 180:
        yield Finding("place.lon", f"{lon:g} is not a longitude (-180 to 180)")


def _origin(origin: Origin | None) -> Iterator[Finding]:
    if origin is not None:
        yield from _dated("origin.imported", origin.imported)


# --- rules of every document --------------------------------------------------------------------------------------


def texts(record: Record, raw: bytes) -> Iterator[Finding]:
    """Every string is clean (:func:`store.text.clean`), and of one line where it should be.

    ``raw`` is the document, ``b""`` if the record differs from it: looked at as a whole it tells in most cases at once.
    """
    if raw and not _ESCAPES.search(raw) and _is_clean(raw.decode(errors="replace")) and _is_tidy(record):
        return
    for field, value in _strings("", record):
        name = re.split(r"[.\[]", field)[-1] if field[-1] != "]" else field[: field.rindex("[")]
        yield from _unclean(field, value, tidy=name not in _FREE | _VERBATIM)


def _is_clean(text: str) -> bool:
    return clean(text) == text


def _is_tidy(value: object) -> bool:
    """Whether all strings of a record that are to be one line are."""
    if isinstance(value, str):
        return value == " ".join(value.split())
    if isinstance(value, Record):
        names = (name for name in value.__struct_fields__ if name not in _FREE and name not in _VERBATIM)
        return all(_is_tidy(getattr(value, name)) for name in names)
    return not isinstance(value, tuple | list | dict) or (type(value) is tuple and all(map(_is_tidy, value)))


def _strings(at: str, value: object) -> Iterator[tuple[str, str]]:
    """Every string of a record and the path to it."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, Record):
        for name in value.__struct_fields__:
            yield from _strings(f"{at}.{name}" if at else name, getattr(value, name))
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _strings(f"{at}.{name}", each)
    elif isinstance(value, tuple | list):
        for number, each in enumerate(value):
            yield from _strings(f"{at}[{number}]", each)


def _unclean(field: str, value: str, *, tidy: bool) -> Iterator[Finding]:
    cleaned = clean(value)
    if cleaned != value:
        if not unicodedata.is_normalized("NFC", value):
            yield Finding(field, "is not in Unicode's NFC form, in which offsets are counted")
        else:
            at = next((i for i, (a, b) in enumerate(zip(value, cleaned, strict=False)) if a != b), len(cleaned))
            yield Finding(field, f"character {at + 1} is U+{ord(value[at]):04X}, which has no place in a text")
    elif tidy and clean(value, line=True) != value:
        yield Finding(field, "is to be one line, without blanks at its ends or in a row", "warning")


def strangers(record: Record, raw: bytes) -> Iterator[Finding]:
    """Fields that no record has: misspelt perhaps, and lost with the next edit."""
    if encode(record) == raw:  # as we write it, a document has nothing but its record's fields
        return
    try:
        document = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        yield Finding("", "has something besides its record's fields, which is not JSON", "warning")
    else:
        yield from _strange("", document, record)


def _strange(at: str, document: object, value: object) -> Iterator[Finding]:
    if isinstance(value, Record) and isinstance(document, dict):
        for name, each in document.items():
            field = f"{at}.{name}" if at else name
            if name in value.__struct_fields__:
                yield from _strange(field, each, getattr(value, name))
            else:
                yield Finding(field, "no record has a field of this name here; an edit will drop it", "warning")
    elif isinstance(value, tuple) and isinstance(document, list):
        for number, (each, item) in enumerate(zip(document, value, strict=True)):
            yield from _strange(f"{at}[{number}]", each, item)
