"""What is owed in Leeds without a figure: it has no deadline, and ends when it is done."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from commonward.contracts import Event, events
from commonward.procedure import Procedure, State
from tests.core.procedure.builders import after, example
from tests.plugins.leeds.happenings import FIRST, SECOND, assessed, called_for, chosen, decided, owed, recorded, vrmm

THIRD = UUID(int=73)
RAISED = example(events.ConcernRaised)
ADOPTED = example(events.PlanAdopted, plan=FIRST, kind="vrmm-plan")
RISES = decided("high")
CONSULT = called_for("high", consultations=("reviewing-officer",))

TASKS = [
    pytest.param(
        "LDS-2.immediate",
        (RAISED,),
        recorded("first-action"),
        recorded("police-liaison"),
        id="acted at once",
        marks=pytest.mark.rule("LDS-2.immediate"),
    ),
    pytest.param(
        "LDS-2.psu",
        (RAISED,),
        recorded("police-liaison"),
        recorded("first-action"),
        id="police told",
        marks=pytest.mark.rule("LDS-2.psu"),
    ),
    pytest.param(
        "LDS-3.decide",
        (assessed("high"),),
        chosen("immediacy", "immediate"),
        chosen("early-review", "core-group"),
        id="immediacy decided",
        marks=pytest.mark.rule("LDS-3.decide"),
    ),
    pytest.param(
        "LDS-2.vrmm",
        (RISES,),
        vrmm(),
        example(events.MeetingHeld, kind="strategy-discussion"),
        id="meeting held",
        marks=[pytest.mark.rule("LDS-2.vrmm"), pytest.mark.rule("LDS-5.convene")],
    ),
    pytest.param(
        "LDS-5.either",
        (RISES,),
        ADOPTED,
        example(events.PlanAdopted, kind="another-plan"),
        id="own plan",
        marks=pytest.mark.rule("LDS-5.either"),
    ),
    pytest.param(
        "LDS-5.either",
        (RISES,),
        recorded("risk-management"),
        recorded("mosaic"),
        id="existing plan",
        marks=pytest.mark.rule("LDS-5.either"),
    ),
    pytest.param(
        "LDS-4.high-open-cla",
        (CONSULT,),
        chosen("reviewing-officer-answer", "not-needed"),
        chosen("early-review", "not-brought-forward"),
        id="officer consulted",
        marks=pytest.mark.rule("LDS-4.high-open-cla"),
    ),
    pytest.param(
        "LDS-5.update",
        (vrmm(),),
        recorded("family-updated"),
        recorded("mosaic"),
        id="family updated",
        marks=pytest.mark.rule("LDS-5.update"),
    ),
    pytest.param(
        "LDS-6.signed",
        (ADOPTED,),
        example(events.SignedCopyPlaced, plan=FIRST),
        example(events.SignedCopyPlaced, plan=SECOND),
        id="signed copy filed",
        marks=pytest.mark.rule("LDS-6.signed"),
    ),
]


@pytest.mark.parametrize(("clock", "opening", "done", "other"), TASKS)
def test_a_task_has_no_deadline_and_only_what_does_it_ends_it(
    leeds: Procedure, clock: str, opening: tuple[Event, ...], done: Event, other: Event
) -> None:
    [task] = owed(leeds, clock, *opening, other)
    assert (task.state, task.due) == (State.OPEN, None)
    assert owed(leeds, clock, *opening, done)[0].state is State.MET


@pytest.mark.rule("LDS-2.vrmm")
@pytest.mark.rule("LDS-5.either")
@pytest.mark.parametrize("clock", ["LDS-2.vrmm", "LDS-5.either"])
def test_a_level_that_stays_does_not_ask_twice_and_one_that_falls_ends_it(leeds: Procedure, clock: str) -> None:
    assert len(owed(leeds, clock, RISES, decided("medium", previous="high"))) == 1
    assert owed(leeds, clock, RISES, decided("low", previous="high"))[0].state is State.SUPERSEDED


@pytest.mark.rule("LDS-5.update")
def test_where_the_family_was_there_nobody_has_to_be_updated(leeds: Procedure) -> None:
    assert owed(leeds, "LDS-5.update", vrmm(present=("child", "parent-or-carer"))) == []
    assert len(owed(leeds, "LDS-5.update", vrmm(present=("child",)))) == 1


def linked(*actions: Event) -> tuple[Event, ...]:
    plan = example(events.PlanLinked, plan=FIRST, other_plan="child-protection-plan")
    agreed = [example(events.ActionAgreed, plan=FIRST, action=id) for id in (FIRST, SECOND)]
    return (ADOPTED, plan, *agreed, *actions)


INCORPORATED = [example(events.ActionIncorporated, plan=FIRST, action=id) for id in (FIRST, SECOND)]


@pytest.mark.rule("LDS-5.incorporate")
def test_the_other_plan_has_to_take_in_every_action(leeds: Procedure) -> None:
    assert owed(leeds, "LDS-5.incorporate", ADOPTED) == []
    states = [owed(leeds, "LDS-5.incorporate", *linked(*INCORPORATED[:n]))[0].state for n in range(3)]
    assert states == [State.OPEN, State.OPEN, State.MET]


@pytest.mark.rule("LDS-5.incorporate")
def test_an_action_that_is_no_longer_needed_is_not_taken_in(leeds: Procedure) -> None:
    dropped = example(events.ActionCompleted, plan=FIRST, action=SECOND, outcome="no-longer-needed")
    assert owed(leeds, "LDS-5.incorporate", *linked(INCORPORATED[0], dropped))[0].state is State.MET


@pytest.mark.rule("LDS-6.share-earlier")
def test_a_plan_that_is_wanted_early_is_owed_by_the_end_of_that_day(leeds: Procedure) -> None:
    [early] = owed(leeds, "LDS-6.share-earlier", vrmm(), recorded("plan-sharing-day", share_by=["2026-03-04"]))
    assert early.due == after(63)  # midnight after Wednesday 4 March; the meeting was on Monday at nine


@pytest.mark.rule("LDS-6.share-earlier")
def test_earlier_never_means_later_than_five_working_days(leeds: Procedure) -> None:
    [early] = owed(leeds, "LDS-6.share-earlier", vrmm(), recorded("plan-sharing-day", share_by=["2026-04-30"]))
    [latest] = owed(leeds, "LDS-6.share-5wd", vrmm())
    assert early.due == latest.due


@pytest.mark.rule("LDS-6.share-earlier")
@pytest.mark.parametrize(("shared", "met"), [(FIRST, False), (SECOND, True), (THIRD, True)])
def test_a_sharing_day_is_met_by_that_plan_or_a_later_one_and_by_no_earlier_one(
    leeds: Procedure, shared: UUID, met: bool
) -> None:
    meetings = vrmm(), vrmm(200, SECOND), recorded("plan-sharing-day", 201, share_by=["2026-03-12"]), vrmm(300, THIRD)
    sent = example(events.PlanShared, meeting=shared, shared_at=after(301))
    [early] = owed(leeds, "LDS-6.share-earlier", *meetings, sent)
    assert early.state.owed is not met


@pytest.mark.rule("LDS-6.share-earlier")
def test_a_sharing_day_that_names_its_meeting_is_for_that_ones_plan(leeds: Procedure) -> None:
    day = recorded("plan-sharing-day", 201, share_by=["2026-03-30"])
    names = example(events.RecordTied, record=day.record, about=FIRST)
    [early] = owed(leeds, "LDS-6.share-earlier", vrmm(), vrmm(200, SECOND), names, day)
    [of_the_first, _] = owed(leeds, "LDS-6.share-5wd", vrmm(), vrmm(200, SECOND))
    assert early.due == of_the_first.due


@pytest.mark.parametrize(
    ("clock", "opening", "record"),
    [
        pytest.param("LDS-2.immediate", "concern", "first-action", marks=pytest.mark.rule("LDS-2.immediate")),
        pytest.param("LDS-2.psu", "concern", "police-liaison", marks=pytest.mark.rule("LDS-2.psu")),
        pytest.param("LDS-3.mosaic-2wd", "form", "form", marks=pytest.mark.rule("LDS-3.mosaic-2wd")),
        pytest.param("LDS-6.mosaic", "meeting", "meeting", marks=pytest.mark.rule("LDS-6.mosaic")),
        pytest.param("LDS-6.record-2wd", "plan", "meeting-and-plan", marks=pytest.mark.rule("LDS-6.record-2wd")),
        pytest.param("LDS-5.update", "meeting", "family-updated", marks=pytest.mark.rule("LDS-5.update")),
    ],
)
def test_one_record_is_about_one_concern_form_or_meeting(
    leeds: Procedure, clock: str, opening: str, record: str
) -> None:
    first, second = (SAYS_WHICH[opening](id, at) for id, at in ((FIRST, 0), (SECOND, 1)))
    kind = record if clock in ("LDS-2.immediate", "LDS-2.psu", "LDS-5.update") else "mosaic"
    made = recorded(kind, 5, what=[record])
    names = example(events.RecordTied, record=made.record, about=SECOND)
    names_none, names_second = (owed(leeds, clock, first, second, *told) for told in ([made], [names, made]))
    assert [each.state for each in names_none] == [State.MET, State.OPEN]
    assert [each.state for each in names_second] == [State.OPEN, State.MET]


SAYS_WHICH: dict[str, Callable[[UUID, float], Event]] = {
    "concern": lambda id, at: example(events.ConcernRaised, concern=id),
    "form": lambda id, at: assessed("low", at, id),
    "meeting": lambda id, at: vrmm(at, id),
    "plan": lambda id, at: example(events.PlanAdopted, meeting=id, kind="vrmm-plan", adopted_at=after(at)),
}


@pytest.mark.rule("LDS-2.vrmm")
def test_a_level_that_rises_to_high_owes_a_meeting_of_its_own_once_that_at_medium_is_held(leeds: Procedure) -> None:
    medium, high = decided("medium"), decided("high", 20, previous="medium")
    assert [each.state for each in owed(leeds, "LDS-2.vrmm", medium, vrmm(10), high)] == [State.MET, State.OPEN]
    assert [each.state for each in owed(leeds, "LDS-2.vrmm", medium, high)] == [State.OPEN]
    falls = decided("medium", 30, previous="high")
    assert [each.state for each in owed(leeds, "LDS-2.vrmm", decided("high"), vrmm(10), falls)] == [State.MET]


@pytest.mark.rule("LDS-5.plan-review")
def test_each_later_meeting_owes_the_next_version_of_the_plan(leeds: Procedure) -> None:
    first = example(events.PlanAdopted, meeting=FIRST, kind="vrmm-plan", adopted_at=after(2))
    states = [each.state for each in owed(leeds, "LDS-6.template-2wd", vrmm(), first, vrmm(600, SECOND))]
    assert states == [State.MET, State.OPEN]


@pytest.mark.rule("LDS-4.high-open-cla")
def test_the_officer_is_consulted_once_and_no_more_where_the_response_wants_it_no_longer(leeds: Procedure) -> None:
    rule, no_longer = "LDS-4.high-open-cla", called_for("high")
    assert [each.state for each in owed(leeds, rule, CONSULT, CONSULT)] == [State.SUPERSEDED, State.OPEN]
    assert [each.state for each in owed(leeds, rule, CONSULT, no_longer)] == [State.SUPERSEDED]
