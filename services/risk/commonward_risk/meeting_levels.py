"""A meeting has decided the level: take it, let it wait for a second person, or say why it can't be taken."""

from __future__ import annotations

from uuid import UUID

from commonward.contracts.events import LevelRefusal, LevelRefused, MeetingDecidedLevel
from commonward.procedure import Procedure, floors, highest_floor
from commonward.store import Work
from commonward_risk.assessments import last_of, stored, tool_of
from commonward_risk.deciding import Decision, set_level, want_second_person
from commonward_risk.falls import falls_of
from commonward_risk.model import COMPLETED, Assessment


def meeting_decided(work: Work, case: UUID, decided: MeetingDecidedLevel) -> None:
    """The meeting's level confirms or replaces what a person judged. A guarded fall waits even then."""
    procedure, row = work.procedure(case), last_of(work.session, case)
    floor = _floor(work, procedure, row) if row else None
    if work.facts(case).closed:
        _refuse(work, case, decided, LevelRefusal.CASE_CLOSED)
    elif row is None or row.completed_by is None:
        _refuse(work, case, decided, LevelRefusal.NO_ASSESSMENT)
    elif procedure.scale.find(decided.level) is None:
        _refuse(work, case, decided, LevelRefusal.NOT_ON_THE_SCALE)
    elif floor and procedure.scale.rank(decided.level) < procedure.scale.rank(floor):
        _refuse(work, case, decided, LevelRefusal.BELOW_FLOOR, floor)
    else:
        _take(work, row, procedure, decided)


def _take(work: Work, row: Assessment, procedure: Procedure, decided: MeetingDecidedLevel) -> None:
    assert row.completed_by is not None  # `meeting_decided` has seen to it
    found = falls_of(work, row, procedure.scale, decided.level, row.completed_by, decided.decided_by)
    row.meeting = decided.meeting
    if found:
        row.state, row.proposed = COMPLETED, decided.level
        want_second_person(work, row, procedure, found)
        return
    people = tuple(dict.fromkeys((row.completed_by, decided.decided_by)))
    decision = Decision(decided.level, people, provisional=False, meeting=decided.meeting, at=decided.decided_at)
    set_level(work, row, decision)


def _floor(work: Work, procedure: Procedure, row: Assessment) -> str | None:
    held = floors(tool_of(procedure, row), stored(row), work.facts(row.case_id).youngest)
    floor = highest_floor(held, procedure.scale)
    return floor.at_least if floor else None


def _refuse(
    work: Work, case: UUID, decided: MeetingDecidedLevel, refusal: LevelRefusal, at_least: str | None = None
) -> None:
    refused = LevelRefused(
        meeting=decided.meeting, level=decided.level, refusal=refusal, at_least=at_least, because=decided.because
    )
    work.publish(case, refused)
