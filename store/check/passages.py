"""The rules between a claim and the article that it points into."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from store import anchors, edtf, lines
from store.check.fault import Finding
from store.claims import date_of
from store.disk import Identity
from store.model import Article, Claim, RecordError, Where, decode

_HASH = re.compile(r"[0-9a-f]{16}")
HELD = 16_000_000
"""Code points of article texts that are kept while claims are checked; events of one import share few articles."""


class Spot(NamedTuple):
    """Where an article stands: file, its version, byte offset and length."""

    path: Path
    identity: Identity
    offset: int
    length: int


class Text(NamedTuple):
    """An article's text and its name (:func:`store.anchors.text_hash`)."""

    text: str
    hash: str


class Shelf:
    """The articles of a dossier: known by id, read when a claim asks for them, a few kept."""

    def __init__(self) -> None:
        self._spots: dict[str, Spot] = {}
        self._published: dict[str, str] = {}
        self._texts: OrderedDict[str, Text | None] = OrderedDict()
        self._held = 0

    def __contains__(self, article_id: object) -> bool:
        return article_id in self._spots

    def add(self, article: Article, spot: Spot) -> None:
        """Note where an article stands; of several with one id the first is the one that is shown."""
        if article.id not in self._spots:
            self._spots[article.id] = spot
            self._published[article.id] = article.published

    def published(self, article_id: str) -> edtf.Date:
        """When the article was published; undated where that is not known. Raises ``KeyError``."""
        return date_of(self._published[article_id])

    def text(self, article_id: str) -> Text | None:
        """The article's text, ``None`` when its document cannot be decoded. Raises ``StoreError``, ``KeyError``."""
        if article_id in self._texts:
            self._texts.move_to_end(article_id)
            return self._texts[article_id]
        found = self._texts[article_id] = self._read(self._spots[article_id])
        self._held += len(found.text) if found else 0
        while self._held > HELD and len(self._texts) > 1:
            _, dropped = self._texts.popitem(last=False)
            self._held -= len(dropped.text) if dropped else 0
        return found

    def _read(self, spot: Spot) -> Text | None:
        raw = lines.read_at(spot.path, spot.offset, spot.length, identity=spot.identity)
        try:
            article: Article = decode("articles", raw, Where(spot.path.name, "articles", ""))
        except RecordError:
            return None
        return Text(article.text, anchors.text_hash(article.text))


def findings(at: str, claim: Claim, shelf: Shelf) -> Iterator[Finding]:
    """What is wrong with the article and the passage of the claim at path ``at``."""
    if claim.article and claim.article not in shelf:
        yield Finding(f"{at}.article", f"there is no article {claim.article!r}")
        return
    if claim.article:
        published, reported = shelf.published(claim.article).first, date_of(claim.reported).last
        # One day of grace: it may be tomorrow already where the article was published.
        if published is not None and reported is not None and reported < published - 1:
            message = f"reported on {claim.reported}, days before its article {claim.article} was published"
            yield Finding(f"{at}.reported", message, "warning")
    excerpt = claim.excerpt
    if excerpt is None:
        return
    if excerpt.hash and not _HASH.fullmatch(excerpt.hash):
        yield Finding(f"{at}.excerpt.hash", "is not the hash of a text: 16 hex digits")
    if not excerpt.exact:
        yield Finding(f"{at}.excerpt.exact", "is empty: a passage has words")
    elif not claim.article:
        yield Finding(f"{at}.excerpt", "is a passage of no article: the claim names none", "warning")
    elif (text := shelf.text(claim.article)) is not None:
        anchor = anchors.find(text.text, excerpt)
        if anchor.state == "orphan":
            yield Finding(f"{at}.excerpt", f"orphan: {claim.article} does not say this any more")
        elif anchor.state == "moved":
            place = f"{excerpt.start}..{excerpt.end} to {anchor.start}..{anchor.end}"
            yield Finding(f"{at}.excerpt", f"moved from {place} in {claim.article}", "warning")
        elif _HASH.fullmatch(excerpt.hash) and excerpt.hash != text.hash:
            message = f"{claim.article} has another text now, in which the passage still stands at its place"
            yield Finding(f"{at}.excerpt.hash", message, "warning")
