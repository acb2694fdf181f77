"""What stands before a verb and tells its tense: auxiliaries ("had been"), modals ("will"), governors ("plans to").

A walk back from the verb over a few words, without a parser: each kind of helper says which kind may stand before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from store.suggest.names.words import Words
from store.suggest.tables import section

Tense = Literal["past", "perfect", "present", "future", "infinitive"]

_FARTHEST = 6
"""How many words before the verb are looked at."""


@dataclass(slots=True)
class Helpers:
    """What a walk back from a verb found: the first word of the verb group, the tense, and whether a "not" is in it.

    ``helper`` is ``"be"`` where a form of "be" stands next to the verb: then a participle is passive. Without helpers
    ``tense`` is ``None``.
    """

    start: int
    tense: Tense | None = None
    negated: bool = False
    helper: Literal["be", ""] = ""


def skip_adverbs(words: Words, at: int, first: int) -> tuple[int, bool]:
    """The nearest word at or before ``at`` that is no adverb, and whether a "not" was passed."""
    adverbs, negated = section("cues", "adverbs"), False
    while at >= first and (words.low[at] in adverbs or words.low[at].endswith("ly")):
        if words.gap(at) not in (" ", "\n", ", "):
            break
        negated = negated or words.low[at] in ("not", "never")
        at -= 1
    return at, negated


def helpers_before(words: Words, index: int, first: int) -> Helpers:
    """The auxiliaries and governors before the verb at ``index`` of a sentence that starts with word ``first``."""
    found = Helpers(index)
    at, found.negated = skip_adverbs(words, index - 1, max(first, index - _FARTHEST))
    if at < first or words.gap(at).strip(" \n") or (at + 1 < index and words.gap(index - 1).strip(" \n")):
        return found
    low = words.low[at]
    found.negated = found.negated or low.endswith("n't") or low == "cannot"
    if low in section("cues", "modals"):
        _modal(words, at, found)
    elif low in section("cues", "have"):
        _perfect(words, at, first, found)
    elif low in section("cues", "be"):
        _before_be(words, at, first, found)
        found.helper = "be"
    elif low == "to":
        _before_to(words, at, first, found)
    elif low in section("cues", "do"):
        found.start, found.tense = at, "past" if low.startswith("did") else "present"
    return found


def _modal(words: Words, at: int, found: Helpers) -> None:
    found.start = at
    found.tense = "future" if words.low[at] in section("cues", "planned-modals") else "present"


def _perfect(words: Words, at: int, first: int, found: Helpers) -> None:
    """ "has visited"; "may have visited" is a guess at what is past, no plan; "will have visited" is one."""
    found.start, found.tense = at, "perfect"
    ahead, negated = skip_adverbs(words, at - 1, first)
    if ahead >= first and words.low[ahead] in section("cues", "modals"):
        found.start, found.negated = ahead, found.negated or negated
        if words.low[ahead] in ("will", "'ll"):
            found.tense = "future"


def _before_be(words: Words, at: int, first: int, found: Helpers) -> None:
    """Helpers before a form of "be": will be, has been, is to be, was due to be."""
    low = words.low[at]
    found.start = at
    if low not in ("be", "been", "being"):
        found.tense = "past" if low.startswith("w") else "present"
        return
    ahead, negated = skip_adverbs(words, at - 1, first)
    found.negated = found.negated or negated
    if ahead < first:
        return
    if words.low[ahead] in section("cues", "modals"):
        _modal(words, ahead, found)
    elif words.low[ahead] in section("cues", "have"):
        _perfect(words, ahead, first, found)
    elif words.low[ahead] == "to":
        _before_to(words, ahead, first, found)
    elif low == "being" and words.low[ahead] in section("cues", "be"):
        found.tense, found.start = "present", ahead


def _before_to(words: Words, at: int, first: int, found: Helpers) -> None:
    """What governs an infinitive: "plans to", "is expected to", "is to"; else it is only an infinitive."""
    found.start, found.tense = at, "infinitive"
    ahead, negated = skip_adverbs(words, at - 1, first)
    found.negated = found.negated or negated
    if ahead < first or words.gap(ahead).strip(" \n"):
        return
    low, be = words.low[ahead], section("cues", "be")
    if low not in section("cues", "planned-governors") and (low not in be or low in ("been", "being")):
        return
    found.tense = "future"
    noun = words.before(ahead) in section("cues", "determiners") or (ahead > first and words.owns[ahead - 1])
    if noun and low in ("plan", "plans", "hope", "promise", "pledge", "vow"):
        return  # "a plan to send": the noun governs just as the verb does, but opens no verb group
    found.start = ahead
    group = be | section("cues", "have") | {"also", "not"}
    while found.start > first and words.low[found.start - 1] in group:
        found.start -= 1
        found.negated = found.negated or words.low[found.start] == "not"
