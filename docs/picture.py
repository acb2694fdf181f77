"""Make docs/explorer.svg: the explorer on the sample at 120x36, drawn by the program itself.

    python docs/picture.py [FILE] [COLUMNS] [ROWS] [KEY ...]

Keys are Textual's names, pressed one after the other before the picture is taken.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from samples import NORTH_KOREA_RUSSIA
from store import chronology
from store.dossier import Dossier
from store.query import parse
from tui.app import Dateline
from tui.basis import basis_of
from tui.terminal import Terminal

KEYS = ("slash", *"vostochny", "enter")


async def picture(target: Path, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    """Run the explorer without a terminal, press the keys, save what it shows."""
    dossier = Dossier.open(NORTH_KOREA_RUSSIA)
    index = chronology.open(dossier)
    app = Dateline(dossier, index, parse("", basis_of(dossier)), Terminal())
    async with app.run_test(size=size) as pilot:
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.2)
        await pilot.pause(0.3)
        target.write_text(app.export_screenshot(title="dateline"), encoding="utf-8")
    index.close()


if __name__ == "__main__":
    words = sys.argv[1:]
    path = Path(words[0]) if words else Path(__file__).with_name("explorer.svg")
    columns, rows = (int(words[1]), int(words[2])) if len(words) > 2 else (120, 36)
    asyncio.run(picture(path, (columns, rows), tuple(words[3:]) or KEYS))
