"""What kind of thing an unknown capitalised name is, told by the words in it and around it.

Each rule is a cue that a reader uses too: "the militant group X", "X, a city in", "Mr X", "X, 45,". The first that
applies wins; the surest come first. A name without any cue is offered with a guess, and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from store.model import ActorKind
from store.suggest.names import titles
from store.suggest.names.model import Confidence
from store.suggest.names.spot import Spot, is_given_name
from store.suggest.names.words import Words
from store.suggest.tables import section

_AGE = re.compile(r", \d{2},")
_APPOSITION = 8
"""How many words after ", a ..." may pass before the noun that tells the kind."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind, how sure, and the cue."""

    kind: ActorKind
    confidence: Confidence
    why: str


def _apposition(words: Words, last: int) -> Guess | None:
    """ ", the White House spokesman", ", a city in the north", ", 45,", ", who": what stands after the name."""
    gap = words.gap(last)
    if not gap.startswith(", "):
        return None
    if _AGE.match(gap + words.text[words.start[last + 1] : words.start[last + 1] + 4] if gap == ", " else gap):
        return Guess("person", "high", "an age after the name")
    following = last + 1
    low = words.low[following]
    if low == "who":
        return Guess("person", "medium", "“who” after the name")
    determined = low in ("the", "a", "an", "its", "his", "her", "their", "one") or words.owns[following]
    found: Guess | None = None
    for at in range(following, min(len(words), following + _APPOSITION)):
        word = words.low[at]
        if word in section("cues", "apposition-ends"):
            break
        # The last noun says it: "a fire brigade chief" is a chief.
        if (titles.is_head(word) or titles.is_kin(word)) and (determined or at <= following + 3):
            found = Guess("person", "high", f"“{word}” said of the name after it")
        elif determined and word in section("orgwords", "before-organization") | section(
            "orgwords", "lower-organization"
        ):
            found = Guess("organization", "high", f"“{word}” said of the name after it")
        elif determined and word in section("orgwords", "lower-place"):
            found = Guess("place", "high", f"“{word}” said of the name after it")
        if words.gap(at) != " " and words.gap(at) not in ("-", "'s ", "’s "):
            break
    return found


def _beside(words: Words, first: int, last: int) -> Guess | None:
    """A telling noun right before or after: "the airline Ryanair", "Kursk region"."""
    after, before = words.after(last), words.before(first)
    if words.gap(first - 1) not in (" ", ", ", "\n") if first else True:
        before = ""
    beyond = (
        words.after(last + 1) if after in ("military", "air", "naval", "army", "border", "refugee", "training") else ""
    )
    if section("orgwords", "lower-place") & {after, beyond} and not words.owns[last]:
        return Guess("place", "high", f"“{after}” after the name")
    if after in ("group", "militia", "rebels", "militants", "gang", "cartel") and not words.owns[last]:
        return Guess("group", "medium", f"“{after}” after the name")
    if after in ("newspaper", "daily", "broadcaster", "newswire", "website") and not words.owns[last]:
        return Guess("outlet", "high", f"“{after}” after the name")
    if after in section("orgwords", "lower-organization") and not words.owns[last]:
        return Guess("organization", "medium", f"“{after}” after the name")
    if before in ("newspaper", "daily", "broadcaster", "magazine", "website") or (
        before == "agency" and words.before(first, 2) in ("news", "state", "press")
    ):
        return Guess("outlet", "medium", f"“{before}” before the name")
    if before in section("orgwords", "before-organization"):
        return Guess("organization", "high", f"“{before}” before the name")
    if before == "of" and words.before(first, 2) in section("orgwords", "before-place"):
        return Guess("place", "high", f"“{words.before(first, 2)} of” before the name")
    if before in section("orgwords", "before-place"):
        return Guess("place", "medium", f"“{before}” before the name")
    return None


def _inside(words: Words, first: int, last: int) -> Guess | None:
    """A telling word in the name itself: "Lake Chad", "Khasan Station", "Olga Petrova"."""
    tail, head = words.low[last], words.low[first]
    if last > first or words.before(first) == "the":
        for heading, kind in (
            ("organization", "organization"),
            ("outlet", "outlet"),
            ("group", "group"),
            ("place", "place"),
        ):
            if tail in section("orgwords", heading):
                return Guess(kind, "high" if last > first else "low", f"“{words.raw[last]}” in the name")  # type: ignore[arg-type]
    if last > first and head in ("radio", "tv", "channel", "agence", "agencia", "daily"):
        return Guess("outlet", "high", f"“{words.raw[first]}” in the name")
    if last > first and head in section("orgwords", "place-first"):
        return Guess("place", "high", f"“{words.raw[first]}” in the name")
    if last > first and head in section("orgwords", "organization-first") and words.low[first + 1] in ("of", "for"):
        return Guess("organization", "high", f"“{words.raw[first]} of” in the name")
    if last > first and is_given_name(words.raw[first]) and last - first < 5:
        return Guess("person", "high", f"the given name {words.raw[first]}")
    if last - first in (1, 2) and head in section("given", "family-first") and words.raw[first].istitle():
        return Guess("person", "medium", f"the family name {words.raw[first]}")
    return None


def is_acronym(raw: str) -> bool:
    """Whether a word is written like an acronym: two to six capitals."""
    bare = raw.replace(".", "")
    return 2 <= len(bare) <= 6 and bare.isupper() and bare.isalpha()


def is_thing(words: Words, first: int) -> bool:
    """Whether the noun before says that the name is that of a thing: "the frigate X", "a ship, the X"."""
    things, before = section("orgwords", "before-thing"), words.before(first)
    return before in things or (before == "the" and words.before(first, 2) in things and words.comma[first - 2])


def guess(words: Words, spot: Spot) -> Guess | None:
    """The kind of an unknown spot; ``None`` if it names no actor and no place (a day, a treaty, an aircraft)."""
    first, last = spot.first, spot.last
    low = words.low[last]
    if low in section("orgwords", "not-an-actor") or words.low[first] in ("operation", "article", "section", "chapter"):
        return None
    if (
        is_thing(words, first)
        or words.gap(last)[:1] == "$"
        or (words.gap(last) == "-" and words.raw[last + 1].isdigit())
    ):
        return None  # "the frigate X", "US$5", "Chandrayaan-3"
    if low in ("ii", "iii", "iv", "v", "vi", "vii") and not is_given_name(words.raw[first]):
        return None
    inside = _inside(words, first, last)
    title = titles.before(words, first)
    if (
        title < first
        and last - first < 5
        and (inside is None or inside.kind == "person" or inside.confidence != "high")
    ):
        spot.title = (title, first)
        return Guess("person", "high", f"the title “{' '.join(words.raw[title:first])}” before the name")
    if inside is not None and inside.confidence == "high":
        return inside
    if (cue := _apposition(words, last) or _beside(words, first, last)) is not None:
        return cue
    if inside is not None:
        return inside
    if first == last and is_acronym(words.raw[first]):
        if words.raw[first].lower() in section("function", "acronyms"):
            return None
        return Guess("organization", "low", "capitals like an acronym")
    return _by_use(words, first, last)


def _by_use(words: Words, first: int, last: int) -> Guess | None:
    """The weakest cues: the preposition before, the verb after, the number of words."""
    before, after = words.before(first), words.after(last)
    the = before == "the"
    if before in section("cues", "at") and not the and not words.owns[last]:
        return Guess("place", "medium", f"“{before}” before the name")
    if (
        last - first in (1, 2)
        and not the
        and all(raw[1:].islower() or not raw[1:] for raw in words.raw[first : last + 1])
    ):
        if after in section("cues", "saying") or after in section("cues", "living"):
            return Guess("person", "medium", f"“{after}” after two or three capitalised words")
        if words.gap(last)[:1] != "-" and before not in section("cues", "on-the-way"):
            return Guess("person", "low", "two or three capitalised words")
    if before in section("cues", "on-the-way") and last == first and not words.owns[last]:
        return Guess("place", "low", f"“{before}” before the name")
    if (
        first == last
        and is_given_name(words.raw[first])
        and (after in section("cues", "saying") or after in section("cues", "living"))
    ):
        return Guess("person", "medium", "a given name")
    return Guess("organization", "low", "a capitalised name without a cue to its kind")
