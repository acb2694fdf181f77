"""What a sentence says happened: its verbs, clauses, speakers, dates, roles, in modules by that idea.

The approach is that of event coders since TABARI and PETRARCH (P. Schrodt): a shallow reading of a verb and what
stands before and after it, with tables of verbs, and no parser. See :mod:`store.suggest.suggest` for how they are put
together.
"""
