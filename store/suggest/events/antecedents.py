"""Whom a pronoun may mean: a guess, and always given as one.

"He" goes to the person who last was a subject, "it" to the last body or state, "they" to all of the last subject, "the
forum" to the last body whose name ends so. Pronouns reach two sentences back; what is found has low confidence and
says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from store.suggest.events.roles import Placed
from store.suggest.names.words import Words
from store.suggest.tables import section

_REACH = 2
"""How many sentences back a pronoun may point."""
_PERSONAL = frozenset(["he", "she"])
_PLURAL = frozenset(["they", "both"])


class Antecedents:
    """The last subjects of an article, while it is read from its start."""

    def __init__(self) -> None:
        self._person: tuple[int, Placed] | None = None
        self._body: tuple[int, Placed] | None = None
        self._company: tuple[int, Placed] | None = None
        self._by_head: dict[str, tuple[int, Placed]] = {}
        self._all: tuple[int, tuple[Placed, ...]] = (-_REACH, ())

    def note(self, sentence: int, subject: Sequence[Placed], everybody: Sequence[Placed]) -> None:
        """Remember the names in a subject, and the bodies among all names of the sentence by their last word."""
        for each in everybody:
            if each.mention.kind == "organization":
                self._company = (sentence, each)
            if each.mention.kind == "organization" and " " in each.mention.name:
                self._by_head[each.mention.name.rsplit(" ", 1)[1].lower()] = (sentence, each)
        named = tuple(each for each in subject if each.mention.kind != "place" and each.mention.form != "site")
        for each in named:
            if each.mention.kind == "person":
                self._person = (sentence, each)
            elif each.mention.form != "adjective":
                self._body = (sentence, each)
        if named:
            self._all = (sentence, named)

    def meant(self, words: Words, sentence: int, subject: tuple[int, int]) -> list[Placed]:
        """Whom a subject that is only a pronoun may mean; nobody if it is none, or nobody was named just before."""
        first, stop = subject
        if stop <= first:
            return []
        low = words.low[stop - 1]
        if low in _PLURAL:
            at, named = self._all
            found = [(at, each) for each in named]
        elif words.before(stop - 1) == "the" and low in self._by_head:
            found = [self._by_head[low]]
        elif words.before(stop - 1) == "the" and low in section("cues", "companies") and self._company is not None:
            found = [self._company]
        else:
            one = self._person if low in _PERSONAL else self._body if low == "it" else None
            found = [one] if one is not None else []
        why = f"perhaps meant by “{words.raw[stop - 1]}”"
        return [
            Placed(replace(each.mention, confidence="low", why=why), each.first, each.last)
            for at, each in found
            if sentence - at <= _REACH or low in self._by_head
        ]
