"""Names that are known before an article is read: the dossier's actors, then the tables of the world.

A lexicon is a dictionary from a name's first folded word to the names that begin with it, longest first, so that
finding the longest known name at a word costs one look-up. Names written with capitals match only capitals, and
acronyms only themselves ("US" is not "us", "WHO" is not "who").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from store.model import Actor, ActorKind
from store.suggest.names.model import Form
from store.suggest.names.words import Words, parts
from store.suggest.tables import field, rows, section
from store.text import fold

LONGEST_ACRONYM = 5


class Entry(NamedTuple):
    """One known name: what it stands for and how it is written.

    ``shy`` names are ordinary words as well (``Dawn``): not believed at the start of a sentence. ``others`` are the
    ids of further actors of the dossier that bear the same name.
    """

    name: str
    kind: ActorKind
    form: Form = "name"
    actor: str | None = None
    part_of: str = ""
    shy: bool = False
    others: tuple[str, ...] = ()
    raw: tuple[str, ...] = ()
    low: tuple[str, ...] = ()
    owns: tuple[bool, ...] = ()

    @property
    def entity(self) -> str:
        """The key under which all mentions of this actor are gathered."""
        return self.actor or fold(self.name)


class Lexicon:
    """Known names by their first word. Later additions of the same words do not replace earlier ones."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[Entry]] = {}
        self.uncapitalised: set[str] = set()
        """First words of names that may be written small (``al-Shabaab``, ``金正恩``)."""

    def add(self, written: str, entry: Entry) -> None:
        """Make ``entry`` findable as ``written``."""
        shy = written.startswith("~")
        raw, low, owns = parts(written[shy:])
        if not raw:
            return
        bucket = self._by_first.setdefault(low[0], [])
        found = entry._replace(raw=raw, low=low, owns=owns, shy=shy or entry.shy)
        if not any(other.raw == found.raw and other.owns == found.owns for other in bucket):
            bucket.append(found)
            bucket.sort(key=lambda each: -len(each.low))
            if not raw[0][0].isupper():
                self.uncapitalised.add(low[0])

    def at(self, words: Words, index: int) -> Entry | None:
        """The longest name that stands at word ``index``; the name added first among equals."""
        for entry in self._by_first.get(words.low[index], ()):
            if _stands(entry, words, index):
                return entry
        return None


def _stands(entry: Entry, words: Words, index: int) -> bool:
    """Whether the words from ``index`` on are this name, in a spelling that its capitals allow."""
    stop = index + len(entry.low)
    if tuple(words.low[index:stop]) != entry.low:
        return False
    for at, (written, owning) in enumerate(zip(entry.raw, entry.owns, strict=True), index):
        if at < stop - 1 and (words.owns[at] != owning or not words.joins(at)):
            return False
        if written.isupper() and len(written) <= LONGEST_ACRONYM:
            if not words.raw[at].isupper():
                return False
        elif written[0].isupper() and not words.raw[at][0].isupper():
            return False
    return words.gap(stop - 1)[:1] != "$"  # "US$5"


def _peoples(adjectives: Iterable[str], nouns: Iterable[str]) -> Iterator[str]:
    """Names of a state's people: those given, else the adjectives that take a plural s."""
    given = tuple(nouns)
    yield from given
    if not given:
        yield from (f"{adjective}s" for adjective in adjectives if adjective[-1] in "ni")


@cache
def _world() -> tuple[tuple[str, Entry], ...]:
    """Every written form of the tables with what it stands for, the surest first."""
    return tuple(_read_tables())


def _read_tables() -> Iterator[tuple[str, Entry]]:
    for row in rows("states"):
        state = Entry(row[0], "state")
        for written in (row[0], *field(row, 1)):
            yield written, state
        for written in field(row, 2):
            yield written, state._replace(form="adjective")
        for written in _peoples(field(row, 2), field(row, 3)):
            yield written, state._replace(form="people")
        for written in field(row, 4):
            yield written, state._replace(form="metonym")
    for row in rows("institutions"):
        name = row[0].lstrip("~")
        kind: ActorKind = "group" if row[1] == "group" else "organization"
        entry = Entry(name, kind, part_of="".join(field(row, 3)))
        for written in (row[0], *field(row, 2)):
            yield written, entry
    for row in rows("outlets"):
        entry = Entry(row[0].lstrip("~"), "outlet")
        for written in (row[0], *field(row, 1)):
            yield written, entry
    for row in rows("places"):
        entry = Entry(row[0].lstrip("~"), "place", "site", part_of="".join(field(row, 1)))
        for written in (row[0], *field(row, 2)):
            yield written, entry


@cache
def world() -> Lexicon:
    """The tables' names. Made when first asked for."""
    lexicon = Lexicon()
    for written, entry in _world():
        lexicon.add(written, entry)
    return lexicon


@lru_cache(maxsize=4096)
def shorts(name: str) -> tuple[tuple[str, ...], ...]:
    """The parts of a person's full name that may stand for it, as folded words.

    The surname with and without its particles ("von der Leyen", "Leyen"); the first word where the family name comes
    first ("Xi Jinping", "Kim Jong Un").
    """
    raw, low, _ = parts(name)
    if len(low) < 2:
        return ()
    if low[-1] in ("jr", "sr", "ii", "iii", "iv") and len(low) > 2:
        raw, low = raw[:-1], low[:-1]
    found = [low[-1:]]
    hyphened = parts(name.split()[-1])[1]
    if 1 < len(hyphened) < len(low):
        found.append(hyphened)
    at = len(low) - 2
    while at > 0 and low[at] in section("given", "particles"):
        found.append(low[at:])
        at -= 1
    if low[0] in section("given", "family-first") and raw[0].istitle() and len(low) <= 3:
        found.append(low[:1])
    return tuple(found)


class Known:
    """A dossier's actors, as a lexicon and by name, and the world's names tied to them.

    A table's name for something the dossier has as an actor under any of its names leads to that actor: a dossier
    with "Russia" and no alias still gets "Moscow said".
    """

    def __init__(self, actors: Sequence[Actor]) -> None:
        self.lexicon = Lexicon()
        self.by_id = {actor.id: actor for actor in actors}
        bearers: dict[str, list[Actor]] = {}
        for actor in actors:
            for written in dict.fromkeys((actor.name, *actor.aliases)):
                bearers.setdefault(fold(written), []).append(actor)
        self._bearers = bearers
        for actor in actors:
            for written in (actor.name, *actor.aliases):
                others = tuple(each.id for each in bearers[fold(written)] if each.id != actor.id)
                form: Form = "site" if actor.kind == "place" else "name"
                self.lexicon.add(written, Entry(actor.name, actor.kind, form, actor.id, actor.part_of, others=others))
        self._tied: dict[str, Actor | None] = {}
        self.surnames: dict[tuple[str, ...], list[Actor]] = {}
        """Persons of the dossier by the parts of their names that stand for them: surname, or family name first."""
        for actor in actors:
            if actor.kind == "person":
                for short in dict.fromkeys(
                    part for written in (actor.name, *actor.aliases) for part in shorts(written)
                ):
                    self.surnames.setdefault(short, []).append(actor)

    def bearer(self, name: str) -> Actor | None:
        """The one actor that bears this name; ``None`` where none does, or several do."""
        found = self._bearers.get(fold(name), ())
        return found[0] if len(found) == 1 else None

    def tie(self, entry: Entry) -> Entry:
        """The table's entry as the dossier's own actor, if the dossier has it under one of its names."""
        if entry.name not in self._tied:
            self._tied[entry.name] = next(
                (actor for alias in (entry.name, *aliases(entry.name)) if (actor := self.bearer(alias))), None
            )
        actor = self._tied[entry.name]
        if actor is None or (actor.kind == "place") != (entry.kind == "place"):
            return entry
        return entry._replace(name=actor.name, kind=actor.kind, actor=actor.id)

    def may_start_small(self, low: str) -> bool:
        """Whether some known name begins with this word although it has no capital."""
        return low in self.lexicon.uncapitalised or low in world().uncapitalised

    def at(self, words: Words, index: int) -> Entry | None:
        """The longest name at a word, the dossier's own before the tables' where they are equally long."""
        own = self.lexicon.at(words, index)
        general = world().at(words, index)
        if own is None or (general is not None and len(general.low) > len(own.low)):
            return self.tie(general) if general is not None else None
        if general is not None and general.form in ("metonym", "adjective", "people", "site") and own.kind == "state":
            # The dossier may list a capital or an adjective among a state's aliases: how it is used still matters.
            return own._replace(form=general.form)
        return own


@cache
def _states() -> dict[tuple[str, ...], str]:
    return {
        parts(written)[1]: entry.name for written, entry in _world()
        if entry.kind == "state" and entry.form in ("name", "adjective")
    }  # fmt: skip


def leading_state(low: Sequence[str]) -> tuple[str, int]:
    """The state whose name or adjective these folded words begin with, and how many words that takes."""
    for size in (3, 2, 1):
        if len(low) >= size and (state := _states().get(tuple(low[:size]))):
            return state, size
    return "", 0


def adjective(state: str) -> str:
    """ "Russian" for "Russia"; the name itself where the table has no adjective."""
    return next((field(row, 2)[0] for row in rows("states") if row[0] == state and field(row, 2)), state)


@cache
def _aliases() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for written, entry in _world():
        if entry.form == "name":
            found.setdefault(entry.name, []).append(written.lstrip("~"))
    return {name: tuple(written) for name, written in found.items()}


def aliases(name: str) -> tuple[str, ...]:
    """The tables' other names for a state, institution or outlet."""
    return _aliases().get(name, ())


@lru_cache(maxsize=4)
def known(actors: tuple[Actor, ...]) -> Known:
    """The lexicon of these actors; the last few are kept, for a dossier's actors change rarely."""
    return Known(actors)
