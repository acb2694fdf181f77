"""What undated happenings inherit: the date of what they speak of, or of the sentence they go on from."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from store.suggest.events import dating
from store.suggest.events.model import Dating
from store.suggest.events.roles import Placed
from store.suggest.events.told import Told, is_planned, main_act
from store.suggest.events.verbs import event_nouns
from store.suggest.names.words import Words
from store.suggest.sentences import Sentence
from store.suggest.tables import section

_LOOKED_AT = 20
_PLANS_REACH = 5
"""How many sentences back a plan may go on from another plan of the same people."""


@dataclass(slots=True)
class _Memory:
    told: Told
    dating: Dating
    nouns: frozenset[str]
    entities: frozenset[str]
    planned: bool
    paragraph: int


def _sentence(memory: _Memory) -> int:
    return memory.told.sentence


class Context:
    """The dated happenings of one article."""

    def __init__(self, words: Words, split: Sequence[Sentence], published: date) -> None:
        self._words, self._split, self._published = words, split, published
        self._lead = next((number for number, each in enumerate(split) if each.kind == "sentence"), -1)
        self._by_noun: dict[str, list[_Memory]] = {}
        self._by_entity: dict[str, list[_Memory]] = {}
        self._by_sentence: dict[int, list[_Memory]] = {}

    def remember(self, told: Told, placed: Sequence[Placed], dated: Dating) -> None:
        """Let later (and earlier) happenings refer to this one."""
        act = main_act(told)
        own = {self._words.low[index] for clause in told.clauses for index in clause.words()} & event_nouns()
        entities = frozenset(each.mention.entity for each in placed)
        planned = is_planned(act) or dating.comes(dated.date, self._published)
        memory = _Memory(told, dated, frozenset(own | act.verb.nouns), entities, planned,
                         self._split[told.sentence].paragraph)  # fmt: skip
        for noun in memory.nouns:
            insort(self._by_noun.setdefault(noun, []), memory, key=_sentence)
        for entity in entities:
            insort(self._by_entity.setdefault(entity, []), memory, key=_sentence)
        self._by_sentence.setdefault(told.sentence, []).append(memory)

    def _fits(self, memory: _Memory, planned: bool) -> bool:
        if memory.dating.rule == "tense" or not memory.dating.text:
            return False
        return memory.planned == planned and dating.agrees(memory.dating, self._published, planned)

    def _nearest(self, memories: Sequence[_Memory], told: Told, planned: bool) -> _Memory | None:
        """The last fitting one up to this sentence, else the first after it; only some on either side are looked at."""
        here = bisect_right(memories, told.sentence, key=_sentence)
        near = [*memories[max(0, here - _LOOKED_AT) : here][::-1], *memories[here : here + _LOOKED_AT]]
        return next((memory for memory in near if self._fits(memory, planned)), None)

    def date(self, told: Told, placed: Sequence[Placed], subject: Sequence[Placed]) -> Dating:
        """The date of a happening without a date expression. ``subject`` are the names before its verb."""
        act = main_act(told)
        planned = is_planned(act)
        if told.said and not planned:
            return dating.from_statement(told.said[0], planned)
        # Words ("accused", "welcomed") and what "has" happened do not share the day of what they speak of.
        happens = (
            act.tense == "past" and bool(act.verb.classes & {"event", "other"}) and "speech" not in act.verb.classes
        )
        if planned or happens:
            found = self._spoken_of(told, placed, planned) or self._gone_on_from(told, subject, planned)
            if found is not None:
                return found
        return (
            dating.from_statement(told.said[0], planned) if told.said else dating.from_tense(self._published, planned)
        )

    def _spoken_of(self, told: Told, placed: Sequence[Placed], planned: bool) -> Dating | None:
        """ "at the Forum", "the quake": something else in the article that has a date."""
        words = self._words
        for each in placed:
            if words.low[each.last] in section("cues", "gatherings") or each.mention.name.split()[
                -1
            ].lower() in section("cues", "gatherings"):
                memory = self._nearest(self._by_entity.get(each.mention.entity, ()), told, planned)
                if memory is not None:
                    why = f"at {each.mention.name}, which the article dates “{memory.dating.text}”"
                    return dating.from_context(memory.dating, why, self._published, planned, sure=True)
        for index in told.clauses[0].words():
            low = words.low[index]
            if low in event_nouns() and words.before(index) in section("cues", "pointing"):
                memory = self._nearest(self._by_noun.get(low, ()), told, planned)
                if memory is not None and memory.told is not told:
                    why = f"“{words.before(index)} {low}” is dated “{memory.dating.text}”"
                    return dating.from_context(memory.dating, why, self._published, planned, sure=True)
        return None

    def _gone_on_from(self, told: Told, subject: Sequence[Placed], planned: bool) -> Dating | None:
        """The same sentence, or the one before in its paragraph; for plans also an earlier plan of the same people."""
        if not planned and self._comes_later(told):
            return None
        named = {each.mention.entity for each in subject if each.mention.kind != "place"}
        pointing = self._points(told)
        paragraph = self._split[told.sentence].paragraph
        for back in range(_PLANS_REACH if planned and (pointing or named) else 2):
            for memory in reversed(self._by_sentence.get(told.sentence - back, ())):
                if memory.told is told or not self._fits(memory, planned):
                    continue
                shared = bool(named & memory.entities) or (not named and (pointing or not planned or back == 0))
                joined = shared or not planned or self._says_also(told)
                near = back == 0 or (back == 1 and memory.paragraph == paragraph and joined)
                near = near or (back == 1 and shared and self._elaborates(told, memory))
                if near or (planned and (named & memory.entities or (pointing and not named))):
                    why = f"goes on from what is dated “{memory.dating.text}”"
                    return dating.from_context(memory.dating, why, self._published, planned, sure=False)
        return None

    def _comes_later(self, told: Told) -> bool:
        """Whether it says "later", and not how many hours: then the day may be another."""
        later = (index for clause in told.clauses for index in clause.words() if self._words.low[index] == "later")
        return any(self._words.before(index) not in ("hours", "hour", "minutes") for index in later)

    def _elaborates(self, told: Told, memory: _Memory) -> bool:
        """Whether a new paragraph goes on from the one before: it says "also", or follows the article's lead."""
        return memory.told.sentence == self._lead or self._says_also(told)

    def _says_also(self, told: Told) -> bool:
        own = {self._words.low[index] for clause in told.clauses for index in clause.words()}
        return bool(own & {"also", "later", "meanwhile"})

    def _points(self, told: Told) -> bool:
        """Whether the subject only points to somebody named before: "they", "the two leaders"."""
        first, stop = told.subject
        if stop - first == 1:
            return self._words.low[first] in section("cues", "pointing-subjects")
        own = set(self._words.low[first:stop])
        return bool(own & section("cues", "groups")) and bool(own & {"the", "both"})
