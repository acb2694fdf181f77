"""The kinds of fields: lines, texts, dates, choices, lists, actors, points, passages. Each reads one kind of text."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Sequence

from store import anchors, edtf
from store.model import Excerpt, Link, PlacePrecision
from store.text import clean, fold
from tui.forms.fields import Choice, Field, FieldError, Names, Read, join, split

OFFERED = 6
"""Choices shown at most."""

Point = tuple[float | None, float | None, PlacePrecision]
"""Latitude and longitude in degrees, and how near they are."""

_POINT = re.compile(r"(-?\d+(?:\.\d+)?)\s*[,;]?\s+(-?\d+(?:\.\d+)?)(?:\s+([a-z]+))?", re.ASCII)
_WIKIDATA = re.compile(r"Q[1-9][0-9]*", re.ASCII)
_PRECISIONS: Sequence[PlacePrecision] = ("exact", "near", "region", "country")


def line(name: str, label: str, value: str, *, needed: bool = False, said: str = "") -> Field:
    """One line of text."""

    def read(text: str) -> Read:
        cleaned = clean(text, line=True)
        if needed and not cleaned:
            raise FieldError("is needed")
        return Read(cleaned, said)

    return Field(name, label, value, value, read)


def text(name: str, label: str, value: str, lines: int = 3) -> Field:
    """Text of several lines."""
    return Field(name, label, value, value, lambda typed: Read(clean(typed).strip()), lines=lines)


def known(name: str, label: str, value: str, field: str, names: Names) -> Field:
    """A line for which values that are used already are offered: kinds, places."""

    def choices(typed: str) -> Sequence[Choice]:
        return [Choice(*pair) for pair in names.complete(field, typed, OFFERED)] if typed else ()

    return Field(name, label, value, value, lambda typed: Read(clean(typed, line=True)), choices)


def date(name: str, label: str, value: str, basis: datetime.date) -> Field:
    """A date: EDTF, or any words for one; said is what they mean."""

    def read(typed: str) -> Read:
        typed = typed.strip()
        try:
            found = edtf.parse(typed)
        except edtf.EdtfError as error:
            found = _in_words(typed, basis, error)
        if found.is_undated:
            return Read("", "no date: the source gives none")
        extent = " .. ".join("open" if day is None else edtf.day_text(day) for day in (found.first, found.last))
        return Read(found.text, f"{found.text}   {extent}")

    return Field(name, label, value, value, read)


def _in_words(typed: str, basis: datetime.date, error: edtf.EdtfError) -> edtf.Date:
    # What people type as dates is a big grammar: read only when somebody does.
    from store.when import WhenError, when

    try:
        return when(typed, basis).date
    except WhenError as problem:
        either = f": {' or '.join(problem.readings[:2])}" if problem.readings else ""
        looks_like_edtf = typed[:1].isdigit() and not problem.readings
        raise FieldError(str(error) if looks_like_edtf else f"{problem.reason}{either}") from None


def choice(name: str, label: str, value: str | None, values: Sequence[str], *, empty: str = "") -> Field:
    """One of few values, of which the beginning is enough. ``empty`` says what none means; without it one is needed."""

    def read(typed: str) -> Read:
        typed = typed.strip().casefold()
        if not typed and empty:
            return Read(None, empty)
        found = [one for one in values if one.startswith(typed)] if typed else []
        if len(found) != 1:
            raise FieldError(f"one of {', '.join(values)}")
        return Read(found[0], found[0])

    def choices(typed: str) -> Sequence[Choice]:
        return [Choice(one, one) for one in values if one.startswith(typed.casefold()) and one != typed]

    return Field(name, label, value or "", value, read, choices, hint=empty)


def several(name: str, label: str, value: Sequence[str], field: str = "", names: Names | None = None) -> Field:
    """Texts between commas; of those in use already some are offered."""

    def read(typed: str) -> Read:
        values = tuple(dict.fromkeys(clean(one, line=True) for one in split(typed)))
        return Read(tuple(filter(None, values)))

    def choices(typed: str) -> Sequence[Choice]:
        return [Choice(*pair) for pair in names.complete(field, typed, OFFERED)] if names and typed else ()

    return Field(name, label, join(value), tuple(value), read, choices, several=True)


def actor(name: str, label: str, value: str, names: Names, *, strict: bool = True) -> Field:
    """One actor by id or name; when not ``strict``, a name that no actor has stays as it is typed."""

    def read(typed: str) -> Read:
        typed = clean(typed, line=True)
        found = _actor_id(typed, names, strict) if typed else ""
        return Read(found, _called([found], names) if found else "")

    return Field(name, label, value, value, read, functools.partial(_actors, names=names), _is_actor(names))


def actors(name: str, label: str, value: Sequence[str], names: Names, *, strict: bool = True) -> Field:
    """Actors by id or name, between commas."""

    def read(typed: str) -> Read:
        found = [_actor_id(clean(one, line=True), names, strict) for one in split(typed)]
        found = list(dict.fromkeys(found))
        return Read(tuple(found), _called(found, names))

    choices = functools.partial(_actors, names=names)
    return Field(name, label, join(value), tuple(value), read, choices, _is_actor(names), several=True)


def _actors(typed: str, names: Names) -> Sequence[Choice]:
    if not typed:
        return ()
    return [Choice(each.id, each.name) for each in names.actors_named(typed, OFFERED) if each.id != typed]


def _is_actor(names: Names) -> Callable[[str], bool]:
    """Whether what is typed is the id or the name of one actor."""

    def named(typed: str) -> bool:
        try:
            return bool(typed and _actor_id(typed, names, True))
        except FieldError:
            return False

    return named


def _actor_id(typed: str, names: Names, strict: bool) -> str:
    if names.actor(typed):
        return typed
    wanted = fold(typed)
    near = names.actors_named(typed, 20)
    called = [each for each in near if wanted in (fold(each.name), *map(fold, each.aliases))]
    if len(called) == 1:
        return called[0].id
    if called:
        raise FieldError(f"{typed} may be {' or '.join(each.id for each in called)}")
    if strict:
        hint = f"; {' or '.join(each.id for each in near[:3])}?" if near else "; add the actor first"
        raise FieldError(f"no actor is called {typed}{hint}")
    return typed


def _called(ids: Sequence[str], names: Names) -> str:
    said = []
    for one in ids:
        found = names.actor(one)
        said.append(found.name if found else f"{one} (not among the actors)")
    return ", ".join(said)


def point(name: str, label: str, value: Point) -> Field:
    """A point in degrees and how near it is: ``51.88, 128.33 near``."""
    lat, lon, precision = value
    place = f"{lat!r}, {lon!r}" if lat is not None and lon is not None else ""

    def read(typed: str) -> Read:
        if not typed.strip():
            return Read((None, None, ""), "no point: nothing is drawn")
        match = _POINT.fullmatch(typed.strip().casefold())
        if not match:
            raise FieldError("latitude, longitude and perhaps exact, near, region or country: 51.88, 128.33 near")
        north, east, near = float(match[1]), float(match[2]), match[3] or ""
        found = [one for one in _PRECISIONS if one.startswith(near)] if near else [""]
        if len(found) != 1:
            raise FieldError(f"how near is one of {', '.join(_PRECISIONS)}")
        if not -90 <= north <= 90 or not -180 <= east <= 180:
            raise FieldError("latitude is -90 to 90, longitude -180 to 180")
        return Read((north, east, found[0]))

    return Field(name, label, " ".join(filter(None, (place, precision))), value, read)


def links(name: str, label: str, value: Sequence[Link], own: str, names: Names) -> Field:
    """Relations to other events, ``relation: event`` between commas: ``plan of: 2023-09-13-vostochny-summit``."""

    def read(typed: str) -> Read:
        found = []
        for each in split(typed):
            relation, colon, event = (part.strip() for part in each.rpartition(":"))
            if not colon or not relation:
                raise FieldError("a relation and an event's id, as in follows: 2023-09-13-vostochny-summit")
            if event == own:
                raise FieldError("an event cannot be linked to itself")
            if names.event(event) is None:
                raise FieldError(f"there is no event {event}")
            found.append(Link(event=event, relation=clean(relation, line=True)))
        return Read(tuple(found), "; ".join(f"{one.relation} {_title(one.event, names)}" for one in found))

    def choices(typed: str) -> Sequence[Choice]:
        relation, colon, event = typed.rpartition(":")
        if not colon or not event.strip():
            return ()
        return [
            Choice(f"{relation}: {value}", called) for value, called in names.complete("id", event.strip(), OFFERED)
        ]

    written = join(f"{one.relation}: {one.event}" for one in value)
    return Field(name, label, written, tuple(value), read, choices, several=True)


def _title(event_id: str, names: Names) -> str:
    event = names.event(event_id)
    return event.title if event else event_id


def article(name: str, label: str, value: str, names: Names, listed: Callable[[str], Sequence[Choice]]) -> Field:
    """An article by its id. ``listed`` gives those of whose id or title something is typed."""

    def read(typed: str) -> Read:
        typed = typed.strip()
        if not typed:
            return Read("", "no article: the claim stands by itself")
        found = names.article(typed)
        if found is None:
            raise FieldError("no article has this id; words of its title find it")
        return Read(found.id, "  ".join(filter(None, (found.title, found.publisher, found.published))))

    def choices(typed: str) -> Sequence[Choice]:
        return [choice for choice in listed(typed) if choice.text != typed] if typed else ()

    def named(typed: str) -> bool:
        return names.article(typed) is not None

    return Field(name, label, value, value, read, choices, named)


def passage(
    name: str, label: str, value: Excerpt | None, cited: str, names: Names, lines: int = 3, beside: str = "article"
) -> Field:
    """A passage of an article, word for word, or its first and last words with ``...`` between.

    The article is the one in the field ``beside`` this one, ``cited`` at first.
    """

    def read(typed: str, article_id: str) -> Read:
        if not typed.strip():
            return Read(None, "no passage")
        found = names.article(article_id.strip()) if article_id.strip() else None
        if found is None:
            raise FieldError("the claim names no article of the dossier to quote from")
        excerpt = quoted(found.text, typed)
        return Read(excerpt, f"stands at {excerpt.start}..{excerpt.end} of {found.id}")

    text = value.exact if value else ""
    return Field(
        name, label, text, value, lambda typed: read(typed, cited), lines=lines, beside=beside, read_beside=read
    )


def quoted(whole: str, typed: str) -> Excerpt:
    """The passage of a text that somebody means by its words. Raises :class:`FieldError` unless there is just one.

    Blanks and line ends need not agree. ``first words ... last words`` is the shortest passage from the one to the
    other.
    """
    pieces = [piece for piece in re.split(r"\s*(?:\.\.\.|…)\s*", typed.strip()) if piece]
    exact = r"\s+".join(map(re.escape, typed.split()))
    between = r"[^\0]*?".join(r"\s+".join(map(re.escape, piece.split())) for piece in pieces)
    for pattern in dict.fromkeys((exact, between) if len(pieces) == 2 else (exact,)):
        found = re.finditer(pattern, whole)
        first, second = next(found, None), next(found, None)
        if first is not None and second is None:
            return anchors.excerpt(whole, first.start(), first.end())
        if second is not None:
            raise FieldError("stands there more than once: give more words of it")
    raise FieldError("the article does not say this")


def wikidata(name: str, label: str, value: str) -> Field:
    """An id of Wikidata."""

    def read(typed: str) -> Read:
        typed = typed.strip().upper()
        if typed and not _WIKIDATA.fullmatch(typed):
            raise FieldError("an id such as Q423")
        return Read(typed)

    return Field(name, label, value, value, read)


def address(name: str, label: str, value: str) -> Field:
    """An http(s) address."""

    def read(typed: str) -> Read:
        typed = typed.strip()
        if typed and not re.fullmatch(r"https?://[^\s<>\"\x00-\x20\x7f-\x9f]+", typed):
            raise FieldError("an address that begins with http:// or https://")
        return Read(typed)

    return Field(name, label, value, value, read)
