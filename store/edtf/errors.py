"""What is wrong with a text that is no date of the profile: where, and in words that help to mend it."""

from __future__ import annotations

import re


class EdtfError(ValueError):
    """A text that is no date of the profile.

    ``position`` is the code point of ``text`` where it goes wrong (``len(text)`` when something is missing at the
    end), ``reason`` says why without repeating the text, which may be hostile.
    """

    def __init__(self, text: str, position: int, reason: str) -> None:
        super().__init__(text, position, reason)
        self.text, self.position, self.reason = text, position, reason

    def __str__(self) -> str:
        return f"{self.reason} (at character {self.position + 1})"


_MISTAKES = (
    (r"\s", "EDTF has no blanks"),
    (r"[{}]", "the lists of level 2 are outside the profile"),
    (r"^(?:open|unknown)$", "an open end is written '..', an unknown one is left empty"),
    (r"(?<=\d)[xuU]|(?<=-)[xuU]", "an unspecified digit is a capital X"),
    (r"(?<=\d)[tz]", "T and Z are capitals"),
    (r"^[?~%]|[?~%](?=-)|(?<=-)[?~%]", "qualifying a part of a date is level 2, outside the profile: "
                                      "put ? ~ or % at the end"),
    (r"[?~%](?=[?~%])", "one of ? ~ % only: % means both"),
    (r"\(|\)", "group qualification is outside the profile: put ? ~ or % at the end"),
    (r"(?<=\d)S(?=\d)", "significant digits are level 2, outside the profile"),
    (r"(?<=\d)E(?=\d)", "exponents are level 2, outside the profile"),
    (r"(?<=\d)W(?=\d)|(?<=-)W(?=\d)", "EDTF has no weeks: write their days, first/last"),
    (r"^Y-?0", "a year with Y has no leading zeros"),
    (r"^Y-?\d{1,4}$", "a year of four digits has no Y"),
    (r"^Y-?\d{11,}", "years of more than ten digits are outside the profile"),
    (r"^[+]", "a year has no plus sign"),
    (r"^-?\d{1,3}(?![\dX])", "a year has four digits"),
    (r"^\d{8}$", "write a day with hyphens, as in 2023-09-13"),
    (r"^-?\d{5,}", "a year of more than four digits begins with Y"),
    (r"^-?\d*X{3,}|^-?X|^-?\d*X\d", "X stands for the last one or two digits of a year"),
    (r"(?<=-)X(?=\d)|(?<=-\d)X|(?<=-)X(?=-|$)", "in a month or a day both digits are X or none"),
    (r"(?<=^\d{4})\.(?=\d)", "the parts of a date are joined by hyphens"),
    (r"(?<=:\d\d)[.,]\d", "fractions of a second are outside the profile"),
    (r"(?<=^\d{4}-)\d(?!\d)|(?<=^\d{4}-\d\d-)\d(?!\d)", "months and days have two digits"),
    (r"\.\.\.?", "'..' is an open end of an interval, as in 2023/.."),
)  # fmt: skip
"""Patterns of common mistakes, the first that is found counts. ``re`` compiles them when a date is refused: starting
does not wait for them."""

_LONGEST_DIAGNOSED = 64
_LONGEST_START = (
    r"-?(?:\d{0,4}|Y-?\d*)(?:(?<=\d{4})-(?:\d\d?|XX)?)?(?:(?<=\d{4}-\d\d)-(?:\d\d?|XX)?)?"
    r"(?:(?<=\d{4}-\d\d-\d\d)T[\d:]*)?"
)


def why_not(text: str) -> tuple[int, str]:
    """Position and reason for a text that the grammar of one date refuses."""
    if len(text) > _LONGEST_DIAGNOSED:
        return 0, "too long for a date"
    for pattern, reason in _MISTAKES:
        if match := re.search(pattern, text, re.ASCII):
            return match.start(), reason
    start = re.match(_LONGEST_START, text, re.ASCII)
    at = start.end() if start else 0
    if at == 0:
        return 0, "a date begins with its year"
    return at, "the date is not complete" if at == len(text) else "this is not part of a date"
