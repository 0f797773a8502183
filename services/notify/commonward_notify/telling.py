"""Who is to be told what when something happens: by the platform, by the board's notices and by its clocks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from commonward.clock import deadline_in_words, moment_in_words
from commonward.contracts import Event
from commonward.contracts.events import (
    AssessmentCompleted,
    CaseTransferred,
    GlassBroken,
    MeetingConvened,
    ObligationBreached,
    ObligationEscalated,
    ObligationMoved,
    ObligationReminded,
    PlanShared,
    SecondPersonWanted,
    TransferEnded,
    TransferOffered,
)
from commonward.identity import Capability, carrying
from commonward.procedure import ALLOCATED_WORKER, Effect, Facts, Procedure, SetBy

REMINDER, BREACH = "clock-reminder", "clock-breach"
ESCALATION, MOVE = "clock-escalation", "clock-moved"
OF_CLOCKS = (REMINDER, BREACH, ESCALATION, MOVE)
GLASS, MANAGER = "break-glass", "manager"
SHARED, CHAIR, INVITED, SECOND = "plan-shared", "meeting-chair", "meeting-invitation", "second-person"
OFFERED, ANSWERED, BY_SENDER = "transfer-offered", "transfer-answered", "by-sender"
PLACES = {
    GLASS: "/access#steps",
    SHARED: "/meetings",
    CHAIR: "/meetings",
    INVITED: "/meetings",
    SECOND: "/assessments",
}
"""Where under the case a notice's link leads, if that is not the case itself: to what it asks somebody to read."""
_THEN = {
    Effect.ESCALATE: "Please see to it.",
    Effect.ACT_WITHOUT: "Please go on without it.",
    Effect.ALERT_CHAIR: "Please tell the chair.",
}


def place(about: str, case: UUID) -> str:
    """The path that a notice's link leads to. An offer has no case here yet."""
    return "/transfers" if about == OFFERED else f"/cases/{case}{PLACES.get(about, '')}"


@dataclass(frozen=True, slots=True)
class Telling:
    """Who is to be told what."""

    about: str
    role: str
    words: str
    urgent: bool
    because: tuple[str, ...]


def tellings(event: Event, facts: Facts, procedure: Procedure) -> tuple[Telling, ...]:
    """Everybody who is told of an event, and in which words."""
    clocks = _of_the_clocks(event, procedure)
    return (*_of_the_platform(event, procedure), *_declared(event, facts, procedure), *clocks)


def _of_the_platform(event: Event, procedure: Procedure) -> Iterator[Telling]:
    """What a person must hear whatever the board says: it was sent to them, waits for them, or is theirs to watch."""
    match event:
        case GlassBroken():
            words = f"Somebody opened this case by break-glass, until {moment_in_words(event.until)}. See who, and why."
            for role in [role.code for role in procedure.roles if role.core == MANAGER][:1]:
                yield Telling(GLASS, role, words, urgent=True, because=())
        case PlanShared():
            words = "A plan was shared with you. Sign in to read it, and say there that you have it."
            for role in _roles(event.recipients, procedure):
                yield Telling(SHARED, role, words, urgent=False, because=event.because)
        case MeetingConvened():
            yield from _invitations(event, procedure)
        case AssessmentCompleted() | SecondPersonWanted():
            yield from _second_person(event, procedure)
        case TransferOffered() | TransferEnded() | CaseTransferred():
            yield from _of_transfers(event, procedure)


def _invitations(event: MeetingConvened, procedure: Procedure) -> Iterator[Telling]:
    """The chair, and whichever of the board's roles are invited or must be there; agencies are not in the directory."""
    at, kind = moment_in_words(event.planned_for), procedure.meeting_kind(event.kind)
    chair = f"You chair a meeting on {at}. Sign in to see about whom, and who is invited."
    yield Telling(CHAIR, event.chair_role, chair, urgent=False, because=event.because)
    invited = f"You are invited to a meeting on {at}. Sign in to see about whom."
    for role in _roles((*event.invited, *(kind.quorum_roles if kind else ())), procedure):
        if role != event.chair_role:
            yield Telling(INVITED, role, invited, urgent=False, because=event.because)


def _second_person(event: AssessmentCompleted | SecondPersonWanted, procedure: Procedure) -> Iterator[Telling]:
    """Whoever decides a level together with the person who judged it, where the board names that role."""
    scale = procedure.scale
    if isinstance(event, AssessmentCompleted):
        tool = procedure.tool(event.tool)
        decided_by_two = scale.set_by is SetBy.TWO_PEOPLE and tool is not None and tool.sets_level
        role = scale.second_role if decided_by_two else None
    else:
        role = (scale.guard.second_role if scale.guard else None) or scale.second_role
    if role is not None:
        words = "An assessment was completed: its level waits for you to decide it as the second person."
        yield Telling(SECOND, role, words, urgent=False, because=event.because)


def _of_transfers(event: TransferOffered | TransferEnded | CaseTransferred, procedure: Procedure) -> Iterator[Telling]:
    """Whoever may answer another board's offer; and, once theirs is answered, whoever may ask another board."""
    about, words, of = ANSWERED, "", procedure.words.of
    match event:
        case TransferOffered():
            about = OFFERED
            words = "Another board asks yours to take a case. Sign in to read why, and to take it or refuse it."
        case CaseTransferred():
            words = f"{of(event.to)} has taken the case. It is closed here, and what was granted went with it."
        case TransferEnded(reason=reason) if reason != BY_SENDER:
            why = f": {of(reason)}" if reason else ""
            words = f"The case was not transferred to {of(event.to)} ({of(event.outcome)}{why}). It stays here."
    for role in carrying(Capability.CASE_TRANSFER, procedure.roles) if words else ():
        yield Telling(about, role.code, words, urgent=False, because=())


def _roles(codes: Iterable[str], procedure: Procedure) -> tuple[str, ...]:
    """Those of the codes whom the directory knows."""
    known = {ALLOCATED_WORKER, *(role.code for role in procedure.roles)}
    return tuple(code for code in dict.fromkeys(codes) if code in known)


def _declared(event: Event, facts: Facts, procedure: Procedure) -> Iterator[Telling]:
    for notice in procedure.notices:
        if notice.called_for(event, facts):
            yield Telling(notice.id, notice.to, notice.words, notice.urgent, notice.because)


def _of_the_clocks(event: Event, procedure: Procedure) -> Sequence[Telling]:
    match event:
        case ObligationReminded(clock=clock, by=role, due=due):
            words = f"Due {deadline_in_words(due)}: {_title(clock, procedure)}."
            return [Telling(REMINDER, role, words, urgent=False, because=event.because)]
        case ObligationBreached(clock=clock, escalated_to=role, due=due, consequence=effect):
            words = f"Not done {deadline_in_words(due)}: {_title(clock, procedure)}. {_THEN[Effect(effect)]}"
            return [Telling(BREACH, role, words, urgent=True, because=event.because)]
        case ObligationEscalated(clock=clock, escalated_to=role, due=due, consequence=effect):
            words = f"Still not done, due {deadline_in_words(due)}: {_title(clock, procedure)}. {_THEN[Effect(effect)]}"
            return [Telling(ESCALATION, role, words, urgent=True, because=event.because)]
        case ObligationMoved():
            return _of_a_move(event, procedure)
        case _:
            return []


def _of_a_move(event: ObligationMoved, procedure: Procedure) -> Sequence[Telling]:
    """Whoever owes it hears of its new deadline."""
    clock = procedure.clock(event.clock)
    if clock is None or event.due_after is None:
        return []
    before = f" (was {deadline_in_words(event.due_before)})" if event.due_before else ""
    words = f"Now due {deadline_in_words(event.due_after)}{before}: {clock.title}."
    return [Telling(MOVE, clock.by, words, urgent=False, because=event.because)]


def _title(id: str, procedure: Procedure) -> str:
    clock = procedure.clock(id)
    return clock.title if clock else id
