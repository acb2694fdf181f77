"""Names in headings that capitalise every word: there a capital tells nothing, only names met elsewhere count."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from store.suggest.names.model import Mention
from store.suggest.names.words import Words
from store.suggest.sentences import Sentence

_SHORT = 4
"""Words below this length ("of", "the", "and") stay small in a title-case heading."""


def plain(words: Words, split: Sequence[Sentence]) -> list[bool]:
    """For each sentence whether its capitals mean something: not so if (almost) every longer word has one."""
    found = []
    for number, sentence in enumerate(split):
        if sentence.kind != "heading":
            found.append(True)
            continue
        long = [raw for raw in words.raw[words.first[number] : words.first[number + 1]] if len(raw) >= _SHORT]
        capitals = sum(raw[0].isupper() for raw in long)
        found.append(len(long) < 4 or capitals < 0.8 * len(long))
    return found


def fill(words: Words, is_plain: Sequence[bool], mentions: list[Mention]) -> list[Mention]:
    """Add to ``mentions`` the article's names that stand in its title-case headings."""
    if all(is_plain):
        return mentions
    names: dict[str, list[tuple[tuple[str, ...], Mention]]] = {}
    starts = [mention.start for mention in mentions]
    for mention in mentions:
        at = bisect_left(words.start, mention.start)
        last = bisect_left(words.end, mention.end)
        low = tuple(words.low[at : last + 1])
        if low and is_plain[words.sentence[at]]:
            bucket = names.setdefault(low[0], [])
            if all(low != other for other, _ in bucket):
                bucket.append((low, mention))
                bucket.sort(key=lambda each: -len(each[0]))
    found = list(mentions)
    for number, is_free in enumerate(is_plain):
        if is_free:
            continue
        at = words.first[number]
        while at < words.first[number + 1]:
            taken = bisect_left(starts, words.start[at])
            if taken < len(starts) and starts[taken] == words.start[at]:
                while at < words.first[number + 1] and words.start[at] < mentions[taken].end:
                    at += 1
                continue
            at += _fill_at(words, at, words.first[number + 1], names, found)
    return sorted(found, key=lambda mention: mention.start)


def _fill_at(
    words: Words, at: int, stop: int, names: dict[str, list[tuple[tuple[str, ...], Mention]]], found: list[Mention]
) -> int:
    """Add the name that stands at word ``at``, if any; the number of words it takes, at least 1."""
    for low, mention in names.get(words.low[at], ()):
        last = at + len(low) - 1
        if last < stop and tuple(words.low[at : last + 1]) == low and words.raw[at][0].isupper():
            start, end = words.start[at], words.end[last]
            found.append(
                replace(mention, start=start, end=end, text=words.text[start:end], why="named in the article's text")
            )
            return len(low)
    return 1
