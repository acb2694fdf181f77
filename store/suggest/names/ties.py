"""Which mentions of an article name the same actor.

First the full names are gathered ("Sergei Shoigu", "Eastern Economic Forum (EEF)"), then what is short for them
("Shoigu", "the Forum", "EEF") is tied to them, wherever in the article it stands. A short form that fits two of them
goes to the one named last before it, and says so. What fits nothing stays on its own, with a guess at its kind.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from store.suggest.names.classify import is_acronym
from store.suggest.names.drafts import Draft
from store.suggest.names.lexicon import Known, adjective, leading_state, shorts
from store.suggest.names.words import Words
from store.suggest.tables import section

_SPELLINGS = {"defense": "defence", "organization": "organisation", "center": "centre", "labor": "labour"}
_GENERATIONS = frozenset(["jr", "sr", "ii", "iii", "iv"])
_BODIES = frozenset(["organization", "outlet", "group"])

MOST_NAMESAKES = 20
"""So many actors may share a short name; further ones are known by their full names alone."""

_DOMINANT = 3
"""Whoever was named so many times as often as a namesake before a short name is meant by it."""

Low = tuple[str, ...]
Key = TypeVar("Key")


@dataclass(slots=True)
class Register:
    """The article's full names, and what may be short for each of them: folded words -> drafts that name it in full."""

    people: dict[Low, Draft] = field(default_factory=dict)
    bodies: dict[tuple[str, str], Draft] = field(default_factory=dict)
    short: dict[Low, list[Draft]] = field(default_factory=dict)
    acronyms: dict[str, Draft] = field(default_factory=dict)
    heads: dict[str, list[Draft]] = field(default_factory=dict)
    initials: dict[str, list[Draft]] = field(default_factory=dict)
    beginnings: dict[Low, list[Draft]] = field(default_factory=dict)
    places: dict[str, list[int]] = field(default_factory=dict)
    """Where each actor is named, in full or by a short name tied to it: first words, in order."""


def _append(table: dict[Key, list[Draft]], key: Key, draft: Draft) -> None:
    same = table.setdefault(key, [])
    if len(same) < MOST_NAMESAKES and all(other.entity != draft.entity for other in same):
        same.append(draft)


def body_key(low: Iterable[str], owner: str = "") -> tuple[str, str]:
    """The owner and core of an organisation: Russian Ministry of Defense -> ("Russia", "defence ministry")."""
    rest = [word for word in low if word != "the"]
    state, size = leading_state(rest)
    if state and len(rest) > size:
        owner, rest = state, rest[size:]
    if len(rest) > 2 and rest[0] in ("ministry", "department") and rest[1] in ("of", "for"):
        rest = [*rest[2:], rest[0]]
    return owner, " ".join(_SPELLINGS.get(word, word) for word in rest)


def _as(draft: Draft, full: Draft) -> None:
    """Let ``draft`` name the same actor as ``full``."""
    draft.entity, draft.name, draft.kind, draft.actor = full.entity, full.name, full.kind, full.actor
    draft.part_of = draft.part_of or full.part_of
    draft.shaky = False


def _full_person(low: Low) -> Low:
    return low[:-1] if len(low) > 2 and low[-1] in _GENERATIONS else low


def _enter_person(draft: Draft, register: Register, known: Known) -> None:
    """A person named by two words or more: the same as an earlier one with the same first and last word."""
    low = _full_person(draft.low)
    earlier = register.people.get(low) or register.people.get((low[0], low[-1]))
    if not draft.known:
        if earlier is not None:
            _as(draft, earlier)
        else:
            own = known.bearer(f"{low[0]} {low[-1]}")
            draft.entity = own.id if own else " ".join(low)
            draft.name, draft.actor = (own.name, own.id) if own else (draft.name, None)
    register.people.setdefault(low, draft)
    register.people.setdefault((low[0], low[-1]), draft)
    for short in dict.fromkeys((*shorts(" ".join(draft.low).title()), *shorts(draft.name))):
        _append(register.short, short, draft)


def _enter_body(draft: Draft, register: Register) -> None:
    """An organisation: the same as an earlier one with the same core and no other owner."""
    owner, core = body_key(draft.low, draft.part_of)
    if not draft.known:
        earlier = register.bodies.get((owner, core)) or (register.bodies.get(("", core)) if not owner else None)
        if earlier is not None:
            _as(draft, earlier)
        else:
            draft.entity = f"{owner.lower()} {core}".strip()
            draft.part_of = draft.part_of or owner
            if leading_state([owner.lower()])[0] and not leading_state(draft.low)[0]:
                # "Russia's Defence Ministry": by itself the name would fit every state's.
                draft.name = f"{adjective(owner)} {draft.name}"
    for key in ((owner, core), ("", core)):
        register.bodies.setdefault(key, draft)
    if len(draft.low) > 1:
        _append(register.heads, draft.low[-1], draft)
        _append(register.initials, _initials(draft.low), draft)
        for size in range(1, len(draft.low)):
            _append(register.beginnings, draft.low[:size], draft)


def _enter_acronym(words: Words, draft: Draft, register: Register) -> None:
    """ "Eastern Economic Forum (EEF)", "Law and Justice party (PiS)": capitals in brackets are short for the name."""
    at = draft.last + 1
    if words.after(draft.last) == "party":
        at += 1
    if len(draft.low) < 2 or at >= len(words) or words.gap(at - 1) != " (" or words.gap(at)[:1] != ")":
        return
    raw = words.raw[at]
    bracketed = is_acronym(raw) or (len(raw) <= 5 and sum(letter.isupper() for letter in raw) > 1)
    if bracketed and words.low[at][0] in (word[0] for word in draft.low):
        register.acronyms.setdefault(words.low[at], draft)


def _is_full_body(draft: Draft) -> bool:
    return draft.kind in _BODIES and (len(draft.low) > 1 or draft.known)


def _is_full_person(draft: Draft) -> bool:
    return draft.kind == "person" and len(draft.low) > 1 and draft.form == "name"


def gather(words: Words, drafts: list[Draft], known: Known) -> Register:
    """Enter every full name; drafts that name the same in full are tied on the way."""
    register = Register()
    for draft in drafts:
        if _is_full_body(draft) and draft.confidence != "low" and draft.form in ("name", "acronym"):
            _enter_body(draft, register)
    for draft in drafts:
        if draft.kind == "state" and draft.form in ("name", "site") and len(draft.low) > 1:
            _append(register.short, draft.low, draft)
        elif _is_full_person(draft) and (draft.known or draft.confidence != "low"):
            _enter_person(draft, register, known)
    for draft in drafts:
        # What is only guessed to be a full name is none if it is short for a sure one.
        if draft.known or draft.confidence != "low" or draft.low in register.beginnings or draft.low in register.short:
            continue
        if _is_full_body(draft) and draft.form == "name":
            _enter_body(draft, register)
        elif _is_full_person(draft):
            _enter_person(draft, register, known)
    for draft in drafts:
        _enter_acronym(words, draft, register)
        if draft.entity:
            register.places.setdefault(draft.entity, []).append(draft.first)
    return register


def _choose(draft: Draft, fitting: list[Draft], register: Register) -> Draft:
    """The full name that a short one stands for: by its title, else who is named far more often than the others before
    it, else the one named last before it, else the first."""
    if draft.title:
        titled = [full for full in fitting if full.title.lower() == draft.title.lower()]
        if len(titled) == 1:
            return titled[0]
    placed = [(bisect_left(register.places[full.entity], draft.first), full) for full in fitting]
    placed.sort(key=lambda entry: -entry[0])
    if len(placed) > 1 and placed[0][0] >= _DOMINANT * max(1, placed[1][0]):
        return placed[0][1]
    before = [(register.places[full.entity][at - 1], full) for at, full in placed if at]
    return max(before, key=lambda entry: entry[0])[1] if before else fitting[0]


def _tie_short(draft: Draft, fitting: list[Draft], register: Register) -> None:
    full = _choose(draft, fitting, register)
    _as(draft, full)
    insort(register.places[full.entity], draft.first)
    draft.form = "short"
    if len(fitting) == 1:
        draft.confidence = "high" if full.confidence == "high" else "medium"
        draft.why = f"short for {full.name}"
    else:
        others = ", ".join(each.name for each in fitting if each is not full)
        draft.confidence, draft.why = "medium", f"short for {full.name}, named last; also named: {others}"


def _initials(low: Low) -> str:
    return "".join(word[0] for word in low if word not in ("of", "the", "for", "and"))


def _tie_body(words: Words, draft: Draft, register: Register) -> bool:
    """Tie a short name of an organisation; ``False`` if it is only a common noun with a capital ("the Ministry")."""
    low = draft.low
    if len(low) == 1 and (full := register.acronyms.get(low[0])):
        _as(draft, full)
        draft.form, draft.confidence, draft.why = "acronym", "high", f"introduced in brackets for {full.name}"
        return True
    if len(low) == 1 and is_acronym(words.raw[draft.first]):
        fitting = register.initials.get(low[0], [])
        if len(fitting) == 1:
            _as(draft, fitting[0])
            draft.form, draft.confidence, draft.why = "acronym", "medium", f"initials of {fitting[0].name}"
        return True
    generic = len(low) == 1 and (
        low[0] in section("orgwords", "organization")
        or low[0] in section("orgwords", "organization-first")
        or low[0] in section("orgwords", "place")
    )
    if generic:
        before = [full for full in register.heads.get(low[0], ()) if full.first < draft.first]
        if before:
            _tie_short(draft, [before[-1]], register)
            draft.confidence = "medium"
        return bool(before)
    if not draft.known and low in register.beginnings:
        _tie_short(draft, register.beginnings[low], register)
        draft.confidence = "medium"
    return True


def _tie_person(draft: Draft, register: Register, known: Known) -> bool:
    """Tie a surname to the person named in full, or to the only person of the dossier who bears it."""
    if draft.low in register.short:
        _tie_short(draft, register.short[draft.low], register)
        return True
    bearers = known.surnames.get(draft.low, ())
    if len(bearers) == 1:
        draft.entity, draft.name, draft.actor, draft.kind = bearers[0].id, bearers[0].name, bearers[0].id, "person"
        draft.form, draft.confidence, draft.why = "short", "medium", "name of one person of the dossier alone"
        draft.shaky = False
        return True
    return False


def tie(words: Words, drafts: list[Draft], known: Known) -> list[Draft]:
    """The drafts with their names tied; those that turn out to be no names are left out."""
    register = gather(words, drafts, known)
    kept: list[Draft] = []
    for draft in drafts:
        if draft.entity and draft.known:
            _untie_namesake(draft, register)
        elif not draft.entity:
            short = len(draft.low) <= 2 and _tie_person(draft, register, known)
            if not short and not _tie_body(words, draft, register):
                continue
            draft.entity = draft.entity or " ".join(draft.low)
        kept.append(draft)
    _part_products(kept)
    _agree_on_kind(kept)
    believed = {draft.low for draft in kept if not draft.shaky}
    return [draft for draft in kept if not draft.shaky or draft.low in believed]


def _part_products(drafts: list[Draft]) -> None:
    """Two words guessed to be a person of which the first alone names a body: "Ford Taurus" names Ford."""
    makers = {
        draft.low[0]: draft for draft in drafts if len(draft.low) == 1 and draft.kind in _BODIES and not draft.shaky
    }
    for draft in drafts:
        if (
            draft.kind == "person"
            and draft.confidence == "low"
            and draft.form == "name"
            and (maker := makers.get(draft.low[0]))
        ):
            draft.last, draft.low = draft.first, draft.low[:1]
            _as(draft, maker)
            draft.why = f"{maker.name} before the name of something else"


def _agree_on_kind(drafts: list[Draft]) -> None:
    """One actor is of one kind: that of its surest mention (the first of equals)."""
    rank = {"high": 0, "medium": 1, "low": 2}
    surest: dict[str, Draft] = {}
    for draft in drafts:
        best = surest.get(draft.entity)
        if best is None or rank[draft.confidence] < rank[best.confidence]:
            surest[draft.entity] = draft
    for draft in drafts:
        best = surest[draft.entity]
        if not draft.known and draft.kind != best.kind:
            draft.kind, draft.why = best.kind, f"{best.why} elsewhere"
            draft.confidence = "medium" if best.confidence == "high" else best.confidence


def _untie_namesake(draft: Draft, register: Register) -> None:
    """A surname that a table has as a state or place: "Jordan" after "Jim Jordan" is the man."""
    if draft.kind not in ("state", "place") or draft.actor or draft.form not in ("name", "site", "metonym"):
        return
    before = [full for full in register.short.get(draft.low, ()) if full.kind == "person" and full.first < draft.first]
    if before and not (draft.form == "site" and draft.kind == "state"):
        draft.known = False
        _tie_short(draft, before, register)
        draft.confidence = "medium"
