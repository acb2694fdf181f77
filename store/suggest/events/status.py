"""Whether a happening is planned, reported, confirmed or denied, and by which words."""

from __future__ import annotations

from collections.abc import Sequence

from store.model import Status
from store.suggest.events.acts import Act
from store.suggest.events.told import Told, is_planned
from store.suggest.names import Mention
from store.suggest.names.words import Words
from store.suggest.tables import section


def _denies(words: Words, act: Act, stop: int) -> bool:
    """Whether a verb denies a claim: "denied ...", or "rejected" with "the report" for its object."""
    if "deny" in act.verb.classes:
        return not act.negated
    if act.verb.lemma not in ("reject", "dismiss"):
        return False
    following = words.low[act.index + 1 : min(stop, act.index + 6)]
    return any(word in section("cues", "denial-objects") for word in following)


def status(
    words: Words, told: Told, main: Act, speakers: Sequence[Mention], doers: Sequence[Mention], *, coming: bool
) -> tuple[Status, str]:
    """The status and the words that tell it.

    ``speakers`` are named in the attribution, ``doers`` before the verb; ``coming`` tells that its own date lies after
    publication.
    """
    stop = told.clauses[0].pieces[-1][1]
    for attribution in told.by:
        if attribution.denies:
            return "denied", f"“{words.raw[attribution.act.index]}”" if attribution.act else "denied"
    for act in told.clauses[0].acts:
        if _denies(words, act, stop):
            return "denied", f"“{words.raw[act.index]}”"
    if main.negated and told.by and not is_planned(main):
        return "denied", f"said not to have happened: “{' '.join(words.raw[main.start : main.index + 1])}”"
    if is_planned(main) or coming:
        return "planned", "dated after publication" if not is_planned(
            main
        ) else f"“{' '.join(words.raw[main.start : main.index + 1])}”"
    verbs = {each.act.verb.lemma for each in told.by if each.act is not None}
    same = {mention.entity for mention in speakers} & {mention.entity for mention in doers}
    pronoun = words.low[told.subject[0]] in ("it", "he", "she", "they") if told.subject[1] > told.subject[0] else False
    if verbs & section("cues", "owning-up") and (same or pronoun):
        return "confirmed", "announced by the actor itself"
    if main.verb.lemma in section("cues", "owning-up") and doers:
        return "confirmed", f"“{words.raw[main.index]}” by the actor itself"
    if told.by:
        return "reported", "told by a source"
    return "reported", "told as a fact by the article"
