"""Paragraphs 9.6 and 10.9: who must be referred, and to which district; everything else follows the Framework."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonward.contracts import events
from commonward.procedure import Procedure, Route, Tri
from tests.core.procedure.builders import example, folded

KNOWN = {
    "family_area": "bolton-north",
    "placement_area": None,
    "age_at_event": 14,
    "age_at_referral": 15,
    "immediate_danger": "no",
    "significant_harm": "no",
    "sexually_active": "no",
    "out_of_hours": False,
}
ANY = st.sampled_from([answer.value for answer in Tri])
AREAS = st.sampled_from(["bolton-north", "bolton-south", "bolton-west", "somewhere-new", None])
OTHER_FACTS = st.fixed_dictionaries(
    {
        "family_area": AREAS,
        "placement_area": AREAS,
        "open_to_social_care": ANY,
        "looked_after": ANY,
        "immediate_danger": ANY,
        "significant_harm": ANY,
        "out_of_hours": st.booleans(),
        "source": st.sampled_from(["practitioner", "partner"]),
    }
)


def routed(bolton: Procedure, **said: Any) -> Route:
    concern = example(events.ConcernRaised, **{**KNOWN, **said})
    return bolton.route(concern, folded(concern))


@pytest.mark.rule("BOL-9.6.refer")
@given(
    age=st.integers(0, 12),
    later=st.none() | st.integers(0, 17),
    active=st.sampled_from(["yes", "unknown"]),
    others=OTHER_FACTS,
)
def test_a_child_under_13_who_may_be_active_is_referred_whatever_else_is_known(
    bolton: Procedure, age: int, later: int | None, active: str, others: dict[str, Any]
) -> None:
    route = routed(bolton, age_at_event=age, age_at_referral=later, sexually_active=active, **others)
    assert route.outcome == "refer"
    assert "BOL-9.6.refer" in route.because
    assert route.team.startswith("referral-and-assessment")


@pytest.mark.rule("BOL-9.6.refer")
@pytest.mark.parametrize(("age", "later"), [(12, 13), (13, 12)])
def test_the_younger_of_the_two_ages_counts(bolton: Procedure, age: int, later: int) -> None:
    assert routed(bolton, age_at_event=age, age_at_referral=later, sexually_active="yes").outcome == "refer"


@pytest.mark.rule("BOL-9.6.refer")
def test_at_13_activity_alone_is_no_forced_referral(bolton: Procedure) -> None:
    assert routed(bolton, age_at_event=13, age_at_referral=13, sexually_active="yes").outcome == "assess"


@pytest.mark.rule("BOL-9.6.refer")
def test_an_unknown_age_counts_as_under_13_and_is_asked(bolton: Procedure) -> None:
    route = routed(bolton, age_at_event=None, age_at_referral=None, sexually_active="yes")
    assert route.outcome == "refer"
    assert "ask-age" in route.tasks


@pytest.mark.rule("BOL-9.6.parties")
def test_a_referral_under_13_wants_the_details_of_both_parties(bolton: Procedure) -> None:
    assert "details-of-both-parties" in routed(bolton, age_at_event=12, sexually_active="yes").tasks


@pytest.mark.rule("BOL-10.9.refer")
@pytest.mark.parametrize(
    ("family", "team"),
    [
        ("bolton-north", "referral-and-assessment-north"),
        ("bolton-south", "referral-and-assessment-south"),
        ("bolton-west", "referral-and-assessment-west"),
        (None, "referral-and-assessment"),
        ("somewhere-new", "referral-and-assessment"),
    ],
)
def test_significant_harm_goes_to_the_district_where_the_family_lives(
    bolton: Procedure, family: str | None, team: str
) -> None:
    route = routed(bolton, significant_harm="yes", family_area=family, placement_area="bolton-east")
    assert (route.team, route.outcome) == (team, "refer")
    assert "tell-placement-district" in route.tasks


@pytest.mark.rule("BOL-10.9.refer")
def test_danger_in_office_hours_is_a_referral_and_a_call_to_the_police(bolton: Procedure) -> None:
    route = routed(bolton, immediate_danger="yes")
    assert (route.response, route.outcome) == ("referral", "refer")
    assert "contact-police" in route.tasks


@pytest.mark.rule("NAT-1.danger")
def test_danger_that_nobody_spoke_of_is_asked_about(bolton: Procedure) -> None:
    assert "ask-immediate-danger" in routed(bolton, immediate_danger="unknown").tasks


@pytest.mark.rule("BOL-10.9.ooh")
@pytest.mark.parametrize(("danger", "emergency"), [("yes", True), ("unknown", True), ("no", False)])
def test_danger_out_of_hours_goes_to_police_and_emergency_team_unless_ruled_out(
    bolton: Procedure, danger: str, emergency: bool
) -> None:
    route = routed(bolton, out_of_hours=True, immediate_danger=danger)
    assert (route.response == "emergency") is emergency
    assert ({"contact-police", "contact-edt"} <= set(route.tasks)) is emergency


@pytest.mark.rule("BOL-10.9.ooh")
@pytest.mark.rule("BOL-10.9.refer")
def test_a_referral_that_is_due_stays_one_in_an_emergency(bolton: Procedure) -> None:
    route = routed(bolton, out_of_hours=True, immediate_danger="yes", significant_harm="yes")
    assert route.team == "referral-and-assessment-north"
    assert route.tasks.count("contact-police") == 1


@pytest.mark.rule("BOL-1.1.framework")
@pytest.mark.rule("BOL-10.1.eha")
@pytest.mark.rule("BOL-10.2.address")
@pytest.mark.rule("BOL-10.6.tool")
def test_everything_else_follows_the_framework_for_action(bolton: Procedure) -> None:
    route = routed(bolton)
    assert (route.response, route.outcome, route.tool) == ("framework-for-action", "assess", "exit-risk-indicators")
    assert route.tasks == ("early-help-assessment", "address-concerns-with-family")


@pytest.mark.rule("BOL-13.1.manager")
def test_whoever_is_not_sure_of_harm_consults_their_manager(bolton: Procedure) -> None:
    assert "consult-manager" in routed(bolton, significant_harm="unknown").tasks
    assert "consult-manager" not in routed(bolton).tasks


@pytest.mark.rule("BOL-13.2.caf")
@pytest.mark.rule("BOL-13.3.collate")
@pytest.mark.rule("BOL-10.10.use")
def test_a_referral_is_followed_by_a_caf_and_the_district_uses_the_assessment_tool(bolton: Procedure) -> None:
    route = routed(bolton, significant_harm="yes")
    assert "early-help-assessment" in route.tasks
    assert route.tool == "cse-assessment"


@pytest.mark.rule("BOL-A3.immediate")
@pytest.mark.parametrize(("looked_after", "care_plan"), [("yes", True), ("no", False), ("unknown", False)])
def test_a_child_at_immediate_risk_goes_to_social_work_and_exit_and_a_looked_after_one_has_the_care_plan_updated(
    bolton: Procedure, looked_after: str, care_plan: bool
) -> None:
    tasks = routed(bolton, significant_harm="yes", looked_after=looked_after).tasks
    assert {"refer-to-social-work", "make-known-to-exit"} <= set(tasks)
    assert ("update-care-plan" in tasks) is care_plan
    assert "make-known-to-exit" not in routed(bolton).tasks


@given(age=st.none() | st.integers(0, 17), active=ANY, others=OTHER_FACTS)
def test_every_child_has_a_route_of_boltons_own(
    bolton: Procedure, age: int | None, active: str, others: dict[str, Any]
) -> None:
    route = routed(bolton, age_at_event=age, age_at_referral=age, sexually_active=active, **others)
    assert route.outcome in {"refer", "assess"}
    assert all(rule.startswith("BOL-") for rule in route.because)
