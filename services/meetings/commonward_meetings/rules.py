"""What the core itself asks of every meeting and plan, whatever the board. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from commonward.clock import london
from commonward.procedure import Facts, MeetingKind, Words
from commonward.store import FieldError
from commonward_meetings.schemas import AdoptPlan, Convene, Hold


def still_to_be_held(facts: Facts, kind: str) -> bool:
    """Whether a meeting of this kind is required or convened, and not held yet."""
    return any(meeting.kind == kind and meeting.held_at is None for meeting in facts.meetings)


def convening_errors(wanted: Convene, chair: str, roles: tuple[str, ...], now: datetime) -> Iterator[FieldError]:
    """`chair` is the role that the procedure names for this case."""
    if wanted.planned_for < now.replace(second=0, microsecond=0):  # people plan by the minute
        yield FieldError(field="planned_for", message="is in the past", allowed=(f"from {now.isoformat()}",))
    if wanted.chair_role is None or wanted.chair_role == chair:
        return
    if wanted.chair_role not in roles:
        yield FieldError(field="chair_role", message="is not a role of this board", allowed=roles)
    elif wanted.chair_reason is None:
        message = f"say why the {wanted.chair_role} chairs: the procedure names the {chair}"
        yield FieldError(field="chair_reason", message=message)


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


def attendance_errors(wanted: Hold, kind: MeetingKind, invited: Iterable[str], words: Words) -> Iterator[FieldError]:
    """Who was there is somebody whom the procedure, the invitation or the board's own words know."""
    known = dict.fromkeys((*kind.invited, *invited, *kind.quorum, *kind.views_of))
    board = {code for code, _ in words.terms}
    for number, present in enumerate(wanted.attendance):
        if present.agency not in known and present.agency not in board:
            message = "is not known to this meeting; invite it first"
            yield FieldError(field=f"attendance.{number}.agency", message=message, allowed=tuple(known))


def missing_agencies(wanted: Hold, kind: MeetingKind) -> tuple[str, ...]:
    """Agencies of the quorum that were not there."""
    here = {present.agency for present in wanted.attendance}
    return tuple(agency for agency in kind.quorum if agency not in here)


def plan_errors(wanted: AdoptPlan, kind: MeetingKind, held_at: datetime) -> Iterator[FieldError]:
    """Every section of the plan filled, no action due before the meeting, the next date agreed where it must be."""
    met = london(held_at).date()
    for section in kind.plan_sections:
        if not wanted.sections.get(section, "").strip():
            yield FieldError(field=f"sections.{section}", message="is empty: the procedure wants it in the plan")
    for section in wanted.sections:
        if section not in kind.plan_sections:
            yield FieldError(field=f"sections.{section}", message="is not in this plan", allowed=kind.plan_sections)
    for number, action in enumerate(wanted.actions):
        yield from _not_before(f"actions.{number}.due", action.due, met)
    if wanted.next_meeting is not None:
        yield from _not_before("next_meeting", wanted.next_meeting, met)
    elif kind.agree_next:
        yield FieldError(field="next_meeting", message="agree the date of the next meeting")


def _not_before(field: str, day: date, met: date) -> Iterator[FieldError]:
    if day < met:
        yield FieldError(field=field, message="is before the meeting", allowed=(f"from {met.isoformat()}",))
