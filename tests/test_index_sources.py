"""Reading records from the files of a dossier, and what is kept while many are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.dossier import Dossier, create
from store.errors import Changed
from store.index import sources
from store.index.kept import Kept, kept
from store.index.survey import follow, survey
from store.model import Event


@pytest.fixture(params=[1, 150, 1 << 16])
def block(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Less than a document, some documents, all of them."""
    size: int = request.param
    monkeypatch.setattr(sources, "_BLOCK", size)
    return size


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    made = create(tmp_path / "dossier", title="Twenty")
    for number in range(20):
        made.add("events", Event(id=f"e{number}", title="x" * number))
    return made


@pytest.mark.usefixtures("block")
def test_documents_are_read_in_one_go_as_one_by_one(dossier: Dossier) -> None:
    shelf = survey(dossier)
    for number in (3, 17, 0):
        dossier.put("events", Event(id=f"e{number}", title="changed, and so much longer than it was"))
    dossier.remove("events", "e5")
    now, _ = follow(dossier, shelf)
    for each in (shelf, now):
        (source,) = (found for found in each.sources if "events" in found.lines)
        one_by_one = [(position, source.raw("events", position)) for position in source.lines["events"].positions()]
        assert list(source.each("events")) == one_by_one
    assert len(one_by_one) == 19


def test_documents_that_stand_in_another_order_than_their_positions(dossier: Dossier) -> None:
    (source,) = (found for found in survey(dossier).sources if "events" in found.lines)
    lines = source.lines["events"]
    columns = {name: list(getattr(lines, name))[::-1] for name in ("numbers", "offsets", "lengths", "checks")}
    turned = sources.Source(0, source.file, source.identity, source.handle, {"events": type(lines)(**columns)})
    assert [raw for _, raw in turned.each("events")] == [raw for _, raw in source.each("events")][::-1]


@pytest.mark.usefixtures("block")
def test_a_file_that_was_written_into_is_noticed(dossier: Dossier) -> None:
    (source,) = (found for found in survey(dossier).sources if "events" in found.lines)
    lines = source.lines["events"]
    with source.file.path.open("r+b") as file:
        file.seek(lines.offsets[7] + 3)
        file.write(b"!")
    read = source.each("events")
    assert [position for position, _ in (next(read) for _ in range(7))] == list(range(7))
    with pytest.raises(Changed, match="written into"):
        next(read)


def test_some_tables_of_a_dossier_are_read_under_the_same_numbers(dossier: Dossier) -> None:
    whole, events = survey(dossier), survey(dossier, tables=("events",))
    assert list(events.keys("events")) == list(whole.keys("events"))
    assert events.versions("events") == whole.versions("events")
    dossier.add("events", Event(id="later", title="later"))
    assert survey(dossier).versions("events") != whole.versions("events")


def test_what_is_kept_is_made_once_until_there_is_no_room() -> None:
    asked: list[int] = []

    @kept(2)
    def square(number: int) -> int:
        asked.append(number)
        return number * number

    assert [square(number) for number in (2, 3, 2, 3, 4, 2)] == [4, 9, 4, 9, 16, 4]
    assert asked == [2, 3, 4, 2]
    assert len(Kept(str, 2)) == 0
