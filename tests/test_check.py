"""Each rule of a dossier: one fault is planted into a sound dossier, and exactly that fault is found."""

from __future__ import annotations

import copy
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import anchors, lines
from store.check import Fault, check
from store.check import passages as passages_module
from store.dossier import Dossier
from store.model import Amendment, Event, to_builtins
from tests.properties import tries

TEXT = "The minister left Pyongyang on Sunday.\n\nHe is to return on Friday, a spokesman said."
Files = dict[str, dict[str, dict[str, Any]]]


def passage(quote: str) -> dict[str, Any]:
    return to_builtins(anchors.excerpt_of(TEXT, quote))


def sound() -> Files:
    """A small dossier with everything in it, and no fault."""
    return {
        "dossier.json": {
            "meta": {"1": {"title": "Visits", "basis": "2023-10-01"}},
            "actors": {
                "1": {"id": "kim", "name": "Kim", "kind": "person", "part_of": "dprk", "wikidata": "Q56226"},
                "2": {"id": "dprk", "name": "North Korea", "kind": "state"},
                "3": {"id": "kcna", "name": "KCNA", "kind": "outlet", "part_of": "dprk"},
            },
            "events": {
                "1": {
                    "id": "visit",
                    "title": "A visit",
                    "date": "2023-09-10",
                    "place": {"name": "Pyongyang", "lat": 39.0, "lon": 125.8, "precision": "near"},
                    "actors": [{"actor": "kim", "role": "by"}],
                    "links": [{"event": "return", "relation": "followed by"}, {"event": "row-7", "relation": "see"}],
                    "claims": [
                        {
                            "id": "c1",
                            "source": "kcna",
                            "via": ["dprk", "A spokesman"],
                            "article": "a1",
                            "excerpt": passage("left Pyongyang on Sunday"),
                            "reported": "2023-09-11",
                            "status": "confirmed",
                            "date": "2023-09-10",
                        },
                        {"id": "c2", "source": "Radio X", "url": "https://example.org/1", "reported": "2023-09"},
                    ],
                },
                "2": {"id": "return", "title": "The return", "date": "2023-09-15/.."},
            },
            "amendments": {
                "1": {"id": "am1", "event": "row-7", "changes": {"title": "A strike"}, "at": "2023-10-01T12:00:00Z"}
            },
        },
        "articles.json": {
            "articles": {
                "1": {
                    "id": "a1",
                    "title": "Minister leaves",
                    "published": "2023-09-11",
                    "retrieved": "2023-09-12",
                    "text": TEXT,
                }
            }
        },
        "imports/acled.json": {
            "actors": {"1": {"id": "miners", "name": "Miners", "kind": "group"}},
            "events": {
                "1": {
                    "id": "row-7",
                    "title": "Strike",
                    "date": "2023-09",
                    "actors": [{"actor": "miners"}],
                    "claims": [{"source": "localpaper"}],
                    "origin": {"file": "acled.csv", "row": 7, "imported": "2023-10-01"},
                }
            },
        },
        "people/anna.json": {
            "marks": {"1": {"id": "visit", "starred": True}, "2": {"id": "row-7", "note": "ask"}},
            "views": {"1": {"id": "v1", "name": "Kim", "query": "actor:kim since:2023-09"}},
        },
    }


def put(folder: Path, files: Files) -> Dossier:
    for name, tables in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(tables), encoding="utf-8")
    return Dossier.open(folder)


def faults(folder: Path, files: Files) -> list[Fault]:
    return list(check(put(folder, files)))


def test_a_sound_dossier_has_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, sound()) == []


def change(file: str, table: str, document: int, path: str, value: Any) -> Callable[[Files], None]:
    """Set the field at ``path`` (as ``claims.0.date``) to ``value``; take it away for ``...``."""

    def plant(files: Files) -> None:
        target: Any = files[file][table].setdefault(str(document), {})
        *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in steps:
            target = target[step]
        if value is ...:
            del target[last]
        else:
            target[last] = value

    return plant


def add(file: str, table: str, record: dict[str, Any]) -> Callable[[Files], None]:
    """Put a further document, number 9, into a table."""

    def plant(files: Files) -> None:
        files.setdefault(file, {}).setdefault(table, {})["9"] = record

    return plant


E, A, P = "dossier.json", "articles.json", "people/anna.json"
I = "imports/acled.json"  # noqa: E741 - read beside E, A and P
EVENT = (E, "events", 1)
ARTICLE = (A, "articles", 1)
ACTOR = (E, "actors", 1)

# plant, (file, table, document, id, field), words of the message, severity
CASES: dict[str, tuple[Callable[[Files], None], tuple[str, str, str, str, str], str, str]] = {
    # documents
    "not the record": (
        change(*EVENT, "claims.0.status", "certain"),
        (E, "events", "1", "visit", "claims[0].status"),
        "certain",
        "error",
    ),
    "unknown role": (
        change(*EVENT, "actors.0.role", "against"),
        (E, "events", "1", "visit", "actors[0].role"),
        "against",
        "error",
    ),
    "wrong type": (change(*ACTOR, "name", 7), (E, "actors", "1", "kim", "name"), "Expected `str`", "error"),
    "required field missing": (
        change(*EVENT, "claims.0.source", ...),
        (E, "events", "1", "visit", "claims[0]"),
        "source",
        "error",
    ),
    "misspelt field": (
        change(*EVENT, "claims.0.staus", "planned"),
        (E, "events", "1", "visit", "claims[0].staus"),
        "no record has a field",
        "warning",
    ),
    "unknown table": (add(E, "event", {"id": "x"}), (E, "event", "", "", ""), "knows no table", "warning"),
    "table nobody reads there": (
        add(I, "articles", {"id": "a9", "title": "T"}),
        (I, "articles", "", "", ""),
        "not read from this file",
        "warning",
    ),
    "written by a later version": (
        change(E, "meta", 1, "schema", 2),
        (E, "meta", "1", "meta", "schema"),
        "later",
        "error",
    ),
    # ids
    "empty id": (change(A, "articles", 2, "id", ""), (A, "articles", "2", "", "id"), "is empty", "error"),
    "id with a blank": (change(*ACTOR[:2], 4, "id", "a b"), (E, "actors", "4", "a b", "id"), "no blanks", "error"),
    "id like an exclusion": (change(*ACTOR[:2], 4, "id", "-a"), (E, "actors", "4", "-a", "id"), "begins with", "error"),
    "id used twice": (
        add(E, "actors", {"id": "kim", "name": "K"}),
        (E, "actors", "9", "kim", "id"),
        "another",
        "error",
    ),
    "id used twice across files": (
        add(I, "events", {"id": "visit", "title": "T"}),
        (I, "events", "9", "visit", "id"),
        "dossier.json has another",
        "error",
    ),
    "event marked twice": (add(P, "marks", {"id": "visit"}), (P, "marks", "9", "visit", "id"), "another", "error"),
    "claim id twice": (
        change(*EVENT, "claims.1.id", "c1"),
        (E, "events", "1", "visit", "claims[1].id"),
        "another claim",
        "error",
    ),
    "no title": (change(*EVENT, "title", ""), (E, "events", "1", "visit", "title"), "is empty", "error"),
    "no name": (change(*ACTOR, "name", ""), (E, "actors", "1", "kim", "name"), "is empty", "error"),
    "no Wikidata id": (change(*ACTOR, "wikidata", "423"), (E, "actors", "1", "kim", "wikidata"), "Q423", "error"),
    # references
    "unknown actor": (
        change(*EVENT, "actors.0.actor", "kimm"),
        (E, "events", "1", "visit", "actors[0].actor"),
        "no actor 'kimm'",
        "error",
    ),
    "unknown whole": (
        change(*ACTOR, "part_of", "rok"),
        (E, "actors", "1", "kim", "part_of"),
        "no actor 'rok'",
        "error",
    ),
    "part of itself in a circle": (
        change(E, "actors", 2, "part_of", "kcna"),
        (E, "actors", "2", "dprk", "part_of"),
        "dprk in kcna in dprk",
        "error",
    ),
    "unknown event": (
        change(*EVENT, "links.0.event", "retrun"),
        (E, "events", "1", "visit", "links[0].event"),
        "no event 'retrun'",
        "error",
    ),
    "linked to itself": (
        change(*EVENT, "links.0.event", "visit"),
        (E, "events", "1", "visit", "links[0].event"),
        "itself",
        "error",
    ),
    "link without a relation": (
        change(*EVENT, "links.0.relation", ""),
        (E, "events", "1", "visit", "links[0].relation"),
        "is empty",
        "error",
    ),
    "unknown article": (
        change(*EVENT, "claims.0.article", "a2"),
        (E, "events", "1", "visit", "claims[0].article"),
        "no article 'a2'",
        "error",
    ),
    "unknown outlet": (
        change(*EVENT, "claims.0.source", "kcnn"),
        (E, "events", "1", "visit", "claims[0].source"),
        "no actor 'kcnn'",
        "warning",
    ),
    "unknown via": (
        change(*EVENT, "claims.0.via", ["dprk-embassy"]),
        (E, "events", "1", "visit", "claims[0].via[0]"),
        "no actor 'dprk-embassy'",
        "warning",
    ),
    "nobody claims it": (
        change(I, "events", 1, "claims.0.source", ""),
        (I, "events", "1", "row-7", "claims[0].source"),
        "is empty",
        "error",
    ),
    "mark on nothing": (change(P, "marks", 2, "id", "row-8"), (P, "marks", "2", "row-8", "id"), "no event", "warning"),
    "amendment of nothing": (
        change(E, "amendments", 1, "event", "row-8"),
        (E, "amendments", "1", "am1", "event"),
        "'row-8' does not exist",
        "warning",
    ),
    "amendment of an own event": (
        change(E, "amendments", 1, "event", "visit"),
        (E, "amendments", "1", "am1", "event"),
        "not an imported one",
        "warning",
    ),
    # amendments
    "amendment of an unknown field": (
        change(E, "amendments", 1, "changes.titel", "A"),
        (E, "amendments", "1", "am1", "changes.titel"),
        "no field",
        "warning",
    ),
    "amendment that makes no record": (
        change(E, "amendments", 1, "changes.status", "sure"),
        (E, "amendments", "1", "am1", "changes.status"),
        "sure",
        "error",
    ),
    "amendment with a wrong value": (
        change(E, "amendments", 1, "changes.date", "soon"),
        (E, "amendments", "1", "am1", "changes.date"),
        "not an EDTF date",
        "error",
    ),
    # dates
    "event date": (change(*EVENT, "date", "2023-13"), (E, "events", "1", "visit", "date"), "not an EDTF date", "error"),
    "claim date": (
        change(*EVENT, "claims.1.date", "13 Sep"),
        (E, "events", "1", "visit", "claims[1].date"),
        "not an EDTF date",
        "error",
    ),
    "report date": (
        change(*EVENT, "claims.1.reported", "2023-02-30"),
        (E, "events", "1", "visit", "claims[1].reported"),
        "not an EDTF date",
        "error",
    ),
    "confirmed before it happened": (
        change(*EVENT, "claims.0.date", "2023-09-13"),
        (E, "events", "1", "visit", "claims[0].reported"),
        "before it happens",
        "warning",
    ),
    "reported before its article": (
        change(*EVENT, "claims.0.reported", "2023-09-09"),
        (E, "events", "1", "visit", "claims[0].reported"),
        "days before its article a1 was published",
        "warning",
    ),
    "publication date": (
        change(*ARTICLE, "published", "yesterday"),
        (A, "articles", "1", "a1", "published"),
        "not an EDTF date",
        "error",
    ),
    "retrieval date": (
        change(*ARTICLE, "retrieved", "?"),
        (A, "articles", "1", "a1", "retrieved"),
        "not an EDTF",
        "error",
    ),
    "retrieved too early": (
        change(*ARTICLE, "retrieved", "2023-09-01"),
        (A, "articles", "1", "a1", "retrieved"),
        "before it was published",
        "warning",
    ),
    "day of import": (
        change(I, "events", 1, "origin.imported", "today"),
        (I, "events", "1", "row-7", "origin.imported"),
        "not an EDTF date",
        "error",
    ),
    "time of an amendment": (
        change(E, "amendments", 1, "at", "noon"),
        (E, "amendments", "1", "am1", "at"),
        "not an EDTF date",
        "error",
    ),
    "basis": (change(E, "meta", 1, "basis", "2023-10"), (E, "meta", "1", "meta", "basis"), "not a day", "error"),
    "basis of a view": (change(P, "views", 1, "basis", "x"), (P, "views", "1", "v1", "basis"), "not a day", "error"),
    "query of a view": (
        change(P, "views", 1, "query", "since:"),
        (P, "views", "1", "v1", "query"),
        "character",
        "error",
    ),
    # places
    "latitude": (
        change(*EVENT, "place.lat", 91.5),
        (E, "events", "1", "visit", "place.lat"),
        "91.5 is not a latitude",
        "error",
    ),
    "longitude": (change(*EVENT, "place.lon", -181), (E, "events", "1", "visit", "place.lon"), "longitude", "error"),
    "half a point": (change(*EVENT, "place.lon", ...), (E, "events", "1", "visit", "place.lon"), "is missing", "error"),
    # passages
    "passage moved": (
        change(*ARTICLE, "text", "Corrected.\n\n" + TEXT),
        (E, "events", "1", "visit", "claims[0].excerpt"),
        "moved from 13..37 to 25..49",
        "warning",
    ),
    "passage gone": (
        change(*ARTICLE, "text", "Nothing of the kind."),
        (E, "events", "1", "visit", "claims[0].excerpt"),
        "orphan",
        "error",
    ),
    "article without its text": (
        change(*ARTICLE, "text", ...),
        (E, "events", "1", "visit", "claims[0].excerpt"),
        "orphan",
        "error",
    ),
    "text changed elsewhere": (
        change(*ARTICLE, "text", TEXT.replace("Friday", "Saturday")),
        (E, "events", "1", "visit", "claims[0].excerpt.hash"),
        "another text",
        "warning",
    ),
    "no hash": (
        change(*EVENT, "claims.0.excerpt.hash", "abc"),
        (E, "events", "1", "visit", "claims[0].excerpt.hash"),
        "16 hex digits",
        "error",
    ),
    "empty passage": (
        change(*EVENT, "claims.0.excerpt", {"exact": ""}),
        (E, "events", "1", "visit", "claims[0].excerpt.exact"),
        "is empty",
        "error",
    ),
    "passage of no article": (
        change(*EVENT, "claims.0.article", ...),
        (E, "events", "1", "visit", "claims[0].excerpt"),
        "of no article",
        "warning",
    ),
    # texts
    "escape sequence": (
        change(*EVENT, "summary", "It is \x1b[31mred"),
        (E, "events", "1", "visit", "summary"),
        "character 7 is U+001B",
        "error",
    ),
    "bidi control": (
        change(*EVENT, "claims.0.via", ["A\u202espokesman"]),
        (E, "events", "1", "visit", "claims[0].via[0]"),
        "U+202E",
        "error",
    ),
    "hostile character at the end": (
        change(*EVENT, "summary", "Done\ufeff"),
        (E, "events", "1", "visit", "summary"),
        "character 5 is U+FEFF",
        "error",
    ),
    "not normal": (change(*ACTOR, "aliases", ["Jose\u0301"]), (E, "actors", "1", "kim", "aliases[0]"), "NFC", "error"),
    "title of two lines": (
        change(*EVENT, "title", "A\nvisit"),
        (E, "events", "1", "visit", "title"),
        "one line",
        "warning",
    ),
    "blanks around a tag": (
        change(*EVENT, "tags", ["arms "]),
        (E, "events", "1", "visit", "tags[0]"),
        "one line",
        "warning",
    ),
    "note": (change(P, "marks", 2, "note", "a\x07"), (P, "marks", "2", "row-7", "note"), "U+0007", "error"),
    "ragged paragraphs": (
        change(*ARTICLE, "text", TEXT + "\n"),
        (A, "articles", "1", "a1", "text"),
        "one blank line",
        "warning",
    ),
}
COMPLETED = {
    # what else a planted document needs to be sound, or a change entails
    "empty id": change(A, "articles", 2, "title", "T"),
    "id with a blank": change(*ACTOR[:2], 4, "name", "N"),
    "id like an exclusion": change(*ACTOR[:2], 4, "name", "N"),
    "ragged paragraphs": change(*EVENT, "claims.0.excerpt.hash", anchors.text_hash(TEXT + "\n")),
    "confirmed before it happened": change(*EVENT, "date", "2023-09-13"),
}


@pytest.mark.parametrize("name", CASES)
def test_each_rule_finds_its_fault_and_nothing_else(tmp_path: Path, name: str) -> None:
    plant, place, words, severity = CASES[name]
    files = sound()
    plant(files)
    if name in COMPLETED:
        COMPLETED[name](files)
    found = faults(tmp_path, files)
    assert [(f.file, f.table, f.document, f.id, f.field) for f in found] == [place], list(map(str, found))
    assert words in found[0].message
    assert found[0].severity == severity


def test_a_fault_is_one_line_that_says_where() -> None:
    fault = Fault(
        file="dossier.json",
        table="events",
        document="3",
        id="summit",
        field="date",
        message="no date",
        severity="error",
    )
    assert str(fault) == "dossier.json: events/3 (summit): date: no date"
    bare = Fault(file="x.json", table="", document="", id="", field="", message="is damaged", severity="warning")
    assert str(bare) == "x.json: warning: is damaged"
    assert to_builtins(bare) == {
        "file": "x.json",
        "table": "",
        "document": "",
        "id": "",
        "field": "",
        "message": "is damaged",
        "severity": "warning",
    }


def test_a_damaged_file_is_one_fault_and_makes_no_others(tmp_path: Path) -> None:
    dossier = put(tmp_path, sound())
    for name in ("articles.json", "imports/acled.json"):
        (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:-40])
    found = list(check(dossier))
    assert [(f.file, f.table) for f in found] == [("articles.json", ""), ("imports/acled.json", "")]
    assert all("is damaged" in f.message for f in found)


def test_a_lost_file_is_named(tmp_path: Path) -> None:
    dossier = put(tmp_path, sound())
    (tmp_path / "articles.json").rename(tmp_path / "articles.json.bak")
    (fault,) = check(dossier)
    assert "backup" in fault.message


def test_a_single_file_needs_a_table_of_events(tmp_path: Path) -> None:
    path = tmp_path / "contacts.json"
    path.write_text('{"people": {"1": {"name": "A"}}}')
    found = list(check(Dossier.open(path)))
    assert [fault.message for fault in found] == [
        "dateline knows no table of this name",
        "is not a dossier: it has no table 'events'",
    ]


def test_an_amendment_mends_what_the_source_got_wrong(tmp_path: Path) -> None:
    files = sound()
    files[I]["events"]["1"]["date"] = "September"
    assert [fault.field for fault in faults(tmp_path, files)] == ["date"]
    files[E]["amendments"]["1"]["changes"]["date"] = "2023-09"
    assert faults(tmp_path, files) == []


def test_a_removed_import_is_not_checked_and_not_missed(tmp_path: Path) -> None:
    files = sound()
    files[I]["events"]["1"]["date"] = "September"
    files[E]["amendments"]["1"]["changes"] = {"deleted": True}
    assert faults(tmp_path, files) == []


def test_two_persons_may_mark_one_event(tmp_path: Path) -> None:
    files = sound()
    files["people/boris.json"] = copy.deepcopy(files[P])
    assert faults(tmp_path, files) == []


def test_a_longer_chain_into_a_circle_is_reported_once(tmp_path: Path) -> None:
    files = sound()
    for number, (name, whole) in enumerate([("x", "y"), ("y", "z"), ("z", "y"), ("w", "x")], 10):
        files[E]["actors"][str(number)] = {"id": name, "name": name, "part_of": whole}
    assert [fault.message for fault in faults(tmp_path, files)] == ["leads in a circle: y in z in y"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["id", "title", "date", "place", "claims", "actors", "links", "changes", "event", "text", "kind"]
)


@tries(40)
@given(
    documents=st.lists(
        st.tuples(
            st.sampled_from(["meta", "events", "actors", "articles", "amendments", "marks", "views"]),
            st.dictionaries(FIELDS, JSON, max_size=5),
        ),
        max_size=6,
    )
)
def test_any_garbage_is_faults_and_never_an_exception(
    tmp_path_factory: pytest.TempPathFactory, documents: list[tuple[str, dict[str, Any]]]
) -> None:
    folder = tmp_path_factory.mktemp("garbage")
    tables: dict[str, dict[str, Any]] = {"events": {}}
    for number, (table, document) in enumerate(documents, 1):
        tables.setdefault(table, {})[str(number)] = document
    personal = {name: tables.pop(name) for name in list(tables) if name in ("marks", "views")}
    put(folder, {E: tables, "people/p.json": personal} if personal else {E: tables})
    for fault in check(Dossier.open(folder)):
        assert "\n" not in fault.message
        assert fault.message


@pytest.mark.parametrize(
    "raw",
    [
        b'{"id":"x","title":"' + b"[" * 20_000 + b'"}',
        b'{"id":"x","title":"T","claims":' + b"[" * 20_000 + b"]" * 20_000 + b"}",
        b'{"id":"x","title":"\\ud800 alone"}',
        b'{"id":"x","title":"\\u0000"}',
        b'{"id":"x","title":"\xff\xfe"}',
        b'{"id":"x","title":"T","links":[{"event":"y","relation":"r"}]}',
        b'{"id":"x","title":"T","more":"\xff\xfe"}',
        b'{"id":"x","title":"T","more":' + b"[" * 20_000 + b"]" * 20_000 + b"}",
        b'{"id":"x","title":"A\xc2\xa0title"}',
    ],
    ids=["long", "deep", "surrogate", "nul", "not UTF-8", "dangling", "stranger", "deep stranger", "no-break space"],
)
def test_hostile_documents_are_survived(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "hostile.json"
    path.write_bytes(b'{"events":{\n"1":' + raw + b"\n}}\n")
    found = list(check(Dossier.open(path)))
    assert len(found) == (0 if b'[[[["}' in raw else 1), found


def test_memory_does_not_grow_with_the_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Events are streamed and articles let go: 12 MB of records are checked with a fraction of that in memory."""
    monkeypatch.setattr(passages_module, "HELD", 200_000)
    words = "word " * 20_000

    def articles() -> Any:
        for n in range(60):
            yield (
                n + 1,
                json.dumps({"id": f"a{n}", "title": "T", "text": f"Article {n} says this. {words}end."}).encode(),
            )

    def events() -> Any:
        for n in range(600):
            text = f"Article {n % 60} says this. {words}end."
            excerpt = to_builtins(anchors.excerpt_of(text, f"Article {n % 60} says this."))
            claim = {"source": "X", "article": f"a{n % 60}", "excerpt": excerpt}
            yield n + 1, json.dumps({"id": f"e{n}", "title": "T", "summary": "s" * 10_000, "claims": [claim]}).encode()

    lines.write(tmp_path / "dossier.json", {"events": events()})
    lines.write(tmp_path / "articles.json", {"articles": articles()})
    dossier = Dossier.open(tmp_path)
    tracemalloc.start()
    try:
        assert list(check(dossier)) == []
        assert tracemalloc.get_traced_memory()[1] < 6_000_000
    finally:
        tracemalloc.stop()


def test_events_may_be_linked_to_later_ones_and_across_files(tmp_path: Path) -> None:
    files = sound()
    files[I]["events"]["2"] = to_builtins(Event(id="row-8", title="T", links=())) | {
        "links": [{"event": "visit", "relation": "see"}]
    }
    assert faults(tmp_path, files) == []


def test_amendments_of_imported_actors_are_checked_too(tmp_path: Path) -> None:
    files = sound()
    files[E]["amendments"]["2"] = to_builtins(
        Amendment(id="am2", event="miners", table="actors", changes={"part_of": "union"})
    )
    (fault,) = faults(tmp_path, files)
    assert (fault.file, fault.field) == (I, "part_of")
    assert "no actor 'union'" in fault.message
