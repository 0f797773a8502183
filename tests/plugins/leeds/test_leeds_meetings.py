"""What the Vulnerability & Risk Management Meeting and its plan are made of."""

from __future__ import annotations

import pytest

from commonward.clock import working_days
from commonward.contracts import events
from commonward.procedure import MeetingKind, Procedure
from tests.core.procedure.builders import example, folded


@pytest.fixture
def meeting(leeds: Procedure) -> MeetingKind:
    found = leeds.meeting_kind("vrmm")
    assert found is not None
    return found


@pytest.mark.rule("LDS-5.convene")
@pytest.mark.rule("LDS-5.invite")
@pytest.mark.rule("LDS-5.views")
def test_the_worker_convenes_professionals_and_the_family_is_heard(meeting: MeetingKind) -> None:
    assert meeting.conveners == ("social-worker",)
    assert set(meeting.invited) >= {"social-care", "police", "health", "education"}
    assert meeting.views_of == ("child", "parent-or-carer")


@pytest.mark.rule("LDS-5.invite-family")
def test_whether_the_child_and_a_parent_come_is_decided_for_each(meeting: MeetingKind) -> None:
    assert meeting.invite_decided_for == ("child", "parent-or-carer")
    assert not set(meeting.invite_decided_for) & set(meeting.invited)


@pytest.mark.rule("LDS-5.align")
@pytest.mark.parametrize("host", ["core-group", "child-protection-conference", "looked-after-review"])
def test_it_may_be_held_together_with_a_statutory_meeting(meeting: MeetingKind, host: str) -> None:
    assert host in meeting.may_align_with


@pytest.mark.rule("LDS-5.freq")
def test_it_agrees_how_often_the_later_ones_are_and_when_the_next_one_is(meeting: MeetingKind) -> None:
    assert meeting.agree_interval
    assert meeting.agree_next


@pytest.mark.rule("LDS-5.plan-initial")
@pytest.mark.rule("LDS-5.plan-review")
@pytest.mark.rule("LDS-5.owner")
@pytest.mark.rule("LDS-7.actions")
def test_every_one_adopts_a_plan_with_actions(meeting: MeetingKind) -> None:
    assert meeting.plan == "vrmm-plan"
    assert "actions" in meeting.plan_sections


@pytest.mark.rule("LDS-5.smart")
def test_the_meeting_attests_that_each_action_can_be_done(meeting: MeetingKind) -> None:
    assert meeting.plan
    assert meeting.smart


@pytest.mark.rule("LDS-5.refer-plan")
@pytest.mark.rule("LDS-5.nodup")
@pytest.mark.rule("LDS-5.incorporate")
def test_its_plan_names_the_childs_other_plan(meeting: MeetingKind) -> None:
    assert meeting.plan
    assert meeting.refers_to_other_plan
    assert "overall-plan" in meeting.plan_sections


@pytest.mark.rule("LDS-5.refer-plan")
def test_a_plan_that_people_have_linked_is_an_other_plan_too(meeting: MeetingKind) -> None:
    linked = example(events.DecisionRecorded, decision="overall-plan", option="child-protection-plan")
    assert meeting.other_plan(folded(linked)) == "child-protection-plan"
    assert meeting.other_plan(folded(example(events.ConcernRaised, plan_in_place="looked-after-plan"))) == (
        "looked-after-plan"
    )
    assert meeting.other_plan(folded()) is None


@pytest.mark.rule("LDS-6.share-5wd")
def test_the_plan_is_shared_within_five_working_days_with_those_whom_the_board_names(meeting: MeetingKind) -> None:
    assert meeting.shared_with == ("isu", "cse-missing-coordinator", "allocated-social-worker")
    assert meeting.share_within == working_days(5)
