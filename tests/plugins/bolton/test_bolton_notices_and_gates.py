"""Who is told in Bolton, and what must be there before a case closes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from commonward.contracts import Event, events
from commonward.procedure import Command, Force, Procedure
from tests.core.procedure.builders import after, example, folded
from tests.plugins.filling import made
from tests.plugins.listening import missing_to_close, told

EXIT = ("exit-worker", "exploitation-suspected")
DUTY = ("referral-and-assessment", "referral-to-district")
EDT = ("emergency-duty-team", "danger-out-of-hours")


def routed(**said: Any) -> Event:
    return example(events.ConcernRouted, **said)


@pytest.mark.rule("BOL-7.2.yp")
@pytest.mark.rule("BOL-9.6.refer")
@pytest.mark.rule("BOL-10.9.refer")
@pytest.mark.rule("BOL-10.9.ooh")
def test_exit_hears_of_each_concern_and_the_district_of_each_referral(bolton: Procedure) -> None:
    assert told(bolton, routed(outcome="assess", response="framework-for-action")) == {EXIT}
    assert told(bolton, routed(outcome="refer", response="referral")) == {EXIT, DUTY}
    assert told(bolton, routed(outcome="refer", response="emergency")) == {EXIT, DUTY, EDT}
    assert told(bolton, routed(outcome="advise", response="adult-safeguarding")) == set()


@pytest.mark.rule("BOL-10.12.split")
def test_whoever_holds_the_case_hears_of_a_second_concern(bolton: Procedure) -> None:
    first, second = (example(events.ConcernRaised, concern=UUID(int=number)) for number in (1, 2))
    held = example(events.CaseAllocated, role="allocated-social-worker")
    hears = ("allocated-social-worker", "concern-on-held-case")
    assert hears in told(bolton, first, held, second)
    assert hears not in told(bolton, first, second)
    assert hears not in told(bolton, first)


@pytest.mark.rule("BOL-10.14.convene")
@pytest.mark.rule("BOL-10.5.cam")
@pytest.mark.parametrize(
    ("meeting", "hears"),
    [
        ("strategy-meeting", ("team-manager", "strategy-meeting-wanted")),
        ("child-action-meeting", ("allocated-social-worker", "child-action-meeting-wanted")),
    ],
)
def test_whoever_arranges_a_meeting_is_asked_to(bolton: Procedure, meeting: str, hears: tuple[str, str]) -> None:
    assert told(bolton, example(events.ResponseCalledFor, meetings=[meeting])) == {hears}


@pytest.mark.rule("BOL-10.15.quorum")
@pytest.mark.parametrize(
    ("agency", "post"),
    [("exit", "exit-worker"), ("police", "police-officer"), ("investigating-social-worker", "allocated-social-worker")],
)
def test_whoever_must_be_at_a_strategy_meeting_hears_that_they_are_invited(
    bolton: Procedure, agency: str, post: str
) -> None:
    assert told(bolton, example(events.MeetingConvened, invited=[agency])) == {(post, f"{agency}-invited")}
    assert told(bolton, example(events.MeetingConvened, invited=["health"])) == set()


@pytest.mark.rule("BOL-13.3.exitonly")
@pytest.mark.rule("BOL-10.18.hos")
@pytest.mark.parametrize(
    ("decision", "option", "hears"),
    [
        ("exit-only", "exit-only", {("exit-worker", "exit-only")}),
        ("exit-only", "social-work", set()),
        ("complexity", "complex", {("head-of-service", "complex-situation")}),
        ("complexity", "not-complex", set()),
    ],
)
def test_a_decision_reaches_whoever_it_gives_work(
    bolton: Procedure, decision: str, option: str, hears: set[tuple[str, str]]
) -> None:
    assert told(bolton, example(events.DecisionRecorded, decision=decision, option=option)) == hears


RAISED = example(events.ConcernRaised)
ASSESSED = example(events.AssessmentCompleted, tool="cse-assessment", completed_at=after(0))
PLANNED = example(events.PlanAdopted, kind="young-persons-action-plan")
NAMED = made("lead-professional", agency="education")


@pytest.mark.rule("BOL-10.10.close")
@pytest.mark.rule("BOL-10.13.plan")
@pytest.mark.rule("BOL-10.13.lp")
def test_everything_that_closing_wants_is_named_at_once_and_a_manager_may_override(bolton: Procedure) -> None:
    unmet = bolton.unmet(Command.CLOSE_CASE, folded(RAISED))
    assert {each.gate for each in unmet} == {"BOL-10.10.close", "BOL-10.13.plan", "BOL-10.13.lp"}
    assert {each.force for each in unmet} == {Force.SHOULD}


@pytest.mark.rule("BOL-10.13.plan")
@pytest.mark.rule("BOL-10.13.lp")
def test_with_assessment_plan_and_lead_professional_it_closes(bolton: Procedure) -> None:
    assert missing_to_close(bolton, RAISED, ASSESSED, PLANNED, NAMED) == set()
    assert missing_to_close(bolton, RAISED, ASSESSED, PLANNED) == {"BOL-10.13.lp"}
    assert missing_to_close(bolton, RAISED, ASSESSED, NAMED) == {"BOL-10.13.plan"}


@pytest.mark.rule("BOL-10.13.plan")
def test_a_plan_of_another_kind_does_not_count(bolton: Procedure) -> None:
    other = example(events.PlanAdopted, kind="cse-safeguarding-plan")
    assert missing_to_close(bolton, RAISED, ASSESSED, other, NAMED) == {"BOL-10.13.plan"}


@pytest.mark.rule("BOL-10.10.close")
@pytest.mark.parametrize(("meeting_at", "missing"), [(-1, set()), (1, {"BOL-10.10.close"})])
def test_an_assessment_from_before_the_last_meeting_is_not_an_updated_one(
    bolton: Procedure, meeting_at: float, missing: set[str]
) -> None:
    held = example(events.MeetingHeld, held_at=after(meeting_at))
    assert missing_to_close(bolton, RAISED, ASSESSED, held, PLANNED, NAMED) == missing
