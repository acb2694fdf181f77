"""A line to type with a live echo below it: what was understood, or why not. Enter accepts only what is understood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input

from tui import commands
from tui.paint import Part
from tui.screens.leaving import leave
from tui.widgets.line import Line


@dataclass(frozen=True, slots=True)
class Echo:
    """What is said of a typed text. ``value`` is what it means; ``None`` where it can't be accepted."""

    value: str | None
    lines: Sequence[Sequence[Part]]


class Prompt(ModalScreen[str | None]):
    """Asks for one line. ``echo`` runs in a worker thread for each version of the text; the last one counts."""

    BINDINGS = commands.bindings("dialog")
    LINES = 5

    @dataclass
    class Echoed(Message):
        """An echo is ready."""

        text: str
        """The text it belongs to."""
        echo: Echo

    def __init__(self, title: str, echo: Callable[[str], Echo], *, text: str = "", placeholder: str = "") -> None:
        super().__init__()
        self._title = title
        self._echo = echo
        self._text = text
        self._placeholder = placeholder
        self._busy = False
        self._known: tuple[str, Echo] | None = None
        self._entered = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Line(id="prompt-title", classes="dialog-title")
            yield Input(self._text, placeholder=self._placeholder, compact=True)
            for number in range(self.LINES):
                yield Line(id=f"echo-{number}")

    def on_mount(self) -> None:
        self.query_one("#prompt-title", Line).show(
            [(f" {self._title}", "strong")], [("Enter accept  Esc cancel ", "dim")]
        )
        self._ask()

    def on_input_changed(self) -> None:
        self._entered = False
        self._ask()

    def _ask(self) -> None:
        if self._busy:
            return
        self._busy = True
        text = self.query_one(Input).value
        self.run_worker(lambda: self._work(text), thread=True, group="echo", exit_on_error=False)

    def _work(self, text: str) -> None:
        self.post_message(self.Echoed(text, self._echo(text)))

    def on_prompt_echoed(self, message: Echoed) -> None:
        self._busy = False
        self._known = (message.text, message.echo)
        lines = list(message.echo.lines)[: self.LINES]
        for number in range(self.LINES):
            self.query_one(f"#echo-{number}", Line).show([(" ", ""), *lines[number]] if number < len(lines) else [])
        if message.text != self.query_one(Input).value:
            self._ask()
        elif self._entered:
            self._accept()

    def on_input_submitted(self) -> None:
        self._entered = True
        self._accept()

    def _accept(self) -> None:
        """Close with the meaning of the text, once the echo for this very text is there."""
        if self._known is None or self._known[0] != self.query_one(Input).value:
            return
        self._entered = False
        if self._known[1].value is not None:
            leave(self, self._known[1].value)

    def action_cancel(self) -> None:
        leave(self)
