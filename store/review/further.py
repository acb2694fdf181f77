"""One story under several outlets: what the dossier has from one of them is offered to the next as a further source.

Nearly the same text is one report, whoever prints it: the claims of the two are tied by ``via``, so that
:func:`store.claims.independent` counts them once. The one that printed it first, or that the other names, is the one
that is cited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from store import anchors
from store.claims import date_of
from store.edtf import possibly
from store.model import Article, Claim, Event
from store.review.cast import Cast
from store.review.drafts import free_claim_id, outlet
from store.suggest.similar import address, similar
from store.text import fold


@dataclass(frozen=True, slots=True)
class Twin:
    """Another article with the same story, the events that have claims on it, and how it was recognised."""

    article: Article
    events: tuple[Event, ...]
    why: str


REPRINTED = 14
"""Days within which a story is printed again; only articles of that time, or of the same address, are compared."""


def twins(
    article: Article, articles: Iterable[Article], citing: Callable[[Article], Iterable[Event]]
) -> tuple[Twin, ...]:
    """The other articles that tell the same story and that events rest on, the most alike first.

    ``citing`` gives the events with claims on an article.
    """
    others = {other.id: other for other in articles if other.id != article.id and _is_near(article, other)}
    found = []
    for match in similar(article, others.values()):
        other = others[match.article]
        if events := tuple(citing(other)):
            found.append(Twin(other, events, match.why))
    return tuple(found)


def _is_near(article: Article, other: Article) -> bool:
    """Whether they may be the same story, by address or day; an article without a day may be of any."""
    if article.url and address(article.url) == address(other.url):
        return True
    one, two = date_of(article.published), date_of(other.published)
    if one.is_undated or two.is_undated:
        return True
    first, last = one.first, one.last
    return possibly(two, None if first is None else first - REPRINTED, None if last is None else last + REPRINTED)


def with_further_source(event: Event, article: Article, twin: Article, cast: Cast) -> Event:
    """The event with what it has from ``twin`` claimed by ``article`` too, each passage found again in its text.

    The same event if it has a claim on the article already, or no passage stands there.
    """
    if any(claim.article == article.id for claim in event.claims):
        return event
    first = _is_first(article, twin, cast)
    claims = list(event.claims)
    for at, claim in enumerate(event.claims):
        further = _further(claim, article, cast, first) if claim.article == twin.id else None
        if further is None:
            continue
        if first and further.source not in (claim.source, *claim.via):
            claims[at] = replace(claim, via=(further.source, *claim.via))
        claims.append(replace(further, id=free_claim_id(claims)))
    return replace(event, claims=tuple(claims)) if len(claims) > len(event.claims) else event


def _further(claim: Claim, article: Article, cast: Cast, first: bool) -> Claim | None:
    """The claim as the article makes it; ``None`` if its passage does not stand there."""
    anchor = anchors.find(article.text, claim.excerpt) if claim.excerpt is not None else anchors.ORPHAN
    if anchor.state == "orphan":
        return None
    source = outlet(article, cast)
    cited = claim.via if first else (claim.source, *claim.via)
    return replace(
        claim,
        source=source,
        via=tuple(name for name in dict.fromkeys(cited) if name != source),
        article=article.id,
        excerpt=anchors.excerpt(article.text, anchor.start, anchor.end),
        reported=article.published,
        url="" if source else article.url,
    )


def _is_first(article: Article, twin: Article, cast: Cast) -> bool:
    """Whether ``article`` is where ``twin`` has its text from: the other names it, or else it was there before."""
    ours, theirs = set(_names(article, cast)), set(_names(twin, cast))
    named = [
        any(_stands_in(name, text) for name in names) for names, text in ((ours, twin.text), (theirs, article.text))
    ]
    if named[0] != named[1]:
        return named[0]
    return bool(article.published) and article.published < twin.published


def _names(article: Article, cast: Cast) -> Iterator[str]:
    """What the outlet of an article is called."""
    actor = cast.actor(outlet(article, cast))
    yield from (actor.name, *actor.aliases) if actor else filter(None, (article.publisher,))


def _stands_in(name: str, text: str) -> bool:
    """Whether a text has these words, whole and in a row."""
    return f" {_words(name)} " in f" {_words(text)} "


def _words(text: str) -> str:
    return " ".join("".join(char if char.isalnum() else " " for char in fold(text)).split())
