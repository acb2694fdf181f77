"""One file on a disk that may be full, shared, read-only or pulled away: open, lock and replace it safely.

A save is: take the lock, read again, write a new file beside the old one, flush it to the disk, keep the old one as
``NAME.bak``, rename. A reader therefore sees the old version or the new one, whole, whenever a writer is killed.
Names beside ``NAME`` are fixed, so that a killed writer leaves nothing behind that the next one does not clear away:
``.NAME.lock``, ``.NAME.tmp``, ``NAME.bak``.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from typing import BinaryIO, NoReturn

from store.errors import Busy, Changed, Damaged, NoSpace, ReadOnly, StoreError

Identity = tuple[int, int, int]
"""Inode, size in bytes and time of change in nanoseconds: two files with the same three hold the same bytes."""

LOCK_SECONDS = 20.0
"""How long a save waits for another one to end. A save takes milliseconds; only a stopped process takes this long."""

_COPY_BYTES = 1 << 20


def real(path: str | os.PathLike[str]) -> Path:
    """The file that ``path`` names after all symbolic links: saving replaces the target and keeps the link."""
    return Path(os.path.realpath(path))


def backup_of(path: Path) -> Path:
    """Where the version before the last save of ``path`` is kept."""
    return path.with_name(path.name + ".bak")


def lock_of(path: Path) -> Path:
    """The lock file of ``path``. It stays after a save: removing it would let two writers hold two locks."""
    return path.with_name(f".{path.name}.lock")


def temporary_of(path: Path) -> Path:
    """Where the next version of ``path`` is written before it takes its place."""
    return path.with_name(f".{path.name}.tmp")


def identity_of(status: os.stat_result) -> Identity:
    """The identity of a file from its status."""
    return (status.st_ino, status.st_size, status.st_mtime_ns)


def identity(path: str | os.PathLike[str]) -> Identity | None:
    """The identity of the file that ``path`` leads to, ``None`` when there is none.

    Raises :class:`StoreError` when it cannot be looked at or is not a regular file: what a save asks first, so that
    no pipe or device is ever replaced.
    """
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {_reason(error)}") from error
    _refuse_special(path, status.st_mode)
    return identity_of(status)


def damaged(path: str | os.PathLike[str], reason: str, byte: int | None = None) -> Damaged:
    """A :class:`Damaged` for ``path`` that names its backup and, from ``byte``, the line."""
    target = real(path)
    backup = backup_of(target)
    return Damaged(
        path, reason, byte=byte, line=_line_number(target, byte), backup=backup.name if backup.exists() else None
    )


def open_file(path: str | os.PathLike[str]) -> FileIO:
    """Open a regular file for reading (unbuffered).

    Raises :class:`Damaged` for an empty file and for one that is gone while its backup is still there;
    :class:`StoreError` for a file that is missing, may not be read, or is not a regular file. Never waits for the
    other end of a pipe: such files are looked at before they are opened, and opened without blocking.
    """
    try:
        _refuse_special(path, os.stat(path).st_mode)
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        if backup_of(real(path)).exists():
            raise damaged(path, "it is missing, but its backup is there") from None
        raise StoreError(f"{path} does not exist") from None
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {_reason(error)}") from error
    except ValueError as error:  # a NUL in the name
        raise StoreError(f"{os.fspath(path)!r} cannot be the name of a file: {error}") from error
    file = os.fdopen(descriptor, "rb", buffering=0)
    status = os.fstat(descriptor)
    try:
        _refuse_special(path, status.st_mode)
        if not status.st_size:
            raise damaged(path, "it is empty (0 bytes)", 0)
    except StoreError:
        file.close()
        raise
    return file


def why_not_writable(path: Path) -> str:
    """Why this process could not save ``path`` (its folder, or the file itself), or ``""`` when it could."""
    target = real(path)
    if not os.access(target.parent, os.W_OK | os.X_OK):
        return f"the folder {target.parent} may not be written by you"
    if target.exists() and not os.access(target, os.W_OK):
        return f"the file {target} may not be written by you"
    return ""


@contextlib.contextmanager
def locked(path: Path, *, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the lock of ``path`` (already resolved by :func:`real`) during the block.

    The kernel gives the lock back when its holder dies, so a killed process blocks nobody. Raises :class:`Busy`
    after ``seconds``, :class:`ReadOnly` where the lock file may not be made, :class:`StoreError` where the file
    system has no locks.
    """
    identity(path)  # no lock beside a device or a folder
    # Costs 40 ms to import and only writers need it.
    from filelock import FileLock, Timeout

    lock = FileLock(
        lock_of(path),
        timeout=seconds,
        mode=_shared_mode(path),
        poll_interval=0.005,
        # A marker file instead of a kernel lock outlives its holder: better to say that there are no locks here.
        fallback_to_soft=False,
        on_acquired=_sign,
    )
    try:
        lock.acquire()
    except Timeout as error:
        raise Busy(
            f"{path} is being saved by {_holder(path)}, which did not end within {seconds:g} s; try again"
        ) from error
    except OSError as error:
        if error.errno in (errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP):
            raise StoreError(
                f"{path.parent} is on a file system without locks, where two programs could overwrite each other: "
                "copy the dossier to a local disk"
            ) from error
        fail(error, path)
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def replacing(path: Path, expected: Identity | None) -> Iterator[BinaryIO]:
    """Give a new file to write to; when the block ends well, it takes the place of ``path`` for good.

    The caller holds the lock. ``path`` is resolved by :func:`real`; ``expected`` is the identity it had when it was
    read, ``None`` for a new file. Mode and group of the old file are kept. Raises :class:`Changed` when the file is
    not the expected one any more, :class:`NoSpace`, :class:`ReadOnly`, :class:`StoreError`; in all these cases the
    old file is intact and no temporary file is left.
    """
    temporary = temporary_of(path)
    try:
        refuse = why_not_writable(path)
        if refuse:
            raise ReadOnly(f"{path} cannot be saved: {refuse}")
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)  # a killed writer's, perhaps another person's: it cannot be reopened
        try:
            with _create(temporary) as file:
                yield file
                file.flush()
                _take_after(file.fileno(), path)
                os.fsync(file.fileno())
            if identity(path) != expected:
                raise Changed(f"{path} was changed by another program meanwhile; nothing was saved: reload and repeat")
            if expected is not None:
                _keep_backup(path)
            os.replace(temporary, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
    except OSError as error:
        fail(error, path)
    _sync_folder(path.parent)


def make_folder(path: Path) -> None:
    """Make a folder and its parents. Raises :class:`StoreError` as :func:`fail` does."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(error, path)


def fail(error: OSError, path: Path) -> NoReturn:
    """Raise the :class:`StoreError` that says what the operating system said about saving ``path``."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        raise NoSpace(
            f"{path} cannot be saved: {_reason(error)}; the old version is intact: free some space and repeat"
        ) from error
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        raise ReadOnly(f"{path} cannot be saved: {_reason(error)} ({path.parent})") from error
    raise StoreError(f"{path} cannot be saved: {_reason(error)}; the old version is intact") from error


def _create(temporary: Path) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    return os.fdopen(os.open(temporary, flags, 0o666), "wb", buffering=_COPY_BYTES)


def _take_after(descriptor: int, path: Path) -> None:
    """Give a new file the mode and owners of the one it will replace, as far as we are allowed to."""
    try:
        old = os.stat(path)
    except FileNotFoundError:
        return
    new = os.fstat(descriptor)
    if new.st_gid != old.st_gid:
        with contextlib.suppress(OSError):
            os.fchown(descriptor, -1, old.st_gid)
    if new.st_uid != old.st_uid:
        with contextlib.suppress(OSError):
            os.fchown(descriptor, old.st_uid, -1)
    with contextlib.suppress(OSError):
        os.fchmod(descriptor, stat.S_IMODE(old.st_mode))  # after fchown, which clears set-id bits


def _keep_backup(path: Path) -> None:
    """Keep the present version as ``.bak``: a second name for the same bytes, else a copy."""
    backup = backup_of(path)
    with contextlib.suppress(FileNotFoundError):
        os.unlink(backup)
    try:
        os.link(path, backup)
    except OSError:
        import shutil  # only file systems without hard links come here

        shutil.copy2(path, backup)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable. The save has happened: a folder that cannot be synced is no failure of it."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _shared_mode(path: Path) -> int:
    """Mode of the lock file: whoever may write the dossier's folder by group must be able to take the lock."""
    with contextlib.suppress(OSError):
        return 0o600 | (os.stat(path.parent).st_mode & 0o066)
    return 0o600


def _sign(descriptor: int) -> None:
    """Write into the lock file who holds it, for the message of those who wait."""
    with contextlib.suppress(OSError):  # a full disk will be reported by the save itself
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)


def _holder(path: Path) -> str:
    try:
        number = lock_of(path).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        number = ""
    return f"process {number}" if number.isdigit() else "another program"


def _line_number(path: Path, byte: int | None) -> int | None:
    """The 1-based line on which ``byte`` stands; ``None`` when it cannot be told."""
    if byte is None:
        return None
    line, left = 1, byte
    try:
        with path.open("rb") as file:
            while left > 0 and (block := file.read(min(left, _COPY_BYTES))):
                line += block.count(b"\n")
                left -= len(block)
    except OSError:
        return None
    return line


def _refuse_special(path: str | os.PathLike[str], mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    raise StoreError(f"{path} is {kinds.get(stat.S_IFMT(mode), 'a device')}, not a file")


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
