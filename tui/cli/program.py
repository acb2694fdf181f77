"""``dateline keys`` and ``completion``: about the program itself."""

from __future__ import annotations

import click

from tui.cli.options import emit, json_option, table
from tui.complaints import complain


@click.command("keys")
@json_option
def keys_command(as_json: bool) -> None:
    """Print the table of keys."""
    from tui.commands import COMMANDS, keys_of
    from tui.config import load

    config = load()
    for problem in config.problems:
        complain(problem)
    if as_json:
        for each in COMMANDS:
            emit(
                {
                    "id": each.id,
                    "keys": keys_of(each, config.keys),
                    "scope": each.scope,
                    "group": each.group,
                    "help": each.help,
                }
            )
        return
    table((each.group, " ".join(keys_of(each, config.keys)), each.id, each.help) for each in COMMANDS)


@click.command("completion", epilog='Example: eval "$(dateline completion bash)"')
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Print the code that lets a shell complete commands, options, files, formats and ids."""
    from click.shell_completion import get_completion_class

    from tui.cli.root import root

    maker = get_completion_class(shell)
    assert maker is not None
    click.echo(maker(root, {}, "dateline", "_DATELINE_COMPLETE").source())
