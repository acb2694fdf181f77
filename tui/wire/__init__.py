"""The last stage before the terminal: what Textual draws, sent as the few bytes in which the screen differs.

Textual sends whole regions again. :class:`~tui.wire.driver.WireDriver` (a driver, Textual's public seam) reads what it
is given to write into a grid of cells (:mod:`~tui.wire.grid`), and sends the difference to what the terminal
already shows (:mod:`~tui.wire.difference`), one frame at a time and no faster than the terminal takes them.
"""
