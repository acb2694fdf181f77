"""What is suggested: an event as one passage of an article tells it, with every guess and its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from store.model import ActorKind, Excerpt, Role, Status

Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class SuggestedActor:
    """An actor of a suggestion. ``id`` is the dossier's actor if ``known``; else a person decides on name and kind."""

    name: str
    kind: ActorKind
    role: Role
    known: bool = False
    id: str = ""
    confidence: Confidence = "high"


@dataclass(frozen=True, slots=True)
class Dating:
    """When it happened: EDTF, the words it comes from (none if only the tense tells), the rule and what it counts from.

    ``alternatives`` are other readings as EDTF. ``reported`` is the day of the statement, if the text names it.
    """

    date: str
    text: str
    basis: str
    rule: str
    why: str
    confidence: Confidence
    alternatives: tuple[str, ...] = ()
    reported: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One suggested event. Offsets in ``excerpt`` count code points of the text as given.

    ``source`` is the outlet that claims it (one named in the sentence, else the article's publisher), ``via`` whom
    it cites. ``splits`` are offsets where the passage may be cut into two events
    (:meth:`store.suggest.suggest.Suggestions.split`). ``why`` says in words where date, status and
    confidence come from.
    """

    date: str
    date_text: str
    basis: str
    rule: str
    alternatives: tuple[str, ...]
    title: str
    status: Status
    source: str
    via: tuple[str, ...]
    actors: tuple[SuggestedActor, ...]
    place: str
    excerpt: Excerpt
    confidence: Confidence
    why: str
    reported: str = ""
    splits: tuple[int, ...] = ()
