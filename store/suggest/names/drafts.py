"""Mentions in the making: what each spot is by itself, before the article's names are tied to each other."""

from __future__ import annotations

from dataclasses import dataclass

from store.model import ActorKind
from store.suggest.names.classify import guess, is_acronym, is_thing
from store.suggest.names.lexicon import Entry
from store.suggest.names.model import Confidence, Form
from store.suggest.names.spot import Spot, is_given_name
from store.suggest.names.usage import is_metonym, is_site
from store.suggest.names.words import Words
from store.suggest.tables import section

_DERIVED = ("ing", "ed", "ly", "ies", "ers", "ors", "ists", "ions", "ments", "ness", "ity")
_SINGULAR_S = ("us", "as", "is", "ss", "os")


@dataclass(slots=True)
class Draft:
    """The words ``first`` to ``last`` (inclusive) and what is known of them so far.

    ``low`` are the folded words; ``known`` tells that the lexicon has the name; a ``shaky`` draft is a sentence's first
    word that may be no name at all; ``others`` are further actors of the dossier with the same name.
    """

    first: int
    last: int
    low: tuple[str, ...]
    kind: ActorKind
    confidence: Confidence
    why: str
    form: Form = "name"
    name: str = ""
    actor: str | None = None
    entity: str = ""
    part_of: str = ""
    title: str = ""
    known: bool = False
    shaky: bool = False
    others: tuple[str, ...] = ()


def _of_entry(words: Words, spot: Spot, entry: Entry) -> Draft:
    """A spot whose name the lexicon has: what remains is how the name is used."""
    first, last = spot.first, spot.last
    low = tuple(words.low[first : last + 1])
    source = "an actor of the dossier" if entry.actor else "a name in the tables"
    draft = Draft(first, last, low, entry.kind, "high", source, entry.form, entry.name, entry.actor, entry.entity,
                  entry.part_of, known=True)  # fmt: skip
    if entry.form == "metonym" and not is_metonym(words, first, last):
        draft.name = " ".join(entry.raw)
        draft.kind, draft.form, draft.actor, draft.entity = "place", "site", None, " ".join(low)
        draft.why, draft.part_of = f"capital of {entry.name}, as a place", entry.name
    elif entry.form == "metonym":
        draft.why, draft.confidence = f"the capital for the government of {entry.name}", "medium"
    elif entry.form == "adjective":
        draft.why, draft.confidence = f"adjective of {entry.name}", "low" if words.gap(last)[:1] == "-" else "medium"
    elif entry.form == "people":
        draft.why, draft.confidence = f"the people of {entry.name}", "medium"
    elif entry.kind == "state" and is_site(words, first, last):
        draft.why, draft.form = f"{source}, as a place", "site"
    elif entry.form == "name" and entry.kind != "state" and len(entry.raw) == 1 and is_acronym(entry.raw[0]):
        draft.form = "acronym"
    if entry.others:
        bearers = " and ".join(each for each in (entry.actor, *entry.others) if each)
        draft.others, draft.confidence, draft.why = entry.others, "low", f"ambiguous: a name of {bearers}"
    return draft


def _is_plain_word(words: Words, index: int, small: frozenset[str]) -> bool:
    """Whether the capital of a sentence's first word may come only from its place in the sentence.

    English puts an article before a countable noun: a bare singular word with a verb after it is a name.
    """
    raw, low = words.raw[index], words.low[index]
    if is_acronym(raw):
        return False
    if low in small or low in section("titles", "modifiers") or low.endswith(_DERIVED):
        return True
    if words.owns[index]:
        return False
    if low.endswith("s") and not low.endswith(_SINGULAR_S):
        return True
    return words.after(index) not in section("cues", "finite")


def _of_unknown(words: Words, spot: Spot, small: frozenset[str]) -> Draft | None:
    """A spot that only its cues tell of; ``None`` where they tell of no actor."""
    first, last = spot.first, spot.last
    opening = spot.kind is None and last > first and words.opens[first]
    if opening and words.low[first] in small and not is_given_name(words.raw[first]):
        spot.first = first = first + 1
    low = tuple(words.low[first : last + 1])
    if spot.kind is None:
        found = guess(words, spot)
        if found is None:
            return None
        draft = Draft(first, last, low, found.kind, found.confidence, found.why)
    else:
        draft = Draft(first, last, low, spot.kind, "high", spot.why)
        if spot.kind == "person" and len(low) > 1 and low[-1] in section("orgwords", "organization"):
            draft.kind, draft.why, spot.title = "organization", f"“{words.raw[last]}” in the name", None
    draft.name = words.text[words.start[first] : words.end[last]]
    if spot.title:
        draft.title = words.text[words.start[spot.title[0]] : words.end[spot.title[1] - 1]]
        if len(low) <= 2 and words.low[spot.title[1] - 1] in section("cues", "named-by-title"):
            draft.name = f"{words.raw[spot.title[1] - 1]} {draft.name}"
    if draft.confidence == "low" and first == last and words.opens[first]:
        draft.shaky = _is_plain_word(words, first, small)
    return draft


def _owner(words: Words, draft: Draft, anchor: int, before: Draft | None) -> str:
    """The state or body right before the name or its title: "Russian Defence Minister X", "Seoul's Joint Chiefs"."""
    if before is None or before.last != anchor - 1 or before.kind in ("person", "place"):
        return ""
    if draft.kind != "person" and before.form != "adjective" and not words.owns[before.last]:
        return ""
    return before.name if words.gap(before.last) in (" ", "\n", "'s ", "’s ", "-") else ""


def _is_others(draft: Draft, owner: str) -> bool:
    """Whether a name that tables give to one state or body is another's here: "Russia's Security Council"."""
    return (
        draft.known and draft.actor is None and draft.kind == "organization" and len(draft.low) > 1
        and bool(owner) and bool(draft.part_of) and owner != draft.part_of
    )  # fmt: skip


def draft(words: Words, spots: list[Spot]) -> list[Draft]:
    """A draft for each spot that may name an actor or a place, in text order."""
    small = frozenset(raw for raw in words.raw if raw.islower())
    found: list[Draft] = []
    before: Draft | None = None
    for spot in spots:
        made = _of_entry(words, spot, spot.entry) if spot.entry else _of_unknown(words, spot, small)
        if made is None or (made.known and made.actor is None and made.kind == "place" and is_thing(words, made.first)):
            continue
        anchor = spot.title[0] if spot.title else made.first
        if spot.entry is not None and spot.title:
            made.title = words.text[words.start[anchor] : words.end[spot.title[1] - 1]]
        if before is not None and before.kind == "place" and made.confidence == "low" and not made.known:
            between = words.text[words.end[before.last] : words.start[made.first]]
            if between in (" and ", ", ", " or ", ", and "):
                made.kind, made.why, made.form = "place", "listed after a place", "site"
        owner = _owner(words, made, anchor, before)
        if _is_others(made, owner):
            made.known, made.part_of, made.entity, made.form = False, owner, "", "name"
            made.name, made.why = words.text[words.start[made.first] : words.end[made.last]], f"a body of {owner}"
        made.part_of = made.part_of or owner
        found.append(made)
        before = made
    return found
