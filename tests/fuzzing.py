"""What is fuzzed: functions of any bytes that may raise only what they say they raise.

``python -m tests.fuzzing NAME [libFuzzer's options]`` fuzzes one with atheris (coverage-guided); tests/test_fuzz.py
runs them all with Hypothesis, bounded.
"""

from __future__ import annotations

import contextlib
import re
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

BASIS = date(2023, 9, 5)

STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What no text on the way to a terminal may hold."""


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _stands_in(text: str, position: int) -> None:
    assert 0 <= position <= len(text)


def query(data: bytes) -> None:
    """The query language: a tree that can be told and written again, or an error that says where."""
    from store.query import QueryError, parse
    from store.query import format as written

    text = _text(data)
    for as_you_type in (False, True):
        try:
            found = parse(text, BASIS, as_you_type=as_you_type)
        except QueryError as error:
            _stands_in(text, error.position)
            continue
        found.describe()
        assert parse(written(found.tree), BASIS, as_you_type=False).tree == found.tree


def edtf(data: bytes) -> None:
    """EDTF: a date whose text is read as the same date, or an error with a place."""
    from store import edtf as dates

    try:
        found = dates.parse(_text(data))
    except dates.EdtfError as error:
        _stands_in(_text(data), error.position)
        return
    assert dates.parse(found.text) == found
    dates.sort_key(found)
    dates.label(found, year=True)


def when(data: bytes) -> None:
    """Dates as people type them."""
    from store.when import WhenError
    from store.when import when as read

    with contextlib.suppress(WhenError):
        read(_text(data), BASIS)


def anchors(data: bytes) -> None:
    """A passage in a text that may have nothing to do with it: found within the text, or not at all."""
    from store import anchors as passages
    from store.model import Excerpt

    article, _, rest = _text(data).partition("\n")
    exact, _, around = rest.partition("\n")
    end = min(len(article), len(exact))
    excerpt = Excerpt(exact=exact, prefix=around[:20], suffix=around[20:40], start=0, end=end, hash="0")
    found = passages.find(article, excerpt)
    if found.start is not None:
        assert 0 <= found.start <= found.end <= len(article)


def text(data: bytes) -> None:
    """The borders of text: clean is harmless and stays as it is, shown is as long as its source."""
    from store.text import clean, fold, shown, spans, tokens

    source = _text(data)
    cleaned = clean(source)
    assert clean(cleaned) == cleaned
    assert not STEERING.search(cleaned.replace("\n", ""))
    assert len(shown(source)) == len(source)
    assert not STEERING.search(shown(source))
    assert fold(fold(cleaned)) == fold(cleaned)
    assert [token for token, _, _ in spans(cleaned)] == tokens(cleaned)


def grid(data: bytes) -> None:
    """The last stage before the terminal: whatever it is given, it writes cells, places and pens."""
    from tui.wire.difference import Writer
    from tui.wire.grid import Reader, blank_row

    shown = [blank_row(30)] * 4
    reader = Reader(30, 4, {})
    other = reader.read(f"\x1b[1;1Hx{_text(data)}", shown)
    drawn = Writer(shown).change(reader.taken())
    assert other == ""
    left = re.sub(r"\x1b\[[\d;:]*[A-Za-z]|\x1b\]8;;(?:https?://[!-~]+)?\x1b\\|\x1bM|\r\n|\n", "", drawn)
    assert not STEERING.search(left), repr(left)


def documents(data: bytes) -> None:
    """A dossier's file that somebody else wrote."""
    from store.dossier import Dossier
    from store.errors import StoreError
    from store.model import RecordError

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "dossier.json").write_bytes(data)
        with contextlib.suppress(StoreError, RecordError):
            dossier = Dossier.open(folder, read_only=True)
            for table in ("events", "actors", "amendments"):
                list(dossier.records(table))


def imports(data: bytes) -> None:
    """Importers, whatever the ending of the file's name promises."""
    from store import importers
    from store.dossier import Dossier, create
    from store.errors import StoreError

    endings = ("csv", "json", "xml", "html", "txt", "ics", "tsv", "geojson", "jsonl", "zip", "md")
    with tempfile.TemporaryDirectory() as folder:
        create(Path(folder) / "d")
        dossier = Dossier.open(Path(folder) / "d")
        path = Path(folder) / f"x.{endings[data[0] % len(endings)] if data else 'csv'}"
        path.write_bytes(data[1:])
        with contextlib.suppress(importers.ImportFailed, StoreError):
            importers.run([path], dossier, dry_run=True)


def settings(data: bytes) -> None:
    """A person's settings: whatever is wrong is said, nothing is raised."""
    from tui.config import load

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.write_bytes(data)
        load(path)


TARGETS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each for each in (query, edtf, when, anchors, text, grid, documents, imports, settings)
}


if __name__ == "__main__":
    import atheris

    # Once, so that the rooms it needs are imported here and so are watched.
    with atheris.instrument_imports(include=["store", "tui"]), contextlib.suppress(Exception):
        TARGETS[sys.argv[1]](b"a")
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]])
    atheris.Fuzz()
