"""What the core itself asks of every assessment, whatever the board. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from commonward.procedure import Facts, Scale, Tool, problems
from commonward.store import FieldError, refuse
from commonward_risk.schemas import Complete


def check_completion(wanted: Complete, tool: Tool, scale: Scale, requested_at: datetime, now: datetime) -> None:
    """Raise Unacceptable with everything that keeps an assessment from being complete."""
    refuse([*_errors(wanted, tool, scale), *_time_errors(wanted.completed_at or now, requested_at, now)])


def _errors(wanted: Complete, tool: Tool, scale: Scale) -> Iterator[FieldError]:
    for problem in problems(tool, wanted.answers):
        yield FieldError(field=problem.field, message=problem.message, allowed=problem.allowed)
    yield from level_errors("judgement", wanted.judgement, scale)


def _time_errors(completed_at: datetime, requested_at: datetime, now: datetime) -> Iterator[FieldError]:
    if completed_at > now:
        yield FieldError(field="completed_at", message="is in the future", allowed=(f"up to {now.isoformat()}",))
    if completed_at < requested_at.replace(second=0, microsecond=0):  # people write down the minute
        message, earliest = "is before it was asked for", f"from {requested_at.isoformat(timespec='minutes')}"
        yield FieldError(field="completed_at", message=message, allowed=(earliest,))


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
