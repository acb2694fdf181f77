"""A small notation for sequences of tokens, and a matcher that tries all of them at once.

A pattern is a sequence of atoms: ``m:MONTH d:DAY|ORD (,? y:YEAR)?``. An atom takes exactly one token: a literal word
in lower case, a class of the lexicon in upper case, or several with ``|`` between; ``name:`` keeps the token under a
name, ``+`` before an atom asks that no white space stands before its token, ``?`` makes an atom or a ``( … )`` group
optional, ``( … | … )`` with spaces chooses. No repetition exists, so a pattern is as long as it looks: all patterns
are written out into flat sequences and put into one trie, and a text is matched in linear time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from store.suggest.timex.scan import Token


class Atom(NamedTuple):
    """One token of a flat pattern: what it may be, and the name it is kept under."""

    keys: tuple[str, ...]
    name: str
    glued: bool


Flat = tuple[Atom, ...]


@dataclass(slots=True)
class Match:
    """A pattern found in a text: tokens ``first`` to ``stop`` (excluded) and those with a name."""

    tokens: Sequence[Token]
    first: int
    stop: int
    names: dict[str, int]

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def __getitem__(self, name: str) -> Token:
        return self.tokens[self.names[name]]

    def number(self, name: str) -> int | None:
        """The number of the token with this name; ``None`` if the pattern matched without it."""
        return self[name].number if name in self.names else None

    def word(self, name: str) -> str:
        """The lower case of the token with this name, or nothing."""
        return self[name].low if name in self.names else ""

    def around(self, offset: int) -> Token | None:
        """The token before (-1, -2) or after (0, 1) the match, if the same paragraph has one."""
        tokens = self.tokens
        place = self.first + offset if offset < 0 else self.stop + offset
        if not 0 <= place < len(tokens):
            return None
        token = tokens[place]
        return token if token.paragraph == tokens[self.first].paragraph else None

    def low(self, offset: int) -> str:
        """The word at :meth:`around`, or nothing."""
        token = self.around(offset)
        return token.low if token else ""


Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Rule(Generic[Made]):
    """A pattern, and what makes something of its match (or refuses: ``None``)."""

    name: str
    pattern: str
    build: Callable[[Match], Made | None]


@dataclass(slots=True)
class Node(Generic[Made]):
    """A place in the trie: where each key leads (``glued``: if no white space stands before it), and the rules that end
    here with the places of their names."""

    edges: dict[str, Node[Made]] = field(default_factory=dict)
    glued: dict[str, Node[Made]] = field(default_factory=dict)
    accepts: list[tuple[Rule[Made], tuple[tuple[str, int], ...]]] = field(default_factory=list)


class Matcher(Generic[Made]):
    """Many rules in one trie. Of several matches at a place the longest comes first, then the rule written first."""

    def __init__(self, rules: Sequence[Rule[Made]]) -> None:
        self.root: Node[Made] = Node()
        for rule in rules:
            for flat in flatten(rule.pattern):
                self._add(rule, flat)
        self.starts = self.root.edges.keys() | self.root.glued.keys()

    def _add(self, rule: Rule[Made], flat: Flat) -> None:
        accept = rule, tuple((atom.name, place) for place, atom in enumerate(flat) if atom.name)
        nodes = [self.root]
        for atom in flat:
            nodes = [
                (node.glued if atom.glued else node.edges).setdefault(key, Node())
                for node in nodes
                for key in atom.keys
            ]
        for node in nodes:
            node.accepts.append(accept)

    def may_start(self, token: Token) -> bool:
        return token.low in self.starts or not self.starts.isdisjoint(token.classes)

    def matches(self, tokens: Sequence[Token], first: int) -> Iterator[tuple[Rule[Made], Match]]:
        """The matches that start at a token, longest first. They never cross a blank line."""
        found: list[tuple[int, Node[Made]]] = []
        nodes = [self.root]
        place = first
        while nodes and place < len(tokens):
            token = tokens[place]
            if token.broke and place > first:
                break
            nodes = steps(nodes, token)
            place += 1
            for node in nodes:
                if node.accepts:
                    found.append((place, node))
        found.sort(key=longest_first)
        for stop, node in found:
            for rule, names in node.accepts:
                yield rule, Match(tokens, first, stop, {name: first + offset for name, offset in names})


def steps(nodes: list[Node[Made]], token: Token) -> list[Node[Made]]:
    """Where a token leads from some places of the trie."""
    keys = (token.low, *token.classes)
    found: list[Node[Made]] = []
    for node in nodes:
        edges = node.edges
        if edges:
            for key in keys:
                if key in edges:
                    found.append(edges[key])
        edges = node.glued
        if edges and token.glued:
            for key in keys:
                if key in edges:
                    found.append(edges[key])
    return found


def longest_first(end: tuple[int, Node[Made]]) -> int:
    return -end[0]


def flatten(pattern: str) -> list[Flat]:
    """A pattern without its options and choices: every flat sequence that it stands for.

    >>> [" ".join(atom.keys[0] for atom in flat) for flat in flatten("m:MONTH (,? y:YEAR)?")]
    ['MONTH', 'MONTH YEAR', 'MONTH , YEAR']
    """
    words = pattern.replace("(", " ( ").replace(")?", " )? ").replace(")", " ) ").replace(") ?", ")?").split()
    flats, rest = choices(words)
    if rest:
        raise ValueError(f"unbalanced pattern: {pattern!r}")
    return [flat for flat in dict.fromkeys(flats) if flat]


def choices(words: list[str]) -> tuple[list[Flat], list[str]]:
    """Alternatives separated by a lone ``|``, up to a closing parenthesis; and the words from there."""
    everything: list[Flat] = []
    flats: list[Flat] = [()]
    while words and words[0] not in (")", ")?"):
        word, *words = words
        if word == "|":
            everything += flats
            flats = [()]
            continue
        if word == "(":
            options, words = choices(words)
            closing, *words = words
            optional = closing == ")?"
        else:
            optional = word.endswith("?") and len(word) > 1
            options = [(atom(word.removesuffix("?") if optional else word),)]
        if optional:
            options = [(), *options]
        flats = [head + tail for head in flats for tail in options]
    return everything + flats, words


def atom(word: str) -> Atom:
    name, _, keys = word.removeprefix("+").rpartition(":")
    return Atom(tuple(keys.split("|")), name, word.startswith("+"))
