"""Fixtures that several files of tests share."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.properties import FUZZ, TIMES

if TYPE_CHECKING:
    from tests.importing import Desk

SETTINGS = ("DATELINE_CACHE", "DATELINE_CONFIG", "DATELINE_STATE", "DATELINE_DOSSIER", "DATELINE_THEME")
"""Variables by which a person sets what the program does."""

# How many new objects are looked through for garbage at once. Python's 700 take a sixth of the time of the suite.
gc.set_threshold(50_000)

# How long an example takes tells about the machine, which others may use too.
settings.register_profile(
    "dateline",
    deadline=None,
    derandomize=not FUZZ,
    max_examples=round(100 * TIMES),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("dateline")


@pytest.fixture(scope="session", autouse=True)
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Somebody without settings, history and caches, in this process and in those that it starts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        for name in list(os.environ):
            if name.startswith("XDG_") or name in SETTINGS:
                patch.delenv(name)
        # A program that keeps its compiled modules starts in half the time, and here it starts some hundred times.
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        yield


@pytest.fixture(scope="module")
def quick_disk() -> Iterator[None]:
    """Saves that do not wait for the disk. That saves are durable is tested with the storage; here they are many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda _: None)
        yield


@pytest.fixture
def desk(tmp_path: Path, quick_disk: None) -> Desk:
    """A dossier to import into."""
    # Tests of other rooms do not need the importers.
    from tests.importing import Desk

    return Desk(tmp_path)


def pytest_collection_finish() -> None:
    """Thousands of collected tests are no garbage, and need not be looked through for it again and again."""
    gc.collect()
    gc.freeze()
