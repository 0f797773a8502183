"""Paragraphs 3, 4.2 and 9.5 to 9.10: what the form asks at which age, and what it does not let pass."""

from __future__ import annotations

from typing import Any

import pytest

from commonward.contracts import Event, events
from commonward.procedure import Force, Given, Procedure, coded
from tests.core.procedure.builders import example
from tests.plugins.filling import Answers, form_of, made, wrong_in
from tests.plugins.listening import reminded

KIND = "sexual-activity"
SOMEBODY = "0198c0de-0000-7000-8000-000000000099"
CONSIDERED = ("coercion", "intimidation", "manipulation")
WITH_ADULT: Answers = {
    "other-is": "adult",
    "offence": "yes",
    "relationship": "neither",
    "harm": "not-known",
    "complaint": "Synthetic.",
    "considered": CONSIDERED,
    "other-party": SOMEBODY,
}
WITH_PEER: Answers = {"other-is": "under-18", "offence": "no", "relationship": "neither", "harm": "none-seen"}


def aged(age: int | None, later: int | None = None) -> Any:
    return example(events.ConcernRaised, age_at_event=age, age_at_referral=age if later is None else later)


def wrong(bolton: Procedure, age: int | None, answers: Answers, *history: Event) -> set[tuple[str, str | None]]:
    return wrong_in(bolton, KIND, answers, aged(age), *history)


@pytest.mark.parametrize("age", [None, 9, 12, 13, 15, 16, 17])
def test_a_whole_form_is_taken_at_any_age(bolton: Procedure, age: int | None) -> None:
    assert wrong(bolton, age, WITH_ADULT) == set()


@pytest.mark.rule("BOL-3.1.nonconsent")
@pytest.mark.parametrize(("age", "flagged"), [(13, True), (15, True), (16, False), (17, False)])
def test_an_adult_with_a_child_under_16_is_taken_as_an_offence(bolton: Procedure, age: int, flagged: bool) -> None:
    found = wrong(bolton, age, {**WITH_ADULT, "offence": "no"})
    assert found == ({("offence", "BOL-3.1.nonconsent")} if flagged else set())


@pytest.mark.rule("BOL-3.1.nonconsent")
def test_a_manager_may_pass_that_working_assumption_with_a_reason(bolton: Procedure) -> None:
    [check] = [each for each in form_of(bolton, KIND).checks if each.id == "BOL-3.1.nonconsent"]
    assert check.force is Force.SHOULD


@pytest.mark.rule("BOL-9.6.refer")
@pytest.mark.parametrize("age", [None, 5, 12])
def test_under_13_it_is_an_offence_whoever_the_other_is(bolton: Procedure, age: int | None) -> None:
    with_peer = {**WITH_PEER, "other-party": SOMEBODY}
    assert wrong(bolton, age, with_peer) == {("offence", "BOL-9.6.refer")}
    assert wrong(bolton, 13, with_peer) == set()


@pytest.mark.rule("BOL-9.6.refer")
def test_the_younger_of_the_two_ages_counts(bolton: Procedure) -> None:
    assert ("offence", "BOL-9.6.refer") in wrong_in(bolton, KIND, WITH_PEER, aged(12, 13))


@pytest.mark.rule("BOL-4.2.incapacity")
@pytest.mark.parametrize("age", [13, 17])
@pytest.mark.parametrize(
    "ruled_out", ["incapacitated-by-drink", "incapacitated-by-drugs", "violence", "threat-to-family", "did-not-consent"]
)
def test_without_consent_it_is_an_offence_at_any_age(bolton: Procedure, age: int, ruled_out: str) -> None:
    answers = {**WITH_PEER, "no-consent": ruled_out}
    assert wrong(bolton, age, answers) == {("offence", "BOL-4.2.incapacity")}
    assert wrong(bolton, age, {**answers, "offence": "yes"}) == set()


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(KIND, marks=pytest.mark.rule("BOL-3.1.nonconsent")),
        pytest.param("criminal-complaint", marks=pytest.mark.rule("BOL-4.2.incapacity")),
    ],
)
def test_an_offence_offers_the_police_and_calls_nobody_by_itself(bolton: Procedure, place: str) -> None:
    assert "police-route" in reminded(bolton, place, aged(14), made(KIND, offence="yes"))
    assert "police-route" not in reminded(bolton, place, aged(14), made(KIND, offence="no"))
    assert bolton.decision("criminal-complaint") is not None


@pytest.mark.rule("BOL-3.2.victim")
@pytest.mark.parametrize("age", [13, 17])
def test_a_child_with_an_adult_is_the_victim_unless_somebody_says_why_not(bolton: Procedure, age: int) -> None:
    otherwise = {**WITH_ADULT, "treated-as": "otherwise"}
    assert wrong(bolton, age, otherwise) == {("not-as-victim", "BOL-3.2.victim")}
    assert wrong(bolton, age, {**otherwise, "not-as-victim": "Synthetic."}) == set()
    assert wrong(bolton, age, {**WITH_ADULT, "treated-as": "victim"}) == set()


@pytest.mark.rule("BOL-3.2.victim")
@pytest.mark.parametrize("left_out", CONSIDERED)
def test_coercion_intimidation_and_manipulation_are_each_considered(bolton: Procedure, left_out: str) -> None:
    some = tuple(code for code in CONSIDERED if code != left_out)
    assert wrong(bolton, 15, {**WITH_ADULT, "considered": some}) == {("considered", "BOL-3.2.victim")}
    assert wrong(bolton, 15, {**WITH_ADULT, "considered": CONSIDERED}) == set()


@pytest.mark.rule("BOL-4.2.harm1617")
@pytest.mark.parametrize(("age", "asked"), [(15, False), (16, True), (17, True)])
def test_at_16_and_17_harm_is_considered_also_without_an_offence(bolton: Procedure, age: int, asked: bool) -> None:
    without = wrong(bolton, age, {**WITH_PEER, "harm": None})
    assert without == ({("harm", "BOL-4.2.harm1617")} if asked else set())
    assert wrong(bolton, age, {**WITH_PEER, "harm": "likely"}) == set()


@pytest.mark.rule("BOL-9.9.noconsent")
@pytest.mark.parametrize(("age", "asked"), [(15, False), (16, True), (17, True)])
def test_at_16_and_17_a_position_of_trust_is_asked_for(bolton: Procedure, age: int, asked: bool) -> None:
    found = wrong(bolton, age, {**WITH_ADULT, "relationship": None})
    assert found == ({("relationship", "BOL-9.9.noconsent")} if asked else set())


@pytest.mark.rule("BOL-9.9.noconsent")
@pytest.mark.parametrize("relationship", ["position-of-trust", "family-member"])
def test_at_16_and_17_nobody_consents_to_trust_or_family(bolton: Procedure, relationship: str) -> None:
    answers = {**WITH_ADULT, "relationship": relationship}
    assert wrong(bolton, 16, {**answers, "offence": "unknown"}) == {("offence", "BOL-9.9.noconsent")}
    assert wrong(bolton, 16, answers) == set()


@pytest.mark.rule("BOL-9.5.peer")
@pytest.mark.parametrize("field", ["mutual", "similar-age", "abuse"])
def test_what_makes_it_mutual_activity_of_teenagers_is_asked(bolton: Procedure, field: str) -> None:
    assert wrong(bolton, 15, {**WITH_PEER, field: "yes"}) == set()


@pytest.mark.rule("BOL-9.6.parties")
@pytest.mark.parametrize(("age", "wanted"), [(None, True), (12, True), (13, False)])
def test_under_13_the_other_party_is_named_or_it_is_said_why_not(
    bolton: Procedure, age: int | None, wanted: bool
) -> None:
    unnamed = {**WITH_ADULT, "other-party": None}
    assert wrong(bolton, age, unnamed) == ({("other-party", "BOL-9.6.parties")} if wanted else set())
    assert wrong(bolton, age, {**unnamed, "other-party": SOMEBODY}) == set()
    assert wrong(bolton, age, {**unnamed, "other-party-unknown": "Synthetic."}) == set()


@pytest.mark.rule("BOL-9.7.complaint")
@pytest.mark.parametrize(
    ("age", "answers", "asked"),
    [
        (13, WITH_ADULT, True),
        (15, WITH_ADULT, True),
        (15, {**WITH_PEER, "similar-age": "no"}, True),
        (15, {**WITH_PEER, "similar-age": "yes"}, False),
        (16, WITH_ADULT, False),
    ],
)
def test_at_13_to_15_a_complaint_is_considered_where_the_ages_are_far_apart(
    bolton: Procedure, age: int, answers: Answers, asked: bool
) -> None:
    found = wrong(bolton, age, {**answers, "complaint": None})
    assert found == ({("complaint", "BOL-9.7.complaint")} if asked else set())


@pytest.mark.rule("BOL-9.8.protect")
def test_the_circumstances_are_explored_with_the_child(bolton: Procedure) -> None:
    assert wrong(bolton, 17, {**WITH_PEER, "circumstances": "Synthetic."}) == set()


@pytest.mark.rule("BOL-9.10.pregnant")
@pytest.mark.parametrize("age", [12, 14, 17])
def test_a_pregnant_girl_of_any_age_is_offered_support_that_joins_the_assessment(bolton: Procedure, age: int) -> None:
    pregnant = {**WITH_ADULT, "pregnant": "yes"}
    supported = {**pregnant, "pregnancy-support": "offered-and-declined", "pregnancy-services": "yes"}
    assert wrong(bolton, age, pregnant) == {("pregnancy-support", "BOL-9.10.pregnant")}
    assert wrong(bolton, age, {**supported, "pregnancy-services": "no"}) == {("pregnancy-support", "BOL-9.10.pregnant")}
    assert wrong(bolton, age, supported) == set()


@pytest.mark.rule("BOL-9.10.pregnant")
def test_what_is_said_of_a_pregnancy_stays_with_the_form(bolton: Procedure) -> None:
    given = Given({"other-is": ("adult",), "pregnant": ("yes",), "pregnancy-support": ("offered-and-accepted",)})
    assert coded(form_of(bolton, KIND), given) == {"other-is": ("adult",)}
    assert "pregnancy" in reminded(bolton, KIND, aged(14))
