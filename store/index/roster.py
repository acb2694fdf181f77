"""Everybody who has a name: the actors of a dossier, and the values of its fields, found by what people type."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice

from store.index.documents import words_of
from store.index.sources import Shelf
from store.model import RecordError, Where
from store.query.nodes import Term, Word
from store.query.terms import Pattern, distance, pattern

_COMPARED = 4_000
"""Words that are compared with a slip at most: that takes them about 50 ms."""

Names = Mapping[str, tuple[str, ...]]
"""Actor id -> what the actor may be called: id, name, aliases."""


class Roster:
    """The names of all actors, read when first asked for. A million events have some ten thousand actors."""

    def __init__(self, read: Callable[[], Names]) -> None:
        self._read = read
        self._words: dict[str, tuple[str, ...]] = {}

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
    def _by_token(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for reference in self.references:
            for token in {token for name in self._roster.words(reference) for token in name.split()}:
                found[token].append(reference)
        return found

    @cached_property
    def _tokens(self) -> list[str]:
        return sorted(self._by_token)

    def meant_by(self, value: Term) -> set[str]:
        """The references that a value of a name field means, as :mod:`store.query.evaluate` has it."""
        if not value.prefix and not (isinstance(value, Word) and value.fuzz):
            for typed in (value.text, value.text.lower()):
                if typed in self._roster:
                    lower = typed.lower()
                    alike = (each for each in self.references if each.lower() == lower and each not in self._roster)
                    return {typed, *alike}
            if isinstance(value, Word):
                value = Word(value.text, prefix=True)
        return self.called(pattern(value))

    def called(self, wanted: Pattern) -> set[str]:
        """The references with a name in which the pattern stands."""
        if not wanted.tokens:
            return set()
        if len(wanted.tokens) == 1:
            return {reference for token in self._fitting(wanted) for reference in self._by_token[token]}
        candidates = self._by_token.get(wanted.tokens[0], ())
        return {each for each in candidates if any(wanted.found_in(name.split()) for name in self._roster.words(each))}

    def near(self, text: str, limit: int) -> list[str]:
        """The references with a name that differs in a few letters (never the first), the nearest first."""
        slips: Counter[str] = Counter()
        for token in pattern(Word(text)).tokens:
            most = max(1, len(token) // 3)
            for word in islice(self._beginning_with(token[0]), _COMPARED):
                away = distance(token, word, most)
                if away is not None:
                    for reference in self._by_token[word]:
                        slips[reference] += 1 + most - away
        return sorted(slips, key=lambda each: (-slips[each], -self.references[each], each))[:limit]

    def _fitting(self, wanted: Pattern) -> Iterable[str]:
        """The tokens that a pattern of a single token matches."""
        token = wanted.tokens[0]
        if wanted.fuzz:
            return filter(wanted.fits, self._tokens)
        if not wanted.prefix:
            return (token,) if token in self._by_token else ()
        return self._beginning_with(token)

    def _beginning_with(self, token: str) -> Iterator[str]:
        for at in range(bisect_left(self._tokens, token), len(self._tokens)):
            if not self._tokens[at].startswith(token):
                return
            yield self._tokens[at]
