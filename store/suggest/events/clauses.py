"""A sentence cut into clauses: the stretches that have a verb of their own.

Cuts are made at semicolons, at "after", "while", "but" and their like, at ", who" and ", which", and at "and" where a
verb follows; a stretch without a verb belongs to the clause before it. A relative clause set off by commas interrupts
its main clause, which goes on behind it: so a clause is a list of pieces.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from store.suggest.events.acts import Act
from store.suggest.names.words import Words
from store.suggest.tables import section

_SUBJECT_LENGTH = 9
"""How many words may stand between "and" and its verb for the "and" to open a clause with a subject of its own."""


@dataclass(slots=True)
class Clause:
    """Pieces of a sentence, as half-open ranges of words, with their acts.

    ``joint`` is the word that opens it ("after", "who", "and", ";" or nothing), ``parent`` the clause it hangs on.
    """

    pieces: list[tuple[int, int]]
    acts: list[Act] = field(default_factory=list)
    joint: str = ""
    parent: Clause | None = None

    @property
    def relative(self) -> bool:
        """Whether it tells something of a name in its parent."""
        return self.joint in section("cues", "relatives")

    @property
    def subordinate(self) -> bool:
        """Whether it is opened by "after", "when", "who" ..."""
        return self.relative or self.joint in section("cues", "subordinators")

    def words(self) -> Iterator[int]:
        """Its words' indices in order."""
        for first, stop in self.pieces:
            yield from range(first, stop)

    def has(self, index: int) -> bool:
        """Whether the word stands in this clause."""
        return any(first <= index < stop for first, stop in self.pieces)


def _has_act(acts: list[Act], first: int, stop: int) -> bool:
    return any(first <= act.start and act.index < stop for act in acts)


def _openings(words: Words, first: int, stop: int) -> list[int]:
    """The words that may open a clause: behind a comma or another mark, or joining words themselves."""
    joining = section("cues", "subordinators") | section("cues", "relatives") | {"and", "or"}
    low, comma, start, end = words.low, words.comma, words.start, words.end
    return [at for at in range(first, stop) if low[at] in joining or comma[at - 1] or start[at] - end[at - 1] > 1]


def _next_act(acts: list[Act], index: int) -> Act | None:
    return next((act for act in acts if act.start >= index), None)


def _joint(words: Words, at: int, first: int, stop: int, acts: list[Act], begun: bool) -> str:
    """The word that opens a clause at word ``at``, or nothing. ``begun``: the clause before it has a verb already."""
    low, gap = words.low[at], words.gap(at - 1)
    relative, subordinate = low in section("cues", "relatives"), low in section("cues", "subordinators")
    parted = gap != " " and (";" in gap or ": " in gap or " - " in gap or "—" in gap or " – " in gap)
    if not (parted or relative or subordinate or low in ("and", "or")):
        return ""
    ahead = _next_act(acts, at)
    if ahead is None or ahead.index >= stop:
        return ""
    if parted:
        return ";"
    comma = words.comma[at - 1]
    if relative:
        # "the man who was arrested": without a comma it is part of the name it stands by.
        return low if comma or ahead.start <= at + 1 else ""
    limit = _limit(words, at, stop)
    if subordinate:
        near = ahead.index < limit and (begun or at > first)
        return low if near and (ahead.start > at + 1 or low in ("but", "when", "while", "whether", "if")) else ""
    return _and(words, at, ahead, acts, limit) if begun else ""


def _and(words: Words, at: int, ahead: Act, acts: list[Act], limit: int) -> str:
    """Whether "and" or "or" at word ``at`` opens a clause: it has a verb behind it, or a subject and its verb."""
    low, comma = words.low[at], words.comma[at - 1]
    before = next((act for act in reversed(acts) if act.index < at), None)
    if before is not None and "say" in before.verb.classes and ahead.start > at + 1 and not comma:
        return ""  # "said that Putin and Kim had met"
    if ahead.start == at + 1 or (ahead.start == at + 2 and words.low[at + 1] in section("cues", "adverbs")):
        return low
    if _is_list(words, at):
        return ""  # "Hungary, Slovakia and Germany have opposed it"
    if words.low[ahead.start - 1] in ("and", "or"):
        return ""  # "missiles and launchers and has used them": the second one opens the clause
    return low if low == "and" and ahead.start - at <= _SUBJECT_LENGTH and ahead.index < limit else ""


def _is_list(words: Words, at: int) -> bool:
    """Whether "and" at word ``at`` ends a list of names: a comma stands before the name before it."""
    index = at - 1
    while index > 0 and words.is_capital(index) and words.is_capital(index - 1) and not words.comma[index - 1]:
        index -= 1
    return index > 0 and words.is_capital(index) and words.comma[index - 1] and words.is_capital(at + 1)


def _limit(words: Words, at: int, stop: int) -> int:
    """The first word behind the next comma."""
    for index in range(at, stop):
        if words.comma[index] or words.gap(index)[:1] == ";":
            return index + 1
    return stop


def cut(words: Words, ranges: list[tuple[int, int]], acts: list[Act]) -> list[Clause]:
    """The clauses of the words in ``ranges`` (half-open, in order); the first may have no verb, the others do."""
    if not ranges:
        return []
    begin = ranges[0][0]
    opener = words.low[begin]
    current = Clause([], joint=opener if opener in section("cues", "subordinators") else "")
    found = [current]
    for first, stop in ranges:
        start = first
        for at in _openings(words, max(first, begin + 1), stop):
            begun = _has_act(acts, start, at) or any(_has_act(acts, *piece) for piece in current.pieces)
            joint = _joint(words, at, first, stop, acts, begun)
            if not joint and begun and current is found[0] and current.joint and words.comma[at - 1]:
                # "After the talks ended, the minister flew home": the comma ends what the first word opened.
                joint = "," if _next_act(acts, at) is not None else ""
            back = None if joint else _resumed(words, at, current, acts, begun or at == start)
            if (not joint and back is None) or (joint and not begun and not current.pieces and at == start):
                continue
            if at > start:
                current.pieces.append((start, at))
            start = at
            if back is not None:
                current = back
            else:
                current = Clause([], joint=joint, parent=_anchor(current, joint))
                found.append(current)
        if stop > start:
            current.pieces.append((start, stop))
    for clause in found:
        clause.acts = [act for act in acts if clause.has(act.index)]
    return _merged([clause for clause in found if clause.pieces])


def _resumed(words: Words, at: int, current: Clause, acts: list[Act], begun: bool) -> Clause | None:
    """The main clause that goes on at word ``at``, behind the comma that ends a relative clause.

    The relative clause must have had its verb (``begun``); of ", who" and ", which" the next word was it, even if the
    table has not got it.
    """
    if current.parent is None or not current.relative or not words.comma[at - 1]:
        return None
    ahead = _next_act(acts, at)
    if ahead is None or ahead.start - at > 2 or not (begun or current.joint in ("who", "which")):
        return None
    return current.parent


def _anchor(current: Clause, joint: str) -> Clause | None:
    """What a new clause hangs on: "and" after a relative clause goes on with it, ";" goes back to the main clause."""
    if joint == ",":
        return None
    while joint == ";" and current.parent is not None:
        current = current.parent
    return current


def _merged(clauses: list[Clause]) -> list[Clause]:
    """Clauses without a verb given back to the one before them, or to the next if they come first.

    A relative clause whose verb is not in the table stays by itself, without acts: it is no part of its parent.
    """
    found: list[Clause] = []
    for clause in clauses:
        if found and not clause.acts and not clause.relative:
            found[-1].pieces += clause.pieces
        elif len(found) == 1 and not found[0].acts and clause.joint in ("", ";", "and", "or", "but"):
            found[0].pieces += clause.pieces
            found[0].acts = clause.acts
        else:
            found.append(clause)
    return found
