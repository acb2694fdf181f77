"""Who says so: "X said", "according to X", "X told Y", "citing X", and what remains of the sentence without that.

A news sentence carries its speaker in front ("The ministry said on Monday that ..."), behind ("..., officials said") or
inside. The speaker's part is taken out, so that its date ("on Monday") is not taken for the date of what is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from store.suggest.events.acts import Act
from store.suggest.events.roles import Placed
from store.suggest.events.verbs import table
from store.suggest.names import Mention
from store.suggest.names.titles import is_head
from store.suggest.names.words import Words
from store.suggest.tables import section

_LONGEST_SPEAKER = 22
_LONGEST_PHRASE = 9
_LONGEST_ASIDE = 14
"""Words that may follow "said" at the end of an attribution: "on Monday in a statement to reporters"."""


@dataclass(slots=True)
class Attribution:
    """One speaker's part: its words (half-open), the speaker's words, the verb; ``act`` is its verb if it has one."""

    first: int
    stop: int
    speaker: tuple[int, int]
    act: Act | None = None
    cited: list[tuple[int, int]] = field(default_factory=list)

    @property
    def denies(self) -> bool:
        """Whether what is told is denied."""
        return self.act is not None and "deny" in self.act.verb.classes


def _phrase_end(words: Words, at: int, stop: int) -> int:
    """The end of a phrase that starts at word ``at``: the next comma, dash or bracket, or ``stop``."""
    for index in range(at, stop):
        gap = words.gap(index)
        if words.comma[index] or gap[:1] in ";:()—–" or gap[:2] in (" (", " —", " –") or gap[:3] == " - ":
            return index + 1
    return stop


def _is_say(act: Act) -> bool:
    return "say" in act.verb.classes and not act.passive and act.tense in ("past", "present", "perfect")


def according(words: Words, first: int, stop: int) -> list[Attribution]:
    """ "according to X", "per X" and "citing X" anywhere in a sentence."""
    found = []
    for at in range(first, stop - 1):
        low = words.low[at]
        if low == "according" and words.low[at + 1] == "to":
            begin = at + 2
        elif low in ("citing", "quoting") or (low == "per" and words.comma[at - 1]):
            begin = at + 1
        else:
            continue
        end = _phrase_end(words, begin, stop)
        speaker = end
        if end < stop and words.low[end] in ("a", "an", "the", "its", "his", "her"):
            aside = _phrase_end(words, end, stop)
            if any(is_head(words.low[index]) for index in range(end, aside)):
                end = aside  # "according to Ana Silva, a spokeswoman for the army"
        if end > begin:
            found.append(Attribution(at, end, (begin, speaker)))
    return found


def trailing(
    words: Words, first: int, stop: int, acts: Sequence[Act], inside: set[int], times: Mapping[int, int]
) -> Attribution | None:
    """ "..., X said on Monday" at the end of a sentence, or "..., X said, ..." within it."""
    for act in reversed(acts):
        if not _is_say(act) or act.index in inside:
            continue
        begin = _begin_of_trailing(words, act, acts)
        end = _phrase_end(words, act.index, stop)
        if begin is None or end - act.index > _LONGEST_ASIDE or not _is_light(words, act, end, times):
            continue
        if any(other.start > act.index and other.index < end for other in acts):
            continue
        return Attribution(begin, end, (begin, act.start), act)
    return None


def inverted(words: Words, first: int, stop: int, acts: Sequence[Act], placed: Sequence[Placed]) -> Attribution | None:
    """ "..., said Ana Silva, president of the commission": the verb before its speaker."""
    for at in range(first + 1, stop):
        verb = table().get(words.low[at])
        if verb is None or "say" not in verb[0].classes or "past" not in verb[1]:
            continue
        if not (words.comma[at - 1] or "”" in words.gap(at - 1) or '"' in words.gap(at - 1)):
            continue
        speaker = next((each for each in placed if at < each.first <= at + _LONGEST_SPEAKER // 2), None)
        if speaker is None or words.low[at + 1] in section("cues", "not-the-speaker"):
            continue
        between = range(at, speaker.first)
        if any(words.comma[index] for index in between) or any(at < act.index < speaker.first for act in acts):
            continue
        end = _phrase_end(words, speaker.last, stop)
        while (
            end < stop
            and words.comma[end - 1]
            and any(is_head(words.low[index]) for index in range(end, min(stop, end + 8)))
        ):
            end = _phrase_end(words, end, stop)
        if any(speaker.last < act.index < end for act in acts):
            continue
        act = Act(at, at, verb[0], "past")
        return Attribution(at, end, (at + 1, _phrase_end(words, speaker.last, stop)), act)
    return None


def _is_light(words: Words, act: Act, end: int, times: Mapping[int, int]) -> bool:
    """Whether only when, where and to whom follows the verb: what is told must stand before it."""
    following = act.index + 1
    if following >= end or act.verb.lemma == "tell":
        return True
    return words.low[following] in section("cues", "when-and-where") or following in times


def _begin_of_trailing(words: Words, act: Act, acts: Sequence[Act]) -> int | None:
    """Where a trailing speaker begins, if a comma or quotation mark parts it from what is told."""
    last = max((other.index for other in acts if other.index < act.start), default=None)
    if last is None:
        return _begin_of_aside(words, act, acts)
    commas = [at for at in range(last + 1, act.start + 1) if words.comma[at - 1] or "”" in words.gap(at - 1)
              or '"' in words.gap(at - 1)]  # fmt: skip
    if commas and commas[-1] == act.start and len(commas) > 1:
        commas = commas[:-2]  # "..., Ana Silva, the minister, said": the last two set off an aside
    if not commas or act.start - commas[-1] > _LONGEST_SPEAKER:
        return None
    return None if words.low[commas[-1]] in ("and", "but", "while", "or", "who", "which") else commas[-1]


def _begin_of_aside(words: Words, act: Act, acts: Sequence[Act]) -> int | None:
    """ "Warnings, US officials believe, made ...": between commas, before any other verb."""
    if not words.comma[act.index] or not any(other.start > act.index for other in acts):
        return None
    for at in range(act.start - 1, max(0, act.start - _LONGEST_SPEAKER), -1):
        if words.sentence[at - 1] != words.sentence[act.index]:
            return None
        if words.comma[at - 1]:
            return at
    return None


def leading(
    words: Words, pieces: list[tuple[int, int]], acts: Sequence[Act], times: Mapping[int, int]
) -> Attribution | None:
    """ "X said on Monday that ..." at the head of a clause. ``times`` has first and last word of date expressions."""
    if not acts:
        return None
    act = acts[0]
    if not _is_say(act) or not pieces:
        return None
    first, stop = pieces[0][0], pieces[-1][1]
    content = _content_start(words, act, stop, acts, times)
    if content is None or not any(other.start >= content for other in acts):
        return None
    return Attribution(first, content, (first, act.start), act)


def _content_start(words: Words, act: Act, stop: int, acts: Sequence[Act], times: Mapping[int, int]) -> int | None:
    """Where what is told starts: behind "that" if there is one, else behind the verb, whom it was told, and asides."""
    following = next((other.start for other in acts if other.start > act.index), stop)
    for at in range(act.index + 1, min(stop, following)):
        if words.low[at] == "that":
            return at + 1
    at = act.index + 1
    if act.verb.lemma == "tell":
        # "told reporters (in Paris) Kim would ...": whom, up to the next capital or determiner.
        at += 1
        while (
            at < following and not words.is_capital(at) and words.low[at] not in ("the", "a", "he", "she", "it", "they")
        ):
            at += 1
    at = _skip_asides(words, at, following, times)
    return at if at < stop else None


def _skip_asides(words: Words, at: int, stop: int, times: Mapping[int, int]) -> int:
    """Past "on Monday", "in a statement": when and where it was said."""
    while at < stop:
        here = at + 1 if words.low[at] in ("on", "in", "at", "late", "early") and at + 1 in times else at
        if here in times:
            at = times[here] + 1
        elif words.low[at] in ("in", "at") and words.low[at + 1 : at + 2] in (["a"], ["an"], ["the"]):
            end = next(
                (index for index in range(at, min(stop, at + 7)) if words.low[index] in section("cues", "said-in")),
                None,
            )
            if end is None:
                break
            at = end + 1
        else:
            break
    return at


def speakers(placed: Sequence[Placed], attribution: Attribution) -> list[Placed]:
    """The names among the speaker's words."""
    first, stop = attribution.speaker
    return [each for each in placed if first <= each.first and each.last < stop]


def describe(words: Words, attribution: Attribution, own: Sequence[Mention]) -> tuple[str, list[str]]:
    """The outlet that speaks, if one does, and the others: persons and bodies by name, else the speaker's own words."""
    outlet = next((mention for mention in own if mention.kind == "outlet"), None)
    first, stop = attribution.speaker
    # "Ana Silva, a leader of the Front, said": what stands behind the comma tells of her.
    heads = own[:1] if own and own[0].kind == "person" and _has_aside(words, first, stop) else own
    persons = [mention.name for mention in heads if mention.kind == "person"]
    bodies = [
        mention.name
        for mention in own
        if mention.kind in ("organization", "group", "state") and mention.form != "adjective"
    ]
    phrase = _noun_phrase(words, first, stop)
    named = bool(own) and phrase.startswith(own[0].text) and not any(
        words.low[at] in section("cues", "speakers") for at in range(first, stop)
    )  # fmt: skip
    if outlet is not None or persons:
        via = persons
    elif phrase and not named:
        via = [phrase]
    else:
        via = bodies
    return outlet.name if outlet else "", list(dict.fromkeys(via))


def _has_aside(words: Words, first: int, stop: int) -> bool:
    """Whether two commas set something off among the speaker's words."""
    return sum(words.comma[at] for at in range(first, stop)) > 1


def _noun_phrase(words: Words, first: int, stop: int) -> str:
    """The speaker's words without an article, an opening conjunction and what follows a comma."""
    while first < stop and words.low[first] in ("the", "a", "an", "and", "but", "while", "as", "that", "one"):
        first += 1
    end = min(stop, _phrase_end(words, first, stop))
    while end > first and words.low[end - 1] in section("cues", "adverbs"):
        end -= 1
    if end - first > _LONGEST_PHRASE or words.low[first : first + 1] in (["in"], ["on"], ["at"], ["by"], ["for"]):
        return ""
    return " ".join(words.text[words.start[first] : words.end[end - 1]].split()) if end > first else ""
