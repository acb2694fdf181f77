"""What a guest's process may do: set up before anything else is imported, for life.

The rules are the interpreter's audit events (PEP 578). They hold against mistakes of ours and of libraries in
Python, not against machine code of a stranger; that is what the account that sshd starts us in is for.
"""

from __future__ import annotations

import os
import re
import resource
import signal
import sys
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

KEPT = ("TERM", "COLORTERM", "LANG", "LC_ALL", "LC_CTYPE", "NO_COLOR", "SSH_CONNECTION")
"""The variables that tell what the guest's terminal can do. No other has a say: not ``DATELINE_*``, ``TEXTUAL_*``
(one of them names a class to import, one a file to write), ``HOME``, ``TMUX``, ``SSH_ORIGINAL_COMMAND`` …"""

_PLAIN_VALUE = re.compile(r"[\w.:@+ -]{1,128}", re.ASCII)

STARTS = frozenset(
    {
        "os.exec", "os.fork", "os.forkpty", "os.kill", "os.killpg", "os.posix_spawn", "os.spawn", "os.system",
        "pty.spawn", "socket.bind", "socket.connect", "socket.sendto", "subprocess.Popen", "webbrowser.open",
    }
)  # fmt: skip
"""Events by which a program is started, another one is signalled, or a connection is made: refused."""

CHANGES = frozenset(
    {
        "os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.setxattr",
        "os.symlink", "os.truncate", "os.utime",
    }
)  # fmt: skip
"""Events by which a file or a folder is changed: refused outside the guest's folder."""

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

DEVICES = ("/dev/tty", "/dev/null")


class Refused(PermissionError):
    """A guest's process was about to do what no guest session has to do."""


def scrub(environ: MutableMapping[str, str]) -> None:
    """Leave only what tells of the terminal, and of that only plain words."""
    for name in list(environ):
        if name not in KEPT or not _PLAIN_VALUE.fullmatch(environ[name]):
            del environ[name]


def judge(event: str, arguments: tuple[Any, ...], folder: str | None) -> str | None:
    """Why an audit event is refused to a guest whose files may lie in ``folder`` (or nowhere); ``None``: it is not."""
    if event in STARTS:
        return f"{event}: a guest session starts nothing and calls nobody"
    if event == "open":
        path, _mode, flags = arguments
        if flags & WRITING and not isinstance(path, int) and not _lies_in(path, folder) and _text(path) not in DEVICES:
            return f"a guest session writes no file: {_text(path)}"
    elif event in CHANGES:
        paths = [each for each in arguments[:2] if isinstance(each, str | bytes | os.PathLike)]
        if any(not _lies_in(path, folder) for path in paths):
            return f"{event}: a guest session changes no file: {_text(paths[0])}"
    return None


def _text(path: Any) -> str:
    return os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else str(path)


def _lies_in(path: Any, folder: str | None) -> bool:
    """Whether a path lies in the folder once every link on the way to it is followed."""
    if folder is None:
        return False
    real = os.path.realpath(_text(path))
    return real == folder or real.startswith(folder + os.sep)


def confine(folder: Path | None) -> None:
    """Confine this process to what a guest session needs. ``folder`` is where it may write. There is no way back."""
    scrub(os.environ)
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Before the terminal is in raw mode its keys make signals: those that stop or dump are ignored, ^C just ends.
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.dont_write_bytecode = True
    real = os.path.realpath(folder) if folder is not None else None

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if (event == "open" or event in STARTS or event in CHANGES) and (why := judge(event, arguments, real)):
            raise Refused(why)

    sys.addaudithook(refuse)
