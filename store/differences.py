"""Two versions of a record that grew from one: where they differ, and the record that a person's choices make.

Fields are compared one by one; the claims of an event too, as long as all versions have the same number of them, so
that two people who work on two claims of one event do not get into each other's way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from msgspec.structs import replace

from store.model import Record

Choice = Literal["mine", "theirs"]
Path = tuple[str | int, ...]
R = TypeVar("R", bound=Record)

_NOT_COMPARED = ("id", "origin")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that reads otherwise with me than with them, and as both of us saw it first.

    ``path`` is ``("title",)`` or ``("claims", 2, "status")``.
    """

    path: Path
    seen: Any
    mine: Any
    theirs: Any

    @property
    def field(self) -> str:
        """The path as it is written: ``claims[2].status``."""
        first, *rest = self.path
        return str(first) + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in rest)

    @property
    def settled(self) -> Choice | None:
        """The side that alone changed the field; ``None`` when both did, and somebody has to choose."""
        if self.mine == self.seen:
            return "theirs"
        return "mine" if self.theirs == self.seen else None


def differences(seen: R, mine: R, theirs: R) -> tuple[Difference, ...]:
    """Where ``mine`` and ``theirs`` differ, in the order of the record's fields; ``seen`` is what both began with."""
    return tuple(
        difference
        for name in type(seen).__struct_fields__
        if name not in _NOT_COMPARED
        for difference in _compared((name,), getattr(seen, name), getattr(mine, name), getattr(theirs, name))
    )


def _compared(path: Path, seen: Any, mine: Any, theirs: Any) -> list[Difference]:
    if mine == theirs:
        return []
    if path == ("claims",) and len(seen) == len(mine) == len(theirs):
        return [
            found
            for number, versions in enumerate(zip(seen, mine, theirs, strict=True))
            for name in type(versions[0]).__struct_fields__
            for found in _compared((*path, number, name), *(getattr(version, name) for version in versions))
        ]
    return [Difference(path, seen, mine, theirs)]


def settled(theirs: R, found: Sequence[Difference], choices: Mapping[Path, Choice]) -> R:
    """Their record with my side of the differences that are chosen, or settled, so. ``KeyError`` if one is not."""
    record = theirs
    for difference in found:
        if (choices.get(difference.path) or difference.settled or choices[difference.path]) == "mine":
            record = _with(record, difference.path, difference.mine)
    return record


def _with(record: Any, path: Path, value: Any) -> Any:
    first, *rest = path
    if isinstance(first, int):
        return (*record[:first], _with(record[first], tuple(rest), value), *record[first + 1 :])
    return replace(record, **{first: _with(getattr(record, first), tuple(rest), value) if rest else value})
