"""How a meeting is told from others of its kind: by its time, and by a number where even that is the same. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from commonward_portal.presenting import moment

Line = Mapping[str, Any]


def when(line: Line) -> str:
    """`held 4 May 2026 at 2:07pm`; or when it is planned for, or was called for."""
    for name, words in (("held_at", "held"), ("planned_for", "planned for")):
        if line[name]:
            return f"{words} {moment(line[name])}"
    return f"called for {moment(line['required_at'])}"


def names_of(lines: Iterable[Line], title: Callable[[str], str]) -> dict[str, str]:
    """Each meeting's name by its id, no two the same; in the order of the lines."""
    names = {line["id"]: f"{title(line['kind'])}, {when(line)}" for line in lines}
    often, counted = Counter(names.values()), Counter[str]()
    for id in sorted(names):  # ids are in the order in which the meetings were called for
        if often[name := names[id]] > 1:
            counted[name] += 1
            names[id] = f"{name} ({counted[name]})"
    return names
