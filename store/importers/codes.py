"""Code tables of the event data sets, as TSV files beside this module.

``cameo.tsv`` follows CAMEO 1.1b3 (Schrodt, *CAMEO Event and Actor Codebook*, 2012), which GDELT 2.0 and ICEWS use;
``plover.tsv`` the event types of PLOVER (Open Event Data Alliance, 2022); ``countries.tsv`` FIPS 10-4 and ISO 3166-1
alpha-3. The labels and phrases are written for this project. Codes are strings: ``010`` is not ``10``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

_SLOT = re.compile(r"\[(.*?)~\]")


@dataclass(frozen=True, slots=True)
class Code:
    """An event code: what it is called, and a phrase for a title with a slot for the recipient (``consults[
    with ~]``)."""

    code: str
    label: str
    phrase: str

    def said_of(self, actor: str, recipient: str) -> str:
        """A sentence without its full stop: ``India consults with China``."""
        tail = r"\g<1>" + recipient.replace("\\", r"\\") if recipient else ""
        return f"{actor or 'Unnamed actor'} {_SLOT.sub(tail, self.phrase)}"


def _rows(name: str) -> list[list[str]]:
    table = resources.files(__package__).joinpath("codes", name).read_text("utf-8")
    return [line.split("\t") for line in table.splitlines()[1:]]


@cache
def _events(name: str) -> dict[str, Code]:
    return {code: Code(code, label, phrase) for code, label, phrase in _rows(f"{name}.tsv")}


@lru_cache(maxsize=4096)
def cameo(code: str) -> Code:
    """A CAMEO code; an unknown one has the label of the nearest code above it, or its own digits."""
    known = _events("cameo")
    for length in range(len(code), 1, -1):
        if found := known.get(code[:length]):
            return Code(code, found.label, found.phrase)
    return Code(code, f"Event {code}", f"does {code}[ to ~]")


@lru_cache(maxsize=256)
def plover(kind: str) -> Code:
    """A PLOVER event type by name, in any case; an unknown one is called as it is."""
    return _events("plover").get(kind.casefold()) or Code(kind, kind.capitalize(), f"{kind.casefold()}[: ~]")


@cache
def _countries() -> tuple[dict[str, str], dict[str, str]]:
    rows = _rows("countries.tsv")
    return {fips: name for fips, _, name in rows if fips}, {iso: name for _, iso, name in rows if iso}


def fips_country(code: str) -> str:
    """The name of a FIPS 10-4 country code, empty if unknown."""
    return _countries()[0].get(code, "")


def iso_country(code: str) -> str:
    """The name of an ISO 3166-1 alpha-3 (and CAMEO) country code, empty if unknown."""
    return _countries()[1].get(code, "")


def countries() -> frozenset[str]:
    """The names of all countries, folded to lower case."""
    return frozenset(name.casefold() for name in _countries()[1].values())
