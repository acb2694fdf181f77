"""Articles as text: paragraphs, a title where none is given, an id that is the same whenever the article comes
again."""

from __future__ import annotations

import re

from store import text as texts
from store.importers.cells import digest, host, line, slug, title

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_LONGEST_TITLE_LINE = 250
_LONGEST_OUTLET = 24
_MADE = re.compile(r"a-.+-([0-9a-f]{10})")


def article_text(text: str) -> str:
    """Clean text with paragraphs separated by one blank line.

    Where the text has no blank lines, every line is taken for a paragraph of its own, as most programs save them.
    """
    text = texts.clean(text).strip()
    if "\n" in text and not _BLANK_LINES.search(text):
        return "\n\n".join(part.strip() for part in text.split("\n") if part.strip())
    return _BLANK_LINES.sub("\n\n", text)


def headed(text: str) -> tuple[str, str]:
    """Title and body of a text whose first paragraph may be its title: a short one that more follows."""
    first, _, rest = text.partition("\n\n")
    if rest and len(first) <= _LONGEST_TITLE_LINE:
        return line(first), rest
    return title(first), text


def article_id(published: str, publisher: str, url: str, words: str) -> str:
    """``a-2023-09-05-newsbytes-0a1b2c3d4e``: day and outlet for people, and a digest of the address, or of the
    words."""
    outlet = slug(publisher or host(url) or "article")[:_LONGEST_OUTLET].strip("-")
    return "-".join(filter(None, ("a", published[:10].replace("/", "_"), outlet, digest(url or words))))


def words_of(id: str) -> str:
    """The digest at the end of an id that :func:`article_id` made, whatever day it names; empty for other ids."""
    match = _MADE.fullmatch(id)
    return match[1] if match else ""
