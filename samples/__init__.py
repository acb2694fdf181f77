"""Dossiers that come with dateline; :data:`NORTH_KOREA_RUSSIA` is the one it opens when none is named."""

from pathlib import Path

NORTH_KOREA_RUSSIA = Path(__file__).with_name("north-korea-russia")
