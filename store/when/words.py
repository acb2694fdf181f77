"""The words that dates are typed with."""

from __future__ import annotations

from typing import Literal, NamedTuple

from store.edtf import MONTHS
from store.text import fold

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

WordKind = Literal["month", "weekday", "unit", "season", "number", "ordinal", "word", "filler"]


class Word(NamedTuple):
    """What a word says: its kind, its name (of a unit or a key word) and its number (of a month, a weekday …)."""

    kind: WordKind
    name: str = ""
    number: int = 0


_UNITS = {
    "day": "day days d",
    "week": "week weeks w wk wks",
    "fortnight": "fortnight fortnights",
    "weekend": "weekend weekends",
    "month": "month months m mo mos",
    "quarter": "quarter quarters q",
    "year": "year years y yr yrs",
    "decade": "decade decades",
}
_KEYS = {
    "last": "last previous prev",
    "past": "past",
    "next": "next coming upcoming following",
    "this": "this current",
    "today": "today now",
    "yesterday": "yesterday",
    "tomorrow": "tomorrow",
    "ago": "ago back",
    "since": "since from",
    "before": "before",
    "after": "after",
    "until": "until till til to through thru",
    "by": "by",
    "between": "between",
    "and": "and",
    "around": "around about circa ca c approximately approx roughly",
    "maybe": "maybe perhaps possibly probably",
    "within": "within",
    "in": "in",
    "onward": "onward onwards",
    "half": "half",
    "century": "century",
    "early": "early",
    "mid": "mid middle",
    "late": "late",
    "beginning": "beginning start",
    "end": "end",
}
_SEASONS = {21: "spring", 22: "summer", 23: "autumn fall", 24: "winter"}
_SHORT_WEEKDAYS = ("mon", "tue tues", "wed weds", "thu thur thurs", "fri", "sat", "sun")
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve"
_ORDINALS = "first second third fourth"
_FILLERS = "the of on at during"


def _vocabulary() -> dict[str, Word]:
    known: dict[str, Word] = {}
    for number, name in enumerate(MONTHS, 1):
        known |= dict.fromkeys((name.lower(), name[:3].lower()), Word("month", number=number))
    known["sept"] = known["sep"]
    for number, (name, short) in enumerate(zip(WEEKDAYS, _SHORT_WEEKDAYS, strict=True)):
        known |= dict.fromkeys((name.lower(), *short.split()), Word("weekday", number=number))
    for number, names in _SEASONS.items():
        known |= dict.fromkeys(names.split(), Word("season", number=number))
    for name, forms in _UNITS.items():
        known |= dict.fromkeys(forms.split(), Word("unit", name))
    for name, forms in _KEYS.items():
        known |= dict.fromkeys(forms.split(), Word("word", name))
    known |= {name: Word("number", number=number) for number, name in enumerate(_NUMBERS.split(), 1)}
    known |= {name: Word("ordinal", number=number) for number, name in enumerate(_ORDINALS.split(), 1)}
    known |= dict.fromkeys(("a", "an"), Word("number", number=1))
    return known | dict.fromkeys(_FILLERS.split(), Word("filler"))


VOCABULARY = _vocabulary()
_LONGEST_WORD = max(map(len, VOCABULARY))


def look_up(word: str) -> Word | None:
    """What the word says, whatever its case and accents."""
    return VOCABULARY.get(fold(word))


def nearest(word: str) -> str:
    """The known word that was probably meant by a mistyped one; empty when none is near."""
    if len(word) > 2 * _LONGEST_WORD:
        return ""
    from difflib import get_close_matches  # for mistyped words only

    near = get_close_matches(fold(word), [known for known in VOCABULARY if len(known) > 2], n=1, cutoff=0.75)
    return near[0] if near else ""
