"""What there is to decide on in an article: its suggestions with what has been decided on each.

Pure functions. A suggestion is known by its key: the article, the hash of its text, and its passage. It stays the same
as long as the article's text does, whatever else is decided.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from store import anchors
from store.model import Article, Decision, Event
from store.review.parts import parts
from store.suggest.suggest import Suggestion, Suggestions

SAME_PASSAGE = 0.6
"""Share of the shorter of two passages that they have in common when they are taken for one statement."""


class Cited(NamedTuple):
    """A passage of the article that a claim of the dossier already rests on."""

    start: int
    end: int
    event: str
    title: str
    claim: str


@dataclass(frozen=True, slots=True)
class Item:
    """One suggestion, what this person decided on it, and the event that already has its passage, if any."""

    key: str
    suggestion: Suggestion
    decision: Decision | None = None
    cited: Cited | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a decision."""
        return self.decision is None and self.cited is None

    @property
    def event(self) -> str:
        """The id of the event that came of it, or that has its passage anyway; else empty."""
        if self.decision is not None and self.decision.event:
            return self.decision.event
        return self.cited.event if self.cited else ""


@dataclass(frozen=True, slots=True)
class Review:
    """All there is to decide on in one article, in the order of its text."""

    article: Article
    items: tuple[Item, ...]

    @property
    def done(self) -> int:
        """How many have been decided, or need no decision."""
        return sum(not item.is_open for item in self.items)

    def item(self, key: str) -> Item | None:
        """The item with this key."""
        return next((item for item in self.items if item.key == key), None)

    def position(self, key: str) -> int | None:
        """Where the item stands."""
        return next((at for at, item in enumerate(self.items) if item.key == key), None)

    def next_open(self, after: int = -1) -> int | None:
        """The first open item behind position ``after``, else the first of all; ``None`` when all is decided."""
        waiting = [at for at, item in enumerate(self.items) if item.is_open]
        return next((at for at in waiting if at > after), waiting[0] if waiting else None)

    def high(self) -> tuple[Item, ...]:
        """The open items that are held to be right."""
        return tuple(item for item in self.items if item.is_open and item.suggestion.confidence == "high")


def suggestion_key(article_id: str, suggestion: Suggestion) -> str:
    """What a suggestion is known by: article, hash of its text, passage in code points."""
    passage = suggestion.excerpt
    return f"{article_id}@{passage.hash}:{passage.start}-{passage.end}"


def review(
    article: Article,
    found: Suggestions,
    decisions: Mapping[str, Decision],
    cited: Sequence[Cited] = (),
    gone: Collection[str] = (),
) -> Review:
    """The review of an article as it stands. Decisions whose event is among ``gone`` ids count no more."""
    return Review(article, tuple(_items(article, found, found, decisions, cited, gone)))


def _items(
    article: Article,
    found: Suggestions,
    suggestions: Iterable[Suggestion],
    decisions: Mapping[str, Decision],
    cited: Sequence[Cited],
    gone: Collection[str],
) -> Iterator[Item]:
    seen: set[str] = set()
    for suggestion in suggestions:
        key = suggestion_key(article.id, suggestion)
        while key in seen:  # two happenings may be told in the very same words
            key += "+"
        seen.add(key)
        decision = decisions.get(key)
        if decision is not None and decision.event in gone and decision.event:
            decision = None
        if decision is not None and decision.verdict == "split":
            made = parts(found, suggestion, decision.cuts)
            if made == (suggestion,):  # the cuts are those of another version of the rules
                yield Item(key, suggestion)
            else:
                yield from _items(article, found, made, decisions, cited, gone)
        else:
            yield Item(key, suggestion, decision, _cited(suggestion, cited) if decision is None else None)


def _cited(suggestion: Suggestion, cited: Sequence[Cited]) -> Cited | None:
    """The claim that rests on the suggestion's passage: the one that has most of it."""
    start, end = suggestion.excerpt.start, suggestion.excerpt.end
    best: tuple[float, Cited] | None = None
    for each in cited:
        common = min(end, each.end) - max(start, each.start)
        share = common / max(1, min(end - start, each.end - each.start))
        if share >= SAME_PASSAGE and (best is None or share > best[0]):
            best = (share, each)
    return best[1] if best else None


def passages(article: Article, events: Iterable[Event]) -> list[Cited]:
    """The passages of the article that claims of these events rest on, found again in its present text."""
    found = []
    for event in events:
        for claim in event.claims:
            if claim.article == article.id and claim.excerpt is not None:
                anchor = anchors.find(article.text, claim.excerpt)
                if anchor.state != "orphan":
                    found.append(Cited(anchor.start, anchor.end, event.id, event.title, claim.id))
    return sorted(found)
