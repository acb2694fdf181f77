"""The command ``dateline``. The usual call, ``dateline [PATH]``, goes straight to the explorer."""

from __future__ import annotations

import os
import sys


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code: 0 done, 1 failed, 2 usage, 3 done with refusals."""
    words = sys.argv[1:] if arguments is None else arguments
    # With this variable set a shell asks for completions.
    if not words and "_DATELINE_COMPLETE" not in os.environ:
        from tui.launch import Wanted, explore

        raise SystemExit(explore(Wanted()))
    from tui.cli.root import run

    raise SystemExit(run(words))


if __name__ == "__main__":
    main()
