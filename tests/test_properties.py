"""Every property on all of its examples; the quick suite tries a share of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.properties import FUZZ

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
@pytest.mark.skipif(FUZZ, reason="a search by chance tries more than all")
def test_every_property_on_all_examples() -> None:
    """In a process of its own, as the number of examples is set when a file of tests is read."""
    chosen = ("-m", "hypothesis and not slow and not soak", "-p", "no:cacheprovider")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *chosen],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"DATELINE_SHARE": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
