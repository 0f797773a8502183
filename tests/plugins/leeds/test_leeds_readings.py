"""What Leeds' text leaves open, and what changes where the board reads it otherwise."""

from __future__ import annotations

import pytest

from commonward.contracts import events
from commonward.procedure import Procedure, Procedures, State
from tests.core.procedure.builders import example
from tests.plugins.leeds.happenings import FIRST, decided, owed, recorded
from tests.plugins.listening import told

TOLD = ("cse-missing-coordinator", "level-decided")


def reading(question: str, choice: str) -> Procedure:
    return Procedures({"leeds": ["national", "leeds"]}, readings={"leeds": {question: choice}}).of("leeds")


@pytest.mark.parametrize("chair", ["team-manager", "social-worker", "cse-missing-coordinator"])
def test_the_board_says_who_chairs(leeds: Procedure, chair: str) -> None:
    kind = reading("LDS-Q.chair", chair).meeting_kind("vrmm")
    ours = leeds.meeting_kind("vrmm")
    assert kind is not None
    assert ours is not None
    assert (ours.chair, kind.chair) == ("team-manager", chair)


@pytest.mark.parametrize(("level", "still"), [("no", False), ("low", True), ("medium", True), ("high", True)])
def test_the_board_says_whether_the_coordinator_hears_of_no_risk(leeds: Procedure, level: str, still: bool) -> None:
    assert TOLD in told(leeds, decided(level))
    assert (TOLD in told(reading("LDS-Q.no-risk", "low-and-above"), decided(level))) is still


def test_the_board_says_whether_an_existing_plan_is_enough(leeds: Procedure) -> None:
    own_always = reading("LDS-Q.either", "own-plan-always")
    existing = (decided("high"), recorded("risk-management", managed_in=["existing-plan"]))
    assert owed(leeds, "LDS-5.either", *existing)[0].state is State.MET
    assert owed(own_always, "LDS-5.either", *existing)[0].state is State.OPEN
    adopted = example(events.PlanAdopted, plan=FIRST, kind="vrmm-plan")
    assert owed(own_always, "LDS-5.either", decided("high"), adopted)[0].state is State.MET
