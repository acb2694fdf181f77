"""Who appears with whom: actors as nodes, an edge for each two that take part in the same event.

Two forms: Graphviz DOT, and GraphML (http://graphml.graphdrawing.org) for Gephi and its like. An edge knows the
number of events that it stands for, how many of them are only planned or denied, and their first and last day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import BinaryIO
from xml.etree import ElementTree

from store import edtf, text
from store.exporters.format import Context, Losses
from store.model import Event, shown_status

_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_KEYS = (
    ("name", "node", "string"), ("kind", "node", "string"), ("events", "node", "int"),
    ("weight", "edge", "int"), ("planned", "edge", "int"), ("denied", "edge", "int"),
    ("first", "edge", "string"), ("last", "edge", "string"),
)  # fmt: skip


@dataclass(slots=True)
class _Edge:
    """What two actors have in common."""

    weight: int = 0
    planned: int = 0
    denied: int = 0
    first: int | None = None
    last: int | None = None

    def add(self, event: Event, date: edtf.Date) -> None:
        self.weight += 1
        status = shown_status(event)
        self.planned += status == "planned"
        self.denied += status == "denied"
        if date.first is not None and (self.first is None or date.first < self.first):
            self.first = date.first
        if date.last is not None and (self.last is None or date.last > self.last):
            self.last = date.last


@dataclass(frozen=True, slots=True)
class _Graph:
    nodes: dict[str, int]
    """Actor id to number of events."""
    edges: dict[tuple[str, str], _Edge]


def _graph(rows: Iterable[Event], losses: Losses) -> _Graph:
    """Memory grows with the pairs of actors, not with the events."""
    graph = _Graph({}, {})
    for event in rows:
        actors = sorted({part.actor for part in event.actors})
        if not actors:
            losses.leave_out("nobody takes part")
            continue
        losses.written += 1
        losses.reduce("a graph keeps who met whom, how often and when; titles, places and sources are not in it")
        date = edtf.parse(event.date)
        for actor in actors:
            graph.nodes[actor] = graph.nodes.get(actor, 0) + 1
        for pair in combinations(actors, 2):
            graph.edges.setdefault(pair, _Edge()).add(event, date)
    return graph


def write_dot(rows: Iterable[Event], context: Context, out: BinaryIO, losses: Losses) -> None:
    """Write Graphviz DOT. Wider lines are more events."""
    graph = _graph(rows, losses)

    def say(line: str) -> None:
        out.write(line.encode("utf-8", "replace") + b"\n")

    say(f"graph {_quoted(context.title)} {{\n  overlap=false;\n  node [shape=box, style=rounded];")
    for id, events in graph.nodes.items():
        say(f"  {_quoted(id)} [label={_quoted(f'{context.name(id)} ({events})')}];")
    for (one, other), edge in graph.edges.items():
        width = 1 + min(edge.weight, 50) / 10
        title = f"{edge.weight}, {_day(edge.first)} to {_day(edge.last)}"
        style = "dashed" if edge.planned == edge.weight else "solid"
        say(
            f"  {_quoted(one)} -- {_quoted(other)}"
            f" [weight={edge.weight}, penwidth={width:g}, style={style}, tooltip={_quoted(title)}];"
        )
    say("}")


def _quoted(words: str) -> str:
    """A quoted string of the DOT language. Backslashes start escapes such as ``\\N`` in labels, so they are
    doubled."""
    return '"' + text.clean(words, line=True).replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_graphml(rows: Iterable[Event], context: Context, out: BinaryIO, losses: Losses) -> None:
    """Write GraphML."""
    graph = _graph(rows, losses)
    ElementTree.register_namespace("", _GRAPHML)
    root = ElementTree.Element(f"{{{_GRAPHML}}}graphml")
    for name, owner, kind in _KEYS:
        attributes = {"id": f"{owner}-{name}", "for": owner, "attr.name": name, "attr.type": kind}
        ElementTree.SubElement(root, f"{{{_GRAPHML}}}key", attributes)
    inside = ElementTree.SubElement(root, f"{{{_GRAPHML}}}graph", {"id": "actors", "edgedefault": "undirected"})
    numbers = {id: f"n{number}" for number, id in enumerate(graph.nodes)}
    for id, events in graph.nodes.items():
        actor = context.actor(id)
        node = ElementTree.SubElement(inside, f"{{{_GRAPHML}}}node", {"id": numbers[id]})
        _data(node, "node", {"name": context.name(id), "kind": actor.kind if actor else "", "events": events})
    for number, ((one, other), edge) in enumerate(graph.edges.items()):
        ends = {"id": f"e{number}", "source": numbers[one], "target": numbers[other]}
        line = ElementTree.SubElement(inside, f"{{{_GRAPHML}}}edge", ends)
        counts = {"weight": edge.weight, "planned": edge.planned, "denied": edge.denied}
        _data(line, "edge", {**counts, "first": _day(edge.first), "last": _day(edge.last)})
    ElementTree.ElementTree(root).write(out, encoding="utf-8", xml_declaration=True)


def _data(parent: ElementTree.Element, owner: str, values: dict[str, str | int]) -> None:
    for name, value in values.items():
        item = ElementTree.SubElement(parent, f"{{{_GRAPHML}}}data", {"key": f"{owner}-{name}"})
        # XML 1.0 has no way to write control characters: clean() has taken them out.
        item.text = text.clean(str(value), line=True)


def _day(ordinal: int | None) -> str:
    return "" if ordinal is None else edtf.day_text(ordinal)
