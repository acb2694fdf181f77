"""The commands of a review, and of marking a passage."""

from __future__ import annotations

from tui.commands.command import Command

REVIEW: tuple[Command, ...] = (
    Command(
        "accept",
        "a",
        "act('deciding.accept')",
        "accept",
        "Make an event of this suggestion",
        "Review",
        "review",
        footer=True,
        palette=False,
        edits=True,
    ),
    Command(
        "reject",
        "x",
        "act('deciding.reject')",
        "reject",
        "Let nothing come of it",
        "Review",
        "review",
        footer=True,
        palette=False,
        edits=True,
    ),
    Command(
        "reword",
        "e",
        "act('deciding.change')",
        "change",
        "Change date, title, status, actors, place, and accept it so",
        "Review",
        "review",
        footer=True,
        palette=False,
        edits=True,
    ),
    Command(
        "join",
        "J",
        "act('deciding.join')",
        "join",
        "Make it a further claim on an existing event, likely ones first",
        "Review",
        "review",
        footer=True,
        palette=False,
        edits=True,
    ),
    Command(
        "cut",
        "s",
        "act('deciding.split')",
        "split",
        "Cut what tells several things into one suggestion for each",
        "Review",
        "review",
        footer=True,
        palette=False,
        edits=True,
    ),
    Command(
        "other-date",
        "d",
        "act('deciding.other_date')",
        "other date",
        "Take the other reading of its date",
        "Review",
        "review",
        palette=False,
        edits=True,
    ),
    Command(
        "accept-all",
        "A",
        "act('deciding.accept_all')",
        "all high",
        "Accept all open suggestions of high confidence",
        "Review",
        "review",
        footer=True,
        palette=False,
        edits=True,
    ),
    Command(
        "further-source",
        "D",
        "act('deciding.further')",
        "same story",
        "The same story under another outlet: add this one as a further source of its events",
        "Review",
        "review",
        palette=False,
        edits=True,
    ),
    Command(
        "mark-here",
        "p",
        "act('byhand.mark_here')",
        "passage",
        "Mark a passage by hand",
        "Review",
        "review",
        palette=False,
        edits=True,
    ),
    Command(
        "take-back",
        "u",
        "act('deciding.undo')",
        "undo",
        "Take back the last decision",
        "Review",
        "review",
        footer=True,
        palette=False,
        edits=True,
    ),
    Command("review-pane", "tab,shift+tab", "pane", "text", "To the text, and back", "Move", "review", palette=False),
    Command(
        "review-help", "question_mark", "act('deciding.show_help')", "help", "Help", "Program", "review", palette=False
    ),
    Command("review-back", "escape,q", "back", "back", "Back to the explorer", "Move", "review", palette=False),
)
"""What a review knows. Enter on a suggestion (``read``) shows all the reasons for it."""

MARK: tuple[Command, ...] = (
    Command(
        "mark-on", "j,down", "next_sentence(1)", "sentence", "Next sentence", "Move", "mark", footer=True, palette=False
    ),
    Command("mark-back", "k,up", "next_sentence(-1)", "back", "Previous sentence", "Move", "mark", palette=False),
    Command(
        "mark-word-on", "l,right", "move_end('word', 1)", "word", "A word more", "Move", "mark", True, palette=False
    ),
    Command(
        "mark-word-back", "h,left", "move_end('word', -1)", "less", "A word less", "Move", "mark", True, palette=False
    ),
    Command("mark-letter-on", "L", "move_end('letter', 1)", "letter", "A letter on", "Move", "mark", palette=False),
    Command(
        "mark-letter-back", "H", "move_end('letter', -1)", "letter", "A letter back", "Move", "mark", palette=False
    ),
    Command(
        "mark-more",
        "right_parenthesis",
        "move_end('sentence', 1)",
        "more",
        "To the end of the sentence, then of the next",
        "Move",
        "mark",
        palette=False,
    ),
    Command(
        "mark-less",
        "left_parenthesis",
        "move_end('sentence', -1)",
        "less",
        "Back by a sentence",
        "Move",
        "mark",
        palette=False,
    ),
    Command("mark-end", "o,tab", "other_end", "other end", "Move the other end", "Move", "mark", True, palette=False),
    Command(
        "mark-event", "enter", "take('mark-event')", "event", "Make an event of it", "Review", "mark", palette=False
    ),
    Command(
        "mark-claim",
        "J",
        "take('mark-claim')",
        "claim",
        "Make it a claim on an existing event",
        "Review",
        "mark",
        palette=False,
    ),
    Command("mark-none", "escape,q", "give_up", "cancel", "Back without a mark", "Move", "mark", palette=False),
)
"""What marking a passage knows."""
