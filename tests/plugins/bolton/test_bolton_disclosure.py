"""Paragraph 9.16: the police disclose in person, with a warning; the platform never holds what they disclose."""

from __future__ import annotations

import pytest

from commonward.procedure import Answered, Procedure
from tests.plugins.filling import Answers, form_of, wrong_in
from tests.plugins.listening import reminded

WARNINGS = ("warned-of-purpose", "asked-to-sign", "warned-of-proceedings")
MADE: Answers = {
    "happened-on": "2026-03-02",
    "told": "parent",
    "in-the-childs-interests": "yes",
    "method": "in-person",
    "signed": "yes",
    **dict.fromkeys(WARNINGS, "yes"),
}


@pytest.mark.rule("BOL-9.16.apply")
def test_whoever_asks_is_pointed_to_the_police(bolton: Procedure) -> None:
    asked = {"asked-on": "2026-03-02", "pointed-to-the-police": "yes"}
    assert wrong_in(bolton, "disclosure-enquiry", asked) == set()
    found = wrong_in(bolton, "disclosure-enquiry", {**asked, "pointed-to-the-police": "no"})
    assert found == {("pointed-to-the-police", "BOL-9.16.apply")}


@pytest.mark.rule("BOL-9.16.person")
def test_it_is_made_in_the_childs_interests_to_whoever_protects_best_and_read_by_few(bolton: Procedure) -> None:
    assert wrong_in(bolton, "disclosure", MADE) == set()
    assert wrong_in(bolton, "disclosure", {**MADE, "told": None}) == {("told", "BOL-9.16.person")}
    found = wrong_in(bolton, "disclosure", {**MADE, "in-the-childs-interests": "unknown"})
    assert found == {("in-the-childs-interests", "BOL-9.16.person")}
    assert form_of(bolton, "disclosure").read_by == ("police-officer", "team-manager", "head-of-service")


@pytest.mark.rule("BOL-9.16.use")
def test_the_undertaking_is_asked_for_and_what_was_disclosed_is_not(bolton: Procedure) -> None:
    assert wrong_in(bolton, "disclosure", {**MADE, "signed": None}) == {("signed", "BOL-9.16.use")}
    assert "disclosure-is-confidential" in reminded(bolton, "disclosure")
    words = [field.code for field in form_of(bolton, "disclosure").fields if field.answered is Answered.WORDS]
    assert words == ["police-reason"]


@pytest.mark.rule("BOL-9.16.inperson")
@pytest.mark.parametrize("method", ["letter", "email", "telephone", None])
def test_it_is_made_in_person_and_in_no_other_way(bolton: Procedure, method: str | None) -> None:
    assert {field for field, _ in wrong_in(bolton, "disclosure", {**MADE, "method": method})} == {"method"}
    assert wrong_in(bolton, "disclosure", MADE) == set()


@pytest.mark.rule("BOL-9.16.warning")
@pytest.mark.parametrize("part", WARNINGS)
@pytest.mark.parametrize("answer", ["no", "unknown"])
def test_each_part_of_the_warning_is_given(bolton: Procedure, part: str, answer: str) -> None:
    assert wrong_in(bolton, "disclosure", {**MADE, part: answer}) == {(part, "BOL-9.16.warning")}


@pytest.mark.rule("BOL-9.16.refuse")
@pytest.mark.parametrize("signed", ["no", "unknown"])
@pytest.mark.parametrize("decided", ["to-disclose", "not-to-disclose"])
def test_without_a_signature_the_police_decide_with_a_reason(bolton: Procedure, signed: str, decided: str) -> None:
    unsigned = {**MADE, "signed": signed}
    both = {("police-decided", "BOL-9.16.refuse"), ("police-reason", "BOL-9.16.refuse")}
    assert wrong_in(bolton, "disclosure", unsigned) == both
    considered = {**unsigned, "police-decided": decided, "police-reason": "Synthetic."}
    assert wrong_in(bolton, "disclosure", considered) == set()
