"""Every rule of a dossier: ``for fault in check(dossier): print(fault)``. A sound dossier has no fault.

``rules`` looks at one record at a time, ``passages`` at claims and the articles that they point into, ``sweep`` goes
through the files and at what records say of one another.
"""

from store.check.fault import Fault, Severity
from store.check.sweep import check

__all__ = ["Fault", "Severity", "check"]
