"""The last line: what the keys do, and for a while what was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.timer import Timer

from tui.headlines import Sides
from tui.latest import Latest, Question
from tui.paint import Part, fit
from tui.widgets.line import Line

MESSAGE = 5.0
"""Seconds that a message stays."""


class Status(Line):
    """Shows the keys, and messages over them."""

    def __init__(self, keys: Callable[[], Sides]) -> None:
        """``keys`` gives what stands there when nothing is to be said."""
        super().__init__(id="status")
        self._keys = keys
        self._message: Timer | None = None
        """What will take the message away."""
        self._echoed: Sides | None = None
        """The echo that stands, to which something may be added."""
        self._later = Latest[tuple[Sides, list[Part]]](self, "echo", self._add, lambda _: None)

    def show_keys(self) -> None:
        """Take a message away."""
        self._keep(None)
        self.show(*self._keys())

    def say(self, text: str, kind: str = "accent", lasting: bool = False, *, beside: str = "", link: str = "") -> None:
        """Say something for a while; what stands ``beside`` it is not cut, rather the text is.

        A ``link`` is where the text leads, on terminals that can follow it.
        """
        text = fit(text, self.size.width - len(beside) - 2) if beside else text
        self.show([(" ", ""), (text, "link" if link else kind), (beside, kind)], link=link)
        self._keep(None if lasting else self.set_timer(MESSAGE, self.show_keys, name="message"))

    def echo(self, left: Sequence[Part], right: Sequence[Part] = (), later: Question[list[Part]] | None = None) -> None:
        """Show what stands until something else is said; what ``later`` finds, in a thread, is added at its end."""
        self._keep(None)
        self.show(left, right)
        if later is not None:
            echoed = self._echoed = (list(left), list(right))
            self._later.ask(lambda cancelled: (echoed, later(cancelled)))

    def _add(self, found: tuple[Sides, list[Part]]) -> None:
        """Add to an echo that still stands."""
        (left, right), more = found
        if more and self._echoed is found[0]:
            self.show([*left, *more], right)

    def _keep(self, message: Timer | None) -> None:
        self._echoed = None
        if self._message is not None:
            self._message.stop()
        self._message = message
