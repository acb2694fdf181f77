"""The one table of commands. Bindings, footer, palette, help, a person's keymap and the docs all derive from it.

A command is declared once, here. ``scope`` says where its key works: ``explorer`` anywhere in the explorer, ``list``
in any list, ``article`` in the text, ``dialog`` in dialogs, ``review`` anywhere in a review, ``mark`` while a passage
is marked. A person's keymap names commands by ``id``.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace
from textual.binding import Binding, BindingType

from tui.commands.command import GROUPS, OVERLAPS, Command, Scope, key_sign, keys_of
from tui.commands.explorer import EXPLORER
from tui.commands.review import MARK, REVIEW

__all__ = [
    "BY_ID",
    "COMMANDS",
    "GROUPS",
    "OVERLAPS",
    "Command",
    "Scope",
    "bindings",
    "grouped",
    "key_sign",
    "keys_of",
    "table",
]

COMMANDS: tuple[Command, ...] = (*EXPLORER, *(replace(each, guest=False) for each in (*REVIEW, *MARK)))
"""Every command there is. No guest comes to a review."""

BY_ID = {command.id: command for command in COMMANDS}


def table(*, guest: bool = False) -> tuple[Command, ...]:
    """The commands that there are; for a guest those that change nothing, write nothing and start nothing."""
    return tuple(each for each in COMMANDS if each.guest and not each.edits) if guest else COMMANDS


def bindings(*scopes: Scope, guest: bool = False) -> list[BindingType]:
    """Textual's bindings for the commands of some scopes.

    They have priority, so that the app runs them one after the other as keys arrive. Otherwise a key typed ahead would
    wait in the queue of a pane, and act there after the key before it has opened a dialog.
    """
    return [
        Binding(command.keys, command.action, command.help, show=command.footer, id=command.id, priority=True)
        for command in table(guest=guest)
        if command.scope in scopes
    ]


def grouped(scopes: Iterable[Scope], *, guest: bool = False) -> list[tuple[str, list[Command]]]:
    """The commands of some scopes by group, in the order of the help."""
    chosen = set(scopes)
    offered = [each for each in table(guest=guest) if each.scope in chosen]
    groups = [(group, [each for each in offered if each.group == group]) for group in GROUPS]
    return [(group, commands) for group, commands in groups if commands]
