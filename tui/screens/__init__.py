"""Whole screens and dialogs. A screen owns state and hands it down to its panes."""
