"""The fields of the tantivy index of a dossier's events, and which of them answers what.

There is one document an event, and further ones (*editions*) for what was known of it on earlier days, where that is
not simply nothing: they answer ``asof:``, and every other query leaves them out.
"""

from __future__ import annotations

import tantivy

VERSION = 3
"""Of the fields and what is put in them. An index of another version is not opened."""

TOKENS = ("words", "title", "place_words")
"""Texts as their tokens (:func:`store.text.tokens`) with blanks between; each text is a value of its own, so that no
phrase reaches from one into the next. ``words`` is all that a bare word is looked for in but the actors' names, which
lead to ``actor`` (:class:`store.index.roster.Named`: so a new alias changes no event), and a person's marks."""

FACETS = ("actor", "status", "source", "via", "place", "kind", "tag")
"""Values as they are, counted and looked for as a whole."""

TERMS = ("id", "part", "reported", "flag", "crosses")
"""Values that are looked for as a whole: ``id`` as a label (:func:`store.query.terms.label_key`), an actor's part
(:func:`store.index.documents.part_term`), the texts of report dates, :data:`FLAGS`, and the units of time whose
buckets do not hold the event."""

NUMBERS = ("rank", "first", "last", "first_month", "last_month", "first_hour", "last_hour", "claims", "told", "until")
"""Columns: the place in the chronology (:mod:`store.index.order`), the date (:mod:`store.index.times`), how many claims
there are, and from which day on (``told``) and before which day (``until``) an edition was what was known."""

FLAGS = ("undated", "uncertain", "approximate", "vague", "timed", "conflict", "plan", "suggested", "machine", "edition")
"""``vague``: not known to the month. ``timed``: has a time of day. ``plan``: neither claim nor link says what came of
it, so that it is overdue when its time has passed."""

LONGEST_TERM = 16_000
"""Letters of a word, a name or an id that count: tantivy drops terms of 64 kB."""

LONGEST_PREFIX = 200
"""Letters of the beginning of a word that count: tantivy compiles no expression of more than a thousand bytes."""


def event_schema() -> tantivy.Schema:
    """``key`` names the document (:func:`store.index.sources.key_of`); ``article`` has the hashes of cited articles."""
    builder = tantivy.SchemaBuilder()
    for name in TOKENS:
        builder.add_text_field(name, tokenizer_name="whitespace")
    for name in FACETS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in TERMS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in NUMBERS:
        builder.add_integer_field(name, fast=True)
    builder.add_integer_field("key", fast=True, indexed=True)
    builder.add_integer_field("article", indexed=True)
    return builder.build()


def article_schema() -> tantivy.Schema:
    """Of the index of articles: title and text as ``words``; ``article`` is the hash of the id, ``key`` its place."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name="whitespace")
    builder.add_integer_field("article", fast=True)
    builder.add_integer_field("key", fast=True, indexed=True)
    return builder.build()
