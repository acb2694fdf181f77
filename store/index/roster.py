"""Everybody who has a name: the actors of a dossier, and the values of its fields, found by what people type."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

from msgspec import Struct

from store.index.documents import words_of
from store.index.sources import Shelf
from store.model import RecordError, Where
from store.query.nodes import Term, Word
from store.query.terms import Pattern, distance, name_pattern, pattern

_COMPARED = 4_000
"""Words that are compared with a slip at most: that takes them about 50 ms."""

KEPT = 6
"""Sets of references whose words are kept: those of the name fields, and of completion."""

Names = Mapping[str, tuple[str, ...]]
"""Actor id -> what the actor may be called: id, name, aliases."""


class Lexicon(Struct, frozen=True):
    """Which references have a name with a word in it, and all these words in their order."""

    references: Mapping[str, Sequence[str]]
    tokens: Sequence[str]


class Roster:
    """The names of all actors, read when first asked for. A million events have some ten thousand actors."""

    def __init__(self, read: Callable[[], Names]) -> None:
        self._read = read
        self._words: dict[str, tuple[str, ...]] = {}
        self._lexicons: dict[frozenset[str], Lexicon] = {}
        self._reading = threading.Lock()

    @cached_property
    def all(self) -> Names:
        """Everybody."""
        return self._read()

    def __contains__(self, reference: object) -> bool:
        return reference in self.all

    def __iter__(self) -> Iterator[str]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def names(self, reference: str) -> tuple[str, ...]:
        """What an actor may be called; a name that is no actor's id is only itself."""
        return self.all.get(reference) or (reference,)

    def words(self, reference: str) -> tuple[str, ...]:
        """The same, each as its tokens with blanks between."""
        found = self._words.get(reference)
        if found is None:
            found = self._words[reference] = tuple(words_of(name) for name in self.names(reference) if name)
        return found

    def lexicon(self, references: Iterable[str]) -> Lexicon:
        """The words of the names of these references. Kept: an edit seldom adds any."""
        key = frozenset(references)
        with self._reading:
            if key not in self._lexicons:
                while len(self._lexicons) >= KEPT:
                    del self._lexicons[next(iter(self._lexicons))]
                self._lexicons[key] = self._lexicon(key)
            return self._lexicons[key]

    def _lexicon(self, references: Iterable[str]) -> Lexicon:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for reference in references:
            for token in {*words_of(" ".join(self.names(reference))).split()}:
                found[token].append(reference)
        return Lexicon(dict(found), sorted(found))


def roster_of(shelf: Shelf, faults: dict[Where, RecordError]) -> Roster:
    """The actors that stand in the files. What is no actor is added to ``faults``."""
    names: dict[str, tuple[str, ...]] = {}
    for _, actor in shelf.each("actors"):
        if isinstance(actor, RecordError):
            faults[actor.where] = actor
        elif actor is not None and actor.id not in names:
            names[actor.id] = (actor.id, actor.name, *actor.aliases)
    return Roster(lambda: names)


class Named:
    """References (ids, or names that are no id) that can be found by the words of their names."""

    def __init__(self, roster: Roster, references: Mapping[str, int]) -> None:
        self.references = references
        """How many events have each."""
        self._roster = roster

    @cached_property
    def _lexicon(self) -> Lexicon:
        return self._roster.lexicon(self.references)

    def learn(self) -> None:
        """Read the words of the names now; else the first question does."""
        self._roster.lexicon(self.references)

    def meant_by(self, value: Term) -> set[str]:
        """The references that a value of a name field means, as :mod:`store.query.evaluate` has it."""
        if not value.prefix and not (isinstance(value, Word) and value.fuzz):
            for typed in (value.text, value.text.lower()):
                if typed in self._roster:
                    lower = typed.lower()
                    alike = (each for each in self.references if each.lower() == lower and each not in self._roster)
                    return {typed, *alike}
        return self.called(name_pattern(value))

    def called(self, wanted: Pattern) -> set[str]:
        """The references with a name in which the pattern stands."""
        if not wanted.tokens:
            return set()
        by_token = self._lexicon.references
        if len(wanted.tokens) == 1:
            return {reference for token in self._fitting(wanted) for reference in by_token[token]}
        whole = wanted.tokens[:-1] if wanted.prefix else wanted.tokens
        having: list[Collection[str]] = [by_token.get(token, ()) for token in whole]
        if wanted.prefix:
            begun = self._beginning_with(wanted.tokens[-1])
            having.append({reference for token in begun for reference in by_token[token]})
        candidates = min(having, key=len)
        return {each for each in candidates if any(wanted.found_in(name.split()) for name in self._roster.words(each))}

    def near(self, text: str, limit: int) -> list[str]:
        """The references with a name that differs in a few letters (never the first), the nearest first."""
        slips: Counter[str] = Counter()
        for token in pattern(Word(text)).tokens:
            most = max(1, len(token) // 3)
            for word in islice(self._beginning_with(token[0]), _COMPARED):
                away = distance(token, word, most)
                if away is not None:
                    for reference in self._lexicon.references[word]:
                        slips[reference] += 1 + most - away
        return sorted(slips, key=lambda each: (-slips[each], -self.references[each], each))[:limit]

    def _fitting(self, wanted: Pattern) -> Iterable[str]:
        """The tokens that a pattern of a single token matches."""
        token = wanted.tokens[0]
        if wanted.fuzz:
            # Counting letters that are missing clears most words in a third of the time that comparing takes: an edit
            # loses one letter at most.
            letters = frozenset(token)
            near = (word for word in self._lexicon.tokens if len(letters.difference(word)) <= wanted.fuzz)
            return filter(wanted.fits, near)
        if not wanted.prefix:
            return (token,) if token in self._lexicon.references else ()
        return self._beginning_with(token)

    def _beginning_with(self, token: str) -> Iterator[str]:
        tokens = self._lexicon.tokens
        for at in range(bisect_left(tokens, token), len(tokens)):
            if not tokens[at].startswith(token):
                return
            yield tokens[at]
