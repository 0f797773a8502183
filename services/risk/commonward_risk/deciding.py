"""Deciding the level: by who judged, by a second person, by a meeting; provisional or confirmed; and its falls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commonward.contracts.events import Fall, LevelDecided, SecondPersonWanted
from commonward.identity import Actor
from commonward.procedure import Command, Procedure, Scale, SetBy
from commonward.store import FieldError, NotYours, Unacceptable, Work, pass_gates, refuse, second_person
from commonward_risk.assessments import in_state, is_newest, locked, stored, tool_of
from commonward_risk.falls import falls_of
from commonward_risk.model import COMPLETED, DECIDED, INFORMED, Assessment
from commonward_risk.page_schemas import Done
from commonward_risk.responding import call_again, call_for_response
from commonward_risk.rules import Basis, level_errors, reason_error
from commonward_risk.schemas import Confirm, DecideLevel


@dataclass(frozen=True, slots=True)
class Decision:
    """A level, who decided it (the last of them last), and whether it waits to be confirmed."""

    level: str
    people: tuple[UUID, ...]
    provisional: bool
    meeting: UUID | None = None
    at: datetime | None = None
    """None: now."""


def judge(work: Work, row: Assessment, procedure: Procedure) -> None:
    """A person has completed the tool and judged: set the level, leave it to the second person, or as it is."""
    assert row.judgement is not None  # it was completed just now
    assert row.completed_by is not None
    if not tool_of(procedure, row).sets_level:
        row.state = INFORMED
        return
    if procedure.scale.set_by is SetBy.TWO_PEOPLE:
        return
    found = falls_of(work, row, procedure.scale, row.judgement, row.completed_by)
    if found:
        want_second_person(work, row, procedure, found)
    else:
        provisional = is_provisional(procedure.scale)
        set_level(work, row, Decision(row.judgement, (row.completed_by,), provisional, at=row.completed_at))


def decide(work: Work, actor: Actor, assessment: UUID, wanted: DecideLevel) -> Done:
    """The second person decides the level. Raises NotYours for the first person and for other roles."""
    row = locked(work, assessment, wanted.version)
    procedure, scale = work.procedure(row.case_id), work.procedure(row.case_id).scale
    in_state(row, COMPLETED)
    is_newest(work, row)
    assert row.completed_by is not None  # a completed assessment always has its person
    other = "the level is decided together with somebody else than who completed the assessment"
    second_person(work, row.completed_by, otherwise=other)
    found = falls_of(work, row, scale, wanted.level, row.completed_by, actor.person)
    _has_role(actor, _second_role(scale, found), "the level is decided together with the {}")
    _check(work, row, procedure, wanted.level, wanted.reason, found)
    _pass_gates(work, row, procedure, wanted.level, wanted.override_reason)
    row.decision_reason = wanted.reason
    provisional = is_provisional(scale) and row.proposed is None
    people = (row.completed_by, actor.person)
    set_level(work, row, Decision(wanted.level, people, provisional, meeting=row.meeting))
    work.audit("assessment.decide", row.case_id)
    return done(work, row)


def confirm(work: Work, actor: Actor, assessment: UUID, wanted: Confirm) -> Done:
    """Confirm a provisional level, or set another in its place. Raises NotYours where that is a meeting's to do."""
    row = locked(work, assessment, wanted.version)
    procedure, scale = work.procedure(row.case_id), work.procedure(row.case_id).scale
    in_state(row, DECIDED)
    if not row.provisional:
        raise Unacceptable(FieldError(field="assessment", message="its level is confirmed already"))
    is_newest(work, row)
    assert row.completed_by is not None  # as in `decide`
    assert row.level is not None
    if confirming_meeting(procedure) is not None:
        raise NotYours("the level is the meeting's to confirm")
    other = "a level is confirmed by somebody else than who set it"
    second_person(work, row.completed_by, row.decided_by, otherwise=other)
    level = wanted.level or row.level
    found = falls_of(work, row, scale, level, row.completed_by, actor.person)
    _has_role(actor, scale.confirmed_by, "the level is confirmed by the {}")
    _has_role(actor, _second_role(scale, found) if found else None, "the level falls, and is decided by the {}")
    _check(work, row, procedure, level, wanted.reason, found)
    _pass_gates(work, row, procedure, level, wanted.override_reason)
    row.decision_reason = wanted.reason or row.decision_reason
    set_level(work, row, Decision(level, (row.completed_by, actor.person), provisional=False))
    work.audit("assessment.confirm", row.case_id)
    return done(work, row)


def want_second_person(work: Work, row: Assessment, procedure: Procedure, found: tuple[Fall, ...]) -> None:
    """The level would fall under guard: it stays as it is until a second person has decided, with a reason."""
    guard, level = procedure.scale.guard, row.waits_for
    previous = work.facts(row.case_id).level
    assert guard is not None  # it found the fall
    assert level is not None
    assert previous is not None
    assert row.completed_by is not None
    wanted = SecondPersonWanted(
        assessment=row.id,
        level=level,
        previous=previous,
        falls=found,
        judged_by=row.completed_by,
        because=guard.because,
    )
    work.publish(row.case_id, wanted)


def set_level(work: Work, row: Assessment, decision: Decision) -> None:
    """Record the level, and what the procedure wants at it."""
    procedure, level = work.procedure(row.case_id), decision.level
    previous = work.facts(row.case_id).level
    only_confirmed = row.provisional and row.level == level
    row.decided_at = decision.at or work.now
    row.state, row.level, row.decided_by = DECIDED, level, decision.people[-1]
    row.provisional, row.meeting, row.proposed = decision.provisional, decision.meeting, None
    if previous is not None and procedure.scale.rank(level) < procedure.scale.rank(previous):
        row.fell_at = work.now
    decided = LevelDecided(
        assessment=row.id,
        level=level,
        previous=previous,
        decided_by=decision.people,
        decided_at=row.decided_at,
        provisional=decision.provisional,
        because=procedure.scale.because,
        meeting=decision.meeting,
    )
    work.publish(row.case_id, decided)
    if only_confirmed:
        call_again(work, row.case_id)
    else:
        call_for_response(work, row.case_id, procedure, level)


def confirming_meeting(procedure: Procedure) -> str | None:
    """The kind of meeting that confirms a provisional level, where that is no person's to do."""
    kind = procedure.meeting_that_decides("level")
    return kind.id if kind else "meeting" if procedure.scale.set_by is SetBy.MEETING else None


def is_provisional(scale: Scale) -> bool:
    """Whether a level that people set waits to be confirmed."""
    return scale.provisional or scale.set_by is SetBy.MEETING


def done(work: Work, row: Assessment) -> Done:
    """What a command answers."""
    waits: tuple[Fall, ...] = ()
    if row.state == COMPLETED and row.waits_for and row.completed_by:
        waits = falls_of(work, row, work.procedure(row.case_id).scale, row.waits_for, row.completed_by)
    return Done(
        id=row.id,
        version=work.subject(row.case_id).sequence,
        state=row.state,
        level=row.level,
        provisional=row.provisional,
        waits_because=waits,
        draft=row.draft,
    )


def _second_role(scale: Scale, found: tuple[Fall, ...]) -> str | None:
    guarded = scale.guard.second_role if found and scale.guard else None
    return guarded or scale.second_role


def _has_role(actor: Actor, role: str | None, otherwise: str) -> None:
    if role not in (None, *actor.roles):
        raise NotYours(otherwise.format(role))


def _check(
    work: Work, row: Assessment, procedure: Procedure, level: str, reason: str | None, found: tuple[Fall, ...]
) -> None:
    """Raise Unacceptable for a level that is not there or not available, or a reason that is missing."""
    before = row.level if row.provisional else row.waits_for
    differs = before != level and procedure.scale.divergence_wants_reason
    words = f"the first person judged {before}, and you decide {level}" if differs else ""
    basis = Basis(tool_of(procedure, row), stored(row), procedure.scale, work.facts(row.case_id))
    refuse(list(level_errors("level", level, basis)) or reason_error(reason, falls=found, differs=words))


def _pass_gates(work: Work, row: Assessment, procedure: Procedure, level: str, override: str | None) -> None:
    unmet = procedure.unmet(Command.DECIDE_LEVEL, work.facts(row.case_id), level)
    overridden = pass_gates(unmet, overridden=override is not None)
    if overridden:
        row.override_reason = "\n".join(filter(None, (row.override_reason, override)))
        row.overridden = "\n".join(filter(None, (row.overridden, *overridden)))
        row.overridden_by = "\n".join(dict.fromkeys((*row.overridden_by.splitlines(), str(work.actor))))
