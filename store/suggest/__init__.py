"""From an article to suggested events: sentences, names, dates, and what may have happened.

No model, no network: rules over compact tables, and every guess says why. Nothing here needs a dossier;
:mod:`store.suggest.suggest` puts it together.
"""
