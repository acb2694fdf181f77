"""Where names stand in a text, before anything is known of who they are.

A *run* is a stretch of capitalised words with what may join them ("Ministry of Health and Welfare", "Ursula von der
Leyen"). A run is then cut into *spots*: names of the lexicon, organisations told by their last or first word, and words
that no table knows, with the title that stands before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from store.model import ActorKind
from store.suggest.names import titles
from store.suggest.names.lexicon import Entry, Known
from store.suggest.names.words import Words
from store.suggest.tables import section

_DIGIT = re.compile(r"\d")

LONGEST_RUN = 14
"""Words of a run; longer stretches of capitals (a shouted paragraph) are cut, which keeps their reading linear."""
LONGEST_PERSON = 5
"""Words of a person's name after a title, particles included."""


@dataclass(slots=True)
class Spot:
    """Words ``first`` to ``last`` (inclusive) that name something; ``entry`` if the lexicon knows it.

    ``kind`` is what the run itself tells (a title before it, "Bank" in it).
    ``title`` are the index of the title's first word and the index after its last.
    """

    first: int
    last: int
    entry: Entry | None = None
    kind: ActorKind | None = None
    why: str = ""
    title: tuple[int, int] | None = None


def is_given_name(raw: str) -> bool:
    """Whether the table of given names has this word."""
    return raw in section("given", "given")


def _is_name_like(words: Words, index: int) -> bool:
    raw = words.raw[index]
    if not raw[0].isupper() or (not raw.isalpha() and _DIGIT.search(raw)):
        return False  # a model number ("A380"), not a name
    return len(raw) > 1 or words.gap(index)[:1] == "." or words.gap(index) == "&"


def run_end(words: Words, first: int) -> int:
    """The last word of the run that starts with ``first``."""
    particles, heads_first = section("given", "particles"), section("orgwords", "organization-first")
    joinable, total = section("orgwords", "joins"), len(words)
    at, of = first, False
    while (
        at + 1 < total
        and at - first < LONGEST_RUN
        and words.joins(at)
        and (not words.owns[at] or words.low[at] in _OWNING)
    ):
        after = words.low[at + 1]
        if _is_name_like(words, at + 1) or _is_korean_syllable(words, at):
            at += 1
            continue
        if titles.is_head(words.low[at]) and (tail := titles.tail_at(words, at + 1, total - 1)):
            at += tail
            continue
        if words.gap(at) not in (" ", "\n", "-"):
            break
        ahead = at + 2
        if ahead >= total or not words.joins(at + 1):
            break
        if after in particles:
            if words.low[ahead] in particles and ahead + 1 < total and words.joins(ahead):
                ahead += 1
        elif after in ("of", "for") and (words.low[at] in heads_first or words.low[at] in section("cues", "places-of")):
            if words.low[ahead] == "the" and ahead + 1 < total and words.joins(ahead):
                ahead += 1
            of = True
        elif after == "and" and ahead + 1 < total and words.low[ahead + 1] == "party" and words.joins(ahead):
            pass  # "the Law and Justice party"
        elif after == "and" and of and _brackets(words, ahead):
            pass  # "Party of Action and Solidarity (PAS)"
        elif after == "and" and (words.low[at] in joinable or words.low[first] in _NATIONWIDE):
            tail = (
                ahead + 1 < total and words.joins(ahead) and words.low[ahead + 1] in section("orgwords", "organization")
            )
            if not of and not tail:
                break
        else:
            break
        if not _is_name_like(words, ahead):
            break
        at = ahead
    return at


_NATIONWIDE = frozenset(["national", "federal", "royal", "central", "international", "state"])
"""First words of bodies whose subject may be a pair: "National Earthquake Monitoring and Research Centre"."""
_OWNING = frozenset(["people", "women", "children", "farmers", "workers", "veterans"])
"""Words whose 's is part of a name: "Polish People's Party"."""


def _brackets(words: Words, index: int) -> bool:
    """Whether capitals in brackets follow, of which the last stands for this word."""
    return (
        index + 1 < len(words)
        and words.gap(index) == " ("
        and words.raw[index + 1].isupper()
        and words.low[index + 1][-1] == words.low[index][0]
    )


def _is_korean_syllable(words: Words, at: int) -> bool:
    """Whether a small syllable is hyphened to word ``at`` as in "Kim Jong-un": after a family name that comes first."""
    return (
        words.gap(at) == "-"
        and at > 0
        and words.low[at - 1] in section("given", "family-first")
        and words.joins(at - 1)
        and len(words.raw[at + 1]) <= 5
        and words.low[at + 1] not in ("led", "era", "run", "based", "made", "born", "held", "style", "wide", "owned")
    )


def _organisation_end(words: Words, first: int, last: int) -> int | None:
    """Where an organisation that starts at ``first`` ends: at the last of the first group of telling words."""
    heads = section("orgwords", "organization") | section("orgwords", "outlet") | section("orgwords", "group")
    titled, modifiers = section("titles", "heads"), section("titles", "modifiers")
    at = first
    begins = words.low[first] in section("orgwords", "organization-first")
    if begins and first < last and words.low[first + 1] in ("of", "for"):
        return last
    while at <= last:
        low = words.low[at]
        if low in heads and (at > first or (at < last and words.low[at + 1] in ("of", "for"))):
            while at + 1 <= last and (words.low[at + 1] in heads or words.low[at + 1] in ("of", "for", "the")):
                # "Office for National Statistics": all that follows belongs to it.
                if words.low[at + 1] in ("of", "for"):
                    return last
                at += 1
            # "Paris Air Show": what the next word says is what it is.
            return None if at < last and words.low[at + 1] in section("orgwords", "not-an-actor") else at
        if low in titled and low not in modifiers and at > first:
            return None
        at += 1
    return None


def _is_split_place(words: Words, entry: Entry, at: int, last: int) -> bool:
    """Whether a known place or state is really somebody's given name: "Jordan Bardella", "Charlotte Rampling"."""
    return (
        len(entry.low) == 1
        and entry.kind in ("state", "place")
        and entry.form != "adjective"
        and is_given_name(words.raw[at])
        and at < last
        and not words.owns[at]
        and words.gap(at) == " "
        and not titles.is_head(words.low[at + 1])
        and words.low[at + 1] not in section("titles", "modifiers")
    )


def _is_in_another_name(words: Words, entry: Entry, at: int, last: int, known: Known) -> bool:
    """Whether a town begins the name of something else: "Washington Mutual" (but not "in Moscow Putin said")."""
    following = at + 1
    return (
        len(entry.low) == 1
        and entry.form in ("metonym", "site")
        and entry.actor is None
        and following <= last
        and not words.owns[at]
        and words.gap(at) == " "
        and not section("cues", "at") & {words.before(at)}
        and not section("cues", "on-the-way") & {words.before(at)}
        and words.low[following] not in section("function", "months")
        and titles.after(words, following, last) == following
        and known.at(words, following) is None
    )


def cut_run(words: Words, first: int, last: int, known: Known) -> Iterator[Spot]:
    """The spots of one run, in order."""
    openers, common = section("function", "openers"), section("function", "common")
    months, particles = section("function", "months"), section("given", "particles")
    at = first
    while at <= last:
        low = words.low[at]
        entry = known.at(words, at)
        if entry is not None and entry.shy and words.opens[at]:
            entry = None
        if entry is not None and _is_split_place(words, entry, at, last):
            entry = None
        joins_name = at < last and words.joins(at) and low in section("function", "name-openers")
        article = low in ("the", "a", "an")
        ordinary = low in months or (low in openers and (article or words.opens[at]) and not joins_name)
        trade = (
            low in section("titles", "modifiers") and titles.is_head(words.after(at)) and not words.is_capital(at + 1)
        )
        plain = words.opens[at] and (low in common or trade)
        if (ordinary and (entry is None or (len(entry.low) == 1 and entry.actor is None))) or (plain and entry is None):
            at += 1
            continue
        if entry is not None and _is_in_another_name(words, entry, at, last, known):
            entry = None
        end = _organisation_end(words, at, last)
        if end is not None and (entry is None or len(entry.low) <= end - at or entry.kind == "place"):
            whole = entry is not None and len(entry.low) > 1 and entry.form == "name" and entry.kind != "state"
            if not whole and not (entry is not None and len(entry.low) > end - at):
                yield Spot(at, end, None, "organization", f"“{words.raw[end]}” in the name")
                at = end + 1
                continue
        if entry is not None:
            yield Spot(at, at + len(entry.low) - 1, entry)
            at += len(entry.low)
            continue
        after = titles.after(words, at, last)
        if after > at:
            if after <= last:
                own = known.at(words, after)
                person = own if own is not None and own.kind == "person" else None
                end = after + len(person.low) - 1 if person else _person_end(words, after, last)
                yield Spot(after, end, person, "person", "a title before the name", (at, after))
                at = end + 1
            else:
                at = after
            continue
        if low in particles and not words.raw[at][0].isupper():
            at += 1
            continue
        end = _unknown_end(words, at, last, known)
        yield Spot(at, end)
        at = end + 1


def _person_end(words: Words, first: int, last: int) -> int:
    """The last word of a person's name that starts at ``first`` after a title."""
    months = section("function", "months")
    for at in range(first + 1, min(last, first + LONGEST_PERSON - 1) + 1):
        if words.low[at] in months:
            return at - 1
    return min(last, first + LONGEST_PERSON - 1)


def _unknown_end(words: Words, first: int, last: int, known: Known) -> int:
    """The last of the unknown words that start at ``first``: up to a known name, a title with a name, a month."""
    at = first
    while at + 1 <= last:
        following = at + 1
        entry = known.at(words, following)
        given = at == first and (is_given_name(words.raw[first]) or titles.before(words, first) < first)
        if entry is not None and not (given and len(entry.low) == 1 and entry.form != "adjective"):
            return at
        if words.low[following] in section("function", "months") and not given:
            return at
        after = titles.after(words, following, last)
        if following < after <= last and not given:
            return at
        at = following
    return last


def spot(words: Words, known: Known, plain: list[bool]) -> list[Spot]:
    """All spots of a text. In sentences that are not ``plain`` (title-case headings) only known names count."""
    found: list[Spot] = []
    at, total = 0, len(words)
    while at < total:
        if not words.raw[at][0].isupper():
            entry = known.at(words, at) if known.may_start_small(words.low[at]) else None
            if entry is not None:
                found.append(Spot(at, at + len(entry.low) - 1, entry))
            elif words.low[at] in ("al", "el") and words.gap(at) == "-" and _is_name_like(words, at + 1):
                found.append(Spot(at, run_end(words, at + 1)))
            at += (
                len(entry.low)
                if entry is not None
                else found[-1].last - at + 1
                if found and found[-1].first == at
                else 1
            )
            continue
        if not _is_name_like(words, at) or not plain[words.sentence[at]]:
            entry = known.at(words, at)
            if entry is not None and not (entry.shy and not plain[words.sentence[at]]):
                found.append(Spot(at, at + len(entry.low) - 1, entry))
                at += len(entry.low)
            else:
                at += 1
            continue
        last = run_end(words, at)
        found.extend(cut_run(words, at, last, known))
        # A known name may reach beyond the run: "Food and Drug Administration".
        at = max(last, found[-1].last if found else last) + 1
    return found
