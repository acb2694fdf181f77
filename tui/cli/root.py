"""The group of all commands, and how errors end a program: one line, the right exit code, no traceback."""

from __future__ import annotations

import os
import shlex
import sys
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from store.errors import StoreError
from tui.cli import COMMANDS
from tui.cli.options import LEFT_OUT, UsageProblem
from tui.complaints import complain


class Commands(click.Group):
    """Commands that are imported when they are called."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
        except BrokenPipeError:
            # The reader has had enough (head, less): no more to say, nothing to complain about at exit, no failure.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        return 3 if ctx.meta.get(LEFT_OUT) and not result else result

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands, and where none begins so, files: a dossier's path stands in the place of a command."""
        return super().shell_complete(ctx, incomplete) or [CompletionItem(incomplete, type="file")]

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name]), f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`dateline PATH` is short for `dateline explore PATH`; without a path it opens $DATELINE_DOSSIER, "
    "else the sample.",
)
@click.version_option(package_name="dateline")
def root() -> None:
    """A terminal workbench for news chronologies: timeline, actors and the exact passage."""


def run(words: list[str]) -> int:
    """Run a command line; the exit code."""
    if words and words[0] not in COMMANDS and words[0] not in ("-h", "--help", "--version"):
        if (mistyped := _mistyped(words[0])) is not None:
            complain(mistyped)
            return 2
        words = ["explore", *words]
    try:
        result: Any = root.main(args=words, prog_name="dateline", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        complain(_said(error))
        return error.exit_code
    except click.Abort:
        complain("stopped")
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (StoreError, OSError, ValueError) as error:
        complain(str(error))
        return 1


def _said(error: click.ClickException) -> str:
    """An error in our words: what click finds wrong with a command line is said as everything else is."""
    message = error.format_message()
    if isinstance(error, UsageProblem) or not isinstance(error, click.UsageError):
        return message
    if isinstance(error, click.NoSuchOption):
        near = f"; did you mean {' or '.join(error.possibilities)}?" if error.possibilities else ""
        message = f"no such option {error.option_name!r}{near}"
    command = error.ctx.command_path if error.ctx else "dateline"
    message = " ".join(message.split()).rstrip(".")
    return f"{message[:1].lower()}{message[1:]}; `{command} -h` helps"


def _mistyped(word: str) -> str | None:
    """What to say of a first word that is neither a command, nor an option, nor a path."""
    if word.startswith("-") and ":" in word and not word.startswith(("--", "-q")):
        # Where a path is expected, a hyphen begins an option; -q takes its query as it is, joined on or apart.
        return f"no such option {word!r}; `dateline -q {shlex.quote(word)}` opens with that query, `dateline -h` helps"
    if word.startswith("-") or Path(word).exists():
        return None
    near = get_close_matches(word, COMMANDS, 1)
    hint = f"; did you mean `dateline {near[0]}`?" if near else "; `dateline new` makes one, `dateline -h` helps"
    return f"no command and no dossier is called {word!r}{hint}"
