"""Web pages saved as HTML: the article in them, by trafilatura (the extra ``web``), without touching the net."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from store.importers.cells import line, title, unique, web_address
from store.importers.dates import DateError, to_edtf
from store.importers.format import Format, Head
from store.importers.markup import to_line
from store.importers.opening import Source, whole
from store.importers.prose import article_id, article_text
from store.importers.report import ImportFailed, Item, Job, Taken
from store.model import Article

LARGEST = 10 << 20
"""Bytes of a page; parsing takes some twenty times as much memory."""

_ENDINGS = (".html", ".htm", ".xhtml")
_START = re.compile(r"<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_LACKING = (
    "HTML pages need trafilatura, which is not installed: pip install 'dateline[web]' gets it"
    " (or save the article as plain text)"
)


class _Found(msgspec.Struct):
    """What trafilatura prints as JSON, as far as we want it."""

    text: str | None = None
    title: str | None = None
    author: str | None = None
    hostname: str | None = None
    sitename: str | None = msgspec.field(default=None, name="source-hostname")
    url: str | None = msgspec.field(default=None, name="source")
    date: str | None = None
    language: str | None = None


def sniff(head: Head) -> bool:
    """Whether the name or the first tag says that it is a page."""
    return head.source.suffix in _ENDINGS or bool(_START.match(head.text))


def read(source: Source, job: Job) -> Iterator[Item]:
    """The one article. Raises :class:`ImportFailed` without trafilatura, and for a page without an article."""
    data = whole(source, LARGEST)
    if source.encoding.startswith("utf-16"):
        data = data.decode(source.encoding, "replace").encode()
    found = _extract(data, source)
    text = article_text(found.text or "")
    name = to_line(found.title or "")
    if not text:
        raise ImportFailed(f"{source.name} holds no article that can be told from the rest of the page")
    publisher, url = (
        line(found.sitename or "") or job.publisher or line(found.hostname or ""),
        web_address(found.url or ""),
    )
    published = job.published or _published(found.date or "")
    if not published:
        job.note("no date of publication is known; --published DATE says it")
    elif not job.published:
        job.note(f"published {published}, as the page's metadata say")
    yield Taken(
        1,
        Article(
            id=article_id(published, publisher, url, f"{name}\n{text}"),
            title=name or title(text),
            publisher=publisher,
            url=url,
            published=published,
            authors=unique(line(author) for author in (found.author or "").split(";")),
            language=line(found.language or ""),
            text=text,
        ),
    )


def _published(date: str) -> str:
    try:
        return to_edtf(line(date))
    except DateError:
        return ""


def _extract(data: bytes, source: Source) -> _Found:
    try:
        # Half a second of import, and an extra that need not be there.
        import trafilatura
    except ImportError:
        raise ImportFailed(_LACKING) from None
    try:
        found = trafilatura.extract(
            data,
            output_format="json",
            with_metadata=True,
            include_comments=False,
            # Only what the page's metadata say: the extensive search takes any date of the text for that of the
            # article.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:
        # A parser of hostile pages: whatever it trips over, this page cannot be read and the others can.
        raise ImportFailed(f"{source.name} cannot be read as a page: {line(str(error))[:200]}") from None
    return msgspec.json.decode(found, type=_Found) if found else _Found()


FORMAT = Format("html", "web page with an article", sniff, read, events=False)
