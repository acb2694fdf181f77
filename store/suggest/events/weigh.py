"""Which happenings are worth a suggestion, and how sure one is."""

from __future__ import annotations

from collections.abc import Sequence

from store.suggest.events.acts import Act
from store.suggest.events.article import Article, Happening
from store.suggest.events.model import Confidence, Dating
from store.suggest.events.roles import Placed
from store.suggest.events.told import Told, is_planned, main_act
from store.suggest.events.verbs import event_nouns
from store.suggest.names.words import Words
from store.suggest.tables import section


def _is_quoted(words: Words, told: Told) -> bool:
    """Whether the main verb stands within quotation marks."""
    index = main_act(told).index
    start = words.start[words.first[told.sentence]]
    before = words.text[max(0, start - 1) : words.start[index]]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _follows_quote(words: Words, told: Told, act: Act) -> bool:
    """Whether a quotation stands before a verb of saying: then there is nothing but the quotation."""
    start = words.start[words.first[told.sentence]]
    before = words.text[max(0, start - 1) : words.start[act.index]]
    return "”" in before or '"' in before


def _is_about_itself(words: Words, told: Told) -> bool:
    """ "This article was updated on ...", "This is a digest of ..."."""
    first = words.first[told.sentence]
    opening = words.low[first : first + 5]
    if opening[:1] != ["this"]:
        return False
    return any(low in section("cues", "pieces") for low in opening[1:2] or ()) or (
        opening[1:2] == ["is"] and any(low in section("cues", "pieces") for low in opening)
    )


def is_worth(article: Article, found: Happening, *, tied: bool) -> bool:
    """Whether to suggest it.

    Whatever a date expression dates; denials; else an event verb, with somebody named or ``tied`` by what it speaks of
    to something dated. Questions and what stands in quotation marks are left out, unless dated, and so is what an
    article says of itself.
    """
    words, told, act = article.words, found.told, main_act(found.told)
    dated = found.chosen is not None
    declined = act.verb.lemma in ("decline", "refuse") and "comment" in words.low[act.index + 1 : act.index + 3]
    end = told.span(words)[1]
    if declined or words.text[end : end + 1] == "?" or _is_about_itself(words, told):
        return False
    if _is_quoted(words, told):
        return dated and "event" in act.verb.classes
    if dated or "deny" in act.verb.classes or (told.by and act.negated and not is_planned(act)):
        return True
    if words.low[words.first[told.sentence]] in section("cues", "asking"):
        return False
    if act.verb.lemma in section("cues", "grave") and act.tense != "present":
        return True
    if is_planned(act):
        return _is_worth_planning(words, found)
    actors = {each.mention.entity for each in (*found.placed, *found.subject) if each.mention.kind != "place"}
    if act.verb.classes == {"say"}:
        return len(actors) >= 2 and not _follows_quote(words, told, act)
    happens = _happens(act)
    if told.by:
        somebody = bool(actors or tied or told.said or found.speakers)
        return (happens and somebody) or len(actors) >= 2 or bool(told.said and found.speakers)
    if act.tense == "present":
        wants = act.verb.lemma in section("cues", "wanting") or "speech" in act.verb.classes
        return wants and bool(actors)
    return happens and not act.negated and (bool(actors) or tied)


def _happens(act: Act) -> bool:
    """Whether a verb tells of something that happens, not of a state."""
    return bool(act.verb.classes & {"event", "speech"}) and act.verb.lemma not in section("cues", "idle")


def _is_worth_planning(words: Words, found: Happening) -> bool:
    """Whether an undated plan says who plans or what is planned: "talks are expected", "the treaty is to be signed"."""
    act = main_act(found.told)
    doer = bool(found.speakers) or any(each.mention.kind != "place" for each in found.subject)
    if doer and act.verb.lemma not in section("cues", "states"):
        return True
    happening = any(words.low[at] in event_nouns() for at in range(*found.told.subject))
    return happening or (_happens(act) and act.passive)


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
