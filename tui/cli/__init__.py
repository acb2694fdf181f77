"""The command line: a file a group of commands. Nothing is imported before it is known which."""

COMMANDS = {
    "explore": "tui.cli.exploring",
    "list": "tui.cli.reading",
    "show": "tui.cli.reading",
    "actors": "tui.cli.counting",
    "hist": "tui.cli.counting",
    "gaps": "tui.cli.counting",
    "report": "tui.cli.reporting",
    "when": "tui.cli.dates",
    "new": "tui.cli.dossiers",
    "check": "tui.cli.dossiers",
    "schema": "tui.cli.dossiers",
    "sample": "tui.cli.dossiers",
    "index": "tui.cli.dossiers",
    "import": "tui.cli.moving",
    "export": "tui.cli.moving",
    "suggest": "tui.cli.suggesting",
    "keys": "tui.cli.program",
    "completion": "tui.cli.program",
}
"""Each command and the module that holds it (as ``NAME_command``), imported only when it is run."""
