"""What is asked of every plan and its actions, by what the board declares. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from commonward.clock import Calendar, due, last_day, london, months
from commonward.procedure import Demand, Facts, MeetingKind
from commonward.store import FieldError, too_far
from commonward_meetings.plan_model import Action
from commonward_meetings.plan_schemas import ActionInput, AdoptPlan


def plan_faults(wanted: AdoptPlan, kind: MeetingKind, held_at: datetime) -> Iterator[FieldError]:
    """Everything in the plan that can't be right, at once. No override passes it."""
    for section in wanted.sections:
        if section not in kind.plan_sections:
            yield FieldError(field=f"sections.{section}", message="is not in this plan", allowed=kind.plan_sections)
    for number, aim in enumerate(wanted.aims):
        if aim not in kind.plan_aims:
            yield FieldError(field=f"aims.{number}", message="is not an aim of this plan", allowed=kind.plan_aims)
    for number, action in enumerate(wanted.actions):
        yield from _action_errors(f"actions.{number}", action, kind, held_at)
    if wanted.next_meeting is not None:
        yield from _between("next_meeting", wanted.next_meeting, held_at)
    if wanted.every is not None:
        later = due(held_at, wanted.every.limit, Calendar.of())
        yield from too_far("every", last_day(later), held_at)


def plan_lacks(wanted: AdoptPlan, kind: MeetingKind, facts: Facts) -> Iterator[tuple[Demand, FieldError]]:
    """Everything that the board demands of the plan and that is not there, with the name of the demand."""
    yield from ((Demand.SECTIONS, error) for error in _empty_sections(wanted, kind))
    yield from ((Demand.SMART, error) for error in _not_attested(wanted, kind))
    if kind.plan_aims and not wanted.aims:
        message = "name at least one aim of the plan"
        yield Demand.AIMS, FieldError(field="aims", message=message, allowed=kind.plan_aims)
    other = kind.other_plan(facts) if kind.refers_to_other_plan else None
    if other is not None and wanted.other_plan is None:
        message = "name the child's other plan: one is in place"
        yield Demand.OTHER_PLAN, FieldError(field="other_plan", message=message, allowed=(other,))
    if kind.agree_next and wanted.next_meeting is None:
        yield Demand.NEXT_MEETING, FieldError(field="next_meeting", message="agree the date of the next meeting")
    if kind.agree_interval and wanted.every is None:
        message = "agree how often the later meetings are, in weeks or months"
        yield Demand.INTERVAL, FieldError(field="every", message=message, allowed=("weeks", "months"))


def _empty_sections(wanted: AdoptPlan, kind: MeetingKind) -> Iterator[FieldError]:
    for section in kind.plan_sections:
        if not wanted.sections.get(section, "").strip():
            yield FieldError(field=f"sections.{section}", message="is empty: the procedure wants it in the plan")


def _not_attested(wanted: AdoptPlan, kind: MeetingKind) -> Iterator[FieldError]:
    for number, action in enumerate(wanted.actions if kind.smart else ()):
        for quality, attested in (("achievable", action.achievable), ("realistic", action.realistic)):
            if not attested:
                message = f"the meeting must attest that the action is {quality}; if it is not, agree another"
                yield FieldError(field=f"actions.{number}.{quality}", message=message, allowed=("true",))


def _action_errors(place: str, action: ActionInput, kind: MeetingKind, held_at: datetime) -> Iterator[FieldError]:
    yield from _between(f"{place}.due", action.due, held_at)
    if action.kind is not None and action.kind not in kind.action_kinds:
        message = "is not a kind of action of this plan"
        yield FieldError(field=f"{place}.kind", message=message, allowed=kind.action_kinds)
    owner = dict(kind.action_owned_by).get(action.kind or "")
    if owner is not None and action.agency != owner:
        message = f"an action of the kind {action.kind} is owned by {owner}"
        yield FieldError(field=f"{place}.agency", message=message, allowed=(owner,))


def _between(field: str, day: date, held_at: datetime) -> Iterator[FieldError]:
    """From the day of the meeting to the furthest that people plan."""
    met = london(held_at).date()
    yield from too_far(field, day, held_at)
    if day < met:
        yield FieldError(field=field, message="is before the meeting", allowed=(f"from {met.isoformat()}",))


def plan_warnings(
    wanted: AdoptPlan, kind: MeetingKind, held_at: datetime, facts: Facts, others: Sequence[Action]
) -> Iterator[FieldError]:
    """What deserves a second look. `others` are the open actions of the child's other plans here."""
    yield from _loose(wanted, held_at, facts.review_months)
    there = {action.kind for action in wanted.actions}
    for code in kind.wanted_actions:
        if code not in there:
            yield FieldError(field="actions", message=f"the plan has no action of the kind {code}")
    for number, action in enumerate(wanted.actions):
        for other in others:
            if _alike(action.what, other.what):
                owner = ", with the same owner" if _alike(action.owner, other.owner) else ""
                message = f"repeats an open action of another plan{owner}"
                yield FieldError(field=f"actions.{number}.what", message=message, allowed=())


def _loose(wanted: AdoptPlan, held_at: datetime, review_months: int | None) -> Iterator[FieldError]:
    """Later meetings further apart than the level's reviews."""
    if review_months is None:
        return
    calendar = Calendar.of()
    latest = due(held_at, months(review_months), calendar)
    message = f"is looser than the level's review, every {months(review_months)}"
    if wanted.every is not None and due(held_at, wanted.every.limit, calendar) > latest:
        yield FieldError(field="every", message=message)
    if wanted.next_meeting is not None and wanted.next_meeting > last_day(latest):
        yield FieldError(field="next_meeting", message=message)


def _alike(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()).strip(" .") == " ".join(other.casefold().split()).strip(" .")
