"""docs/import.md: every example is run and gives what the page says."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from store.importers import FORMATS, Report
from store.importers.fields import EVENT_FIELDS
from store.model import Event
from tests.importing import Desk

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")


def examples() -> Iterator[tuple[str, dict[str, str], dict[str, list[str]]]]:
    """``(command, files, expected lines by kind)`` of each example."""
    files: dict[str, str] = {}
    command = ""
    expected: dict[str, list[str]] = {}
    for kind, name, body in re.findall(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE):
        if kind == "file":
            files[name] = body
        elif kind == "sh":
            if command:
                yield command, dict(files), expected
            command, expected = body.strip(), {}
        else:
            expected[kind] = body.splitlines()
    yield command, files, expected


EXAMPLES = list(examples())


def account(report: Report) -> list[str]:
    counts = [
        f"{word} {number}"
        for word in ("read", "added", "updated", "unchanged", "merged", "skipped", "removed")
        if (number := getattr(report, word))
    ]
    lines = [f"{report.file}: {report.format}, {', '.join(counts)}"]
    lines += [f"rule {rule}: {number}" for rule, number in report.rules.items()]
    lines += [f"column {field}: {column}" for field, column in report.mapping.items()]
    lines += [f"refused: row {row.row}, {row.field}: {row.reason}" for row in report.refused]
    return lines


def described(desk: Desk, event: Event) -> list[str]:
    lines = [f"{event.id}: {event.date or 'undated'}: {event.title}"]
    if event.summary:
        lines.append(f"    {event.summary}")
    labels = [f"kind {event.kind}" if event.kind else "", f"tags {', '.join(event.tags)}" if event.tags else ""]
    if any(labels):
        lines.append(f"    {'; '.join(filter(None, labels))}")
    if event.place:
        lines.append(f"    place {', '.join(filter(None, (event.place.name, event.place.precision)))}")
    roles: dict[str, list[str]] = {}
    for name, role in desk.cast(event):
        roles.setdefault(role, []).append(name)
    if roles:
        lines.append("    " + "; ".join(f"{role} {', '.join(names)}" for role, names in roles.items()))
    plain = [claim.source for claim in event.claims if not (claim.reported or claim.url)]
    if plain:
        lines.append(f"    reported by {', '.join(plain)}")
    for claim in event.claims:
        if claim.reported or claim.url:
            when = f" on {claim.reported}" if claim.reported else ""
            lines.append(f"    reported by {claim.source}{when}{f', {claim.url}' if claim.url else ''}")
    return lines


@pytest.mark.parametrize(("command", "files", "expected"), EXAMPLES, ids=[command for command, *_ in EXAMPLES])
def test_example(desk: Desk, command: str, files: dict[str, str], expected: dict[str, list[str]]) -> None:
    words = shlex.split(command)
    assert words[:2] == ["dateline", "import"]
    request: dict[str, Any] = {}
    if "--published" in words:
        request["published"] = words[words.index("--published") + 1]
    if "--map" in words:
        request["mapping"] = dict([words[words.index("--map") + 1].split("=")])
    path = ROOT / words[2] if words[2].startswith("tests/") else desk.put(words[2], files[words[2]])
    (report,) = desk.run(path, **request)
    assert account(report) == expected["account"]
    # The page may leave details out; what it shows has to be so, in order.
    shown = expected.get("events", [])
    assert [line for line in shown if line[0] != " "] == [described(desk, event)[0] for event in desk.events()]
    known = iter(line for event in desk.events() for line in described(desk, event))
    assert all(line in known for line in shown)
    articles = []
    for article in desk.articles():
        articles.append(f"{article.published}: {article.publisher}: {article.title}")
        articles += [f"    {paragraph}" for paragraph in article.text.split("\n\n")]
    assert articles == expected.get("articles", [])


def test_every_format_has_an_example(desk: Desk) -> None:
    formats = {
        line.partition(": ")[2].partition(",")[0] for *_, expected in EXAMPLES for line in expected["account"][:1]
    }
    # Web pages need an extra, dateline's CSV is shown with the exports.
    assert {format.name for format in FORMATS} - formats == {"html", "dateline-csv"}
    assert not desk.events()


def test_the_page_names_every_field_and_rule() -> None:
    fields = re.search(r"The fields are `([^`]+)`", PAGE)
    assert fields is not None
    assert set(fields[1].split()) == set(EVENT_FIELDS)
    for format in FORMATS:
        for rule in format.rules:
            assert f"`{rule.name}`" in PAGE
