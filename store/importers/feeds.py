"""RSS and Atom files: an entry is an article. A file is read, never fetched, and nothing that it names is fetched
either.

XML entities that a file declares are neither expanded nor looked up: its document type is taken out before the parser
sees it, so that a reference to one stays as it is written.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from store.importers.cells import line, title, unique, web_address
from store.importers.dates import DateError, to_edtf
from store.importers.format import Format, Head
from store.importers.markup import to_line, to_text
from store.importers.opening import Source, whole
from store.importers.prose import article_id
from store.importers.report import ImportFailed, Item, Job, Refused, Taken
from store.model import Article

LARGEST = 16 << 20
"""Bytes of a feed; those of the largest outlets have about one million."""

_ENDINGS = (".rss", ".atom", ".rdf")
_ROOT = re.compile(r"<(?:rss|feed|rdf:RDF|channel)\b", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_DECLARED = re.compile(rb"<!(?=ENTITY|DOCTYPE)", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_PROLOG = 4096


def sniff(head: Head) -> bool:
    """Whether it begins as a feed does, or is called one."""
    return head.text.startswith("<") and (bool(_ROOT.search(head.text, 0, _PROLOG)) or head.source.suffix in _ENDINGS)


def read(source: Source, job: Job) -> Iterator[Item]:
    """One item an entry. Raises :class:`ImportFailed` if it is no feed at all."""
    feed = _parse(source, job)
    channel, entries = feed["feed"], feed["entries"]
    if not feed.get("version") and not entries:
        raise ImportFailed(f"{source.name} is not a feed{_what_else(source)}")
    if feed.get("bozo") and entries:
        job.note(f"the XML is faulty and was read leniently ({line(str(feed.get('bozo_exception')))[:120]})")
    unread: list[str] = []
    for number, entry in enumerate(entries, 1):
        yield _item(number, entry, channel, job, unread)
    if unread:
        job.note(f"{len(unread)} entries have a date that cannot be read, such as '{line(unread[0])[:40]}'")


def _parse(source: Source, job: Job) -> Any:
    # 30 ms of import that no other format needs.
    import feedparser

    data = whole(source, LARGEST)
    if source.encoding.startswith("utf-16"):
        # Declarations are looked for in bytes; feedparser then needs to be told nothing of the old encoding.
        data = re.sub(r"^<\?xml.*?\?>", "", data.decode(source.encoding, "replace").removeprefix("\ufeff")).encode()
    if b"<!ENTITY" in data.upper():
        job.note("it declares XML entities; none is expanded")
    data = _DECLARED.sub(b"&lt;!", _DOCTYPE.sub(b"", data, count=1))
    try:
        # A stream, as a text could be taken for an address. Sanitizing is for HTML that is shown: ours becomes text.
        return feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:
        # A parser of hostile files: whatever it trips over, this file cannot be read and the others can.
        raise ImportFailed(f"{source.name} cannot be read as a feed: {line(str(error))[:200]}") from None


def _what_else(source: Source) -> str:
    if "<html" not in source.text.lower() and "<head" not in source.text.lower():
        return ""
    match = _TITLE.search(source.text)
    called = f", titled '{to_line(match[1])}'" if match else ""
    return f": it is an HTML page{called}; download the feed again, or import the page with --as html"


def _item(number: int, entry: Any, channel: Any, job: Job, unread: list[str]) -> Item:
    text, name = _text(entry), to_line(str(entry.get("title") or ""))
    if not (name or text):
        return Refused(number, "title", "the entry has neither title nor text")
    published = _published(entry, unread) or job.published
    url = web_address(str(entry.get("link") or ""))
    origin = entry.get("source")
    publisher = to_line(str((origin.get("title") if isinstance(origin, dict) else "") or channel.get("title") or ""))
    publisher = publisher or job.publisher
    key = url or line(str(entry.get("id") or ""))
    return Taken(
        number,
        Article(
            id=article_id(published, publisher, key, f"{name}\n{text}"),
            title=name or title(text),
            publisher=publisher,
            url=url,
            published=published,
            authors=_authors(entry),
            language=line(str(entry.get("language") or channel.get("language") or "")),
            text=text,
        ),
    )


def _text(entry: Any) -> str:
    """The fullest of an entry's texts: its content, else its summary."""
    bodies = [str(body.get("value") or "") for body in entry.get("content") or ()] + [str(entry.get("summary") or "")]
    return max((to_text(body) for body in bodies), key=len)


def _published(entry: Any, unread: list[str]) -> str:
    """The day and time of publication, else of the last update, as the feed writes it, else in UTC as
    feedparser reads it."""
    for field in ("published", "updated"):
        # `in` first: asked for `updated`, feedparser answers with `published` where there is none.
        if field not in entry or not entry[field]:
            continue
        said = entry[field]
        try:
            return to_edtf(str(said))
        except DateError:
            moment = entry.get(f"{field}_parsed")
            if moment:
                year, month, day, hour, minute, second = moment[:6]
                return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}Z"
            unread.append(str(said))
    return ""


def _authors(entry: Any) -> tuple[str, ...]:
    names = [to_line(str(author.get("name") or "")) for author in entry.get("authors") or ()]
    return unique(names) or unique([to_line(str(entry.get("author") or ""))])


FORMAT = Format("feed", "RSS or Atom feed", sniff, read, events=False)
