"""The verbs of a sentence that say that something happens, happened or is to happen, with tense and voice.

There is no part-of-speech tagger: a word of the verb table counts as a verb by what stands before it. "The visit" is
a noun, "will visit" a verb; "plans to visit" is a plan; "the injured guards" is neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from store.suggest.events.helpers import Helpers, Tense, helpers_before, skip_adverbs
from store.suggest.events.verbs import Form, Verb, table
from store.suggest.names.words import Words
from store.suggest.tables import section

_LONG = 4
"""An unknown word in -ed is taken for a verb only if it is longer than this ("bed", "need")."""
_OTHER = frozenset(["other"])


@dataclass(slots=True)
class Act:
    """One verb as used: ``index`` its word, ``start`` the first word of its verb group ("had been", "plans to").

    ``negated`` if "not" or "never" stands in the group.
    """

    index: int
    start: int
    verb: Verb
    tense: Tense
    passive: bool = False
    negated: bool = False

    @property
    def planned(self) -> bool:
        """Whether the verb speaks of what is still to come."""
        return self.tense == "future"


@dataclass(frozen=True, slots=True)
class Nearby:
    """What an act is told by: the sentence's first word; the last word of each name, and whether it may be a subject.

    An adjective ("Russian") and a possessive ("Russia's") may not.
    """

    first: int
    names: Mapping[int, bool]


def _may_be_subject(words: Words, index: int, near: Nearby) -> bool:
    """Whether the word before the verb at ``index`` may be its subject's last word."""
    at, _ = skip_adverbs(words, index - 1, near.first)
    if at < near.first:
        return False
    if at in near.names:
        return near.names[at]
    return words.low[at] not in section("cues", "determiners") and not words.owns[at]


def _fits(helpers: Helpers, forms: frozenset[Form]) -> bool:
    """Whether a verb form may stand after these helpers: "had visited", not "had visit"."""
    if helpers.helper == "be":
        return "participle" in forms or "ing" in forms
    if helpers.tense == "perfect":
        return "participle" in forms
    return "base" in forms


def _bare_tense(words: Words, index: int, verb: Verb, forms: frozenset[Form], near: Nearby) -> Tense | None:
    """The tense of a verb form without helpers; ``None`` if it is not finite here."""
    if index <= near.first:
        return None
    low, previous = words.low[index], words.low[index - 1]
    if "past" in forms and "base" not in forms:
        if "participle" in forms and words.after(index) == "by":
            return None  # "a statement carried by the agency"
        if previous in section("cues", "before-past"):
            # "US and allied officials told": the participle of a noun that has a verb of its own
            beyond = table().get(words.low[index + 2]) if previous == "and" and index + 2 < len(words) else None
            return None if beyond is not None and "past" in beyond[1] and words.gap(index) == " " else "past"
        # "two injured guards": a participle between a number and its noun
        counted = "participle" in forms and previous.isdigit() and words.gap(index - 1) == " "
        return "past" if _may_be_subject(words, index, near) and not counted else None
    pronoun = previous in section("cues", "pronouns")
    before, _ = skip_adverbs(words, index - 1, near.first)
    named = near.names.get(before, False) and words.gap(index - 1) == " "
    plural = previous.endswith("s") and previous not in section("cues", "determiners")
    if "past" in forms:  # cut, hit, set: the same in present and past
        return "past" if pronoun or named or (plural and _may_be_subject(words, index, near)) else None
    if "third" in forms:
        said = low in section("cues", "seldom-plurals") or previous in section("cues", "speakers")
        if "say" in verb.classes and said:
            return "present" if _may_be_subject(words, index, near) else None
        lone = verb.lemma in section("cues", "seldom-nouns") and _may_be_subject(words, index, near)
        return "present" if pronoun or named or lone else None
    if "base" in forms:
        likely = plural and ("say" in verb.classes or low in section("cues", "seldom-nouns"))
        return "present" if likely or previous in ("they", "we", "i", "you") else None
    return None


def _listed(words: Words, index: int, near: Nearby) -> Act | None:
    """A verb of the table."""
    verb, forms = table()[words.low[index]]
    if words.owns[index] or words.gap(index)[:1] == "-" or (index > near.first and words.gap(index - 1)[-1:] == "-"):
        return None
    helpers = helpers_before(words, index, near.first)
    if helpers.tense is not None:
        if not _fits(helpers, forms):
            return None
        passive = helpers.helper == "be" and "participle" in forms
        return Act(index, helpers.start, verb, helpers.tense, passive, helpers.negated)
    tense = _bare_tense(words, index, verb, forms, near)
    return Act(index, index, verb, tense, negated=helpers.negated) if tense is not None else None


def _unlisted(words: Words, index: int, near: Nearby) -> Act | None:
    """A verb that the table has not, told by its form: "will recalibrate", "they recalibrated", "is due in May"."""
    low = words.low[index]
    if index <= near.first or not words.raw[index].islower() or low in section("cues", "no-verbs"):
        return None
    previous = words.low[index - 1]
    if low in ("due", "slated") and previous in section("cues", "be") and words.after(index) in section("cues", "due"):
        return Act(index, index - 1, Verb(low, frozenset(["plan"]), "to", frozenset()), "present")
    verb = Verb(low, _OTHER, "to", frozenset())
    helping = previous in section("cues", "have") or previous in section("cues", "be")
    if previous == "to" or previous in section("cues", "planned-modals") or (helping and low.endswith(("ed", "ing"))):
        helpers = helpers_before(words, index, near.first)
        if helping and helpers.tense is not None:
            passive = helpers.helper == "be" and low.endswith("ed")
            return Act(index, helpers.start, verb, helpers.tense, passive, helpers.negated)
        future = helpers.tense == "future" and helpers.helper != "be"
        return Act(index, helpers.start, verb, "future", negated=helpers.negated) if future else None
    if low.endswith("ed") and len(low) > _LONG and words.gap(index - 1) in (" ", "\n") and _governs(words, index):
        forms: frozenset[Form] = frozenset(["past", "participle"])
        return Act(index, index, verb, "past") if _bare_tense(words, index, verb, forms, near) else None
    return None


def _governs(words: Words, index: int) -> bool:
    """Whether what follows may depend on a verb: a determiner, a preposition, a number, a name, the end."""
    if index + 1 >= len(words) or words.gap(index)[:1] in ".,;":
        return True
    following = words.low[index + 1]
    return following in section("cues", "after-verbs") or following.isdigit() or words.is_capital(index + 1)


def acts(words: Words, near: Nearby, stop: int, inside: set[int]) -> list[Act]:
    """The finite verbs (and planned infinitives) of a sentence up to word ``stop`` (excluded), in order.

    Words ``inside`` names and date expressions are no verbs.
    """
    found: list[Act] = []
    known = table()
    for index in range(near.first, stop):
        if index in inside:
            continue
        act = _listed(words, index, near) if words.low[index] in known else _unlisted(words, index, near)
        if act is not None and act.tense != "infinitive":
            # "plans to visit" is one act: the governor is part of the verb group that follows.
            while found and act.start <= found[-1].index < act.index:
                found.pop()
            found.append(act)
    return found
