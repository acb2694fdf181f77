"""An article as it is read: its words, names and dates, and the happenings that its sentences tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from store import anchors
from store.model import Excerpt
from store.suggest.events import attribution as speech
from store.suggest.events import dating, roles
from store.suggest.events.antecedents import Antecedents
from store.suggest.events.model import Dating
from store.suggest.events.roles import Placed
from store.suggest.events.told import Line, Told, is_planned, line, main_act, read
from store.suggest.names import Mention
from store.suggest.names.words import Words
from store.suggest.sentences import Sentence
from store.suggest.timex import Timex


@dataclass(frozen=True, slots=True)
class Article:
    """A text with everything found in it; ``text_hash`` goes into every excerpt."""

    text: str
    published: date
    publisher: str
    words: Words
    sentences: Sequence[Sentence]
    mentions: Sequence[Mention]
    times: Sequence[Timex]
    text_hash: str

    def excerpt(self, start: int, end: int) -> Excerpt:
        """As :func:`store.anchors.excerpt`, with the text's hash taken only once for all passages."""
        text, context = self.text, anchors.CONTEXT
        prefix, suffix = text[max(0, start - context) : start], text[end : end + context]
        return Excerpt(exact=text[start:end], prefix=prefix, suffix=suffix, start=start, end=end, hash=self.text_hash)


@dataclass(slots=True)
class Happening:
    """What a sentence tells, with its names and date expressions, on its way to a suggestion.

    ``subject`` are the names before its verb (or those that a pronoun may mean), ``speakers`` those who say so;
    ``chosen`` is the expression that dates it, ``dating`` ``None`` while only the rest of the article can date it.
    ``alone`` tells that its sentence tells nothing else.
    """

    told: Told
    line: Line
    placed: list[Placed]
    subject: list[Placed]
    speakers: list[Mention]
    times: list[tuple[Timex, int, int]]
    chosen: Timex | None
    dating: Dating | None
    alone: bool


def happenings(article: Article) -> Iterator[Happening]:
    """What the article's sentences tell, dated where an expression of their own dates it. Headings tell nothing."""
    before = Antecedents()
    mentions, times = iter(article.mentions), iter(article.times)
    mention, time = next(mentions, None), next(times, None)
    for number, sentence in enumerate(article.sentences):
        named: list[Mention] = []
        while mention is not None and mention.start < sentence.end:
            if mention.start >= sentence.start:
                named.append(mention)
            mention = next(mentions, None)
        timed: list[Timex] = []
        while time is not None and time.start < sentence.end:
            if time.edtf and time.start >= sentence.start:
                timed.append(time)
            time = next(times, None)
        if sentence.kind in ("sentence", "item"):
            yield from _of_line(article, line(article.words, number, named, timed), before)


def _of_line(article: Article, own: Line, before: Antecedents) -> Iterator[Happening]:
    words = article.words
    found = read(words, own)
    noted: list[Placed] = []
    for told in found:
        placed = [each for each in own.placed if any(clause.has(each.first) for clause in told.clauses)]
        subject = [each for each in own.placed if told.subject[0] <= each.first < told.subject[1]]
        subject = [each for each in subject if not roles.in_subject_aside(words, each, told.subject, own.placed)]
        noted += subject
        speakers = [
            each.mention
            for by in told.by
            for each in (speech.speakers(own.placed, by) or before.meant(words, own.number, by.speaker))
        ]
        subject = subject or _meant(words, told, own, before)
        times = [entry for entry in own.timed if entry[0] in told.times]
        act = main_act(told)
        chosen = dating.pick(words, told, act, times, article.published)
        ahead = article.published if act.tense == "present" else None
        said = told.said[0] if told.said else None
        goes_on = told.clauses[0].joint != "when" and not is_planned(act)  # "since May, when it began": that was in May
        since = goes_on and chosen is not None and dating.is_start(words, times, chosen)
        dated = dating.from_time(chosen, said=said, ahead=ahead, since=since) if chosen else None
        yield Happening(told, own, placed, subject, speakers, times, chosen, dated, len(found) == 1)
    speaking = [each for told in found for by in told.by for each in speech.speakers(own.placed, by)]
    before.note(own.number, noted or speaking, own.placed)


def _meant(words: Words, told: Told, own: Line, before: Antecedents) -> list[Placed]:
    """Whom a subject without names may mean: "it said that it would" the speaker, else somebody named before."""
    first, stop = told.subject
    pronoun = words.low[stop - 1] if stop > first else ""
    if pronoun in ("it", "he", "she", "they"):
        for by in told.by:
            named = [each for each in speech.speakers(own.placed, by) if each.mention.form != "adjective"]
            fitting = [each for each in named if (each.mention.kind == "person") == (pronoun in ("he", "she"))]
            if by.first < first and (found := fitting or (named if pronoun == "they" else [])):
                return [Placed(replace(each.mention, confidence="low"), each.first, each.last) for each in found[:1]]
    return before.meant(words, told.sentence, told.subject)
