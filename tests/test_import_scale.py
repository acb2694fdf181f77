"""Large files: memory does not grow with the rows, and what comes of them is right to the last row."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROWS = 100_000
LIMIT = 250 << 10
"""Kilobytes of memory that the import of so many rows may take."""

MAKE = """
import csv, datetime, random, sys
random.seed(3)
from tests.test_import_acled import LAYOUTS, ROW
header = LAYOUTS["current"].split(",")
words = "troops clashed near the village after shelling and residents were hurt while roads were closed".split()
with open(sys.argv[1], "w", newline="") as file:
    table = csv.writer(file)
    table.writerow(header)
    for number in range(int(sys.argv[2])):
        day = datetime.date(2018, 1, 1) + datetime.timedelta(days=number // 60)
        row = ROW | {
            "event_id_cnty": f"ELB{number}", "event_date": f"{day:%d %B %Y}", "year": day.year,
            "actor1": f"Militia {random.randrange(3000)}", "location": f"Town {random.randrange(5000)}",
            "notes": " ".join(random.choices(words, k=40)) + ".\\nSecond line.", "timestamp": 1_700_000_000 + number,
        }
        table.writerow(row.get(name, "") for name in header)
"""

TAKE = """
import json, sys
from store import importers
from store.dossier import Dossier

def peak():
    # Not getrusage: there the peak of the parent before exec counts too.
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))

(report,) = importers.run([sys.argv[1]], Dossier.open(sys.argv[2]))
print(json.dumps([report.to_builtins(), peak()]))
"""


def python(code: str, *arguments: object) -> str:
    root = Path(__file__).parent.parent
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout


@pytest.mark.slow
def test_a_hundred_thousand_rows(tmp_path: Path) -> None:
    from store.dossier import create

    dossier = create(tmp_path / "big")
    python(MAKE, tmp_path / "acled.csv", ROWS)
    for word in ("added", "unchanged"):
        report, memory = json.loads(python(TAKE, tmp_path / "acled.csv", dossier.path))
        assert (report["read"], report[word], report["refused"]) == (ROWS, ROWS, [])
        assert memory < LIMIT
    last = dossier.event(f"acled-ELB{ROWS - 1}")
    assert last is not None
    assert last.origin is not None
    assert last.origin.row == ROWS + 1
    assert last.summary.endswith("\nSecond line.")
