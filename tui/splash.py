"""The first frame of the last time, shown before anything of the program is loaded.

A frame is kept in the person's cache folder with all that it depends on: the dossier's files, the program's files,
the settings, the terminal and its size, the day. It is shown only if every one of these is the same; so a splash is
never wrong, only missing. The driver of the terminal (:mod:`tui.wire`) then takes it for what is shown, and sends
what differs: mostly nothing.

The frame shows what is in the dossier, so it is for this person's eyes only: the folder is 0700, the file 0600, and
neither is trusted unless it is this person's own. Nothing is imported here that Python has not loaded by itself.
"""

from __future__ import annotations

import os
import stat
import sys
import zlib
from collections.abc import Iterable

MAGIC = "dateline frame 1"

LIMIT = 64_000
"""Bytes of a stored frame with its stamps; a longer file is not ours."""

KEPT = 32
"""Frames kept at most: the newest."""

TERMINAL = ("TERM", "TERM_PROGRAM", "COLORTERM", "COLORFGBG", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG", "TMUX", "STY")
"""Variables that decide what a frame looks like, besides those of this program and of Textual."""


def folder() -> str:
    """Where frames are kept. The XDG rule is spelled out: the library that knows it takes longer than the splash."""
    cache = os.environ.get("DATELINE_CACHE")
    if not cache:
        home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
        cache = os.path.join(home, "dateline")
    return os.path.join(cache, "frames")


def key(path: str, size: tuple[int, int], today: str, options: Iterable[str]) -> str:
    """All that a frame depends on but for files, in one line. ``path`` is the dossier's as given."""
    environ = os.environ
    named = [name for name in environ if name.startswith(("DATELINE_", "TEXTUAL_"))]
    values = [f"{name}={environ.get(name, '')}" for name in (*TERMINAL, *sorted(named))]
    remote = "remote" if environ.get("SSH_CONNECTION") else "local"
    parts = [os.path.abspath(path) if path else "", str(os.getuid()), f"{size[0]}x{size[1]}", today, remote]
    return repr([*parts, *options, *values])


def stamp(path: str) -> str:
    """What tells whether a file or folder changed; ``-`` for one that is not there."""
    try:
        found = os.stat(path)
    except OSError:
        return "-"
    return f"{found.st_dev}:{found.st_ino}:{found.st_mode}:{found.st_uid}:{found.st_size}:{found.st_mtime_ns}"


def stamps(paths: Iterable[str]) -> dict[str, str]:
    """The stamps of some files, to be taken before they are read."""
    return {path: stamp(path) for path in paths}


def program_files() -> list[str]:
    """The files of this program that are loaded, and of Textual: another version draws another frame."""
    files = [getattr(module, "__file__", None) for name, module in sys.modules.items() if _is_ours(name)]
    looks = os.path.join(os.path.dirname(__file__), "dateline.tcss")
    return sorted({looks, *(file for file in files if file)})


def _is_ours(name: str) -> bool:
    return name == "textual" or name.partition(".")[0] in ("tui", "store", "samples")


def load(key: str) -> str:
    """The frame for this key, empty where there is none that can be trusted."""
    text = _read(_file(key))
    head, _, frame = text.partition("\n\n")
    lines = head.split("\n")
    if lines[:2] != [MAGIC, key] or not frame:
        return ""
    for line in lines[2:]:
        seen, _, path = line.partition(" ")
        if stamp(path) != seen:
            return ""
    return frame


def save(key: str, files: dict[str, str], frame: str) -> None:
    """Keep a frame. What cannot be kept is done without: the next start takes longer, no more."""
    lines = [MAGIC, key, *(f"{seen} {path}" for path, seen in files.items())]
    data = ("\n".join(lines) + "\n\n" + frame).encode(errors="surrogateescape")
    if len(data) > LIMIT or any("\n" in line for line in lines):
        return
    target = _file(key)
    try:
        os.makedirs(os.path.dirname(target), mode=0o700, exist_ok=True)
        if not _is_own(os.lstat(os.path.dirname(target)), stat.S_ISDIR):
            return
        fresh = f"{target}.{os.getpid()}"
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as file:
            file.write(data)
        os.replace(fresh, target)
        _prune(os.path.dirname(target))
    except OSError:
        return


def _file(key: str) -> str:
    # Keys of other dossiers may share a number: the key in the file decides.
    return os.path.join(folder(), f"{zlib.crc32(key.encode(errors='surrogateescape')):08x}")


def _read(path: str) -> str:
    try:
        if not _is_own(os.lstat(os.path.dirname(path)), stat.S_ISDIR):
            return ""
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return ""
    try:
        found = os.fstat(handle)
        if not _is_own(found, stat.S_ISREG) or found.st_size > LIMIT:
            return ""
        return os.read(handle, LIMIT).decode(errors="surrogateescape")
    except OSError:
        return ""
    finally:
        os.close(handle)


def _is_own(found: os.stat_result, kind: object) -> bool:
    """Whether it is of the right kind, this person's, and closed to all others."""
    assert callable(kind)
    return bool(kind(found.st_mode)) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def _prune(where: str) -> None:
    frames = sorted((os.path.join(where, name) for name in os.listdir(where)), key=os.path.getmtime, reverse=True)
    for old in frames[KEPT:]:
        os.unlink(old)
