"""What the name finder gives: mentions in the text, and the names they make up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from store.model import ActorKind

Confidence = Literal["high", "medium", "low"]

Form = Literal["name", "short", "acronym", "adjective", "people", "metonym", "site"]
"""How a mention names its actor: in full, by a part of the name ("Shoigu", "the Forum"), by initials, as an adjective
("Russian"), as a people ("the Russians"), by its capital ("Moscow said"), or only as the place where something is
("in Russia")."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in the text where an actor is named. ``start`` and ``end`` are code points, end excluded.

    ``name`` is the fullest name the article, the dossier or the tables know; ``entity`` is the same for all mentions
    of one actor in an article (the id of the dossier's actor where ``actor`` is set). ``title`` is the title or trade
    that stands by the name, ``part_of`` the name of the state or body that goes with it. ``why`` says in words how
    the mention was found.
    """

    start: int
    end: int
    text: str
    name: str
    kind: ActorKind
    actor: str | None
    entity: str
    confidence: Confidence
    why: str
    form: Form = "name"
    title: str = ""
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """An actor as one article names it: the name offered, a guess at its kind, how often, under which words."""

    name: str
    kind: ActorKind
    actor: str | None
    entity: str
    mentions: int
    forms: tuple[str, ...]
    confidence: Confidence

    @property
    def label(self) -> str:
        """``Sergei Shoigu, person`` or, where the kind is a guess, ``Sergei Shoigu, person?``."""
        return f"{self.name}, {self.kind}{'' if self.confidence == 'high' else '?'}"
