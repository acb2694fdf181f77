"""Undo and redo: the named steps that one person made in one session.

A step remembers each document before and after. Taking it back puts the documents of before in place, byte for byte,
and only if those of after are still what is stored: somebody else's later edit is never overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from msgspec import Struct

from store.dossier.edits import Change
from store.dossier.files import SourceFile
from store.errors import Conflict


class FileChanges(Struct, frozen=True):
    """What a step changed in one file."""

    file: SourceFile
    changes: tuple[Change, ...]


class Step(Struct, frozen=True):
    """An edit as people speak of it ("star 2023-09-13-summit"), and the documents it changed."""

    name: str
    files: tuple[FileChanges, ...]

    @property
    def event(self) -> str | None:
        """The event that the step was about: the first that it changed, amended or marked; ``None`` if it was none."""
        for change in (change for file in self.files for change in file.changes):
            document = msgspec.json.decode(change.after or change.before or b"{}")
            field = {"events": "id", "marks": "id", "amendments": "event"}.get(change.table, "")
            if field and isinstance(found := document.get(field), str):
                return found
        return None


class Journal:
    """The steps that can be undone and redone, newest last. It lives as long as the session."""

    def __init__(self, take_back: Callable[[Sequence[FileChanges]], tuple[FileChanges, ...]]) -> None:
        """``take_back`` undoes changes durably and returns those it made; it raises :class:`Conflict`."""
        self._take_back = take_back
        self._done: list[Step] = []
        self._undone: list[Step] = []

    @property
    def next_undo(self) -> Step | None:
        """The step that :meth:`undo` would take back."""
        return self._done[-1] if self._done else None

    @property
    def next_redo(self) -> Step | None:
        """The step that :meth:`redo` would do again."""
        return self._undone[-1] if self._undone else None

    def note(self, step: Step) -> None:
        """Remember a step that has been made. What was undone before can no longer be redone."""
        if step.files:
            self._done.append(step)
            self._undone.clear()

    def undo(self) -> Step | None:
        """Take the last step back; the step, or ``None`` when there is none left.

        Raises :class:`Conflict` when somebody has changed its records since. Such a step is given up, so that the one
        before it can be undone next; after any other error it can be tried again.
        """
        return self._move(self._done, self._undone)

    def redo(self) -> Step | None:
        """Do the step last undone again; errors as :meth:`undo`."""
        return self._move(self._undone, self._done)

    def _move(self, source: list[Step], target: list[Step]) -> Step | None:
        if not source:
            return None
        step = source[-1]
        try:
            made = self._take_back(step.files)
        except Conflict:
            source.pop()
            raise
        source.pop()
        target.append(Step(step.name, made))
        return step
