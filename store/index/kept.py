"""Keeping what was computed for values that come again, where a million records are gone through."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(dict[K, V]):
    """Values by what they are made of, made when first asked for (by ``kept[key]``).

    When there are ``most`` of them all are forgotten: those that come again are soon back. To know which was asked for
    last, as :func:`functools.lru_cache` does, would cost three times what finding it does.
    """

    def __init__(self, make: Callable[[K], V], most: int) -> None:
        super().__init__()
        self._make = make
        self._most = most

    def __missing__(self, key: K) -> V:
        value = self._make(key)
        if len(self) >= self._most:
            self.clear()
        self[key] = value
        return value


def kept(most: int) -> Callable[[Callable[[K], V]], Callable[[K], V]]:
    """Decorates a pure function of one value so that up to ``most`` results are kept."""

    def keeping(make: Callable[[K], V]) -> Callable[[K], V]:
        return Kept(make, most).__getitem__

    return keeping
