"""What must be there in Leeds before a level is decided, an assessment ended, a review moved, a case closed."""

from __future__ import annotations

import pytest

from commonward.contracts import Event, events
from commonward.procedure import CLOSING, Command, Facts, Force, Procedure
from tests.core.procedure.builders import example, folded
from tests.plugins.leeds.happenings import chosen, decided, form, held, vrmm
from tests.plugins.listening import missing_to_close

MUST, SHOULD = Force.MUST, Force.SHOULD


def missing(leeds: Procedure, command: Command, *at: str, after: tuple[Event, ...] = ()) -> dict[str, Force]:
    return {each.gate: each.force for each in leeds.unmet(command, folded(*after), *at)}


@pytest.mark.rule("LDS-2.vrmm")
@pytest.mark.parametrize(("level", "closes"), [("no", True), ("low", True), ("medium", False), ("high", False)])
def test_medium_and_high_do_not_close_before_a_meeting_was_held(leeds: Procedure, level: str, closes: bool) -> None:
    assert (missing_to_close(leeds, form(), decided(level)) == set()) is closes
    assert missing_to_close(leeds, form(), decided(level), vrmm()) == set()


@pytest.mark.rule("LDS-2.vrmm")
@pytest.mark.rule("LDS-3.form-each")
def test_while_nothing_is_known_everything_is_missing(leeds: Procedure) -> None:
    unmet = {each.gate: each.force for each in leeds.unmet(Command.CLOSE_CASE, Facts())}
    assert unmet == {"LDS-2.vrmm": MUST, "LDS-3.form-each": SHOULD}


@pytest.mark.rule("LDS-2.level-by-form")
@pytest.mark.parametrize("level", ["no", "low", "medium", "high"])
def test_no_level_without_a_completed_form(leeds: Procedure, level: str) -> None:
    another = example(events.AssessmentCompleted, tool="another-tool")
    assert missing(leeds, Command.DECIDE_LEVEL, level, after=(another,)) == {"LDS-2.level-by-form": MUST}
    assert missing(leeds, Command.DECIDE_LEVEL, level, after=(form(),)) == {}


@pytest.mark.rule("LDS-3.form-each")
@pytest.mark.parametrize("option", ["signed-off", "ended-at-low"])
def test_the_assessment_does_not_end_without_the_form_beside_it(leeds: Procedure, option: str) -> None:
    at = ("child-and-family-assessment", option)
    assert missing(leeds, Command.DECIDE, *at, after=(decided("low"),)) == {"LDS-3.form-each": SHOULD}
    assert missing(leeds, Command.DECIDE, *at, after=(decided("low"), form())) == {}


@pytest.mark.rule("LDS-3.cfa")
@pytest.mark.parametrize(("level", "ends"), [("no", True), ("low", True), ("medium", False), ("high", False)])
def test_only_at_low_risk_the_assessment_ends_early(leeds: Procedure, level: str, ends: bool) -> None:
    known = (form(), decided(level))
    early = missing(leeds, Command.DECIDE, "child-and-family-assessment", "ended-at-low", after=known)
    assert early == ({} if ends else {"LDS-3.cfa": SHOULD})
    assert missing(leeds, Command.DECIDE, "child-and-family-assessment", "signed-off", after=known) == {}


@pytest.mark.rule("LDS-3.cfa")
def test_a_team_manager_agrees_that_it_ends_early(leeds: Procedure) -> None:
    point = leeds.decision("child-and-family-assessment")
    assert point is not None
    assert point.second_role == "team-manager"
    assert [option for option in point.options if point.needs_second(option)] == ["ended-at-low"]


@pytest.mark.rule("LDS-4.high-notopen")
def test_a_strategy_discussion_has_no_outcome_before_it_was_held(leeds: Procedure) -> None:
    at = ("strategy-discussion-outcome", "child-in-need")
    assert missing(leeds, Command.DECIDE, *at) == {"LDS-4.high-notopen": SHOULD}
    assert missing(leeds, Command.DECIDE, *at, after=(held("strategy-discussion"),)) == {}
    inquorate = held("strategy-discussion").model_copy(update={"quorate": False})
    assert missing(leeds, Command.DECIDE, *at, after=(inquorate,)) == {"LDS-4.high-notopen": SHOULD}


def concern(looked_after: str) -> Event:
    return example(events.ConcernRaised, looked_after=looked_after)


BLOCKED = {"LDS-4.high-open-cla": MUST}
ANSWERED = chosen("reviewing-officer-answer", "not-needed", at=10)
EARLY = [
    pytest.param((concern("no"),), {}, id="not looked after"),
    pytest.param((concern("yes"),), BLOCKED, id="looked after, nobody asked"),
    pytest.param((concern("unknown"),), BLOCKED, id="may be looked after, nobody asked"),
    pytest.param((concern("yes"), decided("high", 5), ANSWERED), {}, id="the officer answered"),
    pytest.param(
        (concern("yes"), ANSWERED, decided("high", 20, previous="low")), BLOCKED, id="answered before the risk rose"
    ),
    pytest.param(
        (concern("yes"), decided("high", 5), ANSWERED, decided("high", 20, previous="high")), {}, id="it stayed high"
    ),
]


@pytest.mark.rule("LDS-4.high-open-cla")
@pytest.mark.parametrize(("known", "unmet"), EARLY)
def test_a_looked_after_childs_review_is_not_moved_without_the_officer(
    leeds: Procedure, known: tuple[Event, ...], unmet: dict[str, Force]
) -> None:
    assert missing(leeds, Command.DECIDE, "early-review", "looked-after-review", after=known) == unmet


@pytest.mark.rule("LDS-4.high-open-cla")
@pytest.mark.parametrize("answer", ["needed", "not-needed"])
def test_the_officers_own_answer_waits_for_nothing(leeds: Procedure, answer: str) -> None:
    point = leeds.decision("reviewing-officer-answer")
    assert point is not None
    assert answer in point.options
    assert missing(leeds, Command.DECIDE, point.id, answer, after=(concern("yes"),)) == {}


@pytest.mark.rule("LDS-1.consent")
def test_no_case_is_closed_since_it_seemed_consensual(leeds: Procedure) -> None:
    point = leeds.decision(CLOSING)
    assert point is not None
    assert point.options == ("safeguarded", "no-risk-found", "other-board", "adult-services")
