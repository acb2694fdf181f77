"""The article pane: an event as it is told, with the exact passage of one claim lit and scrolled into view.

Above the text stands the event (on a small pane only the article's title), below it the claims: who says so, citing
whom, when. The text is wrapped to the pane's width; offsets into it are code points of the stored article, so a
passage is lit exactly where its selector points.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from rich.style import Style
from textual.cache import LRUCache
from textual.geometry import Region
from textual.strip import Strip

from store import hits
from tui import commands, telling, titles
from tui.ask import Story
from tui.look import Glyphs
from tui.paint import Part, lit, sides, strip, wrap
from tui.widgets.painted import Painted

TALL = 16
"""From this height on the pane shows the event above and all claims below the text."""


class ArticlePane(Painted, can_focus=True):
    """The event under the cursor: its passage, article and claims."""

    HELP = (
        "The article with the passage of this claim lit. n and N walk through hits and claims; Enter finds the passage."
    )

    BINDINGS = commands.bindings("article")

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="article")
        self._glyphs = glyphs
        self._story: Story | None = None
        self._text = ""
        self._spans: list[tuple[int, int, str]] = []
        self._marks: list[tuple[int, int]] = []
        self._mark = -1
        self._lines: list[tuple[int, int]] = []
        self._head: list[list[Part]] = []
        self._foot: list[list[Part]] = []
        self._top = 0
        self._strips: LRUCache[tuple[int, int], Strip] = LRUCache(256)

    def show(self, story: Story | None) -> None:
        """Show a story, its passage in view."""
        self._story = story
        self._mark = -1
        self._lay_out()
        self.to_passage()

    @property
    def story(self) -> Story | None:
        """What is shown."""
        return self._story

    # Laying out.

    def _lay_out(self) -> None:
        """Wrap the text and build what stands above and below it."""
        self._strips.clear()
        story, width = self._story, max(20, self.size.width - 2)
        self._head, self._foot, self._lines, self._spans, self._marks = [], [], [], [], []
        if story is None:
            return
        tall = self.size.height >= TALL
        self._text = telling.body(story)
        if tall:
            self._head = telling.event_lines(story, width, self._glyphs)
            self._foot = telling.claim_lines(story, width, max(3, self.size.height // 5), self._glyphs)
        else:
            self._foot = telling.claim_line(story, width, self._glyphs)
        self._head += telling.article_lines(story, width, self._glyphs, rule=tall)
        self._lines = wrap(self._text, width)
        self._light(story)

    def _light(self, story: Story) -> None:
        """Find what is lit: the passage of the claim, and the hits of the search."""
        passage = story.passage
        anchor = passage.anchor if passage and passage.article else None
        self._passage = None
        spans: list[tuple[int, int, str]] = []
        if anchor and anchor.state != "orphan":
            self._passage = (anchor.start, anchor.end)
            spans.append((anchor.start, anchor.end, "passage" if anchor.state == "exact" else "moved"))
        self._marks = hits.find(self._text, story.needles) if story.needles else []
        self._spans = overlaid(spans, [(start, end, "hit") for start, end in self._marks])

    def on_resize(self) -> None:
        self._lay_out()
        self.to_passage()

    @property
    def _room(self) -> int:
        """Lines left for the text."""
        return max(1, self.size.height - 1 - len(self._head) - len(self._foot))

    # Drawing.

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        if y == 0:
            left, right, fill = titles.article(self._story, self.has_focus, self._glyphs)
            return sides(left, right, (fill, "rule"), width, self.part_styles, base)
        y -= 1
        foot = self.size.height - 1 - len(self._foot)
        if y < len(self._head):
            return self._drawn(self._head[y], width, base)
        if y >= foot:
            return self._drawn(self._foot[y - foot], width, base)
        line = self._top + y - len(self._head)
        if line >= len(self._lines):
            return Strip.blank(width, base)
        key = (line, width)
        drawn = self._strips.get(key)
        if drawn is None:
            start, end = self._lines[line]
            drawn = self._drawn(lit(self._text, start, end, self._spans_in(start, end)), width, base)
            self._strips[key] = drawn
        return drawn

    def _spans_in(self, start: int, end: int) -> list[tuple[int, int, str]]:
        return [span for span in self._spans if span[1] > start and span[0] < end]

    def _drawn(self, parts: Iterable[Part], width: int, base: Style) -> Strip:
        return strip([(" ", ""), *parts], width, self.part_styles, base)

    # Moving.

    def _go_to_line(self, line: int) -> None:
        top = max(0, min(line, len(self._lines) - self._room))
        if top != self._top:
            self._top = top
        self.refresh()

    def _line_at(self, offset: int) -> int:
        line = bisect_right(self._lines, offset, key=lambda each: each[1])
        return min(line, max(0, len(self._lines) - 1))

    def to_passage(self) -> None:
        """Scroll so that the passage is in view, a third of the way down where it fits."""
        if self._story is None or not self._lines:
            self._top = 0
            self.refresh()
            return
        at = self._passage or (self._marks[0] if self._marks else None)
        if at is None:
            self._go_to_line(0)
            return
        first, last = self._line_at(at[0]), self._line_at(at[1] - 1)
        spare = max(0, self._room - (last - first + 1))
        self._go_to_line(max(0, first - min(spare, self._room // 3)))

    def next_hit(self, step: int) -> bool:
        """Go to the next (or previous) hit of the search in this text. False where there is none left."""
        mark = self._mark + step if self._mark >= 0 else (0 if step > 0 else len(self._marks) - 1)
        if not 0 <= mark < len(self._marks):
            return False
        self._mark = mark
        start, end = self._marks[mark]
        self._spans = overlaid(
            [span for span in self._spans if span[2] not in ("hit", "now")],
            [(a, b, "now" if (a, b) == (start, end) else "hit") for a, b in self._marks],
        )
        self._strips.clear()
        line = self._line_at(start)
        if self._top <= line < self._top + self._room:
            self.refresh(Region(0, 1 + len(self._head), self.size.width, self._room))
        else:
            self._go_to_line(line - self._room // 3)
        return True

    def action_scroll_text(self, lines: int) -> None:
        self._go_to_line(self._top + lines)

    def action_scroll_half(self, halves: int) -> None:
        step = max(1, self._room - 1) if abs(halves) == 2 else max(1, self._room // 2)
        self._go_to_line(self._top + (step if halves > 0 else -step))

    def action_text_first(self) -> None:
        self._go_to_line(0)

    def action_text_last(self) -> None:
        self._go_to_line(len(self._lines))

    def action_passage(self) -> None:
        self.to_passage()

    def on_focus(self) -> None:
        self.refresh(Region(0, 0, self.size.width, 1))

    def on_blur(self) -> None:
        self.refresh(Region(0, 0, self.size.width, 1))

    def on_mouse_scroll_down(self) -> None:
        self.action_scroll_text(3)

    def on_mouse_scroll_up(self) -> None:
        self.action_scroll_text(-3)


def overlaid(under: list[tuple[int, int, str]], over: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Two layers of sorted spans as one, not overlapping: where both cover a stretch the upper one shows."""
    spans = list(over)
    for start, end, name in under:
        at = start
        for first, last, _ in over:
            if last <= at or first >= end:
                continue
            if first > at:
                spans.append((at, first, name))
            at = max(at, last)
        if at < end:
            spans.append((at, end, name))
    return sorted(spans)
