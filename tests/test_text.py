"""The two borders of text: what may come in, what may go out, and the words that searching compares."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text import clean, fold, shown, spans, tokens, western_words
from tests.properties import tries

ANYTHING = st.text(max_size=60) | st.text(st.characters(codec=None), max_size=30)
"""Any code points, lone surrogates among them."""

WRITING = st.text(
    st.sampled_from(
        "aZ é É\u0301\u0300ŁøßŉΐЙиё\u0306\u0308ıİ ﬁ½№㎏㍿ﷺ ①٣"  # Latin, Cyrillic, signs that decompose
        "الوبحكمةأإآؤئىـ\u064b\u0651\u0670\u0654ہک"  # Arabic
        "停火协议デﾃﾞか\u3099\u309aー・々 "  # Chinese, Japanese
        "정상가\u1100\u1161\u11a8\u11a9"  # Hangul, conjoining jamo
        "हि\u094dद\u093fรัฐบ\u0e48\u200b\u200c\u200d\u00ad\ufe0f\U000e0100-_'’. \n"
    ),
    max_size=24,
)
"""Words of many scripts, with everything that folding drops, splits or puts together."""


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("plain", "plain"),
        ("a\r\nb\rc\n\nd", "a\nb\nc\n\nd"),
        ("a\x85b\x0bc\x0cd\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("a\tb", "a b"),
        ("nul\x00 bell\x07 del\x7f c1\x81", "nul bell del c1"),
        ("\x1b[31mred\x1b[0m \x1b[38;2;1;2;3mx\x1b[?25l", "red x"),
        ("\x9b31mred\x9b0m", "red"),
        ("\x1b]0;title\x07a\x1b]8;;https://example.org\x1b\\b\x9d2;t\x9cc", "abc"),
        ("\x1bPq#0;2;0\x1b\\a\x90q\x9cb\x1b_apc\x1b\\c\x1b^pm\x1b\\d\x1bXsos\x1b\\e", "abcde"),
        ("\x1bca\x1b(Bb\x1b7c\x1b#8d", "abcd"),
        ("a\x1b", "a"),
        ("left\u202eright\u202c \u2066x\u2069 \u200emark\u200f \u061c", "leftright x mark "),
        ("\ufeffbom", "bom"),
        ("\ud800lone\udfff", "lone"),
        ("\ufdd0non\uffff\U0010fffe", "non"),
        ("hid\U000e0068\U000e0069den", "hidden"),
        ("soft\u00adhyphen", "softhyphen"),
        ("e\u0301", "é"),
        ("a" + "\u0301" * 50, "á\u0301\u0301\u0301"),  # the first of four composes
        ("a" + "\u200b" * 50 + "b", "a\u200b\u200b\u200b\u200bb"),
        ("👩‍❤️‍👩 क्‍ष می‌خواهم", "👩‍❤️‍👩 क्‍ष می‌خواهم"),
        ("— … « » “ ” 🇰🇵🇷🇺🇨🇳", "— … « » “ ” 🇰🇵🇷🇺🇨🇳"),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


def test_clean_makes_one_line() -> None:
    assert clean("  North \t Korea\r\n\n may\u00a0arm\u3000Russia ", line=True) == "North Korea may arm Russia"


def test_an_introducer_without_end_costs_only_itself() -> None:
    story = "The talks went on.\n" * 1000
    for introducer in ("\x1b]", "\x1bP", "\x9d", "\x90", "\x1b_"):
        assert clean(introducer + story) == story
    assert clean("\x1b]" + "a" * 5000 + "\x07") == "a" * 5000  # the bound, not the terminator


def test_utf8_read_as_latin1_keeps_its_letters() -> None:
    """The bytes of a quotation mark hold the code points of CSI, OSC and ST; the words around them stay."""
    for mark in "“”‘’›–":
        broken = f"He said {mark}hello{mark} twice".encode().decode("latin-1")
        assert "hello" in clean(broken)
        assert clean(broken).endswith(" twice")


@tries(150)
@given(ANYTHING | WRITING)
def test_clean_is_idempotent_and_nfc(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\n" not in clean(text, line=True)
    assert clean(clean(text, line=True), line=True) == clean(text, line=True)
    once.encode()  # no surrogate is left


@tries(150)
@given(ANYTHING | WRITING)
def test_shown_keeps_every_offset(text: str) -> None:
    safe = shown(text)
    assert len(safe) == len(text)
    assert shown(safe) == safe
    for before, after in zip(text, safe, strict=True):
        assert after in (before, "\ufffd", " ")


@tries(150)
@given(ANYTHING | WRITING)
def test_what_is_clean_needs_no_guard_but_for_newlines(text: str) -> None:
    once = clean(text)
    assert shown(once) == once.replace("\n", " ")


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("two\nlines\tand", "two lines and"),
        ("\x1b[31m", "\ufffd[31m"),
        ("a\u202eb\x00c\ud800d\ufeff", "a\ufffdb\ufffdc\ufffdd\ufffd"),
        ("a" + "\u0301" * 6, "a" + "\u0301" * 4 + "\ufffd\ufffd"),
        ("x\u200b\u200b\u200b\u200b\u200by", "x\u200b\u200b\u200b\u200b\ufffdy"),
        ("각" + "\u1161" * 6, "각" + "\u1161" * 4 + "\ufffd\ufffd"),
        ("👩‍❤️‍👩 می‌خواهم नमस्ते", "👩‍❤️‍👩 می‌خواهم नमस्ते"),
    ],
)
def test_shown(raw: str, safe: str) -> None:
    assert shown(raw) == safe


@pytest.mark.parametrize(
    "alike",
    [
        ["Café", "CAFE", "cafe\u0301"],
        ["ёлка", "елка", "Е\u0308ЛКА"],
        ["Сергей", "СЕРГЕИ\u0306", "сергеи"],
        ["Straße", "STRASSE"],
        ["İstanbul", "ıstanbul", "istanbul", "ISTANBUL"],
        ["Łódź", "lodz"],
        ["Støre", "store"],
        ["Ｖｌａｄｉｖｏｓｔｏｋ", "vladivostok"],
        ["ﬁre №５", "fire no5"],
        ["ΣΊΣΥΦΟΣ", "σίσυφος", "σισυφοσ"],
        ["الحُكُومَة", "الحكومه", "الحكومة", "الحـــكومة"],
        ["أزمة", "إزمة", "آزمة", "ازمه"],
        ["رئيس", "رييس"],
        ["کیم", "كيم"],
        ["٢٠٢٣", "۲۰۲۳", "2023"],
        ["ﾃﾞﾓ", "デモ", "テ\u3099モ"],
        ["정상", unicodedata.normalize("NFD", "정상")],
        ["शांति", "शांति"],
        ["Kaʿba", "kaba"],
    ],
)
def test_fold_makes_alike(alike: list[str]) -> None:
    assert len({fold(word) for word in alike}) == 1


@pytest.mark.parametrize(("one", "other"), [("ハス", "バス"), ("정상", "정신"), ("हिंदी", "हिंद"), ("مال", "مل")])
def test_fold_keeps_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@tries(150)
@given(ANYTHING | WRITING)
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("Kim's 20-member _delegation_", ["kim", "s", "20", "member", "_delegation_"]),
        ("Протест в Москве, ёлка", ["протест", "в", "москве", "елка"]),
        ("停火协议", ["停火", "火协", "协议"]),
        ("停", ["停"]),
        ("東京で大規模なデモ・A株", ["東京", "京で", "で大", "大規", "規模", "模な", "なデ", "デモ", "a", "株"]),
        ("시위대가 서울에서", ["시위대가", "서울에서"]),
        ("정상", ["정상"]),
        ("الحكومة", ["الحكومه", "حكومه"]),
        ("والحكومة بالون", ["والحكومه", "حكومه", "بالون"]),
        ("الله", ["الله"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("می‌خواهم", ["مي", "خواهم"]),
        ("co\u00adoperate ½", ["cooperate", "1", "2"]),
        ("รัฐบาล", ["รั", "ัฐ", "ฐบ", "บา", "าล"]),
    ],
)
def test_tokens(text: str, words: list[str]) -> None:
    assert tokens(text) == words


def test_a_query_drops_the_article_to_find_every_form() -> None:
    assert tokens("الحكومة والأزمة kim 停火协议", query=True) == ["حكومه", "ازمه", "kim", "停火", "火协", "协议"]
    for form in ("الحكومة", "حكومة", "والحكومة", "بالحكومة", "للحكومة"):
        assert tokens("الحكومة", query=True)[0] in tokens(form)


@tries(100)
@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_the_fast_path_gives_the_same_words(text: str) -> None:
    assert [*tokens(text), "e"] == tokens(f"{text} é")
    assert spans(text) == spans(f"{text} é")[:-1]
    assert tokens(text, query=True) == tokens(text)


@given(st.text(st.characters(codec="cp1252"), max_size=40))
def test_western_letters_fold_as_all_others_do(text: str) -> None:
    found = western_words(text)
    # Beside a letter of another script the text takes the way of every other one.
    *expected, _ = tokens(f"{text} ж")
    assert (found.split() if found is not None else tokens(text)) == expected


def test_western_texts_take_the_quick_way() -> None:
    assert western_words("“Géasha’s” naïve co\u00adop – ÅNGSTRÖM…").split() == [
        "geasha",
        "s",
        "naive",
        "coop",
        "angstrom",
    ]
    assert western_words("Straße") is None
    assert western_words("правда") is None


@tries(350)
@given(WRITING | ANYTHING)
def test_spans_point_at_their_words(text: str) -> None:
    found = spans(text)
    assert [token for token, _, _ in found] == tokens(text)
    for token, start, end in found:
        assert 0 <= start < end <= len(text)
        assert token in tokens(text[start:end])


def test_spans_light_what_is_written() -> None:
    text = "Выступил Сергей Лавро\u0301в; قالت الحُكومة: 停火协议 cafe\u0301s visite\u0301"
    lit = [text[start:end] for _, start, end in spans(text)]
    assert lit == [
        *("Выступил", "Сергей", "Лавро\u0301в", "قالت", "الحُكومة", "حُكومة"),
        *("停火", "火协", "协议", "cafe\u0301s", "visite\u0301"),
    ]


@tries(150)
@given(WRITING)
def test_words_do_not_depend_on_the_normal_form(text: str) -> None:
    assert tokens(unicodedata.normalize("NFD", text)) == tokens(unicodedata.normalize("NFC", text))
