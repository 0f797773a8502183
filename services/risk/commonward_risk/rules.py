"""What the core itself asks of every assessment, whatever the board. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from commonward.procedure import Facts, Scale, Tool, problems
from commonward.store import FieldError, Unacceptable
from commonward_risk.schemas import Complete


def check_completion(wanted: Complete, tool: Tool, scale: Scale, now: datetime) -> None:
    """Raise Unacceptable with everything that keeps an assessment from being complete."""
    errors = tuple(_errors(wanted, tool, scale, now))
    if errors:
        raise Unacceptable(*errors)


def _errors(wanted: Complete, tool: Tool, scale: Scale, now: datetime) -> Iterator[FieldError]:
    for problem in problems(tool, wanted.answers):
        yield FieldError(field=problem.field, message=problem.message, allowed=problem.allowed)
    yield from level_errors("judgement", wanted.judgement, scale)
    if wanted.completed_at is not None and wanted.completed_at > now:
        yield FieldError(field="completed_at", message="is in the future", allowed=(f"up to {now.isoformat()}",))


def level_errors(field: str, level: str, scale: Scale) -> Iterator[FieldError]:
    """A level must be on the board's scale."""
    if scale.find(level) is None:
        known = tuple(step.code for step in scale.levels)
        yield FieldError(field=field, message="is not a level of this board", allowed=known)


def last_used(facts: Facts, tools: Sequence[Tool]) -> str | None:
    """The tool that was used last for this subject; else the board's only one; else None."""
    if facts.assessments:
        return max(facts.assessments, key=lambda done: done.completed_at).tool
    codes = {tool.code for tool in tools}
    return codes.pop() if len(codes) == 1 else None
