"""Amendments: how a person's change to an imported record is kept apart from the source's words, and shown with them.

An amendment holds the changed fields only. The removal of an imported record is an amendment too, with the change
``{"deleted": true}``: the record is not shown any more, and taking the amendment back shows it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec

from store.model import Amendment, Record, Where, convert, to_builtins

DELETED = "deleted"
"""The change that removes a record. No record has a field of this name."""

R = TypeVar("R", bound=Record)


def merged(record: R, amendments: Iterable[Amendment]) -> R | None:
    """The record with the amendments laid over it in their order, ``None`` when one of them removes it.

    Raises :class:`store.model.RecordError`, naming the amendment, where the changes do not make a valid record.
    """
    for amendment in amendments:
        if amendment.changes.get(DELETED):
            return None
        where = Where("amendments", amendment.table, amendment.id)
        record = convert(type(record), to_builtins(record) | amendment.changes, where)
    return record


def changes(before: Record, after: Record) -> dict[str, Any]:
    """The fields in which ``after`` differs from ``before``, as plain JSON values."""
    names = type(after).__struct_fields__
    return {
        name: msgspec.to_builtins(getattr(after, name))
        for name in names
        if getattr(after, name) != getattr(before, name)
    }
