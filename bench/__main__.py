"""Everything about size by one command: ``python -m bench [--sizes 1000 10000 100000 1000000] [--folder bench/data]``.

Makes the dossiers that are missing, measures the index of each in process (:mod:`bench.search`), then the explorer
through a pty and the peers beside it (:mod:`bench.scale`). The wire beside the peers is ``python -m bench.wire``, the
time until an edit is on the disk ``python -m bench.edits``, many guests at once ``python -m bench.guests``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench import scale, search
from bench.make import make


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Measure dateline on dossiers of several sizes, and its peers.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--folder", type=Path, default=Path("bench/data"), help="where the dossiers are, or will be")
    parser.add_argument("--peers", default="", metavar="BIN", help="a folder with further programs")
    given = parser.parse_args(arguments)
    folders = [given.folder / str(size) for size in given.sizes]
    for size, folder in zip(given.sizes, folders, strict=True):
        if not folder.exists():
            print(f"making {size:,} events …", flush=True)
            make(size, folder)
    kept = [search.main([str(folder)]) == 0 for folder in folders]
    scale.main([*map(str, folders), "--peers", given.peers])
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
