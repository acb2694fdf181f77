"""Articles that are the same story: the same address, or nearly the same text under another outlet.

A text is compared by its shingles, the runs of five words it holds (A. Broder: *On the resemblance and containment of
documents*, 1997). Of each text the smallest shingle hashes are kept as a sketch; from two sketches follow

* the **resemblance**, the share of shingles that both have of all that either has, and
* the **containment**, the share of the shorter text's shingles that the longer one has: a wire story cut to its first
  paragraphs is wholly contained in the long version, though the two do not resemble each other much.

Texts of up to :data:`SKETCH` shingles are compared exactly. Hashes are CRC-32: the same on every machine and run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit
from zlib import crc32

from store.model import Article
from store.text import tokens

SHINGLE = 5
"""Words in a shingle: two stories on the same event share facts, but seldom five words in a row."""

SKETCH = 512
"""Hashes kept of a text; an article of 500 words is kept whole."""

ALIKE = 0.5
"""From this resemblance on two texts are one story."""

CONTAINED = 0.7
"""From this containment on a text of at least :data:`SHORTEST` words is an excerpt of the other."""

SHORTEST = 40

BOILERPLATE = 60
"""A shingle that so many articles hold is no sign of a common story."""

_TRACKING = re.compile(
    r"(?:utm_|at_|mc_|ns_)\w+|(?:g|fb|ms|y)clid|ref|ref_src|source|cmpid|smid|igshid|output|outputtype"
)
_MOBILE = re.compile(r"^(?:www\d?|m|mobile|amp|edition)\.")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What of a text is compared: its address made comparable, its smallest shingle hashes (sorted), its word count."""

    url: str
    hashes: tuple[int, ...]
    words: int

    @property
    def whole(self) -> bool:
        """Whether all shingles of the text are kept."""
        return len(self.hashes) < SKETCH


@dataclass(frozen=True, slots=True)
class Match:
    """An article that is probably the same story. ``score`` is the resemblance or containment, whichever is larger."""

    article: str
    score: float
    why: str


def address(url: str) -> str:
    """A web address made comparable: no scheme, ``www.``, mobile host, tracking parameters, fragment or last slash.

    Empty for what is no web address.
    """
    try:
        parsed = urlsplit(url.strip())
        host, port = (parsed.hostname or "").lower(), parsed.port
    except ValueError:
        return ""
    if parsed.scheme.lower() not in ("http", "https") or not host:
        return ""
    host = _MOBILE.sub("", host)
    path = re.sub(r"(?:/amp)?/*$|\.amp(?=\.html?$)", "", parsed.path)
    kept = sorted(pair for pair in parse_qsl(parsed.query) if not _TRACKING.fullmatch(pair[0].lower()))
    suffix = f":{port}" if port not in (None, 80, 443) else ""
    return f"{host}{suffix}{path}{'?' + urlencode(kept) if kept else ''}"


def shingles(text: str) -> set[int]:
    """The hashes of all runs of :data:`SHINGLE` words; of a shorter text of all its words together."""
    words = tokens(text)
    if not words:
        return set()
    last = max(1, len(words) - SHINGLE + 1)
    return {crc32(" ".join(words[at : at + SHINGLE]).encode("utf-8", "surrogatepass")) for at in range(last)}


def sketch(article: Article) -> Sketch:
    """The sketch of an article, in time linear in its text (but for sorting)."""
    hashes = sorted(shingles(article.text))[:SKETCH]
    return Sketch(address(article.url), tuple(hashes), len(article.text.split()))


def resemblance(one: Sketch, other: Sketch) -> float:
    """The share of shingles in both texts among those in either, 0 to 1; exact for short texts, else an estimate."""
    mine, theirs = set(one.hashes), set(other.hashes)
    union = sorted(mine | theirs)
    if not (one.whole and other.whole):
        union = union[:SKETCH]
    return sum(each in mine and each in theirs for each in union) / len(union) if union else 0.0


def containment(one: Sketch, other: Sketch) -> float:
    """The share of the shorter text's shingles that the longer has, 0 to 1.

    Only hashes are compared that both sketches would hold: those up to the smaller of the two largest ones kept.
    """
    if not one.hashes or not other.hashes:
        return 0.0
    short, long = sorted((one, other), key=lambda each: (each.words, len(each.hashes), each.hashes))
    limit = (
        min(each.hashes[-1] for each in (short, long) if not each.whole) if not (short.whole and long.whole) else None
    )
    mine = {each for each in short.hashes if limit is None or each <= limit}
    return len(mine & set(long.hashes)) / len(mine) if mine else 0.0


def compare(one: Sketch, other: Sketch) -> tuple[float, str] | None:
    """How alike two articles are and in which way, or ``None`` if they are different stories."""
    if one.url and one.url == other.url:
        return 1.0, "the same address"
    alike = resemblance(one, other)
    if alike >= ALIKE and min(one.words, other.words) > 0:
        return alike, "the same text" if alike == 1 else f"nearly the same text ({alike:.0%} of it shared)"
    inside = containment(one, other)
    if inside >= CONTAINED and min(one.words, other.words) >= SHORTEST:
        return inside, f"a shorter version of the same text ({inside:.0%} of it found in the other)"
    return None


def similar(article: Article | Sketch, others: Iterable[Article | tuple[str, Sketch]]) -> list[Match]:
    """Those of ``others`` that are the same story as ``article``, the most alike first.

    Sketches may be given instead of articles (with the article's id) where they are kept.
    """
    own = article if isinstance(article, Sketch) else sketch(article)
    own_id = None if isinstance(article, Sketch) else article.id
    found = []
    for other in others:
        name, drawn = (other.id, sketch(other)) if isinstance(other, Article) else other
        if name != own_id and (compared := compare(own, drawn)):
            found.append(Match(name, *compared))
    return sorted(found, key=lambda match: (-match.score, match.article))


def stories(articles: Sequence[Article]) -> list[tuple[str, ...]]:
    """The ids of ``articles`` gathered into stories, each in the order given: ten copies of one wire story are one.

    Two articles that are like a third are one story with it. Only articles that share an address or a shingle are
    compared with each other.
    """
    drawn = [sketch(article) for article in articles]
    leader = list(range(len(articles)))

    def root(at: int) -> int:
        while leader[at] != at:
            leader[at] = at = leader[leader[at]]
        return at

    holders: dict[object, list[int]] = {}
    for at, own in enumerate(drawn):
        keys: list[object] = [own.url, *own.hashes] if own.url else list(own.hashes)
        # What very many articles share is boilerplate ("sign up for our newsletter"), and tells nothing.
        shared = (holders.get(key, []) for key in keys)
        candidates = {each for same in shared if len(same) < BOILERPLATE for each in same}
        for other in sorted(candidates):
            if root(other) != root(at) and compare(own, drawn[other]):
                leader[max(root(other), root(at))] = min(root(other), root(at))
        for key in keys:
            holders.setdefault(key, []).append(at)
    gathered: dict[int, list[str]] = {}
    for at, article in enumerate(articles):
        gathered.setdefault(root(at), []).append(article.id)
    return [tuple(ids) for ids in gathered.values()]
