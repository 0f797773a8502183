"""What the risk service does when something happens."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from commonward.contracts import BadEvent, Because, Happened
from commonward.contracts.events import (
    ConcernRaised,
    ConcernRouted,
    DecisionRecorded,
    EarlyReviewSuggested,
    FactsCorrected,
    MeetingDecidedLevel,
    MissingAnswered,
    RecordDisposed,
)
from commonward.procedure import Facts
from commonward.runtime import Reactions, disposes
from commonward.store import Work
from commonward_risk.assessments import open_tools
from commonward_risk.held import ERASED
from commonward_risk.meeting_levels import meeting_decided
from commonward_risk.requesting import request
from commonward_risk.responding import call_again

_STILL_OPEN = "open assessments"


def look_up_open(work: Work, happenings: Sequence[Happened[ConcernRouted]]) -> None:
    """Find the open assessments of a batch's cases in one query."""
    work.cache[_STILL_OPEN] = open_tools(work.session, {happened.subject for happened in happenings})


def concern_raised(work: Work, happened: Happened[ConcernRaised], _facts: Facts) -> None:
    """Something new is known of a case that has its level: suggest an early review. What is due stays due."""
    facts = work.facts(happened.subject)  # a level that was decided just now counts, wherever the topic has it
    if facts.level is None or facts.closed:
        return
    because = work.procedure(happened.subject).scale.early_review_because
    suggested = EarlyReviewSuggested(triggered_by=happened.event.concern, level=facts.level, because=because)
    work.publish(happened.subject, suggested)


def concern_routed(work: Work, happened: Happened[ConcernRouted], _facts: Facts) -> None:
    """The route asks for a tool: open an assessment with it, unless one is open already."""
    if _STILL_OPEN not in work.cache:  # a single event, replayed
        look_up_open(work, [happened])
    still_open: set[tuple[UUID, str]] = work.cache[_STILL_OPEN]
    case, code = happened.subject, happened.event.tool
    if code is None or (case, code) in still_open:
        return
    _request(work, case, code, happened.event.concern)
    still_open.add((case, code))


def decision_recorded(work: Work, happened: Happened[DecisionRecorded], _facts: Facts) -> None:
    """A decision may open a tool, and may change what the level calls for."""
    case = happened.subject
    point = work.procedure(case).decision(happened.event.decision)
    if point is None:
        return
    opens = point.opened_by(happened.event.option)
    if opens.tool is not None and not _is_open(work, case, opens.tool):
        _request(work, case, opens.tool, happened.id, opens.because)
    if point.response_again:
        call_again(work, case)


def missing_answered(work: Work, happened: Happened[MissingAnswered], _facts: Facts) -> None:
    """A missing episode may call for a tool, such as the weighted one of who looks for the child."""
    tool, because = happened.event.tool, happened.event.because
    if tool is not None and not _is_open(work, happened.subject, tool):
        _request(work, happened.subject, tool, happened.event.episode, because)


def facts_corrected(work: Work, happened: Happened[FactsCorrected], _facts: Facts) -> None:
    """What the level calls for may depend on what was wrong."""
    call_again(work, happened.subject)


def meeting_decided_level(work: Work, happened: Happened[MeetingDecidedLevel], _facts: Facts) -> None:
    """A meeting has decided the level."""
    meeting_decided(work, happened.subject, happened.event)


def _is_open(work: Work, case: UUID, tool: str) -> bool:
    work.flush()  # what an earlier event of this batch has asked for is open as well
    return (case, tool) in open_tools(work.session, [case])


def _request(work: Work, case: UUID, code: str, triggered_by: UUID, because: Because = ()) -> None:
    tool = work.procedure(case).tool(code)
    if tool is None:
        raise BadEvent("unknown-tool", f"the case's edition has no tool {code}")
    request(work, case, tool, triggered_by=triggered_by, because=because)


REACTIONS = Reactions(
    on={
        ConcernRaised: concern_raised,
        ConcernRouted: concern_routed,
        DecisionRecorded: decision_recorded,
        FactsCorrected: facts_corrected,
        MeetingDecidedLevel: meeting_decided_level,
        MissingAnswered: missing_answered,
        RecordDisposed: disposes(ERASED),
    },
    prepare={
        ConcernRouted: look_up_open,
    },
)
