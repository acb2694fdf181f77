"""Make dossiers of any size to measure with: ``python -m bench.make 100000 bench/data/100000``.

The same number and seed give the same bytes. Word frequencies follow Zipf's law (G. K. Zipf, *Human Behavior and
the Principle of Least Effort*, 1949), as do those of actors, places and outlets; texts are in ten scripts; an event
is about 0.9 kB of JSON; there is an article for every fifth event, and claims quote passages that really stand in
it. Documents are written as they are made, so that memory stays flat whatever the size.

A dossier of this kind is what an analyst gets from a bulk extract: events in ``imports/bulk.json``, actors in
``dossier.json``, texts in ``articles.json``.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import random
import sys
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from store import anchors, lines, model

SPAN = (datetime.date(1990, 1, 1).toordinal(), datetime.date(2026, 6, 1).toordinal())
"""First and last day of the made-up history."""

NEWS = (
    "protest strike ceasefire election police government military attack border minister parliament court sanctions "
    "refugees aid hospital school outage flood earthquake drone missile shelling clash arrest trial verdict talks "
    "summit treaty withdrawal evacuation explosion fire injured killed detained statement denied confirmed reported "
    "residents village city region province troops convoy checkpoint airport port bridge railway market mosque church "
    "university student worker union opposition president deputy governor mayor spokesman agency news video image "
    "satellite witness investigation report"
)

# First words of each script's vocabulary, and the letters that the rest of it is made of.
SEEDS = {
    "cyrillic": "правительство протест полиция президент парламент атака перемирие выборы больница школа жители суд",
    "hangul": "서울 정부 시위 경찰 대통령 국회 공격 휴전 선거 병원 정상회담 주민 체포 재판 협상 철수 폭발",
    "arabic": "الحكومة احتجاج الشرطة الرئيس البرلمان هجوم هدنة انتخابات مستشفى مدرسة محكمة محادثات قمة",
    "han": "政府 抗议 警察 总统 议会 军事 攻击 停火协议 选举 医院 学校 居民 逮捕 审判 谈判 峰会 撤军 爆炸",
    "kana": "デモ ミサイル ニュース テロ サミット ヘリコプター 会談 首相 警察 選挙 攻撃 地震 停戦",
    "greek": "κυβέρνηση διαδήλωση αστυνομία πρόεδρος κοινοβούλιο επίθεση εκεχειρία εκλογές νοσοκομείο σχολείο",
    "hebrew": "ממשלה הפגנה משטרה נשיא כנסת התקפה בחירות חולים ספר תושבים מעצר משפט שיחות פסגה",
    "devanagari": "सरकार विरोध पुलिस राष्ट्रपति संसद हमला युद्धविराम चुनाव अस्पताल स्कूल निवासी गिरफ्तार",
    "thai": "รัฐบาล ประท้วง ตำรวจ ประธานาธิบดี รัฐสภา โจมตี หยุดยิง เลือกตั้ง โรงพยาบาล โรงเรียน",
}
SHARES = {
    "latin": 74,
    "accented": 6,
    "cyrillic": 5,
    "hangul": 4,
    "arabic": 3,
    "han": 3,
    "kana": 1,
    "greek": 1,
    "hebrew": 1,
    "devanagari": 1,
    "thai": 1,
}
"""Percentage of texts in each script; ``accented`` is Latin with diacritics."""

KINDS = ("protest", "battle", "explosion", "violence", "agreement", "riot", "diplomacy", "election", "disaster", "law")
CONSONANTS = (
    "b",
    "c",
    "d",
    "f",
    "g",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "z",
    "br",
    "gr",
    "kr",
    "tr",
    "sh",
)
VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ou", "io")


class Zipf:
    """Draws items so that the n-th is drawn about n times less often than the first."""

    def __init__(self, chance: random.Random, items: Sequence[str], exponent: float = 1.05) -> None:
        self._chance, self._items = chance, items
        weights = (1 / rank**exponent for rank in range(1, len(items) + 1))
        self._cumulative = list(itertools.accumulate(weights))
        self._total = self._cumulative[-1]

    def one(self) -> str:
        return self._items[bisect(self._cumulative, self._chance.random() * self._total, hi=len(self._items) - 1)]

    def many(self, number: int) -> list[str]:
        return self._chance.choices(self._items, cum_weights=self._cumulative, k=number)


def syllables(chance: random.Random, number: int) -> str:
    """A word that can be spoken, of so many syllables."""
    return "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(number)) + chance.choice(" nrstl")


def latin_words(chance: random.Random, number: int) -> list[str]:
    """News words, the most frequent, then made-up ones."""
    made = dict.fromkeys(syllables(chance, chance.choice((1, 2, 2, 3, 3, 4))).strip() for _ in range(number * 2))
    return [*NEWS.split(), *itertools.islice(made, number)]


def accented_words(chance: random.Random, words: Sequence[str]) -> list[str]:
    """Words of a language that uses the Latin letters with marks: every fifth has one."""
    return [word.replace("e", "é") if chance.random() < 0.2 else word for word in words]


def script_words(chance: random.Random, seeds: str, number: int) -> list[str]:
    """The words given, the most frequent, then others of the same letters."""
    letters = seeds.replace(" ", "")
    made = dict.fromkeys("".join(chance.choices(letters, k=chance.choice((2, 3, 4, 5)))) for _ in range(number))
    return [*seeds.split(), *made]


class Language:
    """Texts in ten scripts."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        words = {"latin": latin_words(chance, 30_000)}
        words["accented"] = accented_words(chance, words["latin"][len(NEWS.split()) :])
        words |= {script: script_words(chance, seeds, 3_000) for script, seeds in SEEDS.items()}
        self._words = {script: Zipf(chance, vocabulary) for script, vocabulary in words.items()}
        self._scripts = list(itertools.chain.from_iterable([script] * share for script, share in SHARES.items()))

    def text(self, least: int, most: int) -> str:
        """A sentence without its full stop, of so many words."""
        chance = self._chance
        script = self._scripts[int(chance.random() * len(self._scripts))]
        words = self._words[script].many(least + int(chance.random() * (most - least + 1)))
        sentence = ("" if script in ("han", "kana") else " ").join(words)
        return sentence[:1].upper() + sentence[1:]

    def name(self, *parts: int) -> str:
        """A name of words of so many syllables each."""
        return " ".join(syllables(self._chance, part).strip().title() for part in parts)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an article that a claim may quote."""

    article: str
    excerpt: model.Excerpt


class Maker:
    """Makes the records of one dossier, in the order actors, articles, events."""

    def __init__(self, number: int, seed: int) -> None:
        self.number = number
        self._chance = chance = random.Random(seed)
        self._language = language = Language(chance)
        self._people = [f"act-{n:05d}" for n in range(1, max(20, min(20_000, number // 50)) + 1)]
        self._outlet_ids = [f"out-{n:03d}" for n in range(1, max(5, min(300, number // 100)) + 1)]
        self._actors = Zipf(chance, self._people, 0.95)
        self._outlets = Zipf(chance, self._outlet_ids, 1.0)
        self._tags = Zipf(chance, [syllables(chance, 2).strip() for _ in range(400)], 0.8)
        countries = [(language.name(3), chance.uniform(-50, 60), chance.uniform(-120, 140)) for _ in range(120)]
        self._places = []
        for _ in range(5_000):
            country, north, east = chance.choice(countries)
            point = {"lat": round(north + chance.gauss(0, 2), 4), "lon": round(east + chance.gauss(0, 2), 4)}
            self._places.append(model.Place(name=language.name(3), country=country, precision="near", **point))
        self._place_numbers = Zipf(chance, [str(n) for n in range(len(self._places))], 0.9)
        self._kinds = Zipf(chance, KINDS, 0.8)
        self._passages: list[Passage] = []

    def actors(self) -> Iterator[model.Actor]:
        chance, language = self._chance, self._language
        for name in self._people:
            yield model.Actor(
                id=name,
                name=language.name(2, 3),
                kind=chance.choice(("person", "person", "organization", "state", "group")),
                aliases=tuple(language.name(3) for _ in range(chance.randint(0, 2))),
                description=language.text(4, 8),
            )
        for name in self._outlet_ids:
            yield model.Actor(id=name, name=language.name(2) + " News", kind="outlet")

    def articles(self) -> Iterator[model.Article]:
        """One for every fifth event; of each a passage is kept for the events to quote."""
        chance, language = self._chance, self._language
        for n in range(1, max(1, self.number // 5) + 1):
            name = f"art-{n:06d}"
            lead, quoted = language.text(20, 40) + ". ", language.text(8, 14)
            rest = "\n\n".join(language.text(60, 140) + "." for _ in range(chance.randint(2, 5)))
            text = f"{lead}{quoted}. {rest}"
            start, end = len(lead), len(lead) + len(quoted)
            excerpt = model.Excerpt(
                exact=quoted,
                prefix=lead[-16:],
                suffix=text[end : end + 16],
                start=start,
                end=end,
                hash=anchors.text_hash(text),
            )
            self._passages.append(Passage(name, excerpt))
            published = self._day().isoformat()
            yield model.Article(
                id=name,
                title=language.text(6, 10),
                publisher=self._outlets.one(),
                url=f"https://example.org/{n}",
                published=published,
                text=text,
            )

    def events(self) -> Iterator[model.Event]:
        chance, language = self._chance, self._language
        for n in range(1, self.number + 1):
            day = self._day()
            people = dict.fromkeys(self._actors.many(chance.choice((1, 1, 2, 2, 3))))
            yield model.Event(
                id=f"ev-{n:07d}",
                title=language.text(6, 11),
                summary=language.text(24, 50) + ".",
                date=self._edtf(day),
                kind=self._kinds.one(),
                place=self._places[int(self._place_numbers.one())],
                actors=tuple(model.Participant(actor=name, role=chance.choice(model.ROLES)) for name in people),
                tags=tuple(dict.fromkeys(self._tags.many(chance.choice((0, 1, 1, 2))))),
                claims=tuple(self._claim(day) for _ in range(chance.choice((1, 1, 1, 1, 1, 1, 1, 1, 1, 2)))),
            )

    def _claim(self, day: datetime.date) -> model.Claim:
        chance = self._chance
        passage = chance.choice(self._passages) if chance.random() < 0.5 else None
        return model.Claim(
            source=self._outlets.one(),
            via=(self._outlets.one(),) if chance.random() < 0.2 else (),
            article=passage.article if passage else "",
            excerpt=passage.excerpt if passage else None,
            reported=(day + datetime.timedelta(days=int(chance.expovariate(0.5)))).isoformat(),
            status=chance.choice(("reported", "reported", "reported", "confirmed", "confirmed", "planned", "denied")),
        )

    def _day(self) -> datetime.date:
        """Later days are likelier, as in any record of the news."""
        first, last = SPAN
        return datetime.date.fromordinal(first + int((last - first) * self._chance.random() ** 0.45))

    def _edtf(self, day: datetime.date) -> str:
        """Mostly a day; some times, spans, months, years, open ends, guesses, and nothing at all."""
        chance, iso = self._chance, day.isoformat()
        draw = chance.random()
        if draw < 0.80:
            return iso
        if draw < 0.84:
            return f"{iso}T{chance.randrange(24):02d}:{chance.randrange(60):02d}"
        if draw < 0.89:
            return f"{iso}/{(day + datetime.timedelta(days=chance.randint(1, 30))).isoformat()}"
        if draw < 0.94:
            return iso[:7]
        if draw < 0.98:
            return chance.choice((iso[:4], iso + "~", iso + "?", iso[:7] + "~", f"{day.year}-{chance.randint(21, 24)}"))
        return chance.choice((f"{iso}/..", f"../{iso}", ""))


def numbered(records: Iterator[model.Record]) -> Iterator[tuple[int, bytes]]:
    """TinyDB document numbers, from 1, and the JSON of each record."""
    return ((number, model.encode(record)) for number, record in enumerate(records, 1))


def make(number: int, folder: Path, seed: int = 7) -> None:
    """Write a dossier of ``number`` events into ``folder``, which must not hold one yet."""
    (folder / "imports").mkdir(parents=True)
    maker = Maker(number, seed)
    meta = model.Meta(title=f"{number} made-up events", basis="2026-06-01")
    lines.write(folder / "dossier.json", {"meta": numbered(iter([meta])), "actors": numbered(maker.actors())})
    lines.write(folder / "articles.json", {"articles": numbered(maker.articles())})
    lines.write(folder / "imports" / "bulk.json", {"events": numbered(maker.events())})


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Make a dossier to measure with.")
    parser.add_argument("number", type=int, help="how many events")
    parser.add_argument("folder", type=Path, help="a folder that does not exist yet")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args(arguments)
    make(given.number, given.folder, given.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
