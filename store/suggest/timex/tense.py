"""Which way a date points: the tense of the words nearest to it in its sentence.

A weekday in the news is past unless something makes it future: "will", "scheduled", "ahead of". The nearest such sign
before the date counts, or the nearest behind it if that is nearer and no clause ends in between ("On Monday the
council will vote").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from store.suggest.timex.lexicon import words
from store.suggest.timex.scan import Token

REACH = 18  # words within which a sign counts
CROSSED = 4  # words that the end of a clause counts for

FUTURE = frozenset(
    words(
        "will shall would 'll upcoming scheduled slated due planned plan plans planning ends goes expected "
        "expects expect anticipated intends intend intended hopes hope hoping aims aim likely going ahead until "
        "next forthcoming coming tentatively begins starts opens closes expires takes runs meets votes kicks "
        "resumes hosts could may might should must can looming pending starting beginning effective proposed "
        "prepares preparing ready tomorrow soon"
    )
)
SET = frozenset({"to", "set", "due"})
OCCUR = frozenset({"effect", "place", "force"})
# After "to" these make an infinitive, which looks ahead: "agreed to meet on Monday".
INFINITIVES = frozenset(
    words(
        "be meet visit begin start hold attend discuss vote decide travel open close resume launch take announce "
        "sign arrive leave return host release publish play face go come continue finish end join speak appear "
        "receive deliver stand run make give get see hear rule testify present send pay step retire expire debut "
        "mark celebrate elect convene"
    )
)
# Words that point ahead before certain others only.
AHEAD_WITH = {
    "to": INFINITIVES,
    "is": SET,
    "are": SET,
    "set": frozenset({"for", "to"}),
    "take": OCCUR,
    "come": OCCUR,
    "won": frozenset({"'"}),
}
REPORTING = frozenset(words("said told announced reported added says wrote confirmed stated"))
IRREGULAR = frozenset(
    words(
        "was were had did met won went came made took began held rose fell saw got gave left sent found struck "
        "hit lost became wrote spoke led ran shot sold bought brought cut put set kept paid fled drew fought grew "
        "broke built caught chose drove flew forgot forgave froze hid hurt knew laid lay lent let meant overcame "
        "quit read rang sang sank sat sought shook showed shut slept spent split spread stood stole swept swore "
        "taught threw thought told understood woke wore withdrew said since has have been"
    )
)
NO_VERB = frozenset(words("need needed united red indeed feed speed seed breed bed led exceed proceed hundred sacred"))
# Their past is their infinitive: "hit" is past in "it hit" and none in "it will hit".
UNCHANGED = frozenset(words("hit cut put set let read shut split spread quit hurt cost"))
AUXILIARIES = frozenset(words("to will would shall could can may might should must"))
PASSIVE = frozenset({"be", "is", "are", "being"})
HEADS = frozenset({"deadline", "delivery", "maturity", "futures"})  # "a Friday deadline"
PERFECT = frozenset({"had", "have", "has", "been"})
NOW = frozenset({"is", "are"})
CLAUSE_ENDS = frozenset({",", ";", ":", "(", ")", "-"})
# Behind a date these begin another clause: "said on Friday the council will vote".
SUBORDINATE = frozenset(
    words("that which who whether as after because it he she they we i there the a an his her its their")
)
ENDS = frozenset(".!?")
CLOSING = frozenset({'"', "”", "'", ")", "]"})


class Lean(NamedTuple):
    """-1 past, 1 future, 0 no sign; the word that says so, and how many words off it stands."""

    direction: int
    cue: str = ""
    distance: int = REACH


class Tenses:
    """The tense around every place of a text: one pass over the words, then each question takes constant time."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.signs = [sign(tokens, place) for place in range(len(tokens))]
        self.sentence: list[int] = []  # the number of each word's sentence
        self.sign_before: list[int] = []  # the place of the last sign up to here, or -1
        self.clauses: list[int] = []  # how many clauses ended before here
        self.subjects: list[int] = []  # how many clauses ended or began before here
        sentence = clauses = subjects = 0
        last = -1
        for place, token in enumerate(tokens):
            sentence += token.broke
            self.sentence.append(sentence)
            self.clauses.append(clauses)
            self.subjects.append(subjects)
            low = token.low
            if low in CLAUSE_ENDS and not (low == "-" and token.glued):
                clauses += 1
                subjects += 1
            elif low in SUBORDINATE:
                subjects += 1
            elif low in ENDS and ends_sentence(tokens, place):
                sentence += 1
            last = place if self.signs[place] else last
            self.sign_before.append(last)
        self.sign_behind: list[int] = [-1] * len(tokens)  # the place of the next sign from here, or -1
        last = -1
        for place in range(len(tokens) - 1, -1, -1):
            last = place if self.signs[place] else last
            self.sign_behind[place] = last

    def leaning(self, first: int, stop: int) -> Lean:
        """Which way the words around tokens ``first`` to ``stop`` (excluded) point."""
        tokens = self.tokens
        before = tokens[first - 1].low if first and not tokens[first].broke else ""
        if before in NOW:
            return Lean(1, before, 1)
        if before == "since":
            return Lean(-1, before, 1)
        for place in range(stop, min(len(tokens), stop + 3)):
            if tokens[place].low in HEADS:
                return Lean(1, tokens[place].low, 1)
        left, right = self.before(first), self.behind(stop)
        if before in ("by", "until", "till") and not PERFECT & {left.cue, right.cue}:
            return Lean(1, before, 1)
        if not left.direction:
            return right
        if not right.direction:
            return left
        reporting = CROSSED if left.cue in REPORTING and left.distance > 2 else 0
        return right if right.distance + 2 < left.distance + reporting else left

    def before(self, first: int) -> Lean:
        """The nearest sign before a place in its sentence; clauses that end on the way add distance."""
        place = self.sign_before[first - 1] if first else -1
        if place < 0 or self.sentence[place] != self.sentence[first]:
            return Lean(0)
        distance = first - place + CROSSED * (self.clauses[first] - self.clauses[place])
        return Lean(self.signs[place], self.tokens[place].low, distance) if distance <= REACH else Lean(0)

    def behind(self, stop: int) -> Lean:
        """The nearest sign behind a place in its sentence; a new subject on the way adds distance."""
        place = self.sign_behind[stop] if stop < len(self.tokens) else -1
        if place < 0 or self.sentence[place] != self.sentence[stop - 1]:
            return Lean(0)
        distance = place - stop + 1 + CROSSED * (self.subjects[place] - self.subjects[stop])
        return Lean(self.signs[place], self.tokens[place].low, distance) if distance <= REACH else Lean(0)


def sign(tokens: Sequence[Token], place: int) -> int:
    """-1 if a word points back, 1 if ahead, else 0."""
    token = tokens[place]
    low = token.low
    if low in FUTURE:
        return 0 if low in ("may", "until") and token.cased else 1
    if low in AHEAD_WITH:
        following = tokens[place + 1].low if place + 1 < len(tokens) else ""
        if following in AHEAD_WITH[low]:
            return 1
    before = tokens[place - 1].low if place else ""
    if low in UNCHANGED and (before in AUXILIARIES or (place > 1 and tokens[place - 2].low in AUXILIARIES)):
        return 1
    if before in PASSIVE:
        return 0  # "to be completed": the word before "be" says when
    if low in IRREGULAR or (low.endswith("ed") and len(low) > 3 and low not in NO_VERB):
        return -1
    return 0


def ends_sentence(tokens: Sequence[Token], place: int) -> bool:
    """Whether the token closes its sentence: a full stop before a capital, not one of an initial or abbreviation."""
    token = tokens[place]
    if token.low in ("!", "?"):
        return True
    if token.low != "." or place + 1 >= len(tokens):
        return token.low == "."
    after = tokens[place + 1]
    if after.glued and after.low not in CLOSING:
        return False
    before = tokens[place - 1] if place else None
    if before is not None and before.cased and len(before.low) == 1:
        return after.broke
    return after.cased or after.broke or not after.low[0].isalpha()
