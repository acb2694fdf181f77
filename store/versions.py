"""Articles whose text changed: the old text is kept in the table ``versions``, so that what was quoted can be read.

A version is the article as it was, under the id ``ARTICLE@HASH`` with the hash that excerpts name
(:func:`store.anchors.text_hash`). Claims go on pointing at the article; their passages are found again in the new text
or are orphans, which ``check`` lists.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from store.anchors import text_hash
from store.model import Article, Where, decode

if TYPE_CHECKING:
    from store.dossier import Dossier

TABLE = "versions"


def version_of(article: Article) -> Article:
    """The article as a version to keep."""
    return replace(article, id=f"{article.id}@{text_hash(article.text)}")


def superseded(old: Article, new: Article) -> Article | None:
    """The version to keep when ``new`` takes the place of ``old``; ``None`` when both say the same."""
    return version_of(old) if old.text and old.text != new.text else None


def parts(version_id: str) -> tuple[str, str]:
    """The article's id and the hash of the text, from the id of a version; both empty where it is none."""
    article, at, digest = version_id.rpartition("@")
    return (article, digest) if at else ("", "")


def versions(dossier: Dossier, article_id: str) -> tuple[Article, ...]:
    """The texts that an article had before, oldest first, each under the id of the version."""
    needle = msgspec.json.encode(f"{article_id}@")[:-1]
    found = []
    for line, file in dossier.scan(TABLE):
        if needle in line.raw or b"\\" in line.raw:
            article: Article = decode(TABLE, line.raw, Where(file.label, TABLE, str(line.doc_id)))
            if parts(article.id)[0] == article_id:
                found.append(article)
    return tuple(found)


def changes(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The paragraphs in which two texts differ: ``("-", old words)`` and ``("+", new words)`` in their order."""
    for line in difflib.ndiff(_paragraphs(old), _paragraphs(new)):
        if line[:2] in ("- ", "+ "):
            yield line[0], line[2:]


def _paragraphs(text: str) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in text.split("\n\n") if paragraph.strip()]
