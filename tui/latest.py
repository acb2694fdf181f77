"""One question at a time in a worker thread, and of those asked meanwhile only the last.

Textual's ``exclusive`` workers cannot stop a thread: held-down keys would pile threads up. Here a newer question
tells the running one that it is cancelled, and waits for it; those in between are never run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from textual.dom import DOMNode

T = TypeVar("T")

Question = Callable[[Callable[[], bool]], T]
"""Runs in a thread, is given a function that tells whether a newer question waits, touches no widget."""


class Latest(Generic[T]):
    """Runs questions for a screen or pane and delivers answers on its own thread of messages."""

    def __init__(
        self,
        owner: DOMNode,
        group: str,
        deliver: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._owner = owner
        self._group = group
        self._deliver = deliver
        self._failed = failed
        self._next: Question[T] | None = None
        self._busy = False

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._busy

    def ask(self, question: Question[T]) -> None:
        """Ask; an answer to an earlier question that has not come yet may never come."""
        self._next = question
        if not self._busy:
            self._start()

    def _start(self) -> None:
        question, self._next = self._next, None
        assert question is not None
        self._busy = True
        self._owner.run_worker(
            lambda: self._work(question), thread=True, group=self._group, name=self._group, exit_on_error=False
        )

    def _work(self, question: Question[T]) -> None:
        answer: T | None = None
        error: Exception | None = None
        try:
            answer = question(lambda: self._next is not None)
        except Exception as problem:
            error = problem
        self._owner.call_later(self._done, answer, error)

    def _done(self, answer: T | None, error: Exception | None) -> None:
        self._busy = False
        superseded = self._next is not None
        if superseded:
            self._start()
        if error is None:
            self._deliver(answer)  # type: ignore[arg-type]  # None only if T allows it
        elif not superseded:
            # A question that was told to stop may stop by any error.
            self._failed(error)
