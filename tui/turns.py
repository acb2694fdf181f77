"""Edits in the order in which they were asked for, made one after another in one worker thread."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable
from typing import Literal

from textual.dom import DOMNode

Kind = Literal["edit", "own", "step"]
"""Of a record, of what is a person's own, undo and redo."""

Job = Callable[[], None]


class Turns:
    """Whoever asks does not wait; whoever comes later is served later. A job runs in a thread and touches no widget."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[tuple[Kind, Job]] = deque()
        self._at_work: Kind | None = None
        self._taken: Counter[Kind] = Counter()

    def take(self, owner: DOMNode, kind: Kind, job: Job) -> int:
        """Have a job done when those before it are; the number of the turn among those of its kind."""
        with self._lock:
            self._taken[kind] += 1
            turn = self._taken[kind]
            self._waiting.append((kind, job))
            if self._at_work is not None:
                return turn
            self._at_work = kind
        owner.run_worker(self._work, thread=True, group="edit", exit_on_error=False)
        return turn

    def newest(self, kind: Kind) -> int:
        """The number of the turn of this kind that was taken last."""
        return self._taken[kind]

    def waiting(self, kind: Kind) -> bool:
        """Whether a job of this kind has not begun."""
        with self._lock:
            return any(each == kind for each, _ in self._waiting)

    def open(self, kind: Kind) -> bool:
        """Whether a job of this kind is not done."""
        return self._at_work == kind or self.waiting(kind)

    def _next(self) -> Job | None:
        with self._lock:
            if not self._waiting:
                self._at_work = None
                return None
            self._at_work, job = self._waiting.popleft()
            return job

    def _work(self) -> None:
        first: Exception | None = None
        while (job := self._next()) is not None:
            try:
                job()
            except Exception as error:  # those behind it are not to wait for ever
                first = first or error
        if first is not None:
            raise first
