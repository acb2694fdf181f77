"""What a piece of work costs, in a measure that no other load on the machine moves."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def effort(work: Callable[[], object]) -> int:
    """How many calls and lines of Python it takes."""
    steps = 0

    def count(_frame: Any, _event: str, _argument: Any) -> Any:
        nonlocal steps
        steps += 1
        return count

    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(None)
    return steps
