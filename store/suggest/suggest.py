"""From an article to suggested events, each with its passage, its date and the reasons for every guess.

>>> from datetime import date
>>> found = suggest("Sergei Shoigu visited Pyongyang on Tuesday.", date(2023, 7, 27))
>>> found[0].date, found[0].title, found[0].place
('2023-07-25', 'Sergei Shoigu visited Pyongyang', 'Pyongyang')

A person decides: a suggestion is never more than a proposal, and nothing here writes to a dossier.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import overload

from store import anchors
from store.model import Actor
from store.suggest import names, sentences, timex
from store.suggest.events import attribution as speech
from store.suggest.events import dating, roles, titles
from store.suggest.events.article import Article, Happening, happenings
from store.suggest.events.context import Context
from store.suggest.events.model import Confidence, Dating, SuggestedActor, Suggestion
from store.suggest.events.status import status
from store.suggest.events.told import main_act
from store.suggest.events.weigh import confidence, is_worth
from store.suggest.names import Mention
from store.suggest.names.words import cut
from store.suggest.timex import Timex

__all__ = ["Confidence", "Dating", "SuggestedActor", "Suggestion", "Suggestions", "suggest"]


@dataclass(frozen=True, slots=True)
class Suggestions(Sequence[Suggestion]):
    """The suggestions of one article in text order, with all its names and date expressions."""

    items: tuple[Suggestion, ...]
    article: Article

    @property
    def mentions(self) -> Sequence[Mention]:
        """Every name in the article, tied to each other."""
        return self.article.mentions

    @property
    def times(self) -> Sequence[Timex]:
        """Every date expression in the article."""
        return self.article.times

    @overload
    def __getitem__(self, index: int) -> Suggestion: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Suggestion, ...]: ...
    def __getitem__(self, index: int | slice) -> Suggestion | tuple[Suggestion, ...]:
        return self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Suggestion]:
        return iter(self.items)

    def passage(self, start: int, end: int) -> Suggestion:
        """A suggestion for a passage that a person marked: always one, however little it says.

        Date, actors and the rest are filled in as far as the passage tells them; names keep the ties they have in the
        article. Raises ``ValueError`` if the range is empty, blank or outside the text.
        """
        text = self.article.text
        if not 0 <= start < end <= len(text) or not text[start:end].strip():
            raise ValueError(f"passage {start}..{end} holds no words of a text of {len(text)} code points")
        start += len(text[start:end]) - len(text[start:end].lstrip())
        end = start + len(text[start:end].rstrip())
        marked = [sentences.Sentence(start, end, "sentence", 0)]
        article = replace(self.article, sentences=marked, words=cut(text, marked))
        found = next(iter(happenings(article)), None)
        if found is None:
            return _bare(article, start, end)
        dated = found.dating or dating.from_tense(article.published, found.told.planned)
        return replace(_suggestion(article, found, dated), excerpt=article.excerpt(start, end), splits=())

    def split(self, index: int, at: int) -> Suggestions:
        """The same suggestions with number ``index`` cut in two at code point ``at`` of the text.

        Raises ``ValueError`` if ``at`` leaves nothing on one side of the passage.
        """
        passage = self.items[index].excerpt
        parts = (self.passage(passage.start, at), self.passage(at, passage.end))
        return replace(self, items=(*self.items[:index], *parts, *self.items[index:][1:]))


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage cycles meanwhile: thousands of small values are made and none of them is garbage yet.

    The search would look at all of them again and again: a third of the time of a long text.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@_uncollected()
def suggest(
    text: str, published: date, *, title: str = "", publisher: str = "", known: Sequence[Actor] = ()
) -> Suggestions:
    """The events that ``text``, published on that day, tells of, in text order.

    ``known`` are the dossier's actors, ``publisher`` the outlet that claims what names no other outlet (without it the
    one that a dateline names, "OSLO (Reuters) -"). A ``title``
    that stands as the text's first line is taken for a heading, however it ends. Offsets count code points of
    ``text`` as given; time is linear in its length.
    """
    split = sentences.split(text)
    if title and split and text[split[0].start : split[0].end].strip() == title.strip():
        split[0] = split[0]._replace(kind="heading")
    words = cut(text, split)
    mentions = names.find_in(words, split, known)
    publisher = publisher or _agency(split, mentions)
    article = Article(
        text, published, publisher, words, split, mentions, timex.tag(text, published), anchors.text_hash(text)
    )
    context = Context(words, split, published)
    found = list(happenings(article))
    for each in found:
        if each.dating is not None:
            context.remember(each.told, each.placed, each.dating)
    items: list[Suggestion] = []
    for each in found:
        dated = each.dating
        if dated is None:
            dated = context.date(each.told, each.placed, each.subject)
            context.remember(each.told, each.placed, dated)
        if is_worth(article, each, tied=dated.rule != "tense"):
            items.append(_suggestion(article, each, dated))
    return Suggestions(tuple(items), article)


def _agency(split: Sequence[sentences.Sentence], mentions: Sequence[Mention]) -> str:
    """The outlet that an article's dateline names: "OSLO (Reuters) -"."""
    for line in split:
        if line.kind == "dateline":
            inside = (each for each in mentions if line.start <= each.start < line.end and each.kind == "outlet")
            return next((each.name for each in inside), "")
    return ""


def _suggestion(article: Article, found: Happening, dated: Dating) -> Suggestion:
    words, told = article.words, found.told
    act = main_act(told)
    source, via = _sources(article, found)
    coming = found.chosen is not None and dating.comes(dated.date, article.published)
    doers = [each.mention for each in found.subject]
    state, why_state = status(words, told, act, found.speakers, doers, coming=coming)
    sure, why_sure = confidence(told, dated, found.placed)
    sentence = article.sentences[told.sentence]
    start, end = (sentence.start, sentence.end) if found.alone else told.span(words)
    return Suggestion(
        date=dated.date,
        date_text=dated.text,
        basis=dated.basis,
        rule=dated.rule,
        alternatives=dated.alternatives,
        title=titles.title(words, told, found.times, found.chosen, [each.last for each in found.placed]),
        status=state,
        source=source or article.publisher,
        via=via,
        actors=_actors(article, found, dated),
        place=roles.place(words, found.placed),
        excerpt=article.excerpt(start, end),
        confidence=sure,
        why=f"date: {dated.why}; status: {why_state}; {why_sure}",
        reported=dated.reported,
        splits=tuple(words.start[clause.pieces[0][0]] for clause in told.clauses[1:]),
    )


def _sources(article: Article, found: Happening) -> tuple[str, tuple[str, ...]]:
    """The outlet that says so (empty: the publisher itself), and whom it cites."""
    source, via = "", []
    for by in found.told.by:
        own = [each.mention for each in speech.speakers(found.line.placed, by)]
        meant = found.speakers if len(found.told.by) == 1 else []
        outlet, cited = speech.describe(article.words, by, own or meant)
        source = source or outlet
        via += cited
    return source, tuple(dict.fromkeys(via))


def _actors(article: Article, found: Happening, dated: Dating) -> tuple[SuggestedActor, ...]:
    """Who takes part; of a mere statement also who made it."""
    words, told = article.words, found.told
    placed = [each for each in found.placed if not roles.in_subject_aside(words, each, told.subject, found.placed)]
    actors = roles.assign(words, placed, main_act(told), told.clauses, found.subject)
    if dated.rule == "day of the statement" or not any(actor.role == "by" for actor in actors):
        named = {actor.name for actor in actors}
        actors += [actor for actor in roles.speaking(found.speakers) if actor.name not in named]
    return tuple(actors)


def _bare(article: Article, start: int, end: int) -> Suggestion:
    """A marked passage without a verb: its first date expression, its names, its own words as the title."""
    inside = [mention for mention in article.mentions if start <= mention.start and mention.end <= end]
    time = next((each for each in article.times if start <= each.start and each.end <= end and each.edtf), None)
    dated = dating.from_time(time, said=None) if time else dating.from_tense(article.published, False)
    actors = roles.taking_part(inside)
    places = [mention.name for mention in inside if mention.kind == "place"]
    return Suggestion(
        date=dated.date,
        date_text=dated.text,
        basis=dated.basis,
        rule=dated.rule,
        alternatives=dated.alternatives,
        title=titles.shortened(" ".join(article.text[start:end].split())),
        status="reported",
        source=article.publisher,
        via=(),
        actors=tuple(actors),
        place=places[0] if places else "",
        excerpt=article.excerpt(start, end),
        confidence="low",
        why=f"date: {dated.why}; no verb in the passage",
    )
