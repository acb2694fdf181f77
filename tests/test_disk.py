"""Disks as they are: full, read-only, linked, shared, with pipes where files should be. Real processes, real limits."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from store import disk, lines
from store.dossier import Dossier, create, edits
from store.errors import Busy, Damaged, NoSpace, ReadOnly, StoreError
from store.model import Event
from tests.processes import in_child, start

EVENT = Event(id="e", title="An event")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user may look into (pytest's own are closed to others)."""
    folder = Path(tempfile.mkdtemp(prefix="dateline-"))
    folder.chmod(0o755)
    yield folder
    subprocess.run(["chmod", "-R", "u+rwx", folder], check=True)
    shutil.rmtree(folder)


def entries(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir() if not entry.name.endswith(".lock")}


# No room


def limited(work: Callable[[], Any], size: int) -> Callable[[], Any]:
    def run() -> Any:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        return work()

    return run


@pytest.mark.parametrize("splice_above", [1 << 30, 0], ids=["tinydb", "splice"])
def test_a_limit_on_file_size_leaves_the_old_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, splice_above: int
) -> None:
    monkeypatch.setattr(edits, "SPLICE_BYTES", splice_above)
    dossier = create(tmp_path / "d")
    dossier.add("events", EVENT)
    before, names = dossier.identity(), entries(dossier.path)
    size = (dossier.path / "dossier.json").stat().st_size
    big = Event(id="big", title="x" * 10_000)
    answer = in_child(limited(lambda: dossier.add("events", big), size + 100))
    assert answer.startswith("NoSpace: ")
    assert "dossier.json cannot be saved: file too large; the old version is intact" in answer
    assert dossier.identity() == before
    assert entries(dossier.path) == names
    dossier.add("events", big)
    assert dossier.event("big") == big


def test_a_full_disk_leaves_the_old_version(tmp_path: Path) -> None:
    disk_path = tmp_path / "small"
    disk_path.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk_path], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.decode().strip()}")
    try:
        ballast = disk_path / "ballast"
        ballast.write_bytes(bytes(50_000))
        dossier = create(disk_path / "d")
        added = []

        def fill() -> None:
            for number in range(100):
                dossier.add("events", Event(id=f"e{number}", title="x" * 10_000))
                added.append(f"e{number}")

        with pytest.raises(NoSpace, match="no space left on device; the old version is intact"):
            fill()
        assert len(added) > 2
        assert [event.id for event in dossier.records("events")] == added
        assert ".dossier.json.tmp" not in entries(dossier.path)
        ballast.unlink()
        dossier.add("events", EVENT)
        assert dossier.event("e") == EVENT
    finally:
        subprocess.run(["umount", disk_path], check=True)


# Not ours to write


def closed_dossier(folder: Path) -> Path:
    """A dossier of ours that others may only read."""
    dossier = create(folder / "d")
    dossier.add("events", EVENT)
    for entry in dossier.path.iterdir():
        entry.chmod(0o644)
    dossier.path.chmod(0o755)
    return dossier.path


def as_another_user(path: Path, work: Callable[[], Any]) -> Any:
    """Run ``work`` as somebody without rights: another user, or (without root) ourselves on closed folders."""
    if os.getuid():
        for entry in (*path.iterdir(), path):
            entry.chmod(0o555 if entry.is_dir() else 0o444)
    return in_child(work, as_nobody=True)


def test_a_read_only_folder_is_opened_for_reading(open_folder: Path) -> None:
    path = closed_dossier(open_folder)

    def read_and_write() -> list[str]:
        dossier = Dossier.open(path)
        answers = [dossier.why_read_only, *(event.id for event in dossier.records("events"))]
        for write in (lambda: dossier.add("events", Event(id="x", title="x")), lambda: dossier.mark("e", starred=True)):
            with pytest.raises(ReadOnly) as caught:
                write()
            answers.append(str(caught.value))
        return answers

    why, event, added, marked = as_another_user(path, read_and_write)
    assert why == f"the folder {path} may not be written by you"
    assert event == "e"
    assert added == marked == f"d cannot be changed: {why}"
    assert "people" not in entries(path)


def test_a_folder_closed_under_an_open_dossier(open_folder: Path) -> None:
    open_folder.chmod(0o777)

    def close_and_write() -> None:
        dossier = create(open_folder / "d")
        dossier.path.chmod(0o555)
        dossier.add("events", EVENT)

    answer = in_child(close_and_write, as_nobody=True)
    path = open_folder / "d" / "dossier.json"
    assert answer == f"ReadOnly: {path} cannot be saved: the folder {path.parent} may not be written by you"
    assert entries(open_folder / "d") == {"dossier.json", "articles.json"}


def test_a_read_only_file_is_not_replaced(open_folder: Path) -> None:
    path = open_folder / "one.json"
    create(path)
    open_folder.chmod(0o777)
    path.chmod(0o444)
    before = path.read_bytes()
    assert in_child(lambda: Dossier.open(path).why_read_only, as_nobody=True) == (
        f"the file {path} may not be written by you"
    )
    answer = in_child(lambda: lines.write(path, {"events": []}), as_nobody=True)
    assert answer.startswith(f"ReadOnly: {path} cannot be saved")
    assert path.read_bytes() == before


def test_a_folder_that_may_not_be_read(open_folder: Path) -> None:
    path = closed_dossier(open_folder)
    (path / "dossier.json").chmod(0o600 if not os.getuid() else 0)
    answer = in_child(lambda: list(Dossier.open(path).records("events")), as_nobody=True)
    assert answer == f"StoreError: {path / 'dossier.json'} cannot be read: permission denied"


# Links, modes, groups


def test_a_link_is_kept_and_its_target_replaced(tmp_path: Path) -> None:
    create(tmp_path / "real" / "one.json")
    link = tmp_path / "link.json"
    link.symlink_to("real/one.json")
    dossier = Dossier.open(link)
    dossier.add("events", EVENT)
    assert link.is_symlink()
    assert os.readlink(link) == "real/one.json"
    assert Dossier.open(tmp_path / "real" / "one.json").event("e") == EVENT
    assert entries(tmp_path) == {"real", "link.json"}
    assert entries(tmp_path / "real") == {"one.json", "one.json.bak"}
    assert dossier.changed()


def test_links_to_nowhere_are_told(tmp_path: Path) -> None:
    (tmp_path / "gone.json").symlink_to("nothing.json")
    (tmp_path / "round.json").symlink_to("round.json")
    with pytest.raises(StoreError, match=r"gone\.json does not exist"):
        Dossier.open(tmp_path / "gone.json")
    with pytest.raises(StoreError, match=r"round\.json cannot be read: too many levels of symbolic links"):
        Dossier.open(tmp_path / "round.json")


def test_mode_and_group_are_kept(tmp_path: Path) -> None:
    dossier = create(tmp_path / "d")
    path = dossier.path / "dossier.json"
    path.chmod(0o640)
    group = next((group for group in (*os.getgroups(), 12345) if group != os.getgid()), None)
    if group is not None and not os.getuid():
        os.chown(path, 12346, group)
    before = path.stat()
    dossier.add("events", EVENT)
    after = path.stat()
    assert after.st_ino != before.st_ino
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


def test_a_folder_of_a_group_stays_of_the_group(open_folder: Path) -> None:
    if os.getuid():
        pytest.skip("needs root to give a folder to another group")
    folder = open_folder / "d"
    folder.mkdir()
    os.chown(folder, -1, 12345)
    folder.chmod(0o2775)
    dossier = create(folder)
    dossier.mark("e", starred=True)
    for entry in dossier.path.rglob("*"):
        assert entry.stat().st_gid == 12345, entry
    lock = disk.lock_of(dossier.path / "dossier.json").stat().st_mode
    assert stat.S_IMODE(lock) & 0o060 == 0o060, "others of the group must be able to take the lock"


def test_without_hard_links_the_backup_is_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    dossier = create(tmp_path / "d")
    before = (dossier.path / "dossier.json").read_bytes()
    dossier.add("events", EVENT)
    assert (dossier.path / "dossier.json.bak").read_bytes() == before


def test_without_kernel_copies_a_splice_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(edits, "SPLICE_BYTES", 0)
    dossier = create(tmp_path / "d")
    dossier.add("events", EVENT)
    monkeypatch.setattr(os, "copy_file_range", refuse)
    dossier.put("events", Event(id="e", title="Another"))
    assert dossier.event("e") == Event(id="e", title="Another")


# Not files


def special(path: Path, kind: str) -> None:
    match kind:
        case "a pipe":
            os.mkfifo(path)
        case "a folder":
            path.mkdir()
        case "a socket":
            here = os.getcwd()
            os.chdir(path.parent)  # the names of sockets are short
            with socket.socket(socket.AF_UNIX) as server:
                server.bind(path.name)
            os.chdir(here)
        case "a device":
            if os.getuid():
                pytest.skip("needs root to make a device")
            os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 5))  # its own: a mistake here must not hurt the system's


@pytest.mark.parametrize("kind", ["a pipe", "a folder", "a socket", "a device"])
def test_what_is_not_a_file_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    dossier = create(tmp_path / "d")
    paths = [dossier.path / "dossier.json", dossier.path / "people" / "me.json"]
    paths[0].unlink()
    paths[1].parent.mkdir()
    for path in paths:
        special(path, kind)
        message = f"StoreError: {path} is {kind}, not a file"

        def read(path: Path = path) -> list[Any]:
            signal.alarm(5)
            return list(lines.scan(path))

        def write(path: Path = path) -> None:
            signal.alarm(5)
            lines.write(path, {"events": []})

        assert in_child(read) == message
        assert in_child(write) == message
        assert not disk.lock_of(path).exists() or path == paths[0]
    with pytest.raises(StoreError, match=f"is {kind}, not a file"):
        Dossier.open(dossier.path)


# Locks


def hold(path: Path) -> Callable[[], Iterator[None]]:
    def steps() -> Iterator[None]:
        with disk.locked(path):
            yield
            signal.pause()

    return steps


def test_a_lock_held_too_long_is_told_with_its_holder_and_dies_with_it(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    create(path)
    holder = start(hold(path))
    assert holder.wait_for(1)
    with pytest.raises(
        Busy, match=f"is being saved by process {holder.pid}, which did not end within 0.05 s; try again"
    ):
        lines.write(path, {"events": []}, seconds=0.05)
    assert list(Dossier.open(path).records("events")) == [], "reading needs no lock"
    holder.kill()
    Dossier.open(path).add("events", EVENT)
    assert Dossier.open(path).event("e") == EVENT


def test_what_a_killed_writer_left_is_cleared_away(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    dossier = create(path)
    disk.temporary_of(path).write_text("half a file")
    disk.temporary_of(path).chmod(0)
    disk.lock_of(path).write_text("not a process number")
    dossier.add("events", EVENT)
    assert entries(tmp_path) == {"one.json", "one.json.bak"}


def test_a_file_system_without_locks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(38, "Function not implemented")

    dossier = create(tmp_path / "d")
    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(StoreError, match=r"file system without locks.*copy the dossier to a local disk"):
        dossier.add("events", EVENT)
    assert list(dossier.records("events")) == []


# Cut off, emptied, lost


@pytest.mark.parametrize("splice_above", [1 << 30, 0], ids=["tinydb", "splice"])
def test_damage_is_never_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, splice_above: int) -> None:
    monkeypatch.setattr(edits, "SPLICE_BYTES", splice_above)
    dossier = create(tmp_path / "d")
    dossier.add("events", EVENT)
    path = dossier.path / "dossier.json"
    whole = path.read_bytes()
    for damage in (whole[:-3], whole[: len(whole) // 2], b"", whole + b"\0\0"):
        path.write_bytes(damage)
        for touch in (lambda: dossier.add("events", Event(id="x", title="x")), lambda: list(dossier.records("events"))):
            with pytest.raises(Damaged, match=r"dossier\.json is damaged at .*dossier\.json\.bak holds the version"):
                touch()
        assert path.read_bytes() == damage
    path.unlink()
    with pytest.raises(Damaged, match="is missing, but its backup is there"):
        Dossier.open(dossier.path)
    disk.backup_of(path).rename(path)
    assert list(Dossier.open(dossier.path).records("events")) == []
