"""The commands of the explorer, its lists and texts, and its dialogs."""

from __future__ import annotations

from tui.commands.command import Command

EXPLORER: tuple[Command, ...] = (
    Command("down", "j,down", "move(1)", "down", "Next line", "Move", "list", palette=False),
    Command("up", "k,up", "move(-1)", "up", "Previous line", "Move", "list", palette=False),
    Command("half-down", "ctrl+d", "page(1)", "half down", "Half a page down", "Move", "list", palette=False),
    Command("half-up", "ctrl+u", "page(-1)", "half up", "Half a page up", "Move", "list", palette=False),
    Command("page-down", "pagedown,space", "page(2)", "page down", "A page down", "Move", "list", palette=False),
    Command("page-up", "pageup", "page(-2)", "page up", "A page up", "Move", "list", palette=False),
    Command("first", "g,home", "first", "first", "First line", "Move", "list", palette=False),
    Command("last", "G,end", "last", "last", "Last line", "Move", "list", palette=False),
    Command("read", "enter", "choose", "read", "Read the event; in a list: choose", "Read", "list", True, False),
    Command("next-pane", "tab", "pane(1)", "pane", "Next pane", "Move", palette=False),
    Command("previous-pane", "shift+tab", "pane(-1)", "pane", "Previous pane", "Move", palette=False),
    Command("timeline", "1", "show_pane('timeline')", "timeline", "Go to the timeline", "Move"),
    Command("actors", "2", "show_pane('actors')", "actors", "Go to the actors", "Move"),
    Command("article", "3", "show_pane('article')", "article", "Go to the article", "Move"),
    Command("zoom", "z", "zoom", "zoom", "Give the pane in focus the whole screen; again: back", "Move"),
    Command(
        "back", "escape", "back", "back", "Back: leave search, zoom, article, a followed link", "Move", palette=False
    ),
    Command(
        "search",
        "slash",
        "act('searching.begin')",
        "search",
        "Search as you type, with the whole query language",
        "Find",
        footer=True,
    ),
    Command("release", "backspace", "act('finding.release')", "release", "Take off the last filter", "Find"),
    Command("clear", "ctrl+x", "act('finding.clear')", "clear", "Take off all filters", "Find"),
    Command(
        "actor-filter",
        "a",
        "act('finding.filter_by')",
        "filter",
        "Filter by the actor under the cursor; again: release",
        "Find",
    ),
    Command("actor-jump", "at", "act('finding.jump_actor')", "actor…", "Jump to an actor by name", "Find"),
    Command("around", "w", "act('dating.around')", "around", "Show what happened within a week of this event", "Find"),
    Command(
        "facet",
        "v",
        "act('finding.facet', 1)",
        "count by",
        "Count by actor, status, source, via, place, kind, tag",
        "Find",
    ),
    Command("facet-back", "V", "act('finding.facet', -1)", "count by", "Count by the previous field", "Find"),
    Command(
        "pair", "b", "act('finding.pair')", "pair", "With two actors filtered: first contact and longest gap", "Find"
    ),
    Command("gaps", "i", "act('finding.gaps')", "silences", "The longest silences of this view", "Find"),
    Command("views", "f", "act('finding.views')", "views", "Open a saved view", "Find"),
    Command(
        "save-view", "F", "act('finding.save_view')", "save view", "Save this view under a name", "Find", edits=True
    ),
    Command(
        "dates",
        "d",
        "act('dating.dates')",
        "dates",
        "Filter by dates: 2023-09, july, last 30 days, q3 2023 …",
        "Dates",
        footer=True,
    ),
    Command("goto", "colon", "act('dating.goto')", "go to", "Go to a date", "Dates"),
    Command(
        "window-back", "less_than_sign", "act('dating.shift', -1)", "earlier", "Shift the date window back", "Dates"
    ),
    Command("window-on", "greater_than_sign", "act('dating.shift', 1)", "later", "Shift the date window on", "Dates"),
    Command("scale-in", "plus,equals_sign", "act('dating.scale_by', 1)", "finer", "Finer time scale", "Dates"),
    Command("scale-out", "minus", "act('dating.scale_by', -1)", "coarser", "Coarser time scale", "Dates"),
    Command("scale-fit", "underscore", "act('dating.scale_by', 0)", "fit", "Time scale that fits", "Dates"),
    Command("day-on", "right_curly_bracket", "act('dating.day', 1)", "next day", "Next day with events", "Dates"),
    Command(
        "day-back", "left_curly_bracket", "act('dating.day', -1)", "day before", "Previous day with events", "Dates"
    ),
    Command(
        "explain", "x", "act('dating.explain')", "explain", "Explain this date: what is known, and from where", "Dates"
    ),
    Command(
        "next-hit",
        "n",
        "act('reading.hit', 1)",
        "next",
        "Next hit in the text, then next claim, then next event",
        "Read",
        footer=True,
    ),
    Command("previous-hit", "N", "act('reading.hit', -1)", "previous", "Previous hit, claim, event", "Read"),
    Command(
        "claims", "c", "act('reading.claims')", "claims", "All claims of this event and where they disagree", "Read"
    ),
    Command("link", "l", "act('reading.follow')", "linked", "Go to a linked event", "Read"),
    Command("text-down", "j,down", "scroll_text(1)", "down", "Scroll down", "Move", "article", palette=False),
    Command("text-up", "k,up", "scroll_text(-1)", "up", "Scroll up", "Move", "article", palette=False),
    Command("text-half-down", "ctrl+d", "scroll_half(1)", "down", "Half a page down", "Move", "article", palette=False),
    Command("text-half-up", "ctrl+u", "scroll_half(-1)", "up", "Half a page up", "Move", "article", palette=False),
    Command(
        "text-page-down", "pagedown,space", "scroll_half(2)", "down", "A page down", "Move", "article", palette=False
    ),
    Command("text-page-up", "pageup", "scroll_half(-2)", "up", "A page up", "Move", "article", palette=False),
    Command("text-first", "g,home", "text_first", "start", "Start of the text", "Move", "article", palette=False),
    Command("text-last", "G,end", "text_last", "end", "End of the text", "Move", "article", palette=False),
    Command("text-passage", "enter", "passage", "passage", "Back to the passage", "Read", "article", palette=False),
    Command(
        "star",
        "m",
        "act('marking.star')",
        "star",
        "Star this event; again: take it off",
        "Mark",
        footer=True,
        edits=True,
    ),
    Command("tag", "t", "act('marking.tag')", "tag", "Tag this event (your own tags)", "Mark", edits=True),
    Command("note", "T", "act('marking.note')", "note", "Write a note on this event (your own)", "Mark", edits=True),
    Command("edit", "e", "act('editing.event')", "edit", "Edit this event", "Edit", edits=True),
    Command(
        "edit-other",
        "E",
        "act('editing.other')",
        "edit…",
        "Edit the claim, an actor or the article",
        "Edit",
        edits=True,
    ),
    Command("edit-claim", "K", "act('editing.claim')", "edit claim", "Edit the claim shown", "Edit", edits=True),
    Command("add", "A", "act('editing.add')", "add", "Add an event", "Edit", edits=True),
    Command("add-claim", "C", "act('editing.add_claim')", "add claim", "Add a claim on this event", "Edit", edits=True),
    Command("add-actor", "W", "act('editing.add_actor')", "add actor", "Add an actor", "Edit", edits=True),
    Command(
        "delete",
        "D",
        "act('deleting.delete')",
        "delete",
        "Delete this event; beside the text: its claim or article; among the actors: the actor (undo brings it back)",
        "Edit",
        edits=True,
    ),
    Command(
        "merge",
        "M",
        "act('joining.merge')",
        "merge",
        "Merge another event into this one; among the actors: this actor into another",
        "Edit",
        edits=True,
    ),
    Command(
        "split", "S", "act('joining.split')", "split", "Take claims out into an event of their own", "Edit", edits=True
    ),
    Command(
        "point", "P", "act('pointing.point')", "point", "Say where this claim's passage stands now", "Edit", edits=True
    ),
    Command("undo", "u", "act('marking.undo')", "undo", "Undo the last edit", "Edit", edits=True),
    Command("redo", "U", "act('marking.redo')", "redo", "Redo", "Edit", edits=True),
    Command("review", "r", "act('reviewing.review')", "review", "Review this article", "Review", guest=False),
    Command(
        "review-article",
        "O",
        "act('reviewing.review_article')",
        "review…",
        "Review an article…",
        "Review",
        guest=False,
    ),
    Command(
        "mark-passage",
        "p",
        "act('byhand.mark')",
        "passage",
        "Mark a passage of this article and make an event or a claim of it",
        "Review",
        edits=True,
    ),
    Command("copy", "y", "act('copying.copy')", "copy", "Copy the excerpt", "Dossier"),
    Command("cite", "Y", "act('copying.cite')", "cite", "Copy a citation", "Dossier"),
    Command("url", "o", "act('copying.link')", "link", "Show and copy the article's link", "Dossier"),
    Command("import", "I", "act('exchanging.import_file')", "import", "Import a file", "Dossier", edits=True),
    Command("export", "X", "act('exchanging.export_view')", "export", "Export this view", "Dossier", guest=False),
    Command("reload", "R", "act('program.reload')", "reload", "Read the dossier again", "Dossier", guest=False),
    Command("redraw", "ctrl+l", "act('program.redraw')", "redraw", "Draw the screen again", "Program"),
    Command(
        "help", "question_mark", "act('program.show_help')", "help", "What the keys do here", "Program", footer=True
    ),
    Command("palette", "ctrl+p", "act('program.palette')", "commands", "Every command by name", "Program", footer=True),
    Command(
        "suspend",
        "ctrl+z",
        "act('program.suspend')",
        "suspend",
        "Suspend to the shell (fg brings it back)",
        "Program",
        guest=False,
    ),
    Command("quit", "q", "act('program.leave')", "quit", "Leave dateline", "Program"),
    Command("cancel", "escape", "cancel", "cancel", "Close without a change", "Program", "dialog", palette=False),
)
