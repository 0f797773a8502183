"""The clocks of Leeds: when each starts, when it is over, and what alone meets it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from commonward.clock import Calendar, due, hours, months, working_days
from commonward.contracts import Event, events
from commonward.procedure import Limit, Procedure, State
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


STATED = [
    pytest.param("LDS-3.coord-24h", raised(), hours(24), marks=pytest.mark.rule("LDS-3.coord-24h")),
    pytest.param("LDS-3.form-24h", assessed("low"), hours(24), marks=pytest.mark.rule("LDS-3.form-24h")),
    pytest.param("LDS-3.mosaic-2wd", assessed("low"), working_days(2), marks=pytest.mark.rule("LDS-3.mosaic-2wd")),
    pytest.param("LDS-6.template-2wd", vrmm(), working_days(2), marks=pytest.mark.rule("LDS-6.template-2wd")),
    pytest.param("LDS-6.mosaic", vrmm(), working_days(2), marks=pytest.mark.rule("LDS-6.mosaic")),
    pytest.param("LDS-6.record-2wd", adopted(), working_days(2), marks=pytest.mark.rule("LDS-6.record-2wd")),
    pytest.param("LDS-6.share-5wd", vrmm(), working_days(5), marks=pytest.mark.rule("LDS-6.share-5wd")),
    pytest.param("LDS-4.review-high", assessed("high"), months(1), marks=pytest.mark.rule("LDS-4.review-high")),
    pytest.param("LDS-4.review-med", assessed("medium"), months(3), marks=pytest.mark.rule("LDS-4.review-med")),
    pytest.param("LDS-4.review-low", assessed("low"), months(3), marks=pytest.mark.rule("LDS-4.review-low")),
]


@pytest.mark.parametrize(("clock", "opening", "limit"), STATED)
def test_a_limit_counts_from_the_fact_and_not_from_when_it_was_heard(
    leeds: Procedure, clock: str, opening: Event, limit: Limit
) -> None:
    [found] = owed(leeds, clock, opening)
    assert found.due == due(after(0), limit, Calendar.of("england-and-wales"))


@pytest.mark.parametrize(("clock", "opening", "limit"), STATED)
def test_a_missed_limit_is_the_team_managers_business(
    leeds: Procedure, clock: str, opening: Event, limit: Limit
) -> None:
    declared = next(each for each in leeds.clocks if each.id == clock)
    assert declared.on_breach.role == "team-manager"
    assert declared.remind


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
def test_a_review_to_no_risk_ends_the_cadence(leeds: Procedure) -> None:
    history = (assessed("low"), decided("low"), assessed("no", 20, SECOND), decided("no", 21, SECOND))
    assert [each.state for each in owed(leeds, "LDS-4.review-low", *history)] == [State.MET]


def test_closing_ends_reviews_and_leaves_what_must_be_recorded(leeds: Procedure) -> None:
    history = (assessed("high"), example(events.CaseClosed))
    assert owed(leeds, "LDS-4.review-high", *history)[0].state is State.SUPERSEDED
    assert owed(leeds, "LDS-3.mosaic-2wd", *history)[0].state is State.OPEN
