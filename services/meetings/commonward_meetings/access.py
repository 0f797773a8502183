"""Under which conditions a command may touch a meeting: its case's lock, its state, and who asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.identity import Actor, Capability, allowed
from commonward.procedure import ALLOCATED_WORKER, Facts, MeetingKind, Procedure
from commonward.store import FieldError, NotReady, NotYours, Unacceptable, UnknownSubject, Work
from commonward_meetings.model import HELD, Meeting
from commonward_meetings.plan_model import Plan


class Act(StrEnum):
    """What is done with a meeting that is there."""

    CONVENE = "convene"
    HOLD = "hold"
    MINUTE = "minute"
    SIGN = "sign"
    DECIDE = "decide"
    """Record what the meeting itself decided."""
    ADOPT = "adopt"
    SHARE = "share"


_ALSO: Mapping[Act, Capability] = {
    Act.CONVENE: Capability.MEETING_MANAGE,
    Act.HOLD: Capability.MEETING_MANAGE,
    Act.MINUTE: Capability.MEETING_MANAGE,
    Act.ADOPT: Capability.PLAN_ADOPT,
    Act.SHARE: Capability.PLAN_ADOPT,
}
"""Who else may, beside those whom the procedure names. What is not here is for who chairs, and for nobody else."""


def locked(work: Work, meeting: UUID, version: int | None = None) -> Meeting:
    """The row as it stands under its case's lock. Raises UnknownSubject, Conflict, or Unacceptable when closed."""
    case = work.session.scalar(select(col(Meeting.case_id)).where(col(Meeting.id) == meeting))
    if case is None:
        raise UnknownSubject(str(meeting))
    work.subject(case, expected=version)
    open_case(work, case)
    row = work.session.get(Meeting, (work.authority, meeting))
    assert row is not None  # meetings are never deleted
    return row


def locked_plan(work: Work, plan: UUID, version: int | None = None) -> tuple[Plan, Meeting]:
    """A plan and its meeting under the case's lock. Raises as `locked` does."""
    row = work.session.get(Plan, (work.authority, plan))
    if row is None:
        raise UnknownSubject(str(plan))
    return row, locked(work, row.meeting, version)


def open_case(work: Work, case: UUID) -> None:
    """Raise Unacceptable when the case is closed."""
    if work.facts(case).closed:
        raise Unacceptable(FieldError(field="case", message="is closed"))


def held(row: Meeting, message: str) -> None:
    """Raise NotReady with the message when the meeting was not held yet."""
    if row.state != HELD:
        raise NotReady(FieldError(field="meeting", message=message))


def quorate(row: Meeting, kind: MeetingKind) -> None:
    """Raise NotReady when the held meeting was inquorate: no kind of meeting is exempt."""
    if not row.quorate:
        missing = ", ".join(row.missing_agencies.splitlines())
        message = f"the meeting was inquorate: {missing} missing; convene {kind.title} again"
        raise NotReady(FieldError(field="quorum", message=message, allowed=(*kind.quorum, *kind.quorum_roles)))


def kind_of(procedure: Procedure, meeting: Meeting) -> MeetingKind:
    """What the case's edition says of the meeting's kind."""
    kind = procedure.meeting_kind(meeting.kind)
    if kind is None:
        raise LookupError(f"{meeting.authority} {procedure.edition} no longer has the meeting {meeting.kind}")
    return kind


def chairs(row: Meeting) -> tuple[str, ...]:
    """The roles that chair this meeting."""
    return (*filter(None, [row.chair_role]), *row.joint_chairs.splitlines())


def only(act: Act, actor: Actor, procedure: Procedure, row: Meeting) -> None:
    """Pass those who may do this with the meeting, in whatever state it is. Raises NotYours."""
    if act not in _ALSO:
        _only_chair(actor, row)
        return
    kind = kind_of(procedure, row)
    roles = {Act.CONVENE: kind.conveners, Act.ADOPT: chairs(row)}.get(act, (*kind.conveners, *chairs(row)))
    only_for(actor, procedure, roles, _ALSO[act])


def acts_of(actor: Actor, procedure: Procedure, row: Meeting) -> Iterator[Act]:
    """Whatever the person may do with the meeting, in whatever state it is."""
    for act in Act:
        try:
            only(act, actor, procedure, row)
        except NotYours:
            continue
        yield act


def is_recipient(actor: Actor, facts: Facts, recipient: str) -> bool:
    """Whether the person is one of those whom a plan's recipient names: by role, or as the case's own worker."""
    return recipient in actor.roles or (recipient == ALLOCATED_WORKER and facts.worker == actor.person)


def only_for(actor: Actor, procedure: Procedure, roles: Iterable[str], capability: Capability) -> None:
    """Pass those whom the procedure names, and whoever has the capability. Raises NotYours."""
    named = set(roles)
    if not is_for(actor, procedure, named, capability):
        raise NotYours(f"this is for {' or '.join(sorted(named))}, or for who has the capability {capability.value}")


def is_for(actor: Actor, procedure: Procedure, roles: Iterable[str], capability: Capability) -> bool:
    """Whether the procedure names the person's role, or they have the capability."""
    return bool(actor.roles & set(roles)) or allowed(capability, procedure.core_roles(actor.roles))


def _only_chair(actor: Actor, row: Meeting) -> None:
    """Pass the person who chairs, or where none was named whoever has the role; and joint chairs. Raises NotYours."""
    joint = set(row.joint_chairs.splitlines())
    person = actor.person == row.chair if row.chair is not None else row.chair_role in actor.roles
    if not (person or actor.roles & joint):
        raise NotYours(f"this is for who chairs the meeting ({' or '.join(chairs(row))}), and for nobody else")
