"""Acts on the program itself: help, palette, reload, leave."""

from __future__ import annotations

from store.model import STATUSES
from tui.commands import BY_ID, Scope, grouped, keys_of, table
from tui.paint import Part
from tui.screens.explorer import Explorer
from tui.screens.pick import Choice, Pick, narrowed
from tui.screens.sheet import Sheet


async def show_help(explorer: Explorer) -> None:
    """What the keys do, those of the pane in focus first."""
    pane = {"timeline": explorer.timeline, "actors": explorer.facets, "article": explorer.article}
    focus = explorer.pane_in_focus()
    signs = ", ".join(f"{explorer.glyphs.status(status)} {status}" for status in STATUSES)
    lines: list[list[Part]] = [[(str(pane[focus].HELP).replace("{signs}", signs), "")], []]
    scopes: tuple[Scope, ...] = ("article" if focus == "article" else "list", "explorer")
    for group, commands in grouped(scopes, guest=explorer.GUEST):
        lines.append([(group, "heading")])
        lines += [
            [(f"  {' '.join(keys_of(each, explorer.config.keys)):<14}", "key"), (each.help, "")] for each in commands
        ]
        lines.append([])
    await explorer.ask(Sheet(f"Help: {focus}", lines))


async def palette(explorer: Explorer) -> None:
    """Every command by name."""
    keymap = explorer.config.keys
    offered = [each for each in table(guest=explorer.GUEST) if each.palette]
    choices = [Choice(each.id, each.help, f"{each.group}  {' '.join(keys_of(each, keymap))}") for each in offered]

    async def run(command: str | None) -> None:
        if command is not None:
            await explorer.run_action(BY_ID[command].action)

    await explorer.ask(Pick("Commands", lambda typed: narrowed(choices, typed)), run)


def reload(explorer: Explorer) -> None:
    """Read the dossier again, whether or not its files look changed."""
    explorer.chronology.refresh(force=True)
    explorer.see(explorer.query_now)
    explorer.say("Read again.")


def redraw(explorer: Explorer) -> None:
    """Draw the whole screen again."""
    explorer.app.refresh(layout=True)
    if wire := getattr(explorer.app, "wire", None):
        wire.redraw()


def suspend(explorer: Explorer) -> None:
    """Stop to the shell."""
    explorer.app.action_suspend_process()


def leave(explorer: Explorer) -> None:
    """Leave dateline."""
    explorer.app.exit()
