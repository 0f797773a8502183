"""What must be there before a case closes, and what the Vulnerability & Risk Management Meeting is made of."""

from __future__ import annotations

import pytest

from commonward.contracts import events
from commonward.procedure import Command, Facts, Force, Procedure
from tests.core.procedure.builders import example
from tests.plugins.listening import missing_to_close

FORM = example(events.AssessmentCompleted, tool="leeds-information-report")
HELD = example(events.MeetingHeld, kind="vrmm")


@pytest.mark.rule("LDS-2.vrmm")
@pytest.mark.parametrize(("level", "closes"), [("no", True), ("low", True), ("medium", False), ("high", False)])
def test_medium_and_high_do_not_close_before_a_meeting_was_held(leeds: Procedure, level: str, closes: bool) -> None:
    decided = example(events.LevelDecided, level=level)
    assert (missing_to_close(leeds, FORM, decided) == set()) is closes
    assert missing_to_close(leeds, FORM, decided, HELD) == set()


@pytest.mark.rule("LDS-2.vrmm")
@pytest.mark.rule("LDS-3.form-each")
def test_while_nothing_is_known_everything_is_missing(leeds: Procedure) -> None:
    unmet = leeds.unmet(Command.CLOSE_CASE, Facts())
    assert {each.gate: each.force for each in unmet} == {
        "LDS-2.vrmm": Force.MUST,
        "LDS-3.form-each": Force.SHOULD,
    }


@pytest.mark.rule("LDS-5.convene")
@pytest.mark.rule("LDS-5.invite")
@pytest.mark.rule("LDS-5.views")
@pytest.mark.rule("LDS-5.freq")
def test_the_worker_convenes_professionals_hears_the_family_and_agrees_the_next_date(leeds: Procedure) -> None:
    kind = leeds.meeting_kind("vrmm")
    assert kind is not None
    assert kind.convened_by == "social-worker"
    assert set(kind.invited) >= {"social-care", "police", "health", "education"}
    assert kind.views_of == ("child", "parent-or-carer")
    assert kind.agree_next


@pytest.mark.rule("LDS-5.plan-initial")
@pytest.mark.rule("LDS-5.refer-plan")
@pytest.mark.rule("LDS-5.owner")
@pytest.mark.rule("LDS-7.actions")
def test_its_plan_has_actions_and_refers_to_any_other_plan(leeds: Procedure) -> None:
    kind = leeds.meeting_kind("vrmm")
    assert kind is not None
    assert kind.plan == "vrmm-plan"
    assert {"actions", "overall-plan"} <= set(kind.plan_sections)


@pytest.mark.rule("LDS-6.share-5wd")
def test_the_plan_is_shared_with_the_unit_that_the_coordinator_sits_in(leeds: Procedure) -> None:
    kind = leeds.meeting_kind("vrmm")
    assert kind is not None
    assert "isu" in kind.shared_with
