"""From a query's tree to tantivy queries: the set of events that may match, and the set of those that must.

Only dates are uncertain. A condition on the date therefore gives two sets, every other one the same set twice; a
negation swaps them (what must match the part cannot match its negation). :mod:`store.query.evaluate` says what each
node means; here it is said again in terms of the index.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace
from tantivy import FieldType, Occur, Query, Schema

from store import edtf
from store.claims import date_of
from store.index.documents import part_term
from store.index.roster import Named
from store.index.schema import LONGEST_PREFIX, LONGEST_TERM
from store.model import Mark
from store.query import nodes
from store.query.fields import LABEL_FIELDS, NAME_FIELDS, ROLE_FIELDS
from store.query.nodes import All, And, Count, Field, Is, Node, Not, Or, Phrase, Term, When, Word
from store.query.terms import Pattern, label_fits, label_key, name_pattern, pattern
from store.text import tokens

Clause = tuple[Occur, Query]


class Sets(Struct, frozen=True):
    """The events that may match, and those of them that must; the same query twice where nothing is uncertain.

    ``edition`` tells which of an event's documents counts (:mod:`store.index.schema`); both queries have it in them.
    ``dear``: tantivy needs much longer to find the events than to count them.
    """

    possible: Query
    sure: Query
    edition: tuple[Clause, ...] = ()
    dear: bool = False

    @property
    def certain(self) -> bool:
        return self.possible is self.sure

    def narrowed(self, *clauses: Clause) -> Sets:
        """Those of the events for which the clauses hold too."""
        possible = Query.boolean_query([(Occur.Must, self.possible), *clauses])
        sure = possible if self.certain else Query.boolean_query([(Occur.Must, self.sure), *clauses])
        return replace(self, possible=possible, sure=sure)


class Known(Protocol):
    """What a compiler has to look up in the index and its files."""

    def named(self, field: str) -> Named:
        """The references that stand in a field (``actor``, ``source``, ``via``)."""

    def values(self, field: str) -> Mapping[str, int]:
        """The different values of a field, and how many events have each."""

    def keys(self, identities: Iterable[str]) -> list[int]:
        """The keys of the events with these ids."""

    def articles_with(self, wanted: Pattern) -> Collection[int]:
        """The numbers (:func:`store.index.documents.article_hash`) of the articles that the pattern stands in."""

    def has_editions(self) -> bool:
        """Whether any event was known differently on an earlier day."""


def compiled(tree: Node, today: int, schema: Schema, known: Known, marks: Mapping[str, Mark]) -> Sets:
    """The sets of a whole query, its modifiers included. ``today`` is the basis of the query as an ordinal."""
    as_of = nodes.as_of(tree)
    compiler = _Compiler(schema, known, marks, today if as_of is None else min(today, as_of))
    sets = replace(compiler.sets(nodes.conditions(tree)), dear=nodes.has_phrase(tree))
    if nodes.only_sure(tree):
        sets = replace(sets, possible=sets.sure)
    if as_of is not None:
        in_time = compiler.between("told", None, as_of)
        return _narrowed(sets, (Occur.Must, in_time), (Occur.MustNot, compiler.between("until", None, as_of)))
    if known.has_editions():
        return _narrowed(sets, (Occur.MustNot, compiler.term("flag", "edition")))
    return sets


def _narrowed(sets: Sets, *edition: Clause) -> Sets:
    return replace(sets.narrowed(*edition), edition=edition)


class _Compiler(Struct, frozen=True):
    schema: Schema
    known: Known
    marks: Mapping[str, Mark]
    today: int

    def sets(self, node: Node) -> Sets:
        match node:
            case And(parts):
                return self._all_of(parts)
            case Or(parts):
                return self._any_of([self.sets(part) for part in parts])
            case Not(part):
                inner = self.sets(part)
                sure = _without(inner.possible)
                return Sets(sure if inner.certain else _without(inner.sure), sure)
            case When("event"):
                return self._event_falls(node)
            case When():
                return self._report_falls(node)
            case nodes.AsOf() | nodes.Sure():
                raise ValueError("a modifier stands at the top of a query only")
            case _:
                query = self._holds(node)
                return Sets(query, query)

    def _all_of(self, parts: tuple[Node, ...]) -> Sets:
        # What is excluded is said as such, so that tantivy need not make the set of everything else.
        wanted = [self.sets(part) for part in parts if not isinstance(part, Not | All)]
        excluded = [self.sets(part.part) for part in parts if isinstance(part, Not)]
        certain = all(sets.certain for sets in (*wanted, *excluded))
        must = [(Occur.Must, sets.sure) for sets in wanted] or [(Occur.Must, Query.all_query())]
        sure = _joined([*must, *((Occur.MustNot, sets.possible) for sets in excluded)])
        if certain:
            return Sets(sure, sure)
        must = [(Occur.Must, sets.possible) for sets in wanted] or [(Occur.Must, Query.all_query())]
        return Sets(_joined([*must, *((Occur.MustNot, sets.sure) for sets in excluded)]), sure)

    def _any_of(self, parts: list[Sets]) -> Sets:
        sure = _either([sets.sure for sets in parts])
        return Sets(sure if all(sets.certain for sets in parts) else _either([sets.possible for sets in parts]), sure)

    def _holds(self, node: Word | Phrase | Field | Is | Count | All) -> Query:
        match node:
            case All():
                return Query.all_query()
            case Word() | Phrase():
                wanted = pattern(node)
                marked = self._marked(lambda mark: _stands(wanted, (*mark.tags, mark.note)))
                return _either([standing(self.schema, "words", wanted), *self._called(wanted), *marked])
            case Field(name, values):
                return _either([query for value in values for query in self._has(name, value)])
            case Is(flag):
                return self._is(flag)
            case Count(_, op, number):
                return self._counts(op, number)

    def _called(self, wanted: Pattern) -> list[Query]:
        """The events of the actors in whose names the pattern stands, if there are such."""
        named = self.known.named("actor")
        found = named.called(wanted)
        if len(found) == len(named.references):
            return [Query.exists_query("actor")] if found else []
        return [self.among("actor", found)] if found else []

    # Fields.

    def _has(self, name: str, value: Term) -> list[Query]:
        if name == "place":
            return [standing(self.schema, "place_words", name_pattern(value))]
        if name in NAME_FIELDS:
            if name not in ROLE_FIELDS:
                return [self.among(name, self.known.named(name).meant_by(value))]
            actors = self.known.named("actor").meant_by(value)
            return [self.among("part", {part_term(name, actor) for actor in actors})]
        if name in LABEL_FIELDS:
            return self._labelled(name, value)
        if name == "status":
            return [self.term("status", value.text)]
        wanted = pattern(value)
        if name == "title":
            return [standing(self.schema, "title", wanted)]
        if name == "note":
            return self._marked(lambda mark: _stands(wanted, (mark.note,)))
        return [Query.term_set_query(self.schema, "article", list(self.known.articles_with(wanted)))]

    def _labelled(self, name: str, value: Term) -> list[Query]:
        if name == "id":
            return [self._identified(value)]
        found = [self.among(name, {label for label in self.known.values(name) if label_fits(value, label)})]
        if name == "tag":
            found += self._marked(lambda mark: any(label_fits(value, tag) for tag in mark.tags))
        return found

    def _identified(self, value: Term) -> Query:
        wanted = label_key(value.text)[:LONGEST_TERM]
        if isinstance(value, Word) and value.fuzz:
            return Query.fuzzy_term_query(self.schema, "id", wanted, value.fuzz)
        return beginning(self.schema, "id", wanted) if value.prefix else self.term("id", wanted)

    def _marked(self, fits: Callable[[Mark], bool]) -> list[Query]:
        """The events whose mark fits, if there are any: marks are this person's, and not in the index."""
        keys = self.known.keys(mark.id for mark in self.marks.values() if fits(mark))
        return [Query.term_set_query(self.schema, "key", keys)] if keys else []

    # Flags, numbers, dates.

    def _is(self, flag: str) -> Query:
        match flag:
            case "starred":
                return _either(self._marked(lambda mark: mark.starred))
            case "noted":
                return _either(self._marked(lambda mark: bool(mark.note)))
            case "overdue":
                return _both(self.term("flag", "plan"), self.between("last", None, self.today - 1))
            case "undated" | "uncertain" | "approximate" | "conflict" | "suggested" | "machine":
                return self.term("flag", flag)
        raise ValueError(f"no such flag: {flag}")

    def _counts(self, op: nodes.CountOp, number: int) -> Query:
        number = max(-1, min(number, 1 << 31))
        match op:
            case "=":
                return self.between("claims", number, number)
            case "<":
                return self.between("claims", None, number - 1)
            case "<=":
                return self.between("claims", None, number)
            case ">":
                return self.between("claims", number + 1, None)
            case ">=":
                return self.between("claims", number, None)

    def _event_falls(self, when: When) -> Sets:
        first, last = when.first, when.last
        if first is None and last is None:
            dated = Query.exists_query("first")
            return Sets(dated, dated)
        possible, sure = [], []
        if first is not None:
            possible.append(self.between("last", first, None))
            sure.append(self.between("first", first, None))
        if last is not None:
            possible.append(self.between("first", None, last))
            sure.append(self.between("last", None, last))
        return Sets(_both(*possible), _both(*sure))

    def _report_falls(self, when: When) -> Sets:
        """Of any claim: the report dates that fall into the stretch are few enough to be named one by one."""
        possible, sure = set(), set()
        for text in self.known.values("reported"):
            date = date_of(text)
            if not date.is_undated and edtf.possibly(date, when.first, when.last):
                possible.add(text)
                if edtf.definitely(date, when.first, when.last):
                    sure.add(text)
        query = self.among("reported", sure)
        return Sets(query if possible == sure else self.among("reported", possible), query)

    # Leaves.

    def term(self, field: str, text: str) -> Query:
        return Query.term_query(self.schema, field, text, "basic")

    def among(self, field: str, texts: Collection[str]) -> Query:
        if len(texts) == 1:
            return self.term(field, next(iter(texts))[:LONGEST_TERM])
        return Query.term_set_query(self.schema, field, [text[:LONGEST_TERM] for text in texts])

    def between(self, field: str, first: int | None, last: int | None) -> Query:
        return Query.range_query(self.schema, field, FieldType.Integer, first, last)


def standing(schema: Schema, field: str, wanted: Pattern) -> Query:
    """The documents with a text of the field in which the pattern stands."""
    row = [token[:LONGEST_TERM] for token in wanted.tokens]
    if not row:
        return Query.empty_query()
    if len(row) == 1:
        if wanted.fuzz:
            return Query.fuzzy_term_query(schema, field, row[0], wanted.fuzz)
        return beginning(schema, field, row[0]) if wanted.prefix else Query.term_query(schema, field, row[0], "basic")
    if not wanted.prefix:
        return Query.phrase_query(schema, field, list(row))
    # Not phrase_prefix_query: that one looks at no more than fifty words with the prefix.
    *whole, last = row
    expressions = [re.escape(token) if len(token) <= LONGEST_PREFIX else _prefix(token) for token in whole]
    return Query.regex_phrase_query(schema, field, [*expressions, _prefix(last)])


def beginning(schema: Schema, field: str, text: str) -> Query:
    """The documents with a term that begins so."""
    return Query.regex_query(schema, field, _prefix(text))


def _prefix(text: str) -> str:
    return re.escape(text[:LONGEST_PREFIX]) + ".*"


def _stands(wanted: Pattern, texts: Iterable[str]) -> bool:
    return any(wanted.found_in(tokens(text)) for text in texts)


def _without(query: Query) -> Query:
    return Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, query)])


def _both(*queries: Query) -> Query:
    return _joined([(Occur.Must, query) for query in queries])


def _either(queries: list[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    return _joined([(Occur.Should, query) for query in queries])


def _joined(clauses: list[Clause]) -> Query:
    return clauses[0][1] if len(clauses) == 1 else Query.boolean_query(clauses)
