"""What is checked of a board's levels and tools together: each names the other's codes and roles."""

from __future__ import annotations

from collections.abc import Iterator

from commonward.contracts import Code
from commonward.procedure.levels import SetBy
from commonward.procedure.meeting_kinds import LEVEL
from commonward.procedure.procedure import Procedure
from commonward.procedure.tool_files import named
from commonward.procedure.tools import Tool


def level_faults(procedure: Procedure) -> Iterator[str]:
    """Levels that a tool names and the scale does not have; a scale that can't be ordered or set."""
    scale = procedure.scale
    if not scale.levels or len({level.rank for level in scale.levels}) < len(scale.levels):
        yield "the scale of levels needs at least one level, and each its own rank"
        return
    yield from _setting_faults(procedure)
    for tool in procedure.tools:
        for place, what, level in _levels_named(tool):
            if scale.find(level) is None:
                known = ", ".join(step.code for step in scale.levels)
                yield f"{named(tool, *place)}: {what} names the level {level}, which is none of {known}"


def _setting_faults(procedure: Procedure) -> Iterator[str]:
    """A level that nobody could set or confirm, and a confirmation that nobody would ask for."""
    scale, meeting = procedure.scale, procedure.meeting_that_decides(LEVEL)
    if scale.set_by is SetBy.MEETING and meeting is None:
        yield (
            "the scale of levels is set by a meeting, but no kind of meeting decides a level; "
            f'give one decides=("{LEVEL}",)'
        )
    if scale.confirmed_by is None:
        return
    if scale.set_by is SetBy.MEETING or meeting is not None:
        which = f"the meeting {meeting.id}" if meeting else "a meeting"
        yield f"the scale of levels is confirmed by {scale.confirmed_by}, and {which} confirms too; keep one of them"
    elif not scale.provisional:
        yield (
            f"the scale of levels is confirmed by {scale.confirmed_by}, but no level waits for it; "
            "say provisional=True, or leave confirmed_by out"
        )


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
        for number, stage in enumerate(tool.stages):
            yield f"{named(tool, 'stages', number, 'completed_by')}: stage {stage.code}", stage.completed_by


def _levels_named(tool: Tool) -> Iterator[tuple[tuple[str | int, ...], str, Code]]:
    for number, floor in enumerate(tool.floors):
        yield ("floors", number, "at_least"), "a floor", floor.at_least
    for number, reading in enumerate(tool.figure.readings if tool.figure else ()):
        yield ("figure", "readings", number, "level"), "the figure", reading.level
