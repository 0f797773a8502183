"""What the core itself asks of every assessment, whatever the board. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from commonward.clock import london
from commonward.contracts.events import Fall, Purpose
from commonward.procedure import (
    Facts,
    Filled,
    Problem,
    Scale,
    Tool,
    all_problems,
    diverges,
    draft_problems,
    figure_of,
    floors,
    highest_floor,
)
from commonward.store import FieldError, refuse
from commonward_risk.schemas import Complete

SAYS = {
    Fall.STEPS: "it falls by more steps than one person decides",
    Fall.UNMONITORED: "nobody would look again by themselves",
    Fall.SEVERAL: "it is one of several falls on one day",
}


@dataclass(frozen=True, slots=True)
class Basis:
    """What a level is chosen on: a tool as it is filled in, the board's scale, what is known of the child."""

    tool: Tool
    filled: Filled
    scale: Scale
    facts: Facts


def check_completion(wanted: Complete, basis: Basis, requested_at: datetime, now: datetime) -> None:
    """Raise Unacceptable with everything that keeps an assessment from being complete."""
    at = wanted.completed_at or now
    refuse(
        [
            *_told(all_problems(basis.tool, basis.filled, london(now).date())),
            *level_errors("judgement", wanted.judgement, basis),
            *_divergence(wanted, basis, at),
            *_time_errors(at, requested_at, now),
        ]
    )


def check_draft(tool: Tool, filled: Filled, now: datetime) -> None:
    """Raise Unacceptable with everything that can't even stand in a draft."""
    refuse(_told(draft_problems(tool, filled, london(now).date())))


def check_stage(tool: Tool, stage: str, filled: Filled, now: datetime) -> None:
    """Raise Unacceptable with everything that a stage still misses."""
    part = tool.only_stage(stage)
    codes = {item.code for item in part.items}
    entries = {entry.code for entry in part.all_entries}
    mine = filled.model_copy(
        update={
            "answers": tuple(answer for answer in filled.answers if answer.item in codes),
            "entries": tuple(each for each in filled.entries if each.entry in entries),
        }
    )
    refuse(_told(all_problems(part, mine, london(now).date())))


def check_handed_over(tool: Tool, stage: str | None, before: Filled, after: Filled) -> None:
    """Raise Unacceptable where somebody would change what an earlier stage has handed over."""
    order = [each.code for each in tool.stages]
    done = order[: order.index(stage)] if stage in order else []
    items = [item.code for code in done for item in tool.only_stage(code).items]
    refuse(
        FieldError(field=f"answers.{item}", message="was handed over with its stage, and is not changed any more")
        for item in items
        if before.answer(item) != after.answer(item)
    )


def check_purpose(tool: Tool, purpose: Purpose | None) -> None:
    """Raise Unacceptable for a purpose that the tool is not for."""
    if purpose is not None and purpose not in tool.purposes:
        refuse([FieldError(field="purpose", message="is not one of this tool's", allowed=tuple(tool.purposes))])


def check_age(tool: Tool, facts: Facts) -> None:
    """Raise Unacceptable where every age that is known is outside the tool's."""
    known = [age for age in (facts.age_at_event, facts.age_at_referral) if age is not None]
    ages = tool.ages
    if ages and known and not any(ages.youngest <= age <= ages.oldest for age in known):
        refuse([FieldError(field="tool", message=f"is for the ages {ages.youngest} to {ages.oldest}")])


def level_errors(field: str, level: str, basis: Basis) -> Iterator[FieldError]:
    """A level must be on the board's scale, and above every floor that holds."""
    scale = basis.scale
    known = tuple(step.code for step in scale.levels)
    if level not in known:
        yield FieldError(field=field, message="is not a level of this board", allowed=known)
        return
    floor = highest_floor(floors(basis.tool, basis.filled, basis.facts.youngest), scale)
    if floor and scale.rank(level) < scale.rank(floor.at_least):
        allowed = tuple(code for code in known if scale.rank(code) >= scale.rank(floor.at_least))
        yield FieldError(field=field, message=f"is not available: {floor.says}", allowed=allowed)


def reason_error(reason: str | None, *, falls: Iterable[Fall], differs: str = "") -> Iterator[FieldError]:
    """A reason must be there where the level falls under guard, or is another than somebody else's."""
    wants = [*([differs] if differs else []), *(SAYS[fall] for fall in falls)]
    if wants and reason is None:
        yield FieldError(field="reason", message="say why: " + "; ".join(wants))


def last_used(facts: Facts, tools: Sequence[Tool]) -> str | None:
    """The tool that was used last for this subject; else the board's only one; else None."""
    if facts.assessments:
        return max(facts.assessments, key=lambda done: done.completed_at).tool
    codes = {tool.code for tool in tools}
    return codes.pop() if len(codes) == 1 else None


def _told(problems: Iterable[Problem]) -> Iterator[FieldError]:
    for problem in problems:
        yield FieldError(field=problem.field, message=problem.message, allowed=problem.allowed)


def _divergence(wanted: Complete, basis: Basis, at: datetime) -> Iterator[FieldError]:
    shown = figure_of(basis.tool, basis.filled, london(at).date())
    if shown and diverges(basis.tool, shown, wanted.judgement) and wanted.divergence_reason is None:
        message = f"say why: you judge {wanted.judgement}, and {shown.title} ({shown.points}) reads {shown.reads}"
        yield FieldError(field="divergence_reason", message=message)


def _time_errors(completed_at: datetime, requested_at: datetime, now: datetime) -> Iterator[FieldError]:
    if completed_at > now:
        yield FieldError(field="completed_at", message="is in the future", allowed=(f"up to {now.isoformat()}",))
    if completed_at < requested_at.replace(second=0, microsecond=0):  # people write down the minute
        message, earliest = "is before it was asked for", f"from {requested_at.isoformat(timespec='minutes')}"
        yield FieldError(field="completed_at", message=message, allowed=(earliest,))
