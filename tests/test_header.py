"""The first line: how much there is, from when to when, and the day that relative dates count from."""

from __future__ import annotations

import pytest

from tests.harness import Driven, drive


def test_the_header_keeps_its_months_at_every_time_scale() -> None:
    async def test(on: Driven) -> None:
        before = on.line("header")
        assert "2022-09 .. 2025-04" in before
        units = set()
        for _ in range(4):
            await on.press("-")
            units.add(on.explorer.unit)
            assert on.line("header") == before
        assert len(units) > 1

    drive(test, size=(120, 36))


@pytest.mark.parametrize(("width", "shown"), [(120, "2022-09 .. 2025-04"), (80, "53 events  basis"), (60, "53 events")])
def test_the_header_gives_up_the_extent_before_the_basis(width: int, shown: str) -> None:
    async def test(on: Driven) -> None:
        line = on.lines()[0]
        assert shown in line
        assert ("basis 2025-05-01" in line) == (width >= 80)
        assert line.index("read-only") + len("read-only  ") <= line.index("53 events")

    drive(test, size=(width, 24))
