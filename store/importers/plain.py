"""One article in one file: plain text or Markdown, with a head of ``key: value`` lines if it has one.

The head may stand between lines of ``---`` (front matter) or simply come first. Markdown loses its marks, as
passages are quoted from the text that people read; links keep their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from store.importers.cells import line, title, unique, web_address
from store.importers.dates import DateError, to_edtf
from store.importers.decoding import read_lines
from store.importers.format import Format, Head
from store.importers.opening import Source, reading
from store.importers.prose import article_id, article_text, headed
from store.importers.report import ImportFailed, Item, Job, Refused, Taken
from store.model import Article

LARGEST = 8 << 20
"""Characters of one article; a long book has two million."""

_TEXT_ENDINGS = (".txt", ".text")
_MARKDOWN_ENDINGS = (".md", ".markdown", ".mdown")
_HEAD_LINE = re.compile(r"([A-Za-z][A-Za-z _-]{1,20}):[ \t]+(.+)")
_HEAD_FIELDS = {
    "title": "title", "headline": "title",
    "date": "published", "published": "published", "publication date": "published",
    "publisher": "publisher", "outlet": "publisher", "source": "publisher", "url": "url", "link": "url",
    "author": "authors", "authors": "authors", "by": "authors", "language": "language", "lang": "language",
}  # fmt: skip

_FENCE = re.compile(r"^(?:```|~~~).*$", re.MULTILINE)
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*#*$", re.MULTILINE)
_MARKS = (
    (re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"\[([^\]\n]+)\]\[[^\]\n]*\]"), r"\1"),
    (re.compile(r"^\[[^\]\n]+\]:[ \t]*\S+.*$", re.MULTILINE), ""),
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"),
    (re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE), ""),
    (re.compile(r"(?<!\\)(\*\*|__)(?=\S)([^\n]+?)(?<=[^\s\\])\1"), r"\2"),
    (re.compile(r"(?<![\w*\\])[*_](?=[^\s*_])([^\n*_]+?)(?<=[^\s\\])[*_](?!\w)"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"^(?:[-*_][ \t]*){3,}$", re.MULTILINE), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!>])"), r"\1"),
)


def sniff(head: Head) -> bool:
    """Whether the name says that it is text."""
    return head.source.suffix in (*_TEXT_ENDINGS, *_MARKDOWN_ENDINGS) or (
        head.source.suffix == "" and head.text[:1] not in "{[<"
    )


def read(source: Source, job: Job) -> Iterator[Item]:
    """The one article."""
    text = _whole(source, job)
    fields, text = _head(text)
    markdown = source.suffix in _MARKDOWN_ENDINGS or job.name == "markdown"
    name = line(fields.get("title", ""))
    if markdown:
        own, text = _markdown(text)
        name = name or own
    text = article_text(text)
    if not name:
        name, text = headed(text)
    if not (name or text):
        yield Refused(1, "", "there is no text in it")
        return
    try:
        published = job.published or to_edtf(line(fields.get("published", "")), job.options.day_first)
    except DateError as error:
        yield Refused(1, "published", str(error))
        return
    if not published:
        job.note("no date of publication is known; --published DATE says it")
    publisher, url = line(fields.get("publisher", "")) or job.publisher, web_address(fields.get("url", ""))
    yield Taken(
        1,
        Article(
            id=article_id(published, publisher or Path(source.inner).stem, url, f"{name}\n{text}"),
            title=name or title(text),
            publisher=publisher,
            url=url,
            published=published,
            authors=unique(line(author) for author in re.split(r"[;,]| and ", fields.get("authors", ""))),
            language=line(fields.get("language", "")),
            text=text,
        ),
    )


def _whole(source: Source, job: Job) -> str:
    pieces: list[str] = []
    size = 0
    with reading(source, job.options.expanded) as stream:
        for piece in read_lines(source, stream, job):
            size += len(piece) + 1
            if size > LARGEST:
                raise ImportFailed(f"{source.name} is larger than {LARGEST >> 20} MiB, too large for one article")
            pieces.append(piece)
    return "\n".join(pieces)


def _head(text: str) -> tuple[dict[str, str], str]:
    """The ``key: value`` lines at the start, if the first line is one that we know, and the rest."""
    lines = text.lstrip("\n").split("\n")
    fenced = lines[0].strip() == "---" and "---" in (each.strip() for each in lines[1:40])
    fields: dict[str, str] = {}
    for number, each in enumerate(lines[1:] if fenced else lines, fenced):
        match = _HEAD_LINE.fullmatch(each.strip())
        key = _HEAD_FIELDS.get(match[1].strip().casefold()) if match else None
        if match and key:
            fields.setdefault(key, match[2].strip().strip("\"'"))
        elif fenced and each.strip() != "---":
            continue
        else:
            # A head that is not fenced off ends with a blank line; else it was just a sentence with a colon.
            if not fenced and each.strip():
                return {}, text
            return fields, "\n".join(lines[number + 1 :]) if fields or fenced else text
    return fields, ""


def _markdown(text: str) -> tuple[str, str]:
    """The first heading of the first level, and the text without marks."""
    name = ""
    heading = next((match for match in _HEADING.finditer(text) if len(match[1]) == 1), None)
    if heading is not None and not text[: heading.start()].strip():
        name, text = line(_unmarked(heading[2])), text[heading.end() :]
    text = _HEADING.sub(r"\n\2\n", _FENCE.sub("", text))
    # Lines of one paragraph are one line: Markdown breaks them anywhere.
    blocks = re.split(r"\n[ \t]*\n", _unmarked(text))
    return name, "\n\n".join(_joined(block) for block in blocks if block.strip())


def _unmarked(text: str) -> str:
    for mark, words in _MARKS:
        text = mark.sub(words, text)
    return text


def _joined(block: str) -> str:
    """One paragraph on one line; the items of a list keep theirs."""
    lines = block.strip("\n").split("\n")
    joined = [lines[0].strip()]
    for each in lines[1:]:
        if re.match(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]", each):
            joined.append(each.strip())
        else:
            joined[-1] += f" {each.strip()}"
    return "\n".join(joined)


FORMAT = Format("text", "article as plain text or Markdown", sniff, read, events=False)
