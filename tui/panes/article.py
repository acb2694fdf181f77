"""The article pane: an event as it is told, with the exact passage of one claim lit and scrolled into view.

Above the text stands the event (on a small pane only the article's title), below it the claims: who says so, citing
whom, when. The text is wrapped to the pane's width; offsets into it are code points of the stored article, so a
passage is lit exactly where its selector points.
"""

from __future__ import annotations

from store import hits
from tui import commands, telling, titles
from tui.ask import Story
from tui.look import Glyphs
from tui.paint import wrap
from tui.widgets.text import Page, TextView, overlaid

TALL = 16
"""From this height on the pane shows the event above and all claims below the text."""


class ArticlePane(TextView):
    """The event under the cursor: its passage, article and claims."""

    HELP = (
        "The article with the passage of this claim lit. n and N walk through hits and claims; Enter finds the passage."
    )

    BINDINGS = commands.bindings("article")

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="article")
        self._glyphs = glyphs
        self._story: Story | None = None
        self._passage: tuple[int, int, str] | None = None
        self._marks: list[tuple[int, int]] = []
        self._mark = -1

    def show(self, story: Story | None) -> None:
        """Show a story, its passage in view."""
        self._story = story
        self._mark = -1
        self.renew()

    @property
    def story(self) -> Story | None:
        """What is shown."""
        return self._story

    def title(self) -> titles.Title:
        return titles.article(self._story, self.has_focus, self._glyphs)

    # Laying out.

    def page(self, width: int, height: int) -> Page:
        """The event above, the article with what is lit in it, the claims below: the text has the most of the room."""
        story, glyphs = self._story, self._glyphs
        self._passage, self._marks = None, []
        if story is None:
            return Page()
        tall = height >= TALL
        text = telling.body(story)
        self._passage = _passage(story)
        self._marks = hits.find(text, story.needles) if story.needles else []
        if not tall:
            head = telling.own_lines(story, width, 1) + telling.article_lines(story, width, glyphs, rule=False)
            return Page(text, self._lit(), head, telling.claim_line(story, width, glyphs))
        head, lead = telling.head_lines(story, width, height // 3, glyphs)
        most = max(3, height // 6, height - 2 - len(head) - len(lead) - _lines_of(text, width, height))
        return Page(text, self._lit(), head, telling.claim_lines(story, width, most, glyphs), lead)

    def _lit(self) -> list[tuple[int, int, str]]:
        """What is lit: the passage of the claim, and over it the hits of the search, the present one by its own."""
        now = self._marks[self._mark] if self._mark >= 0 else None
        found = [(start, end, "now" if (start, end) == now else "hit") for start, end in self._marks]
        return overlaid([self._passage] if self._passage else [], found)

    def in_focus(self) -> tuple[int, int] | None:
        if self._passage:
            return self._passage[:2]
        return self._marks[0] if self._marks else None

    # Moving.

    def next_hit(self, step: int) -> bool:
        """Go to the next (or previous) hit of the search in this text. False where there is none left."""
        mark = self._mark + step if self._mark >= 0 else (0 if step > 0 else len(self._marks) - 1)
        if not 0 <= mark < len(self._marks):
            return False
        self._mark = mark
        self.light(self._lit())
        start = self._marks[mark][0]
        if not self.is_in_view(start, start + 1):
            self.go_to_line(self.line_at(start) - self.room // 3)
        return True


def _lines_of(text: str, width: int, height: int) -> int:
    """Lines that a text fills, no more than ``height`` of them counted."""
    # A line holds no more code points than cells, but for marks without a width, which only make it look longer here.
    return height if len(text) > width * height else min(height, len(wrap(text, width)))


def _passage(story: Story) -> tuple[int, int, str] | None:
    """The stretch that the shown claim points at, and how it is lit."""
    passage = story.passage
    anchor = passage.anchor if passage and passage.article else None
    if anchor is None or anchor.state == "orphan":
        return None
    return anchor.start, anchor.end, "passage" if anchor.state == "exact" else "moved"
