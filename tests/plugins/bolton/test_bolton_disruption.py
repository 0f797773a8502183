"""Paragraphs 3.3, 8.5 and 9: assessing together, acting against abusers, and orders of a court."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from commonward.contracts import events
from commonward.procedure import Filled, Procedure, State, all_problems
from tests.core.procedure.builders import example, happened, obligations
from tests.plugins.filling import Answers, form_of, made, wrong_in
from tests.plugins.listening import owed, told

OFFENCES = (
    "sexual-communication-with-a-child",
    "meeting-a-child-after-one-contact",
    "child-abduction-under-16",
    "trafficking",
    "kidnapping",
    "drugs",
    "gang-related-sexual-activity",
    "tax-evasion",
    "social-security-fraud",
    "coercion",
    "procuring",
    "running-a-brothel",
    "living-on-immoral-earnings",
)


@pytest.mark.rule("BOL-3.3.assess")
@pytest.mark.parametrize(
    ("filled", "refused"),
    [
        ({}, True),
        ({"contributions": [{"agency": "social-care"}]}, True),
        ({"contributions": [{"agency": "social-care"}, {"agency": "exit"}]}, False),
        ({"contributions": [{"agency": "social-care"}], "alone_because": "Synthetic."}, False),
    ],
)
def test_no_agency_assesses_alone_without_a_reason(bolton: Procedure, filled: dict[str, object], refused: bool) -> None:
    tool = bolton.tool("cse-assessment")
    assert tool is not None
    whole = Filled.model_validate_json(json.dumps(filled))
    found = {problem.kind for problem in all_problems(tool, whole, date(2026, 3, 2))}
    assert ("too-few-agencies" in found) is refused


@pytest.mark.rule("BOL-8.5.lead")
@pytest.mark.parametrize("kind", ["strategy-meeting", "child-action-meeting"])
def test_disruption_is_owned_by_the_police(bolton: Procedure, kind: str) -> None:
    meeting = bolton.meeting_kind(kind)
    assert meeting is not None
    assert "disruption" in meeting.action_kinds
    assert dict(meeting.action_owned_by)["disruption"] == "police"


@pytest.mark.rule("BOL-9.15.emphasis")
@pytest.mark.parametrize("kind", ["strategy-meeting", "child-action-meeting"])
def test_a_plan_prevents_protects_or_supports_the_way_out(bolton: Procedure, kind: str) -> None:
    meeting = bolton.meeting_kind(kind)
    assert meeting is not None
    assert set(meeting.plan_aims) >= {"prevent-entry", "protect", "support-out"}


@pytest.mark.rule("BOL-9.3.offences")
@pytest.mark.parametrize("offence", OFFENCES)
def test_each_offence_of_the_text_can_be_considered(bolton: Procedure, offence: str) -> None:
    assert wrong_in(bolton, "offences", {"offences": offence}) == set()


@pytest.mark.rule("BOL-9.13.charges")
@pytest.mark.parametrize(
    ("answers", "taken"),
    [
        ({"charge": "most-serious-available"}, True),
        ({"charge": "lesser", "only-way-to-safeguard": "yes", "reasons": "Synthetic."}, True),
        ({"charge": "lesser", "only-way-to-safeguard": "yes"}, False),
        ({"charge": "lesser", "only-way-to-safeguard": "unknown", "reasons": "Synthetic."}, False),
        ({"charge": "lesser", "reasons": "Synthetic."}, False),
    ],
)
def test_a_lesser_charge_is_the_only_way_to_safeguard_the_child(
    bolton: Procedure, answers: Answers, taken: bool
) -> None:
    assert wrong_in(bolton, "charge", answers) == (set() if taken else {("charge", "BOL-9.13.charges")})


ADULT = example(events.CaseOpened, subject_kind="adult")
ORDER = {"order": "shpo", "made-on": "2024-03-01", "necessary": "yes", "ground": "convicted"}
PROHIBITION = {
    "order": "shpo",
    "order-made-on": "2024-03-01",
    "prohibits": "Synthetic.",
    "foreign-travel": "no",
    "from": "2024-03-01",
}


@pytest.mark.rule("BOL-9.17.need")
def test_an_order_is_one_that_the_court_held_necessary(bolton: Procedure) -> None:
    assert wrong_in(bolton, "civil-order", ORDER, ADULT) == set()
    unsure = wrong_in(bolton, "civil-order", {**ORDER, "necessary": "unknown"}, ADULT)
    assert unsure == {("necessary", "BOL-9.17.need")}
    other = wrong_in(bolton, "civil-order", {**ORDER, "order": "injunction"}, ADULT)
    assert other == {("order", None)}


@pytest.mark.rule("BOL-9.17.shpo")
@pytest.mark.parametrize("ground", ["convicted", "cautioned", "convicted-abroad", "cautioned-abroad"])
def test_a_harm_prevention_order_follows_a_conviction_or_caution(bolton: Procedure, ground: str) -> None:
    assert wrong_in(bolton, "civil-order", {**ORDER, "ground": ground}) == set()
    without = {**ORDER, "ground": "sexual-act-and-reasonable-cause"}
    assert wrong_in(bolton, "civil-order", without) == {("ground", "BOL-9.17.shpo")}


@pytest.mark.rule("BOL-9.17.sro")
def test_a_risk_order_follows_an_act_and_needs_no_conviction(bolton: Procedure) -> None:
    act = {**ORDER, "order": "sro", "ground": "sexual-act-and-reasonable-cause"}
    assert wrong_in(bolton, "civil-order", act) == set()
    assert wrong_in(bolton, "civil-order", {**act, "ground": "convicted"}) == {("ground", "BOL-9.17.sro")}


@pytest.mark.parametrize(
    ("order", "until", "foreign_travel", "rule"),
    [
        # Five years from 1 March 2024 end with 28 February 2029; two years with 28 February 2026.
        pytest.param("shpo", "2029-02-28", "no", None, marks=pytest.mark.rule("BOL-9.17.shpo")),
        pytest.param("shpo", "2029-02-27", "no", "BOL-9.17.shpo", marks=pytest.mark.rule("BOL-9.17.shpo")),
        pytest.param("shpo", "2029-02-27", "unknown", "BOL-9.17.shpo", marks=pytest.mark.rule("BOL-9.17.shpo")),
        pytest.param("shpo", "2026-03-01", "yes", None, marks=pytest.mark.rule("BOL-9.17.shpo")),
        pytest.param("shpo", None, "no", None, marks=pytest.mark.rule("BOL-9.17.shpo")),
        pytest.param("sro", "2026-02-28", "no", None, marks=pytest.mark.rule("BOL-9.17.sro")),
        pytest.param("sro", "2026-02-27", "no", "BOL-9.17.sro", marks=pytest.mark.rule("BOL-9.17.sro")),
        pytest.param("sro", None, "no", None, marks=pytest.mark.rule("BOL-9.17.sro")),
        pytest.param("sro", "2024-02-29", "yes", "BOL-9.17.sro", marks=pytest.mark.rule("BOL-9.17.sro")),
    ],
)
def test_each_prohibition_has_a_term_of_its_own_of_at_least_so_many_years(
    bolton: Procedure, order: str, until: str | None, foreign_travel: str, rule: str | None
) -> None:
    recorded = made("civil-order", order=order, made_on="2024-03-01")
    answers = {**PROHIBITION, "order": order, "until": until, "foreign-travel": foreign_travel}
    found = wrong_in(bolton, "civil-order-prohibition", answers, ADULT, recorded)
    assert found == ({("until", rule)} if rule else set())


@pytest.mark.rule("BOL-9.17.need")
@pytest.mark.parametrize(("order", "made_on"), [("sro", "2024-03-01"), ("shpo", "2024-03-02")])
def test_a_prohibition_belongs_to_an_order_that_is_recorded(bolton: Procedure, order: str, made_on: str) -> None:
    another = made("civil-order", order=order, made_on=made_on)
    its_own = made("civil-order", order="shpo", made_on="2024-03-01")
    refused = {("order-made-on", "BOL-9.17.need")}
    assert wrong_in(bolton, "civil-order-prohibition", PROHIBITION, ADULT, another) == refused
    assert wrong_in(bolton, "civil-order-prohibition", PROHIBITION, ADULT, another, its_own) == set()


@pytest.mark.rule("BOL-9.17.breach")
def test_a_suspected_breach_is_reported_to_the_police(bolton: Procedure) -> None:
    breach = {"order": "sro", "happened-on": "2026-03-02", "what": "Synthetic."}
    assert wrong_in(bolton, "civil-order-breach", breach) == {("police-told-on", "BOL-9.17.breach")}
    assert wrong_in(bolton, "civil-order-breach", {**breach, "police-told-on": "2026-03-02"}) == set()
    assert told(bolton, ADULT, made("civil-order-breach")) == {("police-officer", "civil-order-breach")}
    assert "adult" in form_of(bolton, "civil-order-breach").about


ENDS = {"order": "shpo", "order_made_on": "2024-03-01", "until": "2029-02-28"}


@pytest.mark.rule("BOL-9.17.need")
def test_somebody_says_by_the_last_day_of_a_prohibition_what_follows(bolton: Procedure) -> None:
    prohibition = made("civil-order-prohibition", **ENDS)
    another_term = made("civil-order-ending", **{**ENDS, "until": "2030-02-28"})
    assert owed(bolton, "BOL-9.17.need", ADULT, prohibition) == [State.OPEN]
    assert owed(bolton, "BOL-9.17.need", ADULT, prohibition, another_term) == [State.OPEN]
    assert owed(bolton, "BOL-9.17.need", ADULT, prohibition, made("civil-order-ending", **ENDS)) == [State.MET]
    open_ended = made("civil-order-prohibition", order="shpo", order_made_on="2024-03-01")
    assert owed(bolton, "BOL-9.17.need", ADULT, open_ended) == []


@pytest.mark.rule("BOL-9.17.need")
def test_that_is_due_with_the_end_of_the_very_day(bolton: Procedure) -> None:
    history = [happened(ADULT), happened(made("civil-order-prohibition", **ENDS), 1)]
    [obligation] = [each for each in obligations(bolton, history) if each.clock == "BOL-9.17.need"]
    # Midnight that ends 28 February 2029, in winter time.
    assert obligation.due == datetime(2029, 3, 1, tzinfo=UTC)


@pytest.mark.rule("BOL-9.17.need")
@pytest.mark.parametrize("missing", ["order", "order-made-on", "until", "follows"])
def test_what_follows_names_the_order_and_the_term(bolton: Procedure, missing: str) -> None:
    whole = {
        "order": "sro",
        "order-made-on": "2024-03-01",
        "until": "2026-02-28",
        "follows": "further-order-applied-for",
    }
    assert wrong_in(bolton, "civil-order-ending", whole) == set()
    assert {field for field, _ in wrong_in(bolton, "civil-order-ending", {**whole, missing: None})} == {missing}
