"""Names in an article: who is named, where, and which mentions name the same actor.

The dossier's own actors and aliases come first, then tables of states, institutions, outlets and places, then
capitalised words judged by their cues (titles, "Ministry", "Mr", ", the spokesman,"). No statistics, no model: every
mention says in words why it was found. A pronoun is never a mention.

>>> import store.suggest.names as names
>>> [(m.text, m.name, m.kind) for m in names.find("Russian Defence Minister Sergei Shoigu met Kim.")][:2]
[('Russian', 'Russia', 'state'), ('Sergei Shoigu', 'Sergei Shoigu', 'person')]
"""

from __future__ import annotations

from collections.abc import Sequence

from store.model import Actor
from store.suggest import sentences
from store.suggest.names import drafts, headings, lexicon, spot, ties
from store.suggest.names.learning import learn, offered
from store.suggest.names.model import Confidence, Form, Mention, Name
from store.suggest.names.words import Words, cut

__all__ = ["Confidence", "Form", "Mention", "Name", "find", "find_in", "learn", "offered"]


def find(text: str, known: Sequence[Actor] = ()) -> list[Mention]:
    """The mentions of actors and places in ``text``, in order, not overlapping.

    ``known`` are the dossier's actors. Offsets count code points of ``text``; a possessive 's is left out.
    """
    found = sentences.split(text)
    return find_in(cut(text, found), found, known)


def find_in(words: Words, split: Sequence[sentences.Sentence], known: Sequence[Actor] = ()) -> list[Mention]:
    """As :func:`find`, for a text already cut into sentences and words."""
    actors = lexicon.known(tuple(known))
    plain = headings.plain(words, split)
    tied = ties.tie(words, drafts.draft(words, spot.spot(words, actors, plain)), actors)
    return headings.fill(words, plain, [_mention(words, draft) for draft in tied])


def _mention(words: Words, draft: drafts.Draft) -> Mention:
    start, end = words.start[draft.first], words.end[draft.last]
    text = words.text[start:end]
    return Mention(start, end, text, draft.name, draft.kind, draft.actor, draft.entity, draft.confidence, draft.why,
                   draft.form, draft.title, draft.part_of)  # fmt: skip
