"""Citations of a claim's article: Markdown, plain text, BibTeX-like. What is unknown is left out, never made up."""

from __future__ import annotations

import re

from store.model import Article, Claim


def plain(claim: Claim, source: str, article: Article | None) -> str:
    """``Kim's train leaves, KCNA, 2023-09-12, https://…``: outlet names as the dossier gives them."""
    title = article.title if article else ""
    outlet = article.publisher if article and article.publisher else source
    day = article.published if article and article.published else claim.reported
    return ", ".join(part for part in (title, outlet, day, link(claim, article)) if part)


def markdown(claim: Claim, source: str, article: Article | None) -> str:
    """The passage as a quotation and the article as a link below it."""
    quoted = claim.excerpt.exact if claim.excerpt else claim.says
    lines = [f"> {line}" if line else ">" for line in quoted.split("\n")] if quoted else []
    url = link(claim, article)
    title = _escaped(article.title if article else source)
    outlet = _escaped(article.publisher if article and article.publisher else source)
    day = article.published if article and article.published else claim.reported
    named = f"[{title}](<{url}>)" if url else title
    about = ", ".join(part for part in (named, outlet if article else "", day) if part)
    return "\n".join([*lines, ">" if lines else "", f"> — {about}" if lines else about]).strip("\n")


def bibtex(claim: Claim, source: str, article: Article | None) -> str:
    """An ``@online`` entry."""
    day = article.published if article and article.published else claim.reported
    outlet = article.publisher if article and article.publisher else source
    key = re.sub(r"[^a-z0-9]+", "-", (article.id if article else f"{source}-{day}").casefold()).strip("-")
    fields = {
        "title": article.title if article else "",
        "author": " and ".join(article.authors) if article else "",
        "organization": outlet,
        "date": day,
        "url": link(claim, article),
        "urldate": article.retrieved if article else "",
    }
    body = ",\n".join(f"  {name} = {{{_braced(value)}}}" for name, value in fields.items() if value)
    return f"@online{{{key or 'source'},\n{body}\n}}"


def link(claim: Claim, article: Article | None) -> str:
    """The http(s) address of the article or claim; empty where there is none, or one of another scheme."""
    url = (article.url if article else "") or claim.url
    return url if re.fullmatch(r"https?://[^\s<>\"\x00-\x20\x7f-\x9f]+", url) else ""


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", text)


def _braced(text: str) -> str:
    return text.replace("\\", "/").replace("{", "(").replace("}", ")")
