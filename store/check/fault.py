"""What a check finds."""

from __future__ import annotations

from typing import Literal, NamedTuple

from store.model import Record, Where

Severity = Literal["error", "warning"]
"""An error makes something wrong or unreachable; a warning wants a person to look: it may be meant."""


class Finding(NamedTuple):
    """What a rule says of a record that it was given: the field (a path such as ``claims[0].date``) and why."""

    field: str
    message: str
    severity: Severity = "error"


class Fault(Record, frozen=True):
    """One breach of one rule. The field names are those of ``dateline check --json``.

    ``file`` is the file's name within the dossier, ``document`` the TinyDB number as text, ``id`` the record's id;
    each is empty where there is none, as for a damaged file. Texts are as they stand in the file: pass them through
    :func:`store.text.shown` before a screen.
    """

    file: str
    table: str
    document: str
    id: str
    field: str
    message: str
    severity: Severity

    @classmethod
    def at(cls, where: Where, record_id: str, finding: Finding) -> Fault:
        """The fault that a finding is at a place."""
        return cls(
            file=where.file,
            table=where.table,
            document=where.document,
            id=record_id,
            field=finding.field,
            message=finding.message,
            severity=finding.severity,
        )

    def __str__(self) -> str:
        """One line: ``dossier.json: events/3 (vostochny-summit): claims[0].date: not a date …``."""
        place = (
            f"{self.file}: {self.table}" + (f"/{self.document}" if self.document else "") if self.table else self.file
        )
        named = f"{place} ({self.id})" if self.id else place
        parts = [named, self.field, ("warning: " if self.severity == "warning" else "") + self.message]
        return ": ".join(part for part in parts if part)
