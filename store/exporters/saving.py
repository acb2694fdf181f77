"""Putting an export where the user wants it: whole or not at all, and never over a file that was not meant to go."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from store.exporters.format import Context, ExportFailed, Losses
from store.exporters.registry import by_name
from store.model import Event


def export(
    rows: Iterable[Event], context: Context, format: str, out: Path | str | BinaryIO, *, force: bool = False
) -> Losses:
    """Export events, in the order in which they come, and say what the format could not hold.

    ``out`` is a path or an open binary file. A file that exists is replaced only with ``force``. A file appears at
    its path when it is complete, and not before. Raises :class:`ExportFailed`; nothing is then left behind.
    """
    chosen = by_name(format)
    if not isinstance(out, Path | str):
        return chosen.write(rows, context, out)
    # A link stays a link: what it leads to is replaced.
    target = Path(os.path.realpath(out))
    try:
        if target.exists() and not stat.S_ISREG(target.stat().st_mode):
            return _into_special(rows, context, format, target)
        if target.exists() and not force:
            raise ExportFailed(f"{out} exists already; --force replaces it")
        return _into_file(rows, context, format, target, force)
    except OSError as error:
        raise ExportFailed(f"{out} cannot be written: {(error.strerror or str(error)).lower()}") from None


def _into_special(rows: Iterable[Event], context: Context, format: str, target: Path) -> Losses:
    """A pipe or a terminal is written to as it is; there is nothing to replace."""
    if target.is_dir():
        raise ExportFailed(f"{target} is a folder; name a file in it")
    with target.open("wb") as file:
        return by_name(format).write(rows, context, file)


def _into_file(rows: Iterable[Event], context: Context, format: str, target: Path, force: bool) -> Losses:
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            losses = by_name(format).write(rows, context, file)
            file.flush()
            os.fsync(file.fileno())
        _publish(temporary, target, force)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
    return losses


def _publish(temporary: Path, target: Path, force: bool) -> None:
    if force:
        if target.exists():
            os.chmod(temporary, stat.S_IMODE(target.stat().st_mode))
        os.replace(temporary, target)
        return
    try:
        # A link fails if the name is taken by now; a rename would not.
        os.link(temporary, target)
    except FileExistsError:
        raise ExportFailed(f"{target} exists already; --force replaces it") from None
    except OSError:
        # Some file systems know no hard links.
        if target.exists():
            raise ExportFailed(f"{target} exists already; --force replaces it") from None
        os.replace(temporary, target)
