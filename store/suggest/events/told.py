"""What a sentence tells: its clauses gathered into happenings with a date, a tense or an actor of their own."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from store.suggest.events import attribution as speech
from store.suggest.events.acts import Act, Nearby, acts
from store.suggest.events.attribution import Attribution
from store.suggest.events.clauses import Clause, cut
from store.suggest.events.roles import Placed
from store.suggest.names import Mention
from store.suggest.names.words import Words
from store.suggest.tables import section
from store.suggest.timex.model import Timex

LONGEST_SENTENCE = 250
"""Words; what has more is a table or a list without stops. The bound keeps reading linear in the length of a text."""

_HYPOTHETICAL = frozenset(["if", "unless", "whether"])
_BESIDE = frozenset(["when", "after", "as", "while", "where", "once"])
_BACKGROUND = frozenset(["after", "before", "since", "until", "because", "although", "though", "as"])


@dataclass(slots=True)
class Told:
    """One happening: its clauses (the first is the main one), who says so, its date expressions.

    ``said`` are the date expressions of the speaker's part: when it was said, not when it happened.
    """

    sentence: int
    clauses: list[Clause]
    by: list[Attribution] = field(default_factory=list)
    times: list[Timex] = field(default_factory=list)
    said: list[Timex] = field(default_factory=list)
    subject: tuple[int, int] = (0, 0)

    @property
    def acts(self) -> list[Act]:
        """All verbs, those of the main clause first."""
        return [act for clause in self.clauses for act in clause.acts]

    @property
    def planned(self) -> bool:
        """Whether its main verb speaks of the future."""
        return bool(self.clauses[0].acts) and is_planned(self.clauses[0].acts[0])

    def span(self, words: Words) -> tuple[int, int]:
        """Code points from its first to its last word."""
        first = min(piece[0] for clause in self.clauses for piece in clause.pieces)
        stop = max(piece[1] for clause in self.clauses for piece in clause.pieces)
        return words.start[first], words.end[stop - 1]


def is_planned(act: Act) -> bool:
    """Whether a verb tells of something still to come: "will meet", "plans", "is scheduled"."""
    return act.planned or (act.verb.classes == {"plan"} and act.tense in ("present", "past"))


def main_act(told: Told) -> Act:
    """The verb that the happening is about: the first of its main clause that is more than speech."""
    acts = told.clauses[0].acts
    return next((act for act in acts if act.verb.classes & {"event", "deny", "plan"}), acts[0])


@dataclass(slots=True)
class Line:
    """One sentence, looked at once: its words, names and date expressions."""

    number: int
    first: int
    stop: int
    placed: list[Placed]
    timed: list[tuple[Timex, int, int]]
    acts: list[Act]


def line(words: Words, number: int, mentions: Sequence[Mention], times: Sequence[Timex]) -> Line:
    """Look at sentence ``number``; ``mentions`` and ``times`` are those of the sentence."""
    first, stop = words.first[number], words.first[number + 1]
    names: dict[int, bool] = {}
    inside: set[int] = set()
    placed: list[Placed] = []
    timed: list[tuple[Timex, int, int]] = []
    for mention in mentions:
        begin = bisect_left(words.start, mention.start, first, stop)
        last = bisect_left(words.start, mention.end, begin, stop) - 1
        if last >= begin:
            inside.update(range(begin, last + 1))
            owning = words.owns[last] and not mention.name.endswith(("'s", "’s"))  # "Moody's"
            names[last] = mention.form != "adjective" and not owning
            placed.append(Placed(mention, begin, last))
    for time in times:
        begin = max(first, bisect_right(words.start, time.start, first, stop) - 1)
        last = max(begin, bisect_left(words.start, time.end, begin, stop) - 1)
        inside.update(range(begin, last + 1))
        timed.append((time, begin, last))
    return Line(number, first, stop, placed, timed, acts(words, Nearby(first, names), stop, inside))


def _complement(first: int, stop: int, taken: list[Attribution]) -> list[tuple[int, int]]:
    ranges, at = [], first
    for attribution in sorted(taken, key=lambda each: each.first):
        if attribution.first > at:
            ranges.append((at, attribution.first))
        at = max(at, attribution.stop)
    if at < stop:
        ranges.append((at, stop))
    return ranges


def read(words: Words, line: Line) -> list[Told]:
    """The happenings that a sentence tells, in order; none if it has no verb of the table, or too many words."""
    if not line.acts or line.stop - line.first > LONGEST_SENTENCE:
        return []
    taken = speech.according(words, line.first, line.stop)
    inside = {index for each in taken for index in range(each.first, each.stop)}
    spans = {begin: last for _, begin, last in line.timed}
    trailing = speech.trailing(words, line.first, line.stop, line.acts, inside, spans)
    trailing = trailing or speech.inverted(words, line.first, line.stop, line.acts, line.placed)
    if trailing is not None:
        taken.append(trailing)
        inside.update(range(trailing.first, trailing.stop))
    free = [act for act in line.acts if act.index not in inside]
    clauses = cut(words, _complement(line.first, line.stop, taken), free)
    found: list[Told] = []
    by: Attribution | None = None
    subjects = {id(clause): _subject(words, clause, clauses[:at]) for at, clause in enumerate(clauses)}
    for clause in clauses:
        head = None if clause.relative else speech.leading(words, clause.pieces, clause.acts, spans)
        if head is not None:
            by = head
            if by.speaker[1] <= by.speaker[0]:
                by.speaker = subjects[id(clause)]  # "summoned the envoy and announced that": the subject goes on
            clause.pieces = [(max(first, by.stop), stop) for first, stop in clause.pieces if stop > by.stop]
            clause.acts = [act for act in clause.acts if act.index >= by.stop]
        elif clause.joint in (";", "but"):
            by = None
        if not clause.acts or clause.joint in _HYPOTHETICAL:
            continue
        if (
            clause.joint in _BACKGROUND
            and not found
            and len(clauses) == 1
            and not any(clause.has(begin) for _, begin, _ in line.timed)
        ):
            continue  # "The deal comes months after X dropped its bid": what it comes after has no date here
        told_by = by is not None and not (clause.relative and by.first <= clause.pieces[0][0] < by.stop)
        speaking = [*taken, by] if by is not None and told_by else taken
        own = [time for time, begin, last in line.timed if _holder(words, clauses, begin, last) is clause]
        said = [
            time
            for time, begin, _ in line.timed
            if any(each.first <= begin < each.stop for each in speaking)
            and not any(other.has(begin) for other in clauses)
        ]
        subject = _subject(words, clause, ()) if head is not None else subjects[id(clause)]
        told = Told(line.number, [clause], list(speaking), own, said, subject)
        _enter(words, line, told, found)
    return found


def _holder(words: Words, clauses: Sequence[Clause], begin: int, last: int) -> Clause | None:
    """The clause that a date expression dates: where it stands, but after "since" the "when ..." that explains it."""
    if words.before(begin) in ("since", "until", "before", "after"):
        for clause in clauses:
            if clause.joint in ("when", "where") and clause.pieces[0][0] == last + 1 and clause.acts:
                return clause
    return next((clause for clause in clauses if clause.has(begin)), None)


def _subject(words: Words, clause: Clause, before: Sequence[Clause]) -> tuple[int, int]:
    """The words before the verb; those of the clause before where the clause has none ("and agreed to", "who took")."""
    joints = section("cues", "subordinators") | section("cues", "relatives") | {"and", "but", "that", "or"}
    first, stop = clause.pieces[0]
    if clause.acts:
        stop = max(first, min(stop, clause.acts[0].start))
    while first < stop and words.low[first] in joints:
        first += 1
    if first < stop and not _is_filler(words, first, stop):
        return first, stop
    if clause.parent is not None and clause.parent is not clause:
        return _subject(words, clause.parent, ())
    return _subject(words, before[-1], before[:-1]) if before else (first, stop)


def _is_filler(words: Words, first: int, stop: int) -> bool:
    """Whether the words before a verb are only adverbs: "and then withdrew"."""
    return all(words.low[at] in section("cues", "adverbs") or words.low[at].endswith("ly") for at in range(first, stop))


def _enter(words: Words, line: Line, told: Told, found: list[Told]) -> None:
    """Append ``told``, or join it to the happening before it."""
    if not found:
        found.append(told)
        return
    before, clause = found[-1], told.clauses[0]
    same_tense = before.planned == told.planned
    named = clause.joint in ("and", "but", ";", "while", "or") and any(
        each.mention.form != "adjective" and clause.pieces[0][0] <= each.first < clause.acts[0].start
        for each in line.placed
    )
    within = any(clause.has(begin) for time, begin, _ in line.timed if time in told.times)
    if clause.joint in ("when", "once") and within and not before.times and clause.parent is before.clauses[0]:
        before.clauses.append(clause)  # "will ask them when he meets them next week": asked next week
        before.times += told.times
        return
    apart = bool(told.times) and (bool(before.times) or clause.subordinate)
    if apart or not same_tense or (named and not clause.subordinate):
        found.append(told)
        return
    if before.clauses[0].relative and not clause.relative:
        found.append(told)
        return
    if clause.joint == ",":
        # What "when ..." or "after ..." opened the sentence: the main clause comes first, with the date of the other.
        if before.clauses[0].joint in _BESIDE:
            before.clauses.insert(0, clause)
            before.subject = told.subject
        else:
            found.append(told)
        return
    before.clauses.append(clause)
    before.times += told.times
