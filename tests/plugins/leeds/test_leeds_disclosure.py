"""Paragraph 8: who asks is pointed to the police; a disclosure is made in person, with its warning, and never kept."""

from __future__ import annotations

import pytest

from commonward.procedure import Answered, Facts, Given, Procedure, RecordKind, coded, faults

WARNED = ("warned-of-purpose", "asked-to-sign", "warned-of-proceedings")
MADE = {
    "happened-on": "2026-03-02",
    "told": "parent",
    "in-the-childs-interests": "yes",
    "method": "in-person",
    **dict.fromkeys(WARNED, "yes"),
    "signed": "yes",
}
ASKED = {"asked-on": "2026-03-02", "pointed-to-the-police": "yes"}


def kind(leeds: Procedure, code: str) -> RecordKind:
    found = leeds.record_kind(code)
    assert found is not None
    return found


def wrong(leeds: Procedure, code: str, said: dict[str, str], **changes: str) -> list[tuple[str, str | None]]:
    """Field and rule of what keeps the record from being complete."""
    changed = {**said, **{field.replace("_", "-"): value for field, value in changes.items()}}
    found = faults(kind(leeds, code), Given({field: (value,) for field, value in changed.items()}), Facts())
    return [(fault.field, fault.rule) for fault in found]


@pytest.mark.rule("LDS-8.apply")
@pytest.mark.parametrize("answer", ["no", "unknown"])
def test_whoever_asks_is_pointed_to_the_police(leeds: Procedure, answer: str) -> None:
    assert wrong(leeds, "disclosure-enquiry", ASKED) == []
    missing = wrong(leeds, "disclosure-enquiry", ASKED, pointed_to_the_police=answer)
    assert missing == [("pointed-to-the-police", "LDS-8.apply")]


@pytest.mark.rule("LDS-8.apply")
@pytest.mark.rule("LDS-8.person")
def test_there_is_no_place_for_what_the_police_said(leeds: Procedure) -> None:
    written = {
        field.code
        for code in ("disclosure-enquiry", "disclosure")
        for field in kind(leeds, code).fields
        if field.answered is Answered.WORDS
    }
    assert written == {"police-reason"}


@pytest.mark.rule("LDS-8.person")
def test_it_is_made_to_who_protects_the_child_best_and_in_the_childs_interests(leeds: Procedure) -> None:
    assert wrong(leeds, "disclosure", MADE) == []
    assert wrong(leeds, "disclosure", MADE, told="") == [("told", "LDS-8.person")]
    assert wrong(leeds, "disclosure", MADE, in_the_childs_interests="no") == [
        ("in-the-childs-interests", "LDS-8.person")
    ]


@pytest.mark.rule("LDS-8.person")
def test_few_read_of_it_and_no_other_service_hears_who_was_told(leeds: Procedure) -> None:
    disclosed = kind(leeds, "disclosure")
    assert set(disclosed.read_by) == {"social-worker", "team-manager", "cse-missing-coordinator"}
    assert "told" not in coded(disclosed, Given({"told": ("parent",)}))


@pytest.mark.rule("LDS-8.inperson")
@pytest.mark.parametrize("method", ["letter", "e-mail", "telephone", ""])
def test_it_is_made_in_person_and_in_no_other_way(leeds: Procedure, method: str) -> None:
    asked = kind(leeds, "disclosure").field("method")
    assert asked is not None
    assert asked.choices == ("in-person",)
    assert [field for field, _ in wrong(leeds, "disclosure", MADE, method=method)] == ["method"]


@pytest.mark.rule("LDS-8.warning")
@pytest.mark.parametrize("part", WARNED)
@pytest.mark.parametrize("answer", ["no", "unknown"])
def test_each_of_the_three_parts_of_the_warning_was_given(leeds: Procedure, part: str, answer: str) -> None:
    assert wrong(leeds, "disclosure", {**MADE, part: answer}) == [(part, "LDS-8.warning")]


@pytest.mark.rule("LDS-8.use")
def test_the_undertaking_is_asked_for_and_whoever_records_is_reminded_of_it(leeds: Procedure) -> None:
    assert wrong(leeds, "disclosure", MADE, signed="") == [("signed", "LDS-8.use")]
    assert [prompt.because for prompt in leeds.prompts_at("disclosure", Facts())] == [("LDS-8.use",)]


@pytest.mark.rule("LDS-8.refuse")
def test_without_a_signature_the_police_decide_and_say_why(leeds: Procedure) -> None:
    missing = wrong(leeds, "disclosure", MADE, signed="no")
    assert missing == [("police-decided", "LDS-8.refuse"), ("police-reason", "LDS-8.refuse")]


@pytest.mark.rule("LDS-8.refuse")
@pytest.mark.parametrize("decision", ["to-disclose", "not-to-disclose"])
def test_they_may_still_disclose_or_not(leeds: Procedure, decision: str) -> None:
    said = {"signed": "no", "police_decided": decision, "police_reason": "Synthetic."}
    assert wrong(leeds, "disclosure", MADE, **said) == []
