"""Every border fuzzed: bounded runs with Hypothesis here, longer and coverage-guided ones with atheris."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from tests.fuzzing import TARGETS
from tests.properties import tries

SIGNS = (
    "\x1b", "\x1b[", "\x1b]0;", "\x07", "\x9b", "\x9c", "\x00", "\n", "\r", "\t", "\u202e", "\u200b", "\u0301",
    "\ufeff",     "ß", "İ", "한", "停火", "ال", "👩\u200d🚀",
    "2023", "-09", "-13", "/", "..", "~", "?", "%", "X", "[", "]", "{", "}", "(", ")", '"', "'", ":", ",", "*", "-",
    " OR ", " NOT ", "since:", "date:", "actor:", "claims:>", "sure:", "asof:", "is:starred", "july", "last ", " days",
    "\\u0000", "\\ud800", "null", "1e999", '{"events": {"1": {"id": "1"', "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///'>]>",
    "<script>", "&e;", "=1+1", ";", "\\", "BEGIN:VEVENT", "a", "Kim", "0", "9" * 30,
)  # fmt: skip
"""Pieces that mean something to one border or another."""

inputs = st.one_of(
    st.lists(st.sampled_from(SIGNS), max_size=12).map(lambda pieces: "".join(pieces).encode()),
    st.binary(max_size=60),
    st.text(max_size=40).map(str.encode),
)

EXAMPLES = {"imports": 25, "documents": 60}
"""Those that write files each time are tried less often."""


@pytest.mark.hypothesis
@pytest.mark.parametrize("name", list(TARGETS))
def test_only_errors_that_are_told_of(name: str) -> None:
    @tries(EXAMPLES.get(name, 150), suppress_health_check=list(HealthCheck))
    @given(inputs)
    def fuzz(data: bytes) -> None:
        TARGETS[name](data)

    fuzz()


@pytest.mark.slow
@pytest.mark.parametrize("name", list(TARGETS))
def test_coverage_guided(name: str, tmp_path: Path) -> None:
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("atheris is not installed: pip install atheris")
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for number, sign in enumerate(SIGNS):
        (seeds / str(number)).write_bytes(sign.encode())
    command = [sys.executable, "-m", "tests.fuzzing", name, "-max_total_time=20", "-max_len=400", "-timeout=10"]
    done = subprocess.run(
        [*command, f"-artifact_prefix={tmp_path}/", str(seeds)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
