"""The text widget: layers of lit stretches, scrolling to what matters, lines above and below the text."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from tui.paint import Part
from tui.widgets.painted import PART_CLASSES
from tui.widgets.text import Page, TextView, overlaid

TEXT = "\n\n".join(f"Paragraph {number} of a text that is longer than the screen." for number in range(20))


def layers(names: str) -> st.SearchStrategy[list[tuple[int, int, str]]]:
    """Sorted spans that do not overlap, each with one of the names."""

    def spans(cuts: Sequence[int], kind: str) -> list[tuple[int, int, str]]:
        edges = sorted(set(cuts))
        return [(a, b, kind) for a, b in zip(edges[::2], edges[1::2], strict=False)]

    return st.builds(spans, st.lists(st.integers(0, 40), max_size=12), st.sampled_from(names))


@given(layers("u"), layers("o"))
def test_the_upper_layer_hides_the_lower_one_and_nothing_else(
    under: list[tuple[int, int, str]], over: list[tuple[int, int, str]]
) -> None:
    expected = {at: name for start, end, name in [*under, *over] for at in range(start, end)}
    spans = overlaid(under, over)
    assert spans == sorted(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert {at: name for start, end, name in spans for at in range(start, end)} == expected


class Sample(TextView):
    """A text with a line above and a line below it, one stretch of it in focus."""

    focus_on = (TEXT.index("Paragraph 12"), TEXT.index("Paragraph 12") + 12)

    def page(self, width: int, height: int) -> Page:
        head: list[list[Part]] = [[("above", "")]]
        return Page(TEXT, [(*self.focus_on, "passage")], head, [[("below", "")]])

    def title(self) -> tuple[list[Part], list[Part], str]:
        return [("left", "")], [("right", "")], "-"

    def in_focus(self) -> tuple[int, int]:
        return self.focus_on


class Host(App[None]):
    COMPONENT_CLASSES = set(PART_CLASSES)
    CSS = "TextView { height: 1fr; } .part--hit { text-style: underline; }"

    def __init__(self, kind: type[Sample]) -> None:
        super().__init__()
        self._kind = kind

    def compose(self) -> ComposeResult:
        yield self._kind()


def shown(
    test: Callable[[Sample], Awaitable[None]], size: tuple[int, int] = (40, 10), kind: type[Sample] = Sample
) -> None:
    async def run() -> None:
        app = Host(kind)
        async with app.run_test(size=size):
            await test(app.query_one(Sample))

    asyncio.run(run())


def lines(view: Sample) -> list[str]:
    return [view.render_line(y).text for y in range(view.size.height)]


def test_what_is_in_focus_is_in_view_between_the_fixed_lines() -> None:
    async def test(view: Sample) -> None:
        drawn = lines(view)
        assert drawn[0].startswith("left-")
        assert drawn[0].endswith("right")
        assert (drawn[1].strip(), drawn[-1].strip()) == ("above", "below")
        assert "Paragraph 12" in "\n".join(drawn)
        assert view.is_in_view(*view.focus_on)
        assert {len(line) for line in drawn} == {40}

    shown(test)


def test_scrolling_ends_at_the_text_and_comes_back() -> None:
    async def test(view: Sample) -> None:
        view.action_text_last()
        assert "Paragraph 19" in "\n".join(lines(view))
        view.action_scroll_half(2)
        assert lines(view)[-2].strip() == TEXT.split("\n\n")[-1][-len(lines(view)[-2].strip()) :]
        view.action_text_first()
        assert view.first_shown == 0
        view.action_scroll_text(2)
        assert view.first_shown > 0
        view.action_passage()
        assert view.is_in_view(*view.focus_on)

    shown(test)


def test_lighting_other_stretches_keeps_the_place() -> None:
    async def test(view: Sample) -> None:
        before = lines(view)
        at = view.focus_on[0]
        view.light([(at, at + 9, "hit")])
        assert lines(view) == before
        line = next(view.render_line(y) for y, text in enumerate(before) if "Paragraph 12" in text)
        lit = [segment for segment in line if segment.style == view.rich_style + view.part_styles["hit"]]
        assert [segment.text for segment in lit] == ["Paragraph"]

    shown(test)


class Led(Sample):
    """The same text with lines before it that scroll with it."""

    def page(self, width: int, height: int) -> Page:
        return Page(TEXT, [(*self.focus_on, "passage")], [[("above", "")]], [[("below", "")]], LEAD)


LEAD: list[list[Part]] = [[(f"lead {number}", "")] for number in range(3)]


def test_a_lead_scrolls_with_the_text_and_moves_no_offset() -> None:
    async def test(view: Sample) -> None:
        assert view.is_in_view(*view.focus_on)
        assert "lead" not in "\n".join(lines(view))
        view.action_text_first()
        drawn = [line.strip() for line in lines(view)]
        assert drawn[1:6] == ["above", "lead 0", "lead 1", "lead 2", "Paragraph 0 of a text that is longer"]
        assert view.first_shown == 0
        view.go_to_line(view.line_at(0))
        assert lines(view)[2].strip() == drawn[5]
        view.action_text_last()
        assert "Paragraph 19" in "\n".join(lines(view))

    shown(test, kind=Led)


def test_the_text_begins_below_the_lead_where_its_beginning_is_in_focus() -> None:
    class Early(Led):
        focus_on = (0, 11)

    async def test(view: Sample) -> None:
        assert lines(view)[2].strip().startswith("Paragraph 0")

    shown(test, kind=Early)
