"""How many examples the properties are tried on.

The suite tries the same ones every time, so that what fails on one machine fails on all. With ``DATELINE_FUZZ=1`` in
the environment others are looked for by chance, ten times as many.
"""

from __future__ import annotations

import os
from typing import Any

from hypothesis import settings

FUZZ = os.environ.get("DATELINE_FUZZ", "") not in ("", "0")

TIMES = 10 if FUZZ else 1


def tries(count: int, **more: Any) -> settings:
    """The settings of a property that ``count`` examples show well enough."""
    return settings(max_examples=count * TIMES, **more)
