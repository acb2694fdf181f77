"""From an article to suggested events, each with its passage, its date and the reasons for every guess.

>>> from datetime import date
>>> found = suggest("Sergei Shoigu visited Pyongyang on Tuesday.", date(2023, 7, 27))
>>> found[0].date, found[0].title, found[0].place
('2023-07-25', 'Sergei Shoigu visited Pyongyang', 'Pyongyang')

A person decides: a suggestion is never more than a proposal, and nothing here writes to a dossier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import overload

from store import anchors
from store.model import Actor, Excerpt
from store.suggest import names, sentences, timex
from store.suggest.events import attribution as speech
from store.suggest.events import dating, roles, titles
from store.suggest.events.antecedents import Antecedents
from store.suggest.events.context import Context
from store.suggest.events.model import Confidence, Dating, SuggestedActor, Suggestion
from store.suggest.events.roles import Placed
from store.suggest.events.status import status
from store.suggest.events.told import Line, Told, line, read
from store.suggest.events.weigh import confidence, is_worth, main_act
from store.suggest.names import Mention
from store.suggest.names.words import Words, cut
from store.suggest.timex import Timex

__all__ = ["Confidence", "Dating", "SuggestedActor", "Suggestion", "Suggestions", "suggest"]


@dataclass(frozen=True, slots=True)
class Suggestions(Sequence[Suggestion]):
    """The suggestions of one article in text order, with all its names and date expressions."""

    items: tuple[Suggestion, ...]
    mentions: tuple[Mention, ...]
    times: tuple[Timex, ...]

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


@dataclass(slots=True)
class _Article:
    """One article while it is being read."""

    text: str
    published: date
    publisher: str
    words: Words
    split: list[sentences.Sentence]
    mentions: list[Mention]
    times: list[Timex]
    text_hash: str


@dataclass(slots=True)
class _Found:
    """A happening on its way to a suggestion."""

    told: Told
    line: Line
    placed: list[Placed]
    subject: list[Placed]
    speakers: list[Mention]
    times: list[tuple[Timex, int, int]]
    chosen: Timex | None
    dating: Dating | None
    alone: bool


def suggest(
    text: str, published: date, *, title: str = "", publisher: str = "", known: Sequence[Actor] = ()
) -> Suggestions:
    """The events that ``text``, published on that day, tells of, in text order.

    ``known`` are the dossier's actors, ``publisher`` the outlet that claims what names no other outlet. A ``title`` that is
    not part of the text is not searched. Offsets count code points of ``text`` as given; time is linear in its length.
    """
    split = sentences.split(text)
    words = cut(text, split)
    mentions = names.find_in(words, split, known)
    article = _Article(text, published, publisher, words, split, mentions, timex.tag(text, published), anchors.text_hash(text))
    found = list(_happenings(article))
    context = Context(words, split, published)
    for each in found:
        if each.dating is not None:
            context.remember(each.told, each.placed, each.dating)
    kept = []
    for each in found:
        tied = False
        if each.dating is None:
            each.dating = context.date(each.told, each.placed, each.subject)
            tied = each.dating.rule != "tense"
            context.remember(each.told, each.placed, each.dating)
        if is_worth(
            words, each.told, each.placed, each.subject,
            dated=each.chosen is not None, tied=tied, speakers=len(each.speakers),
        ):
            kept.append(each)
    items = tuple(_suggestion(article, each, each.dating) for each in kept if each.dating is not None)
    return Suggestions(items, tuple(mentions), tuple(article.times))


def _happenings(article: _Article) -> Iterator[_Found]:
    """What the article's sentences tell, dated where an expression of their own dates it."""
    before = Antecedents()
    mentions, times = iter(article.mentions), iter(article.times)
    mention, time = next(mentions, None), next(times, None)
    for number, sentence in enumerate(article.split):
        named: list[Mention] = []
        while mention is not None and mention.start < sentence.end:
            named.append(mention)
            mention = next(mentions, None)
        timed: list[Timex] = []
        while time is not None and time.start < sentence.end:
            if time.edtf and time.start >= sentence.start:
                timed.append(time)
            time = next(times, None)
        if sentence.kind in ("heading", "dateline"):
            continue
        yield from _of_sentence(article, number, named, timed, before)


def _of_sentence(
    article: _Article, number: int, named: list[Mention], timed: list[Timex], before: Antecedents
) -> Iterator[_Found]:
    words = article.words
    look = line(words, number, named, timed)
    all_told = read(words, look)
    noted: list[Placed] = []
    for told in all_told:
        placed = [each for each in look.placed if any(clause.has(each.first) for clause in told.clauses)]
        subject = [
            each for each in look.placed
            if told.subject[0] <= each.first < told.subject[1] and not roles.in_subject_aside(words, each, told.subject, look.placed)
        ]  # fmt: skip
        noted += subject
        speakers = [
            each.mention for by in told.by
            for each in (speech.speakers(look.placed, by) or before.meant(words, number, by.speaker))
        ]  # fmt: skip
        subject = subject or _meant(article, told, look, before)
        times = [entry for entry in look.timed if entry[0] in told.times]
        chosen = dating.pick(words, told, main_act(told), times, article.published)
        said = told.said[0] if told.said else None
        ahead = article.published if main_act(told).tense == "present" else None
        dated = dating.from_time(chosen, said=said, ahead=ahead) if chosen else None
        yield _Found(told, look, placed, subject, speakers, times, chosen, dated, len(all_told) == 1)
    speaking = [each for told in all_told for by in told.by for each in speech.speakers(look.placed, by)]
    before.note(number, noted or speaking, look.placed)


def _meant(article: _Article, told: Told, look: Line, before: Antecedents) -> list[Placed]:
    """Whom a subject without names may mean: "it said that it would" the speaker, else somebody named before."""
    first, stop = told.subject
    if stop > first and article.words.low[stop - 1] in ("it", "he", "she", "they"):
        for by in told.by:
            own = speech.speakers(look.placed, by)
            if own and by.first < first:
                return [Placed(replace(own[0].mention, confidence="low"), own[0].first, own[0].last)]
    return before.meant(article.words, told.sentence, told.subject)


def _suggestion(article: _Article, found: _Found, dated: Dating) -> Suggestion:
    words, told = article.words, found.told
    act = main_act(told)
    source, via = "", []
    for each in told.by:
        own = [placed.mention for placed in speech.speakers(found.line.placed, each)]
        outlet, cited = speech.describe(words, each, own or (found.speakers if len(told.by) == 1 else []))
        source = source or outlet
        via += cited
    first = told.clauses[0].pieces[0][0]
    main = set(told.clauses[0].words())
    doers = [each.mention for each in found.subject]
    coming = found.chosen is not None and dating.comes(found.chosen, article.published)
    state, why_state = status(words, told, act, found.speakers, doers, coming=coming)
    asides = [each for each in found.placed if roles.in_subject_aside(words, each, told.subject, found.placed)]
    actors = roles.assign(words, [each for each in found.placed if each not in asides], act, first, main, found.subject, told.clauses[1:])
    if dated.rule == "day of the statement" or not any(actor.role == "by" for actor in actors):
        named = {actor.name for actor in actors}
        actors += [actor for actor in roles.speaking(found.speakers) if actor.name not in named]
    sure, why_sure = confidence(told, dated, found.placed)
    start, end = _passage(article, found)
    return Suggestion(
        date=dated.date,
        date_text=dated.text,
        basis=dated.basis,
        rule=dated.rule,
        alternatives=dated.alternatives,
        title=titles.title(words, told, [(time, index) for time, index, _ in found.times], found.chosen, [each.last for each in found.placed]),
        status=state,
        source=source or article.publisher,
        via=tuple(dict.fromkeys(via)),
        actors=tuple(actors),
        place=roles.place(words, found.placed),
        excerpt=_excerpt(article, start, end),
        confidence=sure,
        why=f"date: {dated.why}; status: {why_state}; {why_sure}",
        reported=dated.reported,
        splits=tuple(words.start[clause.pieces[0][0]] for clause in told.clauses[1:]),
    )


def _excerpt(article: _Article, start: int, end: int) -> Excerpt:
    """The passage with its surroundings; as :func:`store.anchors.excerpt`, with the text's hash taken only once."""
    text, context = article.text, anchors.CONTEXT
    return Excerpt(exact=text[start:end], prefix=text[max(0, start - context) : start], suffix=text[end : end + context],
                   start=start, end=end, hash=article.text_hash)  # fmt: skip


def _passage(article: _Article, found: _Found) -> tuple[int, int]:
    """The whole sentence, or of a sentence that tells several things the part that tells this one."""
    sentence = article.split[found.told.sentence]
    return (sentence.start, sentence.end) if found.alone else found.told.span(article.words)
