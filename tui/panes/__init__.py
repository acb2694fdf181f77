"""The parts of the explorer. A pane is given its data and reports by messages; panes do not know each other."""
