"""HTML in cells and feed entries to plain paragraphs. (Whole pages are for trafilatura, :mod:`store.importers.web`.)

Nothing is fetched, no entity beyond HTML's own is known, and nesting costs no stack: tags are read one after the
other.
"""

from __future__ import annotations

from html.parser import HTMLParser

from store import text as texts

LONGEST = 2 << 20
"""Characters of markup that are looked at; feeds and slides hold a few thousand."""

_BLOCK_NAMES = """
    address article aside blockquote body dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5
    h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SILENT = frozenset(("script", "style", "template", "noscript", "head", "svg", "math", "iframe", "object", "select"))
"""Elements whose content is no text of the page."""


class _Paragraphs(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in _BLOCKS:
            self.pieces.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            # Line breaks of the source are blanks; those of the layout come from tags.
            self.pieces.append(data.replace("\n", " ").replace("\r", " "))


def to_text(markup: str) -> str:
    """Clean text with paragraphs separated by one blank line. Text without tags and entities stays as it is."""
    if "<" not in markup and "&" not in markup:
        return paragraphs(texts.clean(markup))
    parser = _Paragraphs()
    parser.feed(markup[:LONGEST])
    parser.close()
    return paragraphs(texts.clean("".join(parser.pieces)))


def to_line(markup: str) -> str:
    """Clean text on one line."""
    return texts.clean(to_text(markup), line=True)


def paragraphs(text: str) -> str:
    """Text with blanks in order: one blank line between paragraphs, none at the ends, no runs of blanks in a line."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip("\n")
