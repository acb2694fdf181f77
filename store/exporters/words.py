"""What chronologies for people say in the same words, whatever they are written in: dates, statuses, who says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from store import edtf
from store.exporters.format import Context
from store.model import Claim, Event, shown_status


def day(event: Event) -> str:
    """The date as a reader wants it (``Sep 10-13``), without its year."""
    return edtf.label(edtf.parse(event.date), year=False)


def by_year(rows: Iterable[Event]) -> Iterator[tuple[str, Iterator[Event]]]:
    """Events under headings, in the order in which they come: a year, or ``Undated``."""
    return ((heading, group) for heading, group in groupby(rows, _year))


def _year(event: Event) -> str:
    date = edtf.parse(event.date)
    if date.is_undated:
        return "Undated"
    if date.first is not None:
        return _year_of(date.first)
    return "Undated" if date.last is None else f"{_year_of(date.last)} or before"


def _year_of(ordinal: int) -> str:
    return edtf.year_text(edtf.from_ordinal(ordinal)[0]).lstrip("Y")


def cast(event: Event, context: Context) -> str:
    """``Kim Jong Un with Vladimir Putin``: actors by role."""
    by_role: dict[str, list[str]] = {}
    for part in event.actors:
        by_role.setdefault(part.role, []).append(context.name(part.actor))
    doing = ", ".join(by_role.pop("by", ()))
    others = (f"{role} {', '.join(names)}" for role, names in by_role.items())
    return " ".join(filter(None, (doing, *others)))


def place(event: Event) -> str:
    """The place as words."""
    if event.place is None:
        return ""
    name, country = event.place.name, event.place.country
    return name if not country or country in name else ", ".join(filter(None, (name, country)))


@dataclass(frozen=True, slots=True)
class Source:
    """A claim as a footnote: who reports it, citing whom, in what, when, where, and the passage."""

    outlet: str
    via: str
    title: str
    published: str
    url: str
    status: str
    says: str
    quote: str

    @property
    def sentence(self) -> str:
        """The footnote without its quotation."""
        about = f"{self.outlet} (citing {self.via})" if self.via else self.outlet
        titled = f"“{self.title}”" if self.title else ""
        return ", ".join(filter(None, (about or "source not named", titled, self.published))) + f": {self.status}"


def source(claim: Claim, context: Context) -> Source:
    """What there is to say of a claim."""
    article = context.article(claim.article) if claim.article else None
    published = claim.reported or (article.published if article else "")
    return Source(
        outlet=context.name(claim.source),
        via=", ".join(context.name(id) for id in claim.via),
        title=article.title if article else "",
        published=edtf.label(edtf.parse(published), year=True) if published else "",
        url=claim.url or (article.url if article else ""),
        status=claim.status,
        says=claim.says,
        quote=claim.excerpt.exact if claim.excerpt else "",
    )


def is_web(address: str) -> bool:
    """Whether an address may be offered as a link: http and https only, never a script."""
    return address[:8].lower().startswith(("http://", "https://"))


def status(event: Event) -> str:
    """The status as a word; machine-coded events say so."""
    coded = ", coded by machine" if event.origin and event.origin.machine else ""
    return shown_status(event) + coded
