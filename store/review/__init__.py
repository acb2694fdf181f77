"""Review: what is suggested from an article is accepted, changed, joined, split or rejected, one undoable step each.

:class:`Desk` takes the decisions of one person on one article; :func:`open_desk` sets one up. The rest are pure
functions: :mod:`store.review.items` lists what there is to decide, :mod:`store.review.drafts` turns a suggestion into
an event with its claim, :mod:`store.review.parts` cuts one in two, :mod:`store.review.likely` ranks the events that a
suggestion may be about, :mod:`store.review.further` adds an outlet that prints the same story.
"""

from store.review.cast import Cast
from store.review.desk import Desk
from store.review.further import Twin, twins
from store.review.items import Item, Review, suggestion_key
from store.review.likely import Match, likely
from store.review.opening import citing, open_desk, publication_day

__all__ = [
    "Cast",
    "Desk",
    "Item",
    "Match",
    "Review",
    "Twin",
    "citing",
    "likely",
    "open_desk",
    "publication_day",
    "suggestion_key",
    "twins",
]
