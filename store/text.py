"""Text at the two borders: what comes into a dossier, and what goes out to a screen or an index.

``clean`` makes imported text harmless once, ``shown`` is the last guard before a terminal, and ``fold``, ``tokens``
and ``spans`` make the words that searching compares. All offsets count code points.

Sources of the rules: control and escape sequences ECMA-48 (5th edition) and xterm's *Control Sequences*; bidi
controls the property ``Bidi_Control`` of the Unicode database; folding after Unicode's NFKC_Casefold with the
usual light Arabic normalisation (Larkey, Ballesteros, Connell: *Light Stemming for Arabic Information Retrieval*).
"""

from __future__ import annotations

import operator
import re
import unicodedata
from functools import cache

# ---------------------------------------------------------------------------------------------------------------
# Clean and shown

_STRING_BODY = r"[^\x00-\x1f\x7f-\x9f]{0,4096}+"
"""The payload of an OSC, DCS, SOS, PM or APC: bounded and without controls, so that an introducer that nobody
terminates costs only itself and not the rest of the article."""

_ESCAPE = re.compile(
    rf"(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f]){_STRING_BODY}(?:\x07|\x1b\\|\x9c)"
    r"|\x1b\[[0-?]{0,128}+[ -/]{0,8}+[@-~]?"
    # An 8-bit CSI must have a parameter to count as a sequence: in UTF-8 that was read as Latin-1 the same code
    # point is part of a letter or a quotation mark, and the letter after it is text.
    r"|\x9b[0-?]{1,128}+[ -/]{0,8}+[@-~]"
    r"|\x1b(?:[ -/]{0,8}+[0-~])?"
)

_HOSTILE_CLASS = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f"  # C0 but newline, DEL, C1
    "\u00ad\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # soft hyphen, bidi, invisible operators
    "\ud800-\udfff"  # lone surrogates
    "\ufdd0-\ufdef"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # shorthand and musical format controls
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # tag characters: whole hidden sentences can be written with them
)
_HOSTILE = re.compile(f"[{_HOSTILE_CLASS}]")
_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

_JOINERS = frozenset("\u180e\u200b\u200c\u200d")
_JAMO = re.compile("[\u1160-\u11ff\ud7b0-\ud7ff]")
"""Vowels and finals of Hangul that join the consonant before them, without a width of their own."""
_MARKS = re.compile(r"[^\x00-\u02ff\w\s]{5}")
_FLOOD = re.compile(r"(?:[^\x00-\u02ff\w\s]|[\u1160-\u11ff\ud7b0-\ud7ff]){5,}")
"""Where a run of more than four zero-width characters can be: marks are neither letters nor blanks to ``re``.
Dashes and emoji are found too; :func:`_thin` looks at each character."""

_LONGEST_RUN = 4
"""Marks and joiners in a row that real writing needs (Vietnamese 2, pointed Hebrew 3, emoji 2, Tibetan 4)."""


def _advances(character: str) -> bool:
    """Whether a terminal moves its cursor for this character (of a :data:`_FLOOD` run)."""
    if character in _JOINERS or "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7ff":
        return False
    return unicodedata.category(character) not in ("Mn", "Me")


def _thin(text: str, instead: str) -> str:
    """Put ``instead`` for each zero-width character after the fourth in a row."""

    def thinned(match: re.Match[str]) -> str:
        kept, run = [], 0
        for character in match[0]:
            run = 0 if _advances(character) else run + 1
            kept.append(character if run <= _LONGEST_RUN else instead)
        return "".join(kept)

    # Two simple searches clear nearly every text in a quarter of the time that the exact one takes.
    return _FLOOD.sub(thinned, text) if _MARKS.search(text) or _JAMO.search(text) else text


def clean(text: str, *, line: bool = False) -> str:
    """Text as a dossier may keep it: NFC, newlines as ``\\n``, nothing that steers a terminal or hides words.

    Out go escape sequences as a whole, C0 and C1 controls, bidi controls, byte order marks, lone surrogates,
    noncharacters, tag characters, soft hyphens, and all but the first four of a run of zero-width characters. A tab
    becomes a blank; CR, VT, FF, NEL and the Unicode line separators become newlines. With ``line`` the result is
    one line: every run of blanks and newlines is one space, none at the ends. Idempotent; raises nothing.
    """
    if not text.replace("\n", "").isprintable():  # nothing hostile is printable to Python
        text = _BREAK.sub("\n", _ESCAPE.sub("", text).replace("\t", " "))
        text = _HOSTILE.sub("", text)
    if not text.isascii():
        # Normalising sorts each run of marks in quadratic time, so floods go first; and it can split one mark into
        # two, so they are looked for again.
        text = _thin(unicodedata.normalize("NFC", _thin(text, "")), "")
    return " ".join(text.split()) if line else text


def shown(text: str) -> str:
    """Text that is safe to put on a screen, with as many code points as ``text``, so that offsets stay true.

    Newline, tab and the Unicode line separators become a blank; every other code point that :func:`clean` would
    take out becomes U+FFFD, as does every zero-width character after the fourth in a row.
    """
    for blank in "\n\t\u2028\u2029":
        text = text.replace(blank, " ")
    if not text.isprintable():
        text = _HOSTILE.sub("\ufffd", text)
    return text if text.isascii() else _thin(text, "\ufffd")


# ---------------------------------------------------------------------------------------------------------------
# Folding

_ALIKE = str.maketrans(
    {
        # Letters that no decomposition takes apart, but that people type without the stroke.
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
        # Apostrophes of transliteration: Hawaiʻi, Kaʿba.
        "ʻ": None, "ʼ": None, "ʾ": None, "ʿ": None,
        # Arabic: final forms, hamza carriers (the marked ones fall with their mark), tatweel; Persian and Urdu forms.
        "ى": "ي", "ة": "ه", "ٱ": "ا", "ـ": None, "ی": "ي", "ې": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه",
        # Soft hyphen and joiners stand inside words. (ZERO WIDTH NON-JOINER parts words in Persian: it stays.)
        "\u00ad": None, "\u200d": None,
    }
)  # fmt: skip

_COMPOSABLE = re.compile("[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[가-힣][\u11a8-\u11c2]|[ぁ-ヿ][\u3099\u309a]")
"""Conjoining Hangul and voiced kana: the only sequences that folding puts together instead of taking apart."""


_JOINING = re.compile("[\u1161-\u1175\u11a8-\u11c2\u3099\u309a]")
"""What a composable sequence has, and hardly any text: looking for one sign is ten times quicker than for sequences."""


def _compose(text: str) -> str:
    if not _JOINING.search(text):
        return text
    return _COMPOSABLE.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)


def _is_accent(character: str) -> bool:
    """Whether folding drops this mark: accents, Hebrew and Arabic vowels, nuktas, variation selectors, enclosing marks.

    Vowel signs, viramas, kana voicing and the tone marks of unspaced scripts carry the word and stay.
    """
    kind = unicodedata.combining(character)
    if kind == 0:
        return unicodedata.category(character) == "Me" or "\ufe00" <= character <= "\ufe0f" or character == "\u034f" \
            or "\U000e0100" <= character <= "\U000e01ef"  # fmt: skip
    return kind in (1, 7) or 10 <= kind <= 36 or kind >= 200


class _Folded(dict[int, str]):
    """Code point -> folded text, filled as characters are met: a table for ``str.translate``."""

    def __missing__(self, code: int) -> str:
        before, folded = "", chr(code)
        while before != folded:  # one step can uncover another: a letter-like sign decomposes into a capital
            before = folded
            if "가" <= folded <= "힣" and len(folded) == 1:
                break
            parts = unicodedata.normalize("NFKD", folded.casefold())
            folded = "".join(
                str(unicodedata.decimal(part, None) if part.isdecimal() else part)
                for part in parts
                if not _is_accent(part)
            )
            folded = _compose(folded.translate(_ALIKE))
        self[code] = folded
        return folded


class _Worded(dict[int, str]):
    """As :class:`_Folded`, with a blank for everything that is no part of a word."""

    def __missing__(self, code: int) -> str:
        folded = _FOLDED[code]
        worded = "".join(
            part if part.isalnum() or part == "_" or unicodedata.category(part)[0] == "M" else " " for part in folded
        )
        self[code] = worded
        return worded


_FOLDED = _Folded()
_WORDED = _Worded()
_ASCII_WORDED = bytes(
    ord(chr(code).lower()) if code < 128 and (chr(code).isalnum() or code == ord("_")) else 32 for code in range(256)
)
_WESTERN = "cp1252"
"""The encoding whose single bytes hold what Western European texts are written with, typographic quotes too."""


@cache
def _western_rules() -> tuple[bytes, bytes, re.Pattern[bytes]]:
    """For each byte the folded one, the bytes that go, and those that cannot be folded into one ASCII byte."""
    table, gone, other = bytearray(256), bytearray(), bytearray()
    for code in range(256):
        worded = _WORDED[ord(bytes([code]).decode(_WESTERN, "replace"))]
        if not worded:
            gone.append(code)
        elif worded.isspace():
            table[code] = 32
        elif len(worded) == 1 and worded.isascii():
            table[code] = ord(worded)
        else:
            other.append(code)
    return bytes(table), bytes(gone), re.compile(b"[" + re.escape(bytes(other)) + b"]")


def western_words(text: str) -> str | None:
    """:func:`words` of a text in Western letters, many times quicker; ``None`` for any other, which needs that."""
    if text.isascii():
        return text.encode("ascii").translate(_ASCII_WORDED).decode("ascii")
    try:
        raw = text.encode(_WESTERN)
    except UnicodeEncodeError:
        return None
    table, gone, other = _western_rules()
    return None if other.search(raw) else raw.translate(table, gone).decode("ascii")


_ASCII_WORD = re.compile(r"\w+", re.ASCII)


def fold(text: str) -> str:
    """Text as searching compares it: case, accents, width and letter variants gone, punctuation kept. Idempotent.

    ``ё`` is ``е`` and ``й`` is ``и``, ``ß`` is ``ss``, ``İ`` and ``ı`` are ``i``, ``Ł`` is ``l``; Arabic alef, yeh, teh
    marbuta and their hamza forms are one each, vowels and tatweel go; every script's digits are ASCII digits; Hangul
    syllables stay whole, in whichever form they came.
    """
    return text.lower() if text.isascii() else _compose(text.translate(_FOLDED))


# ---------------------------------------------------------------------------------------------------------------
# Tokens

_UNSPACED_CLASS = (
    "\u3005-\u3007\u3041-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\U0001b000-\U0001b16f"
    "\U00020000-\U0003ffff"  # kana, bopomofo, ideographs
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
)


@cache
def _special() -> re.Pattern[str]:
    """Where words may need more than blanks to tell them apart: the unspaced scripts, a little more, and Arabic."""
    return re.compile("[\u0621-\u06ff\u0e01-\u109f\u1780-\u17ff\u3005-\u9fff\U0001b000-\U0003ffff]")


@cache
def _runs() -> re.Pattern[str]:
    """Runs of an unspaced script (group 1) and of others. Compiled when first met: all other rules cost less."""
    return re.compile(f"([{_UNSPACED_CLASS}]+)|[^ {_UNSPACED_CLASS}]+")


_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")
_SHORTEST_STEM = 3


def _article(word: str) -> int:
    """Length of the Arabic article at the start of a folded word (with its one-letter conjunction or preposition)."""
    if "\u0621" <= word[0] <= "\u064a" and word.startswith(_ARTICLES):
        length = 2 if word.startswith(("ال", "لل")) else 3
        return length if len(word) - length >= _SHORTEST_STEM else 0
    return 0


def _parts(folded: str) -> list[tuple[int, int]]:
    """Where the tokens stand in folded, blank-separated words."""
    found: list[tuple[int, int]] = []
    for match in _runs().finditer(folded):
        start, end = match.span()
        if match[1]:
            found += [(at, at + 2) for at in range(start, end - 1)] or [(start, end)]
        else:
            found.append((start, end))
            if article := _article(match[0]):
                found.append((start + article, end))
    return found


def tokens(text: str, *, query: bool = False) -> list[str]:
    """The words of ``text`` as an index keeps them, folded, in order.

    A word is a run of letters, digits, marks and ``_``. Scripts written without blanks between words (Chinese,
    Japanese, Thai, Lao, Burmese, Khmer) give overlapping pairs of characters, a single one itself. An Arabic word
    with the article gives two tokens, with and without it; ``query`` gives only the one without, which finds every
    form. (For a phrase use the default: its words must stand side by side as they do in the index.)
    """
    western = western_words(text)
    if western is not None:
        return western.split()
    folded = text.translate(_WORDED)
    if folded.isascii():
        return folded.split()
    folded = _compose(folded)
    if not _special().search(folded):
        return folded.split()
    found = _parts(folded)
    if query:
        found = [
            (start, end) for end, start in {end: start for start, end in found}.items()
        ]  # stems end with their word
    return [folded[start:end] for start, end in found]


def words(text: str) -> str:
    """The :func:`tokens` of ``text`` in one string, with blanks between and perhaps around them.

    For an index that splits at blanks by itself: several times quicker than joining tokens. :func:`western_words` is
    quicker still where it can be had, and not tried here.
    """
    folded = text.translate(_WORDED)
    if folded.isascii():
        return folded
    folded = _compose(folded)
    return _runs().sub(_run_words, folded) if _special().search(folded) else folded


def _run_words(match: re.Match[str]) -> str:
    """The tokens of a run (see :func:`_runs`), with a blank after it: the next run may be of another script."""
    run = match[0]
    if match[1]:
        return " ".join(map(operator.add, run, run[1:])) + " " if len(run) > 1 else run + " "
    article = _article(run)
    return f"{run} {run[article:]} " if article else run + " "


def spans(text: str) -> list[tuple[str, int, int]]:
    """The same tokens in the same order, each with where it stands in ``text`` as it is: ``(token, start, end)``.

    The tokens of ``text[start:end]`` include the token. Marks and joiners that folding drops belong to the letter
    before.
    """
    if text.isascii():
        return [(match[0].lower(), match.start(), match.end()) for match in _ASCII_WORD.finditer(text)]
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, character in enumerate(text):
        worded = _WORDED[ord(character)]
        if not worded and ends:
            ends[-1] = at + 1
        for letter in worded:
            letters.append(letter)
            starts.append(at)
            ends.append(at + 1)
    folded = "".join(letters)
    if _COMPOSABLE.search(folded):
        folded, starts, ends = _composed_with_offsets(folded, starts, ends)
    return [(folded[start:end], starts[start], ends[end - 1]) for start, end in _parts(folded)]


def _composed_with_offsets(folded: str, starts: list[int], ends: list[int]) -> tuple[str, list[int], list[int]]:
    """:func:`_compose`, carrying along where each letter comes from."""
    pieces: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    done = 0
    for match in _COMPOSABLE.finditer(folded):
        composed = unicodedata.normalize("NFC", match[0])
        if len(composed) == len(match[0]):
            continue
        start, end = match.span()
        pieces += folded[done:start], composed
        new_starts += [*starts[done:start], starts[start]]
        new_ends += [*ends[done:start], ends[end - 1]]
        done = end
    return "".join(pieces) + folded[done:], new_starts + starts[done:], new_ends + ends[done:]
