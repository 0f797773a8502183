"""Paragraphs 7 and 8: what EXIT hears, gives and takes; what is shared; that going missing is a risk."""

from __future__ import annotations

import pytest

from commonward.contracts import Event, events
from commonward.procedure import Command, Force, Procedure, State
from tests.core.procedure.builders import example
from tests.plugins.filling import form_of, made, wrong_in
from tests.plugins.listening import missing_to, owed, reminded, told

RAISED = example(events.ConcernRaised, indicators=[])
ACCEPTED = example(events.DecisionRecorded, decision="exit-acceptance", option="accept")


@pytest.mark.rule("BOL-7.2.adult")
def test_exit_hears_of_an_adult_of_concern_without_any_child(bolton: Procedure) -> None:
    adult = example(events.CaseOpened, subject_kind="adult")
    assert told(bolton, adult, made("adult-of-concern")) == {("exit-worker", "adult-of-concern")}
    assert form_of(bolton, "adult-of-concern").about == ("adult",)
    assert wrong_in(bolton, "adult-of-concern", {"concern": "Synthetic."}, adult) == set()


@pytest.mark.rule("BOL-7.2.adult")
def test_an_adult_can_be_recorded_and_the_procedures_children_are_under_18(bolton: Procedure) -> None:
    assert {"child", "adult"} <= set(bolton.scope.subjects)
    assert bolton.scope.under_age == 18


@pytest.mark.rule("BOL-7.4.lowlevel")
def test_at_lower_levels_the_result_is_one_of_three(bolton: Procedure) -> None:
    point = bolton.decision("lower-level-result")
    assert point is not None
    assert point.options == ("early-response", "child-protection-referral", "neither-needed")


@pytest.mark.rule("BOL-7.4.lowlevel")
def test_a_lower_level_owes_its_result_until_the_level_rises(bolton: Procedure) -> None:
    low = example(events.ResponseCalledFor, level="not-identified", meetings=[], review_months=None)
    lowered = (example(events.LevelDecided, level="not-identified"), low)
    result = example(events.DecisionRecorded, decision="lower-level-result", option="early-response")
    assert owed(bolton, "BOL-7.4.lowlevel", *lowered) == [State.OPEN]
    assert owed(bolton, "BOL-7.4.lowlevel", *lowered, result) == [State.MET]
    assert owed(bolton, "BOL-7.4.lowlevel", *lowered, example(events.LevelDecided, level="at-risk")) == [
        State.SUPERSEDED
    ]


@pytest.mark.rule("BOL-7.5.advise")
def test_whoever_asks_exit_for_advice_gets_it(bolton: Procedure) -> None:
    asked = made("advice-wanted", asked_by="school")
    assert told(bolton, RAISED, asked) == {("exit-worker", "advice-wanted")}
    assert owed(bolton, "BOL-7.5.advise", RAISED, asked) == [State.OPEN]
    assert owed(bolton, "BOL-7.5.advise", RAISED, asked, made("advice-given")) == [State.MET]


@pytest.mark.rule("BOL-7.5.advise")
@pytest.mark.parametrize(
    "who", ["professional", "parent-or-carer", "police", "judiciary", "school", "youth-or-community-group"]
)
def test_advice_is_for_all_whom_the_text_names(bolton: Procedure, who: str) -> None:
    assert wrong_in(bolton, "advice-wanted", {"asked-by": who, "question": "Synthetic."}) == set()
    assert form_of(bolton, "advice-wanted").made_by == ()


@pytest.mark.rule("BOL-7.5.advise")
def test_only_exit_gives_its_advice_in_words(bolton: Procedure) -> None:
    assert form_of(bolton, "advice-given").made_by == ("exit-worker",)
    assert {field for field, _ in wrong_in(bolton, "advice-given", {})} == {"advice"}


@pytest.mark.rule("BOL-7.5.exclude")
@pytest.mark.parametrize(
    "sign",
    [
        example(events.ConcernRaised, indicators=["s1"]),
        example(events.LevelDecided, level="at-risk"),
        example(events.LevelDecided, level="significant-harm"),
        made("exploitation", exploitation="suspected"),
    ],
)
def test_exit_takes_no_child_without_a_sign_of_exploitation(bolton: Procedure, sign: Event) -> None:
    assert "BOL-7.5.exclude" in missing_to(bolton, Command.DECIDE, "accept", RAISED)
    assert "BOL-7.5.exclude" not in missing_to(bolton, Command.DECIDE, "accept", RAISED, sign)
    assert "BOL-7.5.exclude" not in missing_to(bolton, Command.DECIDE, "decline", RAISED)


@pytest.mark.rule("BOL-7.5.exclude")
@pytest.mark.parametrize(
    "no_sign",
    [
        example(events.LevelDecided, level="not-identified"),
        made("exploitation", exploitation="not-seen"),
        made("exploitation", exploitation="not-known"),
    ],
)
def test_nothing_seen_is_no_sign_and_nobody_can_override_it(bolton: Procedure, no_sign: Event) -> None:
    assert "BOL-7.5.exclude" in missing_to(bolton, Command.DECIDE, "accept", RAISED, no_sign)
    assert [gate.force for gate in bolton.gates if gate.id == "BOL-7.5.exclude"] == [Force.MUST]


@pytest.mark.rule("BOL-7.8.health")
def test_exit_offers_each_child_it_takes_its_sexual_health_service(bolton: Procedure) -> None:
    declined = example(events.DecisionRecorded, decision="exit-acceptance", option="decline")
    assert owed(bolton, "BOL-7.8.health", RAISED, ACCEPTED) == [State.OPEN]
    assert owed(bolton, "BOL-7.8.health", RAISED, declined) == []
    assert owed(bolton, "BOL-7.8.health", RAISED, ACCEPTED, made("sexual-health")) == [State.MET]


@pytest.mark.rule("BOL-7.8.health")
def test_what_the_child_answered_is_for_exit_alone_and_is_not_published(bolton: Procedure) -> None:
    kind = form_of(bolton, "sexual-health")
    answer = kind.field("answer")
    assert (kind.made_by, kind.read_by) == (("exit-worker",), ("exit-worker",))
    assert answer is not None
    assert answer.kept


@pytest.mark.rule("BOL-8.3.share")
@pytest.mark.parametrize("missing", ["purpose", "with", "what", "shared-on"])
def test_what_is_shared_says_with_whom_and_for_what(bolton: Procedure, missing: str) -> None:
    whole = {"shared-on": "2026-03-02", "with": "police", "purpose": "police-investigation", "what": "Synthetic."}
    assert wrong_in(bolton, "information-shared", whole) == set()
    assert {field for field, _ in wrong_in(bolton, "information-shared", {**whole, missing: None})} == {missing}


@pytest.mark.rule("BOL-8.3.share")
@pytest.mark.parametrize("place", ["exploitation", "adult-of-concern"])
def test_people_are_reminded_to_share_what_assists_the_police(bolton: Procedure, place: str) -> None:
    assert "share-with-police" in reminded(bolton, place, RAISED)


@pytest.mark.rule("BOL-8.4.missing")
def test_a_missing_episode_asks_to_look_at_the_risk_again(bolton: Procedure) -> None:
    missing = example(events.MissingReported)
    assert ("allocated-social-worker", "missing-is-a-risk") in told(bolton, RAISED, missing)
    assert "missing-is-a-risk" in reminded(bolton, "exit-risk-indicators", RAISED, missing)
    assert "missing-is-a-risk" not in reminded(bolton, "exit-risk-indicators", RAISED)
