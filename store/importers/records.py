"""Records that come as our own JSON: shape, dates and degrees are checked, since anybody may have edited them."""

from __future__ import annotations

from typing import Any, TypeVar

from msgspec.structs import replace

from store import edtf
from store.importers.cells import line
from store.importers.report import CellError
from store.model import Actor, Article, Claim, Event, Place, Record, RecordError, Where, convert

R = TypeVar("R", bound=Record)


def event_of(plain: dict[str, Any]) -> Event:
    """An event of clean plain JSON. Raises :class:`CellError` with the path of the field at fault."""
    event = _converted(Event, plain)
    event = replace(event, id=_word(event.id, "id"), title=_word(event.title, "title"))
    _date(event.date, "date")
    if event.place:
        _degrees(event.place)
    _check(event.claims)
    return event


def claims_of(plain: list[Any]) -> tuple[Claim, ...]:
    """Claims of clean plain JSON; fields that ours have not are left aside. Raises :class:`CellError`."""
    claims = _converted(_Claims, {"claims": plain}).claims
    _check(claims)
    return claims


class _Claims(Record, frozen=True):
    claims: tuple[Claim, ...]


def _check(claims: tuple[Claim, ...]) -> None:
    for number, claim in enumerate(claims):
        _date(claim.reported, f"claims[{number}].reported")
        _date(claim.date, f"claims[{number}].date")
        if claim.excerpt and not 0 <= claim.excerpt.start <= claim.excerpt.end:
            raise CellError(f"claims[{number}].excerpt", "the passage ends before it starts")


def actor_of(plain: dict[str, Any]) -> Actor:
    """An actor of clean plain JSON. Raises :class:`CellError`."""
    actor = _converted(Actor, plain)
    return replace(actor, id=_word(actor.id, "id"), name=_word(actor.name, "name"))


def article_of(plain: dict[str, Any]) -> Article:
    """An article of clean plain JSON. Raises :class:`CellError`."""
    article = _converted(Article, plain)
    _date(article.published, "published")
    _date(article.retrieved, "retrieved")
    return replace(article, id=_word(article.id, "id"), title=_word(article.title, "title"))


def _converted(kind: type[R], plain: dict[str, Any]) -> R:
    try:
        return convert(kind, plain, Where("", "", ""))
    except RecordError as error:
        raise CellError(error.field, error.reason) from None


def _word(text: str, field: str) -> str:
    if not (text := line(text)):
        raise CellError(field, "it is empty")
    return text


def _date(text: str, field: str) -> None:
    try:
        edtf.parse(text)
    except edtf.EdtfError as error:
        raise CellError(field, str(error)) from None


def _degrees(place: Place) -> None:
    for name, value, limit in (("lat", place.lat, 90), ("lon", place.lon, 180)):
        # Not a number compares false with everything, so it is asked for this way round.
        if value is not None and not -limit <= value <= limit:
            raise CellError(f"place.{name}", f"{value} is not between -{limit} and {limit}")
