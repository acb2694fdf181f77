"""The last line: what the keys do, and for a while what was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.timer import Timer

from tui.headlines import Sides
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

    def echo(self, left: Sequence[Part], right: Sequence[Part] = ()) -> None:
        """Show what stands until something else is said."""
        self._keep(None)
        self.show(left, right)

    def _keep(self, message: Timer | None) -> None:
        if self._message is not None:
            self._message.stop()
        self._message = message
