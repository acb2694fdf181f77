"""Fixtures that several files of tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.importing import Desk


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
