"""The verbs of a sentence that say that something happens, happened or is to happen, with tense and voice.

There is no part-of-speech tagger: a word of the verb table counts as a verb by what stands before it. "The visit" is a
noun, "will visit" a verb; "plans to visit" is a plan; "the injured guards" is neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from store.suggest.events.verbs import Form, Verb, table
from store.suggest.names.words import Words
from store.suggest.tables import section

Tense = Literal["past", "perfect", "present", "future", "infinitive"]

_FARTHEST_HELPER = 6
_SELDOM_PLURALS = frozenset(["says", "adds", "insists", "argues", "believes", "writes", "tells", "announces", "confirms"])
_SELDOM_NOUNS = frozenset(
    "plan want hope fear expect meet take begin arrive leave continue remain hold go come receive become expire".split()
)
"""Base forms that after a plural are verbs ("the bans take effect"), where others may be nouns ("an arms deal")."""


@dataclass(slots=True)
class Act:
    """One verb as used: ``index`` its word, ``start`` the first word of its verb group ("had been", "plans to").

    ``governor`` is the word that makes it a plan, if any ("expected", "likely", "will"); ``negated`` if "not" or
    "never" stands in the group.
    """

    index: int
    start: int
    verb: Verb
    tense: Tense
    passive: bool = False
    negated: bool = False
    governor: str = ""
    helper: str = ""

    @property
    def planned(self) -> bool:
        """Whether the verb speaks of what is still to come."""
        return self.tense == "future"


@dataclass(slots=True)
class _Helpers:
    """What a walk back from a verb found."""

    start: int
    tense: Tense | None = None
    passive: bool = False
    negated: bool = False
    governor: str = ""
    helper: str = ""


def _skip_adverbs(words: Words, at: int, first: int) -> tuple[int, bool]:
    """The nearest word at or before ``at`` that is no adverb, and whether a "not" was passed."""
    adverbs, negated = section("cues", "adverbs"), False
    while at >= first and (words.low[at] in adverbs or words.low[at].endswith("ly")) and words.gap(at) in (" ", "\n", ", "):
        negated = negated or words.low[at] in ("not", "never")
        at -= 1
    return at, negated


def _before_be(words: Words, at: int, first: int, found: _Helpers) -> None:
    """Helpers before a form of "be": will be, has been, is to be, was due to be."""
    low = words.low[at]
    found.start = at
    if low in ("be", "been", "being"):
        ahead, negated = _skip_adverbs(words, at - 1, first)
        found.negated = found.negated or negated
        if ahead < first:
            return
        if words.low[ahead] in section("cues", "modals"):
            _modal(words, ahead, found)
        elif words.low[ahead] in section("cues", "have"):
            found.tense, found.start = "perfect", ahead
            _hedge(words, ahead, first, found)
        elif words.low[ahead] == "to":
            _before_to(words, ahead, first, found)
        elif low == "being" and words.low[ahead] in section("cues", "be"):
            found.tense, found.start = "present", ahead
    else:
        found.tense = "past" if low in ("was", "were", "wasn't", "weren't") else "present"
        found.negated = found.negated or low.endswith("n't")


def _hedge(words: Words, at: int, first: int, found: _Helpers) -> None:
    """ "may have been": a guess at what is past, no plan."""
    ahead, negated = _skip_adverbs(words, at - 1, first)
    if ahead >= first and words.low[ahead] in section("cues", "modals"):
        found.start, found.negated = ahead, found.negated or negated
        if words.low[ahead] in ("will", "'ll"):
            found.tense, found.governor = "future", words.low[ahead]


def _modal(words: Words, at: int, found: _Helpers) -> None:
    low = words.low[at]
    found.start, found.helper = at, low
    found.negated = found.negated or low.endswith("n't") or low == "cannot"
    found.tense = "future" if low in section("cues", "planned-modals") else "present"
    if found.tense == "future":
        found.governor = low


def _before_to(words: Words, at: int, first: int, found: _Helpers) -> None:
    """What governs an infinitive: "plans to", "is expected to", "is to"; else it is only an infinitive."""
    found.start, found.tense = at, "infinitive"
    ahead, negated = _skip_adverbs(words, at - 1, first)
    found.negated = found.negated or negated
    if ahead < first or words.gap(ahead).strip(" \n"):
        return
    low = words.low[ahead]
    if low in section("cues", "be") or low in section("cues", "planned-governors"):
        if low in ("been", "being") or (low in section("cues", "be") and words.low[at + 1] in ("blame",)):
            return
        noun = words.before(ahead) in section("cues", "determiners") or (ahead > first and words.owns[ahead - 1])
        found.tense, found.governor = "future", low if low not in section("cues", "be") else f"{low} to"
        if noun and low.endswith(("plan", "plans", "hope", "promise", "pledge", "vow")):
            # "a plan to send": the noun governs just as the verb does, but opens no verb group.
            found.start = at
            return
        found.start = ahead
        while found.start > first and words.low[found.start - 1] in section("cues", "be") | section("cues", "have") | {"also", "not"}:
            found.start -= 1
            found.negated = found.negated or words.low[found.start] == "not"


def _helpers(words: Words, index: int, first: int) -> _Helpers:
    """The auxiliaries and governors before the verb at ``index``."""
    found = _Helpers(index)
    at, found.negated = _skip_adverbs(words, index - 1, max(first, index - _FARTHEST_HELPER))
    if at < first or words.gap(at).strip(" \n") or (at + 1 < index and words.gap(index - 1).strip(" \n")):
        return found
    low = words.low[at]
    if low in section("cues", "modals"):
        _modal(words, at, found)
    elif low in section("cues", "have"):
        found.tense, found.start = "perfect", at
        _hedge(words, at, first, found)
        found.negated = found.negated or low.endswith("n't")
    elif low in section("cues", "be"):
        _before_be(words, at, first, found)
        found.helper = "be"
    elif low == "to":
        _before_to(words, at, first, found)
    elif low in section("cues", "do"):
        found.tense = "past" if low.startswith("did") else "present"
        found.start, found.helper = at, "do"
        found.negated = found.negated or low.endswith("n't")
    return found


def _is_subject(words: Words, index: int, first: int, names: dict[int, bool]) -> bool:
    """Whether the word before a verb without helpers may be its subject's last word."""
    at, _ = _skip_adverbs(words, index - 1, first)
    if at < first:
        return False
    if at in names:
        return names[at]
    low = words.low[at]
    return low not in section("cues", "determiners") and not words.owns[at]


def act_at(words: Words, index: int, first: int, names: dict[int, bool]) -> Act | None:
    """The verb at word ``index`` of the sentence that starts with word ``first``; ``None`` if it is none, or not finite.

    ``names`` has the last word of each name, and whether it may be a subject (an adjective may not).
    """
    entry = table().get(words.low[index])
    if entry is None or words.owns[index]:
        return None
    verb, what = entry
    if index > first and words.gap(index - 1)[-1:] == "-":
        return None
    if words.gap(index)[:1] == "-":
        return None
    helpers = _helpers(words, index, first)
    act = Act(index, helpers.start, verb, "past", helpers.passive, helpers.negated, helpers.governor, helpers.helper)
    if helpers.tense is not None:
        return _with_helpers(act, helpers, what)
    return act if _bare(words, act, what, first, names) else None


def _with_helpers(act: Act, helpers: _Helpers, what: frozenset[Form]) -> Act | None:
    """A verb after a helper must be in the form that the helper asks for."""
    tense = helpers.tense or "past"
    if helpers.helper == "be" or (helpers.start < act.index and tense in ("perfect", "future", "infinitive") and "base" not in what):
        if "participle" in what:
            act.passive = helpers.helper == "be" or tense in ("future", "infinitive")
        elif "ing" not in what:
            return None
    elif "base" not in what and tense != "perfect":
        return None
    if tense == "perfect" and "participle" not in what and helpers.helper != "be":
        return None
    act.tense = tense
    return act


def _bare(words: Words, act: Act, what: frozenset[Form], first: int, names: dict[int, bool]) -> bool:
    """Whether a verb form without helpers is finite here; sets the tense."""
    index = act.index
    low = words.low[index]
    previous = words.low[index - 1] if index > first else ""
    if "past" in what and "base" not in what:
        if index == first or ("participle" in what and words.after(index) == "by"):
            return False  # "a statement carried by the agency"
        if previous in section("cues", "relatives") or previous in ("and", "but", "or", "he", "she", "they", "it", "that"):
            return True
        return _is_subject(words, index, first, names) and not _is_adjective(words, index, what)
    if not index > first:
        return False
    before, _ = _skip_adverbs(words, index - 1, first)
    pronoun = previous in ("he", "she", "it", "they", "we", "i", "you", "who", "which")
    named = names.get(before, False) and words.gap(index - 1) == " "
    if "past" in what and "base" in what:  # cut, hit, set: the same in present and past
        return pronoun or named or _is_subject(words, index, first, names) and previous.endswith("s")
    if "third" in what:
        act.tense = "present"
        if "say" in act.verb.classes and (low in _SELDOM_PLURALS or previous in section("cues", "speakers")):
            return _is_subject(words, index, first, names)
        return pronoun or named
    if "base" in what:
        act.tense = "present"
        plural = previous.endswith("s") and previous not in section("cues", "determiners")
        say = "say" in act.verb.classes and plural
        return say or previous in ("they", "we", "i", "you") or (plural and low in _SELDOM_NOUNS)
    return False


def _is_adjective(words: Words, index: int, what: frozenset[Form]) -> bool:
    """Whether a participle stands before a noun: "two injured guards", "Hamas said captured soldiers"."""
    if "participle" not in what or index == 0:
        return False
    previous = words.low[index - 1]
    return previous.isdigit() and words.gap(index - 1) == " "


_OTHER = frozenset(["other"])
_DUE = frozenset("for in on at by back out".split())
_NO_VERBS = frozenset("be have also not to the a an and or so well soon of in on at for with by from as it he she they".split())


_AFTER_VERBS = frozenset(
    "the a an its his her their our this that these those in on at to for from by with over into through against about after "
    "before as up down out off back it him them himself itself themselves all some many several more most both no".split()
)


def _unlisted(words: Words, index: int, first: int, names: dict[int, bool]) -> Act | None:
    """A verb that the table has not, told by its form: "will recalibrate", "they recalibrated"."""
    low = words.low[index]
    if not low.isalpha() or not words.raw[index].islower() or low in _NO_VERBS or index == first:
        return None
    if low in ("due", "slated") and words.low[index - 1] in section("cues", "be") and words.after(index) in _DUE:
        return Act(index, index - 1, Verb(low, frozenset(["plan"]), "to", frozenset()), "present", helper="be")
    verb = Verb(low, _OTHER, "to", frozenset())
    if words.low[index - 1] in section("cues", "planned-modals") or words.low[index - 1] == "to":
        helpers = _helpers(words, index, first)
        if helpers.tense == "future" and helpers.helper != "be":
            return Act(index, helpers.start, verb, "future", False, helpers.negated, helpers.governor, helpers.helper)
        return None
    following = words.low[index + 1] if index + 1 < len(words) else ""
    governs = (
        words.gap(index)[:1] in ".,;"
        or following in _AFTER_VERBS
        or following.isdigit()
        or (index + 1 < len(words) and words.is_capital(index + 1))
    )
    if low.endswith("ed") and len(low) > 4 and governs and words.gap(index - 1) in (" ", "\n"):
        act = Act(index, index, verb, "past")
        return act if _bare(words, act, frozenset(["past", "participle"]), first, names) else None
    return None


def acts(words: Words, first: int, stop: int, names: dict[int, bool], inside: set[int]) -> list[Act]:
    """The finite verbs (and planned infinitives) among words ``first`` to ``stop`` (excluded), in order.

    Words ``inside`` names are no verbs.
    """
    found: list[Act] = []
    known = table()
    for index in range(first, stop):
        if index in inside:
            continue
        act = act_at(words, index, first, names) if words.low[index] in known else _unlisted(words, index, first, names)
        if act is not None and act.tense != "infinitive":
            # "plans to visit" is one act: the governor is part of the verb group that follows.
            while found and act.start <= found[-1].index < act.index:
                found.pop()
            found.append(act)
    return found
