"""An article to review: its suggestions as they might be made, and the dossier that it stands in."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

from store import anchors
from store.check import check
from store.dossier import Dossier, create
from store.model import Actor, Article, Claim, Event, Participant, to_builtins
from store.review import Cast, Desk, suggestion_key
from store.review.items import passages
from store.suggest.suggest import SuggestedActor, Suggestion, Suggestions, suggest

DAY = datetime.date(2023, 9, 5)
TEXT = (
    "Dana Orlov will visit Kestrel on September 9, the Gazette reported, and will open a port there in October.\n\n"
    "The harbour guild struck on Monday. Orlov has met the guild before."
)
VISIT = "Dana Orlov will visit Kestrel on September 9, the Gazette reported"
PORT = "will open a port there in October"
STRIKE = "The harbour guild struck on Monday."
MEETING = "Orlov has met the guild before."
ARTICLE = Article(id="a1", title="Orlov to visit", publisher="Daily Tide", published="2023-09-05", text=TEXT)
ORLOV = SuggestedActor("Dana Orlov", "person", "by", True, "orlov")
GUILD = SuggestedActor("Harbour Guild", "organization", "by", False)


def suggested(quote: str, date: str = "2023-09-09", **changes: object) -> Suggestion:
    """A suggestion of :data:`ARTICLE` whose passage says ``quote``."""
    fields: dict[str, object] = {
        "date": date,
        "date_text": "",
        "basis": "2023-09-05",
        "rule": "",
        "alternatives": (),
        "title": quote[:40].strip(" ."),
        "status": "reported",
        "source": "Daily Tide",
        "via": (),
        "actors": (),
        "place": "",
        "excerpt": anchors.excerpt_of(TEXT, quote),
        "confidence": "high",
        "why": "",
    }
    return Suggestion(**{**fields, **changes})  # type: ignore[arg-type]


VISIT_AND_PORT = suggested(
    f"{VISIT}, and {PORT}",
    title="Dana Orlov will visit Kestrel",
    status="planned",
    source="The Gazette",
    via=("two sailors",),
    place="Kestrel",
    actors=(ORLOV,),
    splits=(TEXT.index(", and will"),),
)
STRUCK = suggested(STRIKE, "2023-09-04", title="Guild strikes", actors=(GUILD, ORLOV))
MET = suggested(
    MEETING,
    "[..2023-09-05]",
    title="Orlov met the guild",
    confidence="low",
    actors=(ORLOV, GUILD, SuggestedActor("Before", "organization", "with", False, confidence="low")),
)
SUGGESTIONS = (VISIT_AND_PORT, STRUCK, MET)
KEYS = tuple(suggestion_key("a1", each) for each in SUGGESTIONS)
FOUND = replace(suggest(TEXT, DAY, publisher="Daily Tide"), items=SUGGESTIONS)

TIDE = Actor(id="tide", name="Daily Tide", kind="outlet")
PERSON = Actor(id="orlov", name="Dana Orlov", kind="person")
OLD = Event(
    id="old",
    title="Orlov plans a visit to Kestrel",
    date="2023-09",
    actors=(Participant(actor="orlov", role="by"),),
    claims=(Claim(source="gazette", id="c1", reported="2023-09-01", status="planned"),),
)


def case(folder: Path) -> Dossier:
    """A dossier with the article, its outlet, one person and one event, opened by anna."""
    made = create(folder)
    for table, record in (("actors", TIDE), ("actors", PERSON), ("articles", ARTICLE), ("events", OLD)):
        made.add(table, record)
    return Dossier.open(made.path, person="anna")


def offering(*suggestions: Suggestion) -> Suggestions:
    """The article with these suggestions and no others."""
    return replace(FOUND, items=suggestions)


def desk_of(dossier: Dossier, found: Suggestions = FOUND) -> Desk:
    cited = passages(ARTICLE, dossier.records("events"))
    return Desk(dossier, ARTICLE, found, Cast(dossier.records("actors")), dossier.event, cited=cited, today=DAY)


def everything(dossier: Dossier) -> dict[str, list[dict[str, object]]]:
    """All records that a review may touch, as plain values."""
    tables = ("events", "actors", "articles", "decisions")
    return {table: [to_builtins(record) for record in dossier.records(table)] for table in tables}


def faults(dossier: Dossier) -> list[str]:
    return [str(fault) for fault in check(dossier) if "looks like an actor's id" not in fault.message]
