"""What the explorer asks of a dossier, each question with its answer as one frozen value.

The functions run in worker threads and touch no widget. An answer carries the query it belongs to, so that a late
one can be told from the present one.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from store import anchors, hits
from store.chronology import Chronology, Count, Facet, FacetCount, Histogram, Row, Unit
from store.model import Actor, Article, Claim, Event, Participant
from store.query import Query
from tui.scale import fitting_unit

Cancelled = Callable[[], bool]

FACETS: tuple[Facet, ...] = ("actor", "status", "source", "via", "place", "kind", "tag")
"""What the facet pane can count, in the order of its key."""

FACET_TOP = 400
"""How many values of a facet are listed."""

SPARK = 12
"""Buckets of a spark line."""

TRENDS = 60
"""How many of them get a spark line."""


class Listing(Struct, frozen=True):
    """The rows of a view: as many as the screen needs around the cursor, and where the years begin."""

    query: Query
    generation: int
    count: Count
    years: tuple[tuple[int | None, int], ...]
    cursor: int
    start: int
    rows: tuple[Row, ...]
    needles: tuple[hits.Needle, ...]
    released: tuple[tuple[str, int], ...] = ()
    """Of a view without events: each filter, and how many events there would be without it."""
    unknown: tuple[str, ...] = ()
    """Of a view without events: what to say of names in the query that nobody has."""
    problem: str = ""
    """Why the dossier's events cannot be read, or not be found as they should."""


class FacetRow(Struct, frozen=True):
    """A value of a facet with what is shown beside it."""

    fact: FacetCount
    filtered: bool
    """Whether the view is filtered by this value."""
    trend: tuple[int, ...] = ()
    """Events over time, for the spark line."""
    beside: str = ""
    """Affiliation of an actor."""


class Overview(Struct, frozen=True):
    """Density and facets of a view. The histogram leaves the date filter out, so that the window is seen in it."""

    query: Query
    generation: int
    histogram: Histogram
    extent: tuple[int, int] | None
    """First and last day of the months that it holds, whatever its unit."""
    window: tuple[int | None, int | None]
    facet: Facet
    facets: tuple[FacetRow, ...]
    more: bool
    """Whether the facet has more values than are listed."""


class Passage(Struct, frozen=True):
    """A claim with the text it points at. ``anchor`` tells whether the passage stands where it stood."""

    claim: Claim
    source: str
    via: tuple[str, ...]
    article: Article | None
    anchor: anchors.Anchor | None


class Story(Struct, frozen=True):
    """An event as it is read: who took part, who says so, and the passage of one of its claims."""

    row: Row
    actors: tuple[tuple[Participant, str], ...]
    claims: tuple[tuple[Claim, str, tuple[str, ...]], ...]
    links: tuple[tuple[str, str, str], ...]
    """Relation, id and title of each linked event."""
    index: int
    """Which claim is shown; -1 where there is none."""
    passage: Passage | None
    needles: tuple[hits.Needle, ...]
    generation: int
    """Of the chronology when it was asked: in a later one the article or a name may be another."""

    @property
    def event(self) -> Event:
        """The event itself."""
        return self.row.event


def listing(chronology: Chronology, query: Query, keep: str | None, ahead: int, cancelled: Cancelled) -> Listing:
    """The rows of a view around an event that is to keep its place (or else from the start)."""
    generation = chronology.generation
    count = chronology.count(query, cancelled=cancelled)
    cursor = 0
    if keep is not None and count.total:
        cursor = min(chronology.position(query, keep, near=True) or 0, count.total - 1)
    start = max(0, cursor - ahead)
    rows = chronology.window(query, start, min(count.total, cursor + ahead), cancelled=cancelled)
    years = chronology.years(query, cancelled=cancelled)
    released: tuple[tuple[str, int], ...] = ()
    unknown: tuple[str, ...] = ()
    # As long as an index is made, what is wrong may be mended by that.
    problem = chronology.problem if chronology.progress is None else ""
    if not count.total:
        unknown = chronology.unknown(query)
        released = tuple(
            (part.label, chronology.count(query.without(index), cancelled=cancelled).total)
            for index, part in enumerate(query.parts)
        )
    return Listing(
        query,
        generation,
        count,
        years,
        cursor,
        start,
        rows,
        hits.needles(query.tree),
        released,
        unknown,
        problem,
    )


def overview(
    chronology: Chronology,
    query: Query,
    facet: Facet,
    unit: Unit | None,
    columns: int,
    cancelled: Cancelled,
    trends: int = TRENDS,
) -> Overview:
    """Density and facets of a view, the time scale fitted to ``columns`` unless a unit is given.

    ``trends``: how many actors get their counts over time, which take as long as all the rest.
    """
    generation = chronology.generation
    window = query.date_range
    undated = query.with_date_range("")
    if unit is None:
        unit = fitting_unit(chronology.histogram(undated, "year", cancelled=cancelled), columns)
    histogram = chronology.histogram(undated, unit, cancelled=cancelled)
    counts = chronology.facets(query, facet, FACET_TOP, cancelled=cancelled)
    filtered = query.filtered_values(facet)
    sparks: dict[str, tuple[int, ...]] = {}
    if facet == "actor" and trends:
        sparks = chronology.sparklines(query, [count.value for count in counts[:trends]], SPARK, cancelled=cancelled)
    rows: list[FacetRow] = []
    for count in counts:
        actor = chronology.actor(count.value) if facet == "actor" and len(rows) < trends else None
        beside = _affiliation(chronology, actor) if actor else ""
        rows.append(FacetRow(count, count.value in filtered, sparks.get(count.value, ()), beside))
    return Overview(
        query, generation, histogram, chronology.extent(undated), window, facet, tuple(rows), len(rows) == FACET_TOP
    )


def _affiliation(chronology: Chronology, actor: Actor) -> str:
    if not actor.part_of:
        return actor.kind
    whole = chronology.actor(actor.part_of)
    return whole.name if whole else actor.part_of


def story(chronology: Chronology, row: Row, claim: int | None, needles: tuple[hits.Needle, ...]) -> Story:
    """An event as it is read, with the passage of one claim.

    Unless a claim is asked for it is the first one in which the search has a hit, else the first one that supports
    the status shown.
    """

    def name(reference: str) -> str:
        actor = chronology.actor(reference)
        return actor.name if actor else reference

    generation = chronology.generation
    event = row.event
    claims = tuple((one, name(one.source), tuple(map(name, one.via))) for one in event.claims)
    index = _first_claim(row, needles) if claim is None else max(0, min(claim, len(claims) - 1))
    passage = None
    if claims:
        chosen, source, via = claims[index]
        article = chronology.article(chosen.article) if chosen.article else None
        anchor = anchors.find(article.text, chosen.excerpt) if article and chosen.excerpt else None
        passage = Passage(chosen, source, via, article, anchor)
    links = []
    for link in event.links:
        other = chronology.event(link.event)
        links.append((link.relation, link.event, other.title if other else link.event))
    actors = tuple((one, name(one.actor)) for one in event.actors)
    return Story(row, actors, claims, tuple(links), index if claims else -1, passage, needles, generation)


def _first_claim(row: Row, needles: tuple[hits.Needle, ...]) -> int:
    claims = row.event.claims
    if needles:
        for index, claim in enumerate(claims):
            if claim.excerpt and hits.find(claim.excerpt.exact, needles):
                return index
    return next((index for index, claim in enumerate(claims) if claim.status == row.status), 0)
