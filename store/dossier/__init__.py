"""A dossier: a folder (or one TinyDB file) of events, actors and articles that several people keep true.

``Dossier.open(path)`` to read and edit one, ``create(path)`` to begin one. See ``files`` for what is kept where,
``amend`` for changes to imported records, ``journal`` for undo.
"""

from store.dossier.amend import merged
from store.dossier.dossier import Dossier, create
from store.dossier.files import SourceFile

__all__ = ["Dossier", "SourceFile", "create", "merged"]
