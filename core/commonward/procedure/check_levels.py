"""What is checked of a board's levels and tools together: each names the other's codes and roles."""

from __future__ import annotations

from collections.abc import Iterator

from commonward.contracts import Code
from commonward.procedure.procedure import Procedure
from commonward.procedure.tools import Tool


def level_faults(procedure: Procedure) -> Iterator[str]:
    """Levels that a tool names and the scale does not have; a scale that can't be ordered."""
    scale = procedure.scale
    if not scale.levels or len({level.rank for level in scale.levels}) < len(scale.levels):
        yield "the scale of levels needs at least one level, and each its own rank"
        return
    for tool in procedure.tools:
        for what, level in _levels_named(tool):
            if scale.find(level) is None:
                known = ", ".join(step.code for step in scale.levels)
                yield f"tool {tool.code} {tool.version}: {what} names the level {level}, which is none of {known}"


def roles_of_levels(procedure: Procedure) -> Iterator[tuple[str, Code]]:
    """Who must exist, so that every level can be decided and every stage completed."""
    scale = procedure.scale
    wanted = [
        ("the scale of levels", scale.second_role),
        ("the scale of levels", scale.confirmed_by),
        ("the guard of falls", scale.guard.second_role if scale.guard else None),
    ]
    yield from ((what, role) for what, role in wanted if role is not None)
    for tool in procedure.tools:
        yield from ((f"tool {tool.code}, stage {stage.code}", stage.completed_by) for stage in tool.stages)


def _levels_named(tool: Tool) -> Iterator[tuple[str, Code]]:
    yield from (("a floor", floor.at_least) for floor in tool.floors)
    if tool.figure:
        yield from (("the figure", reading.level) for reading in tool.figure.readings)
