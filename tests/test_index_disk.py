"""The index on the disk: made in the background, killed anywhere, shared, damaged, without room."""

from __future__ import annotations

import contextlib
import io
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tantivy

from bench import make
from store import chronology
from store.chronology import Chronology
from store.dossier import Dossier
from store.errors import Changed, StoreError
from store.index import building, filling, folder, ondisk
from store.index.__main__ import main
from store.index.folder import Folder, NoCache
from store.model import Actor, Amendment, Article, Claim, Event, Mark, Participant
from store.query import parse
from tests.test_chronology import BASIS, ask, assert_same, ids
from tests.test_index_difference import oracle_of, write

QUERIES = (
    "",
    "protest",
    "prot*",
    "actor:act-00001 since:2005",
    "прот*",
    "-protest",
    "text:military",
    "asof:2012",
    "is:starred",
)

pytestmark = pytest.mark.usefixtures("quick_disk")


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chronology, "SMALL", 0)
    # A small index is made in less than the time between two looks of a person.
    monkeypatch.setattr(ondisk, "_POLL", 0.002)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier of sixty events, not to be changed."""
    path = tmp_path_factory.mktemp("made") / "dossier"
    make.make(60, path)
    return path


@pytest.fixture
def dossier(made: Path, tmp_path: Path) -> Dossier:
    """The same, to be changed."""
    shutil.copytree(made, tmp_path / "dossier")
    return Dossier.open(tmp_path / "dossier", person="me")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


class Here:
    """A builder in this process, which has done its work when it is asked how far it is: processes cost a second."""

    def __init__(self, command: list[str], **_: object) -> None:
        self.stderr = io.StringIO()
        with contextlib.redirect_stderr(self.stderr):
            self.returncode = main(*command[3:])

    def poll(self) -> int:
        return self.returncode

    def communicate(self) -> tuple[str, str]:
        return "", self.stderr.getvalue()


@pytest.fixture
def build_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "subprocess", types.SimpleNamespace(Popen=Here, DEVNULL=None, PIPE=None))
    monkeypatch.setattr("os.nice", lambda _: 0)


def complete(dossier: Dossier, cache: Path, **more: Any) -> Chronology:
    return chronology.open(dossier, cache=cache, wait=True, **more)


def assert_true_to_files(opened: Chronology, dossier: Dossier) -> None:
    oracle = oracle_of(dossier)
    for text in QUERIES:
        assert_same(opened, oracle, parse(text, BASIS))


def index_of(dossier: Dossier, cache: Path) -> Path:
    found = Folder(dossier.path, cache).current()
    assert found is not None
    return found


@contextlib.contextmanager
def no_builder() -> Iterator[None]:
    """Nothing may be made in here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ondisk.DiskIndex, "_start_builder", lambda *_, **__: pytest.fail("an index is made"))
        yield


class TestMaking:
    def test_answers_are_those_of_the_files(self, dossier: Dossier, cache: Path) -> None:
        told: list[str] = []
        opened = complete(dossier, cache, on_progress=lambda progress: told.append(progress.phase))
        assert told[0] == "reading"
        assert (opened.progress, opened.problem, opened.where) == (None, "", index_of(dossier, cache))
        assert_true_to_files(opened, dossier)

    def test_they_are_so_when_another_process_reads_the_events(
        self, dossier: Dossier, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(building, "TOGETHER", 0)
        dossier.add("events", Event(id="e", title="own protest", date="2003"))
        with Folder(dossier.path, cache).lock("building"):
            building.build(dossier, Folder(dossier.path, cache))
        with no_builder():
            assert_true_to_files(chronology.open(dossier, cache=cache), dossier)

    @pytest.mark.parametrize("saves", [1, 3])
    def test_a_save_while_the_files_are_read(
        self, dossier: Dossier, cache: Path, monkeypatch: pytest.MonkeyPatch, saves: int
    ) -> None:
        read, seen = building.survey, []

        def save_after_it(*asked: Any) -> Any:
            shelf = read(*asked)
            if len(seen) < saves:
                seen.append(dossier.add("events", Event(id=f"e{len(seen)}", title="meanwhile")))
            return shelf

        monkeypatch.setattr(building, "survey", save_after_it)
        made_here = Folder(dossier.path, cache)
        with made_here.lock("building"):
            if saves == 3:
                with pytest.raises(Changed, match="again and again"):
                    building.build(dossier, made_here)
                assert made_here.current() is None
                return
            building.build(dossier, made_here)
        with no_builder():
            opened = chronology.open(dossier, cache=cache)
        assert ids(opened, ask("meanwhile")) == ["e0"]
        assert_true_to_files(opened, dossier)

    def test_it_is_made_only_once(self, dossier: Dossier, cache: Path) -> None:
        complete(dossier, cache)
        with no_builder():
            opened = chronology.open(dossier, cache=cache)
            assert opened.progress is None
            assert_true_to_files(opened, dossier)
            assert not opened.refresh()

    def test_it_can_be_used_while_it_is_made(self, dossier: Dossier, cache: Path) -> None:
        opened = chronology.open(dossier, cache=cache)
        generation = opened.generation
        assert (opened.count(ask("")).total, opened.window(ask(""), 0, 9)) == (0, ())
        assert opened.progress is not None
        while opened.progress is not None:
            opened.refresh()
            time.sleep(0.01)
        assert opened.generation > generation
        assert_true_to_files(opened, dossier)

    def test_parts_are_shown(self, dossier: Dossier, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(building, "FIRST_PART", 20)
        monkeypatch.setattr(filling, "PORTION", 10)
        seen: list[int] = []
        where = Folder(dossier.path, cache)
        index = idle(dossier, where, monkeypatch)

        def look(*_: object) -> None:
            index.refresh()
            seen.append(index.state.events)

        monkeypatch.setattr(building.Teller, "__call__", look)
        with where.lock("building"):
            building.build(dossier, where)
        assert 20 in seen
        assert index.refresh()
        assert index.state.events == 60

    def test_the_parts_of_a_large_one_are_merged(
        self, dossier: Dossier, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        in_parts(monkeypatch)
        opened = complete(dossier, cache)
        assert segments(dossier, cache) == 1
        assert_true_to_files(opened, dossier)

    def test_nothing_is_changed_while_parts_are_merged(self, dossier: Dossier, cache: Path) -> None:
        opened = complete(dossier, cache)
        dossier.add("events", Event(id="later", title="later", date="2026-01-01"))
        with Folder(dossier.path, cache).lock("merging"):
            assert not opened.refresh()
            assert ids(opened, ask("later")) == []
        assert opened.refresh()
        assert ids(opened, ask("later")) == ["later"]

    def test_rows_can_be_read_while_parts_are_merged(self, dossier: Dossier, cache: Path) -> None:
        """Of an index that was made while its files were edited no row could be read before it has followed."""
        own = Event(id="own", title="one of two")
        dossier.add("events", own)
        dossier.add("events", Event(id="after", title="two of two"))
        first = complete(dossier, cache)
        where = Folder(dossier.path, cache)
        with where.lock("building"):
            building.build(dossier, where, anew=True)
        dossier.put("events", Event(id="own", title="a title of another length"), seen=own)
        with where.lock("merging"):
            second = chronology.open(dossier, cache=cache)
            for opened in (first, second):
                opened.refresh()
                assert len(opened.window(ask(""), 0, 100)) == opened.count(ask("")).total
            assert second.progress is not None
        for opened in (first, second):
            while opened.progress is not None or not ids(opened, ask("another")):
                opened.refresh()
            assert_true_to_files(opened, dossier)

    def test_a_merge_that_fails_leaves_the_parts(
        self, dossier: Dossier, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        in_parts(monkeypatch)
        writing = building.writing

        @contextlib.contextmanager
        def full(*given: Any) -> Iterator[Any]:
            with writing(*given) as writer:
                yield writer
            raise OSError(28, "No space left on device")

        where = Folder(dossier.path, cache)
        with pytest.MonkeyPatch.context() as patch, where.lock("building"):
            patch.setattr(building, "writing", full)
            patch.setattr(building, "_build_articles", lambda *_: None)
            building.build(dossier, where)
        assert_true_to_files(complete(dossier, cache), dossier)

    @pytest.mark.usefixtures("build_here")
    def test_without_room_for_the_articles_the_events_are_found(
        self, dossier: Dossier, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(building, "_build_articles", full)
        opened = complete(dossier, cache)
        assert "No space left" in opened.problem
        assert opened.where == index_of(dossier, cache)
        monkeypatch.setattr(ondisk, "in_background", lambda *_, **__: pytest.fail("another builder is started"))
        opened.refresh()
        assert opened.count(ask("")).total == 60

    def test_names_are_known_when_another_index_took_the_place(self, dossier: Dossier, cache: Path) -> None:
        complete(dossier, cache)
        opened = chronology.open(dossier, cache=cache)
        where = Folder(dossier.path, cache)
        with where.lock("building"):
            building.build(dossier, where, anew=True)
        actor = dossier.actor("act-00001")
        assert actor is not None
        found = ids(opened, ask(f'"{actor.name}"'))
        assert found == ids(opened, ask(f"actor:{actor.id}")) != []

    def test_rebuild_makes_another(self, dossier: Dossier, cache: Path) -> None:
        complete(dossier, cache)
        first = index_of(dossier, cache)
        complete(dossier, cache, rebuild=True)
        assert index_of(dossier, cache) != first
        assert not first.exists()

    def test_it_is_nobody_elses(self, dossier: Dossier, cache: Path) -> None:
        complete(dossier, cache)
        for path in (cache / "index").rglob("*"):
            if path.is_dir() and "made" not in path.name and path.parent.name != "made-1":
                assert path.stat().st_mode & 0o077 == 0, path

    def test_what_was_not_used_for_long_is_thrown_away(self, dossier: Dossier, made: Path, cache: Path) -> None:
        complete(Dossier.open(made), cache)
        old = Folder(made, cache).path
        os.utime(old / "current", (0, 0))
        complete(dossier, cache)
        assert not old.exists()


def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the index of sixty events made in the parts of a large one."""
    monkeypatch.setattr(building, "LARGE", 40)
    monkeypatch.setattr(filling, "PORTION", 4)


def segments(dossier: Dossier, cache: Path) -> int:
    """How many parts the index of the events consists of."""
    return int(tantivy.Index.open(str(index_of(dossier, cache) / building.EVENTS)).searcher().num_segments)


def idle(dossier: Dossier, where: Folder, monkeypatch: pytest.MonkeyPatch) -> ondisk.DiskIndex:
    """An index that waits for somebody else's builder."""
    monkeypatch.setattr(ondisk.DiskIndex, "_start_builder", lambda *_, **__: None)
    return ondisk.DiskIndex(dossier, where)


@pytest.mark.usefixtures("build_here")
class TestFollowing:
    def test_edits_of_every_kind(self, dossier: Dossier, cache: Path) -> None:
        opened = complete(dossier, cache)
        event = dossier.event("ev-0000007")
        assert event is not None
        for change in (
            lambda: dossier.add("events", Event(id="own", title="protest anew", date="2001-01-01")),
            lambda: dossier.put("events", Event(id="own", title="gone over", date="1995")),
            lambda: dossier.remove("events", "ev-0000008"),
            lambda: dossier.add("actors", Actor(id="new", name="Protest League")),
            lambda: dossier.add("articles", Article(id="late", title="Late", text="military and nothing else")),
            lambda: dossier.add(
                "events",
                Event(
                    id="cites",
                    title="t",
                    actors=(Participant(actor="new"),),
                    claims=(Claim(source="s", article="late", reported="2011-01-01"), Claim(source="t")),
                ),
            ),
            lambda: dossier.mark("ev-0000009", starred=True, note="look"),
        ):
            change()
            assert opened.refresh()
            assert_true_to_files(opened, dossier)
        assert "cites" in ids(opened, ask("text:nothing"))
        with no_builder():
            assert_true_to_files(chronology.open(dossier, cache=cache), dossier)

    def test_files_that_changed_while_nobody_looked(self, dossier: Dossier, cache: Path) -> None:
        complete(dossier, cache)
        dossier.add("events", Event(id="own", title="meanwhile"))
        with no_builder():
            assert ids(chronology.open(dossier, cache=cache), ask("meanwhile")) == ["own"]

    def test_a_large_file_is_followed_in_the_background(
        self, dossier: Dossier, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        complete(dossier, cache)
        dossier.add("events", Event(id="own", title="meanwhile"))
        monkeypatch.setattr(ondisk, "AT_ONCE", 0)
        with no_builder():
            assert ids(complete(dossier, cache), ask("meanwhile")) == ["own"]

    def test_too_much_for_a_difference(self, dossier: Dossier, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        opened = complete(dossier, cache)
        monkeypatch.setattr("store.index.difference.FEW", 3)
        shutil.rmtree(dossier.path / "imports")
        write(dossier.path / "imports" / "new.json", events={n: Event(id=f"n{n}", title="t") for n in range(1, 9)})
        opened.refresh()
        assert opened.progress is not None
        assert opened.count(ask("")).total == 60, "the old index serves until the new one is there"
        while opened.progress is not None:
            opened.refresh()
        assert_true_to_files(opened, dossier)

    def test_articles_that_change_before_they_are_indexed(
        self, dossier: Dossier, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        where = Folder(dossier.path, cache)
        real = building._build_articles

        def meanwhile(*arguments: Any) -> None:
            index = idle(dossier, where, monkeypatch)
            dossier.put("articles", Article(id="art-000001", title="t", text="entirely different"))
            dossier.add("events", Event(id="own", title="t", claims=(Claim(source="s", article="art-000001"),)))
            index.refresh()
            real(*arguments)

        monkeypatch.setattr(building, "_build_articles", meanwhile)
        with where.lock("building"):
            building.build(dossier, where)
        assert "own" in ids(complete(dossier, cache), ask('text:"entirely different"'))


@pytest.mark.usefixtures("build_here")
class TestSharing:
    def test_two_sessions_follow_each_other(self, dossier: Dossier, cache: Path) -> None:
        one, other = complete(dossier, cache), complete(dossier, cache)
        for number, (writer, reader) in enumerate([(one, other), (other, one), (one, other)]):
            dossier.add("events", Event(id=f"own{number}", title="shared"))
            assert writer.refresh()
            assert reader.refresh()
            assert ids(reader, ask("shared")) == ids(writer, ask("shared")) == [f"own{n}" for n in range(number + 1)]
        assert_true_to_files(other, dossier)

    def test_two_builders_at_once(self, dossier: Dossier, cache: Path) -> None:
        opened: list[Chronology] = []
        threads = [threading.Thread(target=lambda: opened.append(complete(dossier, cache))) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for each in opened:
            assert_true_to_files(each, dossier)

    def test_who_changes_the_index_is_waited_for(self, dossier: Dossier, cache: Path, monkeypatch: Any) -> None:
        opened = complete(dossier, cache)
        dossier.add("events", Event(id="own", title="later"))
        monkeypatch.setattr("store.index.opened.PATIENCE", 0.0)
        with Folder(dossier.path, cache).lock("changing"):
            assert not opened.refresh()
        assert opened.refresh()
        assert ids(opened, ask("later")) == ["own"]


def killed(script: str, *arguments: object) -> None:
    """Run a script in another process that must die of SIGKILL."""
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)], check=False)
    assert done.returncode == -signal.SIGKILL


DIE = """
    import os, signal, sys
    from pathlib import Path
    from store import chronology
    from store.dossier import Dossier
    from store.index import catalog, filling, opened
    from store.model import Event

    def die(*_, **__):
        os.kill(os.getpid(), signal.SIGKILL)

    def then_die(work):
        def both(*given, **named):
            work(*given, **named)
            die()
        return both

    chronology.SMALL = 0
    dossier = Dossier.open(sys.argv[1], person="me")
"""


@pytest.mark.usefixtures("build_here")
@pytest.mark.slow
class TestKilled:
    @pytest.mark.parametrize(
        "moment",
        [
            "catalog.note_suspect = then_die(catalog.note_suspect)",
            "filling.Filler.add_events = then_die(filling.Filler.add_events)",
            "catalog.save = die",
            "catalog.save = then_die(catalog.save)",
            "catalog.forget_suspect = die",
        ],
    )
    def test_in_a_change(self, dossier: Dossier, cache: Path, moment: str) -> None:
        complete(dossier, cache)
        dossier.add("events", Event(id="own", title="before"))
        dossier.remove("events", "ev-0000003")
        change = f"""
    {moment}
    chronology.open(dossier, cache=Path(sys.argv[2]))
"""
        killed(DIE + change, dossier.path, cache)
        # What the dead one had put into the index is not what the files say any more.
        dossier.put("events", Event(id="own", title="after"))
        with no_builder():
            opened = chronology.open(dossier, cache=cache)
        assert_true_to_files(opened, dossier)
        assert (ids(opened, ask("before")), ids(opened, ask("after"))) == ([], ["own"])

    @pytest.mark.parametrize(
        "moment",
        [
            "building.survey = die",
            "filling.Filler.add_events = die",
            "Folder.publish = die",
            "Folder.publish = then_die(Folder.publish)",
            "filling.Filler.add_articles = die",
            "os.rename = die",
        ],
    )
    def test_in_a_build(self, dossier: Dossier, cache: Path, moment: str) -> None:
        build = f"""
    from store.index import building
    from store.index.folder import Folder
    {moment}
    folder = Folder(dossier.path, Path(sys.argv[2]))
    with folder.lock("building"):
        building.build(dossier, folder)
"""
        killed(DIE + build, dossier.path, cache)
        assert_true_to_files(complete(dossier, cache), dossier)

    def test_before_the_parts_were_merged(self, dossier: Dossier, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        build = """
    from store.index import building
    from store.index.folder import Folder
    building.LARGE, filling.PORTION = 40, 4
    Folder.publish = then_die(Folder.publish)
    folder = Folder(dossier.path, Path(sys.argv[2]))
    with folder.lock("building"):
        building.build(dossier, folder)
"""
        killed(DIE + build, dossier.path, cache)
        in_parts(monkeypatch)
        opened = complete(dossier, cache)
        assert segments(dossier, cache) == 1
        assert_true_to_files(opened, dossier)

    @pytest.mark.slow
    def test_at_random_moments(self, tmp_path: Path, cache: Path) -> None:
        make.make(4_000, tmp_path / "dossier")
        dossier = Dossier.open(tmp_path / "dossier", person="me")
        chance = random.Random(5)
        finished = 0
        for _ in range(15):
            builder = subprocess.Popen([sys.executable, "-m", "store.index", dossier.path, cache, "anew"])
            with contextlib.suppress(subprocess.TimeoutExpired):
                builder.wait(chance.uniform(0.2, 3))
            builder.kill()
            finished += builder.wait() == 0
            if (current := Folder(dossier.path, cache).current()) is not None:
                assert (current / "catalog.json").exists()
        opened = complete(dossier, cache)
        assert opened.count(ask("")).total == 4_000
        assert finished < 15

    @pytest.mark.slow
    def test_sessions_that_edit_follow_and_die(self, dossier: Dossier, cache: Path) -> None:
        complete(dossier, cache)
        session = (
            DIE
            + """
    import itertools
    opened = chronology.open(dossier, cache=Path(sys.argv[2]))
    for number in itertools.count():
        dossier.add("events", Event(id=f"{sys.argv[3]}-{number}", title="session", date="2003-03-03"))
        opened.refresh()
"""
        )
        chance = random.Random(6)
        for life in range(8):
            sessions = [
                subprocess.Popen([sys.executable, "-c", textwrap.dedent(session), dossier.path, cache, f"s{life}-{n}"])
                for n in range(2)
            ]
            time.sleep(chance.uniform(0.5, 1.5))
            for each in sessions:
                each.kill()
            for each in sessions:
                assert each.wait() == -signal.SIGKILL
        opened = complete(dossier, cache)
        oracle = oracle_of(dossier)
        assert len(ids(opened, ask("session"))) == len(oracle.ids(ask("session"))) > 8
        assert_true_to_files(opened, dossier)


@pytest.mark.usefixtures("build_here")
class TestDamage:
    @pytest.mark.parametrize(
        "damage",
        [
            lambda index: (index / "catalog.json").write_bytes(b"{"),
            lambda index: (index / "catalog.json").unlink(),
            lambda index: (index / "catalog.json").write_bytes(
                (index / "catalog.json").read_bytes().replace(b'"dossier":"', b'"dossier":"/other')
            ),
            lambda index: next(index.glob("*-events-*.lines")).write_bytes(b"dateline"),
            lambda index: (index / "events" / "meta.json").write_bytes(b"null"),
            lambda index: next((index / "events").glob("*.idx")).unlink(),
            lambda index: (index / "suspect.json").write_bytes(b"?"),
            lambda index: shutil.rmtree(index),
            lambda index: (index.parent / "current").write_bytes(b"../../../somewhere"),
        ],
    )
    def test_an_index_that_is_none_is_made_anew(
        self, dossier: Dossier, cache: Path, damage: Callable[[Path], object]
    ) -> None:
        complete(dossier, cache)
        damage(index_of(dossier, cache))
        opened = complete(dossier, cache)
        assert_true_to_files(opened, dossier)
        assert opened.where == index_of(dossier, cache)

    def test_another_version_is_left_alone(self, dossier: Dossier, cache: Path, monkeypatch: Any) -> None:
        complete(dossier, cache)
        before = index_of(dossier, cache)
        monkeypatch.setattr(folder, "version_name", lambda: "99-tantivy-9.9")
        newer = Folder(dossier.path, cache)
        assert newer.current() is None
        assert newer.path.parent == before.parent.parent
        monkeypatch.undo()
        assert index_of(dossier, cache) == before


class TestNoRoom:
    def test_too_little_is_said_and_the_index_made_in_memory(self, dossier: Dossier, cache: Path) -> None:
        limit = """
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))
    opened = chronology.open(dossier, cache=Path(sys.argv[2]), wait=True)
    print(opened.events, opened.where, opened.problem)
"""
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(DIE + limit), dossier.path, cache],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.startswith("60 None ")
        assert "File too large" in done.stdout

    def test_it_is_known_before(self, dossier: Dossier, cache: Path, monkeypatch: Any) -> None:
        monkeypatch.setattr(building.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 10))
        where = Folder(dossier.path, cache)
        with where.lock("building"), pytest.raises(StoreError, match="no room for the index of dossier"):
            building.build(dossier, where)

    def test_a_full_disk_while_following_is_said_and_mended_later(self, dossier: Dossier, cache: Path) -> None:
        opened = complete(dossier, cache)
        dossier.add("events", Event(id="own", title="tight"))
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
        try:
            with pytest.raises(StoreError, match="cannot be changed"):
                opened.refresh()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert opened.count(ask("")).total == 60
        assert opened.refresh()
        assert_true_to_files(opened, dossier)


@pytest.mark.usefixtures("build_here")
class TestPlaces:
    def test_a_symbolic_link_is_not_followed(self, dossier: Dossier, cache: Path, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").mkdir()
        cache.mkdir()
        (cache / "index").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(NoCache, match="no folder of its own"):
            Folder(dossier.path, cache)
        opened = chronology.open(dossier, cache=cache)
        assert "no folder of its own" in opened.problem
        assert_true_to_files(opened, dossier)
        assert not list((tmp_path / "elsewhere").iterdir())

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
    def test_somebody_elses_folder_is_refused(self, dossier: Dossier, cache: Path) -> None:
        (cache / "index").mkdir(parents=True)
        os.chown(cache / "index", 65534, 65534)
        with pytest.raises(NoCache, match="belongs to somebody else"):
            Folder(dossier.path, cache)

    def test_a_place_that_is_none(self, dossier: Dossier, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        opened = chronology.open(dossier, cache=tmp_path / "file")
        assert "cannot be made for the index" in opened.problem
        assert opened.events == 60

    def test_the_environment_names_it(self, made: Path, tmp_path: Path, monkeypatch: Any) -> None:
        monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "named"))
        assert Folder(made).path.is_relative_to(tmp_path / "named")

    def test_dossiers_of_one_name_are_told_apart(self, tmp_path: Path, cache: Path) -> None:
        for parent in ("a", "b"):
            write(tmp_path / parent / "same" / "dossier.json", events={1: Event(id=parent, title="t")})
        for parent in ("a", "b"):
            assert ids(complete(Dossier.open(tmp_path / parent / "same"), cache), ask("")) == [parent]


@pytest.mark.usefixtures("build_here")
def test_marks_and_amendments_live_with_an_index_on_the_disk(dossier: Dossier, cache: Path) -> None:
    first = dossier.event("ev-0000001")
    assert first is not None
    write(dossier.path / "people" / "me.json", marks={1: Mark(id="ev-0000002", starred=True, tags=("mine",))})
    amendment = Amendment(id="a", event="ev-0000001", changes={"title": "unheard of", "date": "1991-02"})
    main = {
        "actors": dict(enumerate(dossier.records("actors"), 1)),
        "amendments": {1: amendment},
    }
    write(dossier.path / "dossier.json", **main)
    opened = complete(dossier, cache)
    assert_true_to_files(opened, dossier)
    assert ids(opened, ask("unheard")) == ["ev-0000001"]
    with no_builder():
        again = chronology.open(dossier, cache=cache)
    assert_true_to_files(again, dossier)
