"""Meetings and the decisions beside them: who is asked, what is weighed, which plan there must be, who reviews it."""

from __future__ import annotations

import pytest

from commonward.contracts import Event, events
from commonward.procedure import Command, Force, MeetingKind, Procedure, State
from tests.core.procedure.builders import example, folded
from tests.plugins.filling import Answers, made, wrong_in
from tests.plugins.listening import missing_to, owed, reminded

CONFERENCE, REVIEW, PLAN = "child-protection-conference", "safeguarding-plan-review", "cse-safeguarding-plan"
WANTED = example(events.MeetingRequired, kind="strategy-meeting")
PLANNED = example(events.PlanAdopted, kind=PLAN)
OTHER_MEETING = "0198c0de-0000-7000-8000-00000000000c"


def held(kind: str, *, quorate: bool = True, meeting: str = OTHER_MEETING) -> Event:
    return example(events.MeetingHeld, kind=kind, quorate=quorate, meeting=meeting)


def kind_of(bolton: Procedure, code: str) -> MeetingKind:
    found = bolton.meeting_kind(code)
    assert found is not None
    return found


@pytest.mark.rule("BOL-10.5.cam")
def test_any_agency_may_convene_a_child_action_meeting(bolton: Procedure) -> None:
    conveners = set(kind_of(bolton, "child-action-meeting").conveners)
    assert {"social-worker", "lead-professional", "exit-worker", "runa-worker"} <= conveners


@pytest.mark.rule("BOL-10.15.info")
def test_information_is_sought_from_others_once_a_strategy_meeting_is_wanted(bolton: Procedure) -> None:
    assert owed(bolton, "BOL-10.15.info", WANTED) == [State.OPEN]
    assert owed(bolton, "BOL-10.15.info", example(events.MeetingRequired, kind="child-action-meeting")) == []
    assert owed(bolton, "BOL-10.15.info", WANTED, made("information-sought")) == [State.MET]


SOUGHT: Answers = {"asked-on": "2026-03-02", "asked": ("health", "education")}


@pytest.mark.rule("BOL-10.15.info")
def test_it_is_recorded_who_was_asked_and_when(bolton: Procedure) -> None:
    assert wrong_in(bolton, "information-sought", SOUGHT) == set()
    assert wrong_in(bolton, "information-sought", {}) == {("asked-on", None), ("asked", "BOL-A5.contacts")}


@pytest.mark.rule("BOL-A5.contacts")
@pytest.mark.parametrize(
    "contact", ["exit", "police", "childrens-services", "early-interventions", "probation", "divisional-detectives"]
)
def test_every_key_contact_can_be_asked(bolton: Procedure, contact: str) -> None:
    assert wrong_in(bolton, "information-sought", {**SOUGHT, "asked": contact}) == set()


@pytest.mark.rule("BOL-10.16.s47")
def test_after_a_strategy_meeting_the_criteria_of_section_47_are_decided(bolton: Procedure) -> None:
    decided = example(events.DecisionRecorded, decision="section-47", option="no-enquiry")
    assert owed(bolton, "BOL-10.16.s47", held("strategy-meeting")) == [State.OPEN]
    assert owed(bolton, "BOL-10.16.s47", held("strategy-meeting", quorate=False)) == []
    assert owed(bolton, "BOL-10.16.s47", held("strategy-meeting"), decided) == [State.MET]


@pytest.mark.rule("BOL-10.16.s47")
def test_an_enquiry_is_planned_with_a_specialist_before_it_is_decided(bolton: Procedure) -> None:
    plan: Answers = {"planned-with": ("police", "exit"), "steps": "Synthetic."}
    assert wrong_in(bolton, "enquiry-plan", plan) == set()
    without = wrong_in(bolton, "enquiry-plan", {**plan, "planned-with": "police"})
    assert without == {("planned-with", "BOL-10.16.s47")}
    assert "BOL-10.16.s47" in missing_to(bolton, Command.DECIDE, "enquiry")
    assert "BOL-10.16.s47" not in missing_to(bolton, Command.DECIDE, "no-enquiry")
    assert "BOL-10.16.s47" not in missing_to(bolton, Command.DECIDE, "enquiry", made("enquiry-plan"))


FACTORS = [
    *(
        pytest.param("conference", f"c{number}", marks=pytest.mark.rule("BOL-10.17.factors"), id=f"c{number}")
        for number in range(1, 6)
    ),
    *(
        pytest.param("accommodation", f"a{number}", marks=pytest.mark.rule("BOL-11.1.factors"), id=f"a{number}")
        for number in range(1, 8)
    ),
]


@pytest.mark.parametrize(("decision", "factor"), FACTORS)
def test_every_factor_is_considered(bolton: Procedure, decision: str, factor: str) -> None:
    form = bolton.record_kind(f"{decision}-factors")
    assert form is not None
    whole: Answers = {field.code: "Considered." for field in form.fields}
    assert wrong_in(bolton, form.id, whole) == set()
    assert wrong_in(bolton, form.id, {**whole, factor: None}) == {(factor, None)}


@pytest.mark.parametrize(
    ("decision", "rule", "options"),
    [
        pytest.param(
            "conference",
            "BOL-10.17.factors",
            ("hold-conference", "safeguarding-plan-instead", "no-conference"),
            marks=pytest.mark.rule("BOL-10.17.factors"),
            id="conference",
        ),
        pytest.param(
            "accommodation",
            "BOL-11.1.factors",
            ("accommodate", "do-not-accommodate"),
            marks=pytest.mark.rule("BOL-11.1.factors"),
            id="accommodation",
        ),
    ],
)
def test_the_factors_come_before_the_decision(
    bolton: Procedure, decision: str, rule: str, options: tuple[str, ...]
) -> None:
    point = bolton.decision(decision)
    assert point is not None
    assert point.options == options
    assert rule in missing_to(bolton, Command.DECIDE, decision)
    assert rule not in missing_to(bolton, Command.DECIDE, decision, made(f"{decision}-factors"))
    assert [gate.force for gate in bolton.gates if gate.id == rule] == [Force.SHOULD]


@pytest.mark.rule("BOL-10.17.factors")
def test_deciding_for_a_conference_opens_one_and_for_a_plan_instead_does_not(bolton: Procedure) -> None:
    point = bolton.decision("conference")
    assert point is not None
    assert point.opened_by("hold-conference").meetings == (CONFERENCE,)
    assert point.opened_by("safeguarding-plan-instead").meetings == ()
    assert bolton.meeting_kind(CONFERENCE) is not None


@pytest.mark.parametrize(
    ("place", "prompt"),
    [
        pytest.param("conference", "older-young-people", marks=pytest.mark.rule("BOL-10.17.factors")),
        pytest.param("accommodation", "care-alone", marks=pytest.mark.rule("BOL-11.1.factors")),
    ],
)
def test_who_decides_is_reminded_of_what_the_text_warns_of(bolton: Procedure, place: str, prompt: str) -> None:
    assert prompt in reminded(bolton, place)


@pytest.mark.rule("BOL-10.19.plan")
def test_a_conference_is_held_about_a_child_who_has_a_safeguarding_plan(bolton: Procedure) -> None:
    other = example(events.PlanAdopted, kind="young-persons-action-plan")
    assert "BOL-10.19.plan" in missing_to(bolton, Command.HOLD_MEETING, CONFERENCE, other)
    assert "BOL-10.19.plan" not in missing_to(bolton, Command.HOLD_MEETING, CONFERENCE, PLANNED)
    assert "BOL-10.19.plan" not in missing_to(bolton, Command.HOLD_MEETING, "strategy-meeting")


@pytest.mark.rule("BOL-10.19.iro")
def test_the_plan_of_a_conference_child_is_reviewed_by_the_reviewing_officer(bolton: Procedure) -> None:
    review = kind_of(bolton, REVIEW)
    assert review.chair_for(folded()) == "reviewing-officer"
    assert "reviewing-officer" in review.quorum_roles
    assert (review.plan, review.agree_next) == (PLAN, True)
    assert review.called_by(PLANNED, folded(held(CONFERENCE), PLANNED))
    assert not review.called_by(PLANNED, folded(PLANNED))


@pytest.mark.rule("BOL-10.19.iro")
def test_that_review_is_owed_after_each_plan_that_is_adopted(bolton: Procedure) -> None:
    history = (held(CONFERENCE), PLANNED)
    assert owed(bolton, "BOL-10.19.iro", *history) == [State.OPEN]
    assert owed(bolton, "BOL-10.19.iro", *history, held(REVIEW)) == [State.MET]
    assert owed(bolton, "BOL-10.19.iro", *history, held(REVIEW, quorate=False)) == [State.OPEN]
    assert owed(bolton, "BOL-10.19.iro", PLANNED) == []


def concern(**known: object) -> Event:
    return example(events.ConcernRaised, **{"looked_after": "no", "placement_area": None, **known})


@pytest.mark.rule("BOL-11.2.homeless")
@pytest.mark.parametrize(("age", "shown"), [(15, False), (16, True), (17, True)])
def test_at_16_and_17_the_homelessness_protocol_is_pointed_out(bolton: Procedure, age: int, shown: bool) -> None:
    young = concern(age_at_event=age, age_at_referral=age)
    assert ("homeless-at-16-or-17" in reminded(bolton, "accommodation", young)) is shown


@pytest.mark.rule("BOL-11.2.homeless")
def test_a_referral_under_the_protocol_says_to_whom_and_with_what_outcome(bolton: Procedure) -> None:
    whole: Answers = {"referred-to": ("leaving-care-team", "homeless-welfare"), "outcome": "temporary-or-supported"}
    assert wrong_in(bolton, "homelessness-protocol", whole) == set()
    assert wrong_in(bolton, "homelessness-protocol", {}) == {("referred-to", None), ("outcome", None)}


def agreed(kind: str) -> Event:
    return example(events.ActionAgreed, kind=kind)


@pytest.mark.rule("BOL-11.3.away")
@pytest.mark.parametrize(
    ("known", "actions", "shown"),
    [
        ({"looked_after": "yes"}, (), True),
        ({"family_area": "bolton-north", "placement_area": "elsewhere"}, (), True),
        ({"looked_after": "yes"}, ("disruption",), True),
        ({"looked_after": "yes"}, ("family-relationships",), True),
        ({"looked_after": "yes"}, ("disruption", "family-relationships"), False),
        ({"looked_after": "no"}, (), False),
    ],
)
def test_a_plan_for_a_child_placed_away_has_both_kinds_of_action(
    bolton: Procedure, known: dict[str, str], actions: tuple[str, ...], shown: bool
) -> None:
    history = (concern(**known), *(agreed(kind) for kind in actions))
    assert ("placed-away" in reminded(bolton, PLAN, *history)) is shown


@pytest.mark.rule("BOL-11.3.away")
def test_both_kinds_can_be_agreed_at_a_strategy_meeting(bolton: Procedure) -> None:
    assert {"disruption", "family-relationships"} <= set(kind_of(bolton, "strategy-meeting").action_kinds)
