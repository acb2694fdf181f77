"""Completing what is typed in the search bar."""

from __future__ import annotations

import datetime

import pytest

from store.query import QueryError, complete, parse
from store.query.fields import FIELDS

VALUES = {
    "actor": [("kim-jong-un", "Kim Jong Un"), ("putin", "Vladimir Putin"), ("north-korea", "North Korea")],
    "source": [("nyt", "The New York Times"), ("Radio Free Asia", "Radio Free Asia")],
    "via": [("nyt", "The New York Times")],
    "place": [("Vostochny Cosmodrome", "Vostochny Cosmodrome"), ("Pyongyang", "Pyongyang")],
    "kind": [("COERCE", "COERCE")],
    "tag": [("arms", "arms"), ('so-called "deal"', 'so-called "deal"')],
    "id": [("e1", "Summit")],
}


class Words:
    """A dossier's words, found by the beginning of any word of value or name."""

    def complete(self, field: str, prefix: str, limit: int) -> list[tuple[str, str]]:
        def fits(value: str, label: str) -> bool:
            return any(word.startswith(prefix.lower()) for word in f"{value} {label}".lower().split())

        return [pair for pair in VALUES[field] if not prefix or fits(*pair)][:limit]


def completed(typed: str) -> list[str]:
    """Every completed text; ``|`` is the cursor."""
    cursor = typed.index("|")
    text = typed.replace("|", "")
    found = complete(text, cursor, Words())
    return [text[: found.start] + each.text + text[found.end :] for each in found.candidates] if found else []


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("stat|", ["status:"]),
        ("kim stat| x", ["kim status: x"]),
        ("-stat|", ["-status:"]),
        ("(sou|", ["(source:"]),
        ("actor:ki|", ["actor:kim-jong-un"]),
        ("actor:k|", ["actor:kim-jong-un", "actor:north-korea"]),
        ("by:vlad|", ["by:putin"]),
        ("Actor:ki|", ["Actor:kim-jong-un"]),
        ("-actor:pu|", ["-actor:putin"]),
        ("actor:kim-jong-un,pu|", ["actor:kim-jong-un,putin"]),
        ("actor:kim-jong-un,|", ["actor:kim-jong-un,putin", "actor:kim-jong-un,north-korea"]),
        ("actor:p|tin x", ["actor:putin x"]),
        ('actor:"Kim J|', []),
        ('actor:"Kim|', ["actor:kim-jong-un"]),
        ('actor:"Kim|" x', ["actor:kim-jong-un x"]),
        ("source:rad|", ['source:"Radio Free Asia"']),
        ('source:"rad|', ['source:"Radio Free Asia"']),
        ("via:n|", ["via:nyt"]),
        ("place:vos|", ['place:"Vostochny Cosmodrome"']),
        ("kind:|", ["kind:COERCE"]),
        ("tag:so|", [r'tag:"so-called \"deal\""']),
        ("id:e|", ["id:e1"]),
        ("status:|", ["status:planned", "status:reported", "status:confirmed", "status:denied"]),
        ("status:planned,d|", ["status:planned,denied"]),
        ("status:planned,p|", []),
        ("is:sta|", ["is:starred"]),
        ("is:su|", ["is:suggested"]),
        ("since:last w|", ["since:last with:"]),
        ('since:"last w|', ['since:"last week"']),
        ("on:tod|", ["on:today"]),
        ("reported:>=yes|", ["reported:>=yesterday"]),
        ("asof:y|", ["asof:yesterday"]),
        ("claims:>|", []),
        ("title:mis|", []),
        ("pyong|", []),
        ("kim|", ["actor:kim-jong-un"]),
        ("vladi|", ["actor:putin"]),
        ("zzz|", []),
    ],
)
def test_completed(typed: str, texts: list[str]) -> None:
    assert completed(typed) == texts


@pytest.mark.parametrize("typed", ["|", "kim |", "(|", "-|", "kim | putin"])
def test_nothing_typed_offers_the_fields(typed: str) -> None:
    assert completed(typed) == [typed.replace("|", f"{field}:") for field in FIELDS]


def test_names_are_shown_and_ids_taken() -> None:
    found = complete("actor:ki", 8, Words())
    assert found is not None
    assert [(each.text, each.label) for each in found.candidates] == [("kim-jong-un", "Kim Jong Un")]


def test_no_more_than_the_limit() -> None:
    found = complete("", 0, Words(), limit=3)
    assert found is not None
    assert len(found.candidates) == 3


@pytest.mark.parametrize(
    "field", [field for field in FIELDS if field not in ("sure", "claims", "title", "note", "text")]
)
def test_what_is_offered_can_be_read(field: str) -> None:
    texts = completed(f"{field}:|")
    assert texts
    for text in texts:
        query = parse(text, datetime.date(2023, 9, 5))
        assert query.parts, text
        with pytest.raises(QueryError):
            parse(f"{field}:", query.basis)
