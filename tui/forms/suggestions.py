"""The form of a suggestion, or of a passage marked by hand: what shall enter the dossier, in a person's own words.

Actors stand in one field a role, between commas: a name the dossier knows, or a new one. A new name may say its kind,
``Wagner Group (group)``, or whom it means, ``Wagner Group = pmc-wagner``: then that actor learns the name.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args

from store.model import ACTOR_KINDS, ROLES, STATUSES, ActorKind, Record, Role, Status
from store.review import Cast
from store.review.drafts import taken
from store.suggest.events.model import SuggestedActor, Suggestion
from store.text import clean, fold
from tui.forms import kinds
from tui.forms.fields import Choice, Field, FieldError, Form, Names, Read, join, split

_KIND = re.compile(rf"(.+?)\s*\(({'|'.join(get_args(ActorKind))})\)")
_TIE = re.compile(r"(.+?)\s*=\s*(.*)")


class Wording(Record, frozen=True):
    """What a person made of a suggestion: the fields that can be changed."""

    title: str
    date: str
    status: Status
    place: str
    actors: tuple[SuggestedActor, ...]

    def applied(self, suggestion: Suggestion) -> Suggestion:
        """The suggestion in these words."""
        return replace(
            suggestion,
            title=self.title,
            date=self.date,
            status=self.status,
            place=self.place,
            actors=self.actors,
        )


def of_suggestion(suggestion: Suggestion, cast: Cast, names: Names, basis: datetime.date, title: str) -> Form:
    """The form of a suggestion. Dates in words count from ``basis``; actors are those of ``cast``."""
    proposed = taken(suggestion.actors)
    fields = (
        kinds.date("date", "date", suggestion.date, basis),
        kinds.line("title", "title", suggestion.title, needed=True),
        kinds.choice("status", "status", suggestion.status, STATUSES),
        *(_actors(role, tuple(each for each in proposed if each.role == role), cast) for role in ROLES),
        kinds.known("place", "place", suggestion.place, "place", names),
    )

    def build(values: Mapping[str, Any]) -> Wording:
        named = [actor for role in ROLES for actor in values[role]]
        kept = [actor for actor in proposed if actor in named]
        return Wording(
            title=values["title"],
            date=values["date"],
            status=values["status"],
            place=values["place"],
            actors=(*kept, *(actor for actor in named if actor not in kept)),
        )

    return Form(title, fields, build)


def _actors(role: Role, value: tuple[SuggestedActor, ...], cast: Cast) -> Field:
    """The actors in one role, known and new."""

    def read(text: str) -> Read:
        found = tuple(_actor(item, role, cast) for item in split(text))
        new = [f"{actor.name}, {actor.kind}" for actor in found if not actor.known]
        learned = [
            f"{cast.name(actor.id)} learns {actor.name}"
            for actor in found
            if actor.known and cast.named(actor.name) is None
        ]
        said = ", ".join(cast.name(actor.id) for actor in found if actor.known)
        hint = "new: " + "; ".join(new) + "   (= ties a name to one that is known)" if new else ""
        return Read(found, "   ".join(filter(None, (said, *learned, hint))))

    text = join(_written(actor, cast) for actor in value)

    def named(typed: str) -> bool:
        tie = _TIE.fullmatch(typed)
        return cast.named(tie[2] if tie else typed) is not None

    return Field(role, role, text, value, read, lambda typed: _choices(typed, cast), named, several=True)


def _written(actor: SuggestedActor, cast: Cast) -> str:
    """An actor as the field has it, so that :func:`_actor` gives it back."""
    known = cast.actor(actor.id) or cast.named(actor.name)
    if known is None:
        return f"{actor.name} ({actor.kind})"
    return known.name if cast.named(known.name) == known else known.id


def _actor(item: str, role: Role, cast: Cast) -> SuggestedActor:
    """What is meant by one item of the field. Raises :class:`FieldError`."""
    if tie := _TIE.fullmatch(item):
        name, reference = clean(tie[1], line=True), tie[2].strip()
        known = cast.named(reference)
        if known is None:
            raise FieldError(_nobody(reference, cast))
        return SuggestedActor(name, known.kind, role, True, known.id)
    kind: ActorKind = "organization"
    if told := _KIND.fullmatch(item):
        item = told[1]
        kind = next(each for each in ACTOR_KINDS if each == told[2])
    name = clean(item, line=True)
    known = cast.named(name)
    if known is not None:
        return SuggestedActor(known.name, known.kind, role, True, known.id)
    if len(several := cast.called(name)) > 1:
        raise FieldError(f"{name} may be {' or '.join(actor.id for actor in several)}")
    return SuggestedActor(name, kind, role)


def _nobody(reference: str, cast: Cast) -> str:
    if len(several := cast.called(reference)) > 1:
        return f"{reference} may be {' or '.join(actor.id for actor in several)}"
    return f"nobody is called {reference}" if reference else "say who that is behind the ="


def _choices(typed: str, cast: Cast) -> Sequence[Choice]:
    """Actors one of whose names has a word that begins so; behind ``=`` they are offered with the name before it."""
    tie = _TIE.fullmatch(typed)
    lead, wanted = (f"{tie[1]} = ", fold(tie[2])) if tie else ("", fold(typed))
    if not wanted:
        return ()
    found = []
    for actor in cast:
        names = [fold(name) for name in (actor.name, *actor.aliases)]
        if wanted not in names and any(f" {name}".find(f" {wanted}") >= 0 for name in names):
            own = actor.name if cast.named(actor.name) == actor else actor.id
            found.append(Choice(lead + own, ", ".join(actor.aliases[:2]) or actor.kind))
            if len(found) == kinds.OFFERED:
                break
    return found
