"""What is stored of clocks is what their events say; where it is not, that is found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, update

from commonward.clock import hours
from commonward.procedure import act_without, events
from commonward.runtime.verifying import verify
from commonward_notify.model import Breach, Owed
from commonward_notify.verifying import compare_obligations
from tests.services.boards import Board
from tests.services.conftest import ActorOf
from tests.services.notify.clocked import TELL, VISIT, ClockedBoard
from tests.services.notify.conftest import NotifyStage
from tests.services.notify.happenings import ago, concern, happened, like, routed
from tests.services.notify.post import PostOffice

pytestmark = pytest.mark.thorough


@pytest.fixture
def board() -> Board:
    visit = replace(VISIT, may_pause="team-manager", further=(act_without("head-of-service", after=hours(1)),))
    return ClockedBoard(clocks=(TELL, visit))


@pytest.fixture
def lived(notify: NotifyStage, case: UUID, office: PostOffice, actor: ActorOf) -> NotifyStage:
    """A service that has opened, met, reminded, breached, escalated, corrected, paused and resumed."""
    routes = [happened(case, routed(), hours_ago=each) for each in (52, 49, 45, 1)]
    notify.hear(happened(case, concern()), *routes)
    notify.wake()
    notify.deliver()
    (newest,) = [owed for owed in notify.rows(Owed, state="open") if owed.reminders == 0]
    notify.post(actor("team-manager"), f"/v1/obligations/{newest.id}/pause", {"reason": "court", "note": "A hearing."})
    notify.settle()
    notify.post(actor("team-manager"), f"/v1/obligations/{newest.id}/resume", {"note": "It was heard."})
    notify.settle()
    return notify


def differences(stage: NotifyStage) -> list[str]:
    found = verify(stage.resources, "mill", compare_obligations)
    assert found.obligations > 0
    return [each.what for each in found.differences]


def change(stage: NotifyStage, statement: Any) -> None:
    with stage.resources.database.session("mill", writing=True) as session:
        session.execute(statement)
        session.commit()


def test_a_life_with_every_step_is_rebuilt_without_a_difference(lived: NotifyStage, case: UUID) -> None:
    assert {owed.state for owed in lived.rows(Owed)} >= {"open", "breached", "met"}
    assert differences(lived) == []
    lived.tell(case, like(events.AssessmentCompleted, completed_at=ago(2)))
    assert differences(lived) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (update(Owed).where(Owed.clock == "MIL-8.tell").values(state="open"), "MIL-8.tell: state"),  # type: ignore[arg-type]
        (update(Owed).where(Owed.clock == "MIL-8.tell").values(due=ago(1)), "MIL-8.tell: due"),  # type: ignore[arg-type]
        (delete(Breach), "MIL-9.visit: breach"),
    ],
)
def test_a_row_that_says_otherwise_is_found(lived: NotifyStage, statement: Any, found: str) -> None:
    change(lived, statement)
    assert set(differences(lived)) == {found}
