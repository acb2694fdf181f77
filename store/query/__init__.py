"""The query language: text to tree to description. ``docs/query.md`` tells it to people.

:func:`parse` reads a query, :func:`format` writes its tree, :func:`complete` finishes what is being typed;
:mod:`store.query.nodes` has the tree and :mod:`store.query.evaluate` says what it means.
"""

from store.query.completion import Candidate, Completion, Vocabulary, complete
from store.query.describing import describe
from store.query.errors import QueryError, caret
from store.query.formatting import format, quoted
from store.query.query import Part, Query, parse

__all__ = [
    "Candidate",
    "Completion",
    "Part",
    "Query",
    "QueryError",
    "Vocabulary",
    "caret",
    "complete",
    "describe",
    "format",
    "parse",
    "quoted",
]
