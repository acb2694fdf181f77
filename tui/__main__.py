"""The command ``dateline``. The usual call, ``dateline [PATH]``, goes straight to the explorer."""

from __future__ import annotations

import os
import sys


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code: 0 done, 1 failed, 2 usage, 3 done with refusals."""
    words = sys.argv[1:] if arguments is None else arguments
    # With this variable set a shell asks for completions.
    if "_DATELINE_COMPLETE" not in os.environ and (not words or _is_dossier(words)):
        from tui.launch import Wanted, explore

        raise SystemExit(explore(Wanted(*words)))
    from tui.cli.root import run

    raise SystemExit(run(words))


def _is_dossier(words: list[str]) -> bool:
    """Whether all that is said is a path: the first frame need not wait until the command line is loaded."""
    from tui.cli import COMMANDS

    return len(words) == 1 and words[0] not in COMMANDS and words[0][:1] != "-" and os.path.exists(words[0])


if __name__ == "__main__":
    main()
