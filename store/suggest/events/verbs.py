"""The verbs of the table in all their forms."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from store.model import Role
from store.suggest.tables import field, rows

Form = Literal["base", "third", "past", "participle", "ing"]
Class = Literal["event", "say", "deny", "plan"]

_VOWELS = "aeiou"


class Verb(NamedTuple):
    """A verb: what it is about (``classes``), the role of what follows it, nouns for the same happening."""

    lemma: str
    classes: frozenset[str]
    role: Role
    nouns: frozenset[str]


def _third(lemma: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + "s"


def _stems(lemma: str) -> tuple[str, ...]:
    """What -ed and -ing are put on: ``stop`` gives ``stop`` and ``stopp``, as spelling varies (travelled, traveled)."""
    if lemma.endswith("e"):
        return (lemma[:-1],)
    doubles = len(lemma) > 2 and lemma[-1] in "bdglmnprt" and lemma[-2] in _VOWELS and lemma[-3] not in _VOWELS
    return (lemma, lemma + lemma[-1]) if doubles else (lemma,)


def forms(lemma: str, past: str = "", participle: str = "") -> dict[str, set[Form]]:
    """Every form of a verb, regular where ``past`` and ``participle`` are empty."""
    found: dict[str, set[Form]] = {lemma: {"base"}}

    def put(form: str, what: Form) -> None:
        found.setdefault(form, set()).add(what)

    put(_third(lemma), "third")
    for stem in _stems(lemma):
        put((lemma[:-2] + "ying" if lemma.endswith("ie") else stem + "ing"), "ing")
        if not past:
            regular = lemma[:-1] + "ied" if lemma.endswith("y") and lemma[-2] not in _VOWELS else stem + "ed"
            put(regular, "past")
            put(regular, "participle")
    if lemma.endswith("ee"):
        put(lemma + "ing", "ing")
    if past:
        put(past, "past")
        put(participle or past, "participle")
    return found


@cache
def table() -> dict[str, tuple[Verb, frozenset[Form]]]:
    """Form -> its verb and what form of it; where two verbs share a form, the irregular one comes first."""
    found: dict[str, tuple[Verb, set[Form]]] = {}
    for row in sorted(rows("verbs"), key=lambda row: (len(row) < 3 or not row[2], row[0])):
        role: Role = row[4] if len(row) > 4 and row[4] else "to"  # type: ignore[assignment]
        verb = Verb(row[0], frozenset(field(row, 1)), role, frozenset(field(row, 5)))
        for form, what in forms(row[0], "".join(field(row, 2)), "".join(field(row, 3))).items():
            if form not in found:
                found[form] = (verb, set(what))
            elif found[form][0].lemma == verb.lemma:
                found[form][1].update(what)
    return {form: (verb, frozenset(what)) for form, (verb, what) in found.items()}


@cache
def event_nouns() -> frozenset[str]:
    """All nouns that the table has for happenings: "visit", "election", "quake"."""
    return frozenset(noun for verb, _ in table().values() for noun in verb.nouns)
