"""A short title in the sentence's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from store.suggest.events.clauses import Clause
from store.suggest.events.told import Told
from store.suggest.names.words import Words
from store.suggest.tables import section
from store.suggest.timex.model import Timex

LONGEST = 90
_BRIEF = 45
"""Below this a title takes along what "when ..." says."""

_BRACKETS = re.compile(r"\s*\([^()]{0,80}(?:\)|$)")
_COMMAS = re.compile(r",(?: ?,)+")
_BLANKS = re.compile(r"\s+")
_EDGES = ' ,;:-–—"“”'


def _without(text: str, start: int, end: int, cuts: Sequence[tuple[int, int]]) -> str:
    """``text[start:end]`` without the passages in ``cuts``."""
    pieces, at = [], start
    for first, last in sorted(cuts):
        if first >= at and last <= end:
            pieces.append(text[at:first])
            at = last
    pieces.append(text[at:end])
    return "".join(pieces)


def _date_cut(words: Words, time: Timex, index: int) -> tuple[int, int]:
    """The expression with the preposition before it."""
    start = time.start
    if (
        index > 0
        and words.low[index - 1] in section("cues", "date-prepositions")
        and words.gap(index - 1) in (" ", "\n")
    ):
        start = words.start[index - 1]
    elif (
        index > 1
        and words.low[index - 1] in ("the", "this", "that")
        and words.low[index - 2] in section("cues", "date-prepositions")
    ):
        start = words.start[index - 2]
    while start > 0 and words.text[start - 1] in " \n":
        start -= 1
    owning = words.text[time.end : time.end + 2] in ("'s", "’s")
    return start, time.end + 2 * owning


def _clause_text(words: Words, clause: Clause, cuts: Sequence[tuple[int, int]]) -> str:
    pieces = []
    for first, stop in clause.pieces:
        end = words.end[stop - 1] + 2 * words.owns[stop - 1]
        piece = _without(words.text, words.start[first], end + (words.text[end : end + 1] == "%"), cuts)
        pieces.append(piece.strip(_EDGES))
    return " ".join(piece for piece in pieces if piece)


def shortened(title: str) -> str:
    """At most :data:`LONGEST` characters: cut at the last comma or joining word, else at a blank."""
    if len(title) <= LONGEST:
        return title
    head = title[: LONGEST - 1]
    joins = (", ", " and ", " after ", " in ", " for ", " to ", " of ", " with ", " as ", " that ", " at ", " over ")
    at = max(head.rfind(mark) for mark in joins)
    if at <= LONGEST // 2:
        at = max(head.rfind(" "), LONGEST // 2)
    return head[:at].rstrip(_EDGES) + "…"


def _aside_cut(words: Words, clause: Clause, named: Sequence[int]) -> list[tuple[int, int]]:
    """What stands between commas behind a name in the subject: ", leader of the far-right Front,"."""
    first, stop = clause.pieces[0][0], min(clause.pieces[0][1], clause.acts[0].start)
    name = next((last for last in named if first <= last < stop), stop)
    commas = [at for at in range(name, stop) if words.comma[at]]
    if len(commas) < 2 or commas[-1] != stop - 1:
        return []
    return [(words.end[commas[0]], words.end[commas[-1]] + 1)]


def title(
    words: Words, told: Told, times: Sequence[tuple[Timex, int, int]], chosen: Timex | None, named: Sequence[int]
) -> str:
    """The main clause without speaker, date and brackets; with its subject if it has none of its own.

    Only words of the sentence are used. ``chosen`` is the expression that dates it, the one that is taken
    out; ``named`` are the last words of the names.
    """
    clause = told.clauses[0]
    cuts = [
        _date_cut(words, time, index) for time, index, _ in times if chosen is not None and time.start == chosen.start
    ]
    cuts += _aside_cut(words, clause, named)
    text = _clause_text(words, clause, cuts)
    first = clause.pieces[0][0]
    for at in range(first, min(first + 2, clause.pieces[0][1])):
        opener = words.low[at] if words.low[at] in (clause.joint, "and", "that", "or") else ""
        if opener and text.lower().startswith(opener + " "):
            text = text[len(opener) :].strip(_EDGES)
    begin, stop = told.subject
    if stop > begin and not first <= begin < clause.acts[0].start:
        subject = _without(words.text, words.start[begin], words.end[stop - 1] + 2 * words.owns[stop - 1], cuts)
        text = f"{subject.strip(_EDGES)} {text}"
    for other in told.clauses[1:2]:
        more = f"{text} {_clause_text(words, other, cuts)}"
        if (other.joint == "when" and len(text) < _BRIEF) or (other.joint == "and" and len(more) <= LONGEST):
            text = more
    text = _BLANKS.sub(" ", _BRACKETS.sub("", text)).replace(" ,", ",")
    text = _COMMAS.sub("", text).strip(_EDGES)  # what stood between the commas is gone
    if not text:  # nothing but a date: then that is what the title has to say
        text = _BLANKS.sub(" ", _clause_text(words, clause, ())) or words.raw[first]
    return shortened(text[:1].upper() + text[1:])
