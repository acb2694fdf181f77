"""The day that relative dates count from."""

from __future__ import annotations

from datetime import date

from store import edtf
from store.dossier import Dossier


def basis_of(dossier: Dossier, given: str = "") -> date:
    """The day given, else the dossier's own basis, else today. Raises :class:`ValueError` unless it is a day."""
    text = given or dossier.meta.basis
    if not text:
        return date.today()
    known = edtf.parse(text)
    if known.first is None or known.first != known.last:
        raise ValueError(f"basis {text}: a day is needed, such as 2023-09-05")
    return date.fromordinal(known.first)
