"""Setting up a review: the article is read, and what the dossier already has from it is looked up."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from store import edtf
from store.dossier import Dossier
from store.model import Article, Event
from store.query import QueryError, parse, quoted
from store.review.cast import Cast
from store.review.desk import Desk
from store.review.drafts import outlet
from store.review.items import passages
from store.suggest.suggest import suggest

if TYPE_CHECKING:
    from store.chronology import Chronology

EVERYBODY = 1_000_000
"""Actors that are known to a review at the most."""

CITING = 2_000
"""Events of one outlet on one day that are looked at for claims on the article."""

_NO_BASIS = datetime.date(2000, 1, 1)  # the question holds no relative date


def open_desk(
    dossier: Dossier, chronology: Chronology, article: Article, published: datetime.date | None = None
) -> Desk:
    """Read an article and set up the desk for it. Takes some milliseconds for each thousand words.

    Relative dates count from ``published``, else from the day the article gives. Raises :class:`ValueError` if neither
    is a day.
    """
    day = published or publication_day(article)
    if day is None:
        raise ValueError(f"{article.id} does not say on which day it was published")
    chronology.refresh()  # so that an event that was accepted a moment ago is not taken for one that is gone
    cast = Cast(chronology.actors_named("", EVERYBODY))
    found = suggest(article.text, day, title=article.title, publisher=article.publisher, known=tuple(cast))
    return Desk(
        dossier,
        article,
        found,
        cast,
        chronology.event,
        cited=passages(article, citing(article, chronology, cast)),
    )


def publication_day(article: Article) -> datetime.date | None:
    """The day on which the article says it was published; ``None`` where it gives none, or only a month."""
    try:
        date = edtf.parse(article.published)
    except edtf.EdtfError:
        return None
    if date.first is None or date.first != date.last or not 1 <= date.first <= datetime.date.max.toordinal():
        return None
    return datetime.date.fromordinal(date.first)


def citing(article: Article, chronology: Chronology, cast: Cast) -> list[Event]:
    """The events with a claim on the article, found by its outlet and day: no index knows claims by their article."""
    source = outlet(article, cast)
    if not source or not article.published:
        return []
    try:
        query = parse(f"reported:{quoted(article.published)} source:{quoted(source)}", _NO_BASIS)
    except QueryError:
        return []
    rows = chronology.window(query, 0, CITING)
    return [row.event for row in rows if any(claim.article == article.id for claim in row.event.claims)]
