"""What is owed in Bolton: never with a figure, and met by the right fact alone."""

from __future__ import annotations

from typing import Any

import pytest

from commonward.contracts import Event, Happened, events
from commonward.procedure import Procedure, State
from commonward.procedure.deadlines import terms_of
from tests.core.procedure.builders import example, happened, obligations
from tests.plugins.filling import made

STRATEGY, CHILD_ACTION = "strategy-meeting", "child-action-meeting"


def routed(outcome: str, response: str = "referral") -> Event:
    return example(events.ConcernRouted, outcome=outcome, response=response)


def at(level: str, meeting: str) -> tuple[Event, Event]:
    called = example(events.ResponseCalledFor, level=level, meetings=[meeting], review_months=None)
    return example(events.LevelDecided, level=level), called


def held(kind: str, quorate: bool = True) -> Event:
    return example(events.MeetingHeld, kind=kind, quorate=quorate)


def adopted(kind: str) -> Event:
    return example(events.PlanAdopted, kind=kind)


def recorded(decision: str, option: str) -> Event:
    return example(events.DecisionRecorded, decision=decision, option=option)


def states(bolton: Procedure, clock: str, *history: Event) -> list[State]:
    heard: list[Happened[Any]] = [happened(event, number) for number, event in enumerate(history)]
    return [each.state for each in obligations(bolton, heard) if each.clock == clock]


def test_no_clock_of_bolton_has_a_figure(bolton: Procedure) -> None:
    terms = [term for each in bolton.clocks for term in terms_of(each.within)]
    assert [term for term in terms if term.limit is not None] == []


MET = [
    pytest.param(
        "BOL-10.9.ooh",
        (routed("refer", "emergency"),),
        made("emergency-contacts"),
        marks=pytest.mark.rule("BOL-10.9.ooh"),
    ),
    pytest.param(
        "BOL-10.1.eha",
        (routed("assess"),),
        made("early-help-assessment", assessment="early-help-assessment"),
        marks=pytest.mark.rule("BOL-10.1.eha"),
    ),
    pytest.param(
        "BOL-13.2.caf",
        (routed("refer"),),
        made("early-help-assessment", assessment="early-help-assessment"),
        marks=pytest.mark.rule("BOL-13.2.caf"),
    ),
    pytest.param(
        "BOL-10.5.cam", at("at-risk", CHILD_ACTION), held(CHILD_ACTION), marks=pytest.mark.rule("BOL-10.5.cam")
    ),
    pytest.param(
        "BOL-10.5.plan",
        (held(CHILD_ACTION),),
        adopted("young-persons-action-plan"),
        marks=pytest.mark.rule("BOL-10.5.plan"),
    ),
    pytest.param(
        "BOL-10.14.convene",
        at("significant-harm", STRATEGY),
        held(STRATEGY),
        marks=pytest.mark.rule("BOL-10.14.convene"),
    ),
    pytest.param(
        "BOL-10.15.plan", (held(STRATEGY),), adopted("cse-safeguarding-plan"), marks=pytest.mark.rule("BOL-10.15.plan")
    ),
]


@pytest.mark.parametrize(("clock", "opening", "meeting"), MET)
def test_a_task_is_owed_until_the_right_fact_meets_it(
    bolton: Procedure, clock: str, opening: tuple[Event, ...], meeting: Event
) -> None:
    assert states(bolton, clock, *opening) == [State.OPEN]
    assert states(bolton, clock, *opening, recorded("complexity", "complex")) == [State.OPEN]
    assert states(bolton, clock, *opening, meeting) == [State.MET]


@pytest.mark.rule("BOL-10.15.quorum")
def test_an_inquorate_strategy_meeting_does_not_count_as_held(bolton: Procedure) -> None:
    history = (*at("significant-harm", STRATEGY), held(STRATEGY, quorate=False))
    assert states(bolton, "BOL-10.14.convene", *history) == [State.OPEN]
    assert states(bolton, "BOL-10.15.plan", *history) == []


def test_a_level_that_changes_ends_the_old_meetings_task(bolton: Procedure) -> None:
    history = (*at("at-risk", CHILD_ACTION), *at("significant-harm", STRATEGY))
    assert states(bolton, "BOL-10.5.cam", *history) == [State.SUPERSEDED]
    assert states(bolton, "BOL-10.14.convene", *history) == [State.OPEN]


def test_the_same_level_again_asks_for_no_second_meeting(bolton: Procedure) -> None:
    history = (*at("significant-harm", STRATEGY), *at("significant-harm", STRATEGY))
    assert states(bolton, "BOL-10.14.convene", *history) == [State.OPEN]


def test_only_what_is_about_the_whole_child_is_met_by_one_record_for_all(bolton: Procedure) -> None:
    """Anything else is about one concern, meeting, question or episode, and another of them owes its own."""
    assert {each.id for each in bolton.clocks if each.together} == {
        "BOL-7.8.health",
        "BOL-10.1.eha",
        "BOL-10.12.split",
        "BOL-12.1.carers",
        "BOL-12.2.careplan",
        "BOL-12.2.review",
        "BOL-13.2.caf",
        "BOL-13.5.confirm",
        "BOL-A3.immediate",
        "BOL-A3.package",
        "BOL-A3.restrict",
    }


@pytest.mark.rule("BOL-7.5.advise")
def test_advice_once_given_answers_one_question_of_two(bolton: Procedure) -> None:
    asked, given = made("advice-wanted", asked_by="school"), made("advice-given")
    heard = [happened(event, hour) for hour, event in enumerate((asked, asked, given))]
    states = [each.state for each in obligations(bolton, heard) if each.clock == "BOL-7.5.advise"]
    assert states == [State.MET, State.OPEN]


def test_closing_does_not_end_the_duty_to_have_called_the_police(bolton: Procedure) -> None:
    history = (routed("refer", "emergency"), example(events.CaseClosed))
    assert states(bolton, "BOL-10.9.ooh", *history) == [State.OPEN]
    assert states(bolton, "BOL-13.2.caf", *history) == [State.SUPERSEDED]
