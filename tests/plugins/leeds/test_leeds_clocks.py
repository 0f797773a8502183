"""The clocks of Leeds: when each starts, when it is over, and what alone meets it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import pytest

from commonward.clock import last_day
from commonward.contracts import Event, events
from commonward.procedure import Procedure, State
from tests.core.procedure.builders import after, example
from tests.plugins.leeds.happenings import FIRST, OPENING, SECOND, assessed, decided, owed, recorded, vrmm

COORDINATOR = "cse-missing-coordinator"


def raised(**said: Any) -> Event:
    return example(events.ConcernRaised, **{"received_at": after(0), **said})


def adopted(at: float = 0, meeting: UUID = FIRST) -> Event:
    return example(events.PlanAdopted, meeting=meeting, kind="vrmm-plan", adopted_at=after(at))


def shared(at: float = 0, meeting: UUID = FIRST) -> Event:
    return example(events.PlanShared, meeting=meeting, shared_at=after(at))


def delivered(about: str, at: float = 0, **said: Any) -> Event:
    said = {"to": COORDINATOR, "reached_duty": False, "delivered_at": after(at), "cause": OPENING, **said}
    return example(events.NoticeDelivered, about=about, **said)


def at(day_and_time: str, event: Literal["concern", "form", "meeting", "plan"], level: str = "low") -> Event:
    """What opens a clock, and when it happened: in UTC, which is London's time until 29 March 2026."""
    said = {
        "concern": (events.ConcernRaised, {"received_at": day_and_time}),
        "form": (events.AssessmentCompleted, {"completed_at": day_and_time, "judgement": level}),
        "meeting": (events.MeetingHeld, {"held_at": day_and_time, "kind": "vrmm", "meeting": FIRST}),
        "plan": (events.PlanAdopted, {"adopted_at": day_and_time, "kind": "vrmm-plan", "meeting": FIRST}),
    }
    cls, fields = said[event]
    return example(cls, **fields)


STATED = [
    pytest.param(
        "LDS-3.coord-24h",
        at("2026-03-27T17:01:00Z", "concern"),
        "2026-03-28T17:01:00Z",
        id="a Friday evening: 24 hours elapse on Saturday",
        marks=pytest.mark.rule("LDS-3.coord-24h"),
    ),
    pytest.param(
        "LDS-3.coord-24h",
        at("2026-03-28T12:00:00Z", "concern"),
        "2026-03-29T12:00:00Z",
        id="the night without two o'clock: 24 hours all the same",
        marks=pytest.mark.rule("LDS-3.coord-24h"),
    ),
    pytest.param(
        "LDS-3.form-24h",
        at("2026-12-24T16:00:00Z", "form"),
        "2026-12-25T16:00:00Z",
        id="Christmas does not stop 24 hours",
        marks=pytest.mark.rule("LDS-3.form-24h"),
    ),
    pytest.param(
        "LDS-3.mosaic-2wd",
        at("2026-04-02T09:00:00Z", "form"),
        "2026-04-08T23:00:00Z",
        id="before Easter: Tuesday 7 and Wednesday 8 April",
        marks=pytest.mark.rule("LDS-3.mosaic-2wd"),
    ),
    pytest.param(
        "LDS-6.template-2wd",
        at("2026-03-06T15:00:00Z", "meeting"),
        "2026-03-11T00:00:00Z",
        id="a Friday: Monday 9 and Tuesday 10 March",
        marks=pytest.mark.rule("LDS-6.template-2wd"),
    ),
    pytest.param(
        "LDS-6.mosaic",
        at("2026-12-23T10:00:00Z", "meeting"),
        "2026-12-30T00:00:00Z",
        id="before Christmas: Thursday 24 and Tuesday 29 December",
        marks=pytest.mark.rule("LDS-6.mosaic"),
    ),
    pytest.param(
        "LDS-6.record-2wd",
        at("2026-03-02T09:00:00Z", "plan"),
        "2026-03-05T00:00:00Z",
        id="a Monday: Tuesday 3 and Wednesday 4 March",
        marks=pytest.mark.rule("LDS-6.record-2wd"),
    ),
    pytest.param(
        "LDS-6.share-5wd",
        at("2026-04-02T09:00:00Z", "meeting"),
        "2026-04-13T23:00:00Z",
        id="before Easter: Tuesday 7 to Friday 10, Monday 13 April",
        marks=pytest.mark.rule("LDS-6.share-5wd"),
    ),
    pytest.param(
        "LDS-4.review-high",
        at("2026-01-31T09:00:00Z", "form", "high"),
        "2026-03-01T00:00:00Z",
        id="31 January and a month: 28 February",
        marks=pytest.mark.rule("LDS-4.review-high"),
    ),
    pytest.param(
        "LDS-4.review-med",
        at("2026-11-30T09:00:00Z", "form", "medium"),
        "2027-03-01T00:00:00Z",
        id="30 November and three months: 28 February",
        marks=pytest.mark.rule("LDS-4.review-med"),
    ),
    pytest.param(
        "LDS-4.review-low",
        at("2026-01-15T09:00:00Z", "form", "low"),
        "2026-04-15T23:00:00Z",
        id="15 January and three months: 15 April, in summer time",
        marks=pytest.mark.rule("LDS-4.review-low"),
    ),
]


@pytest.mark.parametrize(("clock", "opening", "over"), STATED)
def test_a_limit_counts_from_the_fact_and_not_from_when_it_was_heard(
    leeds: Procedure, clock: str, opening: Event, over: str
) -> None:
    [found] = owed(leeds, clock, opening)
    assert found.due == datetime.fromisoformat(over)


@pytest.mark.parametrize(("clock", "opening", "over"), STATED)
def test_a_missed_limit_is_the_team_managers_business(leeds: Procedure, clock: str, opening: Event, over: str) -> None:
    declared = next(each for each in leeds.clocks if each.id == clock)
    assert declared.on_breach.role == "team-manager"
    assert declared.remind


def test_no_other_clock_states_a_limit_but_the_days_that_people_set(leeds: Procedure) -> None:
    stated = {each.id for each in leeds.clocks if each.within is not None}
    assert stated == {
        "LDS-3.coord-24h",
        "LDS-3.form-24h",
        "LDS-3.mosaic-2wd",
        "LDS-4.review-high",
        "LDS-4.review-med",
        "LDS-4.review-low",
        "LDS-6.template-2wd",
        "LDS-6.mosaic",
        "LDS-6.record-2wd",
        "LDS-6.share-5wd",
        "LDS-6.share-earlier",
        "NAT-3.action",
        "NAT-3.next-meeting",
    }


MET = [
    ("LDS-3.coord-24h", raised(), delivered("referral-received", 23), State.MET),
    ("LDS-3.coord-24h", raised(), delivered("referral-received", 25), State.MET_LATE),
    ("LDS-3.coord-24h", raised(), delivered("referral-received", 1, reached_duty=True), State.OPEN),
    ("LDS-3.coord-24h", raised(), delivered("referral-received", 1, to="isu"), State.OPEN),
    ("LDS-3.coord-24h", raised(), delivered("vrmm-held", 1), State.OPEN),
    ("LDS-3.form-24h", assessed("low"), delivered("assessment-completed", 23), State.MET),
    ("LDS-3.form-24h", assessed("low"), delivered("referral-received", 23), State.OPEN),
    ("LDS-3.mosaic-2wd", assessed("low"), recorded("mosaic", what=["form"]), State.MET),
    ("LDS-3.mosaic-2wd", assessed("low"), recorded("mosaic", what=["tool-completed-there"]), State.MET),
    ("LDS-3.mosaic-2wd", assessed("low"), recorded("mosaic", what=["meeting-and-plan"]), State.OPEN),
    ("LDS-6.template-2wd", vrmm(), adopted(20), State.MET),
    ("LDS-6.template-2wd", vrmm(), shared(20), State.OPEN),
    ("LDS-6.mosaic", vrmm(), recorded("mosaic", what=["meeting"]), State.MET),
    ("LDS-6.mosaic", vrmm(), recorded("mosaic", what=["form"]), State.OPEN),
    ("LDS-6.record-2wd", adopted(), recorded("mosaic", what=["meeting-and-plan"]), State.MET),
    ("LDS-6.record-2wd", adopted(), recorded("mosaic", what=["meeting"]), State.OPEN),
    ("LDS-6.share-5wd", vrmm(), shared(20), State.MET),
    ("LDS-4.review-high", assessed("high"), assessed("high", 20, SECOND), State.MET),
]


@pytest.mark.rule("LDS-3.coord-24h")
@pytest.mark.rule("LDS-2.coord-initial")
@pytest.mark.parametrize(("clock", "opening", "then", "state"), MET)
def test_only_the_right_fact_meets_a_clock(
    leeds: Procedure, clock: str, opening: Event, then: Event, state: State
) -> None:
    assert owed(leeds, clock, opening, then)[0].state is state


@pytest.mark.rule("LDS-6.share-5wd")
def test_sharing_a_meetings_plan_meets_what_that_meeting_owes_and_no_other(leeds: Procedure) -> None:
    history = (vrmm(), vrmm(10, SECOND), shared(20, FIRST))
    assert [each.state for each in owed(leeds, "LDS-6.share-5wd", *history)] == [State.MET, State.OPEN]


@pytest.mark.rule("LDS-6.template-2wd")
def test_the_template_of_one_meeting_does_not_stand_for_another(leeds: Procedure) -> None:
    history = (vrmm(), vrmm(10, SECOND), adopted(20, SECOND))
    assert [each.state for each in owed(leeds, "LDS-6.template-2wd", *history)] == [State.OPEN, State.MET]


@pytest.mark.rule("LDS-3.coord-24h")
def test_what_the_coordinator_is_told_of_one_concern_does_not_count_for_another(leeds: Procedure) -> None:
    history = (raised(), raised(), delivered("referral-received", 2, cause=OPENING))
    assert [each.state for each in owed(leeds, "LDS-3.coord-24h", *history)] == [State.MET, State.OPEN]


@pytest.mark.rule("LDS-3.form-24h")
def test_each_completed_form_is_sent_by_itself(leeds: Procedure) -> None:
    second = UUID(int=OPENING.int + 1)
    history = (assessed("low"), assessed("low", 1, SECOND), delivered("assessment-completed", 2, cause=second))
    assert [each.state for each in owed(leeds, "LDS-3.form-24h", *history)] == [State.OPEN, State.MET]


@pytest.mark.rule("LDS-4.review-high")
def test_a_decided_level_that_differs_from_the_judgement_takes_over_the_cadence(leeds: Procedure) -> None:
    history = (assessed("medium"), decided("high", 5))
    assert owed(leeds, "LDS-4.review-med", *history)[0].state is State.SUPERSEDED
    [review] = owed(leeds, "LDS-4.review-high", *history)
    assert review.started_at == after(5)


@pytest.mark.rule("LDS-4.review-high")
def test_a_decided_level_that_agrees_with_the_judgement_opens_no_second_review(leeds: Procedure) -> None:
    [review] = owed(leeds, "LDS-4.review-high", assessed("high"), decided("high", 5))
    assert (review.started_at, review.state) == (after(0), State.OPEN)


@pytest.mark.rule("LDS-4.review-low")
def test_a_review_to_no_risk_ends_the_cadence_once_it_is_decided(leeds: Procedure) -> None:
    history = (assessed("low"), decided("low"), assessed("no", 20, SECOND), decided("no", 21, SECOND, "low"))
    states = [each.state for each in owed(leeds, "LDS-4.review-low", *history)]
    assert states == [State.MET, State.SUPERSEDED]


@pytest.mark.rule("LDS-4.review-high")
@pytest.mark.parametrize("judgement", ["no", "low", "medium"])
def test_one_persons_lower_judgement_loosens_no_cadence(leeds: Procedure, judgement: str) -> None:
    history = (assessed("high"), decided("high"), assessed(judgement, 20, SECOND))
    before, now = owed(leeds, "LDS-4.review-high", *history)
    assert (before.state, now.state, now.started_at) == (State.MET, State.OPEN, after(20))
    assert owed(leeds, "LDS-4.review-low", *history) == owed(leeds, "LDS-4.review-med", *history) == []


@pytest.mark.rule("LDS-4.review-low")
def test_a_lower_level_that_two_have_decided_is_reviewed_from_its_assessment(leeds: Procedure) -> None:
    lower = (assessed("low", 20, SECOND), decided("low", 30, SECOND, "medium"))
    history = (assessed("medium"), decided("medium"), *lower)
    [review] = owed(leeds, "LDS-4.review-low", *history)
    assert (review.state, review.started_at) == (State.OPEN, after(20))
    assert [each.state for each in owed(leeds, "LDS-4.review-med", *history)] == [State.MET, State.SUPERSEDED]


@pytest.mark.rule("LDS-4.review-med")
def test_a_level_kept_against_a_higher_judgement_goes_on_from_the_decision(leeds: Procedure) -> None:
    higher = (assessed("high", 20, SECOND), decided("medium", 30, SECOND, "medium"))
    history = (assessed("medium"), decided("medium"), *higher)
    assert [each.started_at for each in owed(leeds, "LDS-4.review-med", *history)] == [after(0), after(30)]
    assert [each.state for each in owed(leeds, "LDS-4.review-high", *history)] == [State.SUPERSEDED]


def test_closing_ends_reviews_and_leaves_what_must_be_recorded(leeds: Procedure) -> None:
    history = (assessed("high"), example(events.CaseClosed))
    assert owed(leeds, "LDS-4.review-high", *history)[0].state is State.SUPERSEDED
    assert owed(leeds, "LDS-3.mosaic-2wd", *history)[0].state is State.OPEN


@pytest.mark.parametrize(
    ("clock", "level", "due"),
    [
        pytest.param("LDS-4.review-high", "high", "2026-03-16", marks=pytest.mark.rule("LDS-4.review-high")),
        pytest.param("LDS-4.review-med", "medium", "2026-05-16", marks=pytest.mark.rule("LDS-4.review-med")),
        pytest.param("LDS-4.review-low", "low", "2026-05-16", marks=pytest.mark.rule("LDS-4.review-low")),
    ],
)
def test_a_case_that_was_kept_elsewhere_is_reviewed_from_its_last_assessment_there(
    leeds: Procedure, clock: str, level: str, due: str
) -> None:
    first, last = (
        recorded("assessed-elsewhere", level=[level]).model_copy(update={"happened_at": datetime.fromisoformat(at)})
        for at in ("2026-02-16T12:00:00+00:00", "2026-03-02T12:00:00+00:00")
    )
    [review] = owed(leeds, clock, first)
    assert review.due is not None
    assert last_day(review.due).isoformat() == due
    assert [each.state for each in owed(leeds, clock, first, last)] == [State.MET, State.OPEN]
    assert owed(leeds, clock, first, assessed("no", 5))[0].state is State.MET
    assert owed(leeds, clock, recorded("assessed-elsewhere", level=["no"])) == []
