"""A guest session: a stranger at the explorer of one dossier, as sshd's ``ForceCommand`` starts it (docs/guests.md).

Two walls. :mod:`~tui.guest.session` offers a guest only the commands that neither write nor start anything: the
others are not bound, not in footer, palette or help, and not run. :mod:`~tui.guest.confine` refuses, from inside
the interpreter, what no guest session has to do, should a way around the first wall be found.
"""
