"""When a happening happened: by its own date expression, the day of the statement, what it speaks of, or its tense.

Never a made-up day: without any date the tense gives an open interval, ``[..PUBLISHED]`` for what is past and
``[PUBLISHED..]`` for what is planned.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from store import edtf
from store.suggest.events.acts import Act
from store.suggest.events.model import Dating
from store.suggest.events.told import Told, is_planned
from store.suggest.events.verbs import event_nouns, table
from store.suggest.names.words import Words
from store.suggest.tables import section
from store.suggest.timex.model import Alternative, Timex

_SUPERLATIVE_REACH = 9
_PLAIN = re.compile(r"\d{4}(?:-\d\d){0,2}")
"""A year, month or day, which can be an end of an interval as it stands."""
_COUNTED_DAYS = 10
"""Up to this many days around a date expression count as precise."""


def _extent(time: Timex) -> tuple[int, int] | None:
    """First and last day of an expression; ``None`` if open or not a date."""
    try:
        found = edtf.parse(time.edtf)
    except edtf.EdtfError:
        return None
    return (found.first, found.last) if found.first is not None and found.last is not None else None


def is_attributive(words: Words, told: Told, time: Timex, index: int, last: int) -> bool:
    """Whether the expression only tells which: "the 2015 deal", "last month's talks", "the treaty signed in June"."""
    if words.owns[last]:
        return True
    for back in (1, 2) if words.before(index) in ("in", "on", "at") else (1,):
        entry = table().get(words.before(index, back))
        if entry is not None and "participle" in entry[1] and "base" not in entry[1]:
            return all(act.index != index - back for act in told.acts)
    after = words.after(last)
    named = bool(after) and after not in section("cues", "determiners") and after not in section("cues", "joining")
    return named and words.before(index) in ("the", "a", "an", "its", "his", "her", "their", "this")


def _names_event(words: Words, last: int) -> bool:
    """Whether an attributive expression stands by an event ("Sunday's election"): then it may date what is told."""
    return any(words.low[at] in event_nouns() for at in range(last + 1, min(len(words), last + 4)))


def _is_background(words: Words, index: int) -> bool:
    """Whether the expression is only a limit or a measure: "since 2017", "until May", "the largest of this year"."""
    if words.before(index) in section("cues", "background"):
        return True
    for back in range(1, _SUPERLATIVE_REACH):
        low = words.before(index, back)
        if not low or words.comma[index - back]:
            return False
        if low in section("cues", "superlatives") or low.endswith("est"):
            return True
    return False


def pick(words: Words, told: Told, act: Act, times: Sequence[tuple[Timex, int, int]], published: date) -> Timex | None:
    """The expression that dates the main verb: of those that are no mere attribute the finest, then the nearest.

    One that contradicts the tense dates nothing ("has urged both sides to wait until December"), unless the verb
    announces what comes: "called on Monday for a strike on July 8" is dated July 8.
    """
    if not times:
        return None
    main, day, planned = act.index, published.toordinal(), is_planned(act)
    coming = act.tense == "present" or act.verb.lemma in section("cues", "announcing")

    def rank(entry: tuple[Timex, int, int]) -> tuple[bool, bool, bool, bool, int, int]:
        time, index, _ = entry
        extent = _extent(time)
        size = extent[1] - extent[0] if extent else 10**7
        own = told.clauses[0].has(index)
        future = extent is not None and extent[0] > day
        past = planned and extent is not None and extent[1] < day
        late = past or (future and not planned and not coming)
        return (
            late,
            not own,
            not (future and coming),
            _is_background(words, index),
            0 if size <= _COUNTED_DAYS else size,
            abs(index - main),
        )

    fitting = [entry for entry in times if not is_attributive(words, told, *entry)] or [
        entry for entry in times if words.owns[entry[2]] and _names_event(words, entry[2])
    ]
    best = min(fitting, key=rank, default=None)
    if best is None or rank(best)[0] or (_is_background(words, best[1]) and not planned and told.said):
        return None
    return best[0]


def is_start(words: Words, times: Sequence[tuple[Timex, int, int]], chosen: Timex) -> bool:
    """Whether "since" stands before the chosen expression."""
    return any(time is chosen and words.before(index) == "since" for time, index, _ in times)


def comes(text: str, published: date) -> bool:
    """Whether an EDTF date lies wholly after publication."""
    try:
        first = edtf.parse(text).first
    except edtf.EdtfError:
        return False
    return first is not None and first > published.toordinal()


def from_time(time: Timex, *, said: Timex | None, ahead: date | None = None, since: bool = False) -> Dating:
    """Dated by an expression of its own; with ``since`` it is the start of what goes on.

    ``ahead`` is the day of publication where the verb is in the present: "takes effect on Friday" is the next Friday.
    """
    if ahead is not None and not comes(time.edtf, ahead):
        for other in time.alternatives:
            if comes(other.edtf, ahead):
                time = replace(time, edtf=other.edtf, alternatives=(Alternative(time.edtf, time.rule),),
                               confidence="medium", why=f"in the present tense, so ahead: {other.edtf}")  # fmt: skip
                break
    return Dating(
        f"{time.edtf}/.." if since and _PLAIN.fullmatch(time.edtf) else time.edtf,
        time.text,
        time.basis.date if time.basis else "",
        time.rule,
        time.why,
        time.confidence,
        tuple(other.edtf for other in time.alternatives),
        said.edtf if said else "",
    )


def _open(text: str, *, ahead: bool) -> tuple[str, ...]:
    """The open interval from the start (``ahead``) or up to the end of a date; none if that end is open itself."""
    found = edtf.parse(text)
    bound = found.first if ahead else found.last
    if bound is None:
        return ()
    plain = text if _PLAIN.fullmatch(text) else edtf.day_text(bound)
    return (f"[{plain}..]" if ahead else f"[..{plain}]",)


def from_statement(time: Timex, planned: bool) -> Dating:
    """Dated only by when it was said: that day. What was told may be earlier, what was announced comes later."""
    why = "is planned, so later" if planned else "may be earlier"
    return replace(
        from_time(time, said=time),
        rule="day of the statement",
        confidence="low" if planned else "medium",
        alternatives=_open(time.edtf, ahead=planned),
        why=f"only the statement is dated ({time.text}); what it tells {why}",
    )


def from_context(other: Dating, why: str, published: date, planned: bool, *, sure: bool) -> Dating:
    """Dated like another happening of the article: one that it speaks of (``sure``), or one that it goes on from."""
    return Dating(
        other.date,
        other.text,
        other.basis,
        "as the event it speaks of" if sure else "as the sentence before",
        why,
        "medium" if sure else "low",
        (from_tense(published, planned).date, *other.alternatives),
    )


def from_tense(published: date, planned: bool) -> Dating:
    """No date at all: before or after publication, by tense."""
    day = published.isoformat()
    if planned:
        return Dating(f"[{day}..]", "", day, "tense", "no date in the sentence; planned, so after publication", "low")
    return Dating(f"[..{day}]", "", day, "tense", "no date in the sentence; past, so up to publication", "low")


def agrees(dating: Dating, published: date, planned: bool) -> bool:
    """Whether a date fits the tense: nothing planned lies wholly before publication, nothing past wholly after."""
    try:
        found = edtf.parse(dating.date)
    except edtf.EdtfError:
        return False
    day = published.toordinal()
    if planned:
        return found.last is None or found.last >= day
    return found.first is None or found.first <= day
