"""Passages of articles: made, found again, and followed when the article's text changes.

A passage is kept as two selectors of the W3C Web Annotation Data Model (section 4.2): where it stood (text position,
in code points) and what it said (text quote, with the words around it). :func:`find` tries them in order of trust and
says in :attr:`Anchor.state` how it came to its answer, so that nobody takes a moved passage for one that stood still:

``exact``   the quote stands at its position, and no other occurrence fits the surroundings better;
``moved``   the quote stands elsewhere, or what stands there now is only near to it;
``orphan``  the passage is gone, or could be several equally well.

Every search is bounded: texts of tens of megabytes and texts made to hurt (one letter a million times) cost time in
proportion to their length, never to its square.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Literal

from msgspec import Struct

from store.model import Excerpt

State = Literal["exact", "moved", "orphan"]

CONTEXT = 32
"""Code points of prefix and suffix that a new excerpt keeps: enough to tell one "he said on Monday" from the next."""

MOST_OCCURRENCES = 2_000
"""Occurrences of a quote that are weighed. A quote that stands more often in a text is told apart by its context."""

MOST_COMPARED = 20_000_000
"""Code points compared while looking for occurrences: of a quote as long as a book, fewer occurrences are weighed."""

MOST_ERRORS = 0.3
"""A near match may differ from the quote by at most this share of its length (insertions, deletions, substitutions).

Unrelated English sentences differ by about 0.7, a sentence with one clause rewritten by 0.1 to 0.25.
"""

SHORTEST_NEAR = 12
"""Quotes under this many code points are found word for word or not at all: a few letters are near to anything."""

_SEED = 8  # code points of a quote that must have survived together for a near match to be seen at all
_SEEDS = 48  # seeds tried of one quote, evenly spread
_MOST_OF_A_SEED = 200  # places of one seed that vote; beyond that the seed is a common phrase and tells nothing
_MOST_CANDIDATES = 6  # regions of the text that are aligned, those with most votes first
_LONGEST_ALIGNED = 600  # a longer quote is followed by its two ends


class Anchor(Struct, frozen=True):
    """Where a passage stands now: code points ``[start, end)`` of the article's text; an orphan has ``(0, 0)``."""

    start: int
    end: int
    state: State


ORPHAN = Anchor(0, 0, "orphan")


def text_hash(text: str) -> str:
    """A name for a text: the first 16 hex digits of the SHA-256 of its NFC form in UTF-8."""
    normal = text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
    return hashlib.sha256(normal.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def excerpt(text: str, start: int, end: int, context: int = CONTEXT) -> Excerpt:
    """The passage ``text[start:end]`` with ``context`` code points on either side.

    Raises :class:`ValueError` if the range is empty or reaches outside the text.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"passage {start}..{end} is not inside a text of {len(text)} code points")
    return Excerpt(
        exact=text[start:end],
        prefix=text[max(0, start - context) : start],
        suffix=text[end : end + context],
        start=start,
        end=end,
        hash=text_hash(text),
    )


def excerpt_of(text: str, quote: str, context: int = CONTEXT) -> Excerpt:
    """The passage that says ``quote``, which must stand in the text exactly once. Raises :class:`ValueError` else."""
    start = text.find(quote) if quote else -1
    if start < 0:
        raise ValueError(f"the text does not say {quote!r}")
    if text.find(quote, start + 1) >= 0:
        raise ValueError(f"the text says {quote!r} more than once")
    return excerpt(text, start, start + len(quote), context)


def find(article_text: str, excerpt: Excerpt) -> Anchor:
    """Where the passage stands in the article as it reads today, and how sure that is. Never raises."""
    quote = excerpt.exact
    if not quote:
        return ORPHAN
    stands = 0 <= excerpt.start == excerpt.end - len(quote) and article_text.startswith(quote, excerpt.start)
    if stands and _context_is_whole(article_text, excerpt):
        return Anchor(excerpt.start, excerpt.end, "exact")
    return _quoted(article_text, excerpt) or _near(article_text, excerpt) or ORPHAN


def _context_is_whole(text: str, excerpt: Excerpt) -> bool:
    """Whether prefix and suffix stand around the position as they did when the passage was taken."""
    before = max(0, excerpt.start - len(excerpt.prefix))
    return text.startswith(excerpt.prefix, before) and text.startswith(excerpt.suffix, excerpt.end)


# --- the quote, word for word -------------------------------------------------------------------------------------


def _quoted(text: str, excerpt: Excerpt) -> Anchor | None:
    """The occurrence of the quote that fits best: by its surroundings, then by nearness to where it stood.

    ``None`` if there is none. Two that fit equally well and stand equally near make an orphan: picking one would be
    a guess that looks like a fact.
    """
    ranked = sorted(
        (-_agreement(text, at, at + len(excerpt.exact), excerpt), abs(at - excerpt.start), at)
        for at in _candidates(text, excerpt)
    )
    if not ranked:
        return None
    if len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]:
        return ORPHAN
    at = ranked[0][2]
    state: State = "exact" if at == excerpt.start and excerpt.end == at + len(excerpt.exact) else "moved"
    return Anchor(at, at + len(excerpt.exact), state)


def _candidates(text: str, excerpt: Excerpt) -> set[int]:
    """Starts of occurrences worth weighing: all of them, unless there are very many.

    Then those with their whole prefix or suffix are taken first, and those around the old position.
    """
    quote, prefix, suffix = excerpt.exact, excerpt.prefix[-CONTEXT:], excerpt.suffix[:CONTEXT]
    most = max(2, min(MOST_OCCURRENCES, MOST_COMPARED // len(quote)))
    found = set(islice(_occurrences(text, quote), most))
    if len(found) == most:
        near = max(0, excerpt.start - most * len(quote))
        found.update(islice(_occurrences(text, quote, near), most))
        found.update(islice(_occurrences(text, quote, max(0, excerpt.start)), most))
        for words, offset in (
            (prefix + quote + suffix, len(prefix)),
            (prefix + quote, len(prefix)),
            (quote + suffix, 0),
        ):
            found.update(at + offset for at in islice(_occurrences(text, words), most))
    return found


def _occurrences(text: str, words: str, start: int = 0) -> Iterator[int]:
    """Starts of ``words`` in ``text`` from ``start`` on, overlapping ones too."""
    at = text.find(words, start)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _agreement(text: str, start: int, end: int, excerpt: Excerpt) -> int:
    """How well the surroundings of ``[start, end)`` agree with the excerpt's prefix and suffix; larger is better.

    Letters in unbroken agreement next to the passage count, and so do shared trigrams a little further off, so that
    one changed letter right beside the passage does not make its surroundings worthless.
    """
    prefix, suffix = excerpt.prefix[-CONTEXT:], excerpt.suffix[:CONTEXT]
    before, after = text[max(0, start - len(prefix)) : start], text[end : end + len(suffix)]
    return (
        _common(reversed(prefix), reversed(before))
        + _common(suffix, after)
        + len(_trigrams(prefix) & _trigrams(before))
        + len(_trigrams(suffix) & _trigrams(after))
    )


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    """How many leading characters two texts share."""
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return shared


def _trigrams(text: str) -> set[str]:
    return {text[i : i + 3] for i in range(len(text) - 2)}


# --- the nearest match --------------------------------------------------------------------------------------------


def _near(text: str, excerpt: Excerpt) -> Anchor | None:
    """What now stands in place of a quote that was reworded, if at most :data:`MOST_ERRORS` of it changed."""
    quote = excerpt.exact
    if len(quote) < SHORTEST_NEAR:
        return None
    if len(quote) <= _LONGEST_ALIGNED:
        span = _nearest(text, quote, excerpt.start)
    else:
        span = _nearest_ends(text, quote, excerpt.start)
    return Anchor(*span, "moved") if span else None


def _nearest_ends(text: str, quote: str, start: int) -> tuple[int, int] | None:
    """A long quote: its head and its tail, if they still stand about as far apart as they did."""
    half = _LONGEST_ALIGNED // 2
    head = _nearest(text, quote[:half], start)
    if head is None:
        return None
    allowed = int(len(quote) * MOST_ERRORS)
    low = max(0, head[0] + len(quote) - allowed - half)
    region = text[low : head[0] + len(quote) + allowed]
    tail = _nearest(region, quote[-half:], head[0] + len(quote) - half - low)
    return (head[0], low + tail[1]) if tail else None


def _nearest(text: str, quote: str, start: int) -> tuple[int, int] | None:
    """The span of ``text`` with the smallest edit distance to ``quote``, near ``start`` if several are as small.

    Regions are chosen by seeds: pieces of the quote that still stand somewhere vote for where the quote would begin.
    Each region is then aligned exactly. ``None`` if no region is near enough.
    """
    allowed = int(len(quote) * MOST_ERRORS)
    best: tuple[int, int, tuple[int, int]] | None = None
    for low, high in _regions(text, quote, start, allowed):
        distance, end = _closest_end(quote, text[low:high])
        if distance > allowed:
            continue
        begin = end - _closest_start(quote, text[low : low + end], distance)
        span = _without_margins(text, low + begin, low + end, quote)
        ranked = (distance, abs(span[0] - start), span)
        if best is None or ranked < best:
            best = ranked
    return best[2] if best else None


def _regions(text: str, quote: str, start: int, allowed: int) -> list[tuple[int, int]]:
    """Stretches of the text where pieces of the quote stand together, the most likely ones only."""
    width = len(quote)
    seed = min(_SEED, width // 2)
    step = max(1, (width - seed) // _SEEDS)
    votes: defaultdict[int, float] = defaultdict(float)
    for offset in range(0, width - seed + 1, step):
        places = list(islice(_occurrences(text, quote[offset : offset + seed]), _MOST_OF_A_SEED))
        for place in places:
            # Half-overlapping buckets: a shift of the quote by its own insertions never splits a vote in two.
            bucket = (place - offset) // width
            votes[bucket] += 1 / len(places)
            votes[bucket + 1] += 1 / len(places)
    likely = sorted(votes, key=lambda bucket: (-votes[bucket], abs(bucket * width - start)))[:_MOST_CANDIDATES]
    reach = width + allowed
    return [(max(0, bucket * width - reach), max(0, (bucket + 1) * width + reach)) for bucket in likely]


def _without_margins(text: str, start: int, end: int, quote: str) -> tuple[int, int]:
    """The span without blanks at its ends that the quote does not have: an alignment may take one in for free."""
    while start < end and text[start].isspace() and not quote[0].isspace():
        start += 1
    while start < end and text[end - 1].isspace() and not quote[-1].isspace():
        end -= 1
    return start, end


def _closest_end(pattern: str, text: str) -> tuple[int, int]:
    """The smallest edit distance of ``pattern`` to any stretch of ``text``, and where the first such stretch ends."""
    return min(((score, end) for end, score in _scores(pattern, text, anchored=False)), default=(len(pattern), 0))


def _closest_start(pattern: str, text: str, distance: int) -> int:
    """Length of the stretch at the end of ``text`` that has ``distance`` to ``pattern``; the likeliest of several."""
    lengths = [length for length, score in _scores(pattern[::-1], text[::-1], anchored=True) if score == distance]
    return min(lengths, key=lambda length: abs(length - len(pattern)), default=0)


def _scores(pattern: str, text: str, *, anchored: bool) -> Iterator[tuple[int, int]]:
    """Edit distance of ``pattern`` to what ends after each code point of ``text``: pairs (end, distance).

    ``anchored``: the stretch begins at the start of ``text``, else anywhere. G. Myers, "A fast bit-vector algorithm
    for approximate string matching based on dynamic programming", J. ACM 46 (1999): a column of the matrix is two
    integers, the rows where the distance rises (``up``) and falls (``down``) by one.
    """
    rows = (1 << len(pattern)) - 1
    last = 1 << (len(pattern) - 1)
    equal: defaultdict[str, int] = defaultdict(int)
    for row, letter in enumerate(pattern):
        equal[letter] |= 1 << row
    up, down, score = rows, 0, len(pattern)
    for end, letter in enumerate(text, 1):
        match = equal.get(letter, 0)
        diagonal = match | down
        sideways = (((match & up) + up) ^ up) | match
        rise = (down | ~(sideways | up)) & rows
        fall = up & sideways
        if rise & last:
            score += 1
        elif fall & last:
            score -= 1
        rise = (rise << 1) | anchored
        fall <<= 1
        up = (fall | ~(diagonal | rise)) & rows
        down = rise & diagonal & rows
        yield end, score
