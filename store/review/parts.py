"""A suggestion that tells several things, cut into one suggestion for each."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise

from store.suggest.suggest import Suggestion, Suggestions

_LOOSE = " \t\n,;:–—-"
_JOINT = re.compile(r"(?:and|but|while|then|after which|before)\b[ ,]*", re.IGNORECASE)


def parts(found: Suggestions, whole: Suggestion, cuts: Collection[int]) -> tuple[Suggestion, ...]:
    """The suggestions that ``whole`` becomes when its passage is cut at ``cuts`` (code points of the article).

    Each is read by itself; where it gives no date or names nobody, those of the whole hold, and whoever reported the
    whole reported it. Words and commas that only joined the parts belong to neither. A cut that leaves no words on a
    side is ignored; ``whole`` itself is returned when no cut is left.
    """
    passage = whole.excerpt
    edges = [passage.start, *sorted(cut for cut in set(cuts) if passage.start < cut < passage.end), passage.end]
    text = found.article.text
    spans = [_trimmed(text, first, last, inner=first > passage.start) for first, last in pairwise(edges)]
    kept = [span for span in spans if span is not None]
    if len(kept) < 2:
        return (whole,)
    return tuple(_part(whole, headed(found.passage(start, end))) for start, end in kept)


def headed(suggestion: Suggestion) -> Suggestion:
    """The suggestion with a title that begins with a capital, as the title of a passage from within may not."""
    title = suggestion.title
    return replace(suggestion, title=title[:1].upper() + title[1:])


def _part(whole: Suggestion, part: Suggestion) -> Suggestion:
    part = replace(part, actors=part.actors or whole.actors, source=whole.source, via=whole.via)
    if part.date_text:
        return part
    return replace(
        part,
        date=whole.date,
        date_text=whole.date_text,
        basis=whole.basis,
        rule=whole.rule,
        alternatives=whole.alternatives,
        confidence=whole.confidence,
        why=whole.why,
        reported=whole.reported,
    )


def _trimmed(text: str, start: int, end: int, *, inner: bool) -> tuple[int, int] | None:
    """The stretch without blanks and commas at its ends, behind a cut (``inner``) also without the word that joined.

    ``None`` if no word is left.
    """
    while start < end and text[start] in _LOOSE:
        start += 1
    if inner and (joint := _JOINT.match(text, start, end)):
        start = joint.end()
    while start < end and text[end - 1] in _LOOSE:
        end -= 1
    return (start, end) if any(char.isalnum() for char in text[start:end]) else None
