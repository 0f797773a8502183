"""Who and what a case has to do with, out of its records: adults of concern, places, other children. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CENTRE = (300.0, 210.0)
REACH = (220.0, 150.0)
LONGEST = 22
"""Letters of a label in the picture; the table has it whole."""


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody or something, with where it stands in the picture, and what connects it."""

    id: str
    kind: str
    label: str
    href: str
    ties: tuple[str, ...]
    x: float = 0.0
    y: float = 0.0

    @property
    def short(self) -> str:
        """The label as the picture has room for it."""
        return self.label if len(self.label) <= LONGEST else f"{self.label[: LONGEST - 1]}…"


def network(
    records: Iterable[Mapping[str, Any]], forms: Iterable[Mapping[str, Any]], known: Mapping[str, Mapping[str, Any]]
) -> list[Node]:
    """Each subject that a record names, once, with the records that name it; in a ring around the child."""
    asks_for = {form["id"]: [f["code"] for f in form["fields"] if f["answered"] == "subject"] for form in forms}
    ties: dict[str, list[str]] = {}
    for record in records:
        for code in asks_for.get(record["kind"], ()):
            for id in record["answers"].get(code, ()):
                ties.setdefault(id, []).append(record["title"])
    return _in_a_ring([_node(id, known.get(id), titles) for id, titles in ties.items()])


def _node(id: str, line: Mapping[str, Any] | None, titles: Sequence[str]) -> Node:
    ties = tuple(dict.fromkeys(titles))
    if line is None:
        return Node(id, "unknown", "A record that you may not see", "", ties)
    return Node(id, line["kind"], line["label"], line.get("href", ""), ties)


def _in_a_ring(nodes: Sequence[Node]) -> list[Node]:
    placed = []
    for n, node in enumerate(nodes):
        turn = 2 * math.pi * n / len(nodes) - math.pi / 2
        x, y = CENTRE[0] + REACH[0] * math.cos(turn), CENTRE[1] + REACH[1] * math.sin(turn)
        placed.append(Node(node.id, node.kind, node.label, node.href, node.ties, round(x, 1), round(y, 1)))
    return placed
