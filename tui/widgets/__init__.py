"""Widgets that know nothing of dossiers: they could serve any program."""
