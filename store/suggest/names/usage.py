"""How a known name is used: as an actor, as a place, as an adjective.

"Moscow said" speaks of Russia, "arrived in Moscow" of the city; "supply Moscow with shells" of Russia again. What
stands before a name tells, and what it does after.
"""

from __future__ import annotations

from store.suggest.names.words import Words
from store.suggest.tables import section


def is_site(words: Words, first: int, last: int) -> bool:
    """Whether the words only say where something is or goes."""
    before = words.before(first)
    if before == "the":
        before = words.before(first, 2)
    if before in section("cues", "within"):
        return not words.owns[last]
    if before == "of" and words.before(first, 2) in (
        "city",
        "capital",
        "town",
        "outskirts",
        "centre",
        "center",
        "north",
        "south",
    ):
        return True
    if before in section("cues", "towards") and not words.owns[last]:
        return any(words.before(first, back) in section("cues", "motion") for back in range(2, 9))
    return False


def is_metonym(words: Words, first: int, last: int) -> bool:
    """Whether a capital stands for its government here."""
    if is_site(words, first, last):
        return False
    if words.owns[last] or words.after(last) in section("cues", "finite"):
        return True
    before = words.before(first)
    if before in section("cues", "opposite") or before in section("cues", "towards"):
        return True
    gap, after = words.gap(last), words.after(last)
    if gap == " " and after in ("and", "or"):
        return True
    return before in ("and", "or") and words.before(first, 2)[:1] != "" and words.is_capital(first - 2)
