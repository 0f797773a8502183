"""What whoever recognises a risk does first: talk, consult, assess, name a Lead Professional, call in an emergency."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from commonward.contracts import Event, events
from commonward.procedure import Command, Force, Procedure, State
from tests.core.procedure.builders import example
from tests.plugins.filling import Answers, form_of, made, wrong_in
from tests.plugins.listening import missing_to, missing_to_close, owed

SPOKEN: Answers = {
    "young-person": "spoken-to",
    "parent-or-carer": "spoken-to",
    "other-professionals": "spoken-to",
    "action": "A synthetic step.",
}
CALLED: Answers = {
    "police-contacted-at": "2026-03-01T22:10:00+00:00",
    "edt-contacted-at": "2026-03-01T22:20:00+00:00",
}
ASSESSED: Answers = {
    "assessment": "early-help-assessment",
    "parent": "yes",
    "young-person": "unknown",
    "factors": ("v1", "s4"),
    "analysis": "A synthetic analysis.",
}
CONSULTED: Answers = {"manager": "A manager", "with-the-tool": "yes", "outcome": "staying-safe-needed"}


def routed(outcome: str, response: str = "referral", **said: Any) -> Event:
    return example(events.ConcernRouted, outcome=outcome, response=response, **said)


@pytest.mark.rule("BOL-10.2.address")
@pytest.mark.parametrize("whom", ["young-person", "parent-or-carer", "other-professionals"])
def test_of_each_it_is_said_whether_they_were_spoken_to_and_if_not_why(bolton: Procedure, whom: str) -> None:
    assert wrong_in(bolton, "concerns-addressed", SPOKEN) == set()
    assert wrong_in(bolton, "concerns-addressed", {**SPOKEN, whom: None}) == {(whom, None)}
    silent = {**SPOKEN, whom: "not-spoken-to"}
    assert wrong_in(bolton, "concerns-addressed", silent) == {(f"{whom}-why-not", None)}
    assert wrong_in(bolton, "concerns-addressed", {**silent, f"{whom}-why-not": "It would be a danger."}) == set()


@pytest.mark.rule("BOL-10.2.address")
@pytest.mark.parametrize("outcome", ["assess", "refer"])
def test_addressing_the_concerns_is_owed_after_each_concern(bolton: Procedure, outcome: str) -> None:
    assert owed(bolton, "BOL-10.2.address", routed(outcome)) == [State.OPEN]
    assert owed(bolton, "BOL-10.2.address", routed(outcome), made("concerns-addressed")) == [State.MET]


@pytest.mark.rule("BOL-10.9.ooh")
@pytest.mark.parametrize("contact", ["police-contacted-at", "edt-contacted-at"])
def test_both_contacts_are_recorded_with_their_times(bolton: Procedure, contact: str) -> None:
    assert wrong_in(bolton, "emergency-contacts", CALLED) == set()
    assert wrong_in(bolton, "emergency-contacts", {**CALLED, contact: None}) == {(contact, None)}
    assert wrong_in(bolton, "emergency-contacts", {**CALLED, contact: "2026-03-01"}) == {(contact, None)}


@pytest.mark.rule("BOL-10.9.ooh")
def test_no_case_closes_before_each_emergency_has_its_contacts_and_nobody_overrides_that(bolton: Procedure) -> None:
    emergency, contacts = routed("refer", "emergency"), made("emergency-contacts")
    assert "BOL-10.9.ooh" in missing_to_close(bolton, emergency, routed("assess", "framework-for-action"))
    assert "BOL-10.9.ooh" not in missing_to_close(bolton, emergency, contacts)
    assert "BOL-10.9.ooh" in missing_to_close(bolton, emergency, contacts, emergency)
    assert "BOL-10.9.ooh" not in missing_to_close(bolton, routed("refer"))
    assert [gate.force for gate in bolton.gates if gate.id == "BOL-10.9.ooh"] == [Force.MUST]


@pytest.mark.rule("BOL-10.9.ooh")
def test_two_records_of_one_emergency_do_not_count_for_another(bolton: Procedure) -> None:
    first, second = UUID(int=1), UUID(int=2)
    emergencies = [
        event
        for concern in (first, second)
        for event in (
            example(events.ConcernRaised, concern=concern),
            routed("refer", "emergency", concern=concern),
        )
    ]

    def contacts(record: int, concern: UUID) -> tuple[Event, Event]:
        tied = example(events.RecordTied, record=UUID(int=record), about=concern)
        return tied, made("emergency-contacts").model_copy(update={"record": UUID(int=record)})

    twice = (*emergencies, *contacts(31, first), *contacts(32, first))
    assert "BOL-10.9.ooh" in missing_to_close(bolton, *twice)
    assert "BOL-10.9.ooh" not in missing_to_close(bolton, *twice, *contacts(33, second))


@pytest.mark.rule("BOL-10.1.eha")
def test_a_social_work_assessment_in_place_of_the_early_help_assessment_needs_a_reason(bolton: Procedure) -> None:
    assert wrong_in(bolton, "early-help-assessment", ASSESSED) == set()
    instead = {**ASSESSED, "assessment": "social-work-assessment"}
    assert wrong_in(bolton, "early-help-assessment", instead) == {("why-instead", None)}
    assert wrong_in(bolton, "early-help-assessment", {**ASSESSED, "assessment": None}) == {("assessment", None)}


@pytest.mark.rule("BOL-13.2.caf")
def test_the_caf_after_a_referral_shows_a_factor_and_who_it_was_discussed_with(bolton: Procedure) -> None:
    bare = {**ASSESSED, "factors": None}
    referred = routed("refer")
    assert wrong_in(bolton, "early-help-assessment", bare, referred) == {("factors", "BOL-13.2.caf")}
    at_lower_level = routed("assess", "framework-for-action")
    assert wrong_in(bolton, "early-help-assessment", bare, at_lower_level) == set()
    assert wrong_in(bolton, "early-help-assessment", {**ASSESSED, "parent": None}, referred) == {("parent", None)}
    assert wrong_in(bolton, "early-help-assessment", {**ASSESSED, "factors": "x9"}, referred) == {("factors", None)}


@pytest.mark.rule("BOL-10.7.analysis")
def test_the_assessment_analyses_the_exploitation_unless_a_manager_overrides(bolton: Procedure) -> None:
    bare = {**ASSESSED, "analysis": None}
    assert wrong_in(bolton, "early-help-assessment", bare) == {("analysis", "BOL-10.7.analysis")}
    checks = form_of(bolton, "early-help-assessment").checks
    assert [check.force for check in checks if check.id == "BOL-10.7.analysis"] == [Force.SHOULD]


@pytest.mark.rule("BOL-10.7.analysis")
def test_the_risk_indicator_tool_asks_for_the_analysis_as_well(bolton: Procedure) -> None:
    tool = bolton.tool("exit-risk-indicators")
    assert tool is not None
    assert "analysis" in tool.summary_label.lower()


@pytest.mark.rule("BOL-10.3.lp")
def test_one_lead_professional_is_named_before_the_early_help_assessment(bolton: Procedure) -> None:
    assert "BOL-10.3.lp" in missing_to(bolton, Command.MAKE_RECORD, "early-help-assessment")
    named = made("lead-professional", agency="education")
    assert "BOL-10.3.lp" not in missing_to(bolton, Command.MAKE_RECORD, "early-help-assessment", named)


@pytest.mark.rule("BOL-10.3.lp")
def test_a_lead_professional_is_one_person_of_any_agency(bolton: Procedure) -> None:
    two = ("0198c0de-0000-7000-8000-00000000000a", "0198c0de-0000-7000-8000-00000000000b")
    assert wrong_in(bolton, "lead-professional", {"agency": "health"}) == {("person", "BOL-10.3.lp")}
    assert wrong_in(bolton, "lead-professional", {"agency": "health", "person": two[0]}) == set()
    assert wrong_in(bolton, "lead-professional", {"agency": "health", "person": two}) == {("person", None)}
    assert wrong_in(bolton, "lead-professional", {"agency": "health", "name": "A synthetic name"}) == set()


@pytest.mark.rule("BOL-13.1.manager")
def test_whoever_is_unsure_records_the_talk_with_their_manager(bolton: Procedure) -> None:
    unsure = routed("assess", "framework-for-action", tasks=["consult-manager"])
    assert owed(bolton, "BOL-13.1.manager", unsure) == [State.OPEN]
    assert owed(bolton, "BOL-13.1.manager", routed("assess", "framework-for-action")) == []
    assert owed(bolton, "BOL-13.1.manager", unsure, made("manager-consulted")) == [State.MET]


@pytest.mark.rule("BOL-13.1.manager")
@pytest.mark.parametrize("field", list(CONSULTED))
def test_the_talk_says_with_whom_with_the_tool_and_to_what_outcome(bolton: Procedure, field: str) -> None:
    assert wrong_in(bolton, "manager-consulted", CONSULTED) == set()
    assert wrong_in(bolton, "manager-consulted", {**CONSULTED, field: None}) == {(field, None)}


@pytest.mark.rule("BOL-13.2.contact")
def test_an_agency_whose_manager_agrees_contacts_referral_and_assessment(bolton: Procedure) -> None:
    agreed = made("manager-consulted", outcome="staying-safe-needed")
    assert owed(bolton, "BOL-13.2.contact", agreed) == [State.OPEN]
    assert owed(bolton, "BOL-13.2.contact", made("manager-consulted", outcome="early-response")) == []
    assert owed(bolton, "BOL-13.2.contact", agreed, made("referral-and-assessment-contacted")) == [State.MET]


@pytest.mark.rule("BOL-13.2.contact")
def test_a_contact_has_its_time_and_its_agency(bolton: Procedure) -> None:
    empty = wrong_in(bolton, "referral-and-assessment-contacted", {})
    assert empty == {("contacted-at", None), ("agency", None)}
