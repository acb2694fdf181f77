"""What the commands of the explorer do, a room a group. Each act is a function of the explorer.

The table in :mod:`tui.commands` names an act as ``room.function``; the room is imported when it is first used, so
that the first paint waits for none of them.
"""
