"""Scores the date tagger against TIMEX3 gold: ``python -m tests.timex_score [FILE.jsonl] [--show]``.

A line of the file is a document: ``{"id", "published", "text", "timex": [{"start", "end", "type", "value"}]}``, offsets
in code points. Only gold of type DATE whose value starts with a year counts. A span is right if it overlaps, a value if
it is the same TIMEX3 value (of a range its start). Other gold of type DATE or TIME is neither asked for nor held
against a find; a find on a DURATION or SET is wrong.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from store.suggest.timex import Timex, tag

MEANTIME = Path(__file__).parent / "data" / "meantime-dev.jsonl"


class Score(NamedTuple):
    """How many dates there are, and the F1 of their spans and of their values."""

    dates: int
    span: float
    value: float


def documents(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def found_in(document: dict[str, Any], *, ends: bool) -> list[Timex]:
    """The tagger's finds; with ``ends`` a range of two whole dates is those two, as TimeML marks them."""
    found = tag(document["text"], date.fromisoformat(document["published"]))
    return [part for timex in found for part in (timex.ends if ends and timex.ends else (timex,))]


def comparable(value: str) -> str:
    """A value as it is compared: the start of a range, without the time of day."""
    return re.sub(r"T.*$", "", value.split("/")[0])


def paired(targets: list[dict[str, Any]], found: list[Timex]) -> Iterator[tuple[dict[str, Any], Timex | None]]:
    """Each gold date with the free find that overlaps it most, if any."""
    free = list(found)
    for target in targets:
        overlaps = [(min(t.end, target["end"]) - max(t.start, target["start"]), -n) for n, t in enumerate(free)]
        length, place = max(overlaps, default=(0, 0))
        yield target, free.pop(-place) if length > 0 else None


def score(corpus: Iterable[dict[str, Any]], *, ends: bool = False, show: bool = False) -> Score:
    hits = right = missed = wrong = 0
    for document in corpus:
        found = found_in(document, ends=ends)
        gold = [each for each in document["timex"] if each["type"] in ("DATE", "TIME")]
        targets = [each for each in gold if each["type"] == "DATE" and re.match(r"\d{3}", each["value"] or "")]
        used: list[Timex] = []
        for target, timex in paired(targets, found):
            same = timex is not None and comparable(timex.value) == comparable(target["value"])
            missed += timex is None
            hits += timex is not None
            right += same
            used += [timex] if timex else []
            if show and not same:
                print(document["id"], repr(target["text"]), target["value"], "read as", timex and timex.value)
        for timex in found:
            if timex not in used and not any(timex.start < each["end"] and each["start"] < timex.end for each in gold):
                wrong += 1
                if show:
                    print(document["id"], repr(timex.text), timex.value, "is none in the corpus")
    total = hits + wrong + hits + missed
    return Score(hits + missed, 2 * hits / total, 2 * right / total)


def main(arguments: list[str]) -> None:
    paths = [Path(argument) for argument in arguments if argument != "--show"]
    corpus = documents(paths[0] if paths else MEANTIME)
    half = len(corpus) // 2
    for name, part in (("first half", corpus[:half]), ("second half", corpus[half:]), ("all", corpus)):
        for ends in (False, True):
            result = score(part, ends=ends, show=ends and name == "all" and "--show" in arguments)
            counted = "ends of ranges" if ends else "ranges whole"
            print(f"{name:12} {counted:15} {result.dates:4} dates  span {result.span:.3f}  value {result.value:.3f}")
    start = time.perf_counter()
    for document in corpus:
        tag(document["text"], date.fromisoformat(document["published"]))
    print(f"{len(corpus) / (time.perf_counter() - start):.0f} articles a second")


if __name__ == "__main__":
    main(sys.argv[1:])
