"""Scores suggestions and names: ``python -m tests.suggest_score [articles|sample|names|speed] [--show]``.

``articles`` are the texts of ``tests/articles`` with the events that a reader found in them: a line holds its date, the
statuses that would do, its actors, and words of the passage. An event is found if a suggestion's passage holds those
words and has that date. A suggestion whose passage holds no event's words is useless. ``sample`` compares with
the claims of the sample dossier, by passage and date. ``names`` compares with the named mentions of the MEANTIME
corpus; of a mention within a mention the inner one counts.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from store.suggest.names import find, offered
from store.suggest.suggest import Suggestion, suggest

HERE = Path(__file__).parent
ARTICLES = HERE / "articles"
MEANTIME = HERE / "data" / "meantime-dev.jsonl"
SAMPLE = HERE.parent / "samples" / "north-korea-russia"


class Expected(NamedTuple):
    """An event that a reader finds in an article."""

    date: str
    statuses: tuple[str, ...]
    actors: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Case:
    """An article and what is in it."""

    name: str
    published: date
    publisher: str
    text: str
    events: tuple[Expected, ...]


@dataclass
class Tally:
    """Counts over articles; ``notes`` say what was missed."""

    events: int = 0
    passages: int = 0
    dates: int = 0
    statuses: int = 0
    actors: int = 0
    actors_found: int = 0
    suggestions: int = 0
    useless: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the events that are suggested with the right date."""
        return self.dates / self.events

    @property
    def waste(self) -> float:
        """Share of the suggestions that are of no event listed."""
        return self.useless / self.suggestions

    @property
    def naming(self) -> float:
        """Share of the actors of the events that the article's names offer."""
        return self.actors_found / self.actors

    def __str__(self) -> str:
        return (
            f"{self.dates} of {self.events} events with the right date ({self.recall:.0%}), "
            f"{self.passages} found at all, "
            f"{self.statuses} with the right status; {self.useless} of {self.suggestions} suggestions useless "
            f"({self.waste:.0%}); {self.actors_found} of {self.actors} actors named ({self.naming:.0%})"
        )


def read_case(path: Path) -> Case:
    """An article file: header lines, the text, ``=== events``, one event a line."""
    head, _, rest = path.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    body, _, table = rest.partition("\n=== events\n")
    text = f"{fields['title']}\n\n{body.strip()}\n"
    events = []
    for line in table.strip().splitlines():
        day, statuses, actors, words = (cell.strip() for cell in line.split("|"))
        start = text.index(words)
        names = tuple(actor.strip() for actor in actors.split(";") if actor.strip())
        events.append(Expected(day, tuple(statuses.split(",")), names, start, start + len(words)))
    return Case(path.stem, date.fromisoformat(fields["published"]), fields["publisher"], text, tuple(events))


def cases(names: Iterable[str] = ()) -> Iterator[Case]:
    wanted = set(names)
    for path in sorted(ARTICLES.glob("*.txt")):
        if not wanted or path.stem in wanted:
            yield read_case(path)


def is_named(actor: str, names: Iterable[str]) -> bool:
    """Whether an actor is among names; "Castellan Therapeutics" is also "Castellan Therapeutics Inc"."""
    return any(actor in name for name in names)


def tally(these: Iterable[Case]) -> Tally:
    """Score articles with their events."""
    total = Tally()
    for case in these:
        found = suggest(case.text, case.published, publisher=case.publisher)
        names = [name.name for name in offered(found.mentions)]
        used: set[int] = set()
        for event in case.events:
            holding = [n for n, each in enumerate(found) if holds(each, event)]
            right = [n for n in holding if found[n].date == event.date]
            used.update(right or holding)
            total.events += 1
            total.passages += bool(holding)
            total.dates += bool(right)
            total.statuses += bool(right) and found[right[0]].status in event.statuses
            if not right:
                words = case.text[event.start : event.end]
                total.notes.append(f"{case.name}: {event.date} {words!r} {[found[n].date for n in holding]}")
        actors = {actor for event in case.events for actor in event.actors}
        total.actors += len(actors)
        total.actors_found += sum(is_named(actor, names) for actor in actors)
        total.notes += [f"{case.name}: no name {actor!r}" for actor in sorted(actors) if not is_named(actor, names)]
        total.suggestions += len(found)
        total.useless += len(found) - len(used)
        total.notes += [f"{case.name}: useless {each.title!r}" for n, each in enumerate(found) if n not in used]
    return total


def holds(suggestion: Suggestion, event: Expected) -> bool:
    return suggestion.excerpt.start <= event.start and event.end <= suggestion.excerpt.end


def sample_tally() -> Tally:
    """Score the sample's articles against the claims that its dossier takes from them."""
    articles = json.loads((SAMPLE / "articles.json").read_text(encoding="utf-8"))["articles"].values()
    dossier = json.loads((SAMPLE / "dossier.json").read_text(encoding="utf-8"))
    claims: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = {}
    for event in dossier["events"].values():
        for claim in event.get("claims", ()):
            if "excerpt" in claim:
                claims.setdefault(claim["article"], []).append((event, claim))
    total = Tally()
    for article in articles:
        found = suggest(article["text"], date.fromisoformat(article["published"]), publisher=article["publisher"])
        used: set[int] = set()
        for event, claim in claims.get(article["id"], ()):
            passage, day = claim["excerpt"], claim.get("date") or event.get("date", "")
            start, end = passage.get("start", 0), passage["end"]
            holding = [n for n, each in enumerate(found) if each.excerpt.start < end and start < each.excerpt.end]
            right = [n for n in holding if day in (found[n].date, *found[n].alternatives)]
            used.update(holding)
            total.events += 1
            total.passages += bool(holding)
            total.dates += bool(right)
            if not right:
                total.notes.append(
                    f"{article['id']}: {day} {passage['exact'][:70]!r} {[found[n].date for n in holding]}"
                )
        total.suggestions += len(found)
        total.useless += len(found) - len(used)
    return total


class NameScore(NamedTuple):
    """Named mentions in the corpus and how many are found; mentions found and how many of them are in the corpus."""

    gold: int
    found: int
    mentions: int
    right: int

    @property
    def recall(self) -> float:
        """Share of the corpus's names that are found."""
        return self.found / self.gold

    @property
    def precision(self) -> float:
        """Share of what is found that the corpus marks (it marks only who takes part in an event)."""
        return self.right / self.mentions


def bare(mention: dict[str, Any]) -> tuple[int, int]:
    """The span of a gold mention without its article."""
    start, text = mention["start"], mention["text"]
    for article in ("the ", "The ", "a ", "an "):
        if text.startswith(article):
            return start + len(article), mention["end"]
    return start, mention["end"]


def score_names(documents: Iterable[dict[str, Any]]) -> NameScore:
    gold = found = mentions = right = 0
    for document in documents:
        named = [
            each for each in document["mentions"] if each["syntax"] == "NAM" and each["type"] in ("PER", "ORG", "LOC")
        ]
        spans = {bare(each) for each in named}
        inner = [span for span in spans if not any(within(other, span) for other in spans if other != span)]
        own = [(each.start, each.end) for each in find(document["text"])]
        gold += len(inner)
        found += sum(any(matches(each, span) for each in own) for span in inner)
        mentions += len(own)
        right += sum(any(within(each, span) for span in spans) for each in own)
    return NameScore(gold, found, mentions, right)


def within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def matches(found: tuple[int, int], gold: tuple[int, int]) -> bool:
    """Whether a find names what gold names: it starts or ends with it, or lies within."""
    return (
        found[0] < gold[1]
        and gold[0] < found[1]
        and (found[1] == gold[1] or found[0] == gold[0] or within(found, gold))
    )


def documents(path: Path = MEANTIME) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def speed() -> str:
    """Seconds for an article of 500 words, at first and later, and for a megabyte."""
    case = next(cases(["sanctions"]))
    before = time.perf_counter()
    suggest(case.text, case.published)
    first = time.perf_counter() - before
    before = time.perf_counter()
    for _ in range(10):
        suggest(case.text, case.published)
    each = (time.perf_counter() - before) / 10
    text = case.text * (1_000_000 // len(case.text))
    before = time.perf_counter()
    suggest(text, case.published)
    whole = time.perf_counter() - before
    article = f"{len(case.text.split())} words: {first * 1000:.0f} ms at first, then {each * 1000:.0f} ms"
    return f"{article}; {len(text):,} characters: {whole:.1f} s"


def main(arguments: Sequence[str]) -> None:
    what = next((each for each in arguments if not each.startswith("-")), "articles")
    if what == "names":
        score = score_names(documents())
        print(f"recall {score.found}/{score.gold} = {score.recall:.3f}")
        print(f"precision {score.right}/{score.mentions} = {score.precision:.3f}")
    elif what == "speed":
        print(speed())
    else:
        total = sample_tally() if what == "sample" else tally(cases())
        if what == "sample":
            print(f"{total.dates} of {total.events} claims with the right date, {total.passages} found")
            print(f"{total.suggestions} suggestions, {total.useless} of no claim")
        else:
            print(total)
        if "--show" in arguments:
            print("\n".join(total.notes))


if __name__ == "__main__":
    main(sys.argv[1:])
