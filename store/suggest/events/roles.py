"""Who did it, to whom, with whom, where: actors and place by where they stand to the verb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from store.model import Role
from store.suggest.events.acts import Act
from store.suggest.events.clauses import Clause
from store.suggest.events.model import SuggestedActor
from store.suggest.events.verbs import Verb, table
from store.suggest.names import Mention
from store.suggest.names.words import Words
from store.suggest.tables import section

_PREPOSITIONS: dict[str, Role] = {
    "with": "with", "alongside": "with", "between": "with", "and": "with",
    "by": "by",
    "in": "at", "at": "at", "near": "at", "inside": "at", "across": "at", "outside": "at", "into": "at",
    "to": "to", "against": "to", "for": "to", "on": "to", "over": "to", "of": "to", "towards": "to", "from": "to",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention with the index of its first and last word."""

    mention: Mention
    first: int
    last: int


def _is_descriptor(words: Words, placed: Placed, following: Placed | None) -> bool:
    """Whether a mention only describes the next: "Russian Defence Minister Sergei Shoigu", "Danish drugmaker X"."""
    if following is None or following.first - placed.last > 7 or placed.mention.kind == "person":
        return False
    sure = following.mention.kind == "person" or following.mention.confidence != "low"
    if sure and following.mention.part_of and following.mention.part_of == placed.mention.name:
        return True
    between = words.low[placed.last + 1 : following.first]
    plain = not any(low in _PREPOSITIONS or low in table() for low in between)
    blank = all(words.gap(at) in (" ", "-", "\n") for at in range(placed.last, following.first))
    return placed.mention.form == "adjective" and plain and blank and following.mention.kind != "place"


def in_subject_aside(words: Words, placed: Placed, subject: tuple[int, int], named: Sequence[Placed]) -> bool:
    """Whether a mention only tells of one before it in the subject: "Nikos Doukas, leader of the Front, accused"."""
    first, stop = subject
    if not first < placed.first < stop:
        return False
    if words.low[placed.first - 1] == "and" or any(
        each.last == placed.first - 1 and each.mention.kind == placed.mention.kind for each in named
    ):
        return False  # a list: "Morocco, Portugal and France"
    return any(
        first <= each.first < placed.first
        and words.comma[each.last]
        and (each.mention.kind == "person" or placed.mention.kind != "person")
        for each in named
    )


def _preposition(words: Words, placed: Placed, start: int) -> str:
    """The preposition that governs a mention: the nearest before it, across its title, determiners and adjectives."""
    plain = section("cues", "determiners") - set(_PREPOSITIONS)
    for at in range(placed.first - 1, max(start, placed.first - 8) - 1, -1):
        low = words.low[at]
        if low in section("function", "months") or low.isdigit():
            return ""
        if words.comma[at] or words.gap(at)[:1] == ";":
            return ""
        if low in _PREPOSITIONS:
            return low
        title = low in section("titles", "heads") or low in section("titles", "modifiers")
        if title or low in plain or words.is_capital(at) or low.endswith(("ern", "al", "an", "ish", "ese")):
            continue
        return ""
    return ""


def _before_verb(words: Words, placed: Placed, act: Act, start: int, lone: bool) -> Role:
    preposition = _preposition(words, placed, start)
    if preposition in ("in", "at", "near", "inside", "across", "outside", "from"):
        return "at"
    if preposition in ("with", "between", "alongside"):
        return "with"
    if preposition in ("against", "to", "on", "over"):
        return "to"
    if act.verb.role == "with" and not lone:
        return "with"
    return "to" if act.passive else "by"


def _after_verb(words: Words, placed: Placed, act: Act, before: Role | None) -> Role:
    preposition = _preposition(words, placed, act.index + 1)
    if preposition == "and" and before is not None:
        return before
    if preposition == "by":
        return "by" if act.passive else "to"
    if preposition in ("in", "at", "near", "inside", "across", "outside", "into"):
        return "at"
    if preposition in ("with", "between", "alongside"):
        return "with"
    verb = _infinitive_before(words, placed, act) or act.verb
    if preposition == "to" and verb.role == "at":
        return "at" if placed.mention.kind != "person" else "to"
    if not preposition:
        return verb.role if verb.role != "at" or placed.mention.kind != "person" else "to"
    return "to"


def _infinitive_before(words: Words, placed: Placed, act: Act) -> Verb | None:
    """The infinitive that governs a name instead of the main verb: "plans to travel to Russia to meet X"."""
    for at in range(placed.first - 1, act.index + 1, -1):
        if words.low[at - 1] == "to" and words.low[at] in table() and "base" in table()[words.low[at]][1]:
            return table()[words.low[at]][0]
    return None


def assign(
    words: Words, placed: Sequence[Placed], act: Act, clauses: Sequence[Clause], subject: Sequence[Placed]
) -> list[SuggestedActor]:
    """The actors of a happening with their roles; each actor once, in the role it has first.

    ``clauses`` are its clauses, the main one first: who stands in another has the role that its verb gives.
    ``subject`` are the mentions in the subject, which may stand in an earlier clause. Mentions that only say where
    something is become no actors unless they are states.
    """
    within, start = set(clauses[0].words()), clauses[0].pieces[0][0]
    found: dict[str, SuggestedActor] = {}
    elided = [each for each in subject if each.first not in within]
    for position, each in enumerate(elided):
        following = elided[position + 1] if position + 1 < len(elided) else None
        if each.mention.kind != "place" and not _is_descriptor(words, each, following):
            found[each.mention.entity] = _actor(each.mention, "to" if act.passive else "by")
    subjects = {
        each.mention.entity
        for each in placed
        if each.first < act.start and each.first in within and each.mention.kind != "place"
    }
    objects = any(each.first > act.index and each.mention.kind not in ("place",) for each in placed)
    role: Role | None = None
    for position, each in enumerate(placed):
        mention = each.mention
        following = placed[position + 1] if position + 1 < len(placed) else None
        if mention.kind == "place" or _is_descriptor(words, each, following) or mention.entity in found:
            continue
        if each.first not in within:
            role = _in_other_clause(words, each, clauses[1:])
        elif each.first < act.start:
            role = _before_verb(words, each, act, start, len(subjects) < 2 or objects)
        else:
            role = _after_verb(words, each, act, role if role != "by" else None)
        away = words.before(each.first) == "from" and act.verb.role != "at"
        if mention.form == "site" and mention.kind == "state" and not away:
            role = "at"
        found[mention.entity] = _actor(mention, role)
    return list(found.values())


def _in_other_clause(words: Words, placed: Placed, others: Sequence[Clause]) -> Role:
    """The role in a clause that goes with the main one ("..., when X rejected the offer")."""
    for clause in others:
        if clause.acts and clause.has(placed.first):
            act = clause.acts[0]
            if placed.first < act.start:
                return _before_verb(words, placed, act, clause.pieces[0][0], True)
            return _after_verb(words, placed, act, None)
    return "with"


def _actor(mention: Mention, role: Role) -> SuggestedActor:
    known = mention.actor is not None
    return SuggestedActor(mention.name, mention.kind, role, known, mention.actor or "", mention.confidence)


def taking_part(mentions: Sequence[Mention]) -> list[SuggestedActor]:
    """The actors named in a passage of which nothing tells their roles."""
    return [
        _actor(mention, "with")
        for mention in {m.entity: m for m in reversed(mentions)}.values()
        if mention.kind != "place"
    ][::-1]


def speaking(mentions: Sequence[Mention]) -> list[SuggestedActor]:
    """Speakers as actors: of a statement that names nobody else who did it."""
    return [_actor(mention, "by") for mention in mentions if mention.kind not in ("outlet", "place")]


def place(words: Words, placed: Sequence[Placed]) -> str:
    """The name of the place: the first town or region it is in or goes to, else the first state used as a place.

    Where somebody comes from counts only if there is no other.
    """
    towns = [each for each in placed if each.mention.kind == "place"]
    sites = [each for each in placed if each.mention.form == "site" and each.mention.kind == "state"]
    ranked = sorted((*towns, *sites), key=lambda each: words.before(each.first) in ("from", "of"))
    return ranked[0].mention.name if ranked else ""
