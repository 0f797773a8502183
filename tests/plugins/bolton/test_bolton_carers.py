"""Carers and homes: what they do and say, whom they tell, and what is written down when something is restricted."""

from __future__ import annotations

import pytest

from commonward.procedure import CLOSING, Force, Procedure, State
from tests.plugins.filling import Answers, form_of, made, wrong_in
from tests.plugins.listening import owed, reminded, told

WHOLE: dict[str, Answers] = {
    "direct-work": {"messages": "clear-message-of-being-valued", "note": "Synthetic."},
    "presentation": {"seen": "apparent-unconcern"},
    "staff-support": {"given-by": "line-manager"},
    "residential-suspicion": {
        "suspicion": "Synthetic.",
        "with-manager": "2026-03-02",
        "with-social-worker": "2026-03-02",
    },
    "preventative-steps": {"steps": ("alert-exit", "efforts-to-return"), "agreed": "yes"},
    "watching-brief": {"seen": "number-plates", "note": "Synthetic.", "useful": "yes"},
    "monitoring": {
        "what": ("calls", "letters"),
        "child-consulted": "consulted",
        "social-worker-consulted": "consulted",
        "manager-consulted": "consulted",
        "parents-consulted": "not-appropriate",
        "how": "Synthetic.",
    },
    "restriction": {
        "what": "mobile-phone-removed",
        "which": "The one phone",
        "why": "Synthetic.",
        "decided-by": "Synthetic.",
        "review-on": "2026-03-09",
    },
}


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param("direct-work", marks=pytest.mark.rule("BOL-A3.interests")),
        pytest.param("presentation", marks=pytest.mark.rule("BOL-A3.impact")),
        pytest.param("staff-support", marks=pytest.mark.rule("BOL-A3.staff")),
        pytest.param("residential-suspicion", marks=pytest.mark.rule("BOL-A3.suspicion")),
        pytest.param("preventative-steps", marks=pytest.mark.rule("BOL-A3.prevent")),
        pytest.param("watching-brief", marks=pytest.mark.rule("BOL-A3.watch")),
        pytest.param("monitoring", marks=pytest.mark.rule("BOL-A3.monitor")),
        pytest.param("restriction", marks=pytest.mark.rule("BOL-A3.restrict")),
    ],
)
def test_a_form_is_whole_with_every_answer_and_with_none_left_out(bolton: Procedure, kind: str) -> None:
    assert wrong_in(bolton, kind, WHOLE[kind]) == set()
    for field in WHOLE[kind]:
        assert field in {place for place, _ in wrong_in(bolton, kind, {**WHOLE[kind], field: None})}


@pytest.mark.rule("BOL-A3.impact")
def test_unconcern_is_a_reaction_and_no_reason_to_close(bolton: Procedure) -> None:
    closing = bolton.decision(CLOSING)
    assert closing is not None
    assert not {"unconcerned", "apparent-unconcern", "child-declines"} & set(closing.options)
    assert "unconcern-is-a-reaction" in reminded(bolton, "closing")


@pytest.mark.rule("BOL-A3.language")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She was asking for it.", ["asking for it"]),
        ("He is Promiscuous and streetwise.", ["promiscuous", "streetwise"]),
        ("An adult gave the child a phone.", []),
    ],
)
def test_words_that_reject_a_child_are_pointed_out(bolton: Procedure, text: str, found: list[str]) -> None:
    rejecting = [each.phrase for each in bolton.suggestions(text) if "BOL-A3.language" in each.because]
    assert rejecting == found


@pytest.mark.rule("BOL-A3.staff")
def test_a_note_on_support_for_staff_is_on_no_childs_file(bolton: Procedure) -> None:
    assert form_of(bolton, "staff-support").about == ("carer",)
    assert "carer" in bolton.scope.subjects
    assert "staff-feelings" in reminded(bolton, "direct-work")


@pytest.mark.rule("BOL-A3.prevent")
@pytest.mark.parametrize("agreed", ["no", "unknown"])
def test_steps_are_taken_in_agreement_with_the_head_of_the_home(bolton: Procedure, agreed: str) -> None:
    without = {**WHOLE["preventative-steps"], "agreed": agreed}
    assert wrong_in(bolton, "preventative-steps", without) == {("agreed", "BOL-A3.prevent")}
    assert [check.force for check in form_of(bolton, "preventative-steps").checks] == [Force.SHOULD]


@pytest.mark.rule("BOL-A3.prevent")
def test_the_seven_steps_of_the_text_are_there_and_others_may_be_taken(bolton: Procedure) -> None:
    steps = form_of(bolton, "preventative-steps").field("steps")
    assert steps is not None
    assert len(steps.choices) == 8


@pytest.mark.rule("BOL-A3.watch")
@pytest.mark.parametrize(("useful", "hears"), [("yes", True), ("no", False), ("unknown", False)])
def test_exit_hears_of_what_could_help_to_disrupt(bolton: Procedure, useful: str, hears: bool) -> None:
    noted = made("watching-brief", useful=useful)
    assert (("exit-worker", "useful-for-disruption") in told(bolton, noted)) is hears


@pytest.mark.rule("BOL-A3.monitor")
@pytest.mark.parametrize(
    ("what", "asked"), [("calls", True), ("letters", True), ("mobile-phone", True), ("visitors", False)]
)
def test_calls_letters_and_phones_are_monitored_after_four_were_asked_and_visitors_without(
    bolton: Procedure, what: str, asked: bool
) -> None:
    alone: Answers = {"what": what, "how": "Synthetic."}
    four = {"child-consulted", "social-worker-consulted", "manager-consulted", "parents-consulted"}
    assert {field for field, _ in wrong_in(bolton, "monitoring", alone)} == (four if asked else set())


@pytest.mark.rule("BOL-A3.restrict")
def test_what_is_restricted_which_and_why_each_have_their_rule(bolton: Procedure) -> None:
    needed = {("what", "BOL-A3.restrict"), ("which", "BOL-A3.restrict"), ("why", "BOL-A3.restrict")}
    assert wrong_in(bolton, "restriction", {}) == needed | {("decided-by", None), ("review-on", None)}


@pytest.mark.rule("BOL-A3.restrict")
def test_a_restriction_is_looked_at_again_on_the_day_that_was_named(bolton: Procedure) -> None:
    restricted = made("restriction", **{"review-on": "2026-03-09"})
    goes_on = made("restriction-review", outcome="goes-on", **{"review-on": "2026-03-16"})
    lifted = made("restriction-review", outcome="all-lifted")
    assert owed(bolton, "BOL-A3.restrict", restricted) == [State.OPEN]
    assert owed(bolton, "BOL-A3.restrict", restricted, lifted) == [State.MET]
    assert owed(bolton, "BOL-A3.restrict", restricted, goes_on) == [State.MET, State.OPEN]


@pytest.mark.rule("BOL-A3.restrict")
def test_a_review_looks_at_all_that_is_restricted_and_says_what_goes_on_until_when(bolton: Procedure) -> None:
    calls = made("restriction", what="calls-withheld", **{"review-on": "2026-03-09"})
    phone = made("restriction", what="mobile-phone-removed", **{"review-on": "2026-03-23"})
    phone_goes_on = made("restriction-review", outcome="goes-on", what="mobile-phone-removed", review_on="2026-03-23")
    assert owed(bolton, "BOL-A3.restrict", calls, phone, phone_goes_on) == [State.MET, State.MET, State.OPEN]
    assert ("outcome", None) in wrong_in(bolton, "restriction-review", {"outcome": "lifted", "why": "Synthetic."})
    left_open: Answers = {"outcome": "goes-on", "why": "Synthetic."}
    assert wrong_in(bolton, "restriction-review", left_open) == {("what", None), ("review-on", None)}
    assert wrong_in(bolton, "restriction-review", {"outcome": "all-lifted", "why": "Synthetic."}) == set()
