"""The forms of Leeds: what may be answered, what must be, and what keeps a record from being complete."""

from __future__ import annotations

import pytest

from commonward.procedure import Answered, Facts, Given, Procedure, RecordKind, coded, faults


def kind(leeds: Procedure, code: str) -> RecordKind:
    found = leeds.record_kind(code)
    assert found is not None
    return found


def wrong(leeds: Procedure, code: str, **answers: str | tuple[str, ...]) -> list[str]:
    """The fields that keep such a record from being complete."""
    given = {
        field.replace("_", "-"): (values,) if isinstance(values, str) else values for field, values in answers.items()
    }
    return [fault.field for fault in faults(kind(leeds, code), Given(given), Facts())]


ASKED = [
    pytest.param(
        "power",
        {"age", "gender", "sexual-identity", "cognitive-ability", "physical-strength", "status", "economic-resources"},
        marks=pytest.mark.rule("LDS-1.def"),
    ),
    pytest.param("used-to", {"coerce", "manipulate", "deceive"}, marks=pytest.mark.rule("LDS-1.def")),
    pytest.param("gain", {"financial-advantage", "increased-status"}, marks=pytest.mark.rule("LDS-1.def")),
    pytest.param(
        "exchanged-for",
        {"attention", "accommodation", "food", "drugs", "gifts"},
        marks=pytest.mark.rule("LDS-1.spectrum"),
    ),
    pytest.param(
        "organised",
        {
            "organised-crime",
            "trafficking-between-counties",
            "trafficking-between-towns",
            "trafficking-between-villages",
        },
        marks=pytest.mark.rule("LDS-1.spectrum"),
    ),
    pytest.param("contact", {"contact", "non-contact"}, marks=pytest.mark.rule("LDS-1.forms")),
    pytest.param("where", {"in-person", "online"}, marks=pytest.mark.rule("LDS-1.forms")),
    pytest.param("methods", {"force", "enticement", "violence"}, marks=pytest.mark.rule("LDS-1.forms")),
    pytest.param("how-often", {"one-off", "series"}, marks=pytest.mark.rule("LDS-1.forms")),
    pytest.param("childs-view", {"does-not-recognise-it", "did-not-know-of-it"}, marks=pytest.mark.rule("LDS-1.forms")),
    pytest.param(
        "perpetrators",
        {"individual", "group", "male", "female", "adult", "child", "known-to-the-child", "not-known-to-the-child"},
        marks=pytest.mark.rule("LDS-1.perp"),
    ),
    pytest.param(
        "models",
        {
            "inappropriate-relationship",
            "boyfriend",
            "peer-or-indirect-peer",
            "party-lifestyle",
            "organised-or-networked",
        },
        marks=pytest.mark.rule("LDS-1.models"),
    ),
    pytest.param(
        "vulnerabilities",
        {
            "low-self-esteem",
            "poor-self-image",
            "self-harm",
            "missing-from-home",
            "missing-from-care",
            "bullying",
            "substance-misuse",
        },
        marks=pytest.mark.rule("LDS-1.vuln"),
    ),
    pytest.param(
        "groups",
        {"has-learning-difficulties", "is-looked-after", "is-a-care-leaver", "is-a-migrant"},
        marks=pytest.mark.rule("LDS-1.vuln"),
    ),
    pytest.param(
        "no-consent-since",
        {"has-no-real-choice", "is-under-the-influence", "is-afraid"},
        marks=pytest.mark.rule("LDS-1.consent"),
    ),
]


@pytest.mark.parametrize(("field", "answers"), ASKED)
def test_what_the_text_names_can_be_recorded_and_none_of_it_has_to_be(
    leeds: Procedure, field: str, answers: set[str]
) -> None:
    asked = kind(leeds, "exploitation").field(field)
    assert asked is not None
    assert answers <= set(asked.choices)
    assert wrong(leeds, "exploitation") == []
    assert wrong(leeds, "exploitation", **{field: "something-invented"}) == [field]


@pytest.mark.rule("LDS-1.perp")
def test_who_exploits_can_have_a_record_of_their_own(leeds: Procedure) -> None:
    asked = kind(leeds, "exploitation").field("person-of-concern")
    assert asked is not None
    assert asked.answered is Answered.SUBJECT


@pytest.mark.rule("LDS-1.def")
def test_all_that_is_known_of_the_exploitation_is_coded_but_for_the_account(leeds: Procedure) -> None:
    given = Given({"power": ("age",), "models": ("boyfriend",), "account": ("A synthetic account.",)})
    assert coded(kind(leeds, "exploitation"), given) == {"power": ("age",), "models": ("boyfriend",)}


@pytest.mark.rule("LDS-2.immediate")
def test_what_was_done_says_when_what_and_whether_support_was_offered(leeds: Procedure) -> None:
    assert wrong(leeds, "first-action") == ["acted-at", "what", "support"]
    done = {"acted_at": "2026-03-02T10:00:00+00:00", "what": "Synthetic.", "support": "offered"}
    assert wrong(leeds, "first-action", **done) == []
    assert kind(leeds, "first-action").happened == "acted-at"


@pytest.mark.rule("LDS-2.psu")
def test_the_coordinator_says_on_what_basis_the_police_were_told(leeds: Procedure) -> None:
    assert kind(leeds, "police-liaison").made_by == ("cse-missing-coordinator",)
    told = {"shared_on": "2026-03-02", "what": "Synthetic."}
    assert wrong(leeds, "police-liaison", **told) == ["lawful-basis"]
    assert wrong(leeds, "police-liaison", **told, lawful_basis="public-task") == []


@pytest.mark.rule("LDS-4.secure")
@pytest.mark.parametrize(
    ("transport", "missing"),
    [("secure-domain", []), ("encrypted-mail", []), ("ordinary-mail", ["transport"]), ("", ["transport"])],
)
def test_a_form_is_only_sent_in_a_secure_way(leeds: Procedure, transport: str, missing: list[str]) -> None:
    sent = {"sent_on": "2026-03-02", "sent_to": "unit-mailbox", "transport": transport}
    assert wrong(leeds, "form-sent", **sent) == missing


@pytest.mark.rule("LDS-3.mosaic-2wd")
@pytest.mark.rule("LDS-6.mosaic")
@pytest.mark.parametrize("what", ["form", "tool-completed-there", "meeting", "meeting-and-plan"])
def test_what_was_recorded_on_mosaic_has_its_reference_there(leeds: Procedure, what: str) -> None:
    assert wrong(leeds, "mosaic", what=what, recorded_on="2026-03-03") == ["reference"]
    assert wrong(leeds, "mosaic", what=what, recorded_on="2026-03-03", reference="Synthetic 1") == []


@pytest.mark.rule("LDS-5.either")
@pytest.mark.parametrize(
    ("managed_in", "plan", "missing"),
    [
        (("vrmm-plan",), "", []),
        (("existing-plan",), "", ["plan", "evidence"]),
        (("existing-plan", "vrmm-plan"), "", ["plan", "evidence"]),
        (("existing-plan",), "child-protection-plan", ["evidence"]),
        ((), "", ["managed-in"]),
    ],
)
def test_an_existing_plan_that_manages_the_risk_is_named_with_its_place(
    leeds: Procedure, managed_in: tuple[str, ...], plan: str, missing: list[str]
) -> None:
    assert wrong(leeds, "risk-management", managed_in=managed_in, plan=plan) == missing


@pytest.mark.rule("LDS-5.update")
def test_who_of_the_family_was_updated_is_said(leeds: Procedure) -> None:
    assert wrong(leeds, "family-updated", updated_on="2026-03-03") == ["who"]
    assert wrong(leeds, "family-updated", updated_on="2026-03-03", who=("child", "parent-or-carer")) == []


@pytest.mark.rule("LDS-6.share-earlier")
def test_sharing_earlier_says_by_which_day(leeds: Procedure) -> None:
    assert wrong(leeds, "plan-sharing-day") == ["share-by"]
    assert wrong(leeds, "plan-sharing-day", share_by="2026-03-04") == []


@pytest.mark.rule("LDS-4.review-high")
@pytest.mark.rule("LDS-4.review-med")
@pytest.mark.rule("LDS-4.review-low")
def test_an_assessment_elsewhere_has_its_day_and_its_level(leeds: Procedure) -> None:
    assert wrong(leeds, "assessed-elsewhere") == ["assessed-on", "level"]
    assert wrong(leeds, "assessed-elsewhere", assessed_on="2026-02-02", level="medium") == []
