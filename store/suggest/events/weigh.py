"""Which happenings are worth a suggestion, and how sure one is."""

from __future__ import annotations

from collections.abc import Sequence

from store.suggest.events.acts import Act
from store.suggest.events.model import Confidence, Dating
from store.suggest.events.roles import Placed
from store.suggest.events.told import Told, is_planned
from store.suggest.events.verbs import event_nouns
from store.suggest.names.words import Words

_GRAVE = frozenset(["kill", "die", "injure", "wound", "arrest", "detain"])
"""What is told of whomever it happens to."""
_IDLE = frozenset(
    "comment face remain last separate handle serve put show reach total stand use run get lead work become exceed try see make "
    "mean know carry come end take draw keep give find lie sum react need reflect break feel hear".split()
)
"""Verbs of the table that tell of a state as often as of a happening; only a date makes them events."""
_STATES = frozenset(["last", "reflect", "break", "mean", "need", "remain", "face", "serve"])
_WANTING = frozenset(["want", "seek", "hope", "need", "demand", "wish"])
_PIECES = frozenset(["article", "story", "report", "digest", "summary", "piece", "page", "translation", "version"])
_ASKING = frozenset(["what", "how", "why", "whether", "where", "who"])


def main_act(told: Told) -> Act:
    """The verb that the happening is about: the first of its main clause that is more than speech."""
    acts = told.clauses[0].acts
    return next((act for act in acts if act.verb.classes & {"event", "deny", "plan"}), acts[0])


def _is_quoted(words: Words, told: Told) -> bool:
    """Whether the main verb stands within quotation marks."""
    index = main_act(told).index
    start = words.start[words.first[told.sentence]]
    before = words.text[max(0, start - 1) : words.start[index]]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _is_about_itself(words: Words, told: Told) -> bool:
    """ "This article was updated on ...", "This is a digest of ..."."""
    first = words.first[told.sentence]
    opening = words.low[first : first + 5]
    if opening[:1] != ["this"]:
        return False
    return any(low in _PIECES for low in opening[1:2] or ()) or (opening[1:2] == ["is"] and any(low in _PIECES for low in opening))


def is_worth(
    words: Words,
    told: Told,
    placed: Sequence[Placed],
    subject: Sequence[Placed],
    *,
    dated: bool,
    tied: bool,
    speakers: int,
) -> bool:
    """Whether to suggest it.

    Whatever a date expression dates; denials; else an event verb, with somebody named or ``tied`` by what it speaks of
    to something dated. Questions and what stands in quotation marks are left out, unless dated, and so is what an article
    says of itself. ``subject`` are the names before the verb, ``speakers`` how many are named as speaking.
    """
    act = main_act(told)
    following = words.low[act.index + 1 : act.index + 3]
    if act.verb.lemma in ("decline", "refuse") and "comment" in following:
        return False
    end = told.span(words)[1]
    if words.text[end : end + 1] == "?":
        return False
    if _is_about_itself(words, told):
        return False
    if _is_quoted(words, told):
        return dated and "event" in act.verb.classes
    if dated or "deny" in act.verb.classes or (told.by and act.negated and not is_planned(act)):
        return True
    if words.low[words.first[told.sentence]] in _ASKING:
        return False
    events = bool(act.verb.classes & {"event", "speech"}) and act.verb.lemma not in _IDLE
    actors = {each.mention.entity for each in placed if each.mention.kind != "place"}
    if act.verb.lemma in _GRAVE and act.tense != "present":
        return True
    if is_planned(act):
        doer = any(each.mention.kind != "place" for each in subject) or speakers > 0
        happening = any(words.low[at] in event_nouns() for at in range(*told.subject))
        return (doer and act.verb.lemma not in _STATES) or happening or (events and act.passive)
    if act.verb.classes == {"say"}:
        return len(actors) >= 2
    if act.tense == "present" and not told.by:
        stated = act.verb.lemma in _WANTING or "speech" in act.verb.classes
        return stated and bool(actors)
    if told.by:
        return (events and bool(actors or tied or told.said or speakers)) or len(actors) >= 2
    return events and not act.negated and (bool(actors) or tied)


def confidence(told: Told, dating: Dating, placed: Sequence[Placed]) -> tuple[Confidence, str]:
    """How sure the whole suggestion is, and why not surer."""
    act = main_act(told)
    if dating.confidence == "low" or not act.verb.classes & {"event", "deny", "plan"}:
        return "low", "date from the tense alone" if dating.rule == "tense" else "the date is a guess"
    if not any(each.mention.kind != "place" for each in placed):
        return "medium" if dating.confidence == "high" else "low", "nobody is named"
    if dating.confidence == "medium":
        return "medium", "the date has more than one reading"
    if any(each.mention.confidence == "low" for each in placed):
        return "medium", "a name is uncertain"
    return "high", "own date, known kind of event, named actors"
