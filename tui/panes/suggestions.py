"""The panes of a review: the article with every suggestion marked, the list of them, and the reasons for one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.strip import Strip

from store.model import Article
from store.review import Review
from tui import commands, proposals
from tui.look import Glyphs, counted
from tui.paint import Part, fit, hung, strip
from tui.titles import Title
from tui.widgets.painted import Painted
from tui.widgets.rows import Rows
from tui.widgets.text import Page, TextView


class ReviewedText(TextView):
    """The article: suggestions marked, the current one lit and in view."""

    BINDINGS = commands.bindings("article")

    def __init__(self, article: Article, glyphs: Glyphs) -> None:
        super().__init__(id="reviewed")
        self._article = article
        self._glyphs = glyphs
        self._review = Review(article, ())
        self._current = 0

    def show(self, review: Review, current: int) -> None:
        """Mark the suggestions of a review, with one of them lit."""
        self._review, self._current = review, current
        self.light(proposals.lit(review, current))
        self.refresh_title()
        if (at := self.in_focus()) is not None and not self.is_in_view(*at):
            self.to_focus()

    def page(self, width: int, height: int) -> Page:
        return Page(self._article.text, proposals.lit(self._review, self._current))

    def in_focus(self) -> tuple[int, int] | None:
        if self._current >= len(self._review.items):
            return None
        passage = self._review.items[self._current].suggestion.excerpt
        return passage.start, passage.end

    def title(self) -> Title:
        article, review = self._article, self._review
        progress = f" {review.done} of {len(review.items)} " if review.items else ""
        about = f" {self._glyphs.bullet} ".join(filter(None, (article.publisher, article.published, article.title)))
        about = fit(about, self.size.width - len(progress) - 3, self._glyphs.ellipsis)
        style = "focus" if self.has_focus else "dim"
        mark = self._glyphs.cursor if self.has_focus else self._glyphs.rule
        return [(mark, style), (f"{about} ", "strong")], [(progress, "strong")], self._glyphs.rule


class SuggestionList(Rows):
    """The suggestions in the order of the text, each with what was decided on it."""

    HELP = "Suggestions in the order of the text. a accepted, J joined, x rejected, = in the dossier already."

    BINDINGS = commands.bindings("list")
    titled = True

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="suggestions")
        self._glyphs = glyphs
        self._review: Review | None = None

    def show(self, review: Review, cursor: int) -> None:
        """Show the suggestions with the cursor on one of them."""
        self._review = review
        self.refill(len(review.items), cursor)

    def title(self) -> Title:
        style = "focus" if self.has_focus else "dim"
        mark = self._glyphs.cursor if self.has_focus else self._glyphs.rule
        right: list[Part] = []
        if self._review is not None and self._review.items:
            left = len(self._review.items) - self._review.done
            high = len(self._review.high())
            right = [(f" {left} open, {high} of them high " if left else " all decided ", "dim")]
        return [(mark, style), ("Suggestions ", style)], right, self._glyphs.rule

    def parts(self, line: int, width: int, selected: bool) -> Iterable[Part]:
        assert self._review is not None
        year = self._review.article.published[:4]
        known = int(year) if year.isdecimal() else None
        return proposals.row(self._review.items[line], width, selected, self._glyphs, known)


class Reasons(Painted):
    """Lines about the current suggestion; those that find no room are counted."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="reasons")
        self._glyphs = glyphs
        self._lines: Sequence[Sequence[Part]] = ()
        self._indent: int | None = None

    def show(self, lines: Sequence[Sequence[Part]], indent: int | None = None) -> None:
        """Show these lines: cut, or folded so that what does not fit goes on under code point ``indent``."""
        self._lines, self._indent = lines, indent
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, height, base = self.size.width, self.size.height, self.rich_style
        lines = self._lines
        if self._indent is not None:
            lines = [part for line in lines for part in hung(line, width - 2, self._indent)]
        if y >= len(lines):
            return Strip.blank(width, base)
        if y == height - 1 and len(lines) > height:
            more: list[Part] = [(f" {self._glyphs.ellipsis} {counted(len(lines) - y, 'more line')}", "dim")]
            return strip(more, width, self.part_styles, base)
        return strip([(" ", ""), *lines[y]], width, self.part_styles, base)
