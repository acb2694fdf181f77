"""Articles that change: old texts are kept, passages follow, orphans are listed and mended by pointing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from store import anchors
from store.check import check
from store.dossier import Dossier
from store.model import Article, Claim, Event
from store.versions import changes, parts, superseded, version_of, versions
from tests.harness import Driven, drive
from tests.importing import Desk
from tui.cli.root import root
from tui.screens.mark import MarkScreen

STOOD = "Kim arrived in Vladivostok by train on Sunday evening."
MOVED = "Putin and Kim are to meet at the Eastern Economic Forum in Vladivostok."
GONE = "A guard of honour stood in the rain beside the red carpet."
OLD = f"{STOOD}\n\n{MOVED}\n\n{GONE}"
MENDED = "At the station nobody waited, the agency says now."
NEW = f"{STOOD}\n\nA new paragraph came in between.\n\n{MOVED}\n\n{MENDED}"


def row(text: str) -> str:
    return json.dumps({"id": "1", "title": "Kim arrives", "published": "2023-09-12", "text": text})


@pytest.fixture
def changed(desk: Desk) -> Dossier:
    """A dossier with three claims on an article that was imported again with another text."""
    desk.take("wire.jsonl", row(OLD), format="articles")
    (article,) = desk.articles()
    claims = tuple(
        Claim(source="Wire", article=article.id, reported="2023-09-12", excerpt=anchors.excerpt_of(OLD, quote))
        for quote in (STOOD, MOVED, GONE)
    )
    desk.dossier.add("events", Event(id="arrival", title="Kim arrives", date="2023-09-12", claims=claims))
    assert not list(check(desk.dossier))
    report = desk.take("wire.jsonl", row(NEW), format="articles")
    assert report.updated == 1
    return desk.dossier


def article_of(dossier: Dossier) -> Article:
    (article,) = dossier.records("articles")
    assert isinstance(article, Article)
    return article


def test_the_old_text_is_kept_once(changed: Dossier, desk: Desk) -> None:
    article = article_of(changed)
    assert article.text == NEW
    (old,) = versions(changed, article.id)
    assert old.text == OLD
    assert parts(old.id) == (article.id, anchors.text_hash(OLD))
    # Back and forth: each text is kept once.
    for text in (OLD, NEW, OLD):
        desk.take("wire.jsonl", row(text), format="articles")
    assert [version.text for version in versions(changed, article.id)] == [OLD, NEW]
    assert versions(changed, "another") == ()


def test_a_new_title_is_no_new_text() -> None:
    old = Article(id="a", title="Old", text="Same")
    assert superseded(old, Article(id="a", title="New", text="Same")) is None
    assert superseded(Article(id="a", title="x"), Article(id="a", title="x", text="First")) is None
    assert superseded(old, Article(id="a", title="Old", text="Other")) == version_of(old)


def test_passages_follow_and_orphans_are_listed(changed: Dossier) -> None:
    event, text = changed.event("arrival"), article_of(changed).text
    assert event is not None
    states = [anchors.find(text, claim.excerpt).state for claim in event.claims if claim.excerpt]
    assert states[0] != "orphan"
    assert states[1:] == ["moved", "orphan"]
    told = [str(fault) for fault in check(changed)]
    assert [fault for fault in told if "orphan" in fault] == [fault for fault in told if "claims[2].excerpt" in fault]
    assert any("claims[1].excerpt" in fault and "moved from" in fault for fault in told)


def test_a_version_with_another_text_than_its_name_says_is_told(changed: Dossier) -> None:
    file = changed.path / "articles.json"
    file.write_text(file.read_text().replace(GONE, GONE.upper()))
    assert any("is not ARTICLE@" in str(fault) for fault in check(changed))


def test_the_history_of_an_article_says_what_changed(changed: Dossier) -> None:
    article = article_of(changed)
    shown = CliRunner().invoke(root, ["show", article.id, "--history", "-s", str(changed.path)])
    assert shown.exit_code == 0, shown.output
    lines = shown.stdout.splitlines()
    assert any(line.startswith("- ") and GONE in line for line in lines)
    assert any(line.startswith("+ A new paragraph") for line in lines)
    assert not any(STOOD in line for line in lines)
    assert list(changes(OLD, OLD)) == []


def test_orphans_are_mended_by_pointing_at_the_new_passage(changed: Dossier) -> None:
    async def test(on: Driven) -> None:
        on.explorer.read(1)
        await on.idle()
        await on.press("P")
        # The passage that moved is marked where it stands now.
        assert isinstance(on.app.screen, MarkScreen)
        assert "found again here" in on.screen()
        await on.press("enter")
        on.explorer.read(2)
        await on.idle()
        await on.press("P")
        screen = on.app.screen
        assert isinstance(screen, MarkScreen)
        assert GONE in on.screen()
        assert "does not say this any more" in on.screen()
        # What else Enter may make of a passage elsewhere it does not make here.
        await on.press("J")
        assert on.app.screen is screen
        await on.press("k", "k", "k", "k")
        for _ in range(9):
            if screen.selection.exact == MENDED:
                break
            await on.press("j")
        await on.press("enter")
        mended = Dossier.open(changed.path).event("arrival")
        assert mended is not None
        assert mended.claims[2].excerpt == anchors.excerpt_of(NEW, MENDED)
        assert not [fault for fault in check(changed) if "orphan" in str(fault) or "moved" in str(fault)]
        await on.press("u", "u")
        assert [str(fault) for fault in check(changed) if "orphan" in str(fault)]

    drive(test, path=Path(changed.path))
