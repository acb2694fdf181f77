"""Where sentences, headings and list items begin and end in a news text.

:func:`split` works on the text as given: a span's ``start`` and ``end`` count code points of it (end excluded), so
``text[span.start:span.end]`` is the sentence, without the blanks around it and without a bullet before it.

A full stop ends a sentence unless it belongs to an abbreviation, an initial or a number. Titles (``Lt. Gen.``) never
end one; ``U.S.``, ``Inc.``, ``a.m.`` end one only before a word that commonly opens a sentence, which a table lists:
without it "in the U.S. The minister" and "the U.S. President" look alike.

A line break ends a sentence unless the text is wrapped by hand: there the next line's first word would not have
fitted on the line before it. All work is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from store.suggest.tables import section

Kind = Literal["sentence", "heading", "item", "dateline"]

WIDEST_WRAPPED_LINE = 132
"""Lines longer than this were not broken by hand: then every line break is meant."""

LONGEST_HEADING = 140
_TOP = 4
"""Only among the first units of a text does "Tokyo: ..." open a story."""


class Sentence(NamedTuple):
    """A sentence, heading (a line of its own without a final stop), list item, or dateline ("PARIS (AFP) -").

    ``paragraph`` counts from 0.
    """

    start: int
    end: int
    kind: Kind
    paragraph: int


_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_LINE = re.compile(f"[^{_BREAKS}]+")
_BULLET = re.compile(r"\s*(?:[-*•‣▪◦·–—]|\(?\d{1,2}[.)])\s+")
# No look-ahead after the repeats: a failing one would be tried again from every stop of "......".
_STOP = re.compile(r"[.!?…。！？]+[\"'”’»)\]」』）]*")
_OPENING = "\"'“‘«([「『（"
_CLOSING = "\"'”’»)]"
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’-]{1,30}(?: [A-Z][A-Z.'’-]{1,30}){0,3}"  # NEW YORK
    r"(?:, [A-Z][\w.]{1,30}(?: [A-Z][\w.]{1,30})?)?(?:,? [A-Z][a-z]{1,9}\.? \d{1,2})?"  # , N.Y., Sept. 5
    r"(?: ?\([^()\n]{1,40}\))?(?: ?(?:--|[-–—])|:) (?=\S)"
)
_CITY = re.compile(r"[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})?: (?=[A-Z\"“])")
_SPEECH_TAIL = re.compile(r"\s+(?:[^\W\d_a-z]\S{0,30}\s+){1,3}(?:said|says|asked|asks|added|wrote|told|shouted)\b")


def _lines(text: str) -> Iterator[tuple[int, int, bool]]:
    """Lines with a word in them, without blanks around: start, end, does it open a paragraph."""
    opens, last = True, 0
    for match in _LINE.finditer(text):
        # Two breaks between lines leave one empty line: a paragraph. "\r\n" is one break.
        opens = opens or text.count("\n", last, match.start()) > 1 or text.count("\r", last, match.start()) > 1
        last = match.end()
        line = match.group()
        bare = line.strip()
        if not bare:
            opens = True
            continue
        start = match.start() + len(line) - len(line.lstrip())
        yield start, start + len(bare), opens
        opens = False


def _is_wrap(text: str, above: tuple[int, int], below: tuple[int, int], width: int) -> bool:
    """Whether the break between two lines of a paragraph only wraps a sentence."""
    if _BULLET.match(text, *below):
        return False
    last, first = text[above[1] - 1], text[below[0]]
    if last not in '.!?…:;"”' and first.islower():
        return True
    if last in "!?…" or (last == "." and not _is_abbreviation(text, above[0], above[1] - 1, first, "")):
        return False
    if not width:
        return False
    blank = text.find(" ", *below)
    word = (below[1] if blank < 0 else blank) - below[0]
    return above[1] - above[0] + 1 + word > width


def _units(text: str) -> Iterator[tuple[int, int, int]]:
    """Stretches in which a line break means nothing: start, end, paragraph."""
    lines = list(_lines(text))
    longest = max((end - start for start, end, _ in lines), default=0)
    width = longest if longest <= WIDEST_WRAPPED_LINE else 0
    paragraph, start = -1, -1
    above = (0, 0)
    for first, last, opens in lines:
        if start >= 0 and (opens or not _is_wrap(text, above, (first, last), width)):
            yield start, above[1], paragraph
            start = -1
        paragraph += opens
        if start < 0:
            start = first
        above = (first, last)
    if start >= 0:
        yield start, above[1], paragraph


def _next_word(text: str, at: int, end: int) -> tuple[str, str]:
    """The first character of substance after ``at``, past blanks and opening quotes, and the word it begins."""
    while at < end and (text[at].isspace() or text[at] in _OPENING):
        at += 1
    if at == end:
        return "", ""
    word = _WORD.match(text, at, min(end, at + 40))
    return text[at], word.group() if word else ""


def _is_abbreviation(text: str, start: int, stop: int, following: str, word: str) -> bool:
    """Whether the single full stop at ``stop`` belongs to the word before it, and the sentence goes on."""
    before = text[max(start, stop - 24) : stop].split()
    if not before:
        return False
    token = before[-1].lstrip(_OPENING + "-–—$£€")
    lowered = token.lower()
    if lowered in section("abbreviations", "before-names"):
        return True
    if lowered in section("abbreviations", "before-numbers") and following.isdigit():
        return True
    dotted = "." in token and all(len(part) <= 2 and part.isalpha() for part in token.split(".")[:-1])
    initial = len(token) == 1 and token.isalpha() and before[-2:] != ["on", "X"]  # the platform
    if (
        dotted
        or initial
        or lowered in section("abbreviations", "anywhere")
        or lowered in section("abbreviations", "before-numbers")
    ):
        if initial and token.islower():
            return True
        return word.lower() not in section("function", "openers") and (following.isalnum() or lowered == "etc")
    return False


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Where the sentences of one unit end, but for the last."""
    for match in _STOP.finditer(text, start, end):
        at = match.end()
        mark = match.group().rstrip(_CLOSING + "」』）")
        if at >= end:
            return
        if mark[-1] in "。！？":
            yield at
            continue
        if not text[at].isspace():
            continue
        following, word = _next_word(text, at, end)
        if not following or following.islower():
            continue
        if mark == "." and at == match.start() + 1 and _is_abbreviation(text, start, match.start(), following, word):
            continue
        quoted = at > match.start() + len(mark)
        if quoted and mark[-1] in "!?" and _SPEECH_TAIL.match(text, at, min(end, at + 120)):
            continue
        yield at


def split(text: str) -> list[Sentence]:
    """The sentences, headings and list items of ``text``, in order, not overlapping."""
    found: list[Sentence] = []
    for start, end, paragraph in _units(text):
        bullet = _BULLET.match(text, start, end)
        first = bullet.end() if bullet else start
        if first >= end:
            continue
        begun = any(sentence.kind == "sentence" for sentence in found[:_TOP])
        dateline = (
            None if bullet else _DATELINE.match(text, first, end) or (not begun and _CITY.match(text, first, end))
        )
        if dateline:
            found.append(Sentence(first, dateline.end() - 1, "dateline", paragraph))
            first = dateline.end()
        cuts = [*_ends(text, first, end), end]
        whole = len(cuts) == 1
        kind: Kind = "item" if bullet else "sentence"
        # A quotation mark or bracket may close a sentence; a line that ends on a letter or digit is a heading.
        if whole and not bullet and end - first <= LONGEST_HEADING and text[end - 1] not in ".!?…。！？:;,\"'”’)":
            kind = "heading"
        for cut in cuts:
            while first < cut and text[first].isspace():
                first += 1
            if first < cut:
                found.append(Sentence(first, cut, kind, paragraph))
            first = cut
    return found
