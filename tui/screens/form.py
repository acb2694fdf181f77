"""A form: fields one below the other, and below them what the text in focus means, or why it means nothing.

Every text is read as it is typed, in a worker thread. Enter saves when all fields are understood; Tab completes, then
moves on; Esc leaves, and asks once more where something was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from store.model import Record
from tui import commands
from tui.forms import Choice, Field, FieldError, Form
from tui.latest import Latest
from tui.paint import Part, visible
from tui.screens.leaving import leave
from tui.widgets.line import Line

LABELS = 12
"""Cells of the column of labels."""

Problem = Callable[[Record], str]
"""What is wrong with a record as a whole; an empty text when nothing is."""


def _no_problem(_: Record) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was made of the text of one field."""

    field: Field
    text: str
    said: str
    wrong: bool
    choices: Sequence[Choice]
    settled: bool
    """Whether the text is complete although there are choices."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of all fields: a record, or why there is none."""

    record: Record | None
    texts: Mapping[str, str]
    why: str = ""


class FormKey(Message):
    """A key in a field that is the form's, not the text's."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class OneLine(Input):
    """A field of one line."""

    def on_key(self, event: events.Key) -> None:
        if event.key in ("tab", "shift+tab", "up", "down", "enter"):
            event.stop()
            event.prevent_default()
            self.post_message(FormKey(event.key))


class SomeLines(TextArea):
    """A field of several lines, in which Enter begins a new one."""

    def on_key(self, event: events.Key) -> None:
        # Lines as they are seen: a paragraph may fill several.
        row = self.wrapped_document.location_to_offset(self.cursor_location).y
        at_edge = {"up": row == 0, "down": row == self.wrapped_document.height - 1}
        if event.key in ("tab", "shift+tab") or at_edge.get(event.key, False):
            event.stop()
            event.prevent_default()
            self.post_message(FormKey(event.key))


class FormScreen(ModalScreen[Record | None]):
    """Asks for a record."""

    BINDINGS = [
        *commands.bindings("dialog"),
        Binding("ctrl+o,f2", "save", "Save"),
    ]

    def __init__(
        self, form: Form, problem: Problem = _no_problem, typed: Mapping[str, str] | None = None, why: str = ""
    ) -> None:
        """``typed``: texts to begin with instead of the fields', and ``why`` they have come back."""
        super().__init__()
        self._typed_before = typed or {}
        self._why = why
        self.sent: Mapping[str, str] = {}
        """The texts of which the record was made that the form closed with."""
        self._form = form
        self._problem = problem
        self._choices: Sequence[Choice] = ()
        self._completing = False
        self._completed: str | None = None
        self._leaving = False
        self._heard: Latest[Heard] = Latest(self, "heard", self._hear, self._failed)
        self._finished: Latest[Finished] = Latest(self, "finished", self._finish, self._failed)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog form"):
            yield Line(id="form-title", classes="dialog-title")
            with VerticalScroll(id="form-fields", can_focus=False):
                for field in self._form.fields:
                    with Horizontal(classes="form-row"):
                        yield Line(classes="form-label")
                        yield self._box(field)
            yield Line(id="form-said")
            yield Line(id="form-choices")

    def _box(self, field: Field) -> Input | TextArea:
        name, text = f"field-{field.name}", self._typed_before.get(field.name, field.text)
        if field.lines == 1:
            hint = visible(field.hint)
            return OneLine(text, id=name, classes="form-box", compact=True, select_on_focus=False, placeholder=hint)
        area = SomeLines(text, id=name, classes="form-box", compact=True, tab_behavior="focus")
        area.styles.height = field.lines
        return area

    def on_mount(self) -> None:
        self.query_one("#form-title", Line).show(
            [(f" {self._form.title}", "strong")], [("Enter or ^O save  Esc cancel ", "dim")]
        )
        for label, field in zip(self.query(".form-label").results(Line), self._form.fields, strict=True):
            label.show([(f" {field.label}", "dim")])
            label.styles.width = LABELS
        self._boxes()[0].focus()

    def _boxes(self) -> list[Input | TextArea]:
        return [box for box in self.query(".form-box") if isinstance(box, OneLine | SomeLines)]

    @staticmethod
    def _text_of(box: Input | TextArea) -> str:
        return box.value if isinstance(box, Input) else box.text

    @property
    def texts(self) -> dict[str, str]:
        """The texts as they are now, by the names of the fields."""
        boxes = zip(self._form.fields, self._boxes(), strict=True)
        return {field.name: self._text_of(box) for field, box in boxes}

    @property
    def _at(self) -> int:
        return next((at for at, box in enumerate(self._boxes()) if box is self.focused), 0)

    # Hearing what is typed.

    def on_descendant_focus(self) -> None:
        self._completing = False
        self._completed = None
        self._listen()

    def on_input_changed(self, message: Input.Changed) -> None:
        if message.input.has_focus:
            self._typed()

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        if message.text_area.has_focus:
            self._typed()

    def _typed(self) -> None:
        self._completing = True
        self._leaving = False
        if any(text != self._typed_before.get(name) for name, text in self.texts.items()):
            self._why = ""  # and not by the message that a field begins with
        self._listen()

    def _listen(self) -> None:
        field, texts = self._form.fields[self._at], self.texts
        self._heard.ask(lambda cancelled: _heard(field, texts))

    def _hear(self, heard: Heard) -> None:
        if heard.field.name != self._form.fields[self._at].name:
            return
        # What Tab has put there stays as well, though it may begin longer names.
        settled = heard.settled or heard.text == self._completed
        self._choices = () if settled else heard.choices
        said = self.query_one("#form-said", Line)
        wrong = heard.wrong or bool(self._why)
        said.show([(" ", ""), (self._why or heard.said, "error" if wrong else "accent")])
        area = isinstance(self.focused, TextArea)
        keys = "Enter begins a line, ^O saves, Tab goes on" if area else "Tab completes, then goes on"
        offered: list[Part] = [] if heard.choices else [(f" {keys}", "dim")]
        for number, choice in enumerate(heard.choices):
            named = f" {choice.label}" if choice.label != choice.text else ""
            offered += [
                ("  " if number else " Tab goes on. There is also: " if settled else " Tab: ", "dim"),
                (choice.text, "strong" if not number and not settled else ""),
                (named, "dim"),
            ]
        self.query_one("#form-choices", Line).show(offered)

    def _failed(self, error: Exception) -> None:
        self.query_one("#form-said", Line).show([(" ", ""), (str(error) or type(error).__name__, "error")])

    # Moving and completing.

    def on_form_key(self, message: FormKey) -> None:
        message.stop()
        match message.key:
            case "enter":
                self.action_save()
            case "tab" if self._completing and self._choices and not self._heard.busy:
                self._complete()
            case "tab" | "down":
                self._go(1)
            case _:
                self._go(-1)

    def _go(self, step: int) -> None:
        boxes = self._boxes()
        boxes[(self._at + step) % len(boxes)].focus()

    def _complete(self) -> None:
        box, field = self._boxes()[self._at], self._form.fields[self._at]
        text = field.completed(self._text_of(box), self._choices[0])
        if isinstance(box, Input):
            box.value = text
            box.cursor_position = len(text)
        self._completed, self._choices = text, ()

    # Ending.

    def action_save(self) -> None:
        """Close with the record, if all fields are understood."""
        texts = self.texts
        self._finished.ask(lambda cancelled: _finished(self._form, texts, self._problem))

    def _finish(self, finished: Finished) -> None:
        if finished.record is not None:
            self.sent = finished.texts
            leave(self, finished.record)
            return
        self.query_one("#form-said", Line).show([(" ", ""), (finished.why, "error")])
        label = finished.why.partition(":")[0]
        for field, box in zip(self._form.fields, self._boxes(), strict=True):
            if field.label == label and box is not self.focused:
                box.focus()

    def action_cancel(self) -> None:
        """Leave without a record; where something was typed, the second time."""
        changed = any(self.texts[field.name] != field.text for field in self._form.fields)
        if changed and not self._leaving:
            self._leaving = True
            self.query_one("#form-said", Line).show([(" Not saved. Esc again gives up what you typed.", "warning")])
        else:
            leave(self)


def _heard(field: Field, texts: Mapping[str, str]) -> Heard:
    text = texts[field.name]
    choices = field.offered(text)
    settled = field.is_settled(text, choices)
    try:
        # What stands there untouched is read too: its echo is worth as much.
        read = field.understood(texts)
    except FieldError as error:
        return Heard(field, text, f"{field.label}: {error}", True, choices, settled)
    return Heard(field, text, read.said, False, choices, settled)


def _finished(form: Form, texts: dict[str, str], problem: Problem) -> Finished:
    try:
        record = form.record(texts)
    except FieldError as error:
        return Finished(None, texts, str(error))
    why = problem(record)
    return Finished(None if why else record, texts, why)
