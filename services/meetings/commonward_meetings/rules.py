"""What the core itself asks of every meeting, whatever the board. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from commonward.procedure import Facts, MeetingKind, Words
from commonward.store import FieldError, too_far
from commonward_meetings.meeting_schemas import Convening, Hold, InviteDecision


def still_to_be_held(facts: Facts, kind: str) -> bool:
    """Whether a meeting of this kind is required or convened, and not held yet."""
    return any(meeting.kind == kind and meeting.held_at is None for meeting in facts.meetings)


def convening_errors(wanted: Convening, kind: MeetingKind, chair: str, roles: tuple[str, ...]) -> Iterator[FieldError]:
    """`chair` is the role that the procedure names for this case, `roles` those that work on cases."""
    if wanted.aligned_with is not None and wanted.aligned_with not in kind.may_align_with:
        message = f"{kind.title} is not held together with it"
        yield FieldError(field="aligned_with", message=message, allowed=kind.may_align_with)
    if wanted.chair_role is None or wanted.chair_role == chair:
        return
    if wanted.chair_role not in roles:
        yield FieldError(field="chair_role", message="is not a role that works on cases here", allowed=roles)
    elif kind.substitutes and wanted.chair_role not in kind.substitutes:
        message = f"may not chair {kind.title} instead of the {chair}"
        yield FieldError(field="chair_role", message=message, allowed=(chair, *kind.substitutes))
    elif wanted.chair_reason is None:
        message = f"say why the {wanted.chair_role} chairs: the procedure names the {chair}"
        yield FieldError(field="chair_reason", message=message)


def planned_errors(planned_for: datetime, now: datetime) -> Iterator[FieldError]:
    """A meeting is convened for a time to come, and one that people plan for."""
    if planned_for < now.replace(second=0, microsecond=0):  # people plan by the minute
        yield FieldError(field="planned_for", message="is in the past", allowed=(f"from {now.isoformat()}",))
    yield from too_far("planned_for", planned_for, now)


def invitation_errors(
    wanted: tuple[InviteDecision, ...], kind: MeetingKind, decided: Collection[str]
) -> Iterator[FieldError]:
    """About each whose invitation is decided separately there is a decision, and one only; `decided` were earlier."""
    known, seen = kind.invite_decided_for, [decision.whom for decision in wanted]
    for number, whom in enumerate(seen):
        if whom not in known:
            message = "is not invited by a decision here"
            yield FieldError(field=f"invitations.{number}.whom", message=message, allowed=known)
        elif whom in seen[:number]:
            yield FieldError(field=f"invitations.{number}.whom", message="is decided twice")
    for whom in known:
        if whom not in seen and whom not in decided:
            message = f"decide whether the {whom} is invited, and say why"
            yield FieldError(field=f"invitations.{whom}", message=message, allowed=known)


def holding_errors(wanted: Hold, kind: MeetingKind, required_at: datetime, now: datetime) -> Iterator[FieldError]:
    """Held after it was required; and views, or why there are none, of everybody wanted who was not there."""
    if wanted.held_at > now:
        yield FieldError(field="held_at", message="is in the future", allowed=(f"up to {now.isoformat()}",))
    if wanted.held_at < required_at.replace(second=0, microsecond=0):  # people write down the minute
        message, earliest = "is before the meeting was required", f"from {required_at.isoformat(timespec='minutes')}"
        yield FieldError(field="held_at", message=message, allowed=(earliest,))
    if not wanted.attendance:
        yield FieldError(field="attendance", message="say who was there")
    for view in wanted.views:
        if view.of not in kind.views_of:
            yield FieldError(field=f"views.{view.of}", message="are not asked for here", allowed=kind.views_of)
    here = {present.agency for present in wanted.attendance}
    heard = {view.of for view in wanted.views if view.given or view.reason}
    for person in kind.views_of:
        if person not in here and person not in heard:
            message = "did not attend: record their views, or the reason why there are none"
            yield FieldError(field=f"views.{person}", message=message)


def attendance_errors(
    wanted: Hold, kind: MeetingKind, invited: Iterable[str], words: Words, roles: tuple[str, ...]
) -> Iterator[FieldError]:
    """Who was there is somebody whom the procedure, the invitation or the board's own words know."""
    known = dict.fromkeys((*kind.invited, *invited, *kind.quorum, *kind.views_of, *kind.invite_decided_for))
    board = {code for code, _ in words.terms}
    for number, present in enumerate(wanted.attendance):
        if present.agency not in known and present.agency not in board:
            message = "is not known to this meeting; invite it first"
            yield FieldError(field=f"attendance.{number}.agency", message=message, allowed=tuple(known))
        if present.role is not None and present.role not in roles:
            yield FieldError(field=f"attendance.{number}.role", message="is not a role of this board", allowed=roles)


def missing_agencies(wanted: Hold, kind: MeetingKind) -> tuple[str, ...]:
    """Agencies and roles of the quorum that were not there."""
    here = {present.agency for present in wanted.attendance}
    in_role = {present.role for present in wanted.attendance}
    return (
        *(agency for agency in kind.quorum if agency not in here),
        *(role for role in kind.quorum_roles if role not in in_role),
    )


def missing_records(kind: MeetingKind, facts: Facts) -> Iterator[FieldError]:
    """Records that are due before the meeting and are not there; those of an earlier one were for that one."""
    last = max((each.held_at for each in facts.held(kind.id) if each.held_at and each.quorate), default=None)
    for record in kind.records_before:
        if not any(last is None or made.happened_at >= last for made in facts.records.get(record, ())):
            yield FieldError(field=f"records.{record}", message=f"is due before {kind.title} is held")
