"""The process that makes an index in the background: ``python -m store.index DOSSIER CACHE [anew]``.

It works at low priority, says how far it is in a file beside the index (:mod:`store.index.progress`) and, when it
fails, why in one line on stderr.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from pathlib import Path

from store.dossier import Dossier
from store.errors import Busy, StoreError
from store.index.building import build
from store.index.catalog import Unusable
from store.index.folder import Folder
from store.model import RecordError

NICE = 5
"""How far behind the explorer: it has to draw while we work."""


def main(dossier: str, cache: str, anew: str = "") -> int:
    with contextlib.suppress(OSError):
        os.nice(NICE)
    # Records and documents hold no cycles: looking for some takes a sixth of the time.
    gc.disable()
    try:
        folder = Folder(Path(dossier), Path(cache))
        with folder.lock("building"):
            build(Dossier.open(dossier, read_only=True), folder, anew=bool(anew))
    except Busy:
        return 0  # another one is at it
    except (StoreError, RecordError, Unusable, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
