"""Looked-after children: who knows, what the Care Plan says, who reviews it, and what support is agreed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from commonward.contracts import Event, events
from commonward.procedure import Command, Force, Given, Procedure, State, faults
from tests.core.procedure.builders import example, folded
from tests.plugins.filling import Answers, form_of, made, wrong_in
from tests.plugins.listening import missing_to, owed, reminded, told

ROUTED = example(events.ConcernRouted, outcome="assess", response="framework-for-action")
CLOSED = example(events.CaseClosed)
PLANNED: Answers = {"updated-on": "2026-03-02", "reduces-risk": "Synthetic.", "boosts-protection": "Synthetic."}


def child(**known: Any) -> Event:
    answers = {"looked_after": "yes", "significant_harm": "no", "immediate_danger": "no"}
    return example(events.ConcernRaised, **{**answers, **known})


def level(code: str) -> Event:
    return example(events.LevelDecided, level=code)


@pytest.mark.parametrize(
    ("rule", "record"),
    [
        pytest.param("BOL-12.1.carers", "carers-briefed", marks=pytest.mark.rule("BOL-12.1.carers")),
        pytest.param("BOL-12.2.careplan", "care-plan", marks=pytest.mark.rule("BOL-12.2.careplan")),
    ],
)
def test_for_a_looked_after_child_it_is_owed_and_for_no_other(bolton: Procedure, rule: str, record: str) -> None:
    assert owed(bolton, rule, child(), ROUTED) == [State.OPEN]
    assert owed(bolton, rule, child(looked_after="no"), ROUTED) == []
    assert owed(bolton, rule, child(), ROUTED, made(record)) == [State.MET]
    assert owed(bolton, rule, child(), ROUTED, CLOSED) == [State.SUPERSEDED]


@pytest.mark.parametrize(
    ("rule", "record"),
    [
        pytest.param("BOL-12.1.carers", "carers-briefed", marks=pytest.mark.rule("BOL-12.1.carers")),
        pytest.param("BOL-12.2.careplan", "care-plan", marks=pytest.mark.rule("BOL-12.2.careplan")),
    ],
)
def test_one_care_plan_is_for_the_whole_child_however_many_concerns_there_are(
    bolton: Procedure, rule: str, record: str
) -> None:
    another = example(events.ConcernRouted, outcome="assess", concern=UUID(int=72))
    assert owed(bolton, rule, child(), ROUTED, another, made(record)) == [State.MET, State.MET]


ACCOMMODATED = example(events.DecisionRecorded, decision="accommodation", option="accommodate")


@pytest.mark.rule("BOL-12.1.carers")
@pytest.mark.rule("BOL-12.2.careplan")
@pytest.mark.parametrize("rule", ["BOL-12.1.carers", "BOL-12.2.careplan"])
def test_a_child_whom_it_is_decided_to_accommodate_is_looked_after_from_then_on(bolton: Procedure, rule: str) -> None:
    at_home = child(looked_after="no")
    another = example(events.ConcernRouted, outcome="assess", concern=UUID(int=72))
    left_at_home = example(events.DecisionRecorded, decision="accommodation", option="do-not-accommodate")
    assert owed(bolton, rule, at_home, ROUTED, ACCOMMODATED) == [State.OPEN]
    assert owed(bolton, rule, at_home, ROUTED, left_at_home) == []
    assert owed(bolton, rule, child(), ROUTED, ACCOMMODATED) == [State.OPEN]
    assert owed(bolton, rule, at_home, ROUTED, ACCOMMODATED, another) == [State.OPEN, State.OPEN]


@pytest.mark.rule("BOL-A3.immediate")
def test_the_care_plan_of_a_child_accommodated_since_is_updated_when_danger_is_reported(bolton: Procedure) -> None:
    danger = child(looked_after="no", immediate_danger="yes")
    assert "update-care-plan" in bolton.route(danger, folded(danger, ACCOMMODATED)).tasks
    assert "update-care-plan" not in bolton.route(danger, folded(danger)).tasks


@pytest.mark.rule("BOL-11.3.away")
def test_whoever_plans_for_a_child_accommodated_since_is_reminded_of_the_return(bolton: Procedure) -> None:
    at_home = child(looked_after="no", family_area="north", placement_area=None)
    assert "placed-away" in reminded(bolton, "care-plan", at_home, ACCOMMODATED)
    assert "placed-away" not in reminded(bolton, "care-plan", at_home)


@pytest.mark.rule("BOL-12.1.carers")
def test_a_briefing_says_when_who_and_about_what(bolton: Procedure) -> None:
    whole: Answers = {"briefed-on": "2026-03-02", "who": "foster-carers", "about": "joint-missing-protocol"}
    assert wrong_in(bolton, "carers-briefed", whole) == set()
    assert wrong_in(bolton, "carers-briefed", {}) == {(field, None) for field in whole}


@pytest.mark.rule("BOL-12.2.careplan")
def test_a_care_plan_says_since_when_it_is_up_to_date(bolton: Procedure) -> None:
    assert wrong_in(bolton, "care-plan", PLANNED) == set()
    assert wrong_in(bolton, "care-plan", {**PLANNED, "updated-on": None}) == {("updated-on", None)}


@pytest.mark.rule("BOL-12.2.cse")
@pytest.mark.parametrize("aim", ["reduces-risk", "boosts-protection"])
@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ((), True),
        ((level("at-risk"),), True),
        ((level("significant-harm"),), True),
        ((level("not-identified"),), False),
    ],
)
def test_the_care_plan_of_a_child_at_risk_speaks_of_exploitation(
    bolton: Procedure, aim: str, known: tuple[Event, ...], wanted: bool
) -> None:
    faults = wrong_in(bolton, "care-plan", {**PLANNED, aim: None}, *known)
    assert faults == ({("reduces-risk", "BOL-12.2.cse")} if wanted else set())


@pytest.mark.rule("BOL-12.2.cse")
def test_a_manager_may_override_that_with_a_reason(bolton: Procedure) -> None:
    forces = {check.id: check.force for check in form_of(bolton, "care-plan").checks}
    assert forces["BOL-12.2.cse"] is Force.SHOULD


@pytest.mark.rule("BOL-12.2.review")
def test_the_reviewing_officer_and_a_team_manager_both_sign_the_review(bolton: Procedure) -> None:
    review = form_of(bolton, "care-plan-review")
    assert (review.made_by, review.second_role) == (("reviewing-officer",), "team-manager")
    assert wrong_in(bolton, "care-plan-review", {}) == {("findings", None)}


@pytest.mark.rule("BOL-12.2.review")
def test_each_care_plan_is_reviewed(bolton: Procedure) -> None:
    plan = made("care-plan")
    assert owed(bolton, "BOL-12.2.review", plan) == [State.OPEN]
    assert owed(bolton, "BOL-12.2.review", plan, made("care-plan-review")) == [State.MET]


@pytest.mark.rule("BOL-12.2.review")
def test_what_is_reviewed_is_a_care_plan_that_is_there(bolton: Procedure) -> None:
    review = (Command.MAKE_RECORD, "care-plan-review")
    assert "BOL-12.2.review" in missing_to(bolton, *review)
    assert "BOL-12.2.review" not in missing_to(bolton, *review, made("care-plan"))


@pytest.mark.rule("BOL-12.2.careplan")
def test_a_version_of_the_care_plan_is_not_older_than_the_one_before(bolton: Procedure) -> None:
    facts = folded(made("care-plan", **{"updated-on": "2026-03-02"}))
    form = form_of(bolton, "care-plan")
    for day, wrong in (("2026-03-01", {"updated-on"}), ("2026-03-02", set()), ("2026-03-03", set())):
        given = Given({field: (str(value),) for field, value in {**PLANNED, "updated-on": day}.items()})
        assert {fault.field for fault in faults(form, given, facts)} == wrong


@pytest.mark.rule("BOL-12.3.audit")
def test_visits_and_audits_record_whether_the_care_plan_addresses_exploitation(bolton: Procedure) -> None:
    whole: Answers = {
        "seen-on": "2026-03-02",
        "occasion": "regulation-visit",
        "addresses-exploitation": "no",
        "findings": "Synthetic.",
    }
    assert wrong_in(bolton, "care-plan-audit", whole) == set()
    assert wrong_in(bolton, "care-plan-audit", {**whole, "occasion": "management-audit"}) == set()
    assert wrong_in(bolton, "care-plan-audit", {}) == {(field, None) for field in whole}


@pytest.mark.rule("BOL-A3.immediate")
@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ({"significant_harm": "yes"}, True),
        ({"immediate_danger": "yes"}, True),
        ({}, False),
        ({"significant_harm": "yes", "looked_after": "no"}, False),
    ],
)
def test_a_looked_after_child_at_immediate_risk_is_made_known_to_exit_and_has_the_care_plan_updated(
    bolton: Procedure, known: dict[str, str], wanted: bool
) -> None:
    history = (child(**known), ROUTED)
    assert (("exit-worker", "looked-after-at-immediate-risk") in told(bolton, *history)) is wanted
    assert owed(bolton, "BOL-A3.immediate", *history) == [State.OPEN] * wanted
    assert owed(bolton, "BOL-A3.immediate", *history, made("care-plan")) == [State.MET] * wanted


PACKAGE: Answers = {
    "exit": "accepted",
    "sexual-health": "offered",
    "safer-sex": "declined",
    "risky-adults": "accepted",
    "self-esteem": "not-appropriate",
    "worker": "The key worker",
}


@pytest.mark.rule("BOL-A3.package")
@pytest.mark.parametrize("item", list(PACKAGE))
def test_each_item_of_the_package_is_considered_and_the_best_worker_named(bolton: Procedure, item: str) -> None:
    assert wrong_in(bolton, "support-package", PACKAGE) == set()
    assert wrong_in(bolton, "support-package", {**PACKAGE, item: None}) == {(item, None)}


@pytest.mark.rule("BOL-A3.package")
def test_a_care_plan_wants_a_package_unless_exploitation_was_ruled_out(bolton: Procedure) -> None:
    plan = made("care-plan")
    assert owed(bolton, "BOL-A3.package", plan) == [State.OPEN]
    assert owed(bolton, "BOL-A3.package", level("not-identified"), plan) == []
    assert owed(bolton, "BOL-A3.package", plan, made("support-package")) == [State.MET]


def test_what_is_answered_of_sexual_health_care_stays_with_the_form(bolton: Procedure) -> None:
    field = form_of(bolton, "support-package").field("sexual-health")
    assert field is not None
    assert field.kept


@pytest.mark.rule("BOL-A3.homebase")
def test_a_safe_home_base_is_asked_for_and_pointed_out(bolton: Procedure) -> None:
    assert form_of(bolton, "care-plan").field("safe-base") is not None
    assert "safe-home-base" in reminded(bolton, "care-plan")
