"""How many examples the properties are tried on.

The suite tries the same ones every time, so that what fails on one machine fails on all: at every change a share of
them, with the long proofs all (``DATELINE_SHARE=1``, see test_properties.py). With ``DATELINE_FUZZ=1`` in the
environment others are looked for by chance, ten times as many.
"""

from __future__ import annotations

import os
from typing import Any

from hypothesis import settings

FUZZ = os.environ.get("DATELINE_FUZZ", "") not in ("", "0")

SHARE = float(os.environ.get("DATELINE_SHARE", "0.4"))
"""The share of the examples that is tried."""

TIMES = 10 if FUZZ else SHARE

FEWEST = 10
"""So many are tried at the least, where there are as many."""


def tries(count: int, **more: Any) -> settings:
    """The settings of a property that ``count`` examples show well enough."""
    return settings(max_examples=max(min(count, FEWEST), round(count * TIMES)), **more)
